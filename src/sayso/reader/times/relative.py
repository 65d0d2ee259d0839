"""Times that need another time: deictic words, "last week", "two days ago", durations, sets."""

from __future__ import annotations

import re

from sayso.reader.times.calendar import PREPOSITIONS, calendar
from sayso.reader.times.words import Found, Words, hyphenated_number, lexicon, number

_FILLERS = frozenset(
    "straight consecutive successive trading working business financial fiscal calendar full entire whole school solid "
    "long further more additional".split()
)
_APPROXIMATE = frozenset("about around approximately roughly nearly almost over barely exactly".split())
_HYPHENED = re.compile(r"(.+?)-(minute|hour|day|week|month|quarter|year|decade|century)s?(-.+)?")
_LONG = re.compile(r"(minute|hour|day|week|month|year|decade|centur)s?(?:y|ies)?-long")
_RATE_BEFORE = frozenset(("once", "twice", "thrice", "times", "%", "percent", "dollars", "euros"))
_LASTING = frozenset(
    "for in within over after under than about half take takes took taken last lasted lasting lasts spent spend nearly "
    "almost around of every each only just another".split()
)
_PLURAL_BEFORE = frozenset("for in within over after of since during through took taken lasted spent many".split())
_BOUND_VERBS = frozenset(
    "end ends ended ending start starts started begin begins began close closed finish finished".split()
)
_UNCLOCKED = frozenset(("TS", "NI"))


def _unit(words: Words, j: int, *, plural: bool | None = None) -> str | None:
    """TIMEX3 unit of the word at ``j``; with ``plural``, only if its number is that one."""
    value = words.get(j, "unit")
    if value is None:
        return None
    ends = words.low[j].endswith("s")
    return value if plural is None or ends == plural else None


def _skip(words: Words, j: int) -> int:
    while words.word(j) in _FILLERS:
        j += 1
    return j


def adverb(words: Words, i: int) -> Found | None:
    """Today, yesterday morning, tonight, now, recently."""
    form = words.get(i, "adverb")
    if form is None:
        return None
    word, after = words.word(i), words.word(i + 1)
    if form.startswith("vague"):
        if word == "now" and (after == "that" or words.word(i - 1) in ("by", "until", "from", "right", ",")):
            return None
        if word == "soon" and (after in ("after", "as", "before") or words.word(i - 1) in ("as", "too", "how")):
            return None
        if word == "formerly":
            return None
        first = i - 1 if words.word(i - 1) in ("more", "most", "very", "until", "just") and word != "now" else i
        return Found(first, i + 1, "DATE", form)
    if word == "today" and words.word(i - 1) == "usa":
        return None
    if "time=" not in form and (part := words.part(i + 1)) is not None:
        return Found(i, i + 2, "TIME", f"{form}; time={part}")
    return Found(i, i + 1, "TIME" if "time=" in form else "DATE", form)


def _part_phrase(words: Words, i: int, j: int, direction: str) -> Found | None:
    """ "this morning", "last night", "that evening", "the following night": part of day with a direction."""
    part = words.part(j)
    if part is None or words.low[j].endswith("s"):
        return None
    form = {
        "this": "unit 0 D", "last": "unit -1 D", "next": "unit 1 D; ref=last", "previous": "unit -1 D; ref=last",
        "following": "unit 1 D; ref=last", "same": "unit 0 D; ref=last",
    }.get(direction)  # fmt: skip
    return Found(i, j + 1, "TIME", f"{form}; time={part}") if form else None


