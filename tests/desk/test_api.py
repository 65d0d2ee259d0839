"""The desk's JSON: contract columns, choices, pages of rows, one shape of errors."""

from __future__ import annotations

import pytest
from crisis import Crisis
from starlette.testclient import TestClient

from sayso import contract


@pytest.mark.parametrize("table", contract.TABLES)
def test_every_table_has_the_contract_columns(client: TestClient, table: str) -> None:
    got = client.get(f"/api/{table}").json()
    assert got["columns"] == list(contract.columns(table))
    assert all(list(row) == got["columns"] for row in got["rows"])


def test_rows_can_be_chosen_and_ordered(client: TestClient, crisis: Crisis) -> None:
    def ids(query: str) -> list[str]:
        return [row["incident_id"] for row in client.get(f"/api/incidents?{query}").json()["rows"]]

    assert ids("killed_min>=3") == [crisis.strike]
    assert ids("place~=Belm") == [crisis.visit]
    assert set(ids("event_type=CONSULT&event_type=PROTEST")) == {crisis.visit, crisis.undated}
    assert crisis.visit not in ids("event_type!=CONSULT")
    assert ids("order=-date_start")[0] == crisis.undated


def test_rows_come_in_pages(client: TestClient) -> None:
    seen, address = [], "/api/incidents?limit=3"
    while address:
        got = client.get(address).json()
        assert got["total"] == 4
        seen += [row["incident_id"] for row in got["rows"]]
        address = got["next"]
    assert len(seen) == len(set(seen)) == 4


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/nothing", 404),
        ("/api/claims?colour=red", 400),
        ("/api/claims?start>=x", 400),
        ("/api/claims?limit=0", 400),
        ("/api/claims?limit=5000", 400),
        ("/api/claims?order=nothing", 400),
        ("/incidents/i0?format=json", 404),
        ("/stories/s0?format=json", 404),
        ("/?type=RIOT&format=json", 400),
        ("/nowhere?format=json", 404),
    ],
)
def test_errors_have_one_shape(client: TestClient, address: str, status: int) -> None:
    got = client.get(address)
    assert got.status_code == status
    error = got.json()["error"]
    assert set(error) == {"status", "what", "remedy"}
    assert error["status"] == status and error["what"] and error["remedy"]
    assert client.get(address, headers={"host": "evil.example"}).json()["error"]["status"] == 421
