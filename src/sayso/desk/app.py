"""The desk as an ASGI application: addresses, pages, errors.

Every page has the same addresses for people and programs: ``?format=json`` gives its record as JSON.
"""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache
from threading import Thread
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sayso.case import Case, open_case
from sayso.desk import charts, lookup, tables, words
from sayso.desk.asjson import json_response
from sayso.desk.errors import DeskError, Trouble, json_error, wants_json
from sayso.desk.pages import chronology, finding, incident, story, voices
from sayso.desk.pages.common import address, follow
from sayso.desk.security import Guard
from sayso.errors import CaseError, UsageError

STATIC = {
    "htmx-2.0.11.min.js": "text/javascript; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""Files that the desk serves, and nothing else of the disk."""
NAVIGATION = (
    ("/", "Chronology"),
    ("/voices", "Voices"),
    ("/search", "Search"),
    ("/issues", "Issues"),
    ("/about", "About"),
)


@cache
def static_file(name: str) -> tuple[bytes, str]:
    """Bytes of a served file, and a short hash of them."""
    content = (importlib.resources.files("sayso.desk") / "static" / name).read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:12]


def static_address(name: str) -> str:
    """The address of a served file, which changes with its content so that browsers may keep it for good."""
    return f"/static/{name}?v={static_file(name)[1]}"


