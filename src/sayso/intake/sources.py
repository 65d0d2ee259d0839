"""Sources to pages: files, folders, globs, ``-``, web addresses, feeds, archives and tables.

What cannot be opened becomes an ``Issue`` in the stream; the run goes on.
"""

from __future__ import annotations

import datetime as dt
import glob
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from sayso.errors import SourceError
from sayso.intake.archives import warc_pages
from sayso.intake.feeds import feed_pages, is_feed
from sayso.intake.fetch import fetch, is_address
from sayso.intake.raw import RawPage, SourceOptions
from sayso.intake.rows import csv_rows, json_rows, jsonl_rows, parquet_rows, row_pages
from sayso.intake.unpack import LimitedGunzip, gunzip
from sayso.records import Issue

MEDIA_TYPES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".shtml": "text/html",
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/plain", ".wet": "text/plain",
}  # fmt: skip
ASSETS = frozenset(
    ".css .js .mjs .map .png .jpg .jpeg .gif .svg .webp .ico .bmp .tif .tiff .avif .woff .woff2 .ttf .otf .eot .swf "
    ".mp3 .mp4 .m4a .webm .ogg .wav .mov .avi .db .db-wal .db-shm".split()
)
"""Left out of folders without a word: parts of saved pages, and cases. Named outright, they give an issue."""
DOCUMENTS = frozenset(
    ".pdf .doc .docx .odt .rtf .xls .xlsx .ods .ppt .pptx .epub .zip .7z .rar .tar .tgz .bz2 .xz .zst "
    ".mht .mhtml .eml".split()
)
"""May hold text that a user would expect to be read: always told."""
WARC = (".warc", ".wet", ".warc.wet", ".wat")


