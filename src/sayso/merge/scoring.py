"""How far two accounts tell of the same event: a sum of features, each with its reason, and facts that rule it out.

Weights are hand-set in this version and stand in one table; a later version learns them. Positive speaks for the same
event. ``RULED_OUT`` is final.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz

from sayso.merge.gather import Told
from sayso.records import Record
from sayso.vocabulary import EventType, GeoPrecision, Status

RULED_OUT = -100.0
SAME = 1.6
"""Score from which two accounts are taken as the same event."""

WEIGHTS = {
    "same type": 0.6, "kindred type": 0.0, "same mode": 0.4, "other mode": -0.8,
    "same day": 1.6, "overlapping time": 0.5, "next day": -1.2, "date open": -0.2, "dates open": -0.6,
    "same place": 1.4, "near place": 0.7, "place within": 0.4, "other place": -2.0, "place open": 0.0,
    "same actor": 0.9, "other actor": -0.9, "same recipient": 0.8, "other recipient": -0.7,
    "refers back": 4.0, "same text": 5.0, "same story": -0.6, "same sentence": -2.5,
    "figures agree": 0.6, "figures differ": -0.3, "words shared": 2.6, "far apart in print": -1.2,
}  # fmt: skip

KINDRED = frozenset(
    frozenset(pair)
    for pair in (
        (EventType.ASSAULT, EventType.OTHER), (EventType.SANCTION, EventType.COERCE), (EventType.CONSULT, EventType.AGREE),
        (EventType.CONCEDE, EventType.SUPPORT), (EventType.ACCUSE, EventType.REJECT), (EventType.COOPERATE, EventType.AGREE),
        (EventType.AID, EventType.SUPPORT), (EventType.RETREAT, EventType.CONCEDE), (EventType.COERCE, EventType.ASSAULT),
        (EventType.CONCEDE, EventType.CONSULT), (EventType.MOBILIZE, EventType.ASSAULT), (EventType.THREATEN, EventType.ACCUSE),
    )
)  # fmt: skip
"""Types that one event may be coded as by two readers."""

_FINE = frozenset({GeoPrecision.POINT, GeoPrecision.TOWN, GeoPrecision.AREA, GeoPrecision.ADMIN2})
_COARSE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADMIN1})
_DEADLY = frozenset({EventType.ASSAULT, EventType.OTHER})


class Score(Record, frozen=True, kw_only=True):
    """A sum and the features that made it."""

    value: float
    reasons: tuple[tuple[str, float], ...]
    specific: bool
    """Whether something ties the two to one occasion: day, place, both sides, back-reference or text."""


def distance_km(a: Told, b: Told) -> float | None:
    """Great-circle distance between two accounts' places, or None."""
    one, two = a.account, b.account
    if None in (one.latitude, one.longitude, two.latitude, two.longitude):
        return None
    assert one.latitude is not None and one.longitude is not None
    assert two.latitude is not None and two.longitude is not None
    p1, p2 = radians(one.latitude), radians(two.latitude)
    h = sin((p2 - p1) / 2) ** 2 + cos(p1) * cos(p2) * sin(radians(two.longitude - one.longitude) / 2) ** 2
    return 12742.0 * asin(sqrt(h))


