"""Silence, qualified: runs of days without an incident, and what was read for those days.

An incident breaks a run on every day it may have been on, if it is known to the week or finer (``KNOWN_DAYS``); one
known only to the month could lie anywhere in it and breaks none. Only what some voice asserts counts, so that a
plan, a threat or what all voices deny fills no gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from sayso import edtf
from sayso.analysis.filters import CAME_TO_PASS, COLUMNS, Filter, chosen, dated
from sayso.analysis.remember import remembered
from sayso.case import Case
from sayso.case.schema import READINGS, STORIES
from sayso.records import Gap, Record

KNOWN_DAYS = 7
"""The widest an incident's date may be, in days, to break a gap."""
ONE_DAY = timedelta(days=1)


class Coverage(Record, frozen=True, kw_only=True):
    """Stories of one outlet published on one day, and how many of them were read."""

    day: date
    outlet: str
    read: int
    unread: int


def coverage(case: Case) -> list[Coverage]:
    """What was published by day and outlet; stories not dated to the day are left out."""

    def count() -> list[Coverage]:
        query = (
            select(STORIES.c.published, STORIES.c.outlet, func.count(), func.count(READINGS.c.story_key))
            .select_from(STORIES.outerjoin(READINGS, READINGS.c.story_key == STORIES.c.key))
            .where(STORIES.c.current == 1, STORIES.c.published != "")
            .group_by(STORIES.c.published, STORIES.c.outlet)
            .order_by(STORIES.c.published, STORIES.c.outlet)
        )
        rows = case.query(query)
        found = []
        for published, outlet, number, read in rows:
            first, last = edtf.bounds(published) if edtf.is_edtf(published) else (None, None)
            if first is not None and first == last:
                found.append(Coverage(day=first, outlet=outlet, read=read, unread=number - read))
        return found

    return remembered(case, "coverage", count)


def days_of(date_start: str, date_end: str) -> tuple[date, date] | None:
    """First and last day of an incident, or None if its dates do not tell."""
    if not date_start or not edtf.is_edtf(date_start) or (date_end and not edtf.is_edtf(date_end)):
        return None
    first = edtf.bounds(date_start)[0]
    last = edtf.bounds(date_end or date_start)[1]
    if first is None or last is None or last < first:
        return None
    return first, last


def silent_runs(spans: Sequence[tuple[date, date]], min_days: int) -> list[tuple[date, date]]:
    """Runs of at least ``min_days`` days between spans of days that no span covers."""
    runs: list[tuple[date, date]] = []
    reached: date | None = None
    for first, last in sorted(spans):
        if reached is not None and (first - reached).days - 1 >= min_days:
            runs.append((reached + ONE_DAY, first - ONE_DAY))
        reached = last if reached is None else max(reached, last)
    return runs


def gaps(case: Case, filter: Filter | None = None, *, min_days: int = 1, **choice: object) -> list[Gap]:
    """Runs of at least ``min_days`` days between incidents of a filter, in order of time.

    ``choice`` gives fields of ``Filter`` one by one: ``case.gaps(event_type="ASSAULT", place="Karradan")``.
    ``stories_read``, ``stories_unread`` (kept, but in a language that is not read, or not read yet) and ``outlets``
    tell of the stories published on the days of the run. Raises UsageError for a field or value that is none.
    """
    wanted = chosen(filter, choice)

    def find() -> list[Gap]:
        query = select(COLUMNS.date_start, COLUMNS.date_end).where(*wanted.conditions(), *dated())
        query = query.where(COLUMNS.status.in_(CAME_TO_PASS)).distinct()
        dates = case.query(query)
        spans = [span for start, end in dates if (span := days_of(start, end)) is not None]
        spans = [(first, last) for first, last in spans if (last - first).days < KNOWN_DAYS]
        published = coverage(case)
        found, at = [], 0
        for first, last in silent_runs(spans, min_days):
            while at < len(published) and published[at].day < first:
                at += 1
            stop = at
            while stop < len(published) and published[stop].day <= last:
                stop += 1
            inside = published[at:stop]
            found.append(
                Gap(
                    filter=str(wanted),
                    date_start=first.isoformat(),
                    date_end=last.isoformat(),
                    days=(last - first).days + 1,
                    stories_read=sum(day.read for day in inside),
                    stories_unread=sum(day.unread for day in inside),
                    outlets=len({day.outlet for day in inside if day.read}),
                )
            )
            at = stop
        return found

    return remembered(case, ("gaps", wanted, min_days), find)
