"""What the tables say about words, laid out for look-up by lower-case token; and what a gazetteer must answer."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, Protocol

from sayso.tables import load_rows
from sayso.vocabulary import MentionKind


class PlaceNames(Protocol):
    """The questions put to the gazetteer; ``sayso.resolve.gazetteer.Gazetteer`` answers them."""

    def is_place(self, name: str) -> bool:
        """Whether any place or country bears the name."""

    def country_of(self, name: str) -> str:
        """ISO 3166-1 alpha-2 of the country that bears the name or its demonym; empty if none."""

    def demonym(self, word: str) -> str:
        """ISO code of the country whose people or things the word names ("Pakistani"); empty if none."""


class NoPlaceNames:
    """A gazetteer that knows nothing: names are told by shape and context alone."""

    def is_place(self, name: str) -> bool:
        """Never."""
        return False

    def country_of(self, name: str) -> str:
        """Never."""
        return ""

    def demonym(self, word: str) -> str:
        """Never."""
        return ""


class Known(NamedTuple):
    """A listed group, outlet or body."""

    name: str
    kind: MentionKind
    country: str
    sector: str
    sort: str


class Office(NamedTuple):
    """A noun for people."""

    word: str
    plural: bool
    sort: str
    sector: str
    gender: str


class OrgWord(NamedTuple):
    """A noun that names what sort of body or place a name is."""

    kind: MentionKind
    sector: str
    of: bool
    generic: bool


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Classes of common words, by lower-case word."""
    return {row["word"]: frozenset(row["class"].split()) for row in load_rows("common_words.csv")}


@cache
def words_of(sort: str) -> frozenset[str]:
    """Common words of one class."""
    return frozenset(word for word, classes in word_classes().items() if sort in classes)


@cache
def function_words() -> frozenset[str]:
    """Words that are never part of a name on their own."""
    sorts = ("determiner", "possessive", "pronoun", "preposition", "conjunction", "auxiliary", "adverb", "calendar")
    return frozenset().union(*(words_of(sort) for sort in sorts))


@cache
def titles() -> dict[str, dict[str, str]]:
    """Rows of ``titles.csv`` by word."""
    return {row["word"]: row for row in load_rows("titles.csv")}


@cache
def offices() -> dict[str, Office]:
    """Nouns for people, singular and plural."""
    found: dict[str, Office] = {}
    for row in load_rows("offices.csv"):
        for form, plural in ((row["plural"], True), (row["word"], False)):
            plural = plural or row["word"] == row["plural"]
            office = Office(row["word"], plural, row["class"], row["sector"], row["gender"])
            found[form.lower()] = office
            if office.sort == "office":
                found |= {f"{prefix}-{form.lower()}": office for prefix in ("then", "ex", "vice", "co")}
    return found


@cache
def org_words() -> dict[str, OrgWord]:
    """Words that close or open names of bodies and places."""
    return {
        row["word"]: OrgWord(MentionKind(row["kind"]), row["sector"], row["of"] == "1", row["generic"] == "1")
        for row in load_rows("org_words.csv")
    }


@cache
def name_words() -> dict[str, dict[str, str]]:
    """Rows of ``name_words.csv`` by word."""
    return {row["word"]: row for row in load_rows("name_words.csv")}


@cache
def peoples() -> frozenset[str]:
    """Peoples, faiths and languages that are no country's ("Arab", "Sunni")."""
    return frozenset(word for word, row in name_words().items() if row["kind"] == "people")


@cache
def particles() -> frozenset[str]:
    """Lower-case words that join the parts of a personal name."""
    return frozenset(word for word, row in name_words().items() if row["kind"] == "particle")


@cache
def weapons() -> frozenset[str]:
    """Nouns for weapons."""
    return frozenset(row["word"] for row in load_rows("weapons.csv"))


@cache
def known_names() -> dict[str, tuple[tuple[tuple[str, ...], str, Known], ...]]:
    """Listed names by their first word: (words, spelling, entry), longest first. Spelling keeps capitals."""
    found: dict[str, list[tuple[tuple[str, ...], str, Known]]] = {}
    for table, kind in (
        ("agencies.csv", MentionKind.ORGANISATION),
        ("groups.csv", MentionKind.GROUP),
        ("outlets.csv", MentionKind.OUTLET),
    ):
        for row in load_rows(table):
            entry = Known(row["name"], kind, row["country"], row.get("sector", "MED"), row.get("kind", ""))
            spellings = {row["name"].lower(): row["name"]} | {a: a for a in row["alias"].split(";") if a}
            for lower, spelling in spellings.items():
                words = tuple(lower.replace("'s ", " 's ").replace("s' ", "s ' ").split())
                found.setdefault(words[0], []).append((words, spelling, entry))
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in found.items()}


@cache
def known_by_name() -> dict[str, Known]:
    """Listed names and aliases, lower case, without a leading "the"."""
    found: dict[str, Known] = {}
    for rows in known_names().values():
        for words, _, entry in rows:
            found.setdefault(" ".join(words).removeprefix("the "), entry)
    return found


RANKS = {
    "gen": "general", "gen.": "general", "general": "general", "maj-gen": "general", "lt-gen": "general",
    "lt.-gen.": "general", "maj.-gen.": "general", "lt-col": "colonel", "col": "colonel", "col.": "colonel",
    "colonel": "colonel", "lt-col.": "colonel", "lt.-col.": "colonel", "adm": "admiral", "adm.": "admiral",
    "capt": "captain", "capt.": "captain", "maj": "major", "maj.": "major", "sen": "senator", "sen.": "senator",
    "gov": "governor", "gov.": "governor", "amb.": "ambassador", "brig": "brigadier", "brig.": "brigadier",
    "lt": "lieutenant", "lt.": "lieutenant", "rep.": "representative", "pres.": "president",
}  # fmt: skip
"""Ranks and offices behind their abbreviations."""


_COUNTRY_ENDINGS = ("land", "stan", "ia", "a", "y", "o", "e", "us", "ea")
_PEOPLE_ENDINGS = tuple("ese ians ian ish anis ani elis eli eans ean ans an is i ns n ers er ic".split())


def same_people(demonym: str, country: str) -> bool:
    """Whether a word has the shape of a country's demonym ("Tolvan", "Tolvans" for Tolva)."""
    word, name = demonym.lower(), country.lower()
    ending = next((e for e in _PEOPLE_ENDINGS if word.endswith(e)), None)
    if ending is None or word == name or len(name) < 4 or " " in name:
        return False
    stem = name
    for e in _COUNTRY_ENDINGS:
        if name.endswith(e) and len(name) - len(e) >= 3:
            stem = name[: -len(e)]
            break
    return word.startswith(stem) and len(word) - len(stem) <= 5
