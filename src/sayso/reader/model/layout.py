"""What the model's numbers mean: its layers, the labels of each, and the pairs of spans it can link.

The layout travels with the weights (``model.json``), so that a released model is read by the labels it was trained
with. Per token the model gives one row of logits, the layers side by side, and for each kind of anchor (cue, trigger,
figure) two short vectors from which links are scored (``sayso.reader.model.pairs``).
"""

from __future__ import annotations

from enum import StrEnum

from sayso.records import Record
from sayso.tables import load_rows
from sayso.vocabulary import (
    Basis,
    Certainty,
    CountWhat,
    CountWho,
    EventType,
    Grain,
    MentionKind,
    Naming,
    Stance,
    Status,
    VoiceSort,
)


class Scheme(StrEnum):
    """How the labels of a layer lie over tokens."""

    BIOES = "bioes"
    """Spans by begin, inside, end, single: one "O", then four labels a kind."""
    CLASS = "class"
    """One label for a whole span: the logits of its tokens are averaged."""
    NUMBER = "number"
    """One number for a whole span."""
    LOGIT = "logit"
    """One yes-or-no logit a token."""


class Layer(Record, frozen=True, kw_only=True):
    """A stretch of the row of logits."""

    name: str
    scheme: Scheme
    labels: tuple[str, ...]
    """Kinds of spans, or classes; one empty name where there is but one kind."""
    start: int
    """First column."""

    @property
    def width(self) -> int:
        """Columns."""
        match self.scheme:
            case Scheme.BIOES:
                return 1 + 4 * len(self.labels)
            case _:
                return len(self.labels)

    @property
    def columns(self) -> slice:
        """The layer's columns."""
        return slice(self.start, self.start + self.width)


class Pairing(Record, frozen=True, kw_only=True):
    """What is scored between an anchor and every token of its window."""

    anchor: str
    """``cue``, ``trigger`` or ``figure``."""
    tags: tuple[str, ...]
    """Labels of the rows: ``source:B`` where a span is tagged, ``actor`` where tokens are said yes or no to."""


class Layout(Record, frozen=True, kw_only=True):
    """Everything that is needed to read the model's numbers."""

    layers: tuple[Layer, ...]
    pairings: tuple[Pairing, ...]
    dimension: int
    """Length of the vectors of anchors and tokens."""
    distances: tuple[int, ...]
    """Upper edges of the buckets of distance between anchor and token, in tokens; signed: before, then after."""

    @property
    def width(self) -> int:
        """Columns of a row of logits."""
        return max(layer.start + layer.width for layer in self.layers)

    def layer(self, name: str) -> Layer:
        """The layer of that name. Raises KeyError."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise KeyError(name)

    def pairing(self, anchor: str) -> Pairing:
        """What is linked to anchors of that kind. Raises KeyError."""
        for pairing in self.pairings:
            if pairing.anchor == anchor:
                return pairing
        raise KeyError(anchor)


SPAN_TAGS = ("B", "I", "E", "S")
ROLES = ("actor", "recipient", "victim", "means", "other", "place", "time")
MUC_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
DISTANCES = (0, 1, 2, 3, 4, 6, 9, 14, 22, 35, 60)
DIMENSION = 96


def bucket_count(distances: tuple[int, ...] = DISTANCES) -> int:
    """Buckets of signed distance: one for 0, and on either side one an edge and one for what is farther."""
    return 2 * len(distances) + 1


def modes() -> tuple[str, ...]:
    """``TYPE/mode`` of every mode that the reader's tables know, in order."""
    rows = [*load_rows("event_triggers.csv"), *load_rows("event_nouns.csv"), *load_rows("event_modes.csv")]
    known = {f"{row['type']}/{row['mode']}" for row in rows if row["mode"] and "|" not in row["mode"]}
    known |= {f"OTHER/{m}" for m in "accident disaster death appointment election arrival".split()}
    return tuple(sorted(known | {"ASSAULT/drone"}))


def make_layout() -> Layout:
    """The layout of a model trained today."""
    one = ("",)
    kinds = tuple(str(k) for k in MentionKind)
    plan: list[tuple[str, Scheme, tuple[str, ...]]] = [
        ("source", Scheme.BIOES, one),
        ("cue", Scheme.BIOES, one),
        ("content", Scheme.BIOES, one),
        ("mention", Scheme.BIOES, kinds),
        ("inner", Scheme.BIOES, kinds),
        ("title", Scheme.BIOES, one),
        ("hedge", Scheme.BIOES, one),
        ("trigger", Scheme.BIOES, one),
        ("deciding", Scheme.BIOES, one),
        ("figure", Scheme.BIOES, one),
        ("counted", Scheme.BIOES, one),
        ("time", Scheme.BIOES, one),
        ("harmed", Scheme.BIOES, one),
        ("muc", Scheme.BIOES, MUC_ROLES),
        ("stance", Scheme.CLASS, tuple(str(s) for s in Stance if s != Stance.UNKNOWN)),
        ("certainty", Scheme.CLASS, tuple(str(c) for c in Certainty)),
        ("sort", Scheme.CLASS, tuple(str(s) for s in VoiceSort if s != VoiceSort.UNKNOWN)),
        ("naming", Scheme.CLASS, tuple(str(n) for n in Naming)),
        ("type", Scheme.CLASS, tuple(str(t) for t in EventType)),
        ("mode", Scheme.CLASS, ("", *modes())),
        ("status", Scheme.CLASS, tuple(str(s) for s in Status if s not in (Status.UNKNOWN, Status.CONTESTED))),
        ("grain", Scheme.CLASS, tuple(str(g) for g in Grain)),
        ("what", Scheme.CLASS, tuple(str(w) for w in CountWhat)),
        ("who", Scheme.CLASS, tuple(str(w) for w in CountWho)),
        ("basis", Scheme.CLASS, tuple(str(b) for b in Basis)),
        ("factuality", Scheme.NUMBER, one),
        ("hedged", Scheme.LOGIT, one),
    ]
    layers: list[Layer] = []
    start = 0
    for name, scheme, labels in plan:
        layers.append(Layer(name=name, scheme=scheme, labels=labels, start=start))
        start += layers[-1].width
    spans = tuple(f"{part}:{tag}" for part in ("source", "content") for tag in SPAN_TAGS)
    pairings = (
        Pairing(anchor="cue", tags=(*spans, "addressee", "carrier", "said", "hedge")),
        Pairing(anchor="trigger", tags=(*ROLES, "same")),
        Pairing(anchor="figure", tags=("counted", "who", "trigger", "whole")),
    )
    return Layout(layers=tuple(layers), pairings=pairings, dimension=DIMENSION, distances=DISTANCES)
