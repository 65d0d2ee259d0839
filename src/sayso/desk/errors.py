"""One shape for all that goes wrong: as JSON for programs, as a page that says what to do for people.

``{"error": {"status": 404, "what": "incident i0...: not in the case", "remedy": "..."}}``
"""

from __future__ import annotations

import html

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.desk.asjson import json_response
from sayso.records import Record


class Trouble(Record, frozen=True, kw_only=True):
    """What went wrong with a request."""

    status: int
    """HTTP status."""
    what: str
    """The thing and the value that is wrong, in words."""
    remedy: str
    """What the reader can do."""


class DeskError(Exception):
    """Raised by a page that cannot be given; becomes an answer of the error shape."""

    def __init__(self, status: int, what: str, remedy: str) -> None:
        super().__init__(f"{what}. {remedy}")
        self.trouble = Trouble(status=status, what=what, remedy=remedy)


def wants_json(request: Request) -> bool:
    """Whether a request asks for JSON: under /api/, with ``format=json``, or by its Accept header."""
    accept = request.headers.get("accept", "")
    return (
        request.url.path.startswith("/api/")
        or request.query_params.get("format") == "json"
        or ("application/json" in accept and "text/html" not in accept)
    )


def json_error(trouble: Trouble) -> Response:
    """The error as JSON."""
    return json_response({"error": trouble}, status=trouble.status)


def plain_error(request: Request, trouble: Trouble) -> Response:
    """The error without a template, for what is refused before any page is made."""
    if wants_json(request):
        return json_error(trouble)
    what, remedy = html.escape(trouble.what), html.escape(trouble.remedy)
    page = f'<!doctype html><html lang="en"><title>{trouble.status}</title><h1>{what}</h1><p>{remedy}</p></html>'
    return HTMLResponse(page, status_code=trouble.status)
