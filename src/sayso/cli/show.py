"""``sayso show``: a table of the case on the terminal, or plain into a pipe."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from sayso import contract
from sayso.cli.common import case_option, check_table, note, opened, parse_where, plural, where_option
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.case import Rows

TERMINAL_ROWS = 50
"""Rows shown on a terminal unless asked for more."""
NARROW: dict[str, tuple[str, ...]] = {
    "pages": ("address", "version", "media_type", "retrieved"),
    "stories": ("published", "outlet", "title", "page"),
    "voices": ("name", "sort", "naming", "role"),
    "claims": ("speaker", "via", "stance", "text"),
    "claim_voices": ("claim_id", "position", "voice_id"),
    "claim_accounts": ("claim_id", "account_id", "relation"),
    "accounts": ("date_start", "event_type", "status", "place", "text"),
    "participants": ("account_id", "role", "name"),
    "counts": ("what", "who", "min", "max", "qualifier", "text"),
    "victims": ("name", "age_min", "sex", "harm", "group"),
    "incidents": ("date_start", "event_type", "status", "place", "actor", "killed_min", "killed_max"),
    "tolls": ("incident_id", "what", "who", "min", "max", "contested"),
    "links": ("account_a", "account_b", "judgement", "score"),
    "origins": ("kind", "name", "certain", "reason"),
    "actors": ("name", "kind", "country", "sector"),
    "names": ("name", "kind", "id"),
    "roles": ("name", "role", "organisation", "date_start"),
    "places": ("name", "kind", "admin1", "country"),
    "gaps": ("date_start", "date_end", "days", "stories_read", "outlets"),
    "rates": ("period", "incidents", "contested", "low", "high"),
    "relations": ("actor_a", "actor_b", "period", "intensity"),
    "evidence": ("table", "record_id", "field", "how", "ref"),
    "decisions": ("at", "by", "action", "table", "field", "after"),
    "issues": ("what", "why", "remedy"),
    "aliases": ("old_id", "new_id", "why"),
}
"""What fits into 80 columns of a terminal; a pipe gets every column."""
FLEXIBLE = {"text", "title", "why", "remedy", "reason", "name", "speaker", "what", "page", "address", "actor", "via"}


@click.command()
@click.argument("table", metavar="TABLE")
@case_option
@where_option
@click.option(
    "-n", "--limit", type=click.IntRange(min=0), help=f"Rows.  [default: {TERMINAL_ROWS} on a terminal, else all]"
)
@click.option("--columns", metavar="A,B,...", help="Columns to show.  [default: a few on a terminal, else all]")
@click.option("--order", metavar="A,-B,...", help="Columns to order by; - turns one round.")
@click.option("--json", "as_json", is_flag=True, help="JSON, one object a line.")
def show(
    table: str,
    case_name: str,
    where: tuple[str, ...],
    limit: int | None,
    columns: str | None,
    order: str | None,
    as_json: bool,
) -> int:
    """Show a table: stories, claims, accounts, incidents, issues, ...

    On a terminal, a few columns of it; into a pipe, all columns, separated by tabs. The tables and their columns are in
    docs/reference/tables.md.

    \b
    sayso show incidents -c case.db
    sayso show claims -c case.db --where 'speaker~minister' --columns speaker,text
    sayso show incidents -c case.db --where event_type=ASSAULT --where 'killed_min>=10' --json
    """
    check_table(table)
    terminal = sys.stdout.isatty()
    given = contract.columns(table)
    if columns:
        chosen: tuple[str, ...] = tuple(name.strip() for name in columns.split(","))
        if unknown := [name for name in chosen if name not in given]:
            raise UsageError(f"table {table}: no column {unknown[0]!r}. It has {', '.join(given)}")
    else:
        chosen = NARROW[table] if terminal and not as_json else given
    if limit is None and terminal and not as_json:
        limit = TERMINAL_ROWS
    by = [name.strip() for name in order.split(",")] if order else None
    with opened(case_name) as case:
        rows = case.rows(table, where=parse_where(where), order=by)
        if as_json:
            _json(rows, chosen, limit)
        elif terminal:
            _table(rows, chosen, limit or len(rows))
        else:
            _plain(rows, chosen, limit)
    return 0


def _json(rows: Rows, columns: tuple[str, ...], limit: int | None) -> None:
    import msgspec

    for number, row in enumerate(rows):
        if limit and number >= limit:
            break
        click.echo(msgspec.json.encode({name: row[name] for name in columns}).decode("utf-8"))


def _plain(rows: Rows, columns: tuple[str, ...], limit: int | None) -> None:
    click.echo("\t".join(columns))
    for number, row in enumerate(rows):
        if limit and number >= limit:
            break
        click.echo("\t".join(_cell(row[name]) for name in columns))


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _table(rows: Rows, columns: tuple[str, ...], limit: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = max(40, shutil.get_terminal_size().columns)
    shown = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    numbers = {name for name in columns if rows.kinds[name] in ("int", "real")}
    for name in columns:
        label = name.replace("_", " ")
        justify = "right" if name in numbers else "left"
        shown.add_column(label, justify=justify, overflow="fold", ratio=None, max_width=_widest(name, width))  # type: ignore[arg-type]
    number = 0
    for row in rows:
        if number >= limit:
            break
        number += 1
        # Text objects, for what pages say is not markup of ours.
        shown.add_row(*(Text(_cell(row[name])) for name in columns))
    Console(width=width).print(shown)
    total = len(rows)
    if number < total:
        note(f"{number:,} of {total:,} rows. Show all with --limit 0, or choose with --where.")
    else:
        note(plural(total, "row") + ".")


def _widest(name: str, width: int) -> int:
    return max(24, width // 2) if name in FLEXIBLE else 24
