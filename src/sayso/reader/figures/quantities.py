"""Number phrases: digits, words, ranges, vague amounts, with the qualifiers around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.reader.figures.lexicon import CURRENCY, MONTHS, Bound, amounts, bounds, numbers
from sayso.reader.marks import Token
from sayso.records import Record
from sayso.vocabulary import Qualifier

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_PAIR = re.compile(r"(\w+)-(\w+)")
_GAPS = frozenset({"-", "--", "to"})


class Quantity(Record, frozen=True, kw_only=True):
    """A number phrase over tokens ``first`` to ``last`` (one past), qualifiers included."""

    first: int
    last: int
    core: int
    """First token of the number itself."""
    core_end: int
    min: int | None
    max: int | None
    qualifier: Qualifier
    more: bool = False
    """"another", "a further", "more": on top of what was told."""
    article: bool = False
    """Only "a", "an" or "another": counts one, and only with a harm."""
    plain: bool = False
    """A single exact number with no qualifier, in digits."""


def _number_word(word: str) -> tuple[float, str] | None:
    """Value and kind of one token that is a number, by itself or hyphenated ("forty-four")."""
    known = numbers().get(word)
    if known is not None:
        return known
    if word[0].isdigit():
        return (float(word.replace(",", "")), "digits") if _DIGITS.fullmatch(word) else None
    if "-" in word and (pair := _PAIR.fullmatch(word)) is not None:
        tens, unit = (numbers().get(part) for part in pair.groups())
        if tens is not None and pair[2] == "odd":
            return tens[0], "odd"
        if tens is not None and unit is not None and tens[1] == "ten" and unit[1] == "unit":
            return tens[0] + unit[0], "unit"
        if tens is not None and unit is not None and unit[1] in ("scale", "dozen"):
            return tens[0] * unit[0], "unit"
    return None


def read_number(words: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The number that begins at token ``start``: (value, one past its last token), or ``None``.

    "a hundred", "half a dozen", "two hundred and six", "1.2 million", "six score".
    """
    position = start
    if words[position] == "half" and words[position + 1 : position + 3] == ["a", "dozen"]:
        return 6, start + 3
    if words[position] == "half-a-dozen":
        return 6, start + 1
    if words[position] in ("a", "an"):
        if position + 1 < end and words[position + 1] in (
            "hundred",
            "thousand",
            "million",
            "dozen",
            "score",
            "billion",
        ):
            if words[position + 1] == "score" and words[position + 2 : position + 3] != ["of"]:
                return None
            value, position = float(numbers()[words[position + 1]][0]), position + 2
            if words[position : position + 1] == ["and"] and words[position + 1 : position + 3] == ["a", "half"]:
                return int(value * 1.5), position + 3
            return _continue(words, position, end, value)
        return None
    first = _number_word(words[position])
    if first is None or first[1] in ("score", "dozen"):
        return None
    if first[1] == "scale":  # "hundred people" with its article lost, as headlines do
        return _continue(words, position + 1, end, first[0])
    value = first[0]
    position += 1
    if first[1] == "ten" and position < end:
        unit = numbers().get(words[position])
        if unit is not None and unit[1] == "unit" and 0 < unit[0] < 10:
            value += unit[0]
            position += 1
        elif words[position] == "-" and position + 1 < end:
            unit = numbers().get(words[position + 1])
            if unit is not None and unit[1] == "unit" and 0 < unit[0] < 10:
                value += unit[0]
                position += 2
    return _continue(words, position, end, value)


def _continue(words: Sequence[str], position: int, end: int, value: float) -> tuple[int, int] | None:
    """Scales, and smaller numbers after them, following ``value``."""
    while position < end:
        scale = numbers().get(words[position])
        if scale is None or scale[1] not in ("scale", "dozen", "score"):
            break
        value *= scale[0]
        position += 1
    if value >= 100 and position < end and numbers().get(words[position - 1], (0, ""))[1] == "scale":
        joined = position + 1 if words[position] == "and" else position
        if joined < end:
            rest = _number_word(words[joined])
            known = rest is not None and rest[1] in ("unit", "ten") and 0 < rest[0] < value
            # "two hundred and three vehicles" is one number; "a hundred and a half" is not read.
            if known and (smaller := read_number(words, joined, end)) is not None and smaller[0] < value:
                return int(value) + smaller[0], smaller[1]
    if value != int(value):
        return None
    return int(value), position


