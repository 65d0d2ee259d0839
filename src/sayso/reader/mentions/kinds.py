"""Kinds of names that no table holds: what the words around each mention say, weighed over the whole story."""

from __future__ import annotations

from collections import Counter, defaultdict

from sayso.reader.mentions import lexicon
from sayso.reader.mentions.draft import Draft
from sayso.reader.mentions.scan import Scan
from sayso.vocabulary import MentionKind

_LOCATIVE = frozenset("in at near around outside across throughout toward towards inside".split())
_PLACE_OF = frozenset("village town city district province region valley port island coast suburb capital".split())
_PLACE_AFTER = frozenset(
    "province district region valley area village town city border airport county governorate prefecture suburb "
    "neighbourhood neighborhood river coast peninsula mountains hills".split()
)
WITH_ARTICLE = frozenset(
    {MentionKind.ORGANISATION, MentionKind.GROUP, MentionKind.OUTLET, MentionKind.COUNTRY, MentionKind.NATIONALITY,
     MentionKind.FACILITY}
)  # fmt: skip
"""Kinds whose names take "the" into the mention."""


def is_given(scan: Scan, i: int) -> bool:
    """Whether token ``i`` is a listed given name."""
    row = lexicon.name_words().get(scan.lowers[i])
    return row is not None and row["kind"] == "given"


def gender_of(scan: Scan, first: int) -> str:
    """Usual gender of the given name at ``first``; empty if not listed."""
    row = lexicon.name_words().get(scan.lowers[first])
    return row["gender"] if row and row["kind"] == "given" else ""


def settle_kinds(scan: Scan, drafts: list[Draft]) -> None:
    """Settle the kinds that context has to give, the same for every mention of a name in the story."""
    votes: dict[str, Counter[MentionKind]] = defaultdict(Counter)
    surnames: set[str] = set()
    for d in drafts:
        if d.name and d.kind is MentionKind.PERSON and d.sure:
            surnames.add(scan.lowers[d.name[1] - 1])
    for d in drafts:
        if d.kind is MentionKind.NATIONALITY and d.name and scan.lowers[d.first] in surnames:
            # A surname that is also a demonym ("Mr. Tolvani").
            d.kind = MentionKind.PERSON
        if d.name is None or (d.sure and d.kind is not MentionKind.PLACE):
            continue
        key = scan.text(*d.name).lower()
        if d.kind is MentionKind.PLACE and not votes[key]:
            # That some place bears the name counts once, however often the name is used.
            votes[key][MentionKind.PLACE] += 2
        for kind, weight in _evidence(scan, d):
            votes[key][kind] += weight
        if d.name[1] - d.name[0] > 1 and scan.lowers[d.name[1] - 1] in surnames:
            votes[key][MentionKind.PERSON] += 3
    sure = {scan.text(*d.name).lower(): d.kind for d in drafts if d.name and d.sure}
    # Longer names first: who "Navan" is follows from who "Suja Navan" is.
    for d in sorted(drafts, key=lambda d: d.name[0] - d.name[1] if d.name else 0):
        if d.name is None or d.sure:
            continue
        key = scan.text(*d.name).lower()
        if d.name[1] - d.name[0] == 1 and key in surnames and scan.lower(d.first - 1, d.first) not in _LOCATIVE:
            d.kind = MentionKind.PERSON
            continue
        if key in sure and sure[key] is not MentionKind.NATIONALITY:
            d.kind = sure[key]
            continue
        tally = votes[key]
        words = d.name[1] - d.name[0]
        if tally:
            best = max(tally.values())
            d.kind = next(k for k in _ORDER if tally[k] == best)
        elif words in (2, 3, 4) or is_given(scan, d.name[0]):
            d.kind = MentionKind.PERSON
        else:
            d.kind = MentionKind.ORGANISATION
        if d.kind is MentionKind.PERSON:
            d.gender = d.gender or gender_of(scan, d.name[0])
            if words > 1:
                surnames.add(scan.lowers[d.name[1] - 1])
    _countries(scan, drafts)


_STATE_AFTER = frozenset(
    "minister government army parliament president prime foreign interior defence defense military forces embassy "
    "ministry ambassador border capital police".split()
)


def _countries(scan: Scan, drafts: list[Draft]) -> None:
    """Tell unlisted countries: names whose people, government or capital the story speaks of."""
    single = [d for d in drafts if d.name and d.name[1] - d.name[0] == 1]
    found: Counter[str] = Counter()
    for d in single:
        word = scan.lowers[d.name[0]] if d.name else ""
        if d.sure or d.kind in (MentionKind.GROUP, MentionKind.OUTLET, MentionKind.FACILITY):
            continue
        after = scan.lower(d.last + 1, d.first) if scan.lower(d.last, d.first) == "'s" else ""
        of = scan.lower(d.first - 1, d.first) == "of" and scan.lower(d.first - 2, d.first) in _STATE_AFTER
        if scan.place_kind(scan.words[d.last - 1]) is not None:
            continue
        ruled = of and not scan.capital[d.first - 2]
        found[word] += int(ruled or (after in _STATE_AFTER and d.kind is not MentionKind.PERSON))
    people = {scan.lowers[d.first] for d in single} | {scan.lowers[d.first] for d in drafts if d.kind in WITH_ARTICLE}
    for word in found:
        found[word] += sum(1 for p in people if lexicon.same_people(p, word)) * 2
    states = {word for word, n in found.items() if n > 0}
    for d in single:
        word = scan.lowers[d.name[0]] if d.name else ""
        if word in states and not d.sure:
            d.kind = MentionKind.COUNTRY
        elif not d.sure and any(lexicon.same_people(word, s) for s in states):
            d.kind = MentionKind.NATIONALITY
    for d in drafts:
        if d.kind is MentionKind.NATIONALITY:
            d.plural = scan.lowers[d.last - 1].endswith("s")


