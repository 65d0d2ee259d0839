"""What the letter of an id says: the layer of a span, and the kind of a mention."""

from __future__ import annotations

import re
from functools import cache

from sayso.tables import load_rows, load_words
from sayso.vocabulary import MentionKind, Qualifier, VoiceSort

MENTION = {
    "n": MentionKind.PERSON, "r": MentionKind.ROLE, "o": MentionKind.ORGANISATION, "g": MentionKind.GROUP,
    "k": MentionKind.COUNTRY, "a": MentionKind.NATIONALITY, "p": MentionKind.PLACE, "b": MentionKind.FACILITY,
    "d": MentionKind.DOCUMENT, "u": MentionKind.OUTLET, "m": MentionKind.WEAPON,
}  # fmt: skip
"""Letters of mentions, one a kind."""

LETTERS = {
    **{letter: str(kind) for letter, kind in MENTION.items()},
    "s": "source", "c": "cue", "q": "content", "h": "hedge", "e": "event trigger", "x": "status words",
    "f": "figure", "w": "words that say what or whom a figure counts", "t": "time", "v": "victim",
    "y": "office or title",
}  # fmt: skip
"""Every letter an id may begin with."""

SCATTERED = frozenset("sq")
"""Letters whose spans may have several stretches."""

SORT = {
    MentionKind.PERSON: VoiceSort.PERSON, MentionKind.ROLE: VoiceSort.PERSON,
    MentionKind.ORGANISATION: VoiceSort.ORGANISATION, MentionKind.GROUP: VoiceSort.GROUP,
    MentionKind.COUNTRY: VoiceSort.ORGANISATION, MentionKind.NATIONALITY: VoiceSort.GROUP,
    MentionKind.PLACE: VoiceSort.ORGANISATION, MentionKind.FACILITY: VoiceSort.ORGANISATION,
    MentionKind.DOCUMENT: VoiceSort.DOCUMENT, MentionKind.OUTLET: VoiceSort.OUTLET,
    MentionKind.WEAPON: VoiceSort.UNKNOWN,
}  # fmt: skip
"""What sort of voice a mention of each kind is when it speaks."""

PRONOUNS = frozenset("he she it they him her them i we us who which that his their its one".split())
_DETERMINERS = frozenset("the a an this that these those his her its their our my".split())
_PEOPLE = frozenset("people men women children police policemen militiamen tribesmen villagers gunmen".split())
_STOPS = frozenset("of for from in at who that which with on by to near inside".split())
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_PLURAL_PRONOUNS = frozenset("they them we us their".split())


@cache
def _common() -> frozenset[str]:
    """Words that have a capital only because a sentence begins with them."""
    counted = {row[column] for row in load_rows("count_nouns.csv") for column in ("word", "plural")}
    spoken = load_words("voice_words.csv")
    return load_words("common_words.csv") | counted | spoken | {word + "s" for word in spoken}


def looks_named(words: str, *, opens: bool = False) -> bool:
    """Whether a mention holds a name: a capital after its determiner.

    ``opens``: it opens a sentence, so that the capital of a common word says nothing.
    """
    found = _WORD.findall(words)
    if opens and found and found[0].lower() in _common():
        found = found[1:]
    rest = found[1:] if found and found[0].lower() in _DETERMINERS else found
    return bool(rest) and " ".join(found).lower() not in PRONOUNS and any(w[0].isupper() for w in rest)


@cache
def _counted(column: str) -> frozenset[str]:
    """People as nouns, singular ("word") or "plural"."""
    return frozenset(
        row[column] for row in load_rows("count_nouns.csv") if row["kind"] == "person" and row["word"] != row["plural"]
    )


def kind_of_source(words: str) -> MentionKind:
    """What a source that is not marked as a mention is, by its head: a body, document or outlet, else a person."""
    sorts = {row["word"]: row["sort"] for row in load_rows("voice_words.csv")}
    kinds = {"organisation": MentionKind.ORGANISATION, "document": MentionKind.DOCUMENT, "outlet": MentionKind.OUTLET}
    found = [w.lower() for w in _WORD.findall(words)]
    head = next((i for i, w in enumerate(found) if i and w in _STOPS), len(found))
    last = found[head - 1] if found else ""
    return kinds.get(sorts.get(last, sorts.get(last.removesuffix("s"), "")), MentionKind.PERSON)


