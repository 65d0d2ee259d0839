"""Whole expressions: a time with its modifier, its part of the day, its clock time, or the period it is counted in."""

from __future__ import annotations

import re

from sayso.reader.times.calendar import calendar
from sayso.reader.times.clock import clock, part_of_day, zone
from sayso.reader.times.relative import (
    adverb,
    bare_units,
    counted_unit,
    directed,
    hyphened_unit,
    recurring,
    the_unit,
)
from sayso.reader.times.words import Found, Words

_MODS = frozenset(("early", "late", "mid"))
_NTH_TOKEN = re.compile(r"(first|second|third|fourth|1st|2nd|3rd|4th)-(quarter|half)")
_ORDINAL = {"1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}
_NTH_UNITS = {
    "quarter": "Q",
    "half": "H",
    "week": "W",
    "weekend": "WE",
    "day": "D",
    "month": "M",
    "days": "D",
    "weeks": "W",
}
_VAGUE_NOUNS = {"past": "past", "future": "future"}


def _keyed(form: str, key: str, value: str) -> str:
    head, of, rest = form.partition("; of=")
    return f"{head}; {key}={value}{of}{rest}"


def group(words: Words, i: int) -> Found | None:
    """A time without modifier or clock: the rules in order of how much they take in."""
    found = directed(words, i) or adverb(words, i) or the_unit(words, i)
    if found is None:
        j = i + 1 if words.word(i) == "the" else i
        dated = calendar(words, j)
        if dated is not None:
            found = Found(i if _takes_article(words, j, dated[0]) else j, dated[1], "DATE", dated[0])
    if found is not None and found.form.startswith("date XXXX-WXX") and found.kind == "DATE":
        return _weekday_tail(words, found)
    if found is not None and re.fullmatch(r"date XXXX-(?:\w\w|\d\d-\d\d)", found.form):
        return _year_tail(words, found)
    return found


def _takes_article(words: Words, j: int, form: str) -> bool:
    """Whether "the" belongs to the date ("the 1990s", "the 3rd of May") and not to its noun ("the March 17 attack")."""
    decade = form.partition("; ")[0].endswith("X")
    ordinal = words.word(j)[:1].isdigit() and words.word(j)[-2:] in ("st", "nd", "rd", "th")
    return decade or ordinal or words.get(j, "season") is not None


def _weekday_tail(words: Words, found: Found) -> Found:
    """ "Friday night", "Friday of last week"."""
    j = found.last
    part = words.part(j)
    if part is not None and words.low[j] != "overnight" and "time=" not in found.form:
        return Found(found.first, j + 1, "TIME", f"{found.form}; time={part}")
    k = j + 1 if words.word(j) == "of" else j
    tail = directed(words, k) if words.get(k, "direction") in ("this", "last", "next", "same") or k > j else None
    if tail is not None and tail.form.startswith("unit") and tail.form.split("; ")[0].endswith(" W"):
        return Found(found.first, tail.last, "DATE", f"{found.form}; of={tail.form}")
    return found


def _year_tail(words: Words, found: Found) -> Found:
    """ "October of next year", "March last year", "June 3 this year"."""
    k = found.last + 1 if words.word(found.last) == "of" else found.last
    if words.get(k, "direction") is None and words.word(k) not in ("the", "that"):
        return found
    tail = directed(words, k)
    if tail is not None and tail.form.partition("; ")[0] in ("unit -1 Y", "unit 0 Y", "unit 1 Y"):
        return Found(found.first, tail.last, "DATE", f"{found.form}; of={tail.form}")
    return found


def _modified(words: Words, i: int) -> Found | None:
    """ "early June", "late last year", "earlier this month", "later in the week", "late Friday", "mid 2010"."""
    mod = words.word(i)
    if mod not in ("early", "late", "mid", "earlier", "later"):
        return None
    j = i + 2 if words.word(i + 1) == "-" and mod == "mid" else i + 1
    if words.word(j) in ("in", "on") and mod != "mid":
        j += 1
    inner = group(words, j)
    if inner is None or inner.kind in ("DURATION", "SET") or inner.form.startswith(("shift", "vague", "range", "nth")):
        return None
    if "dir=" in inner.form and mod in ("earlier", "later") and "WXX" not in inner.form:
        return None
    day = " D" in inner.form.split("; ")[0] or "WXX" in inner.form
    if mod in ("early", "late") and day and "time=" not in inner.form:
        return Found(i, inner.last, "TIME", _keyed(inner.form, "time", "MO" if mod == "early" else "NI"))
    return Found(i, inner.last, inner.kind, _keyed(inner.form, "mod", mod))


def _positioned(words: Words, i: int) -> Found | None:
    """ "the end of last year", "the first half of 2010", "the third quarter", "the early 1990s"."""
    j = i + 1 if words.word(i) in ("the", "its", "their", "'s") else i
    if words.word(j) == "very":
        j += 1
    if words.word(j) in _MODS and j > i:
        found = _modified(words, j)
        return found._replace(first=i) if found is not None and found.form.startswith("date") else None
    position = words.get(j, "position")
    if position is not None and words.word(j + 1) in ("of", "to"):
        inner = _owner(words, j + 2)
        if inner is not None and (
            j > i or words.word(i - 1) in ("at", "by", "since", "until", "before", "in", "from", "to")
        ):
            return Found(i, inner.last, "DATE", _keyed(inner.form, "mod", position))
        return None
    if (match := _NTH_TOKEN.fullmatch(words.word(j))) is not None:
        return _nth(words, i, j + 1, _ordinal(words, match[1]), match[2])
    ordinal = _ordinal(words, words.word(j))
    if ordinal and words.word(j + 1) in _NTH_UNITS and (j > i or words.word(j + 1) in ("quarter", "week")):
        return _nth(words, i, j + 2, ordinal, words.word(j + 1))
    if j > i and words.word(j) in ("near", "short", "long") and words.word(j + 1) in ("future", "term"):
        return Found(i, j + 2, "DATE", "vague future")
    if (
        j > i
        and words.word(j) in _VAGUE_NOUNS
        and not words.word(j + 1).isalnum()
        and words.word(i - 1) in ("in", "of", "for")
    ):
        return Found(i, j + 1, "DATE", f"vague {_VAGUE_NOUNS[words.word(j)]}")
    return None


def _ordinal(words: Words, word: str) -> str:
    from sayso.reader.times.words import lexicon

    return _ORDINAL.get(word) or lexicon().get(word, {}).get("ordinal", "")


def _owner(words: Words, j: int) -> Found | None:
    """The period that "of" names: a date, "last year", "the year", "the month"."""
    if words.word(j) in ("the", "that") and (unit := words.get(j + 1, "unit")) in ("D", "W", "M", "Y", "Q", "DE", "CE"):
        return Found(j, j + 2, "DATE", f"unit 0 {unit}; ref=near")
    found = _modified(words, j) or group(words, j)
    return (
        found if found is not None and found.kind == "DATE" and not found.form.startswith(("vague", "range")) else None
    )


def _nth(words: Words, i: int, j: int, ordinal: str, unit_word: str) -> Found | None:
    """The rest of "the third quarter [of 2009]", from the word after the unit."""
    unit = _NTH_UNITS[unit_word]
    k = j + 1 if words.word(j) in ("of", "in") else j
    owner = _owner(words, k)
    if owner is not None:
        return Found(i, owner.last, "DATE", f"nth {ordinal} {unit}; of={owner.form}")
    if unit == "Q" and words.word(j) != "of" and words.word(j) not in ("final", "finals"):
        if ordinal == "-1" and words.word(i) != "the":
            return None
        return Found(i, j, "DATE", f"date XXXX-Q{4 if ordinal == '-1' else ordinal}")
    return None


def _clocked(words: Words, i: int) -> Found | None:
    """A clock time or part of the day, with the day where it stands next to it."""
    timed = clock(words, i)
    if timed is not None:
        time, offset, j = timed
        first = i
    else:
        j = i + 1 if words.word(i) == "the" else i
        part = part_of_day(words, j)
        if part is None:
            return None
        (time, j), offset, first = part, "", i
        if words.word(j) == "of" and (day := group(words, j + 1)) is not None and _is_day(day):
            return Found(first, day.last, "TIME", _keyed(day.form, "time", time))
        if not _stands_as_time(words, i, j):
            return None
    keys = f"; time={time}" + (f"; zone={offset}" if offset else "")
    k = j + 1 if words.word(j) in (",",) and timed is not None else j
    day = group(words, k)
    if day is not None and _is_day(day) and "time=" not in day.form:
        head, of, rest = day.form.partition("; of=")
        return Found(first, day.last, "TIME", f"{head}{keys}{of}{rest}")
    return Found(first, j, "TIME", f"unit 0 D; ref=near{keys}")


def _is_day(found: Found) -> bool:
    head = found.form.split("; ")[0]
    return found.kind in ("DATE", "TIME") and (
        head.startswith("date XXXX-WXX") or (head.startswith(("unit", "shift")) and head.endswith(" D"))
        or (head.startswith("date ") and head.count("-") == 2)
    )  # fmt: skip


def _stands_as_time(words: Words, i: int, j: int) -> bool:
    """Whether a bare part of the day (``i:j``) tells when, rather than being a noun like any other."""
    word, before, after = words.word(j - 1), words.word(i - 1), words.word(j)
    if word in ("overnight", "dawn", "daybreak", "nightfall", "dusk", "sunrise", "sunset", "lunchtime"):
        return word == "overnight" or before in (
            "at",
            "before",
            "after",
            "until",
            "by",
            "since",
            "around",
            "from",
            "of",
            "to",
        )
    if words.word(i) == "the" and j - i == 2:
        return before in ("in", "during", "by", "of", "throughout") and not after.isalpha()
    if words.word(i) in ("early", "the", "late") and j - i >= 2:
        return before in ("in", "the", "during", "an", "a", "this", "by", "since", "until", ",", "of", "--", "")
    return (word == "night" and before == "at") or (word in ("morning", "evening", "afternoon") and before in ("by",))


def _day_at_clock(words: Words, found: Found) -> Found:
    """Takes in the clock time that follows a day directly: "Friday 5 pm", "today at 5:44 am"."""
    if not _is_day(found) or "time=" in found.form or "; of=" in found.form:
        return found
    j = found.last
    k = j + 1 if words.word(j) in (",", "at") else j
    timed = clock(words, k)
    if timed is None or (timed[0] in ("12:00", "24:00") and k == j):
        return found
    time, offset, last = timed
    keys = f"; time={time}" + (f"; zone={offset}" if offset else "")
    return Found(found.first, last, "TIME", found.form + keys)


def phrase(words: Words, i: int) -> Found | None:
    """The longest reading of what begins at ``i``, or None."""
    found = recurring(words, i) or _clocked(words, i) or _positioned(words, i) or _modified(words, i)
    if found is not None:
        return _day_at_clock(words, found) if found.kind == "DATE" else found
    found = group(words, i)
    if found is not None:
        return _day_at_clock(words, found)
    return hyphened_unit(words, i) or counted_unit(words, i) or bare_units(words, i)


__all__ = ["group", "phrase", "zone"]
