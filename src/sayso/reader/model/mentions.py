"""What the model says of mentions: spans and kinds, titles, the words that name speakers, and what they say of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.reader.marks import SPEAKING_SORTS, Attribution, Sentence, Speaking, Token
from sayso.reader.model import ModelReading
from sayso.reader.model.decode import best_spans, log_softmax
from sayso.reader.model.events import means
from sayso.reader.model.session import Floats
from sayso.records import Record
from sayso.vocabulary import MentionKind, Naming

Phrase = tuple[int, int]
"""First token and one past the last."""
KINDS = tuple(MentionKind)
"""Kinds in the order of the columns of kinds."""
_FAINT = 0.02
"""Probability of being in a mention from which a token is asked about."""
_LEAST = 1e-6
"""Least probability of a kind: one token cannot rule it out for a whole name."""


class Named(Record, frozen=True, kw_only=True):
    """Mentions of a story as the model marks them."""

    outer: tuple[Phrase, ...]
    """Mentions that stand in no other, in text order."""
    inner: tuple[Phrase, ...]
    """Mentions inside others, in text order."""
    sources: tuple[Phrase, ...]
    """Words that name a speaker."""
    titles: NDArray[np.bool_]
    """Whether each token is in a title or office."""
    marked: tuple[Floats, Floats]
    """Of each token the probability that it is in an outer mention, and in an inner one."""
    kinds: tuple[Floats, Floats]
    """Of outer and of inner mentions, tokens x ``KINDS``: logs of the probabilities to be in one of that kind."""

    def kind_logs(self, spans: Sequence[Phrase], nested: Sequence[bool]) -> Floats:
        """Logs of the probabilities of the kinds of mentions (spans x ``KINDS``), given that they are mentions."""
        both = [means(rows, spans) for rows in self.kinds]
        return log_softmax(np.where(np.asarray(nested, dtype=bool)[:, None], both[1], both[0]))


def find_named(reading: ModelReading, sentences: Sequence[Sentence], more: float = 0.0) -> Named:
    """Mentions, titles and speakers of a story; none runs over a sentence's end. Above 0, ``more`` finds more."""
    labels = reading.labels("mention")
    order = [labels.index(str(kind)) for kind in KINDS]
    spans, kinds, marked = [], [], []
    for name in ("mention", "inner"):
        rows = reading.rows(name)
        chances = np.exp(log_softmax(rows))
        marked.append(np.asarray(1.0 - chances[:, 0], dtype=np.float32))
        by_kind = chances[:, 1:].reshape(len(rows), -1, 4).sum(axis=2)[:, order]
        kinds.append(np.asarray(np.log(by_kind + _LEAST), dtype=np.float32))
        spans.append(_decoded(rows, _runs(marked[-1] > _FAINT, sentences), more))
    return Named(
        outer=spans[0], inner=spans[1], sources=tuple(_runs(reading.marked("source") > 0.5, sentences)),
        titles=reading.marked("title") > 0.5, marked=(marked[0], marked[1]), kinds=(kinds[0], kinds[1]),
    )  # fmt: skip


def _runs(flags: NDArray[np.bool_], sentences: Sequence[Sentence]) -> list[Phrase]:
    """Unbroken runs of tokens, none over a sentence's end."""
    edges = np.zeros(len(flags) + 1, dtype=bool)
    edges[[s.first for s in sentences]] = True
    at = np.flatnonzero(flags).tolist()
    found: list[Phrase] = []
    for i in at:
        if found and found[-1][1] == i and not edges[i]:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found


def _decoded(rows: Floats, runs: Sequence[Phrase], more: float) -> tuple[Phrase, ...]:
    """Spans inside runs of tokens that may be in one: what lies between is in none and need not be decoded."""
    if not runs:
        return ()
    padded = np.zeros((len(runs), max(b - a for a, b in runs), rows.shape[1]), dtype=np.float32)
    for n, (a, b) in enumerate(runs):
        padded[n, : b - a] = rows[a:b]
    found = best_spans(padded, np.asarray([b - a for a, b in runs], dtype=np.int64), more=more)
    return tuple((a + x, a + y) for (a, _), one in zip(runs, found, strict=True) for x, y, _, _ in one)


def find_speaking(
    reading: ModelReading, tokens: Sequence[Token], attributions: Sequence[Attribution]
) -> tuple[Speaking, ...]:
    """Sort and naming of whoever the source of an attribution names, each source once, in text order."""
    sources = sorted({(s.start, s.end) for a in attributions for s in a.sources})
    starts, ends = [t.start for t in tokens], [t.end for t in tokens]
    spans = [(bisect_right(ends, a), bisect_left(starts, b)) for a, b in sources]
    chances = []
    for name, wanted in (("sort", SPEAKING_SORTS), ("naming", tuple(Naming))):
        labels = reading.labels(name)
        rows = np.exp(log_softmax(means(reading.rows(name), spans)))
        chances.append(rows[:, [labels.index(str(label)) for label in wanted]].tolist())
    return tuple(
        Speaking(start=a, end=b, sorts=tuple(sorts), namings=tuple(namings))
        for (a, b), sorts, namings in zip(sources, *chances, strict=True)
    )
