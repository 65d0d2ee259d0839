"""Who speaks: the noun phrase before a cue, after it, or carried from the clause before."""

from __future__ import annotations

from sayso.reader.attribution.cues import verb_forms
from sayso.reader.attribution.frame import (
    AUXILIARIES,
    DETERMINERS,
    NEGATIONS,
    NOT_NOUN_PHRASE,
    PREPOSITIONS,
    RELATIVES,
    TIME_WORDS,
    Frame,
    is_adverb,
)
from sayso.vocabulary import MentionKind

Phrase = tuple[int, int]
"""First and one past last token."""

LONGEST = 45
"""Tokens a source may run to, appositions included."""

_DAYS = TIME_WORDS - frozenset("on in last this may march early late".split())
PRONOUNS = frozenset("he she they it we i you who which that one".split())


def verb_group_start(frame: Frame, i: int, first: int) -> int:
    """First token of the verb group whose main verb is token ``i``: auxiliaries, negations and adverbs before it."""
    j = i
    while j > first:
        word = frame.lower[j - 1]
        if (
            (word == "'s" and frame.lower[j - 2] in PRONOUNS | {"there"})
            or word in AUXILIARIES
            or word in NEGATIONS - {"no"}
            or is_adverb(word)
        ):
            j -= 1
        else:
            break
    return j


def _skip_time_back(frame: Frame, j: int, first: int) -> int:
    """Step back over "on Tuesday", "late Friday" standing between subject and verb."""
    k = j
    while k > first and (frame.lower[k - 1] in TIME_WORDS or frame.lower[k - 1].isdigit()):
        k -= 1
    if k - 3 > first and k < j and frame.lower[k - 3] == "as" and frame.lower[k - 1] == "as":
        k -= 3  # "as recently as Thursday"
    return k if k < j and any(frame.lower[x] not in ("on", "in", "this", "last", "may") for x in range(k, j)) else j


def phrase_back(frame: Frame, end: int, first: int) -> int:
    """First token of the noun phrase that ends before token ``end``."""
    j = end
    while j > first:
        k = j - 1
        if frame.mention[k] >= 0:
            j = max(frame.mention_start(k), first)
            continue
        word = frame.lower[k]
        if word in NOT_NOUN_PHRASE or word in _DAYS or frame.quote[k] >= 0 or _is_verb(frame, k, first):
            # "X and Y said": a coordination of two noun phrases is one subject.
            if (
                word == "and"
                and j < end
                and k > first
                and frame.mention[k - 1] >= 0
                and _is_coordination(frame, k, end)
            ):
                j = k
                continue
            break
        if word in PREPOSITIONS and (k == first or not _noun_like(frame, k - 1)):
            break
        j = k
        if word in DETERMINERS and (k == first or frame.lower[k - 1] not in PREPOSITIONS):
            break
    return j


def _is_verb(frame: Frame, k: int, first: int) -> bool:
    """Whether token ``k`` is a cue verb with its own subject before it ("Orr says Venn promised")."""
    forms = verb_forms().get(frame.lower[k], ())
    finite = any(cue.form in ("third", "past", "past/participle") for cue in forms)
    placed = k > first and (frame.mention[k - 1] >= 0 or frame.lower[k - 1] == ",")
    return finite and placed and frame.lower[k - 1] not in ("'s", "'")


def _is_coordination(frame: Frame, conjunction: int, end: int) -> bool:
    """Whether mentions stand on both sides of "and" with nothing but them up to the verb."""
    right = frame.mention[conjunction + 1]
    return right >= 0 and frame.mention_end(conjunction + 1) >= end and frame.lower[conjunction + 1] not in PRONOUNS


def _noun_like(frame: Frame, i: int) -> bool:
    word = frame.lower[i]
    return frame.mention[i] >= 0 or (word.isalpha() and word not in NOT_NOUN_PHRASE and word not in PREPOSITIONS)


