"""Voices of a story: one for each actor, unnamed chain or description that speaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from math import exp, log
from typing import TypeVar

import msgspec

from sayso.ids import anchored
from sayso.reader.marks import SPEAKING_SORTS, Marks, Span, Speaking
from sayso.records import Record, Story, Voice
from sayso.resolve.actors import Cast
from sayso.tables import load_rows
from sayso.version import READER_VERSION
from sayso.vocabulary import MentionKind, Naming, SpeakerKind, VoiceSort

L = TypeVar("L")
RULED = 1.5
"""What the rules' word for the sort or naming of a voice is worth beside the model's, in log odds."""
LEAST = 1e-4
"""Least probability of a label that counts: one source cannot rule it out for all."""
LONGEST_NAME = 160
"""Characters of a description kept as a voice's name; longer ones are cut at a word."""
PRONOUNS = frozenset({"he", "she", "they", "it", "we", "you"})
AFTER_NAME = frozenset("and or of in at on for from to with who which that said says".split())
_DETERMINERS = frozenset("the a an this that these those his her its their some one another".split())
_LEAD_INS = frozenset("but and when while as after before if though although because since".split())
_BODY_WORDS = frozenset(
    "group organisation organization movement agency company party newspaper paper broadcaster militia faction union "
    "charity watchdog station network firm".split()
)


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
    if not voice.name:
        return SpeakerKind.UNKNOWN
    match voice.naming:
        case Naming.NAMED:
            return SpeakerKind.NAMED
        case Naming.ROLE:
            return SpeakerKind.ROLE
    return SpeakerKind.ANONYMOUS


