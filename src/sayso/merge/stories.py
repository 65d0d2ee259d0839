"""Within one story: which of its accounts tell of one occasion, and what each of them leaves to the others to say.

News tells an event once with its day and place and then goes on about it ("eleven were killed", "the strike"). An
account that says neither when nor where goes with the occasion that the story tells of; where the story tells of
several, only with the one told in the same paragraph, or the one it shares words or people with. An account that is
set off ("a second strike"), or that gives another day, place or manner, begins an occasion of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.merge.gather import Side, Told
from sayso.merge.scoring import VERBAL, kinship, only_harm, told_apart, when_feature, where_feature, who_feature
from sayso.merge.words import HARM_STEMS, manners_exclude
from sayso.vocabulary import BlockColumn, EventType, GeoPrecision, Status

_AHEAD = frozenset((Status.PLANNED, Status.CALLED_OFF, Status.THREATENED))
_SPENT = frozenset((EventType.ASSAULT, EventType.OTHER))
_FINENESS = {
    GeoPrecision.POINT: 7, GeoPrecision.TOWN: 6, GeoPrecision.AREA: 5, GeoPrecision.ADMIN2: 4, GeoPrecision.ADMIN1: 3,
    GeoPrecision.COUNTRY: 2, GeoPrecision.REGION: 1,
}  # fmt: skip


def settle(accounts: Sequence[Told]) -> list[Told]:
    """The accounts, in the order given, with their ``occasion`` set and what its other accounts tell filled in.

    Each story is settled by itself, so that a new story changes nothing in the others.
    """
    stories: dict[str, list[Told]] = defaultdict(list)
    for told in accounts:
        stories[told.story_id].append(told)
    settled: dict[str, Told] = {}
    for story in stories.values():
        for group in occasions(story):
            for told in _filled(group):
                settled[told.account.account_id] = told
    return [settled[told.account.account_id] for told in accounts]


def occasions(story: Sequence[Told]) -> list[list[Told]]:
    """Accounts of one story, grouped: body text first, in text order, then headings and captions."""
    body = [t for t in story if t.account.block not in (BlockColumn.HEADING, BlockColumn.CAPTION)]
    around = [t for t in story if t.account.block in (BlockColumn.HEADING, BlockColumn.CAPTION)]
    groups: list[list[Told]] = []
    for told in [*sorted(body, key=_order), *sorted(around, key=_order)]:
        group = _antecedent(told, groups)
        if group is None:
            groups.append([told])
        else:
            group.append(told)
    return groups


def _order(told: Told) -> tuple[int, str]:
    return told.account.trigger_start, told.account.account_id


def _antecedent(told: Told, groups: Sequence[list[Told]]) -> list[Told] | None:
    """The occasion that ``told`` goes on about, or None where it begins one."""
    if told.fresh:
        return None
    fitting = [g for g in groups if all(_fits(told, other) for other in g)]
    if not fitting:
        return None
    for group in fitting:
        if any(other.account.account_id == told.account.refers_to for other in group):
            return group
    ranked = sorted(((_pull(told, g), g[-1].account.trigger_start, n) for n, g in enumerate(fitting)), reverse=True)
    pull, _, best = ranked[0]
    if pull >= 2 and (len(ranked) == 1 or pull > ranked[1][0] or told.definite or _beside(told, fitting[best])):
        return fitting[best]
    if told.type in VERBAL or _anchored(told) or _elsewhere(told, groups, fitting):
        return None
    if told.type not in _SPENT and pull < 1:
        around = told.account.block in (BlockColumn.HEADING, BlockColumn.CAPTION)
        return fitting[best] if around and len(fitting) == 1 and fitting[best][0].type == told.type else None
    if pull < 1 and not only_harm(told):
        return None
    if len(fitting) == 1 or _beside(told, fitting[best]):
        return fitting[best]
    lead, *others = fitting
    return lead if pull < 1 and all(len(lead) >= 2 * len(other) for other in others) else None


def _elsewhere(told: Told, groups: Sequence[list[Told]], fitting: Sequence[list[Told]]) -> bool:
    """Whether its own sentence tells an event of its kind that it cannot be: then it goes with nothing farther off."""
    return only_harm(told) and any(
        other.account.start == told.account.start and kinship(told, other) is not None
        for group in groups if not any(group is f for f in fitting) for other in group
    )  # fmt: skip


def _fits(told: Told, other: Told) -> bool:
    """Whether nothing speaks against two accounts of a story being of one event."""
    if kinship(told, other) is None or manners_exclude(told.manners, other.manners):
        return False
    if (told.status in _AHEAD) != (other.status in _AHEAD):
        return False
    if Status.HYPOTHETICAL in (told.status, other.status) and not (told.definite and told.trigger & other.trigger):
        return False
    when = when_feature(told, other)
    if when is None or when == "next day" or (when == "overlapping time" and told.days != other.days):
        return False
    if where_feature(told, other) in (None, "other place") or told_apart(told, other):
        return False
    if "other" in (who_feature(told.actors, other.actors), who_feature(told.recipients, other.recipients)):
        return told.type in (EventType.CONSULT, EventType.AGREE) and told.definite
    return not _miscounts(told, other)


def _miscounts(told: Told, other: Told) -> bool:
    """Whether one voice gives two different exact numbers of the same harm: then it tells of two events."""
    voice = told.claim.speaker_id if told.claim else ""
    if voice != (other.claim.speaker_id if other.claim else ""):
        return False
    for mine in told.counts:
        for theirs in other.counts:
            if (mine.what, mine.who, mine.basis) != (theirs.what, theirs.who, theirs.basis) or mine.supersedes_count_id:
                continue
            exact = (
                mine.min is not None and mine.min == mine.max and theirs.min is not None and theirs.min == theirs.max
            )
            if exact and mine.min != theirs.min:
                return True
    return False


def _pull(told: Told, group: Sequence[Told]) -> int:
    """How much ties an account to an occasion of its story: words, manner, people, place, and being "the" one.

    0 unless it is told in shared words or manner, or one of the two tells only of harm.
    """
    trigger = any(told.trigger & other.trigger - HARM_STEMS for other in group)
    manner = any(told.manners & other.manners for other in group)
    mode = bool(told.account.event_mode) and any(told.account.event_mode == other.account.event_mode for other in group)
    actor = any(who_feature(told.actors, other.actors) == "same" for other in group)
    recipient = any(who_feature(told.recipients, other.recipients) == "same" for other in group)
    if told.type in VERBAL:
        nobody = not told.actors and (told.definite or not told.recipients)
        return 2 if trigger and (actor or nobody) else 0
    how = trigger or manner or mode
    if not (how or (told.type in _SPENT and (only_harm(told) or any(only_harm(other) for other in group)))):
        return 0
    place = any(where_feature(told, other) in ("same place", "near place") for other in group)
    day = any(told.days and when_feature(told, other) == "same day" for other in group)
    return trigger + (manner or mode) + actor + recipient + place + day + (told.definite and how)


def _anchored(told: Told) -> bool:
    """Whether an account says itself on which day or in which place (finer than a country) it happened."""
    return told.days is not None or _FINENESS.get(told.where.precision, 3 if told.where else 0) > 3  # type: ignore[call-overload]


def _beside(told: Told, group: Sequence[Told]) -> bool:
    return any(other.paragraph == told.paragraph for other in group)


def _filled(group: Sequence[Told]) -> list[Told]:
    """Each account with the day, place and people that the others of its occasion tell."""
    first = min(group, key=_order).account.account_id
    dated = [t for t in sorted(group, key=_order) if t.days]
    days = min((t.days for t in dated if t.days), key=lambda d: (d[1] - d[0]).days, default=None)
    placed = [t.where for t in sorted(group, key=_order) if t.where]
    where = max(placed, key=lambda w: _FINENESS.get(w.precision, 0), default=None)  # type: ignore[call-overload]
    actors = next((t.actors for t in sorted(group, key=_order) if t.actors), Side())
    recipients = next((t.recipients for t in sorted(group, key=_order) if t.recipients), Side())
    return [
        replace(
            t, occasion=first, days=t.days or days, where=t.where or where or t.where, actors=t.actors or actors,
            recipients=t.recipients or recipients,
        )
        for t in group
    ]  # fmt: skip
