"""From the form of a time expression to an interval: a pure function of the form and what it is anchored to."""

from __future__ import annotations

from datetime import timedelta

from sayso import edtf
from sayso.records import Record
from sayso.resolve.times.dates import date_period
from sayso.resolve.times.forms import Anchor, Form, parse_form, single_day
from sayso.resolve.times.parts import Period, part_of
from sayso.resolve.times.units import nth_unit, same_unit, shifted, span_timex, stretch, unit_period
from sayso.vocabulary import DateKind, DatePrecision, How

__all__ = ["TimeValue", "parse_form", "resolve_expression"]


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
        only = single_day(value.date_end) if value.date_start == value.date_end else None
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
    owner = _period(parse_form(form.of), anchor) if form.of else None
    period: Period | None
    match form.head:
        case "date":
            period = date_period(form, anchor, owner)
        case "range":
            first = _period(parse_form(form.args[0]), anchor)
            if first is None:
                return None
            # The end is the first such day after the beginning, whatever the tense.
            after = Anchor(first.start, "", "future") if edtf.has_year(first.start) else anchor
            second = _period(parse_form(form.args[1]), after)
            if second is None:
                return None
            days = 1 + (d.days if (d := _distance(first.start, second.end)) is not None else 0)
            return Period(first.start, second.end, f"P{days}D", first.precision, first.reason)
        case "unit":
            period = unit_period(form, anchor)
        case "shift":
            return shifted(form, anchor, owner)
        case "past" | "coming":
            return stretch(form, anchor)
        case "span":
            return Period("", "", span_timex(form.args[0], form.args[1]), "", "")
        case "nth":
            return nth_unit(form, owner)
        case "same":
            return same_unit(form, anchor, owner)
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
