"""Triggers: which words of a sentence tell an event, and whether as a verb or as a noun."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sayso.reader.events.lexicon import Entry, Match, match, triggers, word_list
from sayso.reader.events.senses import bare_object, by_nature, by_weapon, people_named, someone, to_place
from sayso.reader.events.view import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    NOT,
    NUMBERS,
    PREPOSITIONS,
    PRONOUNS,
    PUNCTUATION,
    View,
)  # fmt: skip
from sayso.records import Record

# Heads that make a compound about attacks, talks or protests, not one of them.
_HEADS = word_list("compound_head")
_NOMINAL_BEFORE = DETERMINERS | NUMBERS.keys() | word_list("before_noun")
_VERB_FOLLOWS = DETERMINERS | {"him", "her", "them", "us", "me", "it"}


_CARRIED = frozenset("carried launched conducted staged mounted and suffered recorded counted held".split())
_GOING = frozenset({"go", "come", "drive"})
_CLITIC = frozenset({"there", "where", "here", "what"})
_GERUND_BEFORE = frozenset({"after", "before", "by", "while", "when", "without", ",", "and", "for", "from", "been"})


@cache
def _ing_nouns() -> frozenset[str]:
    """Words in -ing that are event nouns as well ("meeting", "bombing")."""
    return frozenset(w for w, entries in triggers().items() if w.endswith("ing") and any(not e.verb for e in entries))


class Trigger(Record, frozen=True, kw_only=True):
    """A pattern found where it tells an event."""

    match: Match
    head: int
    """Token whose surroundings decide status and arguments: the verb, or the noun."""
    verb: bool
    passive: bool = False

    @property
    def entry(self) -> Entry:
        """The table row."""
        return self.match.entry


def find_triggers(view: View, worth: Sequence[bool] | None = None) -> list[Trigger]:
    """All triggers, in text order. Longer patterns win; words of a pattern belong to no other.

    ``worth``: of each token whether it can be of a trigger at all; triggers without such a token are left out.
    """
    index = triggers()
    found: list[Trigger] = []
    for sentence in view.sentences:
        if worth is not None and not any(worth[sentence.first : sentence.last]):
            continue
        i = sentence.first
        while i < sentence.last:
            entries = index.get(view.lower[i])
            reach = i + 1
            if entries and not _inside_name(view, i):
                for entry in entries:
                    hit = match(entry, view.lower, i, sentence.last, view.mention_end)
                    if hit is None:
                        continue
                    if entry.type == "NONE":
                        if _is_idiom(view, hit):
                            reach = hit.last
                            break
                        continue
                    trigger = _judge(view, hit)
                    if trigger is not None:
                        found.append(trigger)
                        found += _within(view, hit)
                        # An object of the verb ("killed 44 civilians") is not skipped, the pattern's own words are.
                        reach = hit.last
                        break
            i = reach
    if worth is not None:
        found = [t for t in found if any(worth[i] for i in range(t.match.first, t.match.last))]
    return _with_bare_numbers(view, found)


def _within(view: View, hit: Match) -> list[Trigger]:
    """Definite event nouns in the gap of a verb's pattern: "called [the raid] a crime"."""
    if not hit.entry.verb or "gap" not in hit.entry.steps:
        return []
    found: list[Trigger] = []
    for i in range(hit.first + 1, hit.last):
        if i in hit.fixed or view.lower[i - 1] not in ("the", "this", "that", "these", "those"):
            continue
        for entry in triggers().get(view.lower[i], ()):
            inner = None if entry.verb else match(entry, view.lower, i, hit.last, view.mention_end)
            if inner is None or set(inner.fixed) & set(hit.fixed):
                continue
            trigger = None if entry.type == "NONE" else _as_noun(view, inner)
            found += [trigger] if trigger is not None else []
            break
    return found


