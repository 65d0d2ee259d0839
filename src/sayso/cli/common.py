"""What the verbs share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sayso import contract
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.case import Case

F = TypeVar("F", bound=Callable[..., Any])
CONDITION = re.compile(r"(?P<column>\w+)\s*(?P<operator>!=|<=|>=|=|<|>|~)(?P<value>.*)", re.S)


def case_option(command: F) -> F:
    """The option that names the case."""
    return click.option(
        "-c",
        "--case",
        "case_name",
        default="case.db",
        show_default=True,
        metavar="CASE",
        help="The case: a file, or postgresql://user@host/database.",
    )(command)


def where_option(command: F) -> F:
    """The option that chooses rows."""
    return click.option(
        "-w", "--where", multiple=True, metavar="COL=VALUE", help="Only rows that meet this; also != < > >= <= ~."
    )(command)


@contextmanager
def opened(name: str, *, create: bool = False) -> Iterator[Case]:
    """The case of this name, closed at the end."""
    from sayso.case import open_case

    with open_case(name, create=create) as case:
        yield case


def note(message: str) -> None:
    """A message to the user, on standard error."""
    click.echo(message, err=True)


def plural(number: int, one: str, many: str = "") -> str:
    """``1 story``, ``1,200 stories``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def parse_where(conditions: Sequence[str]) -> dict[str, object]:
    """Conditions as ``Case.rows`` takes them from ``col=value``, ``col>=value``, ``col~part``.

    The same column and operator twice means either value.
    """
    found: dict[str, object] = {}
    for given in conditions:
        match = CONDITION.fullmatch(given)
        if match is None:
            raise UsageError(f"--where {given!r}: not a condition. Write COLUMN=VALUE, or != < <= > >= ~ (contains)")
        key = f"{match['column']} {match['operator']}"
        value = match["value"].strip()
        before = found.get(key)
        if before is None:
            found[key] = value
        else:
            found[key] = [*(before if isinstance(before, list) else [before]), value]
    return found


def check_table(name: str) -> str:
    """The table's name. Raises UsageError if there is none of it."""
    if name not in contract.TABLES:
        raise UsageError(f"table {name!r}: there is none of that name. Choose from {', '.join(contract.TABLES)}")
    return name
