"""The reviewed tables of the counts grammar, compiled once for lookup by token."""

from __future__ import annotations

from functools import cache

from sayso.records import Record
from sayso.tables import load_rows
from sayso.vocabulary import CountWhat, CountWho, Qualifier

BE = frozenset(
    "was were is are be been being am 's 're get gets got getting gotten remain remains remained remaining".split()
)
HAVE = frozenset("have has had having 've".split())
MODALS = frozenset("will would may might could can must should shall did do does".split())
REPORTED = frozenset(
    "believed feared reported confirmed thought said presumed known found left declared pronounced listed understood "
    "estimated assumed alleged reportedly allegedly suspected certified".split()
)
PREPOSITIONS = frozenset(
    "in at on from of near aboard inside outside with within across around along under over into onto between among "
    "during after before by for to against off behind beside beyond through throughout without since until via "
    "following amid towards toward about".split()
)
NEGATIONS = frozenset({"not", "n't", "never"})
ADVERBS = frozenset(
    "also later still already then now soon just even so far both all each either immediately once again only instead "
    "nearby alone too yet today yesterday overnight apparently reportedly allegedly subsequently".split()
)
REPORTING = frozenset(
    "said says say saying told tells added reported reports announced claimed claims stated confirmed denied insisted "
    "alleged acknowledged believe believes warned".split()
)
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday tonight overnight this last late early earlier".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan. feb. mar. apr. aug. "
    "sept. sep. oct. nov. dec. jan feb mar apr aug sept sep oct nov dec".split()
)
POSSESSIVES = frozenset("his her their its our my your".split())
DETERMINERS = frozenset(
    "the a an this that these those his her their its our my your another each every any no".split()
)
ARTICLES = frozenset({"a", "an", "another", "one"})
CURRENCY = frozenset("$ € £ ¥ ₹ us$ a$ rs rs. usd eur".split())
STOPS = (
    BE | HAVE | MODALS | PREPOSITIONS | NEGATIONS | REPORTING
    | frozenset(
        "and or but who whom whose which that as if when while where because although though than nor what how why he "
        "she it they we i you him them us there here himself herself themselves per".split()
    )
    | (DETERMINERS - {"no"})
)  # fmt: skip


class Noun(Record, frozen=True, kw_only=True):
    """A countable noun. ``kind``: person, modifier, event, unit, thing, animal, group."""

    kind: str
    who: CountWho
    sex: str
    plural: bool


class Bound(Record, frozen=True, kw_only=True):
    """How a qualifier turns a number into a range: "n", "n+1", "n-1", "n+9" or empty for no bound."""

    qualifier: Qualifier
    min: str
    max: str

    def apply(self, number: int) -> tuple[int | None, int | None]:
        """Least and greatest value for ``number``."""
        return _shift(self.min, number), _shift(self.max, number)


def _shift(rule: str, number: int) -> int | None:
    return None if not rule else max(0, number + int(rule[1:] or 0))


class Harm(Record, frozen=True, kw_only=True):
    """What a harm word or phrase says, by the form in which it stands; ``length`` is its tokens."""

    forms: dict[str, CountWhat]
    length: int


Phrases = dict[str, list[tuple[tuple[str, ...], int]]]


@cache
def numbers() -> dict[str, tuple[int, str]]:
    """Number word to (value, kind)."""
    return {row["word"]: (int(row["value"]), row["kind"]) for row in load_rows("number_words.csv")}


@cache
def nouns() -> dict[str, Noun]:
    """Noun, singular or plural, to what it is."""
    found: dict[str, Noun] = {}
    for row in load_rows("count_nouns.csv"):
        for column in ("word", "plural"):
            if row[column] and row[column] not in found:
                found[row[column]] = Noun(
                    kind=row["kind"],
                    who=CountWho(row["who"] or "total"),
                    sex=row["sex"],
                    plural=column == "plural",
                )
    return found


@cache
def amounts() -> dict[str, list[tuple[tuple[str, ...], Qualifier, int | None, int | None]]]:
    """Vague amounts by first word, longest first: words, qualifier, min, max."""
    found: dict[str, list[tuple[tuple[str, ...], Qualifier, int | None, int | None]]] = {}
    for row in load_rows("vague_numbers.csv"):
        if row["kind"] == "amount":
            words = tuple(row["phrase"].split())
            low, high = (int(row[c]) if row[c] else None for c in ("min", "max"))
            found.setdefault(words[0], []).append((words, Qualifier(row["qualifier"]), low, high))
    return {first: sorted(rows, key=lambda r: -len(r[0])) for first, rows in found.items()}


@cache
def bounds(kind: str) -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    """Qualifying phrases: ``before`` by last word, ``after`` by first word; longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for row in load_rows("vague_numbers.csv"):
        if row["kind"] == kind:
            words = tuple(row["phrase"].split())
            bound = Bound(qualifier=Qualifier(row["qualifier"]), min=row["min"], max=row["max"])
            found.setdefault(words[-1] if kind == "before" else words[0], []).append((words, bound))
    return {key: sorted(rows, key=lambda r: -len(r[0])) for key, rows in found.items()}


@cache
def harms() -> dict[str, list[tuple[tuple[str, ...], Harm]]]:
    """Harm phrases by first word, longest first."""
    forms: dict[tuple[str, ...], dict[str, CountWhat]] = {}
    for row in load_rows("harm_words.csv"):
        forms.setdefault(tuple(row["phrase"].split()), {})[row["form"]] = CountWhat(row["what"])
    found: dict[str, list[tuple[tuple[str, ...], Harm]]] = {}
    for words, by_form in forms.items():
        found.setdefault(words[0], []).append((words, Harm(forms=by_form, length=len(words))))
    return {first: sorted(rows, key=lambda r: -len(r[0])) for first, rows in found.items()}
