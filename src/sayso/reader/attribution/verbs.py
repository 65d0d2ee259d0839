"""The content of a cue verb: where it stands, and what the verb makes of it."""

from __future__ import annotations

from sayso.reader.attribution import contents, subjects
from sayso.reader.attribution.draft import Draft, Phrase, is_speech, quote_at, quote_phrase
from sayso.reader.attribution.frame import PREPOSITIONS, Frame, is_adverb
from sayso.reader.attribution.hits import Hit
from sayso.vocabulary import Certainty, Stance

_ROUGHLY = frozenset(
    "about around nearly over more less at up some between fewer one two three four five six seven eight nine ten "
    "dozens hundreds thousands".split()
)
_NO_OBJECT = frozenset(", . ; : ) -- and or but as when after before to by".split())
_LEAD_INS = frozenset(
    "in on at after when as while although though despite if since asked speaking during before with by for from under "
    "amid following because meanwhile however once without like unlike".split()
)
"""Words that open a lead phrase: "On Monday, he said" has its content after the cue."""


def content_of(frame: Frame, hit: Hit, first: int, last: int, hits: list[Hit], n: int) -> Draft | None:
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
    if _quotation_after(frame, draft, body, last, stops):
        if left is not None and hit.inverted:
            draft.contents.insert(0, left)
        return draft
    if body < last and frame.lower[body] == ":" and body + 1 >= last:
        return draft if _next_quote(frame, draft, last) else None
    quoted = left is not None and frame.quote[left[1] - 1] >= 0
    takes = cue.frames & {"z", "c"} or ("q" in cue.frames and quoted)
    if left is not None and takes and _stands_before(frame, hit, left, body, first, last):
        draft.contents.append(left)
        amid = k + 2 < last and frame.lower[k] == "," and not quoted and not hit.inverted
        amid = amid and not (hit.carrier and frame.lower[k + 1] in ("citing", "quoting"))
        end = contents.clause_end(frame, k + 1, last, stops) if amid else k
        if end - k > 3:
            draft.contents.append((k + 1, end))  # "The mill, officials said, had been empty"
        return draft
    start = _opening(frame, hit, draft, k, body, first, last)
    if start is None:
        return None
    end = contents.clause_end(frame, start, last, stops)
    if end <= start:
        return None
    draft.contents.append((start, end))
    return draft


def _quotation_after(frame: Frame, draft: Draft, body: int, last: int, stops: list[int]) -> bool:
    """Take a quotation that stands right after the cue, with the clause it opens where it is only a part of one."""
    opened = body
    while opened < last and frame.lower[opened] in (":", ",", "that") and quote_at(frame, opened + 1) >= 0:
        opened += 1
    number = quote_at(frame, opened)
    if number < 0 or frame.quotes[number].first != opened:
        return False
    that = opened > body and frame.lower[opened - 1] == "that"
    draft.direct = frame.quotes[number].terminal and not that
    whole = draft.direct or _ends_with(frame, number, last)
    end = frame.quotes[number].last if whole else contents.clause_end(frame, opened, last, stops)
    draft.contents.append((opened - 1 if that else opened, end))
    return True


def _stands_before(frame: Frame, hit: Hit, left: Phrase, body: int, first: int, last: int) -> bool:
    """Whether what stands before the cue is its content: nothing that could be follows it."""
    if hit.inverted or body >= last or frame.lower[body] in (".", ",", ";", "--", "?", "!", ")"):
        return True
    opens = frame.lower[body] in contents.OPENERS
    if not opens and not contents.is_clause(frame, body, last):
        return True
    return frame.quote[left[1] - 1] >= 0 and left[1] > first and not opens


