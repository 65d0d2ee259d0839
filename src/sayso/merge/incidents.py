"""From a cluster of accounts to an incident: what follows from them, and what is disputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from sayso.ids import digest
from sayso.merge.gather import Side, Told
from sayso.merge.scoring import only_harm, who_feature
from sayso.merge.tolls import tolls_of, who_was_killed_contested
from sayso.records import Incident, Toll
from sayso.vocabulary import CountWhat, CountWho, EventType, GeoPrecision, Status

_PRECEDENCE = (
    Status.HAPPENED, Status.ONGOING, Status.CALLED_OFF, Status.PLANNED, Status.THREATENED, Status.HYPOTHETICAL,
    Status.UNKNOWN,
)  # fmt: skip
_FINENESS = {
    GeoPrecision.POINT: 7, GeoPrecision.TOWN: 6, GeoPrecision.AREA: 5, GeoPrecision.ADMIN2: 4, GeoPrecision.ADMIN1: 3,
    GeoPrecision.COUNTRY: 2, GeoPrecision.REGION: 1,
}  # fmt: skip
LONGEST_NAME = 180
T = TypeVar("T", bound=str)


def make_incident(
    members: Sequence[Told], origins: tuple[int, int], denied_claims: frozenset[str], admin1: str, version: str
) -> tuple[Incident, list[Toll]]:
    """The incident that ``members`` tell of, and its tolls.

    ``origins`` are the bounds of their number, ``denied_claims`` the claims of the case that some other claim denies,
    ``admin1`` the division of the place that is finest known.
    """
    incident_id = digest("incident", min(t.account.account_id for t in members))
    tolls = tolls_of(incident_id, members)
    about: list[str] = []
    status = _status(members, denied_claims)
    if status == Status.CONTESTED:
        about.append("occurrence")
    for what in (CountWhat.KILLED, CountWhat.INJURED):
        if any(t.contested for t in tolls if t.what == what):
            about.append(str(what))
    if who_was_killed_contested(members):
        about.append("who_was_killed")
    if _actors_conflict(members):
        about.append("actor")
    when = _best_date(members)
    if _days_conflict(members):
        about.append("date")
    where = _best_place(members)
    ranges = {(t.what, t.who): t for t in tolls}

    def end(what: CountWhat, who: CountWho, which: str) -> int | None:
        toll = ranges.get((what, who))
        return getattr(toll, which) if toll is not None else None

    killed, injured = CountWhat.KILLED, CountWhat.INJURED
    published = sorted(t.published for t in members if t.published)
    incident = Incident(
        incident_id=incident_id,
        event_type=_most(t.account.event_type for t in members),
        event_mode=_most(t.account.event_mode for t in members if t.account.event_mode) or "",
        status=status,
        date_start=when.account.date_start if when else "",
        date_end=when.account.date_end if when else "",
        date_precision=when.account.date_precision if when else "",
        place=where.account.place if where else "",
        admin1=admin1,
        country=where.account.country if where else "",
        latitude=where.account.latitude if where else None,
        longitude=where.account.longitude if where else None,
        geo_precision=where.account.geo_precision if where else "",
        actor=_joined(t.account.actor for t in members),
        recipient=_joined(t.account.recipient for t in members),
        killed_min=end(killed, CountWho.TOTAL, "min"),
        killed_max=end(killed, CountWho.TOTAL, "max"),
        civilians_killed_min=end(killed, CountWho.CIVILIANS, "min"),
        civilians_killed_max=end(killed, CountWho.CIVILIANS, "max"),
        militants_killed_min=end(killed, CountWho.MILITANTS, "min"),
        militants_killed_max=end(killed, CountWho.MILITANTS, "max"),
        injured_min=end(injured, CountWho.TOTAL, "min"),
        injured_max=end(injured, CountWho.TOTAL, "max"),
        number_of_accounts=len(members),
        number_of_stories=len({t.story_id for t in members}),
        number_of_origins_min=origins[0],
        number_of_origins_max=origins[1],
        contested=bool(about),
        contested_about=" ; ".join(about),
        first_reported=published[0] if published else "",
        last_reported=published[-1] if published else "",
        confidence=round(max(t.account.confidence for t in members), 3),
        version=version,
    )
    return incident, tolls


def finest(members: Sequence[Told]) -> Told | None:
    """The member whose place is known finest, the most told of those."""
    return _best_place(members)


def _status(members: Sequence[Told], denied_claims: frozenset[str]) -> Status:
    """Contested where some assert and others deny; denied only where nobody asserts; else the strongest told.

    A denial of harm alone ("no civilians were killed") disputes the harm, not that the event took place, and a denied
    claim disputes it only where nobody else tells it.
    """
    asserting = [t for t in members if t.status != Status.DENIED]
    happened = [t for t in asserting if t.status in (Status.HAPPENED, Status.ONGOING)]
    harm_only = any(not only_harm(t) for t in happened)
    denied = [t for t in members if t.status == Status.DENIED and not (harm_only and only_harm(t))]
    if denied and not happened:
        return Status.DENIED
    disputed = happened and all(t.claim is not None and t.claim.claim_id in denied_claims for t in happened)
    if denied or disputed:
        return Status.CONTESTED
    told = {t.status for t in asserting}
    return next((s for s in _PRECEDENCE if s in told), Status.UNKNOWN)


def _most(values: Iterable[T]) -> T:
    """The commonest value, the first by code point of those as common; the empty string of none."""
    counted = Counter(values)
    return min(counted, key=lambda v: (-counted[v], v)) if counted else ""  # type: ignore[return-value]


def _joined(values: Iterable[str]) -> str:
    """Names of all members, most told first, at most ``LONGEST_NAME`` characters."""
    counted = Counter(name for value in values for name in dict.fromkeys(value.split(" ; ")) if name)
    kept: list[str] = []
    for name in sorted(counted, key=lambda n: (-counted[n], n)):
        if any(name.lower() in k.lower() for k in kept):
            continue
        if len(" ; ".join([*kept, name])) > LONGEST_NAME:
            break
        kept.append(name)
    return " ; ".join(kept)


def _best_date(members: Sequence[Told]) -> Told | None:
    """The member whose time is known closest; of those the commonest start, then the first reported."""
    dated = [t for t in members if t.account.date_start or t.account.date_end]
    starts = Counter(t.account.date_start for t in dated)

    def key(t: Told) -> tuple[int, int, str, str]:
        width = (t.days[1] - t.days[0]).days if t.days else 10**6
        return (width, -starts[t.account.date_start], t.published, t.account.account_id)

    return min(dated, key=key, default=None)


def _best_place(members: Sequence[Told]) -> Told | None:
    placed = [t for t in members if t.account.place]
    named = Counter(t.account.place for t in placed)

    def key(t: Told) -> tuple[int, int, str]:
        fine = _FINENESS.get(GeoPrecision(t.account.geo_precision), 0) if t.account.geo_precision else 0
        return (-fine, -named[t.account.place], t.account.account_id)

    return min(placed, key=key, default=None)


def _actors_conflict(members: Sequence[Told]) -> bool:
    """Whether two voices name different ones as having done violence; who only speaks of it is not named by that."""
    named: dict[Side, set[str]] = {}
    for told in members:
        speaks = told.claim is not None and told.claim.speaker and told.claim.speaker in told.account.actor
        own = told.account.actor and told.actors.ids and told.type == EventType.ASSAULT
        if own and told.status == Status.HAPPENED and not speaks:
            named.setdefault(told.actors, set()).add(told.claim.speaker_id if told.claim else told.outlet)
    sides = list(named)
    return any(
        who_feature(one, other) == "other" and named[one] != named[other]
        for n, one in enumerate(sides) for other in sides[n + 1 :]
    )  # fmt: skip


def _days_conflict(members: Sequence[Told]) -> bool:
    """Whether two members put the event on different days, each to the day."""
    days = {t.days for t in members if t.days and t.days[0] == t.days[1] and t.account.status == Status.HAPPENED}
    return len(days) > 1
