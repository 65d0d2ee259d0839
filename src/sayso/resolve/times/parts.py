"""Periods, and parts of them ("early", "late", "the end of")."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sayso import edtf
from sayso.vocabulary import DatePrecision


class Period(NamedTuple):
    """An interval as EDTF ends, its TIMEX3 value, precision, and what it was inferred from (empty if from words)."""

    start: str
    end: str
    timex: str
    precision: DatePrecision | str
    reason: str


_SHARES = {
    "early": (0, 1 / 3), "mid": (1 / 3, 2 / 3), "late": (2 / 3, 1), "start": (0, 1 / 4), "end": (3 / 4, 1),
}  # fmt: skip
"""What share of a period a modifier covers. Conventions: English does not say; so the ends are marked approximate."""
_FINER: dict[DatePrecision | str, DatePrecision] = {
    DatePrecision.DECADE: DatePrecision.YEAR,
    DatePrecision.YEAR: DatePrecision.SEASON,
    DatePrecision.SEASON: DatePrecision.MONTH,
    DatePrecision.MONTH: DatePrecision.WEEK,
}


def day_period(day: date, reason: str) -> Period:
    """One day."""
    text = day.isoformat()
    return Period(text, text, text, DatePrecision.DAY, reason)


def month_period(year: int, month: int, reason: str) -> Period:
    """One month; months past the end of the year run on into the next."""
    index = year * 12 + month - 1
    text = f"{index // 12:04d}-{index % 12 + 1:02d}"
    return Period(text, text, text, DatePrecision.MONTH, reason)


def year_period(year: int, reason: str) -> Period:
    """One year."""
    text = f"{year:04d}"
    return Period(text, text, text, DatePrecision.YEAR, reason)


def span_period(first: date, last: date, precision: DatePrecision, timex: str, reason: str) -> Period:
    """Days from ``first`` to ``last``."""
    return Period(first.isoformat(), last.isoformat(), timex, precision, reason)


def _written(day: date, precision: DatePrecision | str, mark: str) -> str:
    """A day at the fineness at which parts of a period of this precision are known."""
    text = day.isoformat()
    if precision == DatePrecision.DECADE:
        return text[:4] + mark
    if precision in (DatePrecision.YEAR, DatePrecision.SEASON):
        return text[:7] + mark
    return text + mark


def part_of(period: Period, mod: str, reference: str) -> Period:
    """The part of a period that a modifier names. A period without a year stays as it is, and so does a day."""
    low, _ = edtf.bounds(period.start)
    _, high = edtf.bounds(period.end)
    if low is None or high is None or low == high:
        return period
    if mod in ("earlier", "later"):
        now, until = edtf.bounds(reference)
        if now is None or now != until or not low <= now <= high:
            return period
        first, last = (low, now) if mod == "earlier" else (now, high)
        start = first.isoformat() if mod == "later" else period.start
        end = last.isoformat() if mod == "earlier" else period.end
        return Period(start, end, period.timex, period.precision, period.reason)
    begin, finish = _SHARES[mod]
    days = (high - low).days + 1
    first = low + timedelta(days=round(days * begin))
    last = low + timedelta(days=round(days * finish) - 1)
    if period.precision in (DatePrecision.YEAR, DatePrecision.SEASON):
        # Whole months: the third of a year is four of them.
        first = (first + timedelta(days=7)).replace(day=1) if begin else first
        last = last - timedelta(days=7) if finish < 1 else last
    finer = _FINER.get(period.precision, period.precision)
    return Period(
        _written(first, period.precision, "~"),
        _written(last, period.precision, "~"),
        period.timex,
        finer,
        period.reason,
    )
