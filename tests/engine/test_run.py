"""A run: what is skipped, what is read again, what becomes an issue, and that order and processes change nothing."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pytest

from sayso.case import Case, open_case
from sayso.engine import Progress, ReadOptions, read_sources
from sayso.engine.finish import TO_MERGE
from sayso.errors import UsageError
from sayso.export import export

PAGE = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>SENN, March 4 - At least {n} people were killed when a bomb exploded in a market in Senn on Tuesday, police said.</p>
<p>"We will find those who did this," the interior minister, Anna Volk, told reporters on Wednesday.</p>
<p>The governor denied that soldiers had been in the market at the time, and asked for patience.</p>
</article></body></html>"""


def write_pages(folder: Path, number: int = 3) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(number):
        (folder / f"page{n}.html").write_text(PAGE.format(title=f"Bomb number {n} in market", n=n + 4))
    return folder



def exported(case: Case) -> dict[str, str]:
    out = {}
    for table in ("stories", "claims", "accounts", "counts", "incidents", "tolls", "links", "evidence", "voices"):
        stream = io.StringIO()
        export(case, table, stream)
        out[table] = stream.getvalue()
    return out


def test_second_run_reads_nothing(case: Case, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages")
    first = read_sources(case, [pages], ReadOptions(jobs=1))
    before = exported(case)
    second = read_sources(case, [pages], ReadOptions(jobs=1))
    assert (first.pages, first.stories, first.skipped) == (3, 3, 0)
    assert first.claims > 0 and first.accounts > 0 and first.incidents > 0
    assert (second.pages, second.skipped, second.read_again) == (0, 3, 0)
    assert second.incidents == first.incidents
    assert exported(case) == before


def test_processes_change_nothing(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 5)
    with open_case(tmp_path / "one.db") as one, open_case(tmp_path / "two.db") as two:
        read_sources(one, [pages], ReadOptions(jobs=1))
        read_sources(two, [pages], ReadOptions(jobs=2))
        assert exported(one) == exported(two)


def test_changed_page_is_a_new_version(case: Case, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages")
    read_sources(case, [pages], ReadOptions(jobs=1))
    (pages / "page1.html").write_text(PAGE.format(title="Bomb number 1 in market", n=40))
    summary = read_sources(case, [pages], ReadOptions(jobs=1))
    assert (summary.pages, summary.skipped) == (1, 2)
    assert sorted(row["version"] for row in case.pages(where={"address": "page1.html"})) == [1, 2]
    assert len(case.stories(where={"current": 1})) == 3


def test_manifest_rereads_only_what_it_touches(case: Case, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages")
    read_sources(case, [pages], ReadOptions(jobs=1))
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("path,title,published,outlet\npage2.html,,2031-03-05,The Senn Star\nnone.html,,,X\n")
    summary = read_sources(case, [pages], ReadOptions(jobs=1, manifest=manifest))
    assert (summary.pages, summary.skipped, summary.read_again) == (0, 3, 1)
    story = case.stories(where={"page": "page2.html"}).first()
    assert story is not None
    assert (story["published"], story["published_from"], story["outlet"]) == ("2031-03-05", "manifest", "The Senn Star")
    dates = {row["date_start"] for row in case.accounts(where={"story_id": story["story_id"]})}
    assert "2031-03-04" in dates
    assert [issue.what for issue in summary.issues] == ["manifest line 3: none.html"]
    assert summary.unread == ()
    again = read_sources(case, [pages], ReadOptions(jobs=1, manifest=manifest))
    assert again.read_again == 0


def test_user_tables_are_remembered(case: Case, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages")
    table = tmp_path / "places.csv"
    table.write_text("name,kind,admin1,country,latitude,longitude\nSenn,town,,XT,47.0,-30.5\n")
    read_sources(case, [pages], ReadOptions(jobs=1, gazetteer=(table,)))
    table.unlink()
    (pages / "page9.html").write_text(PAGE.format(title="Another bomb", n=2))
    summary = read_sources(case, [pages], ReadOptions(jobs=2))
    assert (summary.pages, summary.read_again) == (1, 0)
    new = case.stories(where={"page": "page9.html"}).first()
    assert new is not None
    assert {row["country"] for row in case.accounts(where={"story_id": new["story_id"], "place": "Senn"})} == {"XT"}


def test_other_tables_read_the_case_again(case: Case, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages")
    read_sources(case, [pages], ReadOptions(jobs=1))
    table = tmp_path / "places.csv"
    table.write_text("name,kind,admin1,country,latitude,longitude\nSenn,town,,XT,47.0,-30.5\n")
    summary = read_sources(case, [pages], ReadOptions(jobs=1, gazetteer=(table,)))
    assert (summary.pages, summary.read_again) == (0, 3)
    assert "XT" in {row["country"] for row in case.accounts()}


def test_unreadable_pages_are_told_each_time_and_settled(case: Case, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    (pages / "empty.html").write_text("")
    (pages / "report.pdf").write_bytes(b"%PDF-1.4")
    for _ in range(2):
        summary = read_sources(case, [pages], ReadOptions(jobs=1))
        assert sorted((i.what, i.kind) for i in summary.unread) == [("empty.html", "empty"), ("report.pdf", "skipped")]
    assert len(case.issues()) == 2
    (pages / "empty.html").write_text(PAGE.format(title="No longer empty", n=3))
    (pages / "report.pdf").unlink()
    assert read_sources(case, [pages], ReadOptions(jobs=1)).unread == ()
    assert "empty.html" not in {row["what"] for row in case.issues()}


def test_missing_source_is_settled_when_it_is_there(case: Case, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    assert [i.kind for i in read_sources(case, [pages], ReadOptions(jobs=1)).unread] == ["missing"]
    write_pages(pages, 1)
    assert read_sources(case, [pages], ReadOptions(jobs=1)).unread == ()
    assert len(case.issues()) == 0


def test_reader_fault_is_an_issue_and_the_story_is_tried_again(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    from sayso.engine import work

    whole = work.read

    def faulty(story: object, gazetteer: object) -> object:
        if "number 1" in story.title:  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return whole(story, gazetteer)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "read", faulty)
    summary = read_sources(case, [pages], ReadOptions(jobs=1))
    assert [(i.what, i.kind) for i in summary.unread] == [("page1.html, story 1", "unread")]
    assert len(case.stories()) == 2
    monkeypatch.setattr(work, "read", whole)
    summary = read_sources(case, [pages], ReadOptions(jobs=1))
    assert (summary.skipped, summary.read_again) == (2, 1)
    assert len(case.issues()) == 0


def test_newer_reader_reads_again(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    read_sources(case, [pages], ReadOptions(jobs=1))
    monkeypatch.setattr("sayso.engine.run.READER_VERSION", "rules-next")
    monkeypatch.setattr("sayso.resolve.story.READER_VERSION", "rules-next")
    summary = read_sources(case, [pages], ReadOptions(jobs=1))
    assert (summary.pages, summary.read_again) == (0, 2)
    assert {row["version"] for row in case.claims()} == {"rules-next"}


def test_run_that_ended_before_merging_is_merged_by_the_next(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = write_pages(tmp_path / "pages", 2)

    def ended(case: Case) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sayso.engine.run.group_copies", ended)
        with pytest.raises(KeyboardInterrupt):
            read_sources(case, [pages], ReadOptions(jobs=1))
    assert len(case.incidents()) == 0
    assert case.setting(TO_MERGE)
    summary = read_sources(case, [pages], ReadOptions(jobs=1))
    assert (summary.pages, summary.skipped) == (0, 2)
    assert summary.incidents > 0
    assert not case.setting(TO_MERGE)


def test_interrupted_run_keeps_whole_pages(case: Case, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 6)

    def stop(progress: Progress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_sources(case, [pages], ReadOptions(jobs=1), stop)
    kept = len(case.pages())
    assert 3 <= kept < 7
    assert len(list(case.readings())) == kept
    assert read_sources(case, [pages], ReadOptions(jobs=1)).skipped == kept


def test_extract_again_replaces_stories(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    from sayso.engine import work

    whole = work.extract

    def other(raw: object, *, retrieved: str) -> object:
        extraction = whole(raw, retrieved=retrieved)  # type: ignore[arg-type]
        story = msgspec.structs.replace(extraction.stories[0], story_id="s0123456789abcdef")
        return msgspec.structs.replace(extraction, stories=(story,))

    monkeypatch.setattr(work, "extract", other)
    read_sources(case, [pages], ReadOptions(jobs=1))
    monkeypatch.setattr(work, "extract", whole)
    summary = read_sources(case, [pages], ReadOptions(jobs=1, extract_again=True))
    assert summary.pages == 1
    current = case.stories(where={"current": 1})
    assert len(current) == 1
    assert current.first() != case.stories(where={"story_id": "s0123456789abcdef"}).first()
    assert len(case.stories()) == 2


def test_copies_are_grouped_over_runs(case: Case, tmp_path: Path) -> None:
    text = " ".join(f"Sentence {n} of a long report about the mill and those who worked there." for n in range(20))
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"The mill at Karradan\n\n{text} Printed by {name}.\n")
        read_sources(case, [tmp_path / f"{name}.txt"], ReadOptions(jobs=1))
    groups = {row["origin_group"] for row in case.stories()}
    assert len(groups) == 1 and groups != {""}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"published": "last Tuesday"}, "published: 'last Tuesday' is not a date"),
        ({"jobs": -1}, "jobs: -1"),
        ({"manifest": "nowhere.csv"}, "manifest nowhere.csv"),
        ({"gazetteer": ("nowhere.csv",)}, "nowhere.csv"),
    ],
)
def test_wrong_options_name_the_value(case: Case, tmp_path: Path, given: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_sources(case, [tmp_path], ReadOptions(**given))  # type: ignore[arg-type]
    assert len(case.pages()) == 0


def test_progress_tells_how_many_there_are(case: Case, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 4)
    seen: list[Progress] = []
    read_sources(case, [pages], ReadOptions(jobs=1), seen.append)
    reading = [p for p in seen if p.phase == "reading"]
    assert [(p.done, p.total) for p in reading] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert seen[-1].phase == "merging"
