"""Probabilities bent by what was measured."""

import pytest

from sayso.reader.model.calibration import calibrated, log_odds, sigmoid


def test_an_answer_without_a_curve_is_as_sure_as_its_least_sure_part() -> None:
    assert calibrated({}, "cue", [0.9, 0.4]) == 0.4
    assert calibrated({"calibration": {"cue": [1.0, 0.0]}}, "cue", [0.9, 0.4]) == 0.4


def test_a_curve_of_one_and_nought_changes_nothing() -> None:
    assert calibrated({"calibration": {"cue": [1.0, 0.0]}}, "cue", [0.7]) == pytest.approx(0.7)


def test_a_curve_can_temper_what_is_too_sure() -> None:
    assert calibrated({"calibration": {"cue": [0.5, 0.0]}}, "cue", [0.99]) == pytest.approx(sigmoid(log_odds(0.99) / 2))


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_certainty_has_finite_odds(certain: float) -> None:
    assert abs(log_odds(certain)) < 10
