"""re3d: entities and relations in defence and security text, five folders of different sources and open licences.

The set has no official split that the archive keeps: documents whose id has an even SHA-1 are dev (the entities
benchmark measures on them). Entities and relations are those that were checked; names are left unmarked in places
(lists of states above all), so the scope is not complete.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.data import Data

from training.data import archive, check_split, half
from training.loaders.documents import Document, Licence, Loader, Mark, Task
from training.loaders.draft import Draft
from training.loaders.labels import organised, ours, political

NAME = "re3d"
Row = dict[str, Any]
_TASKS = (Task.ENTITIES, Task.RELATIONS)


def rows(data: Data, kind: str) -> Iterator[tuple[str, Row]]:
    """(folder, row) of every ``documents``, ``entities`` or ``relations`` file."""
    for name, lines in data.texts(suffix=f"{kind}.json"):
        for line in lines.splitlines():
            if line.strip():
                yield name.split("/")[0] if "/" in name else "", json.loads(line.lstrip("\ufeff"))


def sound(row: Row, text: str) -> bool:
    """Whether an entity's offsets hold its value: some of the set's lie beside it, and those cannot be used."""
    return bool(text[row["begin"] : row["end"]] == row["value"])


def document(folder: str, row: Row, split: str, entities: list[Row], relations: list[Row]) -> Document:
    """One document."""
    text = row["text"]
    draft = Draft(NAME, row["_id"], split, Licence.OPEN, text)
    draft.group = folder
    draft.scope(Task.ENTITIES, complete=False)
    draft.scope(Task.RELATIONS, complete=False)
    number: dict[tuple[int, int], int] = {}
    for entity in sorted(entities, key=lambda e: (e["begin"], e["end"], e["type"])):
        if not sound(entity, text):
            draft.faults["entities: words are not at their offsets"] += 1
            continue
        kind = entity["type"]
        label = ours(NAME, "entities", kind).label
        if label == "place":
            label = political(entity["value"])
        elif label == "organisation":
            label = organised(entity["value"])
        span = (entity["begin"], entity["end"])
        number[span] = draft.mark(Mark(task=Task.ENTITIES, label=label, theirs=kind, parts=(span,)))
    for relation in relations:
        ends = (
            number.get((relation["sourceBegin"], relation["sourceEnd"])),
            number.get((relation["targetBegin"], relation["targetEnd"])),
        )
        if ends[0] is None or ends[1] is None:
            draft.faults["relations: an end is no entity"] += 1
            continue
        kind = relation["type"]
        draft.link(Task.RELATIONS, ours(NAME, "relations", kind).label, kind, ends[0], ends[1])
    return draft.finish()


def load(split: str, data: Path | None = None) -> Iterator[Document]:
    """Documents of the half that the split names."""
    check_split(split)
    source = archive(NAME, data)
    entities: dict[str, list[Row]] = defaultdict(list)
    relations: dict[str, list[Row]] = defaultdict(list)
    for _, row in rows(source, "entities"):
        entities[row["documentId"]].append(row)
    for _, row in rows(source, "relations"):
        relations[row["documentId"]].append(row)
    for folder, row in rows(source, "documents"):
        if half(row["_id"]) == split:
            yield document(folder, row, split, entities[row["_id"]], relations[row["_id"]])


LOADER = Loader(
    name=NAME, archive=NAME, licence=Licence.OPEN, tasks=_TASKS, load=load,
    note="public domain, OGL, CC BY, CC BY-SA and reuse with acknowledgement, by folder",
)  # fmt: skip
