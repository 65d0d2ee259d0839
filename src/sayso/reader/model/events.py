"""What the model says of events: triggers with their classes, who takes part, what is told again, whose figures.

Everything is asked for all triggers of a story at once. Scores are logits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.reader.marks import Sentence
from sayso.reader.model import ModelReading
from sayso.reader.model.decode import spans_of_layers
from sayso.reader.model.session import Floats
from sayso.records import Record

Phrase = tuple[int, int]
"""First token and one past the last."""
Integers = NDArray[np.int64]
CLASSES = ("type", "mode", "status", "grain")


class Told(Record, frozen=True, kw_only=True):
    """Triggers of a story in text order with what the model says of each."""

    spans: tuple[Phrase, ...]
    marked: Floats
    """Probability that the words are a trigger at all."""
    classes: dict[str, Floats]
    """Of each class layer (``CLASSES``) the logits, triggers x labels."""


class Parts(Record, frozen=True, kw_only=True):
    """Scores of candidates as participants, places and times of triggers; one row a pair within reach."""

    trigger: Integers
    candidate: Integers
    scores: Floats
    """Pairs x tags of the ``trigger`` pairing."""
    loose: tuple[tuple[int, int, int, int, float], ...]
    """(trigger, tag, first, last, score) of words that the model takes for a part and no candidate covers."""
    same: Floats
    """Triggers x triggers: whether the first tells again what the second tells, by the second's first word."""


def found_spans(
    reading: ModelReading, sentences: Sequence[Sentence], layers: Mapping[str, float]
) -> list[list[Phrase]]:
    """Spans of several layers that have one kind each, in text order; none runs over a block's border.

    ``layers``: of each what is added to the scores of beginning a span; above 0 finds more of them.
    """
    found = spans_of_layers({name: reading.rows(name) for name in layers}, sentences, layers)
    return [[(a, b) for a, b, _ in found[name]] for name in layers]


def judge(reading: ModelReading, spans: Sequence[Phrase]) -> Told:
    """What the model says of words taken as triggers, whoever took them."""
    marked = reading.marked("trigger")
    return Told(
        spans=tuple(spans),
        marked=np.asarray([marked[a:b].max() for a, b in spans], dtype=np.float32),
        classes={name: means(reading.rows(name), spans) for name in CLASSES},
    )


def means(rows: Floats, spans: Sequence[Phrase]) -> Floats:
    """Mean of the rows of each span (spans x columns)."""
    if not spans:
        return np.zeros((0, rows.shape[1]), dtype=np.float32)
    place = np.concatenate([np.arange(a, b) for a, b in spans])
    sizes = np.asarray([b - a for a, b in spans])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return np.asarray(np.add.reduceat(rows[place], starts, axis=0) / sizes[:, None], dtype=np.float32)


def find_parts(
    reading: ModelReading, sentences: Sequence[Sentence], spans: Sequence[Phrase], candidates: Sequence[Phrase],
    least: float,
) -> Parts:  # fmt: skip
    """Scores of the candidates in the sentence of each trigger and in the one before it, and of the other triggers.

    Words none of which lies in a candidate, but which score above ``least``, come back as ``loose``.
    """
    tags = reading.model.layout.pairing("trigger").tags
    empty = np.zeros(0, dtype=np.int64)
    if not spans:
        return Parts(trigger=empty, candidate=empty, scores=np.zeros((0, len(tags)), dtype=np.float32), loose=(),
                     same=np.zeros((0, 0), dtype=np.float32))  # fmt: skip
    begins = np.asarray([s.first for s in sentences], dtype=np.int64)
    ends = np.asarray([s.last for s in sentences], dtype=np.int64)
    opening = np.asarray([a for a, _ in spans], dtype=np.int64)
    home = np.searchsorted(begins, opening, side="right") - 1
    firsts, lasts = begins[np.maximum(home - 1, 0)], ends[home]
    width = int((lasts - firsts).max())
    near = np.minimum(firsts[:, None] + np.arange(width), len(reading.numbers.logits) - 1)
    at = np.concatenate([near, np.broadcast_to(opening, (len(spans), len(spans)))], axis=1)
    apart = ((at < begins[home][:, None]) | (at >= lasts[:, None])).astype(np.float32)
    every = reading.model.scores("trigger", reading.numbers, spans, at, apart)
    scores, same = every[:, :, :width], every[:, tags.index("same"), width:]
    beyond = np.arange(width)[None, :] >= (lasts - firsts)[:, None]
    sums = np.concatenate([np.zeros((*scores.shape[:2], 1), dtype=np.float32), scores.cumsum(axis=2)], axis=2)
    ca = np.asarray([a for a, _ in candidates], dtype=np.int64)
    cb = np.asarray([b for _, b in candidates], dtype=np.int64)
    trigger, candidate = np.nonzero((ca >= firsts[:, None]) & (cb <= lasts[:, None]))
    a, b = ca[candidate] - firsts[trigger], cb[candidate] - firsts[trigger]
    found = (sums[trigger, :, b] - sums[trigger, :, a]) / (b - a)[:, None]
    covered = np.zeros(len(reading.numbers.logits) + 1, dtype=bool)
    for x, y in candidates:
        covered[x:y] = True
    free = (scores > least) & ~beyond[:, None, :] & ~covered[near][:, None, :]
    return Parts(trigger=trigger, candidate=candidate, scores=np.asarray(found, dtype=np.float32),
                 loose=tuple(_runs(free, scores, firsts)), same=np.asarray(same, dtype=np.float32))  # fmt: skip


def _runs(free: NDArray[np.bool_], scores: Floats, firsts: Integers) -> list[tuple[int, int, int, int, float]]:
    """Unbroken runs of tokens: (trigger, tag, first, last, mean score)."""
    found: list[tuple[int, int, int, int, float]] = []
    n, tag, place = (axis.tolist() for axis in np.nonzero(free))
    k = 0
    while k < len(n):
        j = k + 1
        while j < len(n) and (n[j], tag[j], place[j]) == (n[k], tag[k], place[j - 1] + 1):
            j += 1
        a, b = place[k], place[j - 1] + 1
        first = int(firsts[n[k]])
        found.append((n[k], tag[k], first + a, first + b, float(scores[n[k], tag[k], a:b].mean())))
        k = j
    return found


def figure_links(
    reading: ModelReading, sentences: Sequence[Sentence], figures: Sequence[Phrase], targets: Sequence[Phrase],
    names: Sequence[str],
) -> Floats:  # fmt: skip
    """Scores (tags x figures x targets) of some tags between figures and phrases, by the first word of a phrase."""
    if not figures or not targets:
        return np.zeros((len(names), len(figures), len(targets)), dtype=np.float32)
    begins = np.asarray([s.first for s in sentences], dtype=np.int64)
    opening = np.asarray([a for a, _ in targets], dtype=np.int64)
    home = np.searchsorted(begins, [a for a, _ in figures], side="right")
    apart = (np.searchsorted(begins, opening, side="right")[None, :] != home[:, None]).astype(np.float32)
    at = np.broadcast_to(opening, (len(figures), len(targets)))
    tags = reading.model.layout.pairing("figure").tags
    scores = reading.model.scores("figure", reading.numbers, figures, at, apart)
    return np.stack([scores[:, tags.index(name)] for name in names])
