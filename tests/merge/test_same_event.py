"""Which accounts tell of the same event."""

from __future__ import annotations

import pytest
from made_readings import Desk

from sayso.merge import Merged, merge_readings
from sayso.merge.gather import gather
from sayso.merge.scoring import RULED_OUT, compare
from sayso.merge.stories import settle
from sayso.vocabulary import EventType, Grain, Status

DAY = "2031-05-03"


def merged_of(*desks: Desk) -> Merged:
    return merge_readings([d.reading() for d in desks])


def same(merged: Merged, one: str, other: str) -> bool:
    return merged.account_incident[one] == merged.account_incident[other]


def test_one_event_told_by_three_outlets_is_one_incident() -> None:
    one, two, three = Desk("one"), Desk("two", "2031-05-05"), Desk("three", "2031-05-06")
    a = one.tell("A drone strike hit Ardun.", "strike", day="2031-05-03", place="Ardun")
    b = two.tell("Missiles struck a house in Ardun on Saturday.", "struck", day="2031-05-03", place="Ardun")
    c = three.tell("The strike on the house in Ardun shook the valley.", "strike", place="Ardun", recipient="house")
    merged = merged_of(one, two, three)
    assert same(merged, a, b) and same(merged, b, c)
    (incident,) = merged.incidents
    assert (incident.number_of_accounts, incident.number_of_stories) == (3, 3)
    assert (incident.date_start, incident.place, incident.admin1) == ("2031-05-03", "Ardun", "Vale")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"day": "2031-05-03", "place": "Ardun"}, {"day": "2031-05-09", "place": "Ardun"}),
        ({"day": "2031-05-03", "place": "Ardun"}, {"day": "2031-05-03", "place": "Corvo"}),
        (
            {"day": "2031-05-03", "place": "Ardun", "hour": "06:00"},
            {"day": "2031-05-03", "place": "Ardun", "hour": "15:00"},
        ),
    ],
    ids=["days", "places", "hours"],
)
def test_other_day_place_or_hour_is_another_event(first: dict[str, str], second: dict[str, str]) -> None:
    one, two = Desk("one", "2031-05-10"), Desk("two", "2031-05-10")
    a = one.tell("A strike killed a man.", "strike", **first)  # type: ignore[arg-type]
    b = two.tell("A strike killed a man.", "strike", **second)  # type: ignore[arg-type]
    assert not same(merged_of(one, two), a, b)


def test_two_strikes_in_one_district_the_same_day_stay_two() -> None:
    desk = Desk("one")
    a = desk.tell("A strike at dawn hit Ardun.", "strike", day="2031-05-03", place="Ardun", hour="05:30")
    b = desk.tell("Another strike hit Ardun.", "strike", day="2031-05-03", place="Ardun", hour="13:00")
    other = Desk("two")
    c = other.tell("A first strike hit Ardun at dawn.", "strike", day="2031-05-03", place="Ardun", hour="05:00")
    d = other.tell("A second strike hit Ardun after noon.", "strike", day="2031-05-03", place="Ardun", hour="13:30")
    merged = merged_of(desk, other)
    assert not same(merged, a, b) and not same(merged, c, d)
    assert same(merged, a, c) and same(merged, b, d)


def test_words_that_set_an_event_off_keep_it_apart_without_a_time() -> None:
    desk = Desk("one")
    a = desk.tell("A strike hit Ardun.", "strike", day="2031-05-03", place="Ardun")
    b = desk.tell("Another strike followed.", "strike")
    assert not same(merged_of(desk), a, b)


def test_what_a_story_goes_on_about_is_the_event_it_began_with() -> None:
    desk = Desk("one")
    a = desk.tell("A strike hit a mill in Ardun.", "strike", day="2031-05-03", place="Ardun", recipient="mill")
    b = desk.tell("Eleven men were killed.", "killed", victim="eleven men")
    c = desk.tell("The strike broke the windows of the school.", "strike")
    merged = merged_of(desk)
    assert same(merged, a, b) and same(merged, a, c)


