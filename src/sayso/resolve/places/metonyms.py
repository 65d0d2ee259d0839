"""Seats that stand for their governments: "Islamabad denied it" is Pakistan speaking, "in Islamabad" is a town."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sayso.reader.marks import Mention, Token
from sayso.resolve.gazetteer import Gazetteer
from sayso.resolve.placenames import fold
from sayso.resolve.places.surroundings import token_at
from sayso.tables import load_rows

_LOCATIVE = frozenset(
    "in at near from to outside around inside towards toward into across through of between over off above under "
    "throughout within via leaving left reached visiting visited".split()
)
_AUXILIARY = frozenset(
    "has have had is was will would should could may might must does did do can cannot wants hopes fears insists seeks "
    "plans says said tells told knows knew believes thinks sees saw backs gave gives made makes took takes sent sends "
    "held holds began begins kept keeps put puts let lets fought struck hit cut pays paid blames blamed "
    "withdrew drew broke chose bought sold spent lost won met led leads went goes came stood stands wanted".split()
)
_ADVERBS = frozenset(
    "also later again then now has never still already immediately repeatedly publicly officially".split()
)


def is_metonym(tokens: Sequence[Token], mention: Mention, gazetteer: Gazetteer) -> str:
    """ISO code of the country whose government the mention stands for, or "".

    Capitals, palaces and ministries (``tables/countries.csv``, column metonyms) and names of countries count where
    they are the subject of a verb of saying or doing, or are joined by "and" to another; not after a word of place.
    """
    if not tokens:
        return ""
    starts = [t.start for t in tokens]
    first, last = token_at(starts, mention.start), token_at(starts, mention.end - 1)
    name = " ".join(t.text for t in tokens[first : last + 1])
    code = _seats().get(fold(name), "") or gazetteer.country_of(name)
    if not code or gazetteer.demonym(name):
        return ""
    before = first - 1
    while before >= 0 and tokens[before].lower == "the":
        before -= 1
    if before >= 0 and tokens[before].sentence == tokens[first].sentence and tokens[before].lower in _LOCATIVE:
        return ""
    after = last + 1
    while after < len(tokens) and tokens[after].lower in _ADVERBS - _AUXILIARY:
        after += 1
    if after >= len(tokens) or tokens[after].sentence != tokens[first].sentence:
        return ""
    word = tokens[after].lower
    joined = word == "and" and after + 2 < len(tokens) and tokens[after + 1].text[0].isupper()
    if joined and _acts(tokens[after + 2].lower):
        return code
    return code if _acts(word) else ""


def _acts(word: str) -> bool:
    return word in _AUXILIARY or word in _cues() or (word.endswith("ed") and len(word) > 4)


@cache
def _seats() -> dict[str, str]:
    return {
        fold(name): row["code"]
        for row in load_rows("countries.csv")
        for name in row["metonyms"].split(";")
        if name
    }


@cache
def _cues() -> frozenset[str]:
    return frozenset(
        form
        for row in load_rows("cue_verbs.csv")
        for column in ("base", "third", "past", "participle")
        for form in row[column].split()
    )
