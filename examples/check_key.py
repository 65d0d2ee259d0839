"""Check that an answer key is well formed and that each of its quotes stands on its page exactly once.

    python3 check_key.py [FOLDER]

FOLDER holds `pages/` and `key/`; without it, the folder of this file. Problems go to stderr, one a line, and the
exit status is 1 if there are any. The text of a page is what its elements show, head, scripts and styles left out,
with every run of white space made one space.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

HIDDEN = {"head", "script", "style", "noscript"}
INLINE = {"a", "b", "em", "font", "i", "span", "strong", "time"}

EVENT_TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "ACCUSE", "REJECT", "THREATEN",
    "REQUEST", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "OTHER",
}  # fmt: skip
STATUSES = {"happened", "contested", "denied", "ongoing", "planned", "threatened", "called_off", "hypothetical"}
ABOUT = {"occurrence", "killed", "injured", "who_was_killed", "actor", "place", "date"}
WHO = {"total", "civilians", "militants", "security_forces", "children", "women"}
WHAT = {"killed", "injured", "missing", "detained", "displaced", "participants"}
GRAINS = {"several", "period", "habitual"}
KINDS = {"named", "role", "anonymous", "organisation", "document", "outlet", "author"}
STANCES = {"asserts", "denies", "confirms", "doubts", "declines", "corrects", "retracts"}
CERTAINTIES = {"certain", "probable", "possible", "unstated"}
QUOTED = {"0", "1", "mixed"}
EDTF = re.compile(r"(\d{4}|XXXX)(-\d\d(-\d\d)?)?")
DATE = re.compile(r"\d{4}-\d\d-\d\d")

FIELDS = {
    "stories": {"page", "title", "byline", "outlet", "dateline", "published", "copy_of"},
    "incidents": {
        "id", "say", "event_type", "event_mode", "status", "date", "date_end", "place", "country", "actor",
        "recipient", "main", "tolls", "contested_about", "origins_min", "origins_max", "mentions",
    },
    "sets": {
        "page", "title", "quote", "grain", "event_type", "events_min", "events_max", "date", "date_end", "counts",
    },
    "claims": {
        "page", "title", "text", "speaker", "speaker_kind", "speaker_role", "via", "stance", "certainty", "quoted",
    },
}  # fmt: skip


class _Shown(HTMLParser):
    """Collects what a page shows; block elements part words, inline ones do not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self.hidden.append(tag)
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def page_text(markup: str) -> str:
    """The text that a page shows, white space normalised."""
    shown = _Shown()
    shown.feed(markup)
    shown.close()
    return " ".join("".join(shown.parts).split())


def _decoded(page: bytes) -> str:
    """The markup of a page in UTF-8, or else in Windows-1252."""
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        return page.decode("windows-1252")


def check(folder: Path) -> Iterator[str]:
    """Every problem of the key in `folder`, one line each."""
    pages = [page for page in (folder / "pages").iterdir() if page.suffix in {".html", ".txt"}]
    texts = {page.name: page_text(_decoded(page.read_bytes())) for page in pages}
    key: dict[str, list[dict[str, Any]]] = {}
    for name, fields in FIELDS.items():
        rows = json.loads((folder / "key" / f"{name}.json").read_text(encoding="utf-8"))
        key[name] = rows
        for number, row in enumerate(rows):
            if set(row) != fields:
                yield f"{name}[{number}]: fields missing or not known: {sorted(set(row) ^ fields)}"
                return
    titles = {(row["page"], row["title"]) for row in key["stories"]}
    yield from _stories(key["stories"], texts, titles)
    yield from _incidents(key["incidents"], texts, titles)
    yield from _sets(key["sets"], texts, titles)
    yield from _claims(key["claims"], texts, titles)


def _stories(
    rows: list[dict[str, Any]], texts: dict[str, str], titles: set[tuple[str, str]]
) -> Iterator[str]:
    for page in sorted(set(texts) - {row["page"] for row in rows}):
        yield f"stories: no story of {page}"
    known = {f"{page}#{title}" for page, title in titles}
    for row in rows:
        where = f"stories: {row['page']}: {row['title']}"
        yield from _once(where, row["page"], row["title"], texts)
        if row["published"] and not DATE.fullmatch(row["published"]):
            yield f"{where}: published is not YYYY-MM-DD or empty: {row['published']}"
        if row["copy_of"] is not None and row["copy_of"] not in known:
            yield f"{where}: copy of a story that is not in the key: {row['copy_of']}"


