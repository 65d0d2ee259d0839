"""The files that places come from: the built SQLite file, and users' CSV tables."""

from __future__ import annotations

import csv
import os
import sqlite3
from pathlib import Path

from sayso.errors import UsageError


class PlaceFile:
    """The built file, opened once in each process: a connection must not be carried over a fork."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise UsageError(f"gazetteer {path}: no such file. Build it with scripts/build_gazetteer.py.")
        self.path = path
        self._process = -1
        self._connection: sqlite3.Connection | None = None

    def one(self, query: str, value: str | int) -> tuple[object, ...] | None:
        if self._connection is None or self._process != os.getpid():
            # A forked child drops its parent's handle without closing it: the file is immutable, nothing is lost.
            self._connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True,
                                               check_same_thread=False)  # fmt: skip
            self._process = os.getpid()
        row: tuple[object, ...] | None = self._connection.execute(query, (value,)).fetchone()
        return row


def read_table(table: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Columns and rows of a user's table of places or demonyms. Raises UsageError if it is neither."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(line for line in lines if not line.startswith("#"))
            rows = [{k: v or "" for k, v in row.items() if k} for row in reader]
            columns = list(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"gazetteer table {table}: {error}. Give a CSV file in UTF-8.") from error
    if "name" not in columns and "demonym" not in columns:
        raise UsageError(f"gazetteer table {table}: no column name or demonym in its first line. Add a header row.")
    return columns, rows
