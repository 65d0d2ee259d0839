"""An answer key beside pages (``examples/key``), and where its quotes stand in the stories that were read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.errors import UsageError
from sayso.records import Story

HEADINGS = frozenset({"heading", "caption"})
"""Blocks that are not body."""
_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")
_ARTICLES = frozenset({"a", "an", "the", "one", "some", "his", "her", "its", "their", "own"})
_AFTER_HEAD = frozenset("of from in for with who at to on by near close briefed familiar speaking that and".split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A quote of the key in a story that was read; no story where it is not found."""

    page: str
    quote: str
    story_id: str = ""
    start: int = 0
    end: int = 0
    body: bool = True

    def overlap(self, start: int, end: int) -> int:
        """Characters that the quote shares with a stretch of the same story."""
        return max(0, min(self.end, end) - max(self.start, start))


@dataclass(kw_only=True)
class Key:
    """The four files of a key; ``claims`` ... are rows as the files have them, with ``place`` put in."""

    stories: list[dict[str, Any]]
    incidents: list[dict[str, Any]]
    sets: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    mentions: list[list[Place]] = field(default_factory=list)
    """Places of the mentions of each incident."""


def load_key(folder: Path) -> Key:
    """The key in ``folder``. Raises UsageError if a file is missing."""
    rows = {}
    for name in ("stories", "incidents", "sets", "claims"):
        path = folder / f"{name}.json"
        try:
            rows[name] = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise UsageError(f"key {path}: it cannot be read ({error.strerror}). A key has four JSON files") from error
    return Key(**rows)


def locate(key: Key, stories: Iterable[Story]) -> None:
    """Put into the key where its quotes stand. A quote is sought in the story of its title, then on its whole page."""
    finder = _Finder(stories)
    for row in [*key.sets, *key.claims]:
        row["place"] = finder.find(row["page"], row["title"], row.get("quote") or row["text"])
    for incident in key.incidents:
        key.mentions.append([finder.find(m["page"], m["title"], m["quote"]) for m in incident["mentions"]])


class _Finder:
    def __init__(self, stories: Iterable[Story]) -> None:
        self.of_page: dict[str, list[tuple[Story, str, list[int]]]] = {}
        for story in stories:
            self.of_page.setdefault(story.page, []).append((story, *_squeezed(story.text)))

    def find(self, page: str, title: str, quote: str) -> Place:
        wanted = words(title)
        of_page = self.of_page.get(page, [])
        named = [item for item in of_page if wanted and wanted in words(item[0].title)]
        sought = _SPACE.sub(" ", quote).strip()
        for story, text, offsets in [*named, *of_page]:
            at = text.find(sought)
            if at >= 0:
                start, end = offsets[at], offsets[at + len(sought) - 1] + 1
                return Place(
                    page=page, quote=quote, story_id=story.story_id, start=start, end=end, body=_in_body(story, start)
                )
        return Place(page=page, quote=quote)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Text with runs of white space made one space, and where each character stood."""
    letters: list[str] = []
    offsets: list[int] = []
    for at, letter in enumerate(text):
        if letter.isspace():
            if letters and letters[-1] == " ":
                continue
            letter = " "
        letters.append(letter)
        offsets.append(at)
    return "".join(letters), offsets


def _in_body(story: Story, at: int) -> bool:
    return next((str(b.kind) not in HEADINGS for b in story.blocks if b.start <= at < b.end), True)


def words(text: str) -> str:
    """Words in lower case, one space between them."""
    return " ".join(w for w in _NOT_WORD.split(text.casefold().replace("’", "'").replace("'s", "")) if w)


def same_speaker(wanted: str, found: str, found_role: str = "") -> bool:
    """Whether two names or descriptions mean one speaker.

    Names count as the same when one contains the other as whole words, articles left out ("General Bek", "Bek"). So do
    descriptions of one head word whose other words do not contradict each other, that is, share one or are there on one
    side only ("a hospital director", "the director of Brannow District Hospital"; not "a security official", "a
    customs official"). A description also means the named speaker whose role has its head word (``found_role``). Of
    joint speakers (" ; "), each that is wanted has to be among those found.
    """
    found_parts = [part for part in found.split(" ; ") if part.strip()]
    wanted_parts = [part for part in wanted.split(" ; ") if part.strip()]
    return bool(wanted_parts) and all(
        any(_same_one(one, other, found_role) for other in found_parts) for one in wanted_parts
    )


def _same_one(wanted: str, found: str, found_role: str) -> bool:
    one, other = _plain(wanted), _plain(found)
    if not one or not other:
        return False
    if _holds(one, other) or _holds(other, one):
        return True
    return _same_description(one, other) or any(_same_description(one, _plain(r)) for r in found_role.split(" ; ") if r)


def _plain(name: str) -> list[str]:
    return [w for w in words(name).split() if w not in _ARTICLES]


def _holds(long: Sequence[str], short: Sequence[str]) -> bool:
    return any(long[at : at + len(short)] == list(short) for at in range(len(long) - len(short) + 1))


def _same_description(one: Sequence[str], other: Sequence[str]) -> bool:
    head, rest = _head(one)
    other_head, other_rest = _head(other)
    if head != other_head and head.rstrip("s") != other_head.rstrip("s"):
        return False
    return not rest or not other_rest or bool(rest & other_rest)


def _head(description: Sequence[str]) -> tuple[str, set[str]]:
    """The head word of a description (the last before "of", "who", ...) and its other words."""
    at = next((n for n, word in enumerate(description) if n and word in _AFTER_HEAD), len(description))
    rest = {w for w in [*description[: at - 1], *description[at:]] if w not in _AFTER_HEAD}
    return (description[at - 1] if description else ""), rest


def types_agree(wanted: str, found: str) -> bool:
    """Whether an event type is one of those joined by ``|`` in the key."""
    return found in wanted.split("|")
