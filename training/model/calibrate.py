"""Settings of a trained archive: how readily spans are begun, and curves that make its probabilities honest.

    python -m training.model.calibrate ARCHIVE --out settings.json

Both are taken on one half of PolNeAR's dev articles, by the hash of their names, and the figures that are printed and
kept beside them (``measured``) on the other half: expected calibration error, and the share of the errors that the
least certain fifth of the answers holds.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from itertools import product
from math import exp
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.reader.marks import Sentence, Token
from sayso.reader.model.calibration import log_odds
from sayso.reader.model.claims import find_said
from sayso.reader.model.said import Said
from sayso.reader.model.session import Model, Numbers
from training.data import fold
from training.loaders import documents
from training.loaders.documents import Document, Task
from training.model.examples import Phrase, Places

log = logging.getLogger("sayso.training")

CUES = (-0.8, -0.4, 0.0, 0.4, 0.8)
PARTS = (-2.0, -1.5, -1.0, -0.5, 0.0)
UNLINKED = (0.7, 0.8, 0.9, 1.0)
BINS = 10
Lean = tuple[float, float, float]
"""``more_cues``, ``more_parts``, ``unlinked`` of ``find_said``."""

Answers = list[tuple[list[float], bool]]
"""Raw probabilities of the parts of each answer, and whether it is right."""


class Article:
    """One article with its gold spans in tokens and the model's numbers."""

    def __init__(self, document: Document, model: Model) -> None:
        self.fits = fold(document.name, 2) == 0
        self.tokens: Sequence[Token]
        self.sentences: Sequence[Sentence]
        self.tokens, self.sentences = document.segmented()
        self.numbers: Numbers = model.read(self.tokens, self.sentences)
        places = Places(self.tokens)
        parts = [tuple(places.phrases(m.parts)) if m.task is Task.ATTRIBUTION else () for m in document.marks]
        self.gold: dict[str, set[tuple[Phrase, ...]]] = {"source": set(), "cue": set(), "content": set()}
        for mark, phrases in zip(document.marks, parts, strict=True):
            if mark.task is Task.ATTRIBUTION:
                self.gold[mark.label].add(phrases)
        linked: dict[int, dict[str, list[Phrase]]] = {}
        for link in document.links:
            if link.task is Task.ATTRIBUTION:
                linked.setdefault(link.source, {}).setdefault(link.label, []).extend(parts[link.target])
        self.wholes = [
            (parts[cue], tuple(sorted(of.get("source", ()))), tuple(sorted(of.get("content", ()))))
            for cue, of in linked.items()
        ]

    def said(self, model: Model, lean: Lean) -> list[Said]:
        """The model's attributions that have a content."""
        cues, parts, unlinked = lean
        found = find_said(
            model, self.numbers, self.tokens, self.sentences, more_cues=cues, more_parts=parts, unlinked=unlinked
        )
        return [one for one in found if one.contents]


def spans(one: Said, layer: str) -> tuple[Phrase, ...]:
    """The stretches of one part of an attribution."""
    if layer == "cue":
        return (one.cue,)
    return tuple((a, b) for a, b, _ in (one.sources if layer == "source" else one.contents))


def raw(one: Said, layer: str) -> float:
    """The model's probability of that part: that of its least certain stretch."""
    if layer == "cue":
        return exp(one.cue_log)
    return one.least_sure(one.sources if layer == "source" else one.contents)


def spans_f1(articles: Sequence[Article], model: Model, lean: Lean) -> float:
    """Mean of the exact F1 of sources, cues and contents."""
    right, found, gold = ({"source": 0, "cue": 0, "content": 0} for _ in range(3))
    for article in articles:
        said = article.said(model, lean)
        for layer in right:
            mine = {spans(one, layer) for one in said} - {()}
            right[layer] += len(mine & article.gold[layer])
            found[layer] += len(mine)
            gold[layer] += len(article.gold[layer])
    return sum(2 * right[x] / max(1, found[x] + gold[x]) for x in right) / 3


def half(one: tuple[Phrase, ...], two: tuple[Phrase, ...]) -> bool:
    """Whether two spans share at least half of the longer."""
    a, b = ({i for s, e in x for i in range(s, e)} for x in (one, two))
    return a == b or 2 * len(a & b) >= max(len(a), len(b)) > 0


def answers(articles: Sequence[Article], model: Model, lean: Lean) -> dict[str, Answers]:
    """Every span and every whole attribution, with its raw probabilities and whether it is right."""
    made: dict[str, Answers] = {"source": [], "cue": [], "content": [], "attribution": []}
    for article in articles:
        for one in article.said(model, lean):
            for layer in ("source", "cue", "content"):
                if stretch := spans(one, layer):
                    made[layer].append(([raw(one, layer)], stretch in article.gold[layer]))
            whole = tuple(spans(one, layer) for layer in ("cue", "source", "content"))
            right = any(all(half(x, y) for x, y in zip(whole, other, strict=True)) for other in article.wholes)
            made["attribution"].append(([raw(one, layer) for layer in ("cue", "source", "content")], right))
    return made


def fitted(found: Answers) -> list[float]:
    """Weights of the log-odds and a constant, by Newton's method on the log loss, with a little ridge."""
    x = np.array([[*map(log_odds, p), 1.0] for p, _ in found])
    y = np.array([float(right) for _, right in found])
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + 0.01 * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + 0.01 * np.eye(x.shape[1])
        weights = weights - np.linalg.solve(bend, slope)
    return [round(float(w), 4) for w in weights]


def applied(found: Answers, weights: Sequence[float]) -> NDArray[np.float64]:
    """Calibrated probabilities."""
    x = np.array([[*map(log_odds, p), 1.0] for p, _ in found])
    return np.asarray(1.0 / (1.0 + np.exp(-x @ np.asarray(weights))))


def calibration_error(probabilities: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(probabilities[bins == b].sum() - right[bins == b].sum()) for b in range(BINS)
        ) / max(1, len(right))
    )  # fmt: skip


def errors_in_least_certain(probabilities: NDArray[np.float64], right: NDArray[np.bool_], part: float = 0.2) -> float:
    """Share of all errors among the least certain ``part`` of the answers."""
    order = np.argsort(probabilities, kind="stable")
    wrong = ~right[order]
    return float(wrong[: round(len(wrong) * part)].sum() / max(1, wrong.sum()))


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model = Model(options.archive, threads=2)
    articles = [Article(document, model) for document in documents("polnear", "dev")]
    fits, checks = [a for a in articles if a.fits], [a for a in articles if not a.fits]
    _, lean = max((spans_f1(fits, model, lean), lean) for lean in product(CUES, PARTS, UNLINKED))
    cues, parts, unlinked = lean
    log.info("more_cues %.1f, more_parts %.1f, unlinked %.1f: mean exact F1 %.1f on the other half", *lean,
             100 * spans_f1(checks, model, lean))  # fmt: skip
    curves, measured = {}, {}
    held_out = answers(checks, model, lean)
    for kind, found in answers(fits, model, lean).items():
        curves[kind] = fitted(found)
        p = applied(held_out[kind], curves[kind])
        right = np.array([r for _, r in held_out[kind]])
        measured[kind] = {
            "answers": len(right), "right": round(float(right.mean()), 3),
            "calibration_error": round(calibration_error(p, right), 4),
            "errors_in_least_certain_fifth": round(errors_in_least_certain(p, right), 3),
        }  # fmt: skip
        log.info("%s: %s", kind, measured[kind])
    settings = {
        "more_cues": cues, "more_parts": parts, "unlinked": unlinked, "calibration": curves, "measured": measured,
    }  # fmt: skip
    options.out.write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
