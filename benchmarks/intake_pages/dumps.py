# ruff: noqa: E501 - markup reads better unbroken
"""Text dumps: pages saved as text, with menus, captions, credits, comments and links run into the stories."""

from __future__ import annotations

import datetime as dt
import textwrap

from benchmarks.intake_pages.known import Known, Page, Template


def _printed(day: str) -> str:
    date = dt.date.fromisoformat(day)
    return f"{date:%B} {date.day}, {date.year}"


def _body(story: Known, bullet: str = "• ") -> list[str]:
    return [bullet + t if m == "I" else t for m, t in story.body]


def newspaper(stories: list[Known]) -> Page:
    """A newspaper's page: menu, standfirst, byline with date, caption, credit, dateline, links."""
    s = stories[0]
    body = _body(s)
    lines = ["Skip to content", "Home", "World", "Business", "Sport", s.title, s.one("S"), f"By {s.one('B')} / {_printed(s.one('D'))}", s.one("C"),
             s.one("X"), "Enlarge", s.one("L"), body[0], "Share this story", *body[1:], "Permissions", "Read Comments",
             "More World news", "Ferry sold for one crown", "Barley prices up again"]  # fmt: skip
    return "\n\n".join(line for line in lines if line), [s.expected()]


def column(stories: list[Known]) -> Page:
    """A column's page of several articles, each under the column's name, credits between them."""
    lines = []
    for s in stories:
        lines += ["The Long View", s.title, *_body(s), "NPA/Lakeland Images"]
    return "\n\n".join(lines), [s.expected(standfirst=False) for s in stories]


def tagged(stories: list[Known]) -> Page:
    """A weblog's archive: title, time and author, text; again and again."""
    lines = ["You are browsing the archive for war."]
    for n, s in enumerate(stories):
        lines += [s.title, f"{n + 6}:2{n} am in War, Lake by {s.one('B')}", *_body(s)]
    return "\n\n".join(lines), [s.expected(standfirst=False) for s in stories]


def footed(stories: list[Known]) -> Page:
    """Posts signed at their foot, with comment counts."""
    lines = ["Notes from the lake", "About", "Archives"]
    for n, s in enumerate(stories):
        lines += [s.title, *_body(s), f"Posted by {s.one('B')} at {n + 3}:15 PM", f"{n + 2} comments"]
    return "\n\n".join(lines), [s.expected(standfirst=False) for s in stories]


def wire(stories: list[Known]) -> Page:
    """An agency's file: title and datelined text, end marks between."""
    lines = []
    for s in stories:
        date = dt.date.fromisoformat(s.one("D"))
        body = _body(s, "- ")
        place = (s.one("L") or "Aldery").split(",")[0].upper()
        lines += [s.title, f"{place}, {date:%b} {date.day} (NPA) - {body[0]}", *body[1:], "###"]
    return "\n\n".join(lines), [s.expected(standfirst=False) for s in stories]


def hard_wrapped(stories: list[Known]) -> Page:
    """Lines broken at 72 characters, as mail and old sites have them."""
    s = stories[0]
    blocks = [s.title, f"By {s.one('B')}", _printed(s.one("D")), *_body(s)]
    return "\n\n".join(textwrap.fill(b, 72) for b in blocks), [s.expected(standfirst=False)]


def one_line_each(stories: list[Known]) -> Page:
    """A crawl's text: one line a block, no blank lines, menus before and after."""
    s = stories[0]
    lines = ["Home", "World", "War", "Opinion", "Log in", s.title, f"By {s.one('B')}", _printed(s.one("D")), *_body(s), "Tags: war, lake", "Share",
             "Tweet", "Related stories", "Ferry sold for one crown", "Barley prices up again", "© 2029 Lakeland News"]  # fmt: skip
    return "\n".join(lines), [s.expected(standfirst=False)]


def subheaded(stories: list[Known]) -> Page:
    """One story with subheadings, to be kept whole."""
    s = stories[0]
    body = _body(s)
    lines = [s.title, f"By {s.one('B')}", *body[:2], "A long week", *body[2:4], "What comes next", *body[4:]]
    flat = [t for _, t in s.body]
    return "\n\n".join(lines), [
        (s.title, "\n".join([*flat[:2], "A long week", *flat[2:4], "What comes next", *flat[4:]]))
    ]


def commented(stories: list[Known]) -> Page:
    """A story with a thread of comments after it."""
    s = stories[0]
    lines = [s.title, f"{s.one('B')} | {_printed(s.one('D'))}", *_body(s), "3 comments", "Hollin says:", "June 5, 2029 at 6:03 am",
             "This is what happens when nobody is asked about anything, and I said so last year.", "Reply", "Pim says:",
             "June 5, 2029 at 7:10 am", "Nobody asked you either, Hollin, and nobody ever will.", "Reply"]  # fmt: skip
    return "\n\n".join(lines), [s.expected(standfirst=False)]


def dated(stories: list[Known]) -> Page:
    """An old weblog: a date, a title, the text, and again."""
    lines = []
    for s in stories:
        lines += [_printed(s.one("D")), s.title, *_body(s)]
    return "\n\n".join(lines), [s.expected(standfirst=False) for s in stories]


TEMPLATES: list[tuple[int, Template]] = [
    (1, newspaper), (2, column), (3, tagged), (3, footed), (3, wire), (1, hard_wrapped), (1, one_line_each), (1, subheaded), (1, commented),
    (2, dated),
]  # fmt: skip
