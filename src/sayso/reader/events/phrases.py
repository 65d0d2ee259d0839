"""Phrases as participants: what a preposition governs, what "and" joins, whose a weapon is."""

from __future__ import annotations

from sayso.reader.events.circumstances import Range
from sayso.reader.events.lexicon import people_nouns, word_list
from sayso.reader.events.triggers import Trigger
from sayso.reader.events.view import (
    ACTING,
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    PREPOSITIONS,
    PUNCTUATION,
    SUBORDINATORS,
    View,
)  # fmt: skip
from sayso.vocabulary import CountWhat, MentionKind

_ABSTRACT = word_list("abstract_noun")
_PHYSICAL = word_list("physical_suffix_noun")
_ENDINGS = tuple("tion sion ment ness ity ance ence ism ship ing al ure ty ful ive".split())
_NOBODY = frozenset("neither none nobody nothing anyone anybody something anything everything dead one it much".split())
_CALLING = frozenset("call calls called calling welcome receive discuss expect expects expected saw face faced".split())
_SAYING_THINGS = frozenset("note letter order decree statement notice message paper text resolution bill law".split())
_TARGETS = frozenset({MentionKind.FACILITY, MentionKind.PLACE})
_OPENERS = frozenset({"after", "before", "since", "until", "like", "than"})


