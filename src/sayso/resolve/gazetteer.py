"""The gazetteer: which places a name can stand for, looked up in one read-only SQLite file.

``src/sayso/tables/gazetteer.db`` is built by ``scripts/build_gazetteer.py`` from GeoNames (CC BY 4.0) and the reviewed
tables beside it. Names are keyed folded (no case, accents, apostrophes, hyphens, spaces), so "Datta-Khel" and
"Dattakhel" are one key. A user's own tables lie over it (``Gazetteer.with_tables``).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import log10
from pathlib import Path

from rapidfuzz.distance import Indel

from sayso.errors import UsageError
from sayso.records import Record
from sayso.resolve.placefiles import PlaceFile, read_table
from sayso.resolve.placenames import fold, slug, sound, trap_of, unlike_name, words_of
from sayso.tables import load_rows

KINDS = (
    "country admin1 admin2 capital seat town village continent region agency border sea river lake strait canal "
    "crossing base island mountains mountain desert district building airport street"
).split()
"""Kinds of place, in the order of their numbers in the file. Append only."""
EXTRA = 14_000_000
"""Numbers from here on are places of our own tables ("x:slug"), below it GeoNames ids ("gn:ID")."""
LONGEST = 6
"""Words of the longest name that ``longest_match`` finds."""

_ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az)[\s\-]+", re.IGNORECASE)
_SUFFIXES = {
    "province": ("admin1", "admin2"), "governorate": ("admin1", "admin2"), "oblast": ("admin1",),
    "region": ("admin1", "admin2", "region", "agency"), "prefecture": ("admin1", "admin2"),
    "state": ("admin1", "country"), "county": ("admin2",),
    "district": ("admin2", "agency", "town", "seat"), "districts": ("admin2", "agency"),
    "parish": ("admin2",), "raion": ("admin2",), "department": ("admin1", "admin2"), "municipality": ("admin2", "town"),
    "agency": ("agency",), "city": ("capital", "seat", "town"), "town": ("town", "seat", "village"),
    "village": ("village", "town"), "township": ("town", "admin2"), "island": ("island",), "islands": ("island",),
    "river": ("river",), "sea": ("sea",), "peninsula": ("region",), "airport": ("airport",), "valley": ("region",),
    "tehsil": ("admin2", "town"), "subdistrict": ("admin2", "town"), "area": ("town", "village", "admin2", "region"),
    "refugee": (), "camp": ("village", "town"), "border": ("crossing", "border"), "crossing": ("crossing",),
}  # fmt: skip
_PREFIXES = {
    "city of ": "city", "town of ": "town", "village of ": "village", "province of ": "province", "state of ": "state",
    "district of ": "district", "county of ": "county", "port of ": "city", "greater ": "", "downtown ": "city",
    "republic of ": "", "central ": "",
}  # fmt: skip
"""Words before a name that are no part of it, and the suffix that says the same."""
_WEIGHT = {
    "country": 1.0, "continent": 0.95, "region": 0.75, "agency": 0.7, "sea": 0.8, "river": 0.6, "capital": 0.8,
    "admin1": 0.7, "admin2": 0.35, "strait": 0.7, "canal": 0.7, "crossing": 0.6, "base": 0.6, "building": 0.6,
}  # fmt: skip


_KNOWN = frozenset({"country", "admin1", "continent", "region", "agency", "capital"})
"""Kinds of place known well enough to outweigh another meaning of the word."""


class Candidate(Record, frozen=True, kw_only=True):
    """One place a name can stand for."""

    place_id: str
    """"gn:" and the GeoNames id, or "x:" and a slug for places of our own and users' tables."""
    name: str
    """As the gazetteer names it."""
    kind: str
    admin1: str = ""
    """Name of the first-level division it lies in."""
    country: str = ""
    """ISO 3166-1 alpha-2; empty for regions of several countries."""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    score: float = 0.0
    """0 to 1, how likely the name alone means this place: size, kind, main or other name, trap."""
    radius_km: float = 0.0
    primary: bool = True
    """The name asked for is its main name, not one of its others."""
    exact: bool = True
    """False where only a near spelling matched."""
    trap: str = ""
    """"word", "given" or "surname" where the name is also that."""
    added: bool = False
    """From a table that the user gave."""
    inside: str = ""
    """Code of the first-level division ("TX"), where GeoNames has one."""


