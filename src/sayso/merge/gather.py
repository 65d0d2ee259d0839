"""What merging needs of a case: single-event accounts with their people, figures, voices and stories."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sayso import edtf
from sayso.records import Account, Claim, Count, Record, Reading
from sayso.vocabulary import Grain, ParticipantRole

_STOP = frozenset(
    "the a an of to in on at by for from with that this these those it its he she they his her their and or but was were is "
    "are be been being has have had not no as which who any such will would said says after before near people when where "
    "during over into out up about against also than more least one two three four five".split()
)


class Told(Record, frozen=True, kw_only=True):
    """One account with what it is compared by."""

    account: Account
    story_id: str
    outlet: str
    published: str
    origin_group: str
    """Same-text group, or the story itself."""
    days: tuple[date, date] | None
    """Bounds of when it happened; None if not known to a year."""
    seen: date | None
    """When its story was published."""
    actors: frozenset[str]
    recipients: frozenset[str]
    words: frozenset[str]
    """Content words of its sentence, cut to six letters."""
    claim: Claim | None
    counts: tuple[Count, ...]


def content_words(text: str) -> frozenset[str]:
    """Content words of a text, lower case, cut to six letters so that inflections meet."""
    words = (w.strip(".,;:!?\"'“”‘’()[]—–-").lower() for w in text.split())
    return frozenset(w[:6] for w in words if len(w) > 2 and w not in _STOP)


def _names(reading: Reading, account_id: str, roles: frozenset[ParticipantRole]) -> frozenset[str]:
    return frozenset(
        p.actor_id or p.name.lower()
        for p in reading.participants
        if p.account_id == account_id and p.role in roles and (p.actor_id or p.name)
    )


def gather(readings: Iterable[Reading]) -> list[Told]:
    """Single-event accounts of all readings, by account id, so that no order of reading shows in what follows."""
    found: list[Told] = []
    for reading in readings:
        story = reading.story
        claims = {c.claim_id: c for c in reading.claims}
        counts: dict[str, list[Count]] = {}
        for count in reading.counts:
            counts.setdefault(count.account_id, []).append(count)
        seen = edtf.bounds(story.published)[0] if story.published else None
        for account in reading.accounts:
            if account.grain != Grain.SINGLE:
                continue
            found.append(
                Told(
                    account=account,
                    story_id=story.story_id,
                    outlet=story.outlet,
                    published=story.published,
                    origin_group=story.origin_group or story.story_id,
                    days=_bounds(account),
                    seen=seen,
                    actors=_names(reading, account.account_id, frozenset({ParticipantRole.ACTOR})),
                    recipients=_names(
                        reading, account.account_id, frozenset({ParticipantRole.RECIPIENT, ParticipantRole.VICTIM})
                    ),
                    words=content_words(account.text),
                    claim=claims.get(account.claim_id),
                    counts=tuple(counts.get(account.account_id, ())),
                )
            )
    return sorted(found, key=lambda t: t.account.account_id)


def _bounds(account: Account) -> tuple[date, date] | None:
    if not account.date_start and not account.date_end:
        return None
    low = edtf.bounds(account.date_start)[0] if account.date_start else None
    high = edtf.bounds(account.date_end or account.date_start)[1]
    if low is None or high is None or high < low:
        return None
    return low, high
