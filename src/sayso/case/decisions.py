"""The log of what humans decided: append-only, in order. The database itself refuses to change or delete a line."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, select

from sayso import contract, ids
from sayso.case import codec
from sayso.case.schema import STORED, STORIES, STORY_TABLES, TEXTS
from sayso.case.store import Store
from sayso.errors import UsageError
from sayso.records import Decision

ACTIONS = ("accept", "correct", "reject", "merge", "split", "protect", "undo")
LONGEST_QUOTE = 300
"""Characters of the text that an anchor quotes."""


class Deciding(Store):
    """The part of a case that keeps decisions."""

    def decide(
        self,
        action: str,
        table: str,
        record_id: str,
        *,
        by: str,
        field: str = "",
        before: str = "",
        after: str = "",
        reason: str = "",
        anchor: str = "",
        undoes: str = "",
        version: str = "",
    ) -> Decision:
        """Add a decision to the log and return it. Nothing else changes: decisions are applied when resolving.

        ``anchor`` is ``text_sha256:start-end:quote``; for a record that stands in a text it is found, if not given.
        Raises UsageError for an unknown action or table, or if ``undoes`` names no decision.
        """
        if action not in ACTIONS:
            raise UsageError(f"action {action!r}: unknown. Choose from {', '.join(ACTIONS)}")
        if table not in contract.TABLES:
            raise UsageError(f"table {table!r}: there is none of that name. Choose from {', '.join(contract.TABLES)}")
        if not by:
            raise UsageError("by: empty. A decision needs the name of who makes it")
        log = STORED["decisions"]
        with self._writing() as connection:
            if undoes and not connection.execute(select(log.c.key).where(log.c.decision_id == undoes)).first():
                raise UsageError(f"decision {undoes}: not in the case, so it cannot be undone")
            number = connection.execute(select(func.count()).select_from(log)).scalar_one()
            at = self.now()
            decision = Decision(
                decision_id=ids.digest("decision", number, at, by, action, table, record_id, field, after),
                at=at,
                by=by,
                action=action,
                table=table,
                record_id=record_id,
                anchor=anchor or self._anchor(connection, table, record_id),
                field=field,
                before=before,
                after=after,
                reason=reason,
                undoes=undoes,
                version=version,
            )
            connection.execute(insert(log).values(**codec.stored_row(decision, contract.columns("decisions"))))
        return decision

    def _anchor(self, connection: Connection, table: str, record_id: str) -> str:
        """Text hash, span and quote of a record that stands in a text; '' for other records."""
        columns: tuple[Any, ...]
        if table == "stories":
            hashed = connection.execute(select(STORIES.c.text_sha256).where(STORIES.c.story_id == record_id)).scalar()
            return f"{hashed}::" if hashed else ""
        if table not in STORY_TABLES:
            return ""
        stored = STORED[table]
        columns = (STORIES.c.text_sha256, stored.c.start, stored.c.end, TEXTS.c.text)
        joined = stored.join(STORIES, STORIES.c.key == stored.c.story_key).join(
            TEXTS, TEXTS.c.story_key == STORIES.c.key
        )
        query = select(*columns).select_from(joined).where(stored.c[STORY_TABLES[table]] == record_id)
        row = connection.execute(query.limit(1)).first()
        if row is None:
            raise UsageError(f"{table} {record_id}: not in the case, so nothing can be decided about it")
        if row.start is None or row.end is None:
            return f"{row.text_sha256}::"
        quote = codec.unpack_text(row.text)[row.start : row.end][:LONGEST_QUOTE]
        return f"{row.text_sha256}:{row.start}-{row.end}:{quote}"
