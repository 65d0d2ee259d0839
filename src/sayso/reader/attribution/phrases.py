"""Attributions without a cue verb: "according to X", "X's claim that", "X is sure that"."""

from __future__ import annotations

from sayso.reader.attribution import contents, subjects
from sayso.reader.attribution.cues import nouns
from sayso.reader.attribution.draft import Draft
from sayso.reader.attribution.frame import DETERMINERS, Frame
from sayso.vocabulary import Certainty, Stance

_SPEAKING = frozenset("press media newspaper radio television intelligence police army military government".split())


def according_to(frame: Frame, first: int, last: int) -> list[Draft]:
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


def noun_cues(frame: Frame, first: int, last: int, verbs: set[int]) -> list[Draft]:
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
        if k < last and frame.lower[k] in ("in", "on", "at", "last", "this"):
            k = next(
                (x for x in range(k + 1, min(last, k + 7)) if frame.lower[x] == "that"), k
            )  # "her claim in May that"
        if k >= last - 2 or frame.lower[k] != "that":
            continue
        if owner is None:
            start = subjects.phrase_back(frame, i, first)
            while start < i and frame.lower[start] in DETERMINERS:
                start += 1
            end = i - 1 if frame.lower[i - 1] in ("'s", "'") else i
            spoken = any(frame.mention[x] >= 0 for x in range(start, end)) or frame.lower[end - 1] in _SPEAKING
            owner = (start, end) if end > start and spoken else None
        if owner is None:
            continue
        stance, certainty = nouns()[word]
        content = (k, contents.clause_end(frame, k, last, []))
        drafts.append(
            Draft(rule=f"noun:{word}", source=owner, cue=(i, i + 1), contents=[content], stance=stance,
                  certainty=certainty, confidence=0.6)
        )  # fmt: skip
    return drafts


def sure_that(frame: Frame, first: int, last: int) -> list[Draft]:
    """ "X is sure that", "X was convinced that": an adjective as cue."""
    drafts = []
    for i in range(first + 2, last - 2):
        if (
            frame.lower[i] not in ("sure", "certain", "confident", "convinced", "aware", "doubtful")
            or frame.quote[i] >= 0
        ):
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
