"""Exports: ``export`` writes a table of a case as CSV, JSON lines, GeoJSON or Parquet."""

from sayso.export.base import ExportError, Format
from sayso.export.formats import FORMATS, SUFFIXES
from sayso.export.write import export, find_format, write

__all__ = ["FORMATS", "SUFFIXES", "ExportError", "Format", "export", "find_format", "write"]
