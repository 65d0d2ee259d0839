"""Names met on pages nobody had prepared for: words of the calendar, ranks, bodies beside their descriptions."""

from __future__ import annotations

import pytest

from sayso.reader.marks import Mention
from sayso.reader.mentions import find_mentions
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.vocabulary import MentionKind as Kind


class Places:
    """A gazetteer of a few names."""

    def is_place(self, name: str) -> bool:
        return name in ("Tolva", "Sla", "SLA", "Orlan")

    def country_of(self, name: str) -> str:
        return "TV" if name in ("Tolva", "Tolvan") else ""

    def demonym(self, word: str) -> str:
        return "TV" if word == "Tolvan" else ""


class Found:
    """Mentions of a text, looked up by their words."""

    def __init__(self, text: str) -> None:
        self.story = plain_story(text)
        tokens, sentences = segment(self.story)
        self.mentions = find_mentions(self.story, tokens, sentences, Places())

    def one(self, words: str) -> Mention:
        found = {self.story.text[m.start : m.end]: m for m in self.mentions}
        assert words in found, f"no {words!r} among {list(found)}"
        return found[words]

    def part(self, m: Mention, field: str) -> str:
        span = getattr(m, field)
        return self.story.text[span.start : span.end] if span else ""


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Governor Jan Karrow Voss said so.", "Governor Jan Karrow Voss", "Jan Karrow Voss"),
        ("The call came as Jan Voss left.", "Jan Voss", "Jan Voss"),
        ("The spokesman Eid Kabbar denied it.", "The spokesman Eid Kabbar", "Eid Kabbar"),
        ("They met DSP Orla Venn on Monday.", "DSP Orla Venn", "Orla Venn"),
        ("They met ASP Orla Venn on Monday.", "ASP Orla Venn", "Orla Venn"),
    ],
)
def test_people(text: str, words: str, name: str) -> None:
    found = Found(text)
    mention = found.one(words)
    assert mention.kind is Kind.PERSON
    assert found.part(mention, "name") == name


@pytest.mark.parametrize(
    "text",
    ["He left in June Tolvan officials said.", "It closed on Jan. 4 when Voss left.", "Since August Voss had waited."],
)
def test_words_of_the_calendar_stay_out_of_names(text: str) -> None:
    found = Found(text)
    names = [found.part(m, "name") for m in found.mentions if m.named]
    assert not any(word in name for name in names for word in ("June", "Jan", "August"))


def test_ordinal_belongs_to_the_description() -> None:
    found = Found("A second security official based in Tolva confirmed it.")
    assert found.one("A second security official").kind is Kind.PERSON


def test_office_takes_its_to() -> None:
    found = Found("The Tolvan ambassador to Esk, Orla Venn, has said that it was so.")
    assert found.part(found.one("Orla Venn"), "role") == "The Tolvan ambassador to Esk"


def test_adjective_with_an_abbreviation_opens_the_phrase() -> None:
    assert Found("The U.S.-led coalition forces denied it.").one("The U.S.-led coalition forces").kind is (
        Kind.ORGANISATION
    )


def test_letters_alone_are_a_body_though_some_hamlet_is_spelled_so() -> None:
    assert Found("Officers of the army and the SLA accused the government.").one("the SLA").kind is Kind.ORGANISATION
    assert Found("He was born in SLA and lived there.").one("SLA").kind is Kind.PLACE


def test_part_of_the_world_is_nobodys_name() -> None:
    assert Found("They met at a summit of North Tolvan states.").one("North Tolvan").kind is Kind.NATIONALITY


def test_what_prints_or_sends_is_an_outlet() -> None:
    assert Found("The broadcaster Orlan reported two dead.").one("Orlan").kind is Kind.OUTLET
    found = Found("The Kesh newspaper El Marn said two died.")
    assert found.one("El Marn").kind is Kind.OUTLET
    assert found.one("Kesh").kind is not Kind.OUTLET


def test_survey_closes_the_name_of_a_body() -> None:
    found = Found("The Harbour Geological Survey said so.")
    assert found.one("The Harbour Geological Survey").kind is Kind.ORGANISATION


def test_body_beside_its_description_is_one_with_it() -> None:
    found = Found("The militant group, the Orlan Front, claimed the bombing.")
    assert found.one("The militant group").chain == found.one("the Orlan Front").chain >= 0


def test_description_before_the_name_does_not_hide_whom_it_means() -> None:
    found = Found(
        "The rebels have not answered the president's decision.\n\nTolvan President Orla Venn broke off the talks."
        "\n\nThis is too much, the president said."
    )
    chains = [m.chain for m in found.mentions if found.story.text[m.start : m.end] == "the president"]
    assert chains[-1] == found.one("Tolvan President Orla Venn").chain >= 0


def test_body_with_and_without_its_state_is_one() -> None:
    found = Found("The Tolvan Department of the Harbour was dark. The Harbour Department said so.")
    assert found.one("The Tolvan Department of the Harbour").chain == found.one("The Harbour Department").chain >= 0


def test_spokesman_for_an_abbreviated_coalition() -> None:
    found = Found("A spokesman for the U.S.-led coalition, Major Orla Venn, said so.")
    assert found.part(found.one("Major Orla Venn"), "role") == "A spokesman for the U.S.-led coalition"


def test_bodies_of_a_list_are_not_one() -> None:
    found = Found("The army, the Orlan Front and the police fought on.")
    assert found.one("The army").chain != found.one("the Orlan Front").chain or found.one("The army").chain == -1


def test_country_that_closes_an_office_is_no_part_of_the_name() -> None:
    found = Found("The director of the Department of Sports of Tolva Peter Venn has confirmed it.")
    names = [found.part(m, "name") for m in found.mentions if m.kind is Kind.PERSON and m.named]
    assert names == ["Peter Venn"]


def test_initials_of_an_office_are_a_role() -> None:
    assert Found("The men were held. The IGP said that two had fled.").one("The IGP").kind is Kind.ROLE
