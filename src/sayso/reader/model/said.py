"""An attribution as the model has it: a cue with what is linked to it, in tokens."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

import numpy as np
from numpy.typing import NDArray

from sayso.records import Record

Phrase = tuple[int, int]
"""First and one past last token."""


class Said(Record, frozen=True, kw_only=True):
    """A cue with its sources, contents and side words, in tokens."""

    cue: Phrase
    cue_log: float
    """Log probability of the cue's tags."""
    sources: tuple[tuple[int, int, float], ...]
    """(first, last, log probability)."""
    contents: tuple[tuple[int, int, float], ...]
    sides: NDArray[np.float32]
    """Scores of addressee, carrier, said, hedge (4 x tokens of the reach)."""
    first: int
    """First token of the reach."""

    def replaced(self, **changes: object) -> Said:
        """The same with other fields."""
        return Said(**{**{f: getattr(self, f) for f in self.__struct_fields__}, **changes})

    @staticmethod
    def least_sure(parts: Sequence[tuple[int, int, float]]) -> float:
        """Probability of the least certain of some stretches; 1 where there are none."""
        return exp(min((log for _, _, log in parts), default=0.0))
