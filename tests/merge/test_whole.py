"""Properties of merging as a whole, on readings drawn at random and on made-up stories read end to end."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import Desk

from sayso.merge import merge_readings
from sayso.merge.gather import gather
from sayso.merge.scoring import RULED_OUT, compare
from sayso.merge.stories import settle
from sayso.reader import read
from sayso.reader.plain import plain_story
from sayso.records import Reading
from sayso.resolve import resolve
from sayso.resolve.gazetteer import Gazetteer
from sayso.vocabulary import CountWhat, EventType, Status

EVENTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from([EventType.ASSAULT, EventType.PROTEST, EventType.ACCUSE, EventType.CONSULT]),
        "day": st.sampled_from(["", "2031-05-02", "2031-05-03", "2031-05"]),
        "place": st.sampled_from(["", "Ardun", "Belmar", "Corvo"]),
        "actor": st.sampled_from(["", "Edda Marsh", "Vale Front", "soldiers"]),
        "recipient": st.sampled_from(["", "Orla Dunn", "a mill", "the mill"]),
        "status": st.sampled_from(
            [Status.HAPPENED, Status.HAPPENED, Status.DENIED, Status.PLANNED, Status.HYPOTHETICAL]
        ),
        "trigger": st.sampled_from(["strike", "ambush", "march", "talks", "killed"]),
        "killed": st.sampled_from([None, 3, 5]),
    }
)
STORIES = st.lists(st.lists(EVENTS, min_size=1, max_size=4), min_size=1, max_size=5)


def readings_of(stories: list[list[dict[str, object]]]) -> list[Reading]:
    desks = []
    for n, events in enumerate(stories):
        desk = Desk(f"story {n}", f"2031-05-0{4 + n % 3}" if n % 4 else "", outlet=f"Outlet {n % 3}")
        for event in events:
            fields = {k: v for k, v in event.items() if k not in ("trigger", "killed")}
            account = desk.tell(f"There they told of the {event['trigger']}.", str(event["trigger"]), **fields)  # type: ignore[arg-type]
            if isinstance(event["killed"], int):
                desk.count(account, event["killed"], event["killed"])
        desks.append(desk.reading())
    return desks


@settings(max_examples=40, deadline=None)
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing_and_a_rebuild_is_equal(
    stories: list[list[dict[str, object]]], chance: object
) -> None:
    readings = readings_of(stories)
    shuffled = list(readings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    merged = merge_readings(readings)
    assert merge_readings(shuffled) == merged
    assert merge_readings(readings) == merged


@settings(max_examples=40, deadline=None)
@given(STORIES)
def test_no_incident_holds_a_pair_that_is_ruled_out(stories: list[list[dict[str, object]]]) -> None:
    readings = readings_of(stories)
    merged = merge_readings(readings)
    members = defaultdict(list)
    for told in settle(gather(readings)):
        members[merged.account_incident[told.account.account_id]].append(told)
    for group in members.values():
        for n, a in enumerate(group):
            assert all(compare(a, b).value > RULED_OUT for b in group[n + 1 :])
    assert sum(i.number_of_accounts for i in merged.incidents) == len(merged.account_incident)
    for incident in merged.incidents:
        assert 1 <= incident.number_of_origins_min <= incident.number_of_origins_max
        statuses = {t.account.status for t in members[incident.incident_id]}
        assert incident.status != Status.HAPPENED or Status.HAPPENED in statuses
    for toll in merged.tolls:
        assert toll.max is None or toll.min is None or toll.min <= toll.max


@settings(max_examples=25, deadline=None)
@given(STORIES)
def test_adding_a_story_moves_no_occasion_of_another(stories: list[list[dict[str, object]]]) -> None:
    readings = readings_of(stories)
    alone = {t.account.account_id: t.occasion for r in readings for t in settle(gather([r]))}
    assert {t.account.account_id: t.occasion for t in settle(gather(readings))} == alone


def read_all(*texts: tuple[str, str, str]) -> list[Reading]:
    stories = [plain_story(text, published=published, outlet=outlet) for text, published, outlet in texts]
    gazetteer = Gazetteer.with_tables([Path(__file__).parents[2] / "examples" / "gazetteer.csv"])
    return [resolve(s, read(s, gazetteer), gazetteer) for s in stories]


def test_stories_read_end_to_end_give_one_incident_with_its_range() -> None:
    readings = read_all(
        ("A bomb exploded in the market of Brannow on Monday, killing 12 people, police said.\n\n"
         "The blast broke windows.", "2031-05-06", "Vale Post"),
        ("At least 15 people were killed when a bomb exploded in a market in Brannow on Monday, a doctor said.",
         "2031-05-07", "River Agency"),
    )  # fmt: skip
    merged = merge_readings(readings)
    deadly = [i for i in merged.incidents if i.event_type == EventType.ASSAULT]
    assert len(deadly) == 1
    assert deadly[0].date_start == "2031-05-05"
    assert deadly[0].number_of_stories == 2
    toll = next(t for t in merged.tolls if t.what == CountWhat.KILLED and t.incident_id == deadly[0].incident_id)
    assert toll.min == 12


def test_stories_of_two_towns_read_end_to_end_stay_two() -> None:
    readings = read_all(
        ("A bomb exploded in Brannow on Monday, killing 12 people.", "2031-05-06", "Vale Post"),
        ("A bomb exploded in Oskerim on Monday, killing nine people.", "2031-05-06", "Vale Post"),
    )
    merged = merge_readings(readings)
    places = {i.place for i in merged.incidents if i.event_type == EventType.ASSAULT}
    assert {"Brannow", "Oskerim"} <= places
