"""Quotations that go on without a cue of their own."""

from __future__ import annotations

from sayso.reader.attribution.draft import Draft, is_speech
from sayso.reader.attribution.frame import Frame


def continue_quotes(frame: Frame, drafts: list[Draft]) -> None:
    """Give quotations without a cue of their own to the speaker before, or to the one who goes on in the sentence."""
    drafts.sort(key=lambda d: d.cue[0] if d.cue else 0)
    owner: dict[int, Draft] = {}
    for draft in drafts:
        for a, b in draft.contents:
            for i in range(a, b):
                if frame.quote[i] >= 0:
                    owner.setdefault(frame.quote[i], draft)
    for number, quote in enumerate(frame.quotes):
        if number in owner:
            continue
        if quote.continues >= 0 and quote.continues in owner:
            draft = owner[quote.continues]
        elif not is_speech(frame, number) or not _whole_sentence(frame, number):
            continue
        else:
            found = _speaker_near(frame, number, drafts, owner)
            if found is None:
                continue
            draft = found
        draft.contents.append((quote.first, quote.last))
        owner[number] = draft


def _whole_sentence(frame: Frame, number: int) -> bool:
    quote = frame.quotes[number]
    sentence = frame.sentences[frame.tokens[quote.first].sentence]
    ends = {
        s.last for s in frame.sentences[frame.tokens[quote.first].sentence : frame.tokens[quote.last - 1].sentence + 1]
    }
    return sentence.first == quote.first and (quote.last in ends or quote.last + 1 in ends)


def _speaker_near(frame: Frame, number: int, drafts: list[Draft], owner: dict[int, Draft]) -> Draft | None:
    """The attribution whose speaker goes on in quotation ``number``: the last one with a quotation in this paragraph,
    or in the paragraph before."""
    quote = frame.quotes[number]
    block = frame.sentences[frame.tokens[quote.first].sentence].block
    before = [d for d in drafts if d.cue and d.source and d.cue[0] < quote.first]
    latest = before[-1].cue[0] if before and before[-1].cue else -1
    for earlier in range(number - 1, -1, -1):
        if earlier in owner and owner[earlier].source is not None:
            if frame.quotes[earlier].last < latest:
                break  # somebody else has spoken since
            there = frame.sentences[frame.tokens[frame.quotes[earlier].last - 1].sentence].block
            if block - there <= 1:
                return owner[earlier]
            break
    if before and before[-1].cue is not None:
        there = frame.sentences[frame.tokens[before[-1].cue[0]].sentence].block
        if block - there <= 1:
            return before[-1]
    after = [d for d in drafts if d.cue and d.source and d.cue[0] >= quote.last]
    if after and after[0].cue is not None and after[0].direct:
        there = frame.sentences[frame.tokens[after[0].cue[0]].sentence].block
        return after[0] if there == block else None
    return None
