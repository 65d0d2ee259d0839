"""Cue candidates of one sentence, each with its subject: which verb forms really carry a claim here."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.reader.attribution import subjects
from sayso.reader.attribution.cues import Cue, verb_forms
from sayso.reader.attribution.frame import AUXILIARIES, BE, DETERMINERS, NEGATIONS, PREPOSITIONS, TIME_WORDS, Frame
from sayso.vocabulary import MentionKind

Phrase = tuple[int, int]
_CLOSING = frozenset({",", '"', "'", "?", "!", "--", "..."})
_PLURAL_PRONOUNS = frozenset("i we you they who some many others most several both few".split())
_SPEECHLESS = frozenset({MentionKind.PLACE, MentionKind.FACILITY, MentionKind.WEAPON, MentionKind.NATIONALITY})
_NOBODY = frozenset("nobody none one nothing yet anyone only there".split())
ARTICLES = frozenset("the a an his her its their this these those any".split())
_NOUN_BEFORE = (
    DETERMINERS
    | PREPOSITIONS
    | frozenset("'s ' earlier latest recent new official public press media news initial".split())
)


@dataclass(slots=True)
class Hit:
    """A cue with its subject. Token indexes; ``first:last`` is the verb group."""

    cue: Cue
    first: int
    main: int
    last: int
    source: Phrase | None
    inverted: bool = False
    negated: bool = False
    coordinated: bool = False
    carrier: Phrase | None = None
    """Who relayed it ("quoted by X as saying")."""

    @property
    def left(self) -> int:
        """First token of subject and verb together."""
        if self.carrier and self.carrier[0] < self.first and not self.coordinated:
            return self.carrier[0]  # "The lane is shut, the radio said, citing an aide"
        if self.source and not self.coordinated:
            return min(self.first, self.source[0])
        return self.first

    @property
    def right(self) -> int:
        """One past the last token of verb and inverted subject."""
        return max(self.last, self.source[1]) if self.source and self.inverted else self.last


def _match(frame: Frame, i: int, last: int) -> Cue | None:
    for cue in verb_forms().get(frame.lower[i], ()):
        n = len(cue.words)
        if i + n <= last and all(frame.lower[i + k] == cue.words[k] for k in range(1, n)):
            return cue
    return None


def _is_plural(frame: Frame, phrase: Phrase) -> bool:
    """Whether a subject goes with a base form ("officials say")."""
    number = frame.mention[phrase[1] - 1]
    if any(frame.lower[i] == "and" for i in range(*phrase)):
        return True
    lead = frame.mention[phrase[0]]
    if (lead >= 0 and frame.mentions[lead].plural) or frame.lower[phrase[0]] in ("police", "people", "officials"):
        return True
    if number >= 0 and frame.mentions[number].plural:
        return True
    head = frame.lower[phrase[0] : phrase[1]]
    for k, word in enumerate(head):
        if k > 0 and word in PREPOSITIONS:
            return head[k - 1].endswith("s")
    return head[-1] in _PLURAL_PRONOUNS or (head[-1].endswith("s") and not head[-1].endswith("ss")) or head[-1] in (
        "police", "people", "media", "military"
    )  # fmt: skip


def _inverted(frame: Frame, i: int, first: int, last: int) -> Phrase | None:
    """The subject after a cue that follows what was said, or None."""
    if i < first + 1 and not (i > 0 and frame.quote[i - 1] >= 0):
        return None
    phrase = subjects.after(frame, i, last)
    if phrase is None or frame.lower[phrase[0]] in ("he", "she", "they", "it", "that", "this", "i", "we"):
        return None
    head = next((x for x in range(phrase[0], phrase[1]) if frame.lower[x] not in DETERMINERS), phrase[0])
    near = [frame.mention[x] for x in range(phrase[0], min(phrase[1], phrase[0] + 4)) if frame.mention[x] >= 0]
    trade = any(frame.mentions[number].named for number in near)
    if frame.mention[head] < 0 and not frame.tokens[head].text[0].isupper() and not trade:
        return None
    k = phrase[1]
    if k >= last or frame.quote[k] >= 0:
        return phrase
    word = frame.lower[k]
    closes = word in (
        ",",
        ".",
        ":",
        ";",
        "--",
        "?",
        "!",
        "in",
        "on",
        "after",
        "as",
        "during",
        "when",
        "at",
        "who",
        "and",
    )
    return phrase if closes or word in TIME_WORDS or word in ("via", "from", "while", "before", "by", "to") else None


def find_hits(frame: Frame, first: int, last: int) -> list[Hit]:
    """Cues of the sentence ``first:last`` outside quotation marks, left to right, each with its subject."""
    hits: list[Hit] = []
    i = first
    while i < last:
        cue = _match(frame, i, last) if frame.quote[i] < 0 else None
        if cue is None:
            i += 1
            continue
        hit = _judge(frame, cue, i, first, last, hits)
        if hit is not None:
            hits.append(hit)
        i += len(cue.words)
    return hits


def _judge(frame: Frame, cue: Cue, i: int, first: int, last: int, hits: list[Hit]) -> Hit | None:
    end = i + len(cue.words)
    start = subjects.verb_group_start(frame, i, first)
    group = frame.lower[start:i]
    previous = frame.lower[i - 1] if i > first else ""
    negated = any(w in NEGATIONS for w in group)
    has_be = any(w in BE or w == "'s" for w in group)
    hit = Hit(cue=cue, first=start, main=i, last=end, source=None, negated=negated)
    return _split_citing(frame, _place(frame, hit, group, previous, has_be, first, last, hits))


def _split_citing(frame: Frame, hit: Hit | None) -> Hit | None:
    """ "Radio Marn, citing an aide, said": the aide speaks, the radio carries."""
    if hit is None or hit.source is None or hit.coordinated:
        return hit
    a, b = hit.source
    for k in range(a + 1, b - 1):
        if frame.lower[k] in ("citing", "quoting") and frame.lower[k - 1] == ",":
            end = b - 1 if frame.lower[b - 1] == "," else b
            hit.carrier, hit.source = (a, k - 1), (k + 1, end)
            break
    return hit


def _place(
    frame: Frame, hit: Hit, group: list[str], previous: str, has_be: bool, first: int, last: int, hits: list[Hit]
) -> Hit | None:
    """The cue with its subject, or None where its form, its neighbours or its object make it no cue."""
    cue, i, start, end = hit.cue, hit.main, hit.first, hit.last
    following = frame.lower[end] if end < last else ""
    if cue.not_objects and (
        following in cue.not_objects or (end + 1 < last and frame.lower[end + 1] in cue.not_objects)
    ):
        return None
    if cue.form in ("base", "third") and following in AUXILIARIES and following not in ("'d", "can"):
        return None  # a noun with its verb: "estimates have"
    if previous in ("citing", "quoting", "amid", "despite", "over") and cue.form in ("base", "third"):
        return None  # "citing fears of reprisals"
    unreal = {"should", "must", "may", "might", "can", "could"} & set(group)
    if unreal and not hit.negated:
        return None  # nobody has said it yet
    if cue.form == "gerund":
        return _gerund(frame, hit, first, last, hits, has_be)
    clause = following in ("that", "he", "she", "they", "it", "we", "if", "there")
    if (
        previous in _NOUN_BEFORE
        and cue.form in ("base", "third")
        and not (clause and previous == "to" and cue.form == "third")
    ):
        return None
    if cue.form == "base" and (previous == "to" or has_be):
        return None  # an infinitive, or an adjective: "would be welcome"
    if cue.form in ("past/participle", "participle") and has_be:
        return _passive(frame, hit, start, first, last)
    if cue.form == "participle" and not group:
        return None
    if i > first and frame.mention[i] >= 0 and frame.mention[i] == frame.mention[i - 1]:
        return None  # inside a name: "Report", "Post"
    before_word = frame.lower[start - 1] if start > first else ""
    preceded = (start > first and before_word in _CLOSING) or (start > 0 and frame.quote[start - 1] >= 0)
    if before_word in ARTICLES and cue.form in ("past/participle", "participle"):
        return None  # an adjective: "the only declared candidate"
    if preceded and cue.frames & {"z", "q"} and "t" not in cue.frames and not group:
        hit.source = _inverted(frame, end, first, last)
        if hit.source:
            hit.inverted = True
            return hit
    hit.source = subjects.before(frame, start, first)
    if hit.source and frame.lower[hit.source[1] - 1] in _NOBODY - (
        {"there"} if hit.source[1] - hit.source[0] > 1 else set()
    ):
        return None
    if hit.source:
        if cue.form == "base" and not any(w in AUXILIARIES for w in group) and not _is_plural(frame, hit.source):
            return None
        unnamed = all(frame.mention[x] < 0 for x in range(*hit.source))
        if cue.form == "third" and unnamed and "-" in frame.lower[hit.source[1] - 1]:
            return None  # "his early-morning tweets"
        if (
            cue.form == "third"
            and hit.source[1] - hit.source[0] == 1
            and frame.lower[hit.source[0]] in ("they", "we", "i")
        ):
            return None
        return hit
    if before_word in ("and", "but", "then", "or") or (before_word == "," and cue.form == "past/participle"):
        hit.source = hits[-1].source if hits else subjects.clause_subject(frame, first, start)
        hit.coordinated = True
        hit.carrier = hits[-1].carrier if hits else None
        if hits and hits[-1].inverted and before_word == ",":
            return None
        if cue.form == "base" and not (hits and hits[-1].cue.form == "base"):
            return None
        return hit if hit.source else None
    return None


def _gerund(frame: Frame, hit: Hit, first: int, last: int, hits: list[Hit], has_be: bool) -> Hit | None:
    """Whose gerund it is: the clause before ("..., saying that"), its own ("is saying"), or the one quoted."""
    before_word = frame.lower[hit.first - 1] if hit.first > first else ""
    if has_be:
        hit.source = subjects.before(frame, hit.first, first)
        return hit if hit.source else None
    if before_word == "as":
        return _quoted_as_saying(frame, hit, first)
    if before_word not in (",", "and", "--", "while", "") and not (
        hit.first > first and frame.quote[hit.first - 1] >= 0
    ):
        return None
    if hits:
        hit.source = hits[-1].source
        if hit.cue.base == "cite":
            cited = subjects.after(frame, hit.last, last)
            if cited is not None and any(_speaks(frame, x) for x in range(*cited)):
                hits[-1].carrier, hits[-1].source = hits[-1].source, cited
            return None
    elif hit.cue.base in ("cite", "quote"):
        return None
    else:
        hit.source = _nearest_clause(frame, first, hit.first) or subjects.clause_subject(frame, first, hit.first)
        if hit.source is None and hit.first == first:
            return None
    hit.coordinated = True
    return hit if hit.source else None


def _speaks(frame: Frame, i: int) -> bool:
    """Whether token ``i`` belongs to a mention that can speak."""
    number = frame.mention[i]
    return number >= 0 and frame.mentions[number].kind not in _SPEECHLESS


def _nearest_clause(frame: Frame, first: int, gerund: int) -> Phrase | None:
    """Subject of the last finite "was", "has"... before a gerund: "the response was defiant, claiming"."""
    for k in range(gerund - 1, first, -1):
        if frame.quote[k] < 0 and frame.lower[k] in ("was", "is", "were", "are", "has", "have", "had", "did"):
            subject = subjects.before(frame, subjects.verb_group_start(frame, k, first), first)
            if subject is not None and frame.lower[subject[0]] not in ("that", "which", "who", "it", "there"):
                return subject
    return None


def _quoted_as_saying(frame: Frame, hit: Hit, first: int) -> Hit | None:
    """ "X quoted Y as saying", "Y was quoted by X as saying"."""
    k = hit.first - 2
    while k >= first and frame.lower[k] not in ("quoted", "cited", "quotes", "cites", "quoting", "citing"):
        k -= 1
    if k < first:
        return None
    start = subjects.verb_group_start(frame, k, first)
    subject = subjects.before(frame, start, first)
    passive = any(w in BE for w in frame.lower[start:k])
    if passive:
        hit.source = subject
        if frame.lower[k + 1] == "by":
            hit.carrier = (k + 2, hit.first - 1) if hit.first - 1 > k + 2 else None
    else:
        hit.source = (k + 1, hit.first - 1) if hit.first - 1 > k + 1 else None
        hit.carrier = subject
    return hit if hit.source else None


def _passive(frame: Frame, hit: Hit, start: int, first: int, last: int) -> Hit | None:
    """ "was reported by X": X speaks; without "by" nobody is named, and the passive makes no attribution."""
    if hit.last + 1 < last and frame.lower[hit.last] == "by":
        hit.source = subjects.after(frame, hit.last + 1, last)
        if hit.source and hit.cue.base != "ask":
            number = frame.mention[hit.source[0]]
            hit.inverted = True
            if "t" in hit.cue.frames:
                hit.carrier = subjects.before(frame, start, first)  # "X was told by Y that": X relays it
            return hit if number >= 0 and frame.mentions[number].kind != MentionKind.PLACE else None
    return None