def directed(words: Words, i: int) -> Found | None:
    """ "last week", "the past five days", "this month", "the following day", "next August", "that night"."""
    if words.word(i) == "this" and words.word(i + 1) in ("past", "coming"):
        inner = directed(words, i + 1)
        return inner._replace(first=i) if inner is not None else None
    j = i + 1 if words.word(i) in ("the", "these", "its", "his", "their", "our", "any", "in") else i
    if words.word(i) == "in" or (words.word(i) == "these" and words.word(j) == "days"):
        return Found(i, j + 1, "DATE", "vague present") if words.word(i) == "these" else None
    direction = words.get(j, "direction")
    if direction is None:
        return None
    definite = j > i
    k = _skip(words, j + 1)
    if direction == "last" and words.word(k) in ("few", "couple", "several"):
        pass
    if direction == "same" and words.word(k) in ("period", "month", "quarter", "week", "day"):
        after = k + 2 if words.word(k + 1) in ("of", "in") else k + 1
        year = counted_unit(words, after) or directed(words, after)
        if year is not None and year.form.split("; ")[0] in ("shift -1 Y", "unit -1 Y", "past 1 Y"):
            return Found(i, year.last, "DATE", "same M; ref=near; of=unit -1 Y")
    if (found := _part_phrase(words, i, k, direction)) is not None:
        return found
    counted = number(words, k) if words.word(k) not in ("a", "an") else None
    if counted is not None and (unit := _unit(words, _skip(words, counted[1]))) is not None:
        last = _skip(words, counted[1]) + 1
        side = {"last": "past", "past": "past", "previous": "past", "recent": "past", "this": "past"}.get(direction)
        side = side or {"next": "coming", "coming": "coming", "following": "coming"}.get(direction)
        if side is None or words.word(last) in ("old",):
            return None
        anchor = "; ref=last" if direction in ("previous", "following") else ""
        return Found(i, last, "DURATION", f"{side} {counted[0]} {unit}{anchor}")
    unit = _unit(words, k)
    if unit is not None and unit not in _UNCLOCKED:
        return _directed_unit(words, i, k, direction, unit, definite)
    led_past = direction != "past" or words.word(j - 1) == "this"  # "looked past November" is no date's direction
    if led_past and direction in ("last", "this", "next", "past", "coming", "previous", "following"):
        dated = calendar(words, k)
        if dated is not None and "XXXX" in dated[0] and not dated[0].startswith("range"):
            way = {"past": "last", "coming": "next", "previous": "last", "following": "next"}.get(direction, direction)
            anchor = "; ref=last" if direction in ("previous", "following") else ""
            found_kind = "DATE"
            if (part := words.part(dated[1])) is not None and "WXX" in dated[0]:
                return Found(i, dated[1] + 1, "TIME", f"{dated[0]}; dir={way}{anchor}; time={part}")
            return Found(i, dated[1], found_kind, f"{dated[0]}; dir={way}{anchor}")
    return None


def _directed_unit(words: Words, i: int, k: int, direction: str, unit: str, definite: bool) -> Found | None:
    """A direction and one unit, or units without a number."""
    word, before, after = words.word(k), words.word(i - 1), words.word(k + 1)
    if word.endswith("s"):
        if direction == "recent":
            return Found(i, k + 1, "DATE", "vague past")
        side = {"past": "past", "last": "past", "previous": "past", "coming": "coming", "next": "coming"}.get(direction)
        if direction == "following" and definite:
            side = "coming"
        anchor = "; ref=last" if direction in ("previous", "following") else ""
        return Found(i, k + 1, "DURATION", f"{side} X {unit}{anchor}") if side else None
    if unit in ("TM", "TH") and direction not in ("past", "last", "next", "coming"):
        return None
    if direction == "past" or (
        direction == "last" and definite and before in ("over", "in", "during", "within", "for")
    ):
        if unit == "WE":
            return Found(i, k + 1, "DATE", "unit -1 WE")
        return Found(i, k + 1, "DURATION", f"past 1 {unit}")
    if direction == "coming" or (direction == "next" and definite and unit in ("DE", "TH")):
        return Found(i, k + 1, "DURATION" if unit in ("DE", "TH") else "DATE",
                     f"coming 1 {unit}" if unit in ("DE", "TH") else f"unit 1 {unit}")  # fmt: skip
    if direction == "last" and (unit == "D" or (definite and after == "of")):
        return None
    step = {"last": -1, "this": 0, "next": 1, "previous": -1, "following": 1, "same": 0}.get(direction)
    if step is None:
        return None
    if direction == "same" and words.word(k - 1) == "that" and before in ("said", "says"):
        return None
    if direction == "this" and unit in ("D", "TH", "TM") and words.word(i) == "this":
        return Found(i, k + 1, "DATE", "unit 0 D; ref=last") if unit == "D" else None
    anchored = direction in ("previous", "following", "same") or (direction == "next" and definite)
    form = f"unit {step} {unit}" + ("; ref=last" if anchored else "")
    return Found(i, k + 1, "DATE", form)


