"""Figures out of the trained model: it says which words are one, what and whom they count; rules read the number.

Figures of the rules are votes: one that the model does not plainly rule out stays, and what it counts, and of whom, is
what the two together find likeliest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from sayso.reader.events.weighing import Weighing
from sayso.reader.figures.lexicon import ADVERBS, harms, nouns
from sayso.reader.figures.quantities import Reader
from sayso.reader.marks import Figure, Sentence, Span, Token
from sayso.reader.model import ModelReading
from sayso.reader.model.calibration import calibrated
from sayso.reader.model.decode import log_softmax
from sayso.reader.model.events import Phrase, figure_links, means
from sayso.reader.model.session import Floats
from sayso.records import Record
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier

_LAYERS = ("what", "who", "basis")
_PLAIN = frozenset({CountWho.TOTAL, CountWho.UNKNOWN, CountWho.OTHER, CountWhat.OTHER, CountWhat.UNKNOWN})
_NONE = frozenset({"no", "none", "nobody", "neither", "nil", "not", "no-one"})
_COMPARING = frozenset({"more", "fewer", "less", "than"})
_ONE = frozenset({"a", "an", "another", "one", "single", "lone"})
_PERIODS = frozenset({"day", "week", "month", "year"})
_EACH = frozenset({"a", "per", "each", "every"})
_ADVERBIAL = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}


class _Read(Record, frozen=True, kw_only=True):
    """The words of a figure read as a number."""

    first: int
    last: int
    min: int | None
    max: int | None
    qualifier: Qualifier
    more: bool = False


def learned_figures(
    tokens: Sequence[Token], sentences: Sequence[Sentence], reading: ModelReading, weighs: Weighing,
    found: Sequence[Phrase], counted: Sequence[Phrase], ruled: Sequence[Figure],
) -> tuple[Figure, ...]:  # fmt: skip
    """Figures of the story in text order. ``found`` and ``counted`` are the model's spans of those layers."""
    lower = [t.lower for t in tokens]
    starts = {t.start: i for i, t in enumerate(tokens)}
    ends = {t.end: i + 1 for i, t in enumerate(tokens)}
    marked = reading.marked("figure")
    drafts: list[tuple[Phrase, Figure | None, _Read | None]] = []
    taken: set[int] = set()
    for figure in ruled:
        span = (starts.get(figure.start, 0), ends.get(figure.end, 0))
        if span[0] < span[1] and float(marked[span[0] : span[1]].max()) >= weighs.ruled_least:
            drafts.append((span, figure, None))
            taken.update(range(*span))
    reader = Reader(tokens, lower)
    for a, b in found:
        if taken.isdisjoint(range(a, b)):
            read = _number(reader, lower, sentences[tokens[a].sentence], a, b)
            if read is not None:
                drafts.append(((a, b), None, read))
    if not drafts:
        return ()
    drafts.sort(key=lambda d: d[0])
    return _made(tokens, sentences, reading, weighs, counted, drafts, {id(f): n for n, f in enumerate(ruled)})


def _number(reader: Reader, lower: Sequence[str], sentence: Sentence, a: int, b: int) -> _Read | None:
    """The number of a figure's words; ``None`` where they have none that can be read."""
    words = lower[a:b]
    if a > sentence.first and lower[a - 1] == "how":
        return None  # "how many"
    whole = Qualifier.ALL if words[0] in ("all", "every", "both", "each") else None
    if words[0] == "both":
        return _Read(first=a, last=b, min=2, max=2, qualifier=Qualifier.ALL)
    if words[0] in _NONE and not _COMPARING & set(words):
        return _Read(first=a, last=b, min=0, max=0, qualifier=Qualifier.NONE)
    for core in range(a, b):
        quantity = reader.read(core, sentence.first, sentence.last)
        if quantity is not None:
            return _Read(
                first=min(a, quantity.first), last=max(b, quantity.last), min=quantity.min, max=quantity.max,
                qualifier=whole or quantity.qualifier, more=quantity.more,
            )  # fmt: skip
    if whole is not None:
        return _Read(first=a, last=b, min=None, max=None, qualifier=whole)
    if words[0] in ("most", "some", "the") and b - a <= 3:
        return _Read(first=a, last=b, min=1, max=None, qualifier=Qualifier.SOME) if words[0] != "the" else None
    if _ONE & set(words):
        return _Read(first=a, last=b, min=1, max=1, qualifier=Qualifier.EXACTLY, more=words[0] == "another")
    return None


