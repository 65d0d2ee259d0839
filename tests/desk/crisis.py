"""A small made-up case with every kind of thing the desk shows, written by hand so that each value is known."""

from __future__ import annotations

from sayso import ids
from sayso.case import Case
from sayso.records import (
    Account,
    Actor,
    Block,
    Claim,
    ClaimAccount,
    ClaimVoice,
    Count,
    Evidence,
    Incident,
    Issue,
    Link,
    Origin,
    Page,
    Reading,
    Role,
    Story,
    Toll,
    Voice,
)
from sayso.vocabulary import (
    BlockKind,
    CountWhat,
    CountWho,
    EventType,
    How,
    Naming,
    PublishedFrom,
    Qualifier,
    SpeakerKind,
    Stance,
    Status,
    VoiceSort,
)

TITLE = '<script>alert("x")</script> Three killed in Ardun'
FIRST = "Prefect Edda Marsh said three people were killed in an air strike on Ardun on Monday."
SECOND = "A senior official said at least 11 people died in the strike."
DENIAL = "The ministry denied that any strike had taken place in Ardun."
VISIT = "Foreign ministers will meet in Belmora on 25 March."
OLD = "i" + "0" * 16
"""An incident id of long ago."""


class Crisis:
    """Ids of what the case holds."""

    first: str
    second: str
    unread: str
    account: str
    claim: str
    count: str
    denial: str
    strike = ids.digest("incident", "strike")
    visit = ids.digest("incident", "visit")
    undated = ids.digest("incident", "undated")


def _story(address: str, title: str, sentences: list[str], **more: object) -> tuple[Page, Story]:
    content = address.encode()
    page = Page(page_id=ids.digest("page", address), address=address, retrieved="2031-03-06T06:00:00Z",
                media_type="text/html", sha256=ids.sha256(content))  # fmt: skip
    parts = [title, *sentences]
    blocks, at = [], 0
    for number, part in enumerate(parts):
        kind = BlockKind.PARAGRAPH if number else BlockKind.HEADING
        blocks.append(Block(kind=kind, start=at, end=at + len(part)))
        at += len(part) + 2
    text = "\n\n".join(parts)
    return page, Story(
        story_id=ids.digest("story", text, address), page_id=page.page_id, page=address, title=title, text=text,
        blocks=tuple(blocks), words=len(text.split()), text_sha256=ids.text_sha256(text),
        published_from=PublishedFrom.METADATA, **more,
    )  # type: ignore[arg-type]  # fmt: skip


