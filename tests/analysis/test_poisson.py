"""The Poisson interval against its own definition."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analysis import poisson_interval


def at_most(count: int, mean: float) -> float:
    """Probability of a count of at most ``count``, term by term."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


@given(st.integers(1, 400), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_the_ends_leave_half_of_the_rest_on_each_side(count: int, level: float) -> None:
    low, high = poisson_interval(count, level)
    assert 1 - at_most(count - 1, low) == pytest.approx((1 - level) / 2, abs=1e-9)
    assert at_most(count, high) == pytest.approx((1 - level) / 2, abs=1e-9)


def test_none_seen_leaves_up_to_minus_the_log_of_the_tail() -> None:
    assert poisson_interval(0) == pytest.approx((0.0, -math.log(0.025)))


def test_large_counts_come_near_the_square_root() -> None:
    low, high = poisson_interval(1_000_000)
    assert low == pytest.approx(1_000_000 - 1960, rel=1e-5)
    assert high == pytest.approx(1_000_000 + 1960, rel=1e-5)


@pytest.mark.parametrize(("count", "level"), [(-1, 0.95), (1, 0.0), (1, 1.0)])
def test_nonsense_is_refused(count: int, level: float) -> None:
    with pytest.raises(ValueError, match=str(count)):
        poisson_interval(count, level)