def the_unit(words: Words, i: int) -> Found | None:
    """ "the weekend", "the day before", "the day after the raid", "the year", where the article makes it a time."""
    if words.word(i) != "the":
        return None
    j = i + 2 if words.word(i + 1) in ("entire", "whole", "full") else i + 1
    unit = _unit(words, j, plural=False)
    if unit is None:
        return None
    before, after = words.word(i - 1), words.word(j + 1)
    if unit == "WE":
        return Found(i, j + 1, "DATE", "unit 0 WE; ref=near")
    if after in ("before", "after") and unit != "TS":
        sign = "-" if after == "before" else ""
        following = words.word(j + 2)
        if unit in ("D", "W", "M", "Y") and following in ("yesterday", "tomorrow", "last", "next"):
            return Found(i, j + 3, "DATE", f"unit {sign}2 {unit}")
        time, unit = ("; time=NI", "D") if unit == "NI" else ("", unit)
        kind = "TIME" if time else "DATE"
        if not following[:1].isalnum():
            return Found(i, j + 2, kind, f"shift {sign}1 {unit}; ref=last{time}")
        if (dated := calendar(words, j + 2)) is not None and dated[0].startswith("date"):
            return Found(i, dated[1], kind, f"shift {sign}1 {unit}{time}; of={dated[0]}")
        return Found(i, j + 2, kind, f"shift {sign}1 {unit}; ref=event{time}")
    if j > i + 1 and unit in ("D", "W", "M", "Y"):
        return Found(i, j + 1, "DATE", f"unit 0 {unit}; ref=near")
    if unit == "D" and before in _BOUND_VERBS and after not in ("before", "after", "when", "that"):
        return Found(i, j + 1, "DATE", "unit 0 D; ref=near")
    leading = ("of", "for", "during", "in", "on", "throughout", "through")
    if unit in ("D", "W", "M", "Y", "Q") and before in leading and not after.isalpha() and words.word(i - 2) != "rest":
        return Found(i, j + 1, "DATE", f"unit 0 {unit}; ref=near")
    if unit in ("D", "W", "M", "Y") and before in ("earlier", "later", "late", "early") and after != "of":
        return Found(i, j + 1, "DATE", f"unit 0 {unit}; ref=near")
    return None


def counted_unit(words: Words, i: int) -> Found | None:
    """ "two weeks ago", "a day earlier", "three months", "five a week": a number and a unit, with what follows."""
    first = i
    if words.word(i) in _APPROXIMATE:
        i += 1
    elif (words.word(i) in ("more", "less", "fewer") and words.word(i + 1) == "than") or (
        words.word(i) == "at" and words.word(i + 1) in ("least", "most")
    ):
        i += 2
    counted = number(words, i)
    if counted is None:
        return None
    value, j = counted
    j = _skip(words, j)
    unit = _unit(words, j)
    if unit is None or (unit in ("WE", "Q") and words.word(i) in ("a", "an")) or (unit == "Q" and value == "1"):
        return None
    j += 1
    time = ""
    if words.word(j) == "and" and words.word(j + 1) == "a" and words.word(j + 2) == "half" and value.isdigit():
        value, j = f"{value}.5", j + 3
    word, after = words.word(j), words.word(j + 1)
    if word == "old" or (word == "of" and after == "age") or words.word(first - 1) == "aged":
        return None
    if unit == "NI":
        time, unit = "; time=NI", "D"
    if (moved := _moved(words, first, j, value, unit, time)) is not None:
        return moved
    if unit == "TS" and (not value[0].isdigit() or words.word(i) in ("a", "an")):
        return None
    article = words.word(i) in ("a", "an") and i == first and value == "1"
    before = words.word(i - 1)
    if article and not time:
        rate = any(words.digits(k) or hyphenated_number(words.word(k) or " ") for k in range(max(0, i - 4), i))
        if (rate or before in _RATE_BEFORE) and before not in _LASTING and before not in PREPOSITIONS:
            return Found(i, j, "SET", f"set P{_period('1', unit)}")
        if unit == "D" and before not in _LASTING and word not in (".", ",", ""):
            return None
    if time and article:
        return None
    return Found(first, j, "DURATION", f"span {value} {unit}")


def _moved(words: Words, first: int, j: int, value: str, unit: str, time: str) -> Found | None:
    """The rest of "two days ago / earlier / later / before / after / from now", from ``j``."""
    word, after = words.word(j), words.word(j + 1)
    kind = "TIME" if time or unit in ("TH", "TM", "TS") else "DATE"
    if word == "ago":
        return Found(first, j + 1, kind, f"shift -{value} {unit}{time}")
    if word in ("earlier", "previously"):
        if words.word(j + 1) == "than":
            return Found(first, j + 1, kind, f"shift -{value} {unit}; ref=event{time}")
        return Found(first, j + 1, kind, f"shift -{value} {unit}; ref=last{time}")
    if word in ("later", "afterwards", "afterward", "hence"):
        anchor = "event" if after == "than" else "last"
        return Found(first, j + 1, kind, f"shift {value} {unit}; ref={anchor}{time}")
    if word == "from" and after in ("now", "today"):
        return Found(first, j + 2, kind, f"shift {value} {unit}{time}")
    if word in ("before", "after") or (word == "prior" and after == "to"):
        sign = "" if word == "after" else "-"
        k = j + (2 if word == "prior" else 1)
        dated = calendar(words, k)
        if dated is not None and not dated[0].startswith("range"):
            return Found(first, dated[1], kind, f"shift {sign}{value} {unit}{time}; of={dated[0]}")
        if words.word(k)[:1].isalnum() or words.word(k) == '"':
            # TIMEX3 leaves "after" to the event that follows.
            return Found(first, j, kind, f"shift {sign}{value} {unit}; ref=event{time}")
        return Found(first, k, kind, f"shift {sign}{value} {unit}; ref=last{time}")
    return None


