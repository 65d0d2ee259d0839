"""Collecting the evidence of a story's records while they are made: no evidence row, no value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from sayso.reader.marks import Span
from sayso.records import Evidence, Record
from sayso.vocabulary import How

COMPANIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("accounts", "event_type"): ("event_mode", "context", "grain", "events_min", "events_max"),
    ("accounts", "date_start"): ("date_end", "date_precision", "date_kind", "time_of_day", "date_zone"),
    ("accounts", "latitude"): ("longitude", "country", "geo_precision", "place_id"),
    ("actors", "name"): ("kind", "country", "sector"),
    ("claims", "speaker"): ("speaker_kind", "speaker_id", "speaker_role"),
    ("claims", "certainty"): ("certainty_text",),
    ("claims", "text"): ("quoted",),
    ("counts", "min"): ("max", "what", "qualifier", "basis", "per"),
    ("counts", "date_start"): ("date_end",),
    ("places", "name"): ("kind", "admin1", "country", "latitude", "longitude", "geonames_id"),
    ("roles", "role"): ("name", "organisation", "date_start", "date_end"),
    ("voices", "name"): ("sort", "naming", "role", "number"),
}
"""Fields that the words of another field give as well: the date's words give its precision, a figure's its bounds."""


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


def complete(rows: Iterable[Evidence], records: Mapping[tuple[str, str], Record]) -> tuple[Evidence, ...]:
    """Rows with those of companion fields added, and none for a field that is empty.

    ``records`` are the story's records by table and id; rows of tables it does not hold stay as they are.
    """
    made: dict[Evidence, None] = {}
    for row in rows:
        record = records.get((row.table, row.record_id))
        for field in (row.field, *COMPANIONS.get((row.table, row.field), ())):
            if record is None or getattr(record, field, "kept") not in ("", None):
                made[row if field == row.field else msgspec.structs.replace(row, field=field)] = None
    return tuple(made)
