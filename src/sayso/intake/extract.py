"""A page's bytes to its stories: a pure function that never raises on what a page holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from sayso.ids import digest, sha256, text_sha256
from sayso.intake.assemble import drafts as draft_lines
from sayso.intake.decode import binary, clean, decode, one_line, printable
from sayso.intake.draft import Draft, lay_out
from sayso.intake.language import language
from sayso.intake.pages import html_drafts
from sayso.intake.paragraphs import paragraphs
from sayso.intake.printed import iso_day
from sayso.intake.raw import MEGABYTE, Extraction, RawPage
from sayso.intake.shapes import line
from sayso.records import Issue, Page, Story
from sayso.vocabulary import BlockKind, PublishedFrom

LARGEST = 20 * MEGABYTE
"""Bytes of one page that are read; the rest is left out with an issue."""
LONGEST_STORY = 40_000
"""Words of one story that are read, a book's worth: reading takes more than twice as long for twice the words."""
MARKUP = re.compile(
    r"<!doctype html|<html|<head[\s>]|<body|<article|<div[\s>]|<p[\s>]|<br\s*/?>|</p>|<h[1-6][\s>]", re.I
)


def extract(raw: RawPage, *, retrieved: str) -> Extraction:
    """Stories of one page.

    Args:
        raw: the page as it came.
        retrieved: when it came, ISO 8601 UTC; never taken for a story's date.

    Returns:
        The page's record, its stories in order, and an issue for whatever could not be read (kinds: empty, binary,
        truncated, no_text, language, damaged).
    """
    page = Page(
        page_id=digest("page", raw.name, sha256(raw.data)),
        address=raw.name,
        retrieved=raw.fetched or retrieved,
        modified=raw.modified,
        media_type=raw.media_type,
        sha256=sha256(raw.data),
    )
    issues: list[Issue] = []

    def note(kind: str, why: str, remedy: str, story_id: str = "") -> None:
        issues.append(
            Issue(
                what=raw.name, why=why, remedy=remedy, kind=kind, at=retrieved, page_id=page.page_id, story_id=story_id
            )
        )

    if raw.truncated:
        note("truncated", raw.truncated, "What came before was read; fetch the rest and read it again.")
    if not raw.data.strip():
        note("empty", f"the page has {len(raw.data)} bytes and no text", "Fetch or save the page again.")
        return Extraction(page=page, issues=tuple(issues))
    if what := binary(raw.data):
        note("binary", f"it is {what}, not text", "Convert it to HTML or plain text and read that.")
        return Extraction(page=page, issues=tuple(issues))
    data = raw.data
    if len(data) > LARGEST:
        why = f"the page has {len(data):,} bytes; only the first {LARGEST:,} were read"
        note("truncated", why, "Split the page into files of less than that size.")
        data = data[:LARGEST]
    decoded, _ = decode(data, raw.charset)
    if not printable(decoded):
        note("binary", "most of it is no text in any known encoding", "Save the page as UTF-8 text or HTML.")
        return Extraction(page=page, issues=tuple(issues))
    text = clean(decoded)
    try:
        found = _drafts(raw, text, page.retrieved)
    except (RecursionError, ValueError, AssertionError, IndexError, KeyError, TypeError, AttributeError) as error:
        # whatever a page does to a parser, the run goes on and the page is named
        note(
            "damaged", f"the page could not be taken apart ({type(error).__name__}: {error})", "Save it as plain text."
        )
        found = []
    for at, draft in enumerate(found):
        if draft.words > LONGEST_STORY:
            told = f"the story {draft.title[:80]!r} has {draft.words:,} words"
            why = f"{told}; only the first {LONGEST_STORY:,} were read"
            note("truncated", why, "Split it into files, one for each chapter or report, and read those.")
            found[at] = _shortened(draft)
    stories = _stories(raw, page, [_with_given(raw, d, len(found)) for d in found])
    if not stories and not any(issue.kind == "damaged" for issue in issues):
        note(
            "no_text",
            "no running text was found on it",
            "If the page builds its text by script, save it from a browser.",
        )
    for story in stories:
        if story.language != "en":
            why = f"the story {story.title[:80]!r} is in language {story.language!r}"
            note("language", why, "It is kept and not read; Sayso reads English only.", story.story_id)
    return Extraction(page=page, stories=stories, issues=tuple(issues))


def is_markup(text: str, media_type: str) -> bool:
    """Whether a page is HTML: by its media type where that says so, else by its beginning."""
    if "html" in media_type:
        return "<" in text
    start = text[:3000].lstrip()
    return start[:1] == "<" and MARKUP.search(start) is not None


def _drafts(raw: RawPage, text: str, retrieved: str) -> list[Draft]:
    if is_markup(text, raw.media_type):
        return html_drafts(text, address=raw.name, retrieved=retrieved, whole=raw.whole)
    return [d for d in draft_lines([line(p) for p in paragraphs(text)], whole=raw.whole) if d.blocks]


def _shortened(draft: Draft) -> Draft:
    """A story cut after the block, or inside the first block, that brings it to its most words."""
    kept: list[tuple[BlockKind, str]] = []
    left = LONGEST_STORY
    for kind, text in draft.blocks:
        words = text.count(" ") + 1
        if words > left:
            if not kept:
                kept.append((kind, " ".join(text.split(" ", left)[:left])))
            break
        kept.append((kind, text))
        left -= words
    return msgspec.structs.replace(draft, blocks=tuple(kept))


def _with_given(raw: RawPage, draft: Draft, stories: int) -> Draft:
    """What a table or feed says of the page, where it does not itself; titles and dates only if it is one story."""
    published, known_from = draft.published, draft.published_from
    title, byline, blocks = draft.title, draft.byline, draft.blocks
    if stories == 1:
        given = one_line(clean(raw.title))
        if given and (raw.whole or not title):
            if title and title.lower() != given.lower() and blocks:
                blocks = ((BlockKind.HEADING, title), *blocks)
            title = given
        byline = one_line(clean(raw.byline)) or byline
        day = iso_day(raw.published)
        if day and (raw.whole or not published or known_from is PublishedFrom.ADDRESS):
            published, known_from = day, PublishedFrom.METADATA
    return msgspec.structs.replace(
        draft, title=title, byline=byline, outlet=one_line(clean(raw.outlet)) or draft.outlet, published=published,
        published_from=known_from, blocks=blocks,
    )  # fmt: skip


def _stories(raw: RawPage, page: Page, found: Sequence[Draft]) -> tuple[Story, ...]:
    seen: Counter[str] = Counter()
    stories: list[Story] = []
    for draft in found:
        text, blocks = lay_out(draft)
        if not text.strip():
            continue
        hashed = text_sha256(text)
        again = (seen[hashed],) if seen[hashed] else ()
        seen[hashed] += 1
        stories.append(
            Story(
                story_id=digest("story", raw.name, hashed, *again),
                page_id=page.page_id,
                page=raw.name,
                title=draft.title,
                byline=draft.byline,
                outlet=draft.outlet,
                dateline=draft.dateline,
                published=draft.published,
                published_from=draft.published_from if draft.published else PublishedFrom.UNKNOWN,
                language=language(text),
                words=len(text.split()),
                text_sha256=hashed,
                text=text,
                blocks=blocks,
                position=len(stories),
            )
        )
    return tuple(stories)
