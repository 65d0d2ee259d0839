"""Making a ``Document``: marks are collected with offsets into the text as the set has it and moved at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sayso.reader.plain import plain_story
from training.data import fold
from training.loaders.align import to_stored
from training.loaders.documents import (
    Document,
    Judgement,
    Licence,
    Link,
    Mark,
    Parts,
    Scope,
    Task,
    Template,
)

_CLOSES = re.compile(r"^(?:[.,;:!?%)\]}]+|'s|'S|’s|n't|n’t|'re|'ve|'ll|'d|'m|''|”|’)$")
_OPENS = frozenset("( [ { $ £ € `` “ ‘ #".split())
_PENN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


class Draft:
    """A document in the making."""

    def __init__(self, dataset: str, name: str, split: str, licence: Licence, text: str) -> None:
        self.dataset, self.name, self.split, self.licence, self.text = dataset, name, split, licence, text
        self.case, self.published, self.group = "mixed", "", ""
        self.fold = fold(name)
        self.scopes: list[Scope] = []
        self.marks: list[Mark | None] = []
        self.links: list[Link] = []
        self.judgements: list[Judgement] = []
        self.templates: list[Template] = []
        self.faults: Counter[str] = Counter()

    def scope(self, task: Task, parts: Iterable[tuple[int, int]] = (), *, complete: bool = True) -> None:
        """Say where a task is annotated; no parts: the whole text."""
        self.scopes.append(Scope(task=task, complete=complete, parts=tuple(parts)))

    def mark(self, mark: Mark) -> int:
        """Add a mark; its index, which links use. One off the text or of white space is a fault."""
        parts = tuple(p for p in (self._trimmed(a, b) for a, b in sorted(mark.parts)) if p is not None)
        if not parts or len(parts) != len(mark.parts):
            self.faults[f"{mark.task.value}: span off the text"] += 1
            parts = ()
        self.marks.append(replace(mark, parts=parts) if parts else None)
        return len(self.marks) - 1

    def link(self, task: Task, label: str, theirs: str, source: int, target: int) -> None:
        """Link two marks."""
        self.links.append(Link(task=task, label=label, theirs=theirs, source=source, target=target))

    def judge(
        self, task: Task, label: str, theirs: str, *, score: float | None = None, value: str = "",
        span: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        """Label a stretch, or the whole text."""
        start, end = span or (0, len(self.text))
        self.judgements.append(
            Judgement(task=task, label=label, theirs=theirs, start=start, end=end, score=score, value=value)
        )

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        if not 0 <= start < end <= len(self.text):
            return None
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return (start, end) if start < end else None

    def finish(self) -> Document:
        """The document, offsets moved onto the text as it is stored."""
        text = plain_story(self.text).text
        place = to_stored(self.text, text)

        def moved(start: int, end: int) -> tuple[int, int] | None:
            found = self._trimmed(start, end)
            return (place[found[0]], place[found[1] - 1] + 1) if found else None

        def all_moved(parts: Parts) -> Parts:
            return tuple(sorted(p for p in (moved(a, b) for a, b in parts) if p is not None))

        number: dict[int, int] = {}
        marks: list[Mark] = []
        for at, mark in enumerate(self.marks):
            if mark is not None:
                number[at] = len(marks)
                marks.append(replace(mark, parts=all_moved(mark.parts)))
        links = []
        for link in self.links:
            if link.source in number and link.target in number:
                links.append(replace(link, source=number[link.source], target=number[link.target]))
            else:
                self.faults[f"{link.task.value}: link to a span off the text"] += 1
        judgements = []
        for judgement in self.judgements:
            span = moved(judgement.start, judgement.end)
            if span is not None:
                judgements.append(replace(judgement, start=span[0], end=span[1]))
        return Document(
            dataset=self.dataset, name=self.name, split=self.split, licence=self.licence, text=text, case=self.case,
            published=self.published, group=self.group, fold=self.fold,
            scopes=tuple(replace(s, parts=all_moved(s.parts)) for s in self.scopes),
            marks=tuple(marks), links=tuple(links), judgements=tuple(judgements), templates=tuple(self.templates),
            faults=tuple(sorted(self.faults.items())),
        )  # fmt: skip


def joined(sentences: Iterable[Sequence[str]], between: str = " ") -> tuple[str, list[tuple[int, int]]]:
    """Text of tokenised sentences as news prints it, and where each token stands in it.

    Penn Treebank quotes and brackets are made plain; no blank before what closes or after what opens; straight double
    quotes open and close by turns within a sentence.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for sentence in sentences:
        bare, open_quote, first = True, False, True
        for token in sentence:
            word = _PENN.get(token, token)
            quote = token == '"'
            closing = bool(_CLOSES.match(token)) or (quote and open_quote)
            gap = (between if at else "") if first else "" if bare or closing else " "
            start = at + len(gap)
            parts += [gap, word]
            at = start + len(word)
            spans.append((start, at))
            bare = token in _OPENS or (quote and not open_quote)
            open_quote ^= quote
            first = False
    return "".join(parts), spans


def found(text: str, words: str, start: int = 0) -> list[tuple[int, int]]:
    """All places where the words stand in the text, as whole words, white space of any kind between them."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    if not pattern:
        return []
    sought = re.compile(rf"(?<!\w){pattern}(?!\w)")
    return [m.span() for m in sought.finditer(text, start)]
