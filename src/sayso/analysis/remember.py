"""Answers about a whole case, kept until the case changes: counting half a million rows takes a moment."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sayso.case import Case

KEPT = 256
"""Answers kept for one case."""
T = TypeVar("T")
_ANSWERS: WeakKeyDictionary[Case, tuple[str, OrderedDict[Hashable, Any]]] = WeakKeyDictionary()
_LOCK = threading.Lock()


def stamp(case: Case) -> str:
    """A text that changes whenever the case does (and perhaps at other times)."""
    if case.url.get_backend_name() == "sqlite":
        parts = []
        for suffix in ("", "-wal"):
            try:
                found = os.stat(case.name + suffix)  # noqa: PTH116 - a suffix to the name, not a path joined
            except OSError:
                parts.append("-")
            else:
                parts.append(f"{found.st_mtime_ns}:{found.st_size}")
        return "/".join(parts)
    with case._reading() as connection:
        return str(connection.exec_driver_sql("SELECT pg_current_wal_insert_lsn()").scalar_one())


def remembered(case: Case, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, or gave for this key while the case was as it is now."""
    now = stamp(case)
    with _LOCK:
        then, answers = _ANSWERS.get(case, ("", OrderedDict()))
        if then != now:
            answers = OrderedDict()
            _ANSWERS[case] = (now, answers)
        if key in answers:
            answers.move_to_end(key)
            found: T = answers[key]
            return found
    made = make()
    with _LOCK:
        then, answers = _ANSWERS.get(case, ("", OrderedDict()))
        if then == now:
            answers[key] = made
            while len(answers) > KEPT:
                answers.popitem(last=False)
    return made
