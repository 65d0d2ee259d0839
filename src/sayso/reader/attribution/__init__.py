"""Who says what: cues, sources and contents by rules. A trained model takes over behind the same marks."""

from sayso.reader.attribution.find import find_attributions

__all__ = ["find_attributions"]
