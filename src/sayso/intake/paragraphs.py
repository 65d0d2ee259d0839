"""Paragraphs of text without markup: blank lines, single lines, or hard-wrapped lines, whichever the text uses."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from sayso.intake.decode import one_line
from sayso.intake.printed import byline, is_date_line
from sayso.intake.shapes import BULLET, SENTENCE_END, furniture, is_credit

_STAMP = re.compile(
    r"^(?:(?:date|published|posted|updated|created)\b\s*:?\s*)?"
    r"(?P<date>(?:19|20)\d\d-[01]\d-[0-3]\d)(?:[T ]\d\d:\d\d(?::\d\d)?\S*)?\s+(?=[\"“‘'(\[]?[A-Z0-9])",
    re.I,
)
"""The stamp that stores of pages set before the first words: "date 2029-05-04 Two killed in Marn"."""
_INITIALS_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
"""A line that ends "... of the U.N.", where the stop ends no sentence."""
WRAPPED = (45, 100)
"""Lengths between which the longest lines of hard-wrapped text lie."""


def paragraphs(text: str) -> list[str]:
    """Split cleaned text into paragraphs, each on one line with single spaces."""
    lines = text.split("\n")
    wrapped = _hard_wrapped(lines)
    out: list[str] = []
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
            continue
        if group:
            out.extend(_joined(group) if wrapped else _mended([one_line(g) for g in group]))
            group = []
    out = [p for p in out if p]
    if out and (stamp := _STAMP.match(out[0])) and not is_date_line(out[0]):
        out[:1] = [stamp.group("date"), out[0][stamp.end() :]]
    return out


def _mended(lines: list[str]) -> list[str]:
    """Lines of one group with those put together again that a break cut in mid-sentence."""
    out: list[str] = []
    for line in lines:
        above = out[-1] if out else ""
        cut = _INITIALS_END.search(above) is not None or (above[-1:].isalnum() or above[-1:] in ",;’'")
        runs_on = line[:1].islower() or (_INITIALS_END.search(above) is not None and line[:1].isalpha())
        if cut and runs_on and above.count(" ") >= 2 and not BULLET.match(line) and not furniture(line):
            out[-1] = _glued([above, line])
        else:
            out.append(line)
    return out


def _hard_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken at a column: long ones are of much the same length and mostly end mid-sentence."""
    lengths = sorted(len(line.rstrip()) for line in lines if len(line.split()) >= 5)
    if len(lengths) < 6:
        return False
    longest = lengths[int(len(lengths) * 0.95)]
    if not WRAPPED[0] <= longest <= WRAPPED[1]:
        return False
    inner = [line.rstrip() for line, below in itertools.pairwise(lines) if line.strip() and below.strip()]
    broken = sum(1 for line in inner if len(line) >= longest * 0.7 and not SENTENCE_END.search(line))
    if len(inner) >= 3 and broken >= len(inner) * 0.7:
        return True
    full = [line for line in lines if longest * 0.75 <= len(line.rstrip())]
    open_ended = sum(1 for line in full if not SENTENCE_END.search(line.rstrip()))
    return len(full) >= len(lengths) * 0.5 and open_ended >= len(full) * 0.6


def _joined(group: list[str]) -> Iterator[str]:
    """Lines of one group of hard-wrapped text, joined except where a line plainly stands alone."""
    piece: list[str] = []
    for raw in group:
        line = one_line(raw)
        alone = bool(byline(line)) or is_date_line(line) or bool(furniture(line)) or is_credit(line)
        # the end of a wrapped sentence may read like a menu's word
        alone = alone and (not piece or SENTENCE_END.search(piece[-1]) is not None or len(piece[-1]) < WRAPPED[0])
        if piece and (alone or BULLET.match(line)):
            yield _glued(piece)
            piece = []
        if alone:
            yield line
        else:
            piece.append(line)
    if piece:
        yield _glued(piece)


def _glued(lines: list[str]) -> str:
    """Lines as one, words broken by a hyphen at the line's end kept as printed (a hyphen may belong there)."""
    text = lines[0]
    for line in lines[1:]:
        text += ("" if text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower() else " ") + line
    return text
