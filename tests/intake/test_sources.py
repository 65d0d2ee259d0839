# ruff: noqa: E501 - pages and lines of text read better unbroken
"""Sources: files, folders, globs, standard input, tables."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from sayso.intake import RawPage, SourceOptions, open_sources
from sayso.records import Issue

TEXT = "Shells fell on the river town of Marn for a third night on Sunday, killing at least nine people."


def names(sources: list[str], options: SourceOptions | None = None, stdin: bytes = b"") -> list[str]:
    found = open_sources(sources, options, stdin=io.BytesIO(stdin))
    return [x.name if isinstance(x, RawPage) else f"{x.kind}: {x.what}" for x in found]


def test_folder_by_code_point_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/.git/x.txt", "B.txt", "é.txt", ".hidden", "a/style.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    assert names([str(tmp_path)]) == ["B.txt", "a/z.html", "b.txt", "é.txt"]


def test_files_and_globs_have_the_names_a_folder_gives_them(tmp_path: Path) -> None:
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    assert names([str(tmp_path / "a.txt")]) == ["a.txt"]
    assert names([str(tmp_path / "**" / "*.txt")]) == ["a.txt", "sub/b.txt"]


def test_files_of_one_name_in_two_folders_stay_apart(tmp_path: Path) -> None:
    for name in ("one/index.html", "two/index.html"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(TEXT)
    assert names([str(tmp_path / "one"), str(tmp_path / "two")]) == ["index.html", "two/index.html"]


def test_standard_input_and_its_packed_form() -> None:
    assert names(["-"], stdin=TEXT.encode()) == ["stdin"]
    [page] = open_sources(["-"], stdin=io.BytesIO(gzip.compress(TEXT.encode())))
    assert isinstance(page, RawPage) and page.data == TEXT.encode()


def test_empty_folder_is_told(tmp_path: Path) -> None:
    assert names([str(tmp_path)]) == [f"empty: {tmp_path}"]


ROWS = [{"url": "https://courier.example/1", "headline": "Guns", "date": "2031-05-04", "source": "Courier", "body": TEXT, "author": "Ada Marsh"},
        {"url": "", "headline": "Ferry", "date": "", "source": "", "body": TEXT, "author": ""}]  # fmt: skip


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "json", "csv", "tsv", "parquet"])
def test_tables_with_a_text_column(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"t.{kind}"
    if kind.startswith("jsonl"):
        data = "\n".join(json.dumps(row) for row in ROWS).encode()
        path.write_bytes(gzip.compress(data) if kind.endswith("gz") else data)
    elif kind == "json":
        path.write_text(json.dumps(ROWS))
    elif kind == "parquet":
        duckdb = pytest.importorskip("duckdb")
        source = tmp_path / "source.json"
        source.write_text(json.dumps(ROWS))
        duckdb.sql(f"COPY (SELECT * FROM read_json('{source}')) TO '{path}' (FORMAT parquet)")
        source.unlink()
    else:
        with path.open("w", newline="") as out:
            writer = csv.DictWriter(out, ROWS[0], delimiter="\t" if kind == "tsv" else ",")
            writer.writeheader()
            writer.writerows(ROWS)
    first, second = open_sources([str(path)])
    assert isinstance(first, RawPage) and isinstance(second, RawPage)
    assert (first.name, first.title, first.published[:10], first.outlet, first.byline, first.whole) == (
        "https://courier.example/1", "Guns", "2031-05-04", "Courier", "Ada Marsh", True,
    )  # fmt: skip
    assert first.data == TEXT.encode() and second.name == f"t.{kind}#2"


def test_text_column_by_name_and_none_at_all(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"id,words\n1,{TEXT}\n")
    assert names([str(path)]) == ["unreadable: t.csv"]
    assert names([str(path)], SourceOptions(text_column="words")) == ["t.csv#1"]


def test_lines_that_are_no_json_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps({"text": TEXT}) + "\n{broken\n[1]\n" + json.dumps({"text": ""}) + "\n")
    found = list(open_sources([str(path)]))
    told = [x for x in found if isinstance(x, Issue)]
    assert [x.why.split(",")[0] for x in told] == ["rows that have no text: 1 of 2", "lines that are no JSON objects: 2"]
