"""Figures and victims find their event."""

from __future__ import annotations

import msgspec

from sayso.reader.events.grain import WARS
from sayso.reader.events.view import DEFINITE, View
from sayso.reader.marks import Event, Figure, Victimhood
from sayso.vocabulary import CountWhat, EventType, Grain, ParticipantRole

_IN = frozenset({"in", "during", "throughout", "of"})
_HARM = frozenset({CountWhat.KILLED, CountWhat.INJURED, CountWhat.CASUALTIES, CountWhat.MISSING})
_FITTING: dict[CountWhat, frozenset[tuple[EventType, str]]] = {
    CountWhat.DETAINED: frozenset({(EventType.COERCE, ""), (EventType.ASSAULT, "abduct"), (EventType.ASSAULT, "")}),
    CountWhat.ABDUCTED: frozenset({(EventType.ASSAULT, "abduct"), (EventType.ASSAULT, "")}),
    CountWhat.RELEASED: frozenset({(EventType.RETREAT, ""), (EventType.AID, ""), (EventType.CONCEDE, "")}),
    CountWhat.DISPLACED: frozenset({(EventType.ASSAULT, ""), (EventType.OTHER, ""), (EventType.COERCE, "")}),
    CountWhat.BARRED: frozenset({(EventType.COERCE, ""), (EventType.REJECT, "")}),
    CountWhat.PARTICIPANTS: frozenset({(EventType.PROTEST, ""), (EventType.CONSULT, "")}),
    CountWhat.DEPLOYED: frozenset({(EventType.MOBILIZE, ""), (EventType.AID, "")}),
}


def settle_figures(figures: tuple[Figure, ...], events: list[Event], view: View) -> tuple[Figure, ...]:
    """Figures with ``event`` set: the fitting event of the sentence, else of the one or two before it in the block."""
    out: list[Figure] = []
    by_sentence: dict[int, list[int]] = {}
    for k, event in enumerate(events):
        by_sentence.setdefault(event.sentence, []).append(k)
    for figure in figures:
        if figure.event >= 0:
            out.append(figure)
            continue
        figure = _told(figure, events)
        here = by_sentence.get(figure.sentence, [])
        if _of_war(figure, view):
            here = [k for k in here if events[k].grain is Grain.PERIOD]
            found = _nearest(figure, here, events)
            out.append(msgspec.structs.replace(figure, event=found) if found >= 0 else figure)
            continue
        found = _nearest(figure, here, events)
        if found < 0 and (figure.what in _HARM or figure.what in _FITTING):
            block = view.sentences[figure.sentence].block
            for back in (1, 2):
                s = figure.sentence - back
                if found < 0 and s >= 0 and view.sentences[s].block in (block, block - 1):
                    found = _nearest(figure, by_sentence.get(s, ()), events)
        out.append(msgspec.structs.replace(figure, event=found) if found >= 0 else figure)
    return tuple(out)


def _of_war(figure: Figure, view: View) -> bool:
    """Whether a figure is of a whole war: "40,000 dead in the conflict", "the war has killed 40,000 people"."""
    if figure.what not in _HARM:
        return False
    a, b = view.tokens_of(figure.start, figure.end)
    begin, end = view.clause(a)
    after = view.lower[b : min(end, b + 10)]
    before = view.lower[max(begin, a - 7) : a]
    named = any(w in WARS and after[k - 1 - (after[k - 1] in DEFINITE)] in _IN for k, w in enumerate(after) if k > 1)
    return named or ("has" in before and bool(WARS & set(before)))


def _told(figure: Figure, events: list[Event]) -> Figure:
    """A figure of people that an event's verb decides what it counts ("detained 12 students")."""
    if figure.what not in (CountWhat.OTHER, CountWhat.UNKNOWN):
        return figure
    for event in events:
        for argument in event.arguments:
            inside = argument.start <= figure.end and figure.start <= argument.end + 1
            if event.sentence != figure.sentence or not inside:
                continue
            if argument.role not in (ParticipantRole.VICTIM, ParticipantRole.RECIPIENT):
                continue
            what = {
                (EventType.COERCE, "arrest"): CountWhat.DETAINED,
                (EventType.ASSAULT, "abduct"): CountWhat.ABDUCTED,
                (EventType.RETREAT, "release"): CountWhat.RELEASED,
            }.get((event.type, event.mode))
            if what is not None and figure.who_span is not None:
                return msgspec.structs.replace(figure, what=what)
    return figure


def _fits(figure: Figure, event: Event) -> bool:
    if figure.what in _HARM:
        return event.type in (EventType.ASSAULT, EventType.PROTEST) or (
            event.type is EventType.OTHER and event.mode in ("accident", "disaster", "death")
        ) or (event.type is EventType.COERCE and event.mode == "seize")  # fmt: skip
    if figure.what is CountWhat.EVENTS:
        return event.grain is not Grain.SINGLE and event.start >= figure.end and event.start - figure.end < 60
    fitting = _FITTING.get(figure.what)
    return fitting is not None and any(event.type is t and (not m or event.mode == m) for t, m in fitting)


def _nearest(figure: Figure, numbers: tuple[int, ...] | list[int], events: list[Event]) -> int:
    """The fitting event whose trigger, or whose counted participant, is nearest; -1 if none fits."""
    best, gap = -1, 10**9
    for k in numbers:
        if not _fits(figure, events[k]) or events[k].grain is Grain.HABITUAL:
            continue
        distance = min(abs(events[k].start - figure.end), abs(figure.start - events[k].end))
        if any(a.figure >= 0 and a.start <= figure.end and figure.start <= a.end + 1 for a in events[k].arguments):
            distance = 0
        if distance < gap:
            best, gap = k, distance
    return best


def settle_victims(victims: tuple[Victimhood, ...], events: list[Event], view: View) -> tuple[Victimhood, ...]:
    """Victims with ``event`` set: the nearest fitting event of their sentence, else of the two before it."""
    out: list[Victimhood] = []
    for victim in victims:
        sentence = view.tokens[view.token(victim.start)].sentence
        figure = Figure(
            start=victim.start, end=victim.end, sentence=sentence,
            what=CountWhat(victim.harm) if victim.harm in set(CountWhat) else CountWhat.KILLED,
        )  # fmt: skip
        found = -1
        for s in (sentence, sentence - 1, sentence - 2):
            numbers = [k for k, e in enumerate(events) if e.sentence == s]
            found = found if found >= 0 else _nearest(figure, numbers, events)
        out.append(msgspec.structs.replace(victim, event=found) if found >= 0 else victim)
    return tuple(out)