class Phrases:
    """Noun phrases of one story, mentions preferred to bare words."""

    def __init__(self, view: View, trigger_at: dict[int, int]) -> None:
        self.view = view
        self.trigger_at = trigger_at
        """Trigger by the tokens of its pattern."""

    def _kind(self, i: int) -> MentionKind | None:
        number = self.view.mention_at[i]
        return self.view.mentions[number].kind if number >= 0 else None

    def _acts(self, i: int) -> bool:
        kind = self._kind(i)
        return kind is not None and kind in ACTING

    def _denoting(self, span: Range, *, targets: bool, actor: bool) -> Range | None:
        """The span if it denotes someone (with ``targets`` also something that can be struck), the name in it, or None.

        "Orrinian patrol" stays, "Orrin's decision" gives Orrin; a verb or a thing as "actor" gives none.
        """
        view, (a, b) = self.view, span
        while a < b - 1 and a in self.trigger_at and view.verbs[a] is not None and view.is_past(a):
            a += 1  # a description that begins with the verb itself ("killed civilians")
        while b > a and (view.lower[b - 1] in ('"', "'", ",") or view.lower[b - 1] in PUNCTUATION):
            b -= 1
        while a < b and (view.lower[a] in ('"', "'") or view.lower[a] in PUNCTUATION):
            a += 1
        if a >= b or '"' in view.lower[a:b]:
            return None
        head = view.mention_at[b - 1]
        kind = view.mentions[head].kind if head >= 0 else None
        if view.lower[a] in _NOBODY and b - a < 3 and kind not in ACTING:
            return None
        if head >= 0 and view.mention_range(head)[0] <= a:
            if kind in ACTING or (kind in _TARGETS and not actor):
                return (a, b)
            return (a, b) if targets and kind is MentionKind.WEAPON and not actor else None
        if self._begins_with_verb(a, b):
            return None
        if kind is not None and (kind in ACTING or (kind in _TARGETS and not actor)):
            return (a, b)
        word = view.lower[b - 1]
        if word in _NOBODY or (b - a == 1 and word in ADVERBS):
            return None
        number = view.figure_at[a] if view.figure_at[a] >= 0 else view.figure_at[b - 1]
        if number >= 0:
            figure = view.figures[number]
            if figure.who_span is not None or figure.what not in (CountWhat.OTHER, CountWhat.UNKNOWN, CountWhat.EVENTS):
                return (a, b)
        if word in people_nouns():
            return (a, b)
        if targets and not actor and self._can_be_struck(b - 1):
            return (a, b)
        for i in range(a, b):
            number = view.mention_at[i]
            if number >= 0 and view.mentions[number].kind in ACTING and view.mentions[number].named:
                x, y = view.mention_range(number)
                # The name in "Orrin's decision" did or suffers it; "Orrin road map" names neither.
                owning = y < len(view.lower) and (view.lower[y] == "'s" or view.lower[y - 1] == "'s" or y == b - 1)
                return (x, y) if owning and x >= a else None
        return None

    def _begins_with_verb(self, a: int, b: int) -> bool:
        """ "Carrying four-fifths", "let army vehicles", "killed civilians": no phrase of someone."""
        view = self.view
        verb = view.verbs[a]
        word = view.lower[a]
        if view.mention_at[a] >= 0 or word in people_nouns():
            return False
        if word in ("let", "take", "make", "carry", "carrying", "leaving", "making", "taking", "giving", "having"):
            return True
        if verb is None or b - a == 1:
            return word.endswith("ing") and b - a > 1 and view.lower[a + 1] in DETERMINERS
        if "ing" in verb.features or "base" in verb.features:
            return b - a > 1 and a > 0 and view.lower[a - 1] not in DETERMINERS
        return a > 0 and view.lower[a - 1] not in DETERMINERS and view.lower[a - 1] not in PREPOSITIONS

    def _can_be_struck(self, i: int) -> bool:
        """Whether a noun can name a thing: neither abstract by list or ending, nor a verb or an event."""
        word = self.view.lower[i]
        if word in _ABSTRACT or i in self.trigger_at:
            return False
        verb = self.view.verbs[i]
        if verb is not None and not verb.features <= {"s", "base"}:
            return False
        return word in _PHYSICAL or word.endswith(("hospital", "capital")) or not word.endswith(_ENDINGS)

    def _users(self, span: Range) -> list[Range]:
        """Whose a weapon is: a name inside or right before it ("Orrinian jets")."""
        for i in range(max(0, span[0] - 1), span[1]):
            for number in self.view.nested.get(i, ()):
                if self.view.mentions[number].named and self.view.mentions[number].kind in ACTING:
                    return [self.view.mention_range(number)]
        return []

    def _own_subject(self, a: int, b: int) -> bool:
        """Whether a clause has words before its verb that can be its subject, if none that is marked."""
        view = self.view
        return any(view.loose(i) and view.lower[i] not in ADVERBS and view.verbs[i] is None for i in range(a, b))

    def _before_aside(self, i: int, first: int) -> int:
        """The token before an aside that closes at ``i`` (", the head of the mission,"), else before ``i``."""
        opener = "(" if self.view.lower[i] == ")" else self.view.lower[i]
        for j in range(i - 1, max(first, i - 25), -1):
            if self.view.lower[j] == opener:
                return j - 1
        return i - 1

    def _governed(self, a: int, first: int) -> bool:
        """Whether a preposition governs the phrase that begins at ``a``."""
        i = a - 1
        while i >= first and (self.view.lower[i] in DETERMINERS or (self.view.verbs[i] is None and self.view.loose(i))):
            i -= 1
        # "after two soldiers were killed": these open clauses as often as phrases; "Secretary of [State Lena Hart]".
        if i > first and self.view.lower[i] == "of" and self._kind(a) is MentionKind.PERSON:
            return self.view.lower[i - 1] not in ("secretary", "minister", "chief", "head", "director", "chair")
        if i >= first and self.view.figure_at[i] >= 0:
            return False  # "about 300 students"
        return i >= first and self.view.lower[i] in PREPOSITIONS and self.view.lower[i] not in _OPENERS

    def _phrase_at(self, i: int, end: int, wanted: tuple[str, ...]) -> list[Range]:
        """A phrase at ``i``, over determiners, adverbs and one wanted preposition; mentions in it preferred."""
        view = self.view
        while i < end and (view.lower[i] in ADVERBS or view.time_at[i] >= 0 or view.lower[i].endswith("ly")):
            i += 1
        if i < end and view.lower[i] in wanted:
            i += 1
        if i >= end or view.lower[i] in PREPOSITIONS:
            return []
        j = i
        while j < end and j - i < 6 and view.mention_at[j] < 0:
            word = view.lower[j]
            if (
                word in PUNCTUATION
                or word in PREPOSITIONS
                or word in CONJUNCTIONS
                or word in AUXILIARIES
                or word in SUBORDINATORS
            ):
                break
            j += 1
        if j < end and view.mention_at[j] >= 0 and view.time_at[j] < 0:
            a, b = view.mention_range(view.mention_at[j])
            # "an Orrinian patrol": a nationality or name inside a longer phrase stands for the whole of it.
            kind = self._kind(j)
            if kind is MentionKind.NATIONALITY or (b < end and view.lower[b] == "'s"):
                phrase = view.phrase_after(i, end)
                if phrase is not None and phrase[1] > b and view.mention_at[phrase[1] - 1] >= 0:
                    return self._joined_right(view.mention_range(view.mention_at[phrase[1] - 1]), end)
                return [phrase] if phrase is not None else [(a, b)]
            if view.figure_at[i] >= 0 or kind in (MentionKind.DOCUMENT,):
                return self._joined_right((a, b), end)
            return self._joined_right((a, b), end)
        phrase = view.phrase_after(i, end)
        if phrase is None and view.figure_at[i] >= 0:
            figure = view.figures[view.figure_at[i]]
            phrase = view.tokens_of(figure.start, figure.end)  # "released three of them"
        return [phrase] if phrase is not None else []

    def _after(
        self, i: int, end: int, prepositions: tuple[str, ...], *, acting: bool = False, reach: int = 12
    ) -> list[Range]:
        """The phrase governed by one of some prepositions within the clause after ``i``."""
        view = self.view
        for j in range(i, min(end, i + reach)):
            if view.cut[j] and j > i and view.lower[j] not in prepositions:
                break
            if view.lower[j] in prepositions and j + 1 < end and view.time_at[j + 1] < 0:
                found = [s for s in self._phrase_at(j + 1, end, ()) if self._told(s, view.lower[j], acting=acting)]
                if view.lower[j] == "between" and found and view.mention_at[found[0][0]] >= 0:
                    return self._joined_right(found[0], end, forced=True)
                if acting and found and self._kind(found[0][0]) is MentionKind.WEAPON:
                    return self._users(found[0])
                if acting:
                    found = [
                        s
                        for s in found
                        if self._kind(s[0]) not in (MentionKind.PLACE, MentionKind.WEAPON, MentionKind.DOCUMENT)
                    ]
                    if found and view.verbs[found[0][0]] is not None and view.lower[found[0][0]].endswith("ing"):
                        return []
                return found
        return []

    def _told(self, span: Range, preposition: str, *, acting: bool) -> bool:
        """Whether a phrase after a preposition can be a participant: someone marked, or a phrase with a determiner."""
        marked = any(self.view.mention_at[i] >= 0 for i in range(*span)) or self.view.figure_at[span[0]] >= 0
        return marked or (not acting and preposition != "at" and self.view.lower[span[0]] in DETERMINERS)

    def _joined_left(self, span: Range, first: int) -> list[Range]:
        """The span with those joined to it before: "X, Y and Z"."""
        view = self.view
        found = [span]
        a = span[0]
        while True:
            i = a - 1
            while i >= first and view.lower[i] in DETERMINERS:
                i -= 1
            joint = i > first and (view.lower[i] in ("and", "nor") or (view.lower[i] == "," and len(found) > 1))
            if joint and view.lower[i - 1] == ",":
                i -= 1
            if not joint or view.mention_at[i - 1] < 0 or not self._acts(i - 1):
                return found[::-1]
            b = i
            a, _ = view.mention_range(view.mention_at[i - 1])
            if self._governed(a, first):
                return found[::-1]
            found.append((a, b))

    def _joined_right(self, span: Range, end: int, *, forced: bool = False) -> list[Range]:
        """The span with those joined to it after, unless a verb shows that the next one is a subject."""
        view = self.view
        found = [span]
        b = span[1]
        while b < end:
            i = b
            if view.lower[i] == ",":
                i += 1
            if i < end and view.lower[i] == "and":
                i += 1
            if i == b:
                break
            while i < end and view.lower[i] in DETERMINERS:
                i += 1
            if i >= end or view.mention_at[i] < 0 or not (self._acts(i) or self._kind(i) is self._kind(span[0])):
                break
            a, b = view.mention_range(view.mention_at[i])
            if (
                not forced
                and b < end
                and (view.lower[b] in AUXILIARIES or view.is_saying(b) or b in self.trigger_at or view.is_past(b))
            ):
                break
            if view.lower[a - 1] == "," and not (b < end and view.lower[b] in (",", "and")):
                break
            found.append((a, b))
        return found

    def _of_thing(self, trigger: Trigger, start: int) -> bool:
        """ "A note giving him two days": a gerund right after a thing tells what the thing says, not who does it."""
        view = self.view
        verb = view.verbs[start]
        if verb is None or "ing" not in verb.features or trigger.passive or start < 2:
            return False
        return view.lower[start - 1] in _SAYING_THINGS and view.mention_at[start - 1] < 0

    def _no_doing(self, trigger: Trigger, j: int) -> bool:
        """Whether the verb at ``j`` is not that of doing the violence after it: "has noted", "called the strike"."""
        if trigger.entry.type not in ("ASSAULT", "COERCE"):
            return False
        lower = self.view.lower
        if lower[j] in HAVE:
            return lower[j + 1] not in DETERMINERS and j + 1 != trigger.match.first
        return lower[j] in _CALLING and lower[j + 1] in ("the", "this", "that", "these", "those")

    def _companions(self, trigger: Trigger) -> list[Range]:
        """Those who come along: "will lead the delegation, joined by X, Y and Z"."""
        view = self.view
        end = view.sentences[view.tokens[trigger.head].sentence].last
        for i in range(trigger.match.last, min(end - 1, trigger.match.last + 20)):
            if view.lower[i] in ("joined", "accompanied") and view.lower[i + 1] == "by":
                found = self._after(i + 1, end, ("by",), acting=True)
                return self._joined_right(found[0], end, forced=True) if found else []
        return []
