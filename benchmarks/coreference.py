"""MUC, B-cubed and CEAF-e of clusters of mentions, as in the CoNLL 2011 and 2012 shared tasks (singletons counted).

A cluster is a set of mentions; mentions are any hashable values. Mentions that only one side has count against that
side's share (precision for the response, recall for the key).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Cluster = frozenset[Hashable]


@dataclass(slots=True)
class Sums:
    """Numerators and denominators, summed over topics."""

    parts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0, 0.0, 0.0]))

    def add(self, key: Sequence[Cluster], response: Sequence[Cluster]) -> None:
        """Count one topic, whose clusters no other topic shares."""
        for name, measure in (("muc", _muc), ("b3", _b_cubed)):
            found, of_key = measure(key, response)
            right, of_response = measure(response, key)
            for n, value in enumerate((found, of_key, right, of_response)):
                self.parts[name][n] += value
        alike = _alignment(key, response)
        for n, value in enumerate((alike, float(len(key)), alike, float(len(response)))):
            self.parts["ceafe"][n] += value

    def scores(self, name: str) -> tuple[float, float, float]:
        """(recall, precision, F1) of ``muc``, ``b3`` or ``ceafe``, 0 to 1."""
        found, of_key, right, of_response = self.parts[name]
        recall = found / of_key if of_key else 0.0
        precision = right / of_response if of_response else 0.0
        return recall, precision, 2 * recall * precision / (recall + precision) if recall + precision else 0.0

    def conll(self) -> float:
        """The mean of the three F1."""
        return sum(self.scores(name)[2] for name in ("muc", "b3", "ceafe")) / 3


def _of(clusters: Iterable[Cluster]) -> Mapping[Hashable, int]:
    return {mention: n for n, cluster in enumerate(clusters) for mention in cluster}


def _muc(key: Sequence[Cluster], response: Sequence[Cluster]) -> tuple[float, float]:
    of = _of(response)
    found = wanted = 0
    for cluster in key:
        kept = {of[m] for m in cluster if m in of}
        missing = sum(m not in of for m in cluster)
        found += len(cluster) - len(kept) - missing
        wanted += len(cluster) - 1
    return float(found), float(wanted)


def _b_cubed(key: Sequence[Cluster], response: Sequence[Cluster]) -> tuple[float, float]:
    of = _of(response)
    total = 0.0
    for cluster in key:
        shared: dict[int, int] = defaultdict(int)
        for mention in cluster:
            if mention in of:
                shared[of[mention]] += 1
        total += sum(n * n for n in shared.values()) / len(cluster)
    return total, float(sum(len(c) for c in key))


def _alignment(key: Sequence[Cluster], response: Sequence[Cluster]) -> float:
    """The best one-to-one alignment of clusters by 2|K & R| / (|K| + |R|), found component by component."""
    of = _of(response)
    near: list[dict[int, float]] = []
    for cluster in key:
        shared: dict[int, int] = defaultdict(int)
        for mention in cluster:
            if mention in of:
                shared[of[mention]] += 1
        near.append({r: 2 * n / (len(cluster) + len(response[r])) for r, n in shared.items()})
    back: dict[int, list[int]] = defaultdict(list)
    for k, row in enumerate(near):
        for r in row:
            back[r].append(k)
    total, seen = 0.0, set[int]()
    for start in range(len(key)):
        if start in seen or not near[start]:
            continue
        rows, columns, stack = [], set[int](), [start]
        seen.add(start)
        while stack:
            k = stack.pop()
            rows.append(k)
            for r in near[k]:
                columns.add(r)
                fresh = [other for other in back[r] if other not in seen]
                seen.update(fresh)
                stack += fresh
        names = sorted(columns)
        total += assign([[near[k].get(r, 0.0) for r in names] for k in rows])
    return total


def assign(gains: Sequence[Sequence[float]]) -> float:
    """The largest sum of one gain a row, no column twice (Hungarian method, rows and columns in any number)."""
    if len(gains) > len(gains[0]):
        gains = [list(column) for column in zip(*gains, strict=True)]
    rows, columns = len(gains), len(gains[0])
    u, v = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner, way = [0] * (columns + 1), [0] * (columns + 1)
    for i in range(1, rows + 1):
        owner[0], j = i, 0
        least, used = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while owner[j]:
            used[j] = True
            at, delta, following = owner[j], float("inf"), 0
            for c in range(1, columns + 1):
                if used[c]:
                    continue
                cost = -gains[at - 1][c - 1] - u[at] - v[c]
                if cost < least[c]:
                    least[c], way[c] = cost, j
                if least[c] < delta:
                    delta, following = least[c], c
            for c in range(columns + 1):
                if used[c]:
                    u[owner[c]] += delta
                    v[c] -= delta
                else:
                    least[c] -= delta
            j = following
        while j:
            owner[j] = owner[way[j]]
            j = way[j]
    return sum(gains[owner[c] - 1][c - 1] for c in range(1, columns + 1) if owner[c])
