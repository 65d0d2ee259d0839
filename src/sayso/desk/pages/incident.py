"""One incident: what is derived of it and why, the figures of every claim, and its accounts side by side."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from starlette.datastructures import QueryParams

from sayso.case import Case
from sayso.desk import lookup, words
from sayso.desk.errors import DeskError
from sayso.desk.marks import Mark, Part, Stretch, around, quotation, stretches
from sayso.desk.pages.common import Page, Paging, offset_of, paging
from sayso.desk.pages.tollchart import AccountRead, TollView, figures_of, toll_rank, toll_views, who_says
from sayso.desk.records import Proof, proofs, record_href, short, voice_href
from sayso.records import Account, Count, Incident, Link, Record, Toll
from sayso.vocabulary import Stance, Status

MOST_ACCOUNTS = 60
"""Accounts on one page."""
MOST_LINKS = 60


class Value(Record, frozen=True, kw_only=True):
    """One derived value of the incident."""

    field: str
    """What ``why`` is asked with."""
    label: str
    value: str
    contested: bool = False


class Step(Record, frozen=True, kw_only=True):
    """One step of the chain from the page to the voice."""

    kind: str
    """outlet, via or speaker."""
    name: str
    href: str


class Card(Record, frozen=True, kw_only=True):
    """One account, as it is laid beside the others."""

    account: Account
    chain: tuple[Step, ...]
    speaker_kind: str
    stance: str
    certainty: str
    sentence: tuple[Stretch, ...]
    figures: tuple[str, ...]
    when: str
    where: str
    published: str
    """EDTF day on which its story came out."""
    story_title: str
    href: str
    origin: str
    """What the claim goes back to, and why."""
    copies: tuple[Step, ...]
    """Other stories of the same text that give the same account: outlet and link."""
    disputes: str
    """What it says against the others: denies it, calls it off, puts it on another day."""


class Pair(Record, frozen=True, kw_only=True):
    """Why two accounts are, or are not, taken for the same event."""

    link: Link
    one: str
    other: str
    one_href: str
    other_href: str
    inside: bool
    """Whether both belong to this incident."""
    reasons: tuple[tuple[str, str], ...]
    """Feature and what it added to the score."""


class Why(Record, frozen=True, kw_only=True):
    """Where one derived value comes from."""

    field: str
    heading: str
    says: str
    """How the value follows from the accounts."""
    sources: tuple[Source, ...]


class Source(Record, frozen=True, kw_only=True):
    """One account or figure that a derived value follows from."""

    who: str
    value: str
    sentence: tuple[Part, ...]
    href: str
    proofs: tuple[Proof, ...]


class IncidentPage(Page, frozen=True, kw_only=True):
    """An incident with its accounts."""

    incident: Incident
    lead: str
    """A sentence that tells of it."""
    values: tuple[Value, ...]
    disputes: tuple[str, ...]
    """What is contested, in words."""
    tolls: tuple[TollView, ...]
    cards: tuple[Card, ...]
    paging: Paging
    pairs: tuple[Pair, ...]
    why: Why | None
    """The value that was asked about, if one was."""


def build(case: Case, incident_id: str, query: QueryParams) -> IncidentPage:
    """The page of an incident. Raises DeskError (404)."""
    incident = lookup.incident(case, incident_id)
    offset = offset_of(query)
    ids = lookup.accounts_of(case, incident_id, limit=MOST_ACCOUNTS, offset=offset)
    readings = {story_id: case.reading(story_id) for story_id in dict.fromkeys(story for _, story in ids)}
    told = []
    for account_id, story_id in ids:
        reading = readings[story_id]
        account = next((a for a in reading.accounts if a.account_id == account_id), None)
        if account is not None:
            told.append(AccountRead(account=account, reading=reading))
    rows = case.rows("tolls", where={"incident_id": incident_id})
    tolls = [msgspec.convert(row, Toll, strict=False) for row in rows]
    field = query.get("why", "")
    views = toll_views(tolls, told)
    values = _values(incident, tolls)
    where = f", {incident.place}" if incident.place else ""
    lead = lookup.leads(case, [incident_id]).get(incident_id)
    return IncidentPage(
        title=words.type_words(incident.event_type, incident.event_mode) + where,
        incident=incident,
        lead=lead.sentence if lead else "",
        values=values,
        disputes=tuple(
            words.spoken(about, words.DISPUTES) for about in incident.contested_about.split(" ; ") if about
        ),
        tolls=views,
        cards=_cards(case, incident, told),
        paging=paging(
            f"/incidents/{incident_id}", query, total=incident.number_of_accounts, shown=len(ids), offset=offset,
            size=MOST_ACCOUNTS,
        ),
        pairs=_pairs(case, told),
        why=_why(case, incident, field, values, told) if field else None,
    )  # fmt: skip


def _values(incident: Incident, tolls: Sequence[Toll]) -> tuple[Value, ...]:
    about = set(incident.contested_about.split(" ; "))
    made = [
        Value(
            field="status",
            label="Status",
            value=words.spoken(incident.status, words.STATUSES),
            contested="occurrence" in about,
        ),
        Value(field="event_type", label="Kind", value=words.type_words(incident.event_type, incident.event_mode)),
    ]
    places = dict.fromkeys(part for part in (incident.place, incident.admin1, incident.country) if part)
    for field, label, value in (
        ("date_start", "When", words.span_words(incident.date_start, incident.date_end)),
        ("place", "Where", ", ".join(places)),
        ("actor", "Who did it", incident.actor.replace(" ; ", "; ")),
        ("recipient", "To whom or what", incident.recipient.replace(" ; ", "; ")),
    ):
        told = value or "not stated"
        contested = {"date_start": "date"}.get(field, field) in about
        made.append(Value(field=field, label=label, value=told, contested=contested))
    for toll in sorted(tolls, key=lambda t: (toll_rank(f"{t.what}_{t.who}"), t.what, t.who)):
        label = words.toll_words(toll.what, toll.who).capitalize()
        value = words.figure_words(toll.min, toll.max)
        made.append(Value(field=f"{toll.what}_{toll.who}", label=label, value=value, contested=toll.contested))
    return tuple(made)


def _cards(case: Case, incident: Incident, told: Sequence[AccountRead]) -> tuple[Card, ...]:
    groups: dict[tuple[str, ...], list[AccountRead]] = {}
    for one in told:
        groups.setdefault(_same_account(one), []).append(one)
    wanted = sorted({one.account.origin_id for one in told if one.account.origin_id})
    origins = {row["origin_id"]: row for row in case.rows("origins", where={"origin_id": wanted})} if wanted else {}
    made = []
    for one, *copies in groups.values():
        account, reading, story = one.account, one.reading, one.reading.story
        claim = next((c for c in reading.claims if c.claim_id == account.claim_id), None)
        counts = figures_of(one)
        marks = [
            Mark(start=account.trigger_start, end=account.trigger_end, layer="event", record_id=account.account_id)
        ]
        marks += [Mark(start=c.start, end=c.end, layer="figure", record_id=c.count_id) for c in counts]
        origin = origins.get(account.origin_id)
        at = words.time_words(account.time_of_day, account.date_zone)
        when = words.span_words(account.date_start, account.date_end)
        made.append(
            Card(
                account=account,
                chain=_chain(one),
                speaker_kind=words.spoken(claim.speaker_kind, words.SPEAKERS) if claim else "",
                stance=words.spoken(claim.stance, words.STANCES) if claim else "tells",
                certainty=claim.certainty_text or "" if claim else "",
                sentence=stretches(story.text, account.start, account.end, marks),
                figures=tuple(f"{words.figure_words(c.min, c.max)} {words.toll_words(c.what, c.who)}" for c in counts),
                when=", ".join(part for part in (when, at) if part),
                where=account.place,
                published=story.published,
                story_title=story.title or "Untitled story",
                href=record_href(story.story_id, account.account_id),
                origin=f"{origin['name']} ({origin['reason']})" if origin else "",
                copies=tuple(
                    Step(
                        kind="outlet",
                        name=other.reading.story.outlet or "Outlet not stated",
                        href=record_href(other.reading.story.story_id, other.account.account_id),
                    )
                    for other in copies
                ),
                disputes=_against(incident, account, claim.stance if claim else ""),
            )
        )
    return tuple(made)


def _same_account(one: AccountRead) -> tuple[str, ...]:
    """What copies of one text share in the same account of it; the account's own id where its story has no copy."""
    account, group = one.account, one.reading.story.origin_group
    if not group:
        return (account.account_id,)
    figures = sorted(f"{c.what} {c.who} {c.min} {c.max}" for c in figures_of(one))
    return (
        group,
        account.event_type,
        account.status,
        who_says(one, account.claim_id) if account.claim_id else "",
        *figures,
    )


