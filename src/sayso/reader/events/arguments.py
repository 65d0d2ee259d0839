"""Who, to whom, with what, where and when: arguments of an event by voice, prepositions, possessives and closeness."""

from __future__ import annotations

from sayso.reader.events.lexicon import word_list
from sayso.reader.events.status import governing_words
from sayso.reader.events.triggers import Trigger
from sayso.reader.events.view import (
    ACTING,
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    NOT,
    PLACE_PREPOSITIONS,
    PREPOSITIONS,
    PRONOUNS,
    PUNCTUATION,
    SITED,
    SUBORDINATORS,
    View,
)  # fmt: skip
from sayso.reader.marks import Argument
from sayso.vocabulary import MentionKind, ParticipantCertainty, ParticipantRole

Range = tuple[int, int]

_SUBJECT_REACH = 40
_LIGHT = word_list("light_verb")
_SUBJECT_OF = frozenset(
    {"visit", "withdrawal", "resignation", "retreat", "surrender", "death", "election", "arrival", "march", "apology"}
)
_CERTAIN_WORDS = {
    "suspected": ParticipantCertainty.SUSPECTED,
    "alleged": ParticipantCertainty.ACCUSED,
    "allegedly": ParticipantCertainty.ACCUSED,
    "apparently": ParticipantCertainty.POSSIBLE,
    "apparent": ParticipantCertainty.POSSIBLE,
    "presumed": ParticipantCertainty.SUSPECTED,
    "possibly": ParticipantCertainty.POSSIBLE,
    "probably": ParticipantCertainty.POSSIBLE,
}
_RECIPIENT_PREPOSITIONS = {
    "ASSAULT": ("on", "against", "at", "upon"),
    "CONSULT": ("with", "to"),
    "CONCEDE": ("to",),
    "SUPPORT": ("for", "with", "to"),
    "AID": ("to", "for"),
    "ACCUSE": ("against", "of", "into"),
    "SANCTION": ("on", "against", "with", "to"),
    "COERCE": ("on", "against", "of"),
    "PROTEST": ("against", "at"),
    "THREATEN": ("to", "against"),
    "REQUEST": ("to", "on", "for"),
    "REJECT": ("to", "of"),
    "MOBILIZE": ("against",),
    "COOPERATE": ("with",),
    "RETREAT": ("with", "to"),
    "AGREE": ("to", "with"),
}
_OPENERS = frozenset({"after", "before", "since", "until", "like", "than"})
_HITS = frozenset(
    "hit hits struck rocked shook targeted destroyed damaged ripped tore levelled leveled flattened".split()
)


