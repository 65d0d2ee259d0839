"""Dates by the calendar: days, months, years, decades, weekdays, seasons, holidays, quarters."""

from __future__ import annotations

import re

from sayso.reader.times.words import Found, Words, blockers, lexicon

PREPOSITIONS = frozenset(
    "in since by until till from during of before after through throughout between to late early mid for and than "
    "around about back every each circa as".split()
)
"""Words after which a bare month or year is most likely a time."""
_YEAR_BEFORE = PREPOSITIONS | frozenset(("the", "(", "year", "its", "'s", "a", "/", "-", "--", "on", "fiscal", "their"))
_DECADE = re.compile(r"(early-|mid-|late-)?(?:((?:1[5-9]|20)\d)0s|'?(\d)0s)", re.ASCII)
_MID = re.compile(r"(early|mid|late)-(\w+\.?)")
_SHORT_MONTHS = frozenset("jan feb mar apr jun jul aug sept sep oct nov dec".split())
_DASHES = frozenset(("-", "--", "to", "until", "through"))


def _year_after(words: Words, j: int) -> tuple[str, int]:
    """A year that completes a date at ``j`` (", 2010", "2010", "of 2010", "'82"), and the index after it."""
    k = j + 1 if words.word(j) in (",", "of") else j
    if year := words.year(k):
        # "March 5, 2000 people" counts people; a year is followed by no such word.
        if words.word(k + 1) not in blockers("counted"):
            return year, k + 1
    elif words.word(k) == "'" and len(words.word(k + 1)) == 2 and words.digits(k + 1):
        return _century(words.word(k + 1)), k + 2
    return "XXXX", j


def _century(two: str) -> str:
    """A two-digit year in full: to 30 in this century, the rest in the last."""
    return ("20" if int(two) <= 30 else "19") + two


def month_at(words: Words, i: int) -> str | None:
    """Number of the month named at ``i``, if it is written as a name."""
    value = words.get(i, "month")
    return value if value is not None and words.capital(i) else None


def _month_alone(words: Words, i: int) -> bool:
    """Whether a month's name with no day or year by it is the month, and not a verb or a woman's name."""
    word, before, after = words.word(i), words.word(i - 1), words.word(i + 1)
    if word in _SHORT_MONTHS:
        return False
    led = before in PREPOSITIONS or words.get(i - 1, "direction") is not None
    if before == "to" and word in ("march", "may"):
        # "to March" is a range only behind another date.
        led = bool(words.year(i - 2) or words.get(i - 2, "month") or words.digits(i - 2))
    if word in ("may", "march"):
        if before in ("the", "a") and not words.capital(i + 1):
            return after not in ("on", "of", "to", "in", "and", "for", "against", "was", "is", "had")
        return (led and not words.text[i].isupper()) or (after == "'s" and word == "may" and i == 0)
    if words.capital(i + 1) and not led and i + 1 < words.n and words.get(i + 1, "weekday") is None:
        return after == "'s"
    return True


def month_day(words: Words, i: int) -> tuple[str, int] | None:
    """A date with a month at ``i``: core of the form and the index after it."""
    month = month_at(words, i)
    if month is not None:
        j = i + 1
        if words.word(j) == "." and words.day(j + 1):
            j += 1
        if words.word(j) == "the" and words.word(j + 1)[-2:] in ("st", "nd", "rd", "th"):
            j += 1
        day = words.day(j)
        if day and words.word(j + 1) not in blockers("counted"):
            if words.word(j + 1) in _DASHES and (second := words.day(j + 2)) and int(second) > int(day):
                year, k = _year_after(words, j + 3)
                return f"range date {year}-{month}-{day} / date {year}-{month}-{second}", k
            if words.word(j + 1) == "and" and (second := words.day(j + 2)) and int(second) == int(day) + 1:
                year, k = _year_after(words, j + 3)
                if not words.word(k).isalpha() or words.word(k) in PREPOSITIONS:
                    return f"range date {year}-{month}-{day} / date {year}-{month}-{second}", k
            year, k = _year_after(words, j + 1)
            return f"date {year}-{month}-{day}", k
        year, k = _year_after(words, i + 1)
        if year != "XXXX":
            return f"date {year}-{month}", k
        return (f"date XXXX-{month}", i + 1) if _month_alone(words, i) else None
    day = words.day(i)
    if not day:
        return None
    j = i + 1
    second = ""
    if words.word(j) in _DASHES or words.word(j) == "and":
        second = words.day(j + 1)
        j += 2
    if words.word(j) == "of":
        j += 1
    month = month_at(words, j)
    if month is None or (second and int(second) <= int(day)):
        return None
    year, k = _year_after(words, j + 1)
    if second:
        return f"range date {year}-{month}-{day} / date {year}-{month}-{second}", k
    return f"date {year}-{month}-{day}", k


