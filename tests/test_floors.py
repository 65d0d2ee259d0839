"""The gate, with made-up results: figures may rise, do not fall unseen, and no floor sinks without a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import gate
from benchmarks.__main__ import main
from click.testing import CliRunner

from sayso.errors import UsageError

SAME, OTHER = "a" * 64, "b" * 64


def floors(**given: float) -> gate.Floors:
    return {name.replace("__", "."): gate.Floor(floor=x, figure=x + 0.5, data=SAME) for name, x in given.items()}


@pytest.mark.parametrize(
    ("key", "figure", "holds"),
    [
        ("dates.value_f1", 80.0, True),
        ("dates.value_f1", 95.0, True),
        ("dates.value_f1", 79.9, False),
        ("examples.spurious", 80.0, True),
        ("examples.spurious", 10.0, True),
        ("examples.spurious", 80.1, False),
    ],
)
def test_figures_are_held_on_their_right_side(key: str, figure: float, holds: bool) -> None:
    kept = floors(dates__value_f1=80.0, examples__spurious=80.0)
    assert (gate.check(key, figure, SAME, kept) == "") is holds


def test_other_data_fails_though_the_figure_is_better() -> None:
    assert "other data" in gate.check("dates.value_f1", 99.0, OTHER, floors(dates__value_f1=80.0))


def test_figure_without_floor_fails() -> None:
    assert "no floor yet" in gate.check("dates.value_f1", 99.0, SAME, {})


@pytest.mark.parametrize(
    ("key", "before", "figure", "after"),
    [
        ("dates.value_f1", 80.0, 90.0, 89.5),
        ("dates.value_f1", 80.0, 80.2, 80.0),
        ("dates.value_f1", 80.0, 10.0, 80.0),
        ("examples.spurious", 30.0, 20.0, 20.5),
        ("examples.spurious", 30.0, 40.0, 30.0),
        ("acceptance.facts", 19.0, 24.0, 24.0),
    ],
)
def test_lifting_never_makes_it_easier(key: str, before: float, figure: float, after: float) -> None:
    kept = {key: gate.Floor(floor=before, figure=before, data=SAME)}
    assert gate.lift(key, figure, SAME, kept) is (after != before)
    assert kept[key].floor == after


def test_lifting_leaves_floors_of_other_data_alone() -> None:
    kept = floors(dates__value_f1=80.0)
    assert not gate.lift("dates.value_f1", 99.0, OTHER, kept)
    assert kept == floors(dates__value_f1=80.0)


def test_lowering_keeps_every_reason() -> None:
    kept = floors(dates__value_f1=80.0)
    gate.lower("dates.value_f1", 70.0, SAME, kept, "half-known dates are now left open")
    gate.lower("dates.value_f1", 60.0, OTHER, kept, "the data set was corrected upstream")
    floor = kept["dates.value_f1"]
    assert (floor.floor, floor.figure, floor.data) == (59.5, 60.0, OTHER)
    assert [(x.before, x.after) for x in floor.lowered] == [(80.0, 69.5), (69.5, 59.5)]
    gate.lift("dates.value_f1", 90.0, OTHER, kept)
    assert len(kept["dates.value_f1"].lowered) == 2


@pytest.mark.parametrize("reason", ["", "because", "it fell"])
def test_lowering_takes_a_reason(reason: str) -> None:
    kept = floors(dates__value_f1=80.0)
    with pytest.raises(UsageError, match="takes a reason"):
        gate.lower("dates.value_f1", 70.0, SAME, kept, reason)
    assert kept == floors(dates__value_f1=80.0)


def test_file_keeps_what_it_is_given(tmp_path: Path) -> None:
    kept = floors(dates__value_f1=80.0, counts__killed_exact=90.0)
    gate.lower("dates.value_f1", 70.0, SAME, kept, "half-known dates are now left open")
    gate.save_floors(kept, tmp_path / "floors.json")
    assert gate.load_floors(tmp_path / "floors.json") == kept


def test_hash_knows_content_and_name(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, name, text in ((one, "a", "x"), (other, "a", "x")):
        folder.mkdir()
        (folder / name).write_text(text)
    assert gate.hash_paths([one]) == gate.hash_paths([other])
    (other / "a").rename(other / "b")
    assert gate.hash_paths([one]) != gate.hash_paths([other])
    (other / "b").rename(other / "a")
    (other / "a").write_text("y")
    assert gate.hash_paths([one]) != gate.hash_paths([other])


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, float]:
    """The command with made-up results and a floors file of its own."""
    result = {"found_f1": 90.0, "value_f1": 80.0}
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(gate.load_floors, "__defaults__", (tmp_path / "floors.json",))
    monkeypatch.setattr(gate.save_floors, "__defaults__", (tmp_path / "floors.json",))
    monkeypatch.setattr(gate.figures_of, "__defaults__", (lambda name: result, lambda name: SAME))
    return result


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.output


def test_command_raises_holds_and_lowers(measured: dict[str, float]) -> None:
    assert run("gate", "dates")[0] == 1
    assert run("gate", "dates", "--raise")[0] == 0
    lines = "dates.found_f1: 90.0 holds its floor 89.5\ndates.value_f1: 80.0 holds its floor 79.5\n"
    assert run("gate", "dates") == (0, lines)
    measured["value_f1"] = 70.0
    code, said = run("gate", "dates", "--raise")
    assert code == 1 and "dates.value_f1: 70.0 is below its floor 79.5" in said
    code, said = run("gate", "--lower", "dates.value_f1")
    assert code == 1 and "takes a reason" in said
    assert run("gate", "--lower", "dates.value_f1", "--reason", "years alone are no longer guessed")[0] == 0
    assert run("gate", "dates")[0] == 0
    assert gate.load_floors()["dates.value_f1"].lowered[0].reason == "years alone are no longer guessed"


def test_command_fails_where_a_figure_is_missing(measured: dict[str, float]) -> None:
    del measured["value_f1"]
    code, said = run("gate", "dates")
    assert code == 1 and "gives no figure value_f1" in said


def test_floor_holds_a_figure_from_elsewhere(measured: dict[str, float], tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text("[]")
    given = ("acceptance.facts", "--data", str(tmp_path / "facts.json"))
    assert run("floor", *given, "24", "--raise")[0] == 0
    assert run("floor", *given, "24")[0] == 0
    assert run("floor", *given, "23")[0] == 1
    (tmp_path / "facts.json").write_text("[{}]")
    assert run("floor", *given, "24")[0] == 1


def test_kept_floors_are_of_figures_that_are_gated() -> None:
    held = {f"{name}.{figure}" for name, figures in gate.GATED.items() for figure in figures} | gate.EXACT
    assert set(gate.load_floors()) == held
