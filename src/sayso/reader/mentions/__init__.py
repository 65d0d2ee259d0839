"""Who and what a story speaks of: names, descriptions and pronouns, and which of them are the same one.

No tagger and no parser: closed word lists (``sayso.tables``), the shape of words and what stands beside them.

Spans: a mention runs from its determiner or possessor ("the", "two", "Marn's") over titles and office before a name
to the end of the name or of a short phrase that belongs to it ("a spokesman for the ministry"). ``Mention.name`` is
the bare name, ``title`` the office before it without determiner, ``role`` the office beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.marks import Mention, Sentence, Token
from sayso.reader.mentions.apposition import link_appositions
from sayso.reader.mentions.chains import link_chains
from sayso.reader.mentions.descriptions import find_descriptions
from sayso.reader.mentions.draft import Draft
from sayso.reader.mentions.learned import combine
from sayso.reader.mentions.lexicon import NoPlaceNames, PlaceNames
from sayso.reader.mentions.names import find_names
from sayso.reader.mentions.scan import Scan
from sayso.reader.model import ModelReading
from sayso.reader.model.mentions import find_named
from sayso.records import Story

__all__ = ["NoPlaceNames", "PlaceNames", "find_mentions"]


def find_mentions(
    story: Story, tokens: Sequence[Token], sentences: Sequence[Sentence], gazetteer: PlaceNames,
    reading: ModelReading | None = None,
) -> tuple[Mention, ...]:  # fmt: skip
    """Mentions of a story in text order (a longer one before those nested in it), chains numbered from 0.

    ``reading`` is what the trained model says of the story; without it rules alone find mentions and their kinds.
    """
    if not tokens:
        return ()
    scan = Scan(tokens, sentences, gazetteer)
    drafts = find_names(scan)
    if reading is not None:
        drafts = combine(scan, _distinct(drafts), find_named(reading, sentences))
    else:
        taken = [False] * len(tokens)
        for d in drafts:
            for k in range(d.first, d.last):
                taken[k] = True
        drafts.extend(find_descriptions(scan, taken))
    drafts = _distinct(drafts)
    link_appositions(scan, drafts)
    link_chains(scan, drafts)
    return tuple(d.mention(tokens) for d in drafts)


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """Drafts in text order, one for each span, names before descriptions."""
    ordered = sorted(drafts, key=lambda d: (d.first, -d.last, not d.named))
    found: list[Draft] = []
    spans: set[tuple[int, int]] = set()
    for d in ordered:
        if (d.first, d.last) not in spans:
            spans.add((d.first, d.last))
            found.append(d)
    return found
