"""MUC-3/4: news agency messages on violence in Latin America, 1988 to 1990, with answer keys of 24 slots.

``muc34`` is the raw messages (upper case) with the keys laid out as templates; their strings are sought in the
text and marked wherever they stand, as weak marks of arguments. ``muc34_processed`` is the usual simplified set (lower
case, five roles, offset of the first mention). The 1,300 messages of ``dev`` are train; tst1 and tst2 are dev.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.data import Data
from msgspec.structs import replace

from sayso.errors import UsageError
from training.data import archive, check_split
from training.loaders import muckeys
from training.loaders.documents import Document, Filler, Licence, Loader, Mark, Task, Template
from training.loaders.draft import Draft, found
from training.loaders.labels import ours

NAME = "muc34"
ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_FOLDERS = {"train": ("dev/",), "dev": ("tst1/", "tst2/")}
_HEADER = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b.*$", re.M)
_DATELINE = re.compile(r"^\s*[^\n]{2,60}?,\s+(\d{1,2} [A-Z]{3} \d\d)\b")
_NAMED = {"PERP: INDIVIDUAL ID": "PerpInd", "PERP: ORGANIZATION ID": "PerpOrg", "INCIDENT: INSTRUMENT ID": "Weapon",
          "PHYS TGT: ID": "Target"}  # fmt: skip
_CONFIDENCE, _WEAPON_TYPE = "PERP: ORGANIZATION CONFIDENCE", "INCIDENT: INSTRUMENT TYPE"
_MAPPED = {
    "INCIDENT: TYPE": "events", "INCIDENT: STAGE OF EXECUTION": "status", _CONFIDENCE: "confidence",
    _WEAPON_TYPE: "means", "PHYS TGT: TYPE": "target", "HUM TGT: TYPE": "who", "HUM TGT: EFFECT OF INCIDENT": "what",
}  # fmt: skip
"""Slots whose values have rows in the table, and the rows' task."""


def messages(text: str) -> Iterator[tuple[str, str]]:
    """(message id, text) of one file; lines put together into paragraphs."""
    pieces = _HEADER.split(text.replace("\r\n", "\n"))
    for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
        paragraphs = re.split(r"\n\s*\n", body.strip("\n"))
        yield name, "\n\n".join(" ".join(p.split()) for p in paragraphs if p.strip())


def template(slots: muckeys.Slots) -> Template:
    """One key as a template."""
    kinds = [head for e in muckeys.entries(slots, "INCIDENT: TYPE") for head in e.heads]
    stages = [head for e in muckeys.entries(slots, "INCIDENT: STAGE OF EXECUTION") for head in e.heads]
    kind = kinds[0] if kinds else ""
    label = ours(NAME, "events", kind)
    fillers = [f for slot, role in _NAMED.items() for f in _fillers(slots, slot, role)]
    fillers += _people(slots)
    dates = slots.get("INCIDENT: DATE", [""]) or [""]
    places = slots.get("INCIDENT: LOCATION", [""]) or [""]
    category = [head for e in muckeys.entries(slots, "PERP: INCIDENT CATEGORY") for head in e.heads]
    marker = " ".join(slots.get("MESSAGE: TEMPLATE", ()))
    return Template(
        label=label.label, theirs=kind, mode=label.mode,
        status=ours(NAME, "status", stages[0]).label if stages else "",
        optional="OPTIONAL" in marker or "?" in marker,
        date=muckeys.date(dates[0]), place=muckeys.place(places[0]),
        category=category[0] if category else "", fillers=tuple(fillers),
    )  # fmt: skip


def unmapped(slots: muckeys.Slots) -> list[str]:
    """What of a key ours has no value for, slot by slot, and dates that are not understood."""
    lost = [
        f"templates: {slot} {item.heads[0]}: no value of ours"
        for slot, task in _MAPPED.items()
        for item in muckeys.entries(slots, slot)
        if item.heads and not ours(NAME, task, item.heads[0]).label
    ]
    dates = slots.get("INCIDENT: DATE", [])
    if dates and dates[0].strip(" ?") not in ("", "-", "*") and not muckeys.date(dates[0]):
        lost.append("templates: date not understood")
    return lost


def _fillers(slots: muckeys.Slots, slot: str, role: str) -> list[Filler]:
    found_: list[Filler] = []
    about = {"PerpOrg": _CONFIDENCE, "Weapon": _WEAPON_TYPE, "Target": "PHYS TGT: TYPE"}.get(role, "")
    task = {"PerpOrg": "confidence", "Weapon": "means", "Target": "target"}.get(role, "")
    for item in muckeys.entries(slots, slot):
        if not item.names:
            continue
        filler = Filler(
            role=ours(NAME, "arguments", role).label, theirs=role, names=item.names, optional=item.optional
        )
        for other in muckeys.entries(slots, about) if about else ():
            if other.heads and set(other.names) & set(item.names):
                value = ours(NAME, task, other.heads[0]).label
                filler = replace(filler, certainty=value) if role == "PerpOrg" else replace(filler, kind=value)
        if role == "Target":
            filler = _numbered(filler, slots, "PHYS TGT: NUMBER")
        found_.append(filler)
    return found_