def _with_bare_numbers(view: View, found: list[Trigger]) -> list[Trigger]:
    """The triggers with those that only a number tells: "carried out 21 strikes last year and three this month"."""
    more: list[Trigger] = []
    for k, trigger in enumerate(found):
        sentence = view.sentences[view.tokens[trigger.head].sentence]
        if trigger.verb or not _plural_noun(view.lower[trigger.head]):
            continue
        end = found[k + 1].match.first if k + 1 < len(found) else len(view.lower)
        for i in range(trigger.match.last + 1, min(sentence.last - 1, end, trigger.match.last + 24)):
            counted = view.lower[i] in NUMBERS or view.lower[i].isdigit()
            if not counted or view.time_at[i] >= 0 or view.mention_at[i] >= 0 or view.time_at[i + 1] < 0:
                continue
            if view.lower[i - 1] in _CARRIED or (view.lower[i - 1] == "out" and view.lower[i - 2] in _CARRIED):
                hit = Match(entry=trigger.entry, first=i, last=i + 1, fixed=(i,))
                more.append(Trigger(match=hit, head=i, verb=False))
                break
    return sorted([*found, *more], key=lambda t: t.match.first) if more else found


def _is_idiom(view: View, hit: Match) -> bool:
    """A NONE pattern beats the trigger only where its own head can be read as it means."""
    return not (hit.entry.pattern.startswith("~") and len(hit.fixed) == 1)


def _inside_name(view: View, i: int) -> bool:
    """Capitalised words inside a longer name ("Strike Corps", "March of the Reeds") are no triggers."""
    number = view.mention_at[i]
    if number < 0 or not view.mentions[number].named:
        return False
    a, b = view.mention_range(number)
    return b - a > 1 and view.tokens[i].text[:1].isupper()


def _judge(view: View, hit: Match) -> Trigger | None:
    """The trigger if the words are used as the pattern means: as a verb or as a noun."""
    if hit.entry.verb:
        return _as_verb(view, hit)
    return _as_noun(view, hit)


def _verb_token(view: View, hit: Match) -> int:
    """The token of the pattern's verb."""
    if hit.entry.passive:
        return hit.fixed[-1]
    verbs = [i for i in hit.fixed if view.verbs[i] is not None]
    if _told_of_subject(view, hit):
        return hit.fixed[1]  # "be barred from": the participle
    return verbs[0] if verbs else hit.first


def _told_of_subject(view: View, hit: Match) -> bool:
    """Whether a pattern is a passive itself: "be" and a participle."""
    if not hit.entry.pattern.startswith("~be ") or len(hit.fixed) < 2 or hit.fixed[1] != hit.first + 1:
        return False
    verb = view.verbs[hit.fixed[1]]
    return verb is not None and "participle" in verb.features


