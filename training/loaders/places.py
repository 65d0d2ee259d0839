"""Places: names with GeoNames ids and points in LGL and GeoWebNews, with addresses and points in GeoVirus.

Develop on documents whose id has an even SHA-1, train on the others. The id is LGL's ``docid``, GeoWebNews' ``file``
and GeoVirus' source address.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from benchmarks.data import Data

from training.data import archive, check_split, half
from training.loaders.documents import Document, Licence, Loader, Mark, Task
from training.loaders.draft import Draft
from training.loaders.labels import ours, political

ARCHIVE = "places"


class Name(NamedTuple):
    """An annotated name: offsets into the article's text, kind, GeoNames id or address, point if given."""

    start: int
    end: int
    kind: str
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    words: str = ""
    """The name as the set prints it, to check the offsets by."""


class Article(NamedTuple):
    """One article with its names."""

    name: str
    text: str
    names: tuple[Name, ...]
    outlet: str = ""
    address: str = ""


def articles(data: Data, which: str) -> list[Article]:
    """All articles of ``gwn`` (``GWN.xml``, or brat files where that is missing), ``lgl`` or ``geovirus``."""
    names = set(data.names())
    file, parse = {"lgl": ("lgl.xml", _lgl), "geovirus": ("GeoVirus.xml", _geovirus)}.get(which, ("GWN.xml", _gwn))
    if file in names:
        return [parse(article) for article in ElementTree.fromstring(data.read(file)).iter("article")]
    stems = [n.removesuffix(".ann") for n in sorted(names) if n.endswith(".ann")] if which == "gwn" else []
    return [
        _brat(Path(stem).name, data.read(f"{stem}.txt").decode("utf-8"), data.read(f"{stem}.ann").decode("utf-8"))
        for stem in stems
        if f"{stem}.txt" in names
    ]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdigit() else None


def _point(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _gwn(article: ElementTree.Element) -> Article:
    names = [
        Name(
            int(t.findtext("start") or 0), int(t.findtext("end") or 0), t.findtext("type") or "",
            _number(t.findtext("geonamesID")), _point(t.findtext("latitude")), _point(t.findtext("longitude")),
            "", t.findtext("extractedName") or "",
        )
        for t in article.iter("toponym")
    ]  # fmt: skip
    address = article.findtext("link") or ""
    host = address.split("://")[-1].split("/")[0]
    return Article(article.get("file", ""), article.findtext("text") or "", tuple(names), host, address)


def _lgl(article: ElementTree.Element) -> Article:
    names = []
    for toponym in article.iter("toponym"):
        tag = toponym.find("gaztag")
        number = _number(tag.get("geonameid")) if tag is not None else None
        point = (_point(tag.findtext("lat")), _point(tag.findtext("lon"))) if tag is not None else (None, None)
        start, end = int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0)
        names.append(Name(start, end, "toponym", number, *point, "", toponym.findtext("phrase") or ""))
    text, outlet, address = (article.findtext(tag) or "" for tag in ("text", "domain", "url"))
    return Article(article.get("docid", ""), text, tuple(names), outlet, address)


def _geovirus(article: ElementTree.Element) -> Article:
    # Its offsets count from 1.
    names = [
        Name(
            int(x.findtext("start") or 1) - 1, int(x.findtext("end") or 1) - 1, "location", None,
            _point(x.findtext("lat")), _point(x.findtext("lon")), x.findtext("page") or "", x.findtext("name") or "",
        )
        for x in article.iter("location")
    ]  # fmt: skip
    address = article.findtext("source") or ""
    return Article(address, article.findtext("text") or "", tuple(names), "", address)


def _brat(name: str, text: str, annotation: str) -> Article:
    numbers = {
        m[1]: int(m[2]) for m in re.finditer(r"^#\d+\tAnnotatorNotes (T\d+)\t(\d+)\s*$", annotation, re.M)
    }  # fmt: skip
    marks = {
        m[1]: Name(int(m[3]), int(m[4]), m[2], numbers.get(m[1]))
        for m in re.finditer(r"^(T\d+)\t(\S+) (\d+) (?:\d+;\d+ )*(\d+)\t", annotation, re.M)
    }  # fmt: skip
    noted = [marks[key] for key in numbers if key in marks]
    return Article(name, text, (*noted, *(m for key, m in marks.items() if key not in numbers)))


def document(dataset: str, name: str, split: str, article: Article) -> Document:
    """One article."""
    draft = Draft(dataset, name, split, Licence.RESTRICTED, article.text)
    draft.scope(Task.PLACES)
    for place in sorted(article.names, key=lambda n: (n.start, n.end)):
        if place.words and article.text[place.start : place.end].split() != place.words.split():
            draft.faults["places: words are not at their offsets"] += 1
            continue
        label = ours(ARCHIVE, "places", place.kind).label
        if label == "place" and 0 <= place.start < place.end <= len(article.text):
            label = political(article.text[place.start : place.end])
        value = f"gn:{place.geonames_id}" if place.geonames_id is not None else place.address
        draft.mark(
            Mark(task=Task.PLACES, label=label, theirs=place.kind, parts=((place.start, place.end),), value=value)
        )
    return draft.finish()


def _loader(dataset: str, which: str, note: str) -> Loader:
    def load(split: str, data: Path | None = None) -> Iterator[Document]:
        check_split(split)
        seen: Counter[str] = Counter()
        for article in articles(archive(ARCHIVE, data), which):
            seen[article.name] += 1
            if half(article.name) == split and article.text.strip():
                # Several articles of GeoVirus are parts of one page.
                part = f" {seen[article.name]}" if seen[article.name] > 1 else ""
                yield document(dataset, article.name + part, split, article)

    load.__doc__ = f"Articles of {dataset} in the half that the split names."
    return Loader(
        name=dataset, archive=ARCHIVE, licence=Licence.RESTRICTED, tasks=(Task.PLACES,), load=load, note=note
    )


LGL = _loader("lgl", "lgl", "repository GPL-3; news text")
GEOWEBNEWS = _loader("geowebnews", "gwn", "repository GPL-3; news text")
GEOVIRUS = _loader("geovirus", "geovirus", "repository GPL-3; Wikinews text")
