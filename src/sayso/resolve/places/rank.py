"""Ranking a story's candidate places together: two linear passes, the second knowing what the first believed.

Places of one story support one another by being near and in one country. Weights are in
``tables/place_weights.csv``, fitted by ``scripts/train_places.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log10

import numpy as np
import numpy.typing as npt

from sayso.records import Record
from sayso.resolve.gazetteer import Candidate
from sayso.tables import load_rows

Array = npt.NDArray[np.float64]

OWN = (
    "size", "unpeopled", "country", "continent", "admin1", "admin2", "capital", "seat", "ours", "primary", "trap",
    "added", "said_division", "said_country", "said_country_share", "sentence_country", "dateline", "outlet", "alone",
    "town_like_division", "dwarfed", "beside_capital", "county", "capital_abroad", "division_abroad",
)  # fmt: skip
"""Features of the first pass."""
SHARED = ("near", "around", "same_division", "same_country", "first")
"""What the second pass adds: support by the story's other places, and the first pass's own belief."""
MOST = 30
"""Candidates kept of one name."""
ALIKE = {
    "town": ("town", "seat", "capital", "village", "city"), "admin1": ("admin1", "province"),
    "admin2": ("admin2", "agency", "district"), "agency": ("agency", "admin2"),
    "region": ("region", "agency", "admin1", "province"), "capital": ("capital", "seat", "town"), "river": ("river",),
    "country": ("country",), "border": ("country", "crossing", "border", "agency", "town"),
}  # fmt: skip
"""Kinds of place that a word of kind ("district") can mean."""


_WIDE = frozenset({"country", "continent", "sea", "region"})
"""Kinds whose middle point says nothing of what is near."""


class Group(Record, frozen=True, kw_only=True):
    """Mentions of one story that are printed the same and said to lie in the same: they get one place.

    ``candidates`` already agree with the kind and the whereabouts that the text says outright, as far as any does.
    """

    key: str
    mentions: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    sentence_countries: frozenset[str] = frozenset()


class Said(Record, frozen=True, kw_only=True):
    """What the story as a whole says outright."""

    countries: dict[str, float]
    """How often each country is named, by code."""
    divisions: dict[tuple[str, str], float]
    dateline: frozenset[tuple[str, str]] = frozenset()
    outlet: str = ""


def lies_in(candidate: Candidate, regions: frozenset[tuple[str, str]]) -> tuple[float, float]:
    """Whether it lies in one of the divisions, in one of the countries."""
    division = country = 0.0
    for code, inside in regions:
        if candidate.country == code and candidate.kind != "country":
            if not inside:
                country = 1.0
            elif inside in (candidate.inside, candidate.admin1) and candidate.kind != "admin1":
                division = 1.0
    return division, country


def own_features(group: Group, candidate: Candidate, said: Said, best: float) -> list[float]:
    """The first pass's features of one candidate, in the order of ``OWN``."""
    abroad = min(1.0, max(0, len(said.countries) - 1) / 3)
    total = sum(said.countries.values()) or 1.0
    named = said.countries.get(candidate.country, 0.0) if candidate.country and candidate.kind != "country" else 0.0
    divided = said.divisions.get((candidate.country, candidate.inside), 0.0) if candidate.kind != "admin1" else 0.0
    line = max(lies_in(candidate, said.dateline)) if said.dateline else 0.0
    most = max(c.population for c in group.candidates)
    ours = candidate.place_id.startswith("x:") and not candidate.added and candidate.kind != "village"
    return [
        log10(candidate.population + 1) / 7,
        float(candidate.population == 0),
        float(candidate.kind == "country"),
        float(candidate.kind == "continent"),
        float(candidate.kind == "admin1"),
        float(candidate.kind == "admin2"),
        float(candidate.kind == "capital"),
        float(candidate.kind == "seat"),
        float(ours),
        float(candidate.primary),
        float(candidate.trap != "" and candidate.kind not in ("country", "admin1")),
        float(candidate.added),
        divided / (1.0 + divided),
        named / (1.0 + named),
        named / total,
        float(candidate.country in group.sentence_countries and candidate.kind != "country"),
        line,
        float(bool(said.outlet) and candidate.country == said.outlet),
        float(candidate.score >= best),
        float(candidate.kind in ("admin1", "admin2") and any(
            c.kind in ("town", "seat", "capital") and c.primary and c.country == candidate.country
            and c.inside == candidate.inside for c in group.candidates)),
        max(0.0, log10(most + 10) - log10(candidate.population + 10) - 1.0),
        float(candidate.kind == "admin1" and any(
            c.kind == "capital" and c.country == candidate.country for c in group.candidates)),
        float(candidate.kind == "admin2" and candidate.country == "US"),
        float(candidate.kind == "capital") * abroad,
        float(candidate.kind == "admin1") * abroad,
    ]  # fmt: skip


