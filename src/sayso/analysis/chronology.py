"""Incidents in order of time, and what is told of all of them together: totals, times, places.

An incident has its place by ``date_start``; one whose beginning is not known, or only without its year, is undated
and listed apart. Totals, times and places are kept until the case changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import and_, func, select
from sqlalchemy import case as when

from sayso import contract
from sayso.analysis.filters import COLUMNS, Filter, dated, undated
from sayso.analysis.remember import remembered
from sayso.case import Case
from sayso.case.schema import STORED
from sayso.records import Incident, Record

INCIDENTS = STORED["incidents"]
ALL = Filter()


class Totals(Record, frozen=True, kw_only=True):
    """How many incidents a filter chooses."""

    dated: int
    undated: int
    contested: int
    by_type: Mapping[str, int]
    """Incidents by event type, for the filter without its types."""
    by_status: Mapping[str, int]
    """Incidents by status, for the filter without its statuses."""


class Bin(Record, frozen=True, kw_only=True):
    """How many incidents begin on one date, of one status. ``date_start`` is EDTF, of any precision."""

    date_start: str
    status: str
    incidents: int


class Spot(Record, frozen=True, kw_only=True):
    """Incidents at one point."""

    latitude: float
    longitude: float
    place: str
    geo_precision: str
    incidents: int
    contested: int
    incident_id: str
    """The only incident there, or the first."""


def chronology(
    case: Case,
    filter: Filter = ALL,
    *,
    limit: int | None = None,
    offset: int = 0,
    newest_first: bool = False,
    without_date: bool = False,
) -> list[Incident]:
    """Incidents by ``date_start`` and id, or (``without_date``) those that have none, by first report and id.

    Raises CaseError when the case cannot be read.
    """
    names = contract.columns("incidents")
    query = select(*(INCIDENTS.c[name] for name in names))
    query = query.where(*filter.conditions(), *(undated() if without_date else dated()))
    first = COLUMNS.first_reported if without_date else COLUMNS.date_start
    for column in (first, COLUMNS.incident_id):
        query = query.order_by(column.desc() if newest_first else column.asc())
    query = query.limit(limit) if limit is not None else query
    query = query.offset(offset) if offset else query
    rows = case.query(query)
    return [incident_of(dict(zip(names, row, strict=True))) for row in rows]


def incident_of(row: Mapping[str, Any]) -> Incident:
    """The record of a row."""
    return msgspec.convert(row, Incident, strict=False)


def totals(case: Case, filter: Filter = ALL) -> Totals:
    """How many incidents a filter chooses, dated or not, and by type and status."""

    def count() -> Totals:
        # One pass over the incidents; what the types and statuses leave out is left out here.
        wider = msgspec.structs.replace(filter, event_type=(), status=())
        known = and_(*dated())
        groups = (COLUMNS.event_type, COLUMNS.status, COLUMNS.contested)
        # Grouped by its label: PostgreSQL does not see that an expression with parameters is the same one twice.
        query = select(*groups, when((known, 1), else_=0).label("with_date"), func.count())
        query = query.where(*wider.conditions()).group_by(*groups, "with_date")
        rows = case.query(query)
        by_type: Counter[str] = Counter()
        by_status: Counter[str] = Counter()
        found: Counter[str] = Counter()
        for event_type, status, contested, with_date, number in rows:
            of_type = not filter.event_type or event_type in filter.event_type
            of_status = not filter.status or status in filter.status
            if of_status:
                by_type[event_type] += number
            if of_type:
                by_status[status] += number
            if of_type and of_status:
                found["dated" if with_date else "undated"] += number
                found["contested"] += number if contested else 0
        return Totals(
            dated=found["dated"],
            undated=found["undated"],
            contested=found["contested"],
            by_type=dict(sorted(by_type.items())),
            by_status=dict(sorted(by_status.items())),
        )

    return remembered(case, ("totals", filter), count)


def bins(case: Case, filter: Filter = ALL) -> list[Bin]:
    """Dated incidents by the date they begin on and status."""

    def group() -> list[Bin]:
        columns = (COLUMNS.date_start, COLUMNS.status)
        query = select(*columns, func.count()).where(*filter.conditions(), *dated())
        rows = case.query(query.group_by(*columns).order_by(*columns))
        return [Bin(date_start=row[0], status=row[1], incidents=row[2]) for row in rows]

    return remembered(case, ("bins", filter), group)


def spots(case: Case, filter: Filter = ALL, *, limit: int = 300) -> list[Spot]:
    """Points with incidents, those with most first, at most ``limit``. Undated incidents are among them."""

    def group() -> list[Spot]:
        columns = (COLUMNS.latitude, COLUMNS.longitude, COLUMNS.place)
        precision = func.min(COLUMNS.geo_precision)
        query = select(*columns, precision, func.count(), func.sum(COLUMNS.contested), func.min(COLUMNS.key))
        query = query.where(*filter.conditions(), COLUMNS.latitude.is_not(None), COLUMNS.longitude.is_not(None))
        query = query.group_by(*columns).order_by(func.count().desc(), *columns).limit(limit)
        with case._reading() as connection:
            rows = connection.execute(query).all()
            # PostgreSQL has no least of the bytes that ids are stored as, so the first row stands in for it.
            firsts = select(COLUMNS.key, COLUMNS.incident_id).where(COLUMNS.key.in_([row[-1] for row in rows]))
            ids: dict[int, str] = {row[0]: row[1] for row in connection.execute(firsts)}
        return [
            Spot(
                latitude=latitude,
                longitude=longitude,
                place=place,
                geo_precision=precise,
                incidents=number,
                contested=int(disputed),
                incident_id=ids[key],
            )
            for latitude, longitude, place, precise, number, disputed, key in rows
        ]

    return remembered(case, ("spots", filter, limit), group)
