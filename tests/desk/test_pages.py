"""Every page and filter of the desk, over a case in which each value is known."""

from __future__ import annotations

import re

import pytest
from crisis import FIRST, SECOND, TITLE, Crisis
from starlette.testclient import TestClient


def shown(page: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def incidents(client: TestClient, **filter: str) -> set[str]:
    got = client.get("/", params={**filter, "format": "json"})
    assert got.status_code == 200, got.text
    return {entry["incident"]["incident_id"] for day in got.json()["days"] for entry in day["entries"]}


def test_chronology_shows_incidents_with_status_tolls_and_silence(client: TestClient, crisis: Crisis) -> None:
    page = client.get("/").text
    words = shown(page)
    assert f"/incidents/{crisis.strike}" in page
    assert "Contested" in words
    assert "3 or more killed" in words
    assert "whether it happened" in words
    assert "3 accounts in 2 stories · 2–3 origins" in words
    assert "No incident is dated to the 16 days from 4–19 March 2031." in words
    assert "2 stories from 2 outlets of those days were read , 1 could not be" in words.replace("read,", "read ,")
    assert 'class="histogram"' in page
    assert 'aria-label="Ardun: 1 incident, 1 contested"' in page


def test_filters_choose(client: TestClient, crisis: Crisis) -> None:
    everything = incidents(client)
    assert {crisis.strike, crisis.visit} < everything and crisis.undated not in everything
    assert incidents(client, dates="none") == {crisis.undated}
    assert incidents(client, type="CONSULT") == {crisis.visit}
    assert incidents(client, status="contested") == {crisis.strike}
    assert incidents(client, place="bELM") == {crisis.visit}
    assert incidents(client, contested="1") == {crisis.strike}
    assert incidents(client, killed="3") == {crisis.strike}
    assert incidents(client, **{"from": "2031-03-21"}) == {crisis.visit}
    assert incidents(client, to="2031-03-03") == {crisis.strike}
    assert incidents(client, **{"from": "2031-03", "to": "2031-03"}) == everything
    assert incidents(client, actor="nobody") == set()


def test_order_turns(client: TestClient, crisis: Crisis) -> None:
    days = client.get("/", params={"order": "newest", "format": "json"}).json()["days"]
    assert [day["date"] for day in days] == ["2031-03-25", "2031-03-20", "2031-03-03"]
    gap = days[2]["entries"][0]["gap_before"]
    assert (gap["days"], gap["stories_read"], gap["stories_unread"], gap["outlets"]) == (16, 2, 1, 2)


def test_an_offset_keeps_the_silence_before_its_first_row(client: TestClient) -> None:
    day = client.get("/", params={"offset": "1", "format": "json"}).json()["days"][0]
    assert day["date"] == "2031-03-20"
    assert day["entries"][0]["gap_before"]["days"] == 16


@pytest.mark.parametrize("query", ["from=monday", "type=RIOT", "killed=many", "offset=-1", "offset=x"])
def test_wrong_filters_are_told(client: TestClient, query: str) -> None:
    got = client.get(f"/?{query}")
    assert got.status_code == 400
    assert "cannot be shown" in got.text


def test_incident_shows_accounts_figures_and_disputes(client: TestClient, crisis: Crisis) -> None:
    page = client.get(f"/incidents/{crisis.strike}")
    words = shown(page.text)
    assert page.status_code == 200
    assert "Assault, aerial, Ardun" in words
    assert "Contested: whether it happened; how many were killed." in words
    assert "senior official" in words and "Edda Marsh" in words
    assert "denies it" in words
    assert "same day +1.6" in words
    record = client.get(f"/incidents/{crisis.strike}?format=json").json()
    (toll,) = record["tolls"]
    assert [(f["who_says"], f["words"], f["stands"]) for f in toll["figures"]] == [
        ("Edda Marsh", "3", True),
        ("senior official", "11 or more", True),
    ]
    assert [step["name"] for step in record["cards"][0]["chain"]] == ["Vale Courier", "Edda Marsh"]


def test_each_derived_value_says_why(client: TestClient, crisis: Crisis) -> None:
    record = client.get(f"/incidents/{crisis.strike}?format=json").json()
    fields = [value["field"] for value in record["values"]]
    assert {"status", "event_type", "date_start", "place", "killed_total"} <= set(fields)
    for field in fields:
        assert client.get(f"/incidents/{crisis.strike}?why={field}").status_code == 200
    why = client.get(f"/incidents/{crisis.strike}?why=killed_total&format=json").json()["why"]
    assert why["sources"][0]["who"] == "Edda Marsh"
    assert [p["text"] for p in why["sources"][0]["sentence"] if p["marked"]] == ["three people"]
    place = client.get(f"/incidents/{crisis.strike}?why=place&format=json").json()["why"]
    assert [p["text"] for p in place["sources"][0]["sentence"] if p["marked"]] == ["Ardun"]
    assert client.get(f"/incidents/{crisis.strike}?why=weather").status_code == 404


def test_a_panel_is_given_alone_when_asked_for(client: TestClient, crisis: Crisis) -> None:
    asked = {"HX-Request": "true", "HX-Target": "panel"}
    for address in (f"/incidents/{crisis.strike}?why=place", f"/stories/{crisis.first}?record={crisis.claim}"):
        part, whole = client.get(address, headers=asked), client.get(address)
        assert "<html" not in part.text and "panel-head" in part.text
        assert "<html" in whole.text and "panel-head" in whole.text
        assert "HX-Target" in part.headers["vary"]


def test_story_marks_overlapping_spans(client: TestClient, crisis: Crisis) -> None:
    record = client.get(f"/stories/{crisis.first}?format=json").json()
    assert "".join(s["text"] for s in record["heading"]) == TITLE
    stretches = {s["text"]: s for block in record["blocks"] for s in block["stretches"]}
    assert stretches["three people"]["layers"] == ["claim", "figure"]
    assert stretches["three people"]["records"] == [crisis.count, crisis.claim]
    assert stretches["air strike"]["layers"] == ["claim", "event"]
    assert stretches["Ardun"]["layers"] == ["claim", "place"]
    assert stretches["Monday"]["layers"] == ["claim", "time"]
    assert stretches["Marsh"]["layers"] == ["voice"]
    whole = "\n\n".join("".join(s["text"] for s in block["stretches"]) for block in record["blocks"])
    assert whole == f"{FIRST}\n\n{SECOND}"
    page = client.get(f"/stories/{crisis.first}").text
    for record_id in (crisis.claim, crisis.account, crisis.count):
        assert f'id="{record_id}"' in page


@pytest.mark.parametrize("kind", ["claim", "account", "count"])
def test_records_of_a_story_open_with_their_evidence(client: TestClient, crisis: Crisis, kind: str) -> None:
    record_id = getattr(crisis, kind)
    record = client.get(f"/stories/{crisis.first}?record={record_id}&format=json").json()["record"]
    assert record["record_id"] == record_id
    assert any(fact.get("proofs") for fact in record["facts"])
    assert record["near"]
    assert client.get(f"/stories/{crisis.first}?record=c0").status_code == 404


def test_story_tells_of_copies_and_of_what_was_not_read(client: TestClient, crisis: Crisis) -> None:
    assert f"/stories/{crisis.second}" in client.get(f"/stories/{crisis.first}").text
    words = shown(client.get(f"/stories/{crisis.unread}").text)
    assert "was not read : it is in another language than English (fr)" in words.replace("read:", "read :")


def test_voices_are_named_or_said_to_differ(client: TestClient) -> None:
    named = client.get("/voices?format=json").json()
    assert [v["name"] for v in named["voices"]] == ["Edda Marsh", "The ministry"]
    assert named["voices"][1]["denials"] == 1
    unnamed = client.get("/voices?naming=unnamed&format=json").json()
    assert [v["name"] for v in unnamed["voices"]] == ["senior official"]
    assert client.get("/voices?q=edda&format=json").json()["named_total"] == 1
    words = shown(client.get("/voice?name=senior+official").text)
    assert "in each story it is a different voice" in words
    marsh = client.get("/voice?name=Edda+Marsh&format=json").json()
    assert [role["role"] for role in marsh["roles"]] == ["prefect"]
    assert [c["stance"] for s in marsh["stories"] for c in s["claims"]] == ["asserts"]
    assert client.get("/voice?name=The+ministry&stance=denies&format=json").json()["paging"]["total"] == 1
    assert client.get("/voice?name=Nobody").status_code == 404


def test_search_marks_words_and_filters(client: TestClient, crisis: Crisis) -> None:
    found = client.get("/search", params={"q": "strike", "format": "json"}).json()
    assert [r["story_id"] for r in found["results"]] == [crisis.second, crisis.first]
    assert any(p["marked"] and p["text"].lower() == "strike" for p in found["results"][0]["snippets"][0]["parts"])

    def ids(**filter: str) -> list[str]:
        got = client.get("/search", params={"q": "strike", "format": "json", **filter}).json()
        return [r["story_id"] for r in got["results"]]

    assert ids(outlet="River Post") == [crisis.second]
    assert ids(to="2031-03-04") == [crisis.first]
    assert ids(**{"from": "2031-03-05"}) == [crisis.second]
    assert "<mark>" in client.get("/search?q=strike").text
    assert len(client.get("/search?format=json").json()["results"]) == 3
    assert "No story found" in client.get("/search?q=zeppelin").text


def test_issues_and_about(client: TestClient) -> None:
    words = shown(client.get("/issues").text)
    assert "news/four.html it is empty Fetch it again." in words
    about = client.get("/about?format=json").json()
    assert (about["stories"], about["stories_read"], about["unread"], about["issues"]) == (3, 2, 1, 1)
    assert about["outlets"] == {"Vale Courier": 2, "River Post": 1}
    assert "Vale Courier" in client.get("/about").text


def test_an_empty_case_says_what_to_do(empty_client: TestClient) -> None:
    assert "sayso read pages/" in empty_client.get("/").text
    for address in ("/voices", "/search", "/issues", "/about", "/?dates=none"):
        assert empty_client.get(address).status_code == 200


def test_ids_lead_to_their_records(client: TestClient, crisis: Crisis) -> None:
    for record_id in (crisis.claim, crisis.account, crisis.count):
        assert client.get(f"/records/{record_id}").headers["location"].startswith(f"/stories/{crisis.first}?record=")
    assert client.get(f"/records/{crisis.strike}").headers["location"] == f"/incidents/{crisis.strike}"
    assert client.get("/records/zzz").status_code == 404
    assert client.get("/incidents/i0").status_code == 404
    assert client.get("/stories/s0").status_code == 404
