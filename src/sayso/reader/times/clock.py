"""Times of day: clock times with their zone, and parts of the day."""

from __future__ import annotations

import re

from sayso.reader.times.words import Words

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)
_HALF = {"am": 0, "a.m.": 0, "pm": 12, "p.m.": 12, "a.m": 0, "p.m": 12}
_LED = frozenset("at around about by until till from since after before between to and approximately nearly".split())


def _half_of_day(words: Words, j: int) -> tuple[int, int] | None:
    """ "am" or "p.m." at ``j``, also split by the tokeniser: hours to add, index after."""
    word = words.word(j)
    if word in _HALF:
        return _HALF[word], j + 1
    if word in ("a", "p") and words.word(j + 1) == "." and words.word(j + 2) == "m":
        return (0 if word == "a" else 12), j + (4 if words.word(j + 3) == "." else 3)
    return None


def zone(words: Words, j: int) -> tuple[str, int]:
    """The zone named at ``j``: an offset, "UTC", or "local" for words like "local time"; and the index after it."""
    k = j + 1 if words.word(j) in ("(", ",") else j
    close = words.word(j) == "("
    name = words.get(k, "zone")
    found, after = "", k
    if name is not None and (words.text[k].isupper() or words.low[k] in ("utc", "gmt")):
        found, after = name or "local", k + 1
        if name == "UTC" and words.word(after) in ("+", "-") and words.digits(after + 1):
            sign, hours = words.word(after), words.digits(after + 1)
            found, after = f"{sign}{int(hours):02d}:00", after + 2
    elif (words.word(k) == "local" and words.word(k + 1) == "time") or (
        words.capital(k) and words.word(k + 1) == "time" and words.word(k) not in ("the", "this")
    ):
        found, after = "local", k + 2
    if not found or (close and words.word(after) != ")"):
        return "", j
    return found, after + 1 if close else after


def clock(words: Words, i: int) -> tuple[str, str, int] | None:
    """A clock time at ``i``: HH:MM, zone, index after it."""
    word = words.word(i)
    if not word or not word.isascii():
        return None
    if not word[0].isdigit():
        if word in ("noon", "midnight") and words.word(i + 1) not in ("prayers", "mass"):
            name, j = zone(words, i + 1)
            return ("12:00" if word == "noon" else "24:00"), name, j
        value = words.get(i, "number")
        if value and words.word(i + 1) == "o'clock" and value.isdigit() and 1 <= int(value) <= 12:
            name, j = zone(words, i + 2)
            return f"{int(value):02d}:00", name, j
        return None
    hour, minute, plain, j = -1, 0, False, i + 1
    if (match := _CLOCK.fullmatch(word)) is not None:
        hour, minute, plain = int(match[1]), int(match[2]), ":" in word
    elif word.isdigit() and len(word) <= 2:
        hour = int(word)
        # "5:44am" comes as three tokens.
        if words.word(j) == ":" and len(words.word(j + 1)) == 2 and words.digits(j + 1).isdigit():
            minute, j = int(words.word(j + 1)), j + 2
    elif word.isdigit() and len(word) == 4 and (words.get(j, "zone") or words.word(j) in ("hours", "hrs", "local")):
        hour, minute, plain = int(word[:2]), int(word[2:]), True
        if words.word(j) in ("hours", "hrs"):
            j += 1
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    half = _half_of_day(words, j)
    if half is not None and 1 <= hour <= 12:
        hour = hour % 12 + half[0]
        j = half[1]
    elif words.word(j) == "o'clock" and hour <= 12:
        j += 1
    elif not plain:
        return None
    name, j = zone(words, j)
    if plain and half is None and not name and words.word(i - 1) not in _LED and words.get(j, "weekday") is None:
        # Bare figures with a colon may be a score or a verse.
        return None
    if words.word(j) == "in" and words.word(j + 1) == "the" and (part := words.part(j + 2)):
        if half is None and hour < 12 and part in ("AF", "EV", "NI"):
            hour += 12
        j += 3
    elif words.word(j) == "at" and words.word(j + 1) == "night":
        hour, j = (hour + 12 if 5 < hour < 12 else hour), j + 2
    return f"{hour:02d}:{minute:02d}", name, j


def part_of_day(words: Words, i: int) -> tuple[str, int] | None:
    """A part of the day with its modifier ("early morning", "the early hours", "night"), and the index after it."""
    j = i
    early = False
    if words.word(j) in ("early", "late", "mid") and words.word(j + 1) in ("-",):
        j += 1
    if words.word(j) in ("early", "late", "mid", "pre-dawn"):
        early = words.word(j) == "early"
        if words.word(j) == "pre-dawn":
            return ("MO", j + 2) if words.word(j + 1) in ("hours", "darkness") else None
        j += 1
    if early and words.word(j) == "hours":
        return "MO", j + 1
    if words.word(j) == "wee" and words.word(j + 1) == "hours":
        return "NI", j + 2
    value = words.part(j)
    return (value, j + 1) if value is not None else None
