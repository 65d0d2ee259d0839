"""Who says what: cues, sources and contents by the trained model, or by rules where none is installed."""

from sayso.reader.attribution.find import find_attributions

__all__ = ["find_attributions"]
