"""``sayso export``: tables of the case as files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sayso import contract
from sayso.cli.common import case_option, check_table, note, opened, parse_where, plural, where_option
from sayso.errors import UsageError

FORMATS = ("csv", "jsonl", "parquet", "geojson")


@click.command()
@click.argument("tables", nargs=-1, required=True, metavar="TABLE...")
@case_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File; a folder if there are several tables.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Format.  [default: by the file's suffix, else csv]")
@click.option("--with-text", is_flag=True, help="Give stories their text.")
@click.option("--excel", is_flag=True, help="Escape cells that a spreadsheet would run (CSV).")
@where_option
def export(
    tables: tuple[str, ...],
    case_name: str,
    output: Path | None,
    form: str | None,
    with_text: bool,
    excel: bool,
    where: tuple[str, ...],
) -> int:
    """Export tables: CSV, JSON lines, Parquet, GeoJSON.

    One table goes to a file, or to standard output; several, or "all", each to a file of its name in a folder. Missing
    folders are made.

    \b
    sayso export incidents -c case.db -o out/incidents.csv
    sayso export incidents -c case.db -o map.geojson
    sayso export all -c case.db -o out/ --format parquet
    """
    from sayso.export import SUFFIXES
    from sayso.export import export as write

    stored = [name for name in contract.TABLES if name not in COMPUTED]
    asked = [stored if given == "all" else [check_table(given)] for given in tables]
    names = list(dict.fromkeys(name for some in asked for name in some))
    if with_text and "stories" not in names:
        raise UsageError("--with-text: only stories have a text. Export stories with it")
    conditions = parse_where(where)
    several = len(names) > 1
    folder = output is not None and (several or output.is_dir())
    if several and output is None:
        raise UsageError(f"{plural(len(names), 'table')}: name a folder for them with -o")
    if several and output is not None and output.suffix in SUFFIXES and not output.is_dir():
        raise UsageError(f"-o {output}: {plural(len(names), 'table')} need a folder, not a file. Leave out the suffix")
    with opened(case_name) as case:
        for name in names:
            options = {"with_text": with_text and name == "stories", "excel": excel, "where": conditions}
            if output is None:
                write(case, name, sys.stdout.buffer, form or "csv", **options)  # type: ignore[arg-type]
                continue
            path = output / f"{name}.{form or 'csv'}" if folder else output
            number = write(case, name, path, form, **options)  # type: ignore[arg-type]
            note(f"{path}: {plural(number, 'row')}")
    return 0


COMPUTED = ("gaps", "rates", "relations")
"""Tables that answer a question, which ``all`` does not ask."""
