"""ECB+: news of 35 topics with events, their participants, places and times, and coreference across documents.

Develop on topics 2, 5, 12, 18, 21, 23, 34 and 35, train on the rest. Only the sentences that the corpus lists as
checked are in scope. Each sentence is a paragraph; sentence 0 of the newer files is an address.
"""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.data import Data

from sayso.vocabulary import Status
from training.data import archive, check_split
from training.loaders.documents import Document, Licence, Loader, Mark, Task
from training.loaders.draft import Draft
from training.loaders.labels import organised, ours, political

NAME = "ecbplus"
DEV_TOPICS = ("2", "5", "12", "18", "21", "23", "34", "35")
_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}]+|'s|'S|’s|n't|'re|'ve|'ll|'d|'m|'|''|”)$")
_NO_SPACE_AFTER = frozenset("( [ { $ £ € `` “ #".split())
_TASKS = (Task.EVENTS, Task.ENTITIES, Task.COREFERENCE, Task.TIMES)


def listed_sentences(data: Data) -> dict[str, set[int]]:
    """Numbers of the checked sentences of each document ("1_10ecbplus")."""
    lists = next(n for n in data.names(suffix="ECBplus_coreference_sentences.csv"))
    listed: dict[str, set[int]] = defaultdict(set)
    for row in csv.DictReader(io.StringIO(data.read(lists).decode("utf-8-sig"))):
        listed[f"{row['Topic'].strip()}_{row['File'].strip()}"].add(int(row["Sentence Number"]))
    return listed


def text_of(root: ET.Element) -> tuple[str, dict[str, tuple[int, int, int]], dict[int, tuple[int, int]]]:
    """The text; token id to (start, end, sentence); sentence to (start, end)."""
    parts: list[str] = []
    at, line, bare = 0, None, True
    spans: dict[str, tuple[int, int, int]] = {}
    lines: dict[int, tuple[int, int]] = {}
    for token in root.iter("token"):
        word = "".join((token.text or "").split()) or "-"
        sentence = int(token.get("sentence", "0"))
        gap = (
            "" if line is None else "\n\n" if sentence != line else "" if bare or _NO_SPACE_BEFORE.match(word) else " "
        )
        start = at + len(gap)
        parts += [gap, word]
        at = start + len(word)
        spans[token.get("t_id", "")] = (start, at, sentence)
        lines[sentence] = (lines.get(sentence, (start, at))[0], at)
        line, bare = sentence, word in _NO_SPACE_AFTER
    return "".join(parts), spans, lines


def clusters_of(root: ET.Element, name: str) -> dict[str, str]:
    """Cluster of each mention by its number: an instance of the corpus, or of the document ``name``."""
    found: dict[str, str] = {}
    for relation in root.find("Relations") or ():
        across = relation.tag == "CROSS_DOC_COREF"
        cluster = relation.get("note", "") if across else f"{name} {relation.get('r_id', '')}"
        for source in relation.findall("source"):
            found[source.get("m_id", "")] = cluster
    return found


def document(name: str, split: str, content: bytes, listed: set[int]) -> Document:
    """One file; marks outside the listed sentences are left out and counted."""
    root = ET.fromstring(content)
    text, spans, lines = text_of(root)
    draft = Draft(NAME, name, split, Licence.RESTRICTED, text)
    draft.group = name.split("_")[0]
    for task in _TASKS:
        draft.scope(task, [lines[n] for n in sorted(listed) if n in lines])
    clusters = clusters_of(root, name)
    for markable in root.find("Markables") or ():
        anchors = [spans[a.get("t_id", "")] for a in markable.findall("token_anchor")]
        if not anchors:
            continue
        if anchors[0][2] not in listed:
            draft.faults["marked outside the listed sentences"] += 1
            continue
        chain = clusters.get(markable.get("m_id", ""), "")
        _add(draft, markable.tag, (min(a[0] for a in anchors), max(a[1] for a in anchors)), chain)
    return draft.finish()


def _add(draft: Draft, tag: str, span: tuple[int, int], chain: str) -> None:
    kind = tag.removeprefix("NEG_")
    if kind.startswith("ACTION"):
        status = Status.DENIED if tag != kind else Status.UNKNOWN
        label = ours(NAME, "events", kind).label
        draft.mark(
            Mark(task=Task.EVENTS, label=label, theirs=tag, parts=(span,), chain=chain, status=status.value)
        )
        return
    if kind.startswith("TIME"):
        draft.mark(Mark(task=Task.TIMES, label=ours(NAME, "times", kind).label, theirs=tag, parts=(span,), chain=chain))
    label = ours(NAME, "entities", kind).label
    words = draft.text[span[0] : span[1]]
    if label == "place":
        label = political(words)
    elif label == "organisation":
        label = organised(words)
    draft.mark(Mark(task=Task.ENTITIES, label=label, theirs=tag, parts=(span,), chain=chain))


def load(split: str, data: Path | None = None) -> Iterator[Document]:
    """Documents of the split's topics that have listed sentences."""
    check_split(split)
    source = archive(NAME, data)
    listed = listed_sentences(source)
    for path in source.names(suffix=".xml"):
        stem = path.rsplit("/", 1)[-1].removesuffix(".xml")
        if stem in listed and (stem.split("_")[0] in DEV_TOPICS) == (split == "dev"):
            yield document(stem, split, source.read(path), listed[stem])


LOADER = Loader(
    name=NAME, archive=NAME, licence=Licence.RESTRICTED, tasks=_TASKS, load=load,
    note="annotations CC BY 3.0; news text under copyright",
)  # fmt: skip
