"""The trained reader: one small network run once over a story, and the decoding of its numbers."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from sayso.reader.marks import Sentence, Token
from sayso.reader.model.decode import log_softmax
from sayso.reader.model.session import RELEASED, Floats, Model, Numbers, load
from sayso.records import Record

__all__ = ["ModelReading", "read_numbers"]


class ModelReading(Record, frozen=True, kw_only=True):
    """A model and what it says of one story."""

    model: Model
    numbers: Numbers

    def rows(self, layer: str) -> Floats:
        """Logits of a layer (tokens x labels). Raises KeyError."""
        return self.numbers.logits[:, self.model.layout.layer(layer).columns]

    def labels(self, layer: str) -> tuple[str, ...]:
        """Labels of a layer. Raises KeyError."""
        return self.model.layout.layer(layer).labels

    def marked(self, layer: str) -> Floats:
        """Of each token the probability that it lies in a span of a layer of spans. Raises KeyError."""
        return np.asarray(1.0 - np.exp(log_softmax(self.rows(layer))[:, 0]), dtype=np.float32)


def read_numbers(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> ModelReading | None:
    """The model run over a story; ``None`` where no model is installed or named. Raises ModelError for a broken one."""
    if not os.environ.get("SAYSO_MODEL") and not RELEASED.exists():
        return None
    model = load()
    return ModelReading(model=model, numbers=model.read(tokens, sentences))
