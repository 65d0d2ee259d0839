"""The reviewed tables, compiled: patterns of words indexed by the word they begin with.

Pattern language (see ``tables/event_triggers.csv``): ``~lemma`` any inflection, ``a|b`` alternatives, ``..`` a gap of
up to five words, ``%P`` the start of a mention. A passive needs no row of its own: "close .. border" also finds
"the border was closed", because every verb pattern that ends in a noun is compiled the other way round as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from sayso.records import Record
from sayso.tables import load_rows

GAP = 5
_VOWELS = "aeiou"
_DOUBLING = frozenset(
    "admit channel commit compel expel funnel kidnap occur permit propel rebel regret submit transfer worship".split()
)
_SINGLE = frozenset("open visit target ask offer order bomb deliver".split())


class Verb(Record, frozen=True, kw_only=True):
    """What a form can be of its verb."""

    lemma: str
    features: frozenset[str]
    """Of base, s, ing, past, participle."""


class Entry(Record, frozen=True, kw_only=True):
    """One compiled pattern."""

    steps: tuple[frozenset[str] | str, ...]
    """Sets of words; "gap" or "mention" for the two wildcards."""
    type: str
    mode: str = ""
    context: str = ""
    frame: str = "ar"
    rank: int = 2
    verb: bool = True
    """Whether the pattern's head is a verb."""
    passive: bool = False
    """A verb pattern turned round ("border was closed")."""
    weight: int = 1
    """Number of words fixed; longer patterns win."""
    crossing: bool = False
    """Whether a preposition stands after a gap, so that the gap may cross others."""
    pattern: str = ""


class Match(Record, frozen=True, kw_only=True):
    """A pattern found in the tokens."""

    entry: Entry
    first: int
    last: int
    """One past the last token."""
    fixed: tuple[int, ...]
    """Indices of the tokens that the pattern names."""


@cache
def word_list(name: str) -> frozenset[str]:
    """One closed list of ``tables/event_words.csv``."""
    return frozenset(next(row["words"] for row in load_rows("event_words.csv") if row["list"] == name).split())


@cache
def people_nouns() -> frozenset[str]:
    """Nouns for people and bodies of people, both numbers: what an unmarked phrase must end in to be a participant."""
    found = set(word_list("body_noun"))
    for row in load_rows("count_nouns.csv"):
        if row["kind"] == "person":
            found.update((row["word"], row["plural"]))
    for row in load_rows("offices.csv"):
        found.update((row["word"].lower(), row["plural"].lower()))
    return frozenset(filter(None, found))


def inflect(lemma: str) -> dict[str, frozenset[str]]:
    """Forms of a verb with what each can be: ``{"struck": {"past", "participle"}, ...}``."""
    forms: dict[str, set[str]] = {}

    def add(form: str, feature: str) -> None:
        forms.setdefault(form, set()).add(feature)

    head, dash, tail = lemma.partition("-")
    if dash and head != "re":  # "tear-gas", "test-fire": the last part inflects
        return {f"{head}-{form}": features for form, features in inflect(tail).items()}
    if lemma == "be":
        for form, feature in (
            ("be", "base"), ("is", "s"), ("are", "base"), ("am", "base"), ("'s", "s"), ("'re", "base"),
            ("was", "past"), ("were", "past"), ("been", "participle"), ("being", "ing"),
        ):  # fmt: skip
            add(form, feature)
        return {form: frozenset(features) for form, features in forms.items()}
    add(lemma, "base")
    sibilant = lemma.endswith(("s", "x", "z", "ch", "sh", "o"))
    consonant_y = lemma.endswith("y") and lemma[-2] not in _VOWELS
    add("has" if lemma == "have" else lemma[:-1] + "ies" if consonant_y else lemma + ("es" if sibilant else "s"), "s")
    syllables = sum(c in _VOWELS and (i == 0 or lemma[i - 1] not in _VOWELS) for i, c in enumerate(lemma))
    closed = len(lemma) > 2 and lemma[-1] not in _VOWELS + "wxy" and lemma[-2] in _VOWELS
    closed = closed and (lemma[-3] not in _VOWELS or lemma[-3:-1] == "ui")
    doubled = lemma + lemma[-1] if lemma not in _SINGLE and closed and (syllables == 1 or lemma in _DOUBLING) else lemma
    add(
        "dying" if lemma == "die" else (lemma[:-1] if lemma[-1] == "e" and lemma[-2] not in "e" else doubled) + "ing",
        "ing",
    )
    row = _irregular().get(lemma)
    if row is None:
        past = lemma + "d" if lemma.endswith("e") else lemma[:-1] + "ied" if consonant_y else doubled + "ed"
        add(past, "past")
        add(past, "participle")
    else:
        for column in ("past", "participle"):
            for form in row[column].split("|"):
                add(form, column)
    return {form: frozenset(features) for form, features in forms.items()}


