"""PLV read by networks that never saw the sentences they are asked about: five folds, one network each.

    python -m training.model.folds RUN/broad.pt --out benchmarks/plv_folds.csv

The weights to start from must not have seen PLV (stage ``broad``). For each fold they are taught the other four, with
the event types of the annotated reports beside them, and then asked about the fold. The table that is written holds
hashes, labels and numbers, no text: sentence (SHA-1), fold, gold, predicted, probability, and the log of each root's
probability. ``benchmarks.events`` reads it. ``--only N`` tries one fold and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import logging
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from benchmarks.events import ROOTS, macro, root_logs, sha1
from torch import nn

from sayso.reader.model.layout import Layout, make_layout
from sayso.reader.model.pieces import Pieces, batch
from training.loaders import documents
from training.loaders.documents import Document
from training.model.examples import Example, of_document, of_report
from training.model.export import load_network
from training.model.lessons import Crop, batches, crops, lesson
from training.model.loss import loss, taught
from training.model.network import Network, released_base
from training.model.rounds import times
from training.model.train import own_reports

log = logging.getLogger("sayso.training")

FOLDS = 5
RATES = (1.0e-4, 6.0e-4)
"""Highest learning rates of encoder and heads."""
FROZEN = 3
"""Layers of the encoder, from below, that learn nothing more."""
BUDGET = 1536
"""Word pieces a batch, its padding included."""
BESIDE = ("trigger", "type")
"""Layers that the annotated reports and gold records teach beside PLV."""


def root_of(document: Document) -> str:
    """PLV's own label of a sentence."""
    return document.judgements[0].theirs


def _only(example: Example) -> Example:
    """The example with nothing but what is taught beside PLV."""
    example.spans = {name: spans for name, spans in example.spans.items() if name in BESIDE}
    example.classes = [c for c in example.classes if c[0] in BESIDE]
    example.complete &= frozenset(BESIDE)
    example.anchors = []
    return example


class Round:
    """What one network is taught: PLV sentences of the other folds, and the same beside them for all."""

    def __init__(
        self, taught: Sequence[Document], beside: Sequence[Example], pieces: Pieces, layout: Layout, seed: int
    ) -> None:
        self.chance = Random(seed)
        self.pieces = pieces
        self.sentences = [of_document(d, pieces, layout) for d in taught]
        often = times([root_of(d) for d in taught])
        self.often = [often[root_of(d)] for d in taught]
        self.beside = beside

    def crops(self, share: float) -> list[Crop]:
        """Windows of one round, with a share of what is taught beside, drawn by chance."""
        made = [c for e, n in zip(self.sentences, self.often, strict=True) for _ in range(n) for c in self._cut(e)]
        chosen = [c for e in self.beside for c in self._cut(e)]
        made += self.chance.sample(chosen, round(share * len(chosen)))
        self.chance.shuffle(made)
        return made

    def _cut(self, example: Example) -> Iterator[Crop]:
        return crops(example, self.chance, self.pieces)


def teach(network: Network, lessons: Round, layout: Layout, *, rounds: int, share: float) -> None:
    """Teach the upper half of a network all rounds; it ends with the running average of its weights.

    Eight hundred sentences do not change for the better what word pieces and the lower layers are, and it is dear.
    """
    learned = _learned(network)
    plan = [b for _ in range(rounds) for b in batches(lessons.crops(share), BUDGET, lessons.chance)]
    groups = [{"params": list(group.values()), "lr": rate} for group, rate in zip(learned, RATES, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    kept = {name: p.detach().clone() for group in learned for name, p in group.items()}
    network.train()
    for step, chosen in enumerate(plan):
        done = (step + 1) / len(plan)
        for group, rate in zip(optimizer.param_groups, RATES, strict=True):
            group["lr"] = rate * min(done / 0.1, max(0.02, (1 - done) / 0.9))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            total, _ = loss(network, taught(lesson(chosen, layout)), layout)
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_([p for group in learned for p in group.values()], 1.0)
        optimizer.step()
        decay = min(0.98, (1 + step) / (10 + step))
        for group in learned:
            for name, p in group.items():
                kept[name].lerp_(p.detach(), 1 - decay)
    network.load_state_dict(kept, strict=False)
    network.eval()


def _learned(network: Network) -> tuple[dict[str, nn.Parameter], dict[str, nn.Parameter]]:
    """Weights of the encoder's upper layers, and of the logits; all others are set not to learn."""
    upper = tuple(f"encoder.encoder.layer.{n}." for n in range(FROZEN, network.encoder.config.num_hidden_layers))
    encoder = {n: p for n, p in network.named_parameters() if n.startswith(upper)}
    heads = {n: p for n, p in network.named_parameters() if n.startswith("logits.")}
    for name, p in network.named_parameters():
        p.requires_grad_(name in encoder or name in heads)
    return encoder, heads


def ask(network: Network, example: Example, layout: Layout) -> dict[str, float]:
    """Logs of the probabilities of the roots of one sentence."""
    made = batch([(example.words, 0, len(example))])
    with torch.no_grad():
        logits, _, _ = network(**{name: torch.from_numpy(array) for name, array in made.inputs().items()})
    return root_logs(np.asarray(logits[0].float().numpy()), layout)


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="weights of a stage that never saw PLV")
    parser.add_argument("--out", type=Path, help="the table")
    parser.add_argument("--only", type=int, help="this fold only, nothing written")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--share", type=float, default=0.15, help="part of what is taught beside PLV, each round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    if options.only is None and options.out is None:
        parser.error("give --out TABLE, or --only FOLD to write nothing")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    base, layout = released_base(), make_layout()
    pieces = Pieces(base / "tokenizer.json")
    sentences = list(documents("plover", "train"))
    beside = [_only(of_report(r, pieces)) for r in own_reports("train")]
    beside += [_only(of_document(d, pieces, layout)) for d in documents("plover_records", "train")]
    rows: list[dict[str, str]] = []
    for n in range(FOLDS) if options.only is None else (options.only,):
        torch.manual_seed(options.seed)
        network, _ = load_network(options.weights, layout, base)
        began = time.monotonic()
        lessons = Round([d for d in sentences if d.fold != n], beside, pieces, layout, options.seed)
        teach(network, lessons, layout, rounds=options.rounds, share=options.share)
        asked = [d for d in sentences if d.fold == n]
        logs = [ask(network, of_document(d, pieces, layout), layout) for d in asked]
        found = [max(one, key=one.__getitem__) for one in logs]
        gold = [root_of(d) for d in asked]
        right = sum(g == p for g, p in zip(gold, found, strict=True))
        seconds = time.monotonic() - began
        log.info("fold %d: %d of %d right, macro-F1 %.1f, %.0f s", n, right, len(asked), macro(gold, found), seconds)
        for document, one, kind in zip(asked, logs, found, strict=True):
            row = {"sentence": sha1(document.text), "fold": str(n), "gold": root_of(document), "predicted": kind,
                   "probability": f"{np.exp(one[kind]):.3f}"}  # fmt: skip
            rows.append(row | {root: f"{one[root]:.2f}" for root in ROOTS})
    if options.out is not None and options.only is None:
        with options.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(rows, key=lambda r: (r["sentence"], r["gold"])))
        log.info("written: %s", options.out)


if __name__ == "__main__":
    main()