def _apposition_back(frame: Frame, comma: int, first: int) -> int:
    """First token of the phrase before an apposition or relative clause that ends at ``comma``, or -1.

    "Dara Venn, head of the mission, said": the earlier comma must have a mention right before it.
    """
    for k in range(comma - 1, max(first, comma - LONGEST), -1):
        if frame.lower[k] == "," and frame.quote[k] < 0 and k - 1 >= first:
            inside = frame.lower[k + 1]
            if frame.mention[k - 1] < 0:
                # A phrase that no mention covers stands before the first comma or not at all.
                opened = phrase_back(frame, k, first)
                if opened == first and frame.lower[first] in DETERMINERS and _modifies(frame, k + 1):
                    return opened
                continue
            mention = frame.mentions[frame.mention[k - 1]]
            if mention.kind == MentionKind.NATIONALITY:
                continue
            if _modifies(frame, k + 1):
                return phrase_back(frame, k, first)
            if inside in RELATIVES or inside in DETERMINERS or inside.isdigit() or frame.mention[k + 1] >= 0 or (
                frame.tokens[k + 1].text[0].isupper()) or inside in (
                "head", "chief", "director", "former", "president", "chairman", "leader", "spokesman", "spokeswoman",
                "author", "professor", "senior", "deputy", "commander", "minister", "secretary", "speaking", "himself",
                "herself", "themselves", "not", "then", "now", "founder", "editor", "analyst",
            ):  # fmt: skip
                return phrase_back(frame, k, first)
            return -1
    return -1


def _modifies(frame: Frame, i: int) -> bool:
    """Whether a relative clause, participle or apposition begins at ``i``."""
    word = frame.lower[i]
    return word in RELATIVES or word in ("a", "an") or (len(word) > 4 and word.endswith(("ed", "ing")))


def before(frame: Frame, verb_start: int, first: int) -> Phrase | None:
    """The subject that ends where the verb group begins."""
    end = _skip_time_back(frame, verb_start, first)
    if end <= first:
        return None
    if frame.lower[end - 1] in ("both", "all", "each") and end - 1 > first:
        end -= 1
    last = frame.lower[end - 1]
    if last in ("'s", "'"):
        return None
    if last in ("he", "she", "they", "it", "we", "i", "you"):
        return (end - 1, end)
    if last == ",":
        start = _apposition_back(frame, end - 1, first)
        if start < 0 and frame.mention[end - 2] >= 0:
            # "A shepherd who came first, Emmet Gall, said": the name alone between two commas.
            own = frame.mention_start(end - 2)
            if own > first and frame.lower[own - 1] == "," and frame.mentions[frame.mention[end - 2]].named:
                return (own, end - 1)
        return (start, end) if 0 <= start < end - 1 and end - start <= LONGEST else None
    if last == ")":
        k = end - 1
        while k > first and frame.lower[k] != "(":
            k -= 1
        inner = before(frame, k, first)
        return (inner[0], end) if inner else None
    if last in RELATIVES and last not in ("whose", "whom", "where"):
        return (end - 1, end)
    start = phrase_back(frame, end, first)
    if start >= end:
        return None
    while start < end - 1 and (is_adverb(frame.lower[start]) and frame.mention[start] < 0):
        start += 1
    if (
        start - 2 >= first
        and frame.lower[start - 1] in RELATIVES
        and frame.mention[start - 2] >= 0
        and frame.mention[start] < 0
    ):
        start = phrase_back(frame, start - 1, first)  # "Two analysts who worked on the programme said"
    bare = all(frame.mention[x] < 0 for x in range(start, end)) and frame.tokens[start].text[0].islower()
    participle = frame.lower[end - 1].endswith(("ed", "en", "pt", "ft", "nt", "lt", "un"))
    if bare and participle and start - 1 > first and frame.lower[start - 1] in AUXILIARIES:
        # "A doctor at a mortuary where bodies were kept told": the words before belong to a clause inside.
        return clause_subject(frame, first, start)
    while start > first and frame.lower[start - 1] in ("in", "at", "from", "near") and frame.mention[start] >= 0:
        # "In Lirenne the ministry said": the place belongs to the lead phrase.
        beyond = frame.mention_end(start)
        if beyond >= end or frame.mentions[frame.mention[start]].kind not in (MentionKind.PLACE, MentionKind.COUNTRY):
            break
        start = beyond
    if frame.lower[start] in PREPOSITIONS or frame.lower[start] == "to":
        return None
    return (start, end)


