"""Dates and bylines as printed: "June 5, 2011", "By Ada Marsh / 5 June 2011", "7:36 am in Politics by Ada Marsh".

A time of day alone gives no date, nor does a date without its year or one that reads two ways (03/04/2011).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import msgspec

from sayso.tables import load_rows

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
ELSEWHERE = {row["word"]: int(row["month"]) for row in load_rows("intake_months.csv") if row["month"] != "0"}
"""Months of other languages, as pages in English print them where their software is set to one."""
_ELSEWHERE = "|".join(sorted(ELSEWHERE, key=len, reverse=True))
_DAYS = "|".join(row["word"] for row in load_rows("intake_months.csv") if row["month"] == "0")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*"
DATE = [
    re.compile(rf"\b{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}", re.I),
    re.compile(rf"\b{_DAY}[\s-]+(?:of\s+)?{_MONTH}[\s,-]+{_YEAR}", re.I),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<month>[01]\d)[-/.](?P<day>[0-3]\d)(?=\D|T|$)"),
    re.compile(r"\b(?P<first>[0-3]?\d)[/.](?P<second>[0-3]?\d)[/.](?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b{_DAY}[\s-]+(?:de\s+|d[’'])?(?P<elsewhere>{_ELSEWHERE})\b\.?(?:\s+de[l]?)?[\s,]+{_YEAR}", re.I),
]
_BARE = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEARLESS = re.compile(rf"\b{_BARE}\s+[0-3]?\d(?:st|nd|rd|th)?\b|\b[0-3]?\d(?:st|nd|rd|th)?\s+{_BARE}", re.I)
TIME = (
    r"(?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s*\(?(?:UTC|GMT)\s*[+−-]\d{1,2}(?::?\d\d)?\)?|\s*\(?[A-Z]{2,4}\)?\b)?"
)
_NOISE = re.compile(
    rf"{_WEEKDAY}|{TIME}|\b(?:{_DAYS})\b|\b(?:first|last)?\s*(?:published|posted|updated|modified|created|filed|uploaded|date|on|at|time"
    r"|headline|edt|est|gmt|utc|bst|cet|local|am|pm|in|issue)\b|[\s:,|/•·()–—.\-\[\]]+",
    re.I,
)
_GLUED = re.compile(r"(?<=[a-z])(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d)")
"""Where a label and a date ran together when markup was taken off: "PublishedMay 4, 2029"."""
_COMPACT = re.compile(r"^(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)\b")
_FROM = re.compile(
    r"^from\s+(?P<rest>(?:[A-Z][\w.'’-]*\s+){0,4}(?:wires?|reports?|services|agencies|dispatches))\.?$", re.I
)
_UPDATED = re.compile(r"\b(?:updated|modified|last\s+edited)\b", re.I)
_BY = re.compile(r"^(?:(?:posted|written|reported|published|story|text|words)\s+)?by:?\s+(?P<rest>\S.*)$", re.I)
_IN_BY = re.compile(r"^(?P<before>.*?)\b(?:in|under)\s+(?P<in>[^.!?]{2,80}?)\s+by\s+(?P<rest>\S.*)$", re.I)
_DATE_BY = re.compile(r"^(?P<before>.*?)\b(?:posted\s+|written\s+)?by:?\s+(?P<rest>\S.*)$")
_CUT = re.compile(
    rf"\s*(?:[|•·–—;]|(?-i:(?!(?<=[A-Z])/[A-Z]{{2}})/)|\s-\s|,?\s+(?:on|at|in|for|under|@)\s|{TIME}|,\s+(?=\d)|\b(?:published|posted|updated)\b|\s\().*$",
    re.I,
)
_NAME = re.compile(
    r"^(?:[A-Z][\w.'’\-]*|[A-Z]{2,}(?:/[A-Z]{2,}(?:['’]s)?)?(?=\s|$)|(?:al|el|bin|ibn|van|von|de|der|da|di|du|la|le|and|&)\b-?\w*)"
    r"(?:,?\s+(?:[A-Z][\w.'’\-]*|(?:al|el|bin|ibn|van|von|de|der|da|di|du|la|le|and|&)\b-?\w*)){0,9}$"
)


class Byline(msgspec.Struct, frozen=True, kw_only=True):
    """What a byline line gives: who wrote, and the date printed with it (EDTF day or empty)."""

    name: str = ""
    date: str = ""


@cache
def _byline_words() -> frozenset[str]:
    return frozenset(row["word"] for row in load_rows("intake_words.csv") if row["list"] == "byline")


@cache
def _agencies() -> frozenset[str]:
    return frozenset(row["name"].lower() for row in load_rows("intake_agencies.csv"))


def _day(match: re.Match[str]) -> str:
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first > 12 >= second:
            day, month = first, second
        elif second > 12 >= first or first == second:
            day, month = second, first
        else:
            return ""
    else:
        day = int(parts["day"])
        if "elsewhere" in parts:
            month = ELSEWHERE[parts["elsewhere"].lower()]
        else:
            month = MONTHS[parts["month"].lower()] if not parts["month"].isdigit() else int(parts["month"])
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def find_date(text: str) -> str:
    """First full date printed in ``text`` as ``YYYY-MM-DD``, one called an update only if there is no other."""
    text = _GLUED.sub(" ", text)
    found: list[tuple[bool, int, str]] = []
    if (compact := _COMPACT.match(text)) and (day := _day(compact)):
        found.append((False, 0, day))
    for pattern in DATE:
        for match in pattern.finditer(text):
            if day := _day(match):
                before = text[max(0, match.start() - 30) : match.start()]
                found.append((_UPDATED.search(before) is not None, match.start(), day))
    return min(found)[2] if found else ""


def iso_day(value: str) -> str:
    """Day of a date given as metadata: ISO 8601, RFC 2822 or printed; ``YYYY-MM`` and ``YYYY`` pass; else empty."""
    value = value.strip()
    if re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", value):
        return value
    if match := re.match(r"((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?:\D|$)", value):
        try:
            return dt.date(*map(int, match.groups())).isoformat()
        except ValueError:
            return ""
    return find_date(value)


def is_date_line(line: str) -> bool:
    """Whether a line holds a date or time of day, and words that go with one, and nothing else."""
    if len(line) > 120 or not any(c.isdigit() for c in line):
        return False
    line = _GLUED.sub(" ", line)
    rest = _COMPACT.sub(" ", line)
    for pattern in DATE:
        rest = pattern.sub(" ", rest)
    dated = rest != line
    timed = re.search(TIME, rest, re.I) is not None
    rest = _YEARLESS.sub(" ", rest)
    left = _NOISE.sub(" ", rest).split()
    return (dated or timed or rest != line) and (not left or (dated and " ".join(left).lower() in _agencies()))


def dated_imprint(line: str) -> bool:
    """Whether a line is an outlet's name and a date: "The Calden Monitor, Friday 9 March 2029 19.05 GMT"."""
    if len(line) > 120 or line.endswith("."):
        return False
    rest = line
    for pattern in DATE:
        rest = pattern.sub(" ", rest)
    rest = re.sub(rf"{_WEEKDAY}|{TIME}|^\W*(?:first\s+)?(?:published|printed|posted|appeared)\b", " ", rest, flags=re.I)
    left = re.findall(r"[\w&][\w'’&-]*", rest)
    left = [w for w in left if w.lower() not in ("in", "the", "of", "on", "at", "and", "for")]
    return 1 <= len(left) <= 5 and all(w[0].isupper() for w in left) and not find_date(line[: len(line) // 3])


def _named(rest: str) -> str:
    """The name a byline's rest begins with, cut before dates, places and the like; empty if it is no name."""
    for pattern in DATE:
        if match := pattern.search(rest):
            rest = rest[: match.start()]
    rest = re.sub(rf"\s*,?\s*(?:{_WEEKDAY})?$", "", rest, flags=re.I)
    rest = re.sub(r"(?:\s+(?:on|at|in|for))+\s*$", "", _CUT.sub("", rest).strip(" ,;:-|/•·"))
    head, comma, tail = rest.partition(",")
    if comma and len(head.split()) >= 2 and {w.lower().strip(",.") for w in tail.split()} & _byline_words():
        rest = head
    words = rest.split()
    if not words or len(words) > 12:
        return ""
    if rest.endswith(".") and not re.search(r"\b(?:[A-Z]|Jr|Sr|Inc|Co|Ltd)\.$", rest):
        return ""
    staff = {w.lower().strip(",.") for w in words} & _byline_words()
    if _NAME.match(rest) or (staff and words[0][:1].isupper()):
        return rest
    return ""


def byline(line: str) -> Byline | None:
    """Read a line as a byline; ``None`` if it is none.

    Shapes: "By A B", "Posted by A B on 5 June 2011", "5:44 am in Section by A B", "June 5, 2011 by A B",
    "A B, Staff Writer", "A B | June 5, 2011".
    """
    line = line.strip()
    if not 3 <= len(line) <= 160 or len(line.split()) > 24:
        return None
    date = find_date(line)
    if (match := _BY.match(line)) and (name := _named(match.group("rest"))):
        return Byline(name=name, date=date)
    if match := _FROM.match(line):
        return Byline(name=match.group("rest"), date=date)
    if (match := _IN_BY.match(line)) and (name := _named(match.group("rest"))):
        before = match.group("before").strip()
        if not before or is_date_line(before):
            return Byline(name=name, date=date)
    if match := _DATE_BY.match(line):
        before, rest = match.group("before").strip(), match.group("rest").strip()
        # after a date, one word in lower case is the name somebody writes under
        name = _named(rest) or (rest if re.fullmatch(r"[a-z][\w.-]{1,30}", rest) else "")
        if name and before and is_date_line(before):
            return Byline(name=name, date=date)
    parts = [p.strip() for p in re.split(r"\s*[|•·/]\s*|\s+[–—-]\s+", line) if p.strip()]
    if len(parts) >= 2 and date:
        dated = [p for p in parts if is_date_line(p)]
        names = [p for p in parts if p not in dated]
        # one word beside a date is a section or a place more often than somebody's name
        if dated and len(names) == 1 and 2 <= len(names[0].split()) <= 5 and _NAME.match(names[0]):
            return Byline(name=names[0], date=date)
    head, comma, tail = line.partition(",")
    words = {w.lower().strip(",.") for w in tail.split()}
    if (
        comma
        and 2 <= len(head.split()) <= 4
        and len(tail.split()) <= 6
        and words & _byline_words()
        and _NAME.match(head)
    ):
        return Byline(name=head.strip(), date=date)
    return None


def is_name(line: str) -> bool:
    """Whether a line is nothing but a person's name, by its shape: two to four capitalised words."""
    words = line.split()
    return 2 <= len(words) <= 4 and len(line) <= 50 and _NAME.match(line) is not None and not line.isupper()
