"""RSS and Atom feeds: the pages their items link to, or the items' own text where a page cannot be had.

Enclosures are neither fetched nor unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import feedparser

from sayso.errors import SourceError
from sayso.intake.fetch import is_address
from sayso.intake.raw import RawPage, SourceOptions
from sayso.records import Issue

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
TEXT = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")


def is_feed(data: bytes) -> bool:
    """Whether bytes begin as a feed does."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] == b"<" and b"<html" not in head[:1000].lower() and _ROOT.search(head) is not None


def feed_pages(
    name: str, data: bytes, options: SourceOptions, fetch: Callable[[str, SourceOptions], RawPage]
) -> Iterator[RawPage | Issue]:
    """A page for each item, in the feed's order; ``fetch`` gets the linked ones."""
    if b"<!ENTITY" in data:
        # a feed needs none, and nested ones unpack without end
        yield Issue(
            what=name,
            why="the feed declares entities of its own",
            kind="unreadable",
            remedy="Read the pages it links to.",
        )
        return
    try:
        feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # a third party's parser over anybody's bytes
        yield Issue(
            what=name, why=f"the feed cannot be read ({error})", kind="unreadable", remedy="Check it in a browser."
        )
        return
    outlet = str(feed.feed.get("title", ""))
    if feed.bozo and not feed.entries:
        yield Issue(what=name, why="the feed cannot be read", kind="unreadable", remedy="Check it in a browser.")
        return
    for number, entry in enumerate(feed.entries[: options.max_records], 1):
        link = str(entry.get("link", ""))
        published = str(entry.get("published", "") or entry.get("updated", ""))
        own = _own(f"{name}#{number}", name, link, entry, published, outlet)
        if not (is_address(link) and options.follow_feed_links):
            if own.data:
                yield own
            else:
                yield Issue(
                    what=link or f"{name}#{number}", why="the item has no text", kind="empty", remedy="Read its page."
                )
            continue
        try:
            page = fetch(link, options)
        except SourceError as error:
            text = " The item's own text was read instead." if own.data else ""
            yield Issue(what=error.what, why=error.why, kind="network", remedy=error.remedy + text)
            if own.data:
                yield own
            continue
        if page.media_type not in TEXT:
            yield Issue(
                what=link, why=f"it is {page.media_type}, not a page", kind="skipped", remedy="Read it as text."
            )
            if own.data:
                yield own
            continue
        yield _with(page, str(entry.get("title", "")), published, outlet)


def _with(page: RawPage, title: str, published: str, outlet: str) -> RawPage:
    return RawPage(
        name=page.name, locator=page.locator, data=page.data, media_type=page.media_type, charset=page.charset,
        modified=page.modified, truncated=page.truncated, title=title, published=published,
        outlet=page.outlet or outlet,
    )  # fmt: skip


def _own(locator: str, name: str, link: str, entry: Any, published: str, outlet: str) -> RawPage:
    parts = [str(part.get("value", "")) for part in entry.get("content", [])] or [str(entry.get("summary", ""))]
    text = max(parts, key=len)
    return RawPage(
        name=link if is_address(link) else locator,
        locator=locator,
        data=text.encode("utf-8", errors="ignore"),
        media_type="text/html" if "<" in text else "text/plain",
        charset="utf-8",
        title=str(entry.get("title", "")),
        published=published,
        outlet=outlet,
        byline=str(entry.get("author", "")),
        whole=True,
    )
