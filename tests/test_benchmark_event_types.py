"""Event types of sentences: labels of PLV out of the model's, and which reading of a sentence is measured."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from benchmarks import events
from benchmarks.events import ROOTS, both, folds, macro, root_logs, run, sha1

from sayso.reader.model.layout import make_layout

LAYOUT = make_layout()
TYPES = LAYOUT.layer("type").labels
SENTENCES = [
    ("AID", "<s>Nordal</s> sent humanitarian aid to <t>Vesper</t> on Monday."),
    ("PROTEST", "<s>Teachers</s> marched through Kellport against the <t>government</t>."),
    ("CONSULT", "<s>President Hale</s> met <t>President Orvin</t> in Kellport."),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A folder with a table of sentences in the layout of PLV."""
    with (tmp_path / "PLV_made_up.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(["sentence_id", "sentence", "marked_sentence", "gold_root"])
        for n, (root, marked) in enumerate(SENTENCES):
            writer.writerow([n, plain(marked), marked, root])
    return tmp_path


def plain(marked: str) -> str:
    return marked.replace("<s>", "").replace("</s>", "").replace("<t>", "").replace("</t>", "")


def row_of(**kinds: float) -> np.ndarray:
    row = np.zeros((1, LAYOUT.width), dtype=np.float32)
    for kind, value in kinds.items():
        row[0, LAYOUT.layer("type").start + TYPES.index(kind)] = value
    return row


def test_concede_and_retreat_together_are_yield() -> None:
    logs = root_logs(row_of(CONCEDE=4.0, RETREAT=4.0, ACCUSE=4.4), LAYOUT)
    assert max(logs, key=logs.__getitem__) == "YIELD"
    assert set(logs) == set(ROOTS)
    assert sum(math.exp(value) for value in logs.values()) == pytest.approx(1.0)


def test_what_is_no_event_of_theirs_is_left_out() -> None:
    logs = root_logs(row_of(OTHER=9.0, AID=5.0), LAYOUT)
    assert max(logs, key=logs.__getitem__) == "AID"
    assert math.exp(logs["AID"]) > 0.8


def test_the_rules_type_tips_what_is_near_and_not_what_is_far() -> None:
    near = dict.fromkeys(ROOTS, -5.0) | {"AID": -0.7, "SUPPORT": -0.7 - events.BONUS / 2}
    far = dict.fromkeys(ROOTS, -5.0) | {"AID": -0.1, "SUPPORT": -0.1 - 2 * events.BONUS - 1}
    assert both(near, "SUPPORT") == "SUPPORT"
    assert both(far, "SUPPORT") == "AID"
    assert both(near, events.NO_EVENT) == "AID"


def test_macro_counts_classes_alike() -> None:
    assert macro(["AID", "AID", "AID", "PROTEST"], ["AID", "AID", "AID", "AID"]) == pytest.approx(42.9, abs=0.1)


def test_sentences_of_the_folds_are_not_asked_of_the_model(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / "folds.csv"
    with held.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["sentence", *ROOTS])
        writer.writeheader()
        for root, marked in SENTENCES:
            writer.writerow({"sentence": sha1(plain(marked))} | {r: 0.0 if r == root else -9.0 for r in ROOTS})
    kept = folds(held)
    monkeypatch.setattr(events, "folds", lambda: kept)
    monkeypatch.setattr(events, "model_logs", lambda texts: pytest.fail("the model has seen these sentences"))
    result = run(table, errors=False)
    assert result["macro_f1"] == 100.0
    assert str(result["read_by"]).startswith("five networks")
    assert result["items"] == 3


def test_other_sentences_are_read_with_the_model(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "folds", lambda: {sha1("another sentence"): dict.fromkeys(ROOTS, 0.0)})
    sure = [{r: 0.0 if r == "SANCTION" else -50.0 for r in ROOTS} for _ in SENTENCES]
    monkeypatch.setattr(events, "model_logs", lambda texts: sure)
    result = run(table, errors=False)
    assert (result["macro_f1"], result["model_macro_f1"]) == (0.0, 0.0)
    assert result["read_by"] == "model and rules"


def test_without_a_model_the_rules_are_measured(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "folds", dict)
    monkeypatch.setattr(events, "model_logs", lambda texts: None)
    result = run(table, errors=False)
    assert result["read_by"] == "rules"
    assert result["macro_f1"] == result["rules_macro_f1"] == 100.0


def test_the_model_is_not_asked_about_what_it_learned_from(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (table / "PLV_made_up.tsv").rename(table / "PLV_train.tsv")
    monkeypatch.setattr(events, "folds", dict)
    monkeypatch.setattr(events, "model_logs", lambda texts: pytest.fail("the model has seen these sentences"))
    assert run(table, errors=False)["read_by"] == "rules"


def test_no_table_of_folds_holds_no_sentence(tmp_path: Path) -> None:
    assert folds(tmp_path / "none.csv") == {}
