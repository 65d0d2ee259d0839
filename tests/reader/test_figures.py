"""Counts: a typed table of made-up phrases, and the rules that a phrase cannot show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sayso.reader.figures import find_figures, find_victims, harm_anchor
from sayso.reader.figures.article import article_toll
from sayso.reader.marks import Figure, Mention, Span, TimeExpression, Victimhood
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.vocabulary import Basis, CountWhat, CountWho, MentionKind, Qualifier

_TABLE = Path(__file__).with_name("figure_phrases.txt")
_RANGE = re.compile(r"(\d*)\.\.(\d*)|(\d+)")

Row = tuple[CountWhat, CountWho, int | None, int | None, Qualifier, Basis, str]


def _row(text: str) -> Row:
    """One expected figure, as the table's heading describes it."""
    what, values, *rest = text.split()
    what, _, who = what.partition("/")
    match = _RANGE.fullmatch(values)
    assert match is not None, text
    low, high = (match[3], match[3]) if match[3] else (match[1], match[2])
    per = rest[rest.index("per") + 1] if "per" in rest else ""
    words = rest[: rest.index("per")] if "per" in rest else rest
    basis = next((Basis(word) for word in words if word in ("additional", "subtotal")), Basis.TOTAL)
    qualifier = next((Qualifier(word) for word in words if word not in ("additional", "subtotal")), Qualifier.EXACTLY)
    return (
        CountWhat(what), CountWho(who or "total"), int(low) if low else None, int(high) if high else None, qualifier,
        basis, per,
    )  # fmt: skip


def _phrases() -> list[tuple[str, list[Row]]]:
    rows = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        phrase, _, expected = line.partition(" => ")
        figures = [] if expected.strip() == "-" else [_row(part) for part in expected.split(";")]
        rows.append((phrase.strip(), figures))
    return rows


def figures_of(text: str) -> tuple[Figure, ...]:
    story = plain_story(text)
    tokens, sentences = segment(story)
    return find_figures(story, tokens, sentences, (), ())


def victims_of(text: str) -> tuple[str, tuple[Victimhood, ...]]:
    story = plain_story(text)
    tokens, sentences = segment(story)
    return story.text, find_victims(story, tokens, sentences, ())


@pytest.mark.parametrize(("phrase", "expected"), _phrases())
def test_phrase(phrase: str, expected: list[Row]) -> None:
    found = [(f.what, f.who, f.min, f.max, f.qualifier, f.basis, f.per) for f in figures_of(phrase)]
    assert found == expected


def test_the_table_holds_enough_phrases() -> None:
    assert len(_phrases()) >= 250


def test_spans_are_the_words_of_the_figure_of_the_harm_and_of_the_people() -> None:
    text = "Officials said at least two dozen Marnese villagers were killed."
    (figure,) = figures_of(text)
    assert text[figure.start : figure.end] == "at least two dozen"
    assert figure.who_span is not None
    assert text[figure.who_span.start : figure.who_span.end] == "Marnese villagers"
    anchor = harm_anchor(figure)
    assert anchor is not None
    assert text[anchor[0] : anchor[1]] == "killed"


def test_a_part_names_its_whole_by_index() -> None:
    figures = figures_of("Two guards died on Monday. The raid killed 40 people, including four children.")
    assert [f.part_of for f in figures] == [-1, -1, 1]
    assert harm_anchor(figures[2]) is None


def test_a_part_does_not_reach_back_over_a_sentence_of_its_own() -> None:
    figures = figures_of("The raid killed 40 people. The road is closed. Trade fell. Two of them were at home.")
    assert [f.min for f in figures] == [40]


def test_figures_stay_within_their_sentence() -> None:
    figures = figures_of("Police counted 12. People were killed elsewhere.")
    assert figures == ()


