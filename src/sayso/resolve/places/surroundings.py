"""What the words around a name say about the place: what it lies in, what kind it is, how far off it is meant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from sayso.reader.marks import Mention, Token
from sayso.records import Record
from sayso.resolve.gazetteer import Gazetteer

KIND_WORDS = {
    "province": "admin1", "governorate": "admin1", "oblast": "admin1", "state": "admin1", "prefecture": "admin1",
    "county": "admin2", "district": "admin2", "districts": "admin2", "parish": "admin2", "tehsil": "admin2",
    "agency": "agency", "region": "region", "city": "town", "town": "town", "village": "town", "suburb": "town",
    "municipality": "town", "neighbourhood": "town", "neighborhood": "town", "township": "town", "hamlet": "town",
    "capital": "capital", "river": "river", "border": "border",
    "counties": "admin2", "provinces": "admin1", "states": "admin1", "parishes": "admin2", "co.": "admin2",
    "country": "country", "nation": "country",
}  # fmt: skip
"""Words beside a name that say what it is ("Khost province", "the village of X"), and the kind they say."""

DIRECTIONS = {
    "north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1), "northeast": (0.71, 0.71),
    "northwest": (0.71, -0.71), "southeast": (-0.71, 0.71), "southwest": (-0.71, -0.71),
    "north-east": (0.71, 0.71), "north-west": (0.71, -0.71), "south-east": (-0.71, 0.71), "south-west": (-0.71, -0.71),
}  # fmt: skip
"""Compass words as (north, east) parts."""
PARTS = frozenset(
    "northern southern eastern western central northeastern northwestern southeastern southwestern north-eastern "
    "north-western south-eastern south-western upper lower mid inner outer greater rural downtown southernmost "
    "northernmost mainland coastal".split()
) | frozenset(DIRECTIONS)
"""Words before a name that narrow it to a part."""
_NAMED_OF = frozenset("province governorate state county city town village capital region municipality hamlet".split())
"""Of these, "the X of Y" names Y itself; "a district of Y" may lie in Y."""
_SEVERAL = frozenset({"counties", "provinces", "districts", "states", "parishes"})
_UNITS = {"km": 1.0, "kms": 1.0, "kilometres": 1.0, "kilometers": 1.0, "kilometre": 1.0, "kilometer": 1.0,
          "miles": 1.609, "mile": 1.609, "mi": 1.609, "metres": 0.001, "meters": 0.001, "yards": 0.0009}  # fmt: skip
_NEAR = {"near": 15.0, "outside": 10.0, "around": 15.0, "beside": 5.0, "off": 40.0, "close": 15.0, "toward": 25.0,
         "towards": 25.0}  # fmt: skip
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_NUMBERS = {word: float(i) for i, word in enumerate(_SMALL)}
_NUMBERS |= {"fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "hundred": 100.0}


Regions = frozenset[tuple[str, str]]
"""Countries and divisions: (country, division code), the code empty where only the country is meant."""


class Surroundings(Record, frozen=True, kw_only=True):
    """What stands around one mention of a place."""

    inside: Regions = frozenset()
    """What the text says it lies in."""
    holder: str = ""
    """The words that say so ("La." in "Alexandria, La.")."""
    kind: str = ""
    """Kind said by a word beside it, or ""."""
    part: bool = False
    """Only a part of it is meant ("northern X")."""
    offset: tuple[float, float] | None = None
    """Kilometres north and east of it that are meant ("45 km west of X" is (0, -45))."""
    radius_km: float = 0.0
    """Roughness of the area meant; 0 where the place itself is meant."""


def token_at(starts: Sequence[int], offset: int) -> int:
    """Index of the token that ``offset`` falls in or after; ``starts`` are the tokens' starts."""
    return max(0, bisect_right(starts, offset) - 1)


def look_around(
    tokens: Sequence[Token], starts: Sequence[int], mention: Mention, gazetteer: Gazetteer
) -> Surroundings:
    """Read the words before and after ``mention``, in its own sentence."""
    first, last = token_at(starts, mention.start), token_at(starts, mention.end - 1)
    sentence = tokens[first].sentence
    before = [t.lower for t in tokens[max(0, first - 8) : first] if t.sentence == sentence]
    after = [t for t in tokens[last + 1 : last + 25] if t.sentence == sentence]
    inside, holder = _inside_after(after, gazetteer)
    if not inside:
        inside, holder = _inside_before(tokens[max(0, first - 6) : first], sentence, gazetteer)
    kind = _kind(before, after, tokens[first : last + 1])
    part = bool(before) and before[-1] in PARTS and not (len(before) > 1 and before[-2].isdigit())
    offset, radius = _distance(before)
    if not radius and after and after[0].lower == "border":
        radius = 30.0
    return Surroundings(inside=inside, holder=holder, kind=kind, part=part, offset=offset, radius_km=radius)


