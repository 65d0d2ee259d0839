"""What a run is asked to do, what it tells while at it, and what it did."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sayso.records import Issue, Record

Path_ = str | Path
NOT_SOURCES = frozenset({"manifest", "double"})
"""Kinds of issues that are not about a source that could not be read."""


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ReadOptions(Record, frozen=True, kw_only=True):
    """How sources are read."""

    manifest: Path_ = ""
    """CSV (``path,title,published,outlet``) with what pages do not say of their stories."""
    published: str = ""
    """Date of publication of every story that the manifest gives none, as ``2011-06-03``, ``2011-06`` or ``2011``."""
    outlet: str = ""
    """Outlet of every story that the manifest gives none."""
    jobs: int = 0
    """Processes that read; 0 is one a core. 1 reads in this process, where a page cannot be given up."""
    text_column: str = ""
    """Column of tables that holds the text; empty means guess among the usual names."""
    allow_private: bool = False
    """Fetch from private, loopback and link-local addresses too."""
    extract_again: bool = False
    """Take stories out of pages anew though their content has not changed."""
    gazetteer: tuple[Path_, ...] | None = None
    """Tables of places to lay over the gazetteer. The case remembers them; None leaves what it remembers."""
    demonyms: tuple[Path_, ...] | None = None
    """Tables of demonyms, in the same way."""
    page_seconds: float = 60.0
    """Time limit of one page, to which a second is added for each 20 kB; beyond it the page is an issue."""

    def limit(self, size: int) -> float:
        """Time limit in seconds of a page of ``size`` bytes."""
        return self.page_seconds + min(size / 20_000, 600.0)


class Progress(Record, frozen=True, kw_only=True):
    """How far a run is."""

    phase: str
    """``reading`` pages, ``reading again`` stories, ``copies`` (finding the same text), ``merging``."""
    done: int = 0
    total: int | None = None
    """None while it is not known how many there will be."""
    skipped: int = 0
    """Of ``done``, pages that the case held already."""


OnProgress = Callable[[Progress], None]


class Summary(Record, frozen=True, kw_only=True):
    """What a run did."""

    pages: int = 0
    """Pages read; those already held are ``skipped``."""
    stories: int = 0
    claims: int = 0
    accounts: int = 0
    incidents: int = 0
    """Incidents of the whole case after the run."""
    issues: tuple[Issue, ...] = ()
    """What could not be read, that of pages already held included."""
    skipped: int = 0
    read_again: int = 0
    """Stories read again: metadata, gazetteer or the reader itself have changed."""
    seconds: float = 0.0

    @property
    def unread(self) -> tuple[Issue, ...]:
        """The issues that are about sources that could not be read, or not wholly."""
        return tuple(issue for issue in self.issues if issue.kind not in NOT_SOURCES)
