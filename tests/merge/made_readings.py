"""Readings built by hand for tests of merging: one made-up account at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.ids import digest
from sayso.reader.plain import plain_story
from sayso.records import Account, Actor, Claim, Count, Participant, Place, Reading, Voice
from sayso.vocabulary import (
    ActorKind,
    Basis,
    CountWhat,
    CountWho,
    EventType,
    GeoPrecision,
    Grain,
    Naming,
    ParticipantRole,
    Qualifier,
    Quoted,
    SpeakerKind,
    Stance,
    Status,
    VoiceSort,
)

PLACES = {
    "Ardun": (10.0, 20.0), "Belmar": (10.1, 20.05), "Corvo": (12.0, 22.0), "Dell": (10.0, 25.0),
}  # fmt: skip
"""Belmar is some 12 km from Ardun, the others are hundreds away."""


@dataclass
class Desk:
    """A story being read: each method adds one sentence with what it tells; ``reading`` gives the whole."""

    name: str
    published: str = "2031-05-04"
    outlet: str = ""
    group: str = ""
    accounts: list[Account] = field(default_factory=list)
    people: list[Participant] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    @property
    def story_id(self) -> str:
        return digest("story", self.name)

    def claim(
        self, speaker: str, stance: Stance = Stance.ASSERTS, *, named: bool = True, via: str = "", denies: str = "",
        sort: VoiceSort = VoiceSort.PERSON,
    ) -> str:  # fmt: skip
        """A claim by a voice; its id."""
        claim_id = digest("claim", self.name, str(len(self.claims)))
        voice_id = digest("voice", self.name, speaker)
        actor_id = digest("actor", speaker) if named else ""
        naming = Naming.NAMED if named else Naming.UNNAMED
        self.voices.append(
            Voice(voice_id=voice_id, story_id=self.story_id, actor_id=actor_id, name=speaker, sort=sort, naming=naming)
        )
        self.claims.append(
            Claim(
                claim_id=claim_id, story_id=self.story_id, speaker=speaker, speaker_id=voice_id, stance=stance, via=via,
                speaker_kind=SpeakerKind.NAMED if named else SpeakerKind.ANONYMOUS, quoted=Quoted.NO,
                denies_claim_id=denies, start=0, end=1,
            )
        )  # fmt: skip
        return claim_id

    def tell(
        self, sentence: str, trigger: str, *, type: EventType = EventType.ASSAULT, mode: str = "", day: str = "",
        place: str = "", actor: str = "", recipient: str = "", victim: str = "", status: Status = Status.HAPPENED,
        grain: Grain = Grain.SINGLE, claim: str = "", hour: str = "", refers_to: str = "",
    ) -> str:  # fmt: skip
        """A sentence (a paragraph of its own) that tells of an event; the account's id."""
        start = sum(len(s) + 2 for s in self.sentences)
        self.sentences.append(sentence)
        at = start + sentence.index(trigger)
        account_id = digest("account", self.name, str(len(self.accounts)))
        where = PLACES.get(place)
        if where:
            self.places[place] = Place(place_id=f"p{place}", name=place, admin1="Vale", country="XA")
        self.accounts.append(
            Account(
                account_id=account_id, story_id=self.story_id, claim_id=claim, event_type=type, event_mode=mode,
                status=status, grain=grain, date_start=day, time_of_day=hour, place=place,
                place_id=f"p{place}" if where else "", country="XA" if where else "",
                latitude=where[0] if where else None, longitude=where[1] if where else None,
                geo_precision=GeoPrecision.TOWN if where else "", actor=actor, recipient=recipient or victim,
                text=sentence, start=start, end=start + len(sentence), trigger_start=at, trigger_end=at + len(trigger),
                refers_to=refers_to,
            )
        )  # fmt: skip
        for role, name in (
            (ParticipantRole.ACTOR, actor), (ParticipantRole.RECIPIENT, recipient), (ParticipantRole.VICTIM, victim),
        ):  # fmt: skip
            if name:
                actor_id = digest("actor", name) if name[0].isupper() else ""
                if actor_id:
                    self.actors[actor_id] = Actor(actor_id=actor_id, name=name, kind=ActorKind.PERSON)
                self.people.append(Participant(account_id=account_id, role=role, actor_id=actor_id, name=name))
        return account_id

    def count(
        self, account: str, low: int | None, high: int | None, *, what: CountWhat = CountWhat.KILLED,
        who: CountWho = CountWho.TOTAL, claim: str = "", qualifier: Qualifier = Qualifier.EXACTLY,
        basis: Basis = Basis.TOTAL, supersedes: str = "",
    ) -> str:  # fmt: skip
        """A figure of an account; its id."""
        count_id = digest("count", self.name, str(len(self.counts)))
        self.counts.append(
            Count(
                count_id=count_id, account_id=account, claim_id=claim, story_id=self.story_id, what=what, who=who,
                min=low, max=high, qualifier=qualifier, basis=basis, supersedes_count_id=supersedes,
                start=len(self.counts), end=len(self.counts) + 1,
            )
        )  # fmt: skip
        return count_id

    def reading(self) -> Reading:
        """What was told so far, as a reading."""
        import msgspec

        story = plain_story("\n\n".join(self.sentences) or "Nothing.", published=self.published, outlet=self.outlet)
        story = msgspec.structs.replace(story, story_id=self.story_id, origin_group=self.group)
        return Reading(
            story=story, voices=tuple(self.voices), claims=tuple(self.claims), accounts=tuple(self.accounts),
            participants=tuple(self.people), counts=tuple(self.counts), actors=tuple(self.actors.values()),
            places=tuple(self.places.values()),
        )  # fmt: skip
