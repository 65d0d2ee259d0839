"""The pool: what a page does to a reading process costs that page alone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from sayso.engine.pool import InProcess, Pool, WorkerError, WorkerTimeoutError
from sayso.engine.work import PageTask
from sayso.intake import RawPage

PAGE = b"""<html><body><h1>Fire in Oskerim</h1>
<p>Two people were killed in a fire in Oskerim on Monday, police said.</p></body>"""


def task(data: bytes = PAGE) -> PageTask:
    return PageTask(raw=RawPage(name="fire.html", data=data, media_type="text/html"), retrieved="2031-03-05T12:00:00Z")


class Deadly(RawPage, frozen=True, kw_only=True):
    """Arrives in the process and ends it, as a fault in a parser written in C does."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


class Endless(RawPage, frozen=True, kw_only=True):
    """Arrives in the process and keeps it busy for good."""

    def __reduce__(self) -> tuple[object, ...]:
        return time.sleep, (3600,)


def test_processes_give_what_this_process_gives() -> None:
    with Pool(2, ()) as pool, InProcess(()) as here:
        there = pool.submit(task(), 60).result()
        same = here.submit(task(), 60).result()
    assert there.extraction == same.extraction
    assert there.readings == same.readings
    assert there.readings[0].claims


def test_crash_costs_one_task() -> None:
    bad = PageTask(raw=Deadly(name="bad.html"), retrieved="")
    with Pool(1, ()) as pool:
        futures = [pool.submit(given, 60) for given in (task(), bad, task())]
        assert futures[0].result().readings
        with pytest.raises(WorkerError, match="exit code 9"):
            futures[1].result()
        assert futures[2].result().readings


def test_crash_in_this_process_costs_one_task(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    with InProcess(()) as pool:
        monkeypatch.setattr("sayso.engine.work.extract", full)
        with pytest.raises(WorkerError, match="No space left"):
            pool.submit(task(), 60).result()
        monkeypatch.undo()
        assert pool.submit(task(), 60).result().readings


def test_hang_is_given_up() -> None:
    bad = PageTask(raw=Endless(name="bad.html"), retrieved="")
    with Pool(1, ()) as pool:
        assert pool.submit(task(), 60).result().readings
        late = pool.submit(bad, 0.5)
        after = pool.submit(task(), 60)
        with pytest.raises(WorkerTimeoutError, match=r"longer than 0|longer than 1"):
            late.result()
        assert after.result().readings


def test_killed_from_outside_names_the_signal() -> None:
    with Pool(1, ()) as pool:
        pool.submit(task(), 60).result()
        process = pool._workers[0]._process
        future = pool.submit(PageTask(raw=Endless(name="bad.html"), retrieved=""), 60)
        process.send_signal(signal.SIGKILL)
        with pytest.raises(WorkerError, match="signal 9"):
            future.result()


def test_close_leaves_no_process() -> None:
    with Pool(2, ()) as pool:
        pool.submit(task(), 60).result()
        processes = [worker._process for worker in pool._workers]
    assert processes
    assert all(process.returncode is not None for process in processes)


def test_processes_do_not_need_the_main_module(tmp_path: Path) -> None:
    """A script without a guard can use several processes."""
    import subprocess
    import sys

    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_bytes(PAGE)
    script = tmp_path / "script.py"
    script.write_text(
        "import sayso\n"
        "with sayso.open_case('case.db') as case:\n"
        "    print(case.read('pages', jobs=2).stories)\n"
    )
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == ("1\n", 0), done.stderr