@cache
def _irregular() -> dict[str, dict[str, str]]:
    return {row["lemma"]: row for row in load_rows("verb_forms.csv")}


@cache
def verb_forms() -> dict[str, Verb]:
    """Every form of every verb named in the tables."""
    found: dict[str, Verb] = {}
    for name in ("event_triggers.csv", "status_words.csv"):
        for row in load_rows(name):
            for word in row["pattern"].split():
                if word.startswith("~"):
                    for lemma in word[1:].split("|"):
                        for form, features in inflect(lemma).items():
                            known = found.get(form)
                            if known is None or known.lemma == lemma:
                                found[form] = Verb(
                                    lemma=lemma, features=features | (known.features if known else set())
                                )
    return found


def plural(noun: str) -> str:
    """The plural of an event noun's last word."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def compile_steps(pattern: str, *, nouns: bool = False) -> tuple[frozenset[str] | str, ...]:
    """The steps of one pattern. With ``nouns`` a plain last word also matches its plural."""
    steps: list[frozenset[str] | str] = []
    words = pattern.split()
    for word in words:
        if word == "..":
            steps.append("gap")
        elif word == "%P":
            steps.append("mention")
        elif word.startswith("~"):
            forms: set[str] = set()
            for lemma in word[1:].split("|"):
                forms.update(inflect(lemma))
            steps.append(frozenset(forms))
        else:
            steps.append(frozenset(word.split("|")))
    if nouns:
        # "closure of": the noun is the word before the preposition.
        at = len(words) - 1
        while at > 0 and words[at] in ("of", "to", "for", "on", "against", "between"):
            at -= 1
        step = steps[at]
        if isinstance(step, frozenset):
            steps[at] = step | {plural(word) for word in step if not word.endswith("s")}
    return tuple(steps)


Index = dict[str, tuple[Entry, ...]]


@cache
def triggers() -> Index:
    """Trigger entries by first word, longest first."""
    entries: list[Entry] = []
    for name, nouns in (("event_triggers.csv", False), ("event_nouns.csv", True)):
        for row in load_rows(name):
            pattern = row["pattern"]
            verb = not nouns and "~" in pattern
            steps = compile_steps(pattern, nouns=nouns and row["type"] != "NONE")
            entry = Entry(
                steps=steps,
                type=row["type"],
                mode=row["mode"],
                context=row["context"],
                frame=row["frame"] or "ar",
                rank=int(row["rank"]),
                verb=verb,
                weight=sum(step != "gap" for step in steps),
                crossing=any(isinstance(step, frozenset) and step & _BLOCKING for step in steps[1:]),
                pattern=pattern,
            )
            entries.append(entry)
            if (
                verb
                and row["type"] != "NONE"
                and len(steps) == 3
                and steps[1] == "gap"
                and isinstance(steps[2], frozenset)
            ):
                turned = _turned(entry)
                if turned is not None:
                    entries.append(turned)
    return index(entries)


def _turned(entry: Entry) -> Entry | None:
    """ "close .. border" as "border .. closed": the noun first, then the participle (be is checked at match)."""
    head, _, noun = entry.steps
    forms = verb_forms()
    if not isinstance(head, frozenset) or not isinstance(noun, frozenset):
        return None
    participles = frozenset(f for f in head if f in forms and "participle" in forms[f].features)
    if not participles or noun & {"to", "on", "from", "for", "with", "of", "go", "free", "prisoner", "captive", "fire"}:
        return None
    return Entry(
        steps=(noun, "gap", participles),
        type=entry.type, mode=entry.mode, context=entry.context, frame=entry.frame, rank=entry.rank,
        verb=True, passive=True, weight=entry.weight, pattern=entry.pattern,
    )  # fmt: skip


def index(entries: Sequence[Entry]) -> Index:
    """Entries by each word they can begin with, the longest first (NONE before others of its length)."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        first = entry.steps[0]
        assert isinstance(first, frozenset), entry.pattern
        for word in first:
            found.setdefault(word, []).append(entry)
    return {
        word: tuple(sorted(group, key=lambda e: (-e.weight, e.type != "NONE", len(e.steps))))
        for word, group in found.items()
    }


