"""From events to accounts: when, where, who, on whose word, and what a denial does to their status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from sayso.ids import anchored
from sayso.reader.attribution.negation import NEGATED
from sayso.reader.marks import Argument, Attribution, Event, Marks, Span, TimeExpression
from sayso.records import Account, Claim, ClaimAccount, Participant, Record, Story
from sayso.resolve.actors import Cast
from sayso.resolve.evidence import Ledger
from sayso.resolve.places import PlaceValue
from sayso.resolve.times import TimeValue
from sayso.resolve.times.forms import parse_form
from sayso.vocabulary import (
    BlockColumn,
    ClaimRelation,
    EventType,
    GeoPrecision,
    Grain,
    How,
    MentionKind,
    ParticipantRole,
    Stance,
    Status,
    block_column,
)

LONGEST_NAME = 180
_RELATION = {
    Stance.DENIES: ClaimRelation.DENIES,
    Stance.CONFIRMS: ClaimRelation.CONFIRMS,
    Stance.DOUBTS: ClaimRelation.DOUBTS,
    Stance.DECLINES: ClaimRelation.COMMENTS,
}
_FINENESS = {
    GeoPrecision.POINT: 7, GeoPrecision.TOWN: 6, GeoPrecision.AREA: 5, GeoPrecision.ADMIN2: 4, GeoPrecision.ADMIN1: 3,
    GeoPrecision.COUNTRY: 2, GeoPrecision.REGION: 1,
}  # fmt: skip


class Accounts(Record, frozen=True, kw_only=True):
    """What ``make_accounts`` gives. Events of headings that the body tells again have no account."""

    accounts: tuple[Account, ...]
    participants: tuple[Participant, ...]
    claim_accounts: tuple[ClaimAccount, ...]
    of_event: dict[int, str]
    """Index into ``Marks.events`` to account_id."""


@dataclass(slots=True)
class _Draft:
    event: Event
    account: Account
    participants: list[tuple[Participant, Argument]]
    keys: frozenset[str]
    """Actors and place, for telling whether a heading's event is told again in the body."""


