"""Who and what fills the roles of the violent incidents that a message tells of, by the layer ``muc``.

Roles are those of MUC-3/4: individuals and organisations that did it, targets, victims, weapons. Mentions are found
with a bias to find more, put together where they are of the same one, and weighed together: what is named three times
with half a chance each is worth more than what is named once. Of each one the best name is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from sayso.reader.marks import Mention, Sentence, Token
from sayso.reader.model.claims import spans_of
from sayso.reader.model.decode import log_softmax
from sayso.reader.model.session import Floats, Model, Numbers
from sayso.records import Record

MORE = 2.0
"""Added to the scores of beginning a mention."""
KEPT: Mapping[str, float] = {"PerpInd": 0.5, "PerpOrg": 0.5, "Target": 0.5, "Victim": 0.5, "Weapon": 0.5}
"""Probability from which a filler of the role is kept."""
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
        own = [n for n in found if n.role == role]
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


def find_named(
    model: Model, numbers: Numbers, sentences: Sequence[Sentence], more: float = MORE
) -> list[Named]:  # fmt: skip
    """Mentions of fillers, in text order."""
    layer = model.layout.layer("muc")
    chances = role_probabilities(numbers.logits[:, layer.columns])
    return [
        Named(first=a, last=b, role=layer.labels[kind], probability=float(chances[a:b, kind].mean()))
        for a, b, kind, _ in spans_of(model, numbers, sentences, "muc", more)
    ]


def role_probabilities(rows: Floats) -> Floats:
    """Probability (tokens x roles) that a token is part of a mention, wherever that begins and ends."""
    tags = np.exp(log_softmax(rows))[:, 1:]
    return np.asarray(tags.reshape(len(rows), -1, 4).sum(axis=2), dtype=np.float32)


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
    chains = [_chains(n, tokens, mentions) for n in found]
    for j in range(len(found)):
        for i in range(j):
            beside = found[j].first - found[i].last == 1 and tokens[found[i].last].lower in ("(", "-", "--")
            if same(words[i], words[j]) or chains[i] & chains[j] or (beside and short_for(words[j], words[i])):
                leader[lead(j)] = lead(i)
    groups: dict[int, list[Named]] = {}
    for i, n in enumerate(found):
        groups.setdefault(lead(i), []).append(n)
    return list(groups.values())


def bare(words: Sequence[str]) -> tuple[str, ...]:
    """The words without quotation marks and without those that open a phrase and say nothing of whom it names."""
    kept = [w for w in words if re.search(r"\w", w) or w in _LINKING]
    while kept and (kept[0] in _SMALL or kept[0].isdigit()):
        kept.pop(0)
    return tuple(kept)


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
    """Whether one word is made of the first letters of the others, small words counted or not."""
    if len(short) != 1 or len(short[0]) < 2:
        return False
    own = [w for w in long if w not in _LINKING and w not in _SMALL]
    initials = {"".join(w[0] for w in long), "".join(w[0] for w in own)}
    return len(own) > 1 and short[0] in initials


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _chains(named: Named, tokens: Sequence[Token], mentions: Sequence[Mention]) -> frozenset[int]:
    """Chains of the reader's mentions that end where this one ends."""
    end, start = tokens[named.last - 1].end, tokens[named.first].start
    near = (m for m in mentions if m.end == end and start - 40 <= m.start < end)
    return frozenset(m.chain for m in near if m.chain >= 0)