def _people(slots: muckeys.Slots) -> list[Filler]:
    """Victims: named ones with what describes them, and the described that are not named."""
    groups: list[tuple[list[str], bool]] = []
    for item in muckeys.entries(slots, "HUM TGT: NAME"):
        if item.names:
            groups.append((list(item.names), item.optional))
    for item in muckeys.entries(slots, "HUM TGT: DESCRIPTION"):
        described = next((g for g, _ in groups if item.heads and set(g) & set(item.names)), None)
        if described is None:
            groups.append((list(item.heads or item.names), item.optional))
    people = []
    for names, optional in groups:
        person = Filler(
            role=ours(NAME, "arguments", "Victim").label, theirs="Victim", names=tuple(names), optional=optional
        )
        for other in muckeys.entries(slots, "HUM TGT: TYPE"):
            if other.heads and set(other.names) & set(names):
                person = replace(person, kind=ours(NAME, "who", other.heads[0]).label)
        for other in muckeys.entries(slots, "HUM TGT: EFFECT OF INCIDENT"):
            if other.heads and set(other.names) & set(names):
                person = replace(person, effect=ours(NAME, "what", other.heads[0]).label)
        people.append(_numbered(person, slots, "HUM TGT: NUMBER"))
    return people


def _numbered(filler: Filler, slots: muckeys.Slots, slot: str) -> Filler:
    for other in muckeys.entries(slots, slot):
        if other.heads and set(other.names) & set(filler.names):
            low, high = muckeys.number(other.heads[0])
            return replace(filler, min=low, max=high)
    return filler


def document(name: str, split: str, text: str, keys: list[muckeys.Slots]) -> Document:
    """One message with its keys."""
    draft = Draft(NAME, name, split, Licence.OPEN, text)
    draft.case = "upper"
    line = _DATELINE.match(text)
    draft.published = muckeys.date(line[1]) if line else ""
    draft.scope(Task.TEMPLATES)
    draft.scope(Task.ARGUMENTS, complete=False)
    for n, slots in enumerate(k for k in keys if not muckeys.empty(k)):
        made = template(slots)
        draft.faults.update(unmapped(slots))
        draft.templates.append(made)
        for m, filler in enumerate(made.fillers):
            spans = sorted({span for words in filler.names for span in found(text, words)})
            if not spans:
                draft.faults["arguments: the words are not in the text"] += 1
            for span in spans:
                draft.mark(
                    Mark(task=Task.ARGUMENTS, label=filler.role, theirs=filler.theirs, parts=(span,), chain=f"{n}.{m}")
                )
    return draft.finish()


def load(split: str, data: Path | None = None) -> Iterator[Document]:
    """Raw messages with their keys."""
    check_split(split)
    source = archive(NAME, data)
    for folder in _FOLDERS[split]:
        by_message: dict[str, list[muckeys.Slots]] = defaultdict(list)
        files = source.names(folder)
        for name in (n for n in files if "key-" in n):
            for message, slots in muckeys.keys(source.read(name).decode("latin-1")):
                by_message[message].append(slots)
        for name in (n for n in files if re.search(r"-muc\d", n) and "key-" not in n):
            for message, text in messages(source.read(name).decode("latin-1")):
                yield document(message, split, text, by_message[message])


# -- the simplified set


def processed(data: Data, split: str = "dev") -> Iterator[dict[str, Any]]:
    """Messages of ``processed/``: its train file, or the one beside it. Raises UsageError if there is no such one."""
    names = [n for n in data.names("processed", ".json") if ("train" in n) == (split == "train")]
    if len(names) != 1:
        raise UsageError(f"templates: expected one processed/*.json beside train in {data.path}, found {len(names)}")
    for line in data.read(names[0]).decode("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def simplified(row: dict[str, Any], split: str) -> Document:
    """One message of the simplified set."""
    text = row["doctext"]
    draft = Draft("muc34_processed", row["docid"], split, Licence.OPEN, text)
    draft.case = "lower"
    draft.scope(Task.TEMPLATES)
    draft.scope(Task.ARGUMENTS, complete=False)
    for n, item in enumerate(row["templates"]):
        kind = item["incident_type"].split(" / ")[0].strip().upper()
        label = ours(NAME, "events", kind)
        fillers = []
        for role in ROLES:
            label_of_role = ours(NAME, "arguments", role).label
            for m, entity in enumerate(item[role]):
                fillers.append(Filler(role=label_of_role, theirs=role, names=tuple(words for words, _ in entity)))
                for words, at in entity:
                    if text[at : at + len(words)] != words:
                        draft.faults["arguments: words are not at their offsets"] += 1
                        continue
                    parts = ((at, at + len(words)),)
                    chain = f"{n}.{role}.{m}"
                    draft.mark(
                        Mark(task=Task.ARGUMENTS, label=label_of_role, theirs=role, parts=parts, chain=chain)
                    )
        draft.templates.append(Template(label=label.label, theirs=kind, mode=label.mode, fillers=tuple(fillers)))
    return draft.finish()


def load_processed(split: str, data: Path | None = None) -> Iterator[Document]:
    """The simplified set."""
    check_split(split)
    for row in processed(archive(NAME, data), split):
        yield simplified(row, split)


_TASKS = (Task.TEMPLATES, Task.ARGUMENTS)
LOADER = Loader(
    name=NAME, archive=NAME, licence=Licence.OPEN, tasks=_TASKS, load=load,
    note="repository MIT; US-government distribution; upper case",
)  # fmt: skip
PROCESSED = Loader(
    name="muc34_processed", archive=NAME, licence=Licence.OPEN, tasks=_TASKS, load=load_processed,
    note="repository MIT; US-government distribution; lower case; the same messages",
)  # fmt: skip
