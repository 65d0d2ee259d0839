"""The scores that merging is measured by, against worked examples and brute force."""

from __future__ import annotations

from itertools import permutations

import pytest
from benchmarks.coreference import Sums, assign
from hypothesis import given
from hypothesis import strategies as st

KEY = [frozenset("abc"), frozenset("de")]


def scored(response: list[frozenset[str]]) -> Sums:
    sums = Sums()
    sums.add(KEY, response)
    return sums


def test_worked_example() -> None:
    sums = scored([frozenset("ab"), frozenset("cde")])
    assert sums.scores("muc") == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert sums.scores("b3") == pytest.approx((11 / 15, 11 / 15, 11 / 15))
    assert sums.scores("ceafe") == pytest.approx((0.8, 0.8, 0.8))
    assert sums.conll() == pytest.approx((2 / 3 + 11 / 15 + 0.8) / 3)


def test_the_key_itself_scores_one_and_singles_find_no_link() -> None:
    assert scored(list(KEY)).conll() == pytest.approx(1)
    singles = scored([frozenset(m) for m in "abcde"])
    assert singles.scores("muc") == (0, 0, 0)
    assert singles.scores("b3")[:2] == pytest.approx((2 / 5, 1))


def test_mentions_that_one_side_lacks_cost_that_share_only() -> None:
    recall, precision, _ = scored([frozenset("abcx"), frozenset("de")]).scores("b3")
    assert recall == pytest.approx(1)
    assert precision == pytest.approx((9 / 4 + 2) / 6)
    recall, precision, _ = scored([frozenset("abc")]).scores("b3")
    assert (recall, precision) == pytest.approx((3 / 5, 1))


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_the_assignment_is_the_best_one(gains: list[list[int]]) -> None:
    wide = gains if len(gains) <= len(gains[0]) else [list(c) for c in zip(*gains, strict=True)]
    best = max(
        sum(row[c] for row, c in zip(wide, p, strict=False)) for p in permutations(range(len(wide[0])), len(wide))
    )
    assert assign([[float(g) for g in row] for row in gains]) == pytest.approx(best)
