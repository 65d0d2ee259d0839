"""Who the speakers of a story's attributions are: from the words of the source to voices."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from sayso.ids import anchored
from sayso.reader.marks import Attribution, Marks, Span, Speaking
from sayso.records import Story, Voice
from sayso.resolve.actors import Cast
from sayso.resolve.voices import AFTER_NAME, LONGEST_NAME, PRONOUNS, Speaker, Voices, short
from sayso.vocabulary import MentionKind, Naming, Quoted, VoiceSort

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "our", "my"})
_PERSON_KINDS = frozenset({MentionKind.PERSON, MentionKind.ROLE})
_BODY_KINDS = frozenset({MentionKind.ORGANISATION, MentionKind.GROUP, MentionKind.OUTLET, MentionKind.DOCUMENT,
                         MentionKind.COUNTRY})  # fmt: skip
_PRONOUN_KINDS = {
    "he": _PERSON_KINDS, "she": _PERSON_KINDS, "it": _BODY_KINDS,
    "they": frozenset({MentionKind.PERSON, MentionKind.GROUP, MentionKind.ORGANISATION}),
}  # fmt: skip
_SELF_NAMED = re.compile(
    r"(?:calling (?:him|her|it|them)sel(?:f|ves)|identified (?:only )?as|(?:gave|giving) [a-z ]{0,30}name(?: as|,)"
    r"|who goes by)\s+((?:[A-Z][\w'’.-]*\s?)+)"
)
_SPEAKING = frozenset({MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.ROLE, MentionKind.GROUP})
_ISSUE = frozenset("issued issues released releases published put sent made gave read delivered".split())
_ISSUED = frozenset(
    "statement communique condemnation declaration report letter reply response rebuttal denial text".split()
)
_INDEFINITE = re.compile(r"\b(?:an?|the|one|two|three|several|some)\s", re.IGNORECASE)


class Speakers(Voices):
    """Resolves the sources of one story's attributions, in text order: a pronoun may mean who spoke last."""

    def __init__(self, story: Story, marks: Marks, cast: Cast) -> None:
        super().__init__(story, marks, cast)
        self._direct = [
            s for a in marks.attributions if a.quoted == Quoted.YES and a.rule != "passage" for s in a.contents
        ]
        self._last: tuple[int, Speaker] | None = None
        self._outer = {
            (s.start, s.end): marks.attributions[a.parent]
            for a in marks.attributions if a.parent >= 0 for s in a.sources
        }  # fmt: skip
        if marks.speaking:
            self._listen()

    def _listen(self) -> None:
        """Meet all voices once, so that each has its sort and naming by all of its sources before any is given out."""
        said = {(s.start, s.end): s for s in self.marks.speaking}
        heard: dict[str, list[Speaking]] = {}
        for attribution in self.marks.attributions:
            for span in attribution.sources:
                # "The statement said": the words are of a document, who speaks is not.
                issued = any(self._issuer(m) for m in self._heads(span))
                for speaker in self.of_span(span):
                    if not issued and (one := said.get((span.start, span.end))) is not None:
                        heard.setdefault(speaker.voice.voice_id, []).append(one)
            self.of(attribution)
        self.settle(heard)
        self._last = None

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
            return self._own(span)
        heads = self._heads(span)
        if heads:
            return [self._issuer(m) or self.mentioned(m) for m in heads]
        if lowered in PRONOUNS | {"one"}:
            return [self.unknown(span)]
        return [self.described(span)]

    def _own(self, span: Span) -> list[Speaker]:
        """Who "I" or "we" is: who speaks the words it stands in, else the author."""
        outer = self._outer.get((span.start, span.end))
        if outer is not None and outer.sources and self._quoted(span.start):
            first = outer.sources[0]
            if self.story.text[first.start : first.end].strip().lower() not in _FIRST_PERSON:
                return self.of_span(first)
        return [self.author(span)]

    def _calls_himself(self, span: Span, text: str) -> Speaker | None:
        """ "A man calling himself X", "a driver who gave his name as X": the name speaks."""
        found = _SELF_NAMED.search(text)
        if found is None:
            return None
        name = Span(start=span.start + found.start(1), end=span.start + found.end(1))
        speaker = self.keep(
            f"name {found.group(1).lower()}", name,
            Voice(
                voice_id=anchored("voice", self.story.story_id, name.start, name.end), story_id=self.story.story_id,
                name=short(found.group(1)), sort=VoiceSort.PERSON, naming=Naming.NAMED, confidence=0.6,
            ),
        )  # fmt: skip
        for i in self.inside(span)[:1]:
            chain = self.marks.mentions[i].chain
            if chain >= 0:
                self._ids.setdefault(f"chain {chain}", speaker.voice.voice_id)
        return speaker

    def _quoted(self, position: int) -> bool:
        """Whether a character stands in somebody's own words."""
        return any(s.start <= position < s.end for s in self._direct)

    def _antecedent_of_pronoun(self, span: Span, pronoun: str) -> Speaker | None:
        """Who speaks where the source is a pronoun: its chain, or the first fitting mention of a sentence just before.

        A chain that leads into a quotation is not followed: whom a speaker talks of is seldom who speaks next.
        """
        kinds = _PRONOUN_KINDS[pronoun]
        for i in self.inside(span)[:1]:
            chain = self.marks.mentions[i].chain
            earlier = [
                n for n, m in enumerate(self.marks.mentions[:i])
                if chain >= 0 and m.chain == chain and not self._quoted(m.start)
            ]  # fmt: skip
            if any(self.marks.mentions[n].named for n in earlier) or (earlier and kinds != _PERSON_KINDS):
                return self.mentioned(earlier[-1])
        here = bisect_right([s.start for s in self.marks.sentences], span.start) - 1
        if self._last is not None and here >= 0:
            position, speaker = self._last
            near = self.marks.sentences[max(0, here - 1)].start <= position < span.start
            if near and speaker.voice.name and _fits(pronoun, speaker.voice):
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
                    return self.mentioned(i)
        return None

    def _heads(self, span: Span) -> list[int]:
        """The mentions that speak: not modifiers, not what stands in an apposition or after a preposition."""
        text = self.story.text
        inside = [
            i for i in self.inside(span)
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
            if between == "" and mention.named and mention.kind == MentionKind.PERSON and not previous.named:
                heads[-1] = i  # "witness Nils Orr": the name speaks
            elif between in ("and", ", and", "&") and previous.kind != MentionKind.ROLE:
                heads.append(i)
            elif (
                between.startswith(",")
                and len(between) <= 6
                and mention.named
                and mention.kind == MentionKind.PERSON
                and not previous.named
            ):
                heads[-1] = i  # "the army chief, Dara Venn,": the name speaks
        return heads

    def _modifies(self, i: int, span: Span) -> bool:
        """Whether a country or place only modifies the words after it ("U.S. intelligence estimates")."""
        mention = self.marks.mentions[i]
        if mention.kind not in (MentionKind.COUNTRY, MentionKind.PLACE, MentionKind.ORGANISATION) or not mention.named:
            return False
        words = self.story.text[mention.end : span.end].split()
        if not words:
            return False
        if words[0] == "and" and len(words) > 2:
            return any(m.kind == MentionKind.NATIONALITY and m.start > mention.end and m.end < span.end
                       for m in self.marks.mentions[i + 1 : i + 4])  # fmt: skip
        return words[0][0].islower() and words[0] not in AFTER_NAME

    def _issuer(self, i: int) -> Speaker | None:
        """Who speaks through "the statement": the subject of issuing it, in this sentence or the one before."""
        mention = self.marks.mentions[i]
        text = self.story.text[mention.start : mention.end].lower()
        if (
            mention.kind != MentionKind.DOCUMENT
            or mention.named
            or not text.startswith(("the ", "his ", "her ", "its "))
        ):
            return None
        number = bisect_left([s.end for s in self.marks.sentences], mention.end)
        for sentence in reversed(self.marks.sentences[max(0, number - 1) : number + 1]):
            tokens = self.marks.tokens[sentence.first : sentence.last]
            for k, token in enumerate(tokens):
                issued = token.lower in _ISSUE and {t.lower for t in tokens[k + 1 : k + 12]} & _ISSUED
                if issued and token.end < mention.start:
                    owners = [
                        m for m in self.inside(Span(start=sentence.start, end=token.start))
                        if self.marks.mentions[m].kind in _SPEAKING
                    ]  # fmt: skip
                    if owners:
                        named = [m for m in owners if self.marks.mentions[m].named]
                        return self.mentioned((named or owners)[-1])
        return None

    def _antecedent(self, span: Span) -> list[Speaker]:
        """The mention that a relative pronoun stands for: the one right before it."""
        best = -1
        for i, mention in enumerate(self.marks.mentions):
            if mention.end > span.start:
                continue
            gap = self.story.text[mention.end : span.start]
            other = self.marks.mentions[best]
            wider = best < 0 or mention.start < other.start or mention.end > other.end
            if len(gap) <= 2 and gap.strip() in ("", ",") and wider:
                best = i
        if best >= 0:
            return [self.mentioned(best)]
        sentence = next((s for s in self.marks.sentences if s.start <= span.start < s.end), None)
        words = list(_INDEFINITE.finditer(self.story.text[sentence.start : span.start])) if sentence else []
        if sentence is not None and words and span.start - sentence.start - words[-1].start() < LONGEST_NAME:
            # "a shouting ex-minister on the benches who suggested"
            return [self.described(Span(start=sentence.start + words[-1].start(), end=span.start - 1))]
        return [self.unknown(span)]


def _fits(pronoun: str, voice: Voice) -> bool:
    """Whether a pronoun can stand for a voice."""
    if pronoun in ("he", "she"):
        return voice.sort == VoiceSort.PERSON and voice.number == "one"
    if pronoun == "they":
        return voice.number == "several" or voice.sort in (VoiceSort.ORGANISATION, VoiceSort.GROUP)
    return voice.number == "one" and voice.sort not in (VoiceSort.PERSON, VoiceSort.AUTHOR, VoiceSort.UNKNOWN)
