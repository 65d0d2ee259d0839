"""Who and what is found in text, on re3d (defence and security reports; the half of even document hash).

re3d marks names, descriptions and pronouns alike, and a state is now a Location, now an Organisation; so only spans
with a capital in them are taken (articles and pronouns apart) and kinds are matched leniently:

    Person: person, role.  Organisation: organisation, group, outlet, country.  Location: place, country, facility.
    Nationality: nationality, country.

``found`` asks that a mention of ours overlaps the marked span, ``kind`` that its kind fits as well, ``exact`` that
both ends agree, a leading article apart. For precision, a named mention of ours is right where it overlaps any
marked span of a fitting kind; the set leaves many names unmarked (lists of states above all), so this is a lower bound.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from training.loaders.align import to_original
from training.loaders.re3d import rows, sound

from benchmarks.data import Data, is_dev
from benchmarks.scores import Result, percent
from sayso.reader.mentions import find_mentions
from sayso.reader.model import read_numbers
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.resolve.gazetteer import Gazetteer

FITS = {
    "Person": {"person", "role"},
    "Organisation": {"organisation", "group", "outlet", "country"},
    "Location": {"place", "country", "facility"},
    "Nationality": {"nationality", "country"},
}
"""re3d's types of names, and our kinds that fit each."""
_OPENERS = frozenset("the a an we i our he she it they this these its".split())
_ARTICLES = ("the ", "The ", "a ", "A ", "an ", "An ")


def _is_name(value: str) -> bool:
    """Whether a marked span has a name in it, by its capitals."""
    words = [w for w in value.replace("’", "'").split() if w[:1].isalpha()]
    if words and words[0].lower() in _OPENERS:
        words = words[1:]
    return any(w[0].isupper() for w in words)


def _bare(value: str, start: int) -> tuple[int, int]:
    """Offsets of a span without its article."""
    for article in _ARTICLES:
        if value.startswith(article):
            return start + len(article), start + len(value)
    return start, start + len(value)


def run(data: Path | None = None, errors: bool = False) -> Result:
    """Figures of the mention layer; with ``errors`` the misses by cause are printed as well."""
    source = Data("re3d", data)
    gazetteer = Gazetteer.default()
    texts: dict[str, str] = {}
    gold: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    every: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for _, row in rows(source, "documents"):
        if is_dev(row["_id"]):
            texts[row["_id"]] = row["text"]
    for _, row in rows(source, "entities"):
        if row["type"] not in FITS or not sound(row, texts.get(row["documentId"], "")):
            continue
        every[row["documentId"]].append((row["begin"], row["end"], row["type"]))
        if _is_name(row["value"]):
            gold[row["documentId"]].append((row["begin"], row["end"], row["type"]))
    tally: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for key, text in texts.items():
        story = plain_story(text)
        shift = to_original(text, story.text)
        tokens, sentences = segment(story)
        ours = [
            (shift[m.start], shift[m.end - 1] + 1, m.kind.value, m.named)
            for m in find_mentions(story, tokens, sentences, gazetteer, read_numbers(tokens, sentences))
            if m.kind.value not in ("weapon", "document")
        ]
        tally["items"] += 1
        for start, end, kind in gold[key]:
            tally["gold"] += 1
            over = [o for o in ours if o[0] < end and start < o[1]]
            fit = [o for o in over if o[2] in FITS[kind]]
            tally["found"] += bool(over)
            tally["kind"] += bool(fit)
            bare = _bare(text[start:end], start)
            tally["exact"] += any(_bare(text[o[0] : o[1]], o[0]) == bare for o in fit)
            if not fit:
                cause = f"{kind} as {over[0][2]}" if over else f"{kind} missed"
                causes[cause] += 1
                if errors:
                    print(f"{cause}: {text[start:end]!r} in {text[max(0, start - 30) : end + 20]!r}")
        for start, end, kind, named in ours:
            if not named:
                continue
            tally["ours"] += 1
            right = any(o[0] < end and start < o[1] and kind in FITS[o[2]] for o in every[key])
            tally["right"] += right
            if not right:
                causes[f"spurious {kind}"] += 1
                if errors:
                    print(f"spurious {kind}: {text[start:end]!r} in {text[max(0, start - 30) : end + 20]!r}")
    if errors:
        for cause, n in causes.most_common():
            print(f"{n:6d} {cause}")
    precision, recall = percent(tally["right"], tally["ours"]), percent(tally["kind"], tally["gold"])
    return {
        "items": tally["items"],
        "names": tally["gold"],
        "found_recall": percent(tally["found"], tally["gold"]),
        "kind_recall": recall,
        "exact_recall": percent(tally["exact"], tally["gold"]),
        "kind_precision": precision,
        "kind_f1": round(2 * precision * recall / (precision + recall), 1) if precision + recall else 0.0,
    }