def open_sources(
    sources: Sequence[str], options: SourceOptions | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[RawPage | Issue]:
    """Every page of ``sources``, in the order given, folders by code point of their paths.

    Args:
        sources: files, folders, glob patterns, ``-``, http(s) addresses.
        options: limits and permissions; see ``SourceOptions``.
        stdin: what ``-`` reads; standard input by default.
    """
    options = options or SourceOptions()
    taken: dict[str, str] = {}
    for source in sources:
        if source == "-":
            data = (stdin or sys.stdin.buffer).read(options.max_bytes + 1)
            yield from _bytes("stdin", "-", data, options)
        elif is_address(source):
            yield from _address(source, options)
        else:
            yield from _paths(source, options, taken)


def _unreadable(what: str, why: str, remedy: str, kind: str = "unreadable") -> Issue:
    return Issue(what=what, why=why, remedy=remedy, kind=kind)


def _address(source: str, options: SourceOptions) -> Iterator[RawPage | Issue]:
    try:
        page = fetch(source, options)
    except SourceError as error:
        yield _unreadable(error.what, error.why, error.remedy, "network")
        return
    if is_feed(page.data):
        yield from feed_pages(source, page.data, options, fetch)
    elif page.data[:2] == b"\x1f\x8b" or page.data[:5] == b"WARC/":
        yield from _bytes(source, page.locator, page.data, options)
    else:
        yield page


def _paths(source: str, options: SourceOptions, taken: dict[str, str]) -> Iterator[RawPage | Issue]:
    path = Path(source)
    if path.is_dir():
        files = [(name, path / name) for name in _walk(path)]
        if not files:
            yield _unreadable(source, "the folder holds no files", "Check the path.", "empty")
        for name, file in files:
            suffix = file.suffix.lower()
            if suffix in ASSETS:
                continue
            yield from _file(_own_name(name, f"{path.resolve().name}/{name}", file, taken), file, options)
    elif path.exists():
        yield from _file(_own_name(path.name, path.as_posix(), path, taken), path, options)
    elif glob.has_magic(source):
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - patterns may be absolute
        if not matches:
            yield _unreadable(source, "the pattern matches nothing", "Check the pattern.", "missing")
        fixed = Path(source.split("*")[0].split("?")[0].split("[")[0])
        base = fixed if source[len(str(fixed)) :][:1] == "/" else fixed.parent
        for match in matches:
            file = Path(match)
            if file.is_dir() or file.name.startswith("."):
                continue
            name = file.relative_to(base).as_posix() if file.is_relative_to(base) else file.name
            yield from _file(_own_name(name, file.as_posix(), file, taken), file, options)
    else:
        yield _unreadable(source, "there is no such file or folder", "Check the path.", "missing")


def _walk(folder: Path) -> list[str]:
    """Files of a folder and those in it, without hidden ones, as POSIX paths sorted by code point."""
    names = []
    for root, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        names += [(Path(root) / f).relative_to(folder).as_posix() for f in files if not f.startswith(".")]
    return sorted(names)


def _own_name(name: str, longer: str, file: Path, taken: dict[str, str]) -> str:
    """A name of its own for each file: two folders may each hold an ``index.html``."""
    where = str(file.resolve())
    name = name.encode("utf-8", errors="replace").decode("utf-8")
    if taken.setdefault(name, where) == where:
        return name
    longer = longer.encode("utf-8", errors="replace").decode("utf-8")
    return longer if taken.setdefault(longer, where) == where else where


def _file(name: str, path: Path, options: SourceOptions) -> Iterator[RawPage | Issue]:
    suffixes = [s.lower() for s in path.suffixes]
    last = suffixes[-1] if suffixes else ""
    inner = (suffixes[-2] if len(suffixes) > 1 else "") if last == ".gz" else last
    if inner in DOCUMENTS or inner in ASSETS:
        yield _unreadable(name, f"files of type {inner} are not read", "Convert it to HTML or plain text.", "skipped")
        return
    if not path.is_file():
        yield _unreadable(name, "it is no regular file", "Read its content by way of - (standard input).", "skipped")
        return
    try:
        if inner == ".parquet":
            yield from _table(name, lambda bad: parquet_rows(name, str(path), bad), options)
            return
        with path.open("rb") as stream:
            if inner in WARC:
                yield from warc_pages(name, stream, options)
                return
            if inner in (".jsonl", ".ndjson", ".csv", ".tsv"):
                read = csv_rows if inner in (".csv", ".tsv") else jsonl_rows
                limit = LimitedGunzip(stream, max_bytes=50 * options.max_bytes, max_ratio=options.max_ratio)
                source = io.BufferedReader(limit) if last == ".gz" else stream
                yield from _table(name, lambda bad: read(name, source, options, bad), options)
                if limit.why:
                    yield _unreadable(name, limit.why, "What came before was read.", "truncated")
                return
            data = stream.read(options.max_bytes + 1)
            modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OSError as error:
        yield _unreadable(name, f"it cannot be opened ({error.strerror or error})", "Check its permissions.")
        return
    yield from _bytes(name, str(path), data, options, media_type=MEDIA_TYPES.get(inner, ""), modified=modified)


def _table(
    name: str, rows: Callable[[list[Issue]], Iterator[object]], options: SourceOptions
) -> Iterator[RawPage | Issue]:
    bad: list[Issue] = []
    yield from row_pages(name, rows(bad), options)  # type: ignore[arg-type]
    yield from bad


def _bytes(
    name: str, locator: str, data: bytes, options: SourceOptions, *, media_type: str = "", modified: str = ""
) -> Iterator[RawPage | Issue]:
    """Bytes of a file or of standard input: told by what they begin with."""
    truncated = ""
    if len(data) > options.max_bytes:
        data, truncated = data[: options.max_bytes], f"it has more than {options.max_bytes:,} bytes"
    if data[:2] == b"\x1f\x8b":
        start = gunzip(data[:65_536], max_bytes=1000, max_ratio=options.max_ratio).data
        if start.startswith(b"WARC/"):
            yield from warc_pages(name, io.BytesIO(data), options)
            return
        unpacked = gunzip(data, max_bytes=options.max_bytes, max_ratio=options.max_ratio)
        data, truncated = unpacked.data, truncated or unpacked.why
    if data.startswith(b"WARC/"):
        yield from warc_pages(name, io.BytesIO(data), options)
    elif is_feed(data):
        yield from feed_pages(name, data, options, fetch)
    elif name.lower().endswith((".json", ".json.gz")) and data.lstrip()[:1] == b"[":
        yield from _table(name, lambda bad: json_rows(name, data, bad), options)
    elif not media_type and data.lstrip()[:1] == b"{" and b'"' in data[:200]:
        yield from _table(name, lambda bad: jsonl_rows(name, io.BytesIO(data), options, bad), options)
    else:
        yield RawPage(
            name=name, locator=locator, data=data, media_type=media_type, modified=modified, truncated=truncated
        )
