# ruff: noqa: E501 - markup reads better unbroken
"""Site designs: each template makes one HTML page of stories, with the furniture that such sites have."""

from __future__ import annotations

import datetime as dt
import json
from html import escape

from benchmarks.intake_pages.known import Known, Page, Template

NAV = "<nav class='main-nav'><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li><li><a href='/war'>War</a></li></ul></nav>"
SIDE = (
    "<aside class='sidebar'><h3>Most read</h3><ul><li><a href='/a'>Bakers fear a hard winter in Tolbeck</a></li>"
    "<li><a href='/b'>Ferry sold for one crown</a></li></ul><p>Sign up for our newsletter and never miss a story.</p></aside>"
)
COMMENTS = (
    "<div id='comments'><h3>2 comments</h3><div class='comment'><p>Hollin says: this is what happens when nobody is asked about "
    "anything, and I said so last year.</p></div><div class='comment'><p>Pim says: nobody asked you either, Hollin.</p></div></div>"
)
FOOT = "<footer><p>Copyright 2029 The Lakeland News. All rights reserved.</p><p><a href='/terms'>Terms of use</a></p></footer>"


def _printed(day: str) -> str:
    date = dt.date.fromisoformat(day)
    return f"{date:%B} {date.day}, {date.year}"


def _body(story: Known, quote: str = "blockquote", heading: str = "h2") -> str:
    out, items = [], False
    for mark, text in story.body:
        if items and mark != "I":
            out.append("</ul>")
        if mark == "I" and not items:
            out.append("<ul>")
        items = mark == "I"
        said = escape(text, quote=False)
        out.append(
            {
                "P": f"<p>{said}</p>",
                "Q": f"<{quote}><p>{said}</p></{quote}>",
                "H": f"<{heading}>{said}</{heading}>",
                "I": f"<li>{said}</li>",
            }[mark]
        )
    return "\n".join(out) + ("</ul>" if items else "")


def _page(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{escape(title)}</title>{head}</head><body>{body}</body></html>"


def modern(stories: list[Known]) -> Page:
    """Article element, JSON-LD, figure, share buttons, sidebar, comments."""
    story = stories[0]
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title, "datePublished": story.one("D"),
            "author": {"@type": "Person", "name": story.one("B")}, "publisher": {"name": "Lakeland News"}}  # fmt: skip
    head = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    body = (
        f"<header><a href='/'>Lakeland News</a></header>{NAV}<main><article><h1>{escape(story.title)}</h1>"
        f"<p class='standfirst'>{escape(story.one('S'))}</p><div class='byline'>By {story.one('B')}</div>"
        f"<div class='share'><a href='#'>Share</a> <a href='#'>Tweet</a></div>"
        f"<figure><img src=x.jpg><figcaption>{escape(story.one('C'))} <span class='credit'>{story.one('X')}</span></figcaption></figure>"
        f"{_body(story)}</article>{SIDE}</main>{COMMENTS}{FOOT}"
    )
    return _page(f"{story.title} | Lakeland News", body, head), [story.expected()]


def weblog(stories: list[Known]) -> Page:
    """One post of a weblog with its date in a meta line and a widget column."""
    story = stories[0]
    body = (
        f"<div id='page'><div id='header'><h1><a href='/'>Notes from the lake</a></h1></div><div id='content'><div class='post hentry'>"
        f"<h2 class='entry-title'>{escape(story.title)}</h2><p class='entry-meta'>Posted by <span class='author'>{story.one('B')}</span>"
        f" on {_printed(story.one('D'))}</p><div class='entry-content'>{_body(story, heading='h3')}</div>"
        "<p class='post-tags'>Tags: war, lake</p><p><a href='#'>Permalink</a> | <a href='#'>Comments (2)</a></p></div></div>"
        f"{COMMENTS}<div id='sidebar'><h3>Blogroll</h3><ul><li><a href='x'>Harbour talk</a></li></ul></div></div>"
    )
    return _page(f"{story.title} - Notes from the lake", body), [story.expected(standfirst=False)]


def tables(stories: list[Known]) -> Page:
    """Table layout of old, capitals in tags, unclosed paragraphs, links in a column."""
    story = stories[0]
    paragraphs = "\n".join(f"<P>{escape(t, quote=False)}" if m != "H" else f"<P><B>{t}</B>" for m, t in story.body)
    body = (
        "<TABLE><TR><TD COLSPAN=3><FONT SIZE=6>The Hadrow Mail</FONT></TD></TR><TR><TD><FONT SIZE=2>Front page<BR>Home news<BR>Foreign<BR>"
        f"Letters</FONT></TD><TD><H1>{escape(story.title)}</H1><I>By {story.one('B')}</I>{paragraphs}</TD><TD><B>Also today</B><BR>"
        "<A HREF='/1'>Barley prices up</A><BR><A HREF='/2'>New roof for the opera</A></TD></TR><TR><TD COLSPAN=3>Copyright 2029 Hadrow Mail"
        "</TD></TR></TABLE>"
    )
    return _page(f"The Hadrow Mail: {story.title}", body), [story.expected(standfirst=False)]


