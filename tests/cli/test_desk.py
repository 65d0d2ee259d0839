"""``sayso desk``: at which names it answers."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from click.testing import CliRunner
from starlette.testclient import TestClient

from sayso.case import open_case
from sayso.cli.desk import desk


@pytest.mark.parametrize(
    ("host", "asked", "status"),
    [
        ("desk.example", "desk.example", 200),
        ("desk.example", "localhost", 200),
        ("desk.example", "other.example", 421),
        ("0.0.0.0", "desk.example", 421),
    ],
)
def test_the_desk_answers_for_the_host_it_is_served_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, asked: str, status: int
) -> None:
    open_case(tmp_path / "case.db").close()
    bind = socket.socket.bind
    served: list[Any] = []

    def bind_here(self: socket.socket, address: Any) -> None:
        bind(self, ("127.0.0.1", address[1]))

    def note(self: uvicorn.Server, sockets: Any = None) -> None:
        served.append(self.config.app)

    monkeypatch.setattr(socket.socket, "bind", bind_here)
    monkeypatch.setattr(uvicorn.Server, "run", note)
    found = CliRunner().invoke(
        desk, ["-c", str(tmp_path / "case.db"), "--host", host, "--port", "0"], standalone_mode=False
    )
    assert found.exception is None
    monkeypatch.undo()
    with TestClient(served[0], base_url=f"http://{asked}:8080") as client:
        assert client.get("/about").status_code == status
