"""Descriptions without a name ("two senior officials", "the ministry", "a report") and the pronouns he, she, they."""

from __future__ import annotations

from functools import cache

from sayso.reader.mentions import lexicon
from sayso.reader.mentions.draft import Draft
from sayso.reader.mentions.phrases import is_determiner, left_edge, right_edge
from sayso.reader.mentions.scan import Scan
from sayso.vocabulary import MentionKind

_DOCUMENTS = frozenset(
    "statement report memo memorandum document documents letter survey study poll ruling communique communiqué cable "
    "leaflet pamphlet resolution transcript dossier email e-mail tweet editorial op-ed affidavit indictment "
    "lawsuit complaint records video audio recording message decree".split()
)
_OUTLETS = frozenset("newspaper newspapers paper media television tv radio broadcaster channel website agency".split())
_OUTLET_LEADS = frozenset("state local national pakistani news private official foreign international wire".split())
_BARE_BODIES = frozenset("police authorities troops forces parliament congress".split())
_COLLECTIVES = frozenset(
    "group network faction militia insurgency gang cartel organisation organization outfit".split()
)
_BODIES = frozenset("team authorities committee agency company firm force service panel commission".split())
_AMBIGUOUS = frozenset(
    "local head chief lead spy guard witness judge monitor host volunteer suspect man fan deputy private major general "
    "prefect camper marshal subject patient user state office mission service force bureau council cabinet palace "
    "union school college court party union coalition alliance charity foundation".split()
)
_GENDER = {"he": "m", "she": "f", "they": ""}


@cache
def _org_heads() -> frozenset[str]:
    words = {w for w, row in lexicon.org_words().items() if row.generic}
    return frozenset(words | _BARE_BODIES | _BODIES)


@cache
def _facility_heads() -> frozenset[str]:
    return frozenset(w for w, row in lexicon.org_words().items() if row.kind is MentionKind.FACILITY)


def find_descriptions(scan: Scan, taken: list[bool]) -> list[Draft]:
    """Descriptions whose head is in no named mention (``taken`` by token), and pronouns."""
    found: list[Draft] = []
    for i, low in enumerate(scan.lowers):
        if taken[i]:
            continue
        if low in _GENDER:
            kind = MentionKind.PERSON
            found.append(Draft(first=i, last=i + 1, kind=kind, named=False, plural=low == "they", gender=_GENDER[low]))
            continue
        draft = None
        if low in lexicon.offices():
            draft = _person(scan, i, taken)
        elif low in lexicon.weapons():
            draft = _weapon(scan, i)
        elif low in _COLLECTIVES or low.removesuffix("s") in _COLLECTIVES:
            draft = _collective(scan, i, taken)
        elif low in _OUTLETS:
            draft = _outlet(scan, i, taken)
        elif low in _org_heads() or (low.endswith("s") and low[:-1] in _org_heads()):
            draft = _body(scan, i, taken)
        elif low in lexicon.org_words() and scan.capital[i] and not scan.head[i] and scan.lower(i - 1, i) == "the":
            # "the Front", "the Institute": a body already named, by its closing word.
            draft = _capital_body(scan, i)
        elif low in _DOCUMENTS:
            draft = _simple(scan, i, MentionKind.DOCUMENT, taken)
        elif low in _facility_heads() or (low.endswith("s") and low[:-1] in _facility_heads()):
            draft = _simple(scan, i, MentionKind.FACILITY, taken)
        if draft is not None:
            found.append(draft)
    return found


def _is_head(scan: Scan, i: int, taken: list[bool]) -> bool:
    """Whether a noun at ``i`` closes its phrase, rather than standing before the noun that does."""
    following = scan.lower(i + 1, i)
    if not following:
        return True
    if following == "-" and scan.words[i + 1] == "-":
        return False
    heads = lexicon.offices().get(following)
    if heads is not None and not scan.has(i + 1, "verb") and not scan.has(i + 1, "say"):
        return False
    if (following in _org_heads() or following.removesuffix("s") in _COLLECTIVES) and not scan.has(i + 1, "verb"):
        return False
    return not (taken[i + 1] and scan.proper[i + 1])