def compare(a: Told, b: Told) -> Score:
    """Score of a pair. Symmetric: ``compare(a, b)`` and ``compare(b, a)`` are equal."""
    reasons: list[tuple[str, float]] = []
    specific = False

    def add(name: str, times: float = 1.0) -> None:
        reasons.append((name, round(WEIGHTS[name] * times, 3)))

    one, two = a.account, b.account
    if one.event_type == two.event_type:
        add("same type")
    elif frozenset({one.event_type, two.event_type}) in KINDRED:
        add("kindred type")
    else:
        return _out("other type")
    if one.event_type == two.event_type and one.event_mode and two.event_mode:
        add("same mode" if one.event_mode == two.event_mode else "other mode")
    if a.story_id == b.story_id and (one.refers_to == two.account_id or two.refers_to == one.account_id):
        add("refers back")
        specific = True
    elif a.story_id == b.story_id:
        add("same story")
        if one.start == two.start:
            add("same sentence")
    elif a.origin_group == b.origin_group and a.words and len(a.words & b.words) >= 0.8 * max(len(a.words), len(b.words)):
        add("same text")
        specific = True
    when = _when(a, b)
    if when is None:
        return _out("other time")
    add(when)
    specific |= when == "same day"
    where = _where(a, b)
    if where is None:
        return _out("other place")
    add(where)
    specific |= where in ("same place", "near place")
    actors = _who(a.actors, b.actors)
    recipients = _who(a.recipients, b.recipients)
    if actors is not None:
        add("same actor" if actors else "other actor")
    if recipients is not None:
        add("same recipient" if recipients else "other recipient")
    crossed = bool(a.actors & b.recipients or b.actors & a.recipients)
    if crossed and actors is False and one.event_type in (EventType.CONSULT, EventType.AGREE, EventType.COOPERATE):
        reasons[:] = [r for r in reasons if r[0] not in ("other actor", "other recipient")]
        add("same actor")
        actors = True
    specific |= actors is True and recipients is True
    if one.event_type in _DEADLY:
        agree = _figures(a, b)
        if agree is not None:
            add("figures agree" if agree else "figures differ")
    if a.words and b.words:
        add("words shared", len(a.words & b.words) / min(len(a.words), len(b.words)) ** 0.5 / max(
            len(a.words), len(b.words)) ** 0.5)  # fmt: skip
    return Score(value=round(sum(v for _, v in reasons), 3), reasons=tuple(reasons), specific=specific)


def _out(name: str) -> Score:
    return Score(value=RULED_OUT, reasons=((name, RULED_OUT),), specific=False)


def _when(a: Told, b: Told) -> str | None:
    """The time feature of a pair; None where the times rule each other out."""
    if a.days and b.days:
        (a1, a2), (b1, b2) = a.days, b.days
        if a1 <= b2 and b1 <= a2:
            return "same day" if (a2 - a1).days <= 1 and (b2 - b1).days <= 1 else "overlapping time"
        gap = max((b1 - a2).days, (a1 - b2).days)
        planned = {a.account.status, b.account.status} & {Status.PLANNED, Status.CALLED_OFF}
        return "next day" if gap == 1 or (planned and gap <= 7) else None
    for dated, other in ((a, b), (b, a)):
        if dated.days and other.seen and not other.days:
            if other.seen < dated.days[0] and other.account.status in (Status.HAPPENED, Status.DENIED):
                return None
            return "date open" if (other.seen - dated.days[1]).days <= 30 else "far apart in print"
    if a.seen and b.seen and abs((a.seen - b.seen).days) > 14:
        return "far apart in print"
    return "dates open"


def _where(a: Told, b: Told) -> str | None:
    """The place feature of a pair; None where the places rule each other out."""
    one, two = a.account, b.account
    if not one.place or not two.place:
        return "place open"
    if (one.place_id and one.place_id == two.place_id) or one.place.lower() == two.place.lower():
        return "place within" if one.geo_precision in _COARSE else "same place"
    both_fine = one.geo_precision in _FINE and two.geo_precision in _FINE
    apart = distance_km(a, b)
    if one.country and two.country and one.country != two.country:
        return None if both_fine and (apart is None or apart > 60) else "other place"
    if both_fine and apart is not None:
        return "near place" if apart <= 25 else "other place" if apart <= 100 else None
    if one.place_id and two.place_id:
        return "place within" if one.country and one.country == two.country else "place open"
    return "near place" if fuzz.ratio(one.place.lower(), two.place.lower()) >= 85 else "other place"


def _who(one: frozenset[str], two: frozenset[str]) -> bool | None:
    """Whether two sides share someone; None where either is unknown."""
    if not one or not two:
        return None
    if one & two:
        return True
    plain_one = [n for n in one if " " in n or not n.startswith("r")]
    plain_two = [n for n in two if " " in n or not n.startswith("r")]
    return any(fuzz.token_set_ratio(x, y) >= 90 for x in plain_one for y in plain_two)


def _figures(a: Told, b: Told) -> bool | None:
    """Whether the killed or injured that two accounts tell can be the same; None where one tells none."""
    for what in ("killed", "injured"):
        mine = [c for c in a.counts if c.what == what and c.min is not None]
        theirs = [c for c in b.counts if c.what == what and c.min is not None]
        if mine and theirs:
            return any(
                (x.min or 0) <= (y.max if y.max is not None else 10**9)
                and (y.min or 0) <= (x.max if x.max is not None else 10**9)
                for x in mine for y in theirs
            )  # fmt: skip
    return None
