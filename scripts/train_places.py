"""Fit the weights of the ranker of places and write src/sayso/tables/place_weights.csv.

    SAYSO_DATA=... python scripts/train_places.py

Trains on the documents of GeoWebNews and LGL that are not for development (odd SHA-1), gold mentions: a softmax over
each name's candidates, first alone, then with the support of the story's other places. Deterministic; about a minute.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.data import Data, is_dev
from benchmarks.places import Document, load, mentions_of

from sayso.reader.segment import segment
from sayso.resolve.gazetteer import Gazetteer
from sayso.resolve.places.rank import OWN, SHARED, Field
from sayso.resolve.places.resolve import gather

TARGET = Path(__file__).resolve().parent.parent / "src" / "sayso" / "tables" / "place_weights.csv"
DECAY = 0.0004
BY_HAND = {"added": 3.0, "dateline": 1.5}
"""Features that the training data do not have: places of users' tables, stories with a dateline."""
Array = npt.NDArray[np.float64]


class Sample:
    """One document: its field of candidates, and of each answerable name the gold's row and how often it is named."""

    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        tokens, sentences = segment(document.story)
        gathered, _ = gather(document.story, tokens, sentences, mentions_of(document), gazetteer)
        self.field = Field(gathered.groups, gathered.said)
        self.answers: list[tuple[int, int, int, float]] = []
        for group, (start, end) in zip(gathered.groups, self.field.bounds, strict=True):
            for row in range(start, end):
                place = self.field.candidates[row].place_id
                count = sum(f"gn:{document.golds[i].geonames_id}" == place for i in group.mentions)
                if count:
                    # A name repeated in a story is one decision more than it is many.
                    self.answers.append((start, end, row, count**0.5))


def fit(features: list[Array], samples: list[Sample]) -> Array:
    """Weights by gradient descent (Adam) on the log-likelihood of the gold candidates."""
    width = features[0].shape[1]
    weights, mean, square = np.zeros(width), np.zeros(width), np.zeros(width)
    total = sum(w for s in samples for *_, w in s.answers)
    for step in range(1, 601):
        gradient = DECAY * weights
        for matrix, sample in zip(features, samples, strict=True):
            scores = matrix @ weights
            for start, end, row, weight in sample.answers:
                part = np.exp(scores[start:end] - scores[start:end].max())
                gradient += weight / total * (part / part.sum() @ matrix[start:end] - matrix[row])
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def main() -> None:
    data, gazetteer = Data("places"), Gazetteer.default()
    documents = [d for which in ("gwn", "lgl") for d in load(data, which) if not is_dev(d.name)]
    samples = [s for d in documents if (s := Sample(d, gazetteer)).answers]
    first = fit([s.field.own for s in samples], samples)
    second = fit([np.column_stack((s.field.own, s.field.shared(s.field.own @ first))) for s in samples], samples)
    for name, weight in BY_HAND.items():
        first[OWN.index(name)] = weight
        second[OWN.index(name)] = weight / 2
    lines = [
        "# Weights of the ranker of places, by pass and feature (sayso.resolve.places.rank). Made by",
        "# scripts/train_places.py from the odd-SHA-1 documents of GeoWebNews and LGL; figures only, no text.",
        "pass,feature,weight",
    ]
    lines += [f"1,{name},{weight:.4f}" for name, weight in zip(OWN, first, strict=True)]
    lines += [f"2,{name},{weight:.4f}" for name, weight in zip(OWN + SHARED, second, strict=True)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(samples)} documents, {sum(len(s.answers) for s in samples)} names")


if __name__ == "__main__":
    main()
