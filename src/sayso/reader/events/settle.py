"""One event told twice is one event; plain back-references point back; figures and victims find their event."""

from __future__ import annotations

import msgspec

from sayso.reader.events.lexicon import apart, manner, word_list
from sayso.reader.events.triggers import Trigger
from sayso.reader.events.view import NUMBERS, View
from sayso.reader.marks import Argument, Event
from sayso.records import Record
from sayso.vocabulary import BlockKind, EventType, Grain, ParticipantRole, Status

_OTHERNESS = word_list("otherness")
_HEADINGS = frozenset({BlockKind.HEADING, BlockKind.CAPTION})
_CONFIRMING = frozenset("confirmed confirms acknowledged acknowledges admitted admits".split())
_LEAD = 1
"""Sentences after the first of the body whose events the rest of it is about."""
_BOUNDING = ("rel=since", "rel=until", "rel=before")
_WOUNDS = frozenset({"wounds", "injuries", "burns", "wound", "injury"})
_BACKWARD = frozenset({"the", "this", "that", "these", "those"})


class Draft(Record, frozen=True, kw_only=True):
    """An event on its way: its trigger, and what it swallowed."""

    event: Event
    trigger: Trigger
    swallowed: tuple[Trigger, ...] = ()
    harm: bool = False
    """An outcome ("killed", "death") that waits for the event that caused it."""
    local: bool = False
    """Denied only because nobody was harmed ("no one was killed")."""


def harms(event: Event, trigger: Trigger) -> bool:
    """Whether a trigger tells only the harm, not what did it."""
    return trigger.entry.rank == 1 and (
        event.type is EventType.ASSAULT or (event.type is EventType.OTHER and event.mode in ("death", "accident"))
    )


def _carries(draft: Draft) -> bool:
    """Whether an event can be the cause of harm."""
    event = draft.event
    violent = event.type in (EventType.ASSAULT, EventType.PROTEST) or (
        event.type is EventType.COERCE and event.mode == "seize"
    )
    return not draft.harm and (violent or (event.type is EventType.OTHER and event.mode in ("accident", "disaster")))