def test_numbers_inside_dates_are_no_figures() -> None:
    story = plain_story("The 18 killed were found.")
    tokens, sentences = segment(story)
    dated = TimeExpression(start=4, end=6, sentence=0, kind="DATE", form="")
    assert find_figures(story, tokens, sentences, (), ()) != ()
    assert find_figures(story, tokens, sentences, (), (dated,)) == ()


@pytest.mark.parametrize(
    ("text", "described", "name", "age", "sex", "group", "harm"),
    [
        ("Dara Venn, 34, was killed.", "Dara Venn", "Dara Venn", 34, "", "", "killed"),
        ("A 12-year-old boy was wounded.", "A 12-year-old boy", "", 12, "m", "children", "injured"),
        ("Gunmen abducted a journalist.", "a journalist", "", None, "", "journalists", "abducted"),
        ("A woman was shot and later died.", "A woman", "", None, "f", "", "killed"),
        ("The blast killed Dara Venn.", "Dara Venn", "Dara Venn", None, "", "", "killed"),
        ("Dara Venn and two guards were killed.", "Dara Venn", "Dara Venn", None, "", "", "killed"),
        ("A policeman, aged 40, was injured.", "A policeman", "", 40, "m", "security_forces", "injured"),
        ("A soldier with a gunshot wound was flown out.", "A soldier", "", None, "", "security_forces", "injured"),
    ],
)
def test_victim(text: str, described: str, name: str, age: int | None, sex: str, group: str, harm: str) -> None:
    stored, victims = victims_of(text)
    assert len(victims) == 1
    victim = victims[0]
    assert stored[victim.start : victim.end] == described
    assert (stored[victim.name.start : victim.name.end] if victim.name is not None else "") == name
    assert (victim.age_min, victim.age_max) == (age, age)
    assert (victim.sex, victim.group, victim.harm) == (sex, group, harm)


@pytest.mark.parametrize(
    "text",
    [
        "Dara Venn killed two men.",
        "A gunman shot two guards.",
        "Dara Venn was not hurt.",
        "Dara Venn said that two men were killed.",
        "They threatened to kill Dara Venn.",
        "Marsh Avenue was closed after the raid killed two men.",
    ],
)
def test_no_victim(text: str) -> None:
    assert victims_of(text)[1] == ()


def test_a_marked_person_gives_the_bare_name() -> None:
    text = "Gen. Dara Venn was killed."
    story = plain_story(text)
    tokens, sentences = segment(story)
    mention = Mention(start=0, end=14, kind=MentionKind.PERSON, title=Span(start=0, end=4), name=Span(start=5, end=14))
    (victim,) = find_victims(story, tokens, sentences, (mention,))
    assert (victim.start, victim.end, victim.name) == (0, 14, Span(start=5, end=14))


def test_pronouns_are_tellings_only_when_asked_for() -> None:
    story = plain_story("He was shot in the leg.")
    tokens, sentences = segment(story)
    assert find_victims(story, tokens, sentences, ()) == ()
    (telling,) = find_victims(story, tokens, sentences, (), pronouns=True)
    assert (telling.sex, telling.harm) == ("m", "casualties")


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        ("Two men were killed and three wounded at a bar. Both men died at once.", (2, 3)),
        ("A man was shot in the leg. The man was taken to hospital in stable condition.", (0, 1)),
        ("Dara Venn, 34, was shot and killed. Venn was pronounced dead at the scene.", (1, 0)),
        ("A man was killed. In an unrelated shooting last week, two women were killed.", (1, 0)),
        ("Three people were shot, and one of them died.", (1, 2)),
        ("Two men robbed a shop. No one was hurt.", (0, 0)),
    ],
)
def test_toll_of_an_article(text: str, toll: tuple[int, int]) -> None:
    story = plain_story(text)
    tokens, sentences = segment(story)
    figures = find_figures(story, tokens, sentences, (), ())
    victims = find_victims(story, tokens, sentences, (), pronouns=True)
    found = article_toll(story.text, tokens, sentences, figures, victims)
    assert (found.killed, found.injured) == toll
