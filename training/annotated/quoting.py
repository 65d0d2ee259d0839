"""Whether contents stand in quotation marks, read off the marks of their blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.reader.marks import Span
from sayso.records import Story
from sayso.vocabulary import BlockKind, Quoted

_QUOTES = re.compile(r"[“”\"«»]|(?<![\w.,!?])[‘'](?=\w)|(?<=[.,!?])[’'](?=\s|$)")
_WORDS = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def quoted_stretches(story: Story) -> list[tuple[int, int]]:
    """Stretches in quotation marks, marks included. One left open at a block's end goes to that end.

    Double and angle marks; single marks only where no apostrophe can be meant.
    """
    found: list[tuple[int, int]] = []
    for block in story.blocks:
        text = story.text[block.start : block.end]
        opened, mark = -1, ""
        for match in _QUOTES.finditer(text):
            sign = match[0]
            single = sign in "‘’'"
            if opened < 0:
                if sign not in "”»’":
                    opened, mark = match.start(), sign
            elif single == (mark in "‘'") and sign not in "“«‘":
                found.append((block.start + opened, block.start + match.end()))
                opened = -1
        if opened >= 0 and mark not in "‘'":
            found.append((block.start + opened, block.end))
    return found


def quoted_of(story: Story, contents: Sequence[Span]) -> Quoted:
    """``yes`` where (nearly) all words of the contents are quoted or in quoted blocks, ``mixed`` where some are.

    Single words in marks are not taken for speech; "that" and one more word outside the marks are allowed.
    """
    stretches = [
        (a, b) for a, b in quoted_stretches(story) if len(_WORDS.findall(story.text[a:b])) > 1
    ] + [(b.start, b.end) for b in story.blocks if b.kind is BlockKind.QUOTED]
    inside = outside = 0
    for span in contents:
        for match in _WORDS.finditer(story.text, span.start, span.end):
            if any(a <= match.start() < b for a, b in stretches):
                inside += 1
            elif match[0].lower() != "that":
                outside += 1
    if inside == 0:
        return Quoted.NO
    return Quoted.MIXED if outside > 1 else Quoted.YES
