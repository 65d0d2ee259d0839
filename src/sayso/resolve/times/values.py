"""From the form of a time expression to an interval: a pure function of the form and what it is anchored to."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from sayso import edtf
from sayso.records import Record
from sayso.resolve.times.parts import Period, day_period, month_period, part_of, span_period, year_period
from sayso.tables import load_rows
from sayso.vocabulary import DateKind, DatePrecision, How


class TimeValue(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A time expression as an interval. Empty strings are not known."""

    date_start: str = ""
    """EDTF of the first day (or month, or year) it can mean."""
    date_end: str = ""
    """EDTF of the last."""
    precision: DatePrecision | str = ""
    kind: DateKind | str = ""
    """Whether something timed by it fell somewhere within, or lasted throughout."""
    time_of_day: str = ""
    """HH:MM, or a TIMEX3 part of day."""
    zone: str = ""
    """``UTC``, an offset, or ``local`` where the text says "local time"; empty if not said."""
    timex: str = ""
    """TIMEX3 value."""
    how: How = How.TEXT
    """``text`` where the words give all of it, ``inferred`` where another date completed them."""
    reason: str = ""
    """What it was read against ("before 2010-09-17, the story's date")."""


class Form(NamedTuple):
    """A parsed form: head word, arguments, keys, and the form it is counted in."""

    head: str
    args: tuple[str, ...]
    keys: dict[str, str]
    of: str


@cache
def parse_form(form: str) -> Form:
    """Parse a form (grammar in ``sayso.reader.times``)."""
    own, _, of = form.partition("; of=")
    core, *pairs = own.split("; ")
    head, _, rest = core.partition(" ")
    args = tuple(rest.split(" / ")) if head == "range" else tuple(rest.split(" "))
    return Form(head, args, dict(pair.split("=", 1) for pair in pairs), of)


@cache
def _groups() -> dict[str, tuple[int, int]]:
    return {row["value"]: (int(row["first"]), int(row["months"])) for row in load_rows("time_seasons.csv")}


def _single_day(text: str) -> date | None:
    low, high = edtf.bounds(text)
    return low if low is not None and low == high else None


class Anchor(NamedTuple):
    """What a form is read against."""

    reference: str
    """EDTF of the story's publication, or nothing."""
    last: str
    """EDTF of the last date named, or nothing."""
    tense: str
    """past, future, or nothing."""

    def base(self, ref: str) -> tuple[str, str]:
        """EDTF that a form with this "ref" counts from, and what to call it."""
        if ref == "last" or (ref == "near" and self.last):
            return (self.last, "the date named before") if self.last else (self.reference, "the story's date")
        return self.reference, "the story's date"


def resolve_expression(form: str, *, reference: str = "", last: str = "", tense: str = "") -> TimeValue | None:
    """The value of a form. None where nothing is known of it, not even a TIMEX3 value.

    ``reference`` is the EDTF date of publication (a day, a month, a year or nothing), ``last`` that of the last date
    named before, ``tense`` the clause's: ``past``, ``future`` or nothing. What they do not settle stays unknown:
    ``date XXXX-03-17`` without a reference is ``XXXX-03-17``, a bare weekday has no dates.
    """
    parsed = parse_form(form)
    anchor = Anchor(reference, last, tense)
    try:
        period = _period(parsed, anchor)
    except (OverflowError, ValueError):
        # "Ten thousand years ago" leaves the calendar.
        return None
    if period is None:
        return None
    # Days that the anchor gives as a month only are known as that month.
    value = _value(parsed, period)
    return _limited(parsed, value, anchor)


def _value(form: Form, period: Period) -> TimeValue:
    time = form.keys.get("time", "")
    zone = form.keys.get("zone", "")
    precision: DatePrecision | str = period.precision
    timex = period.timex
    if time:
        suffix = "Z" if zone == "UTC" and ":" in time else ""
        day = timex if len(timex) == 10 and timex.count("-") == 2 else "XXXX-XX-XX"
        timex = f"{day}T{time}{suffix}"
        if ":" in time and period.precision == DatePrecision.DAY:
            precision = DatePrecision.MINUTE
    kind: DateKind | str = DateKind.WITHIN if period.start or period.end else ""
    if form.head == "span":
        kind = DateKind.THROUGHOUT
    return TimeValue(
        date_start=period.start,
        date_end=period.end,
        precision=precision,
        kind=kind,
        time_of_day=time,
        zone=zone,
        timex=timex,
        how=How.INFERRED if period.reason else How.TEXT,
        reason=period.reason,
    )


