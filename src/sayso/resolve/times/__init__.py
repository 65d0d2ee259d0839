"""Time expressions to intervals, against the story's date.

The story's date is ``Story.published``; a story without one keeps what its words give (``XXXX-03-17``), and a bare
weekday gives no date at all. Quoted passages are read against the date of the story that quotes them, not of the
paper they come from, which is not known: a weekday in one can be off by the days between the two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from sayso import edtf
from sayso.reader.marks import Sentence, TimeExpression, Token
from sayso.records import Story
from sayso.resolve.times.tense import tense_at
from sayso.resolve.times.values import TimeValue, parse_form, resolve_expression
from sayso.vocabulary import DateKind, DatePrecision

__all__ = ["TimeValue", "resolve_expression", "resolve_times"]

_BACKWARD = frozenset(("was", "were", "had", "lasted", "did"))
_ENDS = frozenset((",", ";", ":", "--", "(", ")", '"'))
_LINKS = frozenset(("on", "at", "at about", "at around", "at approximately", "around", "about", "", "of", "on the"))


def resolve_times(
    story: Story,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    times: Sequence[TimeExpression],
) -> tuple[TimeValue | None, ...]:
    """The value of each time expression, in the same order; None where nothing is known of one.

    ``story.published`` may be a day, a month, a year or empty; what is not EDTF counts as empty.
    """
    reference = story.published if story.published and edtf.is_edtf(story.published) else ""
    starts = [token.start for token in tokens]
    values: list[TimeValue | None] = [None] * len(times)
    last = ""
    sentence_at = -1
    k = 0
    while k < len(times):
        item = times[k]
        if item.sentence != sentence_at:
            sentence_at = item.sentence
            _resolve_days(story, tokens, sentences, times, k, starts, reference, last, values)
        value = values[k]
        if value is not None and _is_day(value) and item.kind in ("DATE", "TIME"):
            last = last if last and _since(tokens, sentences[item.sentence], starts, item) else value.date_start
        k += 1
    return tuple(values)


def _since(tokens: Sequence[Token], sentence: Sentence, starts: Sequence[int], item: TimeExpression) -> bool:
    """Whether a date only says since when something had not been: "the deadliest since the fire at X on March 4"."""
    first = bisect_left(starts, item.start)
    for i in range(first - 1, max(sentence.first, first - 12) - 1, -1):
        if tokens[i].lower in _ENDS:
            return False
        if tokens[i].lower == "since":
            return True
    return False


def _is_day(value: TimeValue) -> bool:
    """Whether a value is one day, and so can be what a later "the next day" counts from."""
    day = value.date_start
    return bool(day) and day == value.date_end and day.count("-") == 2 and "/" not in day


def _resolve_days(
    story: Story, tokens: Sequence[Token], sentences: Sequence[Sentence], times: Sequence[TimeExpression], first: int,
    starts: Sequence[int], reference: str, last: str, values: list[TimeValue | None],
) -> None:  # fmt: skip
    """Fill ``values`` for the expressions of one sentence, which begin at ``first``.

    Dates come before the clock times that hang on them ("at 5:44 am on Friday"), ranges after both their ends.
    """
    stop = first
    while stop < len(times) and times[stop].sentence == times[first].sentence:
        stop += 1
    sentence = sentences[times[first].sentence]
    clocks: list[int] = []
    near = ""
    for k in range(first, stop):
        item = times[k]
        form = parse_form(item.form)
        if form.head == "unit" and form.keys.get("ref") == "near" and "time" in form.keys:
            clocks.append(k)
            continue
        tense = _tense(tokens, sentence, starts, item)
        # Days count from a day; longer units from whatever the sentence itself named before.
        counted_in_days = len(form.args) < 2 or form.args[1] in ("D", "TH", "TM", "TS", "W", "WE", "2W")
        before = last if counted_in_days or not near else near
        if not counted_in_days and not near and form.keys.get("ref") == "near":
            before = ""
        values[k] = resolve_expression(item.form, reference=reference, last=before, tense=tense)
        if form.keys.get("part") == "to" and k > first:
            _join(times, values, k, reference, last, tense)
        value = values[k]
        if value is not None and _is_day(value) and item.kind in ("DATE", "TIME"):
            last = value.date_start
        if value is not None and value.date_start and item.kind == "DATE" and "of=" not in item.form:
            near = value.date_start.rstrip("~?%")
        elif value is not None and item.kind == "DATE" and value.date_end:
            near = value.date_end.rstrip("~?%")
    for k in clocks:
        _clock(story, times, values, k, first, stop, reference, last)


def _tense(tokens: Sequence[Token], sentence: Sentence, starts: Sequence[int], item: TimeExpression) -> str:
    first = bisect_left(starts, item.start)
    tense = tense_at(tokens, sentence, first, bisect_left(starts, item.end))
    if parse_form(item.form).keys.get("rel") in ("until", "by") and tense != "future":
        # "Held the crossing closed until Friday" looks ahead, "was closed until Friday" back.
        words = {token.lower for token in tokens[max(sentence.first, first - 8) : first]}
        return "past" if words & _BACKWARD else "future"
    return tense


def _join(
    times: Sequence[TimeExpression], values: list[TimeValue | None], k: int, reference: str, last: str, tense: str
) -> None:
    """Give both ends of a range, ``k - 1`` and ``k``, the whole of it; an end without its year takes the other's."""
    one, other = values[k - 1], values[k]
    first_form, second_form = times[k - 1].form, times[k].form
    open_first = parse_form(first_form).args[0].startswith("XXXX")
    open_second = parse_form(second_form).args[0].startswith("XXXX")
    if open_first and other is not None and other.date_end and (not open_second or tense != "future"):
        one = resolve_expression(first_form, reference=other.date_end.rstrip("~?%"), last=last, tense="past")
    elif open_second and one is not None and one.date_start:
        other = resolve_expression(second_form, reference=one.date_start.rstrip("~?%"), last=last, tense="future")
    if one is None or other is None or not (one.date_start and other.date_end):
        return
    if edtf.order_key(one.date_start)[0] > edtf.order_key(other.date_end)[1] and edtf.has_year(other.date_end):
        return
    between = "rel=between" in first_form
    kind = DateKind.WITHIN if between else DateKind.THROUGHOUT
    start, end = one.date_start, other.date_end
    values[k - 1] = msgspec.structs.replace(one, date_start=start, date_end=end, kind=kind)
    values[k] = msgspec.structs.replace(other, date_start=start, date_end=end, kind=kind)


def _clock(
    story: Story, times: Sequence[TimeExpression], values: list[TimeValue | None], k: int, first: int, stop: int,
    reference: str, last: str,
) -> None:  # fmt: skip
    """A time of day takes the nearest day of its sentence, else the last one named, else the story's.

    A day that it stands next to ("on Friday at 5 pm") gets the time of day as well.
    """
    item = times[k]
    days = [j for j in range(first, stop) if j != k and (value := values[j]) is not None and _is_day(value)]
    nearest = min(days, key=lambda j: abs(times[j].start - item.start), default=None)
    day = values[nearest] if nearest is not None else None
    anchor = day.date_start if day is not None else last
    value = resolve_expression(item.form, reference=reference, last=anchor)
    values[k] = value
    if value is None or nearest is None or day is None or day.time_of_day:
        return
    left, right = (nearest, k) if nearest < k else (k, nearest)
    between = story.text[times[left].end : times[right].start].strip(" ,\n").lower()
    if between in _LINKS and abs(left - right) == 1:
        precision = DatePrecision.MINUTE if ":" in value.time_of_day else day.precision
        values[nearest] = msgspec.structs.replace(
            day, time_of_day=value.time_of_day, zone=value.zone, precision=precision
        )
