"""What a reading's marks are worth beside an annotated report's: right, found and gold of each measure, and the slips.

``score(report, marks, voices)`` compares any marks of the report's story with its own: those of the reader, or those of
a second marker. Two spans *agree by half* if they share at least half of the longer one, and *overlap* if they share a
character. Whatever is compared is matched one to one, the most alike first.

    voices        source spans that agree by half; voices_exact: to the character
    sort, naming  voices found (by half) whose sort, whose naming is the same
    claims        source, cue and content each agree by half (or are missing in both)
    chains        the voices of a claim from the speaker outwards - carriers, then the speakers and carriers of the
                  claims it stands in - are as many, and each agrees by half or turns on the same word;
                  long_chains: only claims with two voices or more
    stance        claims of the same stance, those that assert left out on both sides; certainty: unstated left out
    events        triggers that overlap; type, and mode (with the type), of these
    status        of these, happened left out on both sides; grain: single left out
    figures       spans that overlap, with the same min, max, what and who
    arguments     of events found: the same role, spans that overlap
    mentions      spans that agree by half, of the same kind

Claims are matched if their cues overlap or their contents agree by half.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from training.annotated.format import Report

from benchmarks.scores import f1, percent
from sayso.reader.marks import Attribution, Event, Figure, Marks, Span
from sayso.records import Record
from sayso.vocabulary import Certainty, Grain, Naming, Stance, Status, VoiceSort

MEASURES = (
    "voices", "voices_exact", "sort", "naming", "claims", "chains", "long_chains", "stance", "certainty", "events",
    "type", "mode", "status", "grain", "figures", "arguments", "mentions",
)  # fmt: skip
LONGEST_CHAIN = 8
"""Links after which a chain of claims within claims is cut."""

_TURNS = re.compile(r"[,;(]|\s(?:of|in|at|for|from|with|on|near|who|which|that|whose)\s", re.IGNORECASE)
"""Where a phrase ends whose last word it turns on."""

A = TypeVar("A")
B = TypeVar("B")


class Stretch(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Label(Record, frozen=True, kw_only=True):
    """What a source says of its voice."""

    sort: VoiceSort
    naming: Naming


Labels = Mapping[tuple[int, int], Label]
"""Sort and naming by the start and end of a source."""


class Slip(Record, frozen=True, kw_only=True):
    """One error."""

    cause: str
    """What went wrong, in words that many errors share."""
    where: str
    """The words it is about."""


class Tally:
    """Right, found and gold of each measure over any number of reports, and what went wrong."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()
        self.slips: list[Slip] = []

    def add(self, measure: str, right: int, found: int, gold: int) -> None:
        """Count matches of a measure."""
        self.right[measure] += right
        self.found[measure] += found
        self.gold[measure] += gold

    def slip(self, cause: str, where: str) -> None:
        """Keep an error."""
        self.slips.append(Slip(cause=cause, where=" ".join(where.split())))

    def update(self, other: Tally) -> None:
        """Add all that another tally counted."""
        for mine, theirs in ((self.right, other.right), (self.found, other.found), (self.gold, other.gold)):
            mine.update(theirs)
        self.slips += other.slips

    def f1(self, measure: str) -> float:
        """F1 of a measure in percent."""
        return f1(self.right[measure], self.found[measure], self.gold[measure])

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 of every measure, in percent."""
        flat: dict[str, float] = {}
        for measure in MEASURES:
            flat[f"{measure}_precision"] = percent(self.right[measure], self.found[measure])
            flat[f"{measure}_recall"] = percent(self.right[measure], self.gold[measure])
            flat[f"{measure}_f1"] = self.f1(measure)
        return flat


def shared(a: Sequence[Stretch], b: Sequence[Stretch]) -> int:
    """Characters that the stretches of two spans have in common."""
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)


def likeness(a: Sequence[Stretch], b: Sequence[Stretch]) -> float:
    """Share of the characters of either span that both have, 0 to 1."""
    both = shared(a, b)
    return both / (_length(a) + _length(b) - both) if both else 0.0


def half(a: Sequence[Stretch], b: Sequence[Stretch]) -> bool:
    """Whether two spans share at least half of the longer one, or are both missing."""
    if not a or not b:
        return not a and not b
    return 2 * shared(a, b) >= max(_length(a), _length(b))


def _length(parts: Sequence[Stretch]) -> int:
    return sum(part.end - part.start for part in parts)


def pairs(gold: Sequence[A], found: Sequence[B], alike: Callable[[A, B], float]) -> list[tuple[int, int]]:
    """Indexes (gold, found) matched one to one, the most alike first, then in order; likeness 0 never."""
    scored = [
        (-value, g, f) for g, one in enumerate(gold) for f, other in enumerate(found) if (value := alike(one, other))
    ]
    used: tuple[set[int], set[int]] = (set(), set())
    matched = []
    for _, g, f in sorted(scored):
        if g not in used[0] and f not in used[1]:
            used[0].add(g)
            used[1].add(f)
            matched.append((g, f))
    return sorted(matched)


def marked_voices(report: Report) -> Labels:
    """Sort and naming of the sources of a report, as its marker has them."""
    return {(s.start, s.end): Label(sort=v.sort, naming=v.naming) for v in report.voices for s in v.spans}


def chain(marks: Marks, n: int) -> tuple[Span, ...]:
    """The voices of attribution ``n``: its speakers, then outwards all that carried it."""
    links: list[Span] = []
    hops = 0
    while n >= 0 and hops < LONGEST_CHAIN:
        one = marks.attributions[n]
        links += [*sorted(one.sources, key=lambda s: s.start), *reversed(one.carriers)]
        n, hops = one.parent, hops + 1
    return tuple(links)


def turning_word(text: str, span: Stretch) -> tuple[int, int]:
    """Start and end of the word a phrase turns on: the last before an apposition, preposition or relative clause."""
    words = text[span.start : span.end]
    cut = _TURNS.search(words)
    last = list(re.finditer(r"[^\W_][\w'’.-]*", words[: cut.start()] if cut and cut.start() else words))
    if not last:
        return span.start, span.end
    return span.start + last[-1].start(), span.start + last[-1].end()


def score(report: Report, marks: Marks, voices: Labels) -> Tally:
    """Count what of ``marks`` agrees with the report's own; ``voices`` has sort and naming of their sources."""
    return _Scoring(report, marks, voices).tally


