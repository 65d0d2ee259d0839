"""Passages that an author sets off from another source, in text without markup.

A paragraph that ends with a colon introduces one ("Here is how the Courier describes it:"). It lasts until the
author takes over again: a paragraph that ends with a colon itself, speaks as "I", asks its reader, comments on
the article quoted, or opens by taking up what was said. In plain news prose (no author speaking), only what
follows a document's introduction directly is taken to be set off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sayso.tables import load_rows

LONGEST = 8
"""A passage of more paragraphs than this is more likely our mistake than the author's habit."""
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)")
_FIRST_SINGULAR = re.compile(r"\b(?:I|I'm|I've|I'd|I'll|my|me|myself)\b")
_FIRST_PLURAL = re.compile(r"\b(?:we|our|us|ours|we're|we've|ourselves)\b", re.I)
_SECOND = re.compile(r"\b(?:you|your|you're|you'd|you'll)\b", re.I)
_OPENING_AND = re.compile(r"^(?:And|Or|So|Yet|Oh|Now|Meanwhile|Finally|Again|Of course),", re.I)
_THAT = re.compile(r"^(?:\S+\s+){0,4}?(?:that|this|these|those|such)\s+(?:[\w-]+\s+){0,2}\w+", re.I)
_DOCUMENT = re.compile(
    r"\b(?:statement|letter|text|memo|report|article|communique|communiqué|declaration|resolution|document|excerpt|"
    r"transcript|post|editorial|column|dispatch|reads?|writes?|wrote|describes?|describing|reports?|reporting)\b",
    re.I,
)


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in load_rows("intake_words.csv") if row["list"] == name)


def _outside_quotes(text: str) -> str:
    return _QUOTED.sub(" ", text).replace("’", "'")


def wholly_quoted(text: str) -> bool:
    """Whether a paragraph is speech and nothing else (its quotation may run on into the next)."""
    return text[:1] in '“"«‘' and not re.search(r"\w", _outside_quotes(text))


def speaks(text: str) -> int:
    """How much a paragraph sounds like its author commenting (0 is plain news prose)."""
    outside = _outside_quotes(text)
    lowered = outside.lower()
    score = 2 * sum(_phrase(phrase, lowered) for phrase in _list("commentator"))
    score += 2 * bool(_SECOND.search(outside))
    score += 3 * bool(_FIRST_SINGULAR.search(outside)) + 2 * bool(_FIRST_PLURAL.search(outside))
    if text.endswith("?") and "“" not in text and '"' not in text:
        score += 3
    score += sum(_phrase(word, lowered) for word in _list("evaluative"))
    opening = outside.split()[:1]
    if opening and opening[0].lower().strip(",") in _list("deictic"):
        score += 1
    if _OPENING_AND.match(outside):
        score += 2
    return score


def _phrase(phrase: str, lowered: str) -> bool:
    at = lowered.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not (lowered[at - 1 : at].isalnum() or lowered[end : end + 1].isalnum()):
            return True
        at = lowered.find(phrase, end)
    return False


def _takes_over(text: str, passage: Sequence[str], intro: str) -> bool:
    """Whether the author, not the quoted source, speaks in ``text``."""
    if text.endswith(":"):
        return True
    if text[:1] in '“"«':
        return False
    source = _outside_quotes(" ".join(passage))
    outside = _outside_quotes(text)
    score = speaks(text)
    if _FIRST_SINGULAR.search(source) and _FIRST_SINGULAR.search(outside):
        score -= 3
    if _FIRST_PLURAL.search(source) and _FIRST_PLURAL.search(outside):
        score -= 2
    if _SECOND.search(source) and _SECOND.search(outside):
        score -= 2
    if any(_phrase(verb, outside.lower()) for verb in _list("attribution")):
        score -= 1
    # "And as that offensive drags on, ...": the opening takes up a word of the introduction itself
    if (that := _THAT.search(outside[:90].split(",")[0])) and _content(that.group(0)) & _content(intro):
        score += 2
    return score >= 2


def _content(text: str) -> set[str]:
    return {w.lower() for w in re.findall(r"[A-Za-z]{5,}", text)} - {
        "there",
        "their",
        "which",
        "about",
        "these",
        "those",
    }


def introduces(text: str) -> bool:
    """Whether a paragraph that ends with a colon introduces a passage, not a list or someone's next words."""
    if not text.endswith(":") or text.count(" ") < 2:
        return False
    lowered = text.lower()
    return not any(_phrase(phrase, lowered) for phrase in _list("listing"))


def set_off(paragraphs: Sequence[str]) -> list[bool]:
    """For each body paragraph (headings as empty strings), whether it is a set-off passage."""
    out = [False] * len(paragraphs)
    intros = [i for i, text in enumerate(paragraphs) if introduces(text)]
    if not intros:
        return out
    own = [text for i, text in enumerate(paragraphs) if text and (i <= intros[0] or i in intros)]
    commentary = sum(speaks(text) > 1 for text in own) >= max(1, len(own) // 6) or len(intros) >= 3
    at = 0
    while at < len(paragraphs):
        if not introduces(paragraphs[at]):
            at += 1
            continue
        intro = paragraphs[at]
        speech = any(_phrase(verb, " ".join(intro.split()[-3:]).lower()) for verb in _list("speech"))
        following = at + 1
        if following >= len(paragraphs) or not (commentary or _DOCUMENT.search(intro)):
            at = following
            continue
        passage: list[str] = []
        while following < len(paragraphs) and paragraphs[following] and len(passage) < LONGEST:
            text = paragraphs[following]
            if passage and (not commentary or _takes_over(text, passage, intro)):
                break
            if not passage and (text.endswith(":") or (speech and wholly_quoted(text))):
                break
            passage.append(text)
            out[following] = True
            following += 1
        at = max(following, at + 1)
    return out