class Finder:
    """Arguments of the triggers of one story."""

    def __init__(self, view: View, triggers: list[Trigger]) -> None:
        self.view = view
        self.trigger_at: dict[int, int] = {}
        for number, trigger in enumerate(triggers):
            for i in trigger.match.fixed:
                self.trigger_at[i] = number
        self.triggers = triggers
        self.times = self._share_times()

    def arguments(self, number: int) -> tuple[Argument, ...]:
        """All arguments of trigger ``number``, in order of role."""
        trigger = self.triggers[number]
        actors, others = self._by_voice(trigger) if trigger.verb else self._of_noun(trigger)
        found: list[Argument] = []
        taken: set[Range] = set()
        harmed = trigger.entry.type == "ASSAULT" or trigger.entry.mode in ("death", "accident", "disaster")
        victim = trigger.entry.frame in ("av", "v") and harmed
        for span, role in [
            *((a, ParticipantRole.ACTOR) for a in actors),
            *((b, ParticipantRole.VICTIM if victim else ParticipantRole.RECIPIENT) for b in others),
        ]:
            if span in taken:
                continue
            taken.add(span)
            found.append(self._argument(span, role, trigger))
        found += self._means(trigger, taken)
        found += self._places(trigger, taken)
        found += [
            self._plain(self.view.tokens_of(t.start, t.end), "time")
            for t in (self.view.times[k] for k in self.times.get(number, ()))
        ]
        return tuple(found)

    # -- spans ------------------------------------------------------------------------------------------------

    def _plain(self, span: Range, role: ParticipantRole | str) -> Argument:
        text = self.view.span(*span)
        return Argument(role=role, start=text.start, end=text.end)

    def _argument(self, span: Range, role: ParticipantRole, trigger: Trigger) -> Argument:
        text = self.view.span(*span)
        certainty = ParticipantCertainty.STATED
        if role is ParticipantRole.ACTOR:
            for word in self.view.lower[max(0, span[0] - 3) : span[1]]:
                certainty = _CERTAIN_WORDS.get(word, certainty)
        figure = self.view.figure_at[span[0]]
        if figure < 0 and span[0] > 0:
            figure = self.view.figure_at[span[0] - 1] if role is not ParticipantRole.ACTOR else -1
        return Argument(role=role, start=text.start, end=text.end, certainty=certainty, figure=figure)

    def _kind(self, i: int) -> MentionKind | None:
        number = self.view.mention_at[i]
        return self.view.mentions[number].kind if number >= 0 else None

    def _acts(self, i: int) -> bool:
        kind = self._kind(i)
        return kind is not None and kind in ACTING

    # -- verbs ------------------------------------------------------------------------------------------------

    def _by_voice(self, trigger: Trigger) -> tuple[list[Range], list[Range]]:
        subject = self._subject(trigger)
        objects = self._object(trigger)
        frame = trigger.entry.frame
        if frame == "v":
            return [], subject
        if trigger.passive:
            return self._agent(trigger), subject
        if frame == "m":
            return [*subject], objects
        if frame == "a":
            return subject, []
        return subject, objects

    def _subject(self, trigger: Trigger) -> list[Range]:
        """The noun phrase before a verb: past auxiliaries, asides and relative pronouns."""
        start = trigger.match.first if not trigger.entry.passive else trigger.match.fixed[0] + 1
        first = self.view.begins[self.view.tokens[start].sentence]
        return self._subject_before(start, first, 0, anything=trigger.passive or trigger.entry.frame == "v")

    def _subject_before(self, start: int, first: int, depth: int, *, anything: bool = False) -> list[Range]:
        view, lower = self.view, self.view.lower
        i = start - 1
        relative = False
        while i >= first and start - i < _SUBJECT_REACH:
            word = lower[i]
            number = view.mention_at[i]
            if number >= 0 and not (word == "'s" or word in BE):
                a, _ = view.mention_range(number)
                governed = self._governed(a, first)
                if self._acts(i) and (not governed or (relative and self._kind(i) is not MentionKind.COUNTRY)):
                    if a > first and lower[a - 1] in ("'s", "of") and not relative and lower[a - 1] == "of":
                        i = a - 1
                        continue
                    return self._joined_left((a, i + 1), first)
                if not governed and self._kind(i) is MentionKind.WEAPON:
                    return self._users((a, i + 1))
                if not governed and anything and self._kind(i) is not MentionKind.DOCUMENT:
                    return [(a, i + 1)]
                if not governed and not self._acts(i) and self._kind(i) is MentionKind.FACILITY:
                    return []
                i = a - 1
                while i >= first and (lower[i] in DETERMINERS or lower[i] in PREPOSITIONS):
                    i -= 1
                continue
            if view.time_at[i] >= 0 or word in AUXILIARIES or word in ADVERBS or word in NOT or word.endswith("ly"):
                i -= 1
            elif word in ("who", "which", "that"):
                relative = True
                i -= 1
            elif word == "," and relative and view.lower[i + 1] in ("who", "which", "that"):
                i -= 1  # ", who": what stands right before is what it means
            elif word in (",", "--", ")"):
                i = self._before_aside(i, first)
            elif word in CONJUNCTIONS:
                earlier = self._earlier_verb(i, first)
                if earlier is not None and depth < 3:
                    return self._subject_before(earlier, first, depth + 1)
                i -= 1
            elif word == "to" or word in ("having", "being"):
                i -= 1
            elif word in PRONOUNS:
                return []
            elif word in PREPOSITIONS:
                i -= 1
            elif i in self.trigger_at and not self.triggers[self.trigger_at[i]].verb:
                # "the strike killed": the event is the subject; who did it is said there.
                return []
            elif view.verbs[i] is not None or i in self.trigger_at or word in governing_words():
                # "plans to attack": the governing verb's subject; "accused of attacking": its object.
                i -= 1
            elif word in SUBORDINATORS or word in (".", ":", ";", '"'):
                return []
            else:
                phrase = view.phrase_before(i + 1, first) if anything else None
                if phrase is None:
                    i -= 1
                elif (not self._governed(phrase[0], first) and not relative) or relative:
                    return [phrase]
                else:
                    i = phrase[0] - 1
        return []

    def _users(self, span: Range) -> list[Range]:
        """Whose a weapon is: a name inside or right before it ("Orrinian jets")."""
        for i in range(max(0, span[0] - 1), span[1]):
            for number in self.view.nested.get(i, ()):
                if self.view.mentions[number].named and self.view.mentions[number].kind in ACTING:
                    return [self.view.mention_range(number)]
        return []

    def _governed(self, a: int, first: int) -> bool:
        """Whether a preposition governs the phrase that begins at ``a``."""
        i = a - 1
        while i >= first and (self.view.lower[i] in DETERMINERS or (self.view.verbs[i] is None and self._loose(i))):
            i -= 1
        # "after two soldiers were killed": these open clauses as often as phrases.
        return i >= first and self.view.lower[i] in PREPOSITIONS and self.view.lower[i] not in _OPENERS

    def _loose(self, i: int) -> bool:
        """A word of the same phrase before a mention ("the remote [town of ...]")."""
        word = self.view.lower[i]
        return (
            word.isalpha() and self.view.mention_at[i] < 0 and word not in PREPOSITIONS and word not in AUXILIARIES
            and word not in CONJUNCTIONS and word not in SUBORDINATORS and word not in PRONOUNS and self.view.time_at[i] < 0
        )  # fmt: skip

    def _before_aside(self, i: int, first: int) -> int:
        """The token before an aside that closes at ``i`` (", the head of the mission,"), else before ``i``."""
        opener = "(" if self.view.lower[i] == ")" else self.view.lower[i]
        for j in range(i - 1, max(first, i - 25), -1):
            if self.view.lower[j] == opener:
                return j - 1
        return i - 1

    def _earlier_verb(self, i: int, first: int) -> int | None:
        """First token of the last verb trigger before ``i`` in the sentence."""
        for j in range(i - 1, first, -1):
            number = self.trigger_at.get(j)
            if number is not None and self.triggers[number].verb and not self.triggers[number].passive:
                return self.triggers[number].match.first
            if self.view.is_saying(j) or (
                self.view.verbs[j] is not None and "past" in (self.view.verbs[j] or _NO).features
            ):
                return j
        return None

    def _object(self, trigger: Trigger) -> list[Range]:
        """The noun phrase after a verb, or inside its pattern's gap ("barred [X] from")."""
        view = self.view
        end = view.sentences[view.tokens[trigger.head].sentence].last
        if trigger.entry.passive:
            return []
        gap = self._gap(trigger)
        if gap is not None:
            return self._joined_right(gap, end) if self.view.mention_at[gap[0]] >= 0 else [gap]
        if trigger.entry.steps[-1] == "mention":
            return self._joined_right(view.mention_range(view.mention_at[trigger.match.last - 1]), end)
        i = trigger.match.last
        wanted = _RECIPIENT_PREPOSITIONS.get(trigger.entry.type, ())
        multiword = len(trigger.match.fixed) > 1
        if multiword and i < end and view.lower[i] not in wanted and view.lower[i] not in ("with", "of"):
            # "held talks on Monday with X": the recipient may come later in the clause.
            for j in range(i, min(end, i + 9)):
                if view.cut[j] and j > i:
                    break
                if (
                    view.lower[j] in ("with", "to", "on", "against", "for")
                    and view.lower[j] in wanted
                    and j + 1 < end
                    and view.time_at[j + 1] < 0
                ):
                    i = j
                    break
            if i == trigger.match.last and view.lower[i] in PREPOSITIONS:
                return []
        found = self._phrase_at(i, end, wanted)
        if not found and trigger.entry.frame == "m":
            return self._after(i, end, ("with",))
        return found

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
        return [phrase] if phrase is not None else []

    def _gap(self, trigger: Trigger) -> Range | None:
        """The phrase inside a pattern's gap, if a mention stands there."""
        fixed = trigger.match.fixed
        for a, b in zip(fixed, fixed[1:], strict=False):
            for j in range(a + 1, b):
                if (
                    self.view.mention_at[j] >= 0
                    and self._acts(j)
                    and trigger.entry.type in ("COERCE", "REQUEST", "REJECT", "RETREAT", "ACCUSE", "ASSAULT")
                ):
                    return self.view.mention_range(self.view.mention_at[j])
        return None

    def _agent(self, trigger: Trigger) -> list[Range]:
        """The by-phrase of a passive."""
        end = self.view.sentences[self.view.tokens[trigger.head].sentence].last
        return self._after(trigger.match.last, end, ("by",), acting=True)

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
            joint = i > first and (view.lower[i] == "and" or (view.lower[i] == "," and len(found) > 1))
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
                and (
                    view.lower[b] in AUXILIARIES
                    or view.is_saying(b)
                    or b in self.trigger_at
                    or "past" in (view.verbs[b] or _NO).features
                )
            ):
                break
            if view.lower[a - 1] == "," and not (b < end and view.lower[b] in (",", "and")):
                break
            found.append((a, b))
        return found

    # -- nouns ------------------------------------------------------------------------------------------------

    def _of_noun(self, trigger: Trigger) -> tuple[list[Range], list[Range]]:
        view, lower = self.view, self.view.lower
        sentence = view.sentences[view.tokens[trigger.head].sentence]
        first, end = view.begins[view.tokens[trigger.head].sentence], sentence.last
        last = trigger.match.last
        kind, frame = trigger.entry.type, trigger.entry.frame
        owner = self._owner(trigger.match.first, first)
        of_at = last - 1 if lower[last - 1] == "of" else last if last < end and lower[last] == "of" else -1
        of = self._phrase_at(of_at + 1, end, ()) if of_at >= 0 else []
        agent = self._after(last, end, ("by",), acting=True)
        to = self._after(last, end, _RECIPIENT_PREPOSITIONS.get(kind, ()))
        to = [s for s in to if s not in of]
        if frame == "m":
            between = self._after(last, end, ("between", "among"), reach=8)
            with_ = self._after(last, end, ("with",), reach=8)
            light = self._light_subject(trigger, first)
            return [*owner, *light, *between, *([s for s in of if self._acts(s[0])])], with_
        if frame == "v":
            return [], [*of, *owner]
        if last < end and lower[last] in _HITS:
            to = [*to, *self._phrase_at(last + 1, end, ("through",))]
        actors = [*agent]
        recipients = list(to)
        if of:
            if lower[trigger.head] in _SUBJECT_OF:
                actors += of
            else:
                recipients = [*of, *recipients]
        if owner:
            passive_owner = frame == "av" and not agent and not of
            if passive_owner or (frame == "av" and agent):
                recipients = [*owner, *recipients]
            else:
                actors += owner
        if not actors:
            actors = self._light_subject(trigger, first)
        return actors, recipients

    def _owner(self, i: int, first: int) -> list[Range]:
        """The name in the noun's own phrase: "Pakistan's closure", "US drone strike", "NATO-led raid"."""
        view = self.view
        j = i - 1
        while j >= first and i - j < 7:
            word = view.lower[j]
            if word == "'s":
                j -= 1
                continue
            if view.mention_at[j] >= 0:
                a, b = view.mention_range(view.mention_at[j])
                owning = view.lower[b : b + 1] == ["'s"] or self._kind(j) is not MentionKind.PERSON
                return self._joined_left((a, b), first) if self._acts(j) and owning else []
            if (
                word in PUNCTUATION
                or word in PREPOSITIONS
                or word in CONJUNCTIONS
                or word in AUXILIARIES
                or word in ("the", "a", "an", "this", "that")
            ):
                return []
            if j in self.trigger_at:
                return []
            j -= 1
        return []

    def _light_subject(self, trigger: Trigger, first: int) -> list[Range]:
        """The subject of the plain verb that the noun completes ("X launched an attack"), or of "claimed responsibility"."""
        view, lower = self.view, self.view.lower
        for j in range(trigger.match.first - 1, max(first, trigger.match.first - 9) - 1, -1):
            if lower[j] in _LIGHT and view.mention_at[j] < 0:
                if lower[j - 1] in BE:
                    return []
                return self._subject_before(j, first, 0)
            if lower[j] in ("responsibility", "responsible") and j > first:
                return self._subject_before(j - 1, first, 0)
            if view.cut[j] or j in self.trigger_at or (view.verbs[j] is not None and lower[j] not in AUXILIARIES):
                return []
        return []

    # -- means, places, times ---------------------------------------------------------------------------------

    def _means(self, trigger: Trigger, taken: set[Range]) -> list[Argument]:
        if trigger.entry.type not in ("ASSAULT", "MOBILIZE"):
            return []
        view = self.view
        a, b = view.clause(trigger.head)
        found = []
        for i in range(a, b):
            number = view.mention_at[i]
            if number >= 0 and view.mentions[number].kind is MentionKind.WEAPON and view.is_mention(i):
                span = view.mention_range(number)
                if span not in taken and not any(
                    view.lower[k] in ("on", "against") for k in range(max(a, span[0] - 2), span[0])
                ):
                    found.append(self._plain(span, ParticipantRole.MEANS))
        return found[:2]

    def _places(self, trigger: Trigger, taken: set[Range]) -> list[Argument]:
        """Places of the clause, else of the sentence where no other trigger is nearer."""
        view = self.view
        a, b = view.clause(trigger.head)
        b = max(b, trigger.match.last)
        sentence = view.sentences[view.tokens[trigger.head].sentence]
        spans = self._sited(max(a, view.begins[view.tokens[trigger.head].sentence]), b, trigger)
        if not spans:
            near = [
                n
                for n, t in enumerate(self.triggers)
                if view.tokens[t.head].sentence == view.tokens[trigger.head].sentence
            ]
            for span in self._sited(view.begins[view.tokens[trigger.head].sentence], sentence.last, trigger):
                nearest = min(near, key=lambda n: abs(self.triggers[n].head - span[0]))
                if self.triggers[nearest] is trigger or len(near) == 1:
                    spans.append(span)
        own = [
            view.mention_range(number)
            for number in dict.fromkeys(view.mention_at[trigger.match.first : trigger.match.last])
            if number >= 0 and view.mentions[number].kind in (MentionKind.PLACE, MentionKind.FACILITY)
        ]
        spans = [*own, *(s for s in spans if s not in own)]
        recipients = {s for s in taken if self._kind(s[0]) in (MentionKind.PLACE, MentionKind.FACILITY)}
        spans = spans or sorted(recipients)
        return [self._plain(span, "place") for span in spans[:3]]

    def _sited(self, a: int, b: int, trigger: Trigger) -> list[Range]:
        """Mentions of places in a range that a preposition of place governs, nearest first, with what they lie in."""
        view = self.view
        found: list[Range] = []
        for i in range(a, b):
            if not view.is_mention(i) or self._kind(i) not in SITED or view.time_at[i] >= 0:
                continue
            span = view.mention_range(view.mention_at[i])
            j = i - 1
            while j >= a and (view.lower[j] in DETERMINERS or self._loose(j)) and j not in self.trigger_at:
                j -= 1
            prior = found and found[-1][1] in (i - 1, i - 2) and view.lower[i - 1] in (",", "in", "'s")
            governed = j >= a and view.lower[j] in PLACE_PREPOSITIONS
            if governed and view.lower[j] in ("of", "to", "from") and not self._siting_of(j, trigger):
                governed = False
            if view.lower[span[1] : span[1] + 1] == ["'s"] and not governed:
                continue
            if governed or prior:
                found.append(span)
        head = trigger.head
        found.sort(key=lambda s: abs(s[0] - head))
        return found

    def _siting_of(self, j: int, trigger: Trigger) -> bool:
        """ "The town of X", "visit to X", "withdrew from X": of, to and from that say where."""
        view = self.view
        if view.lower[j] == "of":
            return j > 0 and view.lower[j - 1] in (
                "town", "city", "village", "province", "district", "area", "port", "region", "capital", "outskirts", "north", "south",
                "east", "west", "part", "parts", "state", "suburb", "bombing", "shelling", "siege", "bombardment", "invasion", "island",
            )  # fmt: skip
        if view.lower[j] == "to":
            return trigger.entry.mode == "visit"
        return trigger.entry.type in ("RETREAT", "COERCE")

    def _share_times(self) -> dict[int, list[int]]:
        """Each time expression to one trigger: in its clause, else its sentence; never over a nearer verb of saying."""
        view = self.view
        shared: dict[int, list[int]] = {}
        by_sentence: dict[int, list[int]] = {}
        for number, trigger in enumerate(self.triggers):
            by_sentence.setdefault(view.tokens[trigger.head].sentence, []).append(number)
        for k, time in enumerate(view.times):
            if time.kind not in ("DATE", "TIME"):
                continue
            a, b = view.tokens_of(time.start, time.end)
            numbers = by_sentence.get(view.tokens[a].sentence)
            if not numbers or a < view.begins[view.tokens[a].sentence]:
                continue
            best = self._governor(a, b, numbers)
            for number in best:
                shared.setdefault(number, []).append(k)
        return shared

    def _governor(self, a: int, b: int, numbers: list[int]) -> list[int]:
        """The triggers that a time governs: the nearest of its clause, with the others of that clause."""
        view = self.view
        ca, cb = view.clause(a)
        inside = [n for n in numbers if ca <= self.triggers[n].head < cb]
        sayings = [i for i in range(ca, cb) if view.is_saying(i) and i not in self.trigger_at and view.time_at[i] < 0]
        if inside:
            nearest = min(inside, key=lambda n: abs(self.triggers[n].head - a))
            distance = abs(self.triggers[nearest].head - a)
            if any(abs(i - a) < distance for i in sayings):
                return []
            # Attributive: "Friday's attack", "the 17 March strike" belong to that noun alone.
            if not self.triggers[nearest].verb and self.triggers[nearest].match.first - b in (0, 1):
                return [nearest]
            return [
                n
                for n in inside
                if n == nearest or self.triggers[n].entry.rank == 1 or self.triggers[nearest].entry.rank == 1
            ]
        if sayings:
            return []
        # A clause with no verb of its own ("On Tuesday, ..."): the first trigger after it, unless something was said first.
        sentence = view.sentences[view.tokens[a].sentence]
        later = [n for n in numbers if self.triggers[n].head >= cb]
        if later:
            n = later[0]
            if not any(view.is_saying(i) for i in range(cb, self.triggers[n].head)):
                return [n]
            return []
        earlier = [n for n in numbers if self.triggers[n].head < ca]
        if earlier and ca - self.triggers[earlier[-1]].head < 20:
            if any(view.is_saying(i) for i in range(self.triggers[earlier[-1]].head, max(ca, sentence.first))):
                return []
            return [earlier[-1]]
        return []


class _Nothing:
    features: frozenset[str] = frozenset()


_NO = _Nothing()