class _Scoring:
    """One report beside other marks of its story."""

    def __init__(self, report: Report, marks: Marks, voices: Labels) -> None:
        self.text = report.story.text
        self.gold, self.found = report.marks, marks
        self.tally = Tally()
        self._voices(marked_voices(report), voices)
        self._claims()
        self._events()
        self._figures()
        self._mentions()

    def _words(self, *spans: Stretch | None) -> str:
        return " ... ".join(self.text[s.start : s.end] for s in spans if s is not None)

    def _unmatched(
        self, layer: str, gold: Sequence[Stretch], found: Sequence[Stretch], matched: list[tuple[int, int]]
    ) -> None:
        """Slips for all that has no partner: whether nothing stands there, or something with other borders."""
        mine, theirs = {f for _, f in matched}, {g for g, _ in matched}
        for g, one in enumerate(gold):
            if g not in theirs:
                near = any(shared([one], [o]) for o in found)
                self.tally.slip(f"{layer}: {'other borders' if near else 'missed'}", self._words(one))
        for f, one in enumerate(found):
            if f not in mine and not any(shared([one], [o]) for o in gold):
                self.tally.slip(f"{layer}: spurious", self._words(one))

    def _voices(self, theirs: Labels, ours: Labels) -> None:
        gold, found = _sources(self.gold), _sources(self.found)
        matched = pairs(gold, found, lambda a, b: likeness([a], [b]) if half([a], [b]) else 0.0)
        exact = {(s.start, s.end) for s in gold} & {(s.start, s.end) for s in found}
        right: Counter[str] = Counter()
        for g, f in matched:
            want = theirs.get((gold[g].start, gold[g].end))
            got = ours.get((found[f].start, found[f].end))
            for field in ("sort", "naming"):
                one, other = getattr(want, field, None), getattr(got, field, None)
                right[field] += one is not None and one == other
                if one != other:
                    self.tally.slip(f"{field}: {one} read as {other}", self._words(gold[g]))
        self.tally.add("voices", len(matched), len(found), len(gold))
        self.tally.add("voices_exact", len(exact), len(found), len(gold))
        for field in ("sort", "naming"):
            self.tally.add(field, right[field], len(found), len(gold))
        self._unmatched("voice", gold, found, matched)

    def _claims(self) -> None:
        gold, found = self.gold.attributions, self.found.attributions
        matched = pairs(gold, found, _claims_alike)
        chains = [chain(self.gold, n) for n in range(len(gold))], [chain(self.found, n) for n in range(len(found))]
        whole = same = long = 0
        for g, f in matched:
            one, other = gold[g], found[f]
            wrong = [part for part, a, b in _parts(one, other) if not half(a, b)]
            whole += not wrong
            if wrong:
                self.tally.slip(f"claim: {' and '.join(wrong)} wrong", self._claim(one))
            if self._same_chain(chains[0][g], chains[1][f]):
                same += 1
                long += len(chains[0][g]) > 1
            else:
                voices = " > ".join(self._words(s) for s in chains[0][g])
                lengths = f"{len(chains[0][g])} voices read as {len(chains[1][f])}"
                cause = lengths if len(chains[0][g]) != len(chains[1][f]) else "another voice"
                self.tally.slip(f"chain: {cause}", f"{voices}: {self._claim(one)}")
        self.tally.add("claims", whole, len(found), len(gold))
        self.tally.add("chains", same, len(found), len(gold))
        self.tally.add("long_chains", long, *(sum(len(c) > 1 for c in side) for side in reversed(chains)))
        self._labels("stance", Stance.ASSERTS, gold, found, matched, self._claim)
        self._labels("certainty", Certainty.UNSTATED, gold, found, matched, self._claim)
        mine, theirs = {f for _, f in matched}, {g for g, _ in matched}
        for cause, side, taken in (("missed", gold, theirs), ("spurious", found, mine)):
            for n, one in enumerate(side):
                if n not in taken:
                    self.tally.slip(f"claim: {cause}", self._claim(one))

    def _claim(self, one: Attribution) -> str:
        return " | ".join((self._words(*one.sources), self._words(one.cue), self._words(*one.contents)))

    def _same_chain(self, gold: Sequence[Span], found: Sequence[Span]) -> bool:
        return len(gold) == len(found) and all(
            half([a], [b]) or turning_word(self.text, a) == turning_word(self.text, b)
            for a, b in zip(gold, found, strict=True)
        )

    def _labels(
        self, field: str, default: str, gold: Sequence[A], found: Sequence[A], matched: list[tuple[int, int]],
        show: Callable[[A], str],
    ) -> None:  # fmt: skip
        """A closed label, its default left out on both sides."""
        right = 0
        partner = dict(matched)
        for g, one in enumerate(gold):
            want = getattr(one, field)
            got = getattr(found[partner[g]], field) if g in partner else None
            right += want == got != default
            if want != got and (g in partner or want != default):
                self.tally.slip(f"{field}: {want} {'read as ' + got if got else 'missed'}", show(one))
        told = [sum(getattr(one, field) != default for one in side) for side in (found, gold)]
        self.tally.add(field, right, *told)

    def _events(self) -> None:
        gold, found = self.gold.events, self.found.events
        matched = pairs(gold, found, lambda a, b: likeness([a], [b]))
        types = modes = 0
        for g, f in matched:
            one, other = gold[g], found[f]
            types += one.type == other.type
            modes += (one.type, one.mode) == (other.type, other.mode)
            if one.type != other.type:
                self.tally.slip(f"type: {one.type} read as {other.type}", self._words(one))
            elif one.mode != other.mode:
                self.tally.slip(f"mode: {one.type}/{one.mode} read as {other.mode or 'none'}", self._words(one))
            self._arguments(one, other)
        for measure, right in (("events", len(matched)), ("type", types), ("mode", modes)):
            self.tally.add(measure, right, len(found), len(gold))
        self._labels("status", Status.HAPPENED, gold, found, matched, self._words)
        self._labels("grain", Grain.SINGLE, gold, found, matched, self._words)
        self._unmatched("event", gold, found, matched)

    def _arguments(self, gold: Event, found: Event) -> None:
        matched = pairs(
            gold.arguments, found.arguments, lambda a, b: likeness([a], [b]) if str(a.role) == str(b.role) else 0.0
        )
        self.tally.add("arguments", len(matched), len(found.arguments), len(gold.arguments))
        for cause, side, taken in (
            ("missed", gold.arguments, {g for g, _ in matched}), ("spurious", found.arguments, {f for _, f in matched}),
        ):  # fmt: skip
            for n, one in enumerate(side):
                if n not in taken:
                    self.tally.slip(f"argument: {one.role} {cause}", f"{self._words(one)} of {self._words(gold)}")

    def _figures(self) -> None:
        gold, found = self.gold.figures, self.found.figures
        matched = pairs(gold, found, lambda a, b: likeness([a], [b]))
        right = 0
        for g, f in matched:
            one, other = gold[g], found[f]
            wrong = [field for field in ("min", "max", "what", "who") if getattr(one, field) != getattr(other, field)]
            right += not wrong
            if wrong:
                shown = f"{_figure(one)} read as {_figure(other)}: {self._words(one)}"
                self.tally.slip(f"figure: {' and '.join(wrong)} wrong", shown)
        self.tally.add("figures", right, len(found), len(gold))
        self._unmatched("figure", gold, found, matched)

    def _mentions(self) -> None:
        gold, found = self.gold.mentions, self.found.mentions
        matched = pairs(gold, found, lambda a, b: likeness([a], [b]) + (a.kind == b.kind) if half([a], [b]) else 0.0)
        right = 0
        for g, f in matched:
            right += gold[g].kind == found[f].kind
            if gold[g].kind != found[f].kind:
                self.tally.slip(f"mention: {gold[g].kind} read as {found[f].kind}", self._words(gold[g]))
        self.tally.add("mentions", right, len(found), len(gold))
        self._unmatched("mention", gold, found, matched)


def _sources(marks: Marks) -> list[Span]:
    """The stretches of all sources, each once, in text order."""
    found = {(s.start, s.end): s for one in marks.attributions for s in one.sources}
    return [found[key] for key in sorted(found)]


def _parts(one: Attribution, other: Attribution) -> Iterator[tuple[str, Sequence[Any], Sequence[Any]]]:
    yield "source", one.sources, other.sources
    yield "cue", _cue(one), _cue(other)
    yield "content", one.contents, other.contents


def _cue(one: Attribution) -> tuple[Span, ...]:
    return (one.cue,) if one.cue else ()


def _claims_alike(one: Attribution, other: Attribution) -> float:
    """How alike two attributions are, the cue before content and source; 0 if they are not the same claim."""
    cues, contents = likeness(_cue(one), _cue(other)), likeness(one.contents, other.contents)
    if not cues and not (contents and half(one.contents, other.contents)):
        return 0.0
    return 4 * cues + 2 * contents + likeness(one.sources, other.sources)


def _figure(one: Figure) -> str:
    low, high = ("" if bound is None else str(bound) for bound in (one.min, one.max))
    return f"{one.what}/{one.who} {low if low == high else f'{low}..{high}'}"
