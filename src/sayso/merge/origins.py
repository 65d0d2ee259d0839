"""Where claims ultimately come from, as far as the chain shows, and the bounds of how many origins an incident has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.ids import digest
from sayso.merge.gather import Told
from sayso.records import Claim, Origin, Reading, Voice
from sayso.vocabulary import Naming, VoiceSort

NARRATION = "outlet"
UNNAMED = "unnamed"
TEXT = "text"


def claim_origin(claim: Claim, voice: Voice | None, reading: Reading) -> Origin:
    """The origin of one claim: its innermost voice.

    A named voice is one origin wherever it speaks. Unnamed voices are an origin of their own story; where an outlet or
    agency carried them, of that carrier. Copies of one text share theirs.
    """
    story = reading.story
    carrier = claim.via.split(" > ")[-1] if claim.via else ""
    if voice is not None and voice.naming == Naming.NAMED and voice.actor_id:
        kind = {VoiceSort.DOCUMENT: "document", VoiceSort.OUTLET: "outlet"}.get(voice.sort, "voice")
        return Origin(
            origin_id=digest("origin", kind, voice.actor_id), kind=kind, name=voice.name, reason="named voice"
        )
    name = voice.name if voice is not None else claim.speaker
    if carrier:
        return Origin(
            origin_id=digest("origin", "carried", carrier.lower(), name.lower()),
            kind=UNNAMED, name=f"{name} via {carrier}",
            reason=f"unnamed, carried by {carrier}", certain=False,
        )  # fmt: skip
    group = story.origin_group or story.story_id
    return Origin(
        origin_id=digest("origin", UNNAMED, group, name.lower()), kind=UNNAMED, name=name,
        reason="unnamed voices of one text", certain=False,
    )  # fmt: skip


def narration_origin(reading: Reading) -> Origin:
    """The origin of what a story tells in its own voice: its outlet, or the text that it shares with others."""
    story = reading.story
    if story.origin_group:
        return Origin(
            origin_id=digest("origin", TEXT, story.origin_group), kind=TEXT, name=story.outlet or story.title,
            reason="same text in several stories",
        )  # fmt: skip
    return Origin(
        origin_id=digest("origin", NARRATION, (story.outlet or story.story_id).lower()), kind=NARRATION,
        name=story.outlet or story.page, reason="the outlet's own telling",
    )  # fmt: skip


def origins_of(readings: Iterable[Reading]) -> tuple[dict[str, Origin], dict[str, str], dict[str, str]]:
    """(origins by id, claim_id to origin_id, account_id to origin_id) of all readings."""
    origins: dict[str, Origin] = {}
    of_claim: dict[str, str] = {}
    of_account: dict[str, str] = {}
    for reading in readings:
        voices = {v.voice_id: v for v in reading.voices}
        narration = narration_origin(reading)
        for claim in reading.claims:
            origin = (
                claim_origin(claim, voices.get(claim.speaker_id), reading) if claim.speaker or claim.via else narration
            )
            origins.setdefault(origin.origin_id, origin)
            of_claim[claim.claim_id] = origin.origin_id
        for account in reading.accounts:
            if account.claim_id in of_claim:
                of_account[account.account_id] = of_claim[account.claim_id]
            else:
                origins.setdefault(narration.origin_id, narration)
                of_account[account.account_id] = narration.origin_id
    return origins, of_claim, of_account


def bounds(members: Sequence[Told], of_account: dict[str, str], origins: dict[str, Origin]) -> tuple[int, int]:
    """How many origins tell of an incident: at least, and at most.

    At most: every origin apart. At least: all unnamed voices may be the same officials, and an outlet's own telling may
    lean on any voice that others name, so unnamed ones count once and narration only where nothing else stands.
    """
    ids = {of_account[t.account.account_id] for t in members}
    kinds = [origins[i].kind for i in ids]
    named = sum(k not in (UNNAMED, NARRATION, TEXT) for k in kinds)
    unnamed = any(k == UNNAMED for k in kinds)
    return max(1, named + (1 if unnamed and not named else 0)), max(1, len(ids))
