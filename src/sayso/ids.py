"""Record ids: a hash of a story's text, the kind of record and its anchor span, nothing else a model says."""

from __future__ import annotations

import hashlib

PREFIX = {
    "page": "p", "story": "s", "voice": "v", "claim": "c", "account": "a", "count": "n", "victim": "w",
    "incident": "i", "origin": "o", "actor": "r", "role": "l", "decision": "d",
}  # fmt: skip
"""One letter a kind, so that an id seen alone says what it names."""


def sha256(data: bytes) -> str:
    """Hex SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """Hex SHA-256 of a stored text (UTF-8; stored texts hold no lone surrogates)."""
    return sha256(text.encode("utf-8"))


def digest(kind: str, *parts: object) -> str:
    """Id of a record of ``kind`` from whatever identifies it: prefix letter and 16 hex digits (64 bits)."""
    joined = "\x1f".join([kind, *map(str, parts)])
    return PREFIX[kind] + sha256(joined.encode("utf-8"))[:16]


def anchored(kind: str, story_id: str, start: int, end: int) -> str:
    """Id of a record anchored at characters ``start:end`` of a story.

    A story's id is itself a hash of its text and page name, so two copies of one text keep separate records.
    """
    return digest(kind, story_id, start, end)
