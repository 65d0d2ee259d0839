"""``sayso read``: sources into a case."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from sayso.cli.common import case_option, note, opened, plural

if TYPE_CHECKING:
    from sayso.engine import Progress, Summary

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXAMPLES = 3
"""Sources named for each reason why some could not be read."""
LINE_SECONDS = 10.0
"""Time between lines of progress where there is no terminal."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@case_option
@click.option("--manifest", type=FILE, help="CSV (path,title,published,outlet) with what pages do not say.")
@click.option("--published", default="", metavar="DATE", help="Date of the stories that the manifest gives none.")
@click.option("--outlet", default="", help="Outlet of the stories that the manifest gives none.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes that read.  [default: one a core]")
@click.option("--text-column", default="", metavar="NAME", help="Column of tables that holds the text.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
@click.option("--extract-again", is_flag=True, help="Take stories out of pages anew, though they have not changed.")
@click.option("--gazetteer", type=FILE, multiple=True, help="Table of places of yours; the case remembers it.")
@click.option("--demonyms", type=FILE, multiple=True, help="Table of demonyms of yours; the case remembers it.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
def read(
    sources: tuple[str, ...],
    case_name: str,
    manifest: Path | None,
    jobs: int | None,
    gazetteer: tuple[Path, ...],
    demonyms: tuple[Path, ...],
    quiet: bool,
    **given: Any,
) -> int:
    """Read pages into a case.

    SOURCE is a file, a folder, a glob, - (standard input), a web address, an RSS or Atom feed, a .warc or .wet file,
    or a .jsonl, .csv or .parquet table with a text column. Pages that the case holds already are skipped, so the same
    command brings a case up to date, or goes on where it was ended.

    \b
    sayso read pages/ -c case.db
    sayso read pages/ -c case.db --manifest manifest.csv
    sayso read https://example.org/feed.xml -c case.db
    """
    from sayso.engine import ReadOptions, read_sources

    options = ReadOptions(
        manifest=manifest or "",
        jobs=jobs or 0,
        gazetteer=gazetteer or None,
        demonyms=demonyms or None,
        **given,
    )
    with opened(case_name, create=True) as case:
        try:
            with _Display(quiet) as display:
                summary = read_sources(case, sources, options, display.show)
        except KeyboardInterrupt:
            note(
                f"sayso: stopped after {plural(display.done, 'page')}. What was read is kept in {case_name}; "
                "the same command goes on from there and then makes the incidents."
            )
            return 130
        if not quiet:
            _tell(summary, case_name, len(case.stories()))
    return 1 if summary.unread else 0


def _tell(summary: Summary, case_name: str, stories_held: int) -> None:
    parts = [f"Read {plural(summary.pages, 'page')} in {_span(summary.seconds)}"]
    if summary.skipped:
        parts.append(f"{summary.skipped:,} already there")
    if summary.read_again:
        parts.append(f"{plural(summary.read_again, 'story', 'stories')} read again")
    note(
        f"{', '.join(parts)}: {plural(summary.stories, 'story', 'stories')}, {plural(summary.claims, 'claim')}, "
        f"{plural(summary.accounts, 'account')}."
    )
    held = plural(stories_held, "story", "stories")
    note(f"{case_name} holds {held} and {plural(summary.incidents, 'incident')}.")
    if not summary.issues:
        return
    unread = len({issue.what for issue in summary.unread})
    if unread:
        note(f"Not read, or not wholly: {plural(unread, 'source')}. See: sayso show issues -c {case_name}")
    else:
        note(f"Noted: {plural(len(summary.issues), 'issue')}. See: sayso show issues -c {case_name}")
    kinds = Counter(issue.kind for issue in summary.issues)
    for kind, number in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])):
        of_kind = [issue for issue in summary.issues if issue.kind == kind]
        named = "; ".join(f"{issue.what}: {issue.why}" for issue in of_kind[:EXAMPLES])
        more = f"; and {number - EXAMPLES:,} more" if number > EXAMPLES else ""
        note(f"  {kind} ({number:,}): {named}{more}")


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.1f} seconds"
    return f"{int(seconds // 60):,} min {int(seconds % 60)} s"


class _Display:
    """Progress on standard error: a bar on a terminal, a line now and then elsewhere, nothing if quiet."""

    def __init__(self, quiet: bool) -> None:
        self.done = 0
        self._bar: Any = None
        self._task: Any = None
        self._quiet = quiet
        self._began = self._said = time.monotonic()
        self._phase = ""

    def __enter__(self) -> Self:
        if self._quiet or not sys.stderr.isatty():
            return self
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task("reading", total=None, rate="")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, progress: Progress) -> None:
        if progress.phase == "reading":
            self.done = progress.done
        now = time.monotonic()
        rate = f"{progress.done / max(now - self._began, 0.001):.1f} pages/s" if progress.phase == "reading" else ""
        if self._bar is not None:
            self._bar.update(
                self._task,
                description=progress.phase,
                completed=progress.done,
                total=progress.total,
                rate=rate,
            )
        elif not self._quiet and now - self._said >= LINE_SECONDS:
            self._said = now
            of = f" of {progress.total:,}" if progress.total is not None else ""
            left = ""
            if progress.total is not None and progress.done and progress.phase == "reading":
                seconds = (progress.total - progress.done) * (now - self._began) / progress.done
                left = f", {_span(max(seconds, 0.0))} left"
            note(f"{progress.phase}: {progress.done:,}{of}{', ' + rate if rate else ''}{left}")