def test_harm_told_after_two_events_goes_with_neither_of_them() -> None:
    desk = Desk("one")
    a = desk.tell("A strike hit Ardun.", "strike", day="2031-05-03", place="Ardun")
    b = desk.tell("Gunmen ambushed a patrol in Corvo.", "ambushed", day="2031-05-01", place="Corvo")
    c = desk.tell("Four were wounded.", "wounded")
    merged = merged_of(desk)
    assert len({merged.account_incident[x] for x in (a, b, c)}) == 3


@pytest.mark.parametrize(("one", "other"), [("ambush", "strike"), ("kidnapping", "shelling"), ("stabbing", "bombing")])
def test_manners_that_exclude_each_other_are_two_events_even_where_the_text_refers_back(one: str, other: str) -> None:
    desk = Desk("one")
    a = desk.tell(f"They told of the {one} in Ardun.", one, day="2031-05-03", place="Ardun")
    b = desk.tell(f"The {other} was called a crime.", other, day="2031-05-03", place="Ardun", refers_to=a)
    assert not same(merged_of(desk), a, b)


def test_being_alike_in_type_and_day_is_not_enough() -> None:
    one, two = Desk("one"), Desk("two")
    a = one.tell("Soldiers attacked.", "attacked", day="2031-05-03", actor="soldiers")
    b = two.tell("A convoy came under attack.", "attack", day="2031-05-03", recipient="convoy")
    assert not same(merged_of(one, two), a, b)


def test_the_same_voice_accusing_others_on_other_days_is_not_one_event() -> None:
    one, two = Desk("one", "2031-05-04"), Desk("two", "2031-05-05")
    kind = EventType.ACCUSE
    a = one.tell("Edda Marsh accused the Vale Front.", "accused", type=kind, actor="Edda Marsh", recipient="Vale Front")
    b = two.tell("Edda Marsh accused the River Bank.", "accused", type=kind, actor="Edda Marsh", recipient="River Bank",
                 day="2031-05-01")  # fmt: skip
    c = two.tell("Edda Marsh accused the Vale Front.", "accused", type=kind, actor="Edda Marsh", recipient="Vale Front")
    d = one.tell("Orla Dunn accused the Vale Front.", "accused", type=kind, actor="Orla Dunn", recipient="Vale Front")
    merged = merged_of(one, two)
    assert same(merged, a, c)
    assert len({merged.account_incident[x] for x in (a, b, d)}) == 3


def test_a_named_person_is_arrested_once_though_no_day_is_told() -> None:
    one, two = Desk("one", ""), Desk("two", "2031-05-04")
    kind, mode = EventType.COERCE, "arrest"
    a = one.tell("Police arrested Milo Hart.", "arrested", type=kind, mode=mode, recipient="Milo Hart")
    b = two.tell("Milo Hart was arrested.", "arrested", type=kind, mode=mode, recipient="Milo Hart")
    c = two.tell("Nadia Roe was arrested.", "arrested", type=kind, mode=mode, recipient="Nadia Roe")
    merged = merged_of(one, two)
    assert same(merged, a, b) and not same(merged, b, c)


def test_a_crash_and_a_shooting_down_are_two_events_but_its_dead_belong_to_the_crash() -> None:
    desk = Desk("one")
    crash = EventType.OTHER
    a = desk.tell("A helicopter crashed near Ardun.", "crashed", type=crash, mode="accident", day=DAY, place="Ardun")
    b = desk.tell("Five people were killed.", "killed", victim="five people")
    c = desk.tell("Rebels shot at it over Ardun.", "shot at", day="2031-05-03", place="Ardun", mode="firearms")
    merged = merged_of(desk)
    assert same(merged, a, b) and not same(merged, a, c)


