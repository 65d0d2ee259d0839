"""How far two accounts tell of the same event: a sum of features, each with its reason, and facts that rule it out.

Weights stand in one table; they were set by hand on the example crisis and on the development topics of ECB+
(``benchmarks.merge``). Positive speaks for the same event. ``RULED_OUT`` is final.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz

from sayso.merge.gather import Side, Told, Where
from sayso.merge.words import HARM_STEMS, manners_exclude
from sayso.records import Record
from sayso.vocabulary import EventType, GeoPrecision, Qualifier, Quoted, Status

RULED_OUT = -100.0
SAME = 1.6
"""Score from which two accounts are taken as the same event."""
CLOSE_IN_PRINT = 4
"""Days between the stories of two accounts of a verbal event that gives no date."""

WEIGHTS = {
    "same type": 0.6, "kindred type": 0.0, "same mode": 0.4, "other mode": -0.6,
    "same trigger": 0.6, "same manner": 0.5, "other words for it": -0.3,
    "same day": 1.6, "overlapping time": 0.5, "next day": -1.2, "date open": -0.2, "dates open": -0.6,
    "same place": 1.4, "near place": 0.7, "place within": 0.4, "other place": -2.0,
    "same actor": 0.9, "same state acts": 0.4, "other actor": -1.2,
    "same recipient": 0.9, "same state concerned": 0.3, "other recipient": -0.9, "recipients worded otherwise": -0.2,
    "refers back": 4.0, "same occasion": 4.0, "same text": 5.0, "same story": -0.8, "same sentence": -2.5,
    "figures agree": 0.6, "figures differ": -0.4, "words shared": 2.2, "far apart in print": -1.2, "other status": -0.5,
}  # fmt: skip

KINDRED = frozenset(
    frozenset(pair)
    for pair in (
        (EventType.SANCTION, EventType.COERCE), (EventType.CONSULT, EventType.AGREE),
        (EventType.COOPERATE, EventType.AGREE), (EventType.AID, EventType.SUPPORT),
        (EventType.RETREAT, EventType.CONCEDE), (EventType.CONCEDE, EventType.CONSULT),
        (EventType.RETREAT, EventType.AGREE), (EventType.ASSAULT, EventType.PROTEST),
    )
)  # fmt: skip
"""Types that one event may be coded as by two readers. ASSAULT, COERCE and OTHER see ``kinship``."""
_KINDRED_EITHER_WAY = frozenset((one, two) for pair in KINDRED for one in pair for two in pair)
VERBAL = frozenset(
    (EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN, EventType.SUPPORT, EventType.AGREE)
)
"""Types told by what someone says: they recur, and only who says what to whom on which day tells them apart."""
RECURRING = frozenset(
    (EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE, EventType.CONSULT, EventType.AID)
)
"""Types that the same actor does again and again."""
_FORCE = (EventType.ASSAULT, EventType.COERCE)
_MEETING = frozenset((EventType.CONSULT, EventType.AGREE, EventType.COOPERATE))
_AHEAD = frozenset((Status.PLANNED, Status.CALLED_OFF, Status.THREATENED))
HARM_MODES = frozenset(("accident", "disaster", "death"))
_FINE = frozenset((GeoPrecision.POINT, GeoPrecision.TOWN, GeoPrecision.AREA, GeoPrecision.ADMIN2))
_COARSE = frozenset((GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADMIN1))
_NEAR_KM, _FAR_KM = 25.0, 100.0
_DAYTIMES = {"MO": (6, 12), "MI": (11, 14), "DT": (6, 18), "AF": (12, 18), "EV": (17, 24), "NI": (0, 24)}


class _Found(Record, frozen=True, kw_only=True):
    """Features of a pair that ``_specific`` weighs."""

    when: str
    where: str
    actors: str | None
    recipients: str | None
    trigger: bool
    mode: bool
    figures: bool | None


class Score(Record, frozen=True, kw_only=True):
    """A sum and the features that made it."""

    value: float
    reasons: tuple[tuple[str, float], ...]
    specific: bool
    """Whether the two are tied to one occasion, not only alike."""


def kinship(a: Told, b: Told) -> str | None:
    """``same type``, ``kindred type``, or None where the types of two accounts rule each other out."""
    one, two = a.type, b.type
    if one == two == EventType.OTHER:
        mine, theirs = a.account.event_mode, b.account.event_mode
        if not mine or not theirs:
            return "same type" if mine == theirs and a.trigger & b.trigger else None
        harm = mine in HARM_MODES and theirs in HARM_MODES and "death" in (mine, theirs)
        return "same type" if mine == theirs or harm else None
    if one == two:
        return "same type"
    if EventType.OTHER in (one, two):
        other, deed = (a, b) if one == EventType.OTHER else (b, a)
        if deed.type == EventType.ASSAULT:
            if other.account.event_mode == "death":
                return "kindred type"
            if other.account.event_mode in HARM_MODES and only_harm(deed):
                return "kindred type"
        return None
    if one in _FORCE and two in _FORCE:
        modes = (a.account.event_mode, b.account.event_mode)
        return "kindred type" if "abduct" in modes or "abduction" in a.manners | b.manners else None
    return "kindred type" if (one, two) in _KINDRED_EITHER_WAY else None


def only_harm(told: Told) -> bool:
    """Whether an account tells only that someone was harmed, not by what."""
    return bool(told.trigger) and told.trigger <= HARM_STEMS and not told.manners


def distance_km(a: Where, b: Where) -> float | None:
    """Great-circle distance between two places, or None."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    p1, p2 = radians(a.latitude), radians(b.latitude)
    h = sin((p2 - p1) / 2) ** 2 + cos(p1) * cos(p2) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 12742.0 * asin(sqrt(h))


