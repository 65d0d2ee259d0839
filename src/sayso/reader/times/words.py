"""One sentence as the grammar of times sees it: words with their classes, numbers, and what a match is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sayso.reader.marks import Token
from sayso.tables import load_rows

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?", re.ASCII)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d", re.ASCII)


class Found(NamedTuple):
    """A time expression in a sentence: words ``first:last``, TIMEX3 kind, form."""

    first: int
    last: int
    kind: str
    form: str


@cache
def lexicon() -> dict[str, dict[str, str]]:
    """Word to class to value."""
    words: dict[str, dict[str, str]] = {}
    for row in load_rows("time_words.csv"):
        words.setdefault(row["word"], {})[row["class"]] = row["value"]
    return words


@cache
def unsure() -> frozenset[tuple[str, str]]:
    """Words, with class, that need their context to be a time."""
    return frozenset((row["word"], row["class"]) for row in load_rows("time_words.csv") if row["sure"] == "0")


@cache
def blockers(kind: str) -> frozenset[str]:
    """Words of one class of ``time_blockers.csv``."""
    return frozenset(row["word"] for row in load_rows("time_blockers.csv") if row["class"] == kind)


class Words:
    """Random access to a sentence's words; any index outside it is an empty word."""

    __slots__ = ("classes", "low", "n", "text")

    def __init__(self, tokens: Sequence[Token]) -> None:
        known = lexicon()
        empty: dict[str, str] = {}
        self.low = [token.lower for token in tokens]
        self.text = [token.text for token in tokens]
        self.classes = [known.get(word, empty) for word in self.low]
        self.n = len(self.low)

    def word(self, i: int) -> str:
        """Plain lower-case word at ``i``."""
        return self.low[i] if 0 <= i < self.n else ""

    def get(self, i: int, kind: str) -> str | None:
        """Value of the word in a class of the lexicon, or None."""
        return self.classes[i].get(kind) if 0 <= i < self.n else None

    def part(self, i: int) -> str | None:
        """TIMEX3 part of day named at ``i``; a capital inside a sentence makes it a name (a paper called Dawn)."""
        return None if i > 0 and self.capital(i) else self.get(i, "part")

    def capital(self, i: int) -> bool:
        """Whether the word begins with a capital letter."""
        return 0 <= i < self.n and self.text[i][0].isupper()

    def digits(self, i: int) -> str:
        """A figure without thousands separators, or nothing."""
        word = self.word(i)
        if not word or not "0" <= word[0] <= "9" or _DIGITS.fullmatch(word) is None:
            return ""
        return word.replace(",", "")

    def year(self, i: int) -> str:
        """A four-digit year from 1500 to 2099, or nothing."""
        word = self.word(i)
        return word if len(word) == 4 and _YEAR.fullmatch(word) else ""

    def day(self, i: int) -> str:
        """A day of the month as two digits ("3", "03", "3rd"), or nothing."""
        word = self.word(i)
        if word[-2:] in ("st", "nd", "rd", "th"):
            word = word[:-2]
        if len(word) in (1, 2) and word.isascii() and word.isdigit() and 1 <= int(word) <= 31:
            return word.zfill(2)
        return ""


def hyphenated_number(word: str) -> str:
    """Value of a number word or figure ("three", "twenty-five", "12"), or nothing."""
    if _DIGITS.fullmatch(word):
        return word.replace(",", "")
    known = lexicon()
    if (value := known.get(word, {}).get("number")) is not None:
        return value
    tens, hyphen, ones = word.partition("-")
    if hyphen:
        high, low = known.get(tens, {}).get("number", ""), known.get(ones, {}).get("number", "")
        if high.isdigit() and low.isdigit() and int(high) >= 20 > 10 > int(low):
            return str(int(high) + int(low))
    return ""


def number(words: Words, i: int) -> tuple[str, int] | None:
    """The number at ``i`` and the index after it; ``X`` for several, a few, dozens. Articles count as 1."""
    word = words.word(i)
    if word in ("a", "an"):
        following = words.word(i + 1)
        if following in ("few", "several"):
            return "X", i + 2
        if following == "couple":
            return "2", i + (3 if words.word(i + 2) == "of" else 2)
        if following == "dozen":
            return "12", i + 2
        if following in ("hundred", "thousand"):
            return {"hundred": "100", "thousand": "1000"}[following], i + 2
        if following == "half" and words.get(i + 2, "unit"):
            return "0.5", i + 2
        if following in ("full", "whole", "single", "further"):
            return "1", i + 2
        return "1", i + 1
    if word == "half" and words.word(i + 1) in ("a", "an"):
        if words.word(i + 2) == "dozen":
            return "6", i + 3
        return "0.5", i + 2
    if word in ("dozens", "scores", "hundreds", "thousands") and words.word(i + 1) == "of":
        return "X", i + 2
    if not word:
        return None
    value = words.digits(i) or hyphenated_number(word)
    if not value:
        return None
    j = i + 1
    if value.isdigit() and int(value) >= 20 and int(value) % 10 == 0 and not word[0].isdigit():
        ones = words.get(j, "number") or ""
        if ones.isdigit() and int(ones) < 10:
            value, j = str(int(value) + int(ones)), j + 1
    if value == "12" and word == "dozen" and words.word(j) == "of":
        j += 1
    if words.get(j, "number") == "12" and words.word(j) == "dozen" and value.isdigit():
        value, j = str(int(value) * 12), j + 1
    if words.word(j) == "and" and words.word(j + 1) == "a" and words.word(j + 2) == "half" and value.isdigit():
        value, j = f"{value}.5", j + 3
    # "two to three weeks", "two or three weeks": how many is left open.
    if words.word(j) in ("to", "or", "-") and value != "X":
        upper = words.digits(j + 1) or hyphenated_number(words.word(j + 1) or " ")
        if upper and upper != "X" and words.get(j + 2, "unit"):
            return f"{value}..{upper}", j + 2
    return value, j
