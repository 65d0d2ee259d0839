"""Unpacking with limits: no more than a set size and ratio, and what could be read of a stream that ends early."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

import msgspec

CHUNK = 65_536
FREE = 5_000_000
"""Unpacked bytes allowed whatever the ratio: small texts of blanks pack very well."""


class Unpacked(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes unpacked, and why they are not all there (empty if they are)."""

    data: bytes
    why: str = ""


class LimitedGunzip(io.RawIOBase):
    """Stream of the unpacked bytes of a gzip or zlib stream of one or many members.

    At a limit or a damaged place it ends, with the reason in ``why``; it never raises for what it reads.
    """

    def __init__(self, packed: BinaryIO, *, max_bytes: int, max_ratio: int, wbits: int = 47) -> None:
        super().__init__()
        self.why = ""
        self._packed, self._max_bytes, self._max_ratio, self._wbits = packed, max_bytes, max_ratio, wbits
        self._inflate = zlib.decompressobj(wbits)
        self._pending = b""
        self._taken = self._given = 0
        self._ended = False

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` as far as there is something; 0 at the end."""
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        while not self._ended:
            if not self._pending:
                self._pending = self._packed.read(CHUNK)
                self._taken += len(self._pending)
                if not self._pending:
                    self._ended = True
                    if not self._inflate.eof:
                        self.why = "the packed data ends early"
                    break
            if self._inflate.eof:
                if not self._pending.strip(b"\x00"):
                    self._pending = b""
                    continue
                self._inflate = zlib.decompressobj(self._wbits)
            try:
                data = self._inflate.decompress(self._pending, min(size, CHUNK))
            except zlib.error as error:
                self._ended, self.why = True, f"the packed data is damaged ({error})"
                break
            self._pending = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            self._given += len(data)
            if self._given > self._max_bytes:
                self._ended, self.why = True, f"unpacked it has more than {self._max_bytes:,} bytes"
                data = data[: max(0, len(data) - (self._given - self._max_bytes))]
            elif self._given > FREE and self._given > self._max_ratio * self._taken:
                self._ended, self.why = True, f"it unpacks to more than {self._max_ratio} times its size"
            if data:
                return data
        return b""


def gunzip(packed: bytes | BinaryIO, *, max_bytes: int, max_ratio: int, wbits: int = 47) -> Unpacked:
    """Unpack gzip or zlib data (``wbits`` -15 for raw deflate) within limits."""
    stream = LimitedGunzip(
        io.BytesIO(packed) if isinstance(packed, bytes) else packed,
        max_bytes=max_bytes,
        max_ratio=max_ratio,
        wbits=wbits,
    )
    parts = []
    while part := stream._next(CHUNK):
        parts.append(part)
    return Unpacked(data=b"".join(parts), why=stream.why)