def compare(a: Told, b: Told) -> Score:
    """Score of a pair. Symmetric: ``compare(a, b)`` and ``compare(b, a)`` are equal."""
    reasons: list[tuple[str, float]] = []

    def add(name: str, times: float = 1.0) -> None:
        reasons.append((name, round(WEIGHTS[name] * times, 3)))

    one, two = a.account, b.account
    kin = kinship(a, b)
    if kin is None:
        return _out("other type")
    if manners_exclude(a.manners, b.manners):
        return _out("other manner")
    when = when_feature(a, b)
    if when is None:
        return _out("other time")
    if _hours_differ(a, b):
        return _out("other hour")
    where = where_feature(a, b)
    if where is None:
        return _out("other place")
    if Status.HYPOTHETICAL in (a.status, b.status) and not (a.occasion and a.occasion == b.occasion):
        return _out("only supposed")
    same_story = a.story_id == b.story_id
    if same_story and told_apart(a, b):
        return _out("told apart in one story")
    add(kin)
    if a.type == b.type and one.event_mode and two.event_mode:
        add("same mode" if one.event_mode == two.event_mode else "other mode")
    trigger = bool(a.trigger & b.trigger - HARM_STEMS)
    if trigger:
        add("same trigger")
    elif a.manners & b.manners:
        add("same manner")
    elif a.trigger and b.trigger and not (only_harm(a) or only_harm(b)):
        add("other words for it")
    tied = False
    if same_story:
        if a.occasion and a.occasion == b.occasion:
            add(
                "refers back" if two.account_id == one.refers_to or one.account_id == two.refers_to else "same occasion"
            )
            tied = True
        else:
            add("same story")
            if one.start == two.start:
                add("same sentence")
    elif _same_words(a, b):
        add("same text")
        tied = True
    add(when)
    if where != "place open":
        add(where)
    if (a.status in _AHEAD) != (b.status in _AHEAD):
        add("other status")
    actors = who_feature(a.actors, b.actors)
    recipients = who_feature(a.recipients, b.recipients)
    if a.type in _MEETING and actors != "same":
        crossed = "same" in (who_feature(a.actors, b.recipients), who_feature(a.recipients, b.actors))
        actors = "same" if crossed else actors
        recipients = None if crossed and recipients == "other" else recipients
    names = {"same": "same actor", "state": "same state acts", "other": "other actor"}
    if actors in names:
        add(names[actors])
    names = {
        "same": "same recipient", "state": "same state concerned", "other": "other recipient",
        "words": "recipients worded otherwise",
    }  # fmt: skip
    if recipients in names:
        add(names[recipients])
    figures = _figures(a, b)
    if figures is not None:
        add("figures agree" if figures else "figures differ")
    if a.words and b.words:
        add("words shared", len(a.words & b.words) / sqrt(len(a.words) * len(b.words)))
    mode = a.type == b.type and bool(one.event_mode) and one.event_mode == two.event_mode
    features = _Found(
        when=when, where=where, actors=actors, recipients=recipients, trigger=trigger, mode=mode, figures=figures
    )
    specific = tied or _specific(a, b, features)
    return Score(value=round(sum(v for _, v in reasons), 3), reasons=tuple(reasons), specific=specific)


