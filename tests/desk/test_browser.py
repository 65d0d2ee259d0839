"""The real server in a real browser: nothing refused, nothing foreign asked for, evidence opens beside the text."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
import uvicorn
from crisis import Crisis

from sayso.desk import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(crisis_case: tuple[Path, Crisis]) -> Iterator[str]:
    """The address of a running desk."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(str(crisis_case[0])), log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="module", params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    """A browser window."""
    if not chromium.find():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed, and CI must test the desk in it: apt-get install chromium")
        pytest.skip("Chromium is not installed")
    width, height = request.param
    with chromium.Browser(tmp_path_factory.mktemp("profile"), width=width, height=height) as found:
        yield found


def test_no_page_is_refused_anything_or_runs_over(browser: chromium.Browser, desk: str, crisis: Crisis) -> None:
    browser.messages.clear()
    browser.requests.clear()
    addresses = (
        "/", "/?dates=none", "/?type=ASSAULT", f"/incidents/{crisis.strike}", f"/incidents/{crisis.strike}?why=status",
        f"/stories/{crisis.first}", f"/stories/{crisis.first}?record={crisis.count}", f"/stories/{crisis.unread}",
        "/voices", "/voice?name=Edda+Marsh", "/search?q=strike", "/issues", "/about",
    )  # fmt: skip
    for address in addresses:
        browser.open(desk + address)
        wide = browser.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} pixels wider than the screen"
        assert browser.evaluate("document.styleSheets.length") == 1
    assert browser.messages == []
    assert all(address.startswith((desk, "data:")) for address in browser.requests)


def test_a_mark_opens_its_record_and_gives_the_focus_back(browser: chromium.Browser, desk: str, crisis: Crisis) -> None:
    browser.messages.clear()
    browser.open(f"{desk}/stories/{crisis.first}")
    assert not browser.evaluate("document.getElementById('panel').classList.contains('is-open')")
    browser.evaluate(f"document.getElementById('{crisis.count}').focus()")
    browser.evaluate(f"document.getElementById('{crisis.count}').click()")
    browser.wait("document.getElementById('panel').classList.contains('is-open')")
    assert "3 killed" in browser.evaluate("document.querySelector('#panel h2').textContent")
    assert browser.evaluate("document.activeElement.id") == "panel"
    assert (
        browser.evaluate("[...document.querySelectorAll('.m.chosen')].map(m => m.textContent).join()") == "three people"
    )
    assert browser.evaluate("location.pathname + location.search") == f"/stories/{crisis.first}"
    browser.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))")
    browser.wait("!document.getElementById('panel').classList.contains('is-open')")
    assert browser.evaluate("document.activeElement.id") == crisis.count
    assert browser.messages == []


def test_layers_can_be_hidden(browser: chromium.Browser, desk: str, crisis: Crisis) -> None:
    browser.open(f"{desk}/stories/{crisis.first}")
    shade = f"getComputedStyle(document.getElementById('{crisis.account}')).boxShadow"
    assert browser.evaluate(shade) != "none"
    browser.evaluate("document.getElementById('layer-event').click()")
    browser.wait(f"{shade} === 'none'")


def test_why_opens_on_the_incident(browser: chromium.Browser, desk: str, crisis: Crisis) -> None:
    browser.open(f"{desk}/incidents/{crisis.strike}")
    browser.evaluate("document.querySelector('a.why[href*=killed_total]').click()")
    browser.wait("document.querySelectorAll('#panel .sources li').length === 2")


def test_the_filter_changes_the_list_without_a_new_page(browser: chromium.Browser, desk: str, crisis: Crisis) -> None:
    browser.messages.clear()
    browser.open(desk)
    browser.evaluate("window.same = true")
    browser.evaluate(
        "(() => { const s = document.querySelector('select[name=type]'); s.value = 'CONSULT';"
        " s.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )
    browser.wait("document.querySelectorAll('.entry').length === 1 && location.search === '?type=CONSULT'")
    assert browser.evaluate("window.same")
    assert browser.messages == []