def _limited(form: Form, value: TimeValue, anchor: Anchor) -> TimeValue:
    """The interval that "since", "until", "by", "before" and "after" make of a date."""
    rel = form.keys.get("rel")
    if rel is None or not (value.date_start or value.date_end):
        return value
    changed: dict[str, str]
    kind = DateKind.WITHIN
    if rel == "since":
        low, _ = edtf.bounds(value.date_start)
        _, published = edtf.bounds(anchor.reference)
        closed = low is not None and published is not None and low <= published
        changed = {"date_end": anchor.reference if closed else ""}
        kind = DateKind.THROUGHOUT
    elif rel == "until":
        changed = {"date_start": ""}
        kind = DateKind.THROUGHOUT
    elif rel == "by":
        changed = {"date_start": ""}
    elif rel == "before":
        only = _single_day(value.date_end) if value.date_start == value.date_end else None
        changed = {"date_start": "", "date_end": edtf.day(only - timedelta(days=1)) if only else value.date_start}
    else:
        changed = {"date_start": value.date_end, "date_end": ""}
    fields = {
        "precision": value.precision, "time_of_day": value.time_of_day, "zone": value.zone, "timex": value.timex,
        "reason": value.reason, "date_start": value.date_start, "date_end": value.date_end,
    }  # fmt: skip
    return TimeValue(kind=kind, how=value.how, **(fields | changed))


def _period(form: Form, anchor: Anchor) -> Period | None:
    """The period of the core, narrowed by its modifier."""
    match form.head:
        case "date":
            period = _date(form, anchor)
        case "range":
            first, second = (_period(parse_form(arg), anchor) for arg in form.args)
            if first is None or second is None:
                return None
            days = 1 + (d.days if (d := _distance(first.start, second.end)) is not None else 0)
            return Period(first.start, second.end, f"P{days}D", first.precision, first.reason)
        case "unit":
            period = _unit(form, anchor)
        case "shift":
            return _shift(form, anchor)
        case "past" | "coming":
            return _stretch(form, anchor)
        case "span":
            return Period("", "", span_timex(form.args[0], form.args[1]), "", "")
        case "nth":
            return _nth(form, anchor)
        case "same":
            return _same(form, anchor)
        case "set":
            return Period("", "", form.args[0], "", "")
        case "vague":
            return Period("", "", f"{form.args[0].upper()}_REF", "", "")
        case _:
            return None
    mod = form.keys.get("mod")
    if period is None or mod is None:
        return period
    return part_of(period, mod, anchor.reference)


def _distance(a: str, b: str) -> timedelta | None:
    low, _ = edtf.bounds(a)
    _, high = edtf.bounds(b)
    if low is None or high is None:
        gap = edtf.days_between(a, b)
        return None if gap is None else timedelta(days=gap)
    return high - low


def span_timex(value: str, unit: str) -> str:
    """TIMEX3 duration: P3W, PT12H, PXY."""
    low, _, high = value.partition("..")
    value = "X" if high else low
    if unit == "2W":
        value, unit = (f"{float(value) * 2:g}" if value != "X" else "X"), "W"
    if unit in ("DE", "CE") and value != "X":
        value, unit = f"{float(value) * (10 if unit == 'DE' else 100):g}", "Y"
    if unit == "TH" and value == "0.5":
        return "PT30M"
    if unit.startswith("T"):
        return f"PT{value}{unit[1:]}"
    return f"P{value}{unit}"


