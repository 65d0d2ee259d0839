"""A pool of reading processes that survives what a page does to one: a crash or a hang costs that page alone.

The processes are started by name, not forked, so they share no lock or connection with this one, and a script that
uses the library needs no ``if __name__ == "__main__"``.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import IO, BinaryIO, Self, cast

from sayso.engine.work import Done, Task, carry_out
from sayso.engine.worker import read_frame, write_frame
from sayso.errors import SaysoError
from sayso.resolve.gazetteer import Gazetteer

START_SECONDS = 120.0
_ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Each process keeps to its core: numpy's own threads in several of them took a quarter of the speed."""


class WorkerError(SaysoError, RuntimeError):
    """A reading process ended in the middle of a task; the message says how."""

    kind = "crash"
    """Kind of the issue that it makes."""


class WorkerTimeoutError(WorkerError):
    """A task took longer than its limit."""

    kind = "timeout"


class WorkerStartError(SaysoError, RuntimeError):
    """No reading process can be started."""


class InProcess:
    """The pool of one: tasks are carried out when they are given, in this process, without a time limit."""

    def __init__(self, tables: Sequence[str]) -> None:
        self._gazetteer = Gazetteer.with_tables(tables) if tables else Gazetteer.default()
        self.jobs = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None

    def submit(self, task: Task, seconds: float) -> Future[Done]:
        """Carry out a task now; as in a pool, its future raises WorkerError if that does not work."""
        future: Future[Done] = Future()
        try:
            future.set_result(carry_out(task, self._gazetteer))
        except Exception as error:
            # Whatever it is, in a process of its own it would have cost that page alone.
            failed = WorkerError(f"it could not be read ({type(error).__name__}: {error})")
            failed.__cause__ = error
            future.set_exception(failed)
        return future


class Pool:
    """``jobs`` processes, each with a thread that feeds it. A process is started when there is work for it."""

    def __init__(self, jobs: int, tables: Sequence[str]) -> None:
        self.jobs = jobs
        self._tables = tuple(tables)
        self._tasks: queue.SimpleQueue[tuple[Task, float, Future[Done]] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._workers: list[_Worker] = []
        self._waiting = 0
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def submit(self, task: Task, seconds: float) -> Future[Done]:
        """Have a task carried out within ``seconds``; its future raises WorkerError if that does not work."""
        future: Future[Done] = Future()
        with self._lock:
            self._waiting += 1
            if self._waiting > len(self._threads) and len(self._threads) < self.jobs:
                thread = threading.Thread(target=self._feed, name=f"sayso-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
        self._tasks.put((task, seconds, future))
        return future

    def close(self) -> None:
        """End the processes; tasks not done are dropped."""
        self._closed = True
        while True:
            try:
                item = self._tasks.get_nowait()
            except queue.Empty:
                break
            if item is not None:
                item[2].cancel()
        for _ in self._threads:
            self._tasks.put(None)
        with self._lock:
            workers = list(self._workers)
        for worker in workers:
            worker.kill()
        for thread in self._threads:
            thread.join(timeout=10)

    def _feed(self) -> None:
        worker: _Worker | None = None
        try:
            while (item := self._tasks.get()) is not None:
                task, seconds, future = item
                if not future.set_running_or_notify_cancel():
                    continue
                try:
                    if worker is None:
                        worker = _Worker(self._tables)
                        with self._lock:
                            self._workers.append(worker)
                        worker.set_up()
                    done = worker.ask(task, seconds)
                except BaseException as error:
                    if worker is not None:
                        self._discard(worker)
                        worker = None
                    future.set_exception(error)
                else:
                    future.set_result(done)
                with self._lock:
                    self._waiting -= 1
        finally:
            if worker is not None:
                self._discard(worker)

    def _discard(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._workers.remove(worker)


class _Worker:
    """One reading process."""

    def __init__(self, tables: tuple[str, ...]) -> None:
        self._tables = tables
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end
        self._late = False
        paths = [path for path in sys.path if path]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sayso.engine.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env={**_ALONE, **os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    def set_up(self) -> None:
        try:
            self._exchange(self._tables, START_SECONDS)
        except WorkerError as error:
            raise WorkerStartError(f"reading process: it cannot be started ({error}). Read with --jobs 1") from error

    def ask(self, task: Task, seconds: float) -> Done:
        return cast(Done, self._exchange(task, seconds))

    def _exchange(self, value: object, seconds: float) -> object:
        timer = threading.Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            write_frame(cast(BinaryIO, self._process.stdin), value)
            return read_frame(cast(BinaryIO, self._process.stdout))
        except (EOFError, OSError) as error:
            if self._late:
                raise WorkerTimeoutError(f"it took longer than {seconds:.0f} seconds") from error
            code = self._process.wait(timeout=10)
            how = f"signal {-code}" if code < 0 else f"exit code {code}"
            last = self._last_words()
            raise WorkerError(f"the reading process ended ({how}{': ' + last if last else ''})") from error
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self._late = True
        self.kill()

    def _last_words(self) -> str:
        self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, self._said.tell() - 2000))
        lines = self._said.read().decode("utf-8", errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else ""

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._said):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # unsent bytes of a process that is gone
