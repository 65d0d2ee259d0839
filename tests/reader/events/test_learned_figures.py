"""Figures with a model: which words are one, what and whom they count, and of which whole they are a part."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fake_reading import SURE, FakeReading

from sayso.reader.events import find_events
from sayso.reader.figures import find_figures
from sayso.reader.marks import Figure
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.reader.times import find_times
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier


def read(text: str, says: Callable[[FakeReading], object] | None) -> tuple[Figure, ...]:
    """Figures of a text; without ``says`` there is no model."""
    story = plain_story(text)
    tokens, sentences = segment(story)
    times = find_times(story, tokens, sentences)
    figures = find_figures(story, tokens, sentences, (), times)
    reading = None
    if says is not None:
        fake = FakeReading(tokens, sentences)
        says(fake)
        reading = fake.made()
    return find_events(story, tokens, sentences, (), times, figures, reading).figures


def figure(fake: FakeReading, words: str, what: str, who: str = "total", basis: str = "total") -> tuple[int, int]:
    at = fake.find(words)
    fake.mark("figure", at)
    for layer, label in (("what", what), ("who", who), ("basis", basis)):
        fake.classify(layer, at, label)
    return at


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "qualifier"),
    [
        ("Nineteen ferrymen were fished out.", "Nineteen", 19, 19, Qualifier.EXACTLY),
        ("More than forty ferrymen were fished out.", "More than forty", 41, None, Qualifier.MORE_THAN),
        ("Some 400 ferrymen were fished out.", "Some 400", 400, 400, Qualifier.ABOUT),
        ("Nobody was fished out.", "Nobody", 0, 0, Qualifier.NONE),
        ("Not one was fished out.", "Not one", 0, 0, Qualifier.NONE),
        ("Both were fished out.", "Both", 2, 2, Qualifier.ALL),
        ("A ferryman was fished out.", "A", 1, 1, Qualifier.EXACTLY),
        ("All nine were fished out.", "All nine", 9, 9, Qualifier.ALL),
        ("Most were fished out.", "Most", 1, None, Qualifier.SOME),
    ],
)
def test_the_number_is_read_off_the_words(
    text: str, words: str, low: int | None, high: int | None, qualifier: Qualifier
) -> None:
    (found,) = read(text, lambda f: figure(f, words, "released", "civilians"))
    assert (found.what, found.who) == (CountWhat.RELEASED, CountWho.CIVILIANS)
    assert (found.min, found.max, found.qualifier) == (low, high, qualifier)
    assert text[found.start : found.end] == words
    assert 0.9 < found.confidence <= 1.0


def test_words_without_a_number_are_no_figure_whatever_the_model_says() -> None:
    assert not read("The ferrymen were fished out.", lambda f: figure(f, "The", "released"))


def test_all_of_them_have_the_bounds_of_their_whole() -> None:
    text = "Nineteen ferrymen were fished out. All of them had swum before."

    def says(fake: FakeReading) -> None:
        whole = figure(fake, "Nineteen", "released")
        part = figure(fake, "All of them", "released", basis="subtotal")
        fake.link("figure", part, "whole", whole)

    first, second = read(text, says)
    assert (second.min, second.max, second.part_of) == (first.min, first.max, 0)
    assert second.basis is Basis.SUBTOTAL


def test_more_is_on_top_of_what_was_told() -> None:
    (found,) = read("Another six were fished out.", lambda f: figure(f, "Another six", "released"))
    assert (found.min, found.basis) == (6, Basis.ADDITIONAL)


def test_a_rate_has_its_period() -> None:
    (found,) = read("They reckon on five stoppages a week.", lambda f: figure(f, "five", "events"))
    assert (found.what, found.per) == (CountWhat.EVENTS, "week")


def test_the_words_counted_are_those_tied_to_the_figure() -> None:
    text = "Nineteen ferrymen were fished out and seven set off again."

    def says(fake: FakeReading) -> None:
        at = figure(fake, "Nineteen", "released")
        for words in ("fished out", "set off"):
            fake.mark("counted", fake.find(words))
        fake.link("figure", at, "counted", fake.find("fished out"))

    (found,) = read(text, says)
    assert found.what_span is not None
    assert text[found.what_span.start : found.what_span.end] == "fished out"


def test_a_figure_of_the_rules_goes_where_the_model_rules_it_out() -> None:
    text = "Two soldiers were killed."
    (alone,) = read(text, None)
    assert (alone.what, alone.who) == (CountWhat.KILLED, CountWho.SECURITY_FORCES)
    assert not read(text, lambda fake: None)


def test_rules_and_model_decide_together_what_a_figure_counts() -> None:
    text = "Two soldiers were killed."
    (agreed,) = read(text, lambda f: figure(f, "Two", "killed", "security_forces"))
    assert (agreed.what, agreed.who, agreed.min) == (CountWhat.KILLED, CountWho.SECURITY_FORCES, 2)

    def torn(fake: FakeReading) -> None:
        at = figure(fake, "Two", "injured", "security_forces")
        fake.classify("what", at, "killed", SURE - 0.5)

    assert read(text, torn)[0].what is CountWhat.KILLED
    (overruled,) = read(text, lambda f: figure(f, "Two", "injured", "security_forces"))
    assert overruled.what is CountWhat.INJURED


def test_the_noun_after_a_figure_votes_for_whom_it_counts() -> None:
    def torn(fake: FakeReading) -> None:
        at = figure(fake, "Nineteen", "released", "other")
        fake.classify("who", at, "children", SURE - 0.5)

    assert read("Nineteen children were fished out.", torn)[0].who is CountWho.CHILDREN
