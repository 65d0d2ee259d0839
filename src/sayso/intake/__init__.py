"""Pages in, stories out: files, feeds, addresses and archives; main text, splitting, dates, copies."""

from sayso.intake.extract import extract
from sayso.intake.manifest import ManifestRow, apply_manifest, load_manifest, unmatched
from sayso.intake.neardup import group, signature
from sayso.intake.raw import Extraction, RawPage, SourceOptions
from sayso.intake.sources import open_sources

__all__ = [
    "Extraction",
    "ManifestRow",
    "RawPage",
    "SourceOptions",
    "apply_manifest",
    "extract",
    "group",
    "load_manifest",
    "open_sources",
    "signature",
    "unmatched",
]
