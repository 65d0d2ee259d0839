"""Every set loaded whole, where the archives are at hand (SAYSO_DATA): counts and offsets."""

from __future__ import annotations

import os

import pytest
from training.data import archive
from training.loaders import LOADERS, knowledge
from training.loaders.documents import Document

from sayso.errors import UsageError

needs_data = pytest.mark.skipif(not os.environ.get("SAYSO_DATA"), reason="SAYSO_DATA is not set: no archives to load")


def unsound(document: Document) -> list[str]:
    """What is wrong with a document's offsets."""
    text, wrong = document.text, []
    for mark in document.marks:
        flat = [x for part in mark.parts for x in part]
        words = [text[a:b] for a, b in mark.parts]
        if flat != sorted(flat) or flat[0] < 0 or flat[-1] > len(text) or any(w != w.strip() or not w for w in words):
            wrong.append(f"{document.name}: {mark}")
    for link in document.links:
        if not (0 <= link.source < len(document.marks) and 0 <= link.target < len(document.marks)):
            wrong.append(f"{document.name}: {link}")
    spans = [(j.start, j.end) for j in document.judgements] + [p for s in document.scopes for p in s.parts]
    return wrong + [f"{document.name}: {a}:{b}" for a, b in spans if not 0 <= a < b <= len(text)]


@needs_data
@pytest.mark.parametrize(
    ("name", "split"), [(x.name, split) for x in LOADERS.values() for split in ("train", "dev")]
)  # fmt: skip
def test_the_whole_set_loads(name: str, split: str) -> None:
    loader = LOADERS[name]
    try:
        archive(loader.archive)
    except UsageError:
        pytest.skip(f"the archive {loader.archive} is not under SAYSO_DATA")
    found = list(loader.load(split, None))
    assert bool(found) == (split in loader.splits)
    assert len({d.name for d in found}) == len(found), "names are not unique"
    assert [w for d in found for w in unsound(d)] == []
    assert {d.split for d in found} <= {split}
    assert all(d.story().text == d.text for d in found)
    if found:
        assert sum(len(d.marks) + len(d.judgements) + len(d.templates) for d in found) > 0
        assert {task for d in found for task in d.tasks} == set(loader.tasks)
        tokens, sentences = found[0].segmented()
        assert tokens and sentences


@needs_data
def test_no_document_is_in_two_splits() -> None:
    for loader in LOADERS.values():
        if len(loader.splits) == 2 and loader.archive in ("gum", "polnear", "re3d", "meantime", "ecbplus", "places"):
            train, dev = ({d.name for d in loader.load(split, None)} for split in ("train", "dev"))
            assert not train & dev, loader.name


@needs_data
def test_every_label_is_in_a_table() -> None:
    from training.loaders.labels import ours

    kinds = {"re3d": "entities", "gum": "entities", "wikievents": "events", "rams": "events", "ecbplus": ""}
    for name, task in kinds.items():
        for document in LOADERS[name].load("train", None):
            for mark in document.marks:
                if mark.task == task:
                    assert ours(name, task, mark.theirs).known, f"{name}: {mark.theirs}"


@needs_data
def test_tables_load_whole() -> None:
    assert all(x.name for x in knowledge.leaders()) and sum(1 for _ in knowledge.leaders()) > 0
    assert sum(len(c.officials) for c in knowledge.countries()) > 0
    assert sum(len(a.roles) for a in knowledge.actors()) > 0
    assert sum(1 for _ in knowledge.agents()) > 0
