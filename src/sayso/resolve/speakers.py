"""Who the speakers of a story's attributions are: from the words that name them to voices."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from sayso.ids import anchored
from sayso.reader.marks import Attribution, Marks, Span
from sayso.records import Record, Story, Voice
from sayso.resolve.actors import Cast
from sayso.tables import load_rows
from sayso.vocabulary import BlockKind, MentionKind, Naming, Quoted, SpeakerKind, VoiceSort

LONGEST_NAME = 160
"""Characters of a description kept as a voice's name; longer ones are cut at a word."""

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "our", "my"})
_DETERMINERS = frozenset("the a an this that these those his her its their some one another".split())
_AFTER_NAME = frozenset("and or of in at on for from to with who which that said says".split())
_PERSON_KINDS = frozenset({MentionKind.PERSON, MentionKind.ROLE})
_BODY_KINDS = frozenset({MentionKind.ORGANISATION, MentionKind.GROUP, MentionKind.OUTLET, MentionKind.DOCUMENT,
                         MentionKind.COUNTRY})  # fmt: skip
_PRONOUN_KINDS = {
    "he": _PERSON_KINDS, "she": _PERSON_KINDS, "it": _BODY_KINDS,
    "they": frozenset({MentionKind.PERSON, MentionKind.GROUP, MentionKind.ORGANISATION}),
}  # fmt: skip
_SELF_NAMED = re.compile(
    r"(?:calling (?:him|her|it|them)sel(?:f|ves)|identified (?:only )?as|(?:gave|giving) [a-z ]{0,30}name(?: as|,)|who goes by)"
    r"\s+((?:[A-Z][\w'’.-]*\s?)+)"
)
_BODY_WORDS = frozenset("group organisation organization movement agency company party newspaper paper broadcaster militia "
                        "faction union charity watchdog station network firm".split())  # fmt: skip
_ISSUE = frozenset("issued issues released releases published put sent made gave read delivered".split())
_ISSUED = frozenset("statement communique condemnation declaration report letter reply response rebuttal denial text".split())
_INDEFINITE = re.compile(r"\b(?:an?|the|one|two|three|several|some)\s", re.IGNORECASE)
_LEAD_INS = frozenset("but and when while as after before if though although because since".split())


class Speaker(Record, frozen=True, kw_only=True):
    """One speaker of an attribution."""

    voice: Voice
    mention: int = -1
    """Index into ``Marks.mentions``; -1 where no mention was found."""


def speaker_kind(voice: Voice) -> SpeakerKind:
    """``claims.speaker_kind``: sort and naming in one."""
    match voice.sort:
        case VoiceSort.DOCUMENT:
            return SpeakerKind.DOCUMENT
        case VoiceSort.OUTLET:
            return SpeakerKind.OUTLET
        case VoiceSort.AUTHOR:
            return SpeakerKind.AUTHOR
        case VoiceSort.ORGANISATION:
            return SpeakerKind.ORGANISATION
    if voice.sort == VoiceSort.GROUP and voice.naming == Naming.NAMED:
        return SpeakerKind.ORGANISATION
    match voice.naming:
        case Naming.NAMED:
            return SpeakerKind.NAMED
        case Naming.ROLE:
            return SpeakerKind.ROLE
    return SpeakerKind.ANONYMOUS if voice.name else SpeakerKind.UNKNOWN


