"""Certainty: how factual predicates are (UDS-IH2), and which sentences hedge (WikiWeasel's held-out tenth).

Data: the archive ``factuality``; of UDS-IH2 the dev split, of WikiWeasel the sentences that ``training`` holds out.
With ``--data``, another folder or archive of the same layout: of ``UDS_IH2/*.jsonl`` ``dev.jsonl`` where there is one,
else the one that is not train; of ``wikiweasel_*.csv`` the held-out tenth of ``wikiweasel_train.csv``, else all of it.

``factuality_r`` is Pearson's r (from -1 to 1, no percentage) between the annotators' mean, -3 (certainly not so) to 3,
and ours on the same predicates. ``hedge_f1`` is the F1 of the sentences that hedge, a sentence counted as hedged from a
probability of one half. ``items`` are predicates and sentences together.

Both come from ``sayso.reader.model.certainty``; where no model is installed or named, from the rules, and ``read_by``
says which. The rules alone, hedges and status words of ``sayso.tables``, are measured beside it every time
(``rules_``): what the model adds is the difference.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import StatisticsError, correlation
from typing import Protocol

from training.data import tenth
from training.loaders.documents import Document, Task
from training.loaders.factuality import ARCHIVE, hedged, sentence

from benchmarks.data import Data
from benchmarks.scores import Result, f1, percent
from sayso.errors import UsageError
from sayso.reader.attribution.frame import Frame
from sayso.reader.attribution.hedges import find_hedge
from sayso.reader.events.standing import find_words, strongest
from sayso.reader.events.view import CONJUNCTIONS, PUNCTUATION, View
from sayso.reader.model import certainty as trained
from sayso.reader.model.session import RELEASED
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.vocabulary import Certainty, Status

ANCHORS = {
    "anchor_hedge_f1": "hedge cues (other data, other unit): F1 88-90; goal 90",
}
HEDGED_FROM = 0.5
"""Probability from which a sentence counts as hedged."""
REACH = 8
"""Tokens before a predicate in which words decide its status."""
SHOWN = 20

_STATUS_SCORE = {
    Status.HAPPENED: 3.0, Status.ONGOING: 3.0, Status.PLANNED: 1.0, Status.THREATENED: 0.0, Status.HYPOTHETICAL: 0.0,
    Status.CALLED_OFF: -3.0, Status.DENIED: -3.0,
}  # fmt: skip
_CLAUSE_ENDS = PUNCTUATION | CONJUNCTIONS

Target = tuple[int, int]
"""Start and end of a predicate in its sentence, half-open."""


class CertaintyReader(Protocol):
    """What reads certainty: the trained model's module, or the rules."""

    def hedged(self, texts: Sequence[str]) -> list[float]:
        """Probability of each sentence that it hedges."""

    def factuality(self, texts: Sequence[str], spans: Sequence[Target]) -> list[float]:
        """-3 to 3 for the words at ``spans[i]`` of ``texts[i]``: certainly not so to certainly so."""


class Rules:
    """The baseline: the reader's own tables of hedges and status words, and nothing learnt."""

    def hedged(self, texts: Sequence[str]) -> list[float]:
        """1 where a phrase of ``hedges.csv`` short of full certainty stands in the sentence, else 0."""
        return [float(_has_hedge(text)) for text in texts]

    def factuality(self, texts: Sequence[str], spans: Sequence[Target]) -> list[float]:
        """By the status words before a predicate in its clause; what a hedge or a question leaves open counts half."""
        return [_status_score(text, start) for text, (start, _) in zip(texts, spans, strict=True)]


def _has_hedge(text: str) -> bool:
    story = plain_story(text)
    tokens, sentences = segment(story)
    certainty, _ = find_hedge(Frame(story, tokens, sentences, ()), [(0, len(tokens))])
    return certainty in (Certainty.PROBABLE, Certainty.POSSIBLE)


def _status_score(text: str, start: int) -> float:
    view = View(*segment(plain_story(text)), (), (), ())
    target = view.token(start)
    opening = max(0, target - REACH)
    clause = next((i + 1 for i in range(target - 1, opening - 1, -1) if view.lower[i] in _CLAUSE_ENDS), opening)
    hits = find_words(view, "before", clause, target)
    infinitive = not hits and view.lower[clause:target][-1:] == ["to"]
    status = Status.HYPOTHETICAL if infinitive else strongest(view, hits).status
    return _STATUS_SCORE[status] / (2 if view.lower[-1:] == ["?"] or _has_hedge(text) else 1)


def predicates(data: Data) -> list[tuple[str, Target, float]]:
    """(sentence, where its predicate stands, mean of the annotators) of every judged predicate."""
    names = data.names("UDS_IH2/", ".jsonl")
    chosen = _one([n for n in names if n.endswith("/dev.jsonl")] or _others(names), "UDS_IH2/*.jsonl", data)
    found = []
    for number, line in enumerate(data.read(chosen).decode("utf-8").splitlines()):
        if line.strip():
            document = sentence("uds_ih2", f"{number}", "dev", json.loads(line))
            found += [(document.text, m.parts[0], m.score) for m in document.marks if m.score is not None]
    return found


