"""Drafts made into marks: clones dropped, chains, hedges, days and parents filled in."""

from __future__ import annotations

from sayso.reader.attribution.draft import Draft, Phrase
from sayso.reader.attribution.frame import TIME_WORDS, Frame
from sayso.reader.attribution.hedges import REACH, find_hedge
from sayso.reader.attribution.negation import NEGATED, stance_of_content
from sayso.reader.marks import Attribution, Span
from sayso.vocabulary import Certainty, MentionKind, Quoted, Stance

_CARRIES = frozenset("contacted quoted cited asked reached interviewed obtained seen told tell tells telling".split())


_RELAYED = frozenset(
    "interview interviews interviewed speaking spoke talking talked told statement comments remarks statements".split()
)


def _quoted(frame: Frame, contents_: list[Phrase]) -> Quoted:
    """Whether the contents stand in quotation marks, wholly, in part or not."""
    inside = outside = 0
    for a, b in contents_:
        for i in range(a, b):
            if frame.quote[i] >= 0 and frame.quotes[frame.quote[i]].words > 1:
                inside += 1
            elif frame.lower[i].isalnum() and frame.lower[i] != "that":
                outside += 1
    if inside == 0:
        return Quoted.NO
    return Quoted.MIXED if outside > 1 else Quoted.YES


def _carriers(frame: Frame, draft: Draft, taken: set[int]) -> list[Phrase]:
    """Outlets and documents' publishers named beside the claim: "told X", "contacted by X", "in an X op-ed".

    ``taken`` are tokens inside some attribution's content or source: what is named there is part of what is said.
    """
    found = list(draft.carriers)
    if draft.cue is None:
        return found
    first, last = frame.bounds(draft.cue[0])
    start, end = frame.tokens[first].start, frame.tokens[last - 1].end
    for mention in frame.mentions_between(start, end):
        i, j = frame.tokens_of(mention)
        if i in taken or frame.quote[i] >= 0:
            continue
        near = frame.lower[max(first, i - 6) : i]
        direct = frame.lower[i - 1] if i > first else ""
        spoken = draft.addressee is not None and draft.addressee[0] <= i < draft.addressee[1]
        by = (direct == "by" and i - 2 >= first and frame.lower[i - 2] in _CARRIES) or (
            direct in ("to", "with") and bool(_RELAYED & set(near)))  # fmt: skip
        written = "in" in near and mention.named and mention.kind == MentionKind.OUTLET
        outlet = mention.kind == MentionKind.OUTLET
        body = mention.named and mention.kind in (MentionKind.OUTLET, MentionKind.ORGANISATION)
        if (outlet and (spoken or by or written)) or (body and by and draft.addressee is None):
            span = (i, j)
            if not any(a < j and i < b for a, b in found):
                found.append(span)
    for i in range(first, last - 2):
        # An outlet that no list knows: "contacted by The Lantern".
        if frame.lower[i] in _CARRIES and frame.lower[i + 1] == "by" and frame.quote[i] < 0 and i + 2 not in taken:
            j = i + 2
            while j < last and frame.tokens[j].text[0].isupper():
                j += 1
            if j > i + 2 and not any(a < j and i + 2 < b for a, b in found):
                found.append((i + 2, j))
    return found


def finish(frame: Frame, drafts: list[Draft]) -> tuple[Attribution, ...]:
    """Drafts as marks: sorted, clones dropped, hedges and parents filled in."""
    drafts = [d for d in drafts if d.contents]
    for d in drafts:
        d.contents = sorted(set(d.contents))
    drafts.sort(key=lambda d: (d.contents[0][0] if not d.cue else min(d.cue[0], d.contents[0][0]), -d.contents[-1][1]))
    made: list[Attribution] = []
    hulls = [(d.contents[0][0], d.contents[-1][1]) for d in drafts]
    told = {i for d in drafts if d.rule != "passage" for a, b in [*d.contents, *d.sources] for i in range(a, b)}
    for n, d in enumerate(drafts):
        parent, size = -1, len(frame.tokens) + 1
        anchor = d.cue[0] if d.cue and d.rule != "passage" else d.contents[0][0]
        for m, other in enumerate(drafts):
            if m == n or (other.rule != "passage" and d.rule == "passage"):
                continue
            a, b = hulls[m]
            if any(x <= anchor < y for x, y in other.contents) and b - a < size and hulls[n] != hulls[m]:
                parent, size = m, b - a
        ranges = [(a, min(b, a + REACH)) for a, b in d.contents[:1]]
        if d.cue:
            ranges.append((max(0, d.cue[0] - 2), d.cue[1]))
        stance = d.stance
        if stance == Stance.ASSERTS and d.rule.startswith(("verb", "according", "model")):
            stance = stance_of_content(frame, *d.contents[0])
            if stance == Stance.DENIES:
                d.rule += NEGATED
        hedge, hedge_span = find_hedge(frame, ranges)
        # The lists first: on reports held out they alone reach F1 57, the model alone 42, both so 64.
        certainty = hedge if hedge_span else d.certainty
        if hedge_span is None and d.hedge is not None and certainty != Certainty.UNSTATED:
            hedge_span = frame.span(*d.hedge)
        cue_span = frame.span(*d.cue) if d.cue else None
        if hedge_span is None and d.certainty != Certainty.UNSTATED:
            hedge_span = cue_span
        made.append(
            Attribution(
                sources=tuple(frame.span(*s) for s in d.sources),
                cue=cue_span,
                contents=tuple(frame.span(a, b) for a, b in d.contents),
                quoted=Quoted.YES if d.rule == "passage" else _quoted(frame, d.contents),
                stance=stance,
                certainty=certainty,
                certainty_span=hedge_span,
                addressees=(frame.span(*d.addressee),) if d.addressee else (),
                carriers=tuple(frame.span(a, b) for a, b in _carriers(frame, d, told)) if d.rule != "passage" else (),
                parent=parent,
                said=_said(frame, d),
                rule=d.rule,
                confidence=d.confidence,
                source_confidence=d.sure[0] if d.sure else d.confidence,
                cue_confidence=d.sure[1] if d.sure else d.confidence,
                content_confidence=d.sure[2] if d.sure else d.confidence,
            )
        )
    return tuple(made)


def _said(frame: Frame, draft: Draft) -> Span | None:
    """The day words beside the cue ("said on Tuesday"), outside source and content."""
    if draft.cue is None or draft.rule == "passage":
        return None
    first, last = frame.bounds(draft.cue[0])
    edges = [draft.cue[1], draft.source[1] if draft.source else 0, draft.addressee[1] if draft.addressee else 0]
    for k in sorted({e for e in edges if e}):
        while k < last and frame.lower[k] in ("on", "late", "early", "in", "last", "this"):
            k += 1
        if k < last and frame.lower[k] in TIME_WORDS and not any(a <= k < b for a, b in draft.contents):
            return frame.span(k, k + 1)
    k = draft.cue[0] - 1
    if k > first and frame.lower[k] in TIME_WORDS and frame.lower[k] not in ("on", "in", "may"):
        return frame.span(k, k + 1)
    return None
