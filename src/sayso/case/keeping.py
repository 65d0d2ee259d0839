"""Keeping ids over a new reading, and joining what several stories say of one actor or place.

An id hashes its record's anchor, so a reading that draws the anchor a little differently would give a new id. A
record that overlaps an old record of its kind by half therefore keeps the old id, and every reference to it follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from sayso.records import Alias, Issue, Reading, Record

ANCHORED = (
    ("claims", "claim_id", "start", "end"),
    ("accounts", "account_id", "trigger_start", "trigger_end"),
    ("counts", "count_id", "start", "end"),
    ("victims", "victim_id", "start", "end"),
    ("roles", "role_id", "start", "end"),
)
"""Tables whose records stand at a stretch of the text, their id, and the fields of the stretch."""

R = TypeVar("R", bound=Record)


def without_doubles(reading: Reading) -> tuple[Reading, list[Issue]]:
    """The reading with one record an id, and an issue for each record left out because another has its id."""
    changes: dict[str, Any] = {}
    issues: list[Issue] = []
    ids = {"voices": "voice_id", "actors": "actor_id", "places": "place_id"}
    ids.update({table: id_name for table, id_name, _, _ in ANCHORED})
    for table, id_name in ids.items():
        records = getattr(reading, table)
        first = {getattr(record, id_name): record for record in reversed(records)}
        if len(first) == len(records):
            continue
        if table not in ("actors", "places"):
            issues += [
                Issue(
                    what=f"story {reading.story.story_id}, {table} {getattr(record, id_name)}",
                    why="two records of the reading have the same anchor, and the second was left out",
                    remedy="Report it: the reader should not do this.",
                    kind="double",
                    story_id=reading.story.story_id,
                )
                for record in records
                if first[getattr(record, id_name)] is not record
            ]
            changes[table] = tuple(r for r in records if first[getattr(r, id_name)] is r)
    return (msgspec.structs.replace(reading, **changes) if changes else reading), issues


def _stretch(record: Record, start: str, end: str) -> tuple[int, int]:
    first, last = getattr(record, start), getattr(record, end)
    if start == "trigger_start" and first == last:
        first, last = record.start, record.end  # type: ignore[attr-defined]  # accounts without a trigger
    return (first, last) if first is not None and last is not None else (0, 0)


def _same_place(old: tuple[int, int], new: tuple[int, int]) -> float:
    """Share of the longer stretch that both have in common."""
    common = min(old[1], new[1]) - max(old[0], new[0])
    longer = max(old[1] - old[0], new[1] - new[0])
    return common / longer if longer > 0 and common > 0 else 0.0


def _renamed(
    old: Sequence[Record], new: Sequence[Record], id_name: str, start: str, end: str
) -> tuple[dict[str, str], list[str]]:
    """New id to old id for the records that keep one, and the old ids that nobody keeps."""
    old_ids = [getattr(record, id_name) for record in old]
    new_ids = {getattr(record, id_name) for record in new}
    free = [(i, _stretch(record, start, end)) for i, record in enumerate(old) if old_ids[i] not in new_ids]
    known = set(old_ids)
    pairs = []
    for record in new:
        new_id = getattr(record, id_name)
        if new_id in known:
            continue
        here = _stretch(record, start, end)
        pairs += [(-share, i, new_id) for i, there in free if (share := _same_place(there, here)) >= 0.5]
    names: dict[str, str] = {}
    taken: set[int] = set()
    for _, i, new_id in sorted(pairs):
        if i not in taken and new_id not in names:
            names[new_id] = old_ids[i]
            taken.add(i)
    return names, [old_ids[i] for i, _ in free if i not in taken]


def keep_ids(old: Reading, new: Reading) -> tuple[Reading, list[Alias]]:
    """``new`` with the ids of ``old`` where a record stands in the same place; aliases for old ids now without one.

    Same place: the stretches have half of the longer one in common; the best pair first, then the earlier record.
    """
    names: dict[str, str] = {}
    lost: list[Alias] = []
    for table, id_name, start, end in ANCHORED:
        renamed, gone = _renamed(getattr(old, table), getattr(new, table), id_name, start, end)
        names.update(renamed)
        why = f"not in the reading of version {new.version}" if new.version else "not in the newest reading"
        lost += [Alias(old_id=old_id, new_id=new.story.story_id, why=why) for old_id in gone]
    if names:
        new = msgspec.structs.replace(
            new,
            **{
                field: tuple(_with_names(record, names) for record in records)
                for field in Reading.__struct_fields__
                if isinstance(records := getattr(new, field), tuple)
            },
        )
    return new, lost


def _with_names(record: R, names: dict[str, str]) -> R:
    """The record with renamed ids in every field that holds one."""
    changes = {
        field: names[value]
        for field in record.__struct_fields__
        if (field == "id" or field.endswith("_id"))
        and isinstance(value := getattr(record, field), str)
        and value in names
    }
    return msgspec.structs.replace(record, **changes) if changes else record


def _emptiness(value: object) -> int:
    return 2 if value is None or value == "" else int(value == "unknown")


def _better(one: Any, other: Any) -> Any:
    """The fuller of two values; of two full ones the first by code point, so that the order does not matter."""
    if _emptiness(one) != _emptiness(other):
        return min(one, other, key=_emptiness)
    return min(one, other)


def joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What two stories say of one actor or place, as one row: the longer name, and each field where it is known.

    Commutative, associative and idempotent, so a case does not depend on the order in which stories come.
    """
    row = {name: one[name] if one[name] == other[name] else _better(one[name], other[name]) for name in one}
    row["name"] = min((one["name"], other["name"]), key=lambda name: (-len(name), name))
    return row
