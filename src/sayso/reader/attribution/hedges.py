"""How sure the speaker is said to be, and which words say so."""

from __future__ import annotations

from functools import cache

from sayso.reader.attribution.frame import Frame
from sayso.reader.marks import Span
from sayso.tables import load_rows
from sayso.vocabulary import Certainty

REACH = 14
"""Tokens of a content in which a hedge counts for the whole of it: later ones hedge a part."""

_ORDER = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}
_SURE = frozenset("sure certain confident convinced".split())
_NOT_MONTH = frozenset("on in of last this since until by".split())


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Certainty]]]:
    found: dict[str, list[tuple[tuple[str, ...], Certainty]]] = {}
    for row in load_rows("hedges.csv"):
        words = tuple(row["phrase"].split())
        found.setdefault(words[0], []).append((words, Certainty(row["certainty"])))
    return {first: sorted(v, key=lambda p: -len(p[0])) for first, v in found.items()}


def find_hedge(frame: Frame, ranges: list[tuple[int, int]]) -> tuple[Certainty, Span | None]:
    """The weakest certainty that hedges in token ``ranges`` express, and the words; unstated if there is none.

    A stated degree ("98 percent sure") outranks the word lists: 99.5 and over is certain, 60 and over probable.
    """
    best: tuple[Certainty, Span] | None = None
    for first, last in ranges:
        i = first
        while i < last:
            word = frame.lower[i]
            if word in _SURE and i - 2 >= first and frame.lower[i - 1] in ("percent", "%", "per-cent", "cent"):
                k = i - 3 if frame.lower[i - 1] == "cent" else i - 2
                if frame.lower[k].replace(".", "").isdigit():
                    value = float(frame.lower[k])
                    level = (
                        Certainty.CERTAIN
                        if value >= 99.5
                        else Certainty.PROBABLE
                        if value >= 60
                        else Certainty.POSSIBLE
                    )
                    return level, frame.span(k, i + 1)
            for words, certainty in _phrases().get(word, ()):
                if i + len(words) <= last and all(frame.lower[i + n] == w for n, w in enumerate(words)):
                    if word == "may" and (frame.tokens[i].text[0].isupper() or frame.lower[i - 1] in _NOT_MONTH):
                        break
                    if best is None or _ORDER[certainty] > _ORDER[best[0]]:
                        best = (certainty, frame.span(i, i + len(words)))
                    i += len(words) - 1
                    break
            i += 1
    return best if best else (Certainty.UNSTATED, None)
