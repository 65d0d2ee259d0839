"""``sayso desk``: the case in a browser."""

from __future__ import annotations

import errno

import click

from sayso.cli.common import case_option, note, opened
from sayso.errors import UsageError


@click.command()
@case_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0: any.")
def desk(case_name: str, host: str, port: int) -> int:
    """Serve the desk: chronology, incidents, stories, voices, search.

    It is for the machine it runs on: there is no password, so serve it to others (--host) only where all may see it.

    \b
    sayso desk -c case.db
    """
    import socket

    import uvicorn

    from sayso.desk import create_app

    with opened(case_name):
        pass  # a case that cannot be used is told before the desk is served
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            remedy = "Choose another --port" if error.errno == errno.EADDRINUSE else "Choose another --host or --port"
            raise UsageError(f"{host}:{port}: it cannot be served at ({error.strerror}). {remedy}") from error
        shown = f"[{host}]" if ":" in host else host
        note(f"The desk is at http://{shown}:{listener.getsockname()[1]}/ - end it with Ctrl-C.")
        app = create_app(case_name, hosts=[] if host in ("0.0.0.0", "::") else [host])
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        server.run(sockets=[listener])
    return 0
