"""Mentions with a model: what it marks, what rules lend to it, and what tables know better."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from tests.reader.events.fake_reading import FakeReading

from sayso.reader import read
from sayso.reader.marks import SPEAKING_SORTS, Attribution, Mention, Span
from sayso.reader.mentions import NoPlaceNames, find_mentions
from sayso.reader.model.mentions import find_named, find_speaking
from sayso.reader.model.session import RELEASED
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.vocabulary import MentionKind as Kind
from sayso.vocabulary import Naming, VoiceSort

Says = Callable[[FakeReading], None]


class Places(NoPlaceNames):
    """Knows one state and its people."""

    def country_of(self, name: str) -> str:
        return "TV" if name == "Tolva" else ""

    def demonym(self, word: str) -> str:
        return "TV" if word == "Tolvan" else ""


def mark(
    fake: FakeReading, words: str, kind: Kind, layer: str = "mention", *, after: int = 0, logit: float = 12.0
) -> None:
    """Let the model mark a mention of a kind."""
    a, b = fake.find(words.replace(",", " ,"), after)
    found = fake.model.layout.layer(layer)
    column = found.start + 1 + 4 * found.labels.index(str(kind))
    tags = ["S"] if b - a == 1 else ["B", *["I"] * (b - a - 2), "E"]
    for i, tag in zip(range(a, b), tags, strict=True):
        fake.logits[i, column + "BIES".index(tag)] = logit


def found(text: str, says: Says) -> dict[str, Mention]:
    """Mentions by their words; of the same words the first."""
    story = plain_story(text)
    tokens, sentences = segment(story)
    fake = FakeReading(tokens, sentences)
    says(fake)
    mentions = find_mentions(story, tokens, sentences, Places(), fake.made())
    by_words: dict[str, Mention] = {}
    for m in mentions:
        by_words.setdefault(text[m.start : m.end], m)
    return by_words


def test_what_only_the_model_marks_is_a_mention_of_its_kind() -> None:
    mentions = found("They met the old lamplighters in Keshtal.", lambda f: mark(f, "the old lamplighters", Kind.GROUP))
    one = mentions["the old lamplighters"]
    assert (one.kind, one.named, one.plural) == (Kind.GROUP, False, True)


def test_a_description_that_the_model_does_not_mark_is_dropped() -> None:
    text = "Two officials met the general in Keshtal."
    assert "the general" in {text[m.start : m.end] for m in find_mentions(
        plain_story(text), *segment(plain_story(text)), NoPlaceNames())}  # fmt: skip
    mentions = found(text, lambda f: mark(f, "Two officials", Kind.PERSON))
    assert "Two officials" in mentions
    assert "the general" not in mentions


def test_states_that_the_gazetteer_knows_stay_whatever_the_model_says() -> None:
    mentions = found("Envoys from Tolva met Tolvan traders.", lambda f: mark(f, "Tolva", Kind.PERSON))
    assert mentions["Tolva"].kind is Kind.COUNTRY
    assert mentions["Tolvan"].kind is Kind.NATIONALITY


def test_the_model_knows_better_than_context_what_a_name_is() -> None:
    text = "A crowd gathered in Orrum Vale on Friday."
    assert found(text, lambda f: mark(f, "Orrum Vale", Kind.ORGANISATION))["Orrum Vale"].kind is Kind.ORGANISATION


def test_a_name_is_of_one_kind_all_through_a_story() -> None:
    def says(fake: FakeReading) -> None:
        mark(fake, "Harrow", Kind.OUTLET, logit=20.0)
        later = fake.find("Harrow")[1]
        mark(fake, "Harrow", Kind.OUTLET, after=later, logit=9.0)
        mark(fake, "Harrow", Kind.PERSON, after=later, logit=9.5)

    story = plain_story("He told Harrow so. Nobody believed Harrow.")
    tokens, sentences = segment(story)
    fake = FakeReading(tokens, sentences)
    says(fake)
    kinds = {m.kind for m in find_mentions(story, tokens, sentences, NoPlaceNames(), fake.made()) if m.named}
    assert kinds == {Kind.OUTLET}


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("The head of the harbour board, Orla Venn", "The head of the harbour board"),
        ("its spokesman, Captain Nils Orr", "its spokesman"),
    ],
)
def test_a_description_takes_in_the_name_that_closes_it(words: str, title: str) -> None:
    text = f"On Friday {words}, said no."
    one = found(text, lambda f: mark(f, words, Kind.PERSON))[words]
    assert one.named
    assert one.name is not None
    assert one.title is not None
    assert text[one.name.start : one.name.end] == words.rpartition(", ")[2].removeprefix("Captain ")
    assert text[one.title.start : one.title.end] == title


def test_a_speaker_in_whom_no_mention_stands_becomes_one_up_to_what_is_said_of_him() -> None:
    def says(fake: FakeReading) -> None:
        fake.mark("source", fake.find("the ferrywright , who saw it ,"))
        at = fake.find("the ferrywright")
        layer = fake.model.layout.layer("mention")
        fake.logits[at[0] : at[1], layer.start + 1 + 4 * layer.labels.index("person")] = 3.0

    one = found("On Friday the ferrywright, who saw it, said no.", says)["the ferrywright"]
    assert (one.kind, one.named) == (Kind.PERSON, False)


def test_mentions_inside_others_are_kept_apart() -> None:
    def says(fake: FakeReading) -> None:
        mark(fake, "the Keshtal salt board", Kind.ORGANISATION)
        mark(fake, "Keshtal", Kind.PLACE, "inner")

    text = "They wrote to the Keshtal salt board."
    story = plain_story(text)
    tokens, sentences = segment(story)
    fake = FakeReading(tokens, sentences)
    says(fake)
    named = find_named(fake.made(), sentences)
    assert (named.outer, named.inner) == ((fake.find("the Keshtal salt board"),), (fake.find("Keshtal"),))
    mentions = found(text, says)
    whole = mentions["the Keshtal salt board"]
    assert (whole.kind, whole.named) == (Kind.ORGANISATION, True)
    assert whole.name is not None
    assert text[whole.name.start : whole.name.end] == "Keshtal salt board"
    assert mentions["Keshtal"].kind is Kind.PLACE


def test_no_mention_runs_over_a_sentence() -> None:
    story = plain_story("He left Keshtal. Orrum was next.")
    tokens, sentences = segment(story)
    fake = FakeReading(tokens, sentences)
    for words in ("Keshtal", "Orrum"):
        mark(fake, words, Kind.PLACE)
    fake.mark("source", fake.find("Keshtal . Orrum"))
    named = find_named(fake.made(), sentences)
    assert named.outer == (fake.find("Keshtal"), fake.find("Orrum"))
    assert named.sources == (fake.find("Keshtal ."), fake.find("Orrum"))


def test_what_a_source_says_of_its_voice() -> None:
    text = "The salt board denied it."
    story = plain_story(text)
    tokens, sentences = segment(story)
    fake = FakeReading(tokens, sentences)
    at = fake.find("The salt board")
    fake.classify("sort", at, "organisation")
    fake.classify("naming", at, "role")
    source = Attribution(sources=(Span(start=0, end=14),))
    (one,) = find_speaking(fake.made(), tokens, (source, source))
    assert (one.start, one.end) == (0, 14)
    assert SPEAKING_SORTS[one.sorts.index(max(one.sorts))] is VoiceSort.ORGANISATION
    assert tuple(Naming)[one.namings.index(max(one.namings))] is Naming.ROLE
    assert sum(one.sorts) == pytest.approx(1.0)


@pytest.mark.skipif(not RELEASED.exists() and not os.environ.get("SAYSO_MODEL"), reason="no model is here")
def test_the_released_model_finds_who_speaks() -> None:
    text = "Two dockers said the crane had been faulty for weeks. The Harbour Ministry denied it on Tuesday."
    marks = read(plain_story(text))
    words = {text[m.start : m.end] for m in marks.mentions}
    assert {"Two dockers", "The Harbour Ministry"} <= words
    assert len(marks.speaking) == len({s for a in marks.attributions for s in a.sources})
