"""Whether the clause around a time expression tells of what has been or of what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sayso.reader.marks import Sentence, Token
from sayso.tables import load_rows
from sayso.vocabulary import BlockKind

_BORDERS = frozenset((";", ":", "(", ")", "--", '"', "that", "who", "which", "when", "while", "but", "whose", "where"))
_OPENING = frozenset(("beginning", "starting", "commencing", "opening"))
_PLAN_LINKS = frozenset(("to", "for", "on", "by"))
_NOT_PAST = frozenset("need indeed speed feed red hundred bed seed exceed proceed succeed united armed".split())


@cache
def _tenses() -> dict[str, str]:
    return {row["word"]: row["tense"] for row in load_rows("time_tense.csv")}


def _signal(tokens: Sequence[Token], i: int, sentence: Sentence) -> str:
    """Tense that one word shows: past, future or nothing."""
    word = tokens[i].lower
    known = _tenses().get(word)
    if known == "future" and word != "will" and i + 1 < sentence.last and tokens[i + 1].lower == "have":
        return "past"  # "may have seen", "would have met"
    if known == "plan":
        following = tokens[i + 1].lower if i + 1 < sentence.last else ""
        return "future" if following in _PLAN_LINKS and (following == "to" or word not in ("is", "are")) else ""
    if word in ("has", "have"):
        after = [tokens[k].lower for k in range(i + 1, min(i + 3, sentence.last))]
        return "past" if any(w.endswith("ed") or _tenses().get(w) == "past" for w in after) else ""
    if known is not None:
        return "" if word == "may" and tokens[i].text[0].isupper() else known
    if word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST:
        return "past"
    return ""


def tense_at(tokens: Sequence[Token], sentence: Sentence, first: int, last: int) -> str:
    """Tense of the clause around tokens ``first:last``: ``past``, ``future`` or nothing.

    The nearest sign to the left within the clause decides, then the nearest to the right; a comma ends the clause only
    on the right. "would" counts as to come: in reported speech it is the future of the one who spoke.
    """
    for i in range(first - 1, sentence.first - 1, -1):
        if tokens[i].lower in _BORDERS:
            break
        if tokens[i].lower in _OPENING and first - i <= 3:
            return ""  # "invited observers to an exercise beginning on": no verb's tense is the exercise's
        if signal := _signal(tokens, i, sentence):
            return _perfect_future(tokens, i, sentence, signal)
        if sentence.kind == BlockKind.HEADING and tokens[i].lower == "to":
            # "Ministers to meet Friday": a headline's future.
            return "future"
    for i in range(last, sentence.last):
        if tokens[i].lower in _BORDERS or (tokens[i].lower == "," and i > last):
            break
        if signal := _signal(tokens, i, sentence):
            return signal
    return ""


def _perfect_future(tokens: Sequence[Token], i: int, sentence: Sentence, signal: str) -> str:
    """A past-looking word after "will be", "to be" is part of a future: "will be held", "is to be released"."""
    if signal != "past":
        return signal
    for k in range(i - 1, max(sentence.first, i - 4) - 1, -1):
        word = tokens[k].lower
        if _tenses().get(word) == "future":
            return "future"
        if word == "to" and k + 1 < i and tokens[k + 1].lower == "be":
            return "future"
        if word not in ("be", "not", "also", "only", "then", "been", "have"):
            break
    return signal