def _same_words(a: Told, b: Told) -> bool:
    """Whether two stories tell it in the same sentence: copies, or a sentence or quotation that one took over."""
    if not a.words or not b.words:
        return False
    alike = len(a.words & b.words) / max(len(a.words), len(b.words))
    if a.origin_group == b.origin_group:
        return alike >= 0.8
    quoted = all(t.claim is not None and t.claim.quoted != Quoted.NO for t in (a, b))
    return alike >= 0.9 and len(a.words) >= (3 if quoted else 5)


def _out(name: str) -> Score:
    return Score(value=RULED_OUT, reasons=((name, RULED_OUT),), specific=False)


def _specific(a: Told, b: Told, found: _Found) -> bool:
    """Whether independent ties fix one occasion: day, place, who did it, to whom, what harm, in which manner or words.

    Being alike in type, manner and day is not enough; nor, for what recurs, is who did it. A verbal event needs who
    said what to whom, close in time.
    """
    close = found.when in ("same day", "overlapping time", "next day") or _close_in_print(a, b)
    same_actor, same_recipient = found.actors == "same", found.recipients == "same"
    if a.type in VERBAL and b.type in VERBAL:
        if found.recipients == "other":
            return False
        return close and same_actor and (same_recipient or found.recipients == "state" or found.trigger)
    how = found.trigger or bool(a.manners & b.manners) or found.mode
    strong = (found.where in ("same place", "near place")) + same_recipient
    strong += bool(found.figures) and how  # the same toll of another kind of deed is chance
    strong += same_actor and (found.when == "same day" or (a.type not in RECURRING and a.actors.named))
    if how and not close and "far" not in found.when and (a.seen is None or b.seen is None):
        one_person = bool(a.recipients.persons & b.recipients.persons)
        strong += 2 * (one_person or (a.type not in RECURRING and _alike(a, b, same_actor or same_recipient)))
    if not close:
        return strong >= 2
    shared = len(a.words & b.words)
    strong += how and shared >= 5 and shared >= 0.6 * sqrt(len(a.words) * len(b.words))
    ties = strong + (found.when == "same day") + how + (found.where == "place within" and found.trigger)
    return strong >= 1 and ties >= 2


def _alike(a: Told, b: Told, someone: bool) -> bool:
    """Whether undated accounts of what seldom recurs share a named one, or most of their words."""
    if someone and (a.actors.ids & b.actors.ids or a.recipients.ids & b.recipients.ids):
        return True
    shared = len(a.words & b.words)
    return shared >= 4 and shared >= 0.4 * sqrt(len(a.words) * len(b.words))


def _close_in_print(a: Told, b: Told) -> bool:
    """Whether two stories came out within days of each other, or one within a week of the day the other gives."""
    for dated, other in ((a, b), (b, a)):
        if dated.days and other.seen and not other.days:
            return abs((other.seen - dated.days[1]).days) <= 7
    return a.seen is not None and b.seen is not None and abs((a.seen - b.seen).days) <= CLOSE_IN_PRINT


def when_feature(a: Told, b: Told) -> str | None:
    """The time feature of a pair; None where the times rule each other out."""
    if a.days and b.days:
        (a1, a2), (b1, b2) = a.days, b.days
        if a1 <= b2 and b1 <= a2:
            return "same day" if (a2 - a1).days <= 1 and (b2 - b1).days <= 1 else "overlapping time"
        gap = max((b1 - a2).days, (a1 - b2).days)
        moved = {a.status, b.status} & {Status.PLANNED, Status.CALLED_OFF}
        return "next day" if gap == 1 or (moved and gap <= 7) else None
    for dated, other in ((a, b), (b, a)):
        if dated.days and other.seen and not other.days:
            if other.seen < dated.days[0] and other.status in (Status.HAPPENED, Status.DENIED):
                return None
            return "date open" if (other.seen - dated.days[1]).days <= 30 else "far apart in print"
    if a.seen and b.seen and abs((a.seen - b.seen).days) > 14:
        return "far apart in print"
    return "dates open"


