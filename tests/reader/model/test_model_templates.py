"""Fillers out of made-up numbers: what is put together, what is kept, which name is given."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from sayso.reader.marks import Mention, Token
from sayso.reader.model.layout import MUC_ROLES, make_layout
from sayso.reader.model.session import Model, Numbers
from sayso.reader.model.templates import Filler, bare, find_fillers, head, same, short_for, together
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.vocabulary import MentionKind

LAYOUT = make_layout()
MODEL = cast(Model, SimpleNamespace(layout=LAYOUT))


def numbers(tokens: tuple[Token, ...], marked: list[tuple[str, str, float]], text: str) -> Numbers:
    """Rows where (role, words, logit) are mentions at every place of the words."""
    layer = LAYOUT.layer("muc")
    rows = np.zeros((len(tokens), LAYOUT.width), dtype=np.float32)
    rows[:, layer.start] = 4.0
    for role, words, logit in marked:
        for place in re.finditer(rf"\b{re.escape(words)}\b", text):
            inside = [i for i, t in enumerate(tokens) if place.start() <= t.start < place.end()]
            for i in inside:
                tag = 3 if len(inside) == 1 else 0 if i == inside[0] else 2 if i == inside[-1] else 1
                rows[i, layer.start + 1 + 4 * MUC_ROLES.index(role) + tag] = logit
    none = np.zeros((len(tokens), 0), dtype=np.float32)
    return Numbers(logits=rows, anchors=none, targets=none)


def found(text: str, *marked: tuple[str, str, float], mentions: tuple[Mention, ...] = ()) -> list[tuple[str, str]]:
    story = plain_story(text)
    tokens, sentences = segment(story)
    made: tuple[Filler, ...] = find_fillers(MODEL, numbers(tokens, marked, story.text), tokens, sentences, mentions)
    return [(f.role, story.text[f.start : f.end]) for f in made]


def test_sure_mentions_are_found_and_those_of_one_are_one() -> None:
    text = "gunmen shot judge dorin hale in kellport. hale had been threatened by the gunmen."
    assert found(text, ("PerpInd", "gunmen", 9.0), ("Victim", "dorin hale", 9.0), ("Victim", "hale", 8.0)) == [
        ("PerpInd", "gunmen"), ("Victim", "dorin hale"),
    ]  # fmt: skip


def test_a_message_that_tells_of_nothing_has_no_fillers() -> None:
    assert found("the harvest in kellport was good. the mayor thanked the growers.") == []


def test_what_is_named_often_is_kept_though_no_mention_is_sure() -> None:
    once = "rebels came to the mill."
    assert found(once, ("PerpInd", "rebels", 1.0)) == []
    often = "rebels came to the mill. the rebels left. rebels had burned it. rebels denied it."
    assert [name for _, name in found(often, ("PerpInd", "rebels", 1.0))] == ["rebels"]


def test_chains_of_the_reader_put_together_what_shares_no_word() -> None:
    text = "dorin hale was killed. the judge was 50."
    marked = (("Victim", "dorin hale", 9.0), ("Victim", "judge", 8.0))
    assert len(found(text, *marked)) == 2
    chain = tuple(
        Mention(start=text.index(words), end=text.index(words) + len(words), kind=MentionKind.PERSON, chain=3)
        for words in ("dorin hale", "the judge")
    )
    assert found(text, *marked, mentions=chain) == [("Victim", "dorin hale")]


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("dorin hale", "hale", True),
        ("colonel hale", "dorin hale", False),
        ("three heavy trucks", "heavy truck", True),
        ("mill", "oil mill", True),
        ("free kell front", "fkf", True),
        ("front of the free valley", "ffv", True),
        ("front of the free valley", "ft", False),
        ("members of the kell front", "kell front", False),
        ("the", "mill", False),
    ],
)
def test_which_phrases_name_the_same(one: str, other: str, are: bool) -> None:
    a, b = bare(one.split()), bare(other.split())
    assert same(a, b) is are
    assert same(b, a) is are


def test_heads_and_short_names() -> None:
    assert head(("members", "of", "the", "front")) == "members"
    assert head(("oil", "mill")) == "mill"
    assert not short_for(("f",), ("free", "front"))


def test_mentions_weigh_together() -> None:
    assert together([0.5, 0.5]) == pytest.approx(0.75)
    assert together([]) == 0.0
