"""Export of a table to a file or stream: under a temporary name until it is whole, then renamed."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from sayso.case.rows import Rows
from sayso.case.tables import Tables
from sayso.case.trouble import meaning
from sayso.errors import UsageError
from sayso.export.base import ExportError, Format
from sayso.export.formats import FORMATS, SUFFIXES


def find_format(name: str | None, path: str | os.PathLike[str] | None = None) -> type[Format]:
    """The format of this name, or the one that the path's suffix asks for; CSV if there is neither.

    Raises UsageError for an unknown name or suffix.
    """
    if name is not None:
        if name not in FORMATS:
            raise UsageError(f"format {name!r}: unknown. Choose from {', '.join(FORMATS)}")
        return FORMATS[name]
    if path is None:
        return FORMATS["csv"]
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            f"{os.fspath(path)}: the suffix {suffix!r} names no format. "
            f"Use one of {', '.join(SUFFIXES)}, or give the format"
        )
    return FORMATS[SUFFIXES[suffix]]


def export(
    case: Tables,
    table: str,
    path_or_stream: str | os.PathLike[str] | IO[Any],
    format: str | None = None,
    *,
    with_text: bool = False,
    excel: bool = False,
    where: Mapping[str, object] | None = None,
    order: str | Sequence[str] | None = None,
    **options: Any,
) -> int:
    """Write a table of a case to a file or stream; how many rows were written.

    ``format`` is csv, jsonl, geojson or parquet; without it the file's suffix decides (CSV for a stream). Folders that
    are missing are made; a file is written under a temporary name and renamed when whole, so it is never half
    there. ``where``, ``order`` and ``options`` are those of ``Case.rows``. Raises UsageError for what does not fit
    together, ExportError if the file cannot be written, CaseError if the case cannot be read.
    """
    path = None if hasattr(path_or_stream, "write") else Path(path_or_stream)
    of = find_format(format, path)
    if of.tables is not None and table not in of.tables:
        raise UsageError(f"table {table}: {of.title} holds only {', '.join(sorted(of.tables))}. Choose another format")
    if excel and not of.takes_excel:
        raise UsageError(f"excel: only CSV takes it, not {of.title}")
    rows = case.rows(table, where=where, order=order, with_text=with_text, **options)
    if path is None:
        stream = cast("IO[Any]", path_or_stream)
        written = write(rows, of, _binary(stream), excel=excel)
        stream.flush()
        return written
    with _whole_file(path) as target:
        return write(rows, of, target, excel=excel)


def write(rows: Rows, of: type[Format], stream: BinaryIO, *, excel: bool = False) -> int:
    """Write rows in a format to a binary stream; how many there were."""
    number = 0
    form = of(stream, rows.table, rows.columns, rows.kinds, excel=excel)
    try:
        form.set_up()
        for row in rows.tuples():
            form.feed(row)
            number += 1
        form.finish()
    finally:
        form.close()
    return number


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when the body is through, and is gone if the body raises."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise ExportError(f"{path}: this is a folder. Name a file in it.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except ExportError:
        raise
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        if error.errno is None:
            raise  # an error of the case, which says what it is
        raise ExportError(f"{path}: {meaning(error)}.") from error
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _binary(stream: IO[Any]) -> BinaryIO:
    """The stream, or what takes bytes for a stream that takes text."""
    if not isinstance(stream, io.TextIOBase):
        return cast(BinaryIO, stream)
    if (buffer := getattr(stream, "buffer", None)) is not None:
        stream.flush()
        return cast(BinaryIO, buffer)
    return cast(BinaryIO, _AsText(stream))


class _AsText:
    """Takes the bytes of a text format for a stream of text without bytes beneath it, such as ``io.StringIO``."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream

    def write(self, given: bytes) -> int:
        try:
            self._stream.write(given.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise UsageError("Parquet is not text: give a stream opened for bytes, or a file") from error
        return len(given)
