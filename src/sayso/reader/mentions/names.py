"""Named mentions: runs of capitals cut into titles and names, and each name given a kind."""

from __future__ import annotations

from sayso.reader.mentions import lexicon
from sayso.reader.mentions.draft import Draft, Range
from sayso.reader.mentions.kinds import CARRIERS, OUTLET_AFTER, WITH_ARTICLE, gender_of, is_given, settle_kinds
from sayso.reader.mentions.phrases import left_edge
from sayso.reader.mentions.scan import FACES, Scan
from sayso.vocabulary import MentionKind

_OWNERS = frozenset(
    "people women men children workers farmers teachers doctors journalists students founders".split()
)
_DEMONYM_ENDINGS = ("ese", "ian", "ish", "ani", "eli", "ean")
_FORM_OF_STATE = frozenset("republic kingdom emirate commonwealth sultanate federation".split())
_NOT_NAMES = frozenset({"d.c.", "b.c.", "a.d.", "b.c", "a.d", "ph.d.", "a.i."})
_THINGS = frozenset(
    "act agreement war day award awards prize cup bill treaty accord accords constitution amendment time operation "
    "protocol convention games olympics festival resolution declaration plan year week project programme program "
    "dialogue talks summit strategy policy report review mhz khz".split()
)
_PARTS = frozenset("latin north south central west western east eastern southern northern".split())
_CAUSES = frozenset("liberation resistance jihad freedom martyrs mujahideen revolutionary separatist".split())


def find_names(scan: Scan) -> list[Draft]:
    """All named mentions of the story, in text order; names inside titles and longer names are nested."""
    drafts: list[Draft] = []
    i, n = 0, len(scan.words)
    while i < n:
        if scan.proper[i] or (i in scan.known and scan.lowers[i] == "the"):
            end = _run_end(scan, i)
            drafts.extend(_split(scan, i, end))
            i = end
        else:
            i += 1
    settle_kinds(scan, drafts)
    for d in drafts:
        if d.kind is MentionKind.OUTLET and scan.lower(d.last, d.first) in OUTLET_AFTER:
            # "Vesh Hour television", "the Courier newspaper station": the noun belongs to the mention, not to the name.
            d.last += 1 + (scan.lower(d.last + 1, d.first) in ("station", "channel", "network"))
        _take_article(scan, d)
    return drafts




def _take_article(scan: Scan, d: Draft) -> None:
    """Widen a name to its own "the", unless the article belongs to a noun that follows."""
    if d.kind not in WITH_ARTICLE or scan.lower(d.first - 1, d.first) != "the":
        return
    after = scan.lower(d.last, d.first)
    noun = after in lexicon.offices() or after in lexicon.org_words() or "noun" in lexicon.word_classes().get(after, ())
    verb = after in lexicon.words_of("verb") or after in lexicon.words_of("say")
    if (noun and not verb) or (scan.same_sentence(d.last, d.first) and scan.proper[d.last]):
        return
    if d.kind is MentionKind.NATIONALITY and not scan.lowers[d.last - 1].endswith(("s", "ese", "sh", "ch")):
        return
    d.first -= 1


