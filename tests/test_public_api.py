"""The public Python API."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sayso

TEXT = """A bomb exploded in a market in Senn on Tuesday, killing at least 12 people, police said.

"We will find those who did this," the interior minister, Anna Volk, told reporters on Wednesday."""


def test_import_loads_nothing_heavy() -> None:
    script = "import sys, sayso; print({'sqlalchemy', 'trafilatura', 'numpy', 'msgspec'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("name", sayso.__all__)
def test_everything_named_is_there(name: str) -> None:
    assert getattr(sayso, name).__name__ == name


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        sayso.nothing  # noqa: B018


def test_read_story_gives_what_the_story_says() -> None:
    reading = sayso.read_story(TEXT, published="2031-03-05", outlet="The Senn Star", title="Bomb in Senn")
    assert reading.story.title == "Bomb in Senn" and reading.story.outlet == "The Senn Star"
    assert {"police", "Anna Volk"} <= {claim.speaker for claim in reading.claims}
    assert (12, None) in {(count.min, count.max) for count in reading.counts}
    assert "2031-03-04" in {account.date_start for account in reading.accounts}
    for record in (*reading.claims, *reading.accounts, *reading.counts):
        assert record.text == reading.story.text[record.start : record.end]


def test_read_story_is_the_same_twice() -> None:
    assert sayso.read_story(TEXT, published="2031-03-05") == sayso.read_story(TEXT, published="2031-03-05")


def test_read_story_takes_places_of_the_user(tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text("name,kind,admin1,country,latitude,longitude\nSenn,town,,XT,47.0,-30.5\n")
    reading = sayso.read_story(TEXT, gazetteer=[table])
    assert "XT" in {account.country for account in reading.accounts}


def test_read_story_refuses_what_is_no_date() -> None:
    with pytest.raises(sayso.UsageError, match="'Tuesday' is not a date"):
        sayso.read_story(TEXT, published="Tuesday")


def test_case_reads_and_gives_data_frames(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Bomb in Senn\n\n" + TEXT)
    with sayso.open_case(tmp_path / "case.db") as case:
        summary = case.read([tmp_path / "page.txt"], published="2031-03-05", jobs=1)
        assert (summary.pages, summary.stories, summary.unread) == (1, 1, ())
        frame = case.claims().to_dataframe()
        assert "Anna Volk" in set(frame["speaker"])
        with pytest.raises(sayso.UsageError, match="manifesto"):
            case.read(tmp_path, manifesto="x")
