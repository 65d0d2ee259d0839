"""How two actors deal with each other: incidents between them a month, by PLOVER quadrant, and an index of the whole.

States speak through their governments, armies and services: an actor of one of PLOVER's state sectors counts for its
country. ``OTHER`` never enters. The index is the mean of the incidents' weights (verbal 1, material 2, conflict
negative), halved so that it runs from -1 to 1; ``low`` and ``high`` are its 95 per cent interval, the whole scale for
one incident. What is only planned, threatened, supposed or denied is left out; what is contested counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt

from sayso.case import Case
from sayso.records import Actor, Relation
from sayso.vocabulary import ActorKind, EventType, ParticipantRole, Status

QUADRANTS = {
    "verbal_cooperation": (EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE),
    "material_cooperation": (EventType.COOPERATE, EventType.AID, EventType.RETREAT),
    "verbal_conflict": (EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN),
    "material_conflict": (
        EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT,
    ),
}  # fmt: skip
WEIGHTS = {"verbal_cooperation": 1.0, "material_cooperation": 2.0, "verbal_conflict": -1.0, "material_conflict": -2.0}
STATE_SECTORS = frozenset({"GOV", "MIL", "SPY", "COP", "LEG", "JUD"})
"""PLOVER sectors that act for their state."""

_QUADRANT = {event_type: name for name, types in QUADRANTS.items() for event_type in types}
_COUNTS = frozenset({Status.HAPPENED, Status.ONGOING, Status.CONTESTED})
_RECEIVES = frozenset({ParticipantRole.RECIPIENT, ParticipantRole.VICTIM})


def parties(actors: Iterable[Actor]) -> dict[str, str]:
    """actor_id to the name of the party it counts for: its country where it is a state or acts for one, else itself."""
    actors = list(actors)
    countries = {a.country: a.name for a in sorted(actors, key=lambda a: a.name) if a.kind == ActorKind.COUNTRY}
    return {
        a.actor_id: countries.get(a.country, a.country)
        if a.country and (a.kind == ActorKind.COUNTRY or a.sector in STATE_SECTORS)
        else a.name
        for a in actors
    }


def index(counts: Counter[str]) -> tuple[float, float, float]:
    """(intensity, low, high) of one pair's incidents by quadrant; each from -1 to 1."""
    values = [WEIGHTS[q] / 2 for q, n in sorted(counts.items()) for _ in range(n)]
    mean = sum(values) / len(values)
    if len(values) == 1:
        return round(mean, 3), -1.0, 1.0
    spread = sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
    # Alike by chance: a few equal values do not make the index certain.
    half = 1.96 * max(spread, 0.5) / sqrt(len(values))
    return round(mean, 3), round(max(-1.0, mean - half), 3), round(min(1.0, mean + half), 3)


def relations(case: Case, *, filter: str = "", **_: object) -> list[Relation]:
    """Relations of all pairs of a case by month, in order of pair and month; ``filter`` keeps pairs naming it."""
    dated = {
        str(row["incident_id"]): (EventType(str(row["event_type"])), str(row["date_start"])[:7])
        for row in case.rows("incidents")
        if row["status"] in _COUNTS and str(row["date_start"])[:4].isdigit()
    }
    of_account = {str(row["account_id"]): str(row["incident_id"]) for row in case.rows("accounts")}
    sides: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for reading in case.readings(current_only=True):
        party = parties(reading.actors)
        for p in reading.participants:
            incident = of_account.get(p.account_id, "")
            if incident in dated and p.actor_id in party:
                if p.role == ParticipantRole.ACTOR:
                    sides[incident][0].add(party[p.actor_id])
                elif p.role in _RECEIVES:
                    sides[incident][1].add(party[p.actor_id])
    found: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for incident, (doing, receiving) in sides.items():
        event_type, month = dated[incident]
        quadrant = _QUADRANT.get(event_type)
        if quadrant is None:
            continue
        pairs = {(min(a, b), max(a, b)) for a in doing for b in receiving if a != b}
        for a, b in pairs:
            found[a, b, month][quadrant] += 1
    made = []
    for (a, b, month), counts in sorted(found.items()):
        if filter and filter.lower() not in (a.lower(), b.lower()):
            continue
        intensity, low, high = index(counts)
        made.append(
            Relation(
                actor_a=a, actor_b=b, period=month, intensity=intensity, low=low, high=high,
                verbal_cooperation=counts["verbal_cooperation"], material_cooperation=counts["material_cooperation"],
                verbal_conflict=counts["verbal_conflict"], material_conflict=counts["material_conflict"],
            )
        )  # fmt: skip
    return made
