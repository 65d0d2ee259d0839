"""The first page: incidents in order of time, with what was read in the silences between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from starlette.datastructures import QueryParams

from sayso import edtf
from sayso.analysis import Filter, bins, chronology, gaps, spots, totals
from sayso.analysis.gaps import coverage
from sayso.case import Case
from sayso.desk import lookup, words
from sayso.desk.charts import Histogram, histogram
from sayso.desk.maps import MapView, map_of
from sayso.desk.pages.common import PAGE_SIZE, Choice, Page, Paging, address, offset_of, paging
from sayso.records import Gap, Incident, Record

SHORTEST_GAP = 3
"""Days of silence that a chronology remarks on."""


class Entry(Record, frozen=True, kw_only=True):
    """One incident of the list."""

    incident: Incident
    lead: lookup.Lead | None
    """The sentence it is shown by."""
    gap_before: Gap | None = None
    """The silence between this incident and the one above it."""


class Day(Record, frozen=True, kw_only=True):
    """Incidents that begin on one date."""

    date: str
    """EDTF; empty for undated ones."""
    label: str
    weekday: str
    entries: tuple[Entry, ...]


class Reach(Record, frozen=True, kw_only=True):
    """What the case was read from."""

    stories: int
    outlets: int
    first: str
    last: str


class ChronologyPage(Page, frozen=True, kw_only=True):
    """Incidents of a filter, dated ones in order of time or undated ones."""

    filter: Filter
    undated: bool
    """Whether it lists incidents without a date rather than those with one."""
    newest_first: bool
    days: tuple[Day, ...]
    paging: Paging
    dated_total: int
    undated_total: int
    contested_total: int
    types: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    histogram: Histogram | None
    map: MapView | None
    reach: Reach
    filtered: bool
    """Whether anything is left out by the filter."""
    dated_address: str
    undated_address: str
    bar_address: str
    """Address of the page without dates in its filter, for a bar to add its own."""
    spot_address: str
    """The same without a place, for a point of the map."""


def filter_of(query: QueryParams) -> Filter:
    """The filter that an address asks for. Raises UsageError naming what is wrong."""
    return Filter.of(
        event_type=query.getlist("type"),
        status=query.getlist("status"),
        place=query.get("place", "")[:200],
        actor=query.get("actor", "")[:200],
        date_from=query.get("from", ""),
        date_to=query.get("to", ""),
        contested=query.get("contested") == "1",
        killed_at_least=query.get("killed", ""),
    )


def build(case: Case, query: QueryParams) -> ChronologyPage:
    """The page that an address asks for."""
    chosen = filter_of(query)
    offset = offset_of(query)
    without_date = query.get("dates") == "none"
    newest = query.get("order") == "newest"
    counted = totals(case, chosen)
    # One more row before the page tells whether a silence lies between it and the page before.
    before = 1 if offset else 0
    found = chronology(
        case, chosen, limit=PAGE_SIZE + before, offset=offset - before, newest_first=newest, without_date=without_date
    )
    incidents = found[before:]
    leads = lookup.leads(case, [incident.incident_id for incident in incidents]) if incidents else {}
    silences = gaps(case, chosen, min_days=SHORTEST_GAP) if not without_date else []
    total = counted.undated if without_date else counted.dated
    given = [(name, value) for name, value in query.multi_items() if name not in ("offset", "format")]
    bare = [(name, value) for name, value in given if name not in ("from", "to", "dates")]
    return ChronologyPage(
        title="Chronology",
        filter=chosen,
        undated=without_date,
        newest_first=newest,
        days=_days(incidents, leads, silences, newest, found[0] if before and found else None),
        paging=paging("/", query, total=total, shown=len(incidents), offset=offset),
        dated_total=counted.dated,
        undated_total=counted.undated,
        contested_total=counted.contested,
        types=_choices(words.TYPES, counted.by_type, chosen.event_type),
        statuses=_choices(words.STATUSES, counted.by_status, chosen.status),
        histogram=histogram(bins(case, chosen)),
        map=map_of(spots(case, chosen)),
        reach=_reach(case),
        filtered=bool(str(chosen)),
        dated_address=address("/", given, dates=""),
        undated_address=address("/", given, dates="none"),
        bar_address=address("/", bare),
        spot_address=address("/", [(n, v) for n, v in given if n != "place"]),
    )


def _choices(names: dict[str, str], numbers: object, chosen: Sequence[str]) -> tuple[Choice, ...]:
    counted = dict(numbers) if isinstance(numbers, dict) else {}
    made = [
        Choice(value=str(value), label=label, number=counted.get(str(value), 0), chosen=str(value) in chosen)
        for value, label in names.items()
        if counted.get(str(value), 0) or str(value) in chosen
    ]
    return tuple(sorted(made, key=lambda choice: (-choice.number, choice.label)))


def _days(
    incidents: Sequence[Incident],
    leads: dict[str, lookup.Lead],
    silences: Sequence[Gap],
    newest: bool,
    before: Incident | None,
) -> tuple[Day, ...]:
    """Incidents by date; ``before`` is the one that ends the page before."""
    found: list[Day] = []
    for date_start, group in groupby(incidents, key=lambda incident: incident.date_start):
        entries = []
        for incident in group:
            gap = _between(silences, before, incident, newest)
            entries.append(Entry(incident=incident, lead=leads.get(incident.incident_id), gap_before=gap))
            before = incident
        found.append(_day(date_start, entries))
    return tuple(found)


def _day(value: str, entries: Sequence[Entry]) -> Day:
    first, last = edtf.bounds(value) if value and edtf.is_edtf(value) else (None, None)
    exact = first is not None and first == last
    return Day(
        date=value,
        label=words.date_words(value) if value else "Date not stated",
        weekday=f"{first:%A}" if exact and first is not None else "",
        entries=tuple(entries),
    )


def _first(incident: Incident) -> date | None:
    value = incident.date_start
    return edtf.bounds(value)[0] if value and edtf.is_edtf(value) else None


def _between(silences: Sequence[Gap], before: Incident | None, after: Incident, newest: bool) -> Gap | None:
    """The silence that begins between two neighbours of the list.

    The later of them may lie within it: what is only planned, or known only to the month, breaks no silence.
    """
    if before is None:
        return None
    early, late = (after, before) if newest else (before, after)
    low, high = _first(early), _first(late)
    if low is None or high is None or low == high:
        return None
    for gap in silences:
        if low < date.fromisoformat(gap.date_start) <= high:
            return gap
    return None


def _reach(case: Case) -> Reach:
    seen = coverage(case)
    stories, outlets = lookup.read_stories(case)
    return Reach(
        stories=stories,
        outlets=outlets,
        first=seen[0].day.isoformat() if seen else "",
        last=seen[-1].day.isoformat() if seen else "",
    )
