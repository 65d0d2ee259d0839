"""Which incidents a chronology, a gap or a rate is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_

from sayso import edtf
from sayso.case.schema import STORED
from sayso.errors import UsageError
from sayso.records import Record
from sayso.vocabulary import EventType, Status

COLUMNS = STORED["incidents"].c
CAME_TO_PASS = (Status.HAPPENED, Status.ONGOING, Status.CONTESTED)
"""Statuses of incidents that count in gaps and rates: what some voice asserts, denied by others or not."""
NO_YEAR = "X"
"""Dates that begin so have no year, and no place in a chronology."""


class Filter(Record, frozen=True, kw_only=True):
    """A choice of incidents. Everything that is given must hold; an empty field chooses all."""

    event_type: tuple[str, ...] = ()
    """Any of these types."""
    status: tuple[str, ...] = ()
    """Any of these statuses."""
    place: str = ""
    """Part of the place's or division's name, whatever the case, or a country's code."""
    actor: str = ""
    """Part of an actor's or recipient's name, whatever the case."""
    date_from: str = ""
    """Day, month or year (EDTF): incidents that may have been then or later."""
    date_to: str = ""
    """Day, month or year (EDTF): incidents that may have been then or earlier."""
    contested: bool = False
    """Only incidents about which voices contradict each other."""
    killed_at_least: int | None = None
    """Only incidents for which some voice's figure of the dead reaches this."""

    @classmethod
    def of(cls, **given: object) -> Filter:
        """A filter from loose values, as options give them. Raises UsageError naming what is wrong."""
        values: dict[str, Any] = {}
        for name, value in given.items():
            if name not in cls.__struct_fields__:
                raise UsageError(f"filter {name!r}: unknown. Choose from {', '.join(cls.__struct_fields__)}")
            if name in ("event_type", "status"):
                several = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else []
                known = {str(member) for member in (EventType if name == "event_type" else Status)}
                chosen = tuple(dict.fromkeys(str(one) for one in several if str(one)))
                if unknown := [one for one in chosen if one not in known]:
                    raise UsageError(f"{name} {unknown[0]!r}: unknown. Choose from {', '.join(sorted(known))}")
                values[name] = chosen
            elif name == "contested":
                values[name] = value in (True, 1, "1", "true", "on")
            elif name == "killed_at_least":
                values[name] = _number(value)
            else:
                values[name] = "" if value is None else str(value).strip()
        for name in ("date_from", "date_to"):
            day = values.get(name, "")
            if day and (not edtf.is_edtf(day) or "/" in day or not day[:4].isdigit()):
                raise UsageError(f"{name} {day!r}: not a date. Write it as 2031-03-05, 2031-03 or 2031")
        return cls(**values)

    def __str__(self) -> str:
        """The filter in one line, as the ``filter`` column of gaps and rates has it; empty for all incidents."""
        parts = [f"event_type={name}" for name in self.event_type] + [f"status={name}" for name in self.status]
        parts += [f"place~{self.place}"] if self.place else []
        parts += [f"actor~{self.actor}"] if self.actor else []
        parts += [f"date>={self.date_from}"] if self.date_from else []
        parts += [f"date<={self.date_to}"] if self.date_to else []
        parts += ["contested=1"] if self.contested else []
        parts += [f"killed>={self.killed_at_least}"] if self.killed_at_least is not None else []
        return " ; ".join(parts)

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter in SQL, on the stored incidents."""
        found: list[ColumnElement[bool]] = []
        if self.event_type:
            found.append(COLUMNS.event_type.in_(self.event_type))
        if self.status:
            found.append(COLUMNS.status.in_(self.status))
        if self.place:
            found.append(_contains(self.place, COLUMNS.place, COLUMNS.admin1, code=COLUMNS.country))
        if self.actor:
            found.append(_contains(self.actor, COLUMNS.actor, COLUMNS.recipient))
        if self.contested:
            found.append(COLUMNS.contested == 1)
        if self.killed_at_least is not None:
            least = self.killed_at_least
            found.append(or_(COLUMNS.killed_max >= least, COLUMNS.killed_min >= least))
        if self.date_from:
            # Dates are compared as text: "2031-03" may be any day of the month, so it is not before 2031-03-20.
            last = case((COLUMNS.date_end != "", COLUMNS.date_end), else_=COLUMNS.date_start)
            given = literal(self.date_from)
            begins = and_(last != "", func.substr(given, 1, func.length(last)) == last)
            found.append(and_(or_(last >= self.date_from, begins), last < NO_YEAR))
        if self.date_to:
            first = case((COLUMNS.date_start != "", COLUMNS.date_start), else_=COLUMNS.date_end)
            found += [first != "", first <= self.date_to + "~", first < NO_YEAR]
        return found


def dated() -> list[ColumnElement[bool]]:
    """Incidents that have a place in a chronology: those whose beginning has at least a year."""
    return [COLUMNS.date_start != "", COLUMNS.date_start < NO_YEAR]


def undated() -> list[ColumnElement[bool]]:
    """The others."""
    return [or_(COLUMNS.date_start == "", COLUMNS.date_start >= NO_YEAR)]


def chosen(filter: Filter | None, choice: dict[str, object]) -> Filter:
    """The filter given, or made from loose options. Raises UsageError if both are given."""
    if filter is not None and choice:
        raise UsageError(f"filter: given whole and in part ({min(choice)}). Give one of them")
    return filter if filter is not None else Filter.of(**choice)


def _contains(part: str, *columns: ColumnElement[str], code: ColumnElement[str] | None = None) -> ColumnElement[bool]:
    tests = [func.lower(column).contains(part.lower(), autoescape=True) for column in columns]
    if code is not None:
        tests.append(code == part.upper())
    return or_(*tests)


def _number(value: object) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(str(value))
    except ValueError as error:
        raise UsageError(f"killed_at_least {value!r}: not a number. Write a whole number, for example 10") from error
    if not 0 <= number <= 10**12:
        raise UsageError(f"killed_at_least {value!r}: out of range. Write a number from 0 to {10**12}")
    return number
