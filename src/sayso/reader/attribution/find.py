"""Attributions of a story by rules over cue tables: who says what, in whose words, how sure.

Order of work: each sentence's cues with their subjects, the content of each, quotations that go on without a cue,
passages set off from the author's own text, and last who carries whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.reader.attribution import contents, subjects
from sayso.reader.attribution.cues import nouns
from sayso.reader.attribution.frame import DETERMINERS, PREPOSITIONS, TIME_WORDS, Frame
from sayso.reader.attribution.hedges import REACH, find_hedge
from sayso.reader.attribution.hits import Hit, find_hits
from sayso.reader.attribution.passages import find_passages
from sayso.reader.marks import Attribution, Mention, Sentence, Span, Token
from sayso.records import Story
from sayso.vocabulary import Certainty, MentionKind, Quoted, Stance

Phrase = tuple[int, int]

SCARE_QUOTE = 3
"""Quotations of at most so many words with no comma or full stop inside are terms, not speech."""


@dataclass(slots=True)
class Draft:
    """An attribution in token indexes, while its content may still grow."""

    rule: str
    source: Phrase | None = None
    cue: Phrase | None = None
    contents: list[Phrase] = field(default_factory=list)
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.UNSTATED
    addressee: Phrase | None = None
    carriers: list[Phrase] = field(default_factory=list)
    direct: bool = False
    confidence: float = 0.8


def find_attributions(
    story: Story, tokens: Sequence[Token], sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> tuple[Attribution, ...]:
    """All attributions of a story, in text order of their first words; ``parent`` indexes the returned tuple."""
    frame = Frame(story, tokens, sentences, mentions)
    drafts: list[Draft] = []
    for sentence in sentences:
        hits = find_hits(frame, sentence.first, sentence.last)
        for n, hit in enumerate(hits):
            draft = _content(frame, hit, sentence.first, sentence.last, hits, n)
            if draft is not None:
                drafts.append(draft)
        drafts += _according_to(frame, sentence.first, sentence.last)
        drafts += _noun_cues(frame, sentence.first, sentence.last, {h.main for h in hits})
        drafts += _sure_that(frame, sentence.first, sentence.last)
    _continue_quotes(frame, drafts)
    drafts += [
        Draft(rule="passage", source=p.source, cue=p.cue, contents=[p.content], direct=True, confidence=0.7)
        for p in find_passages(frame)
    ]
    return _finish(frame, drafts)


def _quote_at(frame: Frame, i: int) -> int:
    return frame.quote[i] if 0 <= i < len(frame.quote) else -1


def _is_speech(frame: Frame, number: int) -> bool:
    quote = frame.quotes[number]
    return quote.words > SCARE_QUOTE or quote.terminal


def _quote_phrase(frame: Frame, number: int) -> Phrase:
    return frame.quotes[number].first, frame.quotes[number].last


def _content(frame: Frame, hit: Hit, first: int, last: int, hits: list[Hit], n: int) -> Draft | None:
    """The attribution of one cue, or None where nothing that it could carry stands there."""
    cue = hit.cue
    draft = Draft(rule=f"verb:{cue.base}", source=hit.source, cue=(hit.first, hit.last))
    draft.stance, draft.certainty = _stance(hit)
    if hit.carrier:
        draft.carriers.append(hit.carrier)
    k = hit.right
    if "t" in cue.frames and not hit.inverted:
        told = subjects.addressee(frame, k, last) if k < last and frame.lower[k] not in contents.OPENERS else None
        if told:
            draft.addressee, k = told, told[1]
        elif cue.base in ("tell", "inform", "remind", "notify", "brief", "assure", "urge"):
            return None
    elif k + 1 < last and frame.lower[k] == "to" and frame.mention[k + 1] >= 0 and cue.frames & {"z", "c"}:
        told = subjects.addressee(frame, k + 1, last)  # "confirmed to X that"
        if told:
            draft.addressee, k = told, told[1]
    stops = [h.left for h in hits[n + 1 :] if not _nested(frame, hit, h)]
    left = _left_of(frame, hit, first)
    body = contents.skip_setting(frame, k, last)
    opened = body
    while opened < last and frame.lower[opened] in (":", ",", "that") and _quote_at(frame, opened + 1) >= 0:
        opened += 1
    # A quotation right after the cue.
    number = _quote_at(frame, opened)
    if number >= 0 and frame.quotes[number].first == opened:
        that = opened > body and frame.lower[opened - 1] == "that"
        whole = frame.quotes[number].terminal and not that
        if whole or _ends_with(frame, number, last):
            draft.contents.append(((opened - 1) if that else opened, frame.quotes[number].last))
        else:
            draft.contents.append((opened - 1 if that else opened, contents.clause_end(frame, opened, last, stops)))
        if left is not None and hit.inverted:
            draft.contents.insert(0, left)
        draft.direct = whole
        return draft
    colon = body < last and frame.lower[body] == ":"
    if colon and body + 1 >= last:
        return draft if _next_quote(frame, draft, last) else None
    # What was said stands before the cue: a quotation, or a clause and a comma.
    if left is not None:
        following = body
        if hit.inverted or following >= last or frame.lower[following] in (".", ",", ";", "--", "?", "!", ")") or not (
            frame.lower[following] in contents.OPENERS or contents.is_clause(frame, following, last)
        ) or (frame.quote[left[1] - 1] >= 0 and left[1] > first and frame.lower[following] not in contents.OPENERS):  # fmt: skip
            draft.contents.append(left)
            if k < last and frame.lower[k] == "," and frame.quote[left[1] - 1] < 0 and not hit.inverted and k + 2 < last:
                end = contents.clause_end(frame, k + 1, last, stops)
                if end - k > 3:
                    draft.contents.append((k + 1, end))
            return draft if cue.frames & {"z", "c"} or ("q" in cue.frames and frame.quote[left[1] - 1] >= 0) else None
    if body < last and frame.lower[body] in ("that", "if", "whether", "how", "why", "what") and cue.frames & {"z", "c", "t"}:
        return _after(frame, draft, body, last, stops)
    if "z" in cue.frames and body < last and contents.is_clause(frame, body, last):
        return _after(frame, draft, body, last, stops)
    if "i" in cue.frames and k < last and frame.lower[k] == "to":
        return _after(frame, draft, k, last, stops)
    if "v" in cue.frames and k < last and frame.lower[k].endswith("ing"):
        return _after(frame, draft, k, last, stops)
    if "g" in cue.frames and k < last and frame.lower[k] in ("of", "about", "for", "against", "at", "with"):
        return _after(frame, draft, k, last, stops)
    if "n" in cue.frames and k < last and _opens_object(frame, k):
        return _after(frame, draft, k, last, stops)
    if "N" in cue.frames and k < last:
        end = contents.clause_end(frame, k, last, stops)
        if hit.source and frame.lower[hit.source[0] - 1] == "what" and hit.source[0] > first and end > k:
            draft.contents.append((k, end))  # "what prosecutors called the largest arrest"
            return draft
        if any(frame.quote[x] >= 0 for x in range(k, end)):
            draft.contents.append((k, end))
            return draft
    return None


def _opens_object(frame: Frame, k: int) -> bool:
    """Whether a noun phrase can begin at ``k``."""
    return frame.lower[k] not in (",", ".", ";", ":", ")", "--", "and", "or", "but", "as", "when", "after", "before", "to") and (
        frame.lower[k] not in PREPOSITIONS and frame.lower[k] != "by"
    )  # fmt: skip


def _after(frame: Frame, draft: Draft, start: int, last: int, stops: list[int]) -> Draft | None:
    end = contents.clause_end(frame, start, last, stops)
    if end <= start:
        return None
    draft.contents.append((start, end))
    return draft


def _ends_with(frame: Frame, number: int, last: int) -> bool:
    """Whether nothing but a closing mark follows a quotation in its sentence."""
    end = frame.quotes[number].last
    return end >= last or (end + 1 >= last and frame.lower[end] in (".", ","))


def _stance(hit: Hit) -> tuple[Stance, Certainty]:
    stance, certainty = hit.cue.stance, hit.cue.certainty
    if hit.negated:
        certainty = Certainty.UNSTATED
        if hit.cue.kind == "believe":
            stance = Stance.DOUBTS
        elif stance in (Stance.ASSERTS, Stance.CONFIRMS, Stance.DENIES):
            stance = Stance.DECLINES
    return stance, certainty


def _nested(frame: Frame, outer: Hit, inner: Hit) -> bool:
    """Whether ``inner`` stands in the content of ``outer`` ("he said that she had said"), not beside it."""
    if inner.coordinated:
        return False
    k = inner.left
    before = frame.lower[k - 1] if k > 0 else ""
    if before in ("that", "what", "how", "whether", "if") or k <= outer.right + 1:
        return True
    if before == "," or before in ("but", "while", "and", "--", ";"):
        return False
    return True


def _left_of(frame: Frame, hit: Hit, first: int) -> Phrase | None:
    """What stands before cue and subject and may be their content: it ends in a comma, dash or closing quotation."""
    i = hit.left
    if hit.coordinated or i <= 0:
        return None
    if i == first:
        number = _quote_at(frame, i - 1)
        same_block = frame.sentences[frame.tokens[i].sentence].block == frame.sentences[frame.tokens[i - 1].sentence].block
        return _quote_phrase(frame, number) if number >= 0 and same_block and _is_speech(frame, number) else None
    number = _quote_at(frame, i - 1)
    if number < 0 and frame.lower[i - 1] in (",", "--"):
        number = _quote_at(frame, i - 2)
    if number >= 0:
        start = min(frame.quotes[number].first, max(first, 0))
        if frame.quotes[number].first <= first:
            return frame.quotes[number].first, frame.quotes[number].last
        if frame.quotes[number].terminal and frame.lower[frame.quotes[number].first - 1] in (",", ":", "--"):
            return _quote_phrase(frame, number)
        return contents.left_part(frame, start, frame.quotes[number].last)
    if frame.lower[i - 1] not in (",", "--"):
        return None
    part = contents.left_part(frame, first, i - 1)
    if part is None or part[1] - part[0] < 3:
        return None
    opener = frame.lower[part[0]]
    if opener in ("in", "on", "at", "after", "when", "as", "while", "although", "though", "despite", "if", "since", "asked",
                  "speaking", "during", "before", "with", "by", "for", "from", "under", "amid", "following", "because",
                  "meanwhile", "however", "once", "without", "like", "unlike") and not (
        hit.inverted or (hit.right < len(frame.lower) and frame.lower[hit.right] == ",")
    ):  # fmt: skip
        return None
    return part


def _next_quote(frame: Frame, draft: Draft, last: int) -> bool:
    """A cue that ends its paragraph with a colon takes the quotation that opens the next one."""
    number = _quote_at(frame, last)
    if number < 0 or frame.quotes[number].first != last:
        return False
    draft.contents.append(_quote_phrase(frame, number))
    draft.direct = True
    return True


def _according_to(frame: Frame, first: int, last: int) -> list[Draft]:
    drafts = []
    for i in range(first, last - 2):
        if frame.lower[i] != "according" or frame.lower[i + 1] != "to" or frame.quote[i] >= 0:
            continue
        source = subjects.after(frame, i + 2, last)
        if source is None:
            end = i + 2
            while end < last and frame.lower[end] not in (",", ".", ";", "--", "and", "who", "which", ":"):
                end += 1
            source = (i + 2, end) if end > i + 2 else None
        if source is None:
            continue
        end = source[1]
        while end < last and frame.lower[end] not in (",", ".", ";", "--", ":", ")") and end - source[0] < 30:
            end += 1
        if i <= first + 1 and "," in frame.lower[source[0] : end] and (end >= last or frame.lower[end] != ","):
            end = source[0] + frame.lower[source[0] : end].index(",")  # no apposition: the clause has begun
        source = (source[0], end)
        if i <= first + 1:
            start = end + 1 if end < last and frame.lower[end] in (",", ":") else end
            content = (start, contents.clause_end(frame, start, last, [])) if start < last else None
        else:
            content = contents.left_part(frame, first, i)
        if content and content[1] > content[0]:
            drafts.append(Draft(rule="according to", source=source, cue=(i, i + 2), contents=[content]))
    return drafts


def _noun_cues(frame: Frame, first: int, last: int, verbs: set[int]) -> list[Draft]:
    """ "reports that", "X's claim that", "claims by X that"."""
    drafts = []
    for i in range(first + 1, last - 3):
        word = frame.lower[i]
        if word not in nouns() or frame.quote[i] >= 0 or i in verbs:
            continue
        k, owner = i + 1, None
        if frame.lower[k] in ("by", "from", "of") and frame.mention[k + 1] >= 0:
            owner = subjects.after(frame, k + 1, last)
            k = owner[1] if owner else k
        if k >= last - 2 or frame.lower[k] != "that":
            continue
        if owner is None:
            start = subjects._phrase_back(frame, i, first)
            while start < i and frame.lower[start] in DETERMINERS:
                start += 1
            end = i - 1 if frame.lower[i - 1] in ("'s", "'") else i
            owner = (start, end) if end > start and any(frame.mention[x] >= 0 for x in range(start, end)) else None
        if owner is None:
            continue
        stance, certainty = nouns()[word]
        content = (k, contents.clause_end(frame, k, last, []))
        drafts.append(
            Draft(rule=f"noun:{word}", source=owner, cue=(i, i + 1), contents=[content], stance=stance,
                  certainty=certainty, confidence=0.6)
        )  # fmt: skip
    return drafts


def _sure_that(frame: Frame, first: int, last: int) -> list[Draft]:
    """ "X is sure that", "X was convinced that": an adjective as cue."""
    drafts = []
    for i in range(first + 2, last - 2):
        if frame.lower[i] not in ("sure", "certain", "confident", "convinced", "aware", "doubtful") or frame.quote[i] >= 0:
            continue
        if frame.lower[i + 1] != "that":
            continue
        start = subjects.verb_group_start(frame, i, first)
        source = subjects.before(frame, start, first) if start < i else None
        if source is None or frame.lower[source[0]] in ("it", "that", "this", "which"):
            continue
        content = (i + 1, contents.clause_end(frame, i + 1, last, []))
        negated = any(frame.lower[x] in ("not", "n't", "never") for x in range(start, i))
        doubts = negated or frame.lower[i] == "doubtful"
        drafts.append(
            Draft(rule="adjective", source=source, cue=(start, i + 1), contents=[content],
                  stance=Stance.DOUBTS if doubts else Stance.ASSERTS,
                  certainty=Certainty.UNSTATED if doubts else Certainty.CERTAIN)
        )  # fmt: skip
    return drafts


def _continue_quotes(frame: Frame, drafts: list[Draft]) -> None:
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
        elif not _is_speech(frame, number) or not _whole_sentence(frame, number):
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
    ends = {s.last for s in frame.sentences[frame.tokens[quote.first].sentence : frame.tokens[quote.last - 1].sentence + 1]}
    return sentence.first == quote.first and (quote.last in ends or quote.last + 1 in ends)


def _speaker_near(frame: Frame, number: int, drafts: list[Draft], owner: dict[int, Draft]) -> Draft | None:
    """The attribution whose speaker goes on in quotation ``number``: the last one with a quotation in this paragraph,
    or in the paragraph before."""
    quote = frame.quotes[number]
    block = frame.sentences[frame.tokens[quote.first].sentence].block
    for earlier in range(number - 1, -1, -1):
        if earlier in owner and owner[earlier].source is not None:
            there = frame.sentences[frame.tokens[frame.quotes[earlier].last - 1].sentence].block
            if block - there <= 1:
                return owner[earlier]
            break
    before = [d for d in drafts if d.cue and d.source and d.cue[0] < quote.first]
    if before and before[-1].cue is not None:
        there = frame.sentences[frame.tokens[before[-1].cue[0]].sentence].block
        if block - there <= 1:
            return before[-1]
    after = [d for d in drafts if d.cue and d.source and d.cue[0] >= quote.last]
    if after and after[0].cue is not None and after[0].direct:
        there = frame.sentences[frame.tokens[after[0].cue[0]].sentence].block
        return after[0] if there == block else None
    return None


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


_CARRIES = frozenset("contacted quoted cited asked reached interviewed obtained seen told tell tells telling".split())
_RELAYED = frozenset("interview interviews interviewed speaking spoke talking talked told statement comments remarks statements".split())


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
        if i in taken or frame.quote[i] >= 0 or not mention.named:
            continue
        near = frame.lower[max(first, i - 6) : i]
        direct = frame.lower[i - 1] if i > first else ""
        spoken = draft.addressee is not None and draft.addressee[0] <= i < draft.addressee[1]
        by = (direct == "by" and i - 2 >= first and frame.lower[i - 2] in _CARRIES) or (
            direct in ("to", "with") and bool(_RELAYED & set(near)))  # fmt: skip
        written = "in" in near and mention.kind == MentionKind.OUTLET
        outlet = mention.kind == MentionKind.OUTLET
        body = mention.kind in (MentionKind.OUTLET, MentionKind.ORGANISATION)
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


def _finish(frame: Frame, drafts: list[Draft]) -> tuple[Attribution, ...]:
    """Drafts as marks: sorted, clones dropped, hedges and parents filled in."""
    drafts = [d for d in drafts if d.contents]
    for d in drafts:
        d.contents = sorted(set(d.contents))
    drafts.sort(key=lambda d: (d.contents[0][0] if not d.cue else min(d.cue[0], d.contents[0][0]), -d.contents[-1][1]))
    made: list[Attribution] = []
    hulls = [(d.contents[0][0], d.contents[-1][1]) for d in drafts]
    told = {i for d in drafts if d.rule != "passage" for a, b in [*d.contents, *([d.source] if d.source else [])]
            for i in range(a, b)}  # fmt: skip
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
        hedge, hedge_span = find_hedge(frame, ranges)
        certainty = hedge if hedge_span else d.certainty
        cue_span = frame.span(*d.cue) if d.cue else None
        if hedge_span is None and d.certainty != Certainty.UNSTATED:
            hedge_span = cue_span
        made.append(
            Attribution(
                sources=(frame.span(*d.source),) if d.source else (),
                cue=cue_span,
                contents=tuple(frame.span(a, b) for a, b in d.contents),
                quoted=Quoted.YES if d.rule == "passage" else _quoted(frame, d.contents),
                stance=d.stance,
                certainty=certainty,
                certainty_span=hedge_span,
                addressees=(frame.span(*d.addressee),) if d.addressee else (),
                carriers=tuple(frame.span(a, b) for a, b in _carriers(frame, d, told)) if d.rule != "passage" else (),
                parent=parent,
                said=_said(frame, d),
                rule=d.rule,
                confidence=d.confidence,
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
