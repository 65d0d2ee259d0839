"""Scoring of the full slots, on made-up keys, accounts and phrases."""

from __future__ import annotations

from datetime import date

import pytest
from benchmarks.template_slots import dates, number_of, pairs, places, span
from training.loaders.documents import Template

from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.records import Account
from sayso.vocabulary import EventType


def account(**fields: str) -> Account:
    return Account(account_id="a", story_id="s", event_type=EventType.ASSAULT, start=0, end=9, **fields)  # type: ignore[arg-type]


def template(**fields: object) -> Template:
    return Template(label="ASSAULT", theirs="ATTACK", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2031-03-05", (date(2031, 3, 5), date(2031, 3, 5))),
        ("2031-03", (date(2031, 3, 1), date(2031, 3, 31))),
        ("2031-03-05/2031-03-07", (date(2031, 3, 5), date(2031, 3, 7))),
        ("../2031-03-31", (date(2031, 2, 28), date(2031, 3, 31))),
        ("XXXX-03-05", None),
        ("", None),
    ],
)
def test_spans_of_days(value: str, days: tuple[date, date] | None) -> None:
    assert span(value) == days


def test_a_date_within_theirs_is_right_and_a_wider_one_is_not() -> None:
    gold = [template(date="2031-03-05/2031-03-07")]
    assert dates([account(date_start="2031-03-06", date_end="2031-03-06")], gold, "2031-03-09") == (1, 1, 1)
    assert dates([account(date_start="2031-03", date_end="2031-03")], gold, "2031-03-09") == (0, 1, 1)


def test_what_has_no_date_happened_by_the_day_of_the_message() -> None:
    assert dates([account()], [template(date="../2031-03-09")], "2031-03-09") == (1, 1, 1)
    assert dates([account()], [template(date="2031-03-05")], "2031-03-09") == (0, 1, 1)
    assert dates([account()], [template(date="2031-03-05")], "") == (0, 0, 1)


def test_dates_stand_side_by_side_one_to_one() -> None:
    gold = [template(date="2031-03-05"), template(date="2031-03-05"), template(date="2031-03-08")]
    found = [account(date_start=d, date_end=d) for d in ("2031-03-05", "2031-03-05", "2031-03-06")]
    assert dates(found, gold, "2031-03-09") == (1, 2, 2)


def test_places_go_by_any_name_short_of_the_country() -> None:
    gold = [template(place=(("VESPER", "COUNTRY"), ("NORDAL", "DEPARTMENT"), ("KELLÓN", "CITY")))]
    assert places([account(place="Kellon")], gold) == (1, 1, 1)
    assert places([account(place="Nordal")], gold) == (1, 1, 1)
    assert places([account(place="Vesper")], gold) == (0, 1, 1)
    assert places([account(place="Vesper")], [template(place=(("VESPER", "COUNTRY"),))]) == (1, 1, 1)
    assert places([account()], gold) == (0, 0, 1)


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("four peasants were killed", "four peasants", (4, 4)),
        ("twenty-one armed peasants were killed", "peasants", (21, 21)),
        ("a peasant was killed", "peasant", (1, 1)),
        ("peasants were killed", "peasants", (2, None)),
        ("the bus was burned", "bus", (2, None)),
        ("the congress was burned", "congress", (1, 1)),
    ],
)
def test_how_many_a_phrase_says(text: str, words: str, number: tuple[int, int | None]) -> None:
    tokens, _ = segment(plain_story(text))
    at = text.index(words)
    assert number_of(tokens, at, at + len(words)) == number


def test_alignment_gives_way_where_that_serves_more() -> None:
    assert pairs(["a", "b"], [[True, True], [True, False]]) == 2
    assert pairs([], []) == 0
