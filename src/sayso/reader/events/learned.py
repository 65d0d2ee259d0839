"""Events out of the trained model, with the events of the rules as votes.

The model proposes triggers; a trigger that only the rules found stays where the model does not plainly rule it out.
Type, mode, status, grain and every argument are what the two together find likeliest: a vote of the rules adds its
weight (``weighing``) to what the model says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from sayso.reader.events.grain import number_of
from sayso.reader.events.participation import certainty_of, figure_of
from sayso.reader.events.view import View
from sayso.reader.events.weighing import Weighing
from sayso.reader.marks import Argument, Event, Span
from sayso.reader.model import ModelReading
from sayso.reader.model.calibration import calibrated
from sayso.reader.model.decode import log_softmax
from sayso.reader.model.events import (
    Parts,
    Phrase,
    Told,
    find_parts,
    judge,
)
from sayso.reader.model.session import Floats
from sayso.vocabulary import CountWhat, EventType, Grain, ParticipantRole, Status

NEXT_TO = 4
"""Tokens between two triggers that may tell one event."""
_PARTING = frozenset({"and", "or", "but", ",", ";", "--", "then", "after", "before", "while", "to"})
_NAMES = {str(role): role for role in ParticipantRole}


def learned_events(
    view: View, reading: ModelReading, weighs: Weighing, found: Sequence[Phrase], deciding: Sequence[Phrase],
    ruled: Sequence[Event],
) -> list[Event]:  # fmt: skip
    """Events of the story in text order.

    ``found`` and ``deciding`` are the model's spans of triggers and of words that decide a status, ``ruled`` the events
    of the rules, all in text order.
    """
    marked = reading.marked("trigger")
    spans, rule_of = _proposed(view, marked, found, ruled, weighs.ruled_least)
    if not spans:
        return []
    told = judge(reading, spans)
    votes = [ruled[k] if k >= 0 else None for k in rule_of]
    types, modes = _types(reading, told, votes, weighs)
    statuses = _classes(reading, told, "status", votes, weighs.status)
    grains = _classes(reading, told, "grain", votes, weighs.grain)
    own, whole = _candidates(view, votes)
    parts = find_parts(reading, view.sentences, spans, own, weighs.part_least)
    arguments = _arguments(view, reading, parts, own, whole, spans, votes, weighs)
    events: list[Event] = []
    for n, (a, b) in enumerate(spans):
        vote, status, grain = votes[n], Status(statuses[n]), Grain(grains[n])
        span = view.span(a, b)
        low, high = _how_many(view, a, grain, vote)
        events.append(
            Event(
                start=span.start, end=span.end, sentence=view.tokens[a].sentence, type=EventType(types[n][0]),
                mode=modes[n], context=vote.context if vote is not None and vote.type == types[n][0] else "",
                status=status, status_span=_decided(view, deciding, (a, b), status, vote),
                grain=grain, events_min=low, events_max=high, arguments=arguments[n],
                rule=f"model / {vote.rule}" if vote is not None else "model",
                confidence=calibrated(reading.model.settings, "event", (float(told.marked[n]), types[n][1])),
            )
        )  # fmt: skip
    again = _again(parts.same, events, votes, {k: n for n, k in enumerate(rule_of) if k >= 0}, weighs)
    kept = [k >= 0 or e.confidence >= weighs.model_least for e, k in zip(again, rule_of, strict=True)]
    for n in _told_twice(view, again, spans, rule_of, kept):
        kept[n] = False
    return _likely(again, kept)


def _told_twice(
    view: View, events: Sequence[Event], spans: Sequence[Phrase], rule_of: Sequence[int], kept: Sequence[bool]
) -> list[int]:
    """Of "a bomb exploded" one of both triggers: that of the model alone, or else the one it is less sure of."""
    gone: list[int] = []
    order = [n for n in range(len(events)) if kept[n]]
    for one, two in pairwise(order):
        near = spans[two][0] - spans[one][1] <= NEXT_TO and events[one].sentence == events[two].sentence
        alike = events[one].type == events[two].type and events[one].status == events[two].status
        between = {t.lower for t in view.tokens[spans[one][1] : spans[two][0]]}
        if not near or not alike or between & _PARTING or (rule_of[one] >= 0 and rule_of[two] >= 0):
            continue
        gone.append(min((one, two), key=lambda n: (rule_of[n] >= 0, events[n].confidence)))
    return gone


def _likely(events: Sequence[Event], kept: Sequence[bool]) -> list[Event]:
    """Events that are kept, their back-references renumbered; one to an event that is not goes."""
    number = {old: new for new, old in enumerate(k for k, keep in enumerate(kept) if keep)}
    return [replace(events[k], same_as=number.get(events[k].same_as, -1)) for k in number]


def _proposed(
    view: View, marked: Floats, found: Sequence[Phrase], ruled: Sequence[Event], least: float
) -> tuple[list[Phrase], list[int]]:
    """Spans of triggers in text order, the model's and those only the rules found; of each the rules' event or -1."""
    owner = {i: n for n, (a, b) in enumerate(found) for i in range(a, b)}
    rule_of: dict[int, int] = {}
    more: list[tuple[Phrase, int]] = []
    for k, event in enumerate(ruled):
        a, b = view.tokens_of(event.start, event.end)
        n = next((owner[i] for i in range(a, b) if i in owner), -1)
        if n >= 0:
            rule_of.setdefault(n, k)
        elif float(marked[a:b].max()) >= least:
            more.append(((a, b), k))
    spans = sorted([*((span, rule_of.get(n, -1)) for n, span in enumerate(found)), *more])
    return [span for span, _ in spans], [k for _, k in spans]


def _types(
    reading: ModelReading, told: Told, votes: Sequence[Event | None], weighs: Weighing
) -> tuple[list[tuple[str, float]], list[str]]:
    """Type with its probability, and mode, of each trigger."""
    labels, known = reading.labels("type"), reading.labels("mode")
    scores, modes = told.classes["type"].copy(), told.classes["mode"].copy()
    place, place_of_mode = {name: n for n, name in enumerate(labels)}, {name: n for n, name in enumerate(known)}
    for n, vote in enumerate(votes):
        if vote is not None:
            scores[n, place[str(vote.type)]] += weighs.type
            mode = place_of_mode.get(f"{vote.type}/{vote.mode}" if vote.mode else "")
            if mode is not None:
                modes[n, mode] += weighs.mode
    found = np.exp(log_softmax(scores))
    best = found.argmax(axis=1)
    types = [(labels[k], float(found[n, k])) for n, k in enumerate(best.tolist())]
    owners = np.asarray([name.partition("/")[0] for name in known])
    told_modes = []
    for n, (kind, _) in enumerate(types):
        row = np.where((owners == kind) | (owners == ""), modes[n], -np.inf)
        told_modes.append(known[int(row.argmax())].partition("/")[2])
    return types, told_modes


def _classes(
    reading: ModelReading, told: Told, name: str, votes: Sequence[Event | None], weight: float
) -> list[str]:
    labels = reading.labels(name)
    place = {label: n for n, label in enumerate(labels)}
    scores = told.classes[name].copy()
    for n, vote in enumerate(votes):
        if vote is not None and (k := place.get(str(getattr(vote, name)))) is not None:
            scores[n, k] += weight
    return [labels[k] for k in scores.argmax(axis=1).tolist()]


def _decided(
    view: View, deciding: Sequence[Phrase], trigger: Phrase, status: Status, vote: Event | None
) -> Span | None:
    """The words that decide a status: of the model's the nearest in the sentence, those before the trigger first."""
    if status is Status.HAPPENED:
        return None
    home = view.tokens[trigger[0]].sentence
    here = [d for d in deciding if view.tokens[d[0]].sentence == home]
    if here:
        a, b = min(here, key=lambda d: (trigger[0] - d[1] if d[1] <= trigger[0] else 2 * (d[0] - trigger[0]), d))
        return view.span(a, b)
    return vote.status_span if vote is not None and vote.status is status else None