def _person(scan: Scan, i: int, taken: list[bool]) -> Draft | None:
    low = scan.lowers[i]
    office = lexicon.offices()[low]
    if not _is_head(scan, i, taken) or (low == "source" and scan.lower(i + 1, i) == "of"):
        return None
    capital = scan.words[i][0].isupper() and not scan.head[i]
    first, core = left_edge(scan, i)
    determined = first < core
    if not office.plural:
        bare_role = capital and office.sort == "office"
        lead = scan.lower(core, i) if core < i else ""
        prime = lead in ("prime", "foreign", "interior", "defense", "defence") and office.sort == "office"
        # "Tolvan army chief, Gen. Reel, said": the name beside it does what the article would.
        beside = scan.lower(i + 1, i) == "," and scan.same_sentence(i + 2, i) and scan.proper[i + 2] and core < i
        if not determined and not bare_role and not prime and not beside:
            return None
        if low in _AMBIGUOUS and not determined:
            return None
    elif not determined and core >= i and scan.has(i, "verb"):
        return None
    following = scan.lower(i + 1, i)
    if low in ("local", "head", "lead", "major", "private", "general", "deputy", "chief") and (
        following in lexicon.words_of("noun") or following in lexicon.words_of("modifier")
    ):
        return None
    determiner = scan.lowers[first] if determined else ""
    definite = not office.plural and (determiner not in _INDEFINITE and not determiner[:1].isdigit())
    plural = office.plural
    if plural and _one_of(scan, first, i):
        plural, definite = False, False
    role = office.sort == "office" and definite and not plural
    if office.sort == "office" and not determined:
        definite = role = not plural
    return Draft(
        first=first, last=right_edge(scan, i), kind=MentionKind.ROLE if role else MentionKind.PERSON, named=False,
        plural=plural, head=i, gender=office.gender, definite=definite,
    )  # fmt: skip


_INDEFINITE = frozenset(
    "a an one another any some every each no several many two three four five six seven eight nine ten few most".split()
)


def _one_of(scan: Scan, first: int, head: int) -> bool:
    """Whether the phrase is "one of the officials": a single person out of several."""
    return scan.lowers[first] == "one" and first + 1 < head and scan.lowers[first + 1] == "of"


_NOUNS_AFTER = frozenset(
    "town city building buildings house headquarters station stations post posts base bases car vehicle vehicles "
    "convoy patrol statement sources action operation operations policy".split()
)


def _body(scan: Scan, i: int, taken: list[bool]) -> Draft | None:
    low = scan.lowers[i]
    if not _is_head(scan, i, taken):
        return None
    following = scan.lower(i + 1, i)
    verb = following in lexicon.words_of("verb") or following in lexicon.words_of("say")
    if following in _NOUNS_AFTER or (following in lexicon.words_of("noun") and not verb):
        return None
    first, core = left_edge(scan, i)
    if first == core and low not in _BARE_BODIES and not (core < i and scan.proper[core]):
        return None
    if low in _AMBIGUOUS and first == core and not (core < i and scan.proper[core]):
        return None
    plural = low.endswith("s") and low[:-1] in _org_heads() and low not in ("forces", "troops", "authorities")
    definite = not plural and scan.lowers[first] not in _INDEFINITE
    last = right_edge(scan, i) if scan.lower(i + 1, i) == "of" else i + 1
    row = lexicon.org_words().get(low)
    kind = row.kind if row is not None else MentionKind.ORGANISATION
    if kind in (MentionKind.PLACE, MentionKind.FACILITY, MentionKind.OUTLET):
        kind = MentionKind.ORGANISATION
    return Draft(first=first, last=last, kind=kind, named=False, plural=plural, head=i, definite=definite)


def _capital_body(scan: Scan, i: int) -> Draft | None:
    if scan.mode[scan.sentence[i]] != "plain" or scan.lower(i + 1, i) in lexicon.offices():
        return None
    kind = lexicon.org_words()[scan.lowers[i]].kind
    return Draft(first=i - 1, last=i + 1, kind=kind, named=False, head=i, definite=True)