def numeric(words: Words, i: int) -> tuple[str, int] | None:
    """2010-09-17 and 7/8/07. Of the two readings of the second, month first, unless only the other is possible."""
    word = words.word(i)
    if words.word(i + 1) not in ("-", "/", "."):
        return None
    mark = words.word(i + 1)
    if words.word(i + 3) != mark:
        return None
    a, b, c = word, words.word(i + 2), words.word(i + 4)
    if not (a.isdigit() and b.isdigit() and c.isdigit() and (a + b + c).isascii()):
        return None
    if words.year(i) and len(b) == 2 and len(c) == 2 and 1 <= int(b) <= 12 and 1 <= int(c) <= 31:
        return f"date {a}-{b}-{c}", i + 5
    if mark == "/" and len(a) <= 2 and len(b) <= 2 and len(c) in (2, 4):
        month, day = (int(a), int(b)) if int(a) <= 12 else (int(b), int(a))
        if 1 <= month <= 12 and 1 <= day <= 31:
            year = c if len(c) == 4 else _century(c)
            return f"date {year}-{month:02d}-{day:02d}", i + 5
    return None


def decade(words: Words, i: int) -> tuple[str, int] | None:
    """ "1990s", "1990's", "mid-1990s", "'90s", "70s", "the nineties"."""
    word, before = words.word(i), words.word(i - 1)
    if (ten := words.get(i, "decade")) is not None and before in ("the", "early", "late", "mid"):
        return f"date {ten}", i + 1
    if not word or not (word[0].isdigit() or word[0] in "eml'"):
        return None
    j = i + 1
    if word == "'" and words.word(j)[:1].isdigit():
        word, j = words.word(j), j + 1
    if word[-1].isdigit() and words.word(j) in ("s", "'s"):
        if words.word(j) == "'s" and (word[-1] != "0" or before not in ("the", "early", "late", "mid")):
            return None
        word, j = word + "s", j + 1
    match = _DECADE.fullmatch(word)
    if match is None:
        return None
    mod, long, short = match.groups()
    if short and (before not in ("the", "early", "late", "mid", "and", "'") or int(short) < 2):
        return None
    form = f"date {long}X" if long else f"date 19{short}X"
    return (f"{form}; mod={mod[:-1]}" if mod else form), j


def short_year(words: Words, i: int) -> str:
    """ "since '82": a year of two digits behind an apostrophe, or nothing."""
    if words.word(i) != "'" or words.word(i - 1) not in ("in", "since", "of", "from", "until", "by"):
        return ""
    two = words.word(i + 1)
    after = words.word(i + 2)
    return _century(two) if len(two) == 2 and words.digits(i + 1) and after not in ("s", "'", "'s") else ""


def bare_year(words: Words, i: int) -> str:
    """A year that stands alone at ``i``, or nothing: its neighbours must not make it a quantity."""
    year = words.year(i)
    if not year:
        return ""
    before, after = words.word(i - 1), words.word(i + 1)
    if (
        after in blockers("counted")
        or words.get(i + 1, "unit")
        or words.get(i + 1, "zone")
        or before in ("$", "€", "£")
    ):
        return ""
    if after in ("hours", "hrs", "local") or before in ("#", "no.", "number", "than", "at", "least", "over", "nearly"):
        return year if before == "than" and not after.isalpha() else ""
    if before in ("in", "since", "by", "until", "during", "year", "fiscal", "(") or before in ("early", "late", "mid"):
        return year if not (after.endswith("s") and before == "by" and after.isalpha()) else ""
    if before in _YEAR_BEFORE or words.get(i - 1, "season") or words.get(i - 1, "holiday"):
        plural = after.isalpha() and after.endswith("s") and after not in ("as", "was", "is", "has", "its", "this")
        return year if not plural or before in ("the", "its", "'s") else ""
    return ""


