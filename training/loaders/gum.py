"""GUM: nested entities, coreference, sentence bounds of written and spoken English (CoNLL-U, entities in MISC).

Official split (``splits.md``). The genres in the archive: news, interview, speech, bio, voyage, court, academic. The
licence is of the genre's text: speeches are not among those that ``LICENSE.txt`` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.data import Data

from training.data import archive, check_split
from training.loaders.documents import Document, Licence, Loader, Mark, Task
from training.loaders.draft import Draft
from training.loaders.labels import ours, political

NAME = "gum"
OPEN_GENRES = frozenset("news interview bio voyage court academic".split())
_TASKS = (Task.ENTITIES, Task.COREFERENCE, Task.SENTENCES)
_PIECE = re.compile(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)")
_BREAK = re.compile(r"# newpar|# newutterance")


class Word(NamedTuple):
    """A surface token: where it stands, the entity brackets of its words, the tag of each syntactic word."""

    start: int
    end: int
    entity: str
    tag: str


class Parsed(NamedTuple):
    """Text, words and sentences of one file."""

    text: str
    words: list[Word]
    sentences: list[tuple[int, int]]
    date: str


def splits(data: Data) -> dict[str, str]:
    """Split of each document by the corpus' own list."""
    found: dict[str, str] = {}
    split = ""
    for line in data.read("splits.md").decode("utf-8").splitlines():
        if line.startswith("## "):
            split = line[3:].strip()
        elif line.strip().startswith("* "):
            found[line.strip()[2:].strip()] = split
    return found


def parse(content: str) -> Parsed:
    """One CoNLL-U file as text: paragraphs as marked, words as printed (a token of several words is one)."""
    text, date = "", ""
    words: list[Word] = []
    sentences: list[tuple[int, int]] = []
    blank, begin, last_of_range, inside = "", -1, 0, 0
    for line in content.splitlines():
        if line.startswith("#"):
            if _BREAK.match(line) and text:
                blank = "\n\n"
            if line.startswith("# meta::dateCreated = "):
                date = line.partition(" = ")[2].strip()
            continue
        if not line.strip():
            if begin >= 0:
                sentences.append((begin, words[-1].end))
            begin, last_of_range = -1, 0
            blank = blank or " "
            continue
        columns = line.split("\t")
        misc = dict(p.partition("=")[::2] for p in columns[9].split("|"))
        if "." in columns[0]:
            continue
        if "-" in columns[0]:
            last_of_range = int(columns[0].split("-")[1])
            inside = len(words)
        elif int(columns[0]) <= last_of_range:
            # A word inside a printed token stands for the whole token.
            start, end = (words[inside].start, words[inside].end) if inside < len(words) else (0, 0)
            words.append(Word(start, end, misc.get("Entity", ""), columns[3]))
            continue
        start = len(text) + len(blank)
        text += blank + columns[1]
        begin = start if begin < 0 else begin
        words.append(Word(start, len(text), misc.get("Entity", ""), columns[3]))
        blank = "" if misc.get("SpaceAfter") == "No" else " "
    if begin >= 0:
        sentences.append((begin, words[-1].end))
    return Parsed(text, words, sentences, date)


def entities(words: list[Word]) -> Iterator[tuple[str, str, str, int, int]]:
    """(entity number, type, identity, first word, last word) of each bracketed span."""
    open_: dict[str, list[tuple[str, str, int]]] = {}
    for at, word in enumerate(words):
        for whole, opening, closing in _PIECE.findall(word.entity):
            fields = (whole or opening or closing).split("-")
            number = fields[0]
            if closing:
                stack = open_.get(number)
                if stack:
                    kind, identity, first = stack.pop()
                    yield number, kind, identity, first, at
                continue
            kind = fields[1] if len(fields) > 1 else ""
            identity = "-".join(fields[7:])
            if whole:
                yield number, kind, identity, at, at
            else:
                open_.setdefault(number, []).append((kind, identity, at))


def document(name: str, split: str, content: str) -> Document:
    """One file."""
    parsed = parse(content)
    genre = name.split("_")[1]
    draft = Draft(NAME, name, split, Licence.OPEN if genre in OPEN_GENRES else Licence.UNSTATED, parsed.text)
    draft.group = genre
    draft.published = parsed.date if re.fullmatch(r"\d{4}-\d\d-\d\d", parsed.date) else ""
    for task in _TASKS:
        draft.scope(task)
    for start, end in parsed.sentences:
        draft.mark(Mark(task=Task.SENTENCES, label="sentence", theirs="sentence", parts=((start, end),)))
    for number, kind, _, first, last in entities(parsed.words):
        words = parsed.words[first : last + 1]
        start, end = words[0].start, words[-1].end
        named = any(w.tag == "PROPN" for w in words)
        label = ours(NAME, "entities", kind).label
        if label == "place":
            label = political(parsed.text[start:end])
        if label in ("person", "organisation") and len(words) == 1 and words[0].tag == "PRON":
            label = ""
        draft.mark(
            Mark(task=Task.ENTITIES, label=label, theirs=kind, parts=((start, end),), chain=number, named=named)
        )
    return draft.finish()


def load(split: str, data: Path | None = None) -> Iterator[Document]:
    """Documents of the official split."""
    check_split(split)
    source = archive(NAME, data)
    of_document = splits(source)
    for path in source.names("dep/", ".conllu"):
        name = path.rsplit("/", 1)[-1].removesuffix(".conllu")
        if of_document.get(name) == split:
            yield document(name, split, source.read(path).decode("utf-8"))


LOADER = Loader(
    name=NAME, archive=NAME, licence=Licence.OPEN, tasks=_TASKS, load=load,
    note="annotations CC BY 4.0; text per genre, that of speeches not stated",
)  # fmt: skip