_ORDER = (
    MentionKind.PERSON, MentionKind.PLACE, MentionKind.ORGANISATION, MentionKind.GROUP, MentionKind.OUTLET,
    MentionKind.FACILITY, MentionKind.COUNTRY, MentionKind.NATIONALITY,
)  # fmt: skip
_ADJECTIVES = ("an", "ese", "i", "ish")
_REIGNS = frozenset("administration campaign presidency team aide aides camp".split())
OUTLET_AFTER = frozenset("television tv radio newspaper daily channel magazine weekly".split())
"""Nouns after a name that make it an outlet's."""
CARRIERS = frozenset("broadcaster newspaper daily weekly tabloid broadsheet website newswire portal".split())
"""Nouns before a name that make it an outlet's: "the broadcaster Vesh"."""
_KIN = frozenset("wife husband son daughter brother sister father mother family lawyer widow aide death".split())
_GROUP_AFTER = frozenset("network group faction militants fighters militia insurgents rebels gang commander".split())


def _evidence(scan: Scan, d: Draft) -> list[tuple[MentionKind, int]]:
    """What the words around an unlisted name say of its kind."""
    found: list[tuple[MentionKind, int]] = []
    first, last = d.name or (d.first, d.last)
    before, after = scan.lower(first - 1, first), scan.lower(last, first)
    before2, after2 = scan.lower(first - 2, first), scan.lower(last + 1, first)
    words = last - first
    if before in _LOCATIVE or (before == "the" and before2 in _LOCATIVE and after in _PLACE_AFTER):
        found.append((MentionKind.PLACE, 3))
    elif before in ("visiting", "visited", "entered", "fled", "leaving", "reached") and words <= 2:
        found.append((MentionKind.PLACE, 2))
    elif before == "," and after in ("-", "--") and scan.words[first - 2].isupper():
        # The second half of a dateline: "KESHTAL, Marn -".
        found.append((MentionKind.PLACE, 4))
    elif before in ("from", "to", "of") and words <= 2:
        found.append((MentionKind.PLACE, 1))
    if after in _PLACE_AFTER or (before == "of" and before2 in _PLACE_OF):
        found.append((MentionKind.PLACE, 4))
    if after in lexicon.words_of("say") or after in ("who", "himself", "herself"):
        found.append((MentionKind.PERSON, 3))
    if after == "," and (after2 == "who" or after2.isdigit()):
        found.append((MentionKind.PERSON, 4))
    if after == "'s" and after2 in _KIN:
        found.append((MentionKind.PERSON, 3))
    if before in lexicon.words_of("say") and before not in ("claimed", "reports"):
        found.append((MentionKind.PERSON, 2))
    if after in _REIGNS:
        found.append((MentionKind.PERSON, 4))
    if before in CARRIERS and scan.lowers[first - 1] == scan.words[first - 1]:
        found.append((MentionKind.OUTLET, 7))
    if after in OUTLET_AFTER and not (scan.same_sentence(last + 1, first) and scan.proper[last + 1]):
        found.append((MentionKind.OUTLET, 5))
    if after in _GROUP_AFTER:
        found.append((MentionKind.GROUP, 3))
    if before == "on" and before2 in ("strike", "strikes", "attack", "attacks", "raid", "raids", "march", "assault"):
        found.append((MentionKind.PLACE, 2))
    if before == "the" and words == 1 and (before2 in ("told", "to") or after in ("reported", "reports")):
        found.append((MentionKind.OUTLET, 4 if before2 == "told" else 2))
    low = scan.lowers[last - 1]
    if words == 1 and not is_given(scan, first):
        noun = after in lexicon.offices() or after in lexicon.org_words() or after in lexicon.weapons()
        noun = noun or bool(lexicon.word_classes().get(after, frozenset()) & {"noun", "modifier", "adjective"})
        verb = after in lexicon.words_of("say") or after in lexicon.words_of("auxiliary")
        if low.endswith(_ADJECTIVES) and noun and not verb:
            found.append((MentionKind.NATIONALITY, 3))
        if low.endswith(("ans", "ese", "anis", "eris", "ians")) and after not in _PLACE_AFTER:
            found.append((MentionKind.NATIONALITY, 2))
    if before == "the" and words == 1 and after not in lexicon.offices():
        found.append((MentionKind.GROUP if scan.lowers[last - 1].endswith("s") else MentionKind.ORGANISATION, 2))
    if words in (2, 3) and not any(scan.lowers[k] in lexicon.word_classes() for k in range(first, last)):
        found.append((MentionKind.PERSON, 1))
    return found
