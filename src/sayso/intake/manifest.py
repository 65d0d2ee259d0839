"""The manifest: what pages do not say of their stories, given by the user (CSV: path, title, published, outlet).

``path`` is relative to the source folder (or a web address); ``title`` matches the stories of that page whose title
contains it, whatever the case; blank means every story of the page. A row never makes or splits a story.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from sayso.errors import UsageError
from sayso.intake.decode import clean, decode, one_line
from sayso.records import Issue, Record, Story
from sayso.vocabulary import PublishedFrom

COLUMNS = ("path", "title", "published", "outlet")
_EDTF_DAY = re.compile(r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")


class ManifestRow(Record, frozen=True, kw_only=True):
    """One line of a manifest."""

    line: int
    """Line of the file, the header being 1: evidence of what it gives."""
    path: str
    title: str = ""
    published: str = ""
    outlet: str = ""

    def matches(self, story: Story) -> bool:
        """Whether this line is about ``story``."""
        if _path(self.path) != _path(story.page):
            return False
        return one_line(self.title).casefold() in one_line(story.title).casefold()


def _path(path: str) -> str:
    path = path.strip().replace("\\", "/") if "://" not in path else path.strip()
    return path.removeprefix("./")


def load_manifest(path: str | Path) -> tuple[ManifestRow, ...]:
    """Read a manifest.

    Raises:
        UsageError: if the file cannot be read, lacks a ``path`` column, or a line's date is none.
    """
    try:
        text = clean(decode(Path(path).read_bytes())[0])
    except OSError as error:
        raise UsageError(f"manifest {path}: it cannot be read ({error.strerror}). Check the path.") from error
    reader = csv.DictReader(io.StringIO(text))
    columns = [str(name).strip().lower() for name in reader.fieldnames or ()]
    if "path" not in columns:
        found = ", ".join(columns) or "none"
        raise UsageError(
            f"manifest {path}: it has no column 'path' (found: {found}). Its header is {','.join(COLUMNS)}."
        )
    reader.fieldnames = columns
    rows = []
    for row in reader:
        values = {name: one_line(str(row.get(name) or "")) for name in COLUMNS}
        if not any(values.values()):
            continue
        if not values["path"]:
            raise UsageError(
                f"manifest {path}, line {reader.line_num}: path is empty. Name the page the line is about."
            )
        if values["published"] and not _EDTF_DAY.match(values["published"]):
            raise UsageError(
                f"manifest {path}, line {reader.line_num}: published is {values['published']!r}. Write 2011-06-05."
            )
        rows.append(ManifestRow(line=reader.line_num, **values))
    return tuple(rows)


def apply_manifest(
    stories: Sequence[Story], rows: Iterable[ManifestRow], *, published: str = "", outlet: str = ""
) -> tuple[tuple[Story, ...], frozenset[int]]:
    """Stories of one page with what was given for them, and the lines of the manifest that matched.

    A manifest's line comes before ``published`` and ``outlet`` (given for the whole run), which come before the
    page's own word. Of several lines that match a story, the one with the longest title counts.
    """
    used: set[int] = set()
    out = []
    for story in stories:
        matching = sorted((row for row in rows if row.matches(story)), key=lambda row: (len(row.title), -row.line))
        used.update(row.line for row in matching)
        changes: dict[str, object] = {}
        if outlet:
            changes["outlet"] = outlet
        if published:
            changes.update(published=published, published_from=PublishedFrom.GIVEN)
        for row in matching:
            if row.outlet:
                changes["outlet"] = row.outlet
            if row.published:
                changes.update(published=row.published, published_from=PublishedFrom.MANIFEST)
        out.append(msgspec.structs.replace(story, **changes) if changes else story)
    return tuple(out), frozenset(used)


def unmatched(rows: Iterable[ManifestRow], used: Iterable[int]) -> tuple[Issue, ...]:
    """An issue for each line that matched no story in the whole run."""
    seen = set(used)
    return tuple(
        Issue(
            what=f"manifest line {row.line}: {row.path}" + (f", title {row.title!r}" if row.title else ""),
            why="no story matches it",
            remedy="Check the path, relative to the source folder, and the title against 'sayso show stories'.",
            kind="manifest",
        )
        for row in rows
        if row.line not in seen
    )
