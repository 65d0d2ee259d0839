"""Writing to a case: pages with their stories and readings, metadata, issues.

Everything about one page is written in one transaction. Nothing is overwritten: a page whose content changed is a
new version, and the stories that only its old version holds stay, marked as no longer current.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, CursorResult, bindparam, delete, insert, select, update

from sayso import contract, ids
from sayso.case import codec, keeping, search
from sayso.case.schema import (
    LAID_OUT,
    PAGE_CONTENTS,
    PAGE_STORIES,
    PAGES,
    READINGS,
    STORED,
    STORIES,
    STORY_TABLES,
    TEXTS,
)
from sayso.case.store import Store
from sayso.errors import UsageError
from sayso.records import Actor, Alias, Issue, Page, Place, Reading, Record, Story

PAGE_COLUMNS = contract.columns("pages")
STORY_COLUMNS = tuple(name for name in contract.columns("stories") if name not in ("page_id", "page"))
STORY_ROW_COLUMNS = {
    table: tuple(name for name in contract.columns(table) if name not in ("story_id", "text")) for table in STORY_TABLES
}
MUTABLE = {
    "title", "byline", "outlet", "dateline", "published", "published_from", "language", "origin_group",
    "corrects_story_id", "retracted",
}  # fmt: skip
"""What ``update_story_metadata`` may change: all but the text and what follows from it."""
READ_AGAIN = {"title", "byline", "outlet", "dateline", "published", "language"}
"""Metadata that the reader uses: a change makes the stored reading stale."""
FEW = 500
"""Ids a statement: well under SQLite's limit on bound values."""


