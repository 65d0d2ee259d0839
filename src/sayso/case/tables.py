"""Reading a case: every table of the contract as rows, in one order that both databases share.

Orders, by code point (a case orders no text any other way):

=================== ==============================================
pages               address, version, page_id
stories             published, story_id (undated first)
claims, accounts,
counts, victims     story_id, start, end, id
roles               story_id, start (not stated first), end, id
voices, names, ...  story_id, then as the reading has them
incidents           date_start, incident_id (undated first)
tolls               incident_id, what, who
links               account_a, account_b, by
origins             origin_id
actors, places      name, id
decisions           as they were made
issues              what, why
aliases             old_id
=================== ==============================================
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any, ClassVar

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Float,
    FromClause,
    Integer,
    Select,
    Table,
    func,
    literal_column,
    select,
)

from sayso import contract, ids
from sayso.case import codec
from sayso.case.rows import Condition, Rows, Value, conditions, ordering
from sayso.case.schema import (
    CASE_EVIDENCE,
    COMPUTED,
    LAID_OUT,
    PAGES,
    READINGS,
    STORED,
    STORIES,
    STORY_TABLES,
    TEXTS,
    value_kind,
)
from sayso.case.store import Store
from sayso.case.writing import chunks
from sayso.errors import UsageError
from sayso.records import Evidence, Record
from sayso.vocabulary import How

ORDER: dict[str, tuple[str, ...]] = {
    "pages": ("address", "version", "page_id"),
    "stories": ("published", "story_id"),
    "incidents": ("date_start", "incident_id"),
    "tolls": ("incident_id", "what", "who"),
    "links": ("account_a", "account_b", "by"),
    "origins": ("origin_id",),
    "actors": ("name", "actor_id"),
    "places": ("name", "place_id"),
    "decisions": ("key",),
    "issues": ("what", "why"),
    "aliases": ("old_id",),
    **{table: ("story_id", "start", "end", id_name) for table, id_name in STORY_TABLES.items()},
}
"""Columns each stored table is ordered by, unless asked otherwise, and after what was asked."""

FOUND_BY = {"claim_id": "claims", "account_id": "accounts"}
"""Columns of laid-out tables whose value leads to one story, and the table that knows which."""

RECORD_STORIES: dict[str, tuple[Table, str, str]] = {
    ids.PREFIX["story"]: (STORIES, "story_id", "key"),
    ids.PREFIX["voice"]: (STORED["claims"], "speaker_id", "story_key"),
    **{ids.PREFIX[table[:-1]]: (STORED[table], id_name, "story_key") for table, id_name in STORY_TABLES.items()},
}
"""By the letter of a record's id: where the story that it belongs to is found, by which column, and the story's."""
DERIVED = frozenset(ids.PREFIX[kind] for kind in ("incident", "origin", "decision"))
"""Letters of the ids of records that no reading holds."""


def _expressions(table: str) -> dict[str, ColumnElement[Any]]:
    """Every column a table can be filtered and ordered by, contract columns first."""
    stored = STORED[table]
    found: dict[str, ColumnElement[Any]] = {column.name: column for column in stored.c}
    if table == "stories":
        found.update(page_id=PAGES.c.page_id, page=PAGES.c.address)
    elif table in STORY_TABLES:
        found["story_id"] = STORIES.c.story_id
        for name in ("published", "outlet", "current"):
            found.setdefault(name, STORIES.c[name])
    return found


def _source(table: str, *, stories_first: bool = False) -> FromClause:
    """The tables a contract table is read from. ``stories_first`` makes SQLite go through stories in order.

    It would otherwise go through the rows and sort them all; a sum in the condition keeps it from that.
    """
    stored = STORED[table]
    if table == "stories":
        return stored.join(PAGES, PAGES.c.key == STORIES.c.page_key)
    if table in STORY_TABLES:
        key = STORIES.c.key + literal_column("0") if stories_first else STORIES.c.key
        return stored.join(STORIES, key == stored.c.story_key)
    return stored


class Tables(Store):
    """The part of a case that gives its tables."""

    computed: ClassVar[dict[str, Callable[..., Iterable[Record]]]] = {}
    """Functions that compute gaps, rates and relations: ``function(case, **options)`` gives records.

    ``sayso.analysis`` fills it when imported, and is imported when one of these tables is first asked for.
    """

    def rows(
        self,
        table: str,
        *,
        where: Mapping[str, object] | None = None,
        order: str | Sequence[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
        with_text: bool = False,
        **options: object,
    ) -> Rows:
        """Rows of a table of the contract.

        ``where`` maps a column, or a column and an operator (``"date_start >="``; ``~`` is contains), to a value or
        to several of which one must hold. Beside the table's columns: ``current`` (0 for stories of which a newer
        version was read) for stories, and ``published``, ``outlet``, ``current`` for what belongs to a story.
        ``order`` names columns, ``-`` before one turns it; the table's own order decides between equals.
        ``with_text`` adds the text to stories. ``options`` go to the function of a computed table.
        Raises UsageError for an unknown table, column or option, CaseError when the case cannot be read.
        """
        if table not in contract.TABLES:
            raise UsageError(f"table {table!r}: there is none of that name. Choose from {', '.join(contract.TABLES)}")
        if options and table not in COMPUTED:
            raise UsageError(f"table {table}: takes no option {min(options)}")
        columns = contract.columns(table, with_text=with_text)
        kinds = {name: value_kind(contract.TABLES[table], name)[0] for name in columns}
        wanted, by = conditions(where), ordering(order)
        known = set(_expressions(table)) if table in STORED else set(columns)
        for name in [condition.column for condition in wanted] + [name for name, _ in by]:
            if name not in known:
                raise UsageError(f"table {table}: no column {name!r} to choose by. It has {', '.join(columns)}")
        window = (offset, limit)
        if table in STORED:
            produce = partial(self._stored_rows, table, columns, wanted, by, window)
            count = partial(self._count_stored, table, wanted, window)
        else:
            source = self._computed_rows if table in COMPUTED else self._laid_out_rows
            given = partial(source, table, columns, wanted, kinds, options)
            produce = partial(_sorted_window, given, columns, by, window)
            count = partial(self._count_produced, table, produce, wanted, window)
        return Rows(table, columns, produce, count, kinds)

    # -- stored tables

    def _stored_rows(
        self,
        table: str,
        columns: Sequence[str],
        wanted: Sequence[Condition],
        by: Sequence[tuple[str, bool]],
        window: tuple[int, int | None],
    ) -> Iterator[tuple[Value, ...]]:
        expressions = _expressions(table)
        text_at = columns.index("text") if "text" in columns else None
        story_key = STORIES.c.key if table == "stories" else STORED[table].c.get("story_key")
        shown = [expressions[name] for name in columns if name != "text"]
        if text_at is not None and story_key is not None:
            shown.append(story_key)
        own = any(condition.column in STORED[table].c for condition in wanted)
        stories_first = self.engine.dialect.name == "sqlite" and not by and not own
        query = _where(select(*shown).select_from(_source(table, stories_first=stories_first)), table, wanted)
        for name, down in [*by, *((name, False) for name in ORDER[table])]:
            for expression in _order_by(expressions[name], table, name):
                query = query.order_by(expression.desc() if down else expression.asc())
        query = query.offset(window[0]) if window[0] else query
        query = query.limit(window[1]) if window[1] is not None else query
        if text_at is None:
            for chunk in self._partitions(query):
                yield from (tuple(row) for row in chunk)
            return
        spans = None if table == "stories" else (columns.index("start") - 1, columns.index("end") - 1)
        texts: dict[int, str] = {}
        for chunk in self._partitions(query):
            needed = {row[-1] for row in chunk}
            known = {key: texts[key] for key in needed if key in texts}
            texts = known | dict(self._texts(sorted(needed - set(known))))
            for row in chunk:
                text = texts[row[-1]]
                stretch = text if spans is None else text[row[spans[0]] : row[spans[1]]]
                yield (*row[:text_at], stretch, *row[text_at:-1])

    def _partitions(self, query: Select[Any], size: int = 500) -> Iterator[Sequence[Any]]:
        """Rows of a query in lists, in one transaction; inside a batch all at once, for its connection may go."""
        with self._reading() as connection:
            if connection is self._writer:
                rows = connection.execute(query).all()
                if rows:
                    yield rows
                return
            with connection.execute(query, execution_options={"yield_per": size}) as result:
                yield from result.partitions()

    def _texts(self, keys: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Texts of stories by their numbers."""
        with self._reading() as connection:
            for some in chunks(keys):
                query = select(TEXTS.c.story_key, TEXTS.c.text).where(TEXTS.c.story_key.in_(some))
                for key, packed in connection.execute(query):
                    yield key, codec.unpack_text(packed)

    def _count_stored(self, table: str, wanted: Sequence[Condition], window: tuple[int, int | None]) -> int:
        stored = STORED[table]
        joins = any(condition.column not in stored.c for condition in wanted)
        query = _where(select(func.count()).select_from(_source(table) if joins else stored), table, wanted)
        with self._reading() as connection:
            return _windowed(int(connection.execute(query).scalar_one()), window)

    # -- tables laid out from the readings, or computed

    def _laid_out_rows(
        self,
        table: str,
        columns: Sequence[str],
        wanted: Sequence[Condition],
        kinds: Mapping[str, str],
        options: Mapping[str, object],
    ) -> Iterator[tuple[Value, ...]]:
        take = itemgetter(*range(len(columns)))
        holds = partial(_holds, wanted, dict(zip(columns, range(len(columns)), strict=True)), kinds)
        query = (
            select(READINGS.c.reading)
            .select_from(READINGS.join(STORIES, STORIES.c.key == READINGS.c.story_key))
            .where(READINGS.c[table] > 0)
            .order_by(STORIES.c.story_id)
        )
        for condition in wanted:
            if condition.operator != "=":
                continue
            values = [str(value) for value in condition.values]
            if condition.column == "story_id" and "" not in values:
                query = query.where(STORIES.c.story_id.in_(values))
            elif condition.column == "record_id":
                keys = self._stories_of(values)
                query = query if keys is None else query.where(READINGS.c.story_key.in_(keys))
            elif owner := FOUND_BY.get(condition.column):
                stored = STORED[owner]
                query = query.where(
                    READINGS.c.story_key.in_(select(stored.c.story_key).where(stored.c[condition.column].in_(values)))
                )
        for chunk in self._partitions(query, 100):
            for (packed,) in chunk:
                for record in getattr(codec.unpack_bare(packed), table):
                    row = take(tuple(codec.stored_value(getattr(record, name)) for name in columns))
                    if holds(row):
                        yield row
        if table == "evidence":
            accounts = STORED["accounts"].c
            members = select(accounts.incident_id, accounts.account_id).where(accounts.incident_id != "")
            members = members.order_by(accounts.incident_id, accounts.account_id)
            evidence = select(*(CASE_EVIDENCE.c[name] for name in columns)).order_by(CASE_EVIDENCE.c.key)
            for condition in wanted:
                if condition.operator == "=" and condition.column == "record_id":
                    values = [str(value) for value in condition.values]
                    evidence = evidence.where(CASE_EVIDENCE.c.record_id.in_(values))
                    members = members.where(accounts.incident_id.in_(values))
            for chunk in self._partitions(evidence):
                yield from (tuple(row) for row in chunk if holds(row))
            for chunk in self._partitions(members):
                for incident_id, account_id in chunk:
                    record = Evidence(
                        table="incidents", record_id=incident_id, field="status", how=How.INFERRED, ref=account_id
                    )
                    row = take(tuple(codec.stored_value(getattr(record, name)) for name in columns))
                    if holds(row):
                        yield row

    def _stories_of(self, record_ids: Sequence[str]) -> list[int] | None:
        """Numbers of the stories that these records belong to; None if their ids do not lead there."""
        found: set[int] = set()
        with self._reading() as connection:
            for record_id in record_ids:
                if record_id[:1] in DERIVED:
                    continue
                if record_id[:1] not in RECORD_STORIES:
                    return None
                stored, id_name, key = RECORD_STORIES[record_id[:1]]
                keys = connection.scalars(select(stored.c[key]).where(stored.c[id_name] == record_id).limit(1)).all()
                if not keys:
                    return None  # a voice that only carried claims
                found.update(keys)
        return sorted(found)

    def query(self, statement: Executable) -> Sequence[Any]:
        """Rows that a SELECT over the tables of ``sayso.case.schema`` gives, for what ``rows`` does not answer.

        The schema changes from release to release; scripts that are to last use ``rows``. Raises CaseError.
        """
        with self._reading() as connection:
            return connection.execute(statement).all()

    def evidence_of(self, record_id: str) -> list[Evidence]:
        """Where the values of one record come from, what merge derived included."""
        return [msgspec.convert(row, Evidence) for row in self.rows("evidence", where={"record_id": record_id})]

    def _computed_rows(
        self,
        table: str,
        columns: Sequence[str],
        wanted: Sequence[Condition],
        kinds: Mapping[str, str],
        options: Mapping[str, object],
    ) -> Iterator[tuple[Value, ...]]:
        if table not in self.computed:
            importlib.import_module("sayso.analysis")
        if table not in self.computed:
            raise UsageError(f"table {table}: sayso.analysis has no function that computes it")
        holds = partial(_holds, wanted, dict(zip(columns, range(len(columns)), strict=True)), kinds)
        for record in self.computed[table](self, **options):
            row: tuple[Any, ...] = tuple(codec.stored_value(getattr(record, name)) for name in columns)
            if holds(row):
                yield row

    def _count_produced(
        self,
        table: str,
        produce: Callable[[], Iterator[tuple[Value, ...]]],
        wanted: Sequence[Condition],
        window: tuple[int, int | None],
    ) -> int:
        if wanted or table not in LAID_OUT:
            return sum(1 for _ in produce())
        with self._reading() as connection:
            return _windowed(self._laid_out_count(connection, table), window)

    def _laid_out_count(self, connection: Connection, table: str) -> int:
        total = int(connection.execute(select(func.coalesce(func.sum(READINGS.c[table]), 0))).scalar_one())
        if table == "evidence":
            total += int(connection.execute(select(func.count()).select_from(CASE_EVIDENCE)).scalar_one())
            accounts = STORED["accounts"]
            members = select(func.count()).select_from(accounts).where(accounts.c.incident_id != "")
            total += int(connection.execute(members).scalar_one())
        return total

    # -- one method a table

    def pages(self, **choice: Any) -> Rows:
        """Bytes as they came; see ``rows`` for what can be chosen."""
        return self.rows("pages", **choice)

    def stories(self, **choice: Any) -> Rows:
        """Articles on the pages."""
        return self.rows("stories", **choice)

    def voices(self, **choice: Any) -> Rows:
        """Who speaks, by story."""
        return self.rows("voices", **choice)

    def claims(self, **choice: Any) -> Rows:
        """What voices are said to have said."""
        return self.rows("claims", **choice)

    def claim_voices(self, **choice: Any) -> Rows:
        """The chain of voices of each claim."""
        return self.rows("claim_voices", **choice)

    def claim_accounts(self, **choice: Any) -> Rows:
        """Which claims tell of which accounts."""
        return self.rows("claim_accounts", **choice)

    def accounts(self, **choice: Any) -> Rows:
        """What one voice in one story tells of one event."""
        return self.rows("accounts", **choice)

    def participants(self, **choice: Any) -> Rows:
        """Who took part in an account's event, and as what."""
        return self.rows("participants", **choice)

    def counts(self, **choice: Any) -> Rows:
        """Figures, and what they count."""
        return self.rows("counts", **choice)

    def victims(self, **choice: Any) -> Rows:
        """Persons harmed."""
        return self.rows("victims", **choice)

    def incidents(self, **choice: Any) -> Rows:
        """Accounts of the same event across stories."""
        return self.rows("incidents", **choice)

    def tolls(self, **choice: Any) -> Rows:
        """Ranges of figures by incident."""
        return self.rows("tolls", **choice)

    def links(self, **choice: Any) -> Rows:
        """Judgements on pairs of accounts."""
        return self.rows("links", **choice)

    def origins(self, **choice: Any) -> Rows:
        """Where claims ultimately come from."""
        return self.rows("origins", **choice)

    def actors(self, **choice: Any) -> Rows:
        """Named people, organisations, countries and groups."""
        return self.rows("actors", **choice)

    def names(self, **choice: Any) -> Rows:
        """Every spelling of an actor."""
        return self.rows("names", **choice)

    def roles(self, **choice: Any) -> Rows:
        """Offices of actors."""
        return self.rows("roles", **choice)

    def places(self, **choice: Any) -> Rows:
        """Gazetteer places."""
        return self.rows("places", **choice)

    def gaps(self, **choice: Any) -> Rows:
        """Runs of days without an incident, with what was read for them."""
        return self.rows("gaps", **choice)

    def rates(self, **choice: Any) -> Rows:
        """Incidents a period."""
        return self.rows("rates", **choice)

    def relations(self, **choice: Any) -> Rows:
        """Dealings between pairs of actors."""
        return self.rows("relations", **choice)

    def evidence(self, **choice: Any) -> Rows:
        """Where each value came from."""
        return self.rows("evidence", **choice)

    def decisions(self, **choice: Any) -> Rows:
        """What humans decided, in order."""
        return self.rows("decisions", **choice)

    def issues(self, **choice: Any) -> Rows:
        """What could not be read, why, and what to do."""
        return self.rows("issues", **choice)

    def aliases(self, **choice: Any) -> Rows:
        """Old ids and what they resolve to."""
        return self.rows("aliases", **choice)


