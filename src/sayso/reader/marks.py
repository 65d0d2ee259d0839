"""What reading a story marks in its text: spans and links, before any of them becomes a value.

This is the interface between the reader (a trained model, and rules) and ``sayso.resolve``. Every offset is in
Unicode code points into ``Story.text``, half-open.
"""

from __future__ import annotations

from sayso.records import Record
from sayso.vocabulary import (
    Basis,
    BlockKind,
    Certainty,
    CountWhat,
    CountWho,
    EventType,
    Grain,
    MentionKind,
    ParticipantCertainty,
    ParticipantRole,
    Qualifier,
    Quoted,
    Stance,
    Status,
    VoiceSort,
)


class Span(Record, frozen=True, kw_only=True):
    """A stretch of the story."""

    start: int
    end: int


class Token(Record, frozen=True, kw_only=True):
    """A word, number or single mark of punctuation. Clitics ('s, n't) stay apart from their word."""

    text: str
    lower: str
    """Lower case, with typographic quotes, dashes and apostrophes made plain."""
    start: int
    end: int
    sentence: int
    """Index into ``Marks.sentences``."""


class Sentence(Record, frozen=True, kw_only=True):
    """A sentence; never runs over a block border."""

    start: int
    end: int
    block: int
    """Index into ``Story.blocks``."""
    kind: BlockKind
    first: int
    """Index of its first token; ``last`` is one past its last."""
    last: int


class Mention(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A name or description of someone, something or somewhere."""

    start: int
    end: int
    kind: MentionKind
    named: bool = True
    """False for descriptions ("a senior official", "the general")."""
    plural: bool = False
    head: int = -1
    """Start of the head word; -1 means the last word."""
    title: Span | None = None
    """Title or office standing before the name, inside start:end ("Gen.", "Foreign Minister")."""
    role: Span | None = None
    """Office given by apposition, outside the mention ("X, head of Y,")."""
    name: Span | None = None
    """The bare name, without title, where there is one."""
    chain: int = -1
    """Mentions of the same one in the story share a chain number; -1 means linked to none."""


class Attribution(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Source, cue and content of one attribution, with what carried it."""

    sources: tuple[Span, ...] = ()
    """The words that name the speakers; empty if the passage names none (a set-off quotation)."""
    cue: Span | None = None
    contents: tuple[Span, ...] = ()
    """The content's stretches in text order."""
    quoted: Quoted = Quoted.NO
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.UNSTATED
    certainty_span: Span | None = None
    addressees: tuple[Span, ...] = ()
    """Who was told; an outlet here becomes part of the chain."""
    carriers: tuple[Span, ...] = ()
    """Relaying voices named in the text, outermost first (not the speaker)."""
    parent: int = -1
    """Index of the attribution in whose content this one stands; -1 at the top."""
    said: Span | None = None
    """The time expression that says when it was said."""
    rule: str = ""
    """Name of the rule or layer that found it."""
    confidence: float = 1.0
    """Probability that source, cue and content are these, give or take half of their words."""
    source_confidence: float = 1.0
    """Probability that the sources are exactly these words; so for cue and contents."""
    cue_confidence: float = 1.0
    content_confidence: float = 1.0


class Speaking(Record, frozen=True, kw_only=True):
    """What the words of a source say, by the trained model, of who speaks."""

    start: int
    end: int
    sorts: tuple[float, ...]
    """Probabilities of ``SPEAKING_SORTS``."""
    namings: tuple[float, ...]
    """Probabilities of ``Naming``, in its order."""


SPEAKING_SORTS = tuple(sort for sort in VoiceSort if sort != VoiceSort.UNKNOWN)
"""Sorts of voices in the order of ``Speaking.sorts``."""


class Argument(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A participant, place or time of an event, as words."""

    role: ParticipantRole | str
    """A ParticipantRole, or "place" or "time"."""
    start: int
    end: int
    certainty: ParticipantCertainty = ParticipantCertainty.STATED
    figure: int = -1
    """Index into ``Marks.figures`` of the count of these participants."""


class Event(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A trigger with type, status and arguments."""

    start: int
    """Trigger words."""
    end: int
    sentence: int
    type: EventType
    mode: str = ""
    context: str = ""
    status: Status = Status.HAPPENED
    status_span: Span | None = None
    grain: Grain = Grain.SINGLE
    events_min: int | None = None
    events_max: int | None = None
    arguments: tuple[Argument, ...] = ()
    same_as: int = -1
    """Index of an earlier event of the story that this one plainly refers back to ("the attack")."""
    rule: str = ""
    confidence: float = 1.0


class Figure(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A figure and what it counts, of whom."""

    start: int
    """The figure phrase with its qualifier ("at least two dozen")."""
    end: int
    sentence: int
    what: CountWhat
    what_span: Span | None = None
    """The words that say what is counted ("killed"); ``None`` where it follows from another figure."""
    who: CountWho = CountWho.TOTAL
    who_span: Span | None = None
    min: int | None = None
    max: int | None = None
    qualifier: Qualifier = Qualifier.EXACTLY
    basis: Basis = Basis.TOTAL
    part_of: int = -1
    """Index of the figure this is a part of."""
    event: int = -1
    """Index into ``Marks.events``."""
    per: str = ""
    rule: str = ""
    confidence: float = 1.0


class TimeExpression(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A TIMEX3-like time expression; ``value`` is unresolved, ``sayso.resolve.times`` anchors it."""

    start: int
    end: int
    sentence: int
    kind: str
    """DATE, TIME, DURATION, SET."""
    form: str
    """Canonical form for the resolver (grammar in ``sayso.reader.times``)."""


class Victimhood(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A single person harmed, as described."""

    start: int
    end: int
    name: Span | None = None
    age_min: int | None = None
    age_max: int | None = None
    sex: str = ""
    group: str = ""
    harm: str = ""
    event: int = -1


class Marks(Record, frozen=True, kw_only=True, omit_defaults=True):
    """All marks of one story."""

    tokens: tuple[Token, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    victims: tuple[Victimhood, ...] = ()
    speaking: tuple[Speaking, ...] = ()
    """One for each source of ``attributions``, where a model was there to ask."""
