"""Answer keys of MUC-3/4: 24 numbered slots a template, several entries a slot, alternatives joined by slashes.

``? `` before an entry makes it optional; ``TYPE: "A" / "B"`` says the type of the entity called A or B; ``"A": "B"`` in
a description says that A describes the one named B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SLOT = re.compile(r"^(\d+)\.\s+([A-Z][A-Z ]*: [A-Z ]*?[A-Z])(?:\s{2,}(.*))?$")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_MONTHS = {m: n for n, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_DAY = r"(?:(\d{1,2})\s+)?(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*(?:\s+(\d\d)\b)?"
Slots = dict[str, list[str]]


class Entry(NamedTuple):
    """One entry of a slot."""

    heads: tuple[str, ...]
    """Values before the colon, alternatives in order; of a description, the describing strings."""
    names: tuple[str, ...]
    """The strings after the colon, or all strings where there is none."""
    optional: bool


def keys(text: str) -> Iterator[tuple[str, Slots]]:
    """(message id, entries by slot name) of each template, those of messages without incident (``*``) included."""
    slots: Slots = {}
    current = ""
    for line in text.replace("\r\n", "\n").splitlines():
        if line.startswith(";"):
            continue
        head = _SLOT.match(line.rstrip())
        if head is not None:
            if int(head[1]) == 0:
                if slots:
                    yield _message(slots), slots
                slots = {}
            current = head[2]
            slots[current] = [head[3].strip()] if head[3] and head[3].strip() else []
        elif line[:1].isspace() and line.strip() and current:
            value, before = line.strip(), slots[current]
            if before and (value.startswith("/") or before[-1].endswith("/")):
                before[-1] += " " + value
            else:
                before.append(value)
    if slots:
        yield _message(slots), slots


def _message(slots: Slots) -> str:
    return (slots.get("MESSAGE: ID") or [""])[0].split(" ")[0]


def empty(slots: Slots) -> bool:
    """Whether the template only says that the message tells of no incident."""
    return slots.get("INCIDENT: TYPE", ["*"]) == ["*"]


def entry(value: str) -> Entry | None:
    """One entry; ``None`` for ``-`` (nothing to fill) and ``*`` (not asked)."""
    value = value.strip()
    optional = value.startswith("?")
    value = value.lstrip("? ").strip()
    if value in ("", "-", "*"):
        return None
    strings = [(m.start(), m.end(), m[1].replace('\\"', '"')) for m in _STRING.finditer(value)]
    outside = _STRING.sub(lambda m: "\x01" * len(m[0]), value)
    colon = outside.find(":")
    if colon < 0:
        if strings:
            return Entry((), tuple(s for _, _, s in strings), optional)
        return Entry(_alternatives(value), (), optional)
    before = tuple(s for a, _, s in strings if a < colon)
    after = tuple(s for a, _, s in strings if a > colon)
    return Entry(before or _alternatives(value[:colon]), after, optional)


def entries(slots: Slots, name: str) -> list[Entry]:
    """All entries of a slot."""
    return [e for e in (entry(value) for value in slots.get(name, ())) if e is not None]


def _alternatives(value: str) -> tuple[str, ...]:
    return tuple(v.strip(" ()?") for v in value.split("/") if v.strip(" ()?"))


def number(value: str) -> tuple[int | None, int | None]:
    """(least, most) of a number slot: ``6``, ``~30``, ``3 - 5``, ``10-`` (at least), ``-15`` (at most), ``PLURAL``."""
    value = value.strip(" ?")
    if value == "PLURAL":
        return 2, None
    match = re.fullmatch(r"(~?)\s*(\d+)?\s*(-?)\s*(\d+)?", value)
    if match is None or not (match[2] or match[4]):
        return None, None
    low = int(match[2]) if match[2] else None
    high = int(match[4]) if match[4] else None
    return (low, low if high is None else high) if not match[3] else (low, high)


def _edtf(match: re.Match[str]) -> str:
    day = f"-{int(match[1]):02d}" if match[1] else ""
    year = f"19{match[3]}" if match[3] else "XXXX"
    return f"{year}-{_MONTHS[match[2]]:02d}{day}"


def date(value: str) -> str:
    """EDTF of a date slot: a day or month; ``A - B`` from A to B; ``- A`` by A; of alternatives the first."""
    value = value.upper().strip(" ?").lstrip("(").split("/")[0]
    days = [_edtf(m) for m in re.finditer(_DAY, value)]
    if not days:
        return ""
    if value.lstrip().startswith("-"):
        return f"../{days[0]}"
    return f"{days[0]}/{days[1]}" if len(days) > 1 else days[0]


def place(value: str) -> tuple[tuple[str, str], ...]:
    """(name, kind) from the country inwards; of a stretch between two places and of alternatives the first."""
    value = value.strip(" ?")
    if value.startswith("("):
        depth = [0]
        for char in value:
            depth.append(depth[-1] + (char == "(") - (char == ")"))
        closed = next((n for n, d in enumerate(depth[1:]) if d == 0), len(value))
        value = value[1:closed].strip(" ?")
    value = re.split(r"\s+[/-]\s+", value)[0]
    found = []
    for n, part in enumerate(p.strip() for p in value.split(":")):
        match = re.fullmatch(r"(.*?)\s*\(([^()]*)\)?", part)
        name, kind = (match[1], match[2]) if match else (part, "COUNTRY" if n == 0 else "")
        if name not in ("", "-", "*"):
            found.append((name, kind))
    return tuple(found)
