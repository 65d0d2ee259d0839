"""Who and what fills the roles of the violent incidents that a message tells of, by the layer ``muc``.

Roles are those of MUC-3/4: individuals and organisations that did it, targets, victims, weapons. Faint
mentions are found as well, put together where they are of the same one, and weighed together: what is named three
times with half a chance each is worth more than what is named once. Of each one the best name is given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from sayso.reader.marks import Mention, Sentence, Token
from sayso.reader.model.decode import log_softmax
from sayso.reader.model.session import Floats, Model, Numbers
from sayso.records import Record

FAINTEST = -5.0
"""Log odds, against there being none, from which a mention is weighed at all."""
SOFTER = 2.0
"""Divides the log odds: tags are surer of themselves than they are right."""
LONGEST = 12
"""Tokens of a mention."""
KEPT: Mapping[str, float] = {"PerpInd": 0.45, "PerpOrg": 0.48, "Target": 0.45, "Victim": 0.55, "Weapon": 0.32}
"""Probability from which a filler of the role is kept; set on tst1 and tst2."""
_SMALL = frozenset(
    "the a an this that these those its his her their our your my some several many other another about at least "
    "almost nearly more than over up to one two three four five six seven eight nine ten eleven twelve dozens "
    "unidentified suspected alleged presumed and".split()
)
"""Words that say nothing of who or what it is."""
_LINKING = frozenset("of in on at from for with by who which that whose belonging near against to , (".split())
"""Words before which the head of a phrase stands."""


class Named(Record, frozen=True, kw_only=True):
    """One mention of a filler, in tokens."""

    first: int
    last: int
    role: str
    probability: float


class Filler(Record, frozen=True, kw_only=True):
    """Who or what fills a role of an incident of the message."""

    role: str
    start: int
    """Its best name, in characters of the story."""
    end: int
    probability: float
    mentions: tuple[Named, ...]


def find_fillers(
    model: Model, numbers: Numbers, tokens: Sequence[Token], sentences: Sequence[Sentence],
    mentions: Sequence[Mention] = (),
) -> tuple[Filler, ...]:  # fmt: skip
    """Fillers of the whole message, in text order of their best names.

    ``mentions`` are the reader's, of the same tokens: their chains put mentions together that share no word.
    """
    found = find_named(model, numbers, sentences)
    made = []
    for role in model.layout.layer("muc").labels:
        own = [n for n in found if n.role == role and _names([t.lower for t in tokens[n.first : n.last]])]
        for group in grouped(own, tokens, mentions):
            probability = together([n.probability for n in group])
            if probability >= KEPT[role]:
                best = max(group, key=lambda n: (n.probability, -n.first))
                made.append(
                    Filler(
                        role=role, start=tokens[best.first].start, end=tokens[best.last - 1].end,
                        probability=probability, mentions=tuple(group),
                    )
                )  # fmt: skip
    return tuple(sorted(made, key=lambda f: (f.start, f.end, f.role)))


def find_named(model: Model, numbers: Numbers, sentences: Sequence[Sentence]) -> list[Named]:
    """Mentions of fillers in text order, none overlapping: of those that do, the likeliest.

    A mention is weighed by its log odds: its own tags against no filler on all its tokens. So faint ones are found with
    the borders that they would have if they were there.
    """
    layer = model.layout.layer("muc")
    rows = log_softmax(numbers.logits[:, layer.columns])
    odds = rows[:, 1:].reshape(len(rows), -1, 4) - rows[:, :1, None]
    found: list[tuple[float, int, int, int]] = []
    for sentence in sentences:
        found += _spans(odds[sentence.first : sentence.last], sentence.first)
    taken = np.zeros(len(rows), dtype=bool)
    made = []
    for score, first, last, kind in sorted(found, key=lambda f: (-f[0], *f[1:])):
        if not taken[first:last].any():
            taken[first:last] = True
            probability = float(1.0 / (1.0 + np.exp(-score / SOFTER)))
            made.append(Named(first=first, last=last, role=layer.labels[kind], probability=probability))
    return sorted(made, key=lambda n: n.first)


def _spans(odds: Floats, offset: int) -> list[tuple[float, int, int, int]]:
    """(log odds, first, last, role) of all spans of a sentence (tokens x roles x BIES) that are not too faint."""
    begin, inside, end, single = (odds[..., i] for i in range(4))
    before = np.concatenate([np.zeros_like(inside[:1]), np.cumsum(inside, axis=0)])
    found = []
    for length in range(1, min(LONGEST, len(odds)) + 1):
        first = np.arange(len(odds) - length + 1)
        last = first + length - 1
        scores = single[first] if length == 1 else begin[first] + end[last] + before[last] - before[first + 1]
        found += [
            (float(scores[i, kind]), offset + int(i), offset + int(i) + length, int(kind))
            for i, kind in zip(*np.nonzero(scores > FAINTEST), strict=True)
        ]
    return found


def together(probabilities: Sequence[float]) -> float:
    """Probability that at least one of several mentions is right, each taken for itself."""
    return float(1.0 - np.prod([1.0 - p for p in probabilities]))


def grouped(found: Sequence[Named], tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[list[Named]]:
    """Mentions of one role put together where they are of the same one; groups and their mentions in text order."""
    leader = list(range(len(found)))

    def lead(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    words = [bare([t.lower for t in tokens[n.first : n.last]]) for n in found]
    called = [_beside(n, tokens) for n in found]
    chains = [_chains(n, tokens, mentions) for n in found]
    for j in range(len(found)):
        for i in range(j):
            named = words[i] in called[j] or words[j] in called[i]
            if named or same(words[i], words[j]) or chains[i] & chains[j]:
                leader[lead(j)] = lead(i)
    groups: dict[int, list[Named]] = {}
    for i, n in enumerate(found):
        groups.setdefault(lead(i), []).append(n)
    return list(groups.values())


def _beside(named: Named, tokens: Sequence[Token]) -> tuple[tuple[str, ...], ...]:
    """The short name that stands in brackets behind a longer one."""
    behind = [t.lower for t in tokens[named.last : named.last + 3]]
    bracketed = len(behind) == 3 and behind[0] in ("(", "[") and behind[2] in (")", "]")
    return ((behind[1],),) if bracketed and behind[1].isalpha() and named.last - named.first > 1 else ()


def bare(words: Sequence[str]) -> tuple[str, ...]:
    """The words without quotation marks and without those that open a phrase and say nothing of whom it names."""
    kept = [w for w in words if re.search(r"\w", w) or w in _LINKING]
    while kept and (kept[0] in _SMALL or kept[0].isdigit()):
        kept.pop(0)
    return tuple(kept)


def _names(words: Sequence[str]) -> bool:
    """Whether the words can name anyone: some are neither small ones nor numbers nor marks."""
    return any(w not in _LINKING for w in bare(words))


def head(words: Sequence[str]) -> str:
    """The head word of a phrase: the last before what hangs on it."""
    for i, word in enumerate(words):
        if word in _LINKING and i:
            return words[i - 1]
    return words[-1] if words else ""


def same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two phrases name the same: the same head and one within the other, or its initials."""
    if not one or not other:
        return False
    if one == other or short_for(one, other) or short_for(other, one):
        return True
    a, b = ({_stem(w) for w in words} for words in (one, other))
    return _stem(head(one)) == _stem(head(other)) and (a <= b or b <= a)


def short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one word is made of first letters of the others, in any order: names are shortened abroad, too."""
    if len(short) != 1 or len(short[0]) < 3:
        return False
    own = [w for w in long if w not in _LINKING and w not in _SMALL]
    initials = Counter(w[0] for w in own)
    return len(own) > 2 and short[0][0] in initials and Counter(short[0]) <= initials


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _chains(named: Named, tokens: Sequence[Token], mentions: Sequence[Mention]) -> frozenset[int]:
    """Chains of the reader's mentions that end where this one ends."""
    end, start = tokens[named.last - 1].end, tokens[named.first].start
    near = (m for m in mentions if m.end == end and start - 40 <= m.start < end)
    return frozenset(m.chain for m in near if m.chain >= 0)
