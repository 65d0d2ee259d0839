# ruff: noqa: E501 - pages and lines of text read better unbroken
"""Text dumps: splitting, furniture, captions, set-off passages."""

from __future__ import annotations

import textwrap

import pytest

from sayso.intake import Extraction, RawPage, extract
from sayso.intake.printed import byline, find_date, is_date_line, iso_day
from sayso.intake.shapes import Shape, furniture, is_credit, line
from sayso.records import Story
from sayso.vocabulary import BlockKind, PublishedFrom

PROSE = [
    "Shells fell on the river town of Marn for a third night on Sunday, killing at least nine people, the mayor said.",
    "Mayor Ilen Voss told reporters that the shells came from the eastern bank, where the army has its guns.",
    "The army said that none of its units had fired on the town and that it would look into the reports.",
    "Traders left the market before noon, and the ferry stopped for the second time in one week of fighting.",
    "A doctor at the clinic said that four of the wounded were children and that blood was running short.",
    "The ferry's captain said he would not cross again until somebody told him who was shooting at whom.",
]


def read(*paragraphs: str, joint: str = "\n\n") -> Extraction:
    return extract(RawPage(name="dump.txt", data=joint.join(paragraphs).encode()), retrieved="2031-06-01T00:00:00Z")


def blocks(story: Story, kind: BlockKind) -> list[str]:
    return [story.text[b.start : b.end] for b in story.blocks if b.kind is kind]


def titles(made: Extraction) -> list[str]:
    return [story.title for story in made.stories]


def test_newspaper_page_with_everything_run_in() -> None:
    made = read(
        "Skip to: Content", "Skip to: Search", "River town shelled for a third night", "Residents count the dead as both armies deny firing.",
        "By Staff writer / May 4, 2031", "A woman sweeps glass from her doorstep in Marn on Sunday.", "Ada Marsh/TNA", "Enlarge", "Marn, Torva",
        PROSE[0], "Skip to next paragraph", *PROSE[1:3], "A market empties", PROSE[3], "Permissions", "Read Comments",
        "View reader comments | Comment on this story",
    )  # fmt: skip
    [story] = made.stories
    assert (story.title, story.byline, story.dateline) == (
        "River town shelled for a third night",
        "Staff writer",
        "Marn, Torva",
    )
    assert (story.published, story.published_from) == ("2031-05-04", PublishedFrom.PAGE)
    assert blocks(story, BlockKind.HEADING) == [story.title, "A market empties"]
    assert blocks(story, BlockKind.STANDFIRST) == ["Residents count the dead as both armies deny firing."]
    assert blocks(story, BlockKind.CAPTION) == ["A woman sweeps glass from her doorstep in Marn on Sunday."]
    assert blocks(story, BlockKind.PARAGRAPH) == PROSE[:4]


def test_archive_of_posts_by_time_and_author() -> None:
    made = read(
        "You are browsing the archive for Marn.", "Guns over the river", "5:44 am in Uncategorized by Ada Marsh", *PROSE[:2], "Nobody is to blame, again",
        "7:36 am in Torva, Marn by Oto Brenn", *PROSE[2:4],
    )  # fmt: skip
    assert titles(made) == ["Guns over the river", "Nobody is to blame, again"]
    assert [s.byline for s in made.stories] == ["Ada Marsh", "Oto Brenn"]
    # a time of day is no date
    assert [(s.published, s.published_from) for s in made.stories] == [("", PublishedFrom.UNKNOWN)] * 2
    assert "browsing" not in "".join(s.text for s in made.stories)


def test_column_name_that_comes_back_begins_a_story() -> None:
    made = read(
        "The Wharf", "Guns over the river", *PROSE[:3], "TNA/Orbis Images", "The Wharf", "Ferry stops again", *PROSE[3:]
    )
    assert titles(made) == ["Guns over the river", "Ferry stops again"]
    assert [s.words > 40 for s in made.stories] == [True, True]
    assert all("Wharf" not in s.text and "Orbis" not in s.text for s in made.stories)


