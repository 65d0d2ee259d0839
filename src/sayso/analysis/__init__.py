"""What follows from a case as a whole: its chronology, the gaps in it, and how often things happen.

Importing this package registers the functions behind ``Case.gaps()``, ``Case.rates()`` and ``Case.relations()``.
"""

from sayso.analysis.chronology import Bin, Spot, Totals, bins, chronology, spots, totals
from sayso.analysis.filters import Filter
from sayso.analysis.gaps import gaps
from sayso.analysis.poisson import poisson_interval
from sayso.analysis.rates import rates
from sayso.analysis.relations import relations
from sayso.case.tables import Tables

Tables.computed["gaps"] = gaps
Tables.computed["rates"] = rates
Tables.computed["relations"] = relations

__all__ = [
    "Bin",
    "Filter",
    "Spot",
    "Totals",
    "bins",
    "chronology",
    "gaps",
    "poisson_interval",
    "rates",
    "relations",
    "spots",
    "totals",
]