def _period(value: str, unit: str) -> str:
    """TIMEX3 of a number of units, without the P."""
    if unit.startswith("T"):
        return f"T{value}{unit[1:]}"
    if unit == "2W":
        return f"{int(value) * 2}W" if value.isdigit() else "XW"
    return f"{value}{unit}"


def bare_units(words: Words, i: int) -> Found | None:
    """ "for hours", "over the years", "days later", "years ago", "decades": units without a number."""
    first, j = i, i
    if words.word(i) in ("the", "these", "many") and words.word(i - 1) in (
        "over",
        "through",
        "throughout",
        "for",
        "in",
    ):
        j = i + 1
    unit = _unit(words, j, plural=True)
    if unit is None or unit in ("TS", "WE", "Q"):
        return None
    time = ""
    if unit == "NI":
        unit, time = "D", "; time=NI"
    if (moved := _moved(words, first, j + 1, "X", unit, time)) is not None:
        return moved
    if not time and words.word(first - 1) in _PLURAL_BEFORE and words.word(j + 1) not in ("of", "'"):
        return Found(first, j + 1, "DURATION", f"span X {unit}")
    if unit in ("Y", "DE") and words.word(j + 1) == "of" and words.word(first - 1) not in ("'s", "the"):
        return Found(first, j + 1, "DURATION", f"span X {unit}")
    return None


def hyphened_unit(words: Words, i: int) -> Found | None:
    """ "two-week", "12-hour", "month-long", "decades-long", "half-hour"; never an age ("12-year-old")."""
    word = words.word(i)
    if "-" not in word:
        return None
    if (long := _LONG.fullmatch(word)) is not None:
        stem = long[1] + ("y" if long[1] == "centur" else "")
        plural = word.split("-")[0].endswith("s")
        return Found(i, i + 1, "DURATION", f"span {'X' if plural else '1'} {lexicon()[stem]['unit']}")
    match = _HYPHENED.fullmatch(word)
    if match is None or (match[3] or "").startswith(("-old", "-olds")):
        return None
    value = (
        "0.5"
        if match[1] == "half"
        else hyphenated_number(match[1]) or ("X" if match[1] in ("multi", "decades") else "")
    )
    if not value or words.word(i + 1) == "old":
        return None
    return Found(i, i + 1, "DURATION", f"span {value} {lexicon()[match[2]]['unit']}")


def recurring(words: Words, i: int) -> Found | None:
    """ "weekly", "every Friday", "every two weeks", "each year", "per day", "Fridays"."""
    if (period := words.get(i, "set")) is not None:
        if i > 0 and words.capital(i):  # part of a name: the Daily Record
            return None
        return Found(i, i + 1, "SET", f"set {period}")
    if (day := words.get(i, "weekdays")) is not None and words.capital(i):
        return Found(i, i + 1, "SET", f"set XXXX-WXX-{day}")
    if words.word(i) not in ("every", "each", "per"):
        return None
    j = i + 1
    if words.word(j) == "other":
        j, value = j + 1, "2"
    else:
        counted = number(words, j) if words.word(i) == "every" else None
        value, j = counted if counted is not None else ("1", j)
    if (weekday := words.get(j, "weekday")) is not None:
        part = words.part(j + 1)
        return Found(i, j + (2 if part else 1), "SET", f"set XXXX-WXX-{weekday}" + (f"T{part}" if part else ""))
    if (month := words.get(j, "month")) is not None and words.capital(j):
        return Found(i, j + 1, "SET", f"set XXXX-{month}")
    if (part := words.part(j)) is not None:
        return Found(i, j + 1, "SET", f"set XXXX-XX-XXT{part}")
    unit = _unit(words, j)
    if unit is None or unit == "TS" or words.word(j + 1) == "of":
        return None
    if unit == "WE":
        return Found(i, j + 1, "SET", "set XXXX-WXX-WE")
    return Found(i, j + 1, "SET", f"set P{_period(value, unit)}")
