"""Sayso reads news pages and keeps the record: what happened, and on whose say-so.

    import sayso

    reading = sayso.read_story(text, published="2031-03-05", outlet="The Harbour Post")
    for claim in reading.claims:
        print(claim.speaker, claim.stance, claim.text)

    with sayso.open_case("case.db") as case:
        case.read("pages/")
        frame = case.incidents().to_dataframe()

What is named here is loaded when it is first used, so that ``import sayso`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.api import read_story as read_story
    from sayso.case import Case as Case
    from sayso.case import Rows as Rows
    from sayso.case import open_case as open_case
    from sayso.engine import Progress as Progress
    from sayso.engine import ReadOptions as ReadOptions
    from sayso.engine import Summary as Summary
    from sayso.errors import CaseError as CaseError
    from sayso.errors import SaysoError as SaysoError
    from sayso.errors import UsageError as UsageError
    from sayso.records import Reading as Reading
    from sayso.records import Story as Story

_HOME = {
    "read_story": "sayso.api",
    "Case": "sayso.case",
    "Rows": "sayso.case",
    "open_case": "sayso.case",
    "Progress": "sayso.engine",
    "ReadOptions": "sayso.engine",
    "Summary": "sayso.engine",
    "CaseError": "sayso.errors",
    "SaysoError": "sayso.errors",
    "UsageError": "sayso.errors",
    "Reading": "sayso.records",
    "Story": "sayso.records",
}

__all__ = [
    "Case",
    "CaseError",
    "Progress",
    "ReadOptions",
    "Reading",
    "Rows",
    "SaysoError",
    "Story",
    "Summary",
    "UsageError",
    "open_case",
    "read_story",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("sayso")
    if name not in _HOME:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
