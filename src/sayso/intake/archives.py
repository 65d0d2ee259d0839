"""Web archives: the pages of WARC and WET files, read as a stream, as far as they go."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from sayso.intake.raw import RawPage, SourceOptions
from sayso.intake.unpack import LimitedGunzip
from sayso.records import Issue

TEXT = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
TYPES = ("response", "resource", "conversion")
LARGEST = 50_000_000_000
"""Unpacked bytes of one archive; whole crawls are larger, single files of them are not."""


def warc_pages(name: str, stream: BinaryIO, options: SourceOptions) -> Iterator[RawPage | Issue]:
    """Pages of a WARC or WET file, packed or not.

    Only text records answered with status 200 are pages. An archive that ends early or is damaged gives what came
    before, then an issue.
    """
    head = stream.read(2)
    packed = io.BufferedReader(_Joined(head, stream))
    limited = None
    source: BinaryIO = packed
    if head == b"\x1f\x8b":
        limited = LimitedGunzip(packed, max_bytes=LARGEST, max_ratio=options.max_ratio)
        source = io.BufferedReader(limited)
    why = ""
    number = 0
    try:
        for record in ArchiveIterator(source):
            number += 1
            if number > options.max_records:
                why = f"it has more than {options.max_records:,} records"
                break
            if record.rec_type not in TYPES:
                continue
            page = _page(name, number, record, options)
            if page is not None:
                yield page
    except (ArchiveLoadFailed, EOFError, ValueError, OSError, AttributeError, UnicodeError) as error:
        why = f"record {number + 1} cannot be read ({error})"
    if limited is not None and limited.why:
        why = limited.why
    if why:
        yield Issue(
            what=name,
            why=why,
            kind="truncated",
            remedy=f"The {number} records before were read; fetch the archive again.",
        )
    elif number == 0:
        yield Issue(
            what=name, why="it holds no WARC records", kind="unreadable", remedy="Check that it is a web archive."
        )


class _Joined(io.RawIOBase):
    """A stream with bytes already read put back before it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :] if self._head else b""
        buffer[: len(data)] = data
        return len(data)


def _page(name: str, number: int, record: object, options: SourceOptions) -> RawPage | None:
    headers, http = record.rec_headers, record.http_headers  # type: ignore[attr-defined]
    if http is not None and http.get_statuscode() != "200":
        return None
    declared = (http.get_header("Content-Type") if http is not None else headers.get_header("Content-Type")) or ""
    media_type, _, rest = declared.partition(";")
    media_type = media_type.strip().lower()
    if media_type and media_type not in TEXT:
        return None
    charset = rest.partition("charset=")[2].strip(" \"'") if "charset=" in rest else ""
    data = record.content_stream().read(options.max_bytes + 1)  # type: ignore[attr-defined]
    truncated = ""
    if len(data) > options.max_bytes:
        data, truncated = data[: options.max_bytes], f"the record has more than {options.max_bytes:,} bytes"
    elif getattr(record.raw_stream, "limit", 0):  # type: ignore[attr-defined]
        truncated = "the archive ends within this record"
    return RawPage(
        name=headers.get_header("WARC-Target-URI") or f"{name}#{number}",
        locator=f"{name}#{number}",
        data=data,
        media_type=media_type,
        charset=charset,
        fetched=headers.get_header("WARC-Date") or "",
        truncated=truncated,
    )