def _as_verb(view: View, hit: Match) -> Trigger | None:
    i = _verb_token(view, hit)
    lower = view.lower
    verb = view.verbs[i]
    if verb is None:
        return Trigger(match=hit, head=i, verb=True)
    if "%P" in hit.entry.pattern and verb.lemma in ("call", "fire") and not bare_object(view, hit.fixed[-1]):
        return None
    if verb.lemma in ("hit", "strike") and hit.entry.type == "ASSAULT" and by_nature(view, i):
        return None
    if hit.entry.pattern == "~fire %P" and not someone(view, hit.fixed[-1]):
        return None  # "fired two missiles" dismisses nobody
    before = lower[i - 1] if i > view.sentences[view.tokens[i].sentence].first else ""
    after = lower[i + 1] if i + 1 < len(lower) else ""
    helped = _helped(view, i)
    if verb.lemma == "hit" and hit.entry.pattern == "~hit":
        struck = by_weapon(view, i, helped) and before not in DETERMINERS
        return Trigger(match=hit, head=i, verb=True, passive=helped == "be") if struck else None
    if hit.entry.pattern == "~address %P" and not people_named(view, hit.fixed[-1]):
        return None
    if "%P" in hit.entry.pattern and verb.lemma in _GOING and not to_place(view, hit.fixed[-1]):
        return None
    if hit.entry.passive:
        if helped not in ("be", "have") and after not in PREPOSITIONS | {",", ".", "after"}:
            return None
        # "border was closed", but not "border town has been visited": only auxiliaries stand between.
        between = lower[hit.fixed[0] + 1 : i]
        if any(w not in AUXILIARIES and w not in NOT and w not in ADVERBS and not w.endswith("ly") for w in between):
            return None
        return Trigger(match=hit, head=i, verb=True, passive=helped == "be" or helped == "")
    features = verb.features
    if hit.entry.pattern.endswith(" down by"):  # "cut down by a drone", but not "cut down by half"
        done = "participle" in features and any(n >= 0 for n in view.mention_at[hit.last : hit.last + 4])
        return Trigger(match=hit, head=i, verb=True, passive=True) if done else None
    if verb.lemma == "have" and any(
        (other := view.verbs[k]) is not None and "participle" in other.features for k in range(i + 1, hit.fixed[1])
    ):
        return None  # "have refused talks" is no "have talks"
    if _told_of_subject(view, hit):
        return Trigger(match=hit, head=i, verb=True, passive=True)
    if verb.lemma == "be":
        return Trigger(match=hit, head=i, verb=True)
    only_past = not features & {"base", "s", "ing"}
    if only_past or (helped in ("be", "have") and "participle" in features):
        passive = (
            helped == "be"
            or (helped == "" and "past" not in features)
            or (
                helped == ""
                and (_reduced(view, i, after, before, hit.entry) or _shares_passive(view, i, before, after))
            )
        )
        if helped == "" and _attributive(view, i, before, after):
            return None
        return Trigger(match=hit, head=i, verb=True, passive=passive and "participle" in features)
    if "ing" in features and not features & {"base", "s"}:
        if view.lower[i] in _ing_nouns() and helped != "be" and before not in _GERUND_BEFORE:
            return None
        nominal = before in DETERMINERS or before in ("'s",) or after == "of"
        if (
            len(hit.fixed) == 1
            and (nominal or after in _HEADS or _attributive(view, i, before, after))
            and helped != "be"
        ):
            return None
        return Trigger(match=hit, head=i, verb=True)
    # Base and -s forms: verbs after "to", modals, "do" and subjects; nouns after determiners and in compounds.
    if before == "to" or helped in ("modal", "do"):
        return Trigger(match=hit, head=i, verb=True)
    if before in _NOMINAL_BEFORE or before in PREPOSITIONS:
        return None
    if len(hit.fixed) > 1 and "gap" in hit.entry.steps:
        return Trigger(match=hit, head=i, verb=True)
    if before in PRONOUNS:
        return Trigger(match=hit, head=i, verb=True)
    subject = view.mention_at[i - 1] >= 0 if i else False
    mention_follows = i + 1 < len(lower) and view.mention_at[i + 1] >= 0
    objects = after in _VERB_FOLLOWS or mention_follows or view.figure_at[min(i + 1, len(lower) - 1)] >= 0
    if hit.entry.frame in ("v", "a", "m") or len(hit.fixed) > 1:
        objects = objects or "s" in features
    if objects and (
        subject or _plural_noun(before) or before in CONJUNCTIONS or before in ADVERBS or before.endswith("ly")
    ):
        return Trigger(match=hit, head=i, verb=True)
    return None


def _helped(view: View, i: int) -> str:
    """The kind of auxiliary that governs the verb at ``i``: be, have, modal, do, or none."""
    first = view.sentences[view.tokens[i].sentence].first
    j = i - 1
    while j >= first and (
        view.lower[j] in ADVERBS
        or view.lower[j] in NOT
        or view.lower[j].endswith("ly")
        or view.time_at[j] >= 0
        or (view.lower[j] in ("on", "in", ",") and (view.time_at[j + 1] >= 0 or view.time_at[j - 1] >= 0))
    ):
        j -= 1
    if j < first:
        return ""
    word = view.lower[j]
    if word in BE:
        # "'s" after a name is a possessive far more often than a verb.
        return "" if word == "'s" and view.lower[j - 1] not in PRONOUNS and view.lower[j - 1] not in _CLITIC else "be"
    if word in HAVE:
        return "have"
    if word in MODALS:
        return "modal"
    if word in DO:
        return "do"
    return ""


