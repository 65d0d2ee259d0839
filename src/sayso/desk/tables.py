"""The tables of the contract as JSON: ``/api/TABLE``, the same rows as ``sayso show`` and ``sayso export``.

``?COLUMN=value`` chooses rows, several times for several values; ``COLUMN!=``, ``COLUMN>=``, ``COLUMN<=`` and
``COLUMN~=`` (contains) compare. ``order``, ``limit`` (at most 1,000) and ``offset`` do what they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.datastructures import QueryParams

from sayso import contract
from sayso.case import Case
from sayso.case.rows import Value
from sayso.case.schema import STORED
from sayso.desk.errors import DeskError
from sayso.desk.pages.common import address, offset_of
from sayso.errors import UsageError
from sayso.records import Record

MOST_ROWS = 1000
_CONTROL = ("order", "limit", "offset", "format")
_OPERATORS = {"!": "!=", ">": ">=", "<": "<=", "~": "~"}
"""Ends of parameter names, for ``killed_min>=10`` reaches us as ``killed_min>`` with the value ``10``."""


class TableView(Record, frozen=True, kw_only=True, omit_defaults=False):
    """Some rows of a table."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Value]]
    total: int | None
    """Rows that the choice has in all; null for tables laid out on demand, whose rows are not counted ahead."""
    limit: int
    offset: int
    next: str | None
    """Address of the following rows; null after the last."""


class TableList(Record, frozen=True, kw_only=True):
    """The tables there are."""

    tables: Mapping[str, Sequence[str]]
    """Their columns, by name."""


def listing() -> TableList:
    """All tables with their columns."""
    return TableList(tables={name: contract.columns(name) for name in contract.TABLES})


def build(case: Case, table: str, query: QueryParams) -> TableView:
    """Rows of a table. Raises DeskError (404) for an unknown table, UsageError for a column or value that is none."""
    if table not in contract.TABLES:
        raise DeskError(404, f"table {table[:60]!r}: there is none of that name", "List the tables at /api/.")
    given = query.get("limit", "100")
    if not given.isdigit() or not 1 <= int(given[:9]) <= MOST_ROWS:
        raise DeskError(400, f"limit {given[:40]!r}: not a number of rows", f"Give a number from 1 to {MOST_ROWS}.")
    limit, offset = int(given), offset_of(query)
    where: dict[str, object] = {}
    for name in dict.fromkeys(query):
        if name in _CONTROL:
            continue
        values = query.getlist(name)
        column, operator = (name[:-1], _OPERATORS[name[-1]]) if name[-1:] in _OPERATORS else (name, "=")
        where[f"{column} {operator}"] = values if operator in ("=", "!=") else values[0]
    order = [name for name in query.get("order", "").split(",") if name]
    try:
        rows = list(case.rows(table, where=where, order=order or None, limit=limit + 1, offset=offset))
        total = len(case.rows(table, where=where)) if table in STORED else None
    except UsageError as error:
        raise DeskError(400, str(error), f"See the columns of {table} at /api/.") from error
    kept = [(name, value) for name, value in query.multi_items() if name != "offset"]
    more = len(rows) > limit
    return TableView(
        table=table,
        columns=contract.columns(table),
        rows=rows[:limit],
        total=total,
        limit=limit,
        offset=offset,
        next=address(f"/api/{table}", kept, offset=offset + limit) if more else None,
    )
