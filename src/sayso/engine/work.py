"""The unit of work: one page to its stories and readings, or one story to a new reading. Pure functions."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sayso.intake import Extraction, ManifestRow, RawPage, apply_manifest, extract, signature
from sayso.reader import read
from sayso.records import Issue, Reading, Story
from sayso.resolve import resolve
from sayso.resolve.gazetteer import Gazetteer


@dataclass(frozen=True, kw_only=True, slots=True)
class PageTask:
    """Read a page. ``rows`` are the lines of the manifest that name it."""

    raw: RawPage
    retrieved: str
    rows: tuple[ManifestRow, ...] = ()
    published: str = ""
    outlet: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryTask:
    """Read a story of the case again."""

    story: Story


Task = PageTask | StoryTask


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What came of a task. A story without a reading has an issue that says why."""

    extraction: Extraction | None = None
    readings: tuple[Reading, ...] = ()
    issues: tuple[Issue, ...] = ()
    used: frozenset[int] = frozenset()
    """Lines of the manifest that matched a story."""
    signatures: tuple[tuple[str, bytes], ...] = ()
    """story_id and the signature of its text."""
    seconds: float = 0.0


def carry_out(task: Task, gazetteer: Gazetteer) -> Done:
    """Do a task; what goes wrong in a story becomes an issue."""
    began = time.perf_counter()
    if isinstance(task, StoryTask):
        reading, issue = read_one(task.story, gazetteer)
        return Done(
            readings=(reading,) if reading else (),
            issues=(issue,) if issue else (),
            seconds=time.perf_counter() - began,
        )
    extraction = extract(task.raw, retrieved=task.retrieved)
    stories, used = apply_manifest(extraction.stories, task.rows, published=task.published, outlet=task.outlet)
    results = [read_one(story, gazetteer) for story in stories]
    return Done(
        extraction=Extraction(page=extraction.page, stories=stories, issues=extraction.issues),
        readings=tuple(reading for reading, _ in results if reading),
        issues=tuple(issue for _, issue in results if issue),
        used=used,
        signatures=tuple((story.story_id, signature(story.text)) for story in stories),
        seconds=time.perf_counter() - began,
    )


def read_one(story: Story, gazetteer: Gazetteer) -> tuple[Reading | None, Issue | None]:
    """A story's reading, or the issue that says why there is none."""
    try:
        return resolve(story, read(story, gazetteer), gazetteer), None
    except Exception as error:
        # Whatever one story does to the reader, the others are read and this one is named.
        return None, Issue(
            what=story_name(story),
            why=f"the story could not be read ({type(error).__name__}: {error})",
            remedy="It is kept without a reading, and is tried again at the next run. Please report it.",
            kind="unread",
            story_id=story.story_id,
        )


def story_name(story: Story) -> str:
    """A story as issues name it: its page, and its place there."""
    return f"{story.page}, story {story.position + 1}"
