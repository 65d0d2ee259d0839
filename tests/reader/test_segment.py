"""Sentence and token boundaries."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.plain import plain_story
from sayso.reader.segment import segment


def sentences(text: str) -> list[str]:
    story = plain_story(text)
    return [story.text[s.start : s.end] for s in segment(story)[1]]


def words(text: str) -> list[str]:
    return [t.text for t in segment(plain_story(text))[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Dara Venn left. He was tired.", ["Gen. Dara Venn left.", "He was tired."]),
        ("It was Lt.-Col. A. B. Orr who spoke.", ["It was Lt.-Col. A. B. Orr who spoke."]),
        ("They left the U.S. The army stayed.", ["They left the U.S.", "The army stayed."]),
        ("They met U.S. Army officers.", ["They met U.S. Army officers."]),
        ("It fell on Oct. 5 at 4 a.m. Officials came.", ["It fell on Oct. 5 at 4 a.m.", "Officials came."]),
        ("“Go now.” She went.", ["“Go now.”", "She went."]),
        ('"Will you go?" he asked.', ['"Will you go?" he asked.']),
        ('He said: "Stay." They stayed.', ['He said: "Stay."', "They stayed."]),
        ("About 1.5 million fled. No. 3 remained.", ["About 1.5 million fled.", "No. 3 remained."]),
        ("Strike kills nine\n\nMarn says it is sorry", ["Strike kills nine", "Marn says it is sorry"]),
        ("What?! Nobody knew.", ["What?!", "Nobody knew."]),
        ("He paused ... then spoke. So did she.", ["He paused ... then spoke.", "So did she."]),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marn's army didn't go", ["Marn", "'s", "army", "did", "n't", "go"]),
        ("20-30 people", ["20", "-", "30", "people"]),
        ("a 12-year-old boy", ["a", "12-year-old", "boy"]),
        ("al-Qor’an’s 1,200.5 men", ["al-Qor’an", "’s", "1,200.5", "men"]),
        ("at 5:44 a.m. (U.S.)", ["at", "5:44", "a.m.", "(", "U.S.", ")"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=300))
def test_every_offset_is_exact_and_nothing_is_lost(text: str) -> None:
    story = plain_story(text)
    tokens, found = segment(story)
    assert all(story.text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert "".join(t.text for t in tokens) == "".join(story.text.split())
    assert [t.sentence for t in tokens] == [i for i, s in enumerate(found) for _ in range(s.last - s.first)]
