from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from made_up import make_page, make_reading, make_story
from sayso.case import Case, open_case
from sayso.case.trouble import meaning
from sayso.errors import CaseError, SaysoError, UsageError

WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from made_up import make_page, make_reading, make_story
from sayso.case import open_case
case = open_case(sys.argv[1])
number = 0
while True:
    with case.batch(pages=3, seconds=60):
        for _ in range(3):
            content = str(number).encode()
            page = make_page(f"{number}.html", content)
            stories = [make_story(page, [f"Story {number} part {part} tells of a fire."]) for part in range(3)]
            case.add_page(page, content, "", stories, [make_reading(story) for story in stories])
            number += 1
    print(number, flush=True)
"""


def add(case: Case, number: int, size: int = 10) -> None:
    content = os.urandom(size)
    page = make_page(f"{number}.html", content)
    story = make_story(page)
    case.add_page(page, content, "", [story], [make_reading(story)])


def test_kill_loses_nothing_committed_and_leaves_no_half_page(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    tests = str(Path(__file__).parent.parent)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), tests], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        committed = 0
        for line in process.stdout:
            committed = int(line)
            if committed >= 12:
                process.send_signal(signal.SIGKILL)
                break
    with open_case(path, create=False) as case:
        info = case.info()
        pages = info["tables"]["pages"]
        assert pages >= committed
        assert info["tables"]["stories"] == 3 * pages == info["stories_read"]
        assert info["tables"]["claims"] == 3 * pages
        for row in case.pages():
            assert case.page_content(str(row["page_id"])) == str(row["address"]).removesuffix(".html").encode()
        add(case, pages + 1)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


@pytest.mark.parametrize("batch", [False, True])
def test_full_disk_says_so_and_keeps_what_was_committed(make_case: Callable[..., Case], batch: bool) -> None:
    case = make_case()
    add(case, 0)
    case.close()

    @event.listens_for(case.engine, "connect")
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    with pytest.raises(CaseError, match=r"disk is full.*Free some space"):
        if batch:
            with case.batch(pages=100, seconds=60):
                for number in range(1, 50):
                    add(case, number, 20_000)
        else:
            for number in range(1, 50):
                add(case, number, 20_000)
    event.remove(case.engine, "connect", limit)
    case.close()
    addresses = {row["address"] for row in case.pages()}
    assert "0.html" in addresses
    assert len(addresses) == len(case.stories()) < 50
    add(case, 99)
    assert len(case.pages()) == len(addresses) + 1


def test_locked_file(make_case: Callable[..., Case]) -> None:
    case = make_case(busy_seconds=0.05)
    add(case, 0)
    with sqlite3.connect(case.name, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseError, match=r"case\.db: another program is writing"):
            add(case, 1)
        assert len(case.pages()) == 1
        other.execute("ROLLBACK")
    other.close()
    add(case, 1)


def test_locked_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CaseError, match="another program"):
            open_case(path, busy_seconds=0.05)
    other.close()


@pytest.mark.parametrize("content", [b"not a database" * 1000, b"%PDF-1.4\n" + bytes(5000)])
def test_not_a_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "case.db"
    path.write_bytes(content)
    with pytest.raises(CaseError, match="not a Sayso case"):
        open_case(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with pytest.raises(CaseError, match=r"other\.db: it holds other tables"):
        open_case(path)


def test_damaged_case(make_case: Callable[..., Case]) -> None:
    case = make_case()
    for number in range(20):
        add(case, number, 5000)
    case.close()
    path = Path(case.name)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) // 2) + whole[4096 + len(whole) // 2 :])
    with pytest.raises(CaseError, match=r"damaged|not a Sayso case"):
        open_case(path).info()


def test_newer_case_names_both_versions(make_case: Callable[..., Case]) -> None:
    case = make_case()
    case.close()
    with sqlite3.connect(case.name) as other:
        other.execute("INSERT INTO sayso_migrations VALUES (99, 'from_the_future', '2040-01-01')")
    other.close()
    with pytest.raises(CaseError, match=r"version 99.*up to \d+.*newer release"):
        open_case(case.name)


def test_no_such_case_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no such case"):
        open_case(tmp_path / "none.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_missing_folders_are_made(tmp_path: Path) -> None:
    open_case(tmp_path / "a" / "b c" / "käse?.db").close()
    assert (tmp_path / "a" / "b c" / "käse?.db").stat().st_size > 0


def test_a_folder_and_a_file_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="a folder"):
        open_case(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseError, match="cannot be opened or made"):
        open_case(tmp_path / "file" / "case.db")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root cannot write")
def test_a_folder_that_cannot_be_written() -> None:
    with pytest.raises(CaseError, match="cannot be"):
        open_case("/proc/self/case.db")


def test_unreachable_server_without_the_password_in_the_message() -> None:
    with pytest.raises(CaseError, match="cannot be reached") as raised:
        open_case("postgresql://someone:geheim@127.0.0.1:1/case")
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("given", ["mysql://host/db", "", "a\x00b", "postgresql://host:port:port/x", "://"])
def test_not_an_address(given: str) -> None:
    with pytest.raises(UsageError):
        open_case(given)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
        (OSError(errno.EROFS, "Read-only file system"), "cannot be written"),
        (PermissionError(errno.EACCES, "Permission denied"), "cannot be written"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "cannot be written"),
        (sqlite3.OperationalError("disk I/O error"), "disk failed"),
        (sqlite3.DatabaseError("database disk image is malformed"), "damaged"),
        (sqlite3.OperationalError("something new"), "refused the request: something new"),
    ],
)
def test_what_errors_mean(error: Exception, words: str) -> None:
    assert words in meaning(error)


def test_errors_of_the_caller_pass_through_a_batch(make_case: Callable[..., Case]) -> None:
    case = make_case()
    with pytest.raises(FileNotFoundError) as raised, case.batch():
        add(case, 0)
        raise FileNotFoundError("a source of the caller's")
    assert not isinstance(raised.value, SaysoError)
    assert len(case.pages()) == 1


def test_others_read_while_one_writes(case: Case) -> None:
    seen: list[int] = []
    with case.batch(pages=100, seconds=60):
        add(case, 0)
        reader = threading.Thread(target=lambda: seen.append(len(case.pages())))
        reader.start()
        reader.join()
        seen.append(len(case.pages()))
    assert [*seen, len(case.pages())] == [0, 1, 1]
