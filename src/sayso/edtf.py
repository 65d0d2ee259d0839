"""Dates as intervals: the part of EDTF (ISO 8601-2, levels 0 and 1) that news needs.

What is read and written: ``2010``, ``2010-09``, ``2010-09-17``, a day with a time of day (the time is dropped),
unknown digits ``XXXX-03-17``, ``2010-09-XX``, ``201X``; seasons ``2010-21`` (spring) to ``2010-24`` (winter),
quarters ``2010-33`` to ``2010-36`` and halves ``2010-40``, ``2010-41``; the marks ``?`` (uncertain), ``~``
(approximate) and ``%`` (both) at the end of a date; intervals ``a/b``, open (``..``) or unknown (nothing) at either
end. The empty string is "not stated". Seasons are those of the northern hemisphere, by whole months; winter runs
into the next year.

A date without its year (``XXXX-03-17``) has no bounds, but can still be compared with one that has a year.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from sayso.errors import UsageError
from sayso.records import Record

_TIME = r"(?:T\d{2}(?::\d{2}){0,2}(?:Z|[+-]\d{2}:?\d{2})?)?"
_DATE = re.compile(rf"([\dX]{{4}})(?:-([\dX]{{2}})(?:-([\dX]{{2}}))?)?{_TIME}([?~%]?)", re.ASCII)
_GROUPS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3), 40: (1, 6), 41: (7, 6),
}  # fmt: skip
"""Sub-year groupings: first month and number of months."""


class Date(Record, frozen=True, kw_only=True):
    """One date: digits as written (``X`` for unknown), and how sure it is."""

    year: str
    month: str = ""
    """``01`` to ``12``, a grouping (``21`` to ``41``), or with ``X``; empty if the date is a year."""
    day: str = ""
    mark: str = ""
    """``?``, ``~``, ``%`` or nothing."""

    def __str__(self) -> str:
        return "-".join(part for part in (self.year, self.month, self.day) if part) + self.mark


class Interval(Record, frozen=True, kw_only=True):
    """Two dates. ``None`` with ``open`` set means no limit, without it not known."""

    start: Date | None = None
    end: Date | None = None
    open_start: bool = False
    open_end: bool = False

    def __str__(self) -> str:
        left = str(self.start) if self.start else ".." if self.open_start else ""
        right = str(self.end) if self.end else ".." if self.open_end else ""
        return f"{left}/{right}"


def _date(text: str, whole: str) -> Date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise UsageError(f"{whole!r} is not an EDTF date. Write it as 2010-09-17, 2010-09, XXXX-03-17 or 2010/2011.")
    year, month, day, mark = match.groups(default="")
    made = Date(year=year, month=month, day=day, mark=mark)
    if "X" not in month and month and not (1 <= int(month) <= 12 or (int(month) in _GROUPS and not day)):
        raise UsageError(f"{whole!r} has no month {month}. Write 01 to 12, or 21 to 24 for a season.")
    if day and "X" not in day:
        length = _month_length(int(year) if year.isdigit() else 2000, int(month)) if month.isdigit() else 31
        if not 1 <= int(day) <= length:
            raise UsageError(f"{whole!r} has no day {day}. Write a day that the month has.")
    return made


@lru_cache(maxsize=4096)
def parse(text: str) -> Date | Interval:
    """Read an EDTF date or interval. Raises UsageError (a ValueError) naming what is wrong with it."""
    left, slash, right = text.partition("/")
    if not slash:
        return _date(text, text)
    return Interval(
        start=_date(left, text) if left not in ("", "..") else None,
        end=_date(right, text) if right not in ("", "..") else None,
        open_start=left == "..",
        open_end=right == "..",
    )


def is_edtf(text: str) -> bool:
    """Whether ``text`` is a date or interval that ``parse`` reads. The empty string is not."""
    try:
        parse(text)
    except UsageError:
        return False
    return True


def interval(start: str, end: str) -> str:
    """One EDTF string out of two columns: the date itself where both are the same, else ``start/end``."""
    return start if start == end else f"{start}/{end}"


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1) if year < 9999 or month < 12 else date(9999, 12, 31)
    return (following - timedelta(days=1)).day if following.day == 1 else 31


def _first_last(item: Date, year: int | None = None) -> tuple[date, date] | None:
    """First and last day of a date, reading its year as ``year`` where that is given. None if they are not known."""
    if year is None and "X" in item.year:
        prefix = item.year.rstrip("X")
        if not prefix or "X" in prefix or item.month:
            return None
        low, high = int(prefix.ljust(4, "0")), int(prefix.ljust(4, "9"))
        return date(max(low, 1), 1, 1), date(high, 12, 31)
    of_year = year if year is not None else int(item.year)
    if not 1 <= of_year <= 9998:
        return None
    if not item.month or "X" in item.month:
        # A day of an unknown month lies somewhere in the year.
        return date(of_year, 1, 1), date(of_year, 12, 31)
    month = int(item.month)
    if month in _GROUPS:
        first, count = _GROUPS[month]
        last = first + count - 1
        end_year, end_month = of_year + (last - 1) // 12, (last - 1) % 12 + 1
        return date(of_year, first, 1), date(end_year, end_month, _month_length(end_year, end_month))
    length = _month_length(of_year, month)
    if not item.day or "X" in item.day:
        return date(of_year, month, 1), date(of_year, month, length)
    day = min(int(item.day), length)
    return date(of_year, month, day), date(of_year, month, day)


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last day that ``edtf`` can mean; ``None`` where there is no limit or it is not known.

    ``2010-09`` gives 1 and 30 September; ``XXXX-03-17`` and the empty string give ``(None, None)``.
    Marks of doubt do not widen the bounds. Raises UsageError for what is not EDTF.
    """
    if not edtf:
        return None, None
    item = parse(edtf)
    if isinstance(item, Date):
        return _first_last(item) or (None, None)
    start = _first_last(item.start) if item.start else None
    end = _first_last(item.end) if item.end else None
    return start[0] if start else None, end[1] if end else None


