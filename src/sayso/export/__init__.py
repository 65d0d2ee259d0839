"""Exports: ``export`` writes a table of a case as CSV, JSON lines, GeoJSON or Parquet."""

from sayso.export.base import ExportError, Format
from sayso.export.formats import CSV, FORMATS, SUFFIXES, GeoJSON, JSONLines, Parquet
from sayso.export.write import export, find_format, write

__all__ = [
    "CSV",
    "FORMATS",
    "SUFFIXES",
    "ExportError",
    "Format",
    "GeoJSON",
    "JSONLines",
    "Parquet",
    "export",
    "find_format",
    "write",
]
