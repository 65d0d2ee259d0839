"""Chronology, gaps and rates over incidents and stories of known dates."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from made_up import make_page, make_story
from sayso import ids
from sayso.analysis import Filter, bins, chronology, gaps, rates, spots, totals
from sayso.analysis.gaps import silent_runs
from sayso.case import Case
from sayso.errors import UsageError
from sayso.records import Account, Incident, Reading
from sayso.vocabulary import EventType, Grain, Status


def incident(name: str, start: str, end: str = "", **more: object) -> Incident:
    given = {"event_type": EventType.ASSAULT, "date_start": start, "date_end": end or start, **more}
    return Incident(incident_id=ids.digest("incident", name), **given)  # type: ignore[arg-type]


@pytest.fixture
def filled(case: Case) -> Case:
    """Incidents of March and April, and stories of a few days, one of them not read."""
    days = [
        ("2031-03-02", "Post"),
        ("2031-03-08", "Post"),
        ("2031-03-09", "Courier"),
        ("2031-03-09", "Courier"),
        ("", ""),
    ]
    for number, (day, outlet) in enumerate(days):
        page = make_page(f"{number}.html", str(number).encode())
        story = make_story(page, [f"Story {number}.", "21 attacks were counted in April."], published=day)
        story = msgspec.structs.replace(story, outlet=outlet)
        claimed = Account(
            account_id=ids.anchored("account", story.story_id, 1, 2), story_id=story.story_id, grain=Grain.PERIOD,
            event_type=EventType.ASSAULT, events_min=21, events_max=21 if number == 0 else 25,
            date_start="2031-04", date_end="2031-04", start=1, end=5,
        )  # fmt: skip
        readings = [Reading(story=story, accounts=(claimed,) if number < 2 else ())] if number != 3 else []
        case.add_page(page, b"", "", [story], readings)
    case.replace_incidents(
        [
            incident("a", "2031-03-04", place="Ardun", country="XA", latitude=1.0, longitude=2.0, killed_max=5),
            incident("b", "2031-03-04", status=Status.CONTESTED, contested=True, killed_min=12),
            incident("c", "2031-03-12", actor="Northern Front"),
            incident("d", "2031-03-07", status=Status.PLANNED),
            incident("e", "2031-03", event_type=EventType.CONSULT),
            incident("f", "2031-04-30"),
            incident("g", "XXXX-03-17"),
            incident("h", "", event_type=EventType.PROTEST),
        ],
        account_incident={},
    )
    return case


def names(found: list[Incident]) -> str:
    known = {ids.digest("incident", name): name for name in "abcdefgh"}
    return "".join(known[one.incident_id] for one in found)


def test_chronology_is_in_order_of_time(filled: Case) -> None:
    found = chronology(filled)
    assert sorted(names(found)) == list("abcdef")
    assert [one.date_start for one in found] == sorted(one.date_start for one in found)
    assert names(chronology(filled, newest_first=True)) == names(found)[::-1]
    assert names(chronology(filled, limit=2, offset=2)) == names(found)[2:4]
    assert sorted(names(chronology(filled, without_date=True))) == ["g", "h"]


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        ({"place": "ARD"}, "a"),
        ({"place": "xa"}, "a"),
        ({"actor": "front"}, "c"),
        ({"contested": True}, "b"),
        ({"killed_at_least": 5}, "ab"),
        ({"killed_at_least": 6}, "b"),
        ({"status": "planned"}, "d"),
        ({"event_type": ["CONSULT", "PROTEST"]}, "e"),
        ({"date_from": "2031-03-12"}, "cef"),
        ({"date_to": "2031-03-04"}, "abe"),
        ({"date_from": "2031-03-05", "date_to": "2031-03-31"}, "cde"),
        ({"date_from": "2031-04"}, "f"),
        ({"date_to": "2030"}, ""),
        ({"place": "%"}, ""),
    ],
)
def test_filters(filled: Case, choice: dict[str, object], chosen: str) -> None:
    assert "".join(sorted(names(chronology(filled, Filter.of(**choice))))) == chosen


@pytest.mark.parametrize(
    "choice",
    [{"event_type": "RIOT"}, {"status": "maybe"}, {"date_from": "Monday"}, {"killed_at_least": "many"}],
)
def test_wrong_filters_are_named(choice: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=str(next(iter(choice.values())))):
        Filter.of(**choice)
    with pytest.raises(UsageError, match="colour"):
        Filter.of(colour="red")


def test_totals_bins_and_spots(filled: Case) -> None:
    counted = totals(filled)
    assert (counted.dated, counted.undated, counted.contested) == (6, 2, 1)
    assert counted.by_status == {"contested": 1, "happened": 6, "planned": 1}
    assert totals(filled, Filter.of(status="planned")).by_status == counted.by_status
    assert sum(one.incidents for one in bins(filled)) == 6
    (spot,) = spots(filled)
    assert (spot.place, spot.incidents, spot.incident_id) == ("Ardun", 1, ids.digest("incident", "a"))


def test_answers_follow_the_case(filled: Case) -> None:
    assert totals(filled).dated == 6
    filled.replace_incidents([incident("a", "2031-03-04")], account_incident={})
    assert totals(filled).dated == 1


def test_gaps_are_qualified_by_what_was_read(filled: Case) -> None:
    first, second = gaps(filled, min_days=2)
    assert (first.date_start, first.date_end, first.days) == ("2031-03-05", "2031-03-11", 7)
    assert (first.stories_read, first.stories_unread, first.outlets) == (2, 1, 2)
    assert (second.date_start, second.date_end, second.stories_read) == ("2031-03-13", "2031-04-29", 0)
    assert gaps(filled, status="planned") == []
    (row, *_) = filled.gaps(actor="Front", min_days=1) or [None]
    assert row is None
    assert [row["filter"] for row in filled.gaps(event_type="ASSAULT")] == ["event_type=ASSAULT"] * 2


def test_silent_runs_see_through_overlaps() -> None:
    def days(*pairs: tuple[int, int]) -> list[tuple[date, date]]:
        return [(date(2031, 3, a), date(2031, 3, b)) for a, b in pairs]

    assert silent_runs(days((1, 1), (1, 9), (3, 4), (11, 11)), 1) == days((10, 10))
    assert silent_runs(days((1, 1), (2, 2)), 1) == []
    assert silent_runs([], 1) == []


def test_rates_count_whole_periods(filled: Case) -> None:
    march, april = rates(filled)
    assert (march.period, march.incidents, march.contested) == ("2031-03", 4, 1)
    assert (march.claimed_min, march.claimed_max) == (None, None)
    assert (april.period, april.incidents, april.claimed_min, april.claimed_max) == ("2031-04", 1, 21, 25)
    assert march.low < march.incidents < march.high
    weeks = rates(filled, period="week")
    assert weeks[0].period == "2031-03-03/2031-03-09"
    assert sum(one.incidents for one in weeks) == 4
    assert [one.incidents for one in weeks[2:8]] == [0] * 6
    assert [one.period for one in rates(filled, period="year")] == ["2031"]
    with pytest.raises(UsageError, match="fortnight"):
        rates(filled, period="fortnight")
    assert len(list(filled.rates(period="day"))) == 58
