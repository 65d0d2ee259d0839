"""Tokens and sentences, with exact offsets.

Boundaries survive abbreviations ("Gen. Dara", "U.S. troops"), initials, decimals, quotation marks and headlines.
A sentence never runs over a block border. Closing quotation marks and brackets belong to the sentence they close.
"""

from __future__ import annotations

import re
from functools import cache

from sayso.reader.marks import Sentence, Token
from sayso.records import Block, Story
from sayso.tables import load_rows
from sayso.vocabulary import BlockKind

_APOSTROPHES = "'’‘ʼ`´"
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""
      (?:{_LETTER}\.){{2,}}                                   # U.S.  a.m.  J.F.
    | {_LETTER}+(?:[.]-{_LETTER}+[.]?)                          # Lt.-Col.
    | \d+(?:st|nd|rd|th)\b                                      # 3rd
    | \d{{1,2}}:\d{{2}}\b                                       # 5:44
    | \d+(?:[.,]\d+)*(?:-(?=\D){_LETTER}[\w]*(?:-{_LETTER}\w*)*)?   # 1,200  1.5  12-year-old
    | {_LETTER}[\w\u0300-\u036f]*(?:(?:[{_APOSTROPHES}](?!(?:s|re|ve|ll|d|m)\b)|[-‐‑&])\w[\w\u0300-\u036f]*)*  # al-Qor
    | \.{{2,}}|…|--+|—|–
    | [{_APOSTROPHES}](?:s|re|ve|ll|d|m|t)\b
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NT = re.compile(rf"n[{_APOSTROPHES}]t$", re.IGNORECASE)
_PLAIN = str.maketrans({
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'",
    "‐": "-", "‑": "-", "–": "-", "—": "--",
})  # fmt: skip
_CLOSERS = frozenset({'"', "'", ")", "]", "}", "”", "’", "»"})
_OPENERS = frozenset({'"', "'", "(", "[", "“", "‘", "«", "„"})
_TERMINAL = frozenset({".", "!", "?", "…"})
_STARTERS = frozenset(
    "the a an in on at by for from to it its he she they we i you his her their our this that these those there but "
    "and or so yet as if when while after before since although though however meanwhile officials many most some "
    "several both all no not one two three mr mrs ms gen sen what who why how where asked according".split()
)


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviation (lower case, with its full stop) to kind: title, inner, final."""
    return {row["word"]: row["kind"] for row in load_rows("abbreviations.csv")}


def plain(word: str) -> str:
    """Lower case with typographic quotes, apostrophes and dashes made plain."""
    return word.lower().translate(_PLAIN)


def tokenize(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Token offsets of ``text[start:end]``, in order."""
    known = abbreviations()
    found: list[tuple[int, int]] = []
    position = start
    while (match := _TOKEN.search(text, position, end)) is not None:
        a, b = match.span()
        word = text[a:b]
        if b < end and text[b] == "." and (plain(word) + "." in known or (b - a == 1 and word.isupper())):
            # Initials and listed abbreviations keep their stop, unless it is the first of an ellipsis.
            if not text.startswith("..", b):
                b += 1
        elif len(word) > 3 and _NT.search(word):
            found.append((a, b - 3))
            a = b - 3
        found.append((a, b))
        position = b
    return found


def _after_closers(words: list[str], spans: list[tuple[int, int]], i: int) -> int:
    """Index of the first token after ``i`` that is not a closing mark written onto it."""
    j = i + 1
    while j < len(words) and words[j] in _CLOSERS and spans[j][0] == spans[j - 1][1]:
        j += 1
    return j


def _ends_sentence(words: list[str], lowers: list[str], spans: list[tuple[int, int]], i: int) -> bool:
    """Whether token ``i`` (which looks terminal) ends a sentence, given what follows its closing marks."""
    j = _after_closers(words, spans, i)
    if j >= len(words):
        return True
    k = j
    while k < len(words) - 1 and words[k] in _OPENERS:
        k += 1
    following = words[k]
    if following in ("--", "—", "–", ",", ";", ":"):
        return False
    kind = abbreviations().get(lowers[i])
    if kind in ("title", "inner"):
        # "in Oct. The", "on Mon. He": months end a sentence only before a plain starter.
        may_end = kind == "inner" and lowers[i] not in ("vs.", "v.", "e.g.", "i.e.")
        return may_end and lowers[k] in _STARTERS and following[0].isupper()
    if kind == "final":
        return following[0].isupper() and (lowers[k] in _STARTERS or k > j)
    if words[i] == "." and i > 0 and lowers[i - 1] in ("no", "nos") and following[0].isdigit():  # "No. 3"
        return False
    if len(words[i]) == 2 and words[i][0].isupper():  # an initial
        return False
    if re.fullmatch(r"(?:\w\.){2,}", words[i]):
        return following[0].isupper() and lowers[k] in _STARTERS
    if words[i] in ("…",) or words[i].startswith(".."):
        return following[0].isupper()
    return not following[0].islower()


def segment(story: Story) -> tuple[tuple[Token, ...], tuple[Sentence, ...]]:
    """Tokens and sentences of a story, block by block.

    Returns tokens (all blocks, in text order, ``sentence`` set) and sentences (``first``/``last`` index the tokens).
    """
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    text = story.text
    blocks = story.blocks or (Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text)),)
    for number, block in enumerate(blocks):
        spans = tokenize(text, block.start, block.end)
        words = [text[a:b] for a, b in spans]
        lowers = [plain(word) for word in words]
        first = 0
        i = 0
        while i < len(words):
            word = words[i]
            terminal = word in _TERMINAL or word.startswith("..") or (word[-1] == "." and len(word) > 1)
            if terminal and _ends_sentence(words, lowers, spans, i):
                # Runs such as "?!" and closing marks belong to the sentence they end.
                i = _after_closers(words, spans, i) - 1
                while i + 1 < len(words) and words[i + 1] in _TERMINAL:
                    i = _after_closers(words, spans, i + 1) - 1
                _close(tokens, sentences, spans, words, lowers, first, i + 1, number, block.kind)
                first = i + 1
            i += 1
        if first < len(words):
            _close(tokens, sentences, spans, words, lowers, first, len(words), number, block.kind)
    return tuple(tokens), tuple(sentences)


def _close(
    tokens: list[Token], sentences: list[Sentence], spans: list[tuple[int, int]], words: list[str],
    lowers: list[str], first: int, last: int, block: int, kind: BlockKind,
) -> None:  # fmt: skip
    """Append one sentence and its tokens."""
    index = len(sentences)
    offset = len(tokens)
    for j in range(first, last):
        a, b = spans[j]
        tokens.append(Token(text=words[j], lower=lowers[j], start=a, end=b, sentence=index))
    sentences.append(
        Sentence(
            start=spans[first][0],
            end=spans[last - 1][1],
            block=block,
            kind=kind,
            first=offset,
            last=offset + last - first,
        )
    )
