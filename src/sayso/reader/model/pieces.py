"""Tokens as the model takes them: word pieces with their case and shape, quotation and block, packed into windows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.reader.marks import Sentence, Token
from sayso.reader.quotes import find_quotes
from sayso.records import Record
from sayso.vocabulary import BlockKind

WINDOW = 256
"""Word pieces of a window, its two marks included."""
CLS, SEP, UNKNOWN = 101, 102, 100
LONGEST_WORD = 24
"""Word pieces that one token may have; the rest is left out (a base64 string, a row of dashes)."""

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "number", "mark", "opening")
"""Case and shape of a token: ``initial`` is one capital, ``opening`` a capital at the head of a sentence."""
QUOTATION = ("none", "outside", "inside", "mark", "inside again")
"""Where a token stands to quotation marks; ``inside again`` where a paragraph before left them open."""
BLOCKS = ("none", *(str(kind) for kind in BlockKind))

Integers = NDArray[np.int64]


class Words(Record, frozen=True, kw_only=True):
    """Tokens of a text, ready for the model; all tuples are as long as there are tokens."""

    pieces: tuple[tuple[int, ...], ...]
    shapes: tuple[int, ...]
    quotation: tuple[int, ...]
    blocks: tuple[int, ...]


class Window(Record, frozen=True, kw_only=True):
    """Tokens ``first:last`` of a text, read together; those of ``keep_first:keep_last`` are taken from this window."""

    first: int
    last: int
    keep_first: int
    keep_last: int


def shape_of(text: str, *, opens: bool) -> int:
    """Index into ``SHAPES``."""
    if not any(c.isalnum() for c in text):
        return SHAPES.index("mark")
    if any(c.isdigit() for c in text):
        return SHAPES.index("number")
    if text.islower():
        return SHAPES.index("lower")
    if text.isupper():
        return SHAPES.index("initial" if sum(c.isalpha() for c in text) == 1 else "upper")
    if text[0].isupper() and text[1:].islower():
        return SHAPES.index("opening" if opens else "title")
    return SHAPES.index("mixed")


class Pieces:
    """Cuts tokens into word pieces with the tokenizer of the encoder; a token seen before costs a look-up."""

    def __init__(self, tokenizer: Path | bytes) -> None:
        raw = tokenizer.read_bytes() if isinstance(tokenizer, Path) else tokenizer
        self._tokenizer = Tokenizer.from_str(raw.decode("utf-8"))
        # The published file pads and cuts at 128.
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[int, ...]] = {}

    def of_word(self, lower: str) -> tuple[int, ...]:
        """Word pieces of one token; the unknown piece where it has none."""
        known = self._known.get(lower)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            found = self._tokenizer.encode(lower[:200], add_special_tokens=False).ids[:LONGEST_WORD]
            known = self._known[lower] = tuple(found) or (UNKNOWN,)
        return known

    def words(self, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Words:
        """Everything the model is told of the tokens of one story."""
        opening = {s.first for s in sentences}
        blocks = [0] * len(tokens)
        for s in sentences:
            blocks[s.first : s.last] = [BLOCKS.index(str(s.kind))] * (s.last - s.first)
        quotation = [1] * len(tokens)
        for quote in find_quotes(tokens, sentences):
            inside = 4 if quote.continues >= 0 else 2
            for i in range(quote.first, quote.last):
                mark = i == quote.first or (i == quote.last - 1 and not tokens[i].text.isalnum())
                quotation[i] = 3 if mark else inside
        return Words(
            pieces=tuple(self.of_word(t.lower) for t in tokens),
            shapes=tuple(shape_of(t.text, opens=i in opening) for i, t in enumerate(tokens)),
            quotation=tuple(quotation), blocks=tuple(blocks),
        )  # fmt: skip


def windows(
    words: Words, sentences: Sequence[Sentence], *, size: int = WINDOW, overlap: int = 0
) -> list[Window]:
    """Cuts a text into windows of whole sentences, as full as they go, each of at most ``size`` word pieces.

    ``overlap``: word pieces of the sentences before that a window reads again for their context; their tags are taken
    from the window before. A sentence longer than a window is cut where the window is full.
    """
    room = size - 2
    ends = list(accumulate(len(p) for p in words.pieces))
    before = [0, *ends]
    parts: list[tuple[int, int]] = []
    for s in sentences:
        first = s.first
        while first < s.last:
            last = first
            while last < s.last and before[last + 1] - before[first] <= room:
                last += 1
            parts.append((first, last))
            first = last
    made: list[Window] = []
    i = 0
    while i < len(parts):
        context = i
        while context > 0 and before[parts[i][0]] - before[parts[context - 1][0]] <= overlap:
            context -= 1
        while context < i and before[parts[i][1]] - before[parts[context][0]] > room:
            context += 1
        j = i
        while j < len(parts) and before[parts[j][1]] - before[parts[context][0]] <= room:
            j += 1
        made.append(
            Window(
                first=parts[context][0], last=parts[j - 1][1], keep_first=parts[i][0], keep_last=parts[j - 1][1]
            )
        )  # fmt: skip
        i = j
    return made


class Batch(Record, frozen=True, kw_only=True):
    """Windows side by side: word pieces with their features (windows x pieces), and where tokens begin and end."""

    ids: Integers
    shapes: Integers
    quotation: Integers
    blocks: Integers
    first: Integers
    """Index of each token's first piece (windows x tokens); 0, the opening mark, beyond the last token."""
    last: Integers
    """Index of each token's last piece."""

    def inputs(self) -> dict[str, Integers]:
        """By the names of the network's inputs."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


def batch(texts: Sequence[tuple[Words, int, int]]) -> Batch:
    """Tokens ``first:last`` of several texts as one batch. Word piece 0 pads; the network leaves it out of sight."""
    lengths = [2 + sum(len(p) for p in words.pieces[a:b]) for words, a, b in texts]
    rows, width, most = len(texts), max(lengths), max(b - a for _, a, b in texts)
    ids, shapes, quotation, blocks = (np.zeros((rows, width), dtype=np.int64) for _ in range(4))
    first, last = (np.zeros((rows, most), dtype=np.int64) for _ in range(2))
    for row, (words, a, b) in enumerate(texts):
        chosen = words.pieces[a:b]
        counts = np.fromiter((len(p) for p in chosen), dtype=np.int64, count=b - a)
        ends = np.cumsum(counts)
        total = int(ends[-1]) if b > a else 0
        ids[row, 0], ids[row, total + 1] = CLS, SEP
        ids[row, 1 : total + 1] = np.fromiter((i for p in chosen for i in p), dtype=np.int64, count=total)
        for array, values in ((shapes, words.shapes), (quotation, words.quotation), (blocks, words.blocks)):
            array[row, 1 : total + 1] = np.repeat(np.asarray(values[a:b], dtype=np.int64), counts)
        first[row, : b - a] = 1 + ends - counts
        last[row, : b - a] = ends
    return Batch(ids=ids, shapes=shapes, quotation=quotation, blocks=blocks, first=first, last=last)
