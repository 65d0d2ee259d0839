"""What protects the reader of a desk: pages are hostile text, and any web site can send a browser here.

Every answer carries a policy under which no script, style or picture but our own can run; only GET and HEAD are
taken; and the Host header must name this machine or an address in numbers. A name that somebody else's server made
point here (DNS rebinding) is neither, so another site's page cannot read a case through the reader's browser.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.desk.errors import Trouble, plain_error

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""``connect-src`` is for htmx, which fetches panels and lists from the desk itself."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
METHODS = ("GET", "HEAD")
OUR_FAULT = Trouble(
    status=500,
    what="this page could not be made, through a fault of Sayso's",
    remedy="The terminal in which the desk runs says more. Please report it with what it says.",
)
LOG = logging.getLogger("sayso.desk")


class Guard:
    """ASGI middleware that checks each request and puts the headers on each answer, errors included."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        trouble = self.trouble(Request(scope))
        if trouble is not None:
            await plain_error(Request(scope), trouble)(scope, receive, guarded)
            return
        try:
            await self.app(scope, receive, guarded)
        except Exception:
            # Caught here, inside the guard, so that this answer has its headers too.
            LOG.exception("desk: %s", scope["path"])
            if begun:
                raise
            await plain_error(Request(scope), OUR_FAULT)(scope, receive, guarded)

    def trouble(self, request: Request) -> Trouble | None:
        """What is wrong with a request, if anything."""
        host = request.headers.get("host", "")
        if not self.knows(host):
            remedy = "Open the address that sayso desk printed, or name this host when the desk is started."
            return Trouble(status=421, what=f"the desk does not answer to the host {host[:100]!r}", remedy=remedy)
        if request.method not in METHODS:
            return Trouble(
                status=405,
                what=f"the desk is for reading: {request.method[:20]} is not answered",
                remedy="Use GET: in this version the desk only reads.",
            )
        return None

    def knows(self, host: str) -> bool:
        """Whether a Host header names this machine: localhost, an address in numbers, or a host the desk was told."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name == "localhost" or name.endswith(".localhost") or name in self.hosts:
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True
