"""From a story's mentions of places to gazetteer entries, weighed together. What cannot be resolved gets no entry."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from math import cos, radians

from sayso.reader.marks import Mention, Sentence, Token
from sayso.records import Record, Story
from sayso.resolve.gazetteer import Candidate, Gazetteer
from sayso.resolve.placenames import fold
from sayso.resolve.places.rank import ALIKE, MOST, Field, Group, Said, lies_in
from sayso.resolve.places.surroundings import PARTS, Surroundings, look_around
from sayso.tables import load_rows
from sayso.vocabulary import GeoPrecision, MentionKind

PLACED = frozenset({MentionKind.PLACE, MentionKind.COUNTRY, MentionKind.NATIONALITY, MentionKind.FACILITY})
"""Kinds of mention that can have a place."""
_PRECISION = {
    "country": GeoPrecision.COUNTRY, "admin1": GeoPrecision.ADMIN1, "province": GeoPrecision.ADMIN1,
    "admin2": GeoPrecision.ADMIN2, "district": GeoPrecision.ADMIN2, "agency": GeoPrecision.ADMIN2,
    "capital": GeoPrecision.TOWN, "seat": GeoPrecision.TOWN, "town": GeoPrecision.TOWN, "city": GeoPrecision.TOWN,
    "village": GeoPrecision.TOWN, "continent": GeoPrecision.REGION, "region": GeoPrecision.REGION,
    "sea": GeoPrecision.REGION, "desert": GeoPrecision.REGION, "mountains": GeoPrecision.REGION,
    "building": GeoPrecision.POINT, "street": GeoPrecision.POINT, "crossing": GeoPrecision.POINT,
    "base": GeoPrecision.POINT, "airport": GeoPrecision.POINT, "river": GeoPrecision.AREA, "lake": GeoPrecision.AREA,
    "strait": GeoPrecision.AREA, "canal": GeoPrecision.AREA, "border": GeoPrecision.AREA, "island": GeoPrecision.AREA,
    "mountain": GeoPrecision.AREA, "pass": GeoPrecision.POINT, "bridge": GeoPrecision.POINT,
    "square": GeoPrecision.POINT, "valley": GeoPrecision.AREA,
}  # fmt: skip
_ELSEWHERE = frozenset("embassy consulate mission ambassador airlines airways street road avenue".split())
"""Buildings and firms named for a place that they are not in."""
_NOT_PERSONS = frozenset({"country", "continent", "admin1", "capital", "region", "agency"})
"""Kinds of place that a person of the same name in the story does not put in doubt."""
_SMALL = frozenset({"town", "village", "city", "seat", "admin2", "district", "street", "square"})
_NOTED = 10_000
"""People from whom on a town may be named in a story that tells of other countries."""
_SETTING = 2
"""Times that a story names countries before it says where it is set."""
_TELLING = 0.45
"""Score by name alone that a place needs for a longer name to be taken to lie in it ("Quetta jail")."""
_DOMAINS = {"uk": "GB", "com": "", "org": "", "net": "", "tv": "", "info": "", "me": "", "co": "", "io": "", "fm": ""}


class PlaceValue(Record, frozen=True, kw_only=True):
    """The place a mention stands for."""

    place_id: str
    """As ``Candidate.place_id``."""
    name: str
    """As the gazetteer names it."""
    printed: str
    kind: str = ""
    admin1: str = ""
    country: str = ""
    latitude: float | None = None
    """Of the point meant: moved where the text says how far off it is ("45 km west of X")."""
    longitude: float | None = None
    precision: GeoPrecision = GeoPrecision.UNKNOWN
    score: float = 0.0
    """Probability among the candidates that the gazetteer holds."""
    considered: int = 1
    """How many candidates were weighed."""
    radius_km: float = 0.0
    """Of the area meant; 0 where the place itself is meant."""
    nationality: bool = False
    """The words are an adjective or the people of it ("Afghan"), not its name."""


def resolve_places(
    story: Story,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
) -> dict[int, PlaceValue]:
    """The place of each mention that has one, by index into ``mentions``.

    All names of the story are weighed together: by size, by what the words around them say ("X, Y", "X province",
    the country's name in the sentence), by the dateline and the outlet's country, and by one another. Names that the
    gazetteer does not hold have no entry.
    """
    values: dict[int, PlaceValue] = {}
    groups, around = gather(story, tokens, sentences, mentions, gazetteer)
    field = Field(groups.groups, groups.said)
    scores = field.scores()
    for number, group in enumerate(groups.groups):
        start, end = field.bounds[number]
        if start == end:
            continue
        best = max(range(start, end), key=lambda i: (scores[i], field.candidates[i].score))
        if far_fetched(field.candidates[best], group, groups.said):
            continue
        for i in group.mentions:
            values[i] = _value(
                story, mentions[i], field.candidates[best], around[i], float(scores[best]), end - start, groups.part[i]
            )
    for i, candidate in groups.peoples.items():
        values[i] = _value(story, mentions[i], candidate, around[i], 1.0, 1, False, nationality=True)
    return dict(sorted(values.items()))


def far_fetched(candidate: Candidate, group: Group, said: Said) -> bool:
    """Whether the best entry is a little-known place of a country that nothing in the story points to.

    A village that the gazetteer does not hold often has a namesake at the other end of the world; where the story
    says which countries it tells of, no place is better than that one.
    """
    if candidate.added or candidate.kind not in _SMALL or sum(said.countries.values()) < _SETTING:
        return False
    if candidate.exact and candidate.population >= _NOTED:
        return False
    pointed = set(said.countries) | {code for code, _ in said.dateline} | {code for code, _ in said.divisions}
    pointed |= group.sentence_countries | {said.outlet}
    return candidate.country not in pointed


class Gathered(Record, frozen=True, kw_only=True):
    """A story's names of places before ranking."""

    groups: tuple[Group, ...]
    said: Said
    peoples: dict[int, Candidate]
    part: dict[int, bool]


def bare_name(story: Story, mention: Mention) -> str:
    """The name as printed, without a possessive ending and surrounding blanks."""
    span = mention.name or mention
    text = " ".join(story.text[span.start : span.end].split())
    for ending in ("'s", "’s", "'", "’"):
        text = text.removesuffix(ending)
    return text.strip(" ,")


def gather(
    story: Story,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
) -> tuple[Gathered, dict[int, Surroundings]]:
    """Group the mentions by name, with their candidates and all that the story says of them."""
    if not tokens:
        return Gathered(groups=(), said=Said(countries={}, divisions={}), peoples={}, part={}), {}
    starts = [t.start for t in tokens]
    sentence_starts = [s.start for s in sentences]
    around: dict[int, Surroundings] = {}
    peoples: dict[int, Candidate] = {}
    part: dict[int, bool] = {}
    found: dict[int, tuple[Candidate, ...]] = {}
    keys: dict[int, str] = {}
    by_sentence: dict[int, set[str]] = defaultdict(set)
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[tuple[str, str], float] = defaultdict(float)
    where: dict[int, int] = {}
    persons = {
        fold(words[-1])
        for m in mentions
        if m.kind == MentionKind.PERSON and len(words := bare_name(story, m).split()) > 1
    }
    for i, mention in enumerate(mentions):
        if mention.kind not in PLACED or not mention.named or mention.end <= mention.start:
            continue
        name = bare_name(story, mention)
        where[i] = bisect_right(sentence_starts, mention.start) - 1
        people = gazetteer.demonym_place(name)
        if people and (place := gazetteer.place(people)) is not None:
            peoples[i] = place
            around[i] = Surroundings()
            if place.country:
                countries[place.country] += 1
                by_sentence[where[i]].add(place.country)
            continue
        around[i] = look_around(tokens, starts, mention, gazetteer)
        candidates, narrowed = _lookup(name, around[i].kind, gazetteer)
        if not candidates:
            continue
        if fold(name) in persons and not around[i].inside and candidates[0].kind not in _NOT_PERSONS:
            continue  # a surname that the story gives to a person
        part[i] = narrowed or around[i].part
        found[i], keys[i] = candidates, fold(name)
        top = candidates[0]
        if top.kind == "country" and top.score >= 0.85:
            countries[top.country] += 1
            by_sentence[where[i]].add(top.country)
        elif top.kind == "admin1" and top.primary:
            divisions[top.country, top.inside] += 1
        for code, inside in around[i].inside:
            if len(around[i].inside) <= 2:
                if inside:
                    divisions[code, inside] += 1
                elif code:
                    countries[code] += 0.5
    gathered: dict[tuple[str, str, frozenset[tuple[str, str]]], list[int]] = defaultdict(list)
    heirs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for i, key in keys.items():
        gathered[key, around[i].kind, around[i].inside].append(i)
        heirs[key] |= around[i].inside
    groups = tuple(
        Group(
            key=key,
            mentions=tuple(members),
            candidates=_allowed(found[members[0]], kind, inside or frozenset(heirs[key]))[:MOST],
            sentence_countries=frozenset().union(*(by_sentence[where[i]] for i in members)),
        )
        for (key, kind, inside), members in gathered.items()
    )
    said = Said(
        countries=dict(countries),
        divisions=dict(divisions),
        dateline=_dateline(story, gazetteer),
        outlet=outlet_country(story),
    )
    return Gathered(groups=groups, said=said, peoples=peoples, part=part), around


def _allowed(
    candidates: tuple[Candidate, ...], kind: str, inside: frozenset[tuple[str, str]]
) -> tuple[Candidate, ...]:
    """Those that agree with what the text says outright of kind and whereabouts, as far as any does."""
    if inside:
        candidates = tuple(c for c in candidates if any(lies_in(c, inside))) or candidates
    if kind in ("admin1", "admin2", "agency", "river"):
        candidates = tuple(c for c in candidates if c.kind in ALIKE[kind]) or candidates
    return candidates


def _lookup(name: str, kind: str, gazetteer: Gazetteer) -> tuple[tuple[Candidate, ...], bool]:
    """Candidates, and whether words were left off to find them, so that only a part of the place is meant."""
    candidates = gazetteer.candidates(name)
    if kind == "admin2" or not candidates or not candidates[0].exact:
        # GeoNames names counties in full; lists and headlines do not ("Ors, Vale and Teme counties").
        counties = gazetteer.candidates(f"{name} County") + gazetteer.candidates(f"{name} Parish")
        candidates = tuple(c for c in counties if c.kind == "admin2" and c.exact) + candidates
    if candidates and candidates[0].exact:
        return candidates, False
    words = name.split()
    k = 1 if words and words[0].lower() == "the" else 0
    if len(words) > k + 1 and words[k].lower() in PARTS and (rest := gazetteer.candidates(" ".join(words[k + 1 :]))):
        return rest, True
    if len(words) > k + 1 and words[-1].lower() not in _ELSEWHERE:
        for start in (k, *(i + 1 for i, w in enumerate(words[:-1]) if w.lower() == "of")):
            length = gazetteer.longest_match(words, start)
            held = gazetteer.candidates(" ".join(words[start : start + length])) if length else ()
            if held and held[0].exact and held[0].score >= _TELLING:
                return held, True
    return candidates, False


def _dateline(story: Story, gazetteer: Gazetteer) -> frozenset[tuple[str, str]]:
    """Division and country of where the story was filed."""
    pieces = [p.strip() for p in story.dateline.split(",") if p.strip()]
    if not pieces:
        return frozenset()
    code = gazetteer.country_of(pieces[-1])
    if len(pieces) == 1:
        top = gazetteer.candidates(pieces[0])[:1]
        return frozenset((c.country, "") for c in top) if not code else frozenset({(code, "")})
    if code:
        return frozenset({(code, "")})
    return frozenset((c.country, c.inside) for c in gazetteer.candidates(pieces[-1]) if c.kind == "admin1")


def outlet_country(story: Story) -> str:
    """ISO code of the outlet's country, from the reviewed table of outlets or the end of the page's address; or ""."""
    known = _outlets().get(story.outlet.strip().lower())
    if known:
        return known
    for address in (story.page, story.outlet):
        host = address.split("://")[-1].split("/")[0].split(":")[0].lower() if "." in address else ""
        end = host.rsplit(".", 1)[-1] if "." in host else ""
        if len(end) == 2 and end.isalpha():
            return _DOMAINS.get(end, end.upper())
    return ""


@cache
def _outlets() -> dict[str, str]:
    return {row["name"].lower(): row["country"] for row in load_rows("outlets.csv") if row["country"]}


def _value(
    story: Story,
    mention: Mention,
    candidate: Candidate,
    around: Surroundings,
    score: float,
    considered: int,
    part: bool,
    *,
    nationality: bool = False,
) -> PlaceValue:
    latitude, longitude = candidate.latitude, candidate.longitude
    radius = around.radius_km
    # Users' tables have kinds of their own: "border crossing" is a crossing, anything unheard of an area.
    precision = _PRECISION.get(candidate.kind.rsplit(" ", 1)[-1], GeoPrecision.AREA)
    if around.offset is not None and latitude is not None and longitude is not None:
        latitude = max(-90.0, min(90.0, latitude + around.offset[0] / 111.2))
        longitude += around.offset[1] / (111.2 * max(0.05, cos(radians(latitude))))
        longitude = (longitude + 180.0) % 360.0 - 180.0
    wide = precision in (GeoPrecision.REGION, GeoPrecision.COUNTRY)
    if wide and around.offset is None:
        radius = 0.0  # "near the border of X" is no circle round the middle of X
    if radius or (part and not wide):
        precision = GeoPrecision.AREA
    return PlaceValue(
        place_id=candidate.place_id,
        name=candidate.name,
        printed=story.text[mention.start : mention.end],
        kind=candidate.kind,
        admin1=candidate.admin1,
        country=candidate.country,
        latitude=None if latitude is None else round(latitude, 5),
        longitude=None if longitude is None else round(longitude, 5),
        precision=precision,
        score=round(score, 4),
        considered=considered,
        radius_km=round(radius or candidate.radius_km, 1),
        nationality=nationality,
    )
