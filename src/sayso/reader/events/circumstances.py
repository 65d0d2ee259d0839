"""With what, where and when: means, places and times of an event, by clause, preposition and closeness."""

from __future__ import annotations

from sayso.reader.events.lexicon import word_list
from sayso.reader.events.triggers import Trigger
from sayso.reader.events.view import DETERMINERS, PLACE_PREPOSITIONS, SITED, View
from sayso.reader.marks import Argument
from sayso.vocabulary import MentionKind, ParticipantRole

_SITING = word_list("siting_noun")
_DIVIDING = frozenset("despite after before following since amid because than".split())
_SAID_ON = frozenset({"on", "in", "at", "late", "early", "earlier", "reporters", "journalists"})
Range = tuple[int, int]
"""First token and one past the last."""


class Circumstances:
    """Means, places and times of the triggers of one story."""

    def __init__(self, view: View, triggers: list[Trigger]) -> None:
        self.view = view
        self.triggers = triggers
        self.trigger_at = {i: n for n, trigger in enumerate(triggers) for i in trigger.match.fixed}
        self.shared_times = self._share_times()

    def times(self, number: int) -> list[Argument]:
        """Times of trigger ``number``."""
        times = [self.view.times[k] for k in self.shared_times.get(number, ())]
        times.sort(key=lambda time: time.kind != "DATE")  # "before dawn on Tuesday": the day first
        return [Argument(role="time", start=time.start, end=time.end) for time in times]

    def _kind(self, i: int) -> MentionKind | None:
        number = self.view.mention_at[i]
        return self.view.mentions[number].kind if number >= 0 else None

    def _plain(self, span: Range, role: ParticipantRole | str) -> Argument:
        text = self.view.span(*span)
        return Argument(role=role, start=text.start, end=text.end)

    def _outer(self, number: int) -> int:
        """The protest whose object an event noun is ("a rally against drone attacks on Saturday"); -1 if none."""
        if number <= 0 or self.triggers[number].verb:
            return -1
        earlier, here = self.triggers[number - 1], self.triggers[number]
        between = self.view.lower[earlier.match.last : here.match.first]
        against = bool(between) and between[0] in ("against", "over") and len(between) <= 4
        return number - 1 if against and earlier.entry.type == "PROTEST" else -1

    def means(self, trigger: Trigger, taken: set[Range]) -> list[Argument]:
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

    def places(self, trigger: Trigger, taken: set[Range]) -> list[Argument]:
        """Places of the clause, else of the sentence where no other trigger is nearer."""
        view = self.view
        if self._outer(self.trigger_at.get(trigger.match.first, -1)) >= 0:
            return []
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
            while j >= a and (view.lower[j] in DETERMINERS or view.loose(j)) and j not in self.trigger_at:
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
            return j > 0 and view.lower[j - 1] in _SITING
        if view.lower[j] == "to":
            return trigger.entry.mode == "visit"
        return trigger.entry.type in ("RETREAT", "COERCE")

    def _distance(self, trigger: Trigger, a: int) -> int:
        """Words between a trigger and a time; more where "despite" or "after" puts them into different phrases."""
        i, j = sorted((trigger.head, a))
        return j - i + (12 if any(self.view.lower[k] in _DIVIDING for k in range(i + 1, j)) else 0)

    def _charge(self, trigger: Trigger, a: int) -> bool:
        """ "Arrested on Friday on suspicion of sending": what someone is suspected of was not on the day before it."""
        head = trigger.match.first
        verb = self.view.verbs[head]
        gerund = trigger.verb and verb is not None and "ing" in verb.features
        return gerund and head > a and self.view.lower[head - 1] in ("of", "for", "with", "from", "to")

    def _of_saying(self, a: int, b: int, sayings: list[int], nearest: Trigger) -> bool:
        """ "Said on Monday the strike had killed": the day of saying; "said Monday's strike" is the strike's."""
        view = self.view
        if nearest.head < a or nearest.match.first == b:
            return False
        return any(i < a and all(view.lower[k] in _SAID_ON for k in range(i + 1, a)) for i in sayings)

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
        inside = [n for n in numbers if ca <= self.triggers[n].head < cb and not self._charge(self.triggers[n], a)]
        sayings = [i for i in range(ca, cb) if view.is_saying(i) and i not in self.trigger_at and view.time_at[i] < 0]
        if inside:
            nearest = min(inside, key=lambda n: self._distance(self.triggers[n], a))
            opening = self.triggers[nearest].match.first
            if not self.triggers[nearest].verb and view.lower[b : b + 1] == ["'s"] and 0 < opening - b <= 3:
                return [nearest]  # "said Friday's raid", "Friday's drone raid"
            if self._of_saying(a, b, sayings, self.triggers[nearest]):
                return []
            outer = self._outer(nearest)
            if outer in inside and self.triggers[nearest].match.last <= a:
                return [outer]
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
        # A clause with no verb of its own ("On Tuesday, ..."): the first trigger after it, unless a saying is.
        sentence = view.sentences[view.tokens[a].sentence]
        later = [n for n in numbers if self.triggers[n].head >= cb]
        if later:
            n = later[0]
            if not any(view.is_saying(i) for i in range(cb, self.triggers[n].head)):
                return [n]
            return []
        earlier = [n for n in numbers if self.triggers[n].head < ca]
        if earlier and ca - self.triggers[earlier[-1]].head < (20 if len(numbers) > 1 else 45):
            if any(view.is_saying(i) for i in range(self.triggers[earlier[-1]].head, max(ca, sentence.first))):
                return []
            return [earlier[-1]]
        return []
