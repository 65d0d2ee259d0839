"""A plain map of incidents: points on a grid of degrees, zoomed to the points. No tiles, no request, no borders.

Equirectangular, with degrees of longitude narrowed by the cosine of the middle latitude, so that distances near the
points look right. Positions are units of the drawing, ``WIDTH`` by ``HEIGHT``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sayso.analysis import Spot
from sayso.desk.words import plural
from sayso.records import Record

WIDTH, HEIGHT = 640, 420
MARGIN = 56
LETTER = 15.0
"""Rough width of a letter of a label."""
MOST_LABELS = 10
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)


class Point(Record, frozen=True, kw_only=True):
    """Incidents at one place."""

    x: float
    y: float
    radius: float
    place: str
    incidents: int
    contested: int
    rough: bool
    """Known only to the country, province or region: the point stands for an area."""
    incident_id: str
    """The incident, where it is the only one."""
    label: str
    """What the point says when it is pointed at."""
    name_x: float
    name_anchor: str
    named: bool
    """Whether the name is written beside the point (there is room)."""


class Line(Record, frozen=True, kw_only=True):
    """A line of the grid."""

    at: float
    label: str


class MapView(Record, frozen=True, kw_only=True):
    """What the map shows."""

    width: int
    height: int
    points: tuple[Point, ...]
    meridians: tuple[Line, ...]
    parallels: tuple[Line, ...]


def _degrees(value: float, step: float, positive: str, negative: str) -> str:
    digits = max(0, -math.floor(math.log10(step))) if step < 1 else 0
    side = positive if value > 0 else negative if value < 0 else ""
    return f"{abs(value):.{digits}f}° {side}".rstrip()


def _lines(low: float, high: float) -> tuple[float, list[float]]:
    step = next((s for s in STEPS if (high - low) / s <= 5), STEPS[-1])
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return step, [round(n * step, 6) for n in range(first, last + 1)]


def map_of(spots: Sequence[Spot]) -> MapView | None:
    """The map of ``analysis.spots``; None if there is nothing to show."""
    inside = [s for s in spots if -90 <= s.latitude <= 90 and -180 <= s.longitude <= 180]
    if not inside:
        return None
    south, north = min(s.latitude for s in inside), max(s.latitude for s in inside)
    west, east = min(s.longitude for s in inside), max(s.longitude for s in inside)
    middle_lat, middle_lon = (south + north) / 2, (west + east) / 2
    narrow = max(0.15, math.cos(math.radians(middle_lat)))
    # At least a fifth of a degree is shown, so that one town is not blown up to fill the map.
    scale = min(
        (WIDTH - 2 * MARGIN) / (max(east - west, 0.2) * narrow),
        (HEIGHT - 2 * MARGIN) / max(north - south, 0.2),
    )

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        x = WIDTH / 2 + (longitude - middle_lon) * narrow * scale
        y = HEIGHT / 2 - (latitude - middle_lat) * scale
        return round(x, 1), round(y, 1)

    half_lon, half_lat = WIDTH / 2 / scale / narrow, HEIGHT / 2 / scale
    step_x, meridians = _lines(max(-180.0, middle_lon - half_lon), min(180.0, middle_lon + half_lon))
    step_y, parallels = _lines(max(-90.0, middle_lat - half_lat), min(90.0, middle_lat + half_lat))
    most = max(s.incidents for s in inside)
    boxes: list[tuple[float, float, float, float]] = []
    points = []
    for spot in sorted(inside, key=lambda s: (-s.incidents, s.place, s.incident_id)):
        x, y = place(spot.longitude, spot.latitude)
        radius = round(8 + 16 * math.sqrt(spot.incidents / most) if most > 1 else 11, 1)
        points.append(_point(spot, x, y, radius, boxes))
    # Small points last, so that they lie on top and can be reached.
    return MapView(
        width=WIDTH,
        height=HEIGHT,
        points=tuple(points),
        meridians=tuple(Line(at=place(v, 0)[0], label=_degrees(v, step_x, "E", "W")) for v in meridians),
        parallels=tuple(Line(at=place(0, v)[1], label=_degrees(v, step_y, "N", "S")) for v in parallels),
    )


def _point(spot: Spot, x: float, y: float, radius: float, boxes: list[tuple[float, float, float, float]]) -> Point:
    name = spot.place if len(spot.place) <= 28 else ""
    wide = len(name) * LETTER
    named, name_x, anchor = False, x + radius + 4, "start"
    if name and len(boxes) < 2 * MOST_LABELS:
        for side in ("start", "end"):
            left = x + radius + 4 if side == "start" else x - radius - 4 - wide
            box = (left, y - 16, left + wide, y + 16)
            clear = all(box[2] < b[0] or box[0] > b[2] or box[3] < b[1] or box[1] > b[3] for b in boxes)
            if clear and left > 2 and left + wide < WIDTH - 2:
                boxes.append(box)
                named, anchor = True, side
                name_x = left if side == "start" else left + wide
                break
    if named:
        boxes.append((x - radius, y - radius, x + radius, y + radius))
    label = f"{spot.place or 'A place without a name'}: {plural(spot.incidents, 'incident')}"
    if spot.contested:
        label += f", {spot.contested} contested"
    rough = spot.geo_precision in ("country", "admin1", "region")
    return Point(
        x=x,
        y=y,
        radius=radius,
        place=spot.place,
        incidents=spot.incidents,
        contested=spot.contested,
        rough=rough,
        incident_id=spot.incident_id if spot.incidents == 1 else "",
        label=label + (" (known only to the country or province)" if rough else ""),
        name_x=round(name_x, 1),
        name_anchor=anchor,
        named=named,
    )
