"""How the example crisis is scored: which speakers are the same, and a key held against itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.examples import score
from benchmarks.key import Key, same_speaker

from sayso import open_case


@pytest.mark.parametrize(
    ("wanted", "found", "role", "same"),
    [
        ("General Sorin Halvey", "Sorin Halvey", "", True),
        ("the army", "army", "", True),
        ("Halvey", "Mina Tersk", "", False),
        ("a hospital director", "director of Brannow District Hospital", "", True),
        ("a hospital director", "Mina Tersk", "director of Brannow District Hospital", True),
        ("a hospital director", "Mina Tersk", "mayor of Brannow", False),
        ("a security official", "a customs official", "", False),
        ("a security official", "an official", "", True),
        ("Anna Volk ; Bero Astan", "Bero Astan ; Anna Volk", "", True),
        ("Anna Volk ; Bero Astan", "Anna Volk", "", False),
        ("Ann", "Anna", "", False),
        ("the police", "", "", False),
    ],
)
def test_same_speaker(wanted: str, found: str, role: str, same: bool) -> None:
    assert same_speaker(wanted, found, role) is same


PAGE = """Market bomb in Senn

A bomb exploded in a market in Senn on Tuesday, killing at least 12 people, police said.

Two days later gunmen shot dead a judge in Tollen.
"""


def key(**changes: object) -> Key:
    incident = {
        "id": "bomb", "event_type": "ASSAULT", "status": "happened", "date": "2031-03-04", "date_end": "", "main": True,
        "tolls": [{"what": "killed", "who": "total", "min": 12, "max": None, "contested": False}],
        "mentions": [{"page": "page.txt", "title": "Market bomb", "quote": "A bomb exploded in a market"}],
        **changes,
    }  # fmt: skip
    claim = {
        "page": "page.txt", "title": "Market bomb", "text": "killing at least 12 people", "speaker": "police",
        "via": "", "speaker_kind": "organisation", "stance": "asserts", "certainty": "unstated", "quoted": "0",
    }  # fmt: skip
    return Key(stories=[], incidents=[incident], sets=[], claims=[claim])


@pytest.mark.parametrize(
    ("changes", "found", "tolls"),
    [
        ({}, 100.0, 100.0),
        ({"event_type": "PROTEST"}, 0.0, 0.0),
        ({"event_type": "PROTEST|ASSAULT"}, 100.0, 100.0),
        ({"tolls": [{"what": "killed", "who": "total", "min": 12, "max": 12, "contested": False}]}, 100.0, 0.0),
        ({"mentions": [{"page": "page.txt", "title": "Market bomb", "quote": "words that are not there"}]}, 0.0, 0.0),
    ],
)
def test_incident_is_found_by_its_quote_and_type(
    tmp_path: Path, changes: dict[str, object], found: float, tolls: float
) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    with open_case(tmp_path / "case.db") as case:
        case.read(tmp_path / "page.txt", published="2031-03-05", jobs=1)
        result = score(case, key(**changes))
    assert result["incidents_found_merged"] == found
    assert result["tolls_right"] == tolls
    assert result["claims_right_voice"] == 100.0


def test_incident_not_in_the_key_is_spurious(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    with open_case(tmp_path / "case.db") as case:
        case.read(tmp_path / "page.txt", published="2031-03-05", jobs=1)
        result = score(case, key())
        assert result["incidents_in_case"] == len(case.incidents()) >= 2
        assert 0 < float(result["spurious"]) < 100
        assert 0 < float(result["incident_precision"]) <= 100 - float(result["spurious"])
