"""Places of made-up stories, with a made-up world laid over the gazetteer."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.marks import Mention
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.resolve.gazetteer import Candidate, Gazetteer
from sayso.resolve.places import PlaceValue, is_metonym, resolve_places
from sayso.resolve.places.rank import Group, Said
from sayso.resolve.places.resolve import far_fetched
from sayso.vocabulary import GeoPrecision, MentionKind

WORLD = """name,kind,admin1,country,latitude,longitude,population,alternate_names
Velmora,country,,VM,41.0,-40.0,5000000,
Ostrania,country,,OS,45.0,-44.0,9000000,
North Tarn,admin1,North Tarn,VM,41.6,-40.4,700000,
Lower Esk,admin1,Lower Esk,OS,45.6,-44.4,900000,
Dunmarra,town,North Tarn,VM,41.5,-40.5,8000,
Dunmarra,town,Lower Esk,OS,45.5,-44.5,9000,
Tarn Vale,district,North Tarn,VM,41.4,-40.6,40000,
Tarn Vale,town,Lower Esk,OS,45.4,-44.6,50000,
Ilverhof,capital,Ilverhof,VM,41.0,-40.1,600000,
Greyholt,town,Lower Esk,OS,45.55,-44.52,15000,
Petrisk,town,North Tarn,VM,41.52,-40.55,12000,
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("world")
    (folder / "world.csv").write_text(WORLD, encoding="utf-8")
    (folder / "peoples.csv").write_text("demonym,country\nVelmoran,Velmora\nOstranian,Ostrania\n", encoding="utf-8")
    return Gazetteer.with_tables([folder / "world.csv", folder / "peoples.csv"])


def placed(marked: str, gazetteer: Gazetteer, kind: MentionKind = MentionKind.PLACE) -> list[PlaceValue | None]:
    """Values of the names in square brackets, in order."""
    text, spans = "", []
    for piece in re.split(r"(\[[^\]]*\])", marked):
        if piece.startswith("["):
            spans.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    story = plain_story(text)
    tokens, sentences = segment(story)
    mentions = [Mention(start=start, end=end, kind=kind) for start, end in spans]
    values = resolve_places(story, tokens, sentences, mentions, gazetteer)
    assert all(values[i].printed == text[s:e] for i, (s, e) in enumerate(spans) if i in values)
    return [values.get(i) for i in range(len(spans))]


def countries(values: list[PlaceValue | None]) -> list[str]:
    return [v.country if v else "" for v in values]


def test_what_a_name_is_said_to_lie_in_decides(gazetteer: Gazetteer) -> None:
    assert countries(placed("Shells fell on [Dunmarra], [Velmora], at dawn.", gazetteer)) == ["VM", "VM"]
    assert countries(placed("Shells fell on [Dunmarra], Ostrania, at dawn.", gazetteer)) == ["OS"]
    assert countries(placed("Shells fell on [Dunmarra] (Lower Esk) at dawn.", gazetteer)) == ["OS"]
    assert countries(placed("Shells fell on [Dunmarra] in North Tarn at dawn.", gazetteer)) == ["VM"]
    assert countries(placed("Shells fell on the Velmoran town of [Dunmarra] at dawn.", gazetteer)) == ["VM"]
    assert countries(placed("Shells fell on Ostrania's [Dunmarra] at dawn.", gazetteer)) == ["OS"]


def test_a_later_mention_inherits_what_an_earlier_one_said(gazetteer: Gazetteer) -> None:
    values = placed("Shells fell on [Dunmarra], Velmora.\n\nBy noon [Dunmarra] was empty.", gazetteer)
    assert countries(values) == ["VM", "VM"]


def test_the_other_places_of_a_story_decide(gazetteer: Gazetteer) -> None:
    assert countries(placed("The road from [Petrisk] to [Dunmarra] was cut.", gazetteer)) == ["VM", "VM"]
    assert countries(placed("The road from [Greyholt] to [Dunmarra] was cut.", gazetteer)) == ["OS", "OS"]


def test_a_word_of_kind_decides(gazetteer: Gazetteer) -> None:
    (district,) = placed("They left [Tarn Vale] district.", gazetteer)
    (town,) = placed("They left the town of [Tarn Vale].", gazetteer)
    assert district is not None and (district.kind, district.precision) == ("district", GeoPrecision.ADMIN2)
    assert town is not None and (town.kind, town.precision) == ("town", GeoPrecision.TOWN)


def test_so_many_kilometres_off_moves_the_point(gazetteer: Gazetteer) -> None:
    (value,) = placed("A bus burned 45 km (28 miles) west of [Petrisk] on Monday.", gazetteer)
    assert value is not None and value.precision == GeoPrecision.AREA
    assert value.latitude == pytest.approx(41.52, abs=0.01)
    assert value.longitude == pytest.approx(-40.55 - 45 / (111.2 * 0.7487), abs=0.01)
    assert 5 <= value.radius_km <= 20
    (north,) = placed("A bus burned ten miles north of [Petrisk].", gazetteer)
    assert north is not None and north.latitude == pytest.approx(41.52 + 16.09 / 111.2, abs=0.01)


@pytest.mark.parametrize("words", ["near [Petrisk]", "just outside the town of [Petrisk]", "at the [Petrisk] border"])
def test_near_is_an_area(words: str, gazetteer: Gazetteer) -> None:
    (value,) = placed(f"A bus burned {words} on Monday.", gazetteer)
    assert value is not None and value.precision == GeoPrecision.AREA and value.radius_km > 0
    assert (value.latitude, value.longitude) == (41.52, -40.55)


