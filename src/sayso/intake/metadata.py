"""What a page says of itself outside its text: JSON-LD, meta tags, its address; and htmldate where these are silent."""

from __future__ import annotations

import json
import logging
import re
from typing import Any
from urllib.parse import urlsplit

import msgspec

from sayso.intake.decode import one_line
from sayso.intake.markup import Element
from sayso.intake.printed import iso_day
from sayso.vocabulary import PublishedFrom

logging.getLogger("htmldate").addHandler(logging.NullHandler())
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")
_IN_ADDRESS = re.compile(r"(?:^|[/_-])((?:19|20)\d\d)[/_-]?([01]\d)[/_-]?([0-3]\d)(?=[/_.-]|$)")
META_DATE = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "dcterms.issued", "pubdate", "publishdate", "publish-date", "publication_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "originalpublicationdate",
)  # fmt: skip
META_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author", "sailthru.author")


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Metadata of one article."""

    title: str = ""
    byline: str = ""
    outlet: str = ""
    published: str = ""
    published_from: PublishedFrom = PublishedFrom.UNKNOWN


class PageMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """Metadata of the page, and of each article that its JSON-LD lists."""

    page: About
    articles: tuple[About, ...] = ()


def address_date(address: str) -> str:
    """Day in a web address or file name (``/2011/06/05/``, ``2011-06-05-title``), or empty."""
    path = urlsplit(address).path if "://" in address else address
    match = _IN_ADDRESS.search(path)
    return iso_day("-".join(match.groups())) if match else ""


def read_metadata(tree: Element) -> PageMetadata:
    """JSON-LD and meta tags of a parsed page. Nothing is guessed from its text."""
    articles = tuple(_articles(tree))
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = one_line(element.get("content") or "")
        if key and content and len(content) <= 1000:
            meta.setdefault(key, content)
    first = articles[0] if len(articles) == 1 else About()
    heading = tree.find(".//title")
    printed = one_line(heading.text_content())[:1000] if heading is not None else ""
    published = first.published or next((day for key in META_DATE if (day := iso_day(meta.get(key, "")))), "")
    byline = first.byline or next((_name(meta[key]) for key in META_AUTHOR if key in meta and _name(meta[key])), "")
    page = About(
        title=first.title or meta.get("og:title") or meta.get("twitter:title") or printed,
        byline=byline,
        outlet=first.outlet or meta.get("og:site_name") or meta.get("application-name") or meta.get("dc.publisher", ""),
        published=published,
        published_from=PublishedFrom.METADATA if published else PublishedFrom.UNKNOWN,
    )
    return PageMetadata(page=page, articles=articles)


def guess_date(tree: Element, address: str, retrieved: str) -> tuple[str, PublishedFrom]:
    """Date by htmldate's quick search, and how it is known; empty where the page gives none before ``retrieved``."""
    from htmldate import find_date

    try:
        found = find_date(
            tree, extensive_search=False, original_date=True, url=address if "://" in address else None,
            max_date=retrieved[:10] or None,
        )  # fmt: skip
    except Exception:  # a third party's parser over anybody's markup: no date is the right answer
        return "", PublishedFrom.UNKNOWN
    day = iso_day(found or "")
    if not day or day == address_date(address):
        return day, PublishedFrom.ADDRESS if day else PublishedFrom.UNKNOWN
    return day, PublishedFrom.PAGE


def _name(value: str) -> str:
    value = re.sub(r"^\s*by\s+", "", one_line(value), flags=re.I)
    return "" if "://" in value or "@" in value or len(value) > 200 else value


def _articles(tree: Element) -> list[About]:
    out: list[About] = []
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        try:
            data = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        pending: list[Any] = [data]
        while pending and len(out) < 200:
            node = pending.pop(0)
            if isinstance(node, list):
                pending[:0] = node
            elif isinstance(node, dict):
                kinds = node.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(kind, str) and ARTICLE.search(kind) for kind in kinds):
                    out.append(_about(node))
                pending.extend(
                    v
                    for key, v in node.items()
                    if key in ("@graph", "mainEntity", "itemListElement", "item", "blogPost")
                )
    return [about for about in out if about != About()]


def _about(node: dict[str, Any]) -> About:
    published = iso_day(_string(node.get("datePublished")) or _string(node.get("dateCreated")))
    return About(
        title=one_line(_string(node.get("headline")) or _string(node.get("name"))),
        byline=" and ".join(n for n in (_name(x) for x in _names(node.get("author"))) if n),
        outlet=next(iter(_names(node.get("publisher"))), ""),
        published=published,
        published_from=PublishedFrom.METADATA if published else PublishedFrom.UNKNOWN,
    )


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item)]
    if isinstance(value, dict):
        value = value.get("name")
        return _names(value) if isinstance(value, list) else _names(_string(value))
    return [one_line(value)] if isinstance(value, str) and value.strip() else []
