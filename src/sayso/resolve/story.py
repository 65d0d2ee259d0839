"""One story's marks made into values: the whole reading. A pure function of the story and the gazetteer."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.reader.marks import Marks, Span
from sayso.records import Evidence, Place, Reading, Record, Story
from sayso.resolve.accounts import AccountMaker
from sayso.resolve.actors import Cast, resolve_cast
from sayso.resolve.claims import make_claims
from sayso.resolve.counts import Tellers, make_counts, make_victims
from sayso.resolve.evidence import Ledger, complete
from sayso.resolve.gazetteer import Gazetteer
from sayso.resolve.places import PlaceValue, resolve_places
from sayso.resolve.speakers import Speakers
from sayso.resolve.times import resolve_times
from sayso.version import READER_VERSION
from sayso.vocabulary import How, PublishedFrom


def resolve(story: Story, marks: Marks, gazetteer: Gazetteer | None = None) -> Reading:
    """Everything ``story`` can give on its own.

    ``marks`` are those of ``sayso.reader.read(story)``. ``gazetteer`` defaults to the one in the package.
    """
    gazetteer = gazetteer or Gazetteer.default()
    tokens, sentences, mentions = marks.tokens, marks.sentences, marks.mentions
    ledger = Ledger(story.story_id)
    times = resolve_times(story, tokens, sentences, marks.times)
    places = resolve_places(story, tokens, sentences, mentions, gazetteer)
    cast = resolve_cast(story, tokens, sentences, mentions, gazetteer)
    speakers = Speakers(story, marks, cast)
    told = make_claims(story, marks, speakers, times, ledger, READER_VERSION)
    claims = {c.claim_id: c for c in told.claims}
    maker = AccountMaker(story, marks, cast, times, places, ledger, READER_VERSION)
    made = maker.make(claims, told.of_attribution)
    tellers = Tellers(marks, told.of_attribution)
    accounts = {a.account_id: a for a in made.accounts}
    counts = make_counts(story, marks, made.of_event, accounts, tellers, ledger, READER_VERSION)
    victims = make_victims(story, marks, made.of_event, tellers, ledger, READER_VERSION)
    named = _places(places)
    _cast_evidence(ledger, marks, cast, named)
    voices = speakers.voices()
    records: dict[tuple[str, str], Record] = {("claims", c.claim_id): c for c in told.claims}
    records |= {("accounts", a.account_id): a for a in made.accounts}
    records |= {("counts", n.count_id): n for n in counts}
    records |= {("voices", v.voice_id): v for v in voices}
    records |= {("actors", a.actor_id): a for a in cast.actors}
    records |= {("roles", r.role_id): r for r in cast.roles}
    records |= {("places", p.place_id): p for p in named}
    return Reading(
        story=story,
        voices=voices,
        claims=told.claims,
        claim_voices=told.claim_voices,
        claim_accounts=made.claim_accounts,
        accounts=made.accounts,
        participants=made.participants,
        counts=counts,
        victims=victims,
        actors=cast.actors,
        names=cast.names,
        roles=cast.roles,
        places=named,
        evidence=_story_evidence(story) + complete(ledger.rows(), records),
        version=READER_VERSION,
    )


def _places(values: Mapping[int, PlaceValue]) -> tuple[Place, ...]:
    """Each gazetteer place once."""
    found = {
        v.place_id: Place(
            place_id=v.place_id, name=v.name, kind=str(v.kind), admin1=v.admin1, country=v.country, latitude=v.latitude,
            longitude=v.longitude, geonames_id=v.place_id[3:] if v.place_id.startswith("gn:") else "",
        )
        for v in values.values() if v.place_id
    }  # fmt: skip
    return tuple(found[k] for k in sorted(found))


def _cast_evidence(ledger: Ledger, marks: Marks, cast: Cast, places: tuple[Place, ...]) -> None:
    """Where actors, roles and places are known from: the first words that name them, and the gazetteer's entry."""
    met: set[str] = set()
    for mention, member in zip(marks.mentions, cast.members, strict=True):
        if member.actor_id and member.actor_id not in met:
            met.add(member.actor_id)
            ledger.words("actors", member.actor_id, "name", Span(start=mention.start, end=mention.end))
    for role in cast.roles:
        if role.start is not None and role.end is not None:
            ledger.words("roles", role.role_id, "role", Span(start=role.start, end=role.end))
    for place in places:
        ledger.other("places", place.place_id, "name", How.GAZETTEER, place.place_id)


def _story_evidence(story: Story) -> tuple[Evidence, ...]:
    """Where a story's own fields are known from. What the page prints of its date is no part of the story's text."""
    how = {
        PublishedFrom.PAGE: How.METADATA, PublishedFrom.METADATA: How.METADATA, PublishedFrom.ADDRESS: How.METADATA,
        PublishedFrom.MANIFEST: How.MANIFEST, PublishedFrom.GIVEN: How.DECISION, PublishedFrom.INFERRED: How.INFERRED,
    }.get(story.published_from)  # fmt: skip
    rows: list[Evidence] = []

    def known(field: str, how: How, ref: str = "", span: tuple[int, int] | None = None) -> None:
        start, end = span or (None, None)
        rows.append(
            Evidence(
                table="stories", record_id=story.story_id, field=field, how=how, story_id=story.story_id, start=start,
                end=end, ref=ref,
            )
        )  # fmt: skip

    if how is not None and story.published:
        known("published", how, str(story.published_from))
    titled = next((b for b in story.blocks if story.text[b.start : b.end] == story.title), None)
    if titled is not None:
        known("title", How.TEXT, span=(titled.start, titled.end))
    elif story.title:
        known("title", How.METADATA, "page")
    for field in ("byline", "dateline"):
        if getattr(story, field):
            known(field, How.METADATA, "page")
    if story.outlet:
        given = story.published_from in (PublishedFrom.MANIFEST, PublishedFrom.GIVEN)
        known("outlet", How.METADATA, "page, manifest or --outlet" if given else "page")
    return tuple(rows)