def test_a_place_itself_has_no_radius(gazetteer: Gazetteer) -> None:
    (value,) = placed("A bus burned in [Petrisk] on Monday.", gazetteer)
    assert value is not None and (value.precision, value.radius_km) == (GeoPrecision.TOWN, 0.0)


def test_parts_and_longer_names_fall_back_to_the_place(gazetteer: Gazetteer) -> None:
    (part,) = placed("Fighting went on in [northern Velmora].", gazetteer)
    assert part is not None and part.place_id == "x:velmora"
    (jail,) = placed("Two men fled [Petrisk Central Jail].", gazetteer, MentionKind.FACILITY)
    assert jail is not None and (jail.name, jail.precision) == ("Petrisk", GeoPrecision.AREA)
    (embassy,) = placed("Crowds stood at the [Velmora Embassy].", gazetteer, MentionKind.FACILITY)
    assert embassy is None


def test_nationalities_give_the_country(gazetteer: Gazetteer) -> None:
    (value,) = placed("Three [Velmoran] soldiers died.", gazetteer, MentionKind.NATIONALITY)
    assert value is not None and value.nationality and (value.country, value.precision) == ("VM", GeoPrecision.COUNTRY)


def test_what_cannot_be_resolved_has_no_entry(gazetteer: Gazetteer) -> None:
    assert placed("A bus burned in [Xqzwvub] on Monday.", gazetteer) == [None]
    assert placed("[Petrisk] said so.", gazetteer, MentionKind.PERSON) == [None]
    story = plain_story("")
    assert resolve_places(story, (), (), (), gazetteer) == {}


@pytest.mark.parametrize(
    ("said", "population", "country", "kind", "left_open"),
    [
        ({"VM": 2.0}, 900, "OS", "town", True),
        ({"VM": 2.0}, 900, "VM", "town", False),
        ({"VM": 2.0}, 90_000, "OS", "town", False),
        ({"VM": 2.0}, 900, "OS", "admin1", False),
        ({}, 900, "OS", "town", False),
    ],
)
def test_hamlet_of_a_country_the_story_does_not_touch_is_left_open(
    said: dict[str, float], population: int, country: str, kind: str, left_open: bool
) -> None:
    candidate = Candidate(place_id="gn:1", name="Dunmarra", kind=kind, country=country, population=population)
    group = Group(key="dunmarra", mentions=(0,), candidates=(candidate,))
    assert far_fetched(candidate, group, Said(countries=said, divisions={})) is left_open


def test_a_surname_of_a_person_in_the_story_is_no_place(gazetteer: Gazetteer) -> None:
    text = "Ana Petrisk spoke for an hour. Petrisk then left for Dunmarra."
    story = plain_story(text)
    tokens, sentences = segment(story)
    person = Mention(start=0, end=11, kind=MentionKind.PERSON)
    later, town = (Mention(start=s, end=s + n, kind=MentionKind.PLACE) for s, n in ((31, 7), (53, 8)))
    assert set(resolve_places(story, tokens, sentences, [person, later, town], gazetteer)) == {2}
    assert set(resolve_places(story, tokens, sentences, [later, town], gazetteer)) == {0, 1}


def test_the_dateline_and_the_address_break_ties(gazetteer: Gazetteer) -> None:
    text = "Shells fell on Dunmarra."
    story = plain_story(text)
    tokens, sentences = segment(story)
    mention = Mention(start=15, end=23, kind=MentionKind.PLACE)
    for dateline, country in (("Ilverhof, Velmora", "VM"), ("GREYHOLT, Ostrania", "OS")):
        filed = msgspec.structs.replace(story, dateline=dateline)
        values = resolve_places(filed, tokens, sentences, [mention], gazetteer)
        assert values[0].country == country


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Ilverhof denied it.", "Ilverhof", ""), ("Velmora denied it.", "Velmora", "VM"),
        ("Ships left Velmora on Monday.", "Velmora", ""), ("In Velmora said little was known.", "Velmora", ""),
        ("Velmora has never agreed.", "Velmora", "VM"), ("Velmora and Ostrania agreed to talk.", "Velmora", "VM"),
        ("Islamabad condemned the raid.", "Islamabad", "PK"), ("A raid in Islamabad killed two.", "Islamabad", ""),
        ("The Kremlin said nothing.", "Kremlin", "RU"), ("Velmoran said so.", "Velmoran", ""),
    ],
)  # fmt: skip
def test_seats_stand_for_governments_only_as_subjects(gazetteer: Gazetteer, text: str, name: str, code: str) -> None:
    story = plain_story(text)
    tokens, _ = segment(story)
    start = text.index(name)
    assert is_metonym(tokens, Mention(start=start, end=start + len(name), kind=MentionKind.PLACE), gazetteer) == code


@given(text=st.text(max_size=80), spans=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=5))
def test_no_text_and_no_mention_raises(text: str, spans: list[tuple[int, int]]) -> None:
    gazetteer = Gazetteer.default()
    story = plain_story(text)
    tokens, sentences = segment(story)
    size = len(story.text)
    mentions = [
        Mention(start=min(a, b, size), end=min(max(a, b), size), kind=MentionKind.PLACE) for a, b in spans
    ]
    values = resolve_places(story, tokens, sentences, mentions, gazetteer)
    assert set(values) <= set(range(len(mentions)))
