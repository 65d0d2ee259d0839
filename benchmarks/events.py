"""Event type of a sentence: PLOVER roots on PLV_train.

PLV's labels are older than POLECAT's sixteen types: CONCEDE and RETREAT score as YIELD. A sentence's type is the type
of its main event, chosen by ``main_type`` from the events that the reader finds; a sentence without one is wrong for
its class and costs no other class any precision. Nothing is fitted to the sentences here, so there are no folds: the
five-fold figure of a fitted model and this one are both means over all sentences.

Rare classes hold 15 to 18 sentences; ``macro_f1_low``/``high`` is a 95% interval over 1,000 resamples of the sentences.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from training.loaders.plover import rows

from benchmarks.data import Data
from benchmarks.scores import Result, f1
from sayso.reader import read
from sayso.reader.marks import Event
from sayso.reader.plain import plain_story
from sayso.resolve.gazetteer import Gazetteer
from sayso.vocabulary import EventType, Status

ANCHORS = {
    "anchor_macro_f1": "82.4 zero-shot PLOVER with a large NLI model, on PLV test; goal 88",
    "anchor_quad_macro_f1": "89.6 the same, on PLV test; goal 93",
}
QUADS = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation", "SUPPORT": "verbal cooperation",
    "COOPERATE": "material cooperation", "AID": "material cooperation", "YIELD": "material cooperation",
    "REQUEST": "verbal conflict", "ACCUSE": "verbal conflict", "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict",
    "PROTEST": "material conflict", "SANCTION": "material conflict", "MOBILIZE": "material conflict",
    "COERCE": "material conflict", "ASSAULT": "material conflict",
}  # fmt: skip
"""The quadrants as PLV's own labels have them (YIELD is material, SANCTION material conflict)."""
NO_EVENT = "NONE"
_COOPERATIVE = frozenset("CONSULT SUPPORT COOPERATE AID YIELD AGREE".split())


def root(event: Event) -> str:
    """PLV's label for one event: what is agreed to, threatened or refused becomes AGREE, THREATEN, REJECT."""
    kind = "YIELD" if event.type in (EventType.CONCEDE, EventType.RETREAT) else event.type.value
    if event.status is Status.THREATENED:
        return "THREATEN"
    if event.status is Status.PLANNED and kind in _COOPERATIVE:
        return "AGREE"
    if event.status is Status.PLANNED and kind in ("ASSAULT", "SANCTION", "COERCE", "PROTEST"):
        return "THREATEN"
    if event.status is Status.PLANNED and kind == "MOBILIZE":
        return "AGREE"
    if event.status is Status.HYPOTHETICAL and event.rule.endswith("/ must"):
        return "REQUEST"
    if event.status in (Status.DENIED, Status.CALLED_OFF) and kind in _COOPERATIVE:
        return "REJECT"
    return kind


def main_type(events: Sequence[Event]) -> str:
    """The type of the sentence's main event: the first that is told as fact, else the first at all."""
    told = [e for e in events if e.type is not EventType.OTHER]
    if not told:
        return NO_EVENT
    return root(max(told, key=lambda e: (_weight(e), -e.start)))


def _weight(event: Event) -> int:
    """How likely an event is the main one: verbs over nouns, facts over suppositions, named actors over none."""
    weight = 0 if event.status is Status.HYPOTHETICAL else 3
    weight += 2 if event.rule.startswith(("~", "be ", "will", "willing", "ready")) else 0
    weight += 1 if any(a.role == "actor" for a in event.arguments) else 0
    return weight - (2 if event.confidence < 0.7 else 0)


def sentences(data: Data) -> list[tuple[str, str]]:
    """(sentence, gold root) of the one table of sentences in the data."""
    return [(row["sentence"], row["gold_root"]) for row in rows(data)]


def class_scores(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """F1 of every class of the gold."""
    hits = Counter(g for g, p in zip(gold, found, strict=True) if g == p)
    golds, founds = Counter(gold), Counter(found)
    return {kind: f1(hits[kind], founds[kind], golds[kind]) for kind in sorted(golds)}


def macro(gold: Sequence[str], found: Sequence[str]) -> float:
    """Mean F1 over the classes of the gold."""
    scores = class_scores(gold, found)
    return round(sum(scores.values()) / len(scores), 1) if scores else 0.0


def interval(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float]:
    """95% bootstrap interval of the macro-F1."""
    chance = random.Random(7)
    figures = []
    for _ in range(1000):
        picks = [chance.randrange(len(gold)) for _ in gold]
        figures.append(macro([gold[i] for i in picks], [found[i] for i in picks]))
    figures.sort()
    return figures[25], figures[975]


def run(data: Path | None, errors: bool) -> Result:
    """Measure; with ``errors`` print the confusions, largest first, with examples."""
    items = sentences(Data("plover", data))
    places = Gazetteer.default()
    gold = [label for _, label in items]
    found = [main_type(read(plain_story(text), places).events) for text, _ in items]
    if errors:
        _print_errors(items, found)
    scores = class_scores(gold, found)
    low, high = interval(gold, found)
    quads = [QUADS[g] for g in gold]
    result: dict[str, float | int | str] = {
        "items": len(items),
        "macro_f1": macro(gold, found),
        "macro_f1_low": low,
        "macro_f1_high": high,
        "quad_macro_f1": macro(quads, [QUADS.get(p, NO_EVENT) for p in found]),
        "accuracy": round(100 * sum(g == p for g, p in zip(gold, found, strict=True)) / len(gold), 1),
        "no_event": sum(p == NO_EVENT for p in found),
    }
    for kind, number in sorted(Counter(gold).items()):
        result[f"f1_{kind}"] = scores[kind]
        result[f"n_{kind}"] = number
    return {**result, **ANCHORS}


def _print_errors(items: Sequence[tuple[str, str]], found: Sequence[str]) -> None:
    wrong: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (text, label), guess in zip(items, found, strict=True):
        if label != guess:
            wrong[label, guess].append(text)
    for (label, guess), texts in sorted(wrong.items(), key=lambda item: -len(item[1])):
        print(f"{label} read as {guess}: {len(texts)}")
        for text in texts[:4]:
            print("   ", text[:220])
