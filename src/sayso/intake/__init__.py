"""Pages in, stories out: files, feeds, addresses and archives; main text, splitting, dates, copies."""

from sayso.intake.extract import extract
from sayso.intake.raw import Extraction, RawPage, SourceOptions

__all__ = ["Extraction", "RawPage", "SourceOptions", "extract"]
