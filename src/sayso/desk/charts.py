"""Geometry of the desk's charts. Templates draw what these records say; all positions are per cent of the width.

Per cents let a chart fill any screen without its letters growing, and without a style attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sayso import edtf
from sayso.analysis import Bin
from sayso.analysis.rates import first_day, next_period, period_edtf
from sayso.desk.words import date_words
from sayso.records import Record
from sayso.vocabulary import Status

MOST_BARS = 75
HEIGHT = 120
"""Pixels of the tallest bar."""


class Stack(Record, frozen=True, kw_only=True):
    """One part of a bar: ``y`` and ``height`` in pixels from the top."""

    kind: str
    """happened, contested, or other (planned, denied, called off, ...)."""
    y: float
    height: float


class Bar(Record, frozen=True, kw_only=True):
    """Incidents of one day, week, month or year."""

    date_from: str
    date_to: str
    label: str
    incidents: int
    x: float
    width: float
    stacks: tuple[Stack, ...]


class Tick(Record, frozen=True, kw_only=True):
    """A label on an axis."""

    x: float
    label: str
    anchor: str = "middle"
    """Where the label stands to its place: start, middle, end."""


class Histogram(Record, frozen=True, kw_only=True):
    """Incidents over time."""

    period: str
    """day, week, month or year."""
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int
    height: int
    earlier: int
    """Incidents before the first bar: so far from the rest that they are not drawn."""
    later: int
    wider: int
    """Incidents known less finely than one bar is wide, not drawn."""
    first: str
    last: str


def _kind(status: str) -> str:
    if status in (Status.HAPPENED, Status.ONGOING):
        return "happened"
    return "contested" if status == Status.CONTESTED else "other"


def _window(days: list[tuple[date, int]]) -> tuple[date, date]:
    """First and last day to draw: all, or the days that hold all but one in fifty where that halves the width."""
    total = sum(number for _, number in days)
    first, last = days[0][0], days[-1][0]
    spare = max(1, total // 50) if total > 10 else 0
    low, left = first, spare
    for day, number in days:
        low = day
        left -= number
        if left < 0:
            break
    high, left = last, spare
    for day, number in reversed(days):
        high = day
        left -= number
        if left < 0:
            break
    if low <= high and 2 * ((high - low).days + 1) < (last - first).days + 1:
        return low, high
    return first, last


def histogram(found: Sequence[Bin]) -> Histogram | None:
    """Bars for the incidents of ``analysis.bins``; None if fewer than two are known to the day."""
    exact: dict[date, dict[str, int]] = {}
    spans: list[tuple[date, date, str, int]] = []
    for one in found:
        first, last = edtf.bounds(one.date_start) if edtf.is_edtf(one.date_start) else (None, None)
        if first is None or last is None:
            continue
        spans.append((first, last, _kind(one.status), one.incidents))
        if first == last:
            exact.setdefault(first, {})
    days = sorted((first, number) for first, last, _, number in spans if first == last)
    if len(exact) < 2:
        return None
    low, high = _window(days)
    length = (high - low).days + 1
    period = "day" if length <= MOST_BARS else "week" if length <= 7 * MOST_BARS else "month"
    if period == "month" and length > 31 * MOST_BARS:
        period = "year"
    starts = [first_day(low, period)]
    while len(starts) < 400 and starts[-1].year < date.max.year and next_period(starts[-1], period) <= high:
        starts.append(next_period(starts[-1], period))
    index = {start: i for i, start in enumerate(starts)}
    counts: list[dict[str, int]] = [{} for _ in starts]
    earlier = later = wider = 0
    for first, last, kind, number in spans:
        start = first_day(first, period)
        if first_day(last, period) != start:
            wider += number
        elif start in index:
            counts[index[start]][kind] = counts[index[start]].get(kind, 0) + number
        elif start < starts[0]:
            earlier += number
        else:
            later += number
    most = max((sum(count.values()) for count in counts), default=0)
    if not most:
        return None
    width = 100 / len(starts)
    bars = tuple(_bar(start, period, counts[i], i * width, width, most) for i, start in enumerate(starts))
    return Histogram(
        period=period,
        bars=bars,
        ticks=_ticks(starts, period, width),
        most=most,
        height=HEIGHT,
        earlier=earlier,
        later=later,
        wider=wider,
        first=bars[0].date_from,
        last=bars[-1].date_to,
    )


def _bar(start: date, period: str, count: dict[str, int], x: float, width: float, most: int) -> Bar:
    span = period_edtf(start, period)
    first, _, last = span.partition("/")
    stacks, y = [], float(HEIGHT)
    for kind in ("happened", "contested", "other"):
        if count.get(kind):
            height = round(count[kind] / most * HEIGHT, 1)
            y = round(y - height, 1)
            stacks.append(Stack(kind=kind, y=y, height=height))
    label = f"week of {date_words(first)}" if period == "week" else date_words(first)
    return Bar(
        date_from=first,
        date_to=last or first,
        label=label,
        incidents=sum(count.values()),
        x=round(x + width * 0.1, 3),
        width=round(width * 0.8, 3),
        stacks=tuple(stacks),
    )


def _ticks(starts: Sequence[date], period: str, width: float) -> tuple[Tick, ...]:
    """A handful of dates under the bars."""
    step = max(1, -(-len(starts) // 5))
    ticks = []
    for i in range(0, len(starts), step):
        if i and len(starts) - i < step / 2:
            break
        start = starts[i]
        month = f"{start:%b}"
        label = {"day": f"{start.day} {month}", "week": f"{start.day} {month}", "month": f"{month} {start.year}"}
        x = (i + 0.5) * width
        ticks.append(
            Tick(x=round(x, 2), label=label.get(period, str(start.year)), anchor="start" if x < 6 else "middle")
        )
    return tuple(ticks)


class ClaimBar(Record, frozen=True, kw_only=True):
    """One claim's figure on the axis of its toll."""

    x: float
    width: float
    open_end: bool
    """The claim gives no upper end: the bar runs on to the edge."""
    point: bool
    """Lowest and highest are the same: a dot rather than a bar."""


class Axis(Record, frozen=True, kw_only=True):
    """An axis of figures from 0 (or near the lowest) upwards."""

    low: int
    high: int
    ticks: tuple[Tick, ...]

    def at(self, value: int) -> float:
        """Where a figure lies, in per cent; 4 at the low end, 92 at the high one."""
        return round(4 + 88 * (value - self.low) / max(1, self.high - self.low), 2)

    def bar(self, low: int | None, high: int | None) -> ClaimBar:
        """The bar of a figure or range."""
        left = self.at(low if low is not None else self.low)
        right = self.at(high) if high is not None else 100.0
        return ClaimBar(x=left, width=round(max(0.0, right - left), 2), open_end=high is None, point=low == high)


def axis(values: Sequence[int]) -> Axis:
    """An axis that holds all values, with up to six round figures on it."""
    low, high = min(values, default=0), max(values, default=1)
    low = low if low > 50 and 0 < high - low < low / 4 else 0
    high = max(high, low + 1)
    step = 1
    for candidate in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000):
        step = candidate
        if (high - low) / candidate <= 6:
            break
    while (high - low) / step > 6:
        step *= 10
    low -= low % step
    made = Axis(low=low, high=high, ticks=())
    ticks = tuple(Tick(x=made.at(value), label=f"{value:,}") for value in range(low, high + 1, step))
    return Axis(low=low, high=high, ticks=ticks)