def _opening(frame: Frame, hit: Hit, draft: Draft, k: int, body: int, first: int, last: int) -> int | None:
    """First token of a content that stands after the cue, by the frames of its verb; None where none can."""
    frames = hit.cue.frames
    if (
        body < last
        and frame.lower[body] in ("that", "if", "whether", "how", "why", "what")
        and frames & {"z", "c", "t"}
    ):
        return body
    if "z" in frames and body < last and contents.is_clause(frame, body, last):
        return body
    if k >= last:
        return None
    word = frame.lower[k]
    if (
        ("i" in frames and word == "to" and hit.source is not None and frame.mention[hit.source[1] - 1] >= 0)
        or ("v" in frames and word.endswith("ing"))
        or ("g" in frames and word in ("of", "about", "for", "against", "at", "with"))
    ):
        return k
    alone = k + 1 >= last or (word in ("it", "this", "that", "them") and frame.lower[k + 1] in (".", ",", ":", ";"))
    if "n" in frames and _opens_object(frame, k) and not (alone and draft.stance == Stance.ASSERTS):
        return k
    if "p" in frames:
        at = next((x for x in range(k, min(last - 1, k + 8)) if frame.lower[x] == "at"), -1)
        figure = at > k and (frame.lower[at + 1][0].isdigit() or frame.lower[at + 1] in _ROUGHLY)
        return k if figure else None
    if "N" in frames and word in ("it", "this", "them", "him", "her") and frame.lower[k + 1 : k + 2] != []:
        return k if frame.lower[k + 1] in ("a", "an", "the") and k + 2 < last else None
    if "N" in frames:
        what = hit.source is not None and hit.source[0] > first and frame.lower[hit.source[0] - 1] == "what"
        end = contents.clause_end(frame, k, last, [])
        # "what prosecutors called the largest arrest"; else only with a quotation in it
        return k if what or any(frame.quote[x] >= 0 for x in range(k, end)) else None
    return None


def _opens_object(frame: Frame, k: int) -> bool:
    """Whether a noun phrase can begin at ``k``."""
    word = frame.lower[k]
    return word not in _NO_OBJECT and word not in PREPOSITIONS and not is_adverb(word)


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
    return before not in (",", "but", "while", "and", "--", ";")


def _left_of(frame: Frame, hit: Hit, first: int) -> Phrase | None:
    """What stands before cue and subject and may be their content: it ends in a comma, dash or closing quotation."""
    i = hit.left
    if hit.coordinated or i <= 0:
        return None
    if i == first:
        number = quote_at(frame, i - 1)
        same_block = (
            frame.sentences[frame.tokens[i].sentence].block == frame.sentences[frame.tokens[i - 1].sentence].block
        )
        return quote_phrase(frame, number) if number >= 0 and same_block and is_speech(frame, number) else None
    number = quote_at(frame, i - 1)
    if number < 0 and frame.lower[i - 1] in (",", "--"):
        number = quote_at(frame, i - 2)
    if number >= 0:
        start = min(frame.quotes[number].first, max(first, 0))
        if frame.quotes[number].first <= first:
            return frame.quotes[number].first, frame.quotes[number].last
        if frame.quotes[number].terminal and frame.lower[frame.quotes[number].first - 1] in (",", ":", "--"):
            return quote_phrase(frame, number)
        return contents.left_part(frame, start, frame.quotes[number].last)
    alone = (
        hit.source is not None and hit.source[1] - hit.source[0] == 1 and frame.lower[hit.source[0]] in ("he", "she")
    )
    ending = hit.right >= frame.bounds(hit.main)[1] or frame.lower[hit.right] in (".", "?", "!")
    if frame.lower[i - 1] not in (",", "--") and not (alone and ending and i - first >= 4):
        return None
    part = contents.left_part(frame, first, i - 1 if frame.lower[i - 1] in (",", "--") else i)
    amid = hit.right < len(frame.lower) and frame.lower[hit.right] == ","  # "The mill, officials said, had been"
    if part is None or part[1] - part[0] < (2 if amid else 3):
        return None
    opener = frame.lower[part[0]]
    last = frame.bounds(hit.main)[1]
    after = contents.skip_setting(frame, hit.right, last)
    ends = after >= last or frame.lower[after] in (".", "?", "!")
    if opener in _LEAD_INS and not hit.inverted and not amid and not ends:
        return None
    return part


def _next_quote(frame: Frame, draft: Draft, last: int) -> bool:
    """A cue that ends its paragraph with a colon takes the quotation that opens the next one."""
    number = quote_at(frame, last)
    if number < 0 or frame.quotes[number].first != last:
        return False
    draft.contents.append(quote_phrase(frame, number))
    draft.direct = True
    return True