def _pattern(text: str, reason: str) -> Period:
    """A pattern with its year known, or none of it inferred."""
    year, _, rest = text.partition("-")
    if rest in _groups() and "X" not in year:
        first, count = _groups()[rest]
        start = date(int(year), first, 1)
        last = first + count - 2
        end = f"{int(year) + last // 12:04d}-{last % 12 + 1:02d}"
        return Period(start.isoformat()[:7], end, text, DatePrecision.SEASON, reason)
    if rest in _groups():
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


def _date(form: Form, anchor: Anchor) -> Period | None:
    pattern = form.args[0]
    if not pattern.startswith("XXXX"):
        return _pattern(pattern, "")
    base, name = anchor.base(form.keys.get("ref", ""))
    if form.of and "-WXX-" not in pattern:
        year = _period(parse_form(form.of), anchor)
        known = year is not None and year.start.isdigit()
        return _pattern(year.start + pattern[4:], year.reason) if year is not None and known else _pattern(pattern, "")
    if "-WXX-" in pattern:
        return _weekday(int(pattern[-1]), form, anchor, base, name)
    if pattern.startswith("XXXX-XX-"):
        return _day_of_month(pattern[-2:], anchor)
    low, high = edtf.bounds(base)
    if low is None or high is None:
        return _pattern(pattern, "")
    way = form.keys.get("dir", "")
    years = range(low.year - 8, high.year + 9)
    options = []
    for year in years:
        candidate = _pattern(f"{year:04d}{pattern[4:]}", f"by {base}, {name}")
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
        chosen = sorted(options, key=lambda o: (max((low - o[1]).days, (o[0] - high).days, 0), o[0]))[:1]
    return chosen[0][2] if chosen else _pattern(pattern, "")


def _weekday(number: int, form: Form, anchor: Anchor, base: str, name: str) -> Period:
    unknown = Period("", "", f"XXXX-WXX-{number}", DatePrecision.DAY, "")
    if form.of:
        week = _period(parse_form(form.of), anchor)
        low, _ = edtf.bounds(week.start) if week is not None else (None, None)
        if week is None or low is None:
            return unknown
        return day_period(low + timedelta(days=number - 1), week.reason)
    day = _single_day(base)
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
            return _pattern(f"XXXX-{month.month}-{day}", f"in the month of {base}, {name}")
        return Period("", "", f"XXXX-XX-{day}", DatePrecision.DAY, "")
    year, number = low.year, low.month
    if low == high and int(day) > low.day and anchor.tense == "past" and base == anchor.reference:
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return _pattern(f"{year:04d}-{number:02d}-{day}", f"in the month of {base}, {name}")


