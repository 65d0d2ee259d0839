"""Small made-up stories and readings, for tests of what happens to them after they are read."""

from __future__ import annotations

from collections.abc import Sequence

from sayso import ids
from sayso.records import (
    Account,
    Actor,
    Block,
    Claim,
    ClaimAccount,
    ClaimVoice,
    Count,
    Evidence,
    Issue,
    Name,
    Page,
    Participant,
    Place,
    Reading,
    Role,
    Story,
    Victim,
    Voice,
)
from sayso.vocabulary import (
    ActorKind,
    BlockKind,
    CountWhat,
    EventType,
    How,
    Naming,
    ParticipantRole,
    PublishedFrom,
    SpeakerKind,
    VoiceSort,
)

SENTENCES = (
    "Ostrava Prefect Edda Marsh said at least three people were killed in Café Ardun.",
    "A senior official told the Vale Courier that nobody died.",
    "Shells hit the market of Ardun on Tuesday, the River Agency reported.",
    "The ministry denied that its soldiers had fired.",
)


def make_page(address: str = "news/one.html", content: bytes = b"<p>one</p>") -> Page:
    """A page of these bytes."""
    digest = ids.sha256(content)
    return Page(
        page_id=ids.digest("page", address, digest),
        address=address,
        retrieved="2031-03-05T06:00:00Z",
        media_type="text/html",
        sha256=digest,
    )


def make_story(
    page: Page,
    sentences: Sequence[str] = SENTENCES,
    *,
    title: str = "Three killed in Ardun",
    published: str = "2031-03-04",
) -> Story:
    """A story on a page: a heading and one paragraph a sentence."""
    parts = [title, *sentences]
    text = "\n\n".join(parts)
    blocks = []
    start = 0
    for number, part in enumerate(parts):
        kind = BlockKind.PARAGRAPH if number else BlockKind.HEADING
        blocks.append(Block(kind=kind, start=start, end=start + len(part)))
        start += len(part) + 2
    digest = ids.text_sha256(text)
    return Story(
        story_id=ids.digest("story", digest, page.address),
        page_id=page.page_id,
        page=page.address,
        title=title,
        outlet="Vale Courier",
        published=published,
        published_from=PublishedFrom.METADATA,
        words=len(text.split()),
        text_sha256=digest,
        text=text,
        blocks=tuple(blocks),
    )


def make_reading(story: Story, *, version: str = "1", shift: int = 0) -> Reading:
    """A reading with a claim, an account and a count a paragraph; ``shift`` moves every anchor to the right."""
    sid = story.story_id
    voices, claims, claim_voices, claim_accounts, accounts, counts, evidence = [], [], [], [], [], [], []
    for number, block in enumerate(block for block in story.blocks if block.kind is BlockKind.PARAGRAPH):
        start, end = block.start + shift, block.end
        voice_id = ids.anchored("voice", sid, start, start + 8)
        claim_id, account_id = ids.anchored("claim", sid, start, end), ids.anchored("account", sid, start, start + 20)
        count_id = ids.anchored("count", sid, start, start + 10)
        common = {"story_id": sid, "version": version}
        voices.append(
            Voice(voice_id=voice_id, name=f"voice {number}", sort=VoiceSort.PERSON, naming=Naming.ROLE, **common)
        )
        claims.append(
            Claim(
                claim_id=claim_id,
                speaker=f"voice {number}",
                speaker_id=voice_id,
                speaker_kind=SpeakerKind.ROLE,
                text=story.text[start:end],
                start=start,
                end=end,
                confidence=0.75,
                **common,
            )
        )
        claim_voices.append(ClaimVoice(claim_id=claim_id, position=0, voice_id=voice_id))
        claim_accounts.append(ClaimAccount(claim_id=claim_id, account_id=account_id))
        accounts.append(
            Account(
                account_id=account_id,
                claim_id=claim_id,
                event_type=EventType.ASSAULT if number % 2 == 0 else EventType.REJECT,
                date_start="2031-03-04" if number else "",
                latitude=12.5 if number else None,
                longitude=-3.25 if number else None,
                place="Ardun" if number else "",
                text=story.text[start:end],
                start=start,
                end=end,
                trigger_start=start,
                trigger_end=start + 20,
                **common,
            )
        )
        counts.append(
            Count(
                count_id=count_id,
                account_id=account_id,
                claim_id=claim_id,
                what=CountWhat.KILLED,
                min=number,
                max=None if number == 0 else number,
                text=story.text[start : start + 10],
                start=start,
                end=start + 10,
                **common,
            )
        )
        evidence.append(
            Evidence(
                table="counts", record_id=count_id, field="min", how=How.TEXT, story_id=sid, start=start, end=start + 10
            )
        )
    first = accounts[0]
    return Reading(
        story=story,
        version=version,
        voices=tuple(voices),
        claims=tuple(claims),
        claim_voices=tuple(claim_voices),
        claim_accounts=tuple(claim_accounts),
        accounts=tuple(accounts),
        participants=(Participant(account_id=first.account_id, role=ParticipantRole.VICTIM, name="three people"),),
        counts=tuple(counts),
        victims=(
            Victim(
                victim_id=ids.anchored("victim", sid, first.start, first.start + 4),
                account_id=first.account_id,
                story_id=sid,
                start=first.start,
                end=first.start + 4,
            ),
        ),
        actors=(Actor(actor_id=ids.digest("actor", "Edda Marsh"), name="Edda Marsh", kind=ActorKind.PERSON),),
        names=(Name(id=ids.digest("actor", "Edda Marsh"), name="Edda Marsh", story_id=sid),),
        roles=(
            Role(
                role_id=ids.anchored("role", sid, first.start, first.start + 9),
                actor_id=ids.digest("actor", "Edda Marsh"),
                name="Edda Marsh",
                role="prefect",
                story_id=sid,
            ),
        ),
        places=(Place(place_id="g100", name="Ardun", country="XA", latitude=12.5, longitude=-3.25),),
        evidence=tuple(evidence),
        issues=(
            Issue(what=f"story {sid}, date", why="no weekday", remedy="Give --published.", at="2031-03-05T06:00:00Z"),
        ),
    )