def weekday(words: Words, i: int) -> tuple[str, int] | None:
    """A weekday, or a weekday with its date ("Friday, September 17"): core of the form and the index after it."""
    value = words.get(i, "weekday")
    if value is None or not words.capital(i):
        return None
    j = i + 2 if words.word(i + 1) in (",", "the") else i + 1
    if (dated := month_day(words, j)) is not None and dated[0].count("-") >= 2:
        return dated
    word = words.word(i)
    if word in ("sun", "sat", "mon", "wed", "fri", "tue", "tues", "thu", "thurs", "sun.", "sat."):
        return None
    if words.word(i - 1) in blockers("name") and words.capital(i - 1):
        return None
    return f"date XXXX-WXX-{value}", i + 1


def season(words: Words, i: int) -> tuple[str, int] | None:
    """ "spring 2009", "the summer of 2010", "last winter" (the direction is read by the caller)."""
    value = words.get(i, "season")
    if value is None:
        return None
    year, j = _year_after(words, i + 1)
    if year != "XXXX":
        return f"date {year}-{value}", j
    before, after = words.word(i - 1), words.word(i + 1)
    led = before in ("this", "last", "next", "early", "late", "mid", "in", "by", "since", "until", "during", "of")
    led = led or (
        before == "the" and words.word(i - 2) in ("in", "during", "by", "until", "over", "of", "for", "since")
    )
    if after in ("of", "in", "to", "from") or (words.word(i) == "fall" and before in ("in", "of")) or after == "-":
        return None
    if led or (words.word(i) in ("autumn", "winter", "summer") and before not in ("a", "olympic")):
        return f"date XXXX-{value}", i + 1
    return None


def holiday(words: Words, i: int) -> tuple[str, int] | None:
    """Feasts of a fixed date, by name."""
    word = words.word(i)
    if word == "christmas" and words.capital(i):
        day, j = ("12-25", i + 1)
        if words.word(j) == "eve":
            day, j = "12-24", j + 1
        elif words.word(j) == "day":
            j += 1
    elif word == "boxing" and words.word(i + 1) == "day" and words.capital(i):
        day, j = "12-26", i + 2
    elif word == "new" and words.capital(i) and words.word(i + 1) in ("year", "year's"):
        k = i + 3 if words.word(i + 2) == "'s" else i + 2
        if words.word(k) not in ("eve", "day"):
            return None
        day, j = ("12-31" if words.word(k) == "eve" else "01-01"), k + 1
    else:
        return None
    year, k = _year_after(words, j)
    return f"date {year}-{day}", k


def hyphened(words: Words, i: int) -> tuple[str, int] | None:
    """ "mid-March", "mid-2011", "late-2010": one word with its modifier."""
    match = _MID.fullmatch(words.word(i))
    if match is None:
        return None
    mod, rest = match.groups()
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", rest, re.ASCII):
        return f"date {rest}; mod={mod}", i + 1
    classes = lexicon().get(rest, {})
    if "month" in classes:
        year, j = _year_after(words, i + 1)
        return f"date {year}-{classes['month']}; mod={mod}", j
    if "season" in classes:
        return f"date XXXX-{classes['season']}; mod={mod}", i + 1
    if "part" in classes:
        return f"unit 0 D; ref=near; time={classes['part']}", i + 1
    return None


def calendar(words: Words, i: int) -> tuple[str, int] | None:
    """Any calendar date that begins at ``i``, without determiner or modifier."""
    for rule in (weekday, month_day, numeric, decade, season, holiday, hyphened):
        if (found := rule(words, i)) is not None:
            return found
    if year := bare_year(words, i):
        return f"date {year}", i + 1
    if year := short_year(words, i):
        return f"date {year}", i + 2
    return None


def nth_day(words: Words, i: int) -> Found | None:
    """ "on the 17th": a day of a month that the text has named before."""
    if words.word(i) != "the" or words.word(i - 1) not in (
        "on",
        "by",
        "until",
        "since",
        "before",
        "after",
        "from",
        "to",
    ):
        return None
    word = words.word(i + 1)
    day = words.day(i + 1)
    after = words.word(i + 2)
    if not day or word.isdigit() or (after.isalpha() and after not in PREPOSITIONS and after not in ("at", "when")):
        return None
    return Found(i, i + 2, "DATE", f"date XXXX-XX-{day}")
