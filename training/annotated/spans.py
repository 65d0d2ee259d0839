"""Ids and statements of a report, looked up and checked: what reading its marks stands on."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from sayso.reader.marks import (
    Figure,
    Mention,
    Span,
)
from sayso.reader.segment import segment
from sayso.records import Story
from sayso.vocabulary import (
    ParticipantRole,
)
from training.annotated.format import Meta, Statement, statement
from training.annotated.layers import (
    LETTERS,
    MENTION,
    SCATTERED,
)
from training.annotated.markup import Markup, MarkupError

ROLES = {
    "by": ParticipantRole.ACTOR, "on": ParticipantRole.RECIPIENT, "victim": ParticipantRole.VICTIM,
    "with": ParticipantRole.MEANS, "other": ParticipantRole.OTHER, "at": "place", "when": "time",
}  # fmt: skip
_OPTIONS = {
    "c": {"to", "via", "said", "quoted", "empty"}, "-": {"to", "via", "said", "quoted", "empty"}, "s": {"role", "is"},
    "e": {*ROLES, "context"}, "f": {"who", "part", "per"}, "v": {"name", "age", "sex", "group"}, "t": {"form"},
    "y": {"of"},
}  # fmt: skip

E = TypeVar("E", bound=StrEnum)


class Spans:
    """Resolves ids and statements of one report."""

    def __init__(self, markup: Markup, meta: Meta, story: Story, offsets: tuple[int, ...]) -> None:
        self.markup, self.meta, self.story = markup, meta, story
        self.spans: dict[str, list[Span]] = {}
        for block, offset in zip(markup.blocks, offsets, strict=True):
            for piece in block.pieces:
                self.spans.setdefault(piece.id, []).append(
                    Span(start=offset + piece.start, end=offset + piece.end)
                )
        for id_, found in self.spans.items():
            if id_[0] not in LETTERS:
                raise MarkupError(f"span {id_}: no layer has the letter {id_[0]!r}; use one of {sorted(LETTERS)}")
            if len(found) > 1:
                found[:] = self._joined(found)
            if len(found) > 1 and id_[0] not in SCATTERED and id_[0] not in "ce":
                raise MarkupError(f"span {id_} stands twice; only {sorted(SCATTERED)}, c and e may have several parts")
        self.tokens, self.sentences = segment(story)
        self.statements: dict[str, Statement] = {}
        self.uncued: list[Statement] = []
        self.chains: dict[str, list[str]] = {}
        for block in markup.blocks:
            for source in block.statements:
                self._file(statement(source))

    def _joined(self, spans: list[Span]) -> list[Span]:
        """Stretches in text order; those that touch are one."""
        spans = sorted(spans, key=lambda s: s.start)
        kept = [spans[0]]
        for before, span in pairwise(spans):
            if span.start <= before.end:
                kept[-1] = Span(start=kept[-1].start, end=max(kept[-1].end, span.end))
            else:
                kept.append(span)
        return kept

    def _file(self, said: Statement) -> None:
        if said.head.startswith("="):
            chain = self.chains.setdefault(said.head[1:], [])
            chain += [self._known(id_, said, "s" + "".join(MENTION)) for id_ in said.words]
            return
        letter = said.head[0]
        if said.head != "-":
            self._known(said.head, said, "".join(LETTERS))
        allowed = _OPTIONS.get(letter, {"head", "title", "name"} if letter in MENTION else set())
        for key, _ in said.options:
            if key not in allowed:
                known = ", ".join(sorted(allowed)) or "none"
                raise MarkupError(f"{said.source!r}: no option {key!r} here; use {known}")
        if said.head == "-":
            self.uncued.append(said)
        elif said.head in self.statements:
            raise MarkupError(f"{said.source!r}: {said.head} has a statement already; join the two")
        else:
            self.statements[said.head] = said

    def _known(self, id_: str, said: Statement, letters: str) -> str:
        """``id_`` if it is a span of one of ``letters``."""
        if id_ not in self.spans:
            raise MarkupError(f"{said.source!r}: no span {id_} in the text; write {{{id_}:words}} or correct the id")
        if id_[0] not in letters:
            raise MarkupError(f"{said.source!r}: {id_} is a {LETTERS[id_[0]]}, which cannot stand here")
        return id_

    def hull(self, id_: str) -> Span:
        """From the first to the last character of a span."""
        return Span(start=self.spans[id_][0].start, end=self.spans[id_][-1].end)

    def words(self, span: Span | Mention) -> str:
        """The story's words."""
        return self.story.text[span.start : span.end]

    def of_letter(self, letters: Iterable[str]) -> list[str]:
        """Ids of these layers in text order, outer first."""
        chosen = set(letters)
        return sorted(
            (i for i in self.spans if i[0] in chosen), key=lambda i: (self.hull(i).start, -self.hull(i).end)
        )

    def sentence(self, span: Span) -> int:
        """Index of the sentence in which a span begins."""
        return max((n for n, s in enumerate(self.sentences) if s.start <= span.start), default=0)

    def _one_of(self, kind: type[E], value: str, said: Statement) -> E:
        try:
            return kind(value)
        except ValueError:
            raise MarkupError(f"{said.source!r}: {value!r} is no {kind.__name__}; use one of {[*kind]}") from None


def within(inner: Span | Mention | Figure, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
