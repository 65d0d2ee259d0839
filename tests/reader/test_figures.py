"""Counts: a typed table of made-up phrases, and the rules that a phrase cannot show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sayso.reader.figures import find_figures, find_victims, harm_anchor
from sayso.reader.marks import Figure, Victimhood
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier

_TABLE = Path(__file__).with_name("figure_phrases.txt")
_RANGE = re.compile(r"(\d*)\.\.(\d*)|(\d+)")

Row = tuple[CountWhat, CountWho, int | None, int | None, Qualifier, Basis, str]


def _row(text: str) -> Row:
    """One expected figure, as the table's heading describes it."""
    what, values, *rest = text.split()
    what, _, who = what.partition("/")
    match = _RANGE.fullmatch(values)
    assert match is not None, text
    low, high = (match[3], match[3]) if match[3] else (match[1], match[2])
    per = rest[rest.index("per") + 1] if "per" in rest else ""
    words = rest[: rest.index("per")] if "per" in rest else rest
    basis = next((Basis(word) for word in words if word in ("additional", "subtotal")), Basis.TOTAL)
    qualifier = next((Qualifier(word) for word in words if word not in ("additional", "subtotal")), Qualifier.EXACTLY)
    return (
        CountWhat(what), CountWho(who or "total"), int(low) if low else None, int(high) if high else None, qualifier,
        basis, per,
    )  # fmt: skip


def _phrases() -> list[tuple[str, list[Row]]]:
    rows = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        phrase, _, expected = line.partition(" => ")
        figures = [] if expected.strip() == "-" else [_row(part) for part in expected.split(";")]
        rows.append((phrase.strip(), figures))
    return rows


def figures_of(text: str) -> tuple[Figure, ...]:
    story = plain_story(text)
    tokens, sentences = segment(story)
    return find_figures(story, tokens, sentences, (), ())


def victims_of(text: str) -> tuple[str, tuple[Victimhood, ...]]:
    story = plain_story(text)
    tokens, sentences = segment(story)
    return story.text, find_victims(story, tokens, sentences, ())


@pytest.mark.parametrize(("phrase", "expected"), _phrases())
def test_phrase(phrase: str, expected: list[Row]) -> None:
    found = [(f.what, f.who, f.min, f.max, f.qualifier, f.basis, f.per) for f in figures_of(phrase)]
    assert found == expected
