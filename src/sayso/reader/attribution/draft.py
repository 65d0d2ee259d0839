"""An attribution in token indexes, while its content may still grow."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.reader.attribution.frame import Frame
from sayso.vocabulary import Certainty, Stance

Phrase = tuple[int, int]
"""First and one past last token."""

SCARE_QUOTE = 3
"""Quotations of at most so many words with no comma or full stop inside are terms, not speech."""


@dataclass(slots=True)
class Draft:
    """An attribution in token indexes, while its content may still grow."""

    rule: str
    source: Phrase | None = None
    more_sources: list[Phrase] = field(default_factory=list)
    """Joint speakers, and later stretches of a source whose words are not together."""
    cue: Phrase | None = None
    contents: list[Phrase] = field(default_factory=list)
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.UNSTATED
    hedge: Phrase | None = None
    """Words of certainty that the model ties to the cue."""
    addressee: Phrase | None = None
    carriers: list[Phrase] = field(default_factory=list)
    direct: bool = False
    confidence: float = 0.8
    sure: tuple[float, float, float] | None = None
    """Probabilities of source, cue and content; as that of the whole where nothing tells them apart."""

    @property
    def sources(self) -> list[Phrase]:
        """All stretches of its sources."""
        return [*([self.source] if self.source else []), *self.more_sources]


def quote_at(frame: Frame, i: int) -> int:
    return frame.quote[i] if 0 <= i < len(frame.quote) else -1


def is_speech(frame: Frame, number: int) -> bool:
    quote = frame.quotes[number]
    return quote.words > SCARE_QUOTE or quote.terminal


def quote_phrase(frame: Frame, number: int) -> Phrase:
    return frame.quotes[number].first, frame.quotes[number].last