def _inside_after(after: Sequence[Token], gazetteer: Gazetteer) -> tuple[Regions, str]:
    """"X, Y", "X (Y)", "X in Y", "X district, Y", "X district of Y": what Y is."""
    i = 0
    if i < len(after) and after[i].lower in KIND_WORDS:
        i += 1
    if i + 1 >= len(after) or after[i].lower not in (",", "(", "in", "of"):
        return frozenset(), ""
    joined = after[i].lower
    i += 1
    while i < len(after) and (after[i].text in PARTS or after[i].lower in ("the", "'s")):
        i += 1
    if i >= len(after) or not after[i].text[0].isupper():
        return frozenset(), ""
    printed = [t.text for t in after]
    length = gazetteer.longest_match(printed, i)
    name = " ".join(printed[i : i + length]) if length else printed[i]
    if length < 2 and len(name) <= 5 and i + 1 < len(printed) and printed[i + 1] == "." and "." not in name:
        name = printed[i] + "."  # "La.", "Ind.": a state where it is cut short with a stop
    if length < 2 and len(name.replace(".", "")) == 2 and name.replace(".", "").isupper() and joined != "in":
        return frozenset({("US", name.replace(".", ""))}), name  # postal codes of states are GeoNames' codes
    return _regions(name, gazetteer), name


def _inside_before(tokens: Sequence[Token], sentence: int, gazetteer: Gazetteer) -> tuple[Regions, str]:
    """"Y's X", "the Y city of X", "the Y capital, X", with Y a country, its adjective, or a division."""
    words = [t for t in tokens if t.sentence == sentence]
    i = len(words) - 1
    while i >= 0 and (words[i].lower in KIND_WORDS or words[i].lower in PARTS or words[i].lower in ("of", ",", "the")):
        i -= 1
    if i < 0 or (i == len(words) - 1 and words[i].lower not in ("'s", "’s", "'")):
        return frozenset(), ""
    if words[i].lower in ("'s", "'"):
        i -= 1
    elif i + 1 < len(words) and words[i + 1].lower in (",", "the", "of"):
        return frozenset(), ""
    if i < 0 or not words[i].text[0].isupper():
        return frozenset(), ""
    for start in range(max(0, i - 2), i + 1):
        name = " ".join(t.text for t in words[start : i + 1])
        if (code := gazetteer.country_of(name)) != "":
            return frozenset({(code, "")}), name
    return _regions(words[i].text, gazetteer, firsts_only=True), words[i].text


def _regions(name: str, gazetteer: Gazetteer, *, firsts_only: bool = False) -> Regions:
    """The countries and divisions that ``name`` can be."""
    code = gazetteer.country_of(name)
    found = {(code, "")} if code else set()
    candidates = [c for c in gazetteer.candidates(name) if c.exact]
    if any(c.kind == "admin1" and c.primary for c in candidates):
        candidates = [c for c in candidates if c.kind == "admin1"]
    for candidate in candidates:
        first = candidate.kind == "admin1" and candidate.primary
        if first or (candidate.kind in ("admin2", "agency") and not firsts_only):
            found.add((candidate.country, candidate.inside or candidate.admin1))
        elif candidate.added and candidate.kind not in ("town", "village") and not firsts_only:
            found.add((candidate.country, candidate.admin1))
    return frozenset(found)


def _kind(before: Sequence[str], after: Sequence[Token], own: Sequence[Token]) -> str:
    if len(own) > 1 and own[-1].lower in KIND_WORDS:
        return KIND_WORDS[own[-1].lower]
    if after and (after[0].text in KIND_WORDS or after[0].text == "Co."):
        return KIND_WORDS[after[0].lower]
    if after and after[0].lower in (",", "and", "or", "&"):
        for token in after:  # "Ors, Vale and Teme counties"
            if token.text in _SEVERAL:
                return KIND_WORDS[token.text]
            if token.lower not in (",", "and", "or", "&") and not token.text[0].isupper():
                break
    if len(before) > 1 and before[-1] == "of" and before[-2] in _NAMED_OF:
        return KIND_WORDS[before[-2]]
    if before and before[-1] in ("city", "town", "village", "capital"):
        return KIND_WORDS[before[-1]]
    return ""


def _distance(before: Sequence[str]) -> tuple[tuple[float, float] | None, float]:
    """"45 km (28 miles) west of", "near", "just outside": offset in km north and east, and radius."""
    words = list(before)
    while words and words[-1] in ("the", "town", "village", "city", "of", "from", "to", *PARTS - DIRECTIONS.keys()):
        words.pop()
    if not words:
        return None, 0.0
    if words[-1] in _NEAR:
        return None, _NEAR[words[-1]]
    way = DIRECTIONS.get(words[-1])
    if way is not None:
        words.pop()
    for j in range(len(words) - 1, max(-1, len(words) - 7), -1):
        if words[j] in _UNITS and j > 0:
            number = _number(words[j - 1])
            between = (w for w in words[j + 1 :] if w not in ("(", ")", "about", ",", "-", "away") and w not in _UNITS)
            if number is None or any(not _number(w) for w in between):
                continue
            away = number * _UNITS[words[j]]
            if j > 3 and words[j - 2] == "(" and words[j - 3] in _UNITS and (main := _number(words[j - 4])) is not None:
                away = main * _UNITS[words[j - 3]]
            if way is None:
                return None, max(1.0, away)
            return (way[0] * away, way[1] * away), max(2.0, away / 4)
    if way is not None and before[-1] == "of":
        return None, 25.0
    return None, 0.0


def _number(word: str) -> float | None:
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return _NUMBERS.get(word)
