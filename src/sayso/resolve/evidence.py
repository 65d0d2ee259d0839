"""Collecting the evidence of a story's records while they are made: no evidence row, no value."""

from __future__ import annotations

from sayso.reader.marks import Span
from sayso.records import Evidence
from sayso.vocabulary import How


class Ledger:
    """Evidence rows of one story, in the order their values were given."""

    def __init__(self, story_id: str) -> None:
        self.story_id = story_id
        self._rows: dict[Evidence, None] = {}

    def words(self, table: str, record_id: str, field: str, *spans: Span | None) -> None:
        """The value of ``field`` stands in these stretches of the story."""
        for span in spans:
            if span is not None:
                self._rows[
                    Evidence(
                        table=table, record_id=record_id, field=field, how=How.TEXT, story_id=self.story_id,
                        start=span.start, end=span.end,
                    )
                ] = None  # fmt: skip

    def other(self, table: str, record_id: str, field: str, how: How, ref: str) -> None:
        """The value of ``field`` comes from something that is not words of the story, named by ``ref``."""
        self._rows[
            Evidence(table=table, record_id=record_id, field=field, how=how, story_id=self.story_id, ref=ref)
        ] = None

    def rows(self) -> tuple[Evidence, ...]:
        """All rows, none twice."""
        return tuple(self._rows)
