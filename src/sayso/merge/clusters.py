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

MOST_COMPARED = 20
"""Members of a cluster that a join looks at: an event that a thousand stories tell takes no million comparisons."""
MOST_REMEMBERED = 1_000_000
"""Scores kept at hand."""
MOST_MISSES = 3
"""Near misses kept for a cluster, beside those that its neighbours keep."""

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


class _Likeness:
    """Scores of pairs, as numbers: what made them is worked out again for the few pairs that are kept."""

    def __init__(self, accounts: Sequence[Told]) -> None:
        self.accounts = accounts
        self.known: dict[tuple[int, int], float] = {}

    def __call__(self, x: int, y: int) -> float:
        pair = (x, y) if x < y else (y, x)
        value = self.known.get(pair)
        if value is None:
            if len(self.known) >= MOST_REMEMBERED:
                self.known.clear()
            value = self.known[pair] = compare(self.accounts[pair[0]], self.accounts[pair[1]]).value
        return value

    def belong(self, one: Sequence[int], two: Sequence[int]) -> bool:
        """Whether two clusters may be one: alike on the whole, and no cross pair ruled out."""
        total, ones, twos = 0.0, _some(one), _some(two)
        for x in ones:
            for y in twos:
                value = self(x, y)
                if value <= RULED_OUT:
                    return False
                total += value
        return total / (len(ones) * len(twos)) >= SAME / 2


def _some(group: Sequence[int]) -> Sequence[int]:
    """A cluster's members, or as many as are compared, spread evenly: accounts are in order of ids, so by chance."""
    if len(group) <= MOST_COMPARED:
        return group
    return [group[n * len(group) // MOST_COMPARED] for n in range(MOST_COMPARED)]


def cluster(accounts: Sequence[Told]) -> tuple[list[list[int]], Edges]:
    """Clusters of indexes (each sorted, singletons included) and the edges that explain them.

    ``accounts`` are settled (``stories.settle``); each occasion of a story starts as one cluster. Joins go from the
    strongest edge down; two clusters join when their mean score over all cross pairs reaches half of ``SAME`` and no
    cross pair is ruled out, so that a chain of weak likenesses cannot tie unrelated events together. Of clusters with
    more members than ``MOST_COMPARED`` so many speak for all.

    Edges are those that joined (one fewer than a cluster has members) and near misses: between two clusters the most
    alike pair, from half of ``SAME`` up, for each cluster with its ``MOST_MISSES`` nearest.
    """
    alike = _Likeness(accounts)
    edges: list[tuple[float, int, int]] = []
    near: list[tuple[float, int, int]] = []
    for i, j in candidate_pairs(accounts):
        found = compare(accounts[i], accounts[j])
        if found.value < SAME / 2:
            continue
        (edges if found.value >= SAME and found.specific else near).append((-found.value, i, j))
    edges.sort()
    member = list(range(len(accounts)))
    groups: dict[int, list[int]] = {n: [n] for n in member}
    joined: list[tuple[int, int]] = []
    refused: dict[tuple[int, int], tuple[int, int]] = {}
    """Clusters that may not be one, with their sizes then: as long as neither grows, the answer is the same."""

    def join(a: int, b: int) -> None:
        keep, drop = min(a, b), max(a, b)
        for n in groups[drop]:
            member[n] = keep
        groups[keep] = sorted(groups[keep] + groups.pop(drop))

    begun: dict[tuple[str, str], int] = {}
    for n, told in enumerate(accounts):
        first = begun.setdefault((told.story_id, told.occasion or told.account.account_id), n)
        a, b = member[first], member[n]
        if a != b and all(alike(x, n) > RULED_OUT for x in groups[a]):
            join(a, b)
            joined.append((first, n))
    for _, i, j in edges:
        a, b = sorted((member[i], member[j]))
        if a == b:
            continue
        sizes = (len(groups[a]), len(groups[b]))
        if refused.get((a, b)) == sizes:
            continue
        if alike.belong(groups[a], groups[b]):
            join(a, b)
            joined.append((i, j))
        else:
            refused[(a, b)] = sizes
    kept = [*joined, *_near_misses(sorted([*edges, *near]), member)]
    return [groups[g] for g in sorted(groups)], {p: compare(accounts[p[0]], accounts[p[1]]) for p in kept}


def _near_misses(pairs: Sequence[tuple[float, int, int]], member: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The most alike pair of each two clusters, as long as one of them has few such neighbours yet."""
    seen: set[tuple[int, int]] = set()
    neighbours: dict[int, int] = defaultdict(int)
    for _, i, j in pairs:
        a, b = sorted((member[i], member[j]))
        if a == b or (a, b) in seen or min(neighbours[a], neighbours[b]) >= MOST_MISSES:
            continue
        seen.add((a, b))
        neighbours[a] += 1
        neighbours[b] += 1
        yield i, j