@cache
def templates() -> Environment:
    """The templates, everything escaped."""
    made = Environment(
        loader=PackageLoader("sayso.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("date_words", "span_words", "figure_words", "type_words", "toll_words", "plural", "spoken"):
        made.filters[name] = getattr(words, name)
    made.globals.update(words=words, static=static_address, address=address, chart_height=charts.HEIGHT)
    return made


Builder = Callable[[Case, Request], msgspec.Struct]


class Desk:
    """The pages of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def render(self, request: Request, template: str, **context: Any) -> HTMLResponse:
        """A template as an answer."""
        path = request.url.path
        shown = templates().get_template(template).render(
            path=path,
            navigation=NAVIGATION,
            case_name=self.case.name.replace("\\", "/").rsplit("/", 1)[-1],
            panel_only=request.headers.get("hx-target") == "panel",
            **context,
        )  # fmt: skip
        return HTMLResponse(shown, headers={"vary": "HX-Request, HX-Target"})

    def page(self, template: str, build: Builder) -> Callable[[Request], Response]:
        """A view that gives a page's record as HTML, or as JSON where that is asked for."""

        def view(request: Request) -> Response:
            page = build(self.case, request)
            if wants_json(request):
                return json_response(page)
            return self.render(request, template, page=page)

        return view

    def record(self, request: Request) -> Response:
        """Lead an id, of today or of long ago, to where its record is shown."""
        given = request.path_params["record_id"][:80]
        record_id = follow(self.case, given)
        table = {"c": "claims", "a": "accounts", "n": "counts"}.get(record_id[:1])
        if record_id.startswith("i"):
            return RedirectResponse(f"/incidents/{lookup.incident(self.case, record_id).incident_id}")
        if record_id.startswith("s"):
            return RedirectResponse(f"/stories/{self.case.story(record_id).story_id}")
        if table and (story_id := lookup.story_of(self.case, table, record_id)):
            return RedirectResponse(f"/stories/{story_id}?record={record_id}#{record_id}")
        raise DeskError(404, f"record {given!r}: not in the case", "Look for it in the chronology, or search for it.")

    def moved(self, build: Builder, name: str, folder: str) -> Builder:
        """A builder that leads ids of long ago to those of today."""

        def made(case: Case, request: Request) -> msgspec.Struct:
            try:
                return build(case, request)
            except DeskError as error:
                given = request.path_params[name]
                today = follow(case, given)
                if error.trouble.status != 404 or today == given or not today.startswith(given[:1]):
                    raise
                raise HTTPException(308, headers={"location": f"{folder}{today}"}) from error

        return made

    def trouble(self, request: Request, trouble: Trouble) -> Response:
        """An answer that says what is wrong and what to do."""
        if wants_json(request):
            return json_error(trouble)
        shown = self.render(request, "error.html", trouble=trouble)
        shown.status_code = trouble.status
        return shown

    def failed(self, request: Request, error: Exception) -> Response:
        """The answer to an error."""
        if isinstance(error, DeskError):
            return self.trouble(request, error.trouble)
        if isinstance(error, HTTPException):
            if error.headers and "location" in error.headers:
                return Response(status_code=error.status_code, headers=dict(error.headers))
            what = f"{request.url.path[:200]}: there is no such page" if error.status_code == 404 else error.detail
            return self.trouble(
                request, Trouble(status=error.status_code, what=what, remedy="Start from the chronology.")
            )
        if isinstance(error, UsageError):
            what, remedy = str(error), "Change the address or the filter and try again."
            return self.trouble(request, Trouble(status=400, what=what, remedy=remedy))
        if isinstance(error, CaseError):
            remedy = "Put it right and load this page again; the desk need not be started anew."
            return self.trouble(request, Trouble(status=503, what=str(error), remedy=remedy))
        raise error


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise DeskError(404, f"file {name[:80]!r}: the desk has none of that name", "Start from the chronology.")
    content, _ = static_file(name)
    headers = {"cache-control": "public, max-age=31536000, immutable"} if request.url.query else {}
    return Response(content, media_type=STATIC[name], headers=headers)


def _prepare(case: Case) -> None:
    """Work out what the chronology and the voices need of the whole case; a page that fails will say why itself."""
    with suppress(CaseError):
        chronology.build(case, QueryParams())
        lookup.speakers(case)
        finding.build_about(case)


def create_app(case_path: str, *, hosts: Sequence[str] = ()) -> Starlette:
    """The desk of a case. ``hosts`` are names it answers to beside localhost and addresses in numbers.

    Raises CaseError or UsageError for a case that cannot be opened. The case is closed when the application ends.
    """
    case = open_case(case_path, create=False)
    desk = Desk(case)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        # What the first pages need of the whole case takes a second or two in a large one: begin before it is asked.
        ready = Thread(target=_prepare, args=(case,), daemon=True)
        ready.start()
        yield
        ready.join(timeout=60)
        case.close()

    def api_list(_case: Case, _request: Request) -> msgspec.Struct:
        return tables.listing()

    def api(_request: Request) -> Response:
        made = tables.build(case, _request.path_params["table"], _request.query_params)
        return json_response(made)

    def by_id(build: Callable[..., msgspec.Struct], name: str, folder: str) -> Builder:
        return desk.moved(lambda c, r: build(c, r.path_params[name], r.query_params), name, folder)

    routes = [
        Route("/", desk.page("chronology.html", lambda c, r: chronology.build(c, r.query_params))),
        Route("/incidents/{id}", desk.page("incident.html", by_id(incident.build, "id", "/incidents/"))),
        Route("/stories/{id}", desk.page("story.html", by_id(story.build, "id", "/stories/"))),
        Route("/records/{record_id}", desk.record),
        Route("/voices", desk.page("voices.html", lambda c, r: voices.build_list(c, r.query_params))),
        Route("/voice", desk.page("voice.html", lambda c, r: voices.build_one(c, r.query_params))),
        Route("/search", desk.page("search.html", lambda c, r: finding.build_search(c, r.query_params))),
        Route("/issues", desk.page("issues.html", lambda c, r: finding.build_issues(c, r.query_params))),
        Route("/about", desk.page("about.html", lambda c, _r: finding.build_about(c))),
        Route("/api/", desk.page("error.html", api_list)),
        Route("/api/{table}", api),
        Route("/static/{name}", _static),
    ]
    handlers: dict[Any, Any] = dict.fromkeys((DeskError, HTTPException, UsageError, CaseError), desk.failed)
    return Starlette(
        routes=routes,
        exception_handlers=handlers,
        middleware=[Middleware(Guard, hosts=hosts)],
        lifespan=lifespan,
    )


def serve(case_path: str, host: str = "127.0.0.1", port: int = 8080) -> None:
    """Serve the desk of a case until it is ended with Ctrl-C. Raises CaseError or UsageError for a bad case."""
    import uvicorn

    hosts = [] if host in ("", "0.0.0.0", "::") else [host]
    uvicorn.run(create_app(case_path, hosts=hosts), host=host, port=port, log_level="warning", access_log=False)
