"""Attributions set right among each other: what linking each cue alone cannot know."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.marks import Sentence, Token
from sayso.reader.model.said import Phrase, Said

_COMMAS = frozenset({",", "--", "-"})
_EXCLAIMED = frozenset("yes no however still well".split())
LONGEST_LEAD = 40
"""Tokens of a content that may stand before the aside."""
LONGEST_ASIDE = 14
"""Tokens that source and cue may have between their commas."""


def mend(found: Sequence[Said], tokens: Sequence[Token], sentences: Sequence[Sentence]) -> list[Said]:
    """The attributions with shared contents given to one of their cues, and contents that a cue parts made whole."""
    alone = _apart(list(found))
    return [_around(one, alone, tokens, sentences) for one in alone]


def _apart(found: list[Said]) -> list[Said]:
    """A stretch that two cues claim as content goes to the surer one, if the other has more than that.

    Nested attributions share words rightly: a content that holds the other's cue stays.
    """
    kept = list(found)
    for n, one in enumerate(kept):
        for m in range(n + 1, len(kept)):
            other = kept[m]
            for part in one.contents:
                for rival in other.contents:
                    same = part[0] < rival[1] and rival[0] < part[1]
                    if not same or _holds(part, other.cue) or _holds(rival, one.cue):
                        continue
                    loser, lost = (n, part) if part[2] < rival[2] else (m, rival)
                    if len(kept[loser].contents) > 1:
                        kept[loser] = kept[loser].replaced(
                            contents=tuple(c for c in kept[loser].contents if c != lost)
                        )
            one = kept[n]
    return kept


def _holds(part: tuple[int, int, float], cue: Phrase) -> bool:
    return part[0] <= cue[0] < part[1]


def _around(one: Said, others: Sequence[Said], tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Said:
    """Add the words before an aside: in "The mill, officials said, had been empty" the content begins with the mill."""
    if len(one.contents) != 1 or not one.sources:
        return one
    first = min(one.cue[0], *(a for a, _, _ in one.sources))
    last = max(one.cue[1], *(b for _, b, _ in one.sources))
    begin, _, log = one.contents[0]
    sentence = sentences[tokens[one.cue[0]].sentence]
    inside = sentence.first < first - 1 and begin < sentence.last and last - first <= LONGEST_ASIDE
    if not inside or begin != last + 1 or tokens[last].lower not in _COMMAS or tokens[first - 1].lower not in _COMMAS:
        return one
    start = sentence.first
    while start < first - 1 and tokens[start].lower in ("but", "and", "so", ","):
        start += 1
    words = range(start, first - 1)
    phrases = [p for o in others for p in (o.cue, *((a, b) for a, b, _ in (*o.contents, *o.sources)))]
    taken = {i for a, b in phrases for i in range(a, b)}
    if not words or len(words) > LONGEST_LEAD or any(i in taken or tokens[i].lower == '"' for i in words):
        return one
    if not tokens[begin].lower.isalpha() or (len(words) == 1 and tokens[start].lower in _EXCLAIMED):
        return one
    return one.replaced(contents=((start, first - 1, log), *one.contents))
