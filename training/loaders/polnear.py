"""PolNeAR: sources, cues and contents of 840 train and 84 dev news articles, and their links (brat standoff).

A few articles were annotated by several people: each annotation is a document of its own, ``group`` is the article.
What annotators discussed or discarded is left out, as in the published evaluations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from training.data import archive, check_split
from training.loaders.documents import Document, Licence, Loader, Mark, Parts, Task
from training.loaders.draft import Draft
from training.loaders.labels import ours

NAME = "polnear"
Whole = tuple[Parts, Parts, Parts]
"""Source, cue, content; an empty tuple where there is none."""
LAYERS = ("Source", "Cue", "Content")


def parse_brat(annotation: str) -> list[Whole]:
    """Attributions of one brat standoff file as (source, cue, content) character spans."""
    spans: dict[str, tuple[str, Parts]] = {}
    wholes: list[Whole] = []
    for line in annotation.split("\n"):
        parts = line.rstrip("\r").split("\t")
        if len(parts) < 2:
            continue
        if parts[0].startswith("T"):
            kind, _, where = parts[1].partition(" ")
            pairs = tuple((int(a), int(b)) for a, b in (p.split() for p in where.split(";")))
            spans[parts[0]] = (kind, pairs)
        elif parts[0].startswith("E"):
            roles: dict[str, list[str]] = {}
            for role, _, target in (r.partition(":") for r in parts[1].split()):
                roles.setdefault(re.sub(r"\d+$", "", role), []).append(target)

            def joined(role: str, roles: dict[str, list[str]] = roles) -> Parts:
                return tuple(sorted(p for t in roles.get(role, []) if t in spans for p in spans[t][1]))

            wholes.append((joined("Source"), joined("Cue"), joined("Content")))
    return wholes


def article(name: str, split: str, text: str, annotation: str) -> Document:
    """One annotation of one article."""
    draft = Draft(NAME, name, split, Licence.UNSTATED, text)
    draft.group = re.sub(r"_[0-9a-f]{4}$", "", name)
    draft.scope(Task.ATTRIBUTION)
    known: dict[tuple[str, Parts], int] = {}
    for whole in parse_brat(annotation):
        numbers: dict[str, int] = {}
        for layer, parts in zip(LAYERS, whole, strict=True):
            if not parts:
                continue
            if (layer, parts) not in known:
                label = ours(NAME, "attribution", layer).label
                known[layer, parts] = draft.mark(
                    Mark(task=Task.ATTRIBUTION, label=label, theirs=layer, parts=parts)
                )
            numbers[layer] = known[layer, parts]
        cue = numbers.get("Cue")
        for layer in ("Source", "Content"):
            if cue is not None and layer in numbers:
                label = ours(NAME, "attribution", layer).label
                draft.link(Task.ATTRIBUTION, label, layer, cue, numbers[layer])
            elif layer in numbers:
                draft.faults["attribution: no cue to link to"] += 1
    return draft.finish()


def load(split: str, data: Path | None = None) -> Iterator[Document]:
    """Documents of the official split."""
    check_split(split)
    source = archive(NAME, data)
    for name, annotation in source.texts(f"{split}/attributions/", ".ann"):
        stem = name.rsplit("/", 1)[-1].removesuffix(".ann")
        text = source.read(f"{split}/text/{re.sub(r'_[0-9a-f]{4}$', '', stem)}.txt").decode("utf-8")
        yield article(stem, split, text, annotation)


LOADER = Loader(
    name=NAME, archive="polnear", licence=Licence.UNSTATED, tasks=(Task.ATTRIBUTION,), load=load,
    note="research corpus; news text under copyright",
)  # fmt: skip