def _reduced(view: View, i: int, after: str, before: str, entry: Entry) -> bool:
    """A participle after its noun ("civilians killed in the strike", "attack carried out by", "accused of")."""
    if after == "of" and entry.pattern in ("~accuse", "~convict"):
        return True
    if after not in (
        "by",
        "in",
        "at",
        "on",
        "near",
        "during",
        "when",
        "after",
        "over",
        "under",
        "along",
        "outside",
        "from",
    ):
        return False
    verb = view.verbs[i]
    if verb is not None and "participle" not in verb.features:
        return False
    if after == "by":
        return True
    # "attacked in Kelm" is as often active: only harm and arrest are told so of those they befall.
    if entry.frame != "av" or len(entry.steps) > 1:
        return False
    return before not in ("and", "who", "which", "that") and before not in PRONOUNS and not _finite_subject(view, i)


def _shares_passive(view: View, i: int, before: str, after: str) -> bool:
    """ "Were detained on Friday and released": a participle that shares the auxiliary of the one before "and"."""
    if before not in ("and", "or") or not (after in PREPOSITIONS or after in PUNCTUATION):
        return False
    first = view.sentences[view.tokens[i].sentence].first
    for j in range(i - 2, max(first, i - 12), -1):
        verb = view.verbs[j]
        if verb is not None and "participle" in verb.features and view.lower[j] not in AUXILIARIES:
            return _helped(view, j) == "be"
    return False


def _finite_subject(view: View, i: int) -> bool:
    """Whether the word before a past form is more likely its subject: an actor with a following complement."""
    number = view.mention_at[i - 1] if i else -1
    return number >= 0 and view.mentions[number].named


def _attributive(view: View, i: int, before: str, after: str) -> bool:
    """A participle as adjective ("the wounded soldiers", "detained journalists", "the wounded")."""
    if before in DETERMINERS and before not in ("that", "all", "both", "this", "these", "those"):
        return True
    if not before:
        return after not in ("by", "in", "at", "on", "near")
    following = after and after not in PREPOSITIONS | PUNCTUATION | DETERMINERS | ADVERBS | AUXILIARIES | CONJUNCTIONS
    if before in PREPOSITIONS and before not in ("after", "before", "by", "without", "from", "for", "of"):
        return True
    if view.figure_at[i - 1] >= 0 and i and following and not view.is_mention(i + 1):
        return view.figure_at[i - 1] != view.figure_at[i]
    return False


def _plural_noun(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and word.isalpha()


def _as_noun(view: View, hit: Match) -> Trigger | None:
    lower = view.lower
    sentence = view.sentences[view.tokens[hit.first].sentence]
    head = hit.last - 1
    while head > hit.first and lower[head] in PREPOSITIONS:
        head -= 1
    after = lower[head + 1] if head + 1 < sentence.last else "."
    before = lower[hit.first - 1] if hit.first > sentence.first else ""
    if after in _HEADS or after == "-":
        return None
    verb = view.verbs[head]
    if verb is not None and hit.first == head and not _nominal(view, head, before, after):
        return None
    if hit.first == head and lower[head] in ("march", "polls") and view.time_at[head] >= 0:
        return None
    return Trigger(match=hit, head=head, verb=False)


def _nominal(view: View, i: int, before: str, after: str) -> bool:
    """Whether a form that can be verb or noun is a noun here."""
    verb = view.verbs[i]
    assert verb is not None
    if before == "to" and "base" in verb.features:
        return False
    if before in MODALS or before in DO or before in PRONOUNS - DETERMINERS:
        return False
    if "ing" in verb.features:
        if after == "of" or before in _NOMINAL_BEFORE - _GERUND_BEFORE:
            return after not in _VERB_FOLLOWS or after == "of"
        objects = after in _VERB_FOLLOWS or (i + 1 < len(view.lower) and view.mention_at[i + 1] >= 0) or after == "with"
        return before not in BE and not (before in _GERUND_BEFORE and objects)
    if before in _NOMINAL_BEFORE or before in PREPOSITIONS:
        return True
    named = i + 1 < len(view.lower) and view.mention_at[i + 1] >= 0 and view.figure_at[i] < 0
    return after not in _VERB_FOLLOWS and not named
