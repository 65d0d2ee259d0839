"""Near-duplicates: the same text edited or cut down, and not two stories on one event."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.intake.neardup import group, signature, similarity

WORDS = [f"word{n}" for n in range(4000)]


def story(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def groups(*texts: list[str]) -> dict[str, str]:
    named = {f"s{n}": " ".join(text) for n, text in enumerate(texts)}
    return group({k: signature(v) for k, v in named.items()}, {k: len(v.split()) for k, v in named.items()})


def test_same_text_in_other_case_and_punctuation() -> None:
    one = "Shells fell on the river town of Marn for a third night on Sunday, killing nine people, the mayor said. " * 2
    assert similarity(signature(one), signature(one.upper().replace(",", " --"))) == 1.0


def test_lightly_edited_and_cut_down_copies_are_found() -> None:
    agency = story(1)
    edited = [w if n % 40 else "changed" for n, w in enumerate(agency)]
    cut = agency[:120]
    found = groups(agency, edited, cut, story(2), story(3))
    assert set(found) == {"s0", "s1", "s2"} and len(set(found.values())) == 1


def test_two_stories_with_some_shared_paragraphs_are_two() -> None:
    shared = story(1, 60)
    assert groups(shared + story(2, 300), shared + story(3, 300)) == {}


def test_a_round_up_does_not_make_its_parts_one_text() -> None:
    one, other = story(1, 150), story(2, 150)
    found = groups(one, other, one + other + story(3, 60))
    assert found.get("s0") != found.get("s1") or found == {}


def test_short_texts_are_grouped_only_if_the_same() -> None:
    assert groups(["nothing", "new"], ["nothing", "new"], ["nothing", "old"]).keys() == {"s0", "s1"}


def test_nothing_and_one_story() -> None:
    assert group({}, {}) == {} and groups(story(1)) == {}


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(8)))
def test_groups_do_not_depend_on_order(order: list[int]) -> None:
    texts = {
        "a": story(1),
        "b": story(1)[:150],
        "c": story(2),
        "d": [*story(2), "end"],
        "e": story(3),
        "f": story(4),
        "g": story(4),
        "h": [],
    }
    names = list(texts)
    made = {n: (signature(" ".join(texts[n])), len(texts[n])) for n in names}
    expected = group({n: made[n][0] for n in names}, {n: made[n][1] for n in names})
    shuffled = [names[i] for i in order]
    assert group({n: made[n][0] for n in shuffled}, {n: made[n][1] for n in shuffled}) == expected
    assert len(set(expected.values())) == 3
