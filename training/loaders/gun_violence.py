"""Gun-violence counts: killed, injured, date and address of the one incident that an article was filed under."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from benchmarks.data import Data

from sayso.errors import UsageError
from training.data import archive, check_split
from training.loaders.documents import Document, Licence, Loader, Task
from training.loaders.draft import Draft
from training.loaders.labels import ours

NAME = "gun_violence_counts"


class Article(NamedTuple):
    """One article with its labels."""

    text: str
    published: str
    killed: int
    injured: int
    date: str
    address: str


def articles(data: Data, split: str = "dev") -> Iterator[Article]:
    """Articles of a split, or of the one split that the folder holds. Raises UsageError if there is no such one."""
    names = data.names(suffix=".json")
    features = [n for n in names if PurePosixPath(n).name.startswith("X_")]
    marks = ("dev", "val") if split == "dev" else (split,)
    chosen = [n for n in features if any(m in n for m in marks)] if len(features) > 1 else features
    if len(chosen) != 1:
        raise UsageError(
            f"counts: expected one X_*.json in {data.path}, found {len(features)}: give the split's folder"
        )
    name = PurePosixPath(chosen[0])
    labels = json.loads(data.read(str(name.with_name("y_" + name.name[2:]))))
    for story, label in zip(json.loads(data.read(chosen[0])), labels, strict=True):
        yield Article(
            text=story["text"], published=story.get("publish_date") or "",
            killed=int(label["n_killed"]), injured=int(label["n_injured"]),
            date=label.get("shooting_date") or "", address=label.get("address") or "",
        )  # fmt: skip


def document(name: str, split: str, article: Article) -> Document:
    """One article: judgements of the whole text, no spans."""
    draft = Draft(NAME, name, split, Licence.UNSTATED, article.text)
    draft.published = article.published
    draft.scope(Task.TOLLS)
    for theirs, number in (("n_killed", article.killed), ("n_injured", article.injured)):
        draft.judge(Task.TOLLS, ours(NAME, "tolls", theirs).label, theirs, score=float(number))
    for theirs, value in (("shooting_date", article.date), ("address", article.address)):
        if value:
            draft.judge(Task.TOLLS, ours(NAME, "tolls", theirs).label, theirs, value=value)
    return draft.finish()


def load(split: str, data: Path | None = None) -> Iterator[Document]:
    """Documents of the official split; empty articles are left out."""
    check_split(split)
    source = archive(NAME, data)
    for number, item in enumerate(articles(source, split)):
        if item.text.strip():
            yield document(f"{split}-{number}", split, item)


LOADER = Loader(
    name=NAME, archive=NAME, licence=Licence.UNSTATED, tasks=(Task.TOLLS,), load=load,
    note="whole articles: no spans",
)  # fmt: skip
