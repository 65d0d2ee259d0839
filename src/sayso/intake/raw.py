"""What passes between the parts of intake: a page as it came, and what was made of it."""

from __future__ import annotations

import msgspec

from sayso.records import Issue, Page, Story

MEGABYTE = 1_000_000


class SourceOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How sources are opened. Sizes are in bytes, times in seconds."""

    allow_private: bool = False
    """Fetch from loopback, link-local and private addresses too."""
    timeout: float = 20.0
    """Time limit of one fetch, connecting and reading together."""
    max_bytes: int = 20 * MEGABYTE
    """Largest page read; the rest of a larger one is left out and an issue says so."""
    max_ratio: int = 200
    """Largest ratio of unpacked to packed size."""
    max_records: int = 1_000_000
    """Largest number of records read from one archive, table or feed."""
    text_column: str = ""
    """Column of a table that holds the text; empty means guess among the usual names."""
    user_agent: str = "sayso (reads news pages and keeps the record)"
    follow_feed_links: bool = True
    """Fetch the pages a feed links to; otherwise only the items' own content is read."""


class RawPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page as it came: its bytes and what its source says of it."""

    name: str
    """Web address, or path relative to the source folder (POSIX separators); ``path#n`` for row n of a table."""
    locator: str = ""
    """Where to find it again: path on disk, ``path#record``, or the address fetched."""
    data: bytes = b""
    media_type: str = ""
    charset: str = ""
    """As declared by the transport; the page's own declaration is read by ``decode``."""
    modified: str = ""
    """ISO 8601 UTC; empty if not known."""
    fetched: str = ""
    """When an archive says it fetched the page, ISO 8601 UTC; empty means now."""
    title: str = ""
    """Metadata given beside the page by a table or feed: title, date (any form), outlet, byline."""
    published: str = ""
    outlet: str = ""
    byline: str = ""
    whole: bool = False
    """The page is one story by its source's own account (a row of a table): never split."""
    truncated: str = ""
    """Why the bytes are not all there; empty if they are."""


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of one page. ``stories`` is empty where it could not be read, and ``issues`` says why."""

    page: Page
    stories: tuple[Story, ...] = ()
    issues: tuple[Issue, ...] = ()
