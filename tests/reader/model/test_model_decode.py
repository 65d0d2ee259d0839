"""Spans decoded out of logits: against every lay there is, and at the edges."""

import itertools

import numpy as np
import pytest

from sayso.reader.model.decode import best_spans, log_softmax


def every_lay(scores: np.ndarray) -> list[tuple[int, int, int]]:
    """Spans of the best of all tag sequences in which begin, inside, end and single keep their order."""
    logs = log_softmax(scores[None])[0]
    tokens, width = scores.shape
    best, chosen = -np.inf, ()
    for tags in itertools.product(range(width), repeat=tokens):
        opened, sound = None, True
        for tag in tags:
            kind, part = divmod(tag - 1, 4)
            if tag == 0 or part in (0, 3):
                sound &= opened is None
                opened = kind if tag and part == 0 else None
            else:
                sound &= opened == kind
                opened = None if part == 2 else opened
        total = sum(logs[t, tag] for t, tag in enumerate(tags))
        if sound and opened is None and total > best:
            best, chosen = total, tags
    spans, start = [], 0
    for t, tag in enumerate(chosen):
        kind, part = divmod(tag - 1, 4)
        if tag and part == 0:
            start = t
        if tag and part in (2, 3):
            spans.append((start if part == 2 else t, t + 1, kind))
    return spans


@pytest.mark.parametrize("seed", range(12))
def test_spans_are_those_of_the_best_lay(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(2, 5, 9)).astype(np.float32) * 2
    found = best_spans(scores, np.array([5, 5]))
    assert [[s[:3] for s in one] for one in found] == [every_lay(scores[0]), every_lay(scores[1])]


def test_a_sequence_is_read_alike_alone_and_beside_a_longer_one() -> None:
    scores = np.random.default_rng(3).normal(size=(2, 8, 5)).astype(np.float32) * 3
    together = best_spans(scores, np.array([5, 8]))
    alone = best_spans(scores[:1, :5], np.array([5]))
    assert [s[:3] for s in together[0]] == [s[:3] for s in alone[0]]


def test_more_begins_spans_more_readily() -> None:
    scores = np.zeros((1, 3, 5), dtype=np.float32)
    scores[0, :, 0] = 2.0
    scores[0, 1, 4] = 1.5
    assert best_spans(scores, np.array([3])) == [[]]
    assert [s[:3] for s in best_spans(scores, np.array([3]), more=1.0)[0]] == [(1, 2, 0)]


def test_the_log_probability_is_that_of_both_ends() -> None:
    scores = np.full((1, 2, 5), -8.0, dtype=np.float32)
    scores[0, 0, 1] = scores[0, 1, 3] = 8.0
    ((first, last, kind, log),) = best_spans(scores, np.array([2]))[0]
    assert (first, last, kind) == (0, 2, 0)
    assert log == pytest.approx(0.0, abs=1e-4)


def test_nothing_gives_nothing() -> None:
    assert best_spans(np.zeros((1, 0, 5), dtype=np.float32), np.array([0])) == [[]]