def _incidents(
    rows: list[dict[str, Any]], texts: dict[str, str], titles: set[tuple[str, str]]
) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        where = f"incidents: {row['id']}"
        if row["id"] in seen:
            yield f"{where}: id given twice"
        seen.add(row["id"])
        yield from _types(where, row["event_type"])
        yield from _one_of(where, "status", row["status"], STATUSES)
        yield from _dates(where, row)
        for about in row["contested_about"]:
            yield from _one_of(where, "contested_about", about, ABOUT)
        for toll in row["tolls"]:
            if set(toll) != {"what", "who", "min", "max", "contested"} or not isinstance(toll["contested"], bool):
                yield f"{where}: not a toll: {toll}"
                continue
            yield from _count(where, toll)
        if not isinstance(row["main"], bool) or not 1 <= row["origins_min"] <= row["origins_max"]:
            yield f"{where}: main is not a boolean, or the origins are not 1 <= min <= max"
        if not row["mentions"]:
            yield f"{where}: no mention"
        for mention in row["mentions"]:
            yield from _placed(where, mention, mention["quote"], texts, titles)


def _sets(rows: list[dict[str, Any]], texts: dict[str, str], titles: set[tuple[str, str]]) -> Iterator[str]:
    for row in rows:
        where = f"sets: {row['page']}: {row['quote']}"
        yield from _placed(where, row, row["quote"], texts, titles)
        yield from _types(where, row["event_type"])
        yield from _one_of(where, "grain", row["grain"], GRAINS)
        yield from _dates(where, row)
        for count in row["counts"]:
            yield from _count(where, count)


def _claims(rows: list[dict[str, Any]], texts: dict[str, str], titles: set[tuple[str, str]]) -> Iterator[str]:
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        where = f"claims: {row['page']}: {row['text']}"
        yield from _placed(where, row, row["text"], texts, titles)
        if len(row["text"].split()) < 4:
            yield f"{where}: fewer than four words"
        if not row["speaker"]:
            yield f"{where}: no speaker"
        yield from _one_of(where, "speaker_kind", row["speaker_kind"], KINDS)
        yield from _one_of(where, "stance", row["stance"], STANCES)
        yield from _one_of(where, "certainty", row["certainty"], CERTAINTIES)
        yield from _one_of(where, "quoted", row["quoted"], QUOTED)
        if (anchor := (row["page"], row["text"], row["speaker"])) in seen:
            yield f"{where}: given twice"
        seen.add(anchor)


def _placed(
    where: str, row: dict[str, Any], quote: str, texts: dict[str, str], titles: set[tuple[str, str]]
) -> Iterator[str]:
    if (row["page"], row["title"]) not in titles:
        yield f"{where}: no such story: {row['page']}: {row['title']}"
    yield from _once(where, row["page"], quote, texts)


def _once(where: str, page: str, quote: str, texts: dict[str, str]) -> Iterator[str]:
    if page not in texts:
        yield f"{where}: no such page: {page}"
    elif (found := texts[page].count(quote)) != 1:
        yield f"{where}: found {found} times on {page}, not once: {quote}"


def _types(where: str, types: str) -> Iterator[str]:
    for event_type in types.split("|"):
        yield from _one_of(where, "event_type", event_type, EVENT_TYPES)


def _dates(where: str, row: dict[str, Any]) -> Iterator[str]:
    for field in ("date", "date_end"):
        if row[field] and not EDTF.fullmatch(row[field]):
            yield f"{where}: {field} is not EDTF: {row[field]}"
    if row["date_end"] and row["date_end"] < row["date"]:
        yield f"{where}: ends before it starts"


def _count(where: str, count: dict[str, Any]) -> Iterator[str]:
    yield from _one_of(where, "what", count["what"], WHAT)
    yield from _one_of(where, "who", count["who"], WHO)
    if count["max"] is not None and count["max"] < count["min"]:
        yield f"{where}: max is below min: {count}"


def _one_of(where: str, field: str, value: str, allowed: set[str]) -> Iterator[str]:
    if value not in allowed:
        yield f"{where}: {field} is not one of {sorted(allowed)}: {value!r}"


def main() -> int:
    """Print the problems; 1 if there are any."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    problems = list(check(folder))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
