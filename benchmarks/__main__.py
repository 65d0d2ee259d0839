"""``python -m benchmarks NAME [--data PATH] [--json] [--errors]``, and the gate that holds their figures."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks import gate as gates
from sayso.errors import SaysoError, UsageError

NAMES = (
    "reports", "attribution", "events", "templates", "counts", "dates", "places", "entities", "certainty", "merge",
    "intake", "examples", "speed",
)  # fmt: skip


@click.group()
def main() -> None:
    """Measure one thing and print our figure beside the anchor's; or hold all figures to their floors (gate)."""


def _measured(name: str) -> click.Command:
    @click.command(name)
    @click.option("--data", type=click.Path(path_type=Path), help="Folder or archive to measure on instead.")
    @click.option("--json", "as_json", is_flag=True, help="Print one flat JSON object.")
    @click.option("--errors", is_flag=True, help="Print the errors by cause.")
    def command(data: Path | None, as_json: bool, errors: bool) -> None:
        try:
            result = importlib.import_module(f"benchmarks.{name}").run(data, errors)
        except SaysoError as error:
            raise click.ClickException(str(error)) from error
        if as_json:
            click.echo(json.dumps(result, ensure_ascii=False))
            return
        table = Table("measure", "Sayso", "anchor and goal", title=name)
        for key, value in result.items():
            if not key.startswith("anchor_"):
                table.add_row(key, str(value), str(result.get(f"anchor_{key}", "")))
        Console().print(table)

    command.help = f"Measure {name}."
    return command


for _name in NAMES:
    main.add_command(_measured(_name))


@main.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(gates.GATED)))
@click.option("--raise", "raising", is_flag=True, help="Lift the floors that the figures are above; set missing ones.")
@click.option("--lower", metavar="KEY", help="Set this floor to what is measured now, whatever it was.")
@click.option("--reason", default="", help="Why a floor is lowered; it stays in the file.")
def gate(names: tuple[str, ...], raising: bool, lower: str | None, reason: str) -> None:
    """Fail if a figure is below its floor, or was measured on other data than its floor."""
    if lower is not None and (raising or names):
        raise click.UsageError("--lower takes one key, and neither names nor --raise")
    if lower is not None and (lower not in gates.load_floors() or lower.split(".")[0] not in gates.GATED):
        raise click.UsageError(f"--lower {lower}: there is no such floor that is measured here")
    wanted = (lower.split(".")[0],) if lower else names or tuple(sorted(gates.GATED))
    wrong: list[str] = []
    floors = gates.load_floors()
    for name in wanted:
        if name in gates.DATA and not names and not lower and not os.environ.get("SAYSO_DATA"):
            click.echo(f"{name}: not measured, for want of data (SAYSO_DATA)")
            continue
        try:
            figures, data = gates.figures_of(name)
            if lower:
                gates.lower(lower, figures[lower], data, floors, reason)
                gates.save_floors(floors)
                click.echo(f"{lower}: the floor is now {floors[lower].floor}")
                return
        except SaysoError as error:
            raise click.ClickException(str(error)) from error
        for key, figure in figures.items():
            _judge(key, figure, data, floors, raising, wrong)
    if raising:
        gates.save_floors(floors)
    _end(wrong)


@main.command()
@click.argument("key")
@click.argument("figure", type=float)
@click.option("--data", multiple=True, required=True, type=click.Path(exists=True, path_type=Path), help="Measured on.")
@click.option("--raise", "raising", is_flag=True, help="Lift the floor.")
@click.option("--lower", "lowering", is_flag=True, help="Lower the floor.")
@click.option("--reason", default="", help="Why it is lowered; it stays in the file.")
def floor(key: str, figure: float, data: tuple[Path, ...], raising: bool, lowering: bool, reason: str) -> None:
    """Hold a figure that was measured elsewhere to its floor."""
    floors, wrong = gates.load_floors(), list[str]()
    hashed = gates.hash_paths(data)
    if lowering:
        try:
            gates.lower(key, figure, hashed, floors, reason)
        except UsageError as error:
            raise click.ClickException(str(error)) from error
    _judge(key, figure, hashed, floors, raising, wrong)
    if raising or lowering:
        gates.save_floors(floors)
    _end(wrong)


def _judge(key: str, figure: float, data: str, floors: gates.Floors, raising: bool, wrong: list[str]) -> None:
    moved = raising and gates.lift(key, figure, data, floors)
    problem = gates.check(key, figure, data, floors)
    if problem:
        wrong.append(problem)
    click.echo(problem or f"{key}: {figure} holds its floor {floors[key].floor}{' (lifted)' if moved else ''}")


def _end(wrong: list[str]) -> None:
    if wrong:
        raise click.ClickException(f"{len(wrong)} of the figures held do not hold")


if __name__ == "__main__":
    main()
