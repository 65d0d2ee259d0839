"""The committed table of five-fold readings: hashes, labels and numbers, each sentence in the fold its hash names."""

from __future__ import annotations

import csv
import math

import pytest
from benchmarks.events import FOLDS, ROOTS


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FOLDS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_sentences_are_hashes_and_in_their_own_fold(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 1050
    for row in rows:
        assert len(row["sentence"]) == 40
        assert int(row["sentence"], 16) % 5 == int(row["fold"])


def test_numbers_are_a_distribution_and_the_highest_is_predicted(rows: list[dict[str, str]]) -> None:
    for row in rows:
        logs = {root: float(row[root]) for root in ROOTS}
        assert sum(map(math.exp, logs.values())) == pytest.approx(1.0, abs=0.05)
        assert logs[row["predicted"]] == max(logs.values())
        assert row["gold"] in ROOTS
