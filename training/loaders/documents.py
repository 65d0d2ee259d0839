"""What a loader gives: one document of a data set with its marks, in our labels where ours has a label for theirs.

Offsets are Unicode code points into ``Document.text``, half-open. ``Document.text`` is as ``plain_story`` stores it
(paragraphs joined by a blank line), so that tokens and sentences of ``sayso.reader.segment`` fit without moving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from sayso.reader.marks import Sentence, Token
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.records import Record, Story

Parts = tuple[tuple[int, int], ...]
"""Stretches (start, end) of a span, in text order; more than one where its words are not together."""


class Task(StrEnum):
    """What a set teaches."""

    ATTRIBUTION = "attribution"
    ENTITIES = "entities"
    COREFERENCE = "coreference"
    SENTENCES = "sentences"
    EVENTS = "events"
    ARGUMENTS = "arguments"
    RELATIONS = "relations"
    EVENT_TYPE = "event_type"
    STATUS = "status"
    TEMPLATES = "templates"
    TOLLS = "tolls"
    TIMES = "times"
    CERTAINTY = "certainty"
    HEDGING = "hedging"
    PLACES = "places"


class Licence(StrEnum):
    """Whether text and annotation may be trained on for release, as the README of the archives states it."""

    OPEN = "open"
    UNSTATED = "unstated"
    RESTRICTED = "restricted"


class Mark(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A labelled span."""

    task: Task
    label: str
    """Our label; empty where ours has none for ``theirs`` (mask such spans, they are not negatives)."""
    theirs: str
    """The set's own label."""
    parts: Parts
    mode: str = ""
    """Of an event, its PLOVER mode."""
    status: str = ""
    """Of an event, a value of ``sayso.vocabulary.Status``."""
    certainty: str = ""
    """Of an event, a value of ``sayso.vocabulary.Certainty``."""
    named: bool | None = None
    """Whether an entity is named; ``None`` where the set does not say."""
    value: str = ""
    """TIMEX3 value of a time, ``gn:ID`` or address of a place."""
    score: float | None = None
    """Factuality, -3 (certainly not so) to 3 (certainly so)."""
    chain: str = ""
    """Marks of one chain are of the same one, in this document and (ECB+) in others; empty if not annotated."""

    @property
    def start(self) -> int:
        """Start of the first stretch."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """End of the last stretch."""
        return self.parts[-1][1]


class Link(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A link between two marks, by their index in ``Document.marks``."""

    task: Task
    label: str
    """Our role of the target: of an attribution ``source`` or ``content`` (of the cue), of an event that of the
    argument. Empty where ours has none."""
    theirs: str
    source: int
    target: int


class Judgement(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A label of a sentence or a whole article."""

    task: Task
    label: str
    theirs: str
    start: int
    end: int
    score: float | None = None
    """A number that is judged: how many were killed."""
    value: str = ""
    """A date (EDTF) or an address that is judged."""


class Filler(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Who or what fills a slot of a template."""

    role: str
    """A ``ParticipantRole``; ``PerpOrg`` and ``PerpInd`` are both actors, told apart by ``theirs``."""
    theirs: str
    names: tuple[str, ...]
    """Strings of the text any of which is right."""
    optional: bool = False
    kind: str = ""
    """Their type of the target or instrument, in our words (``CountWho`` for people)."""
    effect: str = ""
    """What befell them: a ``CountWhat``, or empty."""
    certainty: str = ""
    """A ``ParticipantCertainty``, of organised perpetrators."""
    min: int | None = None
    """How many."""
    max: int | None = None


class Template(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One incident of an article, with all its slots."""

    label: str
    theirs: str
    mode: str = ""
    status: str = ""
    optional: bool = False
    date: str = ""
    """EDTF: a day, or an interval ``2010-01-03/2010-01-05``; an open end is ``..``."""
    place: tuple[tuple[str, str], ...] = ()
    """(name, kind), widest first."""
    category: str = ""
    """Who is behind it, as the set has it ("TERRORIST ACT")."""
    fillers: tuple[Filler, ...] = ()


class Scope(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Where a task is annotated: outside its stretches nothing is known."""

    task: Task
    complete: bool = True
    """Whether what is not marked inside the stretches is a negative."""
    parts: Parts = ()
    """Empty for the whole text."""


class Document(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One document or sentence of a data set."""

    dataset: str
    name: str
    split: str
    licence: Licence
    text: str
    case: str = "mixed"
    """``upper`` or ``lower`` where the text has one case only."""
    published: str = ""
    """EDTF date, if the set gives one."""
    group: str = ""
    """Topic (ECB+), genre (GUM), folder (re3d)."""
    fold: int = 0
    """0 to 4, for cross-validation on sets without a dev split."""
    scopes: tuple[Scope, ...] = ()
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    templates: tuple[Template, ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    """Annotations that could not be used, with how many, by cause."""

    @property
    def tasks(self) -> frozenset[Task]:
        """The tasks this document is annotated for."""
        return frozenset(scope.task for scope in self.scopes)

    def story(self) -> Story:
        """The document as the reader is given it."""
        return plain_story(self.text, published=self.published, page=f"{self.dataset}:{self.name}")

    def segmented(self) -> tuple[tuple[Token, ...], tuple[Sentence, ...]]:
        """Our tokens and sentences."""
        return segment(self.story())


class Loader(Record, frozen=True, kw_only=True):
    """One entry of the registry."""

    name: str
    archive: str
    """Name of the archive under SAYSO_DATA."""
    licence: Licence
    """Of the set; documents of mixed sets carry their own."""
    tasks: tuple[Task, ...]
    load: Callable[[str, Path | None], Iterator[Document]]
    """``load(split, data)``."""
    splits: tuple[str, ...] = ("train", "dev")
    """Splits that hold documents."""
    note: str = ""