def merge_in_sentences(drafts: list[Draft], view: View) -> list[Draft]:
    """Fold outcomes into what caused them, and governed events into what governs them, sentence by sentence."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.event.sentence, []).append(draft)
    kept: list[Draft] = []
    for group in by_sentence.values():
        kept += _merge(group, view)
    return kept


def _merge(group: list[Draft], view: View) -> list[Draft]:
    causes = [d for d in group if _carries(d)]
    folded: dict[int, list[Draft]] = {}
    out: list[Draft] = []
    for draft in group:
        cause = _cause(draft, causes, view) if draft.harm else None
        if cause is not None:
            folded.setdefault(id(cause), []).append(draft)
        else:
            out.append(draft)
    out = [_absorb(d, folded[id(d)]) if id(d) in folded else d for d in out]
    return _twice(out, view)


def _cause(draft: Draft, causes: list[Draft], view: View) -> Draft | None:
    """The cause of an outcome: the nearest whose status does not contradict and whose time is not another."""
    best: Draft | None = None
    for cause in causes:
        same = cause.event.status is draft.event.status or (draft.event.status is Status.DENIED and draft.local)
        if not same or _another_time(cause.event, draft.event) or cause.event.grain is Grain.HABITUAL:
            continue
        if best is None or _apart(cause, draft, view) < _apart(best, draft, view):
            best = cause
    return best


def _apart(cause: Draft, draft: Draft, view: View) -> int:
    """Words between an outcome and its cause; more where a clause begins between them."""
    a, b = sorted((cause.trigger.head, draft.trigger.head))
    return b - a + (12 if any(view.cut[a + 1 : b + 1]) else 0)


def _times(event: Event) -> set[tuple[int, int]]:
    return {(a.start, a.end) for a in event.arguments if a.role == "time"}


def _bounds(view: View) -> frozenset[tuple[int, int]]:
    """Spans of times that only compare or bound ("the worst since May"): they date something else."""
    return frozenset((t.start, t.end) for t in view.times if any(rel in t.form for rel in _BOUNDING))


def _unbounded(event: Event, bounds: frozenset[tuple[int, int]]) -> Event:
    """The event without times that only bound it."""
    kept = tuple(a for a in event.arguments if a.role != "time" or (a.start, a.end) not in bounds)
    return event if len(kept) == len(event.arguments) else msgspec.structs.replace(event, arguments=kept)


def _another_time(one: Event, two: Event) -> bool:
    a, b = _times(one), _times(two)
    return bool(a and b and not a & b)


def _absorb(draft: Draft, harm: list[Draft]) -> Draft:
    """The cause with the arguments of its outcomes."""
    event = draft.event
    arguments = list(event.arguments)
    for other in harm:
        arguments += _fresh(arguments, other.event.arguments, draft.trigger)
    return msgspec.structs.replace(
        draft,
        event=msgspec.structs.replace(event, arguments=tuple(arguments)),
        swallowed=(*draft.swallowed, *(h.trigger for h in harm)),
    )


def _fresh(known: list[Argument], more: tuple[Argument, ...], trigger: Trigger) -> list[Argument]:
    """Arguments not yet known; an actor or place only where there is none."""
    spans = {(a.start, a.end) for a in known}
    roles = {a.role for a in known}
    found = []
    for argument in more:
        overlaps = any(start <= argument.start < end or argument.start <= start < argument.end for start, end in spans)
        if overlaps and argument.role is not ParticipantRole.VICTIM:
            continue
        if (
            argument.role in (ParticipantRole.ACTOR, "place", "time", ParticipantRole.RECIPIENT)
            and argument.role in roles
        ):
            continue
        found.append(argument)
    return found


def _twice(group: list[Draft], view: View) -> list[Draft]:
    """Two triggers of one type side by side ("attacked in a raid", "met for talks") tell one event."""
    out: list[Draft] = []
    for draft in group:
        twin = next((k for k, d in enumerate(out) if _same_telling(d, draft, view)), None)
        if twin is None:
            out.append(draft)
            continue
        first = out[twin]
        lead, other = (draft, first) if _weight(draft) > _weight(first) else (first, draft)
        out[twin] = _absorb(lead, [other])
    return out


def _weight(draft: Draft) -> int:
    return 2 * draft.trigger.entry.rank + draft.trigger.entry.weight + (1 if draft.event.mode else 0)


def _same_telling(one: Draft, two: Draft, view: View) -> bool:
    a, b = one.event, two.event
    if a.type is not b.type or a.status is not b.status or a.grain is not b.grain or _another_time(a, b):
        return False
    gap = two.trigger.match.first - one.trigger.match.last
    if gap < 0:
        return False
    if a.mode and b.mode and a.mode != b.mode and {a.mode, b.mode} & {"visit", "abduct", "targeted"}:
        return False
    between = view.lower[one.trigger.match.last : two.trigger.match.first]
    if one.harm and two.harm:
        return True
    if a.type is EventType.ASSAULT:
        actors = {(x.start, x.end) for x in a.arguments if x.role is ParticipantRole.ACTOR}
        others = {(x.start, x.end) for x in b.arguments if x.role is ParticipantRole.ACTOR}
        if actors and others and not actors & others:
            return False
        return (
            gap <= 12
            and "after" not in between
            and "before" not in between
            and "revenge" not in between
            and ";" not in between
        )
    if a.type in (EventType.ACCUSE, EventType.SANCTION, EventType.OTHER):
        return gap <= 2
    return gap <= 6 and not {"and", "but", "after", "before", ",", ";"} & set(between)


def refer_back(drafts: list[Draft], view: View) -> list[Event]:
    """Events in text order with ``same_as`` set for plain back-references."""
    events: list[Event] = []
    bounds = _bounds(view)
    for draft in drafts:
        event = draft.event
        own = msgspec.structs.replace(draft, event=_unbounded(event, bounds))
        target = _antecedent(own, events, drafts, view)
        if target >= 0:
            first = events[target]
            event = msgspec.structs.replace(event, same_as=target)
            if draft.harm:
                # "Three others died" told after the attack is told of the attack.
                event = msgspec.structs.replace(event, type=first.type, mode=first.mode, grain=first.grain)
            if event.grain is Grain.SEVERAL and event.events_min is None and event.events_max is None:
                event = msgspec.structs.replace(event, events_min=first.events_min, events_max=first.events_max)
        events.append(event)
    return events


def _antecedent(draft: Draft, events: list[Event], drafts: list[Draft], view: View) -> int:
    event, trigger = draft.event, draft.trigger
    if event.grain is Grain.SEVERAL and not trigger.verb and not draft.harm:
        return _set_antecedent(draft, events, view)
    if event.grain is not Grain.SINGLE:
        return -1
    if draft.harm:
        return _harm_antecedent(draft, events, view)
    if trigger.verb:
        return -1
    first = view.sentences[event.sentence].first
    if _owned(trigger, first, view):
        return _only_like(draft, events, drafts, view)
    words = view.lower[max(first, trigger.match.first - 4) : trigger.match.first]
    words = words[-4:]
    if not words or not set(words) & _BACKWARD or set(words) & _OTHERNESS or set(words) & NUMBERS.keys():
        return -1
    nearest = max(k for k, w in enumerate(words) if w in _BACKWARD)
    if len(words) - nearest > 3:
        return -1
    tellings: dict[int, list[int]] = {}
    body = _body(view)
    for k, earlier in enumerate(events):
        if earlier.type is not event.type or earlier.grain is not Grain.SINGLE or earlier.sentence == event.sentence:
            continue
        if event.sentence - earlier.sentence > 12 and earlier.sentence - body > _LEAD:
            continue
        if earlier.sentence < body <= event.sentence:
            continue  # a headline's words are told again below it
        if drafts[k].harm or (event.mode and earlier.mode and event.mode != earlier.mode):
            continue
        if event.type is EventType.ASSAULT and apart(_manners(view, trigger), _manners(view, drafts[k].trigger)):
            continue  # "the strike" is no ambush
        if _times(event) and not _times(earlier):
            continue  # a back-reference with a date wants a first telling with one
        tellings.setdefault(earlier.same_as if earlier.same_as >= 0 else k, []).append(k)
    if not tellings:
        return -1
    best = max(tellings, key=lambda root: _prominence(root, tellings[root], draft, events, drafts, view))
    return best if all(_agrees(event, events[k], view) for k in (best, tellings[best][-1])) else -1


def _owned(trigger: Trigger, first: int, view: View) -> bool:
    """ "The army confirmed that it had carried out a strike": an own deed told of already, though with "a"."""
    words = view.lower[max(first, trigger.match.first - 12) : trigger.match.first]
    indefinite = words[-1:] in (["a"], ["an"]) or words[-2:-1] in (["a"], ["an"])
    done = {"out", "conducted", "launched", "staged", "mounted"} & set(words[-5:])
    return indefinite and bool(done) and bool(_CONFIRMING & set(words))


def _only_like(draft: Draft, events: list[Event], drafts: list[Draft], view: View) -> int:
    """The one event of the type just told that can be meant; -1 where two can, or none."""
    event = draft.event
    found: dict[int, None] = {}
    for k, earlier in enumerate(events):
        near = 0 < event.sentence - earlier.sentence <= 3
        headline = earlier.sentence < _body(view) <= event.sentence
        if not near or headline or earlier.type is not event.type or earlier.grain is not Grain.SINGLE:
            continue
        differs = apart(_manners(view, draft.trigger), _manners(view, drafts[k].trigger)) or drafts[k].harm
        if not differs and not (_times(event) and _another_time(event, earlier)):
            found[earlier.same_as if earlier.same_as >= 0 else k] = None
    return next(iter(found)) if len(found) == 1 else -1


def _prominence(
    root: int, tellings: list[int], draft: Draft, events: list[Event], drafts: list[Draft], view: View
) -> tuple[int, int]:
    """How likely "the strike" means an event: told by the same word, in the lead, often; then the latest told."""
    word = view.lower[draft.trigger.head]
    same = any(view.lower[drafts[k].trigger.head] == word for k in tellings)
    lead = events[root].sentence - _body(view) <= _LEAD
    near = draft.event.sentence - events[tellings[-1]].sentence <= 1
    return 2 * same + 2 * lead + 2 * near + min(len(tellings) - 1, 2), tellings[-1]


def _body(view: View) -> int:
    """The first sentence that is no heading; 0 if there is none."""
    return next((n for n, s in enumerate(view.sentences) if s.kind not in _HEADINGS), 0)


def _manners(view: View, trigger: Trigger) -> frozenset[str]:
    """How the words of a trigger say violence was done: "ambushed" by ambush, "strike" from the air; often nothing."""
    found = {manner(view.lower[i]) for i in trigger.match.fixed}
    return frozenset(found - {""})


def _set_antecedent(draft: Draft, events: list[Event], view: View) -> int:
    """ "The strikes", "both strikes" after two strikes: the last set of that type, unless its number differs."""
    event = draft.event
    start = draft.trigger.match.first
    words = view.lower[max(view.sentences[event.sentence].first, start - 2) : start]
    if not words or not (words[-1] in ("both", "the", "these", "those") or words[-2:-1] == ["both"]):
        return -1
    for k in range(len(events) - 1, -1, -1):
        earlier = events[k]
        if earlier.type is not event.type or earlier.grain is not Grain.SEVERAL or earlier.sentence == event.sentence:
            continue
        numbered = (event.events_min, event.events_max) in ((None, None), (earlier.events_min, earlier.events_max))
        if earlier.same_as < 0 and not _told_of(earlier):
            continue
        if event.sentence - earlier.sentence > 12 or not numbered:
            return -1
        return (earlier.same_as if earlier.same_as >= 0 else k) if _agrees(event, earlier, view) else -1
    return -1


def _told_of(event: Event) -> bool:
    """Whether a set is particular enough to point back to: numbered, dated or placed."""
    return event.events_max is not None or any(a.role in ("time", "place") for a in event.arguments)


def _agrees(event: Event, earlier: Event, view: View) -> bool:
    """Own times and places of a back-reference must not name others than the first telling's."""
    for role in ("time", "place"):
        own = {_words(view, a) for a in event.arguments if a.role == role}
        old = {_words(view, a) for a in earlier.arguments if a.role == role}
        if own and old and not any(x in y or y in x for x in own for y in old):
            return False
    return True


