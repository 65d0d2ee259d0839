"""Certainty read from made-up numbers: which tokens are asked, and that each text is read on its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sayso.reader.marks import Sentence, Token
from sayso.reader.model import certainty
from sayso.reader.model.layout import Layout, make_layout
from sayso.reader.model.session import Numbers


class Standing:
    """A model that says of a token what its word tells it to."""

    def __init__(self) -> None:
        self.layout: Layout = make_layout()
        self.seen: list[str] = []

    def read(self, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Numbers:
        self.seen.append(" ".join(t.text for t in tokens))
        logits = np.zeros((len(tokens), self.layout.width), dtype=np.float32)
        for row, token in zip(logits, tokens, strict=True):
            row[self.layout.layer("hedged").columns] = 4.0 if token.lower == "perhaps" else -6.0
            row[self.layout.layer("factuality").columns] = {"closed": 2.5, "opened": -9.0}.get(token.lower, 0.5)
        none = np.zeros((len(tokens), 0), dtype=np.float32)
        return Numbers(logits=logits, anchors=none, targets=none)


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Standing:
    made = Standing()
    monkeypatch.setattr(certainty, "load", lambda: made)
    return made


def test_a_text_hedges_where_one_of_its_words_does(standing: Standing) -> None:
    perhaps, plainly, empty = certainty.hedged(["The ford at Kell is perhaps shut.", "The ford at Kell is shut.", ""])
    assert perhaps > 0.95
    assert 0.0 < plainly < 0.05
    assert empty == 0.0


def test_texts_are_read_one_by_one(standing: Standing) -> None:
    certainty.hedged(["Perhaps.", "It is shut."])
    assert standing.seen == ["Perhaps .", "It is shut ."]


def test_factuality_is_the_mean_over_the_words_at_the_span(standing: Standing) -> None:
    text = "  The ford was closed in Kell."
    at = text.index("closed")
    whole = (text.index("was"), at + len("closed"))
    closed, both = certainty.factuality([text, text], [(at, at + len("closed")), whole])
    assert closed == pytest.approx(2.5)
    assert both == pytest.approx(1.5)
    assert len(standing.seen) == 1


def test_factuality_stays_on_its_scale_and_is_open_where_there_are_no_words(standing: Standing) -> None:
    text = "The ford opened."
    at = text.index("opened")
    assert certainty.factuality([text, text], [(at, at + 6), (len(text), len(text))]) == [-3.0, 0.0]


def test_a_span_follows_its_words_over_what_is_not_stored(standing: Standing) -> None:
    text = "Kell.\n\n\n\x00The ford was closed."
    at = text.index("closed")
    assert certainty.factuality([text], [(at, at + 6)]) == [pytest.approx(2.5)]


def test_spans_and_texts_must_be_as_many(standing: Standing) -> None:
    with pytest.raises(ValueError, match="shorter"):
        certainty.factuality(["The ford was closed.", "It rained."], [(0, 3)])
