"""How often rare classes are gone through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def times(labels: Sequence[str]) -> dict[str, int]:
    """How often in a round the sentences of each class are gone through: the root of how much rarer it is, rounded."""
    counts = Counter(labels)
    most = max(counts.values())
    return {label: max(1, round((most / n) ** 0.5)) for label, n in counts.items()}
