"""One event, several, those of a period, or a habit."""

from __future__ import annotations

import re

from sayso.reader.events.lexicon import word_list
from sayso.reader.events.triggers import Trigger
from sayso.reader.events.view import DETERMINERS, NUMBERS, PREPOSITIONS, PUNCTUATION, View
from sayso.records import Record
from sayso.vocabulary import CountWhat, Grain

_SERIES = word_list("series")
_HABIT = word_list("habit")
_TIMES = {"twice": 2, "thrice": 3}
_ALWAYS_PLURAL = word_list("plural_single")


_THROUGH = frozenset("in over during for within past last throughout the".split())
_EACH = frozenset({"a", "per", "each", "every"})
_UNITS = frozenset({"day", "week", "month", "year"})
_APART = frozenset("ago later after before earlier old long and or since from of".split())
_LASTING = frozenset(
    "than half for about nearly almost over within only just last lasted took such quite what spent spend after".split()
)
WARS = frozenset(
    "war wars conflict insurgency campaign uprising revolution unrest rebellion hostilities violence".split()
)
_AT_ONCE = frozenset(
    "companies battalions brigades regiments divisions tanks warships jets rockets missiles mortars grenades shells "
    "rounds shots bullets volleys salvos drones troops soldiers".split()
)
"""Things of which several make one event: "sent two companies", "fired three rockets"."""
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")


class Counted(Record, frozen=True, kw_only=True):
    """Grain, with how many events where the text says."""

    grain: Grain = Grain.SINGLE
    min: int | None = None
    max: int | None = None
    quantified: bool = False
    """Whether a number or a word like "several" says so."""
    generic: bool = False
    """A bare plural that tells of no particular events ("drone strikes are unpopular")."""


def counted(view: View, trigger: Trigger) -> Counted:
    """The grain of a trigger's event."""
    a, b = view.clause(trigger.head)
    habit = any(word in _HABIT for word in view.lower[a:b]) or any(
        view.times[k].kind == "SET" for k in {view.time_at[i] for i in range(a, b)} if k >= 0
    )
    if not trigger.verb and view.lower[b : b + 1] in (["that"], ["which"]):
        # "the ambushes that cost a man a week": the relative clause says how often.
        habit = habit or _rate(view, b, min(b + 12, view.sentences[view.tokens[trigger.head].sentence].last))
    found = (_of_verb if trigger.verb else _of_noun)(view, trigger, a, b, habit=habit or _rate(view, a, b))
    if trigger.verb or not found.quantified or found.grain is not Grain.SEVERAL:
        return found
    # "five strikes a week": a rate, unless the clause says of which period.
    rated = _rate(view, trigger.match.last, min(b, trigger.match.last + 4))
    return Counted(grain=Grain.HABITUAL, min=found.min, max=found.max, quantified=True) if rated else found


def _rate(view: View, a: int, b: int) -> bool:
    """ "A week", "per month", "every year" in tokens a..b, but not "a week ago"."""
    lower = view.lower
    return any(
        lower[i] in _EACH and lower[i + 1] in _UNITS and (i + 2 >= len(lower) or lower[i + 2] not in _APART)
        and (lower[i] != "a" or (i > 0 and lower[i - 1] not in PREPOSITIONS and lower[i - 1] not in _LASTING))
        for i in range(a, min(b, len(lower) - 1))
    )  # fmt: skip


def _of_verb(view: View, trigger: Trigger, a: int, b: int, *, habit: bool) -> Counted:
    words = view.lower[a:b]
    if habit:
        low, high = _times_over(view, a, b)
        return Counted(grain=Grain.HABITUAL, min=low, max=high)
    if _standing(view, trigger, a, b):
        return Counted(grain=Grain.HABITUAL)
    if _campaign(view, trigger, a, b) or _of_war(view, trigger, b):
        return Counted(grain=Grain.PERIOD)
    if _lasting(view, trigger, a):
        return Counted(grain=Grain.SEVERAL)
    for word, times in _TIMES.items():
        if word in words:
            return Counted(grain=Grain.SEVERAL, min=times, max=times)
    for i in range(a, b - 1):
        if view.lower[i + 1] == "times":
            n = number_of(view, i)
            return Counted(grain=Grain.SEVERAL, min=n, max=n)
    if "repeatedly" in words:
        return Counted(grain=Grain.SEVERAL, min=2)
    # "held two meetings", "several protests were held": the pattern's own noun may be counted.
    for at in trigger.match.fixed:
        countable = trigger.entry.type in ("CONSULT", "PROTEST", "COOPERATE", "ASSAULT", "MOBILIZE")
        if countable and at != trigger.head and view.lower[at] not in _ALWAYS_PLURAL | _AT_ONCE:
            found = _of_noun(view, trigger, a, b, habit=False, at=at)
            if found.grain in (Grain.SEVERAL, Grain.PERIOD) and found.quantified:
                return found
    return Counted()


