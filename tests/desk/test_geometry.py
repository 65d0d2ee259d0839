"""Marks, charts, the map and words, without a browser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analysis import Bin, Spot
from sayso.desk import words
from sayso.desk.charts import axis, histogram
from sayso.desk.maps import HEIGHT, WIDTH, map_of
from sayso.desk.marks import LAYERS, Mark, quotation, stretches

TEXT = "abcdefghijklmnopqrstuvwxyz"
marks = st.builds(
    lambda a, b, layer, record: Mark(start=min(a, b), end=max(a, b) + 1, layer=layer, record_id=record),
    st.integers(0, 25),
    st.integers(0, 25),
    st.sampled_from(sorted(LAYERS)),
    st.sampled_from(["c1", "a1", "n1", "v1"]),
)


@given(st.lists(marks, max_size=12))
def test_stretches_cover_the_text_once_and_know_their_marks(found: list[Mark]) -> None:
    made = stretches(TEXT, 0, len(TEXT), found)
    assert "".join(s.text for s in made) == TEXT
    at = 0
    for one in made:
        covering = {m.record_id for m in found if m.start <= at < m.end}
        assert set(one.records) == covering
        assert bool(one.record_id) == bool(covering)
        at += len(one.text)
    led = [s.record_id for s in made if s.first]
    assert len(led) == len(set(led))


def test_the_shortest_mark_leads() -> None:
    claim = Mark(start=0, end=20, layer="claim", record_id="c1")
    figure = Mark(start=5, end=8, layer="figure", record_id="n1")
    made = stretches(TEXT, 0, 26, [claim, figure], chosen="c1")
    assert [(s.text, s.record_id, s.chosen) for s in made] == [
        ("abcde", "c1", True), ("fgh", "n1", True), ("ijklmnopqrst", "c1", True), ("uvwxyz", "", False),
    ]  # fmt: skip


def test_quotations_mark_overlapping_spans_once() -> None:
    parts = quotation("one two three", 0, 13, [(4, 7), (5, 13)])
    assert [(p.text, p.marked) for p in parts] == [("one ", False), ("two", True), (" three", True)]


def test_bars_hold_every_incident_once() -> None:
    found = [
        Bin(date_start="2031-03-01", status="happened", incidents=4),
        Bin(date_start="2031-03-02", status="contested", incidents=2),
        Bin(date_start="2031-03-04", status="planned", incidents=1),
        Bin(date_start="2031-03", status="happened", incidents=3),
    ]
    made = histogram(found)
    assert made is not None
    assert (made.period, len(made.bars), made.most, made.wider) == ("day", 4, 4, 3)
    assert sum(bar.incidents for bar in made.bars) + made.wider + made.earlier + made.later == 10
    assert [s.kind for bar in made.bars for s in bar.stacks] == ["happened", "contested", "other"]


def test_a_stray_date_does_not_flatten_the_chart() -> None:
    found = [Bin(date_start=f"2031-03-{day:02}", status="happened", incidents=1) for day in range(1, 29)]
    made = histogram([Bin(date_start="1931-03-01", status="happened", incidents=1), *found])
    assert made is not None
    assert (made.period, made.earlier) == ("day", 1)
    assert histogram(found[:1]) is None


def test_axis_places_figures_in_order() -> None:
    on = axis([4, 17])
    assert on.low == 0 and on.at(4) < on.at(17) < 100
    assert on.bar(12, None).open_end and on.bar(3, 3).point
    assert axis([]).ticks


def test_points_lie_on_the_map() -> None:
    more = {"geo_precision": "town", "contested": 0, "incident_id": "i"}
    spots = [
        Spot(latitude=lat, longitude=lon, place=f"P{lat}", incidents=n, **more)  # type: ignore[arg-type]
        for lat, lon, n in ((10.0, 20.0, 5), (11.5, 22.0, 1), (-3.0, 21.0, 1))
    ]
    made = map_of(spots)
    assert made is not None
    assert all(0 < p.x < WIDTH and 0 < p.y < HEIGHT for p in made.points)
    north, south = (next(p for p in made.points if p.place == f"P{lat}") for lat in (11.5, -3.0))
    assert north.y < south.y
    assert map_of([]) is None
    single = map_of(spots[:1])
    assert single is not None and single.meridians and single.parallels


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2031-03-02", "2031-03-02", "2 March 2031"),
        ("2031-03-02", "2031-03-04", "2–4 March 2031"),
        ("2031-02-27", "2031-03-04", "27 February 2031 to 4 March 2031"),
        ("2031-03", "2031-03", "March 2031"),
        ("XXXX-03-17", "", "17 March, year not stated"),
        ("2031-23", "", "autumn 2031"),
        ("203X", "", "2030s"),
        ("2031-03~", "", "about March 2031"),
        ("", "2031-03-04", "by 4 March 2031"),
        ("", "", ""),
        ("not a date", "", "not a date"),
    ],
)
def test_dates_in_words(start: str, end: str, said: str) -> None:
    assert words.span_words(start, end) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(12, 12, "12"), (4, 11, "4–11"), (41, None, "41 or more"), (None, 99, "up to 99"), (None, None, "not stated"),
     (0, 0, "0"), (1200, 1500, "1,200–1,500")],
)  # fmt: skip
def test_figures_in_words(low: int | None, high: int | None, said: str) -> None:
    assert words.figure_words(low, high) == said
