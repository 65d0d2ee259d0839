# ruff: noqa: E501 - pages and lines of text read better unbroken
"""Broken and hostile input: every one gives issues that say what, why and what to do, and none an exception."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import io
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import SourceError
from sayso.intake import RawPage, SourceOptions, extract, open_sources
from sayso.intake.fetch import fetch, is_private
from sayso.intake.unpack import gunzip
from sayso.records import Issue

NOW = "2031-05-04T12:00:00Z"
PARAGRAPHS = [
    "Shells fell on the river town of Marn for a third night on Sunday, killing at least nine people, the mayor said.",
    "Mayor Ilen Voss told reporters that the shells came from the eastern bank, where the army has its guns.",
    "The army said that none of its units had fired on the town and that it would look into the reports.",
]
PAGE = (
    "<html><head><title>Marn shelled again</title></head><body><article><h1>Marn shelled again</h1>"
    + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    + "</article></body></html>"
)


def issues(found: list[RawPage | Issue]) -> list[Issue]:
    return [x for x in found if isinstance(x, Issue)]


def pages(found: list[RawPage | Issue]) -> list[RawPage]:
    return [x for x in found if isinstance(x, RawPage)]


def complete(issue: Issue) -> bool:
    return bool(issue.what and issue.why and issue.remedy and issue.kind)


def check(raw: RawPage) -> list[str]:
    """Kinds of the issues of a page; offsets of its stories are checked on the way."""
    made = extract(raw, retrieved=NOW)
    assert all(complete(issue) for issue in made.issues)
    for story in made.stories:
        at = 0
        for block in story.blocks:
            assert block.start == at < block.end <= len(story.text)
            assert story.text[block.end : block.end + 2] in ("\n\n", "")
            at = block.end + 2
        assert at == len(story.text) + 2
        assert "\x00" not in story.text and story.text.encode("utf-8")
    return [issue.kind for issue in made.issues]


def test_file_of_no_bytes(tmp_path: Path) -> None:
    (tmp_path / "empty.html").touch()
    [page] = pages(list(open_sources([str(tmp_path)])))
    assert check(page) == ["empty"]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"%PDF-1.7 " + b"x" * 100, b"\x00\x01\x02\x03" * 500]
)
def test_binary_named_html(data: bytes) -> None:
    assert check(RawPage(name="a.html", data=data, media_type="text/html")) == ["binary"]


def test_page_of_fifty_megabytes(tmp_path: Path) -> None:
    (tmp_path / "large.html").write_bytes(PAGE.encode() + b"<!-- " + b"filling " * 6_250_000 + b"-->")
    [page] = pages(list(open_sources([str(tmp_path / "large.html")])))
    assert len(page.data) == SourceOptions().max_bytes
    made = extract(page, retrieved=NOW)
    assert [issue.kind for issue in made.issues] == ["truncated"]
    assert PARAGRAPHS[0] in made.stories[0].text


def test_extract_itself_stops_at_the_limit() -> None:
    large = PAGE.encode() + b" " * 21_000_000
    assert "truncated" in check(RawPage(name="a.html", data=large, media_type="text/html"))


@pytest.mark.parametrize("depth", [300, 5_000, 100_000])
def test_markup_nested_deeply(depth: int) -> None:
    deep = "<html><body>" + "<div>" * depth + f"<p>{PARAGRAPHS[0]}</p>" + "</div>" * depth + "</body></html>"
    kinds = check(RawPage(name="a.html", data=deep.encode(), media_type="text/html"))
    assert set(kinds) <= {"no_text", "damaged"}


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
def test_any_encoding_without_a_word_about_it(charset: str) -> None:
    text = "\n\n".join(["Zoë Müller’s “quiet” café reopens", *PARAGRAPHS, "The café’s owner said: “Naïve? Perhaps.”"])
    made = extract(RawPage(name="a.txt", data=text.encode(charset)), retrieved=NOW)
    assert "Zoë Müller’s “quiet” café" in made.stories[0].text


def test_encoding_that_the_page_declares() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("Voss", "Восс")
    made = extract(RawPage(name="a.html", data=page.encode("cp1251"), media_type="text/html"), retrieved=NOW)
    assert "Mayor Ilen Восс told" in made.stories[0].text


def test_encodings_mixed_in_one_page() -> None:
    data = (
        "Zoë’s café\n\n".encode()
        + "\n\n".join(PARAGRAPHS).encode()
        + b"\n\nThe caf\xe9 \x93reopens\x94 on Monday, she said."
    )
    made = extract(RawPage(name="a.txt", data=data), retrieved=NOW)
    assert "Zoë’s café" in made.stories[0].text
    assert "The café “reopens” on Monday" in made.stories[0].text


def test_nul_and_lone_surrogates_are_removed_and_nothing_else() -> None:
    text = (
        PARAGRAPHS[0].replace("Marn", "Ma\x00rn") + "\n\nThe word cafe\u0301 stays as it was written, the editor said."
    )
    made = extract(RawPage(name="a.txt", data=text.encode()), retrieved=NOW)
    assert "river town of Marn" in made.stories[0].text
    assert "cafe\u0301" in made.stories[0].text


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"])
def test_title_that_is_a_script(title: str) -> None:
    page = PAGE.replace("Marn shelled again", title)
    made = extract(RawPage(name="a.html", data=page.encode(), media_type="text/html"), retrieved=NOW)
    [story] = made.stories
    assert PARAGRAPHS[0] in story.text
    # what stands in <title> is text by the HTML standard; the heading's element is markup and goes


def test_gzip_that_ends_early(tmp_path: Path) -> None:
    packed = gzip.compress(("\n\n".join(PARAGRAPHS * 200)).encode())
    (tmp_path / "page.txt.gz").write_bytes(packed[: len(packed) // 2])
    [page] = pages(list(open_sources([str(tmp_path)])))
    assert "ends early" in page.truncated
    assert page.data.startswith(PARAGRAPHS[0].encode()[:40])
    assert "truncated" in check(page)


def test_gzip_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(b"\x00" * 300_000_000, 9)
    unpacked = gunzip(bomb, max_bytes=20_000_000, max_ratio=200)
    assert len(unpacked.data) <= 20_000_000
    assert "times its size" in unpacked.why


def warc(texts: list[str]) -> bytes:
    out = b""
    for n, text in enumerate(texts):
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + text.encode()
        out += (
            (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2031-05-04T10:00:00Z\r\n"
                f"WARC-Target-URI: http://courier.example/{n}\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body
            + b"\r\n\r\n"
        )
    return out


@pytest.mark.parametrize("packed", [False, True])
def test_warc_cut_short(tmp_path: Path, packed: bool) -> None:
    data = warc([PAGE.replace("Marn", name) for name in ("Marn", "Ostel", "Kerrin")])
    whole = gzip.compress(data) if packed else data
    (tmp_path / ("w.warc.gz" if packed else "w.warc")).write_bytes(whole[: len(whole) - 300 if not packed else -40])
    found = list(open_sources([str(tmp_path)]))
    told = [p.truncated for p in pages(found) if p.truncated] + [i.why for i in issues(found)]
    assert told
    assert [p.name for p in pages(found)][:2] == ["http://courier.example/0", "http://courier.example/1"]
    assert PARAGRAPHS[0] in extract(pages(found)[0], retrieved=NOW).stories[0].text


def test_whole_warc_gives_no_issue(tmp_path: Path) -> None:
    (tmp_path / "w.warc").write_bytes(warc([PAGE, PAGE]))
    found = list(open_sources([str(tmp_path)]))
    assert issues(found) == [] and [p.truncated for p in pages(found)] == ["", ""]


def test_warc_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "w.warc").write_bytes(b"nothing of the sort\n" * 50)
    found = list(open_sources([str(tmp_path)]))
    assert pages(found) == [] and all(complete(i) for i in issues(found)) and issues(found)


class Server:
    """A loopback server whose answers are given by path."""

    def __init__(self, answers: dict[str, tuple[int, dict[str, str], bytes]]) -> None:
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                status, headers, body = answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.httpd.server_port}"


@contextlib.contextmanager
def serving(answers: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[Server]:
    server = Server(answers)
    thread = threading.Thread(target=server.httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.httpd.shutdown()
        server.httpd.server_close()


HTML = {"Content-Type": "text/html; charset=utf-8"}


def test_page_from_an_address() -> None:
    with serving({"/a": (200, HTML | {"Last-Modified": "Sun, 04 May 2031 10:00:00 GMT"}, PAGE.encode())}) as server:
        [page] = pages(list(open_sources([server.address + "/a"], SourceOptions(allow_private=True))))
    assert page.name == server.address + "/a" and page.modified == "2031-05-04T10:00:00Z" and page.charset == "utf-8"
    assert PARAGRAPHS[0] in extract(page, retrieved=NOW).stories[0].text


def test_private_address_is_refused() -> None:
    with serving({"/a": (200, HTML, PAGE.encode())}) as server:
        [issue] = issues(list(open_sources([server.address + "/a"])))
        assert server.asked == []
    assert "private" in issue.why and "--allow-private" in issue.remedy and issue.kind == "network"


def test_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is taken for a public one; what it redirects to is looked up and refused."""
    import sayso.intake.fetch as module

    with serving({"/a": (302, {"Location": "http://localhost:9/secret"}, b""), "/secret": (200, HTML, b"x")}) as server:
        real = module.is_private
        looked: list[str] = []

        def public_once(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
            looked.append(str(ip))
            return real(ip) if len(looked) > 1 else False

        monkeypatch.setattr(module, "is_private", public_once)
        with pytest.raises(SourceError, match="private address"):
            fetch(server.address + "/a", SourceOptions(timeout=5))
        assert server.asked == ["/a"]


def test_redirect_to_another_scheme_is_refused() -> None:
    with (
        serving({"/a": (302, {"Location": "file:///etc/passwd"}, b"")}) as server,
        pytest.raises(SourceError, match="Only http"),
    ):
        fetch(server.address + "/a", SourceOptions(allow_private=True))


def test_redirect_without_end() -> None:
    with (
        serving({"/a": (302, {"Location": "/a"}, b"")}) as server,
        pytest.raises(SourceError, match="redirects more than"),
    ):
        fetch(server.address + "/a", SourceOptions(allow_private=True))


@pytest.mark.parametrize(
    ("scheme", "first", "drip"),
    [
        ("http", b"", b""),
        ("http", b"", b"H"),
        ("https", b"\x16\x03\x03\x3f\xff", b"\x02"),  # the head of a long handshake record
    ],
)
def test_address_that_never_answers(scheme: str, first: bytes, drip: bytes) -> None:
    """Neither silence nor a byte now and then holds the reader longer than its limit."""
    silent = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError):
            client, _ = silent.accept()
            with client:
                client.sendall(first)
                while not stop.wait(0.1):
                    if drip:
                        client.sendall(drip)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        began = time.monotonic()
        with pytest.raises(SourceError, match="seconds"):
            fetch(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/", SourceOptions(allow_private=True, timeout=0.6))
        assert time.monotonic() - began < 10
    finally:
        stop.set()
        thread.join()
        silent.close()


def test_answer_larger_than_the_limit() -> None:
    with serving({"/a": (200, HTML, b"x" * 5000)}) as server:
        page = fetch(server.address + "/a", SourceOptions(allow_private=True, max_bytes=1000))
    assert len(page.data) == 1000 and "more than 1,000 bytes" in page.truncated


def test_packed_answer_that_is_a_bomb() -> None:
    bomb = gzip.compress(b"\x00" * 100_000_000, 9)
    with serving({"/a": (200, HTML | {"Content-Encoding": "gzip"}, bomb)}) as server:
        page = fetch(server.address + "/a", SourceOptions(allow_private=True))
    assert len(page.data) < 100_000_000 and page.truncated


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1",
           "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
)  # fmt: skip
def test_addresses_that_count_as_private(ip: str) -> None:
    assert is_private(ipaddress.ip_address(ip))


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1"])
def test_addresses_that_do_not(ip: str) -> None:
    assert not is_private(ipaddress.ip_address(ip))


