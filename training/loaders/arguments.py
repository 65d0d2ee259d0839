"""Triggers and arguments: WikiEvents (whole documents) and RAMS (one event in five sentences), their dev parts.

Both are train here: their own train parts are not in the archive, and their dev parts measure nothing of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.vocabulary import Status
from training.data import archive, check_split
from training.loaders.documents import Document, Licence, Loader, Mark, Task
from training.loaders.draft import Draft, joined
from training.loaders.labels import ours, political

ARCHIVE = "arguments"
_ENDED = re.compile(r"[.!?:;,…\"”’')\]]\s*$")
_LINK = re.compile(r"evt\d+arg(\d+)(\w+)")
Row = dict[str, Any]


def wikievents_text(row: Row) -> tuple[str, list[tuple[int, int]]]:
    """The text with its sentences put apart, and where each token stands in it.

    A sentence that ends without punctuation is a headline or the like: a paragraph of its own.
    """
    text = ""
    spans: list[tuple[int, int]] = []
    for words, sentence in row["sentences"]:
        if text:
            text += " " if _ENDED.search(text) else "\n\n"
        base = words[0][1] if words else 0
        spans += [(len(text) + a - base, len(text) + b - base) for _, a, b in words]
        text += sentence
    return text, spans


def wikievents(row: Row, chains: dict[str, str]) -> Document:
    """One document; ``chains`` gives the cluster of an entity mention by its id."""
    text, spans = wikievents_text(row)
    draft = Draft("wikievents", row["doc_id"], "train", Licence.OPEN, text)
    for task in (Task.ENTITIES, Task.COREFERENCE, Task.EVENTS, Task.ARGUMENTS):
        draft.scope(task)
    number: dict[str, int] = {}
    for mention in row["entity_mentions"]:
        span = spans[mention["start"]][0], spans[mention["end"] - 1][1]
        kind = mention["entity_type"]
        label = ours("wikievents", "entities", kind).label
        if label == "place":
            label = political(text[span[0] : span[1]])
        number[mention["id"]] = draft.mark(
            Mark(task=Task.ENTITIES, label=label, theirs=kind, parts=(span,), chain=chains.get(mention["id"], ""))
        )
    for event in row["event_mentions"]:
        kind, trigger = event["event_type"], event["trigger"]
        type_ = ours("wikievents", "events", kind)
        parts = ((spans[trigger["start"]][0], spans[trigger["end"] - 1][1]),)
        source = draft.mark(
            Mark(
                task=Task.EVENTS, label=type_.label, mode=type_.mode, theirs=kind, parts=parts,
                status=Status.UNKNOWN.value,
            )
        )  # fmt: skip
        for argument in event["arguments"]:
            target = number.get(argument["entity_id"])
            if target is None:
                draft.faults["arguments: of no entity"] += 1
                continue
            role = argument["role"]
            draft.link(Task.ARGUMENTS, ours("wikievents", "arguments", role).label, role, source, target)
    return draft.finish()


def load_wikievents(split: str, data: Path | None = None) -> Iterator[Document]:
    """All documents for train, none for dev."""
    check_split(split)
    source = archive(ARCHIVE, data)
    if split != "train":
        return
    chains: dict[str, str] = {}
    for line in source.read("wikievents/coref_dev.jsonlines").decode("utf-8").splitlines():
        for n, cluster in enumerate(json.loads(line)["clusters"] if line.strip() else ()):
            chains |= {mention: str(n) for mention in cluster}
    for line in source.read("wikievents/dev.jsonl").decode("utf-8").splitlines():
        if line.strip():
            yield wikievents(json.loads(line), chains)


def rams(row: Row) -> Document:
    """One record: a trigger with its arguments, in up to five sentences. Other events there are not annotated."""
    text, spans = joined(row["sentences"])
    draft = Draft("rams", row["doc_key"], "train", Licence.UNSTATED, text)
    draft.scope(Task.EVENTS, complete=False)
    draft.scope(Task.ARGUMENTS, complete=False)
    known: dict[tuple[int, int], int] = {}
    for first, last, kinds in row["evt_triggers"]:
        kind = kinds[0][0]
        type_ = ours("rams", "events", kind)
        known[first, last] = draft.mark(
            Mark(
                task=Task.EVENTS, label=type_.label, mode=type_.mode, theirs=kind,
                parts=((spans[first][0], spans[last][1]),), status=Status.UNKNOWN.value,
            )
        )  # fmt: skip
    for trigger, (first, last), name in row["gold_evt_links"]:
        match = _LINK.fullmatch(name)
        role = f"{match[2]}.{int(match[1])}" if match else name
        label = ours("rams", "arguments", role).label
        target = draft.mark(
            Mark(task=Task.ARGUMENTS, label=label, theirs=role, parts=((spans[first][0], spans[last][1]),))
        )
        draft.link(Task.ARGUMENTS, label, role, known[trigger[0], trigger[1]], target)
    return draft.finish()


def load_rams(split: str, data: Path | None = None) -> Iterator[Document]:
    """All records for train, none for dev."""
    check_split(split)
    source = archive(ARCHIVE, data)
    if split == "train":
        for line in source.read("rams/dev.jsonlines").decode("utf-8").splitlines():
            if line.strip():
                yield rams(json.loads(line))


WIKIEVENTS = Loader(
    name="wikievents", archive=ARCHIVE, licence=Licence.OPEN, load=load_wikievents, splits=("train",),
    tasks=(Task.ENTITIES, Task.COREFERENCE, Task.EVENTS, Task.ARGUMENTS), note="MIT; the set's dev part",
)  # fmt: skip
RAMS = Loader(
    name="rams", archive=ARCHIVE, licence=Licence.UNSTATED, load=load_rams, splits=("train",),
    tasks=(Task.EVENTS, Task.ARGUMENTS), note="the set's dev part",
)  # fmt: skip