class AccountMaker:
    """Makes the accounts of one story."""

    def __init__(
        self, story: Story, marks: Marks, cast: Cast, times: Sequence[TimeValue | None],
        places: Mapping[int, PlaceValue], ledger: Ledger, version: str,
    ) -> None:  # fmt: skip
        self.story, self.marks, self.cast, self.ledger, self.version = story, marks, cast, ledger, version
        self.times, self.places = times, places

    def make(self, claims: Mapping[str, Claim], of_attribution: Mapping[int, str]) -> Accounts:
        """Accounts in text order, each with its participants and the claims that tell of it."""
        drafts: dict[int, _Draft] = {}
        for n, event in enumerate(self.marks.events):
            drafts[n] = self._draft(event, drafts)
        kept = {n: d for n, d in drafts.items() if not self._told_again(d, drafts)}
        accounts: list[Account] = []
        participants: list[Participant] = []
        links: list[ClaimAccount] = []
        of_event: dict[int, str] = {}
        taken: set[str] = set()
        for n, draft in kept.items():
            of_event[n] = draft.account.account_id
            if draft.account.account_id in taken:
                continue
            taken.add(draft.account.account_id)
            telling = self._tellers(draft.event, claims, of_attribution)
            account = draft.account
            if telling:
                innermost, relation = telling[0]
                status = account.status
                if relation == ClaimRelation.DENIES and status in (Status.HAPPENED, Status.ONGOING):
                    status = Status.DENIED
                account = replace(account, claim_id=innermost, status=status)
                for claim_id, rel in telling:
                    links.append(ClaimAccount(claim_id=claim_id, account_id=account.account_id, relation=rel))
                if status != draft.account.status:
                    self.ledger.other("accounts", account.account_id, "status", How.INFERRED, f"denied by {innermost}")
            accounts.append(account)
            participants += [p for p, _ in draft.participants]
        return Accounts(
            accounts=tuple(accounts), participants=tuple(dict.fromkeys(participants)),
            claim_accounts=tuple(dict.fromkeys(links)), of_event=of_event,
        )  # fmt: skip

    def _tellers(
        self, event: Event, claims: Mapping[str, Claim], of_attribution: Mapping[int, str]
    ) -> list[tuple[str, ClaimRelation]]:
        """Claims in whose content the trigger stands, innermost first."""
        around: list[tuple[int, int]] = []
        for n, attribution in enumerate(self.marks.attributions):
            if n in of_attribution and any(s.start <= event.start < s.end for s in attribution.contents):
                hull = attribution.contents[-1].end - attribution.contents[0].start
                around.append((hull, n))
        found = []
        for _, n in sorted(around):
            claim = claims[of_attribution[n]]
            relation = _RELATION.get(claim.stance, ClaimRelation.REPORTS)
            if self.marks.attributions[n].rule.endswith(NEGATED) and event.status != Status.DENIED:
                relation = ClaimRelation.REPORTS  # the content denies something else
            if relation == ClaimRelation.DENIES and event.status == Status.DENIED:
                relation = ClaimRelation.REPORTS if _negated_inside(event, self.marks.attributions[n]) else relation
            found.append((claim.claim_id, relation))
        return list(dict.fromkeys(found))

    def _draft(self, event: Event, earlier: Mapping[int, _Draft]) -> _Draft:
        account_id = anchored("account", self.story.story_id, event.start, event.end)
        sentence = self.marks.sentences[event.sentence]
        original = earlier.get(event.same_as) if event.same_as >= 0 else None
        when, when_span = self._when(event)
        where, where_span = self._where(event)
        people = self._people(event, account_id)
        place_name = where.name if where else self._printed(where_span)
        account = Account(
            account_id=account_id,
            story_id=self.story.story_id,
            event_type=event.type,
            event_mode=event.mode,
            context=event.context,
            status=event.status,
            grain=event.grain,
            events_min=event.events_min,
            events_max=event.events_max,
            date_start=when.date_start if when else "",
            date_end=when.date_end if when else "",
            date_precision=str(when.precision) if when else "",
            date_kind=when.kind if when else "",
            time_of_day=when.time_of_day if when else "",
            date_zone=when.zone if when else "",
            place=place_name,
            place_id=where.place_id if where else "",
            country=where.country if where else "",
            latitude=where.latitude if where else None,
            longitude=where.longitude if where else None,
            geo_precision=where.precision if where else "",
            actor=_names(people, ParticipantRole.ACTOR),
            recipient=_names(people, ParticipantRole.RECIPIENT) or _names(people, ParticipantRole.VICTIM),
            means=_names(people, ParticipantRole.MEANS),
            block=block_column(sentence.kind),
            text=self.story.text[sentence.start : sentence.end],
            start=sentence.start,
            end=sentence.end,
            trigger_start=event.start,
            trigger_end=event.end,
            confidence=event.confidence,
            version=self.version,
        )
        self._evidence(account, event, people, when, when_span, where, where_span)
        if original is not None:
            account = self._inherit(replace(account, refers_to=original.account.account_id), original.account)
        keys = {p.actor_id or p.name.lower() for p, _ in people} | ({account.place.lower()} if account.place else set())
        return _Draft(event=event, account=account, participants=people, keys=frozenset(keys))

    def _inherit(self, account: Account, original: Account) -> Account:
        """A plain back-reference ("the attack") takes what it leaves unsaid from the event it points to."""
        changes: dict[str, object] = {}
        groups = (
            ("date_start", "date_end", "date_precision", "date_kind", "time_of_day", "date_zone"),
            ("place", "place_id", "country", "latitude", "longitude", "geo_precision"),
            ("actor",), ("recipient",), ("means",),
        )  # fmt: skip
        for group in groups:
            if not getattr(account, group[0]) and getattr(original, group[0]):
                for field in group:
                    changes[field] = getattr(original, field)
                    if changes[field] not in ("", None):
                        self.ledger.other(
                            "accounts", account.account_id, field, How.INFERRED, f"refers back to {original.account_id}"
                        )
        return replace(account, **changes) if changes else account

    def _when(self, event: Event) -> tuple[TimeValue | None, Span | None]:
        for argument in event.arguments:
            if argument.role != "time":
                continue
            for n, expression in enumerate(self.marks.times):
                if expression.start < argument.end and argument.start < expression.end:
                    if _only_bounds(event, expression):
                        continue
                    value = self.times[n]
                    if value is not None and value.date_start + value.date_end + value.time_of_day:
                        return value, Span(start=expression.start, end=expression.end)
        return None, None

    def _where(self, event: Event) -> tuple[PlaceValue | None, Span | None]:
        """The finest resolved place among the event's, else the first unresolved one as printed."""
        best: tuple[int, PlaceValue, Span] | None = None
        unresolved: Span | None = None
        for argument in event.arguments:
            if argument.role != "place":
                continue
            for n, mention in enumerate(self.marks.mentions):
                if mention.start >= argument.end:
                    break
                if mention.end <= argument.start:
                    continue
                value = self.places.get(n)
                if value is None:
                    named = mention.kind in (MentionKind.PLACE, MentionKind.FACILITY) and mention.named
                    unresolved = unresolved or (Span(start=mention.start, end=mention.end) if named else None)
                    continue
                fineness = _FINENESS.get(GeoPrecision(value.precision), 0) if value.precision else 0
                if best is None or fineness > best[0]:
                    best = (fineness, value, Span(start=mention.start, end=mention.end))
            if best is None and unresolved is None:
                unresolved = Span(start=argument.start, end=argument.end)
        return (best[1], best[2]) if best is not None else (None, unresolved)

    def _printed(self, span: Span | None) -> str:
        return _clip(self.story.text[span.start : span.end]) if span else ""

    def _people(self, event: Event, account_id: str) -> list[tuple[Participant, Argument]]:
        found: list[tuple[Participant, Argument]] = []
        for argument in event.arguments:
            if argument.role in ("place", "time"):
                continue
            role = ParticipantRole(argument.role)
            number = self._mention_of(argument)
            member = self.cast.member(number) if number >= 0 else None
            name = member.name if member and member.name else self.story.text[argument.start : argument.end]
            participant = Participant(
                account_id=account_id, role=role, actor_id=member.actor_id if member else "", name=_clip(name),
                certainty=argument.certainty, count_id=self._count_of(argument),
            )  # fmt: skip
            if participant not in [p for p, _ in found]:
                found.append((participant, argument))
                self.ledger.words("accounts", account_id, str(role), Span(start=argument.start, end=argument.end))
        return found

    def _count_of(self, argument: Argument) -> str:
        """count_id of the figure that counts these participants, or empty."""
        if not 0 <= argument.figure < len(self.marks.figures):
            return ""
        figure = self.marks.figures[argument.figure]
        return anchored("count", self.story.story_id, figure.start, figure.end)

    def _mention_of(self, argument: Argument) -> int:
        """The mention an argument is: the same span, else the longest inside it that is not a modifier."""
        best, size = -1, 0
        for n, mention in enumerate(self.marks.mentions):
            if mention.start >= argument.end:
                break
            if mention.end <= argument.start:
                continue
            if (mention.start, mention.end) == (argument.start, argument.end):
                return n
            inside = argument.start <= mention.start and mention.end <= argument.end
            if inside and mention.kind != MentionKind.NATIONALITY and mention.end - mention.start > size:
                best, size = n, mention.end - mention.start
        covers = size * 2 >= argument.end - argument.start
        return best if covers else -1

    def _told_again(self, draft: _Draft, drafts: Mapping[int, _Draft]) -> bool:
        """Whether the body tells a heading's or caption's event too: same type, and nothing tells them apart."""
        if draft.account.block not in (BlockColumn.HEADING, BlockColumn.CAPTION):
            return False
        for other in drafts.values():
            if other.account.block in (BlockColumn.HEADING, BlockColumn.CAPTION):
                continue
            if other.account.event_type != draft.account.event_type:
                continue
            shared = bool(draft.keys & other.keys) or not draft.keys
            dates = {draft.account.date_start, other.account.date_start} - {""}
            if shared and len(dates) < 2:
                return True
        return False

    def _evidence(
        self, account: Account, event: Event, people: Sequence[tuple[Participant, Argument]], when: TimeValue | None,
        when_span: Span | None, where: PlaceValue | None, where_span: Span | None,
    ) -> None:  # fmt: skip
        aid, ledger = account.account_id, self.ledger
        ledger.words("accounts", aid, "event_type", Span(start=event.start, end=event.end))
        ledger.other("accounts", aid, "event_type", How.TABLE, event.rule or "event_triggers")
        ledger.words("accounts", aid, "status", event.status_span)
        if event.status_span is None:
            ledger.other("accounts", aid, "status", How.INFERRED, "told plainly: no word sets it apart")
        if account.recipient and not _names(people, ParticipantRole.RECIPIENT):
            victims = [a for p, a in people if p.role == ParticipantRole.VICTIM]
            ledger.words("accounts", aid, "recipient", *(Span(start=a.start, end=a.end) for a in victims))
        if when is not None:
            ledger.words("accounts", aid, "date_start", when_span)
            if when.how != How.TEXT:
                ledger.other("accounts", aid, "date_start", when.how, when.reason)
        ledger.words("accounts", aid, "place", where_span)
        if where is not None:
            ledger.other("accounts", aid, "latitude", How.GAZETTEER, where.place_id)