def _run_end(scan: Scan, i: int) -> int:
    """One past the last token of the run of name words that begins at ``i``."""
    words, lowers = scan.words, scan.lowers
    k, body = i, False
    while True:
        if k in scan.known:
            k = scan.known[k][0]
        else:
            k += 1
        previous = lowers[k - 1]
        row = lexicon.org_words().get(previous)
        body = body or (row is not None and row.of) or previous in ("chiefs",)
        body = body or (scan.capital[k - 1] and previous in lexicon.offices())
        if not scan.same_sentence(k, i):
            return k
        upper = scan.proper[k] and words[k].isupper() and len(words[k]) > 3 and not words[k - 1].isupper()
        if upper and scan.lower(k + 1, i) in ("-", "--", "("):
            # A dateline run on to a byline: "By Harbour Wire KESHTAL --".
            return k
        if scan.proper[k]:
            # Months and days end a name; "U.S." before another name stays a name of its own, cut later.
            continue
        nxt = scan.same_sentence(k + 1, i) and scan.proper[k + 1]
        j = k
        while j - k < 3 and scan.same_sentence(j, i) and words[j] in lexicon.particles():
            j += 1
        if j > k and scan.same_sentence(j, i) and scan.proper[j]:
            k = j
            continue
        if nxt and words[k] == "&":
            k += 1
            continue
        if nxt and lowers[k] == "'s" and previous in _OWNERS:
            k += 1
            continue
        if nxt and words[k] == "'" and previous.removesuffix("s") + "s" in _OWNERS:
            k += 1
            continue
        if body and words[k] in ("of", "for", "and"):
            j = k + 1
            while scan.same_sentence(j, i) and words[j] in ("the", "and", "of"):
                j += 1
            if scan.same_sentence(j, i) and scan.proper[j] and (words[k] != "and" or _in_of_phrase(scan, i, k)):
                k = j
                continue
        if (
            words[k] in ('"', "“", "'", "‘") and nxt and scan.same_sentence(k + 3, i)
            and words[k + 2] in ('"', "”", "'", "’") and scan.proper[k + 3]
        ):  # fmt: skip
            k += 3
            continue
        return k


def _in_of_phrase(scan: Scan, i: int, k: int) -> bool:
    """Whether an "and" at ``k`` joins two parts of one body's name ("Ministry of Trade and Industry")."""
    opened = any(scan.words[j] in ("of", "for") for j in range(i, k))
    if not opened:
        return False
    names = [scan.place_kind(scan.words[j]) for j in (k - 1, k + 1)]
    return names == [None, None]


def _split(scan: Scan, first: int, last: int) -> list[Draft]:
    """Cut one run into mentions."""
    if last - first == 1:
        return _one(scan, first)
    drafts: list[Draft] = []
    for k in range(first + 1, last - 1):
        if is_given(scan, k) and not is_given(scan, k - 1) and scan.lower(k - 2, k) == "of" and scan.place_kind(
            scan.words[k - 1]
        ) is MentionKind.COUNTRY:
            # "the Department of Sports of Tolva Peter Venn": the country closes the office, and the name begins.
            return [*_split(scan, first, k), *_split(scan, k, last)]
    cut = _title_end(scan, first, last)
    inside = "of" in scan.words[first:last] or "for" in scan.words[first:last]
    thing = scan.lowers[last - 1] in _THINGS and not inside
    if cut is None and (thing or "operation" in scan.lowers[max(first - 1, 0) : first + 1]):
        # "Operation Quiet Harvest", "Farm Workers Act": neither people nor bodies.
        return []
    if cut is not None:
        if scan.lower(first - 1, first) in ("in", "at", "from", "near") and not _titular(scan, first):
            # "spokesman in Tolva Lt-Col Reel": the place belongs to the office before it, not to the rank.
            rank = next(k for k in range(first, cut) if _titular(scan, k))
            drafts.extend(_split(scan, first, rank))
            first = rank
        drafts.extend(_inside_title(scan, first, cut))
        drafts.append(_person(scan, first, cut, last))
        return drafts
    if _is_office(scan, first) and scan.words[first + 1] == "of" and not lexicon.offices()[scan.lowers[first]].plural:
        # "Chair of the Harbour Committee": an office in capitals.
        office = Draft(first=first, last=last, kind=MentionKind.ROLE, named=False, head=first, definite=True)
        return [office, *_inside_title(scan, first, last)]
    if first in scan.known:
        end, entry = scan.known[first]
        closing = lexicon.org_words().get(scan.lowers[last - 1])
        if end == last:
            return [_known_draft(scan, first, last, entry)]
        if closing is None or _is_office(scan, last - 1):
            return [_known_draft(scan, first, end, entry), *_split(scan, end, last)]
        # A listed name that opens a longer one ("United Nations Mission").
        return [_known_draft(scan, first, end, entry), _named(scan, first, last)]
    for k in range(first + 1, last):
        if k in scan.known and scan.known[k][0] == last and scan.words[k - 1] not in ("of", "for", "and", "the"):
            left = _split(scan, first, k)
            return [*left, _known_draft(scan, k, last, scan.known[k][1])]
    if last - first == 2 and scan.lowers[first] in _PARTS and scan.place_kind(scan.words[first + 1]) is (
        MentionKind.NATIONALITY
    ):
        # "Latin American", "North African": of a part of the world, and nobody's name.
        return [Draft(first=first, last=last, kind=MentionKind.NATIONALITY, name=(first, last), sure=True)]
    place = scan.place_kind(scan.text(first, last))
    if place is not None and not (place is MentionKind.PLACE and is_given(scan, first)):
        return [Draft(first=first, last=last, kind=place, name=(first, last), sure=True)]
    lead = scan.place_kind(scan.words[first]) if not scan.common(first) else None
    if lead is MentionKind.NATIONALITY or (lead is MentionKind.COUNTRY and _rest_stands(scan, first + 1, last)):
        nested = Draft(first=first, last=first + 1, kind=lead, name=(first, first + 1), sure=True)
        if scan.lowers[last - 1] in lexicon.org_words() or last - first > 3:
            return [nested, _named(scan, first, last)]
        return [nested, *_split(scan, first + 1, last)]
    if _is_office(scan, last - 1) and scan.lowers[last - 1] not in lexicon.org_words() and not is_given(scan, first):
        # "Marn Foreign Minister": a description in capitals; what it holds is nested.
        return _inside_title(scan, first, last)
    draft = _named(scan, first, last)
    return [draft]


