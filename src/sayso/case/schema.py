"""The tables as stored. Contract columns come from the records, so that a column has one definition.

Rows that belong to a story refer to it by number (``story_key``), not by its id, and leave out ``text``, which is a
stretch of the story's text: both together halve the size of a case. Text of empty fields is '', never NULL.
``sayso.case.migrations`` makes these tables; a test holds the two together.
"""

from __future__ import annotations

import re
import types
from typing import Any, Union, get_args, get_origin

import msgspec
from sqlalchemy import BigInteger, Column, Float, Integer, LargeBinary, MetaData, Table, Text, TypeDecorator

from sayso import contract
from sayso.records import Record

METADATA = MetaData()


class Id(TypeDecorator[str]):
    """An id in ten bytes: ours are a letter and 16 hex digits. Others are kept as they are; '' is no bytes.

    Orders as the ids do (ids that are not ours come after ours), and makes a case a tenth smaller.
    """

    impl = LargeBinary
    cache_ok = True
    _OURS = re.compile("[a-z][0-9a-f]{16}")

    def process_bind_param(self, value: str | None, dialect: object) -> bytes | None:
        if value is None:
            return None
        if self._OURS.fullmatch(value):
            return b"\x01" + value[0].encode() + bytes.fromhex(value[1:])
        return value.encode("utf-8")

    def process_result_value(self, value: bytes | None, dialect: object) -> str | None:
        if value is None:
            return None
        value = bytes(value)
        if len(value) == 10 and value[0] == 1:
            return chr(value[1]) + value[2:].hex()
        return value.decode("utf-8")


STORY_TABLES: dict[str, str] = {
    "claims": "claim_id",
    "accounts": "account_id",
    "counts": "count_id",
    "victims": "victim_id",
    "roles": "role_id",
}
"""Tables whose rows belong to one story and are laid out when it is read; the name of their id."""

CASE_TABLES = ("incidents", "tolls", "links", "origins", "actors", "places", "decisions", "issues", "aliases")
"""Tables whose rows belong to the case as a whole."""

LAID_OUT = ("voices", "claim_voices", "claim_accounts", "participants", "names", "evidence")
"""Tables that are laid out from the stored readings when asked for."""

COMPUTED = ("gaps", "rates", "relations")
"""Tables that ``sayso.analysis`` computes when asked for."""


def value_kind(record: type[Record], name: str) -> tuple[str, bool]:
    """Kind of a record's field (text, int, real, bool) and whether it may be None."""
    field = next(f for f in msgspec.structs.fields(record) if f.name == name)
    given: Any = field.type
    options = get_args(given) if get_origin(given) in (Union, types.UnionType) else (given,)
    nullable = type(None) in options
    plain = [option for option in options if option is not type(None)]
    if plain == [bool]:
        return "bool", nullable
    if plain == [int]:
        return "int", nullable
    if plain == [float]:
        return "real", nullable
    return "text", nullable


SHORT_IDS = frozenset(
    {
        "claim_id", "speaker_id", "origin_id", "denies_claim_id", "account_id", "incident_id", "count_id",
        "part_of_count_id", "supersedes_count_id", "victim_id", "role_id", "min_count_id", "max_count_id", "account_a",
        "account_b",
    }
)  # fmt: skip
"""Columns of ids that a case has many of."""


def _column(record: type[Record], name: str) -> Column[Any]:
    kind, nullable = value_kind(record, name)
    of: Any = (
        Id if name in SHORT_IDS else {"text": Text, "int": BigInteger, "real": Float(53), "bool": BigInteger}[kind]
    )
    return Column(name, of, nullable=nullable)


def _columns(table: str, leave_out: frozenset[str] = frozenset()) -> list[Column[Any]]:
    record = contract.TABLES[table]
    return [_column(record, name) for name in contract.columns(table) if name not in leave_out]


def _key() -> Column[Any]:
    return Column("key", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _number(name: str, **options: Any) -> Column[Any]:
    return Column(name, BigInteger, nullable=False, **options)


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


PAGES = Table("pages", METADATA, _key(), *_columns("pages"), _text("locator"), _number("latest"))
PAGE_CONTENTS = Table(
    "page_contents", METADATA, _number("page_key", primary_key=True), Column("content", LargeBinary, nullable=False),
    _number("size"),
)  # fmt: skip
STORIES = Table(
    "stories", METADATA, _key(), _number("page_key"), *_columns("stories", frozenset({"page_id", "page"})),
    _number("position"), _number("current"),
)  # fmt: skip
PAGE_STORIES = Table(
    "page_stories", METADATA, _number("page_key", primary_key=True), _number("story_key", primary_key=True)
)
TEXTS = Table(
    "texts", METADATA, _number("story_key", primary_key=True), Column("text", LargeBinary, nullable=False),
    Column("blocks", LargeBinary, nullable=False),
)  # fmt: skip
READINGS = Table(
    "readings", METADATA, _number("story_key", primary_key=True), _text("version"), _number("stale"),
    Column("reading", LargeBinary, nullable=False), *(_number(name) for name in LAID_OUT),
)  # fmt: skip
SETTINGS = Table("settings", METADATA, Column("name", Text, primary_key=True, nullable=False), _text("value"))
SIGNATURES = Table(
    "signatures", METADATA, _number("story_key", primary_key=True), Column("signature", LargeBinary, nullable=False)
)
CASE_EVIDENCE = Table("case_evidence", METADATA, _key(), *_columns("evidence"))
STORED: dict[str, Table] = {"pages": PAGES, "stories": STORIES}
"""The stored table behind a table of the contract."""
for _name in STORY_TABLES:
    STORED[_name] = Table(
        _name, METADATA, _key(), _number("story_key"), *_columns(_name, frozenset({"story_id", "text"}))
    )
for _name in CASE_TABLES:
    _extra = [_text("issue_id"), _number("from_reading")] if _name == "issues" else []
    STORED[_name] = Table(_name, METADATA, _key(), *_columns(_name), *_extra)
