"""Search, issues, and what the case holds."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import QueryParams

from sayso.analysis import Filter
from sayso.analysis.remember import remembered
from sayso.case import Case
from sayso.desk import lookup, words
from sayso.desk.marks import Part, quotation
from sayso.desk.pages.common import PAGE_SIZE, Page, Paging, offset_of, paging
from sayso.records import Record


class Snippet(Record, frozen=True, kw_only=True):
    """Words around what was found."""

    parts: tuple[Part, ...]
    cut_before: bool
    cut_after: bool


class Result(Record, frozen=True, kw_only=True):
    """A story that was found."""

    story_id: str
    title: str
    outlet: str
    published: str
    times: int
    """How often the words occur in it."""
    snippets: tuple[Snippet, ...]


class SearchPage(Page, frozen=True, kw_only=True):
    """Stories in which all words of a query occur; all stories for an empty one."""

    query: str
    outlet: str
    date_from: str
    date_to: str
    outlets: tuple[str, ...]
    results: tuple[Result, ...]
    paging: Paging


class IssueLine(Record, frozen=True, kw_only=True):
    """What could not be read, why, and what to do."""

    what: str
    why: str
    remedy: str
    kind: str
    at: str
    story_id: str


class IssuesPage(Page, frozen=True, kw_only=True):
    """All issues of the case."""

    issues: tuple[IssueLine, ...]
    paging: Paging


class AboutPage(Page, frozen=True, kw_only=True):
    """What the case holds."""

    case: str
    database: str
    stories: int
    stories_read: int
    unread: int
    issues: int
    published: str
    outlets: Mapping[str, int]
    tables: Mapping[str, int]
    versions: Mapping[str, int]
    megabytes: float


def build_search(case: Case, query: QueryParams) -> SearchPage:
    """The search that an address asks for. Raises UsageError for a date that is none."""
    asked = query.get("q", "")[:1000]
    outlet = query.get("outlet", "")[:300]
    dates = Filter.of(date_from=query.get("from", ""), date_to=query.get("to", ""))
    offset = offset_of(query)
    found = lookup.search_stories(
        case, asked, outlet=outlet, date_from=dates.date_from, date_to=dates.date_to, limit=20, offset=offset
    )
    results = tuple(
        Result(
            story_id=hit.story_id,
            title=hit.title or "Untitled story",
            outlet=hit.outlet,
            published=hit.published,
            times=int(hit.score),
            snippets=tuple(
                Snippet(
                    parts=quotation(s.text, 0, len(s.text), [(a - s.start, b - s.start) for a, b in s.marks]),
                    cut_before=s.start > 0 and bool(s.marks),
                    cut_after=not s.text.endswith((".", "!", "?", "”")),
                )
                for s in hit.snippets
            ),
        )
        for hit in found.hits
    )
    return SearchPage(
        title="Search",
        query=asked,
        outlet=outlet,
        date_from=dates.date_from,
        date_to=dates.date_to,
        outlets=tuple(lookup.outlets(case)),
        results=results,
        paging=paging("/search", query, total=found.total, shown=len(results), offset=offset, size=20),
    )


def build_issues(case: Case, query: QueryParams) -> IssuesPage:
    """The issues that an address asks for."""
    offset = offset_of(query)
    rows = list(case.rows("issues", limit=PAGE_SIZE, offset=offset))
    names = IssueLine.__struct_fields__
    return IssuesPage(
        title="Issues",
        issues=tuple(IssueLine(**{name: str(row[name] or "") for name in names}) for row in rows),
        paging=paging("/issues", query, total=len(case.rows("issues")), shown=len(rows), offset=offset),
    )


def build_about(case: Case) -> AboutPage:
    """What the case holds."""
    info = remembered(case, "info", case.info)
    first, last = info["published_first"], info["published_last"]
    return AboutPage(
        title="About this case",
        case=info["case"],
        database=info["database"],
        stories=info["current_stories"],
        stories_read=info["stories_read"],
        unread=max(0, info["tables"]["stories"] - info["stories_read"]),
        issues=info["tables"]["issues"],
        published=words.span_words(first, last),
        outlets=info["outlets"],
        tables=info["tables"],
        versions=info["reader_versions"],
        megabytes=round(info["bytes_on_disk"] / 1e6, 1),
    )
