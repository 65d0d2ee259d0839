"""The best lay of spans over tokens: begin, inside, end and single kept in order, many sequences at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NEVER = np.float32(-1e9)


def log_softmax(rows: Floats) -> Floats:
    """Logs of probabilities over the last axis."""
    shifted = rows - rows.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def best_spans(
    scores: Floats, lengths: NDArray[np.int64], *, more: float = 0.0
) -> list[list[tuple[int, int, int, float]]]:
    """Spans (first, last, kind, log probability) of each sequence, in text order, none overlapping.

    ``scores`` (sequences x tokens x 1 + 4 * kinds) are logits: "O", then B, I, E, S of each kind. ``more`` is added to
    the scores of beginning a span: above 0 finds more of them. The log probability is the sum of the logs of the
    tags of the span's two ends; the tags between follow from them.
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
    begin = np.where(beyond[..., None], NEVER, begin + np.float32(more))
    single = np.where(beyond[..., None], NEVER, single + np.float32(more))
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
