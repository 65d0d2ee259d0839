"""What protects a reader: policy, hosts, methods, escaping."""

from __future__ import annotations

import re

import pytest
from crisis import Crisis
from starlette.testclient import TestClient

from sayso.desk.security import POLICY, Guard

ADDRESSES = (
    "/", "/?dates=none", "/voices", "/voice?name=Edda+Marsh", "/search?q=strike", "/issues", "/about", "/nowhere",
    "/api/", "/api/claims", "/api/nothing", "/static/desk.css", "/static/nothing.js", "/?from=x",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_policy(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"]


def test_the_policy_allows_nothing_inline_or_foreign() -> None:
    assert "default-src 'none'" in POLICY and "frame-ancestors 'none'" in POLICY
    assert "unsafe" not in POLICY and "http" not in POLICY


def test_pages_hold_no_inline_script_style_or_foreign_address(client: TestClient, crisis: Crisis) -> None:
    for address in (*ADDRESSES, f"/incidents/{crisis.strike}", f"/stories/{crisis.first}?record={crisis.count}"):
        page = client.get(address)
        if "html" not in page.headers["content-type"]:
            continue
        assert not re.search(r"\sstyle\s*=|\son\w+\s*=|<style", page.text)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page.text))
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)


def test_hostile_titles_and_addresses_are_text(client: TestClient, crisis: Crisis) -> None:
    for address in ("/", "/search", f"/stories/{crisis.first}", f"/incidents/{crisis.strike}"):
        assert "<script>alert" not in client.get(address).text
    second = client.get(f"/stories/{crisis.second}").text
    assert "javascript:alert(1)" in second
    assert 'href="javascript:' not in second
    for parameter in ("place", "actor"):
        page = client.get("/", params={parameter: '"><script>alert(2)</script>'}).text
        assert "<script>alert" not in page
    assert "<script>" not in client.get("/<script>alert(3)</script>").text.replace("<script src", "")


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True),
        ("localhost:8080", True),
        ("127.0.0.1:8080", True),
        ("[::1]:8080", True),
        ("192.168.1.20", True),
        ("desk.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        ("[", False),
    ],
)
def test_only_this_machine_is_answered_for(client: TestClient, host: str, known: bool) -> None:
    assert client.get("/about", headers={"host": host}).status_code == (200 if known else 421)


def test_a_host_can_be_named() -> None:
    assert Guard(lambda *_: None, hosts=["Desk.Example"]).knows("desk.example:80")  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading(client: TestClient, method: str) -> None:
    got = client.request(method, "/api/claims")
    assert got.status_code == 405
    assert set(got.json()["error"]) == {"status", "what", "remedy"}


def test_a_fault_of_ours_is_answered_with_the_policy(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("made to fail")

    monkeypatch.setattr("sayso.desk.pages.finding.build_about", broken)
    got = client.get("/about")
    assert got.status_code == 500
    assert got.headers["content-security-policy"] == POLICY
    assert "made to fail" not in got.text
