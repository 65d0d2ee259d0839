"""What decides whether an event came to pass: the words found for it, and the standing the strongest of them gives."""

from __future__ import annotations

from sayso.reader.events.lexicon import Match, match, status_words
from sayso.reader.events.view import View
from sayso.reader.marks import Span
from sayso.records import Record
from sayso.vocabulary import Status

_STRENGTH = {
    "denied": 5, "called_off": 5, "threatened": 4, "hypothetical": 3, "planned": 2, "ongoing": 1, "happened": 0, "": 0,
}  # fmt: skip


class Standing(Record, frozen=True, kw_only=True):
    """Status and the words that gave it."""

    status: Status = Status.HAPPENED
    span: Span | None = None
    why: str = ""
    """The pattern that decided, for the rule's name and for tests."""


HAPPENED = Standing()


def find_words(view: View, scope: str, a: int, b: int) -> list[Match]:
    """All patterns of a scope found in tokens a..b."""
    index = status_words(scope)
    hits = []
    i = a
    while i < b:
        # The month of May is no modal.
        for entry in index.get(view.lower[i], ()) if view.time_at[i] < 0 else ():
            hit = match(entry, view.lower, i, b, view.mention_end)
            if hit is not None:
                hits.append(hit)
                break
        i += 1
    return hits


def strongest(view: View, hits: list[Match]) -> Standing:
    """The standing that the strongest of some matches gives."""
    if not hits:
        return HAPPENED
    best = max(hits, key=lambda hit: (_STRENGTH.get(hit.entry.type, 0), -hit.first))
    status = best.entry.type
    if not status or status == "happened":
        return HAPPENED
    return Standing(status=Status(status), span=view.span(best.first, best.last), why=best.entry.pattern)
