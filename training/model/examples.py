"""Documents and annotated reports as the network is taught them: spans, classes and links over tokens.

Offsets of characters become indexes of tokens here, once; a span that begins or ends inside a token takes the whole
token. What a set does not annotate is not a negative: an example lists the layers in which unmarked tokens are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sayso.reader.marks import Sentence, Token
from sayso.reader.model.layout import MUC_ROLES, ROLES, Layout
from sayso.reader.model.pieces import Pieces, Words
from sayso.vocabulary import EventType
from training.annotated.format import Report
from training.loaders.documents import Document, Mark, Task
from training.loaders.draft import found as standing

Phrase = tuple[int, int]
"""First and one past last token."""
Kind = tuple[int, int, str]
"""A phrase with the kind of its span."""


@dataclass(slots=True)
class Anchor:
    """A cue, trigger or figure with what is linked to it."""

    kind: str
    at: Phrase
    linked: dict[str, list[Phrase]] = field(default_factory=dict)
    """Part (``source``, ``actor``, ...) to token spans."""
    known: frozenset[str] = frozenset()
    """Parts in which what is not linked is a negative."""


@dataclass(slots=True)
class Example:
    """One text to learn from."""

    name: str
    words: Words
    texts: tuple[str, ...]
    """Tokens in lower case."""
    sentences: tuple[Sentence, ...]
    spans: dict[str, list[Kind]] = field(default_factory=dict)
    """Layer to (first, last, kind)."""
    complete: frozenset[str] = frozenset()
    """Layers in which what is not marked is a negative."""
    classes: list[tuple[str, int, int, str]] = field(default_factory=list)
    """(layer, first, last, label)."""
    numbers: list[tuple[str, int, int, float]] = field(default_factory=list)
    """(layer, first, last, value)."""
    sayings: list[tuple[str, int, int, tuple[str, ...]]] = field(default_factory=list)
    """(layer, first, last, labels) of a whole stretch: one of the labels is told somewhere in it; none: no label is."""
    anchors: list[Anchor] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words.pieces)


class Places:
    """Characters to tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._starts = [t.start for t in tokens]
        self._ends = [t.end for t in tokens]

    def phrase(self, start: int, end: int) -> Phrase | None:
        """Tokens that the characters touch; ``None`` where they touch none."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return (first, last) if first < last else None

    def phrases(self, parts: Iterable[Phrase]) -> list[Phrase]:
        return [p for a, b in parts if (p := self.phrase(a, b)) is not None]


def _outer_first(spans: Iterable[Kind]) -> tuple[list[Kind], list[Kind]]:
    """Spans none of which overlaps, longest first, and of the others likewise those that lie inside them."""
    layers: tuple[list[Kind], list[Kind]] = ([], [])
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        for chosen in layers:
            if not any(span[0] < b and a < span[1] for a, b, _ in chosen):
                chosen.append(span)
                break
    return sorted(layers[0]), sorted(layers[1])


def of_document(document: Document, pieces: Pieces, layout: Layout) -> Example:
    """What a document of a public set teaches."""
    tokens, sentences = document.segmented()
    made = Example(
        name=f"{document.dataset}:{document.name}", words=pieces.words(tokens, sentences),
        texts=tuple(t.lower for t in tokens), sentences=sentences,
    )  # fmt: skip
    places = Places(tokens)
    tasks = {scope.task: scope for scope in document.scopes}
    if Task.ATTRIBUTION in tasks:
        _attribution(document, made, places)
    if document.dataset == "muc34_processed":
        _muc(document, made, places)
    elif Task.EVENTS in tasks:
        _events(document, made, places, layout)
    for mark in document.marks:
        if mark.task is Task.CERTAINTY and mark.score is not None and (at := places.phrase(mark.start, mark.end)):
            made.numbers.append(("factuality", *at, mark.score))
    for judged in document.judgements:
        at = places.phrase(judged.start, judged.end)
        if at is None:
            continue
        if judged.task is Task.HEDGING:
            made.sayings.append(("hedged", *at, ("",) if judged.label == "hedged" else ()))
        elif judged.task is Task.EVENT_TYPE and judged.label:
            made.sayings.append(("type", *at, tuple(judged.label.split("|"))))
    return made


def _attribution(document: Document, made: Example, places: Places) -> None:
    found: dict[str, list[Kind]] = {"source": [], "cue": [], "content": []}
    for mark in document.marks:
        if mark.task is Task.ATTRIBUTION:
            found[mark.label] += [(*p, "") for p in places.phrases(mark.parts)]
    made.spans |= {layer: _outer_first(spans)[0] for layer, spans in found.items()}
    made.complete |= frozenset(found)
    linked: dict[int, dict[str, list[Phrase]]] = {}
    for link in document.links:
        if link.task is Task.ATTRIBUTION:
            parts = places.phrases(document.marks[link.target].parts)
            linked.setdefault(link.source, {}).setdefault(link.label, []).extend(parts)
    for cue, parts_of in linked.items():
        at = places.phrases(document.marks[cue].parts)
        if at:
            known = frozenset({"source", "content"})
            made.anchors.append(Anchor(kind="cue", at=(at[0][0], at[-1][1]), linked=parts_of, known=known))


def _muc(document: Document, made: Example, places: Places) -> None:
    spans = [
        (*p, mark.theirs)
        for mark in document.marks
        if mark.task is Task.ARGUMENTS and mark.theirs in MUC_ROLES
        # The set gives each name where it stands first; left unmarked elsewhere it would be taught as no filler.
        for p in places.phrases(standing(document.text, document.text[mark.start : mark.end]))
    ]
    made.spans["muc"] = _outer_first(spans)[0]
    made.complete |= {"muc"}


def _events(document: Document, made: Example, places: Places, layout: Layout) -> None:
    """Triggers whose types ours has; they are not all there are, so that no layer of spans is complete."""
    known_modes = layout.layer("mode").labels
    linked: dict[int, list[tuple[str, Mark]]] = {}
    for link in document.links:
        if link.task is Task.ARGUMENTS:
            linked.setdefault(link.source, []).append((link.label, document.marks[link.target]))
    for n, mark in enumerate(document.marks):
        at = places.phrase(mark.start, mark.end)
        if mark.task is not Task.EVENTS or at is None or mark.label not in {*EventType}:
            continue
        made.spans.setdefault("trigger", []).append((*at, ""))
        made.classes.append(("type", *at, mark.label))
        if f"{mark.label}/{mark.mode}" in known_modes:
            made.classes.append(("mode", *at, f"{mark.label}/{mark.mode}"))
        if n in linked:
            roles: dict[str, list[Phrase]] = {}
            unclear = {role for label, _ in linked[n] for role in label.split("|") if "|" in label}
            unclear |= set(ROLES) if any(not label for label, _ in linked[n]) else set()
            for label, target in linked[n]:
                if label in ROLES:
                    roles.setdefault(label, []).extend(places.phrases(target.parts))
            known = frozenset(r for r in ROLES if r not in unclear and r != "time") | frozenset(roles)
            made.anchors.append(Anchor(kind="trigger", at=at, linked=roles, known=known))


_MARKED = "source cue content title hedge trigger deciding figure counted time harmed".split()
"""Layers of spans that reports mark, those of mentions apart."""


def of_report(report: Report, pieces: Pieces) -> Example:
    """What an annotated report teaches: all layers but MUC's."""
    marks = report.marks
    made = Example(
        name=f"annotated:{report.meta.id}", words=pieces.words(marks.tokens, marks.sentences),
        texts=tuple(t.lower for t in marks.tokens), sentences=marks.sentences,
    )  # fmt: skip
    places = Places(marks.tokens)
    found: dict[str, list[Kind]] = {layer: [] for layer in _MARKED}

    def add(layer: str, span: object, kind: str = "") -> Phrase | None:
        at = places.phrase(span.start, span.end) if span is not None else None  # type: ignore[attr-defined]
        if at is not None:
            found[layer].append((*at, kind))
        return at

    mentions = [(*p, str(m.kind)) for m in marks.mentions if (p := places.phrase(m.start, m.end))]
    outer, inner = _outer_first(mentions)
    for mention in marks.mentions:
        add("title", mention.title)
        add("title", mention.role)
    _claims(report, made, places, found)
    _happenings(report, made, places, found)
    for time in marks.times:
        add("time", time)
    for victim in marks.victims:
        add("harmed", victim)
    made.spans |= {layer: _outer_first(spans)[0] for layer, spans in found.items()}
    made.spans |= {"mention": outer, "inner": inner}
    made.complete |= frozenset(made.spans)
    return made


