"""Merging a case: accounts to incidents. A pure function of the readings; clusters can always be rebuilt."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.merge.clusters import cluster
from sayso.merge.gather import Told, gather
from sayso.merge.incidents import finest, make_incident
from sayso.merge.origins import bounds, origins_of
from sayso.merge.scoring import SAME
from sayso.merge.stories import settle
from sayso.records import Evidence, Incident, Link, Origin, Reading, Record, Toll
from sayso.version import MERGE_VERSION
from sayso.vocabulary import CountWho, How


class Merged(Record, frozen=True, kw_only=True):
    """All that merging derives."""

    incidents: tuple[Incident, ...]
    tolls: tuple[Toll, ...]
    links: tuple[Link, ...]
    origins: tuple[Origin, ...]
    account_incident: dict[str, str]
    claim_origin: dict[str, str]
    account_origin: dict[str, str]
    evidence: tuple[Evidence, ...]


def merge_readings(readings: Iterable[Reading]) -> Merged:
    """Incidents of a set of readings, in order of date, then id. The order of ``readings`` does not matter."""
    whole = _gathered(readings)
    accounts = settle(whole.accounts)
    clusters, scores = cluster(accounts)
    origins, of_claim, of_account = whole.origins, whole.of_claim, whole.of_account
    denied = frozenset(whole.denied)
    incidents: list[Incident] = []
    tolls: list[Toll] = []
    account_incident: dict[str, str] = {}
    evidence: list[Evidence] = []
    for group in clusters:
        members = [accounts[n] for n in group]
        place = finest(members)
        admin1 = whole.divisions.get(place.account.place_id, "") if place is not None else ""
        incident, ranges = make_incident(members, bounds(members, of_account, origins), denied, admin1, MERGE_VERSION)
        incidents.append(incident)
        tolls += ranges
        for told in members:
            account_incident[told.account.account_id] = incident.incident_id
        evidence += _evidence(incident, ranges, members)
    links = [
        Link(
            account_a=accounts[i].account.account_id,
            account_b=accounts[j].account.account_id,
            judgement="same"
            if score.value >= SAME and score.specific
            else "unsure"
            if score.value > 0
            else "different",
            score=score.value,
            reasons=" ; ".join(f"{name}={value:+g}" for name, value in score.reasons),
        )
        for (i, j), score in sorted(scores.items())
    ]
    incidents.sort(key=lambda i: (i.date_start, i.incident_id))
    used = set(of_claim.values()) | set(of_account.values())
    return Merged(
        incidents=tuple(incidents),
        tolls=tuple(tolls),
        links=tuple(links),
        origins=tuple(origins[o] for o in sorted(used)),
        account_incident=account_incident,
        claim_origin=of_claim,
        account_origin=of_account,
        evidence=tuple(evidence),
    )


class _Whole:
    """What merging keeps of all readings: their texts and evidence go as soon as each has been looked at."""

    def __init__(self) -> None:
        self.accounts: list[Told] = []
        self.origins: dict[str, Origin] = {}
        self.of_claim: dict[str, str] = {}
        self.of_account: dict[str, str] = {}
        self.denied: set[str] = set()
        self.divisions: dict[str, str] = {}
        """First-level division of each place, by place_id."""


def _gathered(readings: Iterable[Reading]) -> _Whole:
    """One pass over the readings. Where several describe one origin or place, the first by story id does."""
    whole = _Whole()
    told_by: dict[str, str] = {}
    placed_by: dict[str, str] = {}
    for reading in readings:
        story_id = reading.story.story_id
        whole.accounts += gather([reading])
        origins, of_claim, of_account = origins_of([reading])
        for origin_id, origin in origins.items():
            if origin_id not in told_by or story_id < told_by[origin_id]:
                told_by[origin_id], whole.origins[origin_id] = story_id, origin
        whole.of_claim.update(of_claim)
        whole.of_account.update(of_account)
        whole.denied.update(claim.denies_claim_id for claim in reading.claims if claim.denies_claim_id)
        for place in reading.places:
            if place.place_id not in placed_by or story_id < placed_by[place.place_id]:
                placed_by[place.place_id], whole.divisions[place.place_id] = story_id, place.admin1
    whole.accounts.sort(key=lambda told: told.account.account_id)
    return whole


_TAKEN = {
    "date_start": ("date_start", "date_end", "date_precision"),
    "place": ("place", "country", "latitude", "longitude", "geo_precision"),
    "event_type": ("event_type", "event_mode"),
}
"""Fields that an incident takes together from one account, by the field they are told by."""
MOST_NAMERS = 3
"""Accounts named as evidence of who took part."""


def _evidence(incident: Incident, tolls: list[Toll], members: list[Told]) -> list[Evidence]:
    """Each derived value points to the accounts and counts that it follows from."""
    made: list[Evidence] = []

    def point(field: str, ref: str) -> None:
        made.append(Evidence(table="incidents", record_id=incident.incident_id, field=field, how=How.INFERRED, ref=ref))

    for lead, fields in _TAKEN.items():
        value = getattr(incident, lead)
        source = next((t for t in members if value and getattr(t.account, lead) == value), None)
        if source is not None:
            for field in fields:
                if getattr(incident, field) not in ("", None):
                    point(field, source.account.account_id)
    for field in ("actor", "recipient"):
        for told in [t for t in members if getattr(t.account, field)][:MOST_NAMERS]:
            point(field, told.account.account_id)
    for told in members:
        point("status", told.account.account_id)
    for toll, which in ((t, w) for t in tolls for w in ("min", "max")):
        ref = toll.min_count_id if which == "min" else toll.max_count_id
        if ref:
            point(f"{toll.what}_{toll.who}_{which}", ref)
            column = f"{toll.what}_{which}" if toll.who == CountWho.TOTAL else f"{toll.who}_{toll.what}_{which}"
            if hasattr(incident, column):
                point(column, ref)
    return made