def _how_many(view: View, first: int, grain: Grain, vote: Event | None) -> tuple[int | None, int | None]:
    """How many events: as the rules count them, else the figure right before the trigger."""
    if grain is Grain.SINGLE:
        return None, None
    if vote is not None and (vote.events_min is not None or vote.events_max is not None):
        return vote.events_min, vote.events_max
    begin = view.sentences[view.tokens[first].sentence].first
    for i in range(first - 1, max(begin, first - 4) - 1, -1):
        number = view.figure_at[i]
        if number >= 0 and view.figures[number].what in (CountWhat.EVENTS, CountWhat.OTHER, CountWhat.UNKNOWN):
            return view.figures[number].min, view.figures[number].max
        if (plain := number_of(view, i)) is not None and view.time_at[i] < 0:
            return plain, plain
    return None, None


def _candidates(view: View, votes: Sequence[Event | None]) -> tuple[list[Phrase], list[Phrase]]:
    """Token spans that can be arguments: (as scored, as marked). A figure is scored on its own words."""
    found: dict[Phrase, Phrase] = {}
    for number in range(len(view.mentions)):
        span = view.mention_range(number)
        found.setdefault(span, span)
    for figure in view.figures:
        own = view.tokens_of(figure.start, figure.end)
        end = view.tokens_of(figure.who_span.start, figure.who_span.end)[1] if figure.who_span is not None else own[1]
        found[own] = (own[0], end) if own[1] <= end <= own[1] + 8 else own
    for time in view.times:
        if time.kind in ("DATE", "TIME"):
            span = view.tokens_of(time.start, time.end)
            found.setdefault(span, span)
    for vote in votes:
        for argument in vote.arguments if vote is not None else ():
            span = view.tokens_of(argument.start, argument.end)
            found.setdefault(span, span)
    pairs = sorted((own, whole) for own, whole in found.items() if own[0] < own[1])
    return [own for own, _ in pairs], [whole for _, whole in pairs]


