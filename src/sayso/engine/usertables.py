"""A user's gazetteer and demonym tables: kept in the case by content, so that they hold for every later run."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sayso.case import Case
from sayso.engine.options import Path_, ReadOptions
from sayso.errors import UsageError
from sayso.resolve.gazetteer import Gazetteer

KINDS = ("gazetteer", "demonyms")


class UserTables:
    """The tables of a case, laid out as files for as long as the object is open."""

    def __init__(self, case: Case, options: ReadOptions) -> None:
        """Take in what ``options`` gives; ``changed`` tells whether that differs from what the case remembered.

        Raises UsageError for a table that cannot be read.
        """
        given = {"gazetteer": options.gazetteer, "demonyms": options.demonyms}
        named = [str(path) for paths in given.values() for path in paths or ()]
        if named:
            Gazetteer.with_tables(named)  # here a message names the user's file
        kept = {kind: case.setting(f"tables.{kind}") for kind in KINDS}
        now = {kind: kept[kind] if paths is None else _contents(paths) for kind, paths in given.items()}
        self.changed = now != kept
        self._settings = {f"tables.{kind}": value for kind, value in now.items() if value != kept[kind]}
        self._folder = tempfile.TemporaryDirectory(prefix="sayso-")
        self.paths: tuple[str, ...] = tuple(self._write(now))

    def _write(self, contents: dict[str, str]) -> list[str]:
        paths = []
        for kind in KINDS:
            for number, text in enumerate(json.loads(contents[kind] or "[]")):
                # The content is part of the name, for gazetteers are kept by name as long as a process lives.
                mark = hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]
                path = Path(self._folder.name, f"{kind}-{number}-{mark}.csv")
                path.write_text(text, encoding="utf-8")
                paths.append(str(path))
        return paths

    def remember(self, case: Case) -> None:
        """Keep the tables in the case, and have its stories read again if they changed."""
        if self.changed:
            for name, value in self._settings.items():
                case.set_setting(name, value)
            case.mark_readings_stale()

    def close(self) -> None:
        """Take the files away."""
        self._folder.cleanup()


def _contents(paths: Sequence[Path_]) -> str:
    texts = []
    for path in paths:
        try:
            texts.append(Path(path).read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise UsageError(f"table {path}: it cannot be read ({why}). Check the path") from error
    return json.dumps(texts, ensure_ascii=False) if texts else ""
