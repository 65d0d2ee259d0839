"""What the formats share: a name, a suffix, a media type, and three calls: set up, feed each row, finish.

All formats write bytes, the same bytes for the same rows: no time, no machine, no order but the rows'.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import BinaryIO, ClassVar

from sayso.case.rows import Value
from sayso.errors import CaseError


class ExportError(CaseError):
    """The file that is exported to cannot be written: full disk, no permission, a folder in its place (exit 3)."""


class Format(ABC):
    """One way to write a table. ``kinds`` says for each column whether it is text, int, real or bool."""

    title: ClassVar[str]
    suffix: ClassVar[str]
    media_type: ClassVar[str]
    tables: ClassVar[frozenset[str] | None] = None
    """Tables the format can hold; None for all."""
    takes_excel: ClassVar[bool] = False
    """Whether the format is opened in spreadsheets, which run cells that look like formulas."""

    def __init__(
        self, stream: BinaryIO, table: str, columns: Sequence[str], kinds: Mapping[str, str], *, excel: bool = False
    ) -> None:
        self.stream = stream
        self.table = table
        self.columns = tuple(columns)
        self.kinds = kinds
        self.excel = excel

    def set_up(self) -> None:  # noqa: B027  # a format without a head has nothing to do
        """Write what stands before the rows."""

    @abstractmethod
    def feed(self, row: Sequence[Value]) -> None:
        """Write one row, values in the order of ``columns``."""

    def finish(self) -> None:  # noqa: B027  # a format without a foot has nothing to do
        """Write what stands after the rows. The stream stays open."""

    def close(self) -> None:  # noqa: B027  # most formats hold nothing but the stream
        """Give back what the format holds; called in any case, also after an error."""
