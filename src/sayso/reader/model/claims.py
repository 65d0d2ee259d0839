"""Attributions out of the model's numbers: cues first, then of each cue its sources and contents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sayso.reader.marks import Sentence, Token
from sayso.reader.model.decode import best_spans, spans_of_layers
from sayso.reader.model.layout import SPAN_TAGS, Layout
from sayso.reader.model.mend import mend
from sayso.reader.model.said import Phrase, Said
from sayso.reader.model.session import Floats, Model, Numbers

UNLINKED = -0.5
"""Log by which a source or content that only stands near its cue is less sure."""
NEAR = 12
"""Tokens between a cue and a source or content that may be its own though nothing links them."""
REACH = 110
"""Tokens before and after a cue in which its sources and contents are looked for."""


def find_said(
    model: Model, numbers: Numbers, tokens: Sequence[Token], sentences: Sequence[Sentence],
    *, more_cues: float = 0.0, more_parts: float = 0.0, unlinked: float = 1.0,
) -> list[Said]:  # fmt: skip
    """Every cue of the story with what is linked to it, in text order.

    ``more_cues`` and ``more_parts`` are added to the scores of beginning a cue, and a source or content; ``unlinked``
    is the weight of what the layers of sources and contents say beside what the link says.
    """
    rows = {name: numbers.logits[:, model.layout.layer(name).columns] for name in ("cue", "source", "content")}
    layers = spans_of_layers(rows, sentences, {"cue": more_cues})
    cues = layers["cue"]
    if not cues:
        return []
    firsts = [max(0, a - REACH) for a, _, _ in cues]
    lasts = [min(len(tokens), b + REACH) for _, b, _ in cues]
    width = max(b - a for a, b in zip(firsts, lasts, strict=True))
    at = np.asarray(firsts)[:, None] + np.arange(width)[None, :]
    lengths = np.asarray(lasts) - np.asarray(firsts)
    at = np.minimum(at, len(tokens) - 1)
    sentence = np.asarray([t.sentence for t in tokens])
    apart = (sentence[at] != sentence[[a for a, _, _ in cues]][:, None]).astype(np.float32)
    scores = model.scores("cue", numbers, [(a, b) for a, b, _ in cues], at, apart)
    tagged = tag_scores(model.layout, numbers, scores, at, unlinked)
    spans = best_spans(tagged, lengths, more=more_parts)
    alone = (layers["source"], layers["content"])
    made = []
    count = 2 * len(SPAN_TAGS)
    for n, (a, b, log) in enumerate(cues):
        parts = [(firsts[n] + x, firsts[n] + y, kind, p) for x, y, kind, p in spans[n]]
        for kind in (0, 1):
            if not any(part[2] == kind for part in parts):
                taken = [(a, b), *((x, y) for x, y, _, _ in parts), *((x, y) for x, y, _ in cues)]
                parts += _nearest(alone[kind], (a, b), taken, sentence, kind)
        made.append(
            Said(
                cue=(a, b), cue_log=log, first=firsts[n],
                sources=tuple((x, y, p) for x, y, kind, p in parts if kind == 0),
                contents=tuple((x, y, p) for x, y, kind, p in parts if kind == 1),
                sides=scores[n, count:, : lengths[n]],
            )
        )  # fmt: skip
    return mend(made, tokens, sentences)


def _nearest(
    spans: Sequence[tuple[int, int, float]], cue: Phrase, taken: Sequence[Phrase], sentence: np.ndarray, kind: int
) -> list[tuple[int, int, int, float]]:
    """The source or content, free and in its sentence, that is nearest to a cue with none; less sure than a link."""
    best: tuple[int, int, int, float] | None = None
    for first, last, log in spans:
        if sentence[first] != sentence[cue[0]] or any(first < y and x < last for x, y in taken):
            continue
        gap = max(first - cue[1], cue[0] - last)
        if best is None or gap < max(best[0] - cue[1], cue[0] - best[1]):
            best = (first, last, kind, log + UNLINKED)
    return [best] if best is not None and max(best[0] - cue[1], cue[0] - best[1]) <= NEAR else []


def tag_scores(
    layout: Layout, numbers: Numbers, scores: Floats, at: np.ndarray, unlinked: float = 1.0
) -> Floats:
    """Logits (anchors x tokens x 9) of "O", a source's four tags, a content's four."""
    own = []
    for name in ("source", "content"):
        rows = numbers.logits[:, layout.layer(name).columns]
        own.append(rows[:, 1:] - rows[:, :1])
    alone = np.concatenate(own, axis=1)[at]
    linked = scores[:, : alone.shape[2]].transpose(0, 2, 1) + np.float32(unlinked) * alone
    return np.concatenate([np.zeros((*linked.shape[:2], 1), dtype=np.float32), linked], axis=2)
