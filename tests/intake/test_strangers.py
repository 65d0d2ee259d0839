# ruff: noqa: E501 - pages and lines of text read better unbroken
"""Shapes met on pages of outlets nobody had prepared for: stamps, labelled dates, repeated lines, links run in."""

from __future__ import annotations

import pytest

from sayso.intake import Extraction, RawPage, extract
from sayso.intake.printed import byline, dated_imprint, find_date, is_date_line
from sayso.intake.shapes import Shape, furniture, labelled_date, line
from sayso.intake.split import inline_dateline
from sayso.records import Story
from sayso.vocabulary import BlockKind

PROSE = [
    "Shells fell on the river town of Marn for a third night on Sunday, killing at least nine people, the mayor said.",
    "Mayor Ilen Voss told reporters that the shells came from the eastern bank, where the army has its guns.",
    "The army said that none of its units had fired on the town and that it would look into the reports.",
]
TITLE = "River town shelled for a third night"


def read(*paragraphs: str, joint: str = "\n\n") -> Extraction:
    return extract(RawPage(name="dump.txt", data=joint.join(paragraphs).encode()), retrieved="2031-06-01T00:00:00Z")


def only(*paragraphs: str) -> Story:
    (story,) = read(*paragraphs).stories
    return story


def blocks(story: Story, kind: BlockKind) -> list[str]:
    return [story.text[b.start : b.end] for b in story.blocks if b.kind is kind]


def test_stamp_before_the_first_words_is_the_date_and_no_part_of_them() -> None:
    story = only(f" date 2029-05-04 {TITLE}", *PROSE)
    assert (story.title, story.published) == (TITLE, "2029-05-04")
    bare = only("date 2029-05-04 " + PROSE[0], *PROSE[1:])
    assert bare.published == "2029-05-04"
    assert bare.text.startswith("Shells fell")


def test_year_that_opens_a_sentence_is_no_stamp() -> None:
    story = only(TITLE, "2029 was the worst year for Marn since the flood, the mayor said on Sunday.", *PROSE)
    assert "2029 was the worst" in story.text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("domingo, 27 de enero de 2030", "2030-01-27"),
        ("samedi 14 août 2027", "2027-08-14"),
        ("Mittwoch, 3 Oktober 2029", "2029-10-03"),
        ("HeadlineMay 05, 2029", "2029-05-05"),
        ("PublishedSept 7, 2030", "2030-09-07"),
        ("25 August 2029 16:38 (UTC+04:00)", "2029-08-25"),
        ("20290122", "2029-01-22"),
        ("20290122 reuters", "2029-01-22"),
    ],
)
def test_date_lines(text: str, day: str) -> None:
    assert is_date_line(text)
    assert find_date(text) == day


def test_eight_digits_that_are_no_day_are_no_date() -> None:
    assert find_date("20291388") == ""
    assert not is_date_line("20291388")


def test_line_of_labels_gives_its_date() -> None:
    assert labelled_date("Source: Marn Daily| 2029-05-19 18:07:59|Editor: ada") == "2029-05-19"
    assert labelled_date("Shells fell on Marn | 2029-05-19") == ""
    story = only(TITLE, "Source: Marn Daily| 2029-05-19 18:07:59|Editor: ada", "Video PlayerOpen", "MARN, May 19 (Voss News) -- " + PROSE[0], *PROSE[1:])
    assert (story.title, story.published, story.dateline) == (TITLE, "2029-05-19", "MARN")


def test_section_beside_a_date_is_nobodys_name() -> None:
    assert byline("Calden - Apr 15, 2029 - 13:56") is None
    assert dated_imprint("Calden - Apr 15, 2029 - 13:56")
    found = byline("Ada Marsh | June 5, 2029")
    assert found is not None
    assert found.name == "Ada Marsh"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By RMC/RK's Radio Orlan", "RMC/RK's Radio Orlan"),
        ("By Ada Marsh/AP", "Ada Marsh"),
        ("From Calden Wire Reports", "Calden Wire Reports"),
    ],
)
def test_bylines(text: str, name: str) -> None:
    found = byline(text)
    assert found is not None
    assert found.name == name


def test_of_two_dates_over_the_title_the_nearer_is_its_own() -> None:
    assert only("17 Jul 2030", "Sunday 16 October 2029 - 14:41", TITLE, *PROSE).published == "2029-10-16"


def test_publisher_alone_on_a_line_is_no_title() -> None:
    story = only("Guards accused of at least 18 killings since marches began", "Amnesty International", "March 29, 2029", *PROSE)
    assert story.title.startswith("Guards accused")
    assert "Amnesty International" not in story.text


