"""The command line end to end, on a few made-up pages: exit codes, streams, resuming, a case that cannot be used."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sayso.cli.main import cli

Run = Callable[..., subprocess.CompletedProcess[str]]
TOWNS = "Senn Karradan Brannow Oskerim Tollen Davrin Mirrel Halden".split()
PAGE = """<html><head><title>{title}</title><meta property="article:published_time" content="2031-03-{day:02}"></head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>
<p>At least {n} people were killed when a bomb exploded in a market in {town} on Tuesday, police said.</p>
<p>"We will find those who did this," the interior minister, Anna Volk, told reporters on Wednesday.</p>
<p>The governor denied that soldiers had been in the market at the time. {filler}</p>
</article></body></html>"""


def sayso(arguments: Sequence[object], folder: Path, **given: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does."""
    command = [sys.executable, "-c", "from sayso.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, **given)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pages/ and, once read, case.db."""
    folder = tmp_path_factory.mktemp("corpus")
    write_pages(folder / "pages", 4)
    done = sayso(["read", "pages", "-c", "case.db"], folder)
    assert done.returncode == 0, done.stderr
    return folder


def write_pages(folder: Path, number: int, filler: str = "") -> Path:
    folder.mkdir()
    for n in range(number):
        town = TOWNS[n % len(TOWNS)]
        page = PAGE.format(title=f"Bomb kills {n + 4} in {town}", town=town, n=n + 4, day=n % 28 + 1, filler=filler)
        (folder / f"page{n:03}.html").write_text(page)
    return folder


def exported(folder: Path, case: str) -> dict[str, list[str]]:
    """All tables of a case but what tells of the run itself."""
    out = folder / f"out-{case}"
    done = sayso(["export", "all", "-c", case, "-o", out], folder)
    assert done.returncode == 0, done.stderr
    tables = {}
    for path in sorted(out.glob("*.csv")):
        with path.open(newline="") as stream:
            rows = [{k: v for k, v in row.items() if k not in ("retrieved", "at")} for row in csv.DictReader(stream)]
        tables[path.stem] = [json.dumps(row) for row in rows]
    assert tables["claims"]
    return tables


def test_read_tells_what_it_read_on_standard_error(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 2)
    done = sayso(["read", "pages", "-c", "a/b/case.db"], tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Read 2 pages" in done.stderr and "2 stories" in done.stderr and "incident" in done.stderr
    again = sayso(["read", "pages", "-c", "a/b/case.db"], tmp_path)
    assert again.returncode == 0
    assert "Read 0 pages" in again.stderr and "2 already there" in again.stderr
    assert sayso(["read", "pages", "-c", "a/b/case.db", "--quiet"], tmp_path).stderr == ""


def test_unreadable_sources_are_named_and_exit_1(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    (pages / "nothing.html").write_text("")
    (pages / "report.pdf").write_bytes(b"%PDF-1.4")
    done = sayso(["read", "pages", "-c", "case.db"], tmp_path)
    assert done.returncode == 1
    assert "Not read, or not wholly: 2 sources" in done.stderr
    assert "nothing.html" in done.stderr and "report.pdf" in done.stderr
    issues = sayso(["show", "issues", "-c", "case.db", "--json"], tmp_path)
    assert {json.loads(line)["what"] for line in issues.stdout.splitlines()} == {"nothing.html", "report.pdf"}
    assert sayso(["read", "pages", "-c", "case.db"], tmp_path).returncode == 1


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    text = "Fire in Oskerim\n\nTwo people were killed in a fire in Oskerim on Monday, police said. Others were hurt.\n"
    for published in ("2031-03-05", "2031-03-06"):
        given = ["read", "-", "-c", "case.db", "--published", published, "--outlet", "The Star"]
        assert sayso(given, tmp_path, input=text).returncode == 0
    shown = sayso(["show", "stories", "-c", "case.db", "--json"], tmp_path)
    (story,) = map(json.loads, shown.stdout.splitlines())
    assert (story["published"], story["published_from"], story["outlet"]) == ("2031-03-06", "given", "The Star")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["shw"], "No such command 'shw'"),
        (["read"], "Missing argument"),
        (["read", "pages", "--jobs", "none"], "--jobs"),
        (["read", "pages", "--published", "soon"], "published: 'soon' is not a date"),
        (["read", "pages", "--manifest", "pages/page000.html"], "manifest pages/page000.html"),
        (["show", "happenings"], "table 'happenings'"),
        (["show", "claims", "--where", "speaker"], "--where 'speaker'"),
        (["show", "claims", "--where", "mood=bad"], "no column 'mood'"),
        (["show", "claims", "--columns", "mood"], "no column 'mood'"),
        (["export", "claims", "-o", "claims.doc"], "'.doc' names no format"),
        (["export", "claims", "stories"], "name a folder"),
        (["export", "claims", "stories", "-o", "both.csv"], "Leave out the suffix"),
        (["export", "claims", "--with-text"], "only stories have a text"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(corpus: Path, arguments: list[str], words: str) -> None:
    done = sayso(arguments, corpus)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr and done.stderr.startswith("sayso: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", [["show", "claims"], ["export", "claims"], ["info"], ["desk", "--port", "0"]])
def test_case_that_is_not_there_is_exit_3(tmp_path: Path, verb: list[str]) -> None:
    done = sayso([*verb, "-c", "none.db"], tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "there is no such case" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_file_that_is_no_case_is_exit_3(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 1)
    (tmp_path / "notes.db").write_text("Not a database at all, but long enough to look like one. " * 50)
    done = sayso(["read", "pages", "-c", "notes.db"], tmp_path)
    assert done.returncode == 3
    assert "this is not a Sayso case" in done.stderr


def test_locked_case_is_exit_3(corpus: Path) -> None:
    with sqlite3.connect(corpus / "case.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        (corpus / "more.txt").write_text("Fire in Oskerim\n\nTwo people died in a fire on Monday, police said.\n")
        done = sayso(["read", "more.txt", "-c", "case.db", "--jobs", "1"], corpus)
        other.execute("ROLLBACK")
    other.close()
    assert done.returncode == 3
    assert "another program is writing to it" in done.stderr
    assert "Traceback" not in done.stderr


def test_full_disk_is_exit_3_and_keeps_what_was_committed(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 2)
    assert sayso(["read", "pages", "-c", "case.db", "--jobs", "1"], tmp_path).returncode == 0
    before = exported(tmp_path, "case.db")
    write_pages(tmp_path / "more", 40, filler="Nobody has claimed it. " * 40)
    # SQLite says of a database that reached its largest size what it says of a full disk.
    with sqlite3.connect(tmp_path / "case.db") as look:
        largest = look.execute("PRAGMA page_count").fetchone()[0] + 3
    look.close()
    script = (
        "from sqlalchemy import Engine, event\n"
        f"event.listen(Engine, 'connect', lambda c, _: c.execute('PRAGMA max_page_count={largest}'))\n"
        "from sayso.cli import main; main()\n"
    )
    command = [sys.executable, "-c", script, "read", "more", "-c", "case.db", "--jobs", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 3, done.stderr
    assert "the disk is full" in done.stderr and "Traceback" not in done.stderr
    after = exported(tmp_path, "case.db")
    assert set(before["claims"]) <= set(after["claims"])
    assert sayso(["read", "more", "-c", "case.db"], tmp_path).returncode == 0


def test_show_into_a_pipe_has_all_columns(corpus: Path) -> None:
    done = sayso(["show", "claims", "-c", "case.db"], corpus)
    header, *rows = done.stdout.splitlines()
    from sayso import contract

    assert header.split("\t") == list(contract.columns("claims"))
    assert rows and all(len(row.split("\t")) == len(header.split("\t")) for row in rows)


def test_show_chooses_rows_and_columns(corpus: Path) -> None:
    given = ["show", "claims", "-c", "case.db", "--columns", "speaker,stance", "--where", "speaker~Volk"]
    lines = sayso([*given, "--limit", "2"], corpus).stdout.splitlines()
    assert lines[0] == "speaker\tstance"
    assert lines[1:] == ["Anna Volk\tasserts"] * 2
    either = ["show", "stories", "-c", "case.db", "--where", "page=page000.html", "--where", "page=page001.html"]
    assert len(sayso([*either, "--json"], corpus).stdout.splitlines()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("table", ["incidents", "claims", "accounts", "stories", "counts", "tolls", "issues"])
def test_show_fits_a_terminal_of_80_columns(corpus: Path, table: str) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from sayso.cli import main; main()", "show", table, "-c", "case.db"]
    env = {**os.environ, "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    process = subprocess.Popen(command, cwd=corpus, stdout=theirs, stderr=subprocess.PIPE, env=env)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.stderr is not None
    note = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    lines = shown.decode().splitlines()
    assert lines and max(len(line.rstrip()) for line in lines) <= 80
    assert b"row" in note


def test_export_to_standard_output_file_and_folder(corpus: Path) -> None:
    stdout = sayso(["export", "claims", "-c", "case.db"], corpus)
    assert stdout.stderr == ""
    to_file = sayso(["export", "claims", "-c", "case.db", "-o", "deep/er/claims.csv"], corpus)
    assert (to_file.returncode, to_file.stdout) == (0, "")
    assert (corpus / "deep/er/claims.csv").read_text() == stdout.stdout
    several = sayso(["export", "claims", "stories", "-c", "case.db", "-o", "both", "--format", "jsonl"], corpus)
    assert several.returncode == 0
    assert sorted(p.name for p in (corpus / "both").iterdir()) == ["claims.jsonl", "stories.jsonl"]
    text = sayso(["export", "stories", "-c", "case.db", "--with-text", "--format", "jsonl"], corpus)
    assert "bomb exploded" in json.loads(text.stdout.splitlines()[0])["text"]


def test_info_tells_what_is_in_the_case(corpus: Path) -> None:
    done = sayso(["info", "-c", "case.db"], corpus)
    assert done.returncode == 0
    assert "4 stories" in done.stdout and "incidents by week" in done.stdout
    told = json.loads(sayso(["info", "-c", "case.db", "--json"], corpus).stdout)
    assert told["tables"]["stories"] >= 4
    assert sum(told["incidents_by_week"].values()) > 0


def test_reader_that_goes_away_is_no_error(corpus: Path) -> None:
    script = f"{sys.executable} -c 'from sayso.cli import main; main()' show evidence -c case.db | head -n 1"
    done = subprocess.run(["bash", "-c", script], cwd=corpus, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("table\t")
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [["show", "evidence"], ["export", "evidence"], ["info"]])
def test_full_disk_behind_standard_output_is_exit_3(corpus: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", "from sayso.cli import main; main()", *arguments, "-c", "case.db"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=corpus, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 3, done.stderr
    assert "standard output: the disk is full" in done.stderr and "Traceback" not in done.stderr


def test_debug_shows_where_an_error_comes_from(tmp_path: Path) -> None:
    assert "Traceback" in sayso(["info", "-c", "none.db", "--debug"], tmp_path).stderr


def start(arguments: list[str], folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from sayso.cli import main; main()", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_pages(case: Path, least: int) -> None:
    """Wait until so many pages are committed."""
    for _ in range(600):
        time.sleep(0.05)
        if not case.exists():
            continue
        try:
            with sqlite3.connect(f"file:{case}?mode=ro", uri=True) as look:
                (found,) = look.execute("SELECT count(*) FROM pages").fetchone()
            look.close()
        except sqlite3.Error:
            continue
        if found >= least:
            return
    pytest.fail("no page was committed within 30 seconds")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_run_resumes_to_the_same_case(tmp_path: Path, jobs: str) -> None:
    write_pages(tmp_path / "pages", 120, filler="Nobody has claimed responsibility for it. " * 30)
    process = start(["read", "pages", "-c", "killed.db", "--jobs", jobs], tmp_path)
    wait_for_pages(tmp_path / "killed.db", 5)
    process.kill()
    process.communicate(timeout=60)
    with sqlite3.connect(tmp_path / "killed.db") as look:
        (kept,) = look.execute("SELECT count(*) FROM pages").fetchone()
        (read,) = look.execute("SELECT count(*) FROM readings").fetchone()
    look.close()
    assert 5 <= kept < 120, "the run was through before it could be killed"
    assert read == kept
    resumed = sayso(["read", "pages", "-c", "killed.db", "--jobs", jobs], tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    assert f"{kept} already there" in resumed.stderr
    assert sayso(["read", "pages", "-c", "whole.db", "--jobs", jobs], tmp_path).returncode == 0
    assert exported(tmp_path, "killed.db") == exported(tmp_path, "whole.db")


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 120, filler="Nobody has claimed responsibility for it. " * 30)
    process = start(["read", "pages", "-c", "case.db", "--jobs", "2"], tmp_path)
    wait_for_pages(tmp_path / "case.db", 5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same command goes on from there" in said and "Traceback" not in said
    resumed = sayso(["read", "pages", "-c", "case.db"], tmp_path)
    assert resumed.returncode == 0
    assert "120 stories" in resumed.stderr.splitlines()[-1]


def test_only_verbs_that_work_are_listed() -> None:
    assert sorted(cli.commands) == ["desk", "export", "info", "read", "show"]
