"""Mentions and voices of an annotated report."""

from __future__ import annotations

import re

from sayso.reader.marks import (
    Mention,
    Span,
)
from sayso.vocabulary import (
    MentionKind,
    Naming,
    VoiceSort,
)
from training.annotated.format import Statement, Voiced
from training.annotated.layers import (
    MENTION,
    PRONOUNS,
    SORT,
    kind_of_source,
    looks_named,
    looks_plural,
)
from training.annotated.markup import MarkupError
from training.annotated.spans import Spans, within

_FIRST_PERSON = frozenset("i we me us".split())


class Cast(Spans):
    """Adds mentions and the labels of voices."""

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
        inside = [self.hull(y) for y in self.of_letter("y") if within(self.hull(y), span)]
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
            if inner != id_ and within(self.hull(inner), span) and self.hull(inner) != span:
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


def _all_capitals(words: str) -> bool:
    """Whether every word that could have a capital has one ("Gen. Oskar Vell", not "A senior Vardan official")."""
    small = {"of", "the", "and", "al", "bin", "de", "van"}
    return all(w[0].isupper() or w.lower() in small for w in re.findall(r"[^\W\d_][\w'’-]*", words))
