"""The manifest and what it gives to stories."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.intake import apply_manifest, load_manifest, unmatched
from sayso.records import Story
from sayso.vocabulary import PublishedFrom

STORIES = tuple(
    Story(story_id=f"s{n}", page_id="p", page="archive/a.txt", title=title, published=published, published_from=known)
    for n, (title, published, known) in enumerate(
        [("Guns over the river", "2031-05-01", PublishedFrom.PAGE), ("Ferry stops again", "", PublishedFrom.UNKNOWN)]
    )
)


def manifest(folder: Path, text: str) -> Path:
    path = folder / "manifest.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_title_matches_in_any_case_and_blank_means_all(tmp_path: Path) -> None:
    rows = load_manifest(
        manifest(
            tmp_path, "path,title,published,outlet\narchive/a.txt,GUNS OVER,2031-05-04,\n./archive/a.txt,,,The Wharf\n"
        )
    )
    stories, used = apply_manifest(STORIES, rows)
    assert [(s.published, s.published_from, s.outlet) for s in stories] == [
        ("2031-05-04", PublishedFrom.MANIFEST, "The Wharf"),
        ("", PublishedFrom.UNKNOWN, "The Wharf"),
    ]
    assert used == {2, 3} and unmatched(rows, used) == ()


def test_line_that_matches_nothing_is_an_issue(tmp_path: Path) -> None:
    rows = load_manifest(
        manifest(tmp_path, "path,title,published,outlet\narchive/a.txt,No such title,2031-05-04,\nb.txt,,,X\n")
    )
    stories, used = apply_manifest(STORIES, rows)
    assert stories == STORIES
    assert [(i.kind, "line" in i.what, bool(i.why and i.remedy)) for i in unmatched(rows, used)] == [
        ("manifest", True, True)
    ] * 2


def test_given_for_the_run_comes_after_the_manifest_and_before_the_page(tmp_path: Path) -> None:
    rows = load_manifest(manifest(tmp_path, "path,title,published,outlet\narchive/a.txt,ferry,2031-05-04,\n"))
    stories, _ = apply_manifest(STORIES, rows, published="2031-04", outlet="All")
    assert [(s.published, s.published_from, s.outlet) for s in stories] == [
        ("2031-04", PublishedFrom.GIVEN, "All"),
        ("2031-05-04", PublishedFrom.MANIFEST, "All"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title,outlet\na,b\n", "no column 'path'"),
        ("path,published\na.txt,yesterday\n", "'yesterday'"),
        ("path,outlet\n,The Wharf\n", "path is empty"),
    ],
)
def test_manifest_that_cannot_be_used(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        load_manifest(manifest(tmp_path, text))


def test_manifest_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_manifest(tmp_path / "none.csv")


def test_ids_do_not_change_with_the_manifest(tmp_path: Path) -> None:
    rows = load_manifest(manifest(tmp_path, "path,title,published,outlet\narchive/a.txt,,2031-05-04,X\n"))
    assert [s.story_id for s in apply_manifest(STORIES, rows)[0]] == ["s0", "s1"]
