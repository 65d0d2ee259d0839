"""The cast of a story: names, kinds, naming and sort, ids, roles with dates."""

from __future__ import annotations

from sayso.reader.mentions import NoPlaceNames, find_mentions
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.resolve.actors import Cast, Member, resolve_cast
from sayso.vocabulary import ActorKind, Naming, VoiceSort


def cast_of(text: str, published: str = "2031-03-09") -> tuple[Cast, dict[str, Member]]:
    story = plain_story(text, published=published)
    tokens, sentences = segment(story)
    mentions = find_mentions(story, tokens, sentences, NoPlaceNames())
    cast = resolve_cast(story, tokens, sentences, mentions, NoPlaceNames())
    return cast, {story.text[m.start : m.end]: cast.member(i) for i, m in reversed(list(enumerate(mentions)))}


def test_full_name_and_id_are_shared_by_all_mentions_of_a_person() -> None:
    cast, by = cast_of("Gen. Dostan Reel, the army chief of Marn, spoke. Mr. Reel was calm.")
    member = by["Mr. Reel"]
    assert member.name == "Dostan Reel"
    assert (member.kind, member.naming, member.sort) == (ActorKind.PERSON, Naming.NAMED, VoiceSort.PERSON)
    assert member.actor_id == by["Gen. Dostan Reel"].actor_id == by["the army chief of Marn"].actor_id
    assert member.sector == "MIL"
    assert [a.name for a in cast.actors].count("Dostan Reel") == 1
    assert {n.name for n in cast.names if n.id == member.actor_id} >= {"Dostan Reel", "Reel", "Gen. Dostan Reel"}


def test_the_same_person_has_the_same_id_in_another_story_but_a_lone_surname_has_not() -> None:
    _, one = cast_of("Dostan Reel spoke.")
    _, two = cast_of("They met Dostan Reel.")
    assert one["Dostan Reel"].actor_id == two["Dostan Reel"].actor_id != ""
    _, three = cast_of("Mr. Reel spoke.")
    _, four = cast_of("They met Mr. Reel.")
    assert three["Mr. Reel"].actor_id != four["Mr. Reel"].actor_id


def test_sort_and_naming_are_two_things() -> None:
    _, by = cast_of(
        "Two senior officials spoke. A spokesman for the ministry declined. The prime minister left. "
        "The foreign ministry denied it. The report said so. The Harbour Post asked."
    )
    assert (by["Two senior officials"].naming, by["Two senior officials"].sort) == (Naming.UNNAMED, VoiceSort.GROUP)
    assert by["Two senior officials"].number == "several"
    assert (by["A spokesman for the ministry"].naming, by["A spokesman for the ministry"].sort) == (
        Naming.UNNAMED,
        VoiceSort.PERSON,
    )
    assert (by["The prime minister"].naming, by["The prime minister"].sort) == (Naming.ROLE, VoiceSort.PERSON)
    assert by["The foreign ministry"].sort is VoiceSort.ORGANISATION
    assert by["The report"].sort is VoiceSort.DOCUMENT
    assert (by["The Harbour Post"].sort, by["The Harbour Post"].naming) == (VoiceSort.OUTLET, Naming.NAMED)


def test_unnamed_voices_and_bare_offices_have_no_id() -> None:
    cast, by = cast_of("A senior official spoke. The general left. Officials wept.")
    assert {m.actor_id for m in by.values()} == {""}
    assert cast.actors == ()


def test_an_office_named_with_its_country_is_one_actor_however_put() -> None:
    _, one = cast_of("Tolvan troops left Tolva. Tolva's army chief was calm.")
    _, two = cast_of("Tolvan troops left Tolva. The army chief of Tolva wept.")
    assert one["Tolva's army chief"].actor_id == two["The army chief of Tolva"].actor_id != ""
    assert one["Tolva's army chief"].naming is Naming.ROLE


def test_roles_keep_office_body_and_dates() -> None:
    cast, _ = cast_of(
        "Suja Navan, director of the Harbour Council, spoke. Former interior minister Samir Khadi was there. "
        "Lenn Pavek, who commanded the Vesh Legion, was not."
    )
    roles = {r.name: r for r in cast.roles}
    navan, khadi, pavek = roles["Suja Navan"], roles["Samir Khadi"], roles["Lenn Pavek"]
    assert (navan.role, navan.organisation) == ("director", "Harbour Council")
    assert (navan.date_start, navan.date_end) == ("2031-03-09", "2031-03-09")
    assert (khadi.role, khadi.date_start, khadi.date_end) == ("interior minister", "", "2031-03-09")
    assert (pavek.role, pavek.organisation) == ("commander", "Vesh Legion")
    assert (pavek.date_start, pavek.date_end) == ("", "")


def test_no_date_of_publication_gives_no_dates() -> None:
    cast, _ = cast_of("Suja Navan, director of the Harbour Council, spoke.", published="")
    assert [(r.date_start, r.date_end) for r in cast.roles] == [("", "")]


def test_sectors_follow_office_and_body() -> None:
    _, by = cast_of(
        "Police fled. Militants came. Villagers wept. Intelligence officials left. The Vesh Liberation Front lied. "
        "Foreign Minister Orla Venn spoke."
    )
    assert {words: by[words].sector for words in ("Police", "Militants", "Villagers", "Intelligence officials")} == {
        "Police": "COP",
        "Militants": "REB",
        "Villagers": "CVL",
        "Intelligence officials": "SPY",
    }
    assert by["The Vesh Liberation Front"].sector == "REB"
    assert by["Foreign Minister Orla Venn"].sector == "GOV"


def test_every_actor_of_a_member_is_in_the_table() -> None:
    cast, _ = cast_of("Gen. Dostan Reel told Radio Vesh that Tolva's army chief, Pavo Karrow, had met the Vesh Front.")
    ids = {m.actor_id for m in cast.members if m.actor_id}
    assert ids == {a.actor_id for a in cast.actors}
    assert {n.id for n in cast.names} == ids
