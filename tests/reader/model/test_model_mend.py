"""Attributions mended among each other."""

import numpy as np

from sayso.reader.marks import Token
from sayso.reader.model.mend import mend
from sayso.reader.model.said import Phrase, Said
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment

NONE = np.zeros((4, 0), dtype=np.float32)


def said(cue: Phrase, sources: list[Phrase], contents: list[tuple[int, int, float]]) -> Said:
    spans = tuple((a, b, 0.0) for a, b in sources)
    return Said(cue=cue, cue_log=0.0, sources=spans, contents=tuple(contents), sides=NONE, first=0)


def words(tokens: tuple[Token, ...], one: Said) -> list[str]:
    return [" ".join(t.text for t in tokens[a:b]) for a, b, _ in one.contents]


def test_a_content_parted_by_an_aside_is_made_whole() -> None:
    tokens, sentences = segment(plain_story("The mill, officials said, had been empty for years."))
    (one,) = mend([said((4, 5), [(3, 4)], [(6, 11, -0.1)])], tokens, sentences)
    assert words(tokens, one) == ["The mill", "had been empty for years"]


def test_a_lead_phrase_that_is_no_content_of_its_own_stays_out() -> None:
    tokens, sentences = segment(plain_story("However, officials said, the mill had been empty."))
    (one,) = mend([said((3, 4), [(2, 3)], [(5, 10, -0.1)])], tokens, sentences)
    assert words(tokens, one) == ["the mill had been empty"]


def test_a_stretch_claimed_twice_goes_to_the_surer_cue() -> None:
    tokens, sentences = segment(plain_story("One two three four five six seven eight nine ten."))
    sure = said((2, 3), [], [(0, 2, -0.1)])
    unsure = said((6, 7), [], [(0, 2, -0.9), (8, 10, -0.2)])
    first, second = mend([sure, unsure], tokens, sentences)
    assert first.contents == sure.contents
    assert second.contents == ((8, 10, -0.2),)


def test_the_only_content_of_a_cue_and_nested_ones_are_kept() -> None:
    tokens, sentences = segment(plain_story("One two three four five six seven eight nine ten."))
    outer, inner = said((0, 1), [], [(1, 10, -0.9), (10, 11, -0.9)]), said((4, 5), [], [(5, 10, -0.1)])
    assert [o.contents for o in mend([outer, inner], tokens, sentences)] == [outer.contents, inner.contents]
    rivals = [said((0, 1), [], [(2, 4, -0.9)]), said((6, 7), [], [(2, 4, -0.1)])]
    assert [o.contents for o in mend(rivals, tokens, sentences)] == [r.contents for r in rivals]


def test_a_clause_that_waits_for_another_is_carried_on() -> None:
    tokens, sentences = segment(plain_story("Officials said that when she arrives, both generals will be with her."))
    (one,) = mend([said((1, 2), [(0, 1)], [(2, 6, -0.1)])], tokens, sentences)
    assert words(tokens, one) == ["that when she arrives , both generals will be with her"]


def test_what_another_cue_has_is_left_to_it() -> None:
    tokens, sentences = segment(plain_story("He said if so, officials warned, the road would close."))
    drafts = [said((1, 2), [(0, 1)], [(2, 4, -0.1)]), said((6, 7), [(5, 6)], [(8, 12, -0.1)])]
    first, _ = mend(drafts, tokens, sentences)
    assert words(tokens, first) == ["if so"]
