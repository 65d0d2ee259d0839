"""The case: one body of evidence, opened with ``open_case``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, select, text

from sayso import contract, ids
from sayso.case import codec, search
from sayso.case.database import WRITING, case_address
from sayso.case.decisions import Deciding
from sayso.case.derived import Deriving
from sayso.case.migrations import STEPS, migrate
from sayso.case.schema import LAID_OUT, PAGE_CONTENTS, PAGES, READINGS, STORED, STORIES, TEXTS
from sayso.case.search import Term
from sayso.case.settings import Settings
from sayso.case.store import Clock, utc_now
from sayso.case.tables import Tables
from sayso.case.trouble import plain_errors
from sayso.case.writing import STORY_COLUMNS, chunks
from sayso.errors import CaseError, UsageError
from sayso.records import Reading, Story

if TYPE_CHECKING:
    from sayso.engine import Summary
    from sayso.engine.options import OnProgress


class Case(Tables, Deriving, Deciding, Settings):
    """One body of evidence: a SQLite file, or a PostgreSQL database for a team.

    Any number of processes may read a case while one writes. Use it as a context manager, or call ``close``.
    """

    def __repr__(self) -> str:
        return f"<Case {self.name}>"

    def _migrate(self) -> None:
        with plain_errors(self.name), self.engine.connect().execution_options(**WRITING) as connection:
            try:
                with connection.begin():
                    migrate(connection, self.now())
            except CaseError as error:
                raise CaseError(f"{self.name}: {error}.") from error

    # -- reading sources

    def read(
        self,
        sources: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        *,
        on_progress: OnProgress | None = None,
        **options: Any,
    ) -> Summary:
        """Read files, folders, globs or addresses into the case: what ``sayso read`` does.

        ``options`` are the fields of ``sayso.ReadOptions``: ``manifest``, ``published``, ``outlet``, ``jobs``,
        ``gazetteer``, ... Raises UsageError, CaseError; what could not be read is in the summary's ``issues``.
        """
        # The engine stands on the case, so it is looked up only here.
        from sayso.engine import ReadOptions, read_sources

        named = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
        try:
            given = ReadOptions(**options)
        except TypeError as error:
            known = ", ".join(ReadOptions.__struct_fields__)
            raise UsageError(f"read: {error}. Options are {known}") from error
        return read_sources(self, [os.fspath(source) for source in named], given, on_progress)

    # -- stories and readings

    def story(self, story_id: str) -> Story:
        """A story with its text and blocks. Raises UsageError if the case has none of that id."""
        return self._one(story_id)[1]

    def reading(self, story_id: str) -> Reading:
        """A story's reading, with the incident and origin ids that merge gave its records.

        Raises UsageError if the story is not in the case, or not read.
        """
        key, story = self._one(story_id)
        with self._reading() as connection:
            packed = connection.execute(select(READINGS.c.reading).where(READINGS.c.story_key == key)).scalar()
            if packed is None:
                raise UsageError(f"story {story_id}: not read yet. Read it with: sayso read")
            derived: dict[str, dict[str, dict[str, str]]] = {}
            for table, names in (
                ("accounts", ("account_id", "incident_id", "origin_id")),
                ("claims", ("claim_id", "origin_id")),
                ("victims", ("victim_id", "incident_id")),
            ):
                stored = STORED[table]
                rows = connection.execute(select(*(stored.c[name] for name in names)).where(stored.c.story_key == key))
                derived[table] = {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in rows}
        reading = codec.unpack_reading(packed, story)
        changes: dict[str, Any] = {}
        for table, id_name in (("accounts", "account_id"), ("claims", "claim_id"), ("victims", "victim_id")):
            changes[table] = tuple(
                msgspec.structs.replace(record, **derived[table].get(getattr(record, id_name), {}))
                for record in getattr(reading, table)
            )
        return msgspec.structs.replace(reading, **changes)

    def readings(self, *, current_only: bool = True) -> Iterator[Reading]:
        """Readings of all stories that are read, by story_id, as the reader gave them; for merge."""
        condition = READINGS.c.story_key == STORIES.c.key
        with self._reading() as connection:
            query = select(STORIES.c.key).where(condition).order_by(STORIES.c.story_id)
            keys = list(connection.scalars(query.where(STORIES.c.current == 1) if current_only else query))
        for some in chunks(keys, 100):
            with self._reading() as connection:
                query = select(READINGS.c.story_key, READINGS.c.reading).where(READINGS.c.story_key.in_(some))
                packed: dict[int, bytes] = {row[0]: row[1] for row in connection.execute(query)}
                stories = self._stories(connection, some)
            for key in some:
                if key in packed and key in stories:
                    yield codec.unpack_reading(packed[key], stories[key])

    def each_story(self, *, current_only: bool = False) -> Iterator[Story]:
        """All stories, by story_id, with text and blocks."""
        query = select(STORIES.c.key).order_by(STORIES.c.story_id)
        yield from self._each(query.where(STORIES.c.current == 1) if current_only else query)

    def stories_to_read(self, reader_version: str) -> Iterator[Story]:
        """Stories without a reading of this version, or whose metadata changed since; by story_id, with text."""
        done = select(READINGS.c.story_key).where(READINGS.c.version == reader_version, READINGS.c.stale == 0)
        yield from self._each(select(STORIES.c.key).where(STORIES.c.key.not_in(done)).order_by(STORIES.c.story_id))

    def _each(self, query: Any) -> Iterator[Story]:
        with self._reading() as connection:
            keys = list(connection.scalars(query))
        for some in chunks(keys, 100):
            with self._reading() as connection:
                stories = self._stories(connection, some)
            yield from (stories[key] for key in some if key in stories)

    def _one(self, story_id: str) -> tuple[int, Story]:
        with self._reading() as connection:
            key = connection.execute(select(STORIES.c.key).where(STORIES.c.story_id == story_id)).scalar()
            if key is None:
                raise UsageError(f"story {story_id}: not in the case. List the stories with: sayso show stories")
            return key, self._stories(connection, [key])[key]

    def _stories(self, connection: Connection, keys: list[int]) -> dict[int, Story]:
        names = (*STORY_COLUMNS, "position")
        columns = [STORIES.c[name] for name in names]
        query = (
            select(STORIES.c.key, PAGES.c.page_id, PAGES.c.address, TEXTS.c.text, TEXTS.c.blocks, *columns)
            .join(PAGES, PAGES.c.key == STORIES.c.page_key)
            .join(TEXTS, TEXTS.c.story_key == STORIES.c.key)
            .where(STORIES.c.key.in_(keys))
        )
        found = {}
        for key, page_id, address, packed, blocks, *values in connection.execute(query):
            given = dict(zip(names, values, strict=True))
            given.update(page_id=page_id, page=address, retracted=bool(given["retracted"]))
            given.update(text=codec.unpack_text(packed), blocks=codec.unpack_blocks(blocks))
            # msgspec turns the vocabularies' strings back into their members.
            found[key] = msgspec.convert(given, Story)
        return found

    def page_content(self, page_id: str) -> bytes:
        """The bytes of a page as they came. Raises UsageError if the case has none of that id."""
        query = select(PAGE_CONTENTS.c.content).join(PAGES, PAGES.c.key == PAGE_CONTENTS.c.page_key)
        with self._reading() as connection:
            packed = connection.execute(query.where(PAGES.c.page_id == page_id)).scalar()
        if packed is None:
            raise UsageError(f"page {page_id}: not in the case. List the pages with: sayso show pages")
        return codec.unpack_bytes(packed)

    def resolve_id(self, old_id: str) -> str:
        """The id that an id, perhaps of long ago, stands for today; the id itself if nothing took its place."""
        aliases = STORED["aliases"]
        seen = [old_id]
        with self._reading() as connection:
            while not self._exists(connection, seen[-1]):
                new = connection.execute(select(aliases.c.new_id).where(aliases.c.old_id == seen[-1])).scalar()
                if new is None or new in seen:
                    break
                seen.append(new)
        return seen[-1]

    def _exists(self, connection: Connection, record_id: str) -> bool:
        for table, column in _ID_COLUMNS:
            if not record_id.startswith(ids.PREFIX[table]):
                continue
            stored = STORED[column[0]]
            query = select(stored.c.key).where(stored.c[column[1]] == record_id).limit(1)
            if connection.execute(query).first() is not None:
                return True
        return False

    # -- search

    def search(
        self,
        query: str,
        *,
        outlet: str = "",
        since: str = "",
        until: str = "",
        limit: int = 20,
        offset: int = 0,
        current_only: bool = True,
    ) -> list[search.Hit]:
        """Stories in which all words, "phrases" and prefixes (``bomb*``) of a query occur, newest first.

        ``outlet``, ``since`` and ``until`` (EDTF dates of publication, both included) choose among them; undated
        stories are in no time.
        """
        terms = search.parse_query(query)
        if not terms:
            return []
        with self._reading() as connection:
            wanted, values = self._hits(connection, terms, outlet, since, until, current_only)
            columns = (STORIES.c.story_id, STORIES.c.title, STORIES.c.outlet, STORIES.c.published, TEXTS.c.text)
            found = select(*columns).join(TEXTS, TEXTS.c.story_key == STORIES.c.key).where(*wanted)
            found = found.order_by(STORIES.c.published.desc(), STORIES.c.story_id).limit(limit).offset(offset)
            rows = connection.execute(found, values).all()
        hits = []
        for story_id, title, of_outlet, published, packed in rows:
            shown, times = search.snippets(codec.unpack_text(packed), terms)
            hits.append(
                search.Hit(
                    story_id=story_id,
                    title=title,
                    outlet=of_outlet,
                    published=published,
                    snippets=shown,
                    score=float(times),
                )
            )
        return hits

    def count_hits(
        self, query: str, *, outlet: str = "", since: str = "", until: str = "", current_only: bool = True
    ) -> int:
        """How many stories ``search`` would give in all."""
        terms = search.parse_query(query)
        if not terms:
            return 0
        with self._reading() as connection:
            wanted, values = self._hits(connection, terms, outlet, since, until, current_only)
            found = select(func.count()).select_from(STORIES).where(*wanted)
            return int(connection.execute(found, values).scalar_one())

    def _hits(
        self,
        connection: Connection,
        terms: Sequence[Term],
        outlet: str,
        since: str,
        until: str,
        current_only: bool,
    ) -> tuple[list[ColumnElement[bool]], dict[str, Any]]:
        """Conditions that stories found by a search hold, and their values."""
        condition, values = search.matching(connection, terms, lambda keys: self._searchable(connection, keys))
        columns = STORIES.c
        wanted: list[ColumnElement[bool]] = [text(condition)]  # type: ignore[list-item]
        wanted += [columns.current == 1] if current_only else []
        wanted += [columns.outlet == outlet] if outlet else []
        wanted += [columns.published >= since] if since else []
        # A day's later hours, and a month's days, order after it and before the tilde.
        wanted += [and_(columns.published != "", columns.published <= until + "~")] if until else []
        return wanted, values

    def _searchable(self, connection: Connection, keys: list[int]) -> Iterator[tuple[int, str]]:
        for some in chunks(keys, 50):
            query = select(STORIES.c.key, STORIES.c.title, TEXTS.c.text).join(TEXTS, TEXTS.c.story_key == STORIES.c.key)
            for key, title, packed in connection.execute(query.where(STORIES.c.key.in_(some))).all():
                yield key, search.searchable(title, codec.unpack_text(packed))

    # -- about the case

    def info(self) -> dict[str, Any]:
        """What the case holds: rows by table, sizes in bytes, versions, first and last date, stories by outlet."""
        with self._reading() as connection:
            counts = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in STORED.items()
            }
            counts.update({name: self._laid_out_count(connection, name) for name in LAID_OUT})
            dated = STORIES.c.published != ""
            dates = select(func.min(STORIES.c.published), func.max(STORIES.c.published)).where(dated)
            first, last = connection.execute(dates).one()
            outlets = (
                select(STORIES.c.outlet, func.count())
                .group_by(STORIES.c.outlet)
                .order_by(func.count().desc(), STORIES.c.outlet)
            )
            versions = (
                select(READINGS.c.version, func.count()).group_by(READINGS.c.version).order_by(READINGS.c.version)
            )
            stale = select(func.count()).select_from(READINGS).where(READINGS.c.stale == 1)
            current = select(func.count()).select_from(STORIES).where(STORIES.c.current == 1)
            size = select(func.coalesce(func.sum(PAGE_CONTENTS.c.size), 0))
            return {
                "case": self.name,
                "case_version": len(STEPS),
                "database": connection.dialect.name,
                "tables": {name: counts[name] for name in contract.TABLES if name in counts},
                "current_stories": connection.execute(current).scalar_one(),
                "stories_read": sum(number for _, number in connection.execute(versions)),
                "stale_readings": connection.execute(stale).scalar_one(),
                "reader_versions": {row[0]: row[1] for row in connection.execute(versions)},
                "published_first": first or "",
                "published_last": last or "",
                "outlets": {row[0]: row[1] for row in connection.execute(outlets)},
                "bytes_of_pages": int(connection.execute(size).scalar_one()),
                "bytes_on_disk": self._size(connection),
            }

    def _size(self, connection: Connection) -> int:
        if connection.dialect.name == "sqlite":
            found = 0
            for suffix in ("", "-wal"):
                with suppress(OSError):
                    found += Path(f"{self.name}{suffix}").stat().st_size
            return found
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


_ID_COLUMNS = (
    ("page", ("pages", "page_id")),
    ("story", ("stories", "story_id")),
    ("claim", ("claims", "claim_id")),
    ("account", ("accounts", "account_id")),
    ("count", ("counts", "count_id")),
    ("victim", ("victims", "victim_id")),
    ("role", ("roles", "role_id")),
    ("incident", ("incidents", "incident_id")),
    ("origin", ("origins", "origin_id")),
    ("actor", ("actors", "actor_id")),
    ("decision", ("decisions", "decision_id")),
)
"""Kinds of ids (their first letter is the kind's) and the column that holds them."""


def open_case(
    path_or_url: str | os.PathLike[str],
    *,
    create: bool = True,
    clock: Clock = utc_now,
    busy_seconds: float = 10.0,
) -> Case:
    """Open a case, or make it (``create``), folder and all; an older case is brought up to this release's version.

    ``path_or_url`` is a file, or ``postgresql://user@host/database``. ``clock`` gives the time for what is noted as
    done now. A write waits ``busy_seconds`` for another program's. Raises CaseError (not a case, made by a newer
    release, locked, full disk, folder that cannot be written, server that cannot be reached), UsageError.
    """
    url = case_address(path_or_url)
    case = Case(url, clock=clock, busy_seconds=busy_seconds)
    if url.get_backend_name() == "sqlite":
        path = Path(case.name)
        with plain_errors(case.name):
            if path.is_dir():
                raise CaseError(f"{path}: this is a folder. Name a file in it, for example {path / 'case.db'}.")
            if not path.exists():
                if not create:
                    raise CaseError(f"{path}: there is no such case. Make one with: sayso read SOURCE -c {path}")
                path.parent.mkdir(parents=True, exist_ok=True)
    try:
        case._migrate()
    except BaseException:
        case.engine.dispose()
        raise
    return case