def _where(query: Select[Any], table: str, wanted: Sequence[Condition]) -> Select[Any]:
    expressions = _expressions(table)
    for condition in wanted:
        column = expressions[condition.column]
        kind = "real" if isinstance(column.type, Float) else "int" if isinstance(column.type, Integer) else "text"
        query = query.where(condition.expression(column, kind))
    return query


def _order_by(expression: ColumnElement[Any], table: str, name: str) -> Iterator[ColumnElement[Any]]:
    """The column; before it, where it may be not stated, whether it is (the databases place NULL differently)."""
    if getattr(expression, "nullable", False):
        yield expression.is_not(None)
    yield expression


def _windowed(count: int, window: tuple[int, int | None]) -> int:
    offset, limit = window
    left = max(0, count - offset)
    return left if limit is None else min(left, limit)


def _holds(
    wanted: Sequence[Condition], places: Mapping[str, int], kinds: Mapping[str, str], row: Sequence[Value]
) -> bool:
    return all(condition.holds(row[places[condition.column]], kinds[condition.column]) for condition in wanted)


def _sorted_window(
    given: Callable[[], Iterator[tuple[Value, ...]]],
    columns: Sequence[str],
    by: Sequence[tuple[str, bool]],
    window: tuple[int, int | None],
) -> Iterator[tuple[Value, ...]]:
    rows: Iterable[tuple[Value, ...]] = given()
    if by:
        rows = list(rows)
        for name, down in reversed(by):
            at = columns.index(name)
            rows.sort(key=lambda row, at=at: _sortable(row[at]), reverse=down)  # type: ignore[misc]
    offset, limit = window
    return islice(iter(rows), offset, None if limit is None else offset + limit)


def _sortable(value: Value) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
