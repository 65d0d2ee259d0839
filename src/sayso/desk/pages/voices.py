"""Claims by voice: who speaks in the case, and everything one voice says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.datastructures import QueryParams

from sayso.case import Case
from sayso.desk import lookup, words
from sayso.desk.errors import DeskError
from sayso.desk.lookup import Speaker
from sayso.desk.pages.common import PAGE_SIZE, Choice, Page, Paging, offset_of, paging
from sayso.desk.records import record_href
from sayso.records import Record
from sayso.vocabulary import SpeakerKind

NAMED = (SpeakerKind.NAMED, SpeakerKind.ORGANISATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)
"""Kinds whose name means the same voice in every story."""


class VoicesPage(Page, frozen=True, kw_only=True):
    """All voices: named ones, or descriptions of unnamed ones."""

    named: bool
    query: str
    voices: tuple[Speaker, ...]
    kinds: tuple[Choice, ...]
    paging: Paging
    named_total: int
    unnamed_total: int


class ClaimLine(Record, frozen=True, kw_only=True):
    """One claim of a voice."""

    claim_id: str
    text: str
    stance: str
    stance_words: str
    certainty: str
    quoted: str
    said_on: str
    via: str
    together_with: str
    """Others that say it with this voice."""
    role: str
    denies_claim_id: str
    href: str


class StoryClaims(Record, frozen=True, kw_only=True):
    """Claims of a voice in one story."""

    story_id: str
    outlet: str
    title: str
    published: str
    claims: tuple[ClaimLine, ...]


class RoleLine(Record, frozen=True, kw_only=True):
    """An office that a voice is said to hold."""

    role: str
    organisation: str
    dates: str
    href: str


class VoicePage(Page, frozen=True, kw_only=True):
    """One voice, by name or description."""

    name: str
    kind: str
    """The kind of voice chosen; empty for all kinds that go by this name."""
    kinds: tuple[str, ...]
    named: bool
    """Whether the name means one and the same voice in every story."""
    claims: int
    denials: int
    stories: tuple[StoryClaims, ...]
    roles: tuple[RoleLine, ...]
    stances: tuple[Choice, ...]
    paging: Paging


def build_list(case: Case, query: QueryParams) -> VoicesPage:
    """The list of voices that an address asks for."""
    named = query.get("naming") != "unnamed"
    part = query.get("q", "").strip()[:200]
    kind = query.get("kind", "")
    offset = offset_of(query)
    everyone = [one for one in lookup.speakers(case) if part.casefold() in one.name.casefold()]
    mine = [one for one in everyone if (one.kind in NAMED) == named]
    numbers: dict[str, int] = {}
    for one in mine:
        numbers[one.kind] = numbers.get(one.kind, 0) + 1
    shown = [one for one in mine if not kind or one.kind == kind]
    rows = shown[offset : offset + PAGE_SIZE]
    return VoicesPage(
        title="Voices",
        named=named,
        query=part,
        voices=tuple(rows),
        kinds=tuple(
            Choice(value=value, label=words.spoken(value, words.SPEAKERS), number=number, chosen=value == kind)
            for value, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
        ),
        paging=paging("/voices", query, total=len(shown), shown=len(rows), offset=offset),
        named_total=sum(one.kind in NAMED for one in everyone),
        unnamed_total=sum(one.kind not in NAMED for one in everyone),
    )


def build_one(case: Case, query: QueryParams) -> VoicePage:
    """The page of one voice. Raises DeskError (404) if nothing is said under its name."""
    name, kind, stance = query.get("name", "")[:500], query.get("kind", ""), query.get("stance", "")
    offset = offset_of(query)
    forms = lookup.spoken_as(case, name)
    if not forms:
        raise DeskError(
            404, f"voice {name[:80]!r}: no claim in the case is of it", "Choose one from the list of voices."
        )
    kinds = tuple(sorted({one.kind for one in lookup.speakers(case) if one.name == name}))
    kind = kind if kind in kinds else ""
    where: dict[str, object] = {"speaker": forms}
    if kind:
        where["speaker_kind"] = kind
    numbers, roles = lookup.stances(case, forms, kind)
    if stance in numbers:
        where["stance"] = stance
    total = numbers.get(stance, sum(numbers.values()))
    rows = list(case.rows("claims", where=where, order=["published"], limit=PAGE_SIZE, offset=offset))
    return VoicePage(
        title=name,
        name=name,
        kind=kind,
        kinds=tuple(words.spoken(one, words.SPEAKERS) for one in kinds),
        named=any(one in NAMED for one in ((kind,) if kind else kinds)),
        claims=sum(numbers.values()),
        denials=numbers.get("denies", 0),
        stories=_by_story(case, name, rows),
        roles=_roles(case, name, roles),
        stances=tuple(
            Choice(value=value, label=words.spoken(value, words.STANCES), number=number, chosen=value == stance)
            for value, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
        ),
        paging=paging("/voice", query, total=total, shown=len(rows), offset=offset),
    )


def _by_story(case: Case, name: str, rows: Sequence[Mapping[str, object]]) -> tuple[StoryClaims, ...]:
    ids = list(dict.fromkeys(str(row["story_id"]) for row in rows))
    stories = {row["story_id"]: row for row in case.rows("stories", where={"story_id": ids})} if ids else {}
    made = []
    for story_id in ids:
        story = stories[story_id]
        mine = tuple(_line(row, name) for row in rows if row["story_id"] == story_id)
        made.append(
            StoryClaims(
                story_id=story_id,
                outlet=str(story["outlet"] or ""),
                title=str(story["title"] or "Untitled story"),
                published=str(story["published"] or ""),
                claims=mine,
            )
        )
    return tuple(made)


def _line(row: Mapping[str, object], name: str) -> ClaimLine:
    told = {key: str(value or "") for key, value in row.items()}
    others = [one for one in told["speaker"].split(" ; ") if one != name]
    return ClaimLine(
        claim_id=told["claim_id"],
        text=" ".join(told["text"].split()),
        stance=told["stance"],
        stance_words=words.spoken(told["stance"], words.STANCES),
        certainty=told["certainty_text"] or ("" if told["certainty"] == "unstated" else told["certainty"]),
        quoted=str(row["quoted"]),
        said_on=told["said_on"],
        via=told["via"],
        together_with=", ".join(others),
        role=told["speaker_role"],
        denies_claim_id=told["denies_claim_id"],
        href=record_href(told["story_id"], told["claim_id"]),
    )


def _roles(case: Case, name: str, spoken: set[str]) -> tuple[RoleLine, ...]:
    """Offices from the roles of actors of this name, then those only claims give."""
    actors = [str(row["actor_id"]) for row in case.rows("actors", where={"name": name})]
    found: dict[tuple[str, str], RoleLine] = {}
    for row in case.rows("roles", where={"actor_id": actors}) if actors else ():
        role, organisation = str(row["role"] or ""), str(row["organisation"] or "")
        dates = words.span_words(str(row["date_start"] or ""), str(row["date_end"] or ""))
        href = f"/stories/{row['story_id']}" if row["story_id"] else ""
        found.setdefault((role, organisation), RoleLine(role=role, organisation=organisation, dates=dates, href=href))
    known = {role for role, _ in found}
    made = list(found.values())
    made += [RoleLine(role=r, organisation="", dates="", href="") for r in sorted(spoken) if r and r not in known]
    return tuple(made[:20])
