"""What is said: the stretch of a sentence that is the content of a cue."""

from __future__ import annotations

from sayso.reader.attribution.frame import DETERMINERS, TIME_WORDS, Frame, is_adverb

Phrase = tuple[int, int]

OPENERS = frozenset("that if whether how why what when where".split())
DATELINE = 16
"""Tokens a dateline may have."""
_NO_CLAUSE = frozenset(
    ", . ; ) -- ? ! in on at to of by with from for as and or about before after until since during".split()
)
_SETTINGS = frozenset("in on at during through via by after before for late early last this earlier".split())
_CONJUNCTIONS = frozenset("but and while though although whereas as".split())


def skip_setting(frame: Frame, i: int, last: int) -> int:
    """Step over time and setting between a cue and its content: "on Tuesday", "in a statement", "at a news conference".

    Stops at the content's first word. A setting is one or more short prepositional phrases; it is stepped over only if
    a clause opener, quotation, colon or comma follows it or it is a time.
    """
    j = i
    while j < last and frame.quote[j] < 0:
        word = frame.lower[j]
        if word == ",":
            # "told them, in a letter to the press, that"
            k = next((x for x in range(j + 1, min(last - 1, j + 18)) if frame.lower[x] == ","), -1)
            if k > 0 and frame.lower[k + 1] == "that":
                return k + 1
            break
        if is_adverb(word) or (word == "only" and j + 1 < last and frame.lower[j + 1] == "that"):
            j += 1
            continue
        if word in ("on", "late", "early", "last", "this", "earlier") or word in TIME_WORDS:
            k = j
            while k < last and (
                frame.lower[k] in TIME_WORDS or frame.lower[k].isdigit() or frame.lower[k] == "earlier"
            ):
                k += 1
            if k > j and any(
                frame.lower[x] not in ("on", "in", "this", "last", "may", "late")
                or (x > j and frame.tokens[x].text == "May")
                for x in range(j, k)
            ):
                if k < last and frame.lower[k] in ("'s", "'"):
                    return j  # "said Thursday's clashes": the day belongs to the content
                j = k
                continue
        if word in _SETTINGS:
            k = j + 1
            while (
                k < last
                and frame.quote[k] < 0
                and frame.lower[k] not in OPENERS | {",", ":", ".", ";", "--"}
                and k - j < 16
            ):
                k += 1
            closed = k < last and (
                frame.lower[k] in OPENERS or frame.quote[k] >= 0 or frame.lower[k] in (":", ",", ".")
            )
            determined = frame.lower[j + 1] in DETERMINERS if j + 1 < last else False
            if closed and (determined or k - j <= 4) and k - j < 16:
                j = k
                continue
        break
    return j


def clause_end(frame: Frame, start: int, last: int, stops: list[int]) -> int:
    """One past the last token of a content that begins at ``start``.

    ``stops`` are the tokens where other attributions of the sentence begin their subject or cue (outside the
    content); the clause ends at the comma or conjunction before the first of them. The sentence's closing mark is
    left out.
    """
    end = last
    for stop in stops:
        if stop <= start:
            continue
        k = stop
        while k > start and frame.lower[k - 1] in _CONJUNCTIONS:
            k -= 1
        if k > start and frame.lower[k - 1] == ",":
            k -= 1
        elif k == stop:
            continue
        end = min(end, k)
    while end > start and frame.lower[end - 1] in (".", ",", ";", ":", "?", "!", "--"):
        end -= 1
    depth = 0
    for i in range(start, end):
        if frame.quote[i] >= 0:
            continue
        if frame.lower[i] == "(":
            depth += 1
        elif frame.lower[i] == ")":
            depth -= 1
        elif depth == 0 and i > start and (
            frame.lower[i] == ";"
            or (frame.lower[i] == "," and i + 1 < end and frame.lower[i + 1] == "but" and frame.quote[i + 1] < 0)
            or (frame.lower[i] == "," and i + 2 < end and frame.lower[i + 1 : i + 3] == ["according", "to"])
        ):  # fmt: skip
            return i
    return end


def after_dateline(frame: Frame, first: int, end: int) -> int:
    """First token after a dateline ("MARN, June 4 (Agency) -") that opens the sentence at ``first``, else ``first``."""
    if not (frame.tokens[first].text.isupper() and len(frame.tokens[first].text) > 2):
        return first
    for k in range(first + 1, min(end, first + DATELINE)):
        if frame.lower[k] in ("--", "-") and frame.tokens[k].start > frame.tokens[k - 1].end:
            return k + 1
    return first


def left_part(frame: Frame, first: int, end: int) -> Phrase | None:
    """The content that stands before its cue: from the sentence's start to ``end``, edge marks and "but" left out.

    A quotation opened in the sentence before keeps its mark.
    """
    first = after_dateline(frame, first, end)
    while end > first and frame.lower[end - 1] in (",", "--", ";", ":") and frame.quote[end - 1] < 0:
        end -= 1
    while first < end and frame.quote[first] < 0 and frame.lower[first] in ("but", "and", "--", "still", ",", "yet"):
        first += 1
    return (first, end) if end - first >= 1 else None


def is_clause(frame: Frame, i: int, last: int) -> bool:
    """Whether a bare clause can begin at ``i``: it needs three words and no comma or full stop at once."""
    return last - i >= 3 and frame.lower[i] not in _NO_CLAUSE
