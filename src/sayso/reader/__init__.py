"""Reading a story: everything that can be marked in its text, before any of it becomes a value."""

from __future__ import annotations

from sayso.reader.attribution import find_attributions
from sayso.reader.events import find_events
from sayso.reader.figures import find_figures
from sayso.reader.marks import Marks
from sayso.reader.mentions import NoPlaceNames, PlaceNames, find_mentions
from sayso.reader.model import read_numbers
from sayso.reader.model.mentions import find_speaking
from sayso.reader.segment import segment
from sayso.reader.times import find_times
from sayso.records import Story

ENGLISH = "en"


def read(story: Story, gazetteer: PlaceNames | None = None) -> Marks:
    """Marks of one story. A pure function; a story in another language than English gives none.

    ``gazetteer`` tells which names are places; without one only shape and context do.
    """
    if story.language not in (ENGLISH, ""):
        return Marks()
    tokens, sentences = segment(story)
    reading = read_numbers(tokens, sentences)
    times = find_times(story, tokens, sentences)
    mentions = find_mentions(story, tokens, sentences, gazetteer or NoPlaceNames(), reading)
    figures = find_figures(story, tokens, sentences, mentions, times)
    events = find_events(story, tokens, sentences, mentions, times, figures, reading)
    attributions = find_attributions(story, tokens, sentences, mentions, reading)
    return Marks(
        tokens=tokens,
        sentences=sentences,
        mentions=mentions,
        attributions=attributions,
        events=events.events,
        figures=events.figures,
        times=times,
        victims=events.victims,
        speaking=find_speaking(reading, tokens, attributions) if reading is not None else (),
    )
