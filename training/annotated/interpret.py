"""What spans and statements of a report mean: the marks of its story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from sayso.reader.marks import (
    Argument,
    Attribution,
    Event,
    Figure,
    Marks,
    Mention,
    Span,
    TimeExpression,
    Victimhood,
)
from sayso.reader.segment import segment
from sayso.records import Story
from sayso.vocabulary import (
    Basis,
    Certainty,
    CountWhat,
    CountWho,
    EventType,
    Grain,
    MentionKind,
    Naming,
    ParticipantCertainty,
    ParticipantRole,
    Qualifier,
    Quoted,
    Stance,
    Status,
    VoiceSort,
)
from training.annotated.format import Ids, Meta, Report, Statement, Voiced, statement
from training.annotated.layers import (
    LETTERS,
    MENTION,
    PRONOUNS,
    SCATTERED,
    SORT,
    bounds,
    kind_of_source,
    looks_named,
    looks_plural,
    on_top,
)
from training.annotated.markup import Markup, MarkupError
from training.annotated.quoting import quoted_of

_ID = re.compile(r"[a-z]\d+")
_RANGE = re.compile(r"(\d*)\.\.(\d*)|(\d+)")
_ROLES = {
    "by": ParticipantRole.ACTOR, "on": ParticipantRole.RECIPIENT, "victim": ParticipantRole.VICTIM,
    "with": ParticipantRole.MEANS, "other": ParticipantRole.OTHER, "at": "place", "when": "time",
}  # fmt: skip
_OPTIONS = {
    "c": {"to", "via", "said", "quoted", "empty"}, "-": {"to", "via", "said", "quoted", "empty"}, "s": {"role", "is"},
    "e": {*_ROLES, "context"}, "f": {"who", "part", "per"}, "v": {"name", "age", "sex", "group"}, "t": {"form"},
    "y": {"of"},
}  # fmt: skip
_FIRST_PERSON = frozenset("i we me us".split())

E = TypeVar("E", bound=StrEnum)


class Interpreter:
    """Resolves ids and statements of one report."""

    def __init__(self, markup: Markup, meta: Meta, story: Story, offsets: tuple[int, ...]) -> None:
        self.markup, self.meta, self.story = markup, meta, story
        self.spans: dict[str, list[Span]] = {}
        for block, offset in zip(markup.blocks, offsets, strict=True):
            for piece in block.pieces:
                self.spans.setdefault(piece.id, []).append(
                    Span(start=offset + piece.start, end=offset + piece.end)
                )
        for id_, found in self.spans.items():
            if id_[0] not in LETTERS:
                raise MarkupError(f"span {id_}: no layer has the letter {id_[0]!r}; use one of {sorted(LETTERS)}")
            if len(found) > 1:
                found[:] = self._joined(found)
            if len(found) > 1 and id_[0] not in SCATTERED and id_[0] not in "ce":
                raise MarkupError(f"span {id_} stands twice; only {sorted(SCATTERED)}, c and e may have several parts")
        self.tokens, self.sentences = segment(story)
        self.statements: dict[str, Statement] = {}
        self.uncued: list[Statement] = []
        self.chains: dict[str, list[str]] = {}
        for block in markup.blocks:
            for source in block.statements:
                self._file(statement(source))

    def _joined(self, spans: list[Span]) -> list[Span]:
        """Stretches in text order; those that touch are one."""
        spans = sorted(spans, key=lambda s: s.start)
        kept = [spans[0]]
        for before, span in pairwise(spans):
            if span.start <= before.end:
                kept[-1] = Span(start=kept[-1].start, end=max(kept[-1].end, span.end))
            else:
                kept.append(span)
        return kept

    def _file(self, said: Statement) -> None:
        if said.head.startswith("="):
            chain = self.chains.setdefault(said.head[1:], [])
            chain += [self._known(id_, said, "s" + "".join(MENTION)) for id_ in said.words]
            return
        letter = said.head[0]
        if said.head != "-":
            self._known(said.head, said, "".join(LETTERS))
        allowed = _OPTIONS.get(letter, {"head", "title", "name"} if letter in MENTION else set())
        for key, _ in said.options:
            if key not in allowed:
                known = ", ".join(sorted(allowed)) or "none"
                raise MarkupError(f"{said.source!r}: no option {key!r} here; use {known}")
        if said.head == "-":
            self.uncued.append(said)
        elif said.head in self.statements:
            raise MarkupError(f"{said.source!r}: {said.head} has a statement already; join the two")
        else:
            self.statements[said.head] = said

    def _known(self, id_: str, said: Statement, letters: str) -> str:
        """``id_`` if it is a span of one of ``letters``."""
        if id_ not in self.spans:
            raise MarkupError(f"{said.source!r}: no span {id_} in the text; write {{{id_}:words}} or correct the id")
        if id_[0] not in letters:
            raise MarkupError(f"{said.source!r}: {id_} is a {LETTERS[id_[0]]}, which cannot stand here")
        return id_

    def hull(self, id_: str) -> Span:
        """From the first to the last character of a span."""
        return Span(start=self.spans[id_][0].start, end=self.spans[id_][-1].end)

    def words(self, span: Span | Mention) -> str:
        """The story's words."""
        return self.story.text[span.start : span.end]

    def of_letter(self, letters: Iterable[str]) -> list[str]:
        """Ids of these layers in text order, outer first."""
        chosen = set(letters)
        return sorted(
            (i for i in self.spans if i[0] in chosen), key=lambda i: (self.hull(i).start, -self.hull(i).end)
        )

    def sentence(self, span: Span) -> int:
        """Index of the sentence in which a span begins."""
        return max((n for n, s in enumerate(self.sentences) if s.start <= span.start), default=0)

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

    # mentions and voices

    def _mentions(self) -> None:
        """Mentions as marked, and one for each source that is not itself marked as a mention."""
        marked = self.of_letter(MENTION)
        own: dict[str, str] = {}
        for source in self.of_letter("s"):
            own[source] = self._mention_of(source, marked)
        spans = {i: self.hull(i) for i in marked}
        spans.update({s: self._before_comma(s) for s, m in own.items() if m == s})
        self.mention_ids = sorted(spans, key=lambda i: (spans[i].start, -spans[i].end))
        self.mention_of = own
        chain_of: dict[str, int] = {}
        for number, members in enumerate(self.chains.values()):
            for id_ in members:
                chain_of[own.get(id_, id_)] = number
        self.chain_of = chain_of
        self.mentions = [self._mention(i, spans[i], chain_of.get(i, -1)) for i in self.mention_ids]

    def _mention_of(self, source: str, marked: list[str]) -> str:
        """Id of the mention that a source is: as said, of the same extent, or the one it begins with before a comma."""
        said = self.statements.get(source)
        if said is not None and said.option("is"):
            return self._known(said.option("is"), said, "".join(MENTION))
        first = self.spans[source][0]
        for id_ in marked:
            if self.hull(id_) == first:
                return id_
        for id_ in marked:
            span = self.hull(id_)
            if span.start == first.start and span.end < first.end and self.words(first)[span.end - span.start] in ",(":
                return id_
        return source

    def _before_comma(self, source: str) -> Span:
        first = self.spans[source][0]
        cut = re.split(r"(?: \(|, |,$| who | which )", self.words(first))[0]
        return Span(start=first.start, end=first.start + len(cut))

    def _mention(self, id_: str, span: Span, chain: int) -> Mention:
        words = self.words(span)
        said = self.statements.get(id_) if id_[0] in MENTION else None
        flags = set(said.words) if said else set()
        if extra := flags - {"named", "desc", "plural", "single"}:
            raise MarkupError(f"{said.source if said else id_!r}: {sorted(extra)} said of a mention; use named, desc, "
                              "plural, single")  # fmt: skip
        kind = MENTION[id_[0]] if id_[0] in MENTION else kind_of_source(words)
        inside = [self.hull(y) for y in self.of_letter("y") if _within(self.hull(y), span)]
        beside = [
            self.hull(s.head) for s in self.statements.values() if s.head[0] == "y" and s.option("of") == id_
        ]
        title = inside[0] if inside else self._inner(said, "title", span)
        bare = self._without_country(id_, span)
        named = "named" in flags or ("desc" not in flags and kind is not MentionKind.ROLE
                                     and kind is not MentionKind.WEAPON and looks_named(bare, opens=self._opens(span))
                                     and (id_[0] != "s" or _all_capitals(words)))  # fmt: skip
        plural = "plural" in flags or ("single" not in flags and not named and looks_plural(words))
        name = self._inner(said, "name", span)
        if name is None and named:
            start = title.end if title else span.start
            lead = re.match(r"\s*(?:(?:the|The|a|an)\s+)?", self.story.text[start : span.end])
            name = Span(start=start + (lead.end() if lead else 0), end=span.end)
        head = self._inner(said, "head", span)
        return Mention(
            start=span.start, end=span.end, kind=kind, named=named, plural=plural, chain=chain,
            head=head.start if head else -1, title=title, name=name, role=beside[0] if beside else None,
        )  # fmt: skip

    def _without_country(self, id_: str, span: Span) -> str:
        """The words of a mention without nationalities and countries in it: they make no name of a description."""
        words = self.words(span)
        for inner in self.of_letter("ak"):
            if inner != id_ and _within(self.hull(inner), span) and self.hull(inner) != span:
                words = words.replace(self.words(self.hull(inner)), "")
        return words

    def _opens(self, span: Span) -> bool:
        """Whether a sentence, or a quotation in it, begins with the span."""
        before = self.story.text[max(0, span.start - 2) : span.start]
        return any(s.start == span.start for s in self.sentences) or before[-1:] in ("“", '"', "‘") or before == ": "

    def _inner(self, said: Statement | None, key: str, span: Span) -> Span | None:
        """The words that an option quotes, as a span inside ``span``."""
        if said is None or not said.option(key):
            return None
        at = self.words(span).find(said.option(key))
        if at < 0:
            raise MarkupError(f"{said.source!r}: {said.option(key)!r} does not stand in {self.words(span)!r}")
        return Span(start=span.start + at, end=span.start + at + len(said.option(key)))

    def _voices(self) -> tuple[Voiced, ...]:
        """A label for each source: as said of it, of another source of its chain, or read off a mention."""
        index = {id_: n for n, id_ in enumerate(self.mention_ids)}
        found = []
        for source in self.of_letter("s"):
            mention = self.mention_of[source]
            mates = [
                s for s, m in self.mention_of.items()
                if self.chain_of.get(m, -1) >= 0 and self.chain_of[m] == self.chain_of.get(mention, -2)
            ]  # fmt: skip
            said = next((self.statements[s] for s in [source, *mates] if s in self.statements
                         and set(self.statements[s].words)), None)  # fmt: skip
            chained = [m for m in self.mentions if m.chain >= 0 and m.chain == self.chain_of.get(mention, -2)]
            lead = self._lead([*chained, self.mentions[index[mention]]])
            sort, naming, number = self._read_off(lead)
            for word in said.words if said else ():
                if word in {*Naming}:
                    naming = Naming(word)
                elif word in {*VoiceSort}:
                    sort = VoiceSort(word)
                elif word in ("one", "several"):
                    number = word
                else:
                    raise MarkupError(f"{said.source if said else ''!r}: {word!r} is no sort {[*VoiceSort]}, naming "
                                      f"{[*Naming]} or number (one, several)")  # fmt: skip
            role = next((self.statements[s].option("role") for s in [source, *mates]
                         if s in self.statements and self.statements[s].option("role")), "")  # fmt: skip
            if not role:
                role = next((self.words(s) for m in [*chained, self.mentions[index[mention]]]
                             for s in (m.role, m.title) if s), "")  # fmt: skip
            if not role and naming is Naming.ROLE and lead.kind in (MentionKind.ROLE, MentionKind.PERSON):
                role = self.words(lead).removeprefix("the ").removeprefix("The ")
            found.append(
                Voiced(
                    id=source, spans=tuple(self.spans[source]), mention=index[mention], sort=sort, naming=naming,
                    number=number, role=role,
                )
            )  # fmt: skip
        return tuple(found)

    def _lead(self, mentions: list[Mention]) -> Mention:
        """The mention that says most: a name, else the first that is no pronoun."""
        described = [m for m in mentions if self.words(m).lower() not in PRONOUNS]
        return next((m for m in mentions if m.named), (described or mentions)[0])

    def _read_off(self, lead: Mention) -> tuple[VoiceSort, Naming, str]:
        words = self.words(lead).lower()
        if words in _FIRST_PERSON:
            return VoiceSort.AUTHOR, Naming.NAMED if self.meta.byline else Naming.UNNAMED, "one"
        sort = SORT[lead.kind]
        if sort is VoiceSort.PERSON and lead.plural:
            sort = VoiceSort.GROUP
        naming = Naming.UNNAMED
        definite = words.startswith(("the ", "its ", "his ", "her ")) or lead.kind is MentionKind.ROLE
        if lead.named:
            naming = Naming.NAMED
        elif lead.kind is not MentionKind.PERSON and definite and not lead.plural:
            naming = Naming.ROLE
        return sort, naming, "several" if lead.plural else "one"

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
                    _within(anchor, s) for s in other.contents
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
            if key not in _ROLES:
                continue
            for value in values.split(","):
                id_, _, sure = value.partition(":")
                span = self.hull(self._known(id_, said, "".join(MENTION) + "sftvq"))
                inside = [n for n, f in enumerate(figures) if _within(f, span) and f.event == event]
                found.append(
                    Argument(
                        role=_ROLES[key], start=span.start, end=span.end,
                        certainty=self._one_of(ParticipantCertainty, sure or "stated", said),
                        figure=inside[0] if len(inside) == 1 else -1,
                    )
                )  # fmt: skip
        return tuple(found)

    def _one_of(self, kind: type[E], value: str, said: Statement) -> E:
        try:
            return kind(value)
        except ValueError:
            raise MarkupError(f"{said.source!r}: {value!r} is no {kind.__name__}; use one of {[*kind]}") from None

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
        inside = [m for m in self.mentions if m.named and m.kind is MentionKind.PERSON and _within(m, span)]
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


def _within(inner: Span | Mention | Figure, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _anchor(one: Attribution) -> Span:
    """The cue, or the content where there is none."""
    return one.cue or one.contents[0]


def _all_capitals(words: str) -> bool:
    """Whether every word that could have a capital has one ("Gen. Oskar Vell", not "A senior Vardan official")."""
    small = {"of", "the", "and", "al", "bin", "de", "van"}
    return all(w[0].isupper() or w.lower() in small for w in re.findall(r"[^\W\d_][\w'’-]*", words))


def _type(word: str) -> tuple[str, str]:
    kind, _, mode = word.partition("/")
    return kind, mode


def _range(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match[3]:
        return int(match[3]), int(match[3])
    return int(match[1]) if match[1] else None, int(match[2]) if match[2] else None