def looks_plural(words: str) -> bool:
    """Whether a description is of several: its head ends in -s, is an irregular plural, or is joined by "and"."""
    found = [w.lower() for w in _WORD.findall(words)]
    if not found:
        return False
    if found[0] in _PLURAL_PRONOUNS and len(found) == 1:
        return True
    head = next((i for i, w in enumerate(found) if i and w in _STOPS), len(found))
    if (number_of(found[0]) or 0) > 1 or found[0] in ("several", "many", "some", "both"):
        return True
    for word in found[:head]:
        if word in _counted("word") or word in _counted("plural"):
            return word in _counted("plural")
    if "and" in found[:head]:
        return True
    word = found[head - 1]
    return word in _PEOPLE or word in ("several", "many", "others", "two", "three") or (
        word.endswith("s") and not word.endswith(("ss", "'s", "’s", "us", "is"))
    )


@cache
def modes() -> frozenset[tuple[str, str]]:
    """(type, mode) pairs known to the reader's tables and PLOVER's manual."""
    rows = [*load_rows("event_triggers.csv"), *load_rows("event_nouns.csv"), *load_rows("event_modes.csv")]
    known = {(row["type"], row["mode"]) for row in rows if row["mode"] and "|" not in row["mode"]}
    more = "OTHER:disaster OTHER:death OTHER:accident OTHER:appointment OTHER:election OTHER:arrival ASSAULT:drone"
    return frozenset(known | {(t, m) for t, _, m in (x.partition(":") for x in more.split())})


@cache
def _numbers() -> dict[str, tuple[int, str]]:
    return {row["word"]: (int(float(row["value"])), row["kind"]) for row in load_rows("number_words.csv")}


def number_of(words: str) -> int | None:
    """The number that plain digits or number words say; ``None`` where they say none ("forty-four" is 44)."""
    cleaned = words.lower().strip()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d+", cleaned):
        return int(cleaned.replace(",", ""))
    total = current = 0
    seen = False
    for word in re.split(r"[\s-]+", cleaned):
        if word == "and" and seen:
            continue
        if word in ("a", "an") and not seen:
            current, seen = 1, True
            continue
        if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", word):
            current, seen = int(float(word.replace(",", ""))), True
            continue
        if word not in _numbers():
            return None
        value, kind = _numbers()[word]
        if kind in ("scale", "dozen", "score"):
            current = (current or 1) * value
            if value >= 1000:
                total, current = total + current, 0
        else:
            current += value
        seen = True
    return total + current if seen and cleaned not in ("a", "an") else None


def bounds(words: str) -> tuple[int | None, int | None, Qualifier] | None:
    """Least and most that a figure's words say, by the table ``vague_numbers``; ``None`` if not simple."""
    text = " ".join(words.lower().split())
    if on_top(text):
        text = _ON_TOP.sub("", text) or text
    if text in ("a", "an", "another"):
        return 1, 1, Qualifier.EXACTLY
    rows = load_rows("vague_numbers.csv")
    for row in rows:
        if row["kind"] == "amount" and row["phrase"] == text:
            return _bound(row["min"], 0), _bound(row["max"], 0), Qualifier(row["qualifier"])
    if (plain := number_of(text)) is not None:
        return plain, plain, Qualifier.EXACTLY
    if match := re.fullmatch(r"(?:between |from )?(.+?)(?: and | to | or |-|–| - )(.+)", text):
        low, high = number_of(match[1]), number_of(match[2])
        if low is not None and high is not None and low < high:
            return low, high, Qualifier.RANGE
    for row in sorted(rows, key=lambda r: -len(r["phrase"])):
        phrase = row["phrase"]
        remains: str | None = None
        if row["kind"] == "before" and text.startswith(phrase + " "):
            remains = text[len(phrase) :]
        elif row["kind"] == "after" and text.endswith((" " + phrase, phrase if not phrase[0].isalpha() else "\0")):
            remains = text[: -len(phrase)]
        if remains is not None and (n := number_of(remains.strip())) is not None:
            return _bound(row["min"], n), _bound(row["max"], n), Qualifier(row["qualifier"])
    return None


_ON_TOP = re.compile(r"^(?:another|an? further|an additional|an extra)\s+|\s+(?:more|others|additional)$")


def on_top(words: str) -> bool:
    """Whether a figure's words say that it comes on top of another ("another six", "12 more", not "or more")."""
    text = words.lower().strip()
    return _ON_TOP.search(text) is not None and not text.endswith(("or more", "and more"))


def _bound(formula: str, n: int) -> int | None:
    """A bound of the table: a number, "n", "n+1", "n-1"; empty is none."""
    if not formula:
        return None
    if formula.startswith("n"):
        return n + int(formula[1:] or 0)
    return int(formula)
