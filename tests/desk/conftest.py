"""A desk over a made-up case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from crisis import Crisis, fill
from starlette.testclient import TestClient

from sayso.case import open_case
from sayso.desk import create_app


@pytest.fixture(scope="session")
def crisis_case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Crisis]:
    """The file of the case, and the ids in it."""
    path = tmp_path_factory.mktemp("desk") / "crisis.db"
    with open_case(path) as case:
        return path, fill(case)


@pytest.fixture
def crisis(crisis_case: tuple[Path, Crisis]) -> Crisis:
    """Ids of the case."""
    return crisis_case[1]


@pytest.fixture
def client(crisis_case: tuple[Path, Crisis]) -> Iterator[TestClient]:
    """A browser's place at the desk."""
    with TestClient(create_app(str(crisis_case[0])), base_url="http://localhost:8080", follow_redirects=False) as found:
        yield found


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[TestClient]:
    """A desk over a case in which nothing was read."""
    path = tmp_path / "empty.db"
    open_case(path).close()
    with TestClient(create_app(str(path)), base_url="http://localhost") as found:
        yield found