def test_subheadings_do_not_split_a_story() -> None:
    made = read(
        "Guns over the river", "By Ada Marsh", *PROSE[:2], "A market empties", *PROSE[2:4], "Who fired?", *PROSE[4:]
    )
    [story] = made.stories
    assert blocks(story, BlockKind.HEADING) == ["Guns over the river", "A market empties", "Who fired?"]


def test_posts_signed_at_their_foot() -> None:
    made = read(
        "Guns over the river", *PROSE[:2], "Posted by Ada Marsh at 5:03 PM", "2 comments", "Ferry stops again", *PROSE[2:4],
        "Posted by Ada Marsh at 6:15 PM", "No comments", "Blood runs short", *PROSE[4:], "Posted by Oto Brenn at 7:00 PM", "1 comment",
    )  # fmt: skip
    assert titles(made) == ["Guns over the river", "Ferry stops again", "Blood runs short"]
    assert [s.byline for s in made.stories] == ["Ada Marsh", "Ada Marsh", "Oto Brenn"]


def test_news_in_brief_under_datelines() -> None:
    made = read(
        "IN BRIEF", "Torva: Nine die in Marn", "MARN, May 4 (TNA) — " + PROSE[0], PROSE[1], "Ostel: Ferry stops", "OSTEL, Torva — " + PROSE[3],
    )  # fmt: skip
    assert titles(made) == ["Torva: Nine die in Marn", "Ostel: Ferry stops"]
    assert [s.dateline for s in made.stories] == ["MARN", "OSTEL, Torva"]


def test_old_weblog_under_dates() -> None:
    made = read(
        "Wharf talk", "May 5, 2031", "Guns over the river", *PROSE[:2], "May 4, 2031", "Ferry stops again", *PROSE[2:4]
    )
    assert titles(made) == ["Guns over the river", "Ferry stops again"]
    assert [s.published for s in made.stories] == ["2031-05-05", "2031-05-04"]


def test_list_of_links_makes_no_stories() -> None:
    made = read(
        "Guns over the river", "By Ada Marsh", *PROSE[:3], "Most read", "Bakers fear a hard winter", "By Oto Brenn", "Ferry sold for one crown",
        "By Ada Marsh", "New roof for the opera",
    )  # fmt: skip
    [story] = made.stories
    assert story.text == "\n\n".join(["Guns over the river", *PROSE[:3]])


def test_comment_thread_is_cut_off() -> None:
    made = read(
        "Guns over the river", "Ada Marsh | May 4, 2031", *PROSE[:3], "2 comments", "Hollin Reed", "May 5, 2031 at 6:03 am",
        "This is what happens when nobody is asked about anything, and I said so last year.", "Reply",
    )  # fmt: skip
    [story] = made.stories
    assert blocks(story, BlockKind.PARAGRAPH) == PROSE[:3] and story.published == "2031-05-04"


def test_comment_count_over_a_story_does_not_hide_it() -> None:
    [story] = read("Guns over the river", "By Ada Marsh", "12 comments", *PROSE[:3]).stories
    assert blocks(story, BlockKind.PARAGRAPH) == PROSE[:3]


def test_lines_without_blank_lines_and_hard_wrapped_lines() -> None:
    [single] = read("Home", "World", "Guns over the river", "By Ada Marsh", *PROSE[:4], joint="\n").stories
    assert blocks(single, BlockKind.PARAGRAPH) == PROSE[:4]
    wrapped = [textwrap.fill(p, 60) for p in PROSE]
    [story] = read("Guns over the river", *wrapped).stories
    assert blocks(story, BlockKind.PARAGRAPH) == PROSE


@pytest.mark.parametrize(
    "caption",
    [
        "The governor has been asked to leave before. (photo: Torvan Archive)",
        "The governor on his way out. (NavyMedia photo)",
        "The market of Marn in better days / file photo",
        "In this file photo, boats lie at the wharf of Marn.",
        "Relatives at the graveyard last week. Staff photograph by Tilda Moss",
    ],
)
def test_captions_by_their_words(caption: str) -> None:
    [story] = read("Guns over the river", "By Ada Marsh", caption, *PROSE[:2]).stories
    assert blocks(story, BlockKind.CAPTION) == [caption]