def chunks(values: Iterable[Any], size: int = FEW) -> Iterable[list[Any]]:
    """Values in lists of at most ``size``."""
    chunk: list[Any] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class Writing(Store):
    """The part of a case that writes."""

    # -- pages

    def has_page(self, address: str, sha256: str) -> bool:
        """Whether this content was stored from this address and is still its latest version."""
        query = select(PAGES.c.key).where(
            PAGES.c.address == codec.clean(address), PAGES.c.sha256 == sha256, PAGES.c.latest == 1
        )
        with self._reading() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def find_page_versions(self, where: str) -> list[Page]:
        """All versions of the page of this address, or read from this locator, oldest first."""
        where = codec.clean(where)
        query = (
            select(*(PAGES.c[name] for name in PAGE_COLUMNS))
            .where((PAGES.c.address == where) | (PAGES.c.locator == where))
            .order_by(PAGES.c.address, PAGES.c.version, PAGES.c.key)
        )
        with self._reading() as connection:
            return [Page(**row._mapping) for row in connection.execute(query)]

    def add_page(
        self,
        page: Page,
        content: bytes,
        locator: str = "",
        stories: Sequence[Story] = (),
        readings: Sequence[Reading] = (),
        issues: Sequence[Issue] = (),
    ) -> Page:
        """Store a page with all that was read from it, in one transaction, and return it as stored.

        ``locator`` says where the bytes were (absolute path, web address): a page read from the same place with other
        content becomes its next version, whatever its ``version`` says. Adding a page again changes nothing but
        what its stories' metadata and readings say. Raises CaseError.
        """
        packed = codec.pack_bytes(content)
        with self._writing(pages=1) as connection:
            key, stored, locator = self._page_key(connection, page, codec.clean(locator), packed, len(content))
            before = self._story_keys(connection, key)
            keys = {story.story_id: self._store_story(connection, key, story) for story in stories}
            fresh = [story_key for story_key in keys.values() if story_key not in before]
            if fresh:
                rows = [{"page_key": key, "story_key": story_key} for story_key in dict.fromkeys(fresh)]
                connection.execute(insert(PAGE_STORIES), rows)
            self._mark_current(connection, stored, locator, {*before, *keys.values()})
            for reading in readings:
                story_key = keys.get(reading.story.story_id)
                if story_key is None:
                    raise UsageError(f"reading of story {reading.story.story_id}: the story is not given with it")
                self._store_reading(connection, story_key, reading)
            self._store_issues(connection, issues)
        return stored

    def _page_key(
        self, connection: Connection, page: Page, locator: str, packed: bytes, size: int
    ) -> tuple[int, Page, str]:
        row = connection.execute(select(PAGES).where(PAGES.c.page_id == page.page_id)).first()
        if row is not None:
            if not row.latest:
                # The page changed back to what it was once: that version is its latest again.
                self._retire(connection, row.locator, row.address)
                connection.execute(update(PAGES).where(PAGES.c.key == row.key).values(latest=1))
            stored = Page(**{name: row._mapping[name] for name in PAGE_COLUMNS})
            return row.key, stored, row.locator
        earlier = self._retire(connection, locator, codec.clean(page.address))
        if earlier is not None:
            page = msgspec.structs.replace(page, version_of=earlier[0], version=earlier[1] + 1)
        else:
            page = msgspec.structs.replace(page, version_of="", version=1)
        values = codec.stored_row(page, PAGE_COLUMNS)
        inserted = connection.execute(insert(PAGES).values(**values, locator=locator, latest=1))
        key = _new_key(inserted)
        connection.execute(insert(PAGE_CONTENTS).values(page_key=key, content=packed, size=size))
        return key, Page(**values), locator

    def _retire(self, connection: Connection, locator: str, address: str) -> tuple[str, int] | None:
        """Mark the latest version at a place as no longer the latest; its page_id and the highest version there."""
        same = _same_place(locator, address)
        rows = connection.execute(select(PAGES.c.page_id, PAGES.c.version, PAGES.c.latest, PAGES.c.key).where(same))
        found = sorted(rows, key=lambda row: (row.latest, row.version))
        if not found:
            return None
        connection.execute(update(PAGES).where(same, PAGES.c.latest == 1).values(latest=0))
        return found[-1].page_id, max(row.version for row in found)

    def _story_keys(self, connection: Connection, page_key: int) -> set[int]:
        return set(connection.scalars(select(PAGE_STORIES.c.story_key).where(PAGE_STORIES.c.page_key == page_key)))

    def _mark_current(self, connection: Connection, page: Page, locator: str, keys: set[int]) -> None:
        """A story is current as long as the latest version of some page holds it."""
        held = select(PAGE_STORIES.c.story_key).join(PAGES, PAGES.c.key == PAGE_STORIES.c.page_key)
        affected = keys | set(connection.scalars(held.where(_same_place(locator, page.address))))
        for some in chunks(sorted(affected)):
            now = (
                select(PAGE_STORIES.c.story_key)
                .join(PAGES, PAGES.c.key == PAGE_STORIES.c.page_key)
                .where(PAGE_STORIES.c.story_key.in_(some), PAGES.c.latest == 1)
            )
            current = set(connection.scalars(now))
            for value, chosen in ((1, [k for k in some if k in current]), (0, [k for k in some if k not in current])):
                if chosen:
                    changed = update(STORIES).where(STORIES.c.key.in_(chosen), STORIES.c.current != value)
                    connection.execute(changed.values(current=value))

    # -- stories and readings

    def _store_story(self, connection: Connection, page_key: int, story: Story) -> int:
        values = codec.stored_row(story, STORY_COLUMNS)
        row = connection.execute(select(STORIES).where(STORIES.c.story_id == values["story_id"])).first()
        if row is not None:
            # The same text again (an id hashes it), perhaps with better metadata; origin groups are kept.
            new = {name: values[name] for name in MUTABLE if values[name] != "" and name != "origin_group"}
            self._change_story(connection, row, new)
            return int(row.key)
        inserted = connection.execute(
            insert(STORIES).values(**values, page_key=page_key, position=story.position, current=1)
        )
        key = _new_key(inserted)
        text = codec.clean(story.text)
        packed = {"text": codec.pack_text(text), "blocks": codec.pack_blocks(story.blocks)}
        connection.execute(insert(TEXTS).values(story_key=key, **packed))
        search.add_text(connection, key, search.searchable(values["title"], text))
        return key

    def update_story_metadata(self, story_id: str, **changes: object) -> bool:
        """Change what is known about a story beside its text; whether anything changed.

        Takes title, byline, outlet, dateline, published, published_from, language, origin_group, corrects_story_id,
        retracted. A change that the reader uses makes the stored reading stale (``stories_to_read`` gives it again).
        """
        if unknown := set(changes) - MUTABLE:
            raise UsageError(f"story field {min(unknown)}: cannot be changed. Choose from {', '.join(sorted(MUTABLE))}")
        new = {name: codec.stored_value(value) for name, value in changes.items()}
        with self._writing() as connection:
            row = connection.execute(select(STORIES).where(STORIES.c.story_id == story_id)).first()
            if row is None:
                raise UsageError(f"story {story_id}: not in the case. List the stories with: sayso show stories")
            return self._change_story(connection, row, new)

    def _change_story(self, connection: Connection, row: Any, new: Mapping[str, object]) -> bool:
        changed = {name: value for name, value in new.items() if row._mapping[name] != value}
        if not changed:
            return False
        connection.execute(update(STORIES).where(STORIES.c.key == row.key).values(**changed))
        if "title" in changed:
            packed = connection.execute(select(TEXTS.c.text).where(TEXTS.c.story_key == row.key)).scalar_one()
            text = codec.unpack_text(packed)
            old, now = search.searchable(row.title, text), search.searchable(str(changed["title"]), text)
            search.change_text(connection, row.key, old, now)
        if READ_AGAIN & set(changed):
            connection.execute(update(READINGS).where(READINGS.c.story_key == row.key).values(stale=1))
        return True

    def replace_reading(self, reading: Reading) -> Reading:
        """Store a new reading of a story that is in the case, in place of the old; returns it as stored.

        A record that overlaps an old one of its kind by half keeps the old id; ids that no record keeps resolve to
        the story through ``aliases``. What merge had derived is kept where the ids are.
        """
        with self._writing(pages=1) as connection:
            query = select(STORIES.c.key).where(STORIES.c.story_id == reading.story.story_id)
            key = connection.execute(query).scalar_one_or_none()
            if key is None:
                raise UsageError(f"reading of story {reading.story.story_id}: the story is not in the case")
            return self._store_reading(connection, key, reading)

    def _store_reading(self, connection: Connection, story_key: int, reading: Reading) -> Reading:
        reading, doubles = keeping.without_doubles(reading)
        old = connection.execute(
            select(READINGS.c.reading).where(READINGS.c.story_key == story_key)
        ).scalar_one_or_none()
        derived: dict[str, dict[str, dict[str, str]]] = {}
        if old is not None:
            reading, lost = keeping.keep_ids(codec.unpack_reading(old, reading.story), reading)
            self._store_aliases(connection, lost)
            derived = self._clear_reading(connection, story_key)
        counts = {name: len(getattr(reading, name)) for name in LAID_OUT}
        packed = codec.pack_reading(reading)
        values = {"story_key": story_key, "version": codec.clean(reading.version), "stale": 0, "reading": packed}
        connection.execute(insert(READINGS).values(**values, **counts))
        for table, id_name in STORY_TABLES.items():
            names = STORY_ROW_COLUMNS[table]
            kept = derived.get(table, {})
            rows = []
            for record in getattr(reading, table):
                row = codec.stored_row(record, names)
                row["story_key"] = story_key
                row.update(kept.get(row[id_name], {}))
                rows.append(row)
            if rows:
                connection.execute(insert(STORED[table]), rows)
        self._store_shared(connection, "actors", "actor_id", reading.actors)
        self._store_shared(connection, "places", "place_id", reading.places)
        self._store_issues(connection, [*reading.issues, *doubles], story_id=reading.story.story_id)
        return reading

    def _clear_reading(self, connection: Connection, story_key: int) -> dict[str, dict[str, dict[str, str]]]:
        """Take a reading's rows away; what merge had put on them, by table and id."""
        derived: dict[str, dict[str, dict[str, str]]] = {}
        for table, id_name in STORY_TABLES.items():
            stored = STORED[table]
            by_merge = [name for name in ("incident_id", "origin_id") if name in stored.c]
            if by_merge:
                columns = [stored.c[name] for name in (id_name, *by_merge)]
                rows = connection.execute(select(*columns).where(stored.c.story_key == story_key))
                derived[table] = {
                    row[0]: {name: value for name, value in zip(by_merge, row[1:], strict=True) if value}
                    for row in rows
                }
            connection.execute(delete(stored).where(stored.c.story_key == story_key))
        connection.execute(delete(READINGS).where(READINGS.c.story_key == story_key))
        issues = STORED["issues"]
        story_id = select(STORIES.c.story_id).where(STORIES.c.key == story_key).scalar_subquery()
        connection.execute(delete(issues).where(issues.c.story_id == story_id, issues.c.from_reading == 1))
        return derived

    def _store_shared(
        self, connection: Connection, table: str, id_name: str, records: Sequence[Actor] | Sequence[Place]
    ) -> None:
        """Actors and places that stories share: one row each, joined so that the order of stories does not matter."""
        stored, names = STORED[table], contract.columns(table)
        given: dict[str, dict[str, Any]] = {}
        for record in records:
            row = codec.stored_row(record, names)
            given[row[id_name]] = keeping.joined(given[row[id_name]], row) if row[id_name] in given else row
        for some in chunks(sorted(given)):
            query = select(stored).where(stored.c[id_name].in_(some))
            found = {row[id_name]: {name: row[name] for name in names} for row in connection.execute(query).mappings()}
            fresh = [given[record_id] for record_id in some if record_id not in found]
            if fresh:
                connection.execute(insert(stored), fresh)
            for record_id, row in found.items():
                new = keeping.joined(row, given[record_id])
                if new != row:
                    connection.execute(update(stored).where(stored.c[id_name] == record_id).values(**new))

    # -- issues and aliases

    def add_issue(self, issue: Issue) -> None:
        """Note what could not be read. The same ``what`` and ``why`` is one row, however often it is added."""
        with self._writing() as connection:
            self._store_issues(connection, [issue])

    def clear_issues(self, what: str) -> int:
        """Take away the issues noted about a source that has since been read; how many there were."""
        issues = STORED["issues"]
        with self._writing() as connection:
            gone = connection.execute(
                delete(issues).where(issues.c.what == codec.clean(what), issues.c.from_reading == 0)
            )
            return int(gone.rowcount)

    def _store_issues(self, connection: Connection, issues: Sequence[Issue], *, story_id: str = "") -> None:
        if not issues:
            return
        stored = STORED["issues"]
        rows: dict[str, dict[str, Any]] = {}
        for issue in issues:
            if not issue.at:
                issue = msgspec.structs.replace(issue, at=self.now())
            if story_id and not issue.story_id:
                issue = msgspec.structs.replace(issue, story_id=story_id)
            row = codec.stored_row(issue, contract.columns("issues"))
            row["issue_id"] = ids.sha256(f"{row['what']}\x1f{row['why']}".encode())[:32]
            row["from_reading"] = int(bool(story_id))
            rows.setdefault(row["issue_id"], row)
        for some in chunks(rows):
            known = set(connection.scalars(select(stored.c.issue_id).where(stored.c.issue_id.in_(some))))
            fresh = [rows[issue_id] for issue_id in some if issue_id not in known]
            if fresh:
                connection.execute(insert(stored), fresh)

    def _store_aliases(self, connection: Connection, aliases: Iterable[Alias]) -> None:
        """Note where old ids lead; a later alias of the same id takes the place of an earlier one."""
        stored = STORED["aliases"]
        rows = {alias.old_id: codec.stored_row(alias, contract.columns("aliases")) for alias in aliases}
        for some in chunks(rows):
            connection.execute(delete(stored).where(stored.c.old_id.in_(some)))
            connection.execute(insert(stored), [rows[old] for old in some])

    def _insert_records(self, connection: Connection, table: str, records: Iterable[Record]) -> None:
        names = contract.columns(table)
        for some in chunks((codec.stored_row(record, names) for record in records), 2000):
            connection.execute(insert(STORED[table]), some)

    def _update_column(self, connection: Connection, table: str, column: str, changes: Mapping[int, str]) -> None:
        stored = STORED[table]
        change = update(stored).where(stored.c.key == bindparam("row")).values({column: bindparam("new")})
        for some in chunks(changes.items(), 5000):
            connection.execute(change, [{"row": key, "new": value} for key, value in some])


def _same_place(locator: str, address: str) -> ColumnElement[bool]:
    """The pages that are versions of one: read from one place, or of one address where no place is given."""
    return PAGES.c.locator == locator if locator else PAGES.c.address == address


def _new_key(result: CursorResult[Any]) -> int:
    """The number the database gave a row just inserted."""
    key = result.inserted_primary_key
    if key is None:
        raise AssertionError("an insert of one row gave no key")
    return int(key[0])
