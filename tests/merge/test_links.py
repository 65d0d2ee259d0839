"""Which judgements on pairs are kept, and that an event much told of stays cheap."""

from __future__ import annotations

from collections import Counter

import pytest
from made_readings import Desk

from sayso.merge import clusters, merge_readings
from sayso.merge.scoring import SAME
from sayso.records import Reading


def told_by(stories: int, *, place: str = "Ardun", day: str = "2031-05-03", hit: str = "old mill") -> list[Reading]:
    """The same strike, told in other words by so many outlets."""
    made = []
    for n in range(stories):
        desk = Desk(name=f"{hit} {n}", outlet=f"Outlet {place} {n}")
        desk.tell(
            f"A strike hit the {hit} of {place}, number {n} wrote.", "strike", day=day, place=place,
            recipient=hit, actor="Osk",
        )  # fmt: skip
        made.append(desk.reading())
    return made


def test_links_inside_an_incident_span_it() -> None:
    merged = merge_readings(told_by(30))
    assert len(merged.incidents) == 1
    inside = [(link.account_a, link.account_b) for link in merged.links]
    assert len(inside) == 29
    reached = {inside[0][0]}
    for _ in inside:
        reached |= {account for pair in inside if reached & set(pair) for account in pair}
    assert reached == set(merged.account_incident)


def test_near_misses_are_kept_once_for_each_two_incidents() -> None:
    merged = merge_readings([*told_by(6), *told_by(6, place="", day="", hit="convoy")])
    at = merged.account_incident
    across = [link for link in merged.links if at[link.account_a] != at[link.account_b]]
    assert len(merged.incidents) == 2
    assert len(across) == 1
    assert across[0].judgement == "unsure"
    assert across[0].score >= SAME / 2


def test_pairs_compared_grow_with_the_stories_not_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[int] = Counter()
    compare = clusters.compare
    sizes = (100, 400)
    for size in sizes:

        def counted(*pair: object, size: int = size) -> object:
            calls[size] += 1
            return compare(*pair)  # type: ignore[arg-type]

        monkeypatch.setattr(clusters, "compare", counted)
        assert len(merge_readings(told_by(size)).incidents) == 1
    assert calls[400] < 8 * calls[100]
