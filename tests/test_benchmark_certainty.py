"""The benchmark of certainty on made-up sentences: the rules' baseline, and a made-up model beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from benchmarks import certainty
from benchmarks.__main__ import main
from benchmarks.certainty import Rules, hedge_counts, pearson, predicates, run, weasels
from benchmarks.data import Data
from click.testing import CliRunner
from training.data import tenth

from sayso.errors import UsageError

FACTS = [
    ("The ferry left Tersk .", [(2, 3.0)]),
    ("The ferry did not leave Tersk .", [(4, -3.0)]),
    ("Mina Orlu refused to sign the treaty .", [(2, 2.5), (4, -2.5)]),
    ("The pilots will leave on Monday .", [(3, 1.0)]),
]
HELD_OUT = [text for n in range(200) if tenth(text := f"The tide may have turned {n} times .") == "dev"][:3]
PLAIN = [text for n in range(200) if tenth(text := f"The tide turned {n} times .") == "dev"][:2]
TRAINED_ON = next(text for n in range(50) if tenth(text := f"Boats perhaps came {n} times .") == "train")


def rows(items: list[tuple[str, list[tuple[int, float]]]]) -> str:
    return "\n".join(
        json.dumps({"text": text, "targets": [{"span1": [i, i + 1], "label": label} for i, label in targets]})
        for text, targets in items
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "UDS_IH2").mkdir()
    (tmp_path / "UDS_IH2/dev.jsonl").write_text(rows(FACTS))
    (tmp_path / "UDS_IH2/train.jsonl").write_text(rows([("Nobody counts this .", [(1, 3.0)])]))
    labelled = [*((text, 1) for text in HELD_OUT), *((text, 0) for text in PLAIN), (TRAINED_ON, 1)]
    lines = "".join(f'"{text}",{label}\n' for text, label in labelled)
    (tmp_path / "wikiweasel_train.csv").write_text("text,label\n" + lines)
    return tmp_path


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SAYSO_MODEL", raising=False)
    monkeypatch.setattr(certainty, "RELEASED", tmp_path / "none.zip")


class MadeUpModel:
    """Hedges the first sentence held out and nothing else; holds each predicate for less sure than the one before."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def hedged(self, texts: Sequence[str]) -> list[float]:
        return [0.5 if text == HELD_OUT[0] else 0.49 for text in texts]

    def factuality(self, texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[float]:
        self.asked += [text[a:b] for text, (a, b) in zip(texts, spans, strict=True)]
        return [3.0 - n for n in range(len(texts))]


@pytest.fixture
def made_up_model(monkeypatch: pytest.MonkeyPatch) -> MadeUpModel:
    made_up = MadeUpModel()
    monkeypatch.setenv("SAYSO_MODEL", "made-up.zip")
    monkeypatch.setattr(certainty, "trained", made_up)
    return made_up


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("The ferry may have sunk off Tersk.", 1.0),
        ("The ferry allegedly sank.", 1.0),
        ("The ferry sank off Tersk.", 0.0),
        ("The ferry certainly sank.", 0.0),
        ("The ferry sank in May.", 0.0),
    ],
)
def test_rules_know_a_hedge(text: str, hedged: float) -> None:
    assert Rules().hedged([text]) == [hedged]


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("The ferry left Tersk.", "left", 3.0),
        ("The ferry did not leave Tersk.", "leave", -3.0),
        ("The ferry didn't leave Tersk.", "leave", -3.0),
        ("Mina Orlu did not speak, and the ferry left.", "left", 3.0),
        ("Mina Orlu refused to sign.", "sign", -3.0),
        ("Mina Orlu sailed to sign.", "sign", 0.0),
        ("The ferry will leave.", "leave", 1.0),
        ("The ferry probably left.", "left", 1.5),
        ("The ferry left?", "left", 1.5),
    ],
)
def test_rules_weigh_a_predicate(text: str, word: str, value: float) -> None:
    start = text.index(word)
    assert Rules().factuality([text], [(start, start + len(word))]) == [value]


