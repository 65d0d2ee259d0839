"""Scores between anchors and tokens, in numpy: the same sums as the network's own in training."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def bucket_of(distance: NDArray[np.int64], edges: tuple[int, ...]) -> NDArray[np.int64]:
    """Bucket of a signed distance in tokens: 0 for none, then those after the anchor, then those before it."""
    steps = np.searchsorted(np.asarray(edges), np.abs(distance), side="left").astype(np.int64)
    return np.where(distance >= 0, steps, steps + len(edges))
