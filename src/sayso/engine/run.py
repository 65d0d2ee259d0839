"""A run: sources to pages to stories to readings in the case, then copies and merging.

Pages are read by a pool and written in the order of the sources, several in a transaction. What a page does to a
reading process becomes an issue. A run that is ended at any moment leaves whole pages, and the next one goes on.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from pathlib import Path

import msgspec

from sayso.case import Case
from sayso.engine.counting import count_pages
from sayso.engine.finish import TO_MERGE, group_copies, merge_accounts, needs_merge
from sayso.engine.options import OnProgress, Progress, ReadOptions, Summary, cores
from sayso.engine.pool import InProcess, Pool, WorkerError
from sayso.engine.usertables import UserTables
from sayso.engine.work import Done, PageTask, StoryTask, story_name
from sayso.errors import UsageError
from sayso.ids import digest, sha256
from sayso.intake import ManifestRow, RawPage, SourceOptions, apply_manifest, load_manifest, open_sources, unmatched
from sayso.records import Issue, Story
from sayso.version import READER_VERSION

AHEAD = 8
"""Tasks in hand for each process: enough that none waits while a long page holds up the writing."""
AHEAD_BYTES = 100_000_000
SECONDS_A_COMMIT = 2.0
LEFT_OUT = "It was left out, and is tried again at the next run. If it happens again, please report it."


def read_sources(
    case: Case,
    sources: Sequence[str | Path],
    options: ReadOptions | None = None,
    on_progress: OnProgress | None = None,
) -> Summary:
    """Read sources into a case.

    Pages whose address and content the case holds are skipped before they are taken apart; stories whose metadata,
    gazetteer or reader has changed are read again. Incidents are made at the end, also where an earlier run was
    ended before. Raises UsageError (manifest, tables, date), CaseError; what cannot be read is in ``Summary.issues``.
    """
    options = options or ReadOptions()
    named = [str(source) for source in sources]
    if not named:
        raise UsageError("nothing to read: name files, folders, web addresses or -")
    rows = load_manifest(options.manifest) if options.manifest else ()
    if options.published:
        _check_date(options.published)
    if options.jobs < 0:
        raise UsageError(f"jobs: {options.jobs} is not a number of processes. Give 0 for one a core, or more")
    tables = UserTables(case, options)
    try:
        return _Run(case, named, options, rows, tables, on_progress or _quiet).run()
    finally:
        tables.close()


def _quiet(progress: Progress) -> None:
    return None


def _check_date(published: str) -> None:
    from sayso.edtf import parse

    try:
        parse(published)
    except ValueError as error:
        raise UsageError(f"published: {published!r} is not a date. Write it as 2011-06-03, 2011-06 or 2011") from error


class _Run:
    def __init__(
        self,
        case: Case,
        sources: list[str],
        options: ReadOptions,
        rows: tuple[ManifestRow, ...],
        tables: UserTables,
        on_progress: OnProgress,
    ) -> None:
        self.case, self.sources, self.options, self.tables = case, sources, options, tables
        self.manifest = rows
        self.rows_of: dict[str, list[ManifestRow]] = {}
        for row in rows:
            self.rows_of.setdefault(row.path.replace("\\", "/").removeprefix("./"), []).append(row)
        self.used: set[int] = set()
        self.on_progress = on_progress
        self.issues: list[Issue] = []
        self.noted: dict[str, list[Issue]] = {}
        """Issues the case held before the run, by page_id (sources: by '')."""
        self.noted_names: set[str] = set()
        self.failed: set[str] = set()
        """Stories that could not be read in this run, and are not tried again in it."""
        self.changed = needs_merge(case)
        self.pages = self.stories = self.claims = self.accounts = self.skipped = self.read_again = self.done = 0
        self.total: int | None = None
        self.read_names: set[str] = set()

    def run(self) -> Summary:
        began = time.monotonic()
        for row in self.case.issues():
            issue = msgspec.convert(row, Issue)
            self.noted.setdefault(issue.page_id, []).append(issue)
            self.noted_names.add(issue.what)
        self.tables.remember(self.case)
        jobs = self.options.jobs or cores()
        self.total = count_pages(self.sources)
        with Pool(jobs, self.tables.paths) if jobs > 1 else InProcess(self.tables.paths) as pool:
            self._read_pages(pool)
            self._read_again(pool)
        self._settle_issues()
        if self.changed:
            self.on_progress(Progress(phase="copies", done=self.done, skipped=self.skipped))
            group_copies(self.case)
            self.on_progress(Progress(phase="merging", done=self.done, skipped=self.skipped))
            merge_accounts(self.case)
            self.case.set_setting(TO_MERGE, "")
        return Summary(
            pages=self.pages,
            stories=self.stories,
            claims=self.claims,
            accounts=self.accounts,
            incidents=len(self.case.incidents()),
            issues=tuple(self.issues),
            skipped=self.skipped,
            read_again=self.read_again,
            seconds=time.monotonic() - began,
        )

    # -- pages

    def _read_pages(self, pool: Pool | InProcess) -> None:
        given = SourceOptions(allow_private=self.options.allow_private, text_column=self.options.text_column)
        window: deque[tuple[RawPage, Future[Done]]] = deque()
        in_hand = 0
        last = time.monotonic()
        seen: set[tuple[str, str]] = set()

        def write(least: int) -> None:
            """Write what is done from the front of the window, waiting until at most ``least`` are in hand."""
            nonlocal in_hand, last
            while window and (len(window) > least or window[0][1].done()):
                if not window[0][1].done():
                    front = [future for _, future in list(window)[: max(1, len(window) // 2)]]
                    wait(front, timeout=SECONDS_A_COMMIT)
                    if not window[0][1].done():
                        wait(front[:1])
                with self.case.batch():
                    while window and window[0][1].done():
                        raw, future = window.popleft()
                        in_hand -= len(raw.data)
                        self._store_page(raw, future)
                last = time.monotonic()

        for item in open_sources(self.sources, given):
            if isinstance(item, Issue):
                self._note(item)
                continue
            raw, content = _named(item), sha256(item.data)
            self.read_names.update((raw.name, raw.name.partition("#")[0], raw.locator.partition("#")[0]))
            if (raw.name, content) in seen:
                continue
            seen.add((raw.name, content))
            if not self.options.extract_again and self.case.has_page(raw.name, content):
                self._skip(raw, content)
                continue
            window.append((raw, pool.submit(self._task(raw), self.options.limit(len(raw.data)))))
            in_hand += len(raw.data)
            if len(window) >= AHEAD * pool.jobs or in_hand > AHEAD_BYTES:
                write(len(window) // 2)
            elif time.monotonic() - last > SECONDS_A_COMMIT and window[0][1].done():
                write(len(window))
        self.total = self.done + len(window)
        write(0)

    def _task(self, raw: RawPage) -> PageTask:
        return PageTask(
            # Where the bytes are on this machine is not the reader's business, and may be no Unicode.
            raw=msgspec.structs.replace(raw, locator=""),
            retrieved=self.case.now(),
            rows=tuple(self.rows_of.get(raw.name, ())),
            published=self.options.published,
            outlet=self.options.outlet,
        )

    def _store_page(self, raw: RawPage, future: Future[Done]) -> None:
        try:
            done = future.result()
        except WorkerError as error:
            self._note(Issue(what=raw.name, why=str(error), remedy=LEFT_OUT, kind=error.kind))
            self._advance()
            return
        extraction = done.extraction
        if extraction is None:
            raise AssertionError("a page task gave no page")
        self._mark_changed()
        if raw.name in self.noted_names:
            self.case.clear_issues(raw.name)
        issues = (*extraction.issues, *done.issues)
        page = self.case.add_page(
            extraction.page, raw.data, raw.locator, extraction.stories, done.readings, issues
        )
        if self.options.extract_again:
            self.case.keep_page_stories(page.page_id, [story.story_id for story in extraction.stories])
        self.case.store_signatures(dict(done.signatures))
        self.issues += issues
        self.failed.update(issue.story_id for issue in done.issues)
        self.used |= done.used
        self.pages += 1
        self.stories += len(extraction.stories)
        self._count(done)
        self._advance()

    def _skip(self, raw: RawPage, content: str) -> None:
        """A page that the case holds: only what was given for its stories may have changed."""
        self.skipped += 1
        self.issues += self.noted.get(digest("page", raw.name, content), ())
        rows = self.rows_of.get(raw.name, ())
        if rows or self.options.published or self.options.outlet:
            stories = [_story(row) for row in self.case.rows("stories", where={"page": raw.name, "current": 1})]
            given, used = apply_manifest(stories, rows, published=self.options.published, outlet=self.options.outlet)
            self.used |= used
            for before, after in zip(stories, given, strict=True):
                if before != after:
                    self._mark_changed()
                    self.case.update_story_metadata(
                        after.story_id,
                        published=after.published,
                        published_from=str(after.published_from),
                        outlet=after.outlet,
                    )
        self._advance()

    # -- stories read again

    def _read_again(self, pool: Pool | InProcess) -> None:
        window: deque[tuple[Story, Future[Done]]] = deque()
        for story in self._stale():
            window.append((story, pool.submit(StoryTask(story=story), self.options.limit(len(story.text)))))
            if len(window) >= AHEAD * pool.jobs:
                self._store_readings(window)
        self._store_readings(window)
        if self.read_again:
            self.case.refresh_shared()

    def _stale(self) -> Iterator[Story]:
        for story in self.case.stories_to_read(READER_VERSION):
            if story.story_id not in self.failed:
                yield story

    def _store_readings(self, window: deque[tuple[Story, Future[Done]]]) -> None:
        if not window:
            return
        wait([future for _, future in window])
        with self.case.batch():
            self._mark_changed()
            while window:
                story, future = window.popleft()
                self._store_reading(story, future)

    def _store_reading(self, story: Story, future: Future[Done]) -> None:
        name = story_name(story)
        try:
            done = future.result()
        except WorkerError as error:
            left = Issue(what=name, why=str(error), remedy=LEFT_OUT, kind=error.kind, story_id=story.story_id)
            done = Done(issues=(left,))
        if name in self.noted_names:
            self.case.clear_issues(name)
        for issue in done.issues:
            self._note(issue)
        for reading in done.readings:
            self.case.replace_reading(reading)
            self.read_again += 1
        self._count(done)
        self.on_progress(Progress(phase="reading again", done=self.read_again))

    # -- bookkeeping

    def _mark_changed(self) -> None:
        if not self.changed:
            self.case.set_setting(TO_MERGE, "1")
            self.changed = True

    def _count(self, done: Done) -> None:
        self.claims += sum(len(reading.claims) for reading in done.readings)
        self.accounts += sum(len(reading.accounts) for reading in done.readings)

    def _advance(self) -> None:
        self.done += 1
        self.on_progress(Progress(phase="reading", done=self.done, total=self.total, skipped=self.skipped))

    def _note(self, issue: Issue) -> None:
        if not issue.at:
            issue = msgspec.structs.replace(issue, at=self.case.now())
        self.case.add_issue(issue)
        self.issues.append(issue)

    def _settle_issues(self) -> None:
        """Note the manifest's lines that matched nothing; take away what was noted of sources that read well now."""
        for issue in unmatched(self.manifest, self.used):
            self._note(issue)
        again = {issue.what for issue in self.issues}
        for issue in self.noted.get("", ()):
            of_run = issue.what in self.read_names or issue.what in self.sources
            if issue.kind == "manifest" and self.manifest:
                of_run = True
            if of_run and issue.what not in again:
                self.case.clear_issues(issue.what)


def _named(raw: RawPage) -> RawPage:
    """The page with a place of its own: an absolute path, and a name by content for what came on standard input."""
    if raw.locator == "-":
        return msgspec.structs.replace(raw, name=f"stdin:{sha256(raw.data)[:12]}", locator="")
    if "://" in raw.locator or not raw.locator:
        return raw
    path, mark, record = raw.locator.partition("#")
    return msgspec.structs.replace(raw, locator=f"{Path(path).absolute()}{mark}{record}")


def _story(row: dict[str, str | int | float | None]) -> Story:
    names = ("story_id", "page_id", "page", "title", "outlet", "published", "published_from")
    return msgspec.convert({name: row[name] for name in names}, Story)