def test_a_quotation_before_a_credit_is_no_caption() -> None:
    said = '"We have been at this all year," said the mayor, "and there is no end of it in sight."'
    [story] = read("Guns over the river", *PROSE[:3], said, "TNA/Orbis Images").stories
    assert blocks(story, BlockKind.CAPTION) == [] and story.text.endswith(said)


def test_title_among_links_is_the_one_the_story_tells_of() -> None:
    made = read(
        "World", "Africa", "4 May 2031 Last updated at 14:12 GMT", "Torva: Nine killed by shells in river town",
        "Smoke over Marn. The town has been shelled four times this year", "Torva's Border War", "Profile: General Vass", "Q&A: The Ostel truce",
        "Timeline", *PROSE[:3],
    )  # fmt: skip
    [story] = made.stories
    assert (story.title, story.published) == ("Torva: Nine killed by shells in river town", "2031-05-04")
    assert blocks(story, BlockKind.CAPTION) == ["Smoke over Marn. The town has been shelled four times this year"]
    assert blocks(story, BlockKind.PARAGRAPH) == PROSE[:3] and blocks(story, BlockKind.HEADING) == [story.title]


def test_bulleted_list_in_a_story_and_author_repeated_in_a_note() -> None:
    made = read(
        "Why the truce will not hold", "The guns are still there, and so are the reasons for them", "Wenda Frost", PROSE[0], "The truce says:",
        "- Both armies withdraw five kilometres.", "- Prisoners go home.", PROSE[1], "Wenda Frost is a fellow of the Marn Institute.",
        "More by Wenda Frost", "The ferrymen's war",
    )  # fmt: skip
    [story] = made.stories
    assert (story.title, story.byline) == ("Why the truce will not hold", "Wenda Frost")
    assert blocks(story, BlockKind.STANDFIRST) == ["The guns are still there, and so are the reasons for them"]
    assert blocks(story, BlockKind.LIST) == ["- Both armies withdraw five kilometres.", "- Prisoners go home."]
    assert "ferrymen" not in story.text


COMMENTARY = [
    "I have read three reports on the shells that fell on Marn, and I still do not know who fired them. Here is the Courier:",
    "Nine people were killed when shells fell on Marn for a third night, the mayor said.",
    "The army said that none of its units had fired on the town.",
    "And as I said last week, the army says many things. This one was repeated by the minister:",
    "“No gun of ours was within reach of the town,” the minister said on Monday.",
    "Of course, the minister would not know a gun if it were pointed at him, which I do not wish on anyone.",
    "Traders left the market before noon.",
]


def test_set_off_passages_end_where_the_author_takes_over() -> None:
    [story] = read("Who fires on Marn", "By Ada Marsh", *COMMENTARY).stories
    assert blocks(story, BlockKind.QUOTED) == [COMMENTARY[1], COMMENTARY[2], COMMENTARY[4]]


def test_passage_that_says_we_is_not_cut_at_its_own_we() -> None:
    passage = [
        "We have made progress in all three provinces, and our forces will stay until the work is done.",
        "With our partners we will look at the matter again in spring, and we must not rush what is going well.",
    ]
    [story] = read(
        "Who fires on Marn",
        "I went through the ministry's review. It says:",
        *passage,
        "I see no progress, and I live there.",
    ).stories
    assert blocks(story, BlockKind.QUOTED) == passage


def test_news_prose_after_a_colon_is_not_set_off() -> None:
    paragraphs = [*PROSE[:2], "The mayor gave three reasons for the closure of the market:", *PROSE[2:5]]
    [story] = read("Guns over the river", *paragraphs).stories
    assert blocks(story, BlockKind.QUOTED) == []


def test_same_text_twice_on_a_page_has_two_ids() -> None:
    post = ["Guns over the river", "5:44 am in Torva by Ada Marsh", *PROSE[:2]]
    made = read(*post, *post)
    assert len({s.story_id for s in made.stories}) == 2 and len({s.text_sha256 for s in made.stories}) == 1


def test_another_language_is_kept_and_told() -> None:
    made = read(
        "Der Bürgermeister von Marn tritt zurück",
        "Der Bürgermeister der Stadt Marn ist am Sonntag zurückgetreten, nachdem neun Menschen getötet worden waren.",
        "Er sagte vor Journalisten, dass die Regierung ihn nicht unterstützt habe und er keine andere Wahl sehe.",
    )
    [story], [issue] = made.stories, made.issues
    assert story.language == "de" and issue.kind == "language" and issue.story_id == story.story_id


