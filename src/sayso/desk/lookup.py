"""What the desk asks of the store beyond ``Case.rows``: only what an index answers quickly in a large case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import case as when
from sqlalchemy import func, or_, select

from sayso import contract
from sayso.analysis.chronology import incident_of
from sayso.analysis.remember import remembered
from sayso.case import Case, search
from sayso.case.schema import READINGS, STORED, STORIES
from sayso.desk.errors import DeskError
from sayso.records import Incident, Link, Record

ACCOUNTS, CLAIMS, INCIDENTS, LINKS = (STORED[name] for name in ("accounts", "claims", "incidents", "links"))


class Lead(Record, frozen=True, kw_only=True):
    """The sentence that stands for an incident in a list: its first account in body text, else its first."""

    account_id: str
    story_id: str
    outlet: str
    published: str
    speaker: str
    """Who says it; empty where the story itself does."""
    sentence: str


class Speaker(Record, frozen=True, kw_only=True):
    """A voice as the list of voices has it: what claims call their speaker, and the kind of voice."""

    name: str
    kind: str
    claims: int
    denials: int
    stories: int
    first: str
    """EDTF date of the first story with a claim of it."""
    last: str


def incident(case: Case, incident_id: str) -> Incident:
    """An incident. Raises DeskError (404) if the case has none of that id."""
    row = case.rows("incidents", where={"incident_id": incident_id}, limit=1).first()
    if row is None:
        raise DeskError(404, f"incident {incident_id[:80]}: not in the case", "Look for it in the chronology.")
    return incident_of(row)


def leads(case: Case, incident_ids: Sequence[str]) -> dict[str, Lead]:
    """The lead of each incident, by its id."""
    own = ACCOUNTS.c
    body = func.min(when((own.block == "body", own.key), else_=None))
    firsts = select(func.coalesce(body, func.min(own.key))).where(own.incident_id.in_(incident_ids))
    columns = (own.incident_id, own.account_id, own.claim_id, STORIES.c.story_id, STORIES.c.outlet, STORIES.c.published)
    query = select(*columns).join(STORIES, STORIES.c.key == own.story_key)
    query = query.where(own.key.in_(firsts.group_by(own.incident_id)))
    rows = case.query(query)
    claim_ids = sorted({row.claim_id for row in rows if row.claim_id})
    said = case.query(select(CLAIMS.c.claim_id, CLAIMS.c.speaker).where(CLAIMS.c.claim_id.in_(claim_ids)))
    speakers: dict[str, str] = {row[0]: row[1] for row in said}
    accounts = case.rows("accounts", where={"account_id": [row.account_id for row in rows]}) if rows else ()
    texts = {row["account_id"]: str(row["text"]) for row in accounts}
    return {
        row.incident_id: Lead(
            account_id=row.account_id,
            story_id=row.story_id,
            outlet=row.outlet,
            published=row.published,
            speaker=speakers.get(row.claim_id, ""),
            sentence=" ".join(texts[row.account_id].split()),
        )
        for row in rows
    }


def accounts_of(case: Case, incident_id: str, *, limit: int, offset: int) -> list[tuple[str, str]]:
    """Ids of accounts of an incident and of their stories, by publication."""
    query = (
        select(ACCOUNTS.c.account_id, STORIES.c.story_id)
        .join(STORIES, STORIES.c.key == ACCOUNTS.c.story_key)
        .where(ACCOUNTS.c.incident_id == incident_id)
        .order_by(STORIES.c.published == "", STORIES.c.published, STORIES.c.story_id, ACCOUNTS.c.start)
    )
    return [(row[0], row[1]) for row in case.query(query.limit(limit).offset(offset))]


def links_of(case: Case, account_ids: Sequence[str], *, limit: int) -> list[Link]:
    """Judgements on pairs with any of these accounts, the highest score first."""
    names = contract.columns("links")
    columns = LINKS.c
    query = select(*(columns[name] for name in names))
    query = query.where(or_(columns.account_a.in_(account_ids), columns.account_b.in_(account_ids)))
    query = query.order_by(columns.score.desc(), columns.account_a, columns.account_b).limit(limit)
    return [msgspec.convert(dict(zip(names, row, strict=True)), Link, strict=False) for row in case.query(query)]


def incidents_of(case: Case, account_ids: Iterable[str]) -> dict[str, str]:
    """The incident of each account that has one."""
    query = select(ACCOUNTS.c.account_id, ACCOUNTS.c.incident_id)
    query = query.where(ACCOUNTS.c.account_id.in_(sorted(account_ids)), ACCOUNTS.c.incident_id != "")
    return {row[0]: row[1] for row in case.query(query)}


def story_of(case: Case, table: str, record_id: str) -> str:
    """The id of the story that a claim, account or count belongs to; empty if there is none."""
    id_name = {"claims": "claim_id", "accounts": "account_id", "counts": "count_id"}[table]
    stored = STORED[table]
    query = select(STORIES.c.story_id).join(stored, stored.c.story_key == STORIES.c.key)
    found = case.query(query.where(stored.c[id_name] == record_id).limit(1))
    return str(found[0][0]) if found else ""


def copies(case: Case, origin_group: str, story_id: str) -> list[dict[str, str]]:
    """Other stories of the same text: story_id, title, outlet, published."""
    if not origin_group:
        return []
    names = ("story_id", "title", "outlet", "published")
    query = select(*(STORIES.c[name] for name in names)).where(STORIES.c.origin_group == origin_group)
    query = query.where(STORIES.c.story_id != story_id).order_by(STORIES.c.published, STORIES.c.story_id).limit(50)
    return [dict(zip(names, row, strict=True)) for row in case.query(query)]


def speakers(case: Case) -> list[Speaker]:
    """Every name or description that speaks, with its kind: most claims first. Joint speakers count for each."""

    def count() -> list[Speaker]:
        columns = (CLAIMS.c.speaker, CLAIMS.c.speaker_kind)
        denials = func.sum(when((CLAIMS.c.stance == "denies", 1), else_=0))
        stories = func.count(CLAIMS.c.story_key.distinct())
        first = func.min(when((STORIES.c.published != "", STORIES.c.published), else_=None))
        query = select(*columns, func.count(), denials, stories, first, func.max(STORIES.c.published))
        query = query.join(STORIES, STORIES.c.key == CLAIMS.c.story_key).group_by(*columns)
        found: dict[tuple[str, str], Speaker] = {}
        for joined, kind, claims, denied, among, earliest, latest in case.query(query):
            for name in dict.fromkeys(joined.split(" ; ")):
                old = found.get((name, kind))
                dates = [day for day in (earliest, old.first if old else "") if day]
                found[(name, kind)] = Speaker(
                    name=name,
                    kind=kind,
                    claims=claims + (old.claims if old else 0),
                    denials=int(denied) + (old.denials if old else 0),
                    stories=among + (old.stories if old else 0),
                    first=min(dates, default=""),
                    last=max(latest or "", old.last if old else ""),
                )
        return sorted(found.values(), key=lambda one: (-one.claims, one.name, one.kind))

    return remembered(case, "speakers", count)


def spoken_as(case: Case, name: str) -> list[str]:
    """What claims have in ``speaker`` where this voice speaks, alone or with others."""

    def index() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for (joined,) in case.query(select(CLAIMS.c.speaker).distinct().order_by(CLAIMS.c.speaker)):
            for one in dict.fromkeys(joined.split(" ; ")):
                found.setdefault(one, []).append(joined)
        return found

    return remembered(case, "spoken_as", index).get(name, [])


def stances(case: Case, forms: Sequence[str], kind: str) -> tuple[dict[str, int], set[str]]:
    """How often each stance is taken where ``speaker`` is one of ``forms``, and the offices given there."""

    def count() -> tuple[dict[str, int], set[str]]:
        columns = (CLAIMS.c.stance, CLAIMS.c.speaker_role)
        query = select(*columns, func.count()).where(CLAIMS.c.speaker.in_(forms)).group_by(*columns)
        query = query.where(CLAIMS.c.speaker_kind == kind) if kind else query
        numbers: dict[str, int] = {}
        roles: set[str] = set()
        for stance, role, number in case.query(query):
            numbers[stance] = numbers.get(stance, 0) + number
            roles.add(role)
        return numbers, roles

    return remembered(case, ("stances", tuple(forms), kind), count)


def outlets(case: Case) -> list[str]:
    """Names of outlets with stories, by name."""

    def names() -> list[str]:
        query = select(STORIES.c.outlet).where(STORIES.c.outlet != "").distinct().order_by(STORIES.c.outlet)
        return [row[0] for row in case.query(query)]

    return remembered(case, "outlets", names)


def read_stories(case: Case) -> tuple[int, int]:
    """How many current stories were read, and of how many outlets."""

    def count() -> tuple[int, int]:
        query = select(func.count(), func.count(STORIES.c.outlet.distinct())).select_from(STORIES)
        query = query.join(READINGS, READINGS.c.story_key == STORIES.c.key).where(STORIES.c.current == 1)
        ((stories, of_outlets),) = case.query(query)
        return int(stories), int(of_outlets)

    return remembered(case, "read_stories", count)


class Found(Record, frozen=True, kw_only=True):
    """Stories that a search gives."""

    total: int
    hits: tuple[search.Hit, ...]


def search_stories(
    case: Case, query: str, *, outlet: str, date_from: str, date_to: str, limit: int, offset: int
) -> Found:
    """Stories that match a query (all stories for an empty one), of an outlet and a time, newest first."""
    if query.strip():
        total = case.count_hits(query, outlet=outlet, since=date_from, until=date_to)
        found = case.search(query, outlet=outlet, since=date_from, until=date_to, limit=limit, offset=offset)
        return Found(total=total, hits=tuple(found))
    where: dict[str, object] = {"current": 1}
    where |= {"outlet": outlet} if outlet else {}
    where |= {"published >=": date_from} if date_from else {}
    where |= {"published !=": "", "published <=": date_to + "~"} if date_to else {}
    order = ("-published", "story_id")
    rows = case.rows("stories", where=where, order=order, limit=limit, offset=offset, with_text=True)
    hits = tuple(_listed({name: str(value) for name, value in row.items()}) for row in rows)
    return Found(total=len(case.rows("stories", where=where)), hits=hits)


def _listed(row: dict[str, str]) -> search.Hit:
    """A story of a list without a query: its first words after the title."""
    full, title = row["text"], row["title"]
    start = len(title) if title and full.startswith(title) else 0
    while start < len(full) and full[start].isspace():
        start += 1
    end = min(len(full), start + 180)
    return search.Hit(
        story_id=row["story_id"],
        title=title,
        outlet=row["outlet"],
        published=row["published"],
        snippets=(search.Snippet(start=start, end=end, text=full[start:end], marks=()),),
        score=0.0,
    )
