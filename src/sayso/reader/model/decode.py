"""The best lay of spans over tokens: begin, inside, end and single kept in order, many sequences at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.reader.marks import Sentence

Floats = NDArray[np.float32]
NEVER = np.float32(-1e9)


def log_softmax(rows: Floats) -> Floats:
    """Logs of probabilities over the last axis."""
    shifted = rows - rows.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def best_spans(
    scores: Floats, lengths: NDArray[np.int64], *, more: float | Sequence[float] = 0.0
) -> list[list[tuple[int, int, int, float]]]:
    """Spans (first, last, kind, log probability) of each sequence, in text order, none overlapping.

    ``scores`` (sequences x tokens x 1 + 4 * kinds) are logits: "O", then B, I, E, S of each kind. ``more`` is added to
    the scores of beginning a span, of all sequences or of each: above 0 finds more of them. The log probability is the
    sum of the logs of the tags of the span's two ends; the tags between follow from them.
    """
    count, tokens, width = scores.shape
    kinds = (width - 1) // 4
    logs = log_softmax(scores)
    out = logs[:, :, 0]
    tags = logs[:, :, 1:].reshape(count, tokens, kinds, 4)
    begin, inside, end, single = (tags[..., i] for i in range(4))
    place = np.arange(tokens)
    beyond = place[None, :] >= lengths[:, None]
    out = np.where(beyond, np.float32(0.0), out)
    eager = np.broadcast_to(np.asarray(more, dtype=np.float32), (count,))[:, None, None]
    begin = np.where(beyond[..., None], NEVER, begin + eager)
    single = np.where(beyond[..., None], NEVER, single + eager)
    inside, end = (np.where(beyond[..., None], NEVER, a) for a in (inside, end))

    free = np.zeros(count, dtype=np.float32)
    opened = np.full((count, kinds), NEVER, dtype=np.float32)
    how = np.zeros((tokens, count), dtype=np.int16)
    going_on = np.zeros((tokens, count, kinds), dtype=bool)
    rows = np.arange(count)
    choices = np.empty((count, 1 + 2 * kinds), dtype=np.float32)
    for t in range(tokens):
        choices[:, 0] = free + out[:, t]
        choices[:, 1 : 1 + kinds] = free[:, None] + single[:, t]
        choices[:, 1 + kinds :] = opened + end[:, t]
        start, on = free[:, None] + begin[:, t], opened + inside[:, t]
        best = choices.argmax(axis=1)
        how[t] = best
        going_on[t] = on > start
        opened = np.maximum(start, on)
        free = choices[rows, best]

    found: list[list[tuple[int, int, int, float]]] = []
    for n in range(count):
        spans: list[tuple[int, int, int, float]] = []
        t = int(lengths[n]) - 1
        while t >= 0:
            chosen = int(how[t, n])
            if chosen == 0:
                t -= 1
                continue
            if chosen <= kinds:
                kind = chosen - 1
                spans.append((t, t + 1, kind, float(tags[n, t, kind, 3])))
                t -= 1
                continue
            kind = chosen - 1 - kinds
            last = t
            t -= 1
            while t > 0 and going_on[t, n, kind]:
                t -= 1
            spans.append((t, last + 1, kind, float(tags[n, t, kind, 0] + tags[n, last, kind, 2])))
            t -= 1
        found.append(spans[::-1])
    return found


def spans_of_layers(
    rows: Mapping[str, Floats], sentences: Sequence[Sentence], more: Mapping[str, float]
) -> dict[str, list[tuple[int, int, float]]]:
    """Spans (first, last, log probability) of several layers of one kind each; none runs over a block's border.

    ``rows`` are logits (tokens x 5) by the name of the layer, all decoded together; ``more`` as for ``best_spans``, 0
    where a layer is not named.
    """
    blocks: dict[int, tuple[int, int]] = {}
    for s in sentences:
        blocks[s.block] = (blocks.get(s.block, (s.first, 0))[0], s.last)
    cuts = sorted(blocks.values())
    if not cuts:
        return {name: [] for name in rows}
    padded = np.zeros((len(rows) * len(cuts), max(b - a for a, b in cuts), 5), dtype=np.float32)
    for k, of_layer in enumerate(rows.values()):
        for n, (a, b) in enumerate(cuts):
            padded[k * len(cuts) + n, : b - a] = of_layer[a:b]
    lengths = np.asarray([b - a for a, b in cuts] * len(rows), dtype=np.int64)
    eager = [more.get(name, 0.0) for name in rows for _ in cuts]
    found = iter(best_spans(padded, lengths, more=eager))
    return {
        name: [(a + x, a + y, log) for a, _ in cuts for x, y, _, log in next(found)] for name in rows
    }
