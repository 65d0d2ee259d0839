"""Full-text search: one tokeniser of ours feeding SQLite's FTS5 and PostgreSQL's tsvector, so both find the same.

A token is a run of letters and digits, NFKC, case-folded, without accents. A query is words that must all occur,
"phrases in quotation marks", and prefixes (``bomb*``); anything else in it is punctuation and cannot fail. Hits
come newest first. Both indexes hold a story's first 900,000 bytes of tokens (about 100,000 words).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, text

from sayso.records import Record

LONGEST_TOKEN = 64
"""Code points of a token that count."""
MOST_TERMS = 32
"""Terms of a query that count."""
MOST_BYTES = 900_000
"""PostgreSQL takes a tsvector of up to a million bytes."""
LAST_POSITION = 16_383
"""PostgreSQL's last position in a tsvector, and ...."""
MOST_POSITIONS = 255
"""... the most positions of one word it keeps: longer texts are checked by ourselves."""


class Snippet(Record, frozen=True, kw_only=True):
    """A stretch of a story's text around what was found; ``marks`` are the found words, offsets into the text."""

    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]


class Hit(Record, frozen=True, kw_only=True):
    """A story that matches a query. ``score`` is how often the query's terms occur in it."""

    story_id: str
    title: str
    outlet: str
    published: str
    snippets: tuple[Snippet, ...]
    score: float


class Term(Record, frozen=True, kw_only=True):
    """Words that must follow each other; the last may be only the beginning of one."""

    tokens: tuple[str, ...]
    prefix: bool = False


