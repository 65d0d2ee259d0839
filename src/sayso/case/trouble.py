"""Database trouble in plain words: what is wrong with the case, and what the user can do about it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from sayso.errors import CaseError

FULL = "the disk is full. Free some space and run the same command again: what was committed is safe"
LOCKED = "another program is writing to it. Wait until it is done, or end it, and run the same command again"
NOT_A_CASE = "this is not a Sayso case. Name another file, or move this one away to start a new case"
DAMAGED = "the case is damaged. Restore it from a copy, or read the sources again into a new case"
READ_ONLY = "the file or its folder cannot be written. Change the permissions, or copy the case to a folder of yours"
NO_FILE = "the file cannot be opened or made. Check that its folder exists, is a folder, and can be written"
IO = "the disk failed to read or write. Check the disk (is it full, or a network drive that went away?)"
UNREACHABLE = "the database server cannot be reached. Check that it runs, and the address, user and password"
REFUSED = "the database refused the request"

_SQLITE = (
    ("database or disk is full", FULL),
    ("locked", LOCKED),
    ("not a database", NOT_A_CASE),
    ("encrypted", NOT_A_CASE),
    ("malformed", DAMAGED),
    ("no such table", DAMAGED),
    ("no such column", DAMAGED),
    ("readonly", READ_ONLY),
    ("unable to open", NO_FILE),
    ("disk i/o", IO),
)
"""What SQLite says, lower-cased, and what it means. The first that occurs in the message counts."""

_SQLSTATE = {
    "53100": FULL,
    "55P03": LOCKED,
    "40P01": LOCKED,
    "42501": READ_ONLY,
    "25006": READ_ONLY,
    "42P01": DAMAGED,
    "42703": DAMAGED,
    "57P01": UNREACHABLE,
    "57P03": UNREACHABLE,
}
"""PostgreSQL error codes (its manual, appendix A)."""

_ERRNO = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.ENOTDIR: NO_FILE,
    errno.ENOENT: NO_FILE,
    errno.EISDIR: NO_FILE,
    errno.EEXIST: NO_FILE,
}


def meaning(error: BaseException) -> str:
    """What a database or file error means, with the remedy, as half a sentence."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    said = str(cause).strip().splitlines()
    first = said[0] if said else type(cause).__name__
    if isinstance(cause, sqlite3.Error):
        return next((words for sign, words in _SQLITE if sign in first.lower()), f"{REFUSED}: {first}")
    if isinstance(cause, OSError):
        return _ERRNO.get(cause.errno or 0, f"{IO}: {first}")
    state = getattr(cause, "sqlstate", None)
    if state is None and type(cause).__name__ in ("OperationalError", "ConnectionTimeout"):
        return f"{UNREACHABLE} ({first})"
    return _SQLSTATE.get(state or "", f"{REFUSED}: {first}")


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turn database and file errors raised inside into ``CaseError``; ``name`` is the case as the user knows it.

    Only for stretches of our own code: a caller's OSError must not be taken for one of the case's.
    """
    try:
        yield
    except CaseError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise CaseError(f"{name}: {meaning(error)}.") from error
