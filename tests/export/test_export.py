from __future__ import annotations

import builtins
import csv
import errno
import io
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import SENTENCES, make_page, make_reading, make_story
from sayso import contract
from sayso.case import Case
from sayso.errors import CaseError, UsageError
from sayso.export import CSV, FORMATS, ExportError, export, find_format
from sayso.records import Incident, Issue, Reading, Toll
from sayso.vocabulary import CountWhat, CountWho, EventType

TABLES = [table for table in contract.TABLES if table not in ("gaps", "rates", "relations")]
NAMES = ("Zebra", "apple", "Äpfel", "éclair", "ábc", "_x", "10", "9", "ﬀ", "𝔘nder", "中", "a,b", 'q"q', "a\r\nb")


def fill(case: Case) -> None:
    for number, name in enumerate(NAMES):
        content = name.encode()
        page = make_page(f"{name}.html", content)
        story = make_story(page, [*SENTENCES, f"{name} spoke."], title=name, published=f"2031-03-{30 - number:02}")
        reading = make_reading(story)
        actors = tuple(msgspec.structs.replace(actor, actor_id=f"r{number}", name=name) for actor in reading.actors)
        reading = msgspec.structs.replace(reading, actors=actors)
        case.add_page(page, content, "", [story], [reading], [Issue(what=name, why="none", remedy="")])
    accounts = [str(row["account_id"]) for row in case.accounts()]
    case.replace_incidents(
        [
            Incident(incident_id=f"i{n}", event_type=EventType.ASSAULT, latitude=n / 3, longitude=-n / 7)
            for n in range(9)
        ]
        + [Incident(incident_id="i9", event_type=EventType.AID, contested=True)],
        [Toll(incident_id=f"i{n}", what=CountWhat.KILLED, who=CountWho.TOTAL, max=n) for n in range(9)],
        account_incident={account: f"i{n % 10}" for n, account in enumerate(accounts)},
    )
    case.decide("accept", "accounts", accounts[0], by="Änne")


def bytes_of(case: Case, table: str, format: str, **options: object) -> bytes:
    stream = io.BytesIO()
    export(case, table, stream, format, **options)
    return stream.getvalue()


@pytest.mark.postgres
def test_both_databases_export_the_same_bytes(both_cases: tuple[Case, Case]) -> None:
    for case in both_cases:
        fill(case)
    one, other = both_cases
    for table in TABLES:
        assert bytes_of(one, table, "csv") == bytes_of(other, table, "csv"), table
        order = [name for name in reversed(contract.columns(table)) if name != "text"]
        assert bytes_of(one, table, "csv", order=order) == bytes_of(other, table, "csv", order=order), table
    assert bytes_of(one, "stories", "jsonl", with_text=True) == bytes_of(other, "stories", "jsonl", with_text=True)
    assert bytes_of(one, "actors", "parquet") == bytes_of(other, "actors", "parquet")


@pytest.mark.parametrize("name", list(FORMATS))
def test_exports_are_the_same_every_time(make_case: Callable[..., Case], tmp_path: Path, name: str) -> None:
    case = make_case()
    fill(case)
    paths = [tmp_path / "new" / "deep" / f"{number}{FORMATS[name].suffix}" for number in range(2)]
    for path in paths:
        assert export(case, "incidents", path) == 10
    assert paths[0].read_bytes() == paths[1].read_bytes() != b""
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(path.name for path in paths)


def test_csv_comes_back_exactly(make_case: Callable[..., Case]) -> None:
    case = make_case()
    fill(case)
    text = bytes_of(case, "stories", "csv", with_text=True).decode()
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == contract.columns("stories", with_text=True)
    assert [tuple(row) for row in rows] == [
        tuple("" if value is None else str(value) for value in row) for row in case.stories(with_text=True).tuples()
    ]
    numbers = bytes_of(case, "incidents", "csv").decode().splitlines()[2].split(",")
    columns = contract.columns("incidents")
    assert numbers[columns.index("latitude")] == repr(1 / 3)
    assert numbers[columns.index("contested")] == "0"
    assert numbers[columns.index("killed_min")] == ""


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_any_text_survives_csv(rows: list[list[str]]) -> None:
    rows = [[cell.encode("utf-8", "replace").decode().replace("\x00", "") for cell in row] for row in rows]
    stream = io.BytesIO()
    form = CSV(stream, "t", ("one", "two"), {"one": "text", "two": "text"})
    for row in rows:
        form.feed(row)
    assert list(csv.reader(io.StringIO(stream.getvalue().decode(), newline=""))) == rows


def test_excel_escapes_what_a_spreadsheet_would_run(make_case: Callable[..., Case]) -> None:
    case = make_case()
    for number, title in enumerate(("=1+1", "+1", "-1", "@a", "\ta", "\ra", "a=1")):
        page = make_page(f"{number}.html", b"")
        case.add_page(page, b"", "", [make_story(page, title=title, published=f"2031-01-{number + 1:02}")])
    titles = [
        row["title"] for row in csv.DictReader(io.StringIO(bytes_of(case, "stories", "csv").decode(), newline=""))
    ]
    assert titles == ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "a=1"]
    escaped = bytes_of(case, "stories", "csv", excel=True).decode()
    titles = [row["title"] for row in csv.DictReader(io.StringIO(escaped, newline=""))]
    assert titles == ["'=1+1", "'+1", "'-1", "'@a", "'\ta", "'\ra", "a=1"]