class Reader:
    """Reads number phrases within one sentence."""

    def __init__(self, tokens: Sequence[Token], words: Sequence[str]) -> None:
        self.tokens = tokens
        self.words = words

    def _amount(self, at: int, end: int) -> tuple[int, Qualifier, int | None, int | None] | None:
        for phrase, qualifier, low, high in amounts().get(self.words[at], ()):
            stop = at + len(phrase)
            if stop <= end and tuple(self.words[at:stop]) == phrase:
                return stop, qualifier, low, high
        return None

    def _before(self, at: int, start: int) -> tuple[int, Bound] | None:
        """The qualifier that ends before token ``at``: (its first token, its bound)."""
        if at <= start:
            return None
        for phrase, bound in bounds("before").get(self.words[at - 1], ()):
            first = at - len(phrase)
            if first >= start and tuple(self.words[first:at]) == phrase:
                return first, bound
        return None

    def read(self, at: int, start: int, end: int) -> Quantity | None:
        """The quantity whose core begins at token ``at`` of the sentence ``start:end``, or ``None``."""
        amount = self._amount(at, end)
        if amount is not None:
            stop, qualifier, low, high = amount
            if self.words[stop - 1] == "tens" and self.words[stop : stop + 1] != ["of"]:
                return None
            first, low, high, qualifier = self._qualify_amount(at, start, low, high, qualifier)
            return self._quantity(first, stop, at, start, low, high, qualifier)
        number = read_number(self.words, at, end)
        if number is None or not self._countable(at, number[1], start, end):
            return None
        value, stop = number
        upper = self._upper(at, stop, start, end, value)
        if upper is not None:
            first, most, stop = upper
            before = self._before(first, start)
            if before is not None and before[1].qualifier is Qualifier.ABOUT:
                first = before[0]
            return self._quantity(first, stop, at, start, value, most, Qualifier.RANGE)
        bounded = self._bound(at, stop, start, end, value)
        if bounded is not None:
            first, stop, low, high, qualifier = bounded
            return self._quantity(first, stop, at, start, low, high, qualifier)
        return self._quantity(at, stop, at, start, value, value, Qualifier.EXACTLY, plain=self.words[at][0].isdigit())

    def _quantity(
        self, first: int, stop: int, at: int, start: int, low: int | None, high: int | None, qualifier: Qualifier,
        *, plain: bool = False,
    ) -> Quantity:  # fmt: skip
        """The record, with "another" or "a further" before it and "more" after it."""
        first, more = self._more_before(first, start)
        last = stop
        if self.words[stop : stop + 1] == ["more"] and self.words[stop + 1 : stop + 2] != ["than"]:
            last, more = stop + 1, True
        return Quantity(
            first=first, last=last, core=at, core_end=stop, min=low, max=high, qualifier=qualifier, more=more,
            plain=plain,
        )  # fmt: skip

    def _more_before(self, first: int, start: int) -> tuple[int, bool]:
        """ "another 12", "a further 12", "an additional 12"."""
        words = self.words
        if first > start and words[first - 1] == "another":
            return first - 1, True
        if first > start and words[first - 1] in ("further", "additional"):
            back = 2 if first - 1 > start and words[first - 2] in ("a", "an") else 1
            return first - back, True
        return first, False

    def _qualify_amount(
        self, at: int, start: int, low: int | None, high: int | None, qualifier: Qualifier
    ) -> tuple[int, int | None, int | None, Qualifier]:
        before = self._before(at, start)
        if before is None:
            return at, low, high, qualifier
        first, kind = before[0], before[1].qualifier
        if kind in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
            return first, low, None, kind
        if kind in (Qualifier.UP_TO, Qualifier.FEWER_THAN, Qualifier.NEARLY):
            return first, None, high, kind
        if kind is Qualifier.ABOUT:
            return first, low, high, qualifier
        return at, low, high, qualifier

    def _bound(
        self, at: int, stop: int, start: int, end: int, value: int
    ) -> tuple[int, int, int | None, int | None, Qualifier] | None:
        """Qualifiers before or after a single number."""
        words = self.words
        if words[at].endswith("-odd"):
            return at, stop, value, value + 9, Qualifier.ABOUT
        before = self._before(at, start)
        if before is None and at > start and words[at - 1] in ("a", "an", "the"):
            before = self._before(at - 1, start) if words[at - 1] != "the" else None
        if before is None:
            for phrase, bound in bounds("after").get(words[stop], ()) if stop < end else ():
                last = stop + len(phrase)
                if last <= end and tuple(words[stop:last]) == phrase:
                    low, high = bound.apply(value)
                    return at, last, low, high, bound.qualifier
            return None
        first, bound = before
        low, high = bound.apply(value)
        # "at least 20 and possibly as many as 30"
        if bound.qualifier is Qualifier.AT_LEAST:
            joined = self._greatest(stop, end)
            if joined is not None and joined[0] > value:
                return first, joined[1], value, joined[0], Qualifier.RANGE
        return first, stop, low, high, bound.qualifier

    def _greatest(self, at: int, end: int) -> tuple[int, int] | None:
        """ "and possibly as many as 30" after a least value: (30, one past)."""
        words = self.words
        if at >= end or words[at] not in ("and", "but", "or", "--", ","):
            return None
        at += 1
        while at < end and words[at] in ("possibly", "perhaps", "maybe", "and", "or", "even", ","):
            at += 1
        for phrase in (("as", "many", "as"), ("up", "to")):
            if tuple(words[at : at + len(phrase)]) == phrase and at + len(phrase) < end:
                return read_number(words, at + len(phrase), end)
        return None

    def _upper(self, at: int, stop: int, start: int, end: int, low: int) -> tuple[int, int, int] | None:
        """The upper end of a range whose lower end is ``at:stop``: (first token, value, one past)."""
        words = self.words
        if stop + 1 >= end:
            return None
        between = at > start and words[at - 1] == "between"
        link = words[stop]
        ranged = link in _GAPS or (link == "and" and between) or link == "or"
        if not ranged:
            return None
        nxt = stop + 1
        if link in ("to", "or") and words[nxt] in ("even", "perhaps", "possibly", "as") and nxt + 1 < end:
            if words[nxt] == "as" and words[nxt : nxt + 3] == ["as", "many", "as"]:
                nxt += 2
            nxt += 1
        if nxt >= end:
            return None
        upper = read_number(words, nxt, end)
        if upper is None:
            return None
        high, last = upper
        if (
            link == "to"
            and at > start
            and words[at - 1] == "from"
            and low > 0
            and not between
            and self._rising(at, start)
        ):
            return None
        # "40 to 50 thousand", "two or three hundred"
        for scale in (100, 1000, 1000000):
            if high >= scale > low and high // scale > low and high % scale == 0 and low < 100 and last - nxt >= 2:
                low_scaled = low * scale
                if low_scaled < high:
                    return None
        if high <= low:
            return None
        return (at - 1 if between else at), high, last

    def _rising(self, at: int, start: int) -> bool:
        """A number that went "from 12 to 20" is two figures, not a range."""
        return any(word in _RISING for word in self.words[max(start, at - 8) : at])

    def _countable(self, at: int, stop: int, start: int, end: int) -> bool:
        """Whether a number can be a count at all: not money, a date, a time, an age, a version or a rank."""
        words = self.words
        word = words[at]
        before = words[at - 1] if at > start else ""
        after = words[stop] if stop < end else ""
        if before in CURRENCY or before in ("#", "no.", "no", "number", "nos.", "aged", "age", "article", "section"):
            return before == "no" and not word[0].isdigit()
        if after in ("s", "'s") and word[0].isdigit():
            return False
        if after == "per" and words[stop + 1 : stop + 2] == ["cent"]:
            return False
        if after in ("%", "st", "nd", "rd", "th") or after.startswith(("year-old", "month-old")):
            return False
        if after == "-" and words[stop + 1 : stop + 2] and words[stop + 1].startswith(("year", "month", "day", "hour")):
            return False
        if word[0].isdigit() or stop == at + 1:
            if before in MONTHS and (before != "may" or self.tokens[at - 1].text[0].isupper()):
                return False
            if after in MONTHS and word.isdigit() and int(word) <= 31:
                verb = after in ("march", "may") and not self.tokens[stop].text[0].isupper()
                if not verb or before in ("on", "the", "since", "by", "until", "of", "from", "for"):
                    return False
        if word.isdigit():
            if len(word) == 4 and 1900 <= int(word) <= 2100 and after not in _PEOPLE:
                return False
            if len(word) > 1 and word[0] == "0":
                return False
            glued = at > start and self.tokens[at - 1].end == self.tokens[at].start
            if (glued and before in (":", ".")) or "/" in (before, after):
                return False
            if before == "-" and at - 1 > start and self.words[at - 2][-1:].isalnum():
                return self.tokens[at - 1].start > self.tokens[at - 2].end
        return True


_PEOPLE = frozenset("people persons troops soldiers civilians protesters men women prisoners refugees".split())
_RISING = frozenset(
    "rose rise rises risen rising raised raises jumped climbed climb increased grew fell dropped revised".split()
)
