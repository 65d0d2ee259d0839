"""Which language a story is in, by py3langid. Only English is read."""

from __future__ import annotations

from functools import cache
from typing import Any

ENOUGH = 8
"""Fewer words than this tell nothing; such a text is taken for English."""
SAMPLE = 3000
SURE = 0.9
"""Probability from which on a text counts as of another language."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # 0.4 renamed the constructor
    make = getattr(LanguageIdentifier, "from_model_file", None) or LanguageIdentifier.from_pickled_model
    return make(MODEL_FILE, norm_probs=True)


def language(text: str) -> str:
    """ISO 639-1 code of a text's language."""
    sample = text[:SAMPLE]
    if sample.count(" ") + 1 < ENOUGH and sample.isascii():
        return "en"
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= SURE else "en"