def has_year(edtf: str) -> bool:
    """Whether at least one end of ``edtf`` lies in a known year (or decade)."""
    return any(bounds(edtf))


def _yearless(edtf: str) -> Date | None:
    """The date, if it gives a month (and day) without a year."""
    if not edtf.startswith("XXXX-") or "/" in edtf:
        return None
    item = parse(edtf)
    return item if isinstance(item, Date) and item.month.isdigit() else None


def _candidates(item: Date, low: date, high: date) -> list[tuple[date, date]]:
    """The yearless date in the years around an interval."""
    years = {low.year - 1, low.year, low.year + 1, high.year - 1, high.year, high.year + 1}
    return [found for year in sorted(years) if (found := _first_last(item, year)) is not None]


def days_between(a: str, b: str) -> int | None:
    """Fewest days that can lie between two dates: 0 where they overlap, 1 for neighbouring days.

    A date without a year is read in the year that brings it nearest. None where either is not stated or not known.
    """
    partial_a, partial_b = _yearless(a) if a else None, _yearless(b) if b else None
    if partial_a and partial_b:
        one, other = _first_last(partial_a, 2000), _first_last(partial_b, 2000)
        if one is None or other is None:
            return None
        gap = _gap(*one, *other)
        return min(gap, 366 - gap) if gap else 0
    if partial_a or partial_b:
        partial, known = (partial_a, b) if partial_a else (partial_b, a)
        low, high = bounds(known)
        if partial is None or low is None or high is None:
            return None
        return min(_gap(first, last, low, high) for first, last in _candidates(partial, low, high))
    a_low, a_high = bounds(a)
    b_low, b_high = bounds(b)
    if (a_low is None and a_high is None) or (b_low is None and b_high is None):
        return None
    return _gap(a_low or date.min, a_high or date.max, b_low or date.min, b_high or date.max)


def _gap(a_low: date, a_high: date, b_low: date, b_high: date) -> int:
    return max((b_low - a_high).days, (a_low - b_high).days, 0)


def overlaps(a: str, b: str) -> bool | None:
    """Whether two dates can be the same time; None where either is not stated or not known."""
    gap = days_between(a, b)
    return None if gap is None else gap == 0


def order_key(edtf: str) -> tuple[str, str, str]:
    """Sort key: first day, last day, text. What has no year follows what has one, in calendar order."""
    low, high = bounds(edtf)
    if low is None and high is None:
        return "~" + edtf if edtf else "~~", "", edtf
    first = (low or date.min).isoformat()
    return first, (high or date.max).isoformat(), edtf


def day(value: date) -> str:
    """EDTF of one day."""
    return value.isoformat()
