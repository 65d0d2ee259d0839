"""Mentions of the trained model, and those of the rules, made into one list.

The model says where mentions are and how far they run; the rules keep what tables know (names of states, groups,
outlets and bodies), and lend names, titles, heads and genders to the mentions that they found as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sayso.reader.mentions import lexicon
from sayso.reader.mentions.draft import Draft, Range
from sayso.reader.mentions.phrases import is_determiner
from sayso.reader.mentions.scan import Scan
from sayso.reader.model.mentions import KINDS, Named
from sayso.reader.model.session import Floats
from sayso.vocabulary import MentionKind

KEPT = 0.03
"""Probability of the head of a rule's name to be in a mention, from which it is kept where the model marks none."""
SURE, UNSURE = 3.0, 1.0
"""What a rule's word for a kind is worth, in log odds: by a title, a closing noun or the gazetteer; by context."""
_WORDED = frozenset({MentionKind.OUTLET, MentionKind.GROUP})
"""Kinds that rules give only where a noun says so."""
_HELD = frozenset({MentionKind.COUNTRY, MentionKind.NATIONALITY})
_ENDS = frozenset({",", "who", "which", "(", "--", ";", "whose", "that"})
_TURNS = frozenset("of for from in at who that which with on by to near inside".split())
_GOES_ON = _ENDS | _TURNS | {"and", "'s", ")", '"', ".", "of"}
"""Words after a name with which its mention may go on without being another one's."""
_BODIES = frozenset({MentionKind.ORGANISATION, MentionKind.GROUP, MentionKind.OUTLET, MentionKind.FACILITY})
_PLURAL = frozenset("they them we us these those".split())
PRONOUNS = frozenset("he she it they him her them i we us me you who which that whom his their its one".split())
"""Words that stand for somebody and name nobody."""


_ARTICLES = frozenset({"a", "an", "the"})


def combine(scan: Scan, drafts: Sequence[Draft], named: Named) -> list[Draft]:
    """Mentions out of the rules' drafts and the model's spans, one for each span, in no order."""
    inner = _trimmed(scan, sorted(set(named.inner) - set(named.outer)))
    outer = _trimmed(scan, named.outer)
    outer += _unvoiced(scan, _trimmed(scan, named.sources), [*outer, *inner])
    starts = [d.first for d in drafts]
    people = [replace(d) for d in drafts if d.named and d.kind is MentionKind.PERSON]
    found: list[Draft] = []
    used: set[int] = set()
    for span in [*outer, *inner]:
        n = _same(scan, span, drafts, starts, used)
        used.add(n)
        found.append(_fresh(scan, span, named) if n < 0 else _fitted(scan, drafts[n], span))
    for d in found:
        _take_name(scan, d, people)
    taken = {(d.first, d.last) for d in found}
    covered = [False] * len(scan.words)
    for a, b in outer:
        covered[a:b] = [True] * (b - a)
    for n, d in enumerate(drafts):
        if n in used or (d.first, d.last) in taken:
            continue
        head = d.head if d.head >= 0 else d.last - 1
        if _listed(scan, d) or named.marked[covered[head]][head] >= KEPT:
            taken.add((d.first, d.last))
            found.append(d)
    _set_kinds(scan, found, named, set(inner))
    for d in found:
        _name_body(scan, d)
    return found


def _trimmed(scan: Scan, spans: Sequence[Range]) -> list[Range]:
    """Spans without the comma that closes an apposition; what is only an article or a mark is none."""
    found: list[Range] = []
    for a, b in spans:
        while b > a + 1 and not any(c.isalnum() for c in scan.words[b - 1]):
            b -= 1
        if (b > a + 1 or scan.lowers[a] not in _ARTICLES) and any(c.isalnum() for c in scan.words[a]):
            found.append((a, b))
    return found


def _name_body(scan: Scan, d: Draft) -> None:
    """Make a name of a body's or building's description that holds one: "the Keshtal salt board"."""
    if d.found or d.named or d.plural or d.kind not in _BODIES or d.head < 0 or scan.lowers[d.first] in ("a", "an"):
        return
    states = (MentionKind.COUNTRY, MentionKind.NATIONALITY)
    own = [k for k in range(d.first, d.head + 1) if scan.proper[k] and scan.place_kind(scan.words[k]) not in states]
    if own:
        d.named, d.name = True, (own[0], d.head + 1)




def _take_name(scan: Scan, whole: Draft, drafts: Sequence[Draft]) -> None:
    """Let a description take in the name that it ends or begins with: "the head of the mission, Orla Venn"."""
    if whole.named:
        return
    for d in drafts:
        if d.first >= whole.last:
            return
        if d.name is None or d.first < whole.first or d.last > whole.last:
            continue
        opens = d.first == whole.first and scan.lower(d.last, d.first) == ","
        closes = d.last >= whole.last - 1 and whole.first < d.first and scan.lowers[d.first - 1] == ","
        if opens or closes:
            whole.title = (whole.first, d.first - 1) if closes else d.title
            whole.role = (d.last + 1, whole.last) if opens and d.last + 1 < whole.last else d.role
            whole.named, whole.plural, whole.kind, whole.name = True, False, MentionKind.PERSON, d.name
            whole.head, whole.gender, whole.sure, whole.found = d.name[1] - 1, whole.gender or d.gender, True, True
            return


