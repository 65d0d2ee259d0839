"""Archive access for training: the same ``Data`` that the benchmarks use, with the splits that training adds."""

from __future__ import annotations

import hashlib
from pathlib import Path

from benchmarks.data import Data, is_dev

from sayso.errors import UsageError

__all__ = ["SPLITS", "archive", "check_split", "fold", "half", "is_dev", "tenth"]

SPLITS = ("train", "dev")
"""The splits there are. Test splits are measured elsewhere: no loader opens one."""


def check_split(split: str) -> str:
    """The split, if there is one of that name. Raises UsageError."""
    if split not in SPLITS:
        raise UsageError(f"split {split!r}: there are {' and '.join(SPLITS)}; test splits are never read here")
    return split


def archive(name: str, path: Path | None = None) -> Data:
    """The archive ``name`` at ``path`` or under SAYSO_DATA. Raises UsageError, naming the archive, if it is missing."""
    if path is not None and not path.exists():
        raise UsageError(f"no data for {name} at {path}: give {name}.tar.gz or its folder, or set SAYSO_DATA")
    return Data(name, path)


def half(name: str) -> str:
    """Split of a document without an official one: dev where the SHA-1 of its name is even."""
    return "dev" if is_dev(name) else "train"


def tenth(text: str) -> str:
    """Split of a sentence of a set that is all train: one in ten is held out for dev, by the SHA-1 of its text."""
    return "dev" if fold(text, 10) == 0 else "train"


def fold(text: str, folds: int = 5) -> int:
    """Fold of a text, 0 to ``folds`` - 1, by its SHA-1: the same text always falls into the same fold."""
    return int(hashlib.sha1(text.encode("utf-8", errors="replace")).hexdigest(), 16) % folds