@cache
def _word() -> re.Pattern[str]:
    """Letters and digits with the combining marks between them (of the basic plane, where news is written)."""
    marks = [code for code in range(0x300, 0xFFFF) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    joined = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return re.compile(rf"[^\W_](?:[^\W_]|[{joined}])*")


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A word as it is indexed; '' if nothing of it is a letter or digit."""
    if word.isascii():
        return word.lower()[:LONGEST_TOKEN]
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    bare = unicodedata.normalize("NFKC", "".join(c for c in wide if not unicodedata.combining(c)))
    return "".join(c for c in bare.casefold() if c.isalnum())[:LONGEST_TOKEN]


def tokens(of: str) -> Iterator[tuple[str, int, int]]:
    """Tokens of a text in order, each with its start and end in the text."""
    for match in _word().finditer(of):
        if token := fold(match.group()):
            yield token, match.start(), match.end()


def parse_query(query: str) -> tuple[Term, ...]:
    """Terms of a query, all of which must match; none if nothing in it is a word. Never fails."""
    terms: list[Term] = []
    for match in re.finditer(r'"([^"]*)("?\*?)|([^\s"]+)', query):
        words = match.group(1) if match.group(3) is None else match.group(3)
        found = tuple(token for token, _, _ in tokens(words))
        if found:
            prefix = words.rstrip().endswith("*") or (match.group(2) or "").endswith("*")
            terms.append(Term(tokens=found[:MOST_TERMS], prefix=prefix))
    return tuple(terms[:MOST_TERMS])


def encoded(token: str) -> str:
    """A token in letters that both databases take as one word: ASCII as it is, others ``_`` and UTF-8 in hex."""
    return token if token.isascii() else "_" + token.encode("utf-8", "replace").hex()


def searchable(title: str, story_text: str) -> str:
    """What of a story is indexed: its text, before it the title where the text does not print it."""
    return story_text if not title or title in story_text else f"{title}\n\n{story_text}"


def indexed(of: str) -> list[str]:
    """Encoded tokens of a text as far as they are indexed."""
    found: list[str] = []
    size = 0
    for token, _, _ in tokens(of):
        word = encoded(token)
        size += len(word) + 4
        if size > MOST_BYTES:
            break
        found.append(word)
    return found


def add_text(connection: Connection, key: int, of: str) -> None:
    """Index a story's text under the story's number."""
    words = indexed(of)
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO search (rowid, tokens) VALUES (:key, :tokens)"), {"key": key, "tokens": " ".join(words)}
        )
        return
    places: dict[str, list[int]] = {}
    for position, word in enumerate(words, start=1):
        places.setdefault(word, []).append(position)
    vector = " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())
    inexact = len(words) > LAST_POSITION or any(len(at) > MOST_POSITIONS for at in places.values())
    connection.execute(
        text("INSERT INTO search (story_key, tokens, inexact) VALUES (:key, CAST(:tokens AS tsvector), :inexact)"),
        {"key": key, "tokens": vector, "inexact": int(inexact)},
    )


def change_text(connection: Connection, key: int, old: str, new: str) -> None:
    """Index a story anew; ``old`` is exactly what was indexed (a contentless index needs it to take it out)."""
    if old == new:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO search (search, rowid, tokens) VALUES ('delete', :key, :tokens)"),
            {"key": key, "tokens": " ".join(indexed(old))},
        )
    else:
        connection.execute(text("DELETE FROM search WHERE story_key = :key"), {"key": key})
    add_text(connection, key, new)


def fts5_query(terms: Sequence[Term]) -> str:
    """The terms in FTS5's query language."""
    return " AND ".join(f'"{" ".join(map(encoded, term.tokens))}"{" *" * term.prefix}' for term in terms)


def tsquery(terms: Sequence[Term], *, loose: bool = False) -> str:
    """The terms in PostgreSQL's query language; ``loose`` forgets the order of words."""
    parts = []
    for term in terms:
        words = [f"'{encoded(token)}'" for token in term.tokens]
        if term.prefix:
            words[-1] += ":*"
        parts.append("(" + (" & " if loose else " <-> ").join(words) + ")")
    return " & ".join(parts)


def occurrences(found: Sequence[tuple[str, int, int]], term: Term) -> list[tuple[int, int]]:
    """Where a term occurs among the tokens of a text: start and end of each occurrence."""
    size, last = len(term.tokens), term.tokens[-1]
    before = term.tokens[:-1]
    places = []
    for i in range(size - 1, len(found)):
        word = found[i][0]
        if (word.startswith(last) if term.prefix else word == last) and all(
            found[i - size + 1 + j][0] == token for j, token in enumerate(before)
        ):
            places.append((found[i - size + 1][1], found[i][2]))
    return places


def holds(of: str, terms: Sequence[Term]) -> bool:
    """Whether all terms occur in what is indexed of a text."""
    found = [(word, 0, 0) for word in indexed(of)]
    coded = [Term(tokens=tuple(map(encoded, term.tokens)), prefix=term.prefix) for term in terms]
    return all(occurrences(found, term) for term in coded)


def snippets(of: str, terms: Sequence[Term], *, most: int = 3, around: int = 90) -> tuple[tuple[Snippet, ...], int]:
    """Up to ``most`` stretches of a text that show the terms, and how often the terms occur in all."""
    found = list(tokens(of))
    marks = sorted({place for term in terms for place in occurrences(found, term)})
    shown: list[Snippet] = []
    for start, end in marks:
        if shown and end <= shown[-1].end:
            last = shown[-1]
            shown[-1] = Snippet(start=last.start, end=last.end, text=last.text, marks=(*last.marks, (start, end)))
        elif len(shown) < most:
            first, final = _border(of, start - around, -1), _border(of, end + around, 1)
            first = max(first, shown[-1].end) if shown else first
            shown.append(Snippet(start=first, end=final, text=of[first:final], marks=((start, end),)))
    return tuple(shown), len(marks)


def _border(of: str, at: int, step: int) -> int:
    """The nearest space from ``at`` towards the middle of the snippet (so that no word is cut), or the text's end."""
    if at <= 0 or at >= len(of):
        return max(0, min(at, len(of)))
    for i in range(40):
        place = at - step * i
        if of[place].isspace():
            return place if step > 0 else place + 1
    return at


def matching(connection: Connection, terms: Sequence[Term], load: Any) -> tuple[str, dict[str, Any]]:
    """A condition on ``stories.key`` and its values: the stories in which all terms occur.

    ``load(keys)`` gives the indexed text of the stories that PostgreSQL cannot decide by itself.
    """
    if connection.dialect.name == "sqlite":
        return "stories.key IN (SELECT rowid FROM search WHERE search MATCH :query)", {"query": fts5_query(terms)}
    unsure = connection.execute(
        text("SELECT story_key FROM search WHERE inexact = 1 AND tokens @@ CAST(:query AS tsquery)"),
        {"query": tsquery(terms, loose=True)},
    ).scalars()
    sure = [key for key, of in load(list(unsure)) if holds(of, terms)]
    inside = "SELECT story_key FROM search WHERE inexact = 0 AND tokens @@ CAST(:query AS tsquery)"
    condition = f"stories.key IN ({inside})"
    if sure:
        condition = f"({condition} OR stories.key IN ({', '.join(map(str, sure))}))"
    return condition, {"query": tsquery(terms)}
