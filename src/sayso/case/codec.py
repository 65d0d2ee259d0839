"""What is stored compressed: page bytes, story texts, readings.

A reading is msgpack (msgspec) under LZMA (a fifth smaller than under zlib, for 0.2 ms more to open), its records laid
column by column (another quarter), without what is stored beside it: the story, and the ``text`` of records that is
exactly their stretch of the story's text. Decoding puts both back, so a round trip is exact.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec

from sayso.errors import UsageError
from sayso.records import Account, Block, Claim, Count, Reading, Record, Story

LEVEL = 6
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 17, "pb": 0}]
NOT_ITS_STRETCH = "\x00"
"""Stands before a ``text`` that is not its stretch of the story; story texts hold no NUL."""

ROWS = ""
"""Key of the number of rows, beside the columns."""

Stretch = TypeVar("Stretch", Claim, Account, Count)
R = TypeVar("R", bound=Record)


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder()


@cache
def _decoder(of: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(of)


def pack_bytes(content: bytes) -> bytes:
    """Compress page bytes."""
    return zlib.compress(content, LEVEL)


def unpack_bytes(packed: bytes) -> bytes:
    """The bytes as they came."""
    return zlib.decompress(packed)


def pack_text(text: str) -> bytes:
    """Compress a story's text."""
    return zlib.compress(text.encode("utf-8"), LEVEL)


def unpack_text(packed: bytes) -> str:
    """A story's text."""
    return zlib.decompress(packed).decode("utf-8")


def pack_blocks(blocks: Sequence[Block]) -> bytes:
    """Compress a story's blocks."""
    return zlib.compress(_encoder().encode(blocks), LEVEL)


def unpack_blocks(packed: bytes) -> tuple[Block, ...]:
    """A story's blocks."""
    blocks: tuple[Block, ...] = _decoder(tuple[Block, ...]).decode(zlib.decompress(packed))
    return blocks


def _without_text(record: Stretch, text: str) -> Stretch:
    if record.text == text[record.start : record.end]:
        return msgspec.structs.replace(record, text="") if record.text else record
    return msgspec.structs.replace(record, text=NOT_ITS_STRETCH + record.text)


def _with_text(record: Stretch, text: str) -> Stretch:
    if record.text:
        return msgspec.structs.replace(record, text=record.text[1:])
    return msgspec.structs.replace(record, text=text[record.start : record.end])


@cache
def _defaults(of: type[Any]) -> dict[str, Any]:
    """Fields of a record with their defaults; ``msgspec.NODEFAULT`` where it must be given."""
    return {field.name: field.default for field in msgspec.structs.fields(of)}


def _columns(records: Sequence[Record]) -> dict[str, Any]:
    """Records column by column, without columns that say nothing."""
    columns: dict[str, Any] = {ROWS: len(records)}
    for name, default in _defaults(type(records[0])).items():
        values = [getattr(record, name) for record in records]
        if default is msgspec.NODEFAULT or any(value != default for value in values):
            columns[name] = values
    return columns


def _records(columns: Any) -> Any:
    """Records, as plain values, of their columns; a list is one of records already."""
    if not isinstance(columns, dict) or ROWS not in columns:
        return columns
    rows = columns.pop(ROWS)
    if not columns:
        return [{} for _ in range(rows)]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _packed(bare: Reading) -> bytes:
    given = {name: getattr(bare, name) for name in bare.__struct_fields__ if name != "story"}
    columns = {
        name: _columns(value) if isinstance(value, tuple) and value and isinstance(value[0], Record) else value
        for name, value in given.items()
    }
    return lzma.compress(_encoder().encode(columns), lzma.FORMAT_RAW, filters=_FILTERS)


def pack_reading(reading: Reading) -> bytes:
    """Compress a reading, without its story.

    Raises UsageError for a number that no database holds (a figure of more than 18 digits).
    """
    text = reading.story.text
    bare = msgspec.structs.replace(
        reading,
        story=Story(story_id="", page_id=""),
        claims=tuple(_without_text(claim, text) for claim in reading.claims),
        accounts=tuple(_without_text(account, text) for account in reading.accounts),
        counts=tuple(_without_text(count, text) for count in reading.counts),
    )
    try:
        return _packed(bare)
    except OverflowError as error:
        raise UsageError(
            f"reading of story {reading.story.story_id}: a number has more than 18 digits. Leave such figures open"
        ) from error


def unpack_reading(packed: bytes, story: Story) -> Reading:
    """The reading of ``story`` (given with its text) as it was stored."""
    bare = unpack_bare(packed)
    return msgspec.structs.replace(
        bare,
        story=story,
        claims=tuple(_with_text(claim, story.text) for claim in bare.claims),
        accounts=tuple(_with_text(account, story.text) for account in bare.accounts),
        counts=tuple(_with_text(count, story.text) for count in bare.counts),
    )


def unpack_bare(packed: bytes) -> Reading:
    """A stored reading without its story and without the texts: enough for tables that have no text."""
    given = _decoder(Any).decode(lzma.decompress(packed, lzma.FORMAT_RAW, filters=_FILTERS))
    plain = {name: _records(value) for name, value in given.items()}
    plain["story"] = {"story_id": "", "page_id": ""}
    return msgspec.convert(plain, Reading)


def clean(text: str) -> str:
    """Text that both databases store: NUL and lone surrogates become U+FFFD, one for one."""
    if text.isascii():
        return text.replace("\x00", "\ufffd") if "\x00" in text else text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text.replace("\x00", "\ufffd")


def stored_value(value: object) -> object:
    """A field's value as a database takes it: booleans 0 or 1, vocabulary values as plain strings."""
    if isinstance(value, str):
        return clean(str(value))
    if isinstance(value, bool):
        return int(value)
    return value


def stored_row(record: Record, names: Sequence[str]) -> dict[str, Any]:
    """The fields ``names`` of a record as stored values."""
    return {name: stored_value(getattr(record, name)) for name in names}
