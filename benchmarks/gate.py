"""The gate: accuracy may rise, and may not fall below the floors in ``benchmarks/floors.json``.

A floor is kept for each gated figure (``attribution.cue_exact_f1``), with the figure it was set from and a hash of the
data that was measured on: a figure on other data says nothing about the floor, so the gate fails then too. ``--raise``
lifts floors (and makes those that are missing), never lowers one. The only way down is ``--lower KEY --reason TEXT``,
and the reason stays in the file. Figures of which less is better have a ceiling, kept in the same way.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.data import Data
from benchmarks.scores import Result
from sayso.errors import UsageError

FLOORS = Path(__file__).with_name("floors.json")
MARGIN = 0.5
"""Points between a figure and the floor set from it: changes that are no worse move figures by a few tenths."""

DATA: dict[str, str] = {
    "attribution": "polnear",
    "certainty": "factuality",
    "counts": "gun_violence_counts",
    "dates": "meantime",
    "entities": "re3d",
    "events": "plover",
    "places": "places",
    "templates": "muc34",
}
"""Archive that a benchmark measures on. The others measure on what is in the repository."""
OWN: dict[str, tuple[str, ...]] = {
    "examples": ("examples/pages", "examples/key", "examples/gazetteer.csv", "examples/demonyms.csv"),
    "intake": ("benchmarks/intake_pages", "examples/pages", "examples/key/stories.json"),
    "reports": ("training/annotated/reports",),
}
"""What of the repository a benchmark measures on."""
GATED: dict[str, tuple[str, ...]] = {
    "attribution": (
        "source_exact_f1", "cue_exact_f1", "content_exact_f1", "attribution_strict_f1", "attribution_relaxed_f1",
    ),
    "certainty": ("hedge_f1", "factuality_r"),
    "counts": ("killed_exact", "injured_exact"),
    "dates": ("found_f1", "value_f1"),
    "entities": ("kind_f1",),
    "events": ("macro_f1", "quad_macro_f1"),
    "examples": (
        "incidents_found_merged", "main_found_merged", "spurious", "claims_right_voice", "claim_precision",
        "tolls_right_of_all", "sets_found", "stories_right",
    ),
    "intake": ("text_f1", "stories_split_f1"),
    "places": ("exact", "within_161km"),
    "reports": (
        "voices_f1", "claims_f1", "chains_f1", "sort_f1", "naming_f1", "stance_f1", "certainty_f1", "events_f1",
        "type_f1", "status_f1", "figures_f1", "arguments_f1",
    ),
    "templates": ("role_f1",),
}  # fmt: skip
"""Figures that are held."""
LESS_IS_BETTER = frozenset({"examples.spurious"})
EXACT = frozenset({"acceptance.facts"})
"""Whole numbers: the floor is the figure itself."""


class Lowered(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a floor was lowered."""

    before: float
    after: float
    reason: str


class Floor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a figure may not fall below (or, where less is better, not rise above)."""

    floor: float
    figure: float
    """The figure that the floor was set from."""
    data: str
    """SHA-256 of the data it was measured on."""
    lowered: tuple[Lowered, ...] = ()


Floors = dict[str, Floor]


def load_floors(path: Path = FLOORS) -> Floors:
    """The floors by figure; none if there is no file yet."""
    if not path.exists():
        return {}
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Floor])


def save_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write the floors, a figure a line, sorted."""
    lines = [f" {json.dumps(key)}: {json.dumps(msgspec.to_builtins(floors[key]))}" for key in sorted(floors)]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def hash_files(files: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over the names and contents of files."""
    whole = hashlib.sha256()
    for name, content in sorted(files):
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def hash_paths(paths: Sequence[Path]) -> str:
    """SHA-256 over files and over the files in folders, hidden and compiled ones left out."""
    files = []
    for path in paths:
        if path.is_dir():
            inside = [p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
            files += [(p.relative_to(path).as_posix(), p.read_bytes()) for p in inside if not p.name.startswith(".")]
        else:
            files.append((path.name, path.read_bytes()))
    return hash_files(files)


def data_hash(name: str) -> str:
    """Hash of what a benchmark measures on. Raises UsageError if the data is not there."""
    if name in OWN:
        return hash_paths([FLOORS.parent.parent / path for path in OWN[name]])
    data = Data(DATA[name])
    return hash_files((file, data.read(file)) for file in data.names())


def measure(name: str) -> Result:
    """Run a benchmark."""
    result: Result = importlib.import_module(f"benchmarks.{name}").run(None, False)
    return result


def falls_short(key: str, figure: float, floor: float) -> bool:
    """Whether a figure is on the wrong side of its floor."""
    return figure > floor if key in LESS_IS_BETTER else figure < floor


def check(key: str, figure: float, data: str, floors: Mapping[str, Floor]) -> str:
    """What is wrong with a figure; empty if nothing is."""
    floor = floors.get(key)
    if floor is None:
        return f"{key}: {figure} has no floor yet. Set it: python -m benchmarks gate {key.split('.')[0]} --raise"
    if floor.data != data:
        return (
            f"{key}: {figure} was measured on other data ({data[:12]}) than its floor {floor.floor} "
            f"({floor.data[:12]}). "
            f"If the data changed for good, set it anew: --lower {key} --reason TEXT"
        )
    if falls_short(key, figure, floor.floor):
        side = "above its ceiling" if key in LESS_IS_BETTER else "below its floor"
        return f"{key}: {figure} is {side} {floor.floor} (set from {floor.figure})"
    return ""


def floor_from(key: str, figure: float) -> float:
    """The floor that a figure gives."""
    if key in EXACT:
        return figure
    return round(figure + MARGIN, 1) if key in LESS_IS_BETTER else round(max(0.0, figure - MARGIN), 1)


def lift(key: str, figure: float, data: str, floors: Floors) -> bool:
    """Raise a floor to what a figure gives, or set the first one; whether it moved.

    Never lowers one, and leaves alone one that was set on other data.
    """
    old = floors.get(key)
    new = floor_from(key, figure)
    if old is not None and (old.data != data or not falls_short(key, old.floor, new)):
        return False
    floors[key] = Floor(floor=new, figure=figure, data=data, lowered=old.lowered if old else ())
    return True


def lower(key: str, figure: float, data: str, floors: Floors, reason: str) -> None:
    """Set a floor to what a figure gives, whatever it was, and keep why.

    Raises UsageError without a reason, or for a figure that has no floor.
    """
    old = floors.get(key)
    if old is None:
        raise UsageError(f"{key}: it has no floor to lower. Set one with --raise")
    if len(reason.split()) < 3:
        raise UsageError(f"{key}: lowering a floor takes a reason in words. Give it with --reason")
    new = floor_from(key, figure)
    mark = Lowered(before=old.floor, after=new, reason=reason)
    floors[key] = Floor(floor=new, figure=figure, data=data, lowered=(*old.lowered, mark))


def figures_of(
    name: str, run: Callable[[str], Result] = measure, hashed: Callable[[str], str] = data_hash
) -> tuple[dict[str, float], str]:
    """The gated figures of a benchmark by key, and the hash of its data."""
    data = hashed(name)
    result = run(name)
    missing = [figure for figure in GATED[name] if not isinstance(result.get(figure), int | float)]
    if missing:
        raise UsageError(f"benchmark {name}: it gives no figure {', '.join(missing)}")
    values: dict[str, Any] = dict(result)
    return {f"{name}.{figure}": float(values[figure]) for figure in GATED[name]}, data