class Voices:
    """Keeps the voices of one story; each is made once, at the first words that name it."""

    def __init__(self, story: Story, marks: Marks, cast: Cast) -> None:
        self.story, self.marks, self.cast = story, marks, cast
        self._starts = [m.start for m in marks.mentions]
        self._ids: dict[str, str] = {}
        self._voices: dict[str, Voice] = {}
        self._spans: dict[str, Span] = {}

    def voices(self) -> tuple[Voice, ...]:
        """All voices met so far, in the order of their first words."""
        return tuple(sorted(self._voices.values(), key=lambda voice: self._spans[voice.voice_id].start))

    def span_of(self, voice_id: str) -> Span | None:
        """Words that first named the voice."""
        return self._spans.get(voice_id)

    def inside(self, span: Span) -> list[int]:
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

    def keep(self, key: str, span: Span, voice: Voice) -> Speaker:
        """The voice of this key; ``voice`` if it is new, or the one made at the same words under another key."""
        if key not in self._ids:
            self._ids[key] = voice.voice_id
            self._voices.setdefault(voice.voice_id, msgspec.structs.replace(voice, version=READER_VERSION))
            self._spans.setdefault(voice.voice_id, span)
        return Speaker(voice=self._voices[self._ids[key]])

    def settle(self, heard: Mapping[str, Sequence[Speaking]]) -> None:
        """Let what the model says of the sources of each voice weigh in on its sort and naming."""
        for voice_id, said in heard.items():
            voice = self._voices[voice_id]
            sort, sure = _likeliest([s.sorts for s in said], SPEAKING_SORTS, voice.sort)
            if sort == VoiceSort.PERSON and voice.number == "several":
                sort = VoiceSort.GROUP
            naming, known = _likeliest([s.namings for s in said], tuple(Naming), voice.naming)
            self._voices[voice_id] = msgspec.structs.replace(
                voice, sort=sort, naming=naming, confidence=sure * known,
                actor_id=voice.actor_id if naming != Naming.UNNAMED else "",
            )  # fmt: skip

    def mentioned(self, i: int) -> Speaker:
        if self.marks.mentions[i].chain < 0 and (body := self._body_before(i)) >= 0:
            i = body
        mention = self.marks.mentions[i]
        member = self.cast.member(i)
        span = Span(start=mention.start, end=mention.end)
        pronoun = self.story.text[span.start : span.end].lower() in PRONOUNS
        if pronoun and (not member.name or member.name.lower() in PRONOUNS):
            return self.unknown(span)
        name, naming = member.name, member.naming
        printed = self.story.text[span.start : span.end]
        outlet = member.sort == VoiceSort.OUTLET
        short_body = member.sort == VoiceSort.ORGANISATION and len(printed.split()) == 2
        if naming == Naming.NAMED and (outlet or short_body):
            # The article belongs to an outlet's name where it is printed with a capital ("The Lantern").
            bare = name[4:] if name[:4].lower() == "the " else name
            titled = printed.startswith("The ") and not bare.isupper()
            name = f"The {bare}" if titled and (outlet or not self._opens_sentence(span)) else bare
        sort = member.sort
        if mention.kind in (MentionKind.PLACE, MentionKind.COUNTRY):
            sort = VoiceSort.ORGANISATION  # a capital or country that speaks is its government
        key = member.actor_id or (f"chain {mention.chain}" if mention.chain >= 0 else f"at {mention.start}")
        speaker = self.keep(
            key, span,
            Voice(
                voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                story_id=self.story.story_id, actor_id=member.actor_id if naming != Naming.UNNAMED else "",
                name=short(name), sort=sort, naming=naming, role=member.role, number=member.number,
            ),
        )  # fmt: skip
        return Speaker(voice=speaker.voice, mention=i)

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

    def described(self, span: Span) -> Speaker:
        """A source that no mention covers: its own words, without determiner, as an unnamed voice.

        Words that are all capitalised, away from a sentence's start, are the name of a body or outlet.
        """
        head = self.story.text[span.start : span.end].split(",")[0]  # what stands beside it in commas describes it
        span = Span(start=span.start, end=span.start + len(head)) if head.strip() else span
        words = self.story.text[span.start : span.end].split()
        if words and not self._opens_sentence(span) and all(w[0].isupper() for w in words):
            return self.keep(
                f"name {' '.join(words).lower()}", span,
                Voice(
                    voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                    story_id=self.story.story_id, name=short(" ".join(words)), sort=VoiceSort.ORGANISATION,
                    naming=Naming.NAMED, confidence=0.5,
                ),
            )  # fmt: skip
        while len(words) > 1 and words[0].lower() in _DETERMINERS | _LEAD_INS:
            words = words[1:]
        plural = words[-1].lower().endswith("s") if words else False
        return self.keep(
            f"at {span.start}", span,
            Voice(
                voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                story_id=self.story.story_id, name=short(" ".join(words)), sort=_sort_of(words),
                naming=Naming.UNNAMED, number="several" if plural else "one", confidence=0.4,
            ),
        )  # fmt: skip

    def _opens_sentence(self, span: Span) -> bool:
        return any(s.start == span.start for s in self.marks.sentences)

    def author(self, span: Span) -> Speaker:
        return self.keep(
            "author", span,
            Voice(
                voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                story_id=self.story.story_id, name=short(self.story.byline or self.story.outlet), sort=VoiceSort.AUTHOR,
                naming=Naming.NAMED if self.story.byline else Naming.UNNAMED,
            ),
        )  # fmt: skip

    def unknown(self, span: Span) -> Speaker:
        """A pronoun that could not be linked: the voice stays unknown."""
        return self.keep(
            f"at {span.start}", span,
            Voice(
                voice_id=anchored("voice", self.story.story_id, span.start, span.end),
                story_id=self.story.story_id, name="", sort=VoiceSort.UNKNOWN, naming=Naming.UNNAMED, confidence=0.3,
            ),
        )  # fmt: skip


def _likeliest(said: Sequence[Sequence[float]], labels: Sequence[L], ruled: L) -> tuple[L, float]:
    """The label that is likeliest by all sources of a voice and by the rules, and its probability."""
    scores = [sum(log(max(one[n], LEAST)) for one in said) + RULED * (label == ruled) for n, label in enumerate(labels)]
    highest = max(scores)
    return labels[scores.index(highest)], 1.0 / sum(exp(score - highest) for score in scores)


def _sort_of(words: list[str]) -> VoiceSort:
    """The sort of voice a description is, by the noun it turns on: the last before a preposition or participle."""
    sorts = {row["word"]: VoiceSort(row["sort"]) for row in load_rows("voice_words.csv")}
    for k, word in enumerate(words):
        plain = word.lower().strip(".,")
        follows = words[k + 1].lower() if k + 1 < len(words) else ""
        closes = not follows or follows in AFTER_NAME or follows.endswith(("ed", "ing")) or follows in ("by", "near")
        if closes:
            return sorts.get(plain, VoiceSort.UNKNOWN)
    return VoiceSort.UNKNOWN


def short(name: str) -> str:
    """A name of at most ``LONGEST_NAME`` characters, white space folded, cut at a word."""
    name = " ".join(name.split()).strip(' ,;:"“”')
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0]
