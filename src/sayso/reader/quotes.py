"""Quotation marks paired: straight and curly, double and single, and quotations that run over paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.marks import Sentence, Token
from sayso.records import Record
from sayso.vocabulary import BlockKind

LONGEST_SINGLE = 120
"""Tokens a single-quoted stretch may hold: beyond that the opening mark was an apostrophe."""


class Quote(Record, frozen=True, kw_only=True):
    """A quotation: tokens ``first:last`` with its marks."""

    first: int
    last: int
    words: int
    """Tokens between the marks."""
    continues: int = -1
    """Index of the quotation in the paragraph before that this one goes on with."""
    terminal: bool = False
    """Whether it ends in a full stop, question or exclamation mark, or comma inside the marks."""


def _spaced_before(tokens: Sequence[Token], i: int) -> bool:
    return i == 0 or tokens[i - 1].end < tokens[i].start or tokens[i - 1].text in "([—–-"


def _spaced_after(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 >= len(tokens) or tokens[i].end < tokens[i + 1].start


def _opens(tokens: Sequence[Token], i: int, first: int) -> bool:
    """Whether a straight mark at ``i`` opens: white space before it and none after."""
    return (i == first or _spaced_before(tokens, i)) and not (_spaced_after(tokens, i) and i != first)


def _block_quotes(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int, bool]]:
    """Quotations of one block as (first, last, closed)."""
    found: list[tuple[int, int, bool]] = []
    opened = -1
    i = first
    while i < last:
        mark = tokens[i].text
        if opened < 0:
            if mark in ("“", "„", "«") or (mark == '"' and (_opens(tokens, i, first) or i + 1 < last)):
                opened = i
        elif mark in ("”", "»") or (mark == '"' and not (_opens(tokens, i, first) and tokens[opened].text != '"')):
            found.append((opened, i + 1, True))
            opened = -1
        elif mark == "“" and i > opened + 1:
            # A second opening mark with none closed between: the first quotation ended unmarked.
            i += 1
            continue
        i += 1
    if opened >= 0:
        found.append((opened, last, False))
    return found


def _single_quotes(tokens: Sequence[Token], first: int, last: int, taken: list[bool]) -> list[tuple[int, int, bool]]:
    """Single-quoted stretches outside double-quoted ones. An apostrophe never opens one."""
    found: list[tuple[int, int, bool]] = []
    opened = -1
    for i in range(first, last):
        mark = tokens[i].text
        if taken[i - first] or mark not in ("'", "‘", "’"):
            continue
        if opened < 0:
            if mark != "’" and _spaced_before(tokens, i) and not _spaced_after(tokens, i):
                opened = i
        elif i - opened > LONGEST_SINGLE:
            opened = -1
        elif mark != "‘" and not _spaced_before(tokens, i) and i > opened + 1:
            # "the soldiers' guns" inside a quotation: a plural possessive is followed by a plain noun.
            possessive = tokens[i - 1].lower.endswith("s") and i + 1 < last and tokens[i + 1].text[0].islower()
            if not possessive:
                found.append((opened, i + 1, True))
                opened = -1
    return found


def find_quotes(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> list[Quote]:
    """All quotations of a story, in text order, none overlapping.

    A paragraph whose quotation is not closed is joined to the next one if that opens with a mark; an unclosed
    quotation that nothing continues counts to its paragraph's end only where it began a sentence.
    """
    blocks: dict[int, tuple[int, int, BlockKind]] = {}
    for s in sentences:
        first, _, kind = blocks.get(s.block, (s.first, s.last, s.kind))
        blocks[s.block] = (first, s.last, kind)
    starts = {s.first for s in sentences}
    quotes: list[Quote] = []
    open_before = -1
    ordered = sorted(blocks)
    for block in ordered:
        first, last, _ = blocks[block]
        spans = _block_quotes(tokens, first, last)
        taken = [False] * (last - first)
        for a, b, _closed in spans:
            taken[a - first : b - first] = [True] * (b - a)
        spans = sorted(spans + _single_quotes(tokens, first, last, taken))
        carried, open_before = open_before, -1
        for a, b, closed in spans:
            if not closed and a not in starts and a != first:
                continue
            inner = b - a - (2 if closed else 1)
            end = tokens[b - 2 if closed else b - 1].text if inner > 0 else ""
            quotes.append(
                Quote(
                    first=a, last=b, words=max(inner, 0), continues=carried if a == first else -1,
                    terminal=end in (".", ",", "?", "!", "…", "...") or not closed,
                )
            )  # fmt: skip
            if not closed:
                open_before = len(quotes) - 1
    return quotes
