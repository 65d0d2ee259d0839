"""What merging needs of a case: single-event accounts with their people, figures, voices and stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sayso import edtf
from sayso.merge.words import content_words, determiners, manners, name_words
from sayso.records import Account, Actor, Claim, Count, Participant, Reading, Record, Voice
from sayso.vocabulary import ActorKind, EventType, Grain, How, ParticipantRole, SpeakerKind, Stance, Status

_RECEIVING = frozenset({ParticipantRole.RECIPIENT, ParticipantRole.VICTIM})
_KNOWN_BY_NAME = frozenset({SpeakerKind.NAMED, SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT, SpeakerKind.OUTLET})
_VIOLENT = frozenset({EventType.ASSAULT, EventType.COERCE})
_STATE_SECTORS = frozenset({"GOV", "MIL", "SPY", "LEG", "COP", "JUD"})


class Side(Record, frozen=True, kw_only=True):
    """Who stands on one side of an event."""

    ids: frozenset[str] = frozenset()
    """Actors that resolved."""
    persons: frozenset[str] = frozenset()
    """Those of ``ids`` that are people."""
    states: frozenset[str] = frozenset()
    """Countries whose state acts: as country, government, army or office-holder."""
    words: frozenset[str] = frozenset()
    """Stems of names and descriptions."""
    roles: frozenset[str] = frozenset()
    """Stems of the offices that their story gives the named ones."""
    named: bool = False
    """Whether any of it is a name."""

    def __bool__(self) -> bool:
        return bool(self.ids or self.words)


class Where(Record, frozen=True, kw_only=True):
    """A place, as far as merging compares it."""

    name: str = ""
    place_id: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""

    def __bool__(self) -> bool:
        return bool(self.name)


class Teller(Record, frozen=True, kw_only=True):
    """Whose a figure is."""

    voice: str
    """Same for what one voice tells: a named one wherever it speaks, any other within its text, else the narration."""
    stance: Stance = Stance.ASSERTS


class Told(Record, frozen=True, kw_only=True):
    """One account with what it is compared by. What is empty here, the rest of its story may fill in (``stories``)."""

    account: Account
    story_id: str
    outlet: str
    published: str
    origin_group: str
    """Same-text group, or the story itself."""
    paragraph: int
    days: tuple[date, date] | None
    """Bounds of when it happened; None if not known to a year."""
    seen: date | None
    """When its story was published."""
    where: Where
    actors: Side
    recipients: Side
    trigger: frozenset[str]
    """Stems of the trigger words."""
    manners: frozenset[str]
    definite: bool
    fresh: bool
    """Set off from what was told before: "another", "a second"."""
    words: frozenset[str]
    """Stems of the content words of its sentence."""
    claim: Claim | None
    counts: tuple[Count, ...]
    tellers: tuple[Teller, ...] = ()
    """Whose each of ``counts`` is."""
    occasion: str = ""
    """The first account of its story that tells of the same event, itself included; empty before ``stories``."""

    @property
    def status(self) -> Status:
        return self.account.status

    @property
    def type(self) -> EventType:
        return self.account.event_type


def gather(readings: Iterable[Reading]) -> list[Told]:
    """Single-event accounts of all readings, by account id, so that no order of reading shows in what follows."""
    found: list[Told] = []
    for reading in readings:
        found += _of_reading(reading)
    return sorted(found, key=lambda t: t.account.account_id)


def _of_reading(reading: Reading) -> list[Told]:
    story = reading.story
    claims = {c.claim_id: c for c in reading.claims}
    counts: dict[str, list[Count]] = defaultdict(list)
    for count in reading.counts:
        counts[count.account_id].append(count)
    people: dict[str, list[Participant]] = defaultdict(list)
    for participant in reading.participants:
        people[participant.account_id].append(participant)
    actors = {a.actor_id: a for a in reading.actors}
    voices = {v.voice_id: v for v in reading.voices}
    offices: dict[str, set[str]] = defaultdict(set)
    for role in reading.roles:
        offices[role.actor_id] |= name_words(role.role)
    inherited = {
        (e.record_id, e.field)
        for e in reading.evidence
        if e.table == "accounts" and e.how == How.INFERRED and e.ref.startswith("refers back")
    }
    seen = edtf.bounds(story.published)[0] if story.published else None
    found = []
    for account in reading.accounts:
        if account.grain != Grain.SINGLE:
            continue
        aid = account.account_id
        trigger = content_words(story.text[account.trigger_start : account.trigger_end])
        members = people.get(aid, [])
        means = frozenset(w for p in members if p.role == ParticipantRole.MEANS for w in name_words(p.name))
        definite, fresh = determiners(story.text, account.trigger_start)
        mine = [p for p in members if p.role == ParticipantRole.ACTOR]
        theirs = [p for p in members if p.role in _RECEIVING]
        found.append(
            Told(
                account=account,
                story_id=story.story_id,
                outlet=story.outlet,
                published=story.published,
                origin_group=story.origin_group or story.story_id,
                paragraph=next((n for n, b in enumerate(story.blocks) if b.start <= account.start < b.end), -1),
                days=None if (aid, "date_start") in inherited else _days(account),
                seen=seen,
                where=Where() if (aid, "place") in inherited else _where(account),
                actors=_side(mine, actors, offices),
                recipients=_side(theirs, actors, offices),
                trigger=trigger,
                manners=manners(trigger | means) if account.event_type in _VIOLENT else frozenset(),
                definite=definite,
                fresh=fresh,
                words=content_words(account.text),
                claim=claims.get(account.claim_id),
                counts=tuple(counts.get(aid, ())),
                tellers=tuple(_teller(c, claims, voices, reading) for c in counts.get(aid, ())),
            )
        )
    return found


def _teller(count: Count, claims: Mapping[str, Claim], voices: Mapping[str, Voice], reading: Reading) -> Teller:
    story = reading.story
    text = story.origin_group or story.story_id
    claim = claims.get(count.claim_id)
    if claim is None or not (claim.speaker or claim.speaker_id):
        return Teller(voice=f"text {text}" if story.origin_group else f"outlet {story.outlet.lower() or text}")
    voice = voices.get(claim.speaker_id)
    if voice is not None and voice.actor_id:
        return Teller(voice=f"actor {voice.actor_id}", stance=claim.stance)
    if claim.speaker_kind in _KNOWN_BY_NAME:
        return Teller(voice=f"name {claim.speaker.lower()}", stance=claim.stance)
    return Teller(voice=f"unnamed {claim.speaker.lower()} {text}", stance=claim.stance)


def _side(people: Iterable[Participant], actors: Mapping[str, Actor], offices: Mapping[str, set[str]]) -> Side:
    ids: set[str] = set()
    persons: set[str] = set()
    roles: set[str] = set()
    states: set[str] = set()
    words: set[str] = set()
    named = False
    for person in people:
        mine = name_words(person.name)
        if not mine:
            continue
        words |= mine
        actor = actors.get(person.actor_id)
        if person.actor_id:
            ids.add(person.actor_id)
            roles |= offices.get(person.actor_id, set())
            named = True
        if actor is not None and actor.kind == ActorKind.PERSON:
            persons.add(person.actor_id)
        if actor is not None and actor.country and (actor.kind == ActorKind.COUNTRY or actor.sector in _STATE_SECTORS):
            states.add(actor.country)
    return Side(
        ids=frozenset(ids),
        persons=frozenset(persons),
        states=frozenset(states),
        words=frozenset(words),
        roles=frozenset(roles),
        named=named,
    )


def _where(account: Account) -> Where:
    if not account.place:
        return Where()
    return Where(
        name=account.place, place_id=account.place_id, country=account.country, latitude=account.latitude,
        longitude=account.longitude, precision=account.geo_precision,
    )  # fmt: skip


def _days(account: Account) -> tuple[date, date] | None:
    if not account.date_start and not account.date_end:
        return None
    low = edtf.bounds(account.date_start)[0] if account.date_start else None
    high = edtf.bounds(account.date_end or account.date_start)[1]
    if low is None or high is None or high < low:
        return None
    return low, high
