"""Times counted in units: "last week", "two days ago", "the past month", "the third quarter of 2009"."""

from __future__ import annotations

from datetime import date, timedelta

from sayso import edtf
from sayso.resolve.times.dates import pattern_period
from sayso.resolve.times.forms import Anchor, Form, single_day
from sayso.resolve.times.parts import Period, day_period, month_period, span_period, year_period
from sayso.vocabulary import DatePrecision


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


def unit_period(form: Form, anchor: Anchor) -> Period | None:
    """The unit that lies N units from the anchor's."""
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
        return pattern_period(f"{index // (12 // size):04d}-{unit}{index % (12 // size) + 1}", reason)
    if unit == "Y":
        return year_period(low.year + step, reason)
    if unit == "DE":
        return pattern_period(f"{low.year // 10 + step:03d}X", reason)
    if unit == "CE":
        return pattern_period(f"{low.year // 100 + step:02d}XX", reason)
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
    shape = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Y": "XXXX", "Q": "XXXX-QX"}.get(
        unit
    )
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


def shifted(form: Form, anchor: Anchor, owner: Period | None) -> Period | None:
    """A point N units from the anchor, from an event, or from ``owner``, the date that "of" names."""
    amount, unit = _numbers(form.args[0]), form.args[1]
    back = form.args[0].startswith("-")
    if form.keys.get("ref") == "event":
        return Period("", "", span_timex(form.args[0].lstrip("-"), unit), "", "")
    if form.of:
        base, name = (edtf.interval(owner.start, owner.end) if owner is not None else ""), "the date beside it"
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
            return Period(
                first.isoformat()[:7], last.isoformat()[:7], middle.isoformat()[:7], DatePrecision.MONTH, reason
            )
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


def stretch(form: Form, anchor: Anchor) -> Period:
    """The N units up to, or from, the anchor."""
    timex = span_timex(form.args[0], form.args[1])
    amount, unit = _numbers(form.args[0]), form.args[1]
    base, name = anchor.base(form.keys.get("ref", ""))
    day = single_day(base)
    if amount is None or day is None:
        return Period("", "", timex, "", "")
    days = {"D": 1.0, "W": 7, "2W": 14, "WE": 7, "M": 30.4375, "Q": 91.3, "Y": 365.25, "DE": 3652.5, "CE": 36525}.get(
        unit
    )
    length = timedelta(days=round(amount[1] * days)) if days else timedelta(days=1)
    try:
        first, last = (day - length, day) if form.head == "past" else (day, day + length)
    except OverflowError:
        return Period("", "", timex, "", "")
    mark = "" if unit == "D" else "~"
    start = first.isoformat() + (mark if form.head == "past" else "")
    end = last.isoformat() + (mark if form.head == "coming" else "")
    precision = {"D": DatePrecision.DAY, "W": DatePrecision.WEEK, "M": DatePrecision.MONTH}.get(
        unit, DatePrecision.YEAR
    )
    return Period(start, end, timex, precision if days else DatePrecision.DAY, f"counted from {base}, {name}")


def same_unit(form: Form, anchor: Anchor, year: Period | None) -> Period | None:
    """ "The same month a year earlier": the month of the date named before, in the year that "of" names."""
    base, name = anchor.base(form.keys.get("ref", ""))
    low, high = edtf.bounds(base)
    if year is None or not year.start.isdigit() or low is None or high is None or len(base) < 7:
        return year
    return month_period(int(year.start), low.month, f"counted from {base}, {name}")


def nth_unit(form: Form, owner: Period | None) -> Period | None:
    """The Nth unit of the period that "of" names; -1 is the last."""
    number, unit = int(form.args[0]), form.args[1]
    if owner is None:
        return None
    low, _ = edtf.bounds(owner.start)
    _, high = edtf.bounds(owner.end)
    if low is None or high is None:
        return Period("", "", f"XXXX-{unit}{number}" if unit in ("Q", "H") else "XXXX-XX", "", owner.reason)
    if unit in ("Q", "H"):
        count = 4 if unit == "Q" else 2
        return pattern_period(f"{low.year:04d}-{unit}{number if number > 0 else count}", owner.reason)
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
