"""Exact interval of a Poisson mean (Garwood 1936), in plain Python.

The ends are the means for which a count as extreme as the one seen has probability (1 - level) / 2. They are found
by halving, with the regularised incomplete gamma function: P(X >= k; m) is gamma(k, m).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache


def gamma_lower(a: float, x: float) -> float:
    """Regularised lower incomplete gamma function, for a > 0 and x >= 0: by its series, or the fraction of the rest."""
    if x <= 0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1.0 / a
        step = a
        while abs(term) > abs(total) * 1e-15:
            step += 1
            term *= x / step
            total += term
        return front * total
    # Lentz's way of working out the continued fraction.
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    h = d
    for i in range(1, 1_000_000):
        an = -i * (i - a)
        b += 2
        d = an * d + b
        d = 1 / (d if abs(d) > tiny else tiny)
        c = b + an / c
        c = c if abs(c) > tiny else tiny
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return 1 - front * h


def _where(rises: Callable[[float], float], to: float, low: float, high: float) -> float:
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rises(middle) < to:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@lru_cache(maxsize=4096)
def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """The means that a count seen once leaves possible at this level: lower and upper end.

    Raises ValueError for a negative count or a level outside 0 to 1.
    """
    if count < 0 or not 0 < level < 1:
        raise ValueError(f"count {count}, level {level}: give a count of 0 or more and a level between 0 and 1")
    tail = (1 - level) / 2
    top = count + 20 * math.sqrt(count + 1) + 20
    low = 0.0 if count == 0 else _where(lambda mean: gamma_lower(count, mean), tail, 0.0, float(count))
    high = _where(lambda mean: gamma_lower(count + 1, mean), 1 - tail, float(count), top)
    return low, high
