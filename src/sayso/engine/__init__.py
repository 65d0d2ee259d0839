"""The engine: sources through intake, reader and resolver into a case, in this process or in several."""

from sayso.engine.options import Progress, ReadOptions, Summary
from sayso.engine.run import read_sources

__all__ = ["Progress", "ReadOptions", "Summary", "read_sources"]