def _claims(
    report: Report, made: Example, places: Places, found: dict[str, list[Kind]]
) -> None:
    for one in report.marks.attributions:
        for layer, spans in (("source", one.sources), ("content", one.contents)):
            found[layer] += [(*p, "") for p in places.phrases((s.start, s.end) for s in spans)]
        if one.certainty_span is not None and (at := places.phrase(one.certainty_span.start, one.certainty_span.end)):
            found["hedge"].append((*at, ""))
        cue = places.phrase(one.cue.start, one.cue.end) if one.cue else None
        if cue is None:
            continue
        found["cue"].append((*cue, ""))
        made.classes.append(("stance", *cue, str(one.stance)))
        made.classes.append(("certainty", *cue, str(one.certainty)))
        parts = {
            "source": one.sources, "content": one.contents, "addressee": one.addressees, "carrier": one.carriers,
            "said": (one.said,) if one.said else (), "hedge": (one.certainty_span,) if one.certainty_span else (),
        }  # fmt: skip
        linked = {part: places.phrases((s.start, s.end) for s in spans) for part, spans in parts.items()}
        made.anchors.append(Anchor(kind="cue", at=cue, linked=linked, known=frozenset(parts)))
    for voice in report.voices:
        for span in voice.spans:
            if at := places.phrase(span.start, span.end):
                made.classes.append(("sort", *at, str(voice.sort)))
                made.classes.append(("naming", *at, str(voice.naming)))


