"""Writing what merge derives: incidents, tolls, links, origins, and the ids of them on accounts and claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from sayso import contract
from sayso.case import codec, keeping
from sayso.case.schema import CASE_EVIDENCE, READINGS, STORED
from sayso.case.writing import Writing
from sayso.records import Alias, Evidence, Incident, Link, Origin, Toll
from sayso.vocabulary import How


class Deriving(Writing):
    """The part of a case that merge writes to."""

    def replace_incidents(
        self,
        incidents: Iterable[Incident],
        tolls: Iterable[Toll] = (),
        links: Iterable[Link] = (),
        origins: Iterable[Origin] = (),
        *,
        account_incident: Mapping[str, str],
        claim_origin: Mapping[str, str] | None = None,
        account_origin: Mapping[str, str] | None = None,
        evidence: Iterable[Evidence] = (),
    ) -> None:
        """Write all that merge derived in place of what was there, in one transaction.

        ``account_incident`` maps account_id to incident_id; victims follow their account. ``claim_origin`` maps
        claim_id to origin_id; an account has the origin that ``account_origin`` gives it, else its claim's. Accounts
        and claims not named lose theirs. The id of an incident that is no more resolves, through ``aliases``, to the
        incident that took most of its accounts. ``evidence`` is for the fields of these records; that each account of
        an incident is evidence of its status is not stored, for it follows.
        """
        incidents = list(incidents)
        claim_origin = claim_origin or {}
        with self._writing() as connection:
            before = self._old_incidents(connection)
            for table in ("incidents", "tolls", "links", "origins"):
                connection.execute(delete(STORED[table]))
            connection.execute(delete(CASE_EVIDENCE))
            self._insert_records(connection, "incidents", incidents)
            self._insert_records(connection, "tolls", tolls)
            self._insert_records(connection, "links", links)
            self._insert_records(connection, "origins", origins)
            names = contract.columns("evidence")
            rows = [codec.stored_row(record, names) for record in evidence if not _implied(record, account_incident)]
            if rows:
                connection.execute(insert(CASE_EVIDENCE), rows)
            moved = self._point_to_incidents(connection, account_incident, claim_origin, account_origin or {})
            present = {incident.incident_id for incident in incidents}
            gone = {old: taken for old, taken in moved.items() if old not in present}
            for old in before - present:
                gone.setdefault(old, Counter())
            self._store_aliases(connection, _aliases(gone))

    def _old_incidents(self, connection: Connection) -> set[str]:
        return set(connection.scalars(select(STORED["incidents"].c.incident_id)))

    def _point_to_incidents(
        self,
        connection: Connection,
        account_incident: Mapping[str, str],
        claim_origin: Mapping[str, str],
        account_origin: Mapping[str, str],
    ) -> dict[str, Counter[str]]:
        """Write ids that changed; how many accounts each old incident gave to each new one."""
        moved: dict[str, Counter[str]] = defaultdict(Counter)
        accounts, claims, victims = (STORED[name].c for name in ("accounts", "claims", "victims"))
        incident: dict[int, str] = {}
        origin: dict[int, str] = {}
        columns = (accounts.key, accounts.account_id, accounts.claim_id, accounts.incident_id, accounts.origin_id)
        for key, account_id, claim_id, old, old_origin in connection.execute(select(*columns)):
            new = account_incident.get(account_id, "")
            if new != old:
                incident[key] = new
                if old and new:
                    moved[old][new] += 1
            new_origin = account_origin.get(account_id) or claim_origin.get(claim_id, "")
            if new_origin != old_origin:
                origin[key] = new_origin
        self._update_column(connection, "accounts", "incident_id", incident)
        self._update_column(connection, "accounts", "origin_id", origin)
        origin = {
            key: new
            for key, claim_id, old in connection.execute(select(claims.key, claims.claim_id, claims.origin_id))
            if (new := claim_origin.get(claim_id, "")) != old
        }
        self._update_column(connection, "claims", "origin_id", origin)
        query = select(victims.key, victims.account_id, victims.incident_id)
        incident = {
            key: new
            for key, account_id, old in connection.execute(query)
            if (new := account_incident.get(account_id, "")) != old
        }
        self._update_column(connection, "victims", "incident_id", incident)
        return moved

    def refresh_shared(self) -> None:
        """Make actors and places anew from the readings: what only an older reading said of them goes.

        For after a re-read of many stories with a newer reader.
        """
        with self._writing() as connection:
            rows: dict[str, dict[str, dict[str, Any]]] = {"actors": {}, "places": {}}
            for (packed,) in connection.execute(select(READINGS.c.reading)):
                reading = codec.unpack_bare(packed)
                for table, id_name, records in (
                    ("actors", "actor_id", reading.actors),
                    ("places", "place_id", reading.places),
                ):
                    known, names = rows[table], contract.columns(table)
                    for record in records:
                        row = codec.stored_row(record, names)
                        old = known.get(row[id_name])
                        known[row[id_name]] = keeping.joined(old, row) if old else row
            for table, found in rows.items():
                connection.execute(delete(STORED[table]))
                if found:
                    connection.execute(insert(STORED[table]), [found[record_id] for record_id in sorted(found)])


def _implied(evidence: Evidence, account_incident: Mapping[str, str]) -> bool:
    """Whether the evidence table gives this row because an account belongs to an incident."""
    return (
        (evidence.table, evidence.field, evidence.how) == ("incidents", "status", How.INFERRED)
        and evidence.start is None
        and evidence.ref != ""
        and account_incident.get(evidence.ref) == evidence.record_id
    )


def _aliases(gone: Mapping[str, Counter[str]]) -> list[Alias]:
    """Where each incident that is no more leads: to the one with most of its accounts, the first by id of several."""
    found = []
    for old, taken in sorted(gone.items()):
        if taken:
            new = min(taken, key=lambda incident: (-taken[incident], incident))
            found.append(Alias(old_id=old, new_id=new, why="its accounts moved"))
    return found
