"""PLOVER: sentences with one root each and their source and target; CAMEO sentences with both; gold event records.

Three sets of one archive. None has a dev split here: all is train, and ``fold`` (by the sentence, so that repeated
sentences stay together) serves five-fold measurement.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.data import Data

from sayso.errors import UsageError
from training.data import archive, check_split, fold
from training.loaders.documents import Document, Licence, Loader, Mark, Task
from training.loaders.draft import Draft, joined
from training.loaders.labels import ours

NAME = "plover"
_TAG = re.compile(r"</?([st])>")
_RECORD_TAG = re.compile(r"\(([A-Z]{3}(?:/[A-Z]{3})*):\s*([^()]*)\)")


def rows(data: Data) -> list[dict[str, str]]:
    """Rows of the one table of sentences in the data. Raises UsageError if there are none or several."""
    names = [n for n in data.names(suffix=".tsv") if "PLV" in n]
    if len(names) != 1:
        raise UsageError(f"events: expected one PLV table (.tsv) in {data.path}, found {len(names)}: name its folder")
    return list(csv.DictReader(io.StringIO(data.read(names[0]).decode("utf-8")), delimiter="\t"))


def unmarked(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """A sentence without its <s> and <t> tags, and (tag, start, end) of what they held."""
    text, at = "", 0
    opened: dict[str, int] = {}
    spans: list[tuple[str, int, int]] = []
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        if tag[0][1] != "/":
            opened[tag[1]] = len(text)
        elif tag[1] in opened:
            spans.append((tag[1], opened.pop(tag[1]), len(text)))
    return text + marked[at:], spans


def sentence(name: str, row: dict[str, str]) -> Document:
    """One row of the table."""
    text, spans = unmarked(row["marked_sentence"])
    draft = Draft(NAME, name, "train", Licence.UNSTATED, text)
    draft.fold = fold(row["sentence"])
    draft.scope(Task.EVENT_TYPE)
    draft.scope(Task.ARGUMENTS, complete=False)
    root = row["gold_root"]
    draft.judge(Task.EVENT_TYPE, ours(NAME, "event_type", root).label, root)
    if row.get("modality_L2"):
        draft.scope(Task.STATUS)
        draft.judge(Task.STATUS, ours(NAME, "status", row["modality_L2"]).label, row["modality_L2"])
    for tag, start, end in spans:
        label = ours(NAME, "arguments", tag).label
        draft.mark(Mark(task=Task.ARGUMENTS, label=label, theirs=tag, parts=((start, end),)))
    return draft.finish()


def load(split: str, data: Path | None = None) -> Iterator[Document]:
    """All sentences for train, none for dev."""
    check_split(split)
    source = archive(NAME, data)
    if split == "train":
        for number, row in enumerate(rows(source)):
            yield sentence(f"PLV-{number}", row)


def actor_sentence(name: str, words: list[str], tags: list[str]) -> Document:
    """One sentence of the table of actors: S source, T target, R both or reciprocal, each begun by B."""
    text, spans = joined([words])
    draft = Draft("plover_actors", name, "train", Licence.UNSTATED, text)
    draft.fold = fold(text)
    draft.scope(Task.ARGUMENTS)
    at = 0
    while at < len(tags):
        end = at + 1
        kind = tags[at][2:]
        if tags[at] != "O":
            while end < len(tags) and tags[end] == f"I-{kind}":
                end += 1
            label = ours(NAME, "arguments", kind).label
            parts = ((spans[at][0], spans[end - 1][1]),)
            draft.mark(Mark(task=Task.ARGUMENTS, label=label, theirs=kind, parts=parts))
        at = end
    return draft.finish()


def load_actors(split: str, data: Path | None = None) -> Iterator[Document]:
    """The CAMEO sentences, all for train."""
    check_split(split)
    source = archive(NAME, data)
    if split != "train":
        return
    name = next(n for n in source.names(suffix=".txt") if "cameo_ner" in n)
    blocks = re.split(r"\n\s*\n", source.read(name).decode("utf-8").replace("\r\n", "\n"))
    for number, block in enumerate(b for b in blocks if b.strip()):
        pairs = [line.rsplit(" ", 1) for line in block.splitlines() if " " in line]
        yield actor_sentence(f"cameo-{number}", [p[0] for p in pairs], [p[1] for p in pairs])


def record(row: dict[str, Any]) -> Document:
    """One gold record: the marked-up text gives the event's words, which may stand apart, and the actors."""
    pieces: list[tuple[str, int, int]] = []
    text, at = "", 0
    info = row["textInfo"]
    markup = (info["markup"] if isinstance(info, dict) else info or row["text"]).strip()
    for tag in _RECORD_TAG.finditer(markup):
        text += markup[at : tag.start()]
        at = tag.end()
        words = tag[2].strip()
        pieces += [(kind, len(text), len(text) + len(words)) for kind in tag[1].split("/")]
        text += tag[2]
    draft = Draft("plover_records", row["id"], "train", Licence.OPEN, text + markup[at:])
    draft.fold = fold(draft.text)
    draft.scope(Task.EVENT_TYPE)
    draft.scope(Task.EVENTS, complete=False)
    draft.scope(Task.ARGUMENTS, complete=False)
    theirs = row["event"]
    type_ = ours(NAME, "event_type", theirs)
    draft.judge(Task.EVENT_TYPE, type_.label, theirs)
    parts = tuple((a, b) for kind, a, b in pieces if kind == "EVT")
    trigger = None
    if parts:
        mode = type_.mode or row.get("mode", "")
        trigger = draft.mark(Mark(task=Task.EVENTS, label=type_.label, theirs=theirs, parts=parts, mode=mode))
    else:
        draft.faults["events: no words marked"] += 1
    for kind, start, end in pieces:
        if kind != "EVT":
            role = ours(NAME, "arguments", kind).label
            mark = draft.mark(Mark(task=Task.ARGUMENTS, label=role, theirs=kind, parts=((start, end),)))
            if trigger is not None:
                draft.link(Task.ARGUMENTS, role, kind, trigger, mark)
    return draft.finish()


def load_records(split: str, data: Path | None = None) -> Iterator[Document]:
    """The gold records, all for train."""
    check_split(split)
    source = archive(NAME, data)
    if split == "train":
        name = next(n for n in source.names(suffix=".json") if "GSR" in n)
        for row in json.loads(source.read(name)):
            if row.get("textInfo"):
                yield record(row)


LOADER = Loader(
    name=NAME, archive=NAME, licence=Licence.UNSTATED, tasks=(Task.EVENT_TYPE, Task.STATUS, Task.ARGUMENTS), load=load,
    splits=("train",), note="five folds",
)  # fmt: skip
ACTORS = Loader(
    name="plover_actors", archive=NAME, licence=Licence.UNSTATED, tasks=(Task.ARGUMENTS,), load=load_actors,
    splits=("train",), note="five folds",
)  # fmt: skip
RECORDS = Loader(
    name="plover_records", archive=NAME, licence=Licence.OPEN, tasks=(Task.EVENT_TYPE, Task.EVENTS, Task.ARGUMENTS),
    load=load_records, splits=("train",), note="CC BY-SA 4.0",
)  # fmt: skip
