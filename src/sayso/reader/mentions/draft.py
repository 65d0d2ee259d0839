"""A mention while it is being settled, in token indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.reader.marks import Mention, Span, Token
from sayso.vocabulary import MentionKind

Range = tuple[int, int]
"""First token and one past the last."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A mention while it is being settled; all positions are token indices."""

    first: int
    last: int
    kind: MentionKind
    named: bool = True
    plural: bool = False
    head: int = -1
    title: Range | None = None
    role: Range | None = None
    name: Range | None = None
    chain: int = -1
    gender: str = ""
    definite: bool = False
    """A description that stands for one person or body already spoken of or known ("the general")."""
    found: bool = True
    """Found by rules; what the model alone marks has no kind but the model's."""
    sure: bool = False
    """The kind comes from a table, a title or a closing noun, not from context."""

    def mention(self, tokens: Sequence[Token]) -> Mention:
        """The finished mention, in characters."""

        def span(r: Range | None) -> Span | None:
            return Span(start=tokens[r[0]].start, end=tokens[r[1] - 1].end) if r and r[1] > r[0] else None

        return Mention(
            start=tokens[self.first].start,
            end=tokens[self.last - 1].end,
            kind=self.kind,
            named=self.named,
            plural=self.plural,
            head=tokens[self.head if self.head >= 0 else self.last - 1].start,
            title=span(self.title),
            role=span(self.role),
            name=span(self.name),
            chain=self.chain,
        )
