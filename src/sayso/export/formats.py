"""The formats: CSV, JSON lines, GeoJSON, Parquet."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from sayso.case.rows import Value
from sayso.errors import UsageError
from sayso.export.base import Format

_NEEDS_QUOTES = re.compile('[",\r\n]|^\\s|\\s$')
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


class CSV(Format):
    """Comma-separated values: UTF-8, a header row, lines end in LF, quotes only where needed (RFC 4180).

    Exact, unless ``excel``: then text that a spreadsheet would run as a formula gets an apostrophe before it.
    """

    title = "CSV"
    suffix = ".csv"
    media_type = "text/csv; charset=utf-8"
    takes_excel = True

    def set_up(self) -> None:
        self._line(self.columns)

    def feed(self, row: Sequence[Value]) -> None:
        self._line([self._cell(value) for value in row])

    def _cell(self, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return f"'{value}" if self.excel and value.startswith(_RUN_BY_SPREADSHEETS) else value
        return repr(value)

    def _line(self, cells: Sequence[str]) -> None:
        # The standard library leaves a lone CR unquoted before Python 3.13, which other programs read as a line end.
        quoted = ['"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell for cell in cells]
        self.stream.write((",".join(quoted) + "\n").encode("utf-8"))


class JSONLines(Format):
    """One JSON object a line, UTF-8; null where not stated."""

    title = "JSON lines"
    suffix = ".jsonl"
    media_type = "application/x-ndjson"

    def feed(self, row: Sequence[Value]) -> None:
        self.stream.write(msgspec.json.encode(dict(zip(self.columns, row, strict=True))) + b"\n")


class GeoJSON(Format):
    """A feature collection (RFC 7946): a point a row, no geometry where the place is not known."""

    title = "GeoJSON"
    suffix = ".geojson"
    media_type = "application/geo+json"
    tables = frozenset({"incidents", "accounts", "places"})

    def set_up(self) -> None:
        self.stream.write(b'{"type":"FeatureCollection","features":[')
        self._first = True

    def feed(self, row: Sequence[Value]) -> None:
        properties = dict(zip(self.columns, row, strict=True))
        latitude, longitude = properties["latitude"], properties["longitude"]
        known = latitude is not None and longitude is not None
        feature = {
            "type": "Feature",
            "id": row[0],
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if known else None,
            "properties": properties,
        }
        self.stream.write((b"\n" if self._first else b",\n") + msgspec.json.encode(feature))
        self._first = False

    def finish(self) -> None:
        self.stream.write(b"\n]}\n")


class Parquet(Format):
    """Apache Parquet, by DuckDB: text, BIGINT and DOUBLE columns, null where not stated."""

    title = "Parquet"
    suffix = ".parquet"
    media_type = "application/vnd.apache.parquet"

    def __init__(
        self, stream: BinaryIO, table: str, columns: Sequence[str], kinds: Mapping[str, str], *, excel: bool = False
    ) -> None:
        super().__init__(stream, table, columns, kinds, excel=excel)
        try:
            import duckdb
        except ModuleNotFoundError as error:
            raise UsageError("Parquet needs the duckdb package. Install it: pip install 'sayso[parquet]'") from error
        self._duckdb: Any = duckdb
        self._folder = tempfile.TemporaryDirectory(prefix="sayso-")
        self._lines = Path(self._folder.name, "rows.jsonl").open("wb")  # noqa: SIM115  # closed by finish and close
        self._rows = JSONLines(self._lines, table, columns, kinds)
        self._longest = 0

    def feed(self, row: Sequence[Value]) -> None:
        before = self._lines.tell()
        self._rows.feed(row)
        self._longest = max(self._longest, self._lines.tell() - before)

    def finish(self) -> None:
        self._lines.close()
        types = {"text": "VARCHAR", "int": "BIGINT", "bool": "BIGINT", "real": "DOUBLE"}
        columns = ", ".join(f"'{name}': '{types[self.kinds[name]]}'" for name in self.columns)
        made = Path(self._folder.name, "rows.parquet")
        # One thread, so that rows keep their order and the same rows give the same bytes.
        settings = {"threads": 1, "autoinstall_known_extensions": False, "temp_directory": self._folder.name}
        with self._duckdb.connect(config=settings) as database:
            database.execute(
                f"COPY (SELECT * FROM read_json('{_quoted(self._lines.name)}', format='newline_delimited', "
                f"columns={{{columns}}}, maximum_object_size={max(self._longest * 2, 1 << 24)})) "
                f"TO '{_quoted(made)}' (FORMAT parquet, COMPRESSION zstd)"
            )
        with made.open("rb") as finished:
            shutil.copyfileobj(finished, self.stream)

    def close(self) -> None:
        self._lines.close()
        self._folder.cleanup()


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")


FORMATS: dict[str, type[Format]] = {"csv": CSV, "jsonl": JSONLines, "geojson": GeoJSON, "parquet": Parquet}
"""Formats by name; a new one is a class here."""

SUFFIXES: dict[str, str] = {
    **{of.suffix: name for name, of in FORMATS.items()},
    ".ndjson": "jsonl",
    ".pq": "parquet",
}
"""Which format a file's suffix asks for; JSON lines and Parquet have two in use."""
