from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, inspect

from sayso.case import Case, open_case, schema
from sayso.case.migrations import STEPS, Step, step


def test_migrations_make_the_tables_that_the_code_uses(case: Case) -> None:
    found = inspect(case.engine)
    for name, table in schema.METADATA.tables.items():
        columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
        wanted = {column.name: bool(column.nullable) for column in table.columns}
        if name in found.get_table_names() and "key" in columns:
            columns["key"] = False  # SQLite calls its row number nullable
        assert list(columns) == list(wanted), name
        assert columns == wanted, name


def test_an_older_case_is_brought_up_to_date_when_opened(
    make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_case().close()

    def add_notes(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE notes (note TEXT)")

    added = [*STEPS, Step(number=len(STEPS) + 1, name="add_notes", apply=add_notes)]
    monkeypatch.setattr("sayso.case.migrations.STEPS", added)
    case = make_case()
    with case.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name, at FROM sayso_migrations ORDER BY number").all()
    assert [tuple(row) for row in names][-1] == ("add_notes", "2031-03-05T12:00:00Z")
    assert inspect(case.engine).has_table("notes")


def test_a_failed_migration_changes_nothing(make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case()
    case.close()

    def broken(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE notes (note TEXT)")
        raise RuntimeError("half way")

    monkeypatch.setattr("sayso.case.migrations.STEPS", [*STEPS, Step(number=2, name="broken", apply=broken)])
    with pytest.raises(RuntimeError, match="half way"):
        open_case(case.name)
    monkeypatch.undo()
    case = make_case()
    assert not inspect(case.engine).has_table("notes")
    assert case.info()["case_version"] == len(STEPS)


def test_steps_are_numbered_without_gaps() -> None:
    assert [todo.number for todo in STEPS] == list(range(1, len(STEPS) + 1))
    with pytest.raises(ValueError, match="should be"):
        step(len(STEPS) + 5)(lambda connection: None)