def weasels(data: Data) -> list[tuple[str, bool]]:
    """(sentence, whether it hedges) of the sentences held out."""
    names = data.names("wikiweasel", ".csv")
    train = [n for n in names if n.endswith("_train.csv")]
    chosen = _one(train or names, "wikiweasel_*.csv", data)
    rows = csv.DictReader(io.StringIO(data.read(chosen).decode("utf-8"), newline=""))
    found = []
    for number, row in enumerate(rows):
        text = (row["text"] or "").strip()
        if text and (not train or tenth(text) == "dev"):
            found.append((text, _is_hedged(hedged(f"{number}", "dev", text, row["label"].strip()))))
    return found


def _is_hedged(document: Document) -> bool:
    return any(j.task is Task.HEDGING and j.label == "hedged" for j in document.judgements)


def _others(names: Sequence[str]) -> list[str]:
    return [n for n in names if not n.endswith("/train.jsonl")]


def _one(names: Sequence[str], pattern: str, data: Data) -> str:
    if len(names) != 1:
        raise UsageError(
            f"{data.path}: {len(names)} files beside the training split answer {pattern}, and none is the dev split; "
            "leave the one to measure"
        )
    return names[0]


def model() -> CertaintyReader | None:
    """The trained model, released or named by SAYSO_MODEL; ``None`` where there is neither, as for the reader."""
    return trained if os.environ.get("SAYSO_MODEL") or RELEASED.exists() else None


def hedge_counts(gold: Sequence[bool], found: Sequence[float]) -> tuple[int, int, int]:
    """(right, found, gold) of the sentences that hedge."""
    said = [probability >= HEDGED_FROM for probability in found]
    return sum(g and s for g, s in zip(gold, said, strict=True)), sum(said), sum(gold)


def pearson(gold: Sequence[float], found: Sequence[float]) -> float:
    """Pearson's r, three digits; 0 where it is not defined, one side being constant or shorter than two."""
    try:
        return round(correlation(gold, found), 3)
    except StatisticsError:
        return 0.0


def run(data: Path | None = None, errors: bool = False) -> Result:
    """Figures of the model beside the rules; with ``errors`` the errors by cause are printed as well."""
    source = Data(ARCHIVE, data)
    targets, sentences = predicates(source), weasels(source)
    texts, spans = [text for text, _, _ in targets], [span for _, span, _ in targets]
    scores, hedges = [value for _, _, value in targets], [label for _, label in sentences]
    plain = [text for text, _ in sentences]
    rules, learned = Rules(), model()
    by_rules = rules.factuality(texts, spans), rules.hedged(plain)
    ours = (learned.factuality(texts, spans), learned.hedged(plain)) if learned else by_rules
    if errors:
        _print_errors(targets, ours[0], sentences, ours[1])
    counts = hedge_counts(hedges, ours[1])
    return {
        "items": len(targets) + len(sentences),
        "predicates": len(targets),
        "sentences": len(sentences),
        "read_by": "model" if learned else "rules",
        "hedge_precision": percent(counts[0], counts[1]),
        "hedge_recall": percent(counts[0], counts[2]),
        "hedge_f1": f1(*counts),
        "factuality_r": pearson(scores, ours[0]),
        "rules_hedge_f1": f1(*hedge_counts(hedges, by_rules[1])),
        "rules_factuality_r": pearson(scores, by_rules[0]),
        **ANCHORS,
    }


def _print_errors(
    targets: Sequence[tuple[str, Target, float]], values: Sequence[float],
    sentences: Sequence[tuple[str, bool]], hedges: Sequence[float],
) -> None:  # fmt: skip
    """Predicates on the wrong side or two points off, sentences wrongly hedged or not: counts, the worst of each."""
    causes: Counter[str] = Counter()
    lines: dict[str, list[tuple[float, str]]] = {}
    for (text, (start, end), score), value in zip(targets, values, strict=True):
        off = abs(score - value)
        if off < 2:
            continue
        sides = " read as ".join("so" if v >= 1 else "not so" if v < -1 else "open" for v in (score, value))
        cause = f"factuality: {sides}"
        causes[cause] += 1
        shown = f"{score:.1f} read as {value:.1f}: {text[:start]}[{text[start:end]}]{text[end:]}"
        lines.setdefault(cause, []).append((-off, shown))
    for (text, label), value in zip(sentences, hedges, strict=True):
        if label == (value >= HEDGED_FROM):
            continue
        cause = "hedge: missed" if label else "hedge: spurious"
        causes[cause] += 1
        lines.setdefault(cause, []).append((-abs(value - HEDGED_FROM), f"{value:.2f}: {text}"))
    for cause, number in causes.most_common():
        print(f"{number:6d} {cause}")
        for _, line in sorted(lines[cause])[:SHOWN]:
            print(f"           {line[:220]}")
