"""The tables users get: names, columns and their order. Change only by adding (DESIGN, contracts).

``show``, ``export``, the Python API and the desk's JSON give exactly these columns, in this order.
"""

from __future__ import annotations

from sayso import records

DERIVED = ("confidence", "reviewed", "version")

TABLES: dict[str, type[records.Record]] = {
    "pages": records.Page,
    "stories": records.Story,
    "voices": records.Voice,
    "claims": records.Claim,
    "claim_voices": records.ClaimVoice,
    "claim_accounts": records.ClaimAccount,
    "accounts": records.Account,
    "participants": records.Participant,
    "counts": records.Count,
    "victims": records.Victim,
    "incidents": records.Incident,
    "tolls": records.Toll,
    "links": records.Link,
    "origins": records.Origin,
    "actors": records.Actor,
    "names": records.Name,
    "roles": records.Role,
    "places": records.Place,
    "gaps": records.Gap,
    "rates": records.Rate,
    "relations": records.Relation,
    "evidence": records.Evidence,
    "decisions": records.Decision,
    "issues": records.Issue,
    "aliases": records.Alias,
}
"""Every table of the contract and the record that is its row."""

HIDDEN: dict[str, frozenset[str]] = {
    "stories": frozenset({"text", "blocks", "position"}),
    "accounts": frozenset({"trigger_start", "trigger_end", "refers_to"}),
}
"""Fields of a record that are not columns of its table (``text`` of stories comes with ``--with-text``)."""


def columns(table: str, *, with_text: bool = False) -> tuple[str, ...]:
    """Column names of ``table`` in contract order: the record's fields, the derived ones last."""
    record = TABLES[table]
    own = [f for f in record.__struct_fields__ if f not in HIDDEN.get(table, frozenset())]
    if issubclass(record, records.Derived):
        own = [f for f in own if f not in DERIVED] + list(DERIVED)
    if table == "stories" and with_text:
        own.append("text")
    return tuple(own)