def where_feature(a: Told, b: Told) -> str | None:
    """The place feature of a pair; None where the places rule each other out."""
    one, two = a.where, b.where
    if not one or not two:
        return "place open"
    if (one.place_id and one.place_id == two.place_id) or one.name.lower() == two.name.lower():
        return "place within" if one.precision in _COARSE else "same place"
    both_fine = one.precision in _FINE and two.precision in _FINE
    apart = distance_km(one, two)
    if one.country and two.country and one.country != two.country:
        return None if both_fine and (apart is None or apart > 60) else "other place"
    if both_fine and apart is not None:
        return "near place" if apart <= _NEAR_KM else "other place" if apart <= _FAR_KM else None
    if one.place_id and two.place_id:
        return "place within" if one.country and one.country == two.country else "place open"
    return "near place" if fuzz.ratio(one.name.lower(), two.name.lower()) >= 85 else "place open"


def who_feature(one: Side, two: Side) -> str | None:
    """``same``, ``state`` (the same state in another office), ``other`` or ``words`` (described otherwise).

    None where either side is unknown.
    """
    if not one or not two:
        return None
    if one.ids & two.ids or one.words == two.words or _in_office(one, two) or _in_office(two, one):
        return "same"
    if one.states and two.states:
        return "state" if one.states & two.states else "other"
    shared = one.words & two.words
    telling = len(shared) >= min(len(one.words), len(two.words)) and not _surnames_only(shared)
    if shared and telling:
        return "same"
    if one.named and two.named:
        return "same" if len(shared) >= 2 else "other"
    return "same" if shared and not (one.named or two.named) else "words"


def _in_office(described: Side, named: Side) -> bool:
    """Whether "the foreign minister" of one account is the person whom the other account's story gives that office."""
    shared = described.words & named.roles
    if (described.named and not described.states) or len(shared) < 2:
        return False
    return described.words <= shared or bool(described.states & named.states)


def _surnames_only(shared: frozenset[str]) -> bool:
    """A single short stem shared by two names says little."""
    return len(shared) == 1 and len(next(iter(shared))) < 4


def told_apart(a: Told, b: Told) -> bool:
    """Whether one story itself sets two accounts off: "another", a different hour, a different place on one day."""
    if a.occasion and a.occasion == b.occasion:
        return False
    first, later = (a, b) if a.account.trigger_start <= b.account.trigger_start else (b, a)
    if later.fresh and not first.fresh and later.account.block == first.account.block and later.trigger & first.trigger:
        return True
    if _hours_differ(a, b):
        return True
    both = a.days is not None and a.days == b.days and bool(a.where) and bool(b.where)
    return both and where_feature(a, b) not in ("same place", "place within", "near place")


def _hours(told: Told) -> tuple[float, float] | None:
    written = told.account.time_of_day
    if written in _DAYTIMES:
        low, high = _DAYTIMES[written]
        return low, high
    if len(written) >= 5 and written[2] == ":" and written[:2].isdigit() and written[3:5].isdigit():
        at = int(written[:2]) + int(written[3:5]) / 60
        return at - 1, at + 1
    return None


def _hours_differ(a: Told, b: Told) -> bool:
    """Whether two accounts put the event at hours of the same day that do not meet."""
    if a.days is None or a.days != b.days:
        return False
    one, two = _hours(a), _hours(b)
    return one is not None and two is not None and (one[1] < two[0] or two[1] < one[0])


def _figures(a: Told, b: Told) -> bool | None:
    """Whether the killed or injured that two accounts tell can be the same; None where one tells none."""
    for what in ("killed", "injured", "detained", "abducted", "participants"):
        mine = [c for c in a.counts if c.what == what and c.min is not None]
        theirs = [c for c in b.counts if c.what == what and c.min is not None]
        if mine and theirs:
            return any(
                (x.min or 0) <= (y.max if y.max is not None else 10**9)
                and (y.min or 0) <= (x.max if x.max is not None else 10**9)
                and Qualifier.NONE not in (x.qualifier, y.qualifier)
                for x in mine for y in theirs
            )  # fmt: skip
    return None