@pytest.mark.parametrize(
    "text",
    ["Skip to: Site Navigation", "Read Comments", "View reader comments | Comment on this story", "Share this", "Related: Ferry sold for one crown",
     "You are browsing the archive for Oto Brenn.", "Sign up for our newsletter and never miss a story.", "Copyright 2031 The Torvan Courier",
     "© 2031 Torvan Media. All rights reserved.", "Home | News | Sport | Weather", "4 min read", "12 comments", "Follow the desk on Twitter here."],
)  # fmt: skip
def test_furniture(text: str) -> None:
    assert furniture(text)


@pytest.mark.parametrize(
    "text",
    ["Related families were moved to the same shelter on Monday, officials said.", "Share prices fell by a third after the attack.",
     "Print shops in the capital were closed by order of the army.", "More than forty people were killed.", "He said: No comment.",
     "Read the letter, the minister told the assembly, and then tell me who lied.", "Search parties found two bodies on Sunday.",
     "Follow the money, the judge said, and the rest will follow."],
)  # fmt: skip
def test_sentences_are_never_furniture(text: str) -> None:
    assert not furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Marsh/TNA",
        "AFP/Getty Images",
        "Photo: Ada Marsh",
        "REUTERS/Ada Marsh",
        "File photo",
        "Ada Marsh / Lakeland News",
    ],
)
def test_credits(text: str) -> None:
    assert is_credit(text)


@pytest.mark.parametrize(
    "text", ["Talks with Torva/Ostel border police collapse", "End game in Marn", "Smoke over Marn. Ada Marsh/TNA"]
)
def test_no_credits(text: str) -> None:
    assert not is_credit(text)


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [("By Ada Marsh", "Ada Marsh", ""), ("By Staff writer / June 5, 2031", "Staff writer", "2031-06-05"),
     ("7:36 am in Torva, Marn by Ada Marsh", "Ada Marsh", ""), ("9:14 am on 18 March 2031 in Marn by Ada Marsh", "Ada Marsh", "2031-03-18"),
     ("Posted by Ada Marsh on 5 June 2031 at 10:30 am", "Ada Marsh", "2031-06-05"), ("Ada Marsh | June 5, 2031", "Ada Marsh", "2031-06-05"),
     ("By ADA MARSH March 9, 2031 1:34 PM", "ADA MARSH", "2031-03-09"), ("Posted on March 16, 2031 by adam", "adam", "2031-03-16"),
     ("Ada Marsh, Staff Writer", "Ada Marsh", ""), ("By Ada Marsh, Staff Writer", "Ada Marsh", ""), ("By Ada Marsh and Oto Brenn", "Ada Marsh and Oto Brenn", "")],
)  # fmt: skip
def test_bylines(text: str, name: str, date: str) -> None:
    found = byline(text)
    assert found is not None and (found.name, found.date) == (name, date)


@pytest.mark.parametrize(
    "text",
    ["By 2031, the war had begun to turn.", "By noon the crowd had gone", "By Friday the river was shut", "Marn falls"],
)
def test_no_bylines(text: str) -> None:
    assert byline(text) is None


def test_dates() -> None:
    assert find_date("Updated June 6, 2031; published June 5th, 2031") == "2031-06-05"
    assert find_date("13/04/2031") == "2031-04-13" and find_date("03/04/2031") == ""
    assert find_date("31 February 2031") == "" and find_date("5:44 am") == ""
    assert is_date_line("Published: Sunday, 5 June 2031, 10:30 GMT") and not is_date_line("In 2031 the war began")
    assert (
        iso_day("Sun, 04 May 2031 10:00:00 GMT") == "2031-05-04"
        and iso_day("2031-05") == "2031-05"
        and iso_day("soon") == ""
    )


def test_title_like_lines_keep_their_colons() -> None:
    assert line("Mixed news from Marn: Guns silent; Ferry “temporary”").shape is Shape.SHORT
    assert line("The mayor gave three reasons:").shape is Shape.INTRO
