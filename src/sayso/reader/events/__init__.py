"""Events by the trained model, with a reviewed lexicon over PLOVER's manual and small pattern functions as votes.

``find_events`` is the interface. With a model: ``learned`` (events), ``counts`` (figures), ``weighing`` (what the
rules' votes are worth). The rules, which are all there is without one: ``lexicon`` (tables compiled), ``view`` (tokens
and clauses), ``triggers`` (with ``senses``), ``status`` and ``tense``, ``grain``, ``arguments`` (with ``phrases`` and
``circumstances``), ``settle`` (one event told twice), ``tally`` (figures, victims).

What kind of event is what follows PLOVER's manual with these choices: regret and apology are CONCEDE; closing a
crossing or holding up supplies is SANCTION, keeping people from leaving COERCE; a plan, a threat or a meeting called
off keeps the type of what is planned, threatened or called off, and ``status`` says so (PLOVER's AGREE, THREATEN and
REJECT follow from the two together). Verbs of mere saying make no event.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from sayso.reader.events.arguments import Finder
from sayso.reader.events.counts import learned_figures, tie_figures
from sayso.reader.events.grain import counted
from sayso.reader.events.learned import learned_events
from sayso.reader.events.lexicon import mode_words
from sayso.reader.events.settle import Draft, harms, merge_in_sentences, refer_back
from sayso.reader.events.status import standing
from sayso.reader.events.tally import settle_figures, settle_victims
from sayso.reader.events.triggers import Trigger, find_triggers
from sayso.reader.events.view import ACTING, PRONOUNS, View
from sayso.reader.events.weighing import weighing
from sayso.reader.figures import find_victims
from sayso.reader.marks import Argument, Event, Figure, Mention, Sentence, TimeExpression, Token, Victimhood
from sayso.reader.model import ModelReading
from sayso.reader.model.events import found_spans
from sayso.records import Record, Story
from sayso.vocabulary import BlockKind, EventType, MentionKind, ParticipantCertainty, ParticipantRole, Status

__all__ = ["EventLayer", "find_events"]

_WEAK_NOUNS = frozenset({"conversation", "dialogue", "briefing", "conference", "concession", "apology"})
_VISIBLE = frozenset({"SANCTION", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})
"""Types that are deeds to be seen: not done yet, they are no news, while an apology not made is."""
_QUOTES = frozenset({'"', "``", "''", "\u201c", "\u201d"})
_GOVERNING = frozenset({"AGREE", "REJECT", "THREATEN", "REQUEST"})


class EventLayer(Record, frozen=True, kw_only=True):
    """Events of one story, its figures with their events settled, and the single people harmed."""

    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    victims: tuple[Victimhood, ...] = ()


def find_events(
    story: Story,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    times: Sequence[TimeExpression],
    figures: Sequence[Figure],
    reading: ModelReading | None = None,
) -> EventLayer:
    """Events with type, mode, status, grain and arguments; figures with ``event`` set; victims.

    The other layers must come from the same ``tokens``.
    """
    if not tokens:
        return EventLayer(figures=tuple(figures))
    if reading is None:
        view = View(tokens, sentences, mentions, times, figures)
        events = _by_rules(view)
        settled = settle_figures(tuple(figures), events, view)
    else:
        weighs = weighing(reading.model.settings)
        more = {"trigger": weighs.more_triggers, "deciding": 0.0, "figure": weighs.more_figures, "counted": 0.0}
        triggers, deciding, counts, counted = found_spans(reading, sentences, more)
        own = learned_figures(tokens, sentences, reading, weighs, counts, counted, figures)
        view = View(tokens, sentences, mentions, times, own)
        worth = (reading.marked("trigger") >= weighs.ruled_least).tolist()
        events = learned_events(view, reading, weighs, triggers, deciding, _by_rules(view, worth))
        settled = settle_figures(own, events, view)
        anchors = [view.tokens_of(f.start, f.end) for f in settled]
        told = [view.tokens_of(e.start, e.end) for e in events]
        settled = tie_figures(sentences, reading, weighs, settled, anchors, told)
    victims = settle_victims(find_victims(story, tokens, sentences, mentions), events, view)
    return EventLayer(events=tuple(events), figures=settled, victims=victims)


def _by_rules(view: View, worth: Sequence[bool] | None = None) -> list[Event]:
    """Events by the tables and patterns alone; ``worth`` as for ``find_triggers``."""
    triggers = find_triggers(view, worth)
    finder = Finder(view, triggers)
    drafts = [draft for k, trigger in enumerate(triggers) if (draft := _draft(view, trigger, finder, k)) is not None]
    drafts = _drop_governed(drafts, view)
    drafts = _drop_standing(drafts)
    drafts = sorted(merge_in_sentences(drafts, view), key=lambda d: d.event.start)
    drafts = [d for d in drafts if not (d.local and d.harm) and not _bare(d, view)]
    return refer_back(drafts, view)


def _bare(draft: Draft, view: View) -> bool:
    """What tells nothing on its own: "deaths" of nobody in particular, "criticism" by no one, "he promised"."""
    roles = {a.role for a in draft.event.arguments}
    if draft.trigger.verb:
        if draft.trigger.entry.pattern in ("~burn", "~disperse"):
            return not roles & {ParticipantRole.RECIPIENT, ParticipantRole.VICTIM}  # "the crowd dispersed"
        if draft.trigger.entry.pattern == "~be held" or "~hold %P" in draft.trigger.entry.pattern:
            return not any(_someone(view, a) for a in draft.event.arguments)  # "talks were held"
        if draft.trigger.entry.pattern in ("~go to %P", "~come to %P", "~drive to %P"):
            return not any(_traveller(view, a) for a in draft.event.arguments)
        if draft.event.mode == "release" and draft.trigger.entry.weight == 1:
            return not any(_someone(view, a) for a in draft.event.arguments)  # "released by the ministry": a report
        weak = draft.trigger.entry.type in ("AGREE", "REJECT") and draft.trigger.entry.rank == 1
        actors = [view.tokens_of(a.start, a.end)[0] for a in draft.event.arguments if a.role is ParticipantRole.ACTOR]
        return weak and all(view.lower[i] in PRONOUNS for i in actors)
    if draft.harm:
        return not roles & {ParticipantRole.VICTIM, ParticipantRole.ACTOR, ParticipantRole.RECIPIENT}
    verbal = draft.trigger.entry.type in ("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "AGREE", "THREATEN", "AID")
    if view.lower[draft.trigger.match.first] in ("his", "her", "its", "their", "our"):
        return False  # "her demand for"
    verbal = (verbal and draft.event.mode != "investigate") or draft.event.mode == "convict"
    start = draft.trigger.match.first
    loose = view.lower[start - 1 : start] in (["a"], ["an"], ["useful"], ["word"]) and len(roles) == 0
    if loose and draft.trigger.entry.pattern in _WEAK_NOUNS:
        return True  # "the conditions for a conversation", "the word apology"
    return verbal and not roles & {ParticipantRole.ACTOR, ParticipantRole.RECIPIENT}


def _traveller(view: View, argument: Argument) -> bool:
    """Whether an actor is a person or an office, or stands for one: "he", "the envoy"; lorries go places too."""
    if argument.role is not ParticipantRole.ACTOR:
        return False
    a, b = view.tokens_of(argument.start, argument.end)
    kinds = {view.mentions[n].kind for n in view.mention_at[a:b] if n >= 0}
    return bool(kinds & {MentionKind.PERSON, MentionKind.ROLE}) or view.lower[a] in ("he", "she", "i")


def _someone(view: View, argument: Argument) -> bool:
    """Whether an argument to whom something was done is a person, a group or a number of people."""
    if argument.role not in (ParticipantRole.RECIPIENT, ParticipantRole.VICTIM):
        return False
    if argument.figure >= 0:
        return True
    a, b = view.tokens_of(argument.start, argument.end)
    return any(n >= 0 and view.mentions[n].kind in ACTING for n in view.mention_at[a:b])


def _draft(view: View, trigger: Trigger, finder: Finder, number: int) -> Draft | None:
    entry = trigger.entry
    found = standing(view, trigger)
    if found is None:
        return None
    if found.status is Status.DENIED and trigger.verb and entry.type in _VISIBLE and _not_yet(view, trigger):
        return None
    size = counted(view, trigger)
    if size.generic:
        return None
    span = view.span(trigger.match.first, trigger.match.last)
    kind, mode = _type_and_mode(view, trigger)
    arguments = _certain(view, trigger, finder.arguments(number))
    event = Event(
        start=span.start,
        end=span.end,
        sentence=view.tokens[trigger.head].sentence,
        type=kind,
        mode=mode,
        context=entry.context,
        status=found.status,
        status_span=found.span,
        grain=size.grain,
        events_min=size.min,
        events_max=size.max,
        arguments=arguments,
        rule=f"{entry.pattern}{' / ' + found.why if found.why else ''}",
        confidence=0.9 if entry.rank == 3 else 0.8 if entry.rank == 2 else 0.6,
    )
    local = found.status is Status.DENIED and found.why in (
        "no",
        "none",
        "nobody",
        "neither",
        "no one",
        "not",
        "n't",
        "nor",
        "without",
    )
    return Draft(event=event, trigger=trigger, harm=harms(event, trigger), local=local)


def _type_and_mode(view: View, trigger: Trigger) -> tuple[EventType, str]:
    """The row's type and mode, or what the words of its clause make of it."""
    entry = trigger.entry
    kind, mode = entry.type, entry.mode
    a, b = view.clause(trigger.head)
    words = view.lower[a:b]
    plain, change = mode_words()
    key = view.lower[trigger.head]
    if kind == "ASSAULT" and key in change:
        for word in words:
            if word in change[key]:
                kind, mode = change[key][word]
                return EventType(kind), mode
    if entry.rank == 1 and kind in ("ASSAULT", "OTHER") and (mode in ("", "death")):
        sentence = view.sentences[view.tokens[trigger.head].sentence]
        for word in view.lower[sentence.first : sentence.last]:
            if word in change["harm"]:
                kind, mode = change["harm"][word]
                return EventType(kind), mode
    if not mode or (kind == "MOBILIZE" and mode == "troops"):
        cues = plain.get(kind, {})
        best = next((cues[word] for word in words if word in cues), "")
        if kind == "CONSULT" and trigger.verb and best == "phone" and not {"by", "telephone", "phone"} & set(words):
            best = ""
        mode = best or mode
    return EventType(kind), mode