def test_excel_leaves_negative_numbers_alone(make_case: Callable[..., Case]) -> None:
    case = make_case()
    fill(case)
    assert bytes_of(case, "incidents", "csv", excel=True) == bytes_of(case, "incidents", "csv")


def test_json_lines_keep_not_stated_apart_from_zero(make_case: Callable[..., Case]) -> None:
    case = make_case()
    fill(case)
    lines = [json.loads(line) for line in bytes_of(case, "counts", "jsonl").splitlines()]
    assert lines == list(case.counts())
    assert {(line["min"], line["max"]) for line in lines} >= {(0, None), (1, 1)}


def test_geojson_has_a_point_where_the_place_is_known(make_case: Callable[..., Case]) -> None:
    case = make_case()
    fill(case)
    shown = json.loads(bytes_of(case, "incidents", "geojson"))
    assert shown["type"] == "FeatureCollection"
    points = {feature["id"]: feature["geometry"] for feature in shown["features"]}
    assert points["i3"] == {"type": "Point", "coordinates": [-3 / 7, 1.0]}
    assert points["i9"] is None
    assert shown["features"][0]["properties"]["event_type"] == "ASSAULT"
    assert json.loads(bytes_of(make_case("empty.db"), "places", "geojson"))["features"] == []


def test_parquet_holds_the_rows_and_their_types(make_case: Callable[..., Case], tmp_path: Path) -> None:
    case = make_case()
    fill(case)
    path = tmp_path / "o'clock.parquet"
    export(case, "counts", path)
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        columns = {column[0]: str(column[1]) for column in found.description}
        rows = found.fetchall()
    assert rows == list(case.counts().tuples())
    assert (columns["min"], columns["confidence"], columns["text"]) == ("BIGINT", "DOUBLE", "VARCHAR")
    empty = io.BytesIO()
    assert export(make_case("empty.db"), "counts", empty, "parquet") == 0
    assert empty.getvalue()[:4] == b"PAR1"


def test_parquet_without_duckdb_is_explained(make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **named: object) -> object:
        if name == "duckdb":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"sayso\[parquet\]"):
        export(make_case(), "claims", io.BytesIO(), "parquet")


def test_text_streams_take_text_formats(make_case: Callable[..., Case]) -> None:
    case = make_case()
    fill(case)
    stream = io.StringIO()
    assert export(case, "actors", stream) == len(NAMES)
    assert stream.getvalue().encode() == bytes_of(case, "actors", "csv")
    with pytest.raises(UsageError, match="Parquet is not text"):
        export(case, "actors", io.StringIO(), "parquet")


def test_a_choice_of_rows_is_exported(make_case: Callable[..., Case]) -> None:
    case = make_case()
    fill(case)
    chosen = bytes_of(case, "incidents", "jsonl", where={"event_type": "AID"}).splitlines()
    assert [json.loads(line)["incident_id"] for line in chosen] == ["i9"]


@pytest.mark.parametrize(
    ("table", "path", "options", "words"),
    [
        ("claims", "claims.xls", {}, "suffix '.xls'"),
        ("claims", "claims", {}, "suffix ''"),
        ("claims", "claims.geojson", {}, "holds only accounts, incidents, places"),
        ("claims", "claims.csv", {"format": "yaml"}, "format 'yaml'"),
        ("claims", "claims.jsonl", {"excel": True}, "only CSV"),
        ("clams", "clams.csv", {}, "none of that name"),
    ],
)
def test_wrong_requests_leave_nothing_behind(
    make_case: Callable[..., Case], tmp_path: Path, table: str, path: str, options: dict[str, object], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        export(make_case(), table, tmp_path / "out" / path, **options)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_an_export_that_fails_leaves_the_old_file(
    make_case: Callable[..., Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("old")

    def full(self: CSV, row: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(CSV, "feed", full)
    case = make_case()
    fill(case)
    with pytest.raises(ExportError, match=r"claims\.csv: the disk is full"):
        export(case, "claims", path)
    assert path.read_text() == "old"
    assert not list(tmp_path.glob(".*"))


def test_a_file_that_cannot_be_written_is_named(make_case: Callable[..., Case], tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ExportError, match="a folder"):
        export(make_case(), "claims", tmp_path / "folder.csv")
    (tmp_path / "file").write_text("")
    with pytest.raises(CaseError, match="cannot be opened or made"):
        export(make_case(), "claims", tmp_path / "file" / "claims.csv")


def test_formats_are_found_by_name_and_suffix() -> None:
    assert {name: find_format(None, f"x{of.suffix.upper()}") for name, of in FORMATS.items()} == FORMATS
    assert find_format(None) is CSV
    assert find_format("csv", "x.parquet") is CSV


def test_readings_without_rows_export_a_header(make_case: Callable[..., Case]) -> None:
    case = make_case()
    page = make_page()
    story = make_story(page)
    case.add_page(page, b"", "", [story], [Reading(story=story)])
    assert bytes_of(case, "voices", "csv").decode() == ",".join(contract.columns("voices")) + "\n"
