"""Names to places: folding, near spellings, traps, phrases, countries and users' tables."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.resolve.gazetteer import Gazetteer
from sayso.resolve.placenames import fold, sound, words_of

PLACES = """# made up
name,kind,admin1,country,latitude,longitude,population,alternate_names
Velmora,country,,VM,41.0,-40.0,5000000,Republic of Velmora
Karsk,town,North Tarn,VM,41.5,-40.5,30000,Qarsk;Old Karsk Mills
North Tarn,admin1,North Tarn,VM,41.6,-40.4,,
"""
DEMONYMS = "demonym,country\nVelmoran,Velmora\nVelmorans,Velmora\n"


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer.default()


@pytest.fixture
def own(tmp_path: Path) -> Gazetteer:
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    (tmp_path / "people.csv").write_text(DEMONYMS, encoding="utf-8")
    return Gazetteer.with_tables([tmp_path / "places.csv", tmp_path / "people.csv"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Datta Khel", "Dattakhel"), ("Port-au-Prince", "port au prince"), ("São Tomé", "Sao Tome"),
        ("St. Louis", "Saint Louis"), ("The Hague", "Hague"), ("N’Djamena", "N'Djamena"), ("Łódź", "Lodz"),
        ("Mount Kenya", "Mt. Kenya"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


def test_folding_keeps_names_apart_and_words_whole() -> None:
    assert fold("Karsk") != fold("Karska")
    assert words_of("the Saint-Denis quarter") == ["st", "denis", "quarter"]
    assert fold("…") == ""


@pytest.mark.parametrize(("one", "other"), [("qandahar", "kandahar"), ("jalallabad", "jalalabad"), ("moosul", "mosul")])
def test_transliterations_share_a_frame(one: str, other: str) -> None:
    assert sound(one) == sound(other)
    assert sound(one) != sound("marrakesh")


def test_the_largest_place_of_a_name_comes_first(world: Gazetteer) -> None:
    london = world.candidates("London")
    assert (london[0].country, london[0].kind) == ("GB", "capital")
    assert {"CA", "US"} <= {c.country for c in london}
    assert london[0].score > london[1].score
    assert all(c.place_id.startswith("gn:") and c.exact for c in london)


def test_a_candidate_carries_what_the_table_of_places_needs(world: Gazetteer) -> None:
    (place,) = world.candidates("Dattakhel")
    assert (place.name, place.kind, place.country, place.admin1) == ("Datta Khel", "town", "PK", "Khyber Pakhtunkhwa")
    assert place.latitude == pytest.approx(32.9, abs=0.3)
    assert world.place(place.place_id) == place


def test_near_spellings_only_where_nothing_is_exact_and_marked(world: Gazetteer) -> None:
    near = world.candidates("Jalallabad")
    assert near and not any(c.exact for c in near)
    assert "AF" in {c.country for c in near}
    assert all(c.exact for c in world.candidates("Jalalabad"))
    assert world.candidates("Xqzwvub") == ()


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Helmand province", "admin1", "AF"), ("city of Basra", "seat", "IQ"), ("North Waziristan", "agency", "PK"),
        ("Strait of Hormuz", "strait", ""), ("Torkham", "crossing", "PK"), ("Middle East", "region", ""),
        ("Calif.", "admin1", "US"), ("NWFP", "admin1", "PK"), ("EU", "region", ""),
    ],
)  # fmt: skip
def test_kinds_that_words_and_tables_give(world: Gazetteer, name: str, kind: str, country: str) -> None:
    first = world.candidates(name)[0]
    assert (first.kind, first.country) == (kind, country)


def test_ordinary_words_are_no_places_and_names_that_are_also_surnames_are_marked(world: Gazetteer) -> None:
    for word in ("Reading", "Police", "March", "us", "Of", "Clinton", "Barley", "NATO"):
        assert not world.is_place(word), word
    for place in ("US", "U.S.", "Kabul", "Jordan", "Khost province"):
        assert world.is_place(place), place
    assert {c.trap for c in world.candidates("Clinton")} == {"surname"}
    assert {c.trap for c in world.candidates("Kabul")} == {""}


@pytest.mark.parametrize(
    ("words", "start", "length"),
    [
        ("from New York City today", 1, 3), ("in St. Louis , Missouri", 1, 2), ("the United States of America", 1, 4),
        ("near Port-au-Prince", 1, 1), ("Mir Ali bazaar", 0, 2), ("Paris , Texas", 0, 1), ("told us so", 1, 0),
        ("the US said", 1, 1), ("In May it rained", 0, 0), ("Of the dead", 0, 0),
    ],
)  # fmt: skip
def test_longest_match(world: Gazetteer, words: str, start: int, length: int) -> None:
    assert world.longest_match(words.split(), start) == length


def test_longest_match_at_the_last_word(world: Gazetteer) -> None:
    assert world.longest_match(["New"], 0) == 0
    assert world.longest_match(["Kabul"], 0) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Afghanistan", "AF"), ("the UK", "GB"), ("Britain", "GB"), ("U.S.", "US"), ("Pakistanis", "PK"),
        ("French", "FR"), ("nobody", ""),
        ("us", ""), ("Kabul", ""), ("North Korea", "KP"), ("South Korean", "KR"), ("DRC", "CD"),
    ],
)  # fmt: skip
def test_countries_and_their_peoples(world: Gazetteer, name: str, code: str) -> None:
    assert world.country_of(name) == code


def test_demonyms_of_regions_have_a_place(world: Gazetteer) -> None:
    assert world.demonym("Kashmiri") == ""
    assert world.demonym_place("Kashmiri") == "x:kashmir"
    assert world.demonym_place("Afghans") == world.country_place("AF") != ""
    kashmir = world.place("x:kashmir")
    assert kashmir is not None and kashmir.kind == "region"
    assert world.demonym_place("table") == ""


def test_every_country_of_the_table_is_in_the_file(world: Gazetteer) -> None:
    for code in ("AF", "XK", "SS", "VA", "TV"):
        place = world.place(world.country_place(code))
        assert place is not None and (place.kind, place.country) == ("country", code)


def test_users_tables_lie_on_top(own: Gazetteer, world: Gazetteer) -> None:
    assert own.country_of("Velmora") == own.country_of("Velmorans") == own.demonym("Velmoran") == "VM"
    assert own.is_place("Karsk") and not world.is_place("Karsk")
    karsk = own.candidates("Qarsk")[0]
    assert (karsk.name, karsk.primary, karsk.added, karsk.country) == ("Karsk", False, True, "VM")
    assert own.place(karsk.place_id) is not None
    assert own.longest_match("at Old Karsk Mills yesterday".split(), 1) == 3
    assert own.demonym_place("Velmoran") == own.country_place("VM") == "x:velmora"
    assert own.candidates("Kabul") == world.candidates("Kabul")


def test_places_of_one_name_in_one_country_keep_apart(tmp_path: Path) -> None:
    rows = "name,admin1,country,latitude,longitude\nKarsk,North,VM,1,1\nKarsk,South,VM,2,2\nKarsk,South,VM,3,3\n"
    (tmp_path / "twins.csv").write_text(rows, encoding="utf-8")
    gazetteer = Gazetteer.with_tables([tmp_path / "twins.csv"])
    twins = gazetteer.candidates("Karsk")
    assert len({c.place_id for c in twins}) == 3
    assert all(gazetteer.place(c.place_id) == c for c in twins)


def test_a_table_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("town,where\nKarsk,VM\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.csv.*name"):
        Gazetteer.with_tables([bad])
    worse = tmp_path / "worse.csv"
    worse.write_text("name,latitude\nKarsk,north\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 2, Karsk"):
        Gazetteer.with_tables([worse])
    with pytest.raises(UsageError, match="absent"):
        Gazetteer.with_tables([tmp_path / "absent.csv"])


def _first(gazetteer: Gazetteer, name: str) -> str:
    return gazetteer.candidates(name)[0].place_id


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_it_goes_into_worker_processes(own: Gazetteer, method: str) -> None:
    here = [_first(own, name) for name in ("Karsk", "Kabul")]
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        assert list(pool.map(_first, [own, own], ["Karsk", "Kabul"])) == here


def test_it_pickles_to_itself(own: Gazetteer) -> None:
    assert pickle.loads(pickle.dumps(own)) is own


def test_the_file_says_whom_it_is_owed_to(world: Gazetteer) -> None:
    assert "GeoNames" in world.attribution() and "CC BY 4.0" in world.attribution()