def _one(scan: Scan, i: int) -> list[Draft]:
    """The mention of a run of one word, if it is a name."""
    if i in scan.known:
        return [_known_draft(scan, i, i + 1, scan.known[i][1])]
    low = scan.lowers[i]
    if low in lexicon.offices() or low in lexicon.titles() or low in lexicon.org_words():
        return []
    kind = scan.place_kind(scan.words[i]) if not scan.common(i) else None
    if kind is MentionKind.PLACE and _acronym(scan, i) and scan.lower(i - 1, i) not in ("in", "at", "near", "from"):
        # Some hamlet is spelled like it; letters alone stand for a body.
        kind = None
    if kind is not None and not (kind is MentionKind.PLACE and is_given(scan, i)):
        return [Draft(first=i, last=i + 1, kind=kind, name=(i, i + 1), sure=kind is not MentionKind.PLACE)]
    if (scan.common(i) or low in lexicon.weapons()) and (scan.middle[low] < 2 or low in scan.lower_seen):
        return []
    if len(low.strip(".")) == 1 or low in _NOT_NAMES:
        return []
    if "-" in low and all(scan.place_kind(part) for part in scan.words[i].split("-")):
        # "Tolva-Marn talks" names two states at once: a label of the talks, not an actor.
        return []
    if low in lexicon.peoples():
        return [Draft(first=i, last=i + 1, kind=MentionKind.NATIONALITY, name=(i, i + 1), sure=True)]
    following = scan.lower(i + 1, i)
    if low.endswith(_DEMONYM_ENDINGS) and (following in lexicon.offices() or following in lexicon.org_words()):
        return [Draft(first=i, last=i + 1, kind=MentionKind.NATIONALITY, name=(i, i + 1), sure=True)]
    return [_named(scan, i, i + 1)]


def _acronym(scan: Scan, i: int) -> bool:
    word = scan.words[i].replace(".", "")
    return word.isupper() and 3 <= len(word) <= 6 and scan.mode[scan.sentence[i]] == "plain"


def _is_office(scan: Scan, i: int) -> bool:
    return scan.lowers[i] in lexicon.offices()


def _titular(scan: Scan, i: int) -> bool:
    """Whether a word belongs to a title: an office, a rank or what qualifies one."""
    return scan.lowers[i] in lexicon.titles() or _is_office(scan, i) or scan.has(i, "modifier")


