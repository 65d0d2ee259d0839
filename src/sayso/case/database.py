"""Connections to a case: a SQLite file by default, a PostgreSQL database for a team.

SQLite runs in write-ahead mode (readers never wait for the writer), with foreign keys and a busy timeout.
Transactions begin where we say (``BEGIN IMMEDIATE`` for writing), not where the driver guesses, so that tables
made by a migration are part of its transaction. ``synchronous=NORMAL`` loses nothing when a process is killed.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from sayso.errors import UsageError

WRITING = {"sayso_writing": True}
"""Execution option of connections that are going to write."""

_PRAGMAS = ("page_size=16384", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536")
"""Large pages, for the compressed readings and texts leave little of them empty; 64 MiB of them are kept at hand."""

POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


def case_address(path_or_url: str | os.PathLike[str]) -> URL:
    """The database address for what a user calls a case: a file path or a ``postgresql://`` address.

    Raises UsageError for an address of another kind of database.
    """
    given = os.fspath(path_or_url)
    if not given or "\x00" in given:
        raise UsageError(f"case {given!r}: not a file name. Name a file, for example case.db")
    if "://" not in given:
        return URL.create("sqlite+pysqlite", database=str(Path(given).expanduser().absolute()))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"case {given!r}: not an address. Name a file, or postgresql://user@host/database") from error
    if url.drivername in POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    raise UsageError(f"case {given!r}: unknown kind of database. Name a file, or postgresql://user@host/database")


def case_name(url: URL) -> str:
    """The case as messages name it: the file's path, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def connect_engine(url: URL, busy_seconds: float) -> Engine:
    """An engine for the case; connections wait ``busy_seconds`` for another writer."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, busy_seconds)
    return _postgres(url, busy_seconds)


def _sqlite(url: URL, busy_seconds: float) -> Engine:
    arguments: dict[str, Any] = {"timeout": busy_seconds, "check_same_thread": False}
    engine = create_engine(url, poolclass=QueuePool, pool_size=4, max_overflow=16, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("sayso_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgres(url: URL, busy_seconds: float) -> Engine:
    milliseconds = max(1, round(busy_seconds * 1000))
    try:
        engine = create_engine(url, pool_size=4, max_overflow=16, connect_args={"connect_timeout": 10})
    except ModuleNotFoundError as error:
        raise UsageError(
            f"case {case_name(url)}: PostgreSQL needs the psycopg package. Install it: pip install 'sayso[postgres]'"
        ) from error

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {milliseconds}")
        connection.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("sayso_writing"):
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('sayso:' || current_schema()))")

    return engine
