"""English time expressions in a story: where they stand, and what they say before they are anchored.

A table-driven grammar over tokens (``tables/time_words.csv``), read left to right, longest rule first. What it gives is
TIMEX3-like: a kind (DATE, TIME, DURATION, SET) and a ``form``, which ``sayso.resolve.times`` turns into an interval::

    form   := core { "; " key "=" value }             keys in the order given below; "of" is always last
    core   := "date" PATTERN            calendar date: 2010-09-17, XXXX-03-17, XXXX-XX-17, 2010, 199X, 19XX, XXXX-SU,
                                        2010-Q3, XXXX-WXX-5 (Friday)
            | "range" core " / " core   "March 3-5"
            | "unit" N UNIT             the day, week, ... N on from the reference: today is "unit 0 D", last week
                                        "unit -1 W"
            | "shift" N UNIT            a point N units from the reference: two weeks ago is "shift -2 W"
            | "past" N UNIT | "coming" N UNIT     the N units up to, or from, the reference
            | "span" N UNIT             a duration
            | "nth" N UNIT              the Nth (or, -1, the last) unit of what "of" names
            | "same" UNIT               the same unit as that of the reference, in what "of" names
            | "set" TIMEX3              a set: P1W, XXXX-WXX-5
            | "vague" past|present|future
    N      := figure, with sign | "X" (several) | A..B
    UNIT   := TS TM TH D WE W 2W M Q Y FY H DE CE
    dir    last, this, next, for a date without year or a weekday
    ref    near: the nearest date named before, or the story's; last: the last date named; event: something told, not
           a date; absent: the story's date
    mod    early, mid, late, start, end, earlier, later
    time   HH:MM, or a TIMEX3 part of day (MO MI AF EV NI)
    zone   offset from UTC, "UTC", or "local"
    rel    since, until, by, before, after, between: the preposition, where it makes the date a limit
    part   from, to: one end of a range whose other end is the neighbouring expression
    of     a form: what the core is counted in
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.marks import Sentence, TimeExpression, Token
from sayso.reader.times.calendar import nth_day
from sayso.reader.times.phrase import phrase
from sayso.reader.times.words import Found, Words, lexicon
from sayso.records import Story

__all__ = ["find_times"]

_ALSO = frozenset(
    "the a an in at more less fewer at every each per new half hundreds dozens scores thousands these many all its his "
    "their our any most very until just pre-dawn wee".split()
)
"""First words of rules that are not in the lexicon of times."""
_RANGE_JOINS = {"from": ("to", "until", "till", "through", "-", "--"), "between": ("and",)}
_DAY_PARTS = frozenset({"dawn", "daybreak", "sunrise", "noon", "midday", "dusk", "sunset", "nightfall", "midnight"})
_LIMITS = {"since": "since", "until": "until", "till": "until", "by": "by", "before": "before", "after": "after"}


def find_times(story: Story, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> tuple[TimeExpression, ...]:
    """Time expressions of a story in text order; none overlaps another.

    ``tokens`` and ``sentences`` are those of ``segment(story)``. Offsets are into ``story.text``.
    """
    known = lexicon()
    marks: list[TimeExpression] = []
    for index, sentence in enumerate(sentences):
        window = tokens[sentence.first : sentence.last]
        if not any(token.lower in known or token.text[0].isdigit() or "-" in token.text for token in window):
            continue
        for found in _linked(Words(window)):
            marks.append(
                TimeExpression(
                    start=window[found.first].start,
                    end=window[found.last - 1].end,
                    sentence=index,
                    kind=found.kind,
                    form=found.form,
                )
            )
    return tuple(marks)


def _scan(words: Words) -> list[Found]:
    """Expressions of one sentence, left to right, the first rule that fits at each word."""
    found: list[Found] = []
    i = 0
    while i < words.n:
        low = words.low[i]
        if words.classes[i] or low[0].isdigit() or low in _ALSO or "-" in low or low[0] == "'":
            match = phrase(words, i) or nth_day(words, i)
            if match is not None:
                found.append(match)
                i = match.last
                continue
        i += 1
    return found


def _with(form: str, key: str, value: str) -> str:
    """``form`` with one more key, before its "of"."""
    head, of, rest = form.partition("; of=")
    return f"{head}; {key}={value}{of}{rest}"


def _linked(words: Words) -> list[Found]:
    """Expressions of one sentence with limits and ranges marked."""
    found = _scan(words)
    for k, item in enumerate(found):
        before = words.word(item.first - 1)
        if item.kind not in ("DATE", "TIME") or item.form.startswith(("vague", "range")):
            continue
        following = found[k + 1] if k + 1 < len(found) else None
        if following is not None and following.kind in ("DATE", "TIME") and following.first - item.last == 1:
            join = words.word(item.last)
            if join == "and" and "between" in words.low[max(0, item.first - 6) : item.first]:
                before = "between"  # "between the raids on January 23 and February 21"
            joins = _RANGE_JOINS.get(before, ("-", "--", "through", "until"))
            dates = item.form.startswith("date") and following.form.startswith("date")
            if (
                join in joins
                and (dates or before in _RANGE_JOINS)
                and not following.form.startswith(("vague", "range"))
            ):
                form = _with(item.form, "rel", "between") if before == "between" else item.form
                found[k] = item._replace(form=_with(form, "part", "from"))
                found[k + 1] = following._replace(form=_with(following.form, "part", "to"))
                continue
        if before == "the" and words.word(item.last).isalpha():
            before = words.word(item.first - 2)  # "since the March 17 raid"
        if before in ("before", "after", "by") and words.low[item.first] in _DAY_PARTS:
            continue  # "before dawn on Tuesday" is a part of Tuesday, not the days before it
        if before in _LIMITS and "part=" not in item.form:
            found[k] = item._replace(form=_with(item.form, "rel", _LIMITS[before]))
    return found