def _times_over(view: View, a: int, b: int) -> tuple[int | None, int | None]:
    """How often: "twice a week", "two or three times a month"."""
    for i in range(a, b):
        if view.lower[i] in _TIMES:
            return _TIMES[view.lower[i]], _TIMES[view.lower[i]]
        if view.lower[i] == "times" and i > a:
            high = number_of(view, i - 1)
            low = number_of(view, i - 3) if i - 3 >= a and view.lower[i - 2] in ("or", "to") else None
            return (low if low is not None else high), high
    return None, None


def _standing(view: View, trigger: Trigger, a: int, b: int) -> bool:
    """What is true in general: "they do not bomb villages", "one strike in fifty has killed"."""
    words = view.lower[max(a, trigger.match.first - 4) : trigger.match.first]
    harsh = trigger.entry.type in ("ASSAULT", "COERCE")
    verb = view.verbs[trigger.head]
    if harsh and {"do", "does"} & set(words) and verb is not None and "base" in verb.features:
        return not any(view.time_at[k] >= 0 for k in range(a, b))
    for i in range(a, trigger.match.first - 2):
        if view.lower[i] == "one" and view.lower[i + 1] == "in" and number_of(view, i + 2) not in (None, 1):
            return True
    ongoing = {"has", "have", "had"} & set(words) and "been" in words and verb is not None and "ing" in verb.features
    if harsh and ongoing:
        end = min(len(view.lower) - 2, view.sentences[view.tokens[trigger.head].sentence].last)
        return any(
            view.lower[k] == "for" and view.time_at[k + 1] >= 0 and {"years", "months"} & set(view.lower[k + 1 : k + 5])
            for k in range(trigger.head, end)
        )
    return False


def _campaign(view: View, trigger: Trigger, a: int, b: int) -> bool:
    """Harm done over time: "the campaign has killed fighters", "since 2028 it has killed four commanders"."""
    if trigger.entry.type != "ASSAULT" or trigger.passive:
        return False
    before = view.lower[max(a, trigger.match.first - 5) : trigger.match.first]
    if not {"has", "have"} & set(before):
        return False
    if {"campaign", "campaigns", "war", "conflict", "insurgency", "programme", "program"} & set(before):
        return True
    first = view.sentences[view.tokens[trigger.head].sentence].first
    return any(
        view.lower[k] == "since" and view.time_at[k + 1] >= 0 and (k + 2 >= trigger.match.first or _whole(view, k + 1))
        for k in range(first, b - 1)
    )


def _of_war(view: View, trigger: Trigger, b: int) -> bool:
    """Deaths of a whole war: "some 40,000 people have died in the conflict", "have been killed since 2019"."""
    deadly = trigger.entry.type == "ASSAULT" or trigger.entry.mode == "death"
    before = view.lower[max(0, trigger.match.first - 4) : trigger.match.first]
    if not deadly or not {"has", "have", "had"} & set(before):
        return False
    for i in range(trigger.match.last, b - 1):
        if (
            view.lower[i] == "since"
            and view.time_at[i + 1] >= 0
            and (_whole(view, i + 1) or view.lower[i + 1] == "last")
        ):
            return True
        if view.lower[i] in ("in", "during", "throughout") and WARS & set(view.lower[i + 1 : min(b, i + 5)]):
            return True
    return False


def _whole(view: View, i: int) -> bool:
    """Whether a date begins with a year or a month."""
    return view.lower[i] in _MONTHS or (view.lower[i].isdigit() and len(view.lower[i]) == 4)


def _lasting(view: View, trigger: Trigger, a: int) -> bool:
    """ "They have been bombing us": more than one attack."""
    verb = view.verbs[trigger.head]
    words = set(view.lower[max(a, trigger.match.first - 4) : trigger.match.first])
    return (
        trigger.entry.type == "ASSAULT" and verb is not None and "ing" in verb.features
        and "been" in words and bool({"have", "has", "had", "'ve"} & words)
    )  # fmt: skip


