"""How often: incidents a day, week, month or year, with the uncertainty of a count, beside what voices claim.

A count of incidents is one draw of something that could have come out otherwise; ``low`` and ``high`` are the exact
95 per cent interval of its Poisson mean. It says nothing of incidents that no story told of. ``claimed_min`` and
``claimed_max`` span what voices said of the period as a whole ("21 attacks in September"), whichever they count.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import or_, select

from sayso.analysis.filters import CAME_TO_PASS, COLUMNS, Filter, chosen, dated
from sayso.analysis.gaps import days_of
from sayso.analysis.poisson import poisson_interval
from sayso.analysis.remember import remembered
from sayso.case import Case
from sayso.case.schema import STORED
from sayso.errors import UsageError
from sayso.records import Rate
from sayso.vocabulary import Grain, Status

PERIODS = ("day", "week", "month", "year")
MOST_PERIODS = 20_000
"""Periods given at most: one stray date centuries away would else make millions of empty ones."""


def first_day(day: date, period: str) -> date:
    """First day of the period a day lies in; weeks begin on Monday."""
    if period == "week":
        return day - timedelta(days=day.weekday()) if day.toordinal() > 7 else date.min
    if period == "month":
        return day.replace(day=1)
    if period == "year":
        return day.replace(month=1, day=1)
    return day


def next_period(first: date, period: str) -> date:
    """First day of the following period."""
    if period == "month":
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    if period == "year":
        return date(first.year + 1, 1, 1)
    return first + timedelta(days=7 if period == "week" else 1)


def period_edtf(first: date, period: str) -> str:
    """The period as the ``period`` column has it: ``2031-03-05``, ``2031-03-03/2031-03-09``, ``2031-03``, ``2031``."""
    if period == "year":
        return f"{first.year:04}"
    if period == "month":
        return f"{first.year:04}-{first.month:02}"
    if period == "week":
        return f"{first.isoformat()}/{(first + timedelta(days=6)).isoformat()}"
    return first.isoformat()


def rates(case: Case, filter: Filter | None = None, *, period: str = "month", **choice: object) -> list[Rate]:
    """Incidents of each period from the first to the last that has one, periods without any included.

    An incident counts where its dates lie within one period; one known only to the month is in no week.
    ``contested`` are those of them that some voice denies. ``choice`` gives fields of ``Filter`` one by one.
    Raises UsageError for a period, field or value that is none.
    """
    if period not in PERIODS:
        raise UsageError(f"period {period!r}: unknown. Choose from {', '.join(PERIODS)}")
    wanted = chosen(filter, choice)
    return remembered(case, ("rates", wanted, period), lambda: _rates(case, wanted, period))


def _rates(case: Case, wanted: Filter, period: str) -> list[Rate]:
    columns = (COLUMNS.date_start, COLUMNS.date_end, COLUMNS.status)
    query = select(*columns).where(*wanted.conditions(), *dated(), COLUMNS.status.in_(CAME_TO_PASS))
    seen: dict[date, int] = defaultdict(int)
    contested: dict[date, int] = defaultdict(int)
    rows = case.query(query)
    for start, end, status in rows:
        if (span := days_of(start, end)) is None:
            continue
        first = first_day(span[0], period)
        if first_day(span[1], period) != first:
            continue
        seen[first] += 1
        contested[first] += status == Status.CONTESTED
    claimed = _claimed(case, wanted, period)
    if not seen:
        return []
    found: list[Rate] = []
    at, last = min(seen), max(seen)
    while at <= last and len(found) < MOST_PERIODS:
        low, high = poisson_interval(seen[at])
        least, most = claimed.get(at, (None, None))
        found.append(
            Rate(
                filter=str(wanted),
                period=period_edtf(at, period),
                incidents=seen[at],
                contested=contested[at],
                claimed_min=least,
                claimed_max=most,
                low=round(low, 4),
                high=round(high, 4),
            )
        )
        if at.year >= date.max.year:
            break
        at = next_period(at, period)
    return found


def _claimed(case: Case, wanted: Filter, period: str) -> dict[date, tuple[int | None, int | None]]:
    """The span of what voices claim of a period: figures of accounts that tell of its events as a set.

    A claim is about a period if its dates lie within it and cover more than half of it.
    """
    accounts = STORED["accounts"].c
    names = (accounts.date_start, accounts.date_end, accounts.events_min, accounts.events_max)
    query = select(*names).where(accounts.grain.in_((Grain.SEVERAL, Grain.PERIOD)), accounts.date_start != "")
    query = query.where(or_(accounts.events_min.is_not(None), accounts.events_max.is_not(None)))
    query = query.where(accounts.status.in_((Status.HAPPENED, Status.ONGOING)))
    if wanted.event_type:
        query = query.where(accounts.event_type.in_(wanted.event_type))
    for part, columns in ((wanted.place, (accounts.place,)), (wanted.actor, (accounts.actor, accounts.recipient))):
        if part:
            query = query.where(or_(*(column.icontains(part, autoescape=True) for column in columns)))
    figures: dict[date, list[tuple[int | None, int | None]]] = defaultdict(list)
    rows = case.query(query)
    for start, end, least, most in rows:
        if (span := days_of(start, end)) is None:
            continue
        first = first_day(span[0], period)
        if first.year >= date.max.year:
            continue
        length = (next_period(first, period) - first).days
        days = (span[1] - span[0]).days + 1
        if first_day(span[1], period) == first and 2 * days > length:
            figures[first].append((least, most))
    found: dict[date, tuple[int | None, int | None]] = {}
    for first, told in figures.items():
        least_all = [low for low, _ in told if low is not None]
        most_all = [high for _, high in told if high is not None]
        # One voice without an upper end ("at least ten") leaves the span open above.
        open_above = len(most_all) < len(told)
        found[first] = (min(least_all, default=None), None if open_above else max(most_all, default=None))
    return found
