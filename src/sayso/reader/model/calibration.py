"""Probabilities that mean what they say: the model's own, bent by a curve fitted on text it was not trained on.

``settings["calibration"]`` holds for each kind of answer (``cue``, ``content``, ``trigger``, ...) a weight for each of
its raw log-odds and last a constant; a kind without an entry is passed through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Any

EDGE = 1e-4
"""Nearest that a raw probability comes to 0 or 1: beyond it log-odds say nothing more."""


def log_odds(probability: float) -> float:
    """Log-odds, within what ``EDGE`` allows."""
    held = min(max(probability, EDGE), 1.0 - EDGE)
    return log(held / (1.0 - held))


def sigmoid(value: float) -> float:
    """Probability of log-odds."""
    return 1.0 / (1.0 + exp(-value)) if value >= 0 else exp(value) / (1.0 + exp(value))


def calibrated(settings: Mapping[str, Any], kind: str, raw: Sequence[float]) -> float:
    """Probability that an answer of this kind is right, from the model's raw probabilities of its parts."""
    weights = settings.get("calibration", {}).get(kind)
    if not weights or len(weights) != len(raw) + 1:
        return min(raw)
    return sigmoid(sum(w * log_odds(p) for w, p in zip(weights, raw, strict=False)) + weights[-1])
