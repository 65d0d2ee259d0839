"""Fixtures of all tests: an empty case on SQLite and, where a server is at hand, on PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from sayso.case import Case, open_case


def noon() -> datetime:
    """The time in tests."""
    return datetime(2031, 3, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty schema on the server of SAYSO_TEST_POSTGRES (see scripts/postgres.sh)."""
    address = os.environ.get("SAYSO_TEST_POSTGRES")
    if not address:
        if os.environ.get("CI") == "true":
            pytest.fail("SAYSO_TEST_POSTGRES is not set, and CI must test PostgreSQL: start scripts/postgres.sh")
        pytest.skip("SAYSO_TEST_POSTGRES is not set")
    schema = f"test_{uuid.uuid4().hex}"
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{address}?options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    """An empty case, once on each database."""
    where = tmp_path / "case.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with open_case(where, clock=noon) as opened:
        yield opened


@pytest.fixture
def both_cases(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Case, Case]]:
    """An empty case on SQLite, and one on PostgreSQL."""
    with open_case(tmp_path / "case.db", clock=noon) as one, open_case(postgres_url, clock=noon) as other:
        yield one, other


@pytest.fixture
def make_case(tmp_path: Path) -> Iterator[Callable[..., Case]]:
    """Opens cases in files of the test's folder, closed at its end."""
    opened: list[Case] = []

    def make(name: str = "case.db", **options: object) -> Case:
        opened.append(open_case(tmp_path / name, clock=noon, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield make
    for case in opened:
        case.close()
