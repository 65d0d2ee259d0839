# ruff: noqa: E501 - pages and lines of text read better unbroken
"""HTML pages: metadata, several stories on a page, structure kept."""

from __future__ import annotations

from sayso.intake import Extraction, RawPage, extract
from sayso.vocabulary import BlockKind, PublishedFrom

P = [
    "Shells fell on the river town of Marn for a third night on Sunday, killing at least nine people, the mayor said.",
    "Mayor Ilen Voss told reporters that the shells came from the eastern bank, where the army has its guns.",
    "The army said that none of its units had fired on the town and that it would look into the reports.",
    "Traders left the market before noon, and the ferry stopped for the second time in one week of fighting.",
]


def page(body: str, head: str = "<title>Guns over the river | The Wharf</title>", name: str = "a.html") -> Extraction:
    data = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    return extract(RawPage(name=name, data=data, media_type="text/html"), retrieved="2031-06-01T00:00:00Z")


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_structure_is_kept() -> None:
    made = page(
        f"<article><h1>Guns over the river</h1><figure><img><figcaption>Smoke over Marn.</figcaption></figure>{paragraphs(P[0])}"
        f"<blockquote><p>{P[1]}</p></blockquote><h2>A market empties</h2>{paragraphs(P[2])}<ul><li>{P[3]}</li></ul></article>"
    )
    [story] = made.stories
    assert [(b.kind, story.text[b.start : b.end]) for b in story.blocks] == [
        (BlockKind.HEADING, "Guns over the river"), (BlockKind.CAPTION, "Smoke over Marn."), (BlockKind.PARAGRAPH, P[0]),
        (BlockKind.QUOTED, P[1]), (BlockKind.HEADING, "A market empties"), (BlockKind.PARAGRAPH, P[2]), (BlockKind.LIST, P[3]),
    ]  # fmt: skip


def test_json_ld_gives_date_byline_outlet() -> None:
    head = (
        '<title>x</title><script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "W"}, {"@type": ["NewsArticle"],'
        '"headline": "Guns over the river", "datePublished": "2031-05-04T23:30:00+02:00", "author": [{"name": "Ada Marsh"}],'
        '"publisher": {"name": "The Torvan Courier"}}]}</script>'
    )
    [story] = page(f"<h1>Guns over the river</h1>{paragraphs(*P)}", head).stories
    assert (story.title, story.byline, story.outlet) == ("Guns over the river", "Ada Marsh", "The Torvan Courier")
    assert (story.published, story.published_from) == ("2031-05-04", PublishedFrom.METADATA)


def test_broken_json_ld_is_passed_over() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": [1, {"a": </script><meta name="author" content="Ada Marsh">'
    [story] = page(f"<h1>Guns over the river</h1>{paragraphs(*P)}", head).stories
    assert story.byline == "Ada Marsh" and story.title == "Guns over the river"


def test_date_from_the_address_and_from_the_page() -> None:
    body = f"<h1>Guns over the river</h1>{paragraphs(*P)}"
    [from_address] = page(body, name="https://courier.example/2031/05/04/guns").stories
    assert (from_address.published, from_address.published_from) == ("2031-05-04", PublishedFrom.ADDRESS)
    [printed] = page(f"<h1>Guns over the river</h1><p>By Ada Marsh</p><p>4 May 2031</p>{paragraphs(*P)}").stories
    assert (printed.published, printed.published_from) == ("2031-05-04", PublishedFrom.PAGE)


def test_page_without_a_date_gets_none() -> None:
    [story] = page(f"<h1>Guns over the river</h1>{paragraphs(*P)}<footer>© 2031 The Wharf</footer>").stories
    assert (story.published, story.published_from) == ("", PublishedFrom.UNKNOWN)


def test_day_of_saving_in_the_masthead_is_no_date_of_publication() -> None:
    masthead = "<div>Sunday, 1 June 2031</div>"
    made = page(
        masthead
        + "".join(
            f"<h2>{t}</h2><p>By Ada Marsh</p>{paragraphs(*P[:3])}" for t in ("Guns over the river", "Ferry stops again")
        )
    )
    assert [s.published for s in made.stories] == ["", ""]


def test_articles_on_a_tag_page_are_stories_of_their_own() -> None:
    posts = "".join(
        f"<article><h2><a href='/2031/05/0{n}/x'>Post number {n} on Marn</a></h2><p class='byline'>By Author {n}dam</p>{paragraphs(P[n], P[n - 1])}</article>"
        for n in (1, 2, 3)
    )
    made = page(f"<h1>Posts tagged Marn</h1>{posts}")
    assert [s.title for s in made.stories] == [f"Post number {n} on Marn" for n in (1, 2, 3)]
    assert [s.published for s in made.stories] == [f"2031-05-0{n}" for n in (1, 2, 3)]
    assert [s.position for s in made.stories] == [0, 1, 2]


def test_page_dates_are_not_handed_to_each_of_several_stories() -> None:
    posts = "".join(f"<article><h2>Post number {n} on Marn</h2>{paragraphs(P[n], P[n - 1])}</article>" for n in (1, 2))
    made = page(posts, '<meta property="article:published_time" content="2031-05-04"><title>The Wharf</title>')
    assert [s.published for s in made.stories] == ["", ""]


def test_comments_marked_as_articles_are_none() -> None:
    comment = f"<article class='comment'><h4>Hollin</h4>{paragraphs(P[3], P[2])}</article>"
    [story] = page(
        f"<article><h1>Guns over the river</h1>{paragraphs(*P[:2])}</article><section id='comments'>{comment * 3}</section>"
    ).stories
    assert story.text == "\n\n".join(["Guns over the river", *P[:2]])


def test_sections_with_headings_stay_one_story() -> None:
    sections = "".join(f"<section><h2>Part {n} of it</h2>{paragraphs(P[n], P[n - 1])}</section>" for n in (1, 2, 3))
    made = page(f"<article><h1>Guns over the river</h1>{sections}</article>")
    assert len(made.stories) == 1 and "Part 3 of it" in made.stories[0].text


def test_given_title_and_date_of_a_table_row() -> None:
    raw = RawPage(
        name="t.csv#1",
        data="\n\n".join(P).encode(),
        title="Guns over the river",
        published="4 May 2031",
        outlet="Courier",
        whole=True,
    )
    [story] = extract(raw, retrieved="2031-06-01T00:00:00Z").stories
    assert (story.title, story.published, story.published_from, story.outlet) == (
        "Guns over the river",
        "2031-05-04",
        "metadata",
        "Courier",
    )
    assert story.text == "\n\n".join(["Guns over the river", *P])


def test_extraction_is_the_same_every_time() -> None:
    body = f"<article><h1>Guns over the river</h1>{paragraphs(*P)}</article>"
    assert page(body) == page(body)


def test_a_date_after_a_word_of_publishing_is_the_page_s_own_even_ahead_of_the_clock() -> None:
    told = "<p>The bridge at Senn was shut for the {} time this year, the ministry said on Monday.</p>"
    stamp = "<p>Broadcast Thursday, 6 March 2031, 19:00.</p>"
    page = f"<html><body><h1>Bridge at Senn shut</h1>{stamp}{''.join(map(told.format, range(9)))}</body></html>"
    raw = RawPage(name="a.html", locator="a.html", data=page.encode(), media_type="text/html")
    (story,) = extract(raw, retrieved="2026-01-01T00:00:00Z").stories
    assert story.published == "2031-03-06"
