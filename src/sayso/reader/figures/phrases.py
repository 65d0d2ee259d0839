"""Noun phrases that a number or an article opens: what is counted, and of whom."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.figures.lexicon import (
    ADVERBS,
    DETERMINERS,
    MONTHS,
    STOPS,
    TIME_WORDS,
    Harm,
    harms,
    nouns,
)
from sayso.reader.figures.quantities import Quantity, Reader
from sayso.reader.marks import Sentence, Token
from sayso.records import Record
from sayso.vocabulary import CountWhat, CountWho, Qualifier

_PERSONLIKE = ("past", "adjective")
_GROUPS = frozenset("group crowd gang band convoy column family force contingent unit team party mob".split())
_GENERIC = frozenset({CountWho.TOTAL, CountWho.MEN, CountWho.OTHER})


class Counted(Record, frozen=True, kw_only=True):
    """A quantity with the noun phrase it opens. Token indices; ``end`` is one past the phrase."""

    quantity: Quantity
    first: int
    end: int
    head: int = -1
    """Token of the head noun; -1 for a number standing alone."""
    kind: str = "bare"
    """person, event, harm (its head is itself a harm), unknown (an unlisted noun), bare, none (never people)."""
    who: CountWho = CountWho.TOTAL
    what: CountWhat | None = None
    """What the phrase itself says: "12 wounded soldiers", "four deaths", "nine hostages"."""
    what_at: tuple[int, int] | None = None
    of_them: bool = False
    """"30 of them", "two of whom": a part of what was told."""
    part: tuple[int, int] | None = None
    """Tokens of the whole in "two of the 12 passengers"."""


class Context:
    """One sentence, its tokens' plain words, and the harm words in it."""

    def __init__(self, tokens: Sequence[Token], words: Sequence[str], sentence: Sentence, index: int) -> None:
        self.tokens = tokens
        self.words = words
        self.index = index
        self.start = sentence.first
        self.end = sentence.last
        self.harm_at: dict[int, Harm] = {}
        self.harm_ending: dict[int, int] = {}
        self.reader = Reader(tokens, words)
        self._headline: bool | None = None
        self._mark_harms()

    def _mark_harms(self) -> None:
        known = harms()
        at = self.start
        words = self.words
        while at < self.end:
            rows = known.get(words[at])
            step = 1
            if rows is not None:
                for phrase, harm in rows:
                    stop = at + harm.length
                    if harm.length == 1 or (stop <= self.end and tuple(words[at:stop]) == phrase):
                        self.harm_at[at] = harm
                        self.harm_ending[stop] = at
                        step = harm.length
                        break
            at += step

    def word(self, at: int) -> str:
        """The plain word at ``at``; empty outside the sentence."""
        return self.words[at] if self.start <= at < self.end else ""

    def capital(self, at: int) -> bool:
        """Whether the token's capital says that it is a name: not in a line where nearly all words have one."""
        if not (self.start <= at < self.end and self.tokens[at].text[0].isupper()):
            return False
        if self._headline is None:
            words = [t.text for t in self.tokens[self.start : self.end] if t.text[0].isalpha() and len(t.text) > 3]
            self._headline = len(words) > 2 and sum(w[0].isupper() for w in words) > 0.8 * len(words)
        return not self._headline

    def opens_phrase(self, at: int) -> bool:
        """Whether a noun phrase plausibly begins at ``at``, so that a participle before it is an active verb."""
        word = self.word(at)
        if not word or not (word[0].isalnum() or word in ("$",)):
            return False
        if word in TIME_WORDS or word in MONTHS:
            return False
        if word in DETERMINERS or word in ("him", "them", "himself", "herself", "themselves", "it", "some"):
            return True
        if word in nouns():
            return nouns()[word].kind not in ("unit",)
        if self.reader.read(at, at, self.end) is not None:
            return True
        if word in STOPS or word in ADVERBS or word.endswith("ly") or at in self.harm_at:
            return False
        if self.capital(at):
            return True
        # An unknown small word: an adjective before a noun makes a phrase.
        following = nouns().get(self.word(at + 1))
        return following is not None and following.kind in ("person", "modifier") and word not in ("and", "or")


