"""How many were killed and injured in the one incident that an article is mainly about.

A decision over the figures and victims of one story, for articles that tell of a single incident (the reader itself
keeps every figure apart; merging is the case's work). The rule, in order:

1. From the sentence on that turns to another incident ("in a separate shooting"), and in the later half of a long
   article, tellings are background and set aside. An opening that sums up several incidents counts as its first one.
2. The toll is the earliest explicit number above one, if one is told; sums over groups told in the same sentence.
3. Otherwise it is the number of different persons told of: same surname, or same age, or no telling apart, is one.
4. People only said to have been shot or stabbed count as injured, less those told as killed by rule 3 or 2.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.marks import Figure, Sentence, Token, Victimhood
from sayso.records import Record
from sayso.vocabulary import Basis, CountWhat, Qualifier

_ELSEWHERE = frozenset({"separate", "unrelated", "previous", "elsewhere"})
_OTHER = frozenset({"another", "other"})
_LONG = 12
"""Sentences of an article beyond which its later half is taken for background."""
_OWN_SHARE = 0.5
"""Share of a long article that tells of its own incident (train split: 0.4 to 0.6 differ by under half a point)."""
_INCIDENTS = frozenset("shooting shootings incident incidents case cases homicide homicides slaying killing".split())
_SEVERAL = frozenset("shootings incidents homicides stabbings attacks".split())
_HURT = frozenset({CountWhat.INJURED, CountWhat.CASUALTIES})
_SUMMED = frozenset("killed dead wounded injured hurt shot people wounding".split())


class Toll(Record, frozen=True, kw_only=True):
    """Killed and injured of an article's main incident."""

    killed: int
    injured: int


class _Person:
    """One person harmed, as far as tellings can be told apart."""

    def __init__(self, victim: Victimhood, surname: str) -> None:
        self.surname = surname
        self.age = victim.age_min if victim.age_min == victim.age_max else None
        self.sex = victim.sex
        self.start = victim.start
        self.harms = {victim.harm}

    def same(self, victim: Victimhood, surname: str) -> bool:
        """Whether ``victim`` may be this person."""
        if surname and self.surname:
            return surname == self.surname
        age = victim.age_min if victim.age_min == victim.age_max else None
        if age is not None and self.age is not None:
            return age == self.age
        return not (victim.sex and self.sex and victim.sex != self.sex)

    def add(self, victim: Victimhood, surname: str) -> None:
        """Take in another telling."""
        self.surname = self.surname or surname
        if self.age is None and victim.age_min == victim.age_max:
            self.age = victim.age_min
        self.sex = self.sex or victim.sex
        self.harms.add(victim.harm)


def article_toll(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    victims: Sequence[Victimhood],
) -> Toll:
    """Killed and injured of the main incident of the story."""
    aside, several = _aside(tokens, sentences)
    own = [f for f in figures if f.per == "" and f.qualifier is not Qualifier.NONE and f.rule != "irrealis"]
    own = [f for f in own if f.sentence not in several and f.sentence < aside] or [f for f in own if f.sentence < aside]
    if several:
        # A round-up: only its first incident is counted.
        own = own[:2]
    limit = sentences[aside].start if aside < len(sentences) else len(text)
    victims = [v for v in victims if v.start < limit]
    if len(sentences) > _LONG:
        cut = sentences[int(len(sentences) * _OWN_SHARE)].start
        own = [f for f in own if f.start < cut]
        victims = [v for v in victims if v.start < cut]
    killed_total = _explicit(own, CountWhat.KILLED)
    injured_total = _explicit(own, CountWhat.INJURED)
    shot_total = _explicit(own, CountWhat.CASUALTIES)
    persons = _persons(text, [v for v in victims if v.harm in ("killed", "injured", "casualties")])
    dead = sum("killed" in p.harms for p in persons)
    hurt = sum("killed" not in p.harms for p in persons)
    dead, hurt = max(dead, _part_dead(own, figures)), max(hurt, _beside(own))
    killed = killed_total if killed_total is not None else dead
    # Those of the dead whom no telling names may be among those told as hurt.
    hurt = max(0, hurt - max(0, killed - dead))
    if injured_total is not None:
        injured = injured_total
    elif shot_total is not None:
        injured = max(0, shot_total - killed)
    else:
        injured = hurt
    if several:
        killed, injured = min(killed, 1), min(injured, 1)
    return Toll(killed=killed, injured=injured)


def _aside(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> tuple[int, set[int]]:
    """The sentence from which on other incidents are told, and the sentences that sum over several incidents."""
    aside, several = len(sentences), set()
    for index, sentence in enumerate(sentences):
        words = {tokens[at].lower for at in range(sentence.first, sentence.last)}
        if words & _SEVERAL and words & _SUMMED and index < 3:
            several.add(index)
        elif index and aside == len(sentences) and words & _INCIDENTS:
            other = any(
                tokens[at].lower in _OTHER and not _INCIDENTS.isdisjoint(t.lower for t in tokens[at + 1 : at + 3])
                for at in range(sentence.first, sentence.last)
            )
            if other or words & _ELSEWHERE:
                aside = index
    return aside, several


def _beside(own: Sequence[Figure]) -> int:
    """Single injured told in one sentence with a single dead: "one was killed and another wounded"."""
    for figure in own:
        if figure.what is CountWhat.KILLED and figure.min == 1 and figure.max == 1:
            hurt = [f for f in own if f.sentence == figure.sentence and f.what in _HURT and f.min == 1 and f.max == 1]
            if hurt:
                return len(hurt)
    return 0


def _part_dead(own: Sequence[Figure], figures: Sequence[Figure]) -> int:
    """The dead among people told as shot or hurt ("three were shot; one of them died"), and single dead by number."""
    found = 0
    for figure in own:
        if figure.what is not CountWhat.KILLED or figure.min is None or figure.min > 100:
            continue
        whole = figures[figure.part_of].what if figure.part_of >= 0 else None
        if whole in _HURT or figure.min == 1:
            found = max(found, figure.min)
    return found


def _explicit(figures: Sequence[Figure], what: CountWhat) -> int | None:
    """The earliest total above one, adding the groups told beside it."""
    for figure in figures:
        if figure.what is what and figure.basis is Basis.TOTAL and figure.min is not None and 2 <= figure.min <= 100:
            if figure.rule == "anaphoric":
                continue
            beside = [
                f for f in figures
                if f.sentence == figure.sentence and f.what is what and f.basis is Basis.TOTAL and f is not figure
                and f.min is not None and f.rule in ("coordination", "shared")
            ]  # fmt: skip
            return figure.min + sum(f.min or 0 for f in beside)
    return None


def _persons(text: str, victims: Sequence[Victimhood]) -> list[_Person]:
    persons: list[_Person] = []
    for victim in victims:
        surname = text[victim.name.start : victim.name.end].split()[-1].lower() if victim.name is not None else ""
        known = next((p for p in persons if p.same(victim, surname)), None)
        if known is None:
            persons.append(_Person(victim, surname))
        else:
            known.add(victim, surname)
    return persons