def test_zip_bomb_in_a_feed_enclosure_is_left_alone() -> None:
    bomb = gzip.compress(b"\x00" * 10_000_000)
    with serving(
        {"/bomb.zip": (200, {"Content-Type": "application/zip"}, bomb), "/1": (200, HTML, PAGE.encode())}
    ) as server:
        feed = (
            '<?xml version="1.0"?><rss version="2.0"><channel><title>The Torvan Courier</title><item><title>Marn shelled again'
            f"</title><link>{server.address}/1</link><pubDate>Sun, 04 May 2031 10:00:00 GMT</pubDate>"
            f'<enclosure url="{server.address}/bomb.zip" length="1" type="application/zip"/></item></channel></rss>'
        ).encode()
        found = list(open_sources(["-"], SourceOptions(allow_private=True), stdin=io.BytesIO(feed)))
        assert server.asked == ["/1"]
    [page] = found
    assert isinstance(page, RawPage)
    [story] = extract(page, retrieved=NOW).stories
    assert (story.outlet, story.published) == ("The Torvan Courier", "2031-05-04")


def test_feed_item_whose_page_cannot_be_had_is_read_from_the_feed() -> None:
    with serving({}) as server:
        feed = (
            '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><title>Marn shelled again</title>'
            f"<link>{server.address}/gone</link><description>{' '.join(PARAGRAPHS)}</description></item></channel></rss>"
        ).encode()
        found = list(open_sources(["-"], SourceOptions(allow_private=True), stdin=io.BytesIO(feed)))
    [issue], [page] = issues(found), pages(found)
    assert "404" in issue.why and issue.kind == "network"
    [story] = extract(page, retrieved=NOW).stories
    assert story.title == "Marn shelled again" and PARAGRAPHS[1] in story.text


