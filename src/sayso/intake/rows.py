"""Tables with a text column: JSON Lines, CSV and TSV, Parquet. Each row is a page with one story."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from sayso.intake.decode import decode
from sayso.intake.raw import RawPage, SourceOptions
from sayso.records import Issue

TEXT_COLUMNS = (
    "text",
    "body",
    "content",
    "article",
    "html",
    "fulltext",
    "full_text",
    "article_text",
    "story",
    "maintext",
)
TITLE = ("title", "headline")
PUBLISHED = (
    "published",
    "date",
    "publish_date",
    "published_at",
    "publication_date",
    "pubdate",
    "date_published",
    "datetime",
)
OUTLET = ("outlet", "source", "publication", "publisher", "site", "newspaper", "domain")
BYLINE = ("byline", "author", "authors", "creator")
ADDRESS = ("url", "link", "address", "uri", "href")


def _issue(name: str, why: str, remedy: str, kind: str = "unreadable") -> Issue:
    return Issue(what=name, why=why, remedy=remedy, kind=kind)


def _pick(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Value of the first column so named that holds something."""
    for name in names:
        value = row.get(name)
        if value is None or (isinstance(value, float) and value != value):
            continue
        if isinstance(value, list):
            value = " and ".join(str(v) for v in value[:20])
        if isinstance(value, dict):
            value = value.get("name") or value.get("title") or ""
        if str(value).strip():
            return str(value).strip()
    return ""


def text_column(columns: list[str], option: str) -> str:
    """The column that holds the text: the one asked for, else the first usual name, whatever the case; else empty."""
    if option:
        return option if option in columns else ""
    lowered = {str(c).strip().lower(): c for c in reversed(columns)}
    return next((lowered[name] for name in TEXT_COLUMNS if name in lowered), "")


def row_pages(name: str, rows: Iterator[Mapping[str, Any]], options: SourceOptions) -> Iterator[RawPage | Issue]:
    """A page for each row that has text. The text column is settled on the first row that has one."""
    column = ""
    without = number = 0
    for number, row in enumerate(rows, 1):
        if number > options.max_records:
            yield _issue(name, f"it has more than {options.max_records:,} rows", "Split the table.", "truncated")
            return
        column = column or text_column(list(row), options.text_column)
        value = row.get(column) if column else None
        if not isinstance(value, str) or not value.strip():
            without += 1
            continue
        lowered = {str(k).strip().lower(): v for k, v in row.items()}
        address = _pick(lowered, ADDRESS)
        data = value.encode("utf-8", errors="ignore")
        over = len(data) > options.max_bytes
        html = column.lower() == "html" or value.lstrip()[:1] == "<"
        yield RawPage(
            name=address if address.lower().startswith(("http://", "https://")) else f"{name}#{number}",
            locator=f"{name}#{number}",
            data=data[: options.max_bytes],
            media_type="text/html" if html else "text/plain",
            charset="utf-8",
            title=_pick(lowered, TITLE),
            published=_pick(lowered, PUBLISHED),
            outlet=_pick(lowered, OUTLET),
            byline=_pick(lowered, BYLINE),
            whole=True,
            truncated=f"the text has more than {options.max_bytes:,} bytes" if over else "",
        )
    if number and not column:
        wanted = options.text_column or ", ".join(TEXT_COLUMNS[:5])
        yield _issue(name, f"no column holds text (looked for {wanted})", "Name the column with --text-column.")
    elif without:
        yield _issue(
            name,
            f"rows that have no text: {without} of {number}",
            "Nothing to do if they are meant to be empty.",
            "empty",
        )
    elif not number:
        yield _issue(name, "the table has no rows", "Check the file.", "empty")


def jsonl_rows(name: str, stream: BinaryIO, options: SourceOptions, bad: list[Issue]) -> Iterator[Mapping[str, Any]]:
    """Objects of a JSON Lines file; lines that are none are counted into one issue."""
    wrong: list[int] = []
    number = 0
    while raw := stream.readline(options.max_bytes + 1):
        number += 1
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode("utf-8-sig", errors="replace"), strict=False)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield row
        else:
            wrong.append(number)
    if wrong:
        bad.append(
            _issue(
                name,
                f"lines that are no JSON objects: {len(wrong)}, the first is line {wrong[0]}",
                "Correct them and read again.",
            )
        )


def json_rows(name: str, data: bytes, bad: list[Issue]) -> Iterator[Mapping[str, Any]]:
    """Objects of a JSON array."""
    try:
        rows = json.loads(data.decode("utf-8-sig", errors="replace"), strict=False)
    except (ValueError, RecursionError) as error:
        bad.append(_issue(name, f"it is no JSON ({error})", "Correct it, or write one object a line (JSON Lines)."))
        return
    yield from (row for row in rows if isinstance(row, dict))


def csv_rows(name: str, stream: BinaryIO, options: SourceOptions, bad: list[Issue]) -> Iterator[Mapping[str, Any]]:
    """Rows of a CSV or TSV file with a header row; the delimiter is the header's commonest of comma, tab, semicolon."""
    csv.field_size_limit(max(csv.field_size_limit(), options.max_bytes))
    sample = stream.read(1_000_000)
    _, charset = decode(sample)
    text = io.TextIOWrapper(io.BufferedReader(_Again(sample, stream)), encoding=charset, errors="replace", newline="")
    header = sample.split(b"\n", 1)[0]
    delimiter = max(b",\t;|", key=lambda c: header.count(bytes([c])))
    reader = csv.DictReader((line.replace("\0", "") for line in text), delimiter=chr(delimiter))
    try:
        for row in reader:
            yield {k: v for k, v in row.items() if isinstance(k, str)}
    except csv.Error as error:
        bad.append(
            _issue(name, f"line {reader.line_num} is no CSV ({error})", "What came before was read.", "truncated")
        )


class _Again(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def parquet_rows(name: str, path: str, bad: list[Issue]) -> Iterator[Mapping[str, Any]]:
    """Rows of a Parquet file, by duckdb where it is installed."""
    try:
        import duckdb
    except ImportError:
        bad.append(_issue(name, "reading Parquet needs duckdb", "Install it: pip install 'sayso[parquet]'"))
        return
    try:
        with duckdb.connect(":memory:") as connection:
            cursor = connection.execute("SELECT * FROM read_parquet(?)", [path])
            columns = [column[0] for column in cursor.description or ()]
            while batch := cursor.fetchmany(500):
                for values in batch:
                    yield dict(zip(columns, values, strict=True))
    except duckdb.Error as error:
        bad.append(
            _issue(name, f"it is no readable Parquet file ({str(error).splitlines()[0]})", "Write the file again.")
        )