def _against(incident: Incident, account: Account, stance: str) -> str:
    if stance == Stance.DENIES or account.status == Status.DENIED:
        return "denies it"
    if stance == Stance.DOUBTS:
        return "doubts it"
    if account.status != incident.status and account.status not in (Status.HAPPENED, Status.ONGOING):
        return f"tells it as {words.spoken(account.status, words.STATUSES).lower()}"
    return ""


def _chain(one: AccountRead) -> tuple[Step, ...]:
    story = one.reading.story
    claim = next((c for c in one.reading.claims if c.claim_id == one.account.claim_id), None)
    steps = [Step(kind="outlet", name=story.outlet or "Outlet not stated", href=f"/stories/{story.story_id}")]
    if claim is not None:
        for name in claim.via.split(" > ") if claim.via else ():
            steps.append(Step(kind="via", name=name, href=voice_href(name)))
        for name in claim.speaker.split(" ; "):
            steps.append(Step(kind="speaker", name=name, href=voice_href(name, claim.speaker_kind)))
    return tuple(steps)


def _pairs(case: Case, told: Sequence[AccountRead]) -> tuple[Pair, ...]:
    mine = {one.account.account_id: one for one in told}
    if not mine:
        return ()
    links = lookup.links_of(case, sorted(mine), limit=MOST_LINKS)
    others = {account for link in links for account in (link.account_a, link.account_b)} - set(mine)
    at = lookup.incidents_of(case, others)
    made = []
    for link in links:

        def named(account_id: str) -> tuple[str, str]:
            if account_id in mine:
                one = mine[account_id]
                story = one.reading.story
                return f"{story.outlet}: {short(one.account.text, 70)}", record_href(story.story_id, account_id)
            return "an account of another incident", f"/incidents/{at[account_id]}" if account_id in at else ""

        one, one_href = named(link.account_a)
        other, other_href = named(link.account_b)
        reasons = []
        for reason in link.reasons.split(" ; "):
            name, _, added = reason.rpartition("=")
            if name:
                reasons.append((name, added))
        made.append(
            Pair(
                link=link,
                one=one,
                other=other,
                one_href=one_href,
                other_href=other_href,
                inside=link.account_a in mine and link.account_b in mine,
                reasons=tuple(reasons),
            )
        )
    made.sort(key=lambda pair: (not pair.inside, -pair.link.score))
    return tuple(made)


