"""The open case: its connections, its one writer, and batches of writes.

Reading takes a connection of its own from the pool, so a reader never waits; inside a batch the writing thread
reads through the writer, so that it sees what it has just written.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from sayso.case.database import WRITING, case_name, connect_engine
from sayso.case.trouble import plain_errors

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


class Store:
    """Connections and transactions of a case. Users get one from ``sayso.open_case``."""

    def __init__(self, url: URL, *, clock: Clock = utc_now, busy_seconds: float = 10.0) -> None:
        self.url = url
        self.name = case_name(url)
        self.clock = clock
        with plain_errors(self.name):
            self.engine: Engine = connect_engine(url, busy_seconds)
        self._lock = threading.RLock()
        self._writer: Connection | None = None
        self._writer_thread: int | None = None
        self._depth = 0
        self._batching = False
        self._pages_in_batch = 0
        self._pages_a_commit = 0
        self._seconds_a_commit = 0.0
        self._batch_began = 0.0

    def now(self) -> str:
        """The clock's time, ISO 8601 UTC in seconds."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections. A case that is closed opens again by itself when used."""
        with self._lock:
            self._drop_writer()
        with plain_errors(self.name):
            self.engine.dispose()

    # -- reading

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection to read from, in one transaction, so that what is read together belongs together."""
        with plain_errors(self.name):
            if self._writer is not None and self._writer_thread == threading.get_ident():
                yield self._writer
                return
            connection = self.engine.connect()
            try:
                yield connection
            finally:
                connection.close()

    # -- writing

    @contextmanager
    def _writing(self, pages: int = 0) -> Iterator[Connection]:
        """One atomic write: all of it or nothing. Inside a batch it is committed with the batch.

        ``pages`` counts towards the batch's size. A database error undoes the batch back to its last commit.
        """
        with self._lock, plain_errors(self.name):
            outermost = self._depth == 0
            writer = self._writer or self._begin()
            savepoint = writer.begin_nested() if outermost and self._batching else None
            self._depth += 1
            try:
                yield writer
                if savepoint is not None:
                    savepoint.commit()
                elif outermost:
                    self._commit()
            except SQLAlchemyError:
                # The database may have undone the whole transaction by itself, so no part of it is kept.
                self._drop_writer()
                raise
            except BaseException:
                if savepoint is not None:
                    savepoint.rollback()
                elif outermost:
                    self._drop_writer()
                raise
            finally:
                self._depth -= 1
            if savepoint is not None:
                self._pages_in_batch += pages
                full = self._pages_in_batch >= self._pages_a_commit
                if full or time.monotonic() - self._batch_began >= self._seconds_a_commit:
                    self._commit()

    def _begin(self) -> Connection:
        connection = self.engine.connect().execution_options(**WRITING)
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        self._writer, self._writer_thread = connection, threading.get_ident()
        self._pages_in_batch, self._batch_began = 0, time.monotonic()
        return connection

    def _commit(self) -> None:
        writer = self._writer
        if writer is None:
            return
        try:
            writer.commit()
        finally:
            self._drop_writer()

    def _drop_writer(self) -> None:
        """Undo what is not committed and give the connection back."""
        writer, self._writer, self._writer_thread = self._writer, None, None
        if writer is None:
            return
        try:
            writer.close()
        except SQLAlchemyError:
            # SQLite has already undone the transaction after some errors, such as a full disk.
            writer.invalidate()
            writer.close()

    @contextmanager
    def batch(self, *, pages: int = 50, seconds: float = 2.0) -> Iterator[None]:
        """Commit the writes inside every ``pages`` pages or ``seconds`` seconds, whichever comes first.

        What is complete is committed at the end even if the body raises: each page is whole or not there.
        Batches do not nest: an inner one is part of the outer.
        """
        with self._lock:
            if self._batching:
                yield
                return
            self._batching = True
            self._pages_a_commit, self._seconds_a_commit = pages, seconds
            try:
                yield
            finally:
                self._batching = False
                with plain_errors(self.name):
                    self._commit()
