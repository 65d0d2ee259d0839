"""The stories whose text is known, as ``stories.txt`` marks them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

Page = tuple[str, list[tuple[str, str]]]
"""A page, and title and running text of each story on it."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A story as written: its marked lines (see ``stories.txt``)."""

    lines: tuple[tuple[str, str], ...]

    def one(self, mark: str) -> str:
        """First line with a mark, empty if there is none."""
        return next((text for m, text in self.lines if m == mark), "")

    @property
    def title(self) -> str:
        """Its title."""
        return self.one("T")

    @property
    def body(self) -> list[tuple[str, str]]:
        """Paragraphs, passages, subheadings and list items with their marks."""
        return [(m, t) for m, t in self.lines if m in "PQHI"]

    def expected(self, *, standfirst: bool = True) -> tuple[str, str]:
        """Title and running text."""
        first = [self.one("S")] if standfirst else []
        return self.title, "\n".join([*first, *(t for _, t in self.body)])


Template = Callable[[list[Known]], Page]


def known_stories() -> list[Known]:
    """The stories of ``stories.txt``."""
    stories: list[list[tuple[str, str]]] = []
    for line in (Path(__file__).parent / "stories.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        mark, _, text = line.partition("\t")
        if mark == "T":
            stories.append([])
        stories[-1].append((mark, text))
    return [Known(lines=tuple(lines)) for lines in stories]
