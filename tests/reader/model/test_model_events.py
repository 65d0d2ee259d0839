"""Scores of candidates, runs and ties, against the same sums done one by one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sayso.reader.model import ModelReading, read_numbers
from sayso.reader.model.events import figure_links, find_parts, found_spans, judge, means
from sayso.reader.model.layout import make_layout
from sayso.reader.model.session import RELEASED, Links, Model, Numbers
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment

TEXT = "Varda shut the bridge.\n\nOrrin mourned. Two guards died on Monday, and Varda sent a note.\n\nIt opened."


class Untrained(Model):
    """The layout of today with links drawn by chance."""

    def __init__(self) -> None:
        chance = np.random.default_rng(7)
        self.layout = make_layout()
        self.settings: dict[str, Any] = {}
        size, buckets = self.layout.dimension, 2 * len(self.layout.distances) + 1
        self.links = {}
        for pairing in self.layout.pairings:
            n = len(pairing.tags)
            self.links[pairing.anchor] = Links(
                weights=chance.normal(size=(n, size + 1, size)).astype(np.float32) / size,
                near=chance.normal(size=(n, buckets)).astype(np.float32),
                apart=chance.normal(size=n).astype(np.float32),
            )


def untrained() -> tuple[ModelReading, Any, Any]:
    chance = np.random.default_rng(11)
    tokens, sentences = segment(plain_story(TEXT))
    model = Untrained()
    width = len(model.layout.pairings) * model.layout.dimension
    drawn = [chance.normal(size=(len(tokens), w)).astype(np.float32) for w in (model.layout.width, width, width)]
    numbers = Numbers(logits=drawn[0], anchors=drawn[1], targets=drawn[2])
    return ModelReading(model=model, numbers=numbers), tokens, sentences


def one(reading: ModelReading, kind: str, anchor: tuple[int, int], token: int, apart: bool) -> Any:
    at = np.asarray([[token]], dtype=np.int64)
    return reading.model.scores(kind, reading.numbers, [anchor], at, np.asarray([[apart]], dtype=np.float32))[0, :, 0]


def test_the_mean_of_a_span_is_the_mean_of_its_rows() -> None:
    rows = np.arange(12, dtype=np.float32).reshape(6, 2)
    assert means(rows, [(0, 2), (1, 2), (3, 6)]).tolist() == [[1.0, 2.0], [2.0, 3.0], [8.0, 9.0]]
    assert means(rows, []).shape == (0, 2)


def test_candidates_are_scored_by_their_tokens_in_the_sentence_and_the_one_before() -> None:
    reading, tokens, sentences = untrained()
    spans = [(sentences[2].first + 2, sentences[2].first + 3), (1, 2)]
    candidates = [(0, 1), (sentences[1].first, sentences[1].first + 1), (sentences[2].first, sentences[2].first + 2)]
    parts = find_parts(reading, sentences, spans, candidates, 99.0)
    assert list(zip(parts.trigger.tolist(), parts.candidate.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 0)]
    for row, (t, c) in enumerate(zip(parts.trigger.tolist(), parts.candidate.tolist(), strict=True)):
        home = tokens[spans[t][0]].sentence
        by_token = [
            one(reading, "trigger", spans[t], k, tokens[k].sentence != home) for k in range(*candidates[c])
        ]
        assert parts.scores[row] == pytest.approx(np.mean(by_token, axis=0), abs=1e-3)
    assert parts.loose == ()


def test_words_outside_candidates_come_back_as_unbroken_runs_of_one_part() -> None:
    reading, _, sentences = untrained()
    anchor = (sentences[2].first + 2, sentences[2].first + 3)
    parts = find_parts(reading, sentences, [anchor], [(sentences[2].first, sentences[2].first + 2)], 0.0)
    covered = set(range(sentences[2].first, sentences[2].first + 2))
    wanted = set()
    for k in range(sentences[1].first, sentences[2].last):
        scores = one(reading, "trigger", anchor, k, k < sentences[2].first)
        wanted |= {(tag, k) for tag in range(len(scores)) if scores[tag] > 0 and k not in covered}
    found = [(tag, k) for _, tag, a, b, _ in parts.loose for k in range(a, b)]
    assert set(found) == wanted and len(found) == len(wanted)
    assert all(not {(tag, a - 1), (tag, b)} & wanted for _, tag, a, b, _ in parts.loose)


def test_figures_are_tied_by_the_first_word_of_a_trigger() -> None:
    reading, _, sentences = untrained()
    figure = (sentences[2].first, sentences[2].first + 1)
    spans = [(1, 2), (sentences[2].first + 2, sentences[2].first + 3)]
    ties = figure_links(reading, sentences, [figure], spans, ("counted", "trigger"))
    tag = reading.model.layout.pairing("figure").tags.index("trigger")
    assert ties[1, 0, 0] == pytest.approx(one(reading, "figure", figure, 1, True)[tag], abs=1e-4)
    assert ties[1, 0, 1] == pytest.approx(one(reading, "figure", figure, spans[1][0], False)[tag], abs=1e-4)
    assert figure_links(reading, sentences, [], spans, ("trigger",)).shape == (1, 0, 2)


def test_spans_of_several_layers_stay_apart_and_inside_their_blocks() -> None:
    reading, _, sentences = untrained()
    reading.numbers.logits[:] = 0.0
    for name in ("trigger", "deciding"):
        reading.numbers.logits[:, reading.model.layout.layer(name).start] = 5.0
    trigger, deciding = (reading.model.layout.layer(n).start for n in ("trigger", "deciding"))
    reading.numbers.logits[1, trigger + 4] = 9.0
    last = sentences[0].last - 1
    reading.numbers.logits[last, deciding + 1] = 9.0  # begins at the end of its block: it cannot go on
    reading.numbers.logits[last + 1, deciding + 3] = 9.0
    reading.numbers.logits[7, deciding + 4] = 9.0
    assert found_spans(reading, sentences, {"trigger": 0.0, "deciding": 0.0}) == [[(1, 2)], [(7, 8)]]
    assert found_spans(reading, sentences, {"trigger": -9.0, "deciding": 0.0}) == [[], [(7, 8)]]


@pytest.mark.skipif(not (os.environ.get("SAYSO_MODEL") or RELEASED.exists()), reason="no model is installed")
def test_the_released_model_knows_an_attack_and_its_day() -> None:
    tokens, sentences = segment(plain_story("Gunmen attacked an army base in Kelm on Thursday, police said."))
    reading = read_numbers(tokens, sentences)
    assert reading is not None
    (spans,) = found_spans(reading, sentences, {"trigger": 0.0})
    assert [[t.text for t in tokens[a:b]] for a, b in spans] == [["attacked"]]
    told = judge(reading, spans)
    labels = reading.labels("type")
    assert labels[int(told.classes["type"][0].argmax())] == "ASSAULT"
    thursday = next(i for i, t in enumerate(tokens) if t.text == "Thursday")
    parts = find_parts(reading, sentences, spans, [(thursday, thursday + 1)], 0.0)
    tags = reading.model.layout.pairing("trigger").tags
    assert tags[int(parts.scores[0].argmax())] == "time"


def test_no_model_gives_no_reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SAYSO_MODEL", raising=False)
    monkeypatch.setattr("sayso.reader.model.RELEASED", tmp_path / "none.zip")
    assert read_numbers((), ()) is None
