"""How many pages sources hold, where that can be told without reading them: for the time left."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

from sayso.intake.fetch import is_address
from sayso.intake.sources import ASSETS, DOCUMENTS

MANY = frozenset(".warc .wet .wat .jsonl .ndjson .csv .tsv .parquet .gz .xml .rss .atom".split())
"""Files that may hold any number of pages."""


def count_pages(sources: Sequence[str]) -> int | None:
    """The number of pages, or None where a source has to be read to know."""
    total = 0
    for source in sources:
        if source == "-" or is_address(source):
            return None
        path = Path(source)
        files = _files(path) if path.is_dir() else [path] if path.exists() else [Path(p) for p in _matches(source)]
        for file in files:
            suffix = file.suffix.lower()
            if suffix in MANY:
                return None
            total += suffix not in ASSETS and suffix not in DOCUMENTS
    return total


def _matches(pattern: str) -> list[str]:
    return [p for p in glob.glob(pattern, recursive=True) if not Path(p).is_dir()]  # noqa: PTH207 - may be absolute


def _files(folder: Path) -> list[Path]:
    found = []
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(root, name) for name in files if not name.startswith(".")]
    return found