def breaks(stories: list[Known]) -> Page:
    """Paragraphs made by double line breaks in one div."""
    story = stories[0]
    text = "<br><br>".join(escape(t, quote=False) for _, t in story.body)
    body = (
        f"<div class=top>{NAV}</div><div class=content><h1>{escape(story.title)}</h1><div class=meta>{_printed(story.one('D'))} | {story.one('B')}"
        f"</div><div class=text>{text}</div></div>{FOOT}"
    )
    return _page(story.title, body), [story.expected(standfirst=False)]


def wrapped(stories: list[Known]) -> Page:
    """Every paragraph in a div of its own, advertisements and related links between."""
    story = stories[0]
    parts = []
    for n, (mark, text) in enumerate(story.body):
        parts.append(
            f"<div class='c-block'><{'h3' if mark == 'H' else 'p'}>{escape(text, quote=False)}</{'h3' if mark == 'H' else 'p'}></div>"
        )
        if n == 1:
            parts.append(
                "<div class='ad-slot'>Advertisement</div><div class='related'><p>Related: <a href='/x'>Ferry sold for one crown</a></p></div>"
            )
    body = (
        f"{NAV}<div class='wrap'><h1>{escape(story.title)}</h1><h2 class='subtitle'>{escape(story.one('S'))}</h2><p class='author'>{story.one('B')}</p>"
        f"<time datetime='{story.one('D')}T08:00:00Z'>{_printed(story.one('D'))}</time>{''.join(parts)}</div>{SIDE}{FOOT}"
    )
    return _page(f"{story.title} - Calden Today", body), [story.expected()]


def archive(stories: list[Known]) -> Page:
    """Tag archive of a newspaper: articles in full, one after the other."""
    parts = "".join(
        f"<article class='post'><h2><a href='/{s.one('D').replace('-', '/')}/x'>{escape(s.title)}</a></h2><div class='meta'>"
        f"{_printed(s.one('D'))} by {s.one('B')}</div>{_body(s, heading='h3')}<p class='tags'>Filed under: war</p></article>"
        for s in stories
    )
    return _page("war | Notes from the lake", f"<h1>Posts tagged war</h1>{NAV}<div id=content>{parts}</div>{SIDE}"), [
        s.expected(standfirst=False) for s in stories
    ]


def front(stories: list[Known]) -> Page:
    """Front of a weblog: divs without marks of their own, titles that lead to the posts."""
    parts = "".join(
        f"<div><h3><a href='/p/{n}'>{escape(s.title)}</a></h3>{_body(s, heading='h4')}<p>Posted by {s.one('B')} at 5:03 PM | "
        "<a href='#'>Comments (3)</a></p></div>"
        for n, s in enumerate(stories)
    )
    return _page(
        "Notes from the lake", f"<h1>Notes from the lake</h1><div>{parts}</div><div id='sidebar'><p>About me</p></div>"
    ), [s.expected(standfirst=False) for s in stories]


def flat(stories: list[Known]) -> Page:
    """Two articles in one flow, told apart by title and byline alone."""
    parts = "".join(f"<h2>{escape(s.title)}</h2><p>By {s.one('B')}</p>{_body(s, heading='h4')}" for s in stories)
    return _page("The Hadrow Mail: Foreign", f"{NAV}<div class='column'>{parts}</div>{FOOT}"), [
        s.expected(standfirst=False) for s in stories
    ]


def teasers(stories: list[Known]) -> Page:
    """One article, and cards that tease others below it."""
    story, *others = stories
    cards = "".join(
        f"<article class='card'><h3><a href='/c'>{escape(o.title)}</a></h3><p>{escape(o.one('S'))}</p></article>"
        for o in others
    )
    body = (
        f"{NAV}<article><h1>{escape(story.title)}</h1><p class='byline'>By {story.one('B')}</p>{_body(story)}</article>"
        f"<section class='more'><h2>More stories</h2>{cards}</section>{FOOT}"
    )
    return _page(f"{story.title} | Calden Today", body), [story.expected(standfirst=False)]


def sections(stories: list[Known]) -> Page:
    """One article whose parts are sections with headings: to be kept whole."""
    story = stories[0]
    half = len(story.body) // 2
    first = "".join(f"<p>{escape(t, quote=False)}</p>" for _, t in story.body[:half])
    second = "".join(f"<p>{escape(t, quote=False)}</p>" for _, t in story.body[half:])
    body = (
        f"<article><header><h1>{escape(story.title)}</h1><p class=dek>{escape(story.one('S'))}</p></header><section><h2>What happened there</h2>"
        f"{first}</section><section><h2>What people say</h2>{second}</section></article>{FOOT}"
    )
    title, text = story.expected()
    at = text.index(story.body[half][1])
    text = f"{text[:at]}What people say\n{text[at:]}".replace(
        story.body[0][1], f"What happened there\n{story.body[0][1]}", 1
    )
    return _page(f"{story.title} | Calden Today", body), [(title, text)]


TEMPLATES: list[tuple[int, Template]] = [
    (1, modern), (1, weblog), (1, tables), (1, breaks), (1, wrapped), (3, archive), (3, front), (2, flat), (4, teasers), (1, sections),
]  # fmt: skip