def after(frame: Frame, i: int, last: int) -> Phrase | None:
    """The subject of an inverted cue ("said Dara Venn, head of the mission"): the phrase that begins at ``i``."""
    if i >= last or frame.quote[i] >= 0:
        return None
    j = i
    if frame.mention[j] < 0 and frame.lower[j] not in DETERMINERS and not frame.tokens[j].text[0].isupper():
        # "said baker Della Rook": a plain trade before a name.
        k = j
        while k < min(last, j + 4) and frame.mention[k] < 0 and frame.lower[k].isalpha() and _noun_like(frame, k):
            k += 1
        number = frame.mention[k] if k < last else -1
        if not (
            k > j and number >= 0 and frame.mentions[number].named and frame.mentions[number].kind == MentionKind.PERSON
        ):
            return None
    if frame.mention[j] < 0:
        while j < last and frame.mention[j] < 0 and frame.lower[j] not in NOT_NOUN_PHRASE:
            j += 1
    while j < last:
        if frame.mention[j] >= 0:
            j = frame.mention_end(j)
            continue
        word = frame.lower[j]
        if word in ("of", "for", "from", "with", "at", "in", "'s", "'") and j + 1 < last and (
            frame.mention[j + 1] >= 0 or frame.lower[j + 1] in DETERMINERS
        ) and frame.lower[j + 1] not in TIME_WORDS:  # fmt: skip
            j += 1
            while j < last and frame.mention[j] < 0 and frame.lower[j] not in NOT_NOUN_PHRASE:
                j += 1
            continue
        if word == "and" and j + 1 < last and frame.mention[j + 1] >= 0 and frame.lower[j + 1] not in PRONOUNS:
            j += 1
            continue
        if word in NOT_NOUN_PHRASE or word in TIME_WORDS or word in PREPOSITIONS or word == "to" or is_adverb(word):
            break
        if j > i and frame.mention[j - 1] >= 0:
            break
        j += 1
    if j == i:
        return None
    return (i, _apposition_after(frame, j, last))


def addressee(frame: Frame, i: int, last: int) -> Phrase | None:
    """Who is told, right after a cue: "told Dara Venn", "told the state television station", "confirmed to X"."""
    if frame.lower[i] in ("her", "him", "them", "us", "me", "you", "it"):
        return (i, i + 1)
    phrase = after(frame, i, last)
    if phrase is None:
        return None
    end = phrase[1]
    if end + 1 < last and frame.lower[end] == "/":
        end += 2  # "RFW/RL"
    # A common noun that closes the name ("Radio Marn station").
    if end + 1 < last and frame.mention[end] < 0 and frame.quote[end] < 0 and frame.lower[end].isalpha():
        follows = frame.lower[end + 1]
        closes = follows in ("that", ",", ":", "on", "in", "if", "how", "why") or follows in TIME_WORDS
        if (
            closes
            and frame.lower[end] not in NOT_NOUN_PHRASE | PREPOSITIONS | TIME_WORDS
            and not is_adverb(frame.lower[end])
        ):
            end += 1
    return phrase[0], end


_GOES_ON = PREPOSITIONS | frozenset(", . ; : -- who which and 's ' ) (".split())


def _apposition_after(frame: Frame, comma: int, last: int) -> int:
    """End of an apposition or relative clause opened by a comma at ``comma``; ``comma`` where there is none."""
    if comma + 1 >= last or frame.lower[comma] != "," or frame.quote[comma + 1] >= 0:
        return comma
    inside = frame.lower[comma + 1]
    described = frame.mention[comma + 1] >= 0 and not frame.mentions[frame.mention[comma + 1]].named
    if not (inside in ("who", "whose", "a", "an", "the", "head", "director") or described):
        return comma
    if described and inside not in ("who", "whose", "a", "an"):
        after_noun = frame.mention_end(comma + 1)
        if after_noun < last and frame.lower[after_noun] not in _GOES_ON:
            return comma  # "the official, the minister wanted": a clause, no apposition
    k = comma + 1
    while k < last and k - comma < LONGEST:
        if frame.lower[k] in (",", ".", ";", "--", "?", "!", ":") or frame.quote[k] >= 0:
            return k
        k += 1
    return k


def clause_subject(frame: Frame, first: int, verb: int) -> Phrase | None:
    """Subject of the main clause that begins at ``first``: the first mention before ``verb`` outside lead phrases."""
    i = first
    while i < verb and frame.lower[i] in ("but", "and", "so", "yet", "or"):
        i += 1
    if i < verb and (frame.lower[i] in PREPOSITIONS or frame.lower[i] in (
        "when", "as", "after", "before", "while", "if", "although", "though", "despite", "since", "because", "during",
        "following", "amid", "asked", "speaking",
    )):  # fmt: skip
        # A lead phrase ends at its comma.
        while i < verb and not (frame.lower[i] == "," and frame.quote[i] < 0):
            i += 1
        i += 1
    while i < verb:
        if frame.mention[i] >= 0 and frame.quote[i] < 0:
            mention = frame.mentions[frame.mention[i]]
            end = frame.mention_end(i)
            possessive = end < verb and frame.lower[end] in ("'s", "'")
            if mention.kind not in (MentionKind.NATIONALITY, MentionKind.WEAPON) and not possessive:
                start = i
                while start > first and frame.lower[start - 1] in DETERMINERS:
                    start -= 1
                return (start, end)
            i = end
            continue
        i += 1
    return None
