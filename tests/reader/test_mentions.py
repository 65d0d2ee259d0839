"""Names, descriptions, pronouns and chains, in text about places and people that no table holds."""

from __future__ import annotations

import pytest

from sayso.reader.marks import Mention
from sayso.reader.mentions import NoPlaceNames, find_mentions
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.vocabulary import MentionKind as Kind


class Found:
    """Mentions of a text, looked up by their words."""

    def __init__(self, text: str, title: str = "") -> None:
        self.story = plain_story(text, title=title)
        tokens, sentences = segment(self.story)
        self.mentions = find_mentions(self.story, tokens, sentences, NoPlaceNames())

    def words(self, m: Mention) -> str:
        return self.story.text[m.start : m.end]

    def all(self, words: str) -> list[Mention]:
        return [m for m in self.mentions if self.words(m) == words]

    def one(self, words: str) -> Mention:
        found = self.all(words)
        assert found, f"no {words!r} among {[self.words(m) for m in self.mentions]}"
        return found[0]

    def part(self, m: Mention, field: str) -> str:
        span = getattr(m, field)
        return self.story.text[span.start : span.end] if span else ""


@pytest.mark.parametrize(
    ("text", "words", "title", "name"),
    [
        ("They met Gen. Dostan Abel Reel in Kesh.", "Gen. Dostan Abel Reel", "Gen.", "Dostan Abel Reel"),
        ("On Monday Mr. Karrow left.", "Mr. Karrow", "Mr.", "Karrow"),
        ("It was Defence Secretary Lenn Pavek.", "Defence Secretary Lenn Pavek", "Defence Secretary", "Lenn Pavek"),
        ("He rang embassy spokesman Albo Rodrin.", "embassy spokesman Albo Rodrin", "embassy spokesman", "Albo Rodrin"),
        (
            "A military spokesman in Tolva Lt-Col Pavo Rydel said so.",
            "A military spokesman in Tolva Lt-Col Pavo Rydel",
            "military spokesman in Tolva Lt-Col",
            "Pavo Rydel",
        ),
        (
            "They saw Secretary of State Hanna Corlin leave.",
            "Secretary of State Hanna Corlin",
            "Secretary of State",
            "Hanna Corlin",
        ),
        ("It named Judge Marek van der Holt.", "Judge Marek van der Holt", "Judge", "Marek van der Holt"),
        ("The aide met Minister Nuri al-Makki.", "Minister Nuri al-Makki", "Minister", "Nuri al-Makki"),
    ],
)
def test_people_with_titles(text: str, words: str, title: str, name: str) -> None:
    found = Found(text)
    person = found.one(words)
    assert person.kind is Kind.PERSON
    assert person.named
    assert (found.part(person, "title"), found.part(person, "name")) == (title, name)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("A bomb went off near Keshtal on Friday.", "Keshtal", Kind.PLACE),
        ("He lives in the village of Orrum.", "Orrum", Kind.PLACE),
        ("The Free Vesh Front said it was not there.", "The Free Vesh Front", Kind.GROUP),
        ("It was first told by the Harbour Post.", "the Harbour Post", Kind.OUTLET),
        ("She spoke to Radio Vesh.", "Radio Vesh", Kind.OUTLET),
        ("The Ministry of Foreign Affairs was shut.", "The Ministry of Foreign Affairs", Kind.ORGANISATION),
        ("The Institute for the Study of Rivers closed.", "The Institute for the Study of Rivers", Kind.ORGANISATION),
        ("It hit the Tollen Bridge.", "the Tollen Bridge", Kind.FACILITY),
        ("The Vesh Farmers' Union marched.", "The Vesh Farmers' Union", Kind.ORGANISATION),
        ("He told the Flare that nobody had come.", "the Flare", Kind.OUTLET),
        ("Troops of the KLRF were seen.", "the KLRF", Kind.ORGANISATION),
    ],
)
def test_kinds_of_unlisted_names(text: str, words: str, kind: Kind) -> None:
    assert Found(text).one(words).kind is kind


def test_unlisted_country_is_told_by_its_people() -> None:
    found = Found("Tolvan troops left Tolva on Monday. Marn said Tolva's army had lied.")
    assert found.one("Tolva").kind is Kind.COUNTRY
    assert found.one("Tolvan").kind is Kind.NATIONALITY


