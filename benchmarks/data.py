"""Finding development data: ``--data PATH`` or the archives under ``SAYSO_DATA``. Nothing is unpacked on disk."""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sayso.errors import UsageError


@cache
def _archive(path: Path) -> dict[str, bytes]:
    """All files of a tar archive in memory, by name without the archive's top folder."""
    files: dict[str, bytes] = {}
    with tarfile.open(path) as tar:
        for member in tar:
            if member.isfile() and (handle := tar.extractfile(member)) is not None:
                files[member.name.split("/", 1)[-1]] = handle.read()
    return files


class Data:
    """Files of one data set, whether a folder or a ``.tar.gz`` of the same layout."""

    def __init__(self, name: str, path: Path | None = None) -> None:
        """``name`` is the archive's name ("polnear"); ``path`` overrides where it is looked for."""
        if path is None:
            root = os.environ.get("SAYSO_DATA", "")
            if not root:
                raise UsageError(f"no data for {name}: set SAYSO_DATA to the folder of archives, or give --data PATH")
            path = Path(root) / name
            if not path.is_dir():
                path = Path(root) / f"{name}.tar.gz"
        if not path.exists():
            raise UsageError(f"no data for {name} at {path}: set SAYSO_DATA or give --data PATH")
        self.path = path
        self.name = name

    def names(self, under: str = "", suffix: str = "") -> list[str]:
        """Names of the files below ``under`` that end with ``suffix``, sorted."""
        if self.path.is_dir():
            found = [p.relative_to(self.path).as_posix() for p in self.path.rglob("*") if p.is_file()]
        else:
            found = list(_archive(self.path))
        return sorted(n for n in found if n.startswith(under) and n.endswith(suffix))

    def read(self, name: str) -> bytes:
        """One file's bytes."""
        if self.path.is_dir():
            return (self.path / name).read_bytes()
        return _archive(self.path)[name]

    def texts(self, under: str = "", suffix: str = "") -> Iterator[tuple[str, str]]:
        """(name, text) of files below ``under``; line ends kept as they are, since offsets count them."""
        for name in self.names(under, suffix):
            yield name, self.read(name).decode("utf-8", errors="replace")


def is_dev(name: str) -> bool:
    """Whether a document without an official split is ours to develop on: the SHA-1 of its name is even."""
    return int(hashlib.sha1(name.encode("utf-8")).hexdigest(), 16) % 2 == 0