def _outlet(scan: Scan, i: int, taken: list[bool]) -> Draft | None:
    low = scan.lowers[i]
    if not _is_head(scan, i, taken):
        return None
    first, core = left_edge(scan, i)
    lead = any(scan.lowers[k] in _OUTLET_LEADS or scan.proper[k] for k in range(core, i))
    if low in ("newspaper", "newspapers", "broadcaster"):
        if first == core and not lead:
            return None
    elif low == "agency" and first < core and any(scan.lowers[k] == "news" for k in range(core, i)):
        pass
    elif low in ("paper", "channel", "website", "agency"):
        if scan.lowers[first] != "the" or low == "agency":
            return _body(scan, i, taken) if low == "agency" else None
    elif not lead and not (low == "media" and first < core):
        return None
    plural = low in ("media", "newspapers")
    definite = not plural and scan.lowers[first] not in _INDEFINITE
    return Draft(
        first=first, last=i + 1, kind=MentionKind.OUTLET, named=False, plural=plural, head=i, definite=definite
    )


def _simple(scan: Scan, i: int, kind: MentionKind, taken: list[bool]) -> Draft | None:
    """A document, group or building: only with a determiner or possessor."""
    following = scan.lower(i + 1, i)
    if kind is not MentionKind.GROUP and following in lexicon.words_of("noun") and not scan.has(i + 1, "verb"):
        return None
    if not _is_head(scan, i, taken):
        return None
    first, core = left_edge(scan, i)
    low = scan.lowers[i]
    plural = low.endswith("s") and low not in ("barracks",)
    if first == core and not (plural and kind is MentionKind.GROUP and core < i):
        return None
    last = right_edge(scan, i) if scan.lower(i + 1, i) == "of" and kind is MentionKind.GROUP else i + 1
    definite = not plural and scan.lowers[first] in ("the", "this", "that")
    return Draft(first=first, last=last, kind=kind, named=False, plural=plural, head=i, definite=definite)


def _collective(scan: Scan, i: int, taken: list[bool]) -> Draft | None:
    """A group, or an organisation or outlet where the words say so ("news organisation")."""
    draft = _simple(scan, i, MentionKind.GROUP, taken)
    if draft is not None:
        leads = set(scan.lowers[draft.first : i])
        if leads & {"news", "television", "tv", "radio", "media", "broadcasting"}:
            draft.kind = MentionKind.OUTLET
        elif scan.lowers[i].startswith("organi"):
            draft.kind = MentionKind.ORGANISATION
    return draft


_WEAPON_LEADS = frozenset(
    "car suicide roadside truck cruise ballistic hand machine assault sniper surface-to-air anti-tank anti-aircraft "
    "rocket-propelled rocket mortar artillery cluster petrol nail pipe barrel attack fighter unmanned predator reaper "
    "improvised explosive land time heavy light automatic home-made homemade remote-controlled".split()
)


def _weapon(scan: Scan, i: int) -> Draft | None:
    low = scan.lowers[i]
    if scan.lower(i + 1, i) in lexicon.weapons():
        return None
    if low in ("gas", "shell", "jet", "mine", "mines", "vest", "torch", "reaper", "predator", "tank") and (
        scan.lower(i - 1, i) not in _WEAPON_LEADS | {"the", "a", "tear", "fighter", "an"} or scan.proper[i]
    ):
        return None
    first = i
    while scan.same_sentence(first - 1, i) and (
        scan.lowers[first - 1] in _WEAPON_LEADS or scan.lowers[first - 1] in lexicon.weapons()
    ):
        first -= 1
    modifier = scan.has(i + 1, "noun") if scan.same_sentence(i + 1, i) else False
    if not modifier and scan.same_sentence(first - 1, i) and is_determiner(scan, first - 1):
        first -= 1
    plural = low.endswith("s") and low != "gas"
    return Draft(first=first, last=i + 1, kind=MentionKind.WEAPON, named=False, plural=plural, head=i)
