"""Calendar dates: patterns with and without their year, weekdays, days of the month."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from sayso import edtf
from sayso.resolve.times.forms import Anchor, Form, single_day
from sayso.resolve.times.parts import Period, day_period
from sayso.tables import load_rows
from sayso.vocabulary import DatePrecision


@cache
def groups() -> dict[str, tuple[int, int]]:
    return {row["value"]: (int(row["first"]), int(row["months"])) for row in load_rows("time_seasons.csv")}


def pattern_period(text: str, reason: str) -> Period:
    """A pattern with its year known, or none of it inferred."""
    year, _, rest = text.partition("-")
    if rest in groups() and "X" not in year:
        first, count = groups()[rest]
        start = date(int(year), first, 1)
        last = first + count - 2
        end = f"{int(year) + last // 12:04d}-{last % 12 + 1:02d}"
        return Period(start.isoformat()[:7], end, text, DatePrecision.SEASON, reason)
    if rest in groups():
        return Period("", "", text, DatePrecision.SEASON, reason)
    if rest:
        precision = DatePrecision.DAY if rest.count("-") == 1 else DatePrecision.MONTH
        if not edtf.is_edtf(text):
            return Period("", "", text, precision, reason)
        return Period(text, text, text, precision, reason)
    if year.endswith("XX"):
        return Period(year[:2] + "00", year[:2] + "99", year[:2], DatePrecision.UNKNOWN, reason)
    if year.endswith("X"):
        return Period(year[:3] + "0", year[:3] + "9", year[:3], DatePrecision.DECADE, reason)
    return Period(text, text, text, DatePrecision.YEAR, reason)


_LONG_PAST, _SOON = 270, 92
"""Days. News without a tense ("the March 17 raid") looks back, unless the date is long past and soon comes again."""


def date_period(form: Form, anchor: Anchor, owner: Period | None) -> Period:
    """A "date" form; ``owner`` is the period that its "of" names."""
    pattern = form.args[0]
    if not pattern.startswith("XXXX"):
        return pattern_period(pattern, "")
    base, name = anchor.base(form.keys.get("ref", ""))
    if form.of and "-WXX-" not in pattern:
        if owner is None or not owner.start.isdigit():
            return pattern_period(pattern, "")
        return pattern_period(owner.start + pattern[4:], owner.reason)
    if "-WXX-" in pattern:
        return _weekday(int(pattern[-1]), form, anchor, owner)
    if pattern.startswith("XXXX-XX-"):
        return _day_of_month(pattern[-2:], anchor)
    low, high = edtf.bounds(base)
    if low is None or high is None:
        return pattern_period(pattern, "")
    way = form.keys.get("dir", "")
    years = range(low.year - 8, high.year + 9)
    options = []
    for year in years:
        candidate = pattern_period(f"{year:04d}{pattern[4:]}", f"by {base}, {name}")
        first, _ = edtf.bounds(candidate.start)
        _, last = edtf.bounds(candidate.end)
        if first is not None and last is not None:
            options.append((first, last, candidate))
    past = [option for option in options if option[0] <= high]
    future = [option for option in options if option[1] >= low]
    if way == "last":
        month_start = low.replace(day=1) if pattern.count("-") == 1 else low
        past = [option for option in past if option[1] < month_start]
    elif way == "next":
        future = [option for option in future if option[0] > high]
    if way == "this":
        chosen = [option for option in options if option[2].start.startswith(f"{low.year:04d}")][:1]
    elif way == "last" or (way != "next" and anchor.tense == "past"):
        chosen = past[-1:]
    elif way == "next" or anchor.tense == "future":
        chosen = future[:1]
    else:
        chosen = past[-1:]
        if past and future and (low - past[-1][1]).days > _LONG_PAST and (future[0][0] - high).days < _SOON:
            chosen = future[:1]
    return chosen[0][2] if chosen else pattern_period(pattern, "")


def _weekday(number: int, form: Form, anchor: Anchor, owner: Period | None) -> Period:
    base, name = anchor.base(form.keys.get("ref", ""))
    unknown = Period("", "", f"XXXX-WXX-{number}", DatePrecision.DAY, "")
    if form.of:
        low, _ = edtf.bounds(owner.start) if owner is not None else (None, None)
        if owner is None or low is None:
            return unknown
        return day_period(low + timedelta(days=number - 1), owner.reason)
    day = single_day(base)
    if day is None:
        return unknown
    back = (day.isoweekday() - number) % 7
    way = form.keys.get("dir", "")
    if way == "this":
        return day_period(day - timedelta(days=day.isoweekday() - number), f"in the week of {base}, {name}")
    if way == "last":
        return day_period(day - timedelta(days=back or 7), f"before {base}, {name}")
    if way == "next":
        return day_period(day + timedelta(days=(7 - back) or 7), f"after {base}, {name}")
    if anchor.tense == "future":
        return day_period(day + timedelta(days=(7 - back) % 7), f"on or after {base}, {name}; of what is to come")
    # The weekday of publication itself is that day: dailies and agencies write "on Friday" on Friday.
    return day_period(day - timedelta(days=back), f"on or before {base}, {name}")


def _day_of_month(day: str, anchor: Anchor) -> Period:
    base, name = anchor.base("last")
    low, high = edtf.bounds(base)
    if low is None or high is None or (low.year, low.month) != (high.year, high.month):
        month = edtf.parse(base) if base.startswith("XXXX-") and "/" not in base else None
        if isinstance(month, edtf.Date) and month.month.isdigit():
            return pattern_period(f"XXXX-{month.month}-{day}", f"in the month of {base}, {name}")
        return Period("", "", f"XXXX-XX-{day}", DatePrecision.DAY, "")
    year, number = low.year, low.month
    if low == high and int(day) > low.day and anchor.tense == "past" and base == anchor.reference:
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return pattern_period(f"{year:04d}-{number:02d}-{day}", f"in the month of {base}, {name}")
