"""Drafts out of the trained model: its cues with their sources and contents, what it says of stance and certainty."""

from __future__ import annotations

from math import exp

import numpy as np

from sayso.reader.attribution.draft import Draft, Phrase
from sayso.reader.attribution.frame import Frame
from sayso.reader.model import ModelReading
from sayso.reader.model.calibration import calibrated
from sayso.reader.model.claims import find_said
from sayso.reader.model.said import Said
from sayso.vocabulary import Certainty, Stance

_CITING = frozenset({"citing", "quoting"})
LONGEST_CITED = 16
"""Tokens after a source within which the one it cites has been named."""
LEAST = 0.3
"""Probability under which an attribution is not worth a claim."""
SIDES = ("addressee", "carrier", "said", "hedge")
"""Rows of ``Said.sides``."""


def learned_drafts(frame: Frame, reading: ModelReading) -> list[Draft]:
    """The model's attributions, in the order of their cues."""
    settings = reading.model.settings
    found = find_said(
        reading.model, reading.numbers, frame.tokens, frame.sentences,
        more_cues=settings.get("more_cues", 0.0), more_parts=settings.get("more_parts", 0.0),
        unlinked=settings.get("unlinked", 1.0),
    )  # fmt: skip
    least = settings.get("least_attribution", LEAST)
    return [draft for said in found if (draft := _draft(frame, reading, said)).confidence >= least]


def _draft(frame: Frame, reading: ModelReading, said: Said) -> Draft:
    sources: list[Phrase] = [(a, b) for a, b, _ in said.sources]
    contents: list[Phrase] = [(a, b) for a, b, _ in said.contents]
    settings = reading.model.settings
    raw = {"cue": exp(said.cue_log), "source": said.least_sure(said.sources), "content": said.least_sure(said.contents)}
    draft = Draft(
        rule="model", source=sources[0] if sources else None, more_sources=sources[1:], cue=said.cue, contents=contents,
        confidence=calibrated(settings, "attribution", [raw["cue"], raw["source"], raw["content"]]),
        sure=(
            calibrated(settings, "source", [raw["source"]]), calibrated(settings, "cue", [raw["cue"]]),
            calibrated(settings, "content", [raw["content"]]),
        ),
    )  # fmt: skip
    draft.stance = Stance(_class(reading, "stance", said.cue))
    draft.certainty = Certainty(_class(reading, "certainty", said.cue))
    draft.hedge = _run(said, "hedge")
    draft.direct = any(frame.quote[a] >= 0 for a, _ in contents)
    taken = {i for a, b in [*sources, *contents, said.cue] for i in range(a, b)}
    if draft.source is not None and (cited := _cited(frame, draft.source, taken)) is not None:
        draft.carriers, draft.source = [draft.source], cited
    draft.addressee = next(iter(_mentions(frame, said, "addressee", taken)), None)
    draft.carriers += [c for c in _mentions(frame, said, "carrier", taken) if c not in draft.carriers]
    return draft


def _cited(frame: Frame, source: Phrase, taken: set[int]) -> Phrase | None:
    """Who is cited between source and cue: "Radio Marn, citing an aide, said"."""
    k = source[1]
    words = frame.lower
    if k + 3 >= len(words) or words[k] != "," or words[k + 1] not in _CITING:
        return None
    last = k + 2
    while last < len(words) and words[last] != "," and last - k < LONGEST_CITED:
        last += 1
    if last == k + 2 or last >= len(words) or words[last] != "," or taken & set(range(k, last)):
        return None
    return k + 2, last


def _run(said: Said, side: str) -> Phrase | None:
    """The surest token that the model ties to the cue as such, with its neighbours that are likewise tied."""
    row = said.sides[SIDES.index(side)]
    if not row.size or row.max() <= 0.0:
        return None
    first = last = int(row.argmax())
    while first > 0 and row[first - 1] > 0.0:
        first -= 1
    while last + 1 < len(row) and row[last + 1] > 0.0:
        last += 1
    return said.first + first, said.first + last + 1


def _class(reading: ModelReading, name: str, at: Phrase) -> str:
    layer = reading.model.layout.layer(name)
    return layer.labels[int(reading.numbers.logits[at[0] : at[1], layer.columns].mean(axis=0).argmax())]


def _mentions(frame: Frame, said: Said, side: str, taken: set[int]) -> list[Phrase]:
    """Mentions that the model ties to the cue as addressees or carriers: more of their tokens than not say so."""
    row = said.sides[SIDES.index(side)]
    found: list[Phrase] = []
    for offset in np.flatnonzero(row > 0.0):
        i = said.first + int(offset)
        number = frame.mention[i]
        if i in taken or number < 0:
            continue
        a, b = frame.tokens_of(frame.mentions[number])
        part = row[max(0, a - said.first) : b - said.first]
        if (a, b) not in found and len(part) and float(part.mean()) > 0.0 and not taken & set(range(a, b)):
            found.append((a, b))
    return found
