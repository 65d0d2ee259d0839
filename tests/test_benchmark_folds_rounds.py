"""How often the sentences of a class are gone through when a fold's network is taught."""

from __future__ import annotations

from training.model.rounds import times


def test_rare_classes_are_gone_through_more_often() -> None:
    often = times(["YIELD"] * 90 + ["PROTEST"] * 10 + ["AID"] * 40)
    assert often == {"YIELD": 1, "PROTEST": 3, "AID": 2}


def test_all_alike_are_gone_through_once() -> None:
    assert set(times(["AID", "PROTEST", "YIELD"]).values()) == {1}
