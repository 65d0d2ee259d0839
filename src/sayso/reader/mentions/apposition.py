"""Offices given beside a name: "Orla Venn, director of the Harbour Institute," and "the scholar, Orla Venn,"."""

from __future__ import annotations

from sayso.reader.mentions import lexicon
from sayso.reader.mentions.draft import Draft, Range
from sayso.reader.mentions.scan import Scan
from sayso.vocabulary import MentionKind

_CLOSERS = frozenset({",", ".", ";", "--", ")", "-", ":", '"'})
_LONGEST = 22
_BODIES = frozenset({MentionKind.GROUP, MentionKind.ORGANISATION, MentionKind.OUTLET})


def link_appositions(scan: Scan, drafts: list[Draft]) -> None:
    """Set ``role`` of people whose office follows their name, and chain descriptions that stand beside a name."""
    starts = {d.first: d for d in drafts if not d.named}
    ends: dict[int, Draft] = {}
    for d in drafts:
        if not d.named:
            ends.setdefault(d.last, d)
    people = [d for d in drafts if d.named and d.kind is MentionKind.PERSON]
    chain = 0
    for d in drafts:
        if d.named and d.kind in _BODIES and scan.lower(d.first - 1, d.first) == ",":
            before = ends.get(d.first - 1)
            closed = scan.lower(d.last, d.first) in (",", "--", "-", ".")
            if before is not None and before.kind in _BODIES and before.definite and not before.plural and closed:
                d.chain = before.chain = d.chain if d.chain >= 0 else _fresh(drafts, chain)
    for d in drafts:
        if not d.named or d.kind is not MentionKind.PERSON:
            continue
        after = scan.lower(d.last, d.first)
        if after in (",", "--", "-", "("):
            role = _role_after(scan, d.last + 1)
            if role is not None and not _names_another(scan, role, people):
                d.role = role
                d.sure = True
                beside = starts.get(role[0])
                head = _first_office(scan, *role)
                if head is not None:
                    d.gender = d.gender or lexicon.offices()[scan.lowers[head]].gender
                if beside is not None and not beside.plural:
                    d.chain = d.chain if d.chain >= 0 else _fresh(drafts, chain)
                    beside.chain = d.chain
        if scan.lower(d.first - 1, d.first) == "," and d.role is None:
            before = ends.get(d.first - 1)
            if before is not None and not before.plural and _is_person_head(scan, before) and _closed(scan, d.last):
                d.role = (before.first, before.last)
                d.sure = True
                d.gender = d.gender or before.gender
                d.chain = before.chain = d.chain if d.chain >= 0 else _fresh(drafts, chain)


def _names_another(scan: Scan, role: Range, people: list[Draft]) -> bool:
    """Whether what follows is the next person of a list, with title and name, and no office of the one before."""
    inside = [p for p in people if role[0] <= p.first < role[1]]
    return any(scan.lowers[p.first - 1] not in ("of", "for", "to", "by", "with", "the", "under") for p in inside)


def _fresh(drafts: list[Draft], floor: int) -> int:
    return max([floor - 1, *(d.chain for d in drafts)]) + 1


def _is_person_head(scan: Scan, d: Draft) -> bool:
    row = lexicon.offices().get(scan.lowers[d.head])
    return row is not None and not row.plural


def _closed(scan: Scan, i: int) -> bool:
    """Whether a name ending before ``i`` is set off: by a mark, or by a verb that takes it for its subject."""
    low = scan.lower(i, i - 1)
    return (
        not low or low in _CLOSERS or low in lexicon.words_of("say") or low in lexicon.words_of("auxiliary")
        or low in ("and", "who")
    )  # fmt: skip


def _first_office(scan: Scan, first: int, last: int) -> int | None:
    """First noun for a person in the tokens, before any preposition that opens a second phrase."""
    for k in range(first, last):
        office = lexicon.offices().get(scan.lowers[k])
        if office is not None and not office.plural:
            following = lexicon.offices().get(scan.lower(k + 1, k))
            if following is None or following.plural:
                return k
        if k > first and scan.lowers[k] in ("of", "for", "at", "in", "with", "who", "that"):
            return None
    return None


def _role_after(scan: Scan, first: int) -> Range | None:
    """Tokens of an office phrase that begins at ``first`` and is closed by a mark; ``None`` if there is none."""
    if not scan.same_sentence(first, first - 1):
        return None
    low = scan.lowers[first]
    if low in lexicon.words_of("pronoun") or low in ("and", "but", "or") or low in lexicon.words_of("say"):
        return None
    head = None
    k = first
    while scan.same_sentence(k, first) and k - first < _LONGEST:
        low = scan.lowers[k]
        if low in _CLOSERS or low in ("who", "which", "said", "says") or (low == "that" and head is not None):
            break
        named = scan.same_sentence(k + 1, first) and scan.proper[k + 1]
        if head is not None and low == "and" and named and scan.lowers[k + 1] not in lexicon.offices():
            break
        if head is not None and k > head + 1 and low.endswith("ing") and not scan.proper[k]:
            break
        if low in lexicon.words_of("auxiliary"):
            return None if head is None else (first, k)
        office = lexicon.offices().get(low)
        if head is None:
            if office is not None and not office.plural:
                head = k
            elif (
                low in ("of", "in", "at", "for", "on", "by", "with", "from") or k - first > 8
                or (low in lexicon.words_of("verb") and not scan.has(k, "modifier") and not scan.has(k, "noun"))
            ):  # fmt: skip
                return None
        k += 1
    if head is None or k == first:
        return None
    stop = scan.lower(k, first)
    if k - first >= _LONGEST and stop not in _CLOSERS:
        return None
    # "X, president and chairman, said": fine; a second full name in it means a list, not an office.
    if scan.proper[first] and not _opens_office(scan, first, head):
        return None
    return first, k


def _opens_office(scan: Scan, first: int, head: int) -> bool:
    """Whether the capitals before an office's noun belong to it ("Brookings scholar"), with no name after it."""
    return not (scan.same_sentence(head + 1, first) and scan.proper[head + 1])
