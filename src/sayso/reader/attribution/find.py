"""Attributions of a story: who says what, in whose words, how sure.

Order of work: cues with their sources and contents (``learned``, or without a model rules over the cue tables),
quotations that go on without a cue, passages set off from the author's own text, and last who carries whom.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.attribution.continued import continue_quotes
from sayso.reader.attribution.draft import Draft
from sayso.reader.attribution.finish import finish
from sayso.reader.attribution.frame import Frame
from sayso.reader.attribution.hits import find_hits
from sayso.reader.attribution.learned import learned_drafts
from sayso.reader.attribution.passages import find_passages
from sayso.reader.attribution.phrases import according_to, noun_cues, sure_that
from sayso.reader.attribution.verbs import content_of
from sayso.reader.marks import Attribution, Mention, Sentence, Token
from sayso.reader.model import ModelReading
from sayso.records import Story


def find_attributions(
    story: Story, tokens: Sequence[Token], sentences: Sequence[Sentence], mentions: Sequence[Mention],
    reading: ModelReading | None = None,
) -> tuple[Attribution, ...]:  # fmt: skip
    """All attributions of a story, in text order of their first words; ``parent`` indexes the returned tuple.

    ``reading`` is what the trained model says of the story; without it rules find cues and contents.
    """
    frame = Frame(story, tokens, sentences, mentions)
    drafts = _by_rules(frame) if reading is None else learned_drafts(frame, reading)
    continue_quotes(frame, drafts)
    drafts += [
        Draft(rule="passage", source=p.source, cue=p.cue, contents=[p.content], direct=True, confidence=0.7)
        for p in find_passages(frame)
    ]
    return finish(frame, drafts)


def _by_rules(frame: Frame) -> list[Draft]:
    drafts: list[Draft] = []
    for sentence in frame.sentences:
        hits = find_hits(frame, sentence.first, sentence.last)
        for n, hit in enumerate(hits):
            draft = content_of(frame, hit, sentence.first, sentence.last, hits, n)
            if draft is not None:
                drafts.append(draft)
        drafts += according_to(frame, sentence.first, sentence.last)
        drafts += noun_cues(frame, sentence.first, sentence.last, {h.main for h in hits})
        drafts += sure_that(frame, sentence.first, sentence.last)
    return drafts
