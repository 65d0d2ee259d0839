"""A model's reading with chosen logits: what it "says" of made-up sentences is written down in the test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.reader.marks import Sentence, Token
from sayso.reader.model import ModelReading
from sayso.reader.model.layout import make_layout
from sayso.reader.model.session import Floats, Model, Numbers

SURE = 6.0


class FakeModel(Model):
    """Links are looked up in a table instead of being computed; what is not in it scores ``-SURE``."""

    def __init__(self) -> None:
        self.layout = make_layout()
        # Weights of the tests' own, so that a change of the released ones is no change of what is tested.
        self.settings: dict[str, Any] = {
            "events": {
                "ruled_least": 0.25, "model_least": 0.2, "type": 3.0, "mode": 3.0, "status": 2.0, "grain": 3.0,
                "part": 3.0, "part_least": -2.0, "same": 4.0, "same_least": -2.0, "what": 3.0, "who": 3.0,
                "basis": 1.0, "tie": 3.0, "tie_least": -3.0,
            }
        }  # fmt: skip
        self.links_said: dict[tuple[str, int, str, int], float] = {}

    def scores(
        self, kind: str, numbers: Numbers, spans: Sequence[tuple[int, int]], at: NDArray[np.int64], apart: Floats
    ) -> Floats:
        """Scores by (kind, first token of the anchor, tag, token)."""
        tags = self.layout.pairing(kind).tags
        found = np.full((len(spans), len(tags), at.shape[1]), -SURE, dtype=np.float32)
        for n, (first, _) in enumerate(spans):
            for t, tag in enumerate(tags):
                for k, token in enumerate(at[n].tolist()):
                    found[n, t, k] = self.links_said.get((kind, first, tag, token), -SURE)
        return found


class FakeReading:
    """Collects what the model says of a text, in the text's own words."""

    def __init__(self, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> None:
        self.tokens, self.sentences = tokens, sentences
        self.model = FakeModel()
        self.logits = np.zeros((len(tokens), self.model.layout.width), dtype=np.float32)
        for layer in self.model.layout.layers:
            if layer.scheme == "bioes":
                self.logits[:, layer.start] = SURE

    def find(self, words: str, after: int = 0) -> tuple[int, int]:
        """Tokens of the first place from token ``after`` on where these words stand."""
        wanted = words.split()
        for i in range(after, len(self.tokens)):
            if [t.text for t in self.tokens[i : i + len(wanted)]] == wanted:
                return i, i + len(wanted)
        raise AssertionError(f"{words!r} is not in the text")

    def mark(self, layer: str, at: tuple[int, int], logit: float = 2 * SURE) -> None:
        """Make a span of a layer; ``logit`` beside ``SURE`` for "O"."""
        a, b = at
        start = self.model.layout.layer(layer).start
        tags = ["S"] if b - a == 1 else ["B", *["I"] * (b - a - 2), "E"]
        for i, tag in zip(range(a, b), tags, strict=True):
            self.logits[i, start + 1 + "BIES".index(tag)] = logit

    def classify(self, layer: str, at: tuple[int, int], label: str, logit: float = SURE) -> None:
        """Make a class of a span likely."""
        found = self.model.layout.layer(layer)
        self.logits[at[0] : at[1], found.start + found.labels.index(label)] = logit

    def trigger(
        self, words: str, type: str, mode: str = "", status: str = "happened", grain: str = "single", *, after: int = 0,
        logit: float = 2 * SURE,
    ) -> tuple[int, int]:  # fmt: skip
        """Make a trigger with its classes."""
        at = self.find(words, after)
        self.mark("trigger", at, logit)
        labels = {"type": type, "mode": f"{type}/{mode}" if mode else "", "status": status, "grain": grain}
        for layer, label in labels.items():
            self.classify(layer, at, label)
        return at

    def link(self, kind: str, anchor: tuple[int, int], tag: str, to: tuple[int, int], logit: float = SURE) -> None:
        """Tie words to an anchor."""
        for token in range(*to):
            self.model.links_said[(kind, anchor[0], tag, token)] = logit

    def made(self) -> ModelReading:
        """The reading."""
        nothing = np.zeros((len(self.tokens), 3 * self.model.layout.dimension), dtype=np.float32)
        return ModelReading(
            model=self.model, numbers=Numbers(logits=self.logits, anchors=nothing, targets=nothing)
        )
