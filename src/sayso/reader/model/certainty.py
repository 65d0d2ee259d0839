"""How sure the words of a text are: whether a text hedges, and how factual the words at a place are.

Texts are read one by one, each on its own: nothing that is read beside a text changes its number.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sayso.reader.marks import Token
from sayso.reader.model.session import Floats, Model, Numbers, load
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment

LEAST, MOST = -3.0, 3.0
"""Certainly not so, certainly so."""
Target = tuple[int, int]
"""Start and end of words in a text, in characters, half-open."""


def hedged(texts: Sequence[str]) -> list[float]:
    """Probability of each text that it hedges; 0.0 for a text without words. Raises ModelError."""
    model = load()
    return [_hedged(model, text) for text in texts]


def factuality(texts: Sequence[str], spans: Sequence[Target]) -> list[float]:
    """-3 to 3 for the words at ``spans[i]`` of ``texts[i]``: certainly not so to certainly so.

    0.0, which is undecided, where the characters touch no words. Raises ModelError, and ValueError where there are not
    as many spans as texts.
    """
    model = load()
    read: dict[str, tuple[Numbers, tuple[Token, ...], list[int]]] = {}
    values = []
    for text, (start, end) in zip(texts, spans, strict=True):
        # Predicates of one sentence come one after another: it is read once.
        if text not in read:
            read = {text: _read(model, text)}
        numbers, tokens, place = read[text]
        inside = _touched(tokens, place, start, end)
        rows = numbers.logits[inside, model.layout.layer("factuality").columns]
        values.append(min(MOST, max(LEAST, float(rows.mean()))) if inside else 0.0)
    return values


def probability(logits: Floats) -> float:
    """Probability that a stretch hedges: the soft maximum, as in training, of its tokens' yes-or-no logits."""
    if not len(logits):
        return 0.0
    highest = float(np.logaddexp.reduce(logits.astype(np.float64)))
    return float(1.0 / (1.0 + np.exp(-highest)))


def _hedged(model: Model, text: str) -> float:
    numbers, _, _ = _read(model, text)
    return probability(numbers.logits[:, model.layout.layer("hedged").columns][:, 0])


def _read(model: Model, text: str) -> tuple[Numbers, tuple[Token, ...], list[int]]:
    story = plain_story(text)
    tokens, sentences = segment(story)
    return model.read(tokens, sentences), tokens, _places(text, story.text)


def _places(text: str, stored: str) -> list[int]:
    """For each character of the text, and for its end, its offset as stored: white space moves, NUL is dropped."""
    if text == stored:
        return list(range(len(text) + 1))
    place, at = [], 0
    for char in text:
        while at < len(stored) and stored[at].isspace() and not char.isspace():
            at += 1
        place.append(at)
        at += at < len(stored) and stored[at] == char
    return [*place, at]


def _touched(tokens: Sequence[Token], place: Sequence[int], start: int, end: int) -> list[int]:
    """Indexes of the tokens that the characters ``start:end`` of the text touch."""
    last = len(place) - 1
    a, b = place[max(0, min(start, last))], place[max(0, min(end, last))]
    return [i for i, t in enumerate(tokens) if t.start < b and a < t.end]