def test_feed_of_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
    [issue] = list(open_sources(["-"], stdin=io.BytesIO(bomb)))
    assert isinstance(issue, Issue) and "entities" in issue.why


def test_missing_source_and_unreadable_types(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text("hidden")
    found = list(open_sources([str(tmp_path), str(tmp_path / "nowhere.html"), str(tmp_path / "*.nothing")]))
    assert [i.kind for i in issues(found)] == ["skipped", "missing", "missing"]
    assert pages(found) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2000), st.sampled_from(["", "text/html", "text/plain"]))
def test_extract_never_raises_on_bytes(data: bytes, media_type: str) -> None:
    check(RawPage(name="any", data=data, media_type=media_type))


PIECES = st.sampled_from(
    ["<p>", "</p>", "<h1>", "</h1>", "<article>", "</article>", "<br>", "<li>", "<blockquote>", "<figcaption>", "<time>", "<script>",
     "<a href='/x'>", "</a>", "\n\n", "\n", "By Ada Marsh", "June 5, 2031", "Marn, Torva", "Share this", "Ada Marsh/TNA", "* * *",
     "He said:", "Guns on the river", "- item", "12 comments", "###", "\x00", "\ufffd",
     *PARAGRAPHS]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PIECES, max_size=40), st.sampled_from(["", "text/html", "text/plain"]), st.sampled_from(["", "\n\n", "\n"])
)
def test_offsets_always_match(pieces: list[str], media_type: str, joint: str) -> None:
    check(RawPage(name="any", data=joint.join(pieces).encode(), media_type=media_type))