def _premodifier(context: Context, at: int, steps: int) -> tuple[CountWhat, int] | None:
    """A harm word standing before the noun it modifies ("12 wounded soldiers"): (what, one past)."""
    harm = context.harm_at.get(at)
    if harm is None:
        return None
    form = next((f for f in _PERSONLIKE if f in harm.forms), None)
    if form is None or context.word(at) in ("shot", "stabbed", "hurt", "dead and") or steps > 3:
        return None
    after = at + harm.length
    for ahead in (after, after + 1):
        noun = nouns().get(context.word(ahead))
        if noun is not None and noun.kind == "person" and (ahead == after or not _breaks(context, after)):
            return harm.forms[form], after
        if noun is not None and noun.kind != "modifier":
            return None
    return None


def _breaks(context: Context, at: int) -> bool:
    word = context.word(at)
    return not word or word in STOPS or word in ADVERBS or not word[0].isalnum() or at in context.harm_at


def read_counted(context: Context, quantity: Quantity) -> Counted | None:
    """The phrase that ``quantity`` opens, or ``None`` where it counts no people and no events."""
    at = quantity.last
    of_them, part = False, None
    if context.word(at) == "of":
        nxt = context.word(at + 1)
        if nxt in ("them", "whom", "these", "those") and context.word(at + 2) not in ("killed", "injured", "wounded"):
            of_them, at = True, at + 2
            noun = nouns().get(context.word(at))
            if noun is None or noun.kind != "person" or nxt == "whom" or nxt == "them":
                return Counted(quantity=quantity, first=quantity.first, end=at, of_them=True)
        elif nxt in ("the", "those") and (whole := _whole_of(context, at + 2)) is not None:
            what, begun, stop, who = whole
            return Counted(
                quantity=quantity, first=quantity.first, end=stop, kind="person", who=who, what=what,
                what_at=(begun, stop), of_them=True,
            )  # fmt: skip
        elif nxt in ("the", "his", "their", "its", "her", "our", "those", "these"):
            at += 2
            inner = context.reader.read(at, at, context.end) if at < context.end else None
            if inner is not None and not inner.article:
                part, at = (inner.first, inner.last), inner.last
            of_them = quantity.min is not None and quantity.qualifier is not Qualifier.VAGUE and part is not None
        else:
            at += 1
            inner = context.reader.read(at, at, context.end) if at < context.end else None
            if inner is not None:
                at = inner.last
    return _walk(context, quantity, at, of_them, part)


def _whole_of(context: Context, at: int) -> tuple[CountWhat, int, int, CountWho] | None:
    """ "(of the) people killed", "(of the) dead": what, the harm word's tokens, and of whom."""
    who = CountWho.TOTAL
    noun = nouns().get(context.word(at))
    if noun is not None and noun.kind == "person" and noun.plural:
        who, at = noun.who, at + 1
    harm = context.harm_at.get(at)
    if harm is None:
        return None
    stop = at + harm.length
    following = nouns().get(context.word(stop))
    if following is not None and following.kind in ("person", "modifier"):
        return None
    for form in ("past", "victim", "adjective"):
        if form in harm.forms and not context.opens_phrase(stop):
            return harm.forms[form], at, stop, who
    return None


