"""Which mentions are the same one: names by their parts, acronyms by brackets, offices and pronouns where safe."""

from __future__ import annotations

from itertools import count

from sayso.reader.mentions import lexicon
from sayso.reader.mentions.draft import Draft
from sayso.reader.mentions.scan import Scan
from sayso.vocabulary import MentionKind

_BODIES = frozenset({MentionKind.ORGANISATION, MentionKind.GROUP, MentionKind.OUTLET, MentionKind.FACILITY})
_REACH = 3
"""Sentences that a pronoun may look back over; farther back it is no longer safe."""


class _Entity:
    """One chain in the making."""

    __slots__ = ("gender", "kind", "last_sentence", "name", "nouns", "number", "plural", "words")

    def __init__(self, number: int, kind: MentionKind) -> None:
        self.number = number
        self.kind = kind
        self.name: tuple[str, ...] = ()
        self.words: set[str] = set()
        self.gender = ""
        self.nouns: set[str] = set()
        self.last_sentence = -1
        self.plural = False


def link_chains(scan: Scan, drafts: list[Draft]) -> None:
    """Number the chains of the story. Mentions linked to nothing keep -1."""
    numbers = count(max((d.chain for d in drafts), default=-1) + 1)
    moved: dict[int, int] = {}
    entities: dict[int, _Entity] = {}
    acronyms = _defined_acronyms(scan, drafts)
    order = sorted(range(len(drafts)), key=lambda k: (drafts[k].first, -drafts[k].last))
    for k in order:
        d = drafts[k]
        here = scan.sentence[d.first]
        entity: _Entity | None = entities.get(moved.get(d.chain, d.chain)) if d.chain >= 0 else None
        if d.named:
            same = _named(scan, d, entities, acronyms)
            if entity is not None and same is not None and same is not entity and not entity.name:
                # An office set beside a name met before: what was said of the office goes over to the name.
                moved[entity.number] = same.number
                same.nouns |= entity.nouns
                del entities[entity.number]
            entity = same if entity is None or entity.number in moved else entity
            if entity is not None and d.chain >= 0 and entity.number != d.chain:
                moved[d.chain] = entity.number
        elif d.head < 0 and scan.lowers[d.first] in ("he", "she"):
            entity = _pronoun(scan, d, drafts, entities, here)
            if entity is None:
                continue
        elif scan.lowers[d.first] == "they" and d.head < 0:
            continue
        elif entity is None and d.definite and not d.plural:
            entity = _description(scan, d, entities, here)
        if entity is None:
            entity = _Entity(next(numbers) if d.chain < 0 else d.chain, d.kind)
            entities[entity.number] = entity
        d.chain = entity.number
        _absorb(scan, d, entity, here)
    for d in drafts:
        d.chain = moved.get(d.chain, d.chain)
    _drop_singles(drafts)


def _absorb(scan: Scan, d: Draft, entity: _Entity, here: int) -> None:
    """Let a chain take on what a mention says of it."""
    if d.named and d.name:
        words = _key(scan, d)
        if d.kind is MentionKind.PERSON or entity.kind is MentionKind.ROLE:
            entity.kind = d.kind
        if len(words) > len(entity.name):
            entity.name = words
        entity.words |= set(words)
    entity.gender = entity.gender or d.gender
    entity.last_sentence = here
    entity.plural = entity.plural or d.plural
    for r in (d.title, d.role):
        if r:
            entity.nouns |= {_singular(scan.lowers[k]) for k in range(*r) if scan.lowers[k] in lexicon.offices()}
            entity.nouns |= {lexicon.RANKS[scan.lowers[k]] for k in range(*r) if scan.lowers[k] in lexicon.RANKS}
    for r in (d.title, d.role, None if d.named else (d.first, d.last)):
        if r:
            entity.words |= {_singular(w) for w in scan.lowers[slice(*r)]}
    if not d.named and d.head >= 0:
        entity.nouns.add(_singular(scan.lowers[d.head]))
    if d.named and d.kind in _BODIES:
        entity.nouns |= {scan.lowers[k] for k in range(d.first, d.last) if scan.lowers[k] in lexicon.org_words()}


def _singular(word: str) -> str:
    row = lexicon.offices().get(word)
    return row.word if row else word


