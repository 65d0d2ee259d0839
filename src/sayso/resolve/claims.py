"""From attributions to claims: speakers, the chain that carried them, when said, and what a denial denies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.ids import anchored
from sayso.reader.marks import Attribution, Marks, Span
from sayso.records import Claim, ClaimVoice, Record, Story, Voice
from sayso.resolve.evidence import Ledger
from sayso.resolve.speakers import Speakers
from sayso.resolve.times import TimeValue
from sayso.resolve.voices import speaker_kind
from sayso.vocabulary import BlockColumn, BlockKind, How, SpeakerKind, Stance, VoiceSort, block_column

DENIAL_OVERLAP = 0.25
"""Share of a denial's content words that an earlier claim must hold to be taken as what is denied."""

_STOP = frozenset(
    "the a an of to in on at by for from with that this these those it its he she they his her their and or but was "
    "were is are be been has have had not no as which who any such will would said".split()
)
_POINTS_BACK = re.compile(
    r"(?:it|this|that|them|everything)$|(?:the|these|those|this|that|such|any|all|both|his|her|its|their)\s(?:[\w’'-]+\s){0,2}"
    r"(?:reports?|claims?|allegations?|accounts?|statements?|accusations?|charges?|rumou?rs?|story|stories|suggestions?)\b",
    re.IGNORECASE,
)
"""Contents that name no fact but point to what was said before: "the report", "these claims", "it"."""


class Claims(Record, frozen=True, kw_only=True):
    """What ``make_claims`` gives."""

    claims: tuple[Claim, ...]
    claim_voices: tuple[ClaimVoice, ...]
    of_attribution: dict[int, str]
    """Index into ``Marks.attributions`` to claim_id."""


def make_claims(
    story: Story, marks: Marks, speakers: Speakers, times: Sequence[TimeValue | None], ledger: Ledger, version: str
) -> Claims:
    """Claims of a story, one an attribution that has a content, in text order."""
    claims: list[Claim] = []
    members: list[ClaimVoice] = []
    of_attribution: dict[int, str] = {}
    seen: dict[str, int] = {}
    for n, attribution in enumerate(marks.attributions):
        anchor = attribution.cue or attribution.contents[0]
        claim_id = anchored("claim", story.story_id, anchor.start, anchor.end)
        if claim_id in seen:
            of_attribution[n] = claim_id
            continue
        seen[claim_id] = n
        of_attribution[n] = claim_id
        said_by = [s.voice for s in speakers.of(attribution)]
        chain = _chain(marks, speakers, n, said_by)
        start, end = attribution.contents[0].start, attribution.contents[-1].end
        said_on = _said_on(marks, attribution, times)
        claim = Claim(
            claim_id=claim_id,
            story_id=story.story_id,
            speaker=_joined([v.name for v in said_by]),
            speaker_id=said_by[0].voice_id if said_by else "",
            speaker_kind=_kind(said_by),
            speaker_role=said_by[0].role if said_by else "",
            via=" > ".join(v.name for v in chain if v.name),
            stance=attribution.stance,
            certainty=attribution.certainty,
            certainty_text=_text(story, attribution.certainty_span),
            quoted=attribution.quoted,
            said_on=said_on,
            block=_block(story, start),
            text=story.text[start:end],
            start=start,
            end=end,
            confidence=attribution.confidence,
            version=version,
        )
        claims.append(claim)
        for member, voice in enumerate(said_by):
            members.append(ClaimVoice(claim_id=claim_id, position=0, member=member, voice_id=voice.voice_id))
        for position, voice in enumerate(reversed(chain), start=1):
            members.append(ClaimVoice(claim_id=claim_id, position=position, voice_id=voice.voice_id))
        _evidence(ledger, speakers, claim, attribution, chain)
    for voice in speakers.voices():
        ledger.words("voices", voice.voice_id, "name", speakers.span_of(voice.voice_id))
    tied = tuple(_with_denials(claims))
    for claim in tied:
        if claim.denies_claim_id:
            ledger.other(
                "claims", claim.claim_id, "denies_claim_id", How.INFERRED, "shares its words or points back to it"
            )
    return Claims(claims=tied, claim_voices=tuple(members), of_attribution=of_attribution)


