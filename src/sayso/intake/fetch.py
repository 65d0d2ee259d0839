"""Fetching one web address: a time limit for all of it, a size limit, and no way into private networks.

A host name is looked up once and the connection made to the address that was checked, so that a name which
answers differently the second time (rebinding) gains nothing. Every redirect is checked anew. Proxies set in the
environment are not used: behind one, nobody could say which address was reached.
"""

from __future__ import annotations

import email.utils
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import msgspec

from sayso.errors import SourceError
from sayso.intake.raw import RawPage, SourceOptions
from sayso.intake.unpack import gunzip

MAX_REDIRECTS = 6
CHUNK = 65_536
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Target(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    scheme: str
    host: str
    port: int
    path: str
    ip: str


def is_address(source: str) -> bool:
    """Whether a source is a web address."""
    return source.lower().startswith(("http://", "https://"))


def is_private(ip: Address) -> bool:
    """Whether an IP address is anything but a public one, also inside an IPv6 wrapping."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(inner)
    return not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified


def fetch(address: str, options: SourceOptions) -> RawPage:
    """Fetch one address, following redirects.

    Raises:
        SourceError: for anything that keeps it from being read; ``why`` says what, ``remedy`` what to do.
    """
    deadline = time.monotonic() + options.timeout
    url = address
    for _ in range(MAX_REDIRECTS):
        target = _resolve(url, address, options, deadline)
        status, headers, body, why = _get(target, address, options, deadline)
        if status in (301, 302, 303, 307, 308) and headers.get("Location"):
            url = urljoin(target.url, headers["Location"])
            if not is_address(url):
                raise SourceError(address, f"it redirects to {url[:200]}", "Only http and https addresses are read.")
            continue
        if status != 200:
            raise SourceError(address, f"the server answered {status}", "Check the address in a browser.")
        return _page(address, target.url, headers, body, why, options)
    raise SourceError(address, f"it redirects more than {MAX_REDIRECTS} times", "Check the address in a browser.")


def _resolve(url: str, address: str, options: SourceOptions, deadline: float) -> _Target:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise SourceError(address, f"it is no web address ({error})", "Check how it is written.") from error
    if not ascii_host:
        raise SourceError(address, "it names no host", "Check how it is written.")
    answers: list[str] = []
    failure: list[OSError | UnicodeError] = []

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(ascii_host, port, type=socket.SOCK_STREAM)
            answers.extend(str(info[4][0]) for info in found)
        except (OSError, UnicodeError) as error:
            failure.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if not answers:
        why = f"its host {host!r} could not be found" if failure else "looking up its host took too long"
        raise SourceError(address, why, "Check the address and the connection.")
    if not options.allow_private:
        for answer in answers:
            if is_private(ipaddress.ip_address(answer.split("%")[0])):
                led = "" if url == address else " redirects to and"
                raise SourceError(
                    address, f"it{led} leads to the private address {answer}", "Use --allow-private if that is meant."
                )
    path = urlunsplit(
        (
            "",
            "",
            quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"),
            quote(parts.query, safe="=&%/:?@!$'()*+,;~-._"),
            "",
        )
    )
    return _Target(url=url, scheme=parts.scheme.lower(), host=ascii_host, port=port, path=path, ip=answers[0])


class _Pinned(http.client.HTTPConnection):
    """A connection to the IP address that was checked, whatever the name resolves to by now."""

    def __init__(self, target: _Target, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self._target = target

    def connect(self) -> None:
        plain = socket.create_connection((self._target.ip, self._target.port), self.timeout)
        if self._target.scheme == "https":
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=self._target.host)
        self.sock = plain


def _get(
    target: _Target, address: str, options: SourceOptions, deadline: float
) -> tuple[int, http.client.HTTPMessage, bytes, str]:
    left = deadline - time.monotonic()
    if left <= 0:
        raise SourceError(address, _late(options), "Try again later.")
    connection = _Pinned(target, left)
    # a server that sends a byte now and then never runs into the socket's own time limit
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(left, expire)
    timer.daemon = True
    timer.start()
    try:
        headers = {
            "User-Agent": options.user_agent, "Accept": ACCEPT,
            "Accept-Encoding": "gzip, identity",
        }  # fmt: skip
        connection.request("GET", target.path, headers=headers)
        response = connection.getresponse()
        body, why = bytearray(), ""
        while len(body) <= options.max_bytes:
            try:
                part = response.read(min(CHUNK, options.max_bytes + 1 - len(body)))
            except http.client.IncompleteRead as error:
                body += error.partial
                why = "the connection ended early"
                break
            if not part:
                break
            body += part
        if expired.is_set():
            raise TimeoutError
        if not why and response.length and len(body) <= options.max_bytes:
            why = "the connection ended early"
        if len(body) > options.max_bytes:
            body, why = body[: options.max_bytes], f"it has more than {options.max_bytes:,} bytes"
        return response.status, response.headers, bytes(body), why
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = expired.is_set() or isinstance(error, TimeoutError)
        why = _late(options) if late else f"it could not be fetched ({error or type(error).__name__})"
        raise SourceError(address, why, "Try again later, or save the page and read the file.") from error
    finally:
        timer.cancel()
        connection.close()


def _late(options: SourceOptions) -> str:
    return f"no full answer within {options.timeout:g} seconds"


def _page(
    address: str, url: str, headers: http.client.HTTPMessage, body: bytes, why: str, options: SourceOptions
) -> RawPage:
    if headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip", "deflate"):
        raw = headers["Content-Encoding"].strip().lower() == "deflate" and body[:1] != b"\x78"
        unpacked = gunzip(body, max_bytes=options.max_bytes, max_ratio=options.max_ratio, wbits=-15 if raw else 47)
        body, why = unpacked.data, why or unpacked.why
    modified = ""
    if stamp := headers.get("Last-Modified"):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            modified = email.utils.parsedate_to_datetime(stamp).strftime("%Y-%m-%dT%H:%M:%SZ")
    return RawPage(
        name=address,
        locator=url,
        data=body,
        media_type=headers.get_content_type() if headers.get("Content-Type") else "",
        charset=headers.get_content_charset() or "",
        modified=modified,
        truncated=why,
    )
