"""Words as merging compares them: content words, stems that inflections share, manners of violence, definiteness."""

from __future__ import annotations

import re
from functools import cache

from sayso.tables import load_rows

_STOP = frozenset(
    "the a an of to in on at by for from with that this these those it its he she they his her their and or but was "
    "were is are be been being has have had not no as which who any such will would said says after before near people "
    "when where during over into out up about against also than more least one two three four five".split()
)
_ANYONE = frozenset(
    "people person persons man men woman women others several many some dozen dozens scores hundreds thousands two "
    "three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand least most more "
    "than about only nearly another".split()
)
"""Words of descriptions that fit anyone."""
_PRONOUNS = frozenset(
    "he she it they we you i him her them us me who whom which that this these those his hers theirs himself herself "
    "themselves itself someone somebody nobody anyone anybody everyone all both some one ones others other".split()
)
_SUFFIXES = (
    "ation",
    "ition",
    "ment",
    "ance",
    "ence",
    "ings",
    "ions",
    "ing",
    "ion",
    "ers",
    "ure",
    "ed",
    "es",
    "er",
    "al",
    "s",
    "e",
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_FRESH = frozenset(
    "another second third fourth fifth new fresh further separate different previous earlier last".split()
)
_DEFINITE = frozenset("the this that these those its their his her".split())
_HARM = frozenset(
    "kill killed die died dies dying wound wounded injure injured hurt death deaths dead perish slay fatal toll "
    "casualty casualties lose lost claim claimed".split()
)
HARM_STEMS: frozenset[str]


def words_of(text: str) -> list[str]:
    """Words in lower case, without marks."""
    return [w.replace("’", "'").removesuffix("'s") for w in _WORD.findall(text.lower())]


@cache
def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for row in load_rows("verb_forms.csv"):
        for column in ("past", "participle"):
            for form in row[column].split("|"):
                forms[form] = row["lemma"]
    return forms


@cache
def stem(word: str) -> str:
    """A form that inflections and plain derivations of a word share: "killed" and "killing" give "kill"."""
    word = _irregular().get(word, word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= (3 if suffix in ("ing", "ed") else 4):
            word = word.removesuffix(suffix)
            break
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    if word[-1:] in ("y", "e") and len(word) > 3:
        word = word[:-1]
    return word[:7]


HARM_STEMS = frozenset(stem(w) for w in _HARM)
"""Stems of words that tell only of harm, whatever did it."""


def content_words(text: str) -> frozenset[str]:
    """Stems of the content words of a text."""
    return frozenset(stem(w) for w in words_of(text) if len(w) > 2 and w not in _STOP)


def name_words(name: str) -> frozenset[str]:
    """Stems of the words of a name or description; none of a pronoun."""
    words = words_of(name)
    if all(w in _PRONOUNS for w in words):
        return frozenset()
    return frozenset(
        stem(w) for w in words if w not in _STOP and w not in _PRONOUNS and w not in _ANYONE and not w.isdigit()
    )


@cache
def _manners() -> dict[str, str]:
    return {stem(row["word"]): row["manner"] for row in load_rows("event_manners.csv")}


@cache
def _apart() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((r["one"], r["other"])) for r in load_rows("event_manners_apart.csv"))


def manners(stems: frozenset[str]) -> frozenset[str]:
    """Manners of violence that these stems tell of."""
    table = _manners()
    return frozenset(table[s] for s in stems if s in table)


def manners_exclude(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two events told in these manners cannot be the same; not where either tells none or they share one."""
    if not one or not other or one & other:
        return False
    apart = _apart()
    return any(frozenset((a, b)) in apart for a in one for b in other)


def determiners(text: str, start: int) -> tuple[bool, bool]:
    """(definite, fresh) of a trigger by the words before it in its phrase: "the deadly strike", "a second strike"."""
    before = text[max(0, start - 40) : start]
    phrase = re.split(r"[^\w\s'’-]", before)[-1]
    words = words_of(phrase)[-3:]
    fresh = any(w in _FRESH for w in words[-2:])
    return (bool(words) and any(w in _DEFINITE for w in words)) and not fresh, fresh
