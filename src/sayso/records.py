"""The nouns of the record: frozen, keyword-only, one field a column of the contract (``sayso.contract``).

Empty string or ``None`` means not stated. Dates are EDTF strings. ``start``/``end`` are Unicode code points,
half-open, into ``Story.text``; ``text`` is exactly that stretch.
"""

from __future__ import annotations

import msgspec

from sayso.vocabulary import (
    ActorKind,
    Basis,
    BlockColumn,
    BlockKind,
    Certainty,
    ClaimRelation,
    CountWhat,
    CountWho,
    EventType,
    Grain,
    How,
    Naming,
    ParticipantCertainty,
    ParticipantRole,
    PublishedFrom,
    Qualifier,
    Quoted,
    SpeakerKind,
    Stance,
    Status,
    VoiceSort,
)


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all records."""


class Derived(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what a model or rule derived."""

    confidence: float = 1.0
    """Probability, 0 to 1, that the row is right as it stands."""
    reviewed: str = "0"
    """0 not looked at, 1 accepted by a human, ``corrected`` changed by one."""
    version: str = ""
    """Version of the reader that made the row."""


class Page(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Bytes as they came."""

    page_id: str
    address: str
    """Web address, or path relative to the source folder (POSIX separators)."""
    retrieved: str
    """When the bytes were fetched or read, ISO 8601 UTC, seconds."""
    modified: str = ""
    """File time or Last-Modified, ISO 8601 UTC; empty if not known."""
    media_type: str = ""
    sha256: str = ""
    """Of the bytes as they came."""
    version_of: str = ""
    """page_id of the page's earlier version, if its content changed."""
    version: int = 1
    """1 for the first content seen at this address, then 2, 3, ..."""


class Block(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One stretch of a story: a paragraph, heading, caption, quoted passage..."""

    kind: BlockKind
    start: int
    end: int


class Story(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One article on a page. ``text`` is immutable: blocks joined by a blank line, the printed title first."""

    story_id: str
    page_id: str
    page: str = ""
    """The page's address, as in ``Page.address``."""
    title: str = ""
    byline: str = ""
    outlet: str = ""
    dateline: str = ""
    """Where the story says it was filed from, as printed ("Peshawar, Pakistan")."""
    published: str = ""
    """EDTF date (day) of publication; empty if not known."""
    published_from: PublishedFrom = PublishedFrom.UNKNOWN
    language: str = "en"
    """ISO 639-1. Stories in other languages than English are kept and not read."""
    words: int = 0
    origin_group: str = ""
    """Same for stories of (nearly) the same text; empty if alone."""
    text_sha256: str = ""
    corrects_story_id: str = ""
    retracted: bool = False
    text: str = ""
    blocks: tuple[Block, ...] = ()
    position: int = 0
    """Order of the story on its page, from 0."""


class Voice(Derived, frozen=True, kw_only=True, omit_defaults=True):
    """Who speaks, in one story. Sort and naming are two different things."""

    voice_id: str
    story_id: str
    actor_id: str = ""
    """Empty for unnamed voices: they are never the same voice across stories."""
    name: str
    """Full name where the story gives one, else the description as printed ("a senior official")."""
    sort: VoiceSort
    naming: Naming
    role: str = ""
    number: str = "one"
    """``one`` or ``several``."""


class Claim(Derived, frozen=True, kw_only=True, omit_defaults=True):
    """What one or several voices are said to have said."""

    claim_id: str
    story_id: str
    speaker: str
    """Name or description; several joined by " ; "."""
    speaker_id: str = ""
    """voice_id of the (first) speaker."""
    speaker_kind: SpeakerKind = SpeakerKind.UNKNOWN
    speaker_role: str = ""
    via: str = ""
    """Voices that carried it, outermost first, joined by " > ", without the speaker."""
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.UNSTATED
    certainty_text: str = ""
    quoted: Quoted = Quoted.NO
    said_on: str = ""
    """EDTF date of the saying."""
    origin_id: str = ""
    denies_claim_id: str = ""
    block: BlockColumn = BlockColumn.BODY
    text: str = ""
    """Story text of the hull of the content (of the cue where there is no content)."""
    start: int
    end: int


class ClaimVoice(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One voice of a claim. Position 0 is the speaker, then outwards; ``member`` counts joint speakers."""

    claim_id: str
    position: int
    member: int = 0
    voice_id: str


class ClaimAccount(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A claim tells of an account."""

    claim_id: str
    account_id: str
    relation: ClaimRelation = ClaimRelation.REPORTS


class Account(Derived, frozen=True, kw_only=True, omit_defaults=True):
    """What one voice in one story tells of one event or set of events. Anchored at its trigger."""

    account_id: str
    story_id: str
    incident_id: str = ""
    claim_id: str = ""
    """The claim that tells it; empty where the story's own narration does."""
    origin_id: str = ""
    event_type: EventType
    event_mode: str = ""
    """PLOVER mode, or our own mode of OTHER."""
    context: str = ""
    """PLOVER contexts, joined by " ; "."""
    status: Status = Status.HAPPENED
    grain: Grain = Grain.SINGLE
    events_min: int | None = None
    events_max: int | None = None
    date_start: str = ""
    date_end: str = ""
    date_precision: str = ""
    date_kind: str = ""
    """A ``DateKind``, or empty."""
    time_of_day: str = ""
    """HH:MM or a TIMEX3 part of day: MO, MI, AF, EV, NI, DT."""
    date_zone: str = ""
    """IANA zone or UTC offset the time of day is in."""
    place: str = ""
    place_id: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str = ""
    """A ``GeoPrecision``, or empty."""
    actor: str = ""
    recipient: str = ""
    means: str = ""
    block: BlockColumn = BlockColumn.BODY
    text: str = ""
    """Story text of the sentence (or clause) that tells it."""
    start: int
    end: int
    trigger_start: int = 0
    """Anchor of the id: the trigger words."""
    trigger_end: int = 0
    refers_to: str = ""
    """account_id of the earlier account of the story that this one plainly refers back to ("the attack")."""


class Participant(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Someone or something in an event."""

    account_id: str
    role: ParticipantRole
    actor_id: str = ""
    name: str
    certainty: ParticipantCertainty = ParticipantCertainty.STATED
    count_id: str = ""


class Count(Derived, frozen=True, kw_only=True, omit_defaults=True):
    """A figure. ``text`` is the figure phrase, its anchor."""

    count_id: str
    account_id: str = ""
    claim_id: str = ""
    story_id: str
    what: CountWhat
    who: CountWho = CountWho.TOTAL
    min: int | None = None
    max: int | None = None
    qualifier: Qualifier = Qualifier.EXACTLY
    basis: Basis = Basis.TOTAL
    part_of_count_id: str = ""
    supersedes_count_id: str = ""
    date_start: str = ""
    date_end: str = ""
    place: str = ""
    per: str = ""
    """day, week, month, year for rates."""
    text: str = ""
    start: int
    end: int


class Victim(Derived, frozen=True, kw_only=True, omit_defaults=True):
    """A person harmed. Protected by default in anything published."""

    victim_id: str
    incident_id: str = ""
    account_id: str = ""
    claim_id: str = ""
    name: str = ""
    age_min: int | None = None
    age_max: int | None = None
    sex: str = ""
    group: str = ""
    harm: str = ""
    story_id: str
    start: int
    end: int


class Actor(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A named person, organisation, country or group."""

    actor_id: str
    name: str
    kind: ActorKind = ActorKind.UNKNOWN
    country: str = ""
    """ISO 3166-1 alpha-2 of nationality or seat, where known."""
    sector: str = ""
    """PLOVER sector: GOV, MIL, SPY, REB, OPP, CVL, ..."""


class Name(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One spelling of an actor seen in a story."""

    id: str
    """actor_id."""
    name: str
    script: str = "Latn"
    """ISO 15924."""
    kind: str = ""
    """full, short, title (with a title or office before it), acronym, description."""
    story_id: str = ""


class Role(Derived, frozen=True, kw_only=True, omit_defaults=True):
    """An actor's office, with the dates for which the evidence holds."""

    role_id: str
    actor_id: str
    name: str
    role: str
    organisation: str = ""
    date_start: str = ""
    date_end: str = ""
    story_id: str = ""
    start: int | None = None
    end: int | None = None


class Place(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A gazetteer place."""

    place_id: str
    name: str
    kind: str = ""
    admin1: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: str = ""


class Evidence(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Where the value of one field of one record came from."""

    table: str
    record_id: str
    field: str
    how: How
    story_id: str = ""
    start: int | None = None
    end: int | None = None
    ref: str = ""
    """Manifest line, gazetteer entry, table row or rule, where it is not words of the text."""


class Issue(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What could not be read or resolved, why, and what to do."""

    what: str
    why: str
    remedy: str
    at: str = ""
    """ISO 8601 UTC, when it was noted."""
    kind: str = ""
    """Short code: unreadable, empty, language, network, manifest, truncated, ..."""
    page_id: str = ""
    story_id: str = ""


class Reading(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Everything one story can give on its own."""

    story: Story
    voices: tuple[Voice, ...] = ()
    claims: tuple[Claim, ...] = ()
    claim_voices: tuple[ClaimVoice, ...] = ()
    claim_accounts: tuple[ClaimAccount, ...] = ()
    accounts: tuple[Account, ...] = ()
    participants: tuple[Participant, ...] = ()
    counts: tuple[Count, ...] = ()
    victims: tuple[Victim, ...] = ()
    actors: tuple[Actor, ...] = ()
    names: tuple[Name, ...] = ()
    roles: tuple[Role, ...] = ()
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    issues: tuple[Issue, ...] = ()
    version: str = ""
    """Version of the reader."""


class Incident(Derived, frozen=True, kw_only=True, omit_defaults=True):
    """Single-event accounts of the same event across stories, and what follows from them."""

    incident_id: str
    event_type: EventType
    event_mode: str = ""
    status: Status = Status.HAPPENED
    date_start: str = ""
    date_end: str = ""
    date_precision: str = ""
    place: str = ""
    admin1: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str = ""
    """A ``GeoPrecision``, or empty."""
    actor: str = ""
    recipient: str = ""
    killed_min: int | None = None
    killed_max: int | None = None
    civilians_killed_min: int | None = None
    civilians_killed_max: int | None = None
    militants_killed_min: int | None = None
    militants_killed_max: int | None = None
    injured_min: int | None = None
    injured_max: int | None = None
    number_of_accounts: int = 0
    number_of_stories: int = 0
    number_of_origins_min: int = 0
    number_of_origins_max: int = 0
    contested: bool = False
    contested_about: str = ""
    """Of occurrence, killed, injured, who_was_killed, actor, place, date; joined by " ; "."""
    first_reported: str = ""
    last_reported: str = ""


class Toll(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A range of one incident, naming the figures at both ends."""

    incident_id: str
    what: CountWhat
    who: CountWho
    min: int | None = None
    max: int | None = None
    min_count_id: str = ""
    max_count_id: str = ""
    contested: bool = False
    first_date: str = ""
    last_date: str = ""


class Link(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A judgement on a pair of accounts; incidents are a pure function of these edges."""

    account_a: str
    account_b: str
    judgement: str
    """same, different, covers (a set covers a single), unsure."""
    score: float
    reasons: str = ""
    """Feature=contribution, joined by " ; "."""
    by: str = "merge"
    at: str = ""


class Origin(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Where claims ultimately come from, as far as the chain shows."""

    origin_id: str
    kind: str
    """voice, agency, outlet, document, text (same text), unnamed."""
    name: str
    reason: str = ""
    certain: bool = True


class Gap(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A run of days without a matching incident, qualified by what was read for them."""

    filter: str
    date_start: str
    date_end: str
    days: int
    stories_read: int
    stories_unread: int
    outlets: int


class Rate(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Incidents per period with a Poisson interval, beside what voices claimed for it."""

    filter: str
    period: str
    incidents: int
    contested: int
    claimed_min: int | None = None
    claimed_max: int | None = None
    low: float = 0.0
    high: float = 0.0


class Relation(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Dealings between two actors in one period, by PLOVER quadrant."""

    actor_a: str
    actor_b: str
    period: str
    verbal_cooperation: int = 0
    material_cooperation: int = 0
    verbal_conflict: int = 0
    material_conflict: int = 0
    intensity: float = 0.0
    low: float = 0.0
    high: float = 0.0


class Decision(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A human's act. Append-only; stores an anchor, never an id alone."""

    decision_id: str
    at: str
    by: str
    action: str
    table: str
    record_id: str
    anchor: str = ""
    """text_sha256:start-end:quote of the record the decision is about."""
    field: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    undoes: str = ""
    version: str = ""


class Alias(Record, frozen=True, kw_only=True, omit_defaults=True):
    """An id once given, and what it now resolves to."""

    old_id: str
    new_id: str
    why: str
