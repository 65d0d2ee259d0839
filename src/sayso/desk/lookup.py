"""What the desk asks of the store beyond ``Case.rows``: only what an index answers quickly in a large case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import and_, func, or_, select, text
from sqlalchemy import case as when

from sayso import contract
from sayso.analysis.chronology import incident_of
from sayso.analysis.remember import remembered
from sayso.case import Case, search
from sayso.case.codec import unpack_text
from sayso.case.schema import CASE_EVIDENCE, READINGS, STORED, STORIES, TEXTS
from sayso.desk.errors import DeskError
from sayso.records import Evidence, Incident, Link, Record

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
    names = contract.columns("incidents")
    query = select(*(INCIDENTS.c[name] for name in names)).where(INCIDENTS.c.incident_id == incident_id)
    with case._reading() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise DeskError(404, f"incident {incident_id[:80]}: not in the case", "Look for it in the chronology.")
    return incident_of(dict(zip(names, row, strict=True)))


def leads(case: Case, incident_ids: Sequence[str]) -> dict[str, Lead]:
    """The lead of each incident, by its id."""
    own = ACCOUNTS.c
    body = func.min(when((own.block == "body", own.key), else_=None))
    firsts = select(func.coalesce(body, func.min(own.key))).where(own.incident_id.in_(incident_ids))
    columns = (
        own.incident_id, own.account_id, own.claim_id, own.start, own.end, STORIES.c.key, STORIES.c.story_id,
        STORIES.c.outlet, STORIES.c.published,
    )  # fmt: skip
    query = select(*columns).join(STORIES, STORIES.c.key == own.story_key)
    query = query.where(own.key.in_(firsts.group_by(own.incident_id)))
    with case._reading() as connection:
        rows = connection.execute(query).all()
        claim_ids = sorted({row.claim_id for row in rows if row.claim_id})
        said = select(CLAIMS.c.claim_id, CLAIMS.c.speaker).where(CLAIMS.c.claim_id.in_(claim_ids))
        speakers: dict[str, str] = {row[0]: row[1] for row in connection.execute(said)}
    texts = dict(case._texts(sorted({row.key for row in rows})))
    return {
        row.incident_id: Lead(
            account_id=row.account_id,
            story_id=row.story_id,
            outlet=row.outlet,
            published=row.published,
            speaker=speakers.get(row.claim_id, ""),
            sentence=" ".join(texts[row.key][row.start : row.end].split()),
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
    with case._reading() as connection:
        return [(row[0], row[1]) for row in connection.execute(query.limit(limit).offset(offset))]


def derived_evidence(case: Case, record_id: str) -> list[Evidence]:
    """Evidence of what merge derived, for one record."""
    names = contract.columns("evidence")
    query = select(*(CASE_EVIDENCE.c[name] for name in names)).where(CASE_EVIDENCE.c.record_id == record_id)
    with case._reading() as connection:
        rows = connection.execute(query.order_by(CASE_EVIDENCE.c.key)).all()
    return [msgspec.convert(dict(zip(names, row, strict=True)), Evidence) for row in rows]


def links_of(case: Case, account_ids: Sequence[str], *, limit: int) -> list[Link]:
    """Judgements on pairs with any of these accounts, the highest score first."""
    names = contract.columns("links")
    columns = LINKS.c
    query = select(*(columns[name] for name in names))
    query = query.where(or_(columns.account_a.in_(account_ids), columns.account_b.in_(account_ids)))
    query = query.order_by(columns.score.desc(), columns.account_a, columns.account_b).limit(limit)
    with case._reading() as connection:
        return [
            msgspec.convert(dict(zip(names, row, strict=True)), Link, strict=False) for row in connection.execute(query)
        ]


def incidents_of(case: Case, account_ids: Iterable[str]) -> dict[str, str]:
    """The incident of each account that has one."""
    query = select(ACCOUNTS.c.account_id, ACCOUNTS.c.incident_id)
    query = query.where(ACCOUNTS.c.account_id.in_(sorted(account_ids)), ACCOUNTS.c.incident_id != "")
    with case._reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def story_of(case: Case, table: str, record_id: str) -> str:
    """The id of the story that a claim, account or count belongs to; empty if there is none."""
    stored = STORED[table]
    column = stored.c[{"claims": "claim_id", "accounts": "account_id", "counts": "count_id"}[table]]
    query = select(STORIES.c.story_id).join(stored, stored.c.story_key == STORIES.c.key).where(column == record_id)
    with case._reading() as connection:
        return connection.execute(query.limit(1)).scalar() or ""


def copies(case: Case, origin_group: str, story_id: str) -> list[dict[str, str]]:
    """Other stories of the same text: story_id, title, outlet, published."""
    if not origin_group:
        return []
    names = ("story_id", "title", "outlet", "published")
    query = select(*(STORIES.c[name] for name in names)).where(STORIES.c.origin_group == origin_group)
    query = query.where(STORIES.c.story_id != story_id).order_by(STORIES.c.published, STORIES.c.story_id).limit(50)
    with case._reading() as connection:
        return [dict(zip(names, row, strict=True)) for row in connection.execute(query)]


def speakers(case: Case) -> list[Speaker]:
    """Every name or description that speaks, with its kind: most claims first. Joint speakers count for each."""

    def count() -> list[Speaker]:
        columns = (CLAIMS.c.speaker, CLAIMS.c.speaker_kind)
        denials = func.sum(when((CLAIMS.c.stance == "denies", 1), else_=0))
        stories = func.count(CLAIMS.c.story_key.distinct())
        first = func.min(when((STORIES.c.published != "", STORIES.c.published), else_=None))
        query = select(*columns, func.count(), denials, stories, first, func.max(STORIES.c.published))
        query = query.join(STORIES, STORIES.c.key == CLAIMS.c.story_key).group_by(*columns)
        with case._reading() as connection:
            rows = connection.execute(query).all()
        found: dict[tuple[str, str], Speaker] = {}
        for joined, kind, claims, denied, among, earliest, latest in rows:
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
        with case._reading() as connection:
            values = connection.scalars(select(CLAIMS.c.speaker).distinct().order_by(CLAIMS.c.speaker)).all()
        found: dict[str, list[str]] = {}
        for joined in values:
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
        with case._reading() as connection:
            for stance, role, number in connection.execute(query):
                numbers[stance] = numbers.get(stance, 0) + number
                roles.add(role)
        return numbers, roles

    return remembered(case, ("stances", tuple(forms), kind), count)


def outlets(case: Case) -> list[str]:
    """Names of outlets with stories, by name."""

    def names() -> list[str]:
        with case._reading() as connection:
            query = select(STORIES.c.outlet).where(STORIES.c.outlet != "").distinct().order_by(STORIES.c.outlet)
            return list(connection.scalars(query))

    return remembered(case, "outlets", names)


def read_stories(case: Case) -> tuple[int, int]:
    """How many current stories were read, and of how many outlets."""

    def count() -> tuple[int, int]:
        query = select(func.count(), func.count(STORIES.c.outlet.distinct())).select_from(STORIES)
        query = query.join(READINGS, READINGS.c.story_key == STORIES.c.key).where(STORIES.c.current == 1)
        with case._reading() as connection:
            row = connection.execute(query).one()
        return int(row[0]), int(row[1])

    return remembered(case, "read_stories", count)


class Found(Record, frozen=True, kw_only=True):
    """Stories that a search gives."""

    total: int
    hits: tuple[search.Hit, ...]


def search_stories(
    case: Case, query: str, *, outlet: str, date_from: str, date_to: str, limit: int, offset: int
) -> Found:
    """Stories that match a query (all stories for an empty one), of an outlet and a time, newest first.

    As ``Case.search``, which has no choice of outlet and date.
    """
    terms = search.parse_query(query)
    columns = STORIES.c
    wanted: list[Any] = [columns.current == 1]
    wanted += [columns.outlet == outlet] if outlet else []
    wanted += [columns.published >= date_from] if date_from else []
    wanted += [and_(columns.published != "", columns.published <= date_to + "~")] if date_to else []
    values: dict[str, Any] = {}
    with case._reading() as connection:
        if terms:
            condition, values = search.matching(connection, terms, lambda keys: case._searchable(connection, keys))
            wanted.append(text(condition))
        elif query.strip():
            return Found(total=0, hits=())
        counted = select(func.count()).select_from(STORIES).where(*wanted)
        total = int(connection.execute(counted, values).scalar_one())
        shown = (columns.story_id, columns.title, columns.outlet, columns.published, TEXTS.c.text)
        found = select(*shown).join(TEXTS, TEXTS.c.story_key == columns.key).where(*wanted)
        found = found.order_by(columns.published.desc(), columns.story_id).limit(limit).offset(offset)
        rows = connection.execute(found, values).all()
    hits = []
    for story_id, title, of_outlet, published, packed in rows:
        full = unpack_text(packed)
        snippets, times = search.snippets(full, terms) if terms else (_opening(full, title), 0)
        hits.append(
            search.Hit(
                story_id=story_id,
                title=title,
                outlet=of_outlet,
                published=published,
                snippets=snippets,
                score=float(times),
            )
        )
    return Found(total=total, hits=tuple(hits))


def _opening(full: str, title: str) -> tuple[search.Snippet, ...]:
    """The first words after the title, for a list without a query."""
    start = len(title) if title and full.startswith(title) else 0
    while start < len(full) and full[start].isspace():
        start += 1
    end = min(len(full), start + 180)
    return (search.Snippet(start=start, end=end, text=full[start:end], marks=()),)