def number_of(view: View, i: int) -> int | None:
    """The whole number that a word is, in digits or letters."""
    word = view.lower[i]
    if word in NUMBERS:
        return NUMBERS[word]
    digits = word.replace(",", "")
    return int(digits) if digits.isdigit() and len(digits) < 8 else None


def _of_noun(view: View, trigger: Trigger, a: int, b: int, *, habit: bool, at: int = -1) -> Counted:
    word = view.lower[at if at >= 0 else trigger.head]
    bare = number_of(view, trigger.head)
    if bare is not None:  # only a number tells them: "and three this month"
        grain = Grain.PERIOD if _period(view, a, b, a) else Grain.SEVERAL if bare > 1 else Grain.SINGLE
        return Counted(grain=grain, min=bare, max=bare, quantified=True) if bare > 1 else Counted()
    plural = word.endswith("s") and not word.endswith("ss") and word not in _ALWAYS_PLURAL
    number = None
    low: int | None = None
    high: int | None = None
    quantified = definite = False
    begin = at if at >= 0 else trigger.match.first
    i = begin - 1
    while i >= a and begin - i < 9:
        before = view.lower[i]
        if view.figure_at[i] >= 0:
            figure = view.figures[view.figure_at[i]]
            if figure.what in (CountWhat.EVENTS, CountWhat.OTHER, CountWhat.UNKNOWN):
                quantified, low, high = True, figure.min, figure.max
                break
        number = number_of(view, i)
        if number is not None and view.time_at[i] < 0 and plural:
            quantified, low, high = True, number, number
            break
        if before in _SERIES:
            quantified = True
            break
        if before == "both" and plural:
            quantified, low, high = True, 2, 2
            break
        if before in PUNCTUATION or (before in PREPOSITIONS and before != "of"):
            break
        definite = definite or before in DETERMINERS or before == "'s"
        i -= 1
    if not plural and not (quantified and view.lower[i] in ("series", "string", "wave", "spate")):
        every = bool({"every", "each"} & set(view.lower[max(a, begin - 3) : begin]))
        return (
            Counted(grain=Grain.HABITUAL)
            if every or (habit and not definite and trigger.entry.frame != "m")
            else Counted()
        )
    if quantified and low == 1 and high == 1:
        return Counted()
    if _period(view, a, b, i):
        return Counted(grain=Grain.PERIOD, min=low, max=high, quantified=quantified)
    if quantified:
        return Counted(grain=Grain.SEVERAL, min=low if low is not None else 2, max=high, quantified=True)
    if habit:
        return Counted(grain=Grain.HABITUAL)
    dated = any(view.time_at[k] >= 0 and view.times[view.time_at[k]].kind in ("DATE", "TIME") for k in range(a, b))
    return Counted(grain=Grain.SEVERAL, generic=not definite and not dated and not _past(view, trigger.head))


def _period(view: View, a: int, b: int, i: int) -> bool:
    """A month, year or longer in the clause ("in September", "this year", "since May"), with a plural."""
    for k in range(a, b):
        number = view.time_at[k]
        if number < 0 or (k > a and view.time_at[k - 1] == number):
            continue
        time = view.times[number]
        words = view.lower[k : min(b, k + 6)]
        if "ago" in words[:4]:
            continue
        if k > 0 and view.lower[k - 1] in ("since", "over", "throughout", "so"):
            return True
        if time.kind == "DURATION":
            end = view.tokens_of(time.start, time.end)[1]
            ruled = k > 0 and view.lower[k - 1] in _THROUGH
            if ruled or view.lower[end : end + 1] == ["of"]:
                return True
            continue
        if time.kind == "DATE" and {"month", "months", "year", "years", "week", "weeks"} & set(words):
            return True
        if (
            time.kind == "DATE"
            and not any(_DAY.fullmatch(w) for w in words[:4])
            and ((words and words[0] in _MONTHS) or (words[0].isdigit() and len(words[0]) == 4))
        ):
            return True
    return False


_MONTHS = frozenset("january february march april may june july august september october november december".split())


def _past(view: View, i: int) -> bool:
    """Whether the sentence is told in the past: only then does a bare plural tell of particular events."""
    sentence = view.sentences[view.tokens[i].sentence]
    return any(
        view.lower[k] in ("was", "were", "had", "said") or view.lower[k].endswith("ed")
        for k in range(sentence.first, sentence.last)
    )