def _key(scan: Scan, d: Draft) -> tuple[str, ...]:
    """Words of the bare name, folded: no marks, no leading article."""
    first, last = d.name or (d.first, d.last)
    words = tuple(w.strip(".'\"") for w in scan.lowers[first:last] if w not in ('"', "'", ",", "the"))
    return words or (scan.lowers[first],)


def _defined_acronyms(scan: Scan, drafts: list[Draft]) -> dict[str, tuple[str, ...]]:
    """Acronyms in brackets right after a body's name, with the name's words."""
    found: dict[str, tuple[str, ...]] = {}
    by_end = {d.last: d for d in drafts if d.named and d.kind is not MentionKind.PERSON}
    for d in drafts:
        if not d.named or d.last - d.first != 1 or scan.lower(d.first - 1, d.first) != "(":
            continue
        before = by_end.get(d.first - 1)
        if before is not None and scan.lower(d.last, d.first) == ")":
            initials = "".join(w[0] for w in _key(scan, before) if w)
            short = scan.lowers[d.first].replace(".", "")
            if len(short) > 1 and (short[0] == initials[0]):
                found[short] = _key(scan, before)
                d.kind = before.kind
    return found


def _named(
    scan: Scan, d: Draft, entities: dict[int, _Entity], acronyms: dict[str, tuple[str, ...]]
) -> _Entity | None:
    """The chain that a name belongs to: the same name, or part of one that no other chain could claim."""
    key = _key(scan, d)
    if len(key) == 1:
        key = acronyms.get(key[0].replace(".", ""), key)
    person = d.kind is MentionKind.PERSON
    fits: list[_Entity] = []
    for e in entities.values():
        if not e.name or (e.kind is MentionKind.PERSON) != person:
            continue
        if d.kind is MentionKind.NATIONALITY or e.kind is MentionKind.NATIONALITY:
            if d.kind is e.kind and e.name == key:
                return e
            continue
        if e.name == key:
            return e
        if person and _same_person(key, e, d.gender):
            fits.append(e)
        elif not person and (_same_known(key, e.name) or _same_of_state(scan, key, e.name)):
            return e
    if len(fits) > 1:
        fits = [e for e in fits if e.name[-1] == key[-1]]
    return fits[0] if len(fits) == 1 else None


def _same_known(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names are spellings of one listed body."""
    table = lexicon.known_by_name()
    one, two = table.get(" ".join(a)), table.get(" ".join(b))
    return one is not None and two is not None and one.name == two.name


def _same_of_state(scan: Scan, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names of a body differ only by the state it belongs to and by the order of its words."""
    one, two = ({w for w in words if w != "of"} for words in (a, b))
    short, full = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) < 2 or not short <= full or not any(w in lexicon.org_words() for w in short):
        return False
    states = (MentionKind.COUNTRY, MentionKind.NATIONALITY)
    return all(scan.place_kind(w.upper()) in states or scan.place_kind(w.capitalize()) in states for w in full - short)


def _same_person(key: tuple[str, ...], e: _Entity, gender: str) -> bool:
    """Whether a person's name may be a shorter or longer form of a chain's."""
    if gender and e.gender and gender != e.gender:
        return False
    short, full = (key, e.name) if len(key) <= len(e.name) else (e.name, key)
    if len(short) == 1:
        # A surname, or a first name where the story has used it so ("Osama" for Osama Tolan is rare but real).
        return short[0] == full[-1] or short[0] == full[0] or "-".join(full[-2:]) == short[0]
    if short[-1] != full[-1]:
        return False
    return all(w in full or any(f.startswith(w) for f in full) for w in short[:-1])