class _Marks:
    """Collects the records of a reading, finding spans by their words."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.text = story.text
        self.records: dict[str, list[object]] = {}

    def span(self, words: str, after: int = 0) -> tuple[int, int]:
        start = self.text.index(words, after)
        return start, start + len(words)

    def add(self, table: str, record: object) -> None:
        self.records.setdefault(table, []).append(record)

    def prove(self, table: str, record_id: str, field: str, words: str, after: int = 0) -> None:
        start, end = self.span(words, after)
        self.add("evidence", Evidence(table=table, record_id=record_id, field=field, how=How.TEXT,
                                      story_id=self.story.story_id, start=start, end=end))  # fmt: skip

    def claim(self, speaker: str, kind: SpeakerKind, words: str, stance: Stance, sentence: str) -> str:
        sid = self.story.story_id
        at = self.text.index(sentence)
        start, end = self.span(words, at)
        claim_id, voice_id = ids.anchored("claim", sid, start, end), ids.anchored("voice", sid, at, at + 5)
        naming = Naming.NAMED if kind is SpeakerKind.NAMED else Naming.UNNAMED
        self.add("voices", Voice(voice_id=voice_id, story_id=sid, name=speaker, sort=VoiceSort.PERSON, naming=naming))
        self.add("claims", Claim(claim_id=claim_id, story_id=sid, speaker=speaker, speaker_id=voice_id,
                                 speaker_kind=kind, stance=stance, text=words, start=start, end=end))  # fmt: skip
        self.add("claim_voices", ClaimVoice(claim_id=claim_id, position=0, voice_id=voice_id))
        self.prove("claims", claim_id, "text", words, at)
        self.prove("claims", claim_id, "speaker", speaker.split()[-1], at)
        return claim_id

    def account(self, trigger: str, sentence: str, event_type: EventType, **more: object) -> str:
        sid = self.story.story_id
        at = self.text.index(sentence)
        start, end = self.span(trigger, at)
        account_id = ids.anchored("account", sid, start, end)
        span = {"start": at, "end": at + len(sentence), "trigger_start": start, "trigger_end": end}
        given = {"account_id": account_id, "story_id": sid, "event_type": event_type, "text": sentence, **span, **more}
        self.add("accounts", Account(**given))  # type: ignore[arg-type]
        return account_id

    def count(self, words: str, sentence: str, account_id: str, claim_id: str, low: int, high: int | None) -> str:
        sid = self.story.story_id
        start, end = self.span(words, self.text.index(sentence))
        count_id = ids.anchored("count", sid, start, end)
        qualifier = Qualifier.EXACTLY if low == high else Qualifier.AT_LEAST
        self.add("counts", Count(count_id=count_id, story_id=sid, account_id=account_id, claim_id=claim_id,
                                 what=CountWhat.KILLED, min=low, max=high, qualifier=qualifier, text=words, start=start,
                                 end=end))  # fmt: skip
        self.prove("counts", count_id, "min", words, self.text.index(sentence))
        return count_id

    def reading(self, **more: object) -> Reading:
        tables = {name: tuple(records) for name, records in self.records.items()}
        return Reading(story=self.story, version="test-1", **tables, **more)  # type: ignore[arg-type]


def fill(case: Case) -> Crisis:
    """Write the crisis into an empty case."""
    made = Crisis()
    ardun = {"place": "Ardun", "latitude": 12.5, "longitude": -3.25, "geo_precision": "town"}

    page, story = _story("news/one.html", TITLE, [FIRST, SECOND], published="2031-03-04", outlet="Vale Courier",
                         origin_group="g1")  # fmt: skip
    made.first = story.story_id
    marks = _Marks(story)
    content = "three people were killed in an air strike on Ardun on Monday"
    made.claim = marks.claim("Edda Marsh", SpeakerKind.NAMED, content, Stance.ASSERTS, FIRST)
    made.account = marks.account("air strike", FIRST, EventType.ASSAULT, claim_id=made.claim, date_start="2031-03-03",
                                 date_end="2031-03-03", actor="", recipient="three people", **ardun)  # fmt: skip
    marks.prove("accounts", made.account, "place", "Ardun", story.text.index(FIRST))
    marks.prove("accounts", made.account, "date_start", "Monday", story.text.index(FIRST))
    made.count = marks.count("three people", FIRST, made.account, made.claim, 3, 3)
    official = marks.claim("senior official", SpeakerKind.ANONYMOUS, "at least 11 people died in the strike",
                           Stance.ASSERTS, SECOND)  # fmt: skip
    other = marks.account("strike", SECOND, EventType.ASSAULT, claim_id=official)
    eleven = marks.count("at least 11 people", SECOND, other, official, 11, None)
    marks.add("claim_accounts", ClaimAccount(claim_id=made.claim, account_id=made.account))
    actor = Actor(actor_id=ids.digest("actor", "Edda Marsh"), name="Edda Marsh")
    role = Role(role_id=ids.anchored("role", story.story_id, 1, 2), actor_id=actor.actor_id, name="Edda Marsh",
                role="prefect", story_id=story.story_id)  # fmt: skip
    case.add_page(page, b"one", "", [story], [marks.reading(actors=(actor,), roles=(role,))])

    page, story = _story("javascript:alert(1)", "Ministry denies strike", [DENIAL, VISIT], published="2031-03-05",
                         outlet="River Post", origin_group="g1")  # fmt: skip
    made.second = story.story_id
    marks = _Marks(story)
    made.denial = marks.claim("The ministry", SpeakerKind.ORGANISATION, "any strike had taken place in Ardun",
                              Stance.DENIES, DENIAL)  # fmt: skip
    denied = marks.account("strike", DENIAL, EventType.ASSAULT, claim_id=made.denial, status=Status.DENIED)
    visit = marks.account("meet", VISIT, EventType.CONSULT, status=Status.PLANNED, date_start="2031-03-25",
                          date_end="2031-03-25", place="Belmora")  # fmt: skip
    case.add_page(page, b"two", "", [story], [marks.reading()])

    page, story = _story("news/fr.html", "Trois morts", ["Trois morts à Ardun."], published="2031-03-10",
                         outlet="Vale Courier", language="fr")  # fmt: skip
    made.unread = story.story_id
    case.add_page(page, b"three", "", [story], [])
    case.add_issue(Issue(what="news/four.html", why="it is empty", remedy="Fetch it again.", kind="empty"))

    def why(incident: str, field: str, ref: str) -> Evidence:
        return Evidence(table="incidents", record_id=incident, field=field, how=How.INFERRED, ref=ref)

    case.replace_incidents(
        [
            Incident(incident_id=made.strike, event_type=EventType.ASSAULT, event_mode="aerial",
                     status=Status.CONTESTED, date_start="2031-03-03", date_end="2031-03-03", killed_min=3,
                     number_of_accounts=3, number_of_stories=2, number_of_origins_min=2, number_of_origins_max=3,
                     contested=True, contested_about="occurrence ; killed", first_reported="2031-03-04",
                     last_reported="2031-03-05", **ardun),  # type: ignore[arg-type]
            Incident(incident_id=made.visit, event_type=EventType.CONSULT, status=Status.PLANNED, place="Belmora",
                     date_start="2031-03-25", date_end="2031-03-25", number_of_accounts=1, number_of_stories=1,
                     number_of_origins_min=1, number_of_origins_max=1),
            Incident(incident_id=made.undated, event_type=EventType.PROTEST, date_start="XXXX-03-17",
                     number_of_accounts=0),
            Incident(incident_id=ids.digest("incident", "later"), event_type=EventType.ASSAULT, place="Ardun",
                     date_start="2031-03-20", date_end="2031-03-20", killed_min=1, killed_max=1),
        ],
        [Toll(incident_id=made.strike, what=CountWhat.KILLED, who=CountWho.TOTAL, min=3, min_count_id=made.count,
              contested=True)],
        [Link(account_a=min(made.account, other), account_b=max(made.account, other), judgement="same", score=2.5,
              reasons="same day=+1.6 ; same type=+0.9")],
        [Origin(origin_id="o1", kind="voice", name="Edda Marsh", reason="named voice")],
        account_incident={made.account: made.strike, other: made.strike, denied: made.strike, visit: made.visit},
        claim_origin={made.claim: "o1"},
        evidence=[why(made.strike, "place", made.account), why(made.strike, "killed_total_min", made.count),
                  why(made.strike, "status", made.account), why(made.strike, "status", denied)],
    )  # fmt: skip
    assert eleven
    return made
