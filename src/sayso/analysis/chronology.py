"""Incidents in order of time, and what is told of all of them together: totals, times, places.

An incident has its place by ``date_start``; one whose beginning is not known, or only without its year, is undated
and listed apart. Totals, times and places are kept until the case changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, select

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
    """The only incident there, or the first by id."""


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
    with case._reading() as connection:
        rows = connection.execute(query).all()
    return [incident_of(dict(zip(names, row, strict=True))) for row in rows]


def incident_of(row: Mapping[str, Any]) -> Incident:
    """The record of a row."""
    return msgspec.convert(row, Incident, strict=False)


def totals(case: Case, filter: Filter = ALL) -> Totals:
    """How many incidents a filter chooses, dated or not, and by type and status."""

    def count() -> Totals:
        with case._reading() as connection:

            def number(*conditions: ColumnElement[bool]) -> int:
                query = select(func.count()).select_from(INCIDENTS).where(*filter.conditions(), *conditions)
                return int(connection.execute(query).scalar_one())

            def grouped(column: ColumnElement[str], without: str) -> dict[str, int]:
                wider = msgspec.structs.replace(filter, **{without: ()})
                query = select(column, func.count()).where(*wider.conditions()).group_by(column).order_by(column)
                return {row[0]: row[1] for row in connection.execute(query)}

            return Totals(
                dated=number(*dated()),
                undated=number(*undated()),
                contested=number(COLUMNS.contested == 1),
                by_type=grouped(COLUMNS.event_type, "event_type"),
                by_status=grouped(COLUMNS.status, "status"),
            )

    return remembered(case, ("totals", filter), count)


def bins(case: Case, filter: Filter = ALL) -> list[Bin]:
    """Dated incidents by the date they begin on and status."""

    def group() -> list[Bin]:
        columns = (COLUMNS.date_start, COLUMNS.status)
        query = select(*columns, func.count()).where(*filter.conditions(), *dated())
        with case._reading() as connection:
            rows = connection.execute(query.group_by(*columns).order_by(*columns)).all()
        return [Bin(date_start=row[0], status=row[1], incidents=row[2]) for row in rows]

    return remembered(case, ("bins", filter), group)


def spots(case: Case, filter: Filter = ALL, *, limit: int = 300) -> list[Spot]:
    """Points with incidents, those with most first, at most ``limit``. Undated incidents are among them."""

    def group() -> list[Spot]:
        columns = (COLUMNS.latitude, COLUMNS.longitude, COLUMNS.place, COLUMNS.geo_precision)
        query = select(*columns, func.count(), func.sum(COLUMNS.contested), func.min(COLUMNS.incident_id))
        query = query.where(*filter.conditions(), COLUMNS.latitude.is_not(None), COLUMNS.longitude.is_not(None))
        query = query.group_by(*columns).order_by(func.count().desc(), *columns).limit(limit)
        with case._reading() as connection:
            rows = connection.execute(query).all()
        names = Spot.__struct_fields__
        return [msgspec.convert(dict(zip(names, row, strict=True)), Spot, strict=False) for row in rows]

    return remembered(case, ("spots", filter, limit), group)