def _walk(context: Context, quantity: Quantity, at: int, of_them: bool, part: tuple[int, int] | None) -> Counted | None:
    """Walk from ``at`` over modifiers to the head noun."""
    what: CountWhat | None = None
    what_at: tuple[int, int] | None = None
    head, who, modifier_who = -1, CountWho.TOTAL, CountWho.TOTAL
    steps = 0
    first = at
    unknown_plural = -1
    thing = False
    while at < context.end and steps < 7:
        word = context.word(at)
        noun = nouns().get(word)
        harm = context.harm_at.get(at)
        if head < 0 and word == "more" and steps == 0:
            at += 1
            continue
        if harm is not None and (noun is None or noun.kind in ("event", "group", "thing") or harm.length > 1):
            if head >= 0 and not nouns()[context.word(head)].plural and "noun" in harm.forms:
                # "18 civilian deaths": the person noun only says whose.
                return Counted(
                    quantity=quantity, first=quantity.first, end=at + harm.length, head=at, kind="harm", who=who,
                    what=harm.forms["noun"], what_at=(at, at + harm.length), part=part,
                )  # fmt: skip
            if head < 0 and (pre := _premodifier(context, at, steps)) is not None:
                what, after = pre
                what_at = (at, after)
                at, steps = after, steps + 1
                continue
            standing = [f for f in ("noun", "body") if f in harm.forms]
            if head < 0 and standing and not (noun is not None and noun.kind == "event" and "noun" not in harm.forms):
                return Counted(
                    quantity=quantity, first=quantity.first, end=at + harm.length, head=at, kind="harm",
                    who=modifier_who, what=harm.forms[standing[0]], what_at=(at, at + harm.length), part=part,
                )  # fmt: skip
            if not (noun is not None and noun.kind == "event"):
                break
        if noun is not None and head >= 0 and noun.kind not in ("person",):
            break
        if noun is not None and noun.kind in ("unit", "thing", "animal"):
            if noun.kind == "unit" or noun.plural:
                return None
            # A singular thing may only describe the people: "two house guards", "a home invasion suspect".
            thing = True
            at, steps = at + 1, steps + 1
            continue
        if noun is not None and noun.kind == "event":
            compound = nouns().get(context.word(at + 1))
            if compound is not None and compound.kind in ("person", "event"):
                at, steps = at + 1, steps + 1
                continue
            return Counted(quantity=quantity, first=quantity.first, end=at + 1, head=at, kind="event", part=part)
        if noun is not None and noun.kind == "modifier":
            modifier_who = noun.who
            if word == "police":
                head, who = at, noun.who
        elif noun is not None and noun.kind == "person":
            if head >= 0 and at != head + 1:
                break
            if head >= 0 and not _compound(context, head, at):
                break
            if head >= 0 and who not in _GENERIC and noun.who in _GENERIC:
                modifier_who = who
            head, who = at, noun.who
        elif head >= 0 or _ends_phrase(context, at):
            break
        elif word[0].isalpha() and (context.capital(at) or word.endswith("s")):
            unknown_plural = at
        at, steps = at + 1, steps + 1
    if head < 0 and thing:
        return None
    if head < 0:
        if at > first and unknown_plural < 0 and what is None:
            # "12 nearby", "six injured": only small words that are no noun follow.
            end = first
            return Counted(quantity=quantity, first=quantity.first, end=end, of_them=of_them, part=part)
        if unknown_plural >= 0:
            return Counted(
                quantity=quantity, first=quantity.first, end=unknown_plural + 1, head=unknown_plural, kind="unknown",
                who=modifier_who, what=what, what_at=what_at, of_them=of_them, part=part,
            )  # fmt: skip
        return Counted(
            quantity=quantity, first=quantity.first, end=first, what=what, what_at=what_at, of_them=of_them, part=part
        )
    if who in _GENERIC and modifier_who is not CountWho.TOTAL:
        who = modifier_who
    return Counted(
        quantity=quantity, first=quantity.first, end=head + 1, head=head, kind="person", who=who, what=what,
        what_at=what_at, of_them=of_them, part=part,
    )  # fmt: skip


def _ends_phrase(context: Context, at: int) -> bool:
    """Whether the word at ``at`` cannot stand within a noun phrase."""
    word = context.word(at)
    if word in STOPS or word in ADVERBS or word in TIME_WORDS or not (word[0].isalnum() or word in ("-", '"')):
        return True
    return context.reader.read(at, at, context.end) is not None


def _compound(context: Context, head: int, at: int) -> bool:
    """Whether two person nouns in a row are one head ("police officers", "women soldiers", "rebel commanders")."""
    left, right = nouns().get(context.word(head)), nouns().get(context.word(at))
    return left is not None and right is not None and (not left.plural or right.plural)


def article_quantity(context: Context, at: int, more: bool = False) -> Quantity:
    """A count of one for "a", "an", "another" or a bare coordinate noun at ``at``."""
    return Quantity(
        first=at, last=at + 1, core=at, core_end=at + 1, min=1, max=1, qualifier=Qualifier.EXACTLY, article=True,
        more=more,
    )  # fmt: skip
