"""A story out of plain text, for ``read_story`` and for tests: a paragraph a block, no furniture removed."""

from __future__ import annotations

import re

from sayso.ids import digest, text_sha256
from sayso.records import Block, Story
from sayso.vocabulary import BlockKind, PublishedFrom

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BREAK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def clean(text: str) -> str:
    """The text as it can be stored: without NUL and lone surrogates, with plain line ends."""
    return _UNSTORABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def plain_story(text: str, *, published: str = "", outlet: str = "", title: str = "", page: str = "") -> Story:
    """A ``Story`` whose blocks are the paragraphs of ``text`` (separated by blank lines).

    ``title``, when given, becomes the first block, a heading. ``published`` is an EDTF date. Offsets of all records
    read from it are into ``Story.text``.
    """
    paragraphs = [p.strip() for p in _BREAK.split(clean(text)) if p.strip()]
    parts = [(BlockKind.HEADING, title.strip())] if title.strip() else []
    parts += [(BlockKind.PARAGRAPH, p) for p in paragraphs]
    blocks: list[Block] = []
    position = 0
    for kind, part in parts:
        blocks.append(Block(kind=kind, start=position, end=position + len(part)))
        position += len(part) + 2
    stored = "\n\n".join(part for _, part in parts)
    sha = text_sha256(stored)
    return Story(
        story_id=digest("story", page, sha),
        page_id=digest("page", page, sha),
        page=page,
        title=title.strip(),
        outlet=outlet,
        published=published,
        published_from=PublishedFrom.GIVEN if published else PublishedFrom.UNKNOWN,
        words=len(stored.split()),
        text_sha256=sha,
        text=stored,
        blocks=tuple(blocks),
    )
