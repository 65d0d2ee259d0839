"""What spans and statements of a report mean: the marks of its story."""

from __future__ import annotations

import re

from sayso.reader.marks import (
    Argument,
    Attribution,
    Event,
    Figure,
    Marks,
    Span,
    TimeExpression,
    Victimhood,
)
from sayso.vocabulary import (
    Basis,
    Certainty,
    CountWhat,
    CountWho,
    EventType,
    Grain,
    MentionKind,
    ParticipantCertainty,
    Qualifier,
    Quoted,
    Stance,
    Status,
)
from training.annotated.cast import Cast
from training.annotated.format import Ids, Report, Statement
from training.annotated.layers import (
    MENTION,
    bounds,
    on_top,
)
from training.annotated.markup import MarkupError
from training.annotated.quoting import quoted_of
from training.annotated.spans import ROLES, within

_ID = re.compile(r"[a-z]\d+")
_RANGE = re.compile(r"(\d*)\.\.(\d*)|(\d+)")


class Interpreter(Cast):
    """Resolves ids and statements of one report."""

    def report(self) -> Report:
        """All marks, each list in text order."""
        self._mentions()
        voices = self._voices()
        self.event_ids, self.figure_ids = self.of_letter("e"), self.of_letter("f")
        figures = tuple(self._figure(i) for i in self.figure_ids)
        events = tuple(self._event(i, figures) for i in self.event_ids)
        attributions, attribution_ids = self._attributions()
        victim_ids, time_ids = self.of_letter("v"), self.of_letter("t")
        marks = Marks(
            tokens=self.tokens, sentences=self.sentences, mentions=tuple(self.mentions), attributions=attributions,
            events=events, figures=figures, times=tuple(self._time(i) for i in time_ids),
            victims=tuple(self._victim(i) for i in victim_ids),
        )  # fmt: skip
        ids = Ids(
            mentions=tuple(self.mention_ids), attributions=attribution_ids, events=tuple(self.event_ids),
            figures=tuple(self.figure_ids), times=tuple(time_ids), victims=tuple(victim_ids),
        )  # fmt: skip
        return Report(meta=self.meta, markup=self.markup, story=self.story, marks=marks, voices=voices, ids=ids)

    # attributions

    def _attributions(self) -> tuple[tuple[Attribution, ...], tuple[str, ...]]:
        made: list[tuple[str, Attribution]] = []
        for said in [*(s for s in self.statements.values() if s.head[0] == "c"), *self.uncued]:
            made.append(self._attribution(said))
        made.sort(key=lambda pair: (_anchor(pair[1]).start, -_anchor(pair[1]).end))
        done = []
        for n, (_, one) in enumerate(made):
            anchor, best, size = _anchor(one), -1, len(self.story.text) + 1
            for m, (_, other) in enumerate(made):
                reach = sum(s.end - s.start for s in other.contents)
                if m != n and reach < size and other.contents != one.contents and any(
                    within(anchor, s) for s in other.contents
                ):
                    best, size = m, reach
            fields = {f: getattr(one, f) for f in one.__struct_fields__}
            done.append(Attribution(**{**fields, "parent": best}))
        return tuple(done), tuple(id_ for id_, _ in made)

    def _attribution(self, said: Statement) -> tuple[str, Attribution]:
        if "->" in said.words:
            at = said.words.index("->")
            left, right = said.words[:at], said.words[at + 1 :]
        else:
            left, right = said.words, ()
        sources, contents, hedges = [], [], []
        stance, certainty = Stance.ASSERTS, Certainty.UNSTATED
        for side, word in [*(("left", w) for w in left), *(("right", w) for w in right)]:
            if word in {*Stance} - {Stance.UNKNOWN}:
                stance = Stance(word)
            elif word in {*Certainty}:
                certainty = Certainty(word)
            elif _ID.fullmatch(word) and word[0] == "h":
                hedges.append(self._known(word, said, "h"))
            elif side == "left":
                sources.append(self._known(word, said, "s"))
            else:
                contents.append(self._known(word, said, "q"))
        spans = sorted((s for q in contents for s in self.spans[q]), key=lambda s: s.start)
        if said.head == "-" and not spans:
            raise MarkupError(f"{said.source!r}: neither cue nor content; give it one of them")
        time = said.option("said")
        quoted = said.option("quoted")
        if quoted and quoted not in {*Quoted}:
            raise MarkupError(f"{said.source!r}: quoted is one of {[*Quoted]}")
        one = Attribution(
            sources=tuple(s for i in sources for s in self.spans[i]),
            cue=self.hull(said.head) if said.head != "-" else None,
            contents=tuple(spans),
            quoted=Quoted(quoted) if quoted else quoted_of(self.story, spans),
            stance=stance, certainty=certainty, certainty_span=self.hull(hedges[0]) if hedges else None,
            addressees=self._list(said, "to"), carriers=self._list(said, "via"),
            said=self.hull(self._known(time, said, "t")) if time else None, rule="hand",
        )  # fmt: skip
        return said.head if said.head != "-" else contents[0], one

    def _list(self, said: Statement, key: str) -> tuple[Span, ...]:
        ids = [i for i in said.option(key).split(",") if i]
        return tuple(self.hull(self._known(i, said, "s" + "".join(MENTION))) for i in ids)

    # events, figures, times, victims

    def _event(self, id_: str, figures: tuple[Figure, ...]) -> Event:
        said = self.statements.get(id_)
        if said is None:
            raise MarkupError(f"event {id_} has no statement; write '% {id_} TYPE/mode ...' below its block")
        span = self.hull(id_)
        status, grain, low, high, cause = Status.HAPPENED, Grain.SINGLE, None, None, None
        kind, mode, same = "", "", -1
        for word in said.words:
            if word.startswith("="):
                same = self.event_ids.index(self._known(word[1:], said, "e"))
                earlier = self.statements.get(word[1:])
                named = next((w for w in earlier.words if w[0].isupper()), "") if earlier else ""
                kind, mode = (kind, mode) if kind else _type(named)
            elif _ID.fullmatch(word):
                cause = self.hull(self._known(word, said, "x"))
            elif match := _RANGE.fullmatch(word):
                low, high = _range(match)
            elif word in {*Status}:
                status = Status(word)
            elif word in {*Grain}:
                grain = Grain(word)
            else:
                kind, mode = _type(word)
        if kind not in {*EventType}:
            raise MarkupError(f"{said.source!r}: {kind!r} is no event type; use one of {[*EventType]}")
        return Event(
            start=span.start, end=span.end, sentence=self.sentence(span), type=EventType(kind), mode=mode,
            context=said.option("context"), status=status, status_span=cause, grain=grain, events_min=low,
            events_max=high, arguments=self._arguments(said, figures), same_as=same, rule="hand",
        )  # fmt: skip

    def _arguments(self, said: Statement, figures: tuple[Figure, ...]) -> tuple[Argument, ...]:
        found = []
        event = self.event_ids.index(said.head)
        for key, values in said.options:
            if key not in ROLES:
                continue
            for value in values.split(","):
                id_, _, sure = value.partition(":")
                span = self.hull(self._known(id_, said, "".join(MENTION) + "sftvq"))
                inside = [n for n, f in enumerate(figures) if within(f, span) and f.event == event]
                found.append(
                    Argument(
                        role=ROLES[key], start=span.start, end=span.end,
                        certainty=self._one_of(ParticipantCertainty, sure or "stated", said),
                        figure=inside[0] if len(inside) == 1 else -1,
                    )
                )  # fmt: skip
        return tuple(found)

    def _figure(self, id_: str) -> Figure:
        said = self.statements.get(id_)
        if said is None or not said.words:
            raise MarkupError(f"figure {id_} has no statement; write '% {id_} killed/civilians e1' below its block")
        what, _, who = said.words[0].partition("/")
        span = self.hull(id_)
        read = bounds(self.words(span))
        low, high, qualifier = read if read else (None, None, Qualifier.EXACTLY)
        basis, what_span, event, given = Basis.TOTAL, None, -1, read is not None
        for word in said.words[1:]:
            if _ID.fullmatch(word) and word[0] == "w":
                what_span = self.hull(self._known(word, said, "w"))
            elif _ID.fullmatch(word):
                event = self.event_ids.index(self._known(word, said, "e"))
            elif match := _RANGE.fullmatch(word):
                low, high = _range(match)
                given = True
            elif word in {*Basis}:
                basis = Basis(word)
            else:
                qualifier = self._one_of(Qualifier, word, said)
                given = given or qualifier in (Qualifier.ALL, Qualifier.SOME, Qualifier.NONE, Qualifier.VAGUE)
        if qualifier is Qualifier.NONE and low is None:
            low, high = 0, 0
        if not given:
            raise MarkupError(f"{said.source!r}: {self.words(span)!r} is no plain number; give bounds, '41..' or '5'")
        part = said.option("part")
        whose = said.option("who")
        if on_top(self.words(span)) and basis is Basis.TOTAL:
            basis = Basis.ADDITIONAL
        elif part and basis is Basis.TOTAL:
            basis = Basis.SUBTOTAL
        return Figure(
            start=span.start, end=span.end, sentence=self.sentence(span), what=self._one_of(CountWhat, what, said),
            what_span=what_span, who=self._one_of(CountWho, who or "total", said),
            who_span=self.hull(self._known(whose, said, "w")) if whose else None, min=low, max=high,
            qualifier=qualifier, basis=basis, event=event, per=said.option("per"),
            part_of=self.figure_ids.index(self._known(part, said, "f")) if part else -1, rule="hand",
        )  # fmt: skip

    def _time(self, id_: str) -> TimeExpression:
        said, span = self.statements.get(id_), self.hull(id_)
        kind = said.words[0] if said and said.words else "DATE"
        if kind not in ("DATE", "TIME", "DURATION", "SET"):
            raise MarkupError(f"{said.source if said else ''!r}: {kind!r} is none of DATE, TIME, DURATION, SET")
        return TimeExpression(start=span.start, end=span.end, sentence=self.sentence(span), kind=kind,
                              form=said.option("form") if said else "")  # fmt: skip

    def _victim(self, id_: str) -> Victimhood:
        said, span = self.statements.get(id_), self.hull(id_)
        if said is None or not said.words:
            raise MarkupError(f"victim {id_} has no statement; write '% {id_} killed age=12 e1' below its block")
        event = next((self.event_ids.index(self._known(w, said, "e")) for w in said.words if _ID.fullmatch(w)), -1)
        named = said.option("name")
        inside = [m for m in self.mentions if m.named and m.kind is MentionKind.PERSON and within(m, span)]
        low = high = None
        if said.option("age"):
            match = _RANGE.fullmatch(said.option("age"))
            if match is None:
                raise MarkupError(f"{said.source!r}: age is a number or a range, 12 or 30..39")
            low, high = _range(match)
        name = self.hull(self._known(named, said, "ns")) if named else (inside[0].name if inside else None)
        return Victimhood(
            start=span.start, end=span.end, name=name, age_min=low, age_max=high, sex=said.option("sex"),
            group=said.option("group"), harm=self._one_of(CountWhat, said.words[0], said), event=event,
        )  # fmt: skip


def _anchor(one: Attribution) -> Span:
    """The cue, or the content where there is none."""
    return one.cue or one.contents[0]


def _type(word: str) -> tuple[str, str]:
    kind, _, mode = word.partition("/")
    return kind, mode


def _range(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match[3]:
        return int(match[3]), int(match[3])
    return int(match[1]) if match[1] else None, int(match[2]) if match[2] else None
