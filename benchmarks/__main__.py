"""``python -m benchmarks NAME [--data PATH] [--json] [--errors]``."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from sayso.errors import SaysoError

NAMES = (
    "attribution", "events", "templates", "counts", "dates", "places", "roles", "merge", "certainty", "intake", "speed",
    "entities", "examples",
)  # fmt: skip


@click.command()
@click.argument("name", type=click.Choice(NAMES))
@click.option("--data", type=click.Path(path_type=Path), help="Folder or archive to measure on, instead of the dev split.")
@click.option("--json", "as_json", is_flag=True, help="Print one flat JSON object.")
@click.option("--errors", is_flag=True, help="Print the errors by cause.")
def main(name: str, data: Path | None, as_json: bool, errors: bool) -> None:
    """Measure one thing and print our figure beside the anchor's."""
    try:
        module = importlib.import_module(f"benchmarks.{name}")
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{name} is not measured yet: no module {error.name}") from None
    try:
        result = module.run(data, errors)
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


if __name__ == "__main__":
    main()
