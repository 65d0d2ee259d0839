"""Attributions set right among each other: what linking each cue alone cannot know."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.marks import Sentence, Token
from sayso.reader.model.said import Phrase, Said

_COMMAS = frozenset({",", "--", "-"})
_EXCLAIMED = frozenset("yes no however still well".split())
_SUBORDINATORS = frozenset("when if while although though once unless until after before since because as".split())
SHORTEST_CLAUSE = 4
"""Tokens of the clause that a subordinate one waits for, its comma included."""
LONGEST_LEAD = 40
"""Tokens of a content that may stand before the aside."""
LONGEST_ASIDE = 14
"""Tokens that source and cue may have between their commas."""


def mend(found: Sequence[Said], tokens: Sequence[Token], sentences: Sequence[Sentence]) -> list[Said]:
    """The attributions with shared contents given to one of their cues, and contents that a cue parts made whole."""
    alone = _apart(list(found))
    whole = [_around(one, alone, tokens, sentences) for one in alone]
    return [_carried_on(one, whole, tokens, sentences) for one in whole]


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


def _carried_on(one: Said, others: Sequence[Said], tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Said:
    """Give "that when she arrives" the clause it waits for, which a comma or an aside in brackets parts from it."""
    if not one.contents:
        return one
    begin, end, log = one.contents[-1]
    opening = begin + 1 if tokens[begin].lower == "that" else begin
    sentence = sentences[tokens[end - 1].sentence]
    if end >= sentence.last - 1 or tokens[end].lower not in (",", "(") or tokens[opening].lower not in _SUBORDINATORS:
        return one
    phrases = [p for o in others for p in (o.cue, *((a, b) for a, b, _ in (*o.contents, *o.sources)))]
    last = min((a for a, _ in phrases if a >= end), default=sentence.last)
    last = min(last, sentence.last)
    while last > end and not tokens[last - 1].lower[0].isalnum():
        last -= 1
    if last - end < SHORTEST_CLAUSE or any(t.lower == '"' for t in tokens[end:last]):
        return one
    return one.replaced(contents=(*one.contents[:-1], (begin, last, log)))
