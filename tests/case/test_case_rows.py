from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from made_up import SENTENCES, make_page, make_reading, make_story
from sayso import contract
from sayso.case import Case, codec
from sayso.case.schema import STORED
from sayso.errors import UsageError
from sayso.records import Evidence, Gap, Incident, Place, Reading
from sayso.vocabulary import EventType, How, Status


def fill(case: Case) -> list[Reading]:
    readings = []
    for number in range(3):
        page = make_page(f"{number}.html", str(number).encode())
        reading = make_reading(make_story(page, published=f"2031-03-0{3 - number}"))
        case.add_page(page, str(number).encode(), "", [reading.story], [reading])
        readings.append(reading)
    return readings


@pytest.mark.parametrize("table", list(contract.TABLES))
def test_every_table_has_a_method_and_the_columns_of_the_contract(
    make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setattr(Case, "computed", dict.fromkeys(("gaps", "rates", "relations"), lambda case: []))
    case = make_case()
    fill(case)
    rows = getattr(case, table)()
    assert rows.columns == contract.columns(table)
    assert len(list(rows)) == len(rows) == len(list(rows.tuples()))
    for row in rows:
        assert tuple(row) == contract.columns(table)
        assert all(value is None or type(value) in (str, int, float) for value in row.values())


def test_rows_are_chosen_ordered_and_windowed(case: Case) -> None:
    readings = fill(case)
    assert [row["published"] for row in case.stories()] == ["2031-03-01", "2031-03-02", "2031-03-03"]
    assert [row["published"] for row in case.stories(order="-published", limit=1, offset=1)] == ["2031-03-02"]
    assert len(case.stories(limit=5, offset=2)) == 1
    assert len(case.accounts(where={"event_type": "REJECT"})) == 6
    assert len(case.accounts(where={"event_type": ["REJECT", "ASSAULT"], "status": Status.HAPPENED})) == 12
    assert len(case.accounts(where={"event_type !=": "REJECT"})) == 6
    assert len(case.accounts(where={"latitude": None})) == 3
    assert len(case.accounts(where={"latitude !=": None})) == 9
    assert len(case.accounts(where={"latitude >": "12"})) == 9
    assert len(case.counts(where={"max": [None, 1]})) == 6
    assert len(case.counts(where={"min >=": 2})) == 6
    assert len(case.accounts(where={"published <": "2031-03-02", "date_start": ""})) == 1
    assert len(case.claims(where={"speaker ~": "ice 3"})) == 3
    assert len(case.claims(where={"story_id": readings[0].story.story_id})) == 4
    assert [row["min"] for row in case.counts(order=["-min"], limit=4)] == [3, 3, 3, 2]
    assert [row["max"] for row in case.counts(order="max", limit=4)] == [None, None, None, 1]


def test_laid_out_tables_are_chosen_ordered_and_windowed_alike(case: Case) -> None:
    readings = fill(case)
    account = readings[1].accounts[0]
    assert len(case.participants(where={"account_id": account.account_id})) == 1
    assert len(case.voices(where={"story_id": readings[0].story.story_id})) == 4
    assert len(case.voices(where={"name ~": "3"})) == 3
    assert len(case.voices(limit=5, offset=10)) == 2
    assert [row["name"] for row in case.voices(order="-name", limit=4)] == ["voice 3"] * 3 + ["voice 2"]
    assert len(case.evidence(where={"start >": 100})) == 3 * len([c for c in readings[0].counts if c.start > 100])
    assert len(case.evidence(where={"record_id": readings[2].counts[0].count_id, "field": "min"})) == 1
    assert [row["story_id"] for row in case.names()] == sorted(reading.story.story_id for reading in readings)


def test_text_comes_with_claims_and_on_request_with_stories(case: Case) -> None:
    readings = fill(case)
    assert {row["text"] for row in case.claims()} == set(SENTENCES)
    assert "text" not in case.stories().columns
    texts = [row["text"] for row in case.stories(with_text=True)]
    assert texts == [reading.story.text for reading in reversed(readings)]


def test_rows_can_be_gone_through_twice_and_while_writing(case: Case) -> None:
    fill(case)
    rows = case.stories()
    assert list(rows) == list(rows)
    for row in rows:
        case.update_story_metadata(str(row["story_id"]), origin_group="g")
    assert {row["origin_group"] for row in rows} == {"g"}


@pytest.mark.parametrize(
    ("table", "choice", "words"),
    [
        ("sentences", {}, "none of that name"),
        ("claims", {"where": {"speeker": "x"}}, "no column 'speeker'"),
        ("voices", {"order": "nom"}, "no column 'nom'"),
        ("claims", {"where": {"text": "x"}}, "no column 'text'"),
        ("claims", {"where": {"speaker =>": "x"}}, "not a column"),
        ("claims", {"where": {"start >": [1, 2]}}, "one value"),
        ("claims", {"where": {"start >": "many"}}, "not a number"),
        ("claims", {"colour": "red"}, "no option"),
    ],
)
def test_wrong_requests_are_named(
    make_case: Callable[..., Case], table: str, choice: dict[str, object], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        list(make_case().rows(table, **choice))  # type: ignore[arg-type]


def test_computed_tables_come_from_their_functions(
    make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gaps(case: Case, *, days: int = 7) -> Iterable[Gap]:
        for number in (1, 2):
            yield Gap(
                filter="",
                date_start=f"2031-0{number}-01",
                date_end="",
                days=days,
                stories_read=3,
                stories_unread=0,
                outlets=1,
            )

    monkeypatch.setattr(Case, "computed", {"gaps": gaps})
    case = make_case()
    assert [row["days"] for row in case.gaps(days=9)] == [9, 9]
    assert [row["date_start"] for row in case.gaps(order="-date_start", limit=1)] == ["2031-02-01"]
    assert len(case.gaps(where={"date_start": "2031-01-01"})) == 1


def test_data_frame_tells_not_stated_from_zero(make_case: Callable[..., Case]) -> None:
    case = make_case()
    fill(case)
    frame = case.counts(where={"min <=": 1}, order="min").to_dataframe()
    assert frame["min"].tolist() == [0, 0, 0, 1, 1, 1]
    assert frame["max"].isna().tolist() == [True] * 3 + [False] * 3
    assert str(frame["max"].dtype) == "Int64"
    assert case.incidents().to_dataframe().columns.tolist() == list(contract.columns("incidents"))


def test_notebook_display_is_escaped(make_case: Callable[..., Case]) -> None:
    case = make_case()
    page = make_page("<script>.html", b"")
    story = make_story(page, title="<script>alert(1)</script>")
    case.add_page(page, b"", "", [story], [Reading(story=story, places=(Place(place_id="g1", name="<b>"),))])
    shown = case.stories()._repr_html_() + case.places()._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_info(case: Case) -> None:
    fill(case)
    info = case.info()
    assert info["tables"]["claims"] == 12
    assert info["tables"]["evidence"] == 12
    assert (info["published_first"], info["published_last"]) == ("2031-03-01", "2031-03-03")
    assert info["outlets"] == {"Vale Courier": 3}
    assert info["reader_versions"] == {"1": 3}
    assert (info["bytes_of_pages"], info["stories_read"], info["current_stories"]) == (3, 3, 3)
    assert info["bytes_on_disk"] > 10_000


def test_decisions_are_kept_in_order_with_their_anchor(case: Case) -> None:
    reading = fill(case)[0]
    count, story = reading.counts[1], reading.story
    first = case.decide(
        "correct", "counts", count.count_id, by="ana", field="min", before="1", after="3", reason="slip"
    )
    second = case.decide("undo", "counts", count.count_id, by="ben", undoes=first.decision_id)
    third = case.decide("accept", "stories", story.story_id, by="ben")
    assert first.anchor == f"{story.text_sha256}:{count.start}-{count.end}:{count.text}"
    assert third.anchor == f"{story.text_sha256}::"
    assert [row["decision_id"] for row in case.decisions()] == [
        first.decision_id, second.decision_id, third.decision_id
    ]  # fmt: skip
    assert case.decisions().first()["at"] == "2031-03-05T12:00:00Z"  # type: ignore[index]


def test_the_database_refuses_to_change_decisions(case: Case) -> None:
    case.decide("merge", "links", "a1 a2", by="ana")
    for statement in ("UPDATE decisions SET by = 'x'", "DELETE FROM decisions"):
        with pytest.raises((DBAPIError, sqlite3.Error), match="append-only"), case.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    assert [row["by"] for row in case.decisions()] == ["ana"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("agree", "claims", "c1"), "action"),
        (("accept", "clams", "c1"), "table"),
        (("accept", "claims", "c1"), "not in the case"),
    ],
)
def test_decisions_about_nothing_are_refused(make_case: Callable[..., Case], arguments: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        make_case().decide(*arguments, by="ana")


def test_evidence_of_a_record_is_looked_for_in_its_story_alone(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = fill(case)
    opened: list[bytes] = []
    unpack = codec.unpack_bare

    def counted(packed: bytes) -> Reading:
        opened.append(packed)
        return unpack(packed)

    everything = [msgspec.convert(row, Evidence) for row in case.evidence()]
    monkeypatch.setattr(codec, "unpack_bare", counted)
    reading = readings[1]
    for record_id in (
        reading.counts[0].count_id,
        reading.claims[0].claim_id,
        reading.accounts[0].account_id,
        reading.claims[0].speaker_id,
        reading.story.story_id,
    ):
        assert case.evidence_of(record_id) == [one for one in everything if one.record_id == record_id]
        assert len(opened) <= 1
        opened.clear()
    assert case.evidence_of("i" + "0" * 16) == []
    assert not opened


def test_evidence_of_what_merge_derived(case: Case) -> None:
    one, other = fill(case)[0].accounts[:2]
    incident = Incident(incident_id="i" + "1" * 16, event_type=EventType.ASSAULT)

    def why(field: str, account_id: str) -> Evidence:
        return Evidence(
            table="incidents", record_id=incident.incident_id, field=field, how=How.INFERRED, ref=account_id
        )

    place = why("place", one.account_id)
    status = [why("status", account_id) for account_id in sorted((one.account_id, other.account_id))]
    at = dict.fromkeys((one.account_id, other.account_id), incident.incident_id)
    case.replace_incidents([incident], account_incident=at, evidence=[place, *status])
    assert case.evidence_of(incident.incident_id) == [place, *status]
    assert len(case.evidence(where={"table": "incidents", "field": "status"})) == 2
    everything = case.evidence()
    assert len(everything) == len(list(everything))


def test_a_query_of_ones_own(case: Case) -> None:
    fill(case)
    counted = case.query(select(func.count()).select_from(STORED["claims"]))
    assert counted[0][0] == len(case.claims())
