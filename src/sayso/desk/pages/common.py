"""What pages share: their base record, paging, and reading of query parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from sayso.case import Case
from sayso.desk.errors import DeskError
from sayso.records import Record

PAGE_SIZE = 50
LARGEST_OFFSET = 10_000_000


class Page(Record, frozen=True, kw_only=True):
    """Base of all pages."""

    title: str
    """What the page is called, in the window's title too."""


class Paging(Record, frozen=True, kw_only=True):
    """Where in a long list a page is."""

    total: int
    first: int
    """Number of the first row shown, from 1; 0 if there is none."""
    last: int
    previous: str
    """Address of the page before; empty on the first."""
    next: str
    """Address of the page after; empty on the last."""


class Choice(Record, frozen=True, kw_only=True):
    """One option of a filter."""

    value: str
    label: str
    number: int
    """Rows it would show."""
    chosen: bool


def address(path: str, given: Mapping[str, object] | Iterable[tuple[str, object]], **changes: object) -> str:
    """A path with query parameters, empty ones left out."""
    pairs = list(given.items()) if isinstance(given, Mapping) else list(given)
    pairs = [(name, value) for name, value in pairs if name not in changes] + list(changes.items())
    query = urlencode([(name, str(value)) for name, value in pairs if value not in ("", None, False, 0)])
    return f"{path}?{query}" if query else path


def offset_of(query: QueryParams) -> int:
    """The ``offset`` parameter. Raises DeskError (400) for what is not a number from 0."""
    given = query.get("offset", "0")
    if not given.isdigit() or len(given) > 9 or int(given) > LARGEST_OFFSET:
        raise DeskError(400, f"offset {given[:40]!r}: not a number of rows", "Give a whole number from 0 up.")
    return int(given)


def paging(path: str, query: QueryParams, *, total: int, shown: int, offset: int, size: int = PAGE_SIZE) -> Paging:
    """Paging of a list of which ``shown`` rows from ``offset`` on are on the page."""
    kept = [(name, value) for name, value in query.multi_items() if name not in ("offset", "format")]
    more = offset + shown < total
    return Paging(
        total=total,
        first=offset + 1 if shown else 0,
        last=offset + shown,
        previous=address(path, kept, offset=max(0, offset - size)) if offset else "",
        next=address(path, kept, offset=offset + size) if more else "",
    )


def follow(case: Case, record_id: str) -> str:
    """The id that an id of long ago stands for; the id itself if it has none other."""
    return case.resolve_id(record_id) if record_id else record_id
