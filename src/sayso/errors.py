"""Every error the library raises on purpose. Each names the thing, the value and the remedy."""

from __future__ import annotations


class SaysoError(Exception):
    """Base of all errors raised on purpose; catch this to catch them all."""


class UsageError(SaysoError, ValueError):
    """A request that cannot be carried out as put: an unknown table, format, option or value (exit 2)."""


class CaseError(SaysoError, OSError):
    """The case cannot be used: locked, damaged, full disk, wrong version, unreachable server (exit 3)."""


class SourceError(SaysoError, OSError):
    """One source could not be read. The run goes on; the error becomes a row of ``issues``.

    ``what`` names the source, ``why`` the cause, ``remedy`` what the user can do.
    """

    def __init__(self, what: str, why: str, remedy: str) -> None:
        super().__init__(f"{what}: {why}. {remedy}")
        self.what, self.why, self.remedy = what, why, remedy


class ModelError(SaysoError, OSError):
    """The reader's model cannot be loaded."""
