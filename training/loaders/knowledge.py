"""Tables of names and offices, for swapping names at training time and for tables of the project: no documents.

REIGN's leaders by month, CountryInfo (names, demonyms, capitals, dated officials) and the CAMEO dictionaries of actors
(with dated roles) and agents. CountryInfo's own file names a licence (CC BY-SA 3.0) that the archives' README does not
give; it counts as unstated.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from sayso.records import Record
from training.data import archive
from training.loaders.documents import Licence

ARCHIVE = "knowledge"
LICENCES = {
    "leaders": Licence.OPEN, "countries": Licence.UNSTATED, "actors": Licence.UNSTATED, "agents": Licence.UNSTATED,
}  # fmt: skip
"""Licence of what each function gives."""
_SECTION = re.compile(r"<(/?)([^<>]+)>")
_DATES = re.compile(r"\[\s*(\d{8})?\s*([->])\s*(\d{8})?\s*\]")
_CODE = re.compile(r"\[([^\[\]]*)\]")
_ROLE = re.compile(r"([A-Z~-]{2,})?\s*(?:([<>])?(\d{6,8})(?:\s*-\s*(\d{6,8}))?)?\s*$")


class Leader(Record, frozen=True, kw_only=True):
    """A head of state or government. Dates are EDTF; country is REIGN's abbreviation."""

    name: str
    country: str
    start: str
    end: str
    birth_year: str


class Office(Record, frozen=True, kw_only=True):
    """Who held an office of a country, as far as the file says; dates are EDTF days or empty."""

    name: str
    office: str
    start: str = ""
    end: str = ""


class Country(Record, frozen=True, kw_only=True):
    """Names of a country and its officials."""

    iso3: str
    name: str
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    officials: tuple[Office, ...] = ()


class Role(Record, frozen=True, kw_only=True):
    """A CAMEO code with the dates for which it holds; empty means open."""

    code: str
    start: str = ""
    end: str = ""


class Actor(Record, frozen=True, kw_only=True):
    """An actor of the dictionaries: its spellings, the first one the entry's, and its roles."""

    names: tuple[str, ...]
    roles: tuple[Role, ...]


class Agent(Record, frozen=True, kw_only=True):
    """A word for a kind of person or body, and its sector code."""

    words: str
    code: str


def _name(text: str) -> str:
    return " ".join(text.split(";")[0].replace("_", " ").split())


def _day(digits: str | None) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits else ""


def leaders(data: Path | None = None) -> Iterator[Leader]:
    """REIGN's leaders."""
    source = archive(ARCHIVE, data)
    name = next(n for n in source.names(suffix=".csv") if "reign" in n)
    for row in csv.DictReader(io.StringIO(source.read(name).decode("utf-8", errors="replace"))):
        start = f"{row['syear']}-{int(row['smonth']):02d}-{int(row['sdate']):02d}" if row["syear"] else ""
        end = f"{row['eyear']}-{int(row['emonth']):02d}" if row["eyear"] else ""
        yield Leader(
            name=row["leader"].strip(), country=row["stateabb"], start=start, end=end, birth_year=row["birthyear"]
        )


def countries(data: Path | None = None) -> Iterator[Country]:
    """CountryInfo's countries."""
    source = archive(ARCHIVE, data)
    text = source.read("CountryInfo.txt").decode("utf-8", errors="replace").split("-->", 1)[-1]
    for block in re.findall(r"<Country>(.*?)</Country>", text, re.S):
        yield _country(block)


def _country(block: str) -> Country:
    lists: dict[str, list[str]] = {}
    officials: list[Office] = []
    fields = dict(re.findall(r"<([\w-]+)>([^<>\n]*)</\1>", block))
    inside: list[str] = []
    for raw in block.splitlines():
        line = raw.split("#")[0].strip()
        tag = _SECTION.fullmatch(line)
        if tag is not None:
            if tag[1]:
                inside = inside[:-1]
            else:
                inside.append(tag[2])
        elif line and inside and not line.startswith("<"):
            words = _name(line.split("[")[0])
            if inside[0] in ("Leaders", "Government") and words:
                dates = _DATES.search(line)
                start, end = (_day(dates[1]), _day(dates[3])) if dates else ("", "")
                officials.append(Office(name=words, office=inside[-1], start=start, end=end))
            elif words:
                lists.setdefault(inside[0], []).append(words)
    return Country(
        iso3=fields.get("CountryCode", ""), name=_name(fields.get("CountryName", "")),
        demonyms=tuple(lists.get("Nationality", ())), capitals=tuple(lists.get("Capital", ())),
        cities=tuple(lists.get("MajorCities", ())), officials=tuple(officials),
    )  # fmt: skip


def role(code: str) -> Role | None:
    """A bracketed code: ``AFGGOV``, ``AFGGOV >011222``, ``AFGELI 580101-920628``, ``<061231``; ``None`` for ``---``."""
    match = _ROLE.match(code.strip())
    if match is None or not match[1] or set(match[1]) == {"-"}:
        return None

    def day(digits: str | None) -> str:
        if not digits:
            return ""
        # Years of two digits: the dictionaries end in 2014.
        long = digits if len(digits) == 8 else ("20" if int(digits[:2]) < 30 else "19") + digits
        return _day(long)

    start, end = (day(match[3]), day(match[4])) if match[2] != "<" else ("", day(match[3]))
    return Role(code=match[1], start=start, end=end)


def actors(data: Path | None = None) -> Iterator[Actor]:
    """Actors of the CAMEO dictionaries."""
    source = archive(ARCHIVE, data)
    for file in source.names("cameo_actors/", ".actors.txt"):
        names: list[str] = []
        roles: list[Role] = []
        for raw in source.read(file).decode("utf-8", errors="replace").splitlines():
            line = raw.split("#")[0].rstrip()
            if not line.strip():
                continue
            if not line[0].isspace() and line[0] != "+":
                if names:
                    yield Actor(names=tuple(names), roles=tuple(roles))
                names, roles = [_name(line.split("[")[0])], []
            elif line[0] == "+":
                names.append(_name(line[1:].split("[")[0]))
            roles += [found for found in (role(code) for code in _CODE.findall(line.split(";")[0])) if found]
        if names:
            yield Actor(names=tuple(names), roles=tuple(roles))


def agents(data: Path | None = None) -> Iterator[Agent]:
    """Agents of the CAMEO dictionaries; ``!PERSON!`` and the like stay as they are."""
    source = archive(ARCHIVE, data)
    for file in source.names("cameo_actors/", ".agents.txt"):
        for raw in source.read(file).decode("utf-8", errors="replace").splitlines():
            line = raw.split("#")[0].strip()
            code = _CODE.search(line)
            if code is not None and not line.startswith("["):
                yield Agent(words=_name(line.split("[")[0].split("{")[0]), code=code[1].strip("~ "))
