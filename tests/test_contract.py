"""The contract: every table has the columns that users were promised, in order; closed vocabularies are closed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sayso import contract, open_case, records, vocabulary

PROMISED = {
    "pages": "page_id address retrieved modified media_type sha256 version_of version",
    "stories": "story_id page_id page title byline outlet dateline published published_from language words "
    "origin_group text_sha256 corrects_story_id retracted",
    "voices": "voice_id story_id actor_id name sort naming role number confidence reviewed version",
    "claims": "claim_id story_id speaker speaker_id speaker_kind speaker_role via stance certainty certainty_text "
    "quoted said_on origin_id denies_claim_id block text start end confidence reviewed version",
    "claim_voices": "claim_id position member voice_id",
    "claim_accounts": "claim_id account_id relation",
    "accounts": "account_id story_id incident_id claim_id origin_id event_type event_mode context status grain "
    "events_min events_max date_start date_end date_precision date_kind time_of_day date_zone place place_id country "
    "latitude longitude geo_precision actor recipient means block text start end confidence reviewed version",
    "participants": "account_id role actor_id name certainty count_id",
    "counts": "count_id account_id claim_id story_id what who min max qualifier basis part_of_count_id "
    "supersedes_count_id date_start date_end place per text start end confidence reviewed version",
    "victims": "victim_id incident_id account_id claim_id name age_min age_max sex group harm story_id start end "
    "confidence reviewed version",
    "incidents": "incident_id event_type event_mode status date_start date_end date_precision place admin1 country "
    "latitude longitude geo_precision actor recipient killed_min killed_max civilians_killed_min civilians_killed_max "
    "militants_killed_min militants_killed_max injured_min injured_max number_of_accounts number_of_stories "
    "number_of_origins_min number_of_origins_max contested contested_about first_reported last_reported "
    "confidence reviewed version",
    "tolls": "incident_id what who min max min_count_id max_count_id contested first_date last_date",
    "links": "account_a account_b judgement score reasons by at",
    "origins": "origin_id kind name reason certain",
    "actors": "actor_id name kind country sector",
    "names": "id name script kind story_id",
    "roles": "role_id actor_id name role organisation date_start date_end story_id start end "
    "confidence reviewed version",
    "places": "place_id name kind admin1 country latitude longitude geonames_id",
    "gaps": "filter date_start date_end days stories_read stories_unread outlets",
    "rates": "filter period incidents contested claimed_min claimed_max low high",
    "relations": "actor_a actor_b period intensity low high",
    "evidence": "table record_id field how story_id start end ref",
    "decisions": "decision_id at by action table record_id anchor field before after reason undoes version",
    "issues": "what why remedy",
    "aliases": "old_id new_id why",
}
"""The columns that were published. Others may stand among them; none may go, or change places."""

CLOSED = {
    "PublishedFrom": "page metadata address manifest given inferred unknown",
    "SpeakerKind": "named role anonymous organisation document outlet author",
    "Stance": "asserts denies confirms doubts declines corrects retracts",
    "Certainty": "certain probable possible unstated",
    "Quoted": "0 1 mixed",
    "BlockColumn": "heading caption body quoted",
    "ClaimRelation": "reports denies confirms doubts comments",
    "EventType": "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT ACCUSE REJECT THREATEN REQUEST PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT OTHER",
    "Grain": "single several period habitual",
    "Status": "happened contested denied ongoing planned threatened called_off hypothetical",
    "Qualifier": "exactly about at_least more_than up_to fewer_than range all none some nearly vague",
    "Basis": "total additional subtotal",
    "ParticipantRole": "actor recipient victim means other",
    "ParticipantCertainty": "stated admitted accused suspected possible unknown",
    "How": "text metadata manifest gazetteer table inferred decision",
    "Naming": "named role unnamed",
}
ALLOWED_TOO = {"unknown"}
"""What a vocabulary may hold beside: not known, as opposed to not stated."""


def test_no_table_is_missing() -> None:
    assert list(contract.TABLES) == list(PROMISED)


@pytest.mark.parametrize("table", PROMISED)
def test_columns_are_those_promised_in_their_order(table: str) -> None:
    wanted = PROMISED[table].split()
    have = [name for name in contract.columns(table) if name in wanted]
    assert have == wanted


def test_text_of_stories_comes_on_demand_and_last() -> None:
    assert contract.columns("stories", with_text=True) == (*contract.columns("stories"), "text")


@pytest.mark.parametrize("name", CLOSED)
def test_vocabularies_are_closed(name: str) -> None:
    have = {str(member) for member in getattr(vocabulary, name)}
    wanted = set(CLOSED[name].split())
    assert wanted <= have <= wanted | ALLOWED_TOO


@pytest.mark.parametrize("table", PROMISED)
def test_records_are_frozen_and_made_by_name(table: str) -> None:
    record = contract.TABLES[table]
    assert issubclass(record, records.Record)
    assert record.__struct_config__.frozen
    with pytest.raises(TypeError, match="positional"):
        record("one")


def test_case_gives_each_table_with_its_columns(tmp_path: Path) -> None:
    with open_case(tmp_path / "case.db") as case:
        for table in contract.TABLES:
            if table in ("gaps", "rates", "relations"):
                continue  # these answer a question
            assert getattr(case, table)().columns == contract.columns(table)


def test_rows_make_records_again(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Fire in Oskerim\n\nTwo people were killed in a fire in Oskerim on Monday, police said.\n")
    with open_case(tmp_path / "case.db") as case:
        case.read(page, published="2031-03-05", jobs=1)
        for table in ("claims", "counts", "incidents"):
            rows = list(case.rows(table))
            assert rows
            for row in rows:
                msgspec.convert(row, contract.TABLES[table], strict=False)
