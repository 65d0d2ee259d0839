"""Contents that deny by what they say: "there were no civilians", "no such call took place", "we did not fire"."""

from __future__ import annotations

from sayso.reader.attribution.frame import Frame
from sayso.vocabulary import Stance

NEGATED = "+negated"
"""Ending of the rule of an attribution whose content, not its cue, denies: only what it negates is denied."""
REACH = 12
"""Tokens of a content within which its main verb has to be negated."""

_HAVE_DO = frozenset("do does did has have had".split())
_BE = frozenset("is are was were 'm 're 's".split())
_NOBODY = frozenset("nobody none".split())
_MIND = frozenset(
    "know think believe want expect understand remember comment matter mean need feel like care mind hope intend plan "
    "see agree".split()
)
"""Verbs whose negation tells of a mind, not of the world: "he did not know" denies nothing."""
_FALSE = frozenset("true false untrue involved responsible behind guilty".split())


def stance_of_content(frame: Frame, first: int, last: int) -> Stance:
    """``denies`` or ``declines`` where the content's own first clause does so, else ``asserts``."""
    words: list[str] = []
    for i in range(first, min(last, first + REACH)):
        word = frame.lower[i]
        if word in (",", ";", "--") or (word in ("but", "because", "if", "when", "while") and words):
            break
        if word not in ('"', "'", "that", "("):
            words.append(word)
    if not words or words[0] in ("if", "when", "unless", "why", "how"):
        return Stance.ASSERTS
    if words[:2] == ["no", "comment"] or ("neither" in words and "confirm" in words):
        return Stance.DECLINES
    if words[0] in _NOBODY or words[:2] in (["no", "one"], ["no", "such"]):
        return Stance.DENIES
    return Stance.DENIES if _negated(words) else Stance.ASSERTS


def _negated(words: list[str]) -> bool:
    for k, word in enumerate(words):
        following = words[k + 1] if k + 1 < len(words) else ""
        if word in ("not", "n't", "never") and k > 0:
            if words[k - 1] in _HAVE_DO or word == "never":
                return following not in _MIND
            if words[k - 1] in _BE:
                return following in _FALSE or following.endswith(("ed", "en"))
        if word == "no" and k > 0 and following not in ("longer", "doubt", "idea", "comment", "more", "less"):
            # "there was no", "we received no": the object of the first verb, not of a later phrase
            return k <= 5
        if word in _FALSE and k > 0 and words[k - 1] in _BE and word in ("false", "untrue"):
            return True
    return False
