"""Examples cut into windows and laid out as arrays, some of them worn as found text is: all capitals, marks lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.reader.model.layout import SPAN_TAGS, Layout, Scheme
from sayso.reader.model.pieces import SHAPES, WINDOW, Pieces, Words, batch, windows
from sayso.reader.model.scoring import bucket_of
from training.model.examples import Example

NONE = -100
"""A target that teaches nothing."""
UPPER, LOWER, UNMARKED, MISREAD = 0.10, 0.04, 0.05, 0.03
"""Shares of windows that are put into capitals or small letters, lose their punctuation, or are misread."""
_MISREADINGS = (("rn", "m"), ("l", "1"), ("o", "0"), ("cl", "d"), ("e", "c"), ("i", "l"), ("s", "5"), ("h", "b"))


Array = NDArray[Any]
Linked = tuple[int, int, int, Array, Array, Array]
"""An anchor: window, first, last, its targets, buckets and apartness."""


@dataclass(slots=True)
class Crop:
    """Tokens of one example that are read together: their indexes in the example, in order."""

    example: Example
    chosen: tuple[int, ...]
    words: Words

    @property
    def pieces(self) -> int:
        return 2 + sum(len(p) for p in self.words.pieces)


@dataclass(slots=True)
class Lesson:
    """One batch: inputs of the network, and what it should have said."""

    inputs: dict[str, Array]
    tags: dict[str, Array]
    """Layer to target tags (windows x tokens), ``NONE`` where nothing is known."""
    classes: dict[str, tuple[Array, Array]]
    """Layer to spans (n x 3: window, first, last) and labels (n)."""
    numbers: dict[str, tuple[Array, Array]]
    sayings: dict[str, tuple[Array, Array]]
    """Layer to spans (n x 3) and labels (n x labels, 1.0 where it may be said)."""
    anchors: list[tuple[Array, Array, Array, Array]]
    """A pairing each: spans (n x 3), targets (n x tags x tokens; NONE unknown), buckets and apart (n x tokens)."""
    tokens: int


def crops(example: Example, chance: Random, pieces: Pieces, *, worn: bool = True) -> Iterator[Crop]:
    """Windows of the example, cut at another place each time."""
    size = chance.randint(WINDOW // 2, WINDOW) if worn else WINDOW
    for window in windows(example.words, example.sentences, size=size):
        chosen = tuple(range(window.first, window.last))
        yield Crop(example=example, chosen=chosen, words=_worn(example, chosen, chance, pieces, worn=worn))


def _worn(example: Example, chosen: Sequence[int], chance: Random, pieces: Pieces, *, worn: bool) -> Words:
    words = example.words
    cut = Words(
        pieces=tuple(words.pieces[i] for i in chosen), shapes=tuple(words.shapes[i] for i in chosen),
        quotation=tuple(words.quotation[i] for i in chosen), blocks=tuple(words.blocks[i] for i in chosen),
    )  # fmt: skip
    if not worn:
        return cut
    draw = chance.random()
    letters = {SHAPES.index(s) for s in ("lower", "title", "initial", "mixed", "opening", "upper")}
    if draw < UPPER + LOWER:
        shape = SHAPES.index("upper" if draw < UPPER else "lower")
        return _with(cut, shapes=tuple(shape if s in letters else s for s in cut.shapes))
    if draw < UPPER + LOWER + MISREAD:
        read = [
            pieces.of_word(_misread(example.texts[i], chance)) if chance.random() < 0.06 else p
            for i, p in zip(chosen, cut.pieces, strict=True)
        ]
        return _with(cut, pieces=tuple(read))
    return cut


def _with(words: Words, **changes: tuple[object, ...]) -> Words:
    return Words(**{**{f: getattr(words, f) for f in words.__struct_fields__}, **changes})


def _misread(text: str, chance: Random) -> str:
    found = [(a, b) for a, b in _MISREADINGS if a in text]
    if not found:
        return text
    wrong, read = chance.choice(found)
    return text.replace(wrong, read, 1)


def without_marks(crop: Crop, chance: Random) -> Crop:
    """The window with most of its punctuation gone, as transcripts and bad scans have it."""
    mark = SHAPES.index("mark")
    kept = [n for n, s in enumerate(crop.words.shapes) if s != mark or chance.random() < 0.25]
    if len(kept) < 2:
        return crop
    take = {f: tuple(getattr(crop.words, f)[n] for n in kept) for f in crop.words.__struct_fields__}
    return Crop(example=crop.example, chosen=tuple(crop.chosen[n] for n in kept), words=Words(**take))


def lesson(chosen: Sequence[Crop], layout: Layout) -> Lesson:
    """The batch of some windows."""
    made = batch([(c.words, 0, len(c.chosen)) for c in chosen])
    width = made.first.shape[1]
    tags = {
        layer.name: np.full((len(chosen), width), NONE, dtype=np.int64)
        for layer in layout.layers if layer.scheme is Scheme.BIOES
    }  # fmt: skip
    classes: dict[str, list[tuple[int, int, int, int]]] = {}
    numbers: dict[str, list[tuple[int, int, int, float]]] = {}
    sayings: dict[str, list[tuple[int, int, int, list[float]]]] = {}
    anchors: list[list[Linked]] = [[] for _ in layout.pairings]
    for row, crop in enumerate(chosen):
        example = crop.example
        place = {i: n for n, i in enumerate(crop.chosen)}

        def moved(a: int, b: int, place: dict[int, int] = place) -> tuple[int, int] | None:
            inside = [place[i] for i in range(a, b) if i in place]
            return (inside[0], inside[-1] + 1) if inside else None

        for name in example.complete & set(tags):
            tags[name][row, : len(crop.chosen)] = 0
        for name, spans in example.spans.items():
            labels = layout.layer(name).labels
            for a, b, kind in spans:
                if at := moved(a, b):
                    _lay(tags[name][row], *at, 1 + 4 * labels.index(kind))
        for name, a, b, label in example.classes:
            labels = layout.layer(name).labels
            if label in labels and (at := moved(a, b)):
                classes.setdefault(name, []).append((row, *at, labels.index(label)))
        for name, a, b, value in example.numbers:
            if at := moved(a, b):
                numbers.setdefault(name, []).append((row, *at, value))
        for name, a, b, said in example.sayings:
            if (at := moved(a, b)) and at[1] - at[0] >= (b - a) * 0.6:
                flags = [1.0 if label in said else 0.0 for label in layout.layer(name).labels]
                sayings.setdefault(name, []).append((row, *at, flags))
        sentence = np.zeros(width, dtype=np.int64)
        of = np.zeros(len(example), dtype=np.int64)
        for n, s in enumerate(example.sentences):
            of[s.first : s.last] = n
        sentence[: len(crop.chosen)] = of[list(crop.chosen)]
        for n, pairing in enumerate(layout.pairings):
            for anchor in example.anchors:
                at = moved(*anchor.at) if anchor.kind == pairing.anchor else None
                if at is None:
                    continue
                target = np.full((len(pairing.tags), width), NONE, dtype=np.float32)
                for k, tag in enumerate(pairing.tags):
                    if tag.partition(":")[0] in anchor.known:
                        target[k, : len(crop.chosen)] = 0.0
                for part, linked in anchor.linked.items():
                    for a, b in linked:
                        if (p := moved(a, b)) is None:
                            continue
                        if part in pairing.tags:
                            target[pairing.tags.index(part), p[0] : p[1]] = 1.0
                        elif f"{part}:B" in pairing.tags:
                            _lay_part(target, pairing.tags.index(f"{part}:B"), *p)
                buckets = bucket_of(np.arange(width) - at[0], layout.distances)
                apart = (sentence != sentence[at[0]]).astype(np.float32)
                anchors[n].append((row, *at, target, buckets, apart))

    def spans_of(rows: Sequence[tuple[object, ...]]) -> Array:
        return np.asarray([r[:3] for r in rows], dtype=np.int64).reshape(-1, 3)

    def stacked(rows: list[Linked]) -> tuple[Array, Array, Array, Array]:
        target, buckets, apart = (np.stack([r[n] for r in rows]) if rows else np.zeros(0) for n in (3, 4, 5))
        return spans_of(rows), target, buckets, apart

    return Lesson(
        inputs=dict(made.inputs()),
        tags=tags,
        classes={n: (spans_of(r), np.asarray([x[3] for x in r], dtype=np.int64)) for n, r in classes.items()},
        numbers={n: (spans_of(r), np.asarray([x[3] for x in r], dtype=np.float32)) for n, r in numbers.items()},
        sayings={n: (spans_of(r), np.asarray([x[3] for x in r], dtype=np.float32)) for n, r in sayings.items()},
        anchors=[stacked(rows) for rows in anchors],
        tokens=sum(len(c.chosen) for c in chosen),
    )


def _lay(row: Array, first: int, last: int, begin: int) -> None:
    """Tags of one span, ``begin`` the column of its B."""
    tags = dict(zip(SPAN_TAGS, range(begin, begin + 4), strict=True))
    if last - first == 1:
        row[first] = tags["S"]
        return
    row[first:last] = tags["I"]
    row[first], row[last - 1] = tags["B"], tags["E"]


def _lay_part(target: Array, begin: int, first: int, last: int) -> None:
    """The same as yes and no, a row a tag."""
    target[begin : begin + 4, first:last] = 0.0
    if last - first == 1:
        target[begin + 3, first] = 1.0
        return
    target[begin + 1, first:last] = 1.0
    target[begin + 1, [first, last - 1]] = 0.0
    target[begin, first] = target[begin + 2, last - 1] = 1.0


def batches(chosen: list[Crop], budget: int, chance: Random) -> Iterator[list[Crop]]:
    """Windows of like length side by side, at most ``budget`` word pieces a batch with their padding; shuffled."""
    # Sorted within stretches only, so that what stands together changes.
    stretch = 40 * max(1, budget // WINDOW)
    made: list[list[Crop]] = []
    for at in range(0, len(chosen), stretch):
        row: list[Crop] = []
        for crop in sorted(chosen[at : at + stretch], key=lambda c: c.pieces):
            if row and max(crop.pieces, *(c.pieces for c in row)) * (len(row) + 1) > budget:
                made.append(row)
                row = []
            row.append(crop)
        made.append(row)
        if len(made) > 200:
            chance.shuffle(made)
            yield from made
            made = []
    chance.shuffle(made)
    yield from made
