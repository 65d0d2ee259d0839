"""MEANTIME: 120 Wikinews articles with events, participants, entities, values and TIMEX3 (NewsReader XML).

Only the first six sentences (0 to 5: title, date, four of the body) are annotated. Even SHA-1 of the file name: dev.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sayso.vocabulary import Certainty, Status
from training.data import archive, check_split, half
from training.loaders.documents import Document, Licence, Loader, Mark, Task
from training.loaders.draft import Draft
from training.loaders.labels import organised, ours, political

NAME = "meantime"
_NO_BLANK_BEFORE = frozenset((",", ".", ";", ":", "!", "?", ")", "%", "'s", "’s", "n't", "n’t", "'", "’", "]", "s"))
_NO_BLANK_AFTER = frozenset(("(", "$", "£", "€", "["))
_LAST_MARKED = 5
_TASKS = (Task.EVENTS, Task.ARGUMENTS, Task.ENTITIES, Task.COREFERENCE, Task.TIMES, Task.STATUS)


class Tokens(NamedTuple):
    """The text of one file, where its tokens stand, and how much of it is annotated."""

    text: str
    spans: dict[str, tuple[int, int]]
    marked: int


def read_tokens(root: ET.Element) -> Tokens:
    """The text of one file put together from its tokens; title and date line are paragraphs."""
    spans: dict[str, tuple[int, int]] = {}
    text = ""
    last_sentence = "0"
    previous = ""
    marked = 0
    for token in root.iter("token"):
        word = token.text or ""
        sentence = token.get("sentence", "0")
        if sentence != last_sentence and last_sentence in ("0", "1"):
            text += "\n\n"
        elif text and word not in _NO_BLANK_BEFORE and previous not in _NO_BLANK_AFTER:
            text += " "
        spans[token.get("t_id", "")] = (len(text), len(text) + len(word))
        text += word
        marked = len(text) if int(sentence) <= _LAST_MARKED else marked
        last_sentence, previous = sentence, word
    return Tokens(text, spans, marked)


def created(root: ET.Element) -> str:
    """The document's date as the file has it, day-month-year put right; empty if it gives none."""
    date = ""
    for timex in root.iter("TIMEX3"):
        if timex.get("functionInDocument") == "CREATION_TIME":
            date = timex.get("value", "")
    return f"{date[6:]}-{date[3:5]}-{date[:2]}" if re.fullmatch(r"\d\d-\d\d-\d{4}", date) else date


def span_of(markable: ET.Element, spans: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    """Hull of a markable's tokens; ``None`` for descriptors of instances, which have no words."""
    anchors = [spans[a.get("t_id", "")] for a in markable.iter("token_anchor")]
    return (min(a for a, _ in anchors), max(b for _, b in anchors)) if anchors else None


def event_status(mention: ET.Element) -> str:
    """Our status of an event mention: negated, conditional, future, else happened."""
    if mention.get("polarity") == "NEG":
        return Status.DENIED.value
    if (mention.get("special_cases") or "").startswith("COND"):
        return Status.HYPOTHETICAL.value
    if mention.get("time") == "FUTURE":
        return Status.PLANNED.value
    return Status.HAPPENED.value if mention.get("time") == "NON_FUTURE" else Status.UNKNOWN.value


def document(name: str, split: str, content: bytes) -> Document:
    """One file."""
    root = ET.fromstring(content)
    tokens = read_tokens(root)
    draft = Draft(NAME, name, split, Licence.OPEN, tokens.text)
    date = created(root)
    draft.published = date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else ""
    for task in _TASKS:
        draft.scope(task, ((0, tokens.marked),))
    instance, kinds = _instances(root)
    number: dict[str, int] = {}
    for markable in root.find("Markables") or ():
        span = span_of(markable, tokens.spans)
        if span is None or markable.tag == "SIGNAL":
            continue
        m_id = markable.get("m_id", "")
        if span[0] >= tokens.marked:
            draft.faults["marked outside the annotated sentences"] += 1
            continue
        mark = _mark(markable, span, tokens.text, instance.get(m_id, ""), kinds)
        number[m_id] = draft.mark(mark)
        if markable.tag == "TIMEX3":
            draft.mark(Mark(task=Task.ENTITIES, label="date", theirs="TIMEX3", parts=(span,)))
    for relation in root.iter("HAS_PARTICIPANT"):
        role = relation.get("sem_role", "")
        for source in relation.findall("source"):
            for target in relation.findall("target"):
                ends = number.get(source.get("m_id", "")), number.get(target.get("m_id", ""))
                if ends[0] is not None and ends[1] is not None:
                    draft.link(Task.ARGUMENTS, ours(NAME, "arguments", role).label, role, ends[0], ends[1])
    return draft.finish()


def _instances(root: ET.Element) -> tuple[dict[str, str], dict[str, str]]:
    """Instance of each mention, and kind or class of each instance."""
    kinds: dict[str, str] = {}
    for markable in root.find("Markables") or ():
        if markable.tag in ("ENTITY", "EVENT"):
            kinds[markable.get("m_id", "")] = markable.get("ent_type") or markable.get("class") or ""
    instance: dict[str, str] = {}
    for relation in root.iter("REFERS_TO"):
        for target in relation.findall("target"):
            for source in relation.findall("source"):
                instance[source.get("m_id", "")] = target.get("m_id", "")
    return instance, kinds


def _mark(markable: ET.Element, span: tuple[int, int], text: str, instance: str, kinds: dict[str, str]) -> Mark:
    if markable.tag == "TIMEX3":
        kind = markable.get("type", "")
        label = ours(NAME, "times", kind).label
        return Mark(task=Task.TIMES, label=label, theirs=kind, parts=(span,), value=markable.get("value", ""))
    if markable.tag == "VALUE":
        kind = markable.get("type", "")
        return Mark(task=Task.ENTITIES, label=ours(NAME, "entities", kind).label, theirs=kind, parts=(span,))
    kind = kinds.get(instance, "")
    if markable.tag == "EVENT_MENTION":
        theirs = kind or "EVENT_MENTION"
        sure = markable.get("certainty", "")
        certainty = sure.lower() if sure in ("CERTAIN", "PROBABLE", "POSSIBLE") else Certainty.UNSTATED.value
        return Mark(
            task=Task.EVENTS, label=ours(NAME, "events", theirs).label, theirs=theirs, parts=(span,), chain=instance,
            status=event_status(markable), certainty=certainty,
        )  # fmt: skip
    label = ours(NAME, "entities", kind or "ENTITY_MENTION").label
    words = text[span[0] : span[1]]
    if label == "place":
        label = political(words)
    elif label == "organisation":
        label = organised(words)
    syntax = markable.get("syntactic_type", "")
    named = None if not syntax else syntax.endswith("NAM")
    return Mark(
        task=Task.ENTITIES, label=label, theirs=kind or "ENTITY_MENTION", parts=(span,), chain=instance, named=named
    )


def load(split: str, data: Path | None = None) -> Iterator[Document]:
    """Documents of the half that the split names."""
    check_split(split)
    source = archive(NAME, data)
    for path in source.names(suffix=".xml"):
        name = path.rsplit("/", 1)[-1]
        if half(name) == split:
            yield document(name, split, source.read(path))


LOADER = Loader(name=NAME, archive=NAME, licence=Licence.OPEN, tasks=_TASKS, load=load)