def _kind(voices: Sequence[Voice]) -> SpeakerKind:
    return speaker_kind(voices[0]) if voices else SpeakerKind.UNKNOWN


def _joined(names: Sequence[str]) -> str:
    return " ; ".join(dict.fromkeys(n for n in names if n))


def _text(story: Story, span: Span | None) -> str:
    return story.text[span.start : span.end] if span else ""


def _block(story: Story, at: int) -> BlockColumn:
    for block in story.blocks:
        if block.start <= at < block.end:
            return block_column(block.kind)
    return block_column(BlockKind.PARAGRAPH)


def _said_on(marks: Marks, attribution: Attribution, times: Sequence[TimeValue | None]) -> str:
    """EDTF day of the saying, where a time expression beside the cue resolves to one."""
    if attribution.said is None:
        return ""
    for expression, value in zip(marks.times, times, strict=True):
        overlaps = expression.start < attribution.said.end and attribution.said.start < expression.end
        if overlaps and value is not None:
            return value.date_start
    return ""


def _chain(marks: Marks, speakers: Speakers, n: int, said_by: Sequence[Voice]) -> list[Voice]:
    """Voices that carried the claim, outermost first: those in whose words it stands, then those named beside it."""
    chain: list[Voice] = []
    attribution = marks.attributions[n]
    parent, hops = attribution.parent, 0
    while parent >= 0 and hops < 6:
        outer = marks.attributions[parent]
        carried = [v for span in outer.carriers for v in (s.voice for s in speakers.of_span(span))]
        chain[:0] = [*carried, *(s.voice for s in speakers.of(outer))]
        parent, hops = outer.parent, hops + 1
    chain += [s.voice for span in attribution.carriers for s in speakers.of_span(span)]
    speaking = {v.voice_id for v in said_by}
    return list({v.voice_id: v for v in chain if v.voice_id not in speaking and v.sort != VoiceSort.AUTHOR}.values())


def _evidence(ledger: Ledger, speakers: Speakers, claim: Claim, attribution: Attribution, chain: list[Voice]) -> None:
    cid = claim.claim_id
    ledger.words("claims", cid, "text", *attribution.contents)
    ledger.words("claims", cid, "speaker", *attribution.sources)
    ledger.words("claims", cid, "stance", attribution.cue)
    if attribution.cue is None:
        ledger.other("claims", cid, "stance", How.INFERRED, "a passage set off from the author's own words")
    ledger.words("claims", cid, "certainty", attribution.certainty_span)
    ledger.words("claims", cid, "said_on", attribution.said if claim.said_on else None)
    ledger.words("claims", cid, "via", *(s for v in chain if (s := speakers.span_of(v.voice_id)) is not None))


def _content_words(claim: Claim) -> set[str]:
    words = {w.strip(".,;:!?\"'“”‘’()").lower() for w in claim.text.split()}
    return {w[:6] for w in words if len(w) > 2 and w not in _STOP}


def _with_denials(claims: list[Claim]) -> list[Claim]:
    """Claims with ``denies_claim_id`` filled in.

    A denial is tied to the earlier claim of another voice whose words it shares most. One that only points back
    ("denied these reports") takes the nearest earlier claim. A denial of what nobody in the story claims stays untied.
    """
    made: list[Claim] = []
    for n, claim in enumerate(claims):
        target = ""
        if claim.stance == Stance.DENIES:
            earlier = [
                c for c in claims[:n]
                if c.stance in (Stance.ASSERTS, Stance.CONFIRMS)
                and (c.speaker_id != claim.speaker_id or not c.speaker_id)
                and not (c.start <= claim.start and claim.end <= c.end)
            ]  # fmt: skip
            words = _content_words(claim)
            scored = [
                (len(words & _content_words(c)) / max(1, min(len(words), len(_content_words(c)))), c.start, c)
                for c in earlier
            ]
            best = max(scored, key=lambda s: (s[0], s[1]), default=None)
            if earlier and _POINTS_BACK.match(claim.text):
                target = max(earlier, key=lambda c: c.end).claim_id
            elif best is not None and best[0] >= DENIAL_OVERLAP:
                target = best[2].claim_id
        made.append(replace(claim, denies_claim_id=target) if target else claim)
    return made