def _same(scan: Scan, span: Range, drafts: Sequence[Draft], starts: Sequence[int], used: set[int]) -> int:
    """The rule's draft that is the same mention: it shares at least half of the longer one; -1 if there is none."""
    best, share = -1, 0.5
    longest = 2 * (span[1] - span[0])
    for n in range(bisect_left(starts, span[0] - longest), bisect_left(starts, span[1])):
        d = drafts[n]
        both = min(d.last, span[1]) - max(d.first, span[0])
        # "The Keshtal" of "the Keshtal salt board" is another one than the board.
        goes_on = d.named and d.last < span[1] and scan.lowers[d.last] not in _GOES_ON
        if both > 0 and n not in used and not goes_on:
            alike = both / max(d.last - d.first, span[1] - span[0])
            if alike > share or (alike == share and best < 0):
                best, share = n, alike
    return best


def _unvoiced(scan: Scan, sources: Sequence[Range], spans: Sequence[Range]) -> list[Range]:
    """Speakers in whom no mention stands, up to the apposition or clause that follows."""
    found = []
    for a, b in sources:
        if any(x < b and a < y for x, y in spans):
            continue
        end = next((k for k in range(a + 1, b) if scan.lowers[k] in _ENDS), b)
        found.append((a, end))
    return found


def _fitted(scan: Scan, d: Draft, span: Range) -> Draft:
    """A rule's draft with the model's borders, where its name and head stand inside them."""
    if d.name is not None and not (span[0] <= d.name[0] and d.name[1] <= span[1]):
        return d
    if d.head >= 0 and not span[0] <= d.head < span[1]:
        return d
    office = d.first - 1
    d.first, d.last = span
    if d.kind is MentionKind.PERSON and d.named and span[0] < office and scan.lowers[office] == ",":
        d.title = (span[0], office)  # "its spokesman, Captain Nils Orr"
    elif d.title is not None and not span[0] <= d.title[0]:
        d.title = (span[0], d.title[1]) if span[0] < d.title[1] else None
    return d


def _fresh(scan: Scan, span: Range, named: Named) -> Draft:
    """A mention that only the model found."""
    first, last = span
    core = first
    while core < last - 1 and is_determiner(scan, core):
        core += 1
    head = next((k - 1 for k in range(core + 1, last) if scan.lowers[k] in _TURNS or scan.lowers[k] in _ENDS), last - 1)
    title = core
    while title < last - 1 and named.titles[title]:
        title += 1
    low = scan.lowers[head]
    pronoun = last - first == 1 and low in PRONOUNS
    proper = [k for k in range(title, head + 1) if scan.proper[k]]
    office = lexicon.offices().get(low)
    is_name = bool(proper) and not pronoun and office is None and scan.proper[head]
    determiner = scan.lowers[first] if core > first else ""
    plural = low in _PLURAL if pronoun else not is_name and _plural(scan, first, head)
    return Draft(
        first=first, last=last, kind=MentionKind.PERSON, named=is_name, plural=plural, head=-1 if pronoun else head,
        title=(core, title) if is_name and title > core else None, name=(title, last) if is_name else None,
        gender=office.gender if office else {"he": "m", "him": "m", "she": "f", "her": "f"}.get(low, ""),
        found=False, definite=determiner in ("the", "this", "that", "his", "her", "its", "their") and not plural,
    )  # fmt: skip


def _plural(scan: Scan, first: int, head: int) -> bool:
    """Whether a description is of several, by its determiner and the ending of its head."""
    low = scan.lowers[head]
    office = lexicon.offices().get(low)
    if scan.lowers[first] in ("a", "an", "one", "another", "each", "every"):
        return False
    if scan.lowers[first] in ("several", "many", "some", "both", "two", "three", "few", "most", "all"):
        return True
    if office is not None:
        return office.plural
    return low in ("people", "men", "women", "children", "police") or (low.endswith("s") and not low.endswith("ss"))


def _listed(scan: Scan, d: Draft) -> bool:
    """Whether tables know a mention's name: a listed group, outlet or body, or a state or its people."""
    if not d.named or d.name is None:
        return False
    known = any(k in scan.known and scan.known[k][0] == d.name[1] for k in (d.name[0], d.first))
    return known or (d.sure and d.kind in _HELD)


def _set_kinds(scan: Scan, drafts: Sequence[Draft], named: Named, inner: set[Range]) -> None:
    """Give each mention its likeliest kind, the same for all mentions of one name, unless tables know better."""
    asked = [d for d in drafts if not _listed(scan, d)]
    if not asked:
        return
    logs = named.kind_logs([(d.first, d.last) for d in asked], [(d.first, d.last) in inner for d in asked])
    sums: dict[str, Floats] = {}
    keys = []
    for d, row in zip(asked, logs, strict=True):
        key = scan.text(*d.name).lower() if d.named and d.name else f"at {d.first} {d.last}"
        keys.append(key)
        if d.found:
            row[KINDS.index(d.kind)] += SURE if d.sure or d.kind in _WORDED else UNSURE
        sums[key] = sums[key] + row if key in sums else row
    for d, key in zip(asked, keys, strict=True):
        d.kind = KINDS[int(sums[key].argmax())]
