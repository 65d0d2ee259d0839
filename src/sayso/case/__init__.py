"""The store of a body of evidence: ``open_case``, ``Case``, its rows, search hits and decisions."""

from sayso.case.case import Case, open_case
from sayso.case.rows import Rows
from sayso.case.search import Hit, Snippet

__all__ = ["Case", "Hit", "Rows", "Snippet", "open_case"]
