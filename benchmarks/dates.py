"""Time expressions on MEANTIME's TIMEX3, beside dateparser's ``search_dates`` on the same text in the same run.

Data: the archive ``meantime`` (120 Wikinews articles, CC BY 4.0), found through ``SAYSO_DATA``. Development
documents are those whose file name, with its ``.xml`` and without its folder, has an even SHA-1
(``benchmarks.data.is_dev``). With ``--data``, every document found there is measured.

The text of a document is made from its tokens: one blank before each token but , . ; : ! ? ) % 's and the like;
the title (sentence 0) and the date line (sentence 1) are paragraphs of their own, the rest is one. The date of
creation is given as the story's date, as a reader of the page knows it.

MEANTIME marks times in the first six sentences of a document only (title, date line and four or five more; in
none of the 120 is one marked after sentence 5). The whole text is read, and what is found after sentence 5 is
not counted.

Gold are all TIMEX3 with words in the text. ``found_f1`` and ``value_f1`` match as TempEval-3's relaxed match
does: a found expression matches a gold one if they share a character, each being used once, gold in text order,
the longest overlap first; ``strict`` asks for the same span. ``value_f1`` counts a match only if the TIMEX3
value is the same string, gold's own slips included ("PY5"). The date line of each document is itself a TIMEX3
and easy; the ``body_`` figures leave it out on both sides.

``search_dates`` is run with English, the creation date as ``RELATIVE_BASE`` and past dates preferred, on each
paragraph; its day becomes the TIMEX3 value, cut to the month or year where its words give no more.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from training.loaders.meantime import created, read_tokens, span_of

from benchmarks.data import Data, is_dev
from benchmarks.scores import Result, f1
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.reader.times import find_times
from sayso.resolve.times import resolve_times


class Timex(NamedTuple):
    """A time expression of either side."""

    start: int
    end: int
    value: str
    dateline: bool = False


class Document(NamedTuple):
    """Text, date of creation, gold."""

    name: str
    text: str
    created: str
    gold: list[Timex]
    marked: int
    """Length of the text whose times are marked."""


def _document(name: str, content: bytes) -> Document:
    root = ET.fromstring(content)
    tokens = read_tokens(root)
    gold: list[Timex] = []
    for timex in root.iter("TIMEX3"):
        span = span_of(timex, tokens.spans)
        if span is not None:
            dateline = timex.get("functionInDocument") == "CREATION_TIME"
            gold.append(Timex(*span, timex.get("value", ""), dateline))
    return Document(name, tokens.text, created(root), sorted(gold), tokens.marked)


def documents(data: Path | None) -> list[Document]:
    """The development documents, or every document of ``data``."""
    source = Data("meantime", data)
    names = [name for name in source.names(suffix=".xml") if data is not None or is_dev(name.rsplit("/", 1)[-1])]
    return [_document(name.rsplit("/", 1)[-1], source.read(name)) for name in names]


def ours(document: Document) -> list[Timex]:
    """What Sayso finds."""
    story = plain_story(document.text, published=document.created)
    tokens, sentences = segment(story)
    times = find_times(story, tokens, sentences)
    values = resolve_times(story, tokens, sentences, times)
    return [
        Timex(item.start, item.end, value.timex if value is not None else "")
        for item, value in zip(times, values, strict=True)
        if item.start < document.marked
    ]


def theirs(document: Document) -> list[Timex]:
    """What ``dateparser.search.search_dates`` finds."""
    from dateparser.search import search_dates

    settings = {"PREFER_DATES_FROM": "past"}
    if document.created:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(document.created)  # type: ignore[assignment]
    found: list[Timex] = []
    position = 0
    for paragraph in document.text.split("\n\n"):
        at = 0
        for words, moment in search_dates(paragraph, languages=["en"], settings=settings) or []:
            start = paragraph.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            if position + start < document.marked:
                found.append(Timex(position + start, position + at, _their_value(words, moment)))
        position += len(paragraph) + 2
    return found


def _their_value(words: str, moment: datetime) -> str:
    if re.fullmatch(r"(?:\w+\s+)?\d{4}", words.strip()) and not re.search(r"\b\d{1,2}\b", words):
        return moment.strftime("%Y-%m") if re.search(r"[A-Za-z]{3}", words) else moment.strftime("%Y")
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    if words.strip().lower()[:3] in months and not re.search(r"\d", words):
        return moment.strftime("%Y-%m")
    if re.search(r"\d:\d\d", words):
        return moment.strftime("%Y-%m-%dT%H:%M")
    return moment.strftime("%Y-%m-%d")


class Tally:
    """Matches summed over documents."""

    def __init__(self) -> None:
        self.gold = self.found = self.matched = self.right = self.strict = self.strict_right = 0

    def add(self, gold: list[Timex], found: list[Timex]) -> list[tuple[Timex | None, Timex | None]]:
        """Count one document; gives the pairs, with None for what has no match."""
        self.gold += len(gold)
        self.found += len(found)
        exact = {(t.start, t.end): t for t in gold}
        for item in found:
            if (same := exact.get((item.start, item.end))) is not None:
                self.strict += 1
                self.strict_right += same.value == item.value
        pairs: list[tuple[Timex | None, Timex | None]] = []
        free = list(found)
        for target in gold:
            over = [t for t in free if t.start < target.end and target.start < t.end]
            if not over:
                pairs.append((target, None))
                continue
            best = max(over, key=lambda t: (min(t.end, target.end) - max(t.start, target.start), -t.start))
            free.remove(best)
            self.matched += 1
            self.right += best.value == target.value
            pairs.append((target, best))
        return pairs + [(None, item) for item in free]

    def figures(self, prefix: str = "") -> dict[str, float | int | str]:
        """The F1 figures."""
        return {
            f"{prefix}found_f1": f1(self.matched, self.found, self.gold),
            f"{prefix}value_f1": f1(self.right, self.found, self.gold),
            f"{prefix}strict_found_f1": f1(self.strict, self.found, self.gold),
            f"{prefix}strict_value_f1": f1(self.strict_right, self.found, self.gold),
        }


def _without_dateline(document: Document, found: list[Timex]) -> tuple[list[Timex], list[Timex]]:
    lines = [t for t in document.gold if t.dateline]
    body = [t for t in found if not any(t.start < line.end and line.start < t.end for line in lines)]
    return [t for t in document.gold if not t.dateline], body


def run(data: Path | None, errors: bool) -> Result:
    """Flat figures; ``items`` is the number of gold expressions. With ``errors``, each error is listed by cause."""
    whole, body, peer, peer_body = Tally(), Tally(), Tally(), Tally()
    causes: Counter[str] = Counter()
    listed: list[str] = []
    read = documents(data)
    for document in read:
        found = ours(document)
        for target, item in whole.add(document.gold, found):
            cause = _cause(target, item)
            if cause:
                causes[cause] += 1
                listed.append(_line(document, cause, target, item))
        body.add(*_without_dateline(document, found))
        searched = theirs(document)
        peer.add(document.gold, searched)
        peer_body.add(*_without_dateline(document, searched))
    result: dict[str, float | int | str] = {"items": whole.gold, "documents": len(read)}
    result |= (
        whole.figures()
        | body.figures("body_")
        | peer.figures("search_dates_")
        | peer_body.figures("search_dates_body_")
    )
    result["anchor_found_f1"] = "HeidelTime on TempEval-3 platinum (other data): 90.3; goal 92"
    result["anchor_value_f1"] = "HeidelTime on TempEval-3 platinum (other data): 77.6; goal 84"
    if errors:
        result |= {f"errors {cause}": count for cause, count in causes.most_common()}
        result |= {f"error {n:03d}": line for n, line in enumerate(sorted(listed), 1)}
    return result


def _cause(target: Timex | None, item: Timex | None) -> str:
    if target is None:
        return "spurious"
    if item is None:
        return "missed"
    return "" if item.value == target.value else "wrong value"


def _line(document: Document, cause: str, target: Timex | None, item: Timex | None) -> str:
    at = target or item
    assert at is not None
    context = document.text[max(0, at.start - 50) : at.end + 40].replace("\n", " ")
    wanted = f"{document.text[target.start : target.end]!r} {target.value}" if target else "nothing"
    got = f"{document.text[item.start : item.end]!r} {item.value}" if item else "nothing"
    return f"{cause}: wanted {wanted}, got {got} [{document.created}] ...{context}..."
