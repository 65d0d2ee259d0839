"""Marks in a story's text: what was read where, cut into stretches so that marks may overlap as they like.

A stretch belongs to every mark that covers it and leads to the shortest of them; the longer ones are reached where
they stand alone, and from the record shown beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sayso.records import Reading, Record
from sayso.vocabulary import How

LAYERS: dict[str, str] = {
    "claim": "Claims",
    "voice": "Voices",
    "event": "Events",
    "figure": "Figures",
    "place": "Places",
    "time": "Times",
}
"""Layers that can be shown and hidden, and what they are called."""


class Mark(Record, frozen=True, kw_only=True):
    """Characters of a story that a record was read from."""

    start: int
    end: int
    layer: str
    record_id: str


class Stretch(Record, frozen=True, kw_only=True):
    """Text with the same marks from its first to its last character."""

    text: str
    layers: tuple[str, ...] = ()
    """Layers of the marks on it, in the order of ``LAYERS``."""
    record_id: str = ""
    """The record it leads to; empty for unmarked text."""
    records: tuple[str, ...] = ()
    """All records it belongs to, that one first."""
    begins: tuple[str, ...] = ()
    """Records whose first character is its first."""
    first: bool = False
    """Whether it is the first stretch that leads to its record: the one that the tab key stops at."""
    chosen: bool = False
    """Whether it belongs to the record that is shown beside."""


def marks_of(reading: Reading) -> list[Mark]:
    """All marks of a reading."""
    found: list[Mark] = []

    def mark(start: int | None, end: int | None, layer: str, record_id: str) -> None:
        if start is not None and end is not None and start < end and record_id:
            found.append(Mark(start=start, end=end, layer=layer, record_id=record_id))

    speaker = {claim.claim_id: claim.speaker_id for claim in reading.claims}
    with_content: set[str] = set()
    for one in reading.evidence:
        if one.how != How.TEXT:
            continue
        match one.table, one.field:
            case "claims", "text":
                with_content.add(one.record_id)
                mark(one.start, one.end, "claim", one.record_id)
            case "claims", "speaker":
                mark(one.start, one.end, "voice", speaker.get(one.record_id, ""))
            case "voices", "name":
                mark(one.start, one.end, "voice", one.record_id)
            case "accounts", "place":
                mark(one.start, one.end, "place", one.record_id)
            case "accounts", "date_start":
                mark(one.start, one.end, "time", one.record_id)
    for claim in reading.claims:
        if claim.claim_id not in with_content:
            mark(claim.start, claim.end, "claim", claim.claim_id)
    for account in reading.accounts:
        mark(account.trigger_start, account.trigger_end, "event", account.account_id)
    for count in reading.counts:
        mark(count.start, count.end, "figure", count.count_id)
    return found


def stretches(
    text: str, start: int, end: int, marks: Iterable[Mark], *, chosen: str = "", seen: set[str] | None = None
) -> tuple[Stretch, ...]:
    """The characters ``start`` to ``end`` of a text, cut where a mark begins or ends.

    ``seen`` holds records already led to earlier in the page, and is added to.
    """
    seen = set() if seen is None else seen
    clipped = sorted(
        (
            (max(m.start, start), min(m.end, end), m)
            for m in marks
            if m.start < end and m.end > start
        ),
        key=lambda item: (item[0], item[1], item[2].layer, item[2].record_id),
    )  # fmt: skip
    cuts = sorted({start, end, *(a for a, _, _ in clipped), *(b for _, b, _ in clipped)})
    order = list(LAYERS)
    found = []
    active: list[tuple[int, int, Mark]] = []
    at = 0
    for low, high in pairwise(cuts):
        while at < len(clipped) and clipped[at][0] <= low:
            active.append(clipped[at])
            at += 1
        active = [item for item in active if item[1] > low]
        active.sort(key=lambda i: (i[1] - i[0], order.index(i[2].layer), i[2].record_id))
        records = tuple(dict.fromkeys(i[2].record_id for i in active))
        record_id = records[0] if records else ""
        found.append(
            Stretch(
                text=text[low:high],
                layers=tuple(sorted({i[2].layer for i in active}, key=order.index)),
                record_id=record_id,
                records=records,
                begins=tuple(dict.fromkeys(i[2].record_id for i in active if i[2].start == low)),
                first=bool(record_id) and record_id not in seen,
                chosen=bool(chosen) and any(i[2].record_id == chosen for i in active),
            )
        )
        seen.add(record_id)
    return tuple(found)


class Part(Record, frozen=True, kw_only=True):
    """Words of a quotation; ``marked`` ones are what the quotation is shown for."""

    text: str
    marked: bool = False


def quotation(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """The characters ``start`` to ``end`` with spans marked, white space evened out."""
    parts: list[Part] = []
    at = start
    for low, high in sorted({(max(a, start), min(b, end)) for a, b in spans if a < end and b > start}):
        if low > at:
            parts.append(Part(text=text[at:low]))
        if high > max(at, low):
            parts.append(Part(text=text[max(at, low) : high], marked=True))
        at = max(at, high)
    if at < end:
        parts.append(Part(text=text[at:end]))
    return tuple(Part(text=" ".join(f"x{p.text}x".split())[1:-1], marked=p.marked) for p in parts)


def around(text: str, start: int, end: int, *, within: int = 160) -> tuple[int, int]:
    """A stretch of the text around a span that does not cross a blank line or cut a word, for showing it."""
    low = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    high = text.find("\n\n", end)
    high = len(text) if high < 0 else high
    if start - low > within:
        low = max(low, text.rfind(" ", 0, start - within) + 1)
    if high - end > within:
        stop = text.find(" ", end + within)
        high = min(high, stop) if stop > 0 else high
    return low, high
