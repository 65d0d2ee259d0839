"""Event type of a sentence: PLOVER roots on PLV_train.

PLV's labels are older than POLECAT's sixteen types: CONCEDE and RETREAT score as YIELD. Of a sentence two things are
known: what the model says it mainly tells of (``sayso.reader.model.told``), and the type of the main event that the
rules find. The model's log probabilities and a bonus for the rules' type are added up; the highest wins.

The released model was trained on PLV_train, so that it is not asked about those sentences. Their figure is five-fold:
``plv_folds.csv`` holds what networks said that never saw the sentences they were asked about
(``training.model.folds``). A table that holds other sentences (``--data``) is read with the model that is installed.
``read_by`` says which; without a model, or where the folds of a training table are not there, the rules alone are
measured. ``rules_`` are the rules alone every time.

Rare classes hold 15 to 18 sentences; ``macro_f1_low``/``high`` is a 95% interval over 1,000 resamples of the sentences.
"""

from __future__ import annotations

import csv
import hashlib
import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.loaders.plover import rows

from benchmarks.data import Data
from benchmarks.scores import Result, f1, percent
from sayso.reader.events import find_events
from sayso.reader.figures import find_figures
from sayso.reader.marks import Event
from sayso.reader.mentions import find_mentions
from sayso.reader.model import read_numbers
from sayso.reader.model.layout import Layout
from sayso.reader.model.session import Floats
from sayso.reader.model.told import type_logs
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.reader.times import find_times
from sayso.resolve.gazetteer import Gazetteer
from sayso.vocabulary import EventType, Status

ANCHORS = {
    "anchor_macro_f1": "82.4 zero-shot PLOVER with a large NLI model, on PLV test; goal 88",
    "anchor_quad_macro_f1": "89.6 the same, on PLV test; goal 93",
}
FOLDS = Path(__file__).with_name("plv_folds.csv")
BONUS = 2.0
"""What the rules' type adds to the log of the model's probability of it; chosen on the out-of-fold predictions."""
QUADS = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation", "SUPPORT": "verbal cooperation",
    "COOPERATE": "material cooperation", "AID": "material cooperation", "YIELD": "material cooperation",
    "REQUEST": "verbal conflict", "ACCUSE": "verbal conflict", "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict",
    "PROTEST": "material conflict", "SANCTION": "material conflict", "MOBILIZE": "material conflict",
    "COERCE": "material conflict", "ASSAULT": "material conflict",
}  # fmt: skip
"""The quadrants as PLV's own labels have them (YIELD is material, SANCTION material conflict)."""
ROOTS = tuple(QUADS)
"""PLV's labels."""
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


def root_logs(logits: Floats, layout: Layout, say: Floats | None = None) -> dict[str, float]:
    """Logs of the probabilities of PLV's labels for the tokens given; events of no label of PLV's are left out."""
    of_labels: dict[str, list[float]] = {root: [] for root in ROOTS}
    for label, value in zip(layout.layer("type").labels, type_logs(logits, layout, say), strict=True):
        kind = "YIELD" if label in ("CONCEDE", "RETREAT") else label
        if kind in of_labels:
            of_labels[kind].append(math.exp(value))
    whole = sum(sum(values) for values in of_labels.values())
    return {kind: math.log(max(sum(values) / whole, 1e-9)) for kind, values in of_labels.items()}


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


def rule_types(texts: Sequence[str]) -> list[str]:
    """The type of each sentence by the rules alone, whatever model is installed."""
    places = Gazetteer.default()
    found = []
    for text in texts:
        story = plain_story(text)
        tokens, marked = segment(story)
        times = find_times(story, tokens, marked)
        mentions = find_mentions(story, tokens, marked, places)
        figures = find_figures(story, tokens, marked, mentions, times)
        found.append(main_type(find_events(story, tokens, marked, mentions, times, figures).events))
    return found


def sha1(sentence: str) -> str:
    """How a sentence is named in the table of folds."""
    return hashlib.sha1(sentence.encode("utf-8", errors="replace")).hexdigest()


def folds(path: Path = FOLDS) -> dict[str, dict[str, float]]:
    """What the networks said that did not see a sentence: its SHA-1 to logs of the probabilities of the roots."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["sentence"]: {root: float(row[root]) for root in ROOTS} for row in csv.DictReader(file)}


def model_logs(texts: Sequence[str]) -> list[dict[str, float]] | None:
    """What the installed model says of each sentence; ``None`` where there is no model."""
    found = []
    for text in texts:
        tokens, marked = segment(plain_story(text))
        reading = read_numbers(tokens, marked)
        if reading is None:
            return None
        found.append(root_logs(reading.numbers.logits, reading.model.layout))
    return found


def both(logs: Mapping[str, float], by_rules: str) -> str:
    """The root that model and rules together say."""
    return max(logs, key=lambda root: logs[root] + (BONUS if root == by_rules else 0.0))


def run(data: Path | None, errors: bool) -> Result:
    """Measure; with ``errors`` print the confusions, largest first, with examples."""
    source = Data("plover", data)
    items = sentences(source)
    texts, gold = [text for text, _ in items], [label for _, label in items]
    by_rules, found, read_by = rule_types(texts), list[str](), "rules"
    held = folds()
    logs: Sequence[Mapping[str, float]] | None
    if all(sha1(text) in held for text in texts):
        logs, read_by = [held[sha1(text)] for text in texts], "five networks, one a fold, and rules"
    elif any("train" in name for name in source.names(suffix=".tsv")):
        logs = None  # the released model learned from these very sentences
    else:
        logs, read_by = model_logs(texts), "model and rules"
    if logs is None:
        found, read_by = by_rules, "rules"
    else:
        found = [both(one, rule) for one, rule in zip(logs, by_rules, strict=True)]
    if errors:
        _print_errors(items, found)
    scores = class_scores(gold, found)
    low, high = interval(gold, found)
    quads = [QUADS[g] for g in gold]
    result: dict[str, float | int | str] = {
        "items": len(items),
        "read_by": read_by,
        "macro_f1": macro(gold, found),
        "macro_f1_low": low,
        "macro_f1_high": high,
        "quad_macro_f1": macro(quads, [QUADS.get(p, NO_EVENT) for p in found]),
        "accuracy": accuracy(gold, found),
        "no_event": sum(p == NO_EVENT for p in found),
        "rules_macro_f1": macro(gold, by_rules),
        "rules_quad_macro_f1": macro(quads, [QUADS.get(p, NO_EVENT) for p in by_rules]),
    }
    if logs is not None:
        alone = [max(one, key=one.__getitem__) for one in logs]
        result["model_macro_f1"] = macro(gold, alone)
        result["model_quad_macro_f1"] = macro(quads, [QUADS[p] for p in alone])
    for kind, number in sorted(Counter(gold).items()):
        result[f"f1_{kind}"] = scores[kind]
        result[f"n_{kind}"] = number
    return {**result, **ANCHORS}


def accuracy(gold: Sequence[str], found: Sequence[str]) -> float:
    """Share of the sentences that are right, in percent."""
    return percent(sum(g == p for g, p in zip(gold, found, strict=True)), len(gold))


def _print_errors(items: Sequence[tuple[str, str]], found: Sequence[str]) -> None:
    wrong: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (text, label), guess in zip(items, found, strict=True):
        if label != guess:
            wrong[label, guess].append(text)
    for (label, guess), texts in sorted(wrong.items(), key=lambda item: -len(item[1])):
        print(f"{label} read as {guess}: {len(texts)}")
        for text in texts[:4]:
            print("   ", text[:220])