_SAYS = {
    "status": "It follows from what each account tells: contested where some assert it and others deny it.",
    "event_type": "The kind that most accounts tell of.",
    "date_start": "The date that is known closest; of those as close, the one that most accounts give.",
    "place": "The place that is known finest; of those as fine, the one that most accounts give.",
    "actor": "All that the accounts name, those named most first.",
    "recipient": "All that the accounts name, those named most first.",
}


def _why(case: Case, incident: Incident, field: str, values: Sequence[Value], told: Sequence[AccountRead]) -> Why:
    value = next((v for v in values if v.field == field), None)
    if value is None:
        known = ", ".join(v.field for v in values)
        raise DeskError(404, f"incident field {field[:60]!r}: none of this incident", f"Choose from {known}.")
    if field in _SAYS:
        refs = {e.ref for e in case.evidence_of(incident.incident_id) if e.field == field}
        sources = [_account_source(one, field) for one in told]
        order = {one.account.account_id: one.account.account_id not in refs for one in told}
        ranked = sorted(zip(told, sources, strict=True), key=lambda pair: order[pair[0].account.account_id])
        shown = [source for one, source in ranked if source.value != "not stated"]
        says = _SAYS[field]
        if not shown:
            says = "None of its accounts states this, so nothing is put here."
        return Why(field=field, heading=f"{value.label}: {value.value}", says=says, sources=tuple(shown))
    evidence = case.evidence_of(incident.incident_id)
    ends = {e.ref for e in evidence if e.field in (f"{field}_min", f"{field}_max")}
    found = []
    for one in told:
        for count in figures_of(one):
            if f"{count.what}_{count.who}" == field or count.count_id in ends:
                found.append((count.count_id not in ends, _count_source(one, count)))
    found.sort(key=lambda pair: pair[0])
    says = (
        "The lowest and the highest figure that stand, each with the voice that gives it. A figure is superseded only "
    )
    says += "by the same voice, or by words that say so; figures are never averaged."
    return Why(field=field, heading=f"{value.label}: {value.value}", says=says, sources=tuple(s for _, s in found))


def _account_source(one: AccountRead, field: str) -> Source:
    account, reading = one.account, one.reading
    value = {
        "status": words.spoken(account.status, words.STATUSES),
        "event_type": words.type_words(account.event_type, account.event_mode),
        "date_start": words.span_words(account.date_start, account.date_end) or "not stated",
        "place": account.place or "not stated",
        "actor": account.actor.replace(" ; ", "; ") or "not stated",
        "recipient": account.recipient.replace(" ; ", "; ") or "not stated",
    }[field]
    fields = {"place": ("place", "latitude"), "recipient": ("recipient", "victim")}.get(field, (field,))
    mine = [e for e in reading.evidence if e.record_id == account.account_id and e.field in fields]
    spans = [(e.start, e.end) for e in mine if e.start is not None and e.end is not None]
    return Source(
        who=who_says(one, account.claim_id),
        value=value,
        sentence=quotation(reading.story.text, account.start, account.end, spans),
        href=record_href(reading.story.story_id, account.account_id),
        proofs=tuple(p for p in proofs(reading, mine) if not p.parts),
    )


def _count_source(one: AccountRead, count: Count) -> Source:
    reading, account = one.reading, one.account
    start, end = account.start, account.end
    if not start <= count.start < end:
        start, end = around(reading.story.text, count.start, count.end)
    return Source(
        who=who_says(one, count.claim_id),
        value=f"{words.figure_words(count.min, count.max)} {words.toll_words(count.what, count.who)}",
        sentence=quotation(reading.story.text, start, end, [(count.start, count.end)]),
        href=record_href(reading.story.story_id, count.count_id),
        proofs=(),
    )