def _description(scan: Scan, d: Draft, entities: dict[int, _Entity], here: int) -> _Entity | None:
    """The chain that a definite description points back to: the only or nearest one of that noun."""
    noun = _singular(scan.lowers[d.head])
    text = scan.lowers[d.first : d.last]
    fits = [e for e in entities.values() if noun in e.nouns and not e.plural and _agrees(d, e)]
    if not fits:
        return None
    long = d.last - d.first > 2
    if long:
        # A fuller description ("the Marn army chief") must not reach for whoever else is some chief.
        fits = [e for e in fits if _covers(scan, d, e)]
    if not fits:
        return None
    named = [e for e in fits if e.name]
    if len(named) == 1 and all(e.words <= {noun, "the", "s", "'s"} for e in fits if not e.name):
        # "The minister" of the standfirst is the minister whom the body names.
        fits = named
    recent = sorted(fits, key=lambda e: -e.last_sentence)
    if len(recent) > 1:
        # Of two generals, "the general" is the nearer one only if he has just been spoken of and the other has not.
        near, far = here - recent[0].last_sentence, here - recent[1].last_sentence
        if near > 2 or far < near + 3:
            return None
    if text[0] not in ("the", "this", "that") and not long:
        return None
    if d.kind in _BODIES and not recent[0].name and here - recent[0].last_sentence > _REACH:
        # "The government" of a later paragraph may be another country's.
        return None
    return recent[0]


def _agrees(d: Draft, e: _Entity) -> bool:
    if d.gender and e.gender and d.gender != e.gender:
        return False
    people = (MentionKind.PERSON, MentionKind.ROLE)
    return (d.kind in people) == (e.kind in people)


def _covers(scan: Scan, d: Draft, e: _Entity) -> bool:
    """Whether the modifiers of a description are known of the chain."""
    function = lexicon.function_words()
    wanted = {scan.lowers[k] for k in range(d.first, d.head) if scan.lowers[k] not in function}
    wanted -= {"'s"}
    return all(_singular(w) in e.nouns or w in e.words for w in wanted)


def _pronoun(
    scan: Scan, d: Draft, drafts: list[Draft], entities: dict[int, _Entity], here: int
) -> _Entity | None:
    """The person "he" or "she" stands for: the subject of this or an earlier sentence, if nobody else fits as well."""
    people = [
        (m, entities[m.chain])
        for m in drafts
        if m.chain in entities
        and m.first < d.first
        and not m.plural
        and m.kind in (MentionKind.PERSON, MentionKind.ROLE)
        and here - _REACH <= scan.sentence[m.first] <= here
    ]
    fits = [(m, e) for m, e in people if not (e.gender and d.gender and e.gender != d.gender)]
    for back in range(_REACH + 1):
        near = [(m, e) for m, e in fits if scan.sentence[m.first] == here - back]
        if not near:
            continue
        if len({e.number for _, e in near}) == 1:
            return near[0][1]
        known = {e.number for _, e in near if e.gender == d.gender}
        if len(known) == 1 and len({e.number for _, e in near if not e.gender}) == 0:
            return next(e for _, e in near if e.number in known)
        if back == 1 and _opens(scan, d.first) and _opens(scan, near[0][0].first):
            # The subject of one sentence is the "he" that opens the next.
            return None if _joined(scan, near[0][0]) else near[0][1]
        speakers = [e for m, e in near if _speaks(scan, m)]
        if speakers and len({e.number for e in speakers}) == 1:
            return speakers[0]
        return None
    return None


def _opens(scan: Scan, i: int) -> bool:
    """Whether token ``i`` is the first word of its sentence, marks apart."""
    first = scan.sentences[scan.sentence[i]].first
    return all(not w[0].isalnum() for w in scan.lowers[first:i])


def _joined(scan: Scan, m: Draft) -> bool:
    """Whether a mention is one of several joined by "and" or a comma."""
    after = scan.lower(m.last, m.first)
    return after in ("and", "or") or (after == "," and m.role is None and scan.lower(m.last + 1, m.first) != "who")


def _speaks(scan: Scan, m: Draft) -> bool:
    """Whether a mention stands beside a verb of telling."""
    end = m.role[1] + 1 if m.role else m.last
    say = lexicon.words_of("say")
    return any(scan.lower(k, m.first) in say for k in (end, m.last, m.first - 1))


def _drop_singles(drafts: list[Draft]) -> None:
    """Take the number from chains of one, and renumber from 0 in text order."""
    sizes: dict[int, int] = {}
    for d in drafts:
        sizes[d.chain] = sizes.get(d.chain, 0) + 1
    fresh: dict[int, int] = {}
    for d in sorted(drafts, key=lambda d: (d.first, -d.last)):
        d.chain = fresh.setdefault(d.chain, len(fresh)) if d.chain >= 0 and sizes[d.chain] > 1 else -1