def _happenings(
    report: Report, made: Example, places: Places, found: dict[str, list[Kind]]
) -> None:
    marks = report.marks
    triggers = [places.phrase(e.start, e.end) for e in marks.events]
    figures = [places.phrase(f.start, f.end) for f in marks.figures]
    for event, at in zip(marks.events, triggers, strict=True):
        if at is None:
            continue
        found["trigger"].append((*at, ""))
        if event.status_span is not None and (why := places.phrase(event.status_span.start, event.status_span.end)):
            found["deciding"].append((*why, ""))
        made.classes += [
            ("type", *at, str(event.type)), ("status", *at, str(event.status)), ("grain", *at, str(event.grain)),
            ("mode", *at, f"{event.type}/{event.mode}" if event.mode else ""),
        ]  # fmt: skip
        linked: dict[str, list[Phrase]] = {}
        for argument in event.arguments:
            linked.setdefault(str(argument.role), []).extend(places.phrases([(argument.start, argument.end)]))
        if event.same_as >= 0 and (earlier := triggers[event.same_as]) is not None:
            linked["same"] = [earlier]
        made.anchors.append(Anchor(kind="trigger", at=at, linked=linked, known=frozenset((*ROLES, "same"))))
    for figure, at in zip(marks.figures, figures, strict=True):
        if at is None:
            continue
        found["figure"].append((*at, ""))
        linked = {}
        for part, span in (("counted", figure.what_span), ("who", figure.who_span)):
            if span is not None and (p := places.phrase(span.start, span.end)):
                linked[part] = [p]
                found["counted"].append((*p, ""))
        if figure.event >= 0 and (trigger := triggers[figure.event]) is not None:
            linked["trigger"] = [trigger]
        if figure.part_of >= 0 and (whole := figures[figure.part_of]) is not None:
            linked["whole"] = [whole]
        made.classes += [
            ("what", *at, str(figure.what)), ("who", *at, str(figure.who)), ("basis", *at, str(figure.basis)),
        ]  # fmt: skip
        made.anchors.append(
            Anchor(kind="figure", at=at, linked=linked, known=frozenset({"counted", "who", "trigger", "whole"}))
        )


def examples(documents: Iterable[Document], pieces: Pieces, layout: Layout) -> Iterator[Example]:
    """Examples of documents that have words."""
    for document in documents:
        made = of_document(document, pieces, layout)
        if len(made):
            yield made