def _unit(form: Form, anchor: Anchor) -> Period | None:
    step, unit = int(form.args[0]), form.args[1]
    ref = form.keys.get("ref", "")
    base, name = anchor.base("" if ref == "near" and unit == "WE" else ref)
    low, high = edtf.bounds(base)
    if low is None or high is None:
        return _unit_without_year(step, unit, base, name)
    reason = f"counted from {base}, {name}"
    near = low == high
    if unit in ("D", "TH", "TM"):
        if near:
            return day_period(low + timedelta(days=step if unit == "D" else 0), reason)
        return Period(base, base, "XXXX-XX-XX", "", reason) if "/" not in base and len(base) <= 7 else None
    if unit in ("W", "2W", "WE") and not near:
        return Period(base, base, "XXXX-WXX", "", reason) if "/" not in base and len(base) <= 7 else None
    if unit == "WE":
        return _weekend(step, low, anchor.tense, reason)
    if unit in ("W", "2W"):
        monday = low - timedelta(days=low.weekday()) + timedelta(weeks=step * (2 if unit == "2W" else 1))
        return span_period(monday, monday + timedelta(days=6), DatePrecision.WEEK, _week(monday), reason)
    if unit in ("M", "Q", "H") and (low.year, low.month) != (high.year, high.month) and unit == "M":
        return None
    if unit == "M":
        return month_period(low.year, low.month + step, reason)
    if unit in ("Q", "H"):
        size = 3 if unit == "Q" else 6
        index = low.year * (12 // size) + (low.month - 1) // size + step
        return _pattern(f"{index // (12 // size):04d}-{unit}{index % (12 // size) + 1}", reason)
    if unit == "Y":
        return year_period(low.year + step, reason)
    if unit == "DE":
        return _pattern(f"{low.year // 10 + step:03d}X", reason)
    if unit == "CE":
        return _pattern(f"{low.year // 100 + step:02d}XX", reason)
    return None


def _unit_without_year(step: int, unit: str, base: str, name: str) -> Period | None:
    """A day counted from a date whose year is not known; else only what TIMEX3 can say."""
    item = edtf.parse(base) if base.startswith("XXXX-") and "/" not in base else None
    if unit == "D" and isinstance(item, edtf.Date) and item.day.isdigit() and item.month.isdigit():
        # Read in a year of 365 days: across the end of February this can be a day off, which the mark says.
        moved = date(2001, int(item.month), min(int(item.day), 28 if item.month == "02" else 31)) + timedelta(days=step)
        mark = "~" if (int(item.month) <= 2) != (moved.month <= 2) else ""
        text = f"XXXX-{moved.month:02d}-{moved.day:02d}"
        return Period(text + mark, text + mark, text, DatePrecision.DAY, f"counted from {base}, {name}")
    shape = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Y": "XXXX", "Q": "XXXX-QX"}.get(unit)
    return Period("", "", shape, "", "") if shape else None


def _week(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _weekend(step: int, day: date, tense: str, reason: str) -> Period:
    saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
    inside = day >= saturday
    if step < 0 or (step == 0 and not inside and tense != "future"):
        saturday -= timedelta(weeks=1)
    elif step > 0 and inside:
        saturday += timedelta(weeks=1)
    return span_period(saturday, saturday + timedelta(days=1), DatePrecision.WEEK, _week(saturday) + "-WE", reason)


def _numbers(value: str) -> tuple[float, float] | None:
    """Least and most of a signed number, "X" being neither."""
    sign = -1 if value.startswith("-") else 1
    low, _, high = value.lstrip("-").partition("..")
    if low == "X":
        return None
    a, b = sign * float(low), sign * float(high or low)
    return min(a, b), max(a, b)


def _shift(form: Form, anchor: Anchor) -> Period | None:
    amount, unit = _numbers(form.args[0]), form.args[1]
    back = form.args[0].startswith("-")
    if form.keys.get("ref") == "event":
        return Period("", "", span_timex(form.args[0].lstrip("-"), unit), "", "")
    if form.of:
        inner = _period(parse_form(form.of), anchor)
        base, name = (edtf.interval(inner.start, inner.end), "the date beside it") if inner is not None else ("", "")
    else:
        base, name = anchor.base(form.keys.get("ref", ""))
    if amount is None:
        return Period("", "", "PAST_REF" if back else "FUTURE_REF", "", "")
    low, high = edtf.bounds(base if base != "/" else "")
    reason = f"counted from {base}, {name}"
    days = {"D": 1, "W": 7, "2W": 14}.get(unit)
    if low is None or high is None:
        if days is not None and amount[0] == amount[1]:
            return _unit_without_year(int(amount[0] * days), "D", base, name)
        return Period("", "", "XXXX-XX-XX" if days else "XXXX", "", "")
    if unit.startswith("T"):
        moved = int(amount[0] / 24) if unit == "TH" else 0
        days, amount = 1, (moved, moved)
    if days is not None:
        # "Two weeks ago" is rarely meant to the day.
        slack = 3 if unit in ("W", "2W") else 0
        first = low + timedelta(days=amount[0] * days - slack)
        last = high + timedelta(days=amount[1] * days + slack)
        middle = low + timedelta(days=amount[0] * days)
        if low != high and (high - low).days < 32:
            return Period(first.isoformat()[:7], last.isoformat()[:7], middle.isoformat()[:7], DatePrecision.MONTH, reason)
        precision = DatePrecision.WEEK if slack else DatePrecision.DAY
        return span_period(first, last, precision, middle.isoformat(), reason)
    months = {"M": 1, "Q": 3, "H": 6}.get(unit)
    if months is not None:
        index = low.year * 12 + low.month - 1
        start, end = index + round(amount[0] * months), index + round(amount[1] * months)
        first_month, last_month = month_period(0, start + 1, reason), month_period(0, end + 1, reason)
        return Period(first_month.start, last_month.end, first_month.timex, DatePrecision.MONTH, reason)
    years = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
    if years is None:
        return None
    start, end = low.year + round(amount[0] * years), high.year + round(amount[1] * years)
    if not (1 <= start <= 9999 and 1 <= end <= 9999):
        return None
    precision = DatePrecision.YEAR if unit == "Y" else DatePrecision.DECADE
    return Period(f"{start:04d}", f"{end:04d}", f"{start:04d}", precision, reason)


def _stretch(form: Form, anchor: Anchor) -> Period:
    """The N units up to, or from, the anchor."""
    timex = span_timex(form.args[0], form.args[1])
    amount, unit = _numbers(form.args[0]), form.args[1]
    base, name = anchor.base(form.keys.get("ref", ""))
    day = _single_day(base)
    if amount is None or day is None:
        return Period("", "", timex, "", "")
    days = {"D": 1.0, "W": 7, "2W": 14, "WE": 7, "M": 30.4375, "Q": 91.3, "Y": 365.25, "DE": 3652.5, "CE": 36525}.get(unit)
    length = timedelta(days=round(amount[1] * days)) if days else timedelta(days=1)
    try:
        first, last = (day - length, day) if form.head == "past" else (day, day + length)
    except OverflowError:
        return Period("", "", timex, "", "")
    mark = "" if unit == "D" else "~"
    start = first.isoformat() + (mark if form.head == "past" else "")
    end = last.isoformat() + (mark if form.head == "coming" else "")
    precision = {"D": DatePrecision.DAY, "W": DatePrecision.WEEK, "M": DatePrecision.MONTH}.get(unit, DatePrecision.YEAR)
    return Period(start, end, timex, precision if days else DatePrecision.DAY, f"counted from {base}, {name}")


def _same(form: Form, anchor: Anchor) -> Period | None:
    """ "The same month a year earlier": the month of the date named before, in the year that "of" names."""
    base, name = anchor.base(form.keys.get("ref", ""))
    year = _period(parse_form(form.of), anchor)
    low, high = edtf.bounds(base)
    if year is None or not year.start.isdigit() or low is None or high is None or len(base) < 7:
        return year
    return month_period(int(year.start), low.month, f"counted from {base}, {name}")


def _nth(form: Form, anchor: Anchor) -> Period | None:
    """The Nth unit of the period that "of" names; -1 is the last."""
    number, unit = int(form.args[0]), form.args[1]
    owner = _period(parse_form(form.of), anchor)
    if owner is None:
        return None
    low, _ = edtf.bounds(owner.start)
    _, high = edtf.bounds(owner.end)
    if low is None or high is None:
        return Period("", "", f"XXXX-{unit}{number}" if unit in ("Q", "H") else "XXXX-XX", "", owner.reason)
    if unit in ("Q", "H"):
        count = 4 if unit == "Q" else 2
        return _pattern(f"{low.year:04d}-{unit}{number if number > 0 else count}", owner.reason)
    if unit == "M":
        return month_period(low.year, low.month + number - 1 if number > 0 else high.month, owner.reason)
    if unit == "D":
        return day_period(low + timedelta(days=number - 1) if number > 0 else high, owner.reason)
    if unit == "WE":
        first = low + timedelta(days=(5 - low.weekday()) % 7 + 7 * (number - 1))
        first = first if number > 0 else high - timedelta(days=(high.weekday() - 5) % 7)
        return span_period(first, first + timedelta(days=1), DatePrecision.WEEK, _week(first) + "-WE", owner.reason)
    start = low + timedelta(days=7 * (number - 1)) if number > 0 else high - timedelta(days=6)
    end = start + timedelta(days=6)
    return span_period(start, end, DatePrecision.WEEK, _week(start + timedelta(days=3)), owner.reason)
