"""How sure it is that someone took part, and which figure counts those who did."""

from __future__ import annotations

from sayso.reader.events.view import View
from sayso.vocabulary import ParticipantCertainty

_WORDS = {
    "suspected": ParticipantCertainty.SUSPECTED,
    "alleged": ParticipantCertainty.ACCUSED,
    "allegedly": ParticipantCertainty.ACCUSED,
    "apparently": ParticipantCertainty.POSSIBLE,
    "apparent": ParticipantCertainty.POSSIBLE,
    "presumed": ParticipantCertainty.SUSPECTED,
    "possibly": ParticipantCertainty.POSSIBLE,
    "probably": ParticipantCertainty.POSSIBLE,
}


def certainty_of(view: View, span: tuple[int, int], *, actor: bool) -> ParticipantCertainty:
    """Certainty by the words in a phrase and right before it; only of actors, others are stated."""
    certainty = ParticipantCertainty.STATED
    if actor:
        for word in view.lower[max(0, span[0] - 3) : span[1]]:
            certainty = _WORDS.get(word, certainty)
    return certainty


def figure_of(view: View, span: tuple[int, int], *, actor: bool) -> int:
    """Index of the figure that opens a phrase, or that stands right before those acted on; -1 if none does."""
    figure = view.figure_at[span[0]]
    if figure < 0 and span[0] > 0 and not actor:
        figure = view.figure_at[span[0] - 1]
    return figure
