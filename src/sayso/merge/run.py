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
from sayso.vocabulary import How


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
    kept = sorted(readings, key=lambda r: r.story.story_id)
    accounts = settle(gather(kept))
    clusters, scores = cluster(accounts)
    origins, of_claim, of_account = origins_of(kept)
    denied = frozenset(c.denies_claim_id for r in kept for c in r.claims if c.denies_claim_id)
    divisions = {p.place_id: p.admin1 for r in kept for p in r.places}
    incidents: list[Incident] = []
    tolls: list[Toll] = []
    account_incident: dict[str, str] = {}
    evidence: list[Evidence] = []
    for group in clusters:
        members = [accounts[n] for n in group]
        place = finest(members)
        admin1 = divisions.get(place.account.place_id, "") if place is not None else ""
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


def _evidence(incident: Incident, tolls: list[Toll], members: list[Told]) -> list[Evidence]:
    """Each derived value points to the accounts and counts that it follows from."""
    made: list[Evidence] = []

    def point(field: str, ref: str) -> None:
        made.append(Evidence(table="incidents", record_id=incident.incident_id, field=field, how=How.INFERRED, ref=ref))

    for field, value in (("date_start", incident.date_start), ("place", incident.place)):
        source = next((t for t in members if value and getattr(t.account, field) == value), None)
        if source is not None:
            point(field, source.account.account_id)
    for told in members:
        point("status", told.account.account_id)
    for toll, which in ((t, w) for t in tolls for w in ("min", "max")):
        ref = toll.min_count_id if which == "min" else toll.max_count_id
        if ref:
            point(f"{toll.what}_{toll.who}_{which}", ref)
    return made
