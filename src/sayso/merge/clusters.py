"""From scored pairs to clusters: candidate pairs by blocking, then joins that no ruled-out pair forbids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sayso.merge.gather import Told
from sayso.merge.scoring import RULED_OUT, SAME, Score, compare

LARGEST_BLOCK = 120
"""Accounts a block may hold before it is split by month of publication."""
LONGEST_SPAN = 3
"""Days an account may span and still be blocked by each of them."""


def _keys(told: Told) -> Iterator[tuple[str, ...]]:
    account = told.account
    if account.place_id or account.place:
        yield ("place", account.place_id or account.place.lower())
    if told.days and (told.days[1] - told.days[0]).days <= LONGEST_SPAN:
        day = told.days[0] - timedelta(days=1)
        while day <= told.days[1]:
            yield ("day", day.isoformat())
            day += timedelta(days=1)
    sides = sorted(told.actors | told.recipients)
    for side in sides:
        yield ("who", side, str(account.event_type))
    yield ("story", told.story_id)
    yield ("text", told.origin_group)


def candidate_pairs(accounts: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes worth comparing, each once, the smaller first."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, told in enumerate(accounts):
        for key in _keys(told):
            blocks[key].append(n)
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks):
        for block in _split(blocks[key], accounts):
            for x, i in enumerate(block):
                for j in block[x + 1 :]:
                    if (i, j) not in seen:
                        seen.add((i, j))
                        yield i, j


def _split(block: list[int], accounts: Sequence[Told]) -> list[list[int]]:
    if len(block) <= LARGEST_BLOCK:
        return [block]
    months: dict[str, list[int]] = defaultdict(list)
    for n in block:
        months[accounts[n].published[:7]].append(n)
    return [part[i : i + LARGEST_BLOCK] for part in months.values() for i in range(0, len(part), LARGEST_BLOCK)]


Edges = dict[tuple[int, int], Score]


def cluster(accounts: Sequence[Told]) -> tuple[list[list[int]], Edges]:
    """Clusters of indexes (each sorted, singletons included) and the edges that joined or forbade them.

    Joins go from the strongest edge down; two clusters join when their mean score over all cross pairs reaches half of
    ``SAME`` and no cross pair is ruled out, so that a chain of weak likenesses cannot tie unrelated events together.
    """
    scores: Edges = {(i, j): compare(accounts[i], accounts[j]) for i, j in candidate_pairs(accounts)}
    edges = sorted(
        ((s.value, i, j) for (i, j), s in scores.items() if s.value >= SAME and s.specific), key=lambda e: (-e[0], e[1], e[2])
    )
    member = list(range(len(accounts)))
    groups: dict[int, list[int]] = {n: [n] for n in member}
    for _, i, j in edges:
        a, b = member[i], member[j]
        if a == b:
            continue
        total, forbidden = 0.0, False
        for x in groups[a]:
            for y in groups[b]:
                pair = (x, y) if x < y else (y, x)
                if pair not in scores:
                    scores[pair] = compare(accounts[pair[0]], accounts[pair[1]])
                value = scores[pair].value
                forbidden |= value <= RULED_OUT
                total += value
        if forbidden or total / (len(groups[a]) * len(groups[b])) < SAME / 2:
            continue
        keep, drop = min(a, b), max(a, b)
        for n in groups[drop]:
            member[n] = keep
        groups[keep] = sorted(groups[keep] + groups.pop(drop))
    kept = {p: s for p, s in scores.items() if member[p[0]] == member[p[1]] or s.value >= 0}
    return [groups[g] for g in sorted(groups)], kept
