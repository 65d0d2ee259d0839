"""Who, to whom, with what, where and when: arguments of an event by voice, prepositions, possessives and closeness."""

from __future__ import annotations

from itertools import pairwise

from sayso.reader.events.circumstances import Circumstances, Range
from sayso.reader.events.lexicon import people_nouns, word_list
from sayso.reader.events.participation import certainty_of, figure_of
from sayso.reader.events.phrases import Phrases
from sayso.reader.events.status import governing_words
from sayso.reader.events.tense import features
from sayso.reader.events.triggers import Trigger
from sayso.reader.events.view import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    NOT,
    PREPOSITIONS,
    PRONOUNS,
    PUNCTUATION,
    SUBORDINATORS,
    View,
)  # fmt: skip
from sayso.reader.marks import Argument
from sayso.vocabulary import MentionKind, ParticipantRole

_SUBJECT_REACH = 40
_LIGHT = word_list("light_verb")
_SUBJECT_OF = frozenset(
    {"visit", "withdrawal", "resignation", "retreat", "surrender", "death", "election", "arrival", "march", "apology"}
)
_RECIPIENT_PREPOSITIONS = {
    "ASSAULT": ("on", "against", "upon"),
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
_STRIKING = frozenset({"ASSAULT", "PROTEST"})
_WITH_GAP = frozenset({"COERCE", "REQUEST", "REJECT", "RETREAT", "ACCUSE", "ASSAULT"})
_CLAUSE_OPENERS = frozenset("after before when while because since until as if although though where".split())
_HITS = frozenset(
    "hit hits struck rocked shook targeted destroyed damaged ripped tore levelled leveled flattened".split()
)


class Finder(Phrases):
    """Arguments of the triggers of one story."""

    def __init__(self, view: View, triggers: list[Trigger]) -> None:
        super().__init__(view, {i: n for n, trigger in enumerate(triggers) for i in trigger.match.fixed})
        self.triggers = triggers
        self.circumstances = Circumstances(view, triggers)

    def arguments(self, number: int) -> tuple[Argument, ...]:
        """All arguments of trigger ``number``, in order of role."""
        trigger = self.triggers[number]
        actors, others = self._by_voice(trigger) if trigger.verb else self._of_noun(trigger)
        found: list[Argument] = []
        taken: set[Range] = set()
        harmed = trigger.entry.type == "ASSAULT" or trigger.entry.mode in ("death", "accident", "disaster")
        victim = trigger.entry.frame in ("av", "v") and harmed
        targets = trigger.entry.type in _STRIKING or trigger.entry.mode in ("accident", "disaster", "seize")
        for whole, role in [
            *((a, ParticipantRole.ACTOR) for a in actors),
            *((b, ParticipantRole.VICTIM if victim else ParticipantRole.RECIPIENT) for b in others),
        ]:
            span = self._denoting(whole, targets=targets, actor=role is ParticipantRole.ACTOR)
            if span is None or span in taken or (trigger.entry.type == "PROTEST" and self._is_weapon(span)):
                continue
            taken.add(span)
            found.append(self._argument(span, role, trigger))
        found += self.circumstances.means(trigger, taken)
        found += self.circumstances.places(trigger, taken)
        found += self.circumstances.times(number)
        return tuple(found)

    def _is_weapon(self, span: Range) -> bool:
        return self._kind(span[1] - 1) is MentionKind.WEAPON

    # -- spans ------------------------------------------------------------------------------------------------

    def _argument(self, span: Range, role: ParticipantRole, trigger: Trigger) -> Argument:
        text = self.view.span(*span)
        actor = role is ParticipantRole.ACTOR
        return Argument(
            role=role, start=text.start, end=text.end, certainty=certainty_of(self.view, span, actor=actor),
            figure=figure_of(self.view, span, actor=actor),
        )  # fmt: skip

    # -- verbs ------------------------------------------------------------------------------------------------

    def _by_voice(self, trigger: Trigger) -> tuple[list[Range], list[Range]]:
        subject = self._subject(trigger)
        objects = self._object(trigger)
        frame = trigger.entry.frame
        if frame == "v":
            return [], subject
        if trigger.passive:
            return self._agent(trigger), subject
        if trigger.entry.type == "CONSULT":
            subject = [*subject, *(s for s in self._companions(trigger) if s not in subject)]
        if frame == "m":
            return [*subject], objects
        if frame == "a":
            return subject, []
        return subject, objects

    def _subject(self, trigger: Trigger) -> list[Range]:
        """The noun phrase before a verb: past auxiliaries, asides and relative pronouns."""
        start = trigger.match.first if not trigger.entry.passive else trigger.match.fixed[0] + 1
        first = self.view.begins[self.view.tokens[start].sentence]
        if trigger.match.first < trigger.head and self.view.lower[start] in people_nouns() and not trigger.passive:
            number = self.view.mention_at[start]  # "villagers blocked": the pattern names its subject
            phrase = self.view.mention_range(number) if number >= 0 else self.view.phrase_before(start + 1, first)
            return [phrase] if phrase is not None else []
        if self._of_thing(trigger, start):
            return []
        if (
            trigger.entry.frame == "av"
            and "ing" in features(self.view, start)
            and start > first
            and self.view.lower[start - 1] == ","
        ):
            # "..., killing two": what the clause before it tells did that, and nobody named earlier.
            first = max(first, self.view.clause(start - 2)[0] if start - 2 >= first else first)
        found = self._subject_before(start, first, 0, anything=trigger.passive or trigger.entry.frame == "v")
        return found or self._subject_after(trigger, first)

    def _subject_after(self, trigger: Trigger, first: int) -> list[Range]:
        """The main clause's subject of a fronted gerund: "After killing two men, [Davis] was arrested"."""
        view = self.view
        verb = view.verbs[trigger.head]
        if verb is None or "ing" not in verb.features or trigger.match.first - first > 2:
            return []
        end = view.sentences[view.tokens[trigger.head].sentence].last
        for i in range(trigger.match.last, min(end - 1, trigger.match.last + 20)):
            found = self._phrase_at(i + 1, end, ()) if view.lower[i] == "," else []
            after = found[-1][1] if found else end
            finite = after < end and (view.lower[after] in AUXILIARIES or view.is_past(after) or view.is_saying(after))
            if finite and all(self._acts(s[0]) or self._acts(s[1] - 1) for s in found):
                return found
        return []

    def _subject_before(self, start: int, first: int, depth: int, *, anything: bool = False) -> list[Range]:
        view, lower = self.view, self.view.lower
        i = start - 1
        relative = False
        owners: list[Range] = []
        while i >= first and start - i < _SUBJECT_REACH:
            word = lower[i]
            number = view.mention_at[i]
            if number >= 0 and not (word == "'s" or word in BE):
                a, _ = view.mention_range(number)
                gerund = i + 1 < start and view.lower[i + 1] in ("being", "having")
                governed = self._governed(a, first) and not gerund
                if self._acts(i) and (not governed or (relative and self._kind(i) is not MentionKind.COUNTRY)):
                    if a > first and lower[a - 1] in ("'s", "of") and not relative and lower[a - 1] == "of":
                        i = a - 1
                        continue
                    return self._joined_left((a, i + 1), first)
                if self._kind(i) is MentionKind.WEAPON:
                    owners = self._users((a, i + 1)) or owners  # "missiles fired from an Orrinian drone": Orrin
                    if not governed:
                        return owners
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
            elif (
                word in ("it", "he", "she", "they")
                and i - 1 > first
                and view.is_saying(i - 1 - (lower[i - 1] == "that"))
            ):
                i -= 1 + (lower[i - 1] == "that")  # "X said it would": X
                i -= 1
            elif word in PRONOUNS or (word in _CLAUSE_OPENERS and view.cut[i] and self._own_subject(i + 1, start)):
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
                phrase = view.phrase_before(i + 1, first) if anything or word in people_nouns() else None
                if phrase is None:
                    i -= 1
                elif (not self._governed(phrase[0], first) and not relative) or relative:
                    return [phrase]
                else:
                    i = phrase[0] - 1
        return []

    def _earlier_verb(self, i: int, first: int) -> int | None:
        """First token of the last verb trigger before ``i`` in the sentence."""
        for j in range(i - 1, first, -1):
            number = self.trigger_at.get(j)
            if number is not None and self.triggers[number].verb and not self.triggers[number].passive:
                return self.triggers[number].match.first
            if self.view.is_saying(j) or (self.view.verbs[j] is not None and self.view.is_past(j)):
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
        steps = [step for step in trigger.entry.steps if step != "gap"]
        if "mention" in steps:
            at = trigger.match.fixed[steps.index("mention")]
            return self._joined_right(view.mention_range(view.mention_at[at]), end)
        i = trigger.match.last
        wanted = _RECIPIENT_PREPOSITIONS.get(trigger.entry.type, ())
        multiword = len(trigger.match.fixed) > 1
        bare = i < end and view.mention_at[i] < 0
        if multiword and bare and view.lower[i] not in wanted and view.lower[i] not in ("with", "of"):
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

    def _gap(self, trigger: Trigger) -> Range | None:
        """The phrase inside a pattern's gap, if a mention stands there."""
        fixed = trigger.match.fixed
        for a, b in pairwise(fixed):
            for j in range(a + 1, b):
                if (
                    self.view.mention_at[j] >= 0
                    and self._acts(j)
                    and (trigger.entry.type in _WITH_GAP or trigger.entry.mode == "appointment")
                ):
                    if self._kind(j) is MentionKind.NATIONALITY:  # "ordered the Orrinian envoy out"
                        phrase = self.view.phrase_after(j, b)
                        if phrase is not None:
                            return phrase
                    return self.view.mention_range(self.view.mention_at[j])
        return None

    def _agent(self, trigger: Trigger) -> list[Range]:
        """The by-phrase of a passive."""
        end = self.view.sentences[self.view.tokens[trigger.head].sentence].last
        return self._after(trigger.match.last, end, ("by",), acting=True)

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
        # "the visit was condemned by X": a verb with an agent of its own ends what belongs to the noun.
        stop = next((j for j in range(last, min(end, last + 14)) if self._verb_at(j)), end)
        agent = self._after(last, stop, ("by",), acting=True)
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

    def _verb_at(self, i: int) -> bool:
        number = self.trigger_at.get(i)
        relative = i > 0 and self.view.lower[i - 1] in ("that", "which", "who")
        return number is not None and self.triggers[number].verb and not relative

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
        """The subject of the verb that the noun completes ("launched an attack", "claimed responsibility for")."""
        view, lower = self.view, self.view.lower
        for j in range(trigger.match.first - 1, max(first, trigger.match.first - 9) - 1, -1):
            if lower[j] in _LIGHT and view.mention_at[j] < 0:
                if lower[j - 1] in BE or self._no_doing(trigger, j):
                    return []
                return self._subject_before(j, first, 0)
            if lower[j] in ("responsibility", "responsible") and j > first:
                return self._subject_before(j - 1, first, 0)
            if view.cut[j] or j in self.trigger_at or (view.verbs[j] is not None and lower[j] not in AUXILIARIES):
                return []
        return []
