"""One record of a story in words, each value with its evidence: what opens beside a marked text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from sayso.desk import words
from sayso.desk.marks import Part, around, quotation
from sayso.records import Account, Claim, Count, Evidence, Reading, Record, Victim, Voice
from sayso.vocabulary import How, SpeakerKind


class Proof(Record, frozen=True, kw_only=True):
    """Where one value came from."""

    how: str
    """In words: words of the story, the gazetteer, worked out from other records, ..."""
    parts: tuple[Part, ...] = ()
    """The words, inside their surroundings."""
    ref: str = ""
    """Gazetteer entry, table row or rule, where it is not words."""
    href: str = ""
    """Where the words stand."""


class Fact(Record, frozen=True, kw_only=True):
    """One value of a record."""

    label: str
    value: str
    href: str = ""
    proofs: tuple[Proof, ...] = ()


class RecordView(Record, frozen=True, kw_only=True):
    """A record as it is shown beside its story."""

    table: str
    record_id: str
    kind: str
    """What it is, for people: Claim, Account of an event, Figure, Voice, Person harmed."""
    heading: str
    quote: tuple[Part, ...]
    facts: tuple[Fact, ...]
    confidence: float
    reviewed: str
    version: str
    near: tuple[Fact, ...] = ()
    """Other records whose words overlap with its."""


def record_href(story_id: str, record_id: str) -> str:
    """Where a record is shown in its story."""
    return f"/stories/{story_id}?record={record_id}#{record_id}"


def voice_href(name: str, kind: str = "") -> str:
    """The page of a voice."""
    return f"/voice?name={quote(name, safe='')}" + (f"&kind={quote(kind, safe='')}" if kind else "")


def proofs(reading: Reading, evidence: Iterable[Evidence], *, text_first: bool = True) -> tuple[Proof, ...]:
    """Evidence in words, the same place only once."""
    found: dict[tuple[object, ...], Proof] = {}
    text = reading.story.text
    for one in evidence:
        how = words.spoken(one.how, words.HOWS)
        if one.how == How.TEXT and one.start is not None and one.end is not None:
            low, high = around(text, one.start, one.end)
            parts = quotation(text, low, high, [(one.start, one.end)])
            href = f"/stories/{reading.story.story_id}?record={one.record_id}#{one.record_id}"
            found.setdefault((one.start, one.end), Proof(how=how, parts=parts, href=href))
        else:
            found.setdefault((one.how, one.ref), Proof(how=how, ref=one.ref))
    return tuple(found.values())


class _Facts:
    """Facts of one record, with the evidence that its reading has for each field."""

    def __init__(self, reading: Reading, record_id: str) -> None:
        self.reading = reading
        self.evidence = [one for one in reading.evidence if one.record_id == record_id]
        self.made: list[Fact] = []

    def add(self, label: str, value: str, *fields: str, href: str = "") -> None:
        """A fact, unless its value is not stated."""
        if value:
            mine = [one for one in self.evidence if one.field in fields]
            self.made.append(Fact(label=label, value=value, href=href, proofs=proofs(self.reading, mine)))


def record_view(reading: Reading, record_id: str) -> RecordView | None:
    """A claim, account, count, voice or victim of a reading in words; None if the reading has none of that id."""
    for claim in reading.claims:
        if claim.claim_id == record_id:
            return _claim(reading, claim)
    for account in reading.accounts:
        if account.account_id == record_id:
            return _account(reading, account)
    for count in reading.counts:
        if count.count_id == record_id:
            return _count(reading, count)
    for voice in reading.voices:
        if voice.voice_id == record_id:
            return _voice(reading, voice)
    for victim in reading.victims:
        if victim.victim_id == record_id:
            return _victim(reading, victim)
    return None


def _here(reading: Reading, record_id: str) -> str:
    return record_href(reading.story.story_id, record_id)


def short(text: str, most: int = 90) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def figure_line(count: Count) -> str:
    """A count in a line: ``at least 12 killed (civilians)``."""
    told = words.figure_words(count.min, count.max)
    return f"{told} {words.toll_words(count.what, count.who)}"


def _claim(reading: Reading, claim: Claim) -> RecordView:
    facts = _Facts(reading, claim.claim_id)
    kind = words.spoken(claim.speaker_kind, words.SPEAKERS)
    own = claim.speaker_kind == SpeakerKind.AUTHOR
    facts.add(
        "Who says it", claim.speaker, "speaker", href=voice_href(claim.speaker.split(" ; ")[0], claim.speaker_kind)
    )
    facts.add("Kind of voice", kind)
    facts.add("Office", claim.speaker_role, "speaker_role")
    facts.add("Carried by", claim.via.replace(" > ", " › "), "via")
    facts.add("Stance", words.spoken(claim.stance, words.STANCES), "stance")
    certainty = words.spoken(claim.certainty, words.CERTAINTIES)
    facts.add("Certainty", f"{certainty}: “{claim.certainty_text}”" if claim.certainty_text else certainty, "certainty")
    facts.add("Quoted", {"1": "word for word", "mixed": "in part", "0": "no, in the story’s words"}[claim.quoted])
    facts.add("Said on", words.date_words(claim.said_on), "said_on")
    if claim.denies_claim_id:
        facts.add("Denies", "another claim", href=f"/records/{claim.denies_claim_id}")
    for link in reading.claim_accounts:
        if link.claim_id == claim.claim_id:
            account = next((a for a in reading.accounts if a.account_id == link.account_id), None)
            if account:
                value = words.type_words(account.event_type, account.event_mode)
                facts.add(f"{str(link.relation).capitalize()} an event", value, href=_here(reading, account.account_id))
    for count in reading.counts:
        if count.claim_id == claim.claim_id:
            facts.add("Figure", figure_line(count), href=_here(reading, count.count_id))
    facts.add("Stands in", words.spoken(claim.block, words.BLOCKS))
    spans = [
        (e.start, e.end) for e in facts.evidence
        if e.field == "text" and e.how == How.TEXT and e.start is not None and e.end is not None
    ]  # fmt: skip
    quoted = quotation(reading.story.text, claim.start, claim.end, spans)
    heading = f"{claim.speaker} {words.spoken(claim.stance, words.STANCES)}" if not own else "The author says"
    return _view(reading, "claims", claim.claim_id, "Claim", heading, quoted, facts, claim)


def _account(reading: Reading, account: Account) -> RecordView:
    facts = _Facts(reading, account.account_id)
    claim = next((c for c in reading.claims if c.claim_id == account.claim_id), None)
    facts.add("Kind of event", words.type_words(account.event_type, account.event_mode), "event_type")
    facts.add("Status", words.spoken(account.status, words.STATUSES), "status")
    if claim is not None:
        facts.add("Told by", claim.speaker, href=_here(reading, claim.claim_id))
    else:
        facts.add("Told by", f"{reading.story.outlet or 'the story'}, in its own words")
    told = words.span_words(account.date_start, account.date_end)
    at = words.time_words(account.time_of_day, account.date_zone)
    facts.add("When", ", ".join(part for part in (told, at) if part), "date_start")
    facts.add("Where", account.place, "place", "latitude")
    facts.add("Who did it", account.actor.replace(" ; ", "; "), "actor")
    facts.add("To whom or what", account.recipient.replace(" ; ", "; "), "recipient", "victim")
    facts.add("With what", account.means.replace(" ; ", "; "), "means")
    if account.events_min is not None or account.events_max is not None:
        facts.add("How many events", words.figure_words(account.events_min, account.events_max))
    for count in reading.counts:
        if count.account_id == account.account_id:
            facts.add("Figure", figure_line(count), href=_here(reading, count.count_id))
    if account.incident_id:
        facts.add("Belongs to", "an incident: all accounts of it", href=f"/incidents/{account.incident_id}")
    else:
        facts.add("Belongs to", "no incident (it tells of several events, a period or a habit)")
    spans = [(account.trigger_start, account.trigger_end)]
    quoted = quotation(reading.story.text, account.start, account.end, spans)
    heading = words.type_words(account.event_type, account.event_mode)
    return _view(reading, "accounts", account.account_id, "Account of an event", heading, quoted, facts, account)


def _count(reading: Reading, count: Count) -> RecordView:
    facts = _Facts(reading, count.count_id)
    claim = next((c for c in reading.claims if c.claim_id == count.claim_id), None)
    account = next((a for a in reading.accounts if a.account_id == count.account_id), None)
    facts.add("Figure", words.figure_words(count.min, count.max), "min", "max")
    facts.add("Counts", words.spoken(count.what, words.WHATS), "what")
    facts.add("Of whom", words.spoken(count.who, words.WHOS), "who")
    facts.add("As printed", f"“{count.text}” ({words.spoken(count.qualifier, words.QUALIFIERS)})")
    basis = {"additional": "on top of another figure", "subtotal": "a part of another figure", "total": "the whole"}
    facts.add("Stands for", basis[count.basis])
    if count.part_of_count_id:
        facts.add("Part of", "another figure", href=_here(reading, count.part_of_count_id))
    if count.supersedes_count_id:
        facts.add("Takes the place of", "an earlier figure", href=f"/records/{count.supersedes_count_id}")
    if claim is not None:
        facts.add("Whose figure", claim.speaker, href=_here(reading, claim.claim_id))
    else:
        facts.add("Whose figure", f"{reading.story.outlet or 'the story'}, in its own words")
    if account is not None:
        value = words.type_words(account.event_type, account.event_mode)
        facts.add("Of the event", value, href=_here(reading, account.account_id))
        if account.incident_id:
            facts.add("In the incident", "all accounts of it", href=f"/incidents/{account.incident_id}")
    facts.add("For the time", words.span_words(count.date_start, count.date_end))
    facts.add("Each", count.per)
    low, high = around(reading.story.text, count.start, count.end)
    quoted = quotation(reading.story.text, low, high, [(count.start, count.end)])
    return _view(reading, "counts", count.count_id, "Figure", figure_line(count), quoted, facts, count)


def _voice(reading: Reading, voice: Voice) -> RecordView:
    facts = _Facts(reading, voice.voice_id)
    naming = {"named": "by name", "role": "by office only", "unnamed": "not named"}[voice.naming]
    facts.add("Called", voice.name, "name")
    facts.add("Sort", voice.sort)
    facts.add("Identified", naming)
    facts.add("Office", voice.role, "role")
    facts.add("Number", {"one": "one voice", "several": "several together"}.get(voice.number, voice.number))
    claims = [c for c in reading.claims if c.speaker_id == voice.voice_id]
    for claim in claims[:12]:
        stance = words.spoken(claim.stance, words.STANCES)
        facts.add(f"Here {stance}", short(claim.text), href=_here(reading, claim.claim_id))
    facts.add("Everything it says", "in all stories", href=voice_href(voice.name))
    span = next((e for e in facts.evidence if e.field == "name" and e.start is not None and e.end is not None), None)
    quoted: tuple[Part, ...] = ()
    if span is not None and span.start is not None and span.end is not None:
        low, high = around(reading.story.text, span.start, span.end)
        quoted = quotation(reading.story.text, low, high, [(span.start, span.end)])
    return _view(reading, "voices", voice.voice_id, "Voice", voice.name, quoted, facts, voice)


def _victim(reading: Reading, victim: Victim) -> RecordView:
    facts = _Facts(reading, victim.victim_id)
    facts.add("Harm", victim.harm, "harm")
    facts.add("Group", victim.group)
    if victim.age_min is not None or victim.age_max is not None:
        facts.add("Age", words.figure_words(victim.age_min, victim.age_max))
    facts.add("Sex", victim.sex)
    low, high = around(reading.story.text, victim.start, victim.end)
    quoted = quotation(reading.story.text, low, high, [(victim.start, victim.end)])
    return _view(reading, "victims", victim.victim_id, "Person harmed", "A person harmed", quoted, facts, victim)


def _view(
    reading: Reading,
    table: str,
    record_id: str,
    kind: str,
    heading: str,
    quoted: tuple[Part, ...],
    facts: _Facts,
    record: Claim | Account | Count | Voice | Victim,
) -> RecordView:
    return RecordView(
        table=table,
        record_id=record_id,
        kind=kind,
        heading=heading,
        quote=quoted,
        facts=tuple(facts.made),
        confidence=record.confidence,
        reviewed=record.reviewed,
        version=record.version or reading.version,
    )


def near(reading: Reading, record_id: str, spans: Sequence[tuple[int, int, str]]) -> tuple[Fact, ...]:
    """Other records whose marks (start, end, record id) overlap with this one's."""
    mine = [(a, b) for a, b, record in spans if record == record_id]
    others = dict.fromkeys(
        record for a, b, record in spans if record != record_id and any(a < d and b > c for c, d in mine)
    )
    found = []
    for other in others:
        view = record_view(reading, other)
        if view is not None:
            found.append(Fact(label=view.kind, value=short(view.heading, 60), href=_here(reading, other)))
    return tuple(found[:12])
