"""Certainty: factuality of predicates (UDS-IH2, MegaVeridicality, RP, CommitmentBank); hedged sentences (WikiWeasel).

Factuality is a number from -3 (certainly not so) to 3 (certainly so) on a target word; the label is our status for it.
Official train and dev; WikiWeasel holds out one sentence in ten by its SHA-1. No file but those of the asked split is
opened.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from training.data import archive, check_split, tenth
from training.loaders.documents import Document, Licence, Loader, Mark, Task
from training.loaders.draft import Draft, joined
from training.loaders.labels import ours, table

ARCHIVE = "factuality"
SETS = {"uds_ih2": "UDS_IH2", "megaveridicality": "MV2/mv2", "rp": "RP/rp", "commitmentbank": "CB/CB"}
"""Our names of the sets, and their folders."""


def status_of(score: float) -> tuple[str, str]:
    """(our label, the row of the table) for a factuality score: the row with the highest bound that it reaches."""
    bounds = sorted((float(theirs) for task, theirs in table(ARCHIVE) if task == "certainty"), reverse=True)
    bound = next((b for b in bounds if score >= b), bounds[-1])
    theirs = f"{bound:g}"
    return ours(ARCHIVE, "certainty", theirs).label, theirs


def sentence(dataset: str, name: str, split: str, row: dict[str, Any]) -> Document:
    """One line of a factuality set: text of tokens, targets by token index."""
    words = row["text"].split()
    text, spans = joined([words])
    draft = Draft(dataset, name, split, Licence.UNSTATED, text)
    draft.scope(Task.CERTAINTY, complete=False)
    for target in row["targets"]:
        first, end = target["span1"]
        if not 0 <= first < end <= len(spans):
            draft.faults["certainty: span off the text"] += 1
            continue
        label, theirs = status_of(float(target["label"]))
        draft.mark(
            Mark(
                task=Task.CERTAINTY, label=label, theirs=theirs, parts=((spans[first][0], spans[end - 1][1]),),
                score=float(target["label"]),
            )
        )  # fmt: skip
    return draft.finish()


def _loading(dataset: str) -> Callable[[str, Path | None], Iterator[Document]]:
    def load(split: str, data: Path | None = None) -> Iterator[Document]:
        check_split(split)
        source = archive(ARCHIVE, data)
        lines = source.read(f"{SETS[dataset]}/{split}.jsonl").decode("utf-8").splitlines()
        for number, line in enumerate(lines):
            if line.strip():
                yield sentence(dataset, f"{split}-{number}", split, json.loads(line))

    load.__doc__ = f"Sentences of {dataset}."
    return load


def hedged(name: str, split: str, text: str, theirs: str) -> Document:
    """One sentence of WikiWeasel."""
    draft = Draft("wikiweasel", name, split, Licence.OPEN, text)
    draft.scope(Task.HEDGING)
    draft.judge(Task.HEDGING, ours(ARCHIVE, "hedging", theirs).label, theirs)
    return draft.finish()


def load_wikiweasel(split: str, data: Path | None = None) -> Iterator[Document]:
    """Sentences of Wikipedia, hedged or not."""
    check_split(split)
    source = archive(ARCHIVE, data)
    rows = csv.DictReader(io.StringIO(source.read("wikiweasel_train.csv").decode("utf-8"), newline=""))
    for number, row in enumerate(rows):
        text = (row["text"] or "").strip()
        if text and tenth(text) == split:
            yield hedged(f"wikiweasel-{number}", split, text, row["label"].strip())


LOADERS = (
    *(
        Loader(
            name=name, archive=ARCHIVE, licence=Licence.UNSTATED, tasks=(Task.CERTAINTY,), load=_loading(name),
            note="repository MIT, sources mixed",
        )
        for name in SETS
    ),
    Loader(
        name="wikiweasel", archive=ARCHIVE, licence=Licence.OPEN, tasks=(Task.HEDGING,), load=load_wikiweasel,
        note="CC BY-SA; a tenth held out",
    ),
)  # fmt: skip