def _made(
    tokens: Sequence[Token], sentences: Sequence[Sentence], reading: ModelReading, weighs: Weighing,
    counted: Sequence[Phrase], drafts: Sequence[tuple[Phrase, Figure | None, _Read | None]],
    rule_number: Mapping[int, int],
) -> tuple[Figure, ...]:  # fmt: skip
    """The records, with classes, words counted and wholes."""
    anchors = [span for span, _, _ in drafts]
    votes = [figure for _, figure, _ in drafts]
    marked = reading.marked("figure")
    lower = [t.lower for t in tokens]
    said: dict[str, list[str | None]] = {
        "what": [f.what if f else None for f in votes], "basis": [f.basis if f else None for f in votes],
        "who": [f.who if f else _group(lower, b, sentences[tokens[a].sentence].last) for (a, b), f, _ in drafts],
    }  # fmt: skip
    classes = {name: _classes(reading, name, anchors, said[name], getattr(weighs, name)) for name in _LAYERS}
    targets = [*counted, *anchors]
    links = figure_links(reading, sentences, anchors, targets, ("counted", "who", "whole"))
    new_number = {rule_number[id(f)]: n for n, f in enumerate(votes) if f is not None}
    out: list[Figure] = []
    for n, ((a, b), vote, read) in enumerate(drafts):
        what, sure = classes["what"][n]
        who, _ = classes["who"][n]
        basis = Basis(classes["basis"][n][0])
        part_of = _whole(links[2, n, len(counted) :], n, out, new_number.get(vote.part_of, -1) if vote else -1,
                         weighs)  # fmt: skip
        confidence = calibrated(reading.model.settings, "figure", (float(marked[a:b].max()), sure))
        home = tokens[a].sentence
        here = [k for k, (x, _) in enumerate(counted) if tokens[x].sentence == home]
        spans = [_best(tokens, counted, links[t, n], here, weighs.tie_least) for t in (0, 1)]
        if vote is not None:
            figure = replace(
                vote, what=CountWhat(what), who=CountWho(who), what_span=vote.what_span or spans[0],
                who_span=vote.who_span or spans[1], basis=basis, part_of=part_of if basis is Basis.SUBTOTAL else -1,
                confidence=confidence, rule=f"model / {vote.rule}",
            )  # fmt: skip
        else:
            assert read is not None
            basis = Basis.ADDITIONAL if read.more else basis
            figure = Figure(
                start=tokens[read.first].start, end=tokens[read.last - 1].end, sentence=home, what=CountWhat(what),
                what_span=spans[0], who=CountWho(who), who_span=spans[1], min=read.min, max=read.max,
                qualifier=read.qualifier, basis=basis, part_of=part_of if basis is Basis.SUBTOTAL else -1,
                per=_per(lower, read.last) if what == CountWhat.EVENTS else "", rule="model", confidence=confidence,
            )  # fmt: skip
        if figure.qualifier is Qualifier.ALL and figure.min is None and figure.max is None:
            figure = _of_whole(figure, out)
        out.append(figure)
    return tuple(out)


def _classes(
    reading: ModelReading, name: str, anchors: Sequence[Phrase], votes: Sequence[str | None], weight: float
) -> list[tuple[str, float]]:
    """The likeliest label of each figure with its probability. What the rules say for want of better is no vote."""
    labels = reading.labels(name)
    place = {label: n for n, label in enumerate(labels)}
    scores = means(reading.rows(name), anchors)
    for n, vote in enumerate(votes):
        if vote is not None and vote not in _PLAIN:
            scores[n, place[str(vote)]] += weight
    found = np.exp(log_softmax(scores))
    return [(labels[k], float(found[n, k])) for n, k in enumerate(found.argmax(axis=1).tolist())]


def _group(lower: Sequence[str], at: int, end: int) -> CountWho | None:
    """Of whom a figure counts by the noun after it ("nine [young] soldiers")."""
    for word in lower[at : min(at + 4, end)]:
        noun = nouns().get(word)
        if noun is not None and noun.kind == "person":
            return noun.who
        if not word[0].isalpha() or word in ADVERBS or word in harms():
            return None
    return None


def _whole(scores: Floats, n: int, earlier: Sequence[Figure], voted: int, weighs: Weighing) -> int:
    """Index of the figure that figure ``n`` is a part of, among those before it; -1 if none."""
    best, most = -1, weighs.tie_least
    for k in range(n):
        value = float(scores[k]) + (1.0 if k == voted else 0.0)
        if value > most and earlier[k].basis is not Basis.SUBTOTAL:
            best, most = k, value
    return best


def _best(
    tokens: Sequence[Token], counted: Sequence[Phrase], scores: Floats, here: Sequence[int], least: float
) -> Span | None:
    """The words that the model ties to a figure most."""
    best = max(here, key=lambda k: float(scores[k]), default=-1)
    if best < 0 or float(scores[best]) <= least:
        return None
    a, b = counted[best]
    return Span(start=tokens[a].start, end=tokens[b - 1].end)


def _of_whole(figure: Figure, earlier: Sequence[Figure]) -> Figure:
    """ "All of them": the bounds of the whole, or of the last figure that counts the same."""
    whole = earlier[figure.part_of] if figure.part_of >= 0 else None
    if whole is None:
        whole = next((f for f in reversed(earlier) if f.what is figure.what and f.basis is not Basis.SUBTOTAL), None)
    return replace(figure, min=whole.min, max=whole.max) if whole is not None else figure


def _per(lower: Sequence[str], at: int) -> str:
    """The period of a rate, told after the figure or after what it counts: "five (strikes) a week"."""
    for i in range(at, min(at + 4, len(lower) - 1)):
        if lower[i] in _ADVERBIAL:
            return _ADVERBIAL[lower[i]]
        if lower[i] in _EACH and lower[i + 1] in _PERIODS:
            return lower[i + 1]
        if not lower[i][0].isalpha():
            break
    return ""


def tie_figures(
    sentences: Sequence[Sentence], reading: ModelReading, weighs: Weighing, figures: Sequence[Figure],
    anchors: Sequence[Phrase], triggers: Sequence[Phrase],
) -> tuple[Figure, ...]:  # fmt: skip
    """Figures with the event that the model and the rules, whose choice ``event`` is, together find likeliest."""
    if not figures or not triggers:
        return tuple(figures)
    (scores,) = figure_links(reading, sentences, anchors, triggers, ("trigger",))
    out: list[Figure] = []
    for n, figure in enumerate(figures):
        row = scores[n].copy()
        if figure.event >= 0:
            row[figure.event] += weighs.tie
        best = int(row.argmax())
        out.append(replace(figure, event=best if row[best] > weighs.tie_least else -1))
    return tuple(out)
