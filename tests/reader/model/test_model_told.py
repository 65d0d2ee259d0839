"""What a stretch mainly tells of, from made-up numbers."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.reader.model.layout import make_layout
from sayso.reader.model.told import trigger_logits, type_logs

LAYOUT = make_layout()
TYPES = LAYOUT.layer("type").labels


def numbers(*tokens: tuple[str, float]) -> np.ndarray:
    """Rows of tokens that would be a trigger of a type, as likely as the logit says."""
    rows = np.zeros((len(tokens), LAYOUT.width), dtype=np.float32)
    for row, (kind, trigger) in zip(rows, tokens, strict=True):
        row[LAYOUT.layer("trigger").start + 1] = trigger
        row[LAYOUT.layer("type").start + TYPES.index(kind)] = 8.0
    return rows


def told(rows: np.ndarray, say: np.ndarray | None = None) -> str:
    return TYPES[int(type_logs(rows, LAYOUT, say).argmax())]


def test_the_likeliest_trigger_decides() -> None:
    assert told(numbers(("AID", 1.0), ("PROTEST", 5.0), ("AID", 1.0))) == "PROTEST"


def test_many_weak_ones_outweigh_a_single_one_little_stronger() -> None:
    assert told(numbers(("AID", 3.0), ("PROTEST", 3.2), ("AID", 3.0))) == "AID"


def test_what_is_given_more_say_decides() -> None:
    rows = numbers(("AID", 1.0), ("PROTEST", 5.0))
    assert told(rows, np.asarray([9.0, 0.0], dtype=np.float32)) == "AID"


def test_it_is_a_distribution() -> None:
    logs = type_logs(numbers(("AID", 1.0), ("SUPPORT", -2.0)), LAYOUT)
    assert float(np.exp(logs).sum()) == pytest.approx(1.0, abs=1e-5)


def test_a_trigger_of_any_tag_counts_against_none() -> None:
    rows = numbers(("AID", 6.0), ("AID", -6.0))
    assert trigger_logits(rows, LAYOUT)[0] > 5.0 > trigger_logits(rows, LAYOUT)[1]


def test_no_tokens_have_no_type() -> None:
    with pytest.raises(ValueError, match="at least one"):
        type_logs(numbers(), LAYOUT)
