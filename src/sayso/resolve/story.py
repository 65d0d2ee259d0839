"""One story's marks made into values: the whole reading. A pure function of the story and the gazetteer."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.reader.marks import Marks
from sayso.records import Evidence, Place, Reading, Story
from sayso.resolve.accounts import AccountMaker
from sayso.resolve.actors import resolve_cast
from sayso.resolve.claims import make_claims
from sayso.resolve.counts import Tellers, make_counts, make_victims
from sayso.resolve.evidence import Ledger
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
    return Reading(
        story=story,
        voices=speakers.voices(),
        claims=told.claims,
        claim_voices=told.claim_voices,
        claim_accounts=made.claim_accounts,
        accounts=made.accounts,
        participants=made.participants,
        counts=make_counts(story, marks, made.of_event, accounts, tellers, ledger, READER_VERSION),
        victims=make_victims(story, marks, made.of_event, tellers, ledger, READER_VERSION),
        actors=cast.actors,
        names=cast.names,
        roles=cast.roles,
        places=_places(places),
        evidence=_story_evidence(story) + ledger.rows(),
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


def _story_evidence(story: Story) -> tuple[Evidence, ...]:
    """Where the story's date is known from. What the page prints of it is no part of the story's text."""
    how = {
        PublishedFrom.PAGE: How.METADATA, PublishedFrom.METADATA: How.METADATA, PublishedFrom.ADDRESS: How.METADATA,
        PublishedFrom.MANIFEST: How.MANIFEST, PublishedFrom.GIVEN: How.DECISION, PublishedFrom.INFERRED: How.INFERRED,
    }.get(story.published_from)  # fmt: skip
    if how is None or not story.published:
        return ()
    return (
        Evidence(
            table="stories", record_id=story.story_id, field="published", how=how, story_id=story.story_id,
            ref=str(story.published_from),
        ),
    )  # fmt: skip
