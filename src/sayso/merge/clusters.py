"""From scored pairs to clusters: candidate pairs by blocking, then joins that no ruled-out pair forbids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sayso.merge.gather import Told
from sayso.merge.scoring import HARM_MODES, RULED_OUT, SAME, Score, compare
from sayso.vocabulary import EventType

LARGEST_BLOCK = 30
"""Accounts a block may hold and still be compared all with all; in larger ones each is compared with its nearest."""
NEIGHBOURS = 12
COMMONEST_WORD = 100
"""Accounts that a word of a recipient may be shared by and still bring them together."""
FARTHEST_DAYS = 7
"""Days between two accounts beyond which no feature lets them be the same event."""
LONGEST_SPAN = 3
"""Days an account may span and still be blocked by each of them."""

Edges = dict[tuple[int, int], Score]


def _keys(told: Told) -> Iterator[tuple[str, ...]]:
    family = _family(told)
    if told.where:
        yield ("place", told.where.place_id or told.where.name.lower(), family)
    if told.days and (told.days[1] - told.days[0]).days <= LONGEST_SPAN:
        day = told.days[0] - timedelta(days=1)
        while day <= told.days[1]:
            yield ("day", day.isoformat(), family)
            day += timedelta(days=1)
    for side in sorted(told.actors.ids | told.recipients.ids):
        yield ("who", side, family)
    for word in sorted(told.recipients.words):
        yield ("whom", word, family)
    if told.type == EventType.OTHER and not told.account.event_mode:
        for word in sorted(told.trigger):
            yield ("whom", word, family)
    if len(told.words) >= 3:
        yield ("words", " ".join(sorted(told.words)), family)
    yield ("story", told.story_id)
    if told.origin_group != told.story_id:
        yield ("text", told.origin_group)


_FAMILY = {
    EventType.ASSAULT: "force", EventType.COERCE: "force", EventType.SANCTION: "force", EventType.PROTEST: "force",
    EventType.CONSULT: "talk", EventType.AGREE: "talk", EventType.COOPERATE: "talk", EventType.CONCEDE: "talk",
    EventType.RETREAT: "talk", EventType.AID: "aid", EventType.SUPPORT: "aid",
}  # fmt: skip
"""Kindred types (``scoring.KINDRED``) share a family; the rest are their own."""


def _family(told: Told) -> str:
    if told.type == EventType.OTHER:
        mode = told.account.event_mode
        return "force" if mode in HARM_MODES else f"OTHER {mode}"
    return _FAMILY.get(told.type, told.type.value)


def candidate_pairs(accounts: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes worth comparing, each once, the smaller first. Near-linear: large blocks are windowed."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, told in enumerate(accounts):
        for key in _keys(told):
            blocks[key].append(n)
    spans = [(t.days[0].toordinal(), t.days[1].toordinal()) if t.days else None for t in accounts]
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks):
        block = blocks[key]
        reach = len(block)
        if key[0] == "whom" and len(block) > COMMONEST_WORD:
            continue
        if len(block) > LARGEST_BLOCK:
            block = sorted(block, key=lambda n: _when(accounts[n]))
            reach = NEIGHBOURS
        for x, i in enumerate(block):
            for j in block[x + 1 : x + 1 + reach]:
                one, two = spans[i], spans[j]
                if one and two and (one[0] - two[1] > FARTHEST_DAYS or two[0] - one[1] > FARTHEST_DAYS):
                    continue
                pair = (i, j) if i < j else (j, i)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _when(told: Told) -> tuple[str, str, str]:
    """Order in which neighbours in a large block are likely of one event."""
    day = told.days[0] if told.days else told.seen
    return (day.isoformat() if day else "", told.where.place_id or told.where.name, told.account.account_id)


def cluster(accounts: Sequence[Told]) -> tuple[list[list[int]], Edges]:
    """Clusters of indexes (each sorted, singletons included) and the edges that joined or forbade them.

    ``accounts`` are settled (``stories.settle``); each occasion of a story starts as one cluster. Joins go from the
    strongest edge down; two clusters join when their mean score over all cross pairs reaches half of ``SAME`` and no
    cross pair is ruled out, so that a chain of weak likenesses cannot tie unrelated events together.
    """
    scores: Edges = {(i, j): compare(accounts[i], accounts[j]) for i, j in candidate_pairs(accounts)}
    member = list(range(len(accounts)))
    groups: dict[int, list[int]] = {n: [n] for n in member}

    def score(x: int, y: int) -> Score:
        pair = (x, y) if x < y else (y, x)
        if pair not in scores:
            scores[pair] = compare(accounts[pair[0]], accounts[pair[1]])
        return scores[pair]

    def join(a: int, b: int) -> None:
        keep, drop = min(a, b), max(a, b)
        for n in groups[drop]:
            member[n] = keep
        groups[keep] = sorted(groups[keep] + groups.pop(drop))

    begun: dict[tuple[str, str], int] = {}
    for n, told in enumerate(accounts):
        first = begun.setdefault((told.story_id, told.occasion or told.account.account_id), n)
        a, b = member[first], member[n]
        if a != b and all(score(x, n).value > RULED_OUT for x in groups[a]):
            join(a, b)
    edges = sorted(
        ((s.value, i, j) for (i, j), s in scores.items() if s.value >= SAME and s.specific),
        key=lambda e: (-e[0], e[1], e[2]),
    )
    for _, i, j in edges:
        a, b = member[i], member[j]
        if a == b:
            continue
        values = [score(x, y).value for x in groups[a] for y in groups[b]]
        if min(values) > RULED_OUT and sum(values) / len(values) >= SAME / 2:
            join(a, b)
    kept = {p: s for p, s in scores.items() if member[p[0]] == member[p[1]] or s.value >= SAME / 2}
    return [groups[g] for g in sorted(groups)], kept