def test_caption_printed_twice_is_one_caption_and_no_title() -> None:
    caption = "President Ilen Voss, who opened the talks, has called them off. (AFP/Ada Marsh/Pool)"
    story = only("Voss calls off talks after a kidnapping", "By Ada Marsh", caption, caption + " | License Photo", "MARN, Nov. 17 (AFP) -- " + PROSE[0], *PROSE[1:])
    assert blocks(story, BlockKind.CAPTION) == [caption + " | License Photo"]
    assert story.title == "Voss calls off talks after a kidnapping"


def test_caption_without_its_credit_is_left_out() -> None:
    told = "Marchers take part in a protest against the river tax near the town of Marn"
    story = only(TITLE, told, told + ". Photograph: Reuters", *PROSE)
    assert [kind for kind in (b.kind for b in story.blocks) if kind is BlockKind.HEADING] == [BlockKind.HEADING]
    assert story.text.count(told) == 1


def test_headline_printed_twice_keeps_its_standfirst_one() -> None:
    stand = "Residents count the dead while both armies deny that they fired a single shell at the town"
    story = only(TITLE, TITLE, stand, "By Ada Marsh", *PROSE)
    assert story.title == TITLE


@pytest.mark.parametrize("text", ["0", "109", "(12)", "|", "-", "Published: Updated:", "Bot Publicly Criticises Engineer After A Rejection -"])
def test_scraps_of_pages_are_furniture(text: str) -> None:
    assert furniture(text) == "line"


def test_label_is_no_dateline() -> None:
    assert inline_dateline("REPORT: At least two people were shot in Marn.") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('"(Marn) - The government should look into the killings.', "Marn"),
        ("(Port Marn, May 4, 2029) – The government should look into them.", "Port Marn"),
        ("Marn, January 22, 2029. At least seven people were killed.", "Marn"),
        ("Marn, November 8: Four people were killed.", "Marn"),
        ("MARN (Voss News / Orlan - 04th November, 2029) The ministry summoned him.", "MARN"),
        ("MARN (Orlan) The minister called the talks useful.", "MARN"),
        ("MARN, Calden (AP) � Rebels and troops fought on Sunday.", "MARN, Calden"),
    ],
)
def test_datelines(text: str, place: str) -> None:
    match = inline_dateline(text)
    assert match is not None
    assert match.group("place").strip() == place


def test_pointer_after_a_sentence_leaves_it_a_sentence() -> None:
    assert line("Six civilians were killed by a bomb in Marn. (link)").shape is Shape.PROSE


def test_lines_cut_in_mid_sentence_are_put_together() -> None:
    text = (
        "Their convoy was attacked\nnear Marn, in the country's eastern region, by armed men\non motorcycles, said "
        "Ilen Voss, a spokesman for the U.N.\nStabilization Mission in Calden.\nThe nine dead were from the south."
    )
    (story,) = read(text).stories
    assert story.title == ""
    assert story.text.startswith("Their convoy was attacked near Marn, in the country's eastern region, by armed men on")
    assert "the U.N. Stabilization Mission in Calden.\n\nThe nine dead" in story.text


def test_short_lines_of_a_menu_are_not_put_together() -> None:
    (story,) = read("home\nabout us\nmore news", TITLE, "By Ada Marsh", *PROSE).stories
    assert story.title == TITLE
    assert "about us" not in story.text


def test_name_over_a_dateline_is_the_author() -> None:
    story = only("Orlav Pesk", "MARN: " + PROSE[0], *PROSE[1:])
    assert (story.title, story.byline) == ("", "Orlav Pesk")
    kept = only("Ilen Voss", "MARN: " + PROSE[0], *PROSE[1:])
    assert kept.title == "Ilen Voss"


@pytest.mark.parametrize("joint", ["\n\n", " "])
def test_story_as_long_as_several_books_is_cut_and_says_so(joint: str) -> None:
    made = read(TITLE + "\n\n" + joint.join([PROSE[0]] * 4_000))
    (story,) = made.stories
    assert 30_000 < story.words <= 40_010
    (issue,) = [i for i in made.issues if i.kind == "truncated"]
    assert TITLE in issue.why
    assert "40,000" in issue.why


def test_paragraph_printed_twice_is_kept_twice() -> None:
    story = only(TITLE, PROSE[0], PROSE[0], PROSE[1])
    assert story.text.count(PROSE[0]) == 2
