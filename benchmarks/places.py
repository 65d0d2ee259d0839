"""Places on GeoWebNews and LGL, gold mentions: the right GeoNames id, and within 161 km of the annotated point.

Items are the annotated names that carry a GeoNames id. Development documents are those for which the SHA-1 of the
document's number in the file (GeoWebNews: attribute ``file``; LGL: ``docid``), read as a number, is even; the ranker's
weights were fitted on the others (``scripts/train_places.py``). With ``--data`` all documents given are measured.
GeoWebNews is read from ``GWN.xml``, or from brat files in ``GeoWebNews/`` where that is missing; LGL from ``lgl.xml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from rich.console import Console
from training.loaders.align import to_stored
from training.loaders.places import Article, articles

from benchmarks.data import Data, is_dev
from benchmarks.scores import Result, percent
from sayso.errors import UsageError
from sayso.reader.marks import Mention
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.records import Record, Story
from sayso.resolve.gazetteer import Gazetteer
from sayso.resolve.places import PlaceValue, resolve_places
from sayso.vocabulary import MentionKind

ANCHORS = {
    "anchor_exact": "Mordecai 3, gold mentions, its own split: 90.1; goal 95% of what the gazetteer holds",
    "anchor_within_161km": "Mordecai 3, gold mentions, its own split: 94.1",
    "anchor_held_by_gazetteer": "goal 90",
    "anchor_lgl_exact": "Mordecai 3, gold mentions, its own split: 79.4",
    "anchor_lgl_within_161km": "Mordecai 3, gold mentions, its own split: 82.7",
}


class Gold(Record, frozen=True, kw_only=True):
    """One annotated name. Offsets into the story's text; the point only where the annotation gives one."""

    start: int
    end: int
    geonames_id: int
    latitude: float | None = None
    longitude: float | None = None


class Document(Record, frozen=True, kw_only=True):
    """One annotated article."""

    name: str
    story: Story
    golds: tuple[Gold, ...]


def load(data: Data, which: str) -> list[Document]:
    """All documents of ``which`` ("gwn" or "lgl"); empty if the archive has none."""
    return [_document(article) for article in articles(data, which)]


def _document(article: Article) -> Document:
    """Moves the offsets onto the story's text, which keeps all but white space."""
    story = plain_story(article.text, outlet=article.outlet, page=article.address)
    place = to_stored(article.text, story.text)
    moved = [
        Gold(start=place[n.start], end=place[n.end - 1] + 1, geonames_id=n.geonames_id,
             latitude=n.latitude, longitude=n.longitude)
        for n in article.names if n.geonames_id is not None and 0 <= n.start < n.end <= len(article.text)
    ]  # fmt: skip
    return Document(name=article.name, story=story, golds=tuple(moved))


def mentions_of(document: Document) -> tuple[Mention, ...]:
    """The annotated names as the reader would mark them."""
    return tuple(Mention(start=g.start, end=g.end, kind=MentionKind.PLACE) for g in document.golds)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) points."""
    p, q = radians(a[0]), radians(b[0])
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))


def close(gold: Gold, value: PlaceValue, gazetteer: Gazetteer) -> bool:
    """Whether the value is the annotated place or within 161 km (100 miles) of its point."""
    if value.place_id == f"gn:{gold.geonames_id}":
        return True
    latitude, longitude = gold.latitude, gold.longitude
    if latitude is None or longitude is None:
        held = gazetteer.place(f"gn:{gold.geonames_id}")
        if held is None:
            return False
        latitude, longitude = held.latitude, held.longitude
    if None in (latitude, longitude, value.latitude, value.longitude):
        return False
    return kilometres((latitude, longitude), (value.latitude, value.longitude)) <= 161  # type: ignore[arg-type]


def _cause(gold: Gold, value: PlaceValue | None, document: Document, gazetteer: Gazetteer) -> str:
    held = gazetteer.place(f"gn:{gold.geonames_id}")
    if held is None:
        return "not in the gazetteer"
    printed = document.story.text[gold.start : gold.end]
    names = {c.place_id for c in gazetteer.candidates(printed)}
    if value is None:
        return "name not found"
    if held.place_id not in names:
        return "held under other names"
    if held.country != value.country:
        return "wrong country"
    if held.kind != value.kind:
        return "wrong kind"
    return "wrong place in the right country"


def measure(
    documents: Sequence[Document], gazetteer: Gazetteer, errors: bool, prefix: str
) -> dict[str, float | int | str]:
    """Figures for one corpus."""
    items = exact = within = held = right_of_held = 0
    causes: Counter[str] = Counter()
    listed: list[str] = []
    for document in documents:
        tokens, sentences = segment(document.story)
        values = resolve_places(document.story, tokens, sentences, mentions_of(document), gazetteer)
        for i, gold in enumerate(document.golds):
            items += 1
            value = values.get(i)
            is_held = gazetteer.place(f"gn:{gold.geonames_id}") is not None
            right = value is not None and value.place_id == f"gn:{gold.geonames_id}"
            held += is_held
            exact += right
            right_of_held += right and is_held
            within += value is not None and close(gold, value, gazetteer)
            if not right:
                cause = _cause(gold, value, document, gazetteer)
                causes[cause] += 1
                text = document.story.text
                words = " ".join(text[max(0, gold.start - 40) : gold.end + 30].split())
                wanted = gazetteer.place(f"gn:{gold.geonames_id}")
                got = value and (value.place_id, value.name, value.kind, value.admin1, value.country, value.score)
                listed.append(
                    f"{cause}\t{document.name}\t{text[gold.start : gold.end]}\twanted {gold.geonames_id} "
                    f"{wanted and (wanted.name, wanted.kind, wanted.admin1, wanted.country)}\tgot {got}\t{words}"
                )
    if errors:
        console = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)
        for line in sorted(listed):
            console.print(line)
        for cause, number in causes.most_common():
            console.print(f"{number:5} {cause}")
    return {
        f"{prefix}items": items,
        f"{prefix}exact": percent(exact, items),
        f"{prefix}within_161km": percent(within, items),
        f"{prefix}held_by_gazetteer": percent(held, items),
        f"{prefix}exact_of_held": percent(right_of_held, held),
    }


def run(data: Path | None, errors: bool) -> Result:
    """GeoWebNews, and LGL with the prefix ``lgl_``. ``data``: a folder or archive laid out like ``places``."""
    source = Data("places", data)
    gazetteer = Gazetteer.default()
    result: dict[str, float | int | str] = {}
    for which, prefix in (("gwn", ""), ("lgl", "lgl_")):
        documents = [d for d in load(source, which) if data is not None or is_dev(d.name)]
        if documents:
            result |= measure(documents, gazetteer, errors, prefix)
    if not result:
        raise UsageError(f"no GWN.xml, *.ann or lgl.xml in {source.path}: give the archive places or its like")
    return {**result, **ANCHORS}
