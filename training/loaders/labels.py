"""Our label for a set's own: tables in ``maps/NAME.csv``, one a set.

Columns: ``task``, ``theirs``, ``ours`` (empty: ours has no such label), ``mode`` (of events), ``note``. Labels of
several levels joined by dots fall back on their shorter forms ("conflict.attack.bombing", "conflict.attack",
"conflict"). A label in no row is kept with an empty label of ours and counted as unknown, apart from the known ones
that have no label of ours.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sayso.tables import load_rows, load_words
from sayso.vocabulary import MentionKind

MAPS = Path(__file__).with_name("maps")


class Ours(NamedTuple):
    """Our label and mode; ``known`` is false where the table has no row."""

    label: str
    mode: str = ""
    known: bool = True


@cache
def table(name: str) -> dict[tuple[str, str], Ours]:
    """Rows of ``maps/NAME.csv`` by (task, theirs)."""
    lines = [
        line for line in (MAPS / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]  # fmt: skip
    return {(row["task"], row["theirs"]): Ours(row["ours"], row["mode"]) for row in csv.DictReader(lines)}


def ours(name: str, task: str, theirs: str) -> Ours:
    """Our label for ``theirs`` in the set's table."""
    rows = table(name)
    key = theirs
    while True:
        found = rows.get((task, key))
        if found is not None:
            return found
        if "." not in key:
            return Ours("", "", False)
        key = key.rsplit(".", 1)[0]


@cache
def _countries() -> frozenset[str]:
    names: set[str] = set()
    for row in load_rows("countries.csv"):
        names.update(n.strip().lower() for n in (row["name"], *row["aliases"].split(";")) if n.strip())
    return frozenset(names)


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(word.lower() for word in load_words("demonyms.csv", "demonym"))


def political(words: str) -> str:
    """Kind of a political entity or place by its name: sets that have one label for all of them are told apart by our
    tables of countries and demonyms; other names are places.
    """
    plain = words.lower().removeprefix("the ").strip()
    if plain in _demonyms():
        return MentionKind.NATIONALITY.value
    return MentionKind.COUNTRY.value if plain in _countries() else MentionKind.PLACE.value


def organised(words: str) -> str:
    """Kind of an organisation by its name: a state that acts is a country, its people a nationality."""
    kind = political(words)
    return MentionKind.ORGANISATION.value if kind == MentionKind.PLACE.value else kind