class Speakers:
    """Voices of one story, one for each actor or unnamed description chain."""

    def __init__(self, story: Story, marks: Marks, cast: Cast) -> None:
        self.story, self.marks, self.cast = story, marks, cast
        self._starts = [m.start for m in marks.mentions]
        self._direct = [s for a in marks.attributions if a.quoted == Quoted.YES and a.rule != "passage" for s in a.contents]
        self._last: tuple[int, Speaker] | None = None
        self._voices: dict[str, Voice] = {}
        self._spans: dict[str, Span] = {}

    def voices(self) -> tuple[Voice, ...]:
        """All voices met so far, in the order of their first words."""
        return tuple(self._voices[k] for k in sorted(self._voices, key=lambda k: self._spans[k].start))

    def span_of(self, voice_id: str) -> Span | None:
        """Words that first named the voice."""
        return next((s for k, s in self._spans.items() if self._voices[k].voice_id == voice_id), None)

    def of(self, attribution: Attribution) -> tuple[Speaker, ...]:
        """The speakers of one attribution; several where its source joins them ("X and Y said")."""
        found: list[Speaker] = []
        for span in attribution.sources:
            found += self.of_span(span)
        if attribution.parent < 0 and found and attribution.cue is not None:
            self._last = (attribution.cue.start, found[0])
        return tuple({s.voice.voice_id: s for s in found}.values())

    def of_span(self, span: Span) -> list[Speaker]:
        """The speakers that a stretch of text names."""
        text = self.story.text[span.start : span.end]
        lowered = text.strip().lower()
        if (known := self._calls_himself(span, text)) is not None:
            return [known]
        if lowered in _PRONOUN_KINDS and (linked := self._antecedent_of_pronoun(span, lowered)) is not None:
            return [linked]
        if lowered in _RELATIVES:
            return self._antecedent(span)
        if lowered in _FIRST_PERSON:
            return [self._author(span)]
        heads = self._heads(span)
        if heads:
            return [self._issuer(m) or self._mentioned(m) for m in heads]
        if lowered in ("he", "she", "it", "they", "you", "one"):
            return [self._unknown(span)]
        return [self._described(span)]

    def _calls_himself(self, span: Span, text: str) -> Speaker | None:
        """ "A man calling himself X", "a driver who gave his name as X": the name speaks."""
        found = _SELF_NAMED.search(text)
        if found is None:
            return None
        name = Span(start=span.start + found.start(1), end=span.start + found.end(1))
        speaker = self._keep(
            f"name {found.group(1).lower()}", name,
            Voice(
                voice_id=anchored("voice", self.story.story_id, name.start, name.end), story_id=self.story.story_id,
                name=_short(found.group(1)), sort=VoiceSort.PERSON, naming=Naming.NAMED, confidence=0.6,
            ),
        )  # fmt: skip
        for i in self._inside(span)[:1]:
            chain = self.marks.mentions[i].chain
            if chain >= 0:
                self._voices.setdefault(f"chain {chain}", speaker.voice)
                self._spans.setdefault(f"chain {chain}", name)
        return speaker

    def _quoted(self, position: int) -> bool:
        """Whether a character stands in somebody's own words."""
        return any(s.start <= position < s.end for s in self._direct)

    def _antecedent_of_pronoun(self, span: Span, pronoun: str) -> Speaker | None:
        """Who speaks where the source is a pronoun: its chain, or the first fitting mention of a sentence just before.

        A chain that leads into a quotation is not followed: whom a speaker talks of is seldom who speaks next.
        """
        kinds = _PRONOUN_KINDS[pronoun]
        for i in self._inside(span)[:1]:
            chain = self.marks.mentions[i].chain
            earlier = [
                n for n, m in enumerate(self.marks.mentions[:i])
                if chain >= 0 and m.chain == chain and not self._quoted(m.start)
            ]  # fmt: skip
            if any(self.marks.mentions[n].named for n in earlier) or (earlier and kinds != _PERSON_KINDS):
                return self._mentioned(earlier[-1])
        here = bisect_right([s.start for s in self.marks.sentences], span.start) - 1
        if self._last is not None and kinds == _PERSON_KINDS and here >= 0:
            position, speaker = self._last
            near = self.marks.sentences[max(0, here - 1)].start <= position < span.start
            if near and speaker.voice.sort == VoiceSort.PERSON and speaker.voice.number == "one" and speaker.voice.name:
                return speaker
        for number in range(here, max(-1, here - 4), -1):
            sentence = self.marks.sentences[number]
            if abs(sentence.block - self.marks.sentences[here].block) > 1:
                break
            for i in range(bisect_left(self._starts, sentence.start), len(self._starts)):
                mention = self.marks.mentions[i]
                if mention.start >= min(sentence.end, span.start):
                    break
                text = self.story.text[mention.start : mention.end].lower()
                after = self.story.text[mention.end : mention.end + 2]
                fits = mention.kind in kinds and mention.plural == (pronoun == "they") and text not in _PRONOUN_KINDS
                if fits and after not in ("'s", "’s") and not self._quoted(mention.start):
                    return self._mentioned(i)
        return None

    def _body_before(self, i: int) -> int:
        """The named body that "the group", "the agency" stands for: the nearest before it; -1 if none is near."""
        mention = self.marks.mentions[i]
        words = self.story.text[mention.start : mention.end].lower().split()
        if mention.named or len(words) != 2 or words[0] != "the" or words[1] not in _BODY_WORDS:
            return -1
        for n in range(i - 1, max(-1, i - 25), -1):
            earlier = self.marks.mentions[n]
            if earlier.named and earlier.kind in (MentionKind.GROUP, MentionKind.ORGANISATION, MentionKind.OUTLET):
                return n
        return -1

    def _inside(self, span: Span) -> list[int]:
        i = bisect_left(self._starts, span.start)
        found = []
        while i < len(self._starts) and self._starts[i] < span.end:
            if self.marks.mentions[i].end <= span.end:
                found.append(i)
            i += 1
        if not found:
            found = [
                k for k in range(max(0, bisect_left(self._starts, span.start) - 4), len(self._starts))
                if self.marks.mentions[k].start < span.end and self.marks.mentions[k].end > span.start
            ][:1]  # fmt: skip
        return found

    def _heads(self, span: Span) -> list[int]:
        """The mentions that speak: not modifiers, not what stands in an apposition or after a preposition."""
        text = self.story.text
        inside = [
            i for i in self._inside(span)
            if self.marks.mentions[i].kind not in (MentionKind.NATIONALITY, MentionKind.WEAPON)
            and not self._modifies(i, span)
        ]  # fmt: skip
        heads: list[int] = []
        if inside and "," in text[span.start : self.marks.mentions[inside[0]].start].rstrip()[:-1]:
            return []  # the first mention stands in an apposition: the words before it speak
        for i in inside:
            mention = self.marks.mentions[i]
            if heads and mention.end <= self.marks.mentions[heads[-1]].end:
                continue  # nested in one already taken
            after = text[mention.end : mention.end + 3]
            owner = after[:2] in ("'s", "’s") or after[:1] in ("'", "’")
            if owner and any(self.marks.mentions[k].start > mention.end for k in inside):
                continue
            if not heads:
                heads.append(i)
                continue
            between = text[self.marks.mentions[heads[-1]].end : mention.start].strip().lower()
            previous = self.marks.mentions[heads[-1]]
            if between in ("and", ", and", "&") and previous.kind != MentionKind.ROLE:
                heads.append(i)
            elif between.startswith(",") and len(between) <= 6 and mention.named and mention.kind == MentionKind.PERSON and not previous.named:
                heads[-1] = i  # "the army chief, Dara Venn,": the name speaks
        return heads

    def _modifies(self, i: int, span: Span) -> bool:
        """Whether a country or place only modifies the words after it ("U.S. intelligence estimates")."""
        mention = self.marks.mentions[i]
        if mention.kind not in (MentionKind.COUNTRY, MentionKind.PLACE):
            return False
        words = self.story.text[mention.end : span.end].split()
        if not words:
            return False
        if words[0] == "and" and len(words) > 2:
            return any(m.kind == MentionKind.NATIONALITY and m.start > mention.end and m.end < span.end
                       for m in self.marks.mentions[i + 1 : i + 4])  # fmt: skip
        return words[0][0].islower() and words[0] not in _AFTER_NAME

    def _issuer(self, i: int) -> Speaker | None:
        """Who speaks through "the statement": the subject of issuing it, in this sentence or the one before."""
        mention = self.marks.mentions[i]
        text = self.story.text[mention.start : mention.end].lower()
        if mention.kind != MentionKind.DOCUMENT or mention.named or not text.startswith(("the ", "his ", "her ", "its ")):
            return None
        number = bisect_left([s.end for s in self.marks.sentences], mention.end)
        for sentence in reversed(self.marks.sentences[max(0, number - 1) : number + 1]):
            tokens = self.marks.tokens[sentence.first : sentence.last]
            for k, token in enumerate(tokens):
                issued = token.lower in _ISSUE and {t.lower for t in tokens[k + 1 : k + 12]} & _ISSUED
                if issued and token.end < mention.start:
                    owners = [
                        m for m in self._inside(Span(start=sentence.start, end=token.start))
                        if self.marks.mentions[m].kind in (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.ROLE,
                                                            MentionKind.GROUP)
                    ]  # fmt: skip
                    if owners:
                        named = [m for m in owners if self.marks.mentions[m].named]
                        return self._mentioned((named or owners)[-1])
        return None

    def _antecedent(self, span: Span) -> list[Speaker]:
        """The mention that a relative pronoun stands for: the one right before it."""
        best = -1
        for i, mention in enumerate(self.marks.mentions):
            if mention.end > span.start:
                continue
            gap = self.story.text[mention.end : span.start]
            if len(gap) <= 2 and gap.strip() in ("", ",") and (
                best < 0 or mention.start < self.marks.mentions[best].start or mention.end > self.marks.mentions[best].end
            ):  # fmt: skip
                best = i
        if best >= 0:
            return [self._mentioned(best)]
        sentence = next((s for s in self.marks.sentences if s.start <= span.start < s.end), None)
        words = list(_INDEFINITE.finditer(self.story.text[sentence.start : span.start])) if sentence else []
        if sentence is not None and words and span.start - sentence.start - words[-1].start() < LONGEST_NAME:
            # "a shouting ex-minister on the benches who suggested"
            return [self._described(Span(start=sentence.start + words[-1].start(), end=span.start - 1))]
        return [self._unknown(span)]

    def _keep(self, key: str, span: Span, voice: Voice) -> Speaker:
        if key not in self._voices:
            self._voices[key] = voice
            self._spans[key] = span
        return Speaker(voice=self._voices[key])

    def _mentioned(self, i: int) -> Speaker:
        if self.marks.mentions[i].chain < 0 and (body := self._body_before(i)) >= 0:
            i = body
        mention = self.marks.mentions[i]
        member = self.cast.member(i)
        span = Span(start=mention.start, end=mention.end)
        pronoun = self.story.text[span.start : span.end].lower() in ("he", "she", "they", "it", "we", "you")
        if pronoun and (not member.name or member.name.lower() in ("he", "she", "they", "it", "we", "you")):
            return self._unknown(span)
        name, naming = member.name, member.naming
        printed = self.story.text[span.start : span.end]
        if member.sort == VoiceSort.OUTLET and naming == Naming.NAMED:
            # The article belongs to an outlet's name where it is printed with a capital ("The Lantern").
            bare = name[4:] if name[:4].lower() == "the " else name
            name = f"The {bare}" if printed.startswith("The ") and not self._opens_sentence(span) else bare
        key = member.actor_id or (f"chain {mention.chain}" if mention.chain >= 0 else f"at {mention.start}")
        speaker = self._keep(
            key, span,
            Voice(
                voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                story_id=self.story.story_id, actor_id=member.actor_id if naming != Naming.UNNAMED else "",
                name=_short(name), sort=member.sort, naming=naming, role=member.role, number=member.number,
            ),
        )  # fmt: skip
        return Speaker(voice=speaker.voice, mention=i)

    def _described(self, span: Span) -> Speaker:
        """A source that no mention covers: its own words, without determiner, as an unnamed voice.

        Words that are all capitalised, away from a sentence's start, are the name of a body or outlet.
        """
        head = self.story.text[span.start : span.end].split(",")[0]  # what stands beside it in commas describes it
        span = Span(start=span.start, end=span.start + len(head)) if head.strip() else span
        words = self.story.text[span.start : span.end].split()
        if words and not self._opens_sentence(span) and all(w[0].isupper() for w in words):
            return self._keep(
                f"name {' '.join(words).lower()}", span,
                Voice(
                    voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                    story_id=self.story.story_id, name=_short(" ".join(words)), sort=VoiceSort.ORGANISATION,
                    naming=Naming.NAMED, confidence=0.5,
                ),
            )  # fmt: skip
        while len(words) > 1 and words[0].lower() in _DETERMINERS | _LEAD_INS:
            words = words[1:]
        plural = words[-1].lower().endswith("s") if words else False
        return self._keep(
            f"at {span.start}", span,
            Voice(
                voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                story_id=self.story.story_id, name=_short(" ".join(words)), sort=_sort_of(words),
                naming=Naming.UNNAMED, number="several" if plural else "one", confidence=0.4,
            ),
        )  # fmt: skip

    def _opens_sentence(self, span: Span) -> bool:
        return any(s.start == span.start for s in self.marks.sentences)

    def _author(self, span: Span) -> Speaker:
        return self._keep(
            "author", span,
            Voice(
                voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                story_id=self.story.story_id, name=_short(self.story.byline or self.story.outlet), sort=VoiceSort.AUTHOR,
                naming=Naming.NAMED if self.story.byline else Naming.UNNAMED,
            ),
        )  # fmt: skip

    def _unknown(self, span: Span) -> Speaker:
        """A pronoun that could not be linked: the voice stays unknown."""
        return self._keep(
            f"at {span.start}", span,
            Voice(
                voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                story_id=self.story.story_id, name="", sort=VoiceSort.UNKNOWN, naming=Naming.UNNAMED, confidence=0.3,
            ),
        )  # fmt: skip


def _sort_of(words: list[str]) -> VoiceSort:
    """The sort of voice a description is, by the noun it turns on: the last before a preposition or participle."""
    sorts = {row["word"]: VoiceSort(row["sort"]) for row in load_rows("voice_words.csv")}
    for k, word in enumerate(words):
        plain = word.lower().strip(".,")
        follows = words[k + 1].lower() if k + 1 < len(words) else ""
        closes = not follows or follows in _AFTER_NAME or follows.endswith(("ed", "ing")) or follows in ("by", "near")
        if closes:
            return sorts.get(plain, VoiceSort.UNKNOWN)
    return VoiceSort.UNKNOWN


def _short(name: str) -> str:
    """A name of at most ``LONGEST_NAME`` characters, white space folded, cut at a word."""
    name = " ".join(name.split()).strip(" ,;:\"“”")
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0]


def heading_or_caption(kind: BlockKind) -> bool:
    """Whether a block is a label beside the story, not part of its telling."""
    return kind in (BlockKind.HEADING, BlockKind.CAPTION)
