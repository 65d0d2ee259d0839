"""A story before it is one: what splitting and cleaning hand to ``extract``."""

from __future__ import annotations

import msgspec

from sayso.records import Block
from sayso.vocabulary import BlockKind, PublishedFrom


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Title, metadata and blocks of one article of a page. The title is not among the blocks."""

    title: str = ""
    byline: str = ""
    outlet: str = ""
    dateline: str = ""
    published: str = ""
    published_from: PublishedFrom = PublishedFrom.UNKNOWN
    blocks: tuple[tuple[BlockKind, str], ...] = ()

    @property
    def words(self) -> int:
        """Words of the blocks, captions aside."""
        return sum(text.count(" ") + 1 for kind, text in self.blocks if kind is not BlockKind.CAPTION)


def lay_out(draft: Draft) -> tuple[str, tuple[Block, ...]]:
    """Text of a story, its title first, blocks joined by a blank line; and the blocks with their offsets."""
    pieces = [(BlockKind.HEADING, draft.title)] if draft.title else []
    pieces += [(kind, text) for kind, text in draft.blocks if text]
    blocks: list[Block] = []
    at = 0
    for kind, text in pieces:
        blocks.append(Block(kind=kind, start=at, end=at + len(text)))
        at += len(text) + 2
    return "\n\n".join(text for _, text in pieces), tuple(blocks)