def _only_bounds(event: Event, expression: TimeExpression) -> bool:
    """Whether a time bounds something else than the event: "the deadliest strike since May", "held until Friday".

    "Since" begins what goes on (a closure, a ban, attacks of a period); "until" and "before" date plans and deadlines.
    """
    relation = parse_form(expression.form).keys.get("rel", "")
    if event.grain is not Grain.SINGLE:
        return False
    if relation == "since":
        return event.type not in (EventType.SANCTION, EventType.COERCE) and event.status is not Status.ONGOING
    ahead = event.status in (Status.PLANNED, Status.THREATENED, Status.ONGOING)
    return relation in ("until", "before") and not ahead


def _negated_inside(event: Event, attribution: Attribution) -> bool:
    """Whether the words that deny an event are the claim's own: then the claim says that it did not happen."""
    span = event.status_span
    return span is not None and any(s.start <= span.start < s.end for s in attribution.contents)


def _names(people: Sequence[tuple[Participant, Argument]], role: ParticipantRole) -> str:
    joined = " ; ".join(dict.fromkeys(p.name for p, _ in people if p.role == role))
    return joined if len(joined) <= LONGEST_NAME else joined[:LONGEST_NAME].rsplit(" ; ", 1)[0]


def _clip(name: str) -> str:
    name = " ".join(name.split())
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        name = name.removeprefix(article)
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0]