@cache
def _weights() -> tuple[Array, Array]:
    rows = {(row["pass"], row["feature"]): float(row["weight"]) for row in load_rows("place_weights.csv")}
    first = np.array([rows.get(("1", name), 0.0) for name in OWN])
    second = np.array([rows.get(("2", name), 0.0) for name in OWN + SHARED])
    return first, second


class Field:
    """All candidates of a story, side by side."""

    def __init__(self, groups: Sequence[Group], said: Said) -> None:
        self.groups = groups
        self.candidates: list[Candidate] = []
        rows: list[list[float]] = []
        owner: list[int] = []
        self.bounds: list[tuple[int, int]] = []
        for number, group in enumerate(groups):
            start = len(rows)
            best = max((c.score for c in group.candidates), default=0.0)
            for candidate in group.candidates:
                rows.append(own_features(group, candidate, said, best))
                self.candidates.append(candidate)
                owner.append(number)
            self.bounds.append((start, len(rows)))
        self.own: Array = np.array(rows, dtype=np.float64).reshape(len(rows), len(OWN))
        self.owner = np.array(owner, dtype=np.int64)

    def believe(self, scores: Array) -> Array:
        """Probabilities within each group."""
        out = np.empty_like(scores)
        for start, end in self.bounds:
            part = np.exp(scores[start:end] - scores[start:end].max()) if end > start else scores[start:end]
            out[start:end] = part / part.sum() if end > start else part
        return out

    def shared(self, scores: Array) -> Array:
        """Support of each candidate by the other groups, given the first pass's scores. Columns as ``SHARED``."""
        belief = self.believe(scores)
        at = np.radians([(c.latitude or 0.0, c.longitude or 0.0) for c in self.candidates])
        unit = np.column_stack(
            (np.cos(at[:, 0]) * np.cos(at[:, 1]), np.cos(at[:, 0]) * np.sin(at[:, 1]), np.sin(at[:, 0]))
        )
        chord = 6371.0 * np.sqrt(np.maximum(0.0, 2.0 - 2.0 * (unit @ unit.T)))
        other = self.owner[:, None] != self.owner[None, :]
        small = np.array([float(c.kind not in _WIDE) for c in self.candidates])
        weight = belief * small
        near = np.where(other, np.exp(-chord / 40.0), 0.0) @ weight
        around = np.where(other, np.exp(-chord / 250.0), 0.0) @ weight
        names: dict[tuple[str, str], int] = {}
        code = np.array([names.setdefault((c.country, ""), len(names)) if c.country else -1 for c in self.candidates])
        first = np.array(
            [names.setdefault((c.country, c.inside or c.admin1), len(names)) if c.inside or c.admin1 else -1
             for c in self.candidates]
        )  # fmt: skip
        same_country = np.where(other & (code[:, None] == code[None, :]) & (code[:, None] >= 0), 1.0, 0.0) @ belief
        same_first = np.where(other & (first[:, None] == first[None, :]) & (first[:, None] >= 0), 1.0, 0.0) @ belief
        total = max(1.0, float(len(self.groups) - 1))
        return np.column_stack(
            (np.log1p(near), np.log1p(around), same_first / (1.0 + same_first), same_country / total, scores / 10.0)
        )

    def scores(self) -> Array:
        """Final scores of all candidates, as probabilities within their groups."""
        if not self.candidates:
            return np.zeros(0)
        first, second = _weights()
        scores = self.own @ first
        return self.believe(np.column_stack((self.own, self.shared(scores))) @ second)