class Gazetteer:
    """Places by name. Safe to share between threads and to use in forked or spawned workers."""

    def __init__(self, path: Path, tables: Iterable[Path] = ()) -> None:
        self._file = PlaceFile(path)
        self.tables = tuple(Path(t) for t in tables)
        self._added: dict[str, list[Candidate]] = {}
        self._added_starts: dict[str, int] = {}
        self._added_places: dict[str, Candidate] = {}
        self._added_countries: dict[str, str] = {}
        self._countries: dict[str, str] = {}
        self._demonyms: dict[str, str] = {}
        self._places_of_demonyms: dict[str, str] = {}
        self._load_reviewed()
        rows = [(table, read_table(table)) for table in self.tables]
        for table, (columns, lines) in rows:
            if "demonym" not in columns:
                self._add_places(table, lines)
        for _, (columns, lines) in rows:
            if "demonym" in columns:
                for line in lines:
                    country = line.get("country", "").strip()
                    self._demonyms[line["demonym"].strip()] = self.country_of(country) or country
        self.candidates = lru_cache(maxsize=20_000)(self._candidates)  # type: ignore[method-assign]
        self._start_of = lru_cache(maxsize=50_000)(self._start_in_file)

    @staticmethod
    def default() -> Gazetteer:
        """The gazetteer of the package, opened once a process."""
        return _opened(())

    @staticmethod
    def with_tables(paths: Iterable[str | Path]) -> Gazetteer:
        """The package's gazetteer with a user's CSV tables on top.

        A table with a column ``demonym`` holds demonyms (``demonym,country``); any other holds places
        (``name,kind,admin1,country,latitude,longitude,population,alternate_names``, the last joined by ";").
        Raises UsageError for a table that cannot be read or has no ``name`` column.
        """
        return _opened(tuple(sorted(str(p) for p in paths)))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return _opened, (tuple(str(t) for t in self.tables),)

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """The places ``name`` can stand for, likeliest first by the name alone; empty if there is none."""
        return self._candidates(name)

    def is_place(self, name: str) -> bool:
        """Whether ``name`` is a place's name and not mainly an ordinary word, a person's name or letters."""
        key = fold(name)
        trap = trap_of(key)
        if not key or unlike_name(name, key) or trap == "word":
            return False
        short_capitals = name.isupper() and len(name) < 6
        if trap or short_capitals:
            # "Clinton" and "DAVIS" are towns too, but only a well-known place outweighs what they mostly are.
            found = [c for c in self.candidates(name) if c.exact]
            return any(c.added or c.kind in _KNOWN or c.population >= (40_000 if not trap else 400_000) for c in found)
        return self._has(key) or any(c.exact for c in self._without_generic(name))

    def longest_match(self, words: Sequence[str], i: int) -> int:
        """How many words from ``words[i]`` on make the longest place name; 0 if none does.

        ``words`` are tokens as printed or in lower case; as printed is better ("US" is a place, "us" is not).
        Meant for capitalised starts: lower-case words that happen to be names of towns are matched as well,
        except for ordinary words standing alone.
        """
        first = words[i]
        parts = words_of(first)
        if not parts or not first[0].isalpha() or (first == "the" and len(words) > i + 1):
            return 0
        mask = self._start_of(parts[0]) | self._added_starts.get(parts[0], 0)
        key, folded, best = "".join(parts), len(parts), 0
        if not unlike_name(first, key) and trap_of(key) != "word" and self._has(key):
            best = 1
        for j in range(i + 1, min(i + LONGEST * 2, len(words))):
            word = words[j]
            more = words_of(word)
            if not more:
                if word in ".-'" and word != "":  # "St . Louis", "N'Djamena" cut in pieces
                    continue
                break
            folded += len(more)
            if folded > LONGEST or mask >> folded == 0:
                break
            key = fold(" ".join(words[i : j + 1]))
            if mask >> folded & 1 and self._has(key):
                best = j - i + 1
        return best

    def demonym(self, word: str) -> str:
        """ISO code of the country whose people or adjective ``word`` is ("Afghans" gives "AF"), or ""."""
        return self._demonyms.get(word, "")

    def demonym_place(self, word: str) -> str:
        """place_id of the country or region that ``word`` is the adjective or people of, or ""."""
        place = self._places_of_demonyms.get(word, "")
        if place:
            return place
        country = self._demonyms.get(word, "")
        return self.country_place(country) if country else ""

    def country_of(self, name: str) -> str:
        """ISO code (or the code in a user's table) if ``name`` is a country's name, alias or demonym; or ""."""
        key = name.strip()
        code = self._countries.get(key) or ("" if len(key) < 4 else self._countries.get(key.lower(), ""))
        if code:
            return code
        if key.lower().startswith("the "):
            return self.country_of(key[4:])
        return self._demonyms.get(key, "")

    def country_place(self, code: str) -> str:
        """place_id of the country with ISO code ``code``, or ""."""
        if code in self._added_countries:
            return self._added_countries[code]
        found = _country_ids().get(code, "")
        return f"gn:{found}" if found else ""

    def place(self, place_id: str) -> Candidate | None:
        """The place with this id, or None if the gazetteer holds none."""
        if place_id.startswith("gn:") and place_id[3:].isdigit():
            return self._place(int(place_id[3:]), primary=True, exact=True, trap="")
        if place_id in self._added_places:
            return self._added_places[place_id]
        row = self._file.one("SELECT id FROM slugs WHERE slug = ?", place_id.removeprefix("x:"))
        return self._place(int(str(row[0])), primary=True, exact=True, trap="") if row else None

    def attribution(self) -> str:
        """Whom the built file is owed to, and on what terms."""
        row = self._file.one("SELECT value FROM meta WHERE key = ?", "attribution")
        return str(row[0]) if row else ""

    # How names are found

    def _candidates(self, name: str) -> tuple[Candidate, ...]:
        key = fold(name)
        if not key or unlike_name(name, key):
            return ()
        trap = trap_of(key)
        found = self._exact(key, trap)
        if not found:
            found = self._without_generic(name)
        if not found and _ARTICLE.match(name):
            found = self._exact(fold(_ARTICLE.sub("", name)), trap)
        if not found and len(key) > 3:
            found = self._exact("al" + key, trap)
        if not found and len(key) > 4 and not trap and name[:1].isupper():
            found = self._near(key)
        if len(key) < 4 and name.replace(".", "").isupper():
            # "EU" is not the town of Eu, unless nothing else is meant by the letters.
            found = [c for c in found if fold(c.name) != key] or found
        return tuple(sorted(found, key=lambda c: (-c.score, c.place_id)))

    def _exact(self, key: str, trap: str, exact: bool = True) -> list[Candidate]:
        added = self._added.get(key, [])
        row = self._file.one("SELECT ids FROM names WHERE key = ?", key)
        found = list(added)
        if row is not None:
            blob = row[0]
            assert isinstance(blob, bytes)
            for (number,) in struct.iter_unpack("<I", blob):
                place = self._place(number >> 4, primary=bool(number & 1), exact=exact, trap=trap)
                if place is not None:
                    found.append(place)
        return found

    def _without_generic(self, name: str) -> list[Candidate]:
        """ "Khost province", "city of Basra": without the general word, but only places of the kind it says."""
        words = name.split()
        if len(words) > 1 and words[-1].lower() in _SUFFIXES:
            rest = self._candidates(" ".join(words[:-1]))
            kinds = _SUFFIXES[words[-1].lower()]
            return [c for c in rest if c.kind in kinds] or [c for c in rest if c.exact and words[-1].islower()]
        lower = name.lower()
        for prefix, suffix in _PREFIXES.items():
            if lower.startswith(prefix) and len(name) > len(prefix):
                rest = self._candidates(name[len(prefix) :])
                return [c for c in rest if c.kind in _SUFFIXES.get(suffix, ())] or list(rest)
        return []

    def _near(self, key: str) -> list[Candidate]:
        row = self._file.one("SELECT keys FROM sounds WHERE sound = ?", sound(key))
        if row is None:
            return []
        near = [k for k in str(row[0]).split() if Indel.normalized_similarity(k, key) >= 0.78]
        found = [c for k in near for c in self._exact(k, "", exact=False)]
        return list({c.place_id: c for c in found}.values())

    def _has(self, key: str) -> bool:
        return key in self._added or self._file.one("SELECT 1 FROM names WHERE key = ?", key) is not None

    def _start_in_file(self, word: str) -> int:
        row = self._file.one("SELECT lengths FROM starts WHERE word = ?", word)
        return int(str(row[0])) if row else 0

    def _place(self, number: int, *, primary: bool, exact: bool, trap: str) -> Candidate | None:
        row = self._file.one(
            "SELECT p.name, p.kind, p.latitude, p.longitude, p.population, d.country, d.name, d.code, s.slug, s.radius"
            " FROM places p JOIN divisions d ON d.number = p.division LEFT JOIN slugs s ON s.id = p.id WHERE p.id = ?",
            number,
        )
        if row is None:
            return None
        name, kind, latitude, longitude, population, country, division, code, slugged, radius = row
        kind_name = KINDS[int(str(kind))]
        people = int(str(population))
        return Candidate(
            place_id=f"x:{slugged}" if number >= EXTRA else f"gn:{number}",
            name=str(name),
            kind=kind_name,
            admin1="" if kind_name in ("country", "continent") else str(division),
            country=str(country),
            latitude=int(str(latitude)) / 10_000,
            longitude=int(str(longitude)) / 10_000,
            population=people,
            score=_prior(kind_name, people, primary=primary, exact=exact, trap=trap),
            radius_km=float(str(radius or 0)),
            primary=primary,
            exact=exact,
            trap=trap,
            inside=str(code),
        )

    # Reviewed and users' tables

    def _load_reviewed(self) -> None:
        for row in load_rows("countries.csv"):
            for name in (row["name"], *row["aliases"].split(";")):
                if name:
                    self._countries[name] = row["code"]
                    if not name.replace(".", "").isupper():
                        self._countries[name.lower()] = row["code"]
        for row in load_rows("demonyms.csv"):
            if row["country"]:
                self._demonyms[row["demonym"]] = row["country"]
            if row["place"]:
                self._places_of_demonyms[row["demonym"]] = row["place"]

    def _add_places(self, table: Path, lines: list[dict[str, str]]) -> None:
        for number, line in enumerate(lines, start=2):
            name = line.get("name", "").strip()
            if not name:
                raise UsageError(f"{table}, line {number}: a place without a name. Fill the column or drop the line.")
            kind = line.get("kind", "").strip() or "town"
            country = line.get("country", "").strip()
            others = [a.strip() for a in line.get("alternate_names", "").split(";") if a.strip()]
            try:
                latitude, longitude = (
                    float(line[c]) if line.get(c, "").strip() else None for c in ("latitude", "longitude")
                )
                population = int(float(line.get("population", "") or 0))
            except ValueError as error:
                raise UsageError(f"{table}, line {number}, {name}: {error}. Write plain numbers.") from error
            if kind == "country":
                country = country or slug(name)
                for alias in (name, *others):
                    self._countries[alias] = self._countries[alias.lower()] = country
            place_id = f"x:{slug(name)}" + ("" if kind == "country" else f"-{slug(country)}")
            if place_id in self._added_places:
                place_id += f"-{slug(line.get('admin1', ''))}-{slug(kind)}"
            if place_id in self._added_places:
                place_id += f"-{number}"
            if kind == "country":
                self._added_countries[country] = place_id
            for alias in (name, *others):
                place = Candidate(
                    place_id=place_id,
                    name=name,
                    kind=kind,
                    admin1=line.get("admin1", "").strip(),
                    country=country,
                    latitude=latitude,
                    longitude=longitude,
                    population=population,
                    # What a user adds is there because their stories speak of it.
                    score=1.0 if alias == name else 0.95,
                    primary=alias == name,
                    added=True,
                )  # fmt: skip
                self._added_places.setdefault(place_id, place)
                parts = words_of(alias)
                if not parts:
                    continue
                self._added.setdefault("".join(parts), []).append(place)
                self._added_starts[parts[0]] = self._added_starts.get(parts[0], 0) | 1 << len(parts)


def _prior(kind: str, population: int, *, primary: bool, exact: bool, trap: str) -> float:
    size = min(1.0, log10(population + 10) / 8)
    score = max(size, _WEIGHT.get(kind, 0.15)) if kind != "admin1" else max(0.55, size)
    if not primary:
        score *= 0.85
    if not exact:
        score *= 0.6
    if trap and population < 1_000_000 and kind != "country":
        score *= 0.4
    return round(score, 4)


@cache
def _country_ids() -> dict[str, str]:
    return {row["code"]: row["geonames_id"] for row in load_rows("countries.csv")}


@cache
def _opened(tables: tuple[str, ...]) -> Gazetteer:
    return Gazetteer(Path(str(files("sayso.tables") / "gazetteer.db")), [Path(t) for t in tables])
