"""Precision, recall and F1 in percent, and the shape of a benchmark's result."""

from __future__ import annotations

from collections.abc import Mapping

Result = Mapping[str, float | int | str]
"""Flat figures; keys beginning with ``anchor_`` are other people's, on the data their text names."""


def f1(right: int, found: int, gold: int) -> float:
    """F1 in percent of ``right`` matches among ``found`` and ``gold``."""
    return round(200.0 * right / (found + gold), 1) if found + gold else 0.0


def percent(part: float, whole: float) -> float:
    """``part`` of ``whole`` in percent."""
    return round(100.0 * part / whole, 1) if whole else 0.0