def _words(view: View, argument: Argument) -> str:
    a, b = view.tokens_of(argument.start, argument.end)
    return " ".join(view.lower[a:b])


def _harm_antecedent(draft: Draft, events: list[Event], view: View) -> int:
    """ "Three others were wounded." after the sentence that told of the attack."""
    event = draft.event
    if draft.trigger.verb and not draft.trigger.passive and draft.trigger.entry.frame == "av":
        return -1
    if any(a.role in (ParticipantRole.ACTOR, "time") for a in event.arguments):
        return -1
    found: set[int] = set()
    if draft.trigger.entry.frame == "v" or _of_wounds(draft, view):
        return _only_violence(draft, events, view)
    if any(a.role == "place" for a in event.arguments):
        return -1
    for k in range(len(events) - 1, -1, -1):
        earlier = events[k]
        if event.sentence - earlier.sentence > 2:
            break
        if (
            earlier.grain is not Grain.SINGLE
            or earlier.status is not event.status
            or earlier.sentence == event.sentence
        ):
            continue
        violent = earlier.type is EventType.ASSAULT
        if violent or (earlier.type is EventType.OTHER and earlier.mode in ("accident", "disaster")):
            found.add(earlier.same_as if earlier.same_as >= 0 else k)
    # Two things told just before: which of them did the harm is not plain.
    if len(found) == 1 and _agrees(event, events[min(found)], view):
        return min(found)
    return -1


def _of_wounds(draft: Draft, view: View) -> bool:
    last = draft.trigger.match.last
    return bool(_WOUNDS & set(view.lower[last : last + 5]))


def _only_violence(draft: Draft, events: list[Event], view: View) -> int:
    """The one violent event or accident told so far, where all of them are the same one; else -1."""
    found: dict[int, None] = {}
    for k, earlier in enumerate(events):
        violent = earlier.type is EventType.ASSAULT and earlier.mode not in ("abduct", "crowd-control")
        if not violent and not (earlier.type is EventType.OTHER and earlier.mode in ("accident", "disaster")):
            continue
        if earlier.status is Status.HAPPENED and earlier.grain in (Grain.SINGLE, Grain.SEVERAL):
            found[earlier.same_as if earlier.same_as >= 0 else k] = None
    if draft.event.status is not Status.HAPPENED or len(found) != 1:
        return -1
    target = next(iter(found))
    near = draft.event.sentence - events[target].sentence <= 12
    return target if near and _agrees(draft.event, events[target], view) else -1
