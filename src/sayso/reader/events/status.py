"""Whether an event came to pass as its sentence tells it, and the words that decide.

Four reaches, each a scope of ``tables/status_words.csv``: the verb group before a verb; the phrase and governing verb
of an event noun; what follows an event noun; and words that govern the rest of the sentence ("denied that", "if").
"""

from __future__ import annotations

from functools import cache

from sayso.reader.events.lexicon import Match, match, status_words, word_list
from sayso.reader.events.standing import HAPPENED, Standing, find_words, strongest
from sayso.reader.events.tense import ahead, features, present, progressive
from sayso.reader.events.triggers import Trigger
from sayso.reader.events.view import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DEFINITE,
    DETERMINERS,
    HAVE,
    NOT,
    PREPOSITIONS,
    PRONOUNS,
    PUNCTUATION,
    View,
)  # fmt: skip
from sayso.vocabulary import BlockKind, Status

_REACH = 12
_PRESUPPOSING = frozenset(
    (
        "~discuss,~consider,~suggest,~oppose,~favour|favor,~fear,~demand,~urge,~seek,~propose,any,~prepare for,"
        "~continue,~offer,~justify"
    ).split(",")
)
_LIGHT = word_list("light_verb")
_ATTEMPTS = frozenset({"~try to", "~attempt to"})
_HARSH = frozenset({"ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "PROTEST"})
_ASIDE_STOPS = frozenset(". ; : that after when while because if but".split())
_REACTING = word_list("reacting")
_CAUSING = frozenset("led leading forced forcing prompted prompting caused causing enabled drove compelled".split())


@cache
def governing_words() -> frozenset[str]:
    """Every word of a verb group's patterns ("expected", "due"): none of them is ever a subject."""
    steps = (step for entries in status_words("before").values() for entry in entries for step in entry.steps)
    return frozenset(word for step in steps if isinstance(step, frozenset) for word in step)


def standing(view: View, trigger: Trigger) -> Standing | None:
    """The status of a trigger's event; None where the words tell no event at all (a bare purpose: "to protest")."""
    sentence = view.sentences[view.tokens[trigger.head].sentence]
    local = _verb_group(view, trigger) if trigger.verb else _noun_phrase(view, trigger)
    if local is None:
        return None
    words = view.lower[sentence.first : sentence.last]
    said = any(view.is_saying(k) for k in range(sentence.first, sentence.last))
    if local.why == "would" and said and not {"if", "whether", "?"} & set(words):
        # "said it would": what was still to come, told in the past.
        return Standing(status=Status.PLANNED, span=local.span, why="said .. would")
    if local.status is not Status.HAPPENED and local.status is not Status.ONGOING:
        return local
    governed = _governed(view, trigger, sentence.first)
    if governed is not None:
        return governed
    if sentence.last > sentence.first and view.lower[sentence.last - 1] == "?":
        return Standing(status=Status.HYPOTHETICAL, span=view.span(sentence.last - 1, sentence.last), why="?")
    return local


def _verb_group(view: View, trigger: Trigger) -> Standing | None:
    """Status from the auxiliaries, negations and governing verbs right before a verb."""
    opening = trigger.match.first
    # The pattern begins with its subject: "flights to X will stop".
    named = view.verbs[opening] is None and view.lower[opening] not in AUXILIARIES | NOT
    head = trigger.head if trigger.entry.passive or named else trigger.match.first
    lower = view.lower
    sentence = view.sentences[view.tokens[head].sentence]
    index = status_words("before")
    i = head
    while i > sentence.first:
        word = lower[i - 1]
        if (
            word == "to"
            or word in AUXILIARIES
            or word in ADVERBS
            or word in NOT
            or word.endswith("ly")
            or view.time_at[i - 1] >= 0
        ):
            i -= 1
            continue
        if word in index or view.verbs[i - 1] is not None or word in ("going", "only", "just"):
            # A governing verb only where "to" or "from" links it to this one ("plans to attack").
            linked = lower[i] in ("to", "from", "of") or word in index
            if not linked or view.mention_at[i - 1] >= 0:
                break
        elif not (word in ("from", "of") and i - 2 >= sentence.first and view.verbs[i - 2] is not None):
            break
        i -= 1
    hits = find_words(view, "before", i, head)
    first = lower[sentence.first]
    if any(h.entry.pattern in ("not only", "not just") for h in hits):
        hits = [h for h in hits if h.entry.type != "denied"]
    if not hits and i == sentence.first and first in ("should", "will", "would", "could"):
        return Standing(status=Status.HYPOTHETICAL, span=view.span(sentence.first, sentence.first + 1), why=first)
    infinitive = head > sentence.first and (
        lower[head - 1] == "to" or (lower[i] == "to" and lower[i + 1 : i + 2] == ["be"] and head - i < 4)
    )
    if infinitive:
        if not hits and lower[head - 1] != "to":
            return None if view.mention_at[i - 1] >= 0 or lower[i - 1] in PRONOUNS else HAPPENED
        if not hits:
            return _purpose(view, trigger, head, sentence.first, sentence.kind)
        if all(h.entry.type == "happened" for h in hits):
            return HAPPENED
    negative_subject = _negative_subject(view, i, sentence.first)
    if negative_subject is not None:
        return negative_subject
    found = strongest(view, hits)
    if found.why in _ATTEMPTS and trigger.entry.type == "ASSAULT" and _past_attempt(view, hits):
        return HAPPENED  # an attempt at violence is violence; what it failed at is not told
    if found.status is Status.HAPPENED and not hits:
        coming = ahead(view, trigger)
        if coming >= 0 and present(view, trigger.head, i):
            return Standing(status=Status.PLANNED, span=view.span(coming, coming + 1), why="present, time to come")
    if found.status is Status.HAPPENED and progressive(view, trigger.head, i):
        return Standing(
            status=Status.ONGOING, span=view.span(max(i, sentence.first), trigger.head + 1), why="progressive"
        )
    if found.status is Status.HYPOTHETICAL and found.why == "can" and "participle" in features(view, trigger.head):
        return HAPPENED
    return found


def _past_attempt(view: View, hits: list[Match]) -> bool:
    """ "Tried to storm", "attempting to storm", under nothing else that leaves it open ("could try to storm")."""
    rest = [h for h in hits if h.entry.pattern not in _ATTEMPTS and h.entry.type not in ("", "happened")]
    tried = next(h for h in hits if h.entry.pattern in _ATTEMPTS)
    return not rest and bool(features(view, tried.first) & {"past", "participle", "ing"})


def _negative_subject(view: View, i: int, first: int) -> Standing | None:
    """ "No strike took place", "neither side apologised", "none of them", "no one"."""
    for j in range(i - 1, max(first - 1, i - 10), -1):
        word = view.lower[j]
        if word in ("no", "neither", "none", "nobody", "nor"):
            if word == "no" and j + 1 < len(view.lower) and view.lower[j + 1] in ("longer", "doubt", "later", "."):
                return None
            return Standing(status=Status.DENIED, span=view.span(j, j + 1), why=word)
        if view.cut[j + 1] and word not in ("nor",):
            return None
        if word in PREPOSITIONS and word != "of":
            return None
    return None


def _purpose(view: View, trigger: Trigger, head: int, first: int, kind: BlockKind) -> Standing | None:
    """An infinitive that no listed word governs: a headline's future, else a purpose, which is no event."""
    to = head - 1
    if kind is BlockKind.HEADING and to > first and view.mention_at[to - 1] >= 0 and first <= to - 1:
        return Standing(status=Status.PLANNED, span=view.span(to, to + 1), why="headline to")
    last = to - 1
    while last > first and (view.lower[last] in ADVERBS or view.lower[last].endswith("ly")):
        last -= 1
    before = view.lower[last] if to > first else ""
    if before in BE:
        return Standing(status=Status.PLANNED, span=view.span(to - 1, to + 1), why="be to")
    if trigger.entry.weight > 1 and trigger.entry.type == "REQUEST" and before != ",":
        return HAPPENED
    # "led the army to send troops": what these verbs make someone do is done.
    caused = any(view.lower[j] in _CAUSING for j in range(max(first, to - 6), to - 1))
    return HAPPENED if caused and (view.loose(to - 1) or view.mention_at[to - 1] >= 0) else None


def _noun_phrase(view: View, trigger: Trigger) -> Standing:
    """Status from the modifiers of an event noun, the verb that governs it and what follows it."""
    first = trigger.match.first
    lower = view.lower
    sentence = view.sentences[view.tokens[first].sentence]
    begin = first
    definite, own = False, True
    while begin > sentence.first and first - begin < 8:
        word = lower[begin - 1]
        if word in PUNCTUATION or word in ("and", "or", "but"):
            break
        if word in PREPOSITIONS and word not in ("for", "of", "from", "on", "to", "off", "out", "against", "about"):
            break
        # Only the noun's own phrase: "the story was told to justify an incursion" has no definite one.
        own = own and word not in AUXILIARIES and not (view.verbs[begin - 1] is not None and lower[begin - 2] == "to")
        definite = definite or (own and (word in DEFINITE or word == "'s"))
        begin -= 1
    hits = find_words(view, "noun", begin, first)
    # A governing word reaches the noun only within its own phrase.
    hits = [
        h
        for h in hits
        if all(lower[k] not in AUXILIARIES and lower[k] not in PRONOUNS - DETERMINERS for k in range(h.last, first))
    ]
    if definite:
        # "discussed the attack", "opposes the visit": a definite event is taken as given.
        hits = [h for h in hits if not _presupposes(h)]
    found = strongest(view, hits)
    if found.status is not Status.HAPPENED:
        return found
    later = _following(view, trigger, sentence.last)
    if later.status is not Status.HAPPENED:
        return later
    if not definite or any(
        lower[k] in _LIGHT and not (lower[k] in HAVE and lower[k + 1] in AUXILIARIES | NOT)
        for k in range(max(sentence.first, first - 7), first)
    ):
        governing = _governing_modal(view, first, sentence.first)
        if governing is not None:
            return governing
    return found


def _presupposes(hit: Match) -> bool:
    """Verbs whose definite object did happen ("considered the attack a crime", "denied" is no such verb)."""
    return hit.entry.pattern in _PRESUPPOSING


def _following(view: View, trigger: Trigger, end: int) -> Standing:
    """ "The visit was cancelled", "talks will resume": words after the noun, in its own clause."""
    i = _past_aside(view, trigger.match.last, end)
    limit = min(end, i + _REACH)
    lower = view.lower
    stop = i
    verbs_seen = 0
    while stop < limit:
        word = lower[stop]
        if word in PUNCTUATION or word in (
            "that",
            "who",
            "after",
            "when",
            "while",
            "because",
            "if",
            "but",
            "and",
            "which",
            "by",
        ):
            break
        verb = view.verbs[stop]
        if (
            verb is not None
            and word not in BE
            and word not in HAVE
            and "past" in verb.features
            and lower[stop - 1] not in AUXILIARIES
        ):
            verbs_seen += 1
            if verbs_seen > 1 or stop > i + 4:
                stop += 1
                break
        stop += 1
    hits = find_words(view, "after", i, stop)
    hits = [h for h in hits if not _other_subject(view, i, h.first)]
    if any(h.entry.type == "denied" for h in hits) and not _occurs(view, hits, stop):
        hits = [h for h in hits if h.entry.type != "denied"]
    found = strongest(view, hits)
    if found.why == "would follow" and trigger.entry.type not in _HARSH:
        return Standing(status=Status.PLANNED, span=found.span, why=found.why)  # "talks would follow"
    return found


def _past_aside(view: View, i: int, end: int) -> int:
    """The token after a relative clause set off by commas ("the meeting with X, which Y had arranged, was put off")."""
    for j in range(i, min(end - 1, i + _REACH)):
        if view.lower[j] == "," and view.lower[j + 1] in ("which", "who", "whose"):
            for k in range(j + 2, min(end - 1, j + 30)):
                if view.lower[k] == ",":
                    return k + 1 if view.lower[k + 1] in AUXILIARIES else i
            return i
        if view.lower[j] in _ASIDE_STOPS or (view.lower[j] in AUXILIARIES and view.mention_at[j] < 0):
            return i
    return i


def _occurs(view: View, hits: list[Match], stop: int) -> bool:
    """A negated verb denies the event itself only if it says that it happens ("did not take place")."""
    words = set(view.lower[hits[0].first : stop + 3])
    return bool(
        words
        & {
            "take",
            "taken",
            "happen",
            "happened",
            "occur",
            "occurred",
            "held",
            "carried",
            "place",
            "exist",
            "materialise",
            "materialize",
            "launched",
        }
    )


def _other_subject(view: View, a: int, b: int) -> bool:
    """Whether a name between noun and word is a subject of its own ("the attack Orrin would ...")."""
    for j in range(a, b):
        number = view.mention_at[j]
        if (
            number >= 0
            and view.is_mention(j)
            and view.lower[j - 1] not in PREPOSITIONS
            and view.lower[j - 1] not in DETERMINERS
        ):
            return True
    return False


def _governing_modal(view: View, first: int, begin: int) -> Standing | None:
    """A modal or denial of the verb whose object an indefinite event noun is ("could launch a strike")."""
    a, _ = view.clause(first)
    window = range(max(a, begin, first - 10), first)
    for j in reversed(window):
        word = view.lower[j]
        if word in ("will", "'ll", "shall", "wo"):
            negated = any(w in NOT for w in view.lower[j + 1 : j + 3])
            return Standing(status=Status.DENIED if negated else Status.PLANNED, span=view.span(j, j + 1), why=word)
        if view.time_at[j] < 0 and word in ("would", "could", "may", "might", "should", "must", "'d"):
            return Standing(status=Status.HYPOTHETICAL, span=view.span(j, j + 1), why=word)
        if word in ("not", "n't", "never") and view.lower[j + 1] not in ("only", "just"):
            if any(view.lower[k] in _REACTING for k in range(j + 1, min(first, j + 4))):
                return None  # "has not commented on an abduction"
            return Standing(status=Status.DENIED, span=view.span(j, j + 1), why=word)
        if word == "to" and j > begin:
            hits = find_words(view, "before", max(a, j - 4), j + 1)
            hits = [h for h in hits if h.last == j + 1]
            if hits:
                return strongest(view, hits)
    return None


def _governed(view: View, trigger: Trigger, first: int) -> Standing | None:
    """Words earlier in the sentence that govern the trigger: denials with content, and conditions."""
    head = trigger.match.first
    denials = find_words(view, "content", first, head)
    if denials:
        last = denials[-1]
        broken = bool(find_words(view, "breaker", last.last, head))
        given = not trigger.verb and _definite(view, head) and _verb_between(view, last.last, head)
        if last.entry.type == "denied" and not broken and not given and not _negated(view, last.first):
            return Standing(status=Status.DENIED, span=view.span(last.first, last.last), why=last.entry.pattern)
    a, _ = view.clause(head)
    opener = a + 1 if view.lower[a] in CONJUNCTIONS and a + 1 < head else a
    for i in (a, opener, a - 1):
        if i < first or i >= head:
            continue
        for entry in status_words("clause").get(view.lower[i], ()):
            hit = match(entry, view.lower, i, head, view.mention_end)
            if hit is None:
                continue
            if entry.pattern in ("once", "until", "whether") and not _future(view, first, i):
                if entry.pattern == "whether":
                    return Standing(status=Status.HYPOTHETICAL, span=view.span(i, hit.last), why=entry.pattern)
                continue
            violent = trigger.entry.type == "ASSAULT" and not trigger.verb
            if entry.type == "denied" and violent and _definite(view, head):
                continue  # "nobody was killed in the raid": the raid was
            if entry.pattern == "if" and i > first and view.lower[i - 1] in ("even", "as"):
                continue
            return Standing(status=Status(entry.type), span=view.span(i, hit.last), why=entry.pattern)
    return None


def _future(view: View, first: int, i: int) -> bool:
    return any(word in ("will", "would", "not", "n't") for word in view.lower[first:i])


def _negated(view: View, i: int) -> bool:
    """ "Did not deny"."""
    return i > 0 and any(word in NOT for word in view.lower[max(0, i - 2) : i])


def _definite(view: View, head: int) -> bool:
    return any(word in DEFINITE or word == "'s" for word in view.lower[max(0, head - 3) : head])


def _verb_between(view: View, a: int, b: int) -> bool:
    """Whether another verb stands between: what it takes for granted is not what is denied."""
    return any(
        (verb := view.verbs[i]) is not None and "past" in verb.features and view.lower[i] not in BE for i in range(a, b)
    )