def _rest_stands(scan: Scan, first: int, last: int) -> bool:
    """Whether what follows a country's name is an office, a body or a known name of its own."""
    return any(scan.lowers[k] in lexicon.org_words() or _is_office(scan, k) for k in range(first, last))


def _title_end(scan: Scan, first: int, last: int) -> int | None:
    """Where, in a run, the title ends and the person's name begins; ``None`` if it is not title and name."""
    for k in range(last - 2, first - 1, -1):
        low = scan.lowers[k]
        row = lexicon.titles().get(low)
        office = lexicon.offices().get(low)
        title = (row is not None and row["kind"] != "saint") or (office is not None and office.sort != "people")
        if not title:
            continue
        rest = range(k + 1, last)
        if scan.words[k + 1] == "of":
            return _after_of(scan, k + 2, last)
        if any(scan.lowers[j] in lexicon.org_words() and scan.lowers[j] not in lexicon.name_words() for j in rest):
            return None
        if scan.words[k + 1] in ("for", "and", "&", "the") or (k + 1) in scan.known:
            return None
        if row is not None and row["kind"] == "clan" and last - k > 2:
            return None
        if scan.place_kind(scan.text(k + 1, last)) in (MentionKind.COUNTRY, MentionKind.NATIONALITY):
            return None
        return k + 1
    return None


_JOINS = ("and", "the", "of", "for")


def _after_of(scan: Scan, k: int, last: int) -> int | None:
    """Where the name begins after "Secretary of State", "Minister of Foreign Affairs"; ``None`` if none does."""
    start = k
    while k < last and (scan.has(k, "noun") or scan.has(k, "modifier") or scan.words[k] in _JOINS):
        k += 1
    if start < k < last and not any(scan.lowers[j] in lexicon.org_words() for j in range(k, last)):
        return k
    return None


def _inside_title(scan: Scan, first: int, last: int) -> list[Draft]:
    """Names of countries and bodies inside a title."""
    found: list[Draft] = []
    k = first
    while k < last:
        if k in scan.known and scan.known[k][0] <= last:
            found.append(_known_draft(scan, k, scan.known[k][0], scan.known[k][1]))
            k = scan.known[k][0]
            continue
        low = scan.lowers[k]
        plain = scan.common(k) or _is_office(scan, k) or low in lexicon.titles()
        if scan.proper[k] and not plain:
            kind = scan.place_kind(scan.words[k])
            if kind is None and low.endswith(_DEMONYM_ENDINGS) and k == first:
                kind = MentionKind.NATIONALITY
            if kind is not None:
                found.append(Draft(first=k, last=k + 1, kind=kind, name=(k, k + 1), sure=True))
        k += 1
    return found


def _person(scan: Scan, first: int, name: int, last: int) -> Draft:
    """A person whose title is ``first:name`` and whose name is ``name:last``, with any office to the left."""
    gender = ""
    for k in range(first, name):
        row = lexicon.titles().get(scan.lowers[k])
        office = lexicon.offices().get(scan.lowers[k])
        gender = gender or (row["gender"] if row else "") or (office.gender if office else "")
    draft = Draft(
        first=first, last=last, kind=MentionKind.PERSON, head=last - 1, name=(name, last), sure=True,
        title=(first, name) if name > first else None, gender=gender or gender_of(scan, name),
    )  # fmt: skip
    _take_office(scan, draft)
    return draft


def _take_office(scan: Scan, draft: Draft) -> None:
    """Widen a person to the office or description that stands before the name ("embassy spokesman Orla Venn")."""
    k = draft.first - 1
    if not scan.same_sentence(k, draft.first):
        return
    after = scan.lower(draft.last, draft.first)
    if not draft.sure and draft.last - draft.first == 1 and after in lexicon.words_of("noun"):
        # "the official Tolvan version": the name qualifies a noun, the office before it another.
        return
    if not draft.sure and scan.lowers[k] in CARRIERS and not scan.proper[k]:
        return
    office = lexicon.offices().get(scan.lowers[k])
    if office is None and draft.title is not None:
        # "military spokesman in Tolva Lt-Col Reel": a rank after the place shows that the office goes on.
        j = k
        while scan.same_sentence(j, k) and (scan.proper[j] or scan.lowers[j] == "the"):
            j -= 1
        inside = j < k and (scan.proper[k] or not _titular(scan, draft.first))
        if inside and scan.lower(j, k) in ("in", "at", "of", "for"):
            office = lexicon.offices().get(scan.lower(j - 1, k))
            k = j - 1
    if office is None or office.plural:
        return
    start, core = left_edge(scan, k)
    draft.first = start
    draft.title = (core, draft.name[0] if draft.name else draft.last)
    draft.gender = draft.gender or office.gender
    draft.kind, draft.sure = MentionKind.PERSON, True