def _certain(view: View, trigger: Trigger, arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Certainty of the actors from words that claim or lay the blame: "claimed responsibility for", "blamed on"."""
    sentence = view.sentences[view.tokens[trigger.head].sentence]
    words = view.lower[sentence.first : sentence.last]
    if "responsibility" in words and {"claimed", "claim", "claiming", "claims", "admitted"} & set(words):
        certainty = ParticipantCertainty.ADMITTED
    elif (
        {"accused", "accuses", "accusing"} & set(view.lower[sentence.first : trigger.match.first])
        and trigger.entry.type != "ACCUSE"
    ) or ({"blamed", "blames", "blaming"} & set(words) and trigger.entry.type == "ASSAULT"):
        certainty = ParticipantCertainty.ACCUSED
    else:
        return arguments
    return tuple(
        msgspec.structs.replace(a, certainty=certainty) if a.role is ParticipantRole.ACTOR else a for a in arguments
    )


def _not_yet(view: View, trigger: Trigger) -> bool:
    """The teller's own "nobody has walked out", "has not closed it again": nothing happened, and no one denies it."""
    sentence = view.sentences[view.tokens[trigger.head].sentence]
    words = view.lower[sentence.first : sentence.last]
    begin = max(sentence.first, trigger.match.first - 4)
    perfect = {"has", "have", "'ve"} & set(view.lower[begin : trigger.match.first])
    told = any(view.is_saying(i) for i in range(sentence.first, sentence.last)) or _QUOTES & set(words)
    return bool(perfect) and not told and sentence.kind is not BlockKind.HEADING


def _drop_standing(drafts: list[Draft]) -> list[Draft]:
    """Without those whose words only say that another was called off: "the visit was postponed indefinitely"."""
    spans = [
        (d.event.status_span.start, d.event.status_span.end, id(d))
        for d in drafts
        if d.event.status is Status.CALLED_OFF and d.event.status_span is not None
    ]
    return [
        d for d in drafts
        if d.event.type is not EventType.REJECT or not d.trigger.verb
        or not any(a < d.event.end and d.event.start < b and key != id(d) for a, b, key in spans)
    ]  # fmt: skip


def _drop_governed(drafts: list[Draft], view: View) -> list[Draft]:
    """Of "agreed to withdraw" or "threatened to close X" keep what is planned or threatened; of "demanded the release"
    and "rejected the ceasefire" keep the demand and the rejection.
    """
    dropped: set[int] = set()
    for one, two in pairwise(drafts):
        kind = one.trigger.entry.type
        if kind not in _GOVERNING or one.event.sentence != two.event.sentence:
            continue
        gap = two.trigger.match.first - one.trigger.match.last
        between = view.lower[one.trigger.match.last : two.trigger.match.first]
        direct = gap <= 7 and not {",", "and", "but", "after", "when", "because", ";"} & set(between)
        if not direct:
            continue
        if kind == "REJECT" and two.event.status is Status.DENIED and "~" in one.trigger.entry.pattern and gap > 0:
            # "rejected claims that it had struck": a denial of the strike, not a rejection of anything.
            dropped.add(id(one))
        elif kind in ("REQUEST", "REJECT"):
            if two.event.status is not Status.HAPPENED or kind == "REJECT" or gap <= 3:
                dropped.add(id(two))
        elif kind == "THREATEN" and two.event.status is Status.HYPOTHETICAL:
            dropped.add(id(two))
        elif two.event.status in (Status.PLANNED, Status.THREATENED):
            dropped.add(id(one))
    return [d for d in drafts if id(d) not in dropped]
