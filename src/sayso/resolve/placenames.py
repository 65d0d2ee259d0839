"""Names of places as keys: folded, by sound, and marked where they are mostly something else."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from sayso.tables import load_rows

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "a",
     "&": " and "}
)  # fmt: skip
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_WORDS = re.compile(r"[\s\-‐‑–/,()]+")
_ACRONYMS = frozenset({"us", "usa", "uk", "uae", "car", "la", "dc", "pak", "un"})
_SOUNDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("kh|q|ck|ch(?=[aou])", "k"), ("gh", "g"), ("dh|th(?=[aeiou])", "d"), ("ph", "f"), ("sch|sh|ch|tch|cz", "s"),
        ("zh|dj|dzh", "j"), ("ts|tz", "z"), ("v", "w"), ("c", "k"), ("x", "ks"),
        ("[aeiouy]+h?(?![aeiouy])", "a"), ("h", ""),
    )
)  # fmt: skip


def words_of(name: str) -> list[str]:
    """The folded words of ``name``: "Saint-Denis" gives ``["st", "denis"]``; a leading "the" is dropped."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    words = [w for w in (_NOT_KEY.sub("", part) for part in _WORDS.split(plain)) if w]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return [_SHORT.get(w, w) if i < len(words) - 1 else w for i, w in enumerate(words)]


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key ``name`` is stored under: its folded words run together."""
    return "".join(words_of(name))


def sound(key: str) -> str:
    """A rough consonant frame of a folded key, the same for common transliterations of one name."""
    for pattern, to in _SOUNDS:
        key = pattern.sub(to, key)
    return re.sub(r"(.)\1+", r"\1", key).rstrip("a") or key


def slug(name: str) -> str:
    """ "Kurram Agency" gives "kurram-agency"."""
    return "-".join(words_of(name))


@cache
def _traps() -> dict[str, str]:
    """Folded words that are place names somewhere but mostly something else, and what they mostly are."""
    traps: dict[str, str] = {}
    for row in load_rows("place_traps.csv"):
        traps[fold(row["word"])] = row["kind"]
    for row in load_rows("name_words.csv"):
        if row["kind"] == "given":
            traps.setdefault(fold(row["word"]), "given")
    for row in load_rows("common_words.csv"):
        traps.setdefault(fold(row["word"]), "word")
    return {word: kind for word, kind in traps.items() if kind != "place"}


def trap_of(key: str) -> str:
    """What a folded name mostly is, where it is not mostly a place: "word", "given" or "surname"; else ""."""
    return "" if key in _ACRONYMS else _traps().get(key, "")


def unlike_name(name: str, key: str) -> bool:
    """Whether short lower-case words ("us", "la", "car") would be taken for acronyms of places."""
    return key in _ACRONYMS and not name.replace(".", "").isupper() and "." not in name
