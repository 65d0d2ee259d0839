"""Reviewed facts that the code reads: event types, roles, demonyms, cue words. Data, not code.

Each file is CSV (UTF-8, header row). Lines beginning with ``#`` say what it holds, its source and licence.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def load_rows(name: str) -> list[dict[str, str]]:
    """Rows of the table ``name`` (file name with suffix), as dicts by header. Do not change what is returned."""
    text = (files("sayso.tables") / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return list(csv.DictReader(lines))


@cache
def load_words(name: str, column: str = "word") -> frozenset[str]:
    """One column of a table as a set."""
    return frozenset(row[column] for row in load_rows(name))