def test_planned_then_called_off_is_one_incident_called_off() -> None:
    one, two = Desk("one", "2031-05-04"), Desk("two", "2031-05-08")
    kind, mode = EventType.CONSULT, "visit"
    a = one.tell("Edda Marsh will visit Ardun.", "visit", type=kind, mode=mode, day="2031-05-10", place="Ardun",
                 actor="Edda Marsh", status=Status.PLANNED)  # fmt: skip
    b = two.tell("Edda Marsh called off a visit to Ardun.", "visit", type=kind, mode=mode, day="2031-05-10",
                 place="Ardun", actor="Edda Marsh", status=Status.CALLED_OFF)  # fmt: skip
    merged = merged_of(one, two)
    assert same(merged, a, b)
    assert merged.incidents[0].status == Status.CALLED_OFF


def test_a_follow_up_updates_its_incident() -> None:
    one, two = Desk("one"), Desk("two", "2031-05-06")
    a = one.tell("A blast in Ardun wounded Milo Hart.", "blast", day="2031-05-03", place="Ardun", victim="Milo Hart")
    b = two.tell("Milo Hart was hurt in the blast in Ardun.", "blast", place="Ardun", victim="Milo Hart")
    c = two.tell("He has died.", "died", type=EventType.OTHER, mode="death")
    merged = merged_of(one, two)
    assert same(merged, a, b) and same(merged, b, c)


@pytest.mark.parametrize("grain", [Grain.SEVERAL, Grain.PERIOD, Grain.HABITUAL])
def test_sets_of_events_make_no_incident(grain: Grain) -> None:
    desk = Desk("one")
    account = desk.tell("Two strikes killed 18 in Ardun.", "strikes", day="2031-05-03", place="Ardun", grain=grain)
    merged = merged_of(desk)
    assert not merged.incidents and account not in merged.account_incident


def test_what_is_only_supposed_never_joins_what_happened() -> None:
    one, two = Desk("one"), Desk("two")
    a = one.tell("A raid hit Ardun.", "raid", day="2031-05-03", place="Ardun")
    b = two.tell("A raid on Ardun might follow.", "raid", day="2031-05-03", place="Ardun", status=Status.HYPOTHETICAL)
    merged = merged_of(one, two)
    assert not same(merged, a, b)
    assert {i.status for i in merged.incidents} == {Status.HAPPENED, Status.HYPOTHETICAL}


def test_days_that_conflict_are_one_incident_contested_about_its_date() -> None:
    one, two = Desk("one", "2031-05-06"), Desk("two", "2031-05-06")
    a = one.tell("A strike hit the mill of Ardun.", "strike", day="2031-05-03", place="Ardun", recipient="mill")
    b = two.tell("A strike hit the mill of Ardun.", "strike", day="2031-05-04", place="Ardun", recipient="mill")
    merged = merged_of(one, two)
    assert same(merged, a, b)
    assert merged.incidents[0].contested_about == "date"


def test_scores_are_symmetric_and_explain_themselves() -> None:
    one, two = Desk("one"), Desk("two")
    one.tell(
        "A strike hit the mill of Ardun.", "strike", day="2031-05-03", place="Ardun", recipient="mill", actor="Osk"
    )
    two.tell("Missiles hit Belmar.", "Missiles", day="2031-05-03", place="Belmar", recipient="town")
    two.tell("Edda Marsh met the mayor of Corvo.", "met", type=EventType.CONSULT, actor="Edda Marsh")
    told = settle(gather([one.reading(), two.reading()]))
    for a in told:
        for b in told:
            if a is not b:
                score = compare(a, b)
                assert score == compare(b, a)
                assert score.value == RULED_OUT or score.value == pytest.approx(sum(v for _, v in score.reasons))
    links = merge_readings([one.reading(), two.reading()]).links
    assert all(link.account_a < link.account_b and link.reasons for link in links)
    assert len({(link.account_a, link.account_b) for link in links}) == len(links)
