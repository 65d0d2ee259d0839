"""Write the reference pages of the documentation from the code.

    python scripts/make_docs.py            write docs/reference/
    python scripts/make_docs.py --check    exit 1 if what is there differs from what would be written

A test runs the check, so that the pages cannot go stale.
"""

from __future__ import annotations

import ast
import enum
import inspect
import sys
import types
import typing
from pathlib import Path
from typing import Any

import click
import msgspec

from sayso import contract, records, vocabulary
from sayso.case.schema import COMPUTED, LAID_OUT
from sayso.cli.main import cli

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
NOTE = "<!-- Written by scripts/make_docs.py: change the code, not this file. -->\n"


def commands() -> str:
    """The page on the commands: each one's help, as the terminal prints it."""
    parts = [NOTE, "# Commands\n"]
    parts.append(
        "Data goes to standard output; progress and messages go to standard error. `-c` names the case: a file "
        "(`case.db` unless told), or `postgresql://user@host/database` for a team.\n"
    )
    parts.append(
        "| exit code | means |\n|---|---|\n"
        "| 0 | done |\n"
        "| 1 | done, but some sources could not be read: each is named by `sayso show issues` |\n"
        "| 2 | wrong usage |\n"
        "| 3 | the case cannot be used: locked, full disk, not a case, made by a newer release |\n"
        "| 70 | a fault in the program: please report it |\n"
        "| 130 | ended by Ctrl-C; what was read is kept, and the same command goes on |\n"
    )
    parts.append(f"```text\n{_help(cli, 'sayso')}\n```\n")
    for name, command in sorted(cli.commands.items()):
        parts.append(f"## sayso {name}\n\n```text\n{_help(command, name)}\n```\n")
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    # Made as the terminal makes it, so that what the group settles for its verbs is seen.
    group = click.Context(cli, info_name="sayso", **cli.context_settings)
    context = group if command is cli else click.Context(command, info_name=name, parent=group)
    context.max_content_width = context.terminal_width = 100
    return command.get_help(context).rstrip()


def tables() -> str:
    """The page on the tables: columns with their types, values and meanings."""
    parts = [NOTE, "# Tables\n"]
    parts.append(
        "`sayso show`, `sayso export`, the Python API and the desk's JSON give these columns, in this order. An empty "
        "text (or null) means: not stated. Booleans are 0 or 1. Dates are EDTF: `2031-03-04`, `2031-03`, `XXXX-03-17`. "
        "`start` and `end` count Unicode code points of the story's text, half-open, and `text` is exactly that "
        "stretch. Several things in one column are joined by ` ; `, a chain by ` > `, outermost first.\n"
    )
    for table, record in contract.TABLES.items():
        parts.append(f"## {table}\n")
        parts.append(_first_paragraph(record) + _how(table) + "\n")
        meanings = {**_meanings(records.Derived), **_meanings(record)}
        lines = ["| column | type | meaning |", "|---|---|---|"]
        for name in contract.columns(table):
            meaning = meanings.get(name, "").replace("|", "\\|")
            lines.append(f"| `{name}` | {_kind(record, name)} | {meaning} |")
        if table == "stories":
            lines.append("| `text` | text | The whole text; only with `--with-text`. |")
        parts.append("\n".join(lines) + "\n")
    parts.append("## Vocabularies\n")
    parts.append("Columns that hold one of a closed list of values, and the lists.\n")
    for name, kind in sorted(vars(vocabulary).items()):
        if name in _used() and isinstance(kind, type) and issubclass(kind, enum.Enum):
            parts.append(f"**{name}**: {', '.join(f'`{member.value}`' for member in kind)}\n")
    return "\n".join(parts)


def _how(table: str) -> str:
    if table in COMPUTED:
        return " Computed when asked for."
    return " Laid out from the readings when asked for." if table in LAID_OUT else ""


def _first_paragraph(record: type) -> str:
    return _plain((inspect.getdoc(record) or "").split("\n\n")[0])


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("``", "`")


def _meanings(record: type) -> dict[str, str]:
    """What stands as a docstring below each field of a record."""
    (body,) = ast.parse(inspect.cleandoc("\n" + inspect.getsource(record))).body
    assert isinstance(body, ast.ClassDef)
    found, field = {}, ""
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            field = node.target.id
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and field:
            found[field] = _plain(str(node.value.value))
    return found


def _options(record: type[msgspec.Struct], name: str) -> list[Any]:
    given: Any = next(f for f in msgspec.structs.fields(record) if f.name == name).type
    if typing.get_origin(given) in (typing.Union, types.UnionType):
        return [option for option in typing.get_args(given) if option is not type(None)]
    return [given]


def _kind(record: type[msgspec.Struct], name: str) -> str:
    option = _options(record, name)[0]
    if isinstance(option, type) and issubclass(option, enum.Enum):
        return f"[{option.__name__}](#vocabularies)"
    return {str: "text", int: "integer", float: "number", bool: "0 or 1"}.get(option, "text")


def _used() -> set[str]:
    return {
        option.__name__
        for table, record in contract.TABLES.items()
        for name in contract.columns(table)
        for option in _options(record, name)
        if isinstance(option, type) and issubclass(option, enum.Enum)
    }


PAGES = {"commands.md": commands, "tables.md": tables}


def stale() -> list[str]:
    """Pages that differ from what the code says."""
    return [
        name
        for name, write in PAGES.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != write()
    ]


def main() -> None:
    """Write, or check."""
    if "--check" in sys.argv[1:]:
        if names := stale():
            sys.exit(f"make_docs: not what the code says: {', '.join(names)}. Run: python scripts/make_docs.py")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