_STOPS = frozenset({".", "?", "!", ";", ":", "--", "(", ")", "'", "..."})


_BLOCKING = frozenset(
    "on in at from against over after before with by for to as because than into under that which who".split()
)


def match(entry: Entry, lower: Sequence[str], at: int, end: int, mention_end: Callable[[int], int]) -> Match | None:
    """The pattern at token ``at``, not beyond ``end``.

    Gaps never cross punctuation other than a comma, nor a preposition unless the pattern goes on to one.
    """
    fixed: list[int] = []
    i = at
    pending = False
    for step in entry.steps:
        if step == "gap":
            pending = True
            continue
        spent, inside = 0, 0
        j = i
        while True:
            if j >= end:
                return None
            if mention_end(j) if step == "mention" else lower[j] in step:
                break
            spent += j >= inside and lower[j] != ","  # a name counts as one word, however long
            inside = max(inside, mention_end(j))
            if spent > (GAP if pending else 0) or lower[j] in _STOPS:
                return None
            if not entry.crossing and lower[j] in _BLOCKING:
                return None
            j += 1
        fixed.append(j)
        i = mention_end(j) if step == "mention" else j + 1
        pending = False
    return Match(entry=entry, first=fixed[0], last=fixed[-1] + 1, fixed=tuple(fixed))


@cache
def status_words(scope: str) -> Index:
    """Status patterns of a scope (``type`` holds the status), by first word, longest first."""
    return index(
        [
            Entry(
                steps=compile_steps(row["pattern"]),
                type=row["status"],
                weight=len(row["pattern"].split()),
                pattern=row["pattern"],
            )
            for row in load_rows("status_words.csv")
            if row["scope"] == scope
        ]
    )


@cache
def mode_words() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, tuple[str, str]]]]:
    """Modes by type and word, and for the rows that change the type: key ("raid", "harm") to word to (type, mode)."""
    plain: dict[str, dict[str, str]] = {}
    change: dict[str, dict[str, tuple[str, str]]] = {}
    for row in load_rows("event_modes.csv"):
        key = row["type"]
        for word in filter(None, row["words"].split("|")):
            if row["becomes"]:
                kind, _, own = row["becomes"].partition(":")
                change.setdefault(key.partition(":")[2], {})[word] = (kind, own or row["mode"])
            else:
                plain.setdefault(key, {}).setdefault(word, row["mode"])
    return plain, change


@cache
def _manners() -> dict[str, str]:
    return {row["word"]: row["manner"] for row in load_rows("event_manners.csv")}


@cache
def _exclusive() -> frozenset[tuple[str, str]]:
    return frozenset((row["one"], row["other"]) for row in load_rows("event_manners_apart.csv"))


@cache
def manner(word: str) -> str:
    """How violence told by a word is done (``event_manners.csv``), in any form of it; empty where it does not say."""
    known = _manners()
    verb = verb_forms().get(word)
    for form in (word, verb.lemma if verb is not None else "", word.removesuffix("s"), word.removesuffix("es")):
        if form in known:
            return known[form]
    return ""


def apart(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sets of manners exclude each other, so that they tell of different events."""
    pairs = _exclusive()
    return bool(one and two) and all((a, b) in pairs or (b, a) in pairs for a in one for b in two)