def test_dev_split_and_held_out_tenth_are_what_is_measured(data: Path) -> None:
    found = predicates(Data("factuality", data))
    assert [(text[a:b], score) for text, (a, b), score in found] == [
        ("left", 3.0), ("leave", -3.0), ("refused", 2.5), ("sign", -2.5), ("leave", 1.0),
    ]  # fmt: skip
    assert weasels(Data("factuality", data)) == [*((t, True) for t in HELD_OUT), *((t, False) for t in PLAIN)]


def test_another_split_is_measured_whole(tmp_path: Path) -> None:
    (tmp_path / "UDS_IH2").mkdir()
    (tmp_path / "UDS_IH2/other.jsonl").write_text(rows(FACTS[:1]))
    (tmp_path / "wikiweasel_other.csv").write_text(f'text,label\n"{TRAINED_ON}",1\n')
    source = Data("factuality", tmp_path)
    assert len(predicates(source)) == 1
    assert weasels(source) == [(TRAINED_ON, True)]
    (tmp_path / "UDS_IH2/more.jsonl").write_text(rows(FACTS[:1]))
    with pytest.raises(UsageError, match="leave the one to measure"):
        predicates(source)


@pytest.mark.usefixtures("no_model")
def test_without_a_model_the_rules_read(data: Path) -> None:
    result = run(data)
    assert (result["items"], result["predicates"], result["sentences"]) == (10, 5, 5)
    assert result["read_by"] == "rules"
    assert result["hedge_f1"] == result["rules_hedge_f1"] == 100.0
    assert result["factuality_r"] == result["rules_factuality_r"]
    assert float(result["factuality_r"]) > 0.9


def test_the_model_is_measured_beside_the_rules(data: Path, made_up_model: MadeUpModel) -> None:
    result = run(data)
    assert result["read_by"] == "model"
    assert (result["hedge_precision"], result["hedge_recall"], result["hedge_f1"]) == (100.0, 33.3, 50.0)
    assert result["rules_hedge_f1"] == 100.0
    assert result["factuality_r"] == pearson([3, -3, 2.5, -2.5, 1], [3, 2, 1, 0, -1])
    assert result["factuality_r"] != result["rules_factuality_r"]
    assert made_up_model.asked == ["left", "leave", "refused", "sign", "leave"]


def test_a_model_that_is_installed_or_named_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SAYSO_MODEL", raising=False)
    monkeypatch.setattr(certainty, "RELEASED", tmp_path / "reader.zip")
    assert certainty.model() is None
    (tmp_path / "reader.zip").touch()
    assert certainty.model() is certainty.trained
    (tmp_path / "reader.zip").unlink()
    monkeypatch.setenv("SAYSO_MODEL", "other.zip")
    assert certainty.model() is certainty.trained


def test_counts_and_correlation() -> None:
    assert hedge_counts([True, True, False], [0.5, 0.2, 0.9]) == (1, 2, 2)
    assert pearson([1, 2, 3], [2, 4, 6]) == 1.0
    assert pearson([1, 2, 3], [3, 2, 1]) == -1.0
    assert pearson([1, 2, 3], [1, 1, 1]) == pearson([1], [1]) == 0.0


@pytest.mark.usefixtures("no_model")
def test_command_prints_one_flat_object_and_errors_by_cause(data: Path) -> None:
    done = CliRunner().invoke(main, ["certainty", "--data", str(data), "--json"])
    assert done.exit_code == 0
    assert json.loads(done.output)["items"] == 10
    labels = (data / "wikiweasel_train.csv").read_text().replace('",0', '",1')
    (data / "wikiweasel_train.csv").write_text(labels)
    done = CliRunner().invoke(main, ["certainty", "--data", str(data), "--json", "--errors"])
    assert "2 hedge: missed" in done.output and PLAIN[0] in done.output
