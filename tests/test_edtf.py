"""EDTF: reading, bounds, overlap, distance, order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import edtf
from sayso.errors import SaysoError

BOUNDS: list[tuple[str, str, str]] = [
    ("2010-09-17", "2010-09-17", "2010-09-17"),
    ("2010-09", "2010-09-01", "2010-09-30"),
    ("2012-02", "2012-02-01", "2012-02-29"),
    ("2010", "2010-01-01", "2010-12-31"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("19XX", "1900-01-01", "1999-12-31"),
    ("2010-09-XX", "2010-09-01", "2010-09-30"),
    ("2010-XX-XX", "2010-01-01", "2010-12-31"),
    ("2010-09-XX?", "2010-09-01", "2010-09-30"),
    ("2010-09-17~", "2010-09-17", "2010-09-17"),
    ("2010-22", "2010-06-01", "2010-08-31"),
    ("2010-24", "2010-12-01", "2011-02-28"),
    ("2010-35", "2010-07-01", "2010-09-30"),
    ("2010-41", "2010-07-01", "2010-12-31"),
    ("2010-09-17T05:44", "2010-09-17", "2010-09-17"),
    ("2010-09-17T05:44:10Z", "2010-09-17", "2010-09-17"),
    ("2010-01-23/2010-02-21", "2010-01-23", "2010-02-21"),
    ("2010-01/2010-02", "2010-01-01", "2010-02-28"),
    ("2010-01/..", "2010-01-01", ""),
    ("/2010-01", "", "2010-01-31"),
    ("XXXX-03-17", "", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("text", "low", "high"), BOUNDS)
def test_bounds(text: str, low: str, high: str) -> None:
    found = edtf.bounds(text)
    assert tuple(d.isoformat() if d else "" for d in found) == (low, high)


@pytest.mark.parametrize("text", [row[0] for row in BOUNDS if row[0] and "T" not in row[0]])
def test_format_gives_back_what_was_read(text: str) -> None:
    assert str(edtf.parse(text)) == text


@pytest.mark.parametrize("text", ["2010-13", "2010-02-30", "yesterday", "2010-9-1", "10", "2010//2011", "2010-21-03"])
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"2010|yesterday|10") as caught:
        edtf.parse(text)
    assert isinstance(caught.value, SaysoError)
    assert not edtf.is_edtf(text)


DISTANCES: list[tuple[str, str, int | None]] = [
    ("2010-09-17", "2010-09-17", 0),
    ("2010-09-17", "2010-09-20", 3),
    ("2010-09-20", "2010-09-17", 3),
    ("2010-09", "2010-09-20", 0),
    ("2010-09", "2010-10-02", 2),
    ("2010", "2011", 1),
    ("2010-01/..", "2015", 0),
    ("../2010-01-31", "2010-02-02", 2),
    ("XXXX-03-17", "2011-03-17", 0),
    ("XXXX-03-17", "2011-03-20", 3),
    ("XXXX-12-31", "2011-01-02", 2),
    ("XXXX-03-17", "XXXX-03-19", 2),
    ("XXXX-12-31", "XXXX-01-01", 1),
    ("XXXX-03", "2011-03-20", 0),
    ("XXXX-02-29", "2011-02-28", 0),
    ("", "2011-03-20", None),
    ("XXXX-03-17", "", None),
    ("XXXX-03-17", "2010-01/..", None),
]


@pytest.mark.parametrize(("a", "b", "days"), DISTANCES)
def test_days_between_and_overlaps(a: str, b: str, days: int | None) -> None:
    assert edtf.days_between(a, b) == days
    assert edtf.overlaps(a, b) == (None if days is None else days == 0)


def test_order() -> None:
    shuffled = ["", "XXXX-03-17", "2011", "2010-09-17", "2010-09", "../2009", "XXXX-01-02", "2010-09-01"]
    assert sorted(shuffled, key=edtf.order_key) == [
        "../2009", "2010-09-01", "2010-09", "2010-09-17", "2011", "XXXX-01-02", "XXXX-03-17", "",
    ]  # fmt: skip


def test_interval_of_two_columns() -> None:
    assert edtf.interval("2010", "2010") == "2010"
    assert edtf.interval("2010", "2011") == "2010/2011"


DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(DAYS, DAYS)
def test_distance_is_that_of_the_calendar(a: date, b: date) -> None:
    assert edtf.days_between(edtf.day(a), edtf.day(b)) == abs((a - b).days)


@given(DAYS)
def test_a_day_lies_in_its_month_and_year(a: date) -> None:
    assert edtf.overlaps(edtf.day(a), edtf.day(a)[:7])
    assert edtf.overlaps(edtf.day(a), edtf.day(a)[:4])
    assert not edtf.overlaps(edtf.day(a + timedelta(days=400)), edtf.day(a)[:7])


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_with_our_error(text: str) -> None:
    assert edtf.is_edtf(text) in (True, False)