def _known_draft(scan: Scan, first: int, last: int, entry: lexicon.Known) -> Draft:
    article = scan.lowers[first] == "the" and entry.kind is not MentionKind.OUTLET
    return Draft(first=first, last=last, kind=entry.kind, name=(first + article, last), sure=True)


def _named(scan: Scan, first: int, last: int) -> Draft:
    """A name without a title: its kind from its own words, else left to context (``sure`` is then false)."""
    lowers, words = scan.lowers, scan.words
    table = lexicon.org_words()
    name: Range = (first, last)
    of = next((k for k in range(first + 1, last) if words[k] in ("of", "for")), None)
    if last - first > 1:
        closing = table.get(lowers[(of or last) - 1]) or (table.get(lowers[first]) if of else None)
        initial = any(len(words[k]) == 2 and words[k][1] == "." for k in range(first, last))
        given = is_given(scan, first)
        if closing is not None and not (given and last - first == 2 and lowers[last - 1] in ("post", "star", "rivers")):
            kind = closing.kind
            if of and lowers[of - 1] in _FORM_OF_STATE:
                kind = MentionKind.COUNTRY
            if closing.sector in ("MIL", "OPP") and not _CAUSES.isdisjoint(lowers[first:last]):
                # "Vesh Liberation Army": no state calls its army so.
                kind = MentionKind.GROUP
            article = first - 1
            if kind is MentionKind.OUTLET and scan.lower(article, first) == "the" and words[article] == "The":
                first = article if not scan.head[article] else first
            return Draft(first=first, last=last, kind=kind, name=name, sure=True)
        if lowers[first] in FACES:
            kind = MentionKind.OUTLET if lowers[first] == "radio" else MentionKind.PLACE
            return Draft(first=first, last=last, kind=kind, name=name, sure=True)
        inner = any(words[k] in lexicon.particles() for k in range(first + 1, last))
        if given or initial or inner:
            draft = Draft(first=first, last=last, kind=MentionKind.PERSON, name=name, sure=True)
            draft.gender = gender_of(scan, first)
            _take_office(scan, draft)
            return draft
    draft = Draft(first=first, last=last, kind=MentionKind.PERSON, name=name)
    upper = [w for w in words[first:last] if w.isupper() and len(w) > 2 and "." not in w]
    dateline = len(upper) == last - first and scan.head[first] and len(words[first]) > 3
    if dateline and scan.lower(last, first) in ("-", "--", ",", "(") and scan.same_sentence(last + 1, first):
        draft.kind, draft.sure = MentionKind.PLACE, True
        return draft
    if last - first > 1 and (upper or all(scan.common(k) or words[k] in ("of", "for") for k in range(first, last))):
        draft.kind, draft.sure = MentionKind.ORGANISATION, True
        return draft
    if of is not None:
        # "Sons of Esk": no closing noun says what it is, and no person is called so.
        draft.kind = MentionKind.GROUP if _is_office(scan, of - 1) else MentionKind.ORGANISATION
        draft.sure = True
        return draft
    mode = scan.mode[scan.sentence[first]]
    letters = len(words[first].replace(".", ""))
    if last - first == 1 and mode != "upper" and words[first].isupper() and 2 <= letters <= 6:
        draft.kind, draft.sure = MentionKind.ORGANISATION, True
        return draft
    _take_office(scan, draft)
    return draft