def _arguments(
    view: View, reading: ModelReading, parts: Parts, own: Sequence[Phrase], whole: Sequence[Phrase],
    spans: Sequence[Phrase], votes: Sequence[Event | None], weighs: Weighing,
) -> list[tuple[Argument, ...]]:  # fmt: skip
    """Arguments of each trigger: candidates that score as one, the outer before those inside it."""
    tags = reading.model.layout.pairing("trigger").tags
    scores = _with_votes(view, parts, own, votes, tags, weighs.part)
    offered: list[list[tuple[float, int, Phrase]]] = [[] for _ in spans]
    for row, tag in zip(*(axis.tolist() for axis in np.nonzero(scores > weighs.part_least)), strict=True):
        offered[int(parts.trigger[row])].append((float(scores[row, tag]), tag, whole[int(parts.candidate[row])]))
    for n, tag, a, b, score in parts.loose:
        # A candidate that touches them is the same phrase: "a queue of [shoppers]".
        for _, other, (x, y) in list(offered[n]):
            if other == tag and (y == a or b == x):
                a, b = min(a, x), max(b, y)
        if (phrase := _phrase(view, a, b)) is not None:
            offered[n].append((score, tag, phrase))
    return [_chosen(view, found, tags, weighs.nearly) for found in offered]


def _with_votes(
    view: View, parts: Parts, own: Sequence[Phrase], votes: Sequence[Event | None], tags: Sequence[str],
    weight: float,
) -> Floats:  # fmt: skip
    """Scores with the rules' arguments voted for."""
    scores = parts.scores.copy()
    row_of = {(t, c): k for k, (t, c) in enumerate(zip(parts.trigger.tolist(), parts.candidate.tolist(), strict=True))}
    place = {span: n for n, span in enumerate(own)}
    for n, vote in enumerate(votes):
        for argument in vote.arguments if vote is not None else ():
            span = view.tokens_of(argument.start, argument.end)
            row = row_of.get((n, place.get(span, -1)))
            if row is not None and str(argument.role) in tags:
                scores[row, tags.index(str(argument.role))] += weight
    return scores


def _phrase(view: View, a: int, b: int) -> Phrase | None:
    """Words between candidates as a phrase: without the marks at its ends; ``None`` where nothing is left."""
    while a < b and not view.lower[a][0].isalnum():
        a += 1
    while b > a and not view.lower[b - 1][0].isalnum():
        b -= 1
    return (a, b) if a < b else None


def _chosen(
    view: View, offered: list[tuple[float, int, Phrase]], tags: Sequence[str], nearly: float
) -> tuple[Argument, ...]:
    """Of what is offered the best of each role, and others nearly as good; longer phrases before those inside them.

    Nothing takes part in two roles.
    """
    chosen: list[tuple[int, Phrase]] = []
    best: dict[int, float] = {}
    for score, tag, span in sorted(offered, key=lambda o: (-o[0], o[2])):
        role = tags[tag]
        if role == "same" or score < best.get(tag, score) - nearly:
            continue
        outer = max((s for _, t, s in offered if t == tag and s[0] <= span[0] and span[1] <= s[1]),
                    key=lambda s: s[1] - s[0])  # fmt: skip
        if any(outer[0] < y and x < outer[1] for _, (x, y) in chosen):
            continue
        best.setdefault(tag, score)
        chosen.append((tag, outer))
    chosen.sort()
    return tuple(_argument(view, tags[tag], span) for tag, span in chosen)


def _argument(view: View, name: str, span: Phrase) -> Argument:
    text = view.span(*span)
    role = _NAMES.get(name, name)
    if not isinstance(role, ParticipantRole):
        return Argument(role=role, start=text.start, end=text.end)
    actor = role is ParticipantRole.ACTOR
    return Argument(
        role=role, start=text.start, end=text.end, certainty=certainty_of(view, span, actor=actor),
        figure=figure_of(view, span, actor=actor),
    )  # fmt: skip


def _again(
    scores: Floats, events: Sequence[Event], votes: Sequence[Event | None], of_rule: Mapping[int, int],
    weighs: Weighing,
) -> list[Event]:  # fmt: skip
    """Events with ``same_as`` set: each to the first telling of what it tells again."""
    out: list[Event] = []
    for n, event in enumerate(events):
        vote = votes[n]
        voted = of_rule.get(vote.same_as, -1) if vote is not None else -1
        best, score = -1, weighs.same_least
        for k in range(n):
            value = float(scores[n, k]) + (weighs.same if k == voted else 0.0)
            if value > score and events[k].type is event.type:
                best, score = k, value
        if best >= 0:
            event = replace(event, same_as=out[best].same_as if out[best].same_as >= 0 else best)
        out.append(event)
    return out