@pytest.mark.parametrize(
    ("text", "words", "plural", "kind"),
    [
        ("Two senior officials said so.", "Two senior officials", True, Kind.PERSON),
        ("Officials were silent.", "Officials", True, Kind.PERSON),
        ("A Tolvan military source in Kesh said no.", "A Tolvan military source in Kesh", False, Kind.PERSON),
        ("It pleased close observers of the process.", "close observers of the process", True, Kind.PERSON),
        ("The army chief said so.", "The army chief", False, Kind.ROLE),
        ("The prime minister left.", "The prime minister", False, Kind.ROLE),
        ("Villagers fled.", "Villagers", True, Kind.PERSON),
        ("One of the officials wept.", "One of the officials", False, Kind.PERSON),
        ("Police opened fire.", "Police", False, Kind.ORGANISATION),
        ("The foreign ministry denied it.", "The foreign ministry", False, Kind.ORGANISATION),
        ("The 13-page document was leaked.", "The 13-page document", False, Kind.DOCUMENT),
        ("A spokesman for the ministry declined.", "A spokesman for the ministry", False, Kind.PERSON),
        ("State media reported a blast.", "State media", True, Kind.OUTLET),
        ("It hit a car bomb.", "a car bomb", False, Kind.WEAPON),
    ],
)
def test_descriptions(text: str, words: str, plural: bool, kind: Kind) -> None:
    mention = Found(text).one(words)
    assert not mention.named
    assert (mention.plural, mention.kind) == (plural, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday it rained. Nothing happened, and Monday was quiet.",
        "Burning tyres blocked the road. Later it reopened.",
        "Operation Quiet Harvest began.",
    ],
)
def test_capitals_that_are_no_names(text: str) -> None:
    assert [m for m in Found(text).mentions if m.named] == []


def test_a_complementiser_is_no_determiner() -> None:
    found = Found("He said that officials had fled.")
    assert found.all("officials")
    assert not found.all("that officials")


def test_apposition_gives_the_role() -> None:
    found = Found("“No,” said Suja Navan, director of the Vesh Centre at the Harbour Council. Navan left.")
    person = found.one("Suja Navan")
    assert found.part(person, "role") == "director of the Vesh Centre at the Harbour Council"
    assert found.one("Navan").chain == person.chain >= 0


def test_description_beside_a_name_joins_its_chain() -> None:
    found = Found("The army chief of Marn, Dostan Reel, met Orla Venn in Kesh. The army chief smiled.")
    name = found.one("Dostan Reel")
    assert found.one("The army chief of Marn").chain == name.chain >= 0
    assert found.one("The army chief").chain == name.chain


def test_names_chain_by_surname_and_title() -> None:
    found = Found("Gen. Dostan Reel spoke. Mr. Reel was calm. The general left. Orla Venn wept. Venn was ill.")
    chain = found.one("Gen. Dostan Reel").chain
    assert chain >= 0
    assert found.one("Mr. Reel").chain == chain
    assert found.one("The general").chain == chain
    assert found.one("Venn").chain == found.one("Orla Venn").chain != chain


def test_two_people_of_one_surname_are_never_joined() -> None:
    found = Found("Pavo Reel met Dostan Reel. Reel was calm.")
    one, two = found.one("Pavo Reel"), found.one("Dostan Reel")
    assert one.chain == -1 and two.chain == -1
    assert found.one("Reel").chain == -1


def test_two_generals_leave_the_general_alone() -> None:
    found = Found("Gen. Dostan Reel met Gen. Pavo Karrow. The general smiled.")
    assert found.one("The general").chain == -1


def test_acronym_in_brackets_is_the_same_body() -> None:
    found = Found("The Kesh Relief Federation (KRF) shut. KRF lorries stood idle.")
    assert found.one("The Kesh Relief Federation").chain == found.all("KRF")[1].chain >= 0


def test_pronouns_link_only_where_one_person_fits() -> None:
    found = Found("Mr. Karrow met Mrs. Venn. She wept.")
    assert found.one("She").chain == found.one("Mrs. Venn").chain >= 0
    subject = Found("Pavel Karrow met Dostan Reel in Kesh. He wept.")
    assert subject.one("He").chain == subject.one("Pavel Karrow").chain >= 0
    unsure = Found("Pavel Karrow and Dostan Reel met in Kesh. He wept.")
    assert unsure.one("He").chain == -1


def test_title_case_heading_makes_no_names_of_common_words() -> None:
    found = Found("Dostan Reel left Kesh. Reel was calm.", title="Army Chief Reel Leaves Burning Town")
    heading = [found.words(m) for m in found.mentions if m.named and m.end <= 35]
    assert all("Burning" not in words and "Leaves" not in words for words in heading)
    assert any("Reel" in words for words in heading)


def test_spans_lie_in_order_and_inside_the_text() -> None:
    found = Found("Tolvan officials told the Harbour Post that Gen. Reel, the army chief, had left Kesh.")
    starts = [m.start for m in found.mentions]
    assert starts == sorted(starts)
    for m in found.mentions:
        assert m.start <= m.head < m.end
        for span in (m.title, m.name):
            assert span is None or m.start <= span.start < span.end <= m.end


def test_no_text_no_mentions() -> None:
    assert Found("").mentions == ()
