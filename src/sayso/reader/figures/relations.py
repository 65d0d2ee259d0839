"""What befell the people of a phrase: the harm word that governs it, before it or after it."""

from __future__ import annotations

from msgspec.structs import replace

from sayso.reader.figures.lexicon import (
    ADVERBS,
    BE,
    HAVE,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    REPORTED,
    REPORTING,
    nouns,
)
from sayso.reader.figures.phrases import Context
from sayso.records import Record
from sayso.vocabulary import CountWhat

_REACH = 30
_TOLL_REACH = 18
_TOLL_LINKS = frozenset(
    "to at of reached reaches hit hits was is stands stood exceeded passed topped surpassed remained remains as".split()
)
_AMONG = frozenset({"among", "amongst"})
_VICTIM_LINKS = frozenset("were was are is include included includes including :".split())


class Relation(Record, frozen=True, kw_only=True):
    """What a phrase's people underwent and the harm words that say so (token indices)."""

    what: CountWhat
    at: tuple[int, int]
    rule: str
    negated: bool = False
    """Said not to have happened, or only attempted."""
    irrealis: bool = False
    """Only meant, asked or feared: "threatened to kill 20"."""


_EXCEEDED = frozenset({"passed", "exceeded", "topped", "surpassed", "exceeding", "approaching", "nearing"})
_TOTALLED = frozenset({"number", "numbered", "totalled", "totaled", "numbering"})
_OTHERS = frozenset({"others", "another", "two", "three", "people"})
_NAME_PARTS = frozenset(", - his her their the a an and al el bin ibn de la aged along senior top local".split())
_INTENDED = frozenset({"to", "would", "could", "might", "may", "will"})
_ATTEMPTED = frozenset({"attempted", "attempting", "attempt"})
_WOUND_LINKS = frozenset("with from for of suffering suffered sustained sustaining received receiving had a an".split())


def before(context: Context, first: int) -> Relation | None:
    """The harm word that takes what begins at token ``first`` as its object."""
    at = first - 1
    if at < context.start:
        return None
    if context.word(first) in _EXCEEDED and (found := _toll(context, first)) is not None:
        return found
    while at > context.start and (context.word(at) in ("(", '"', "'", "as") or context.word(at) in ADVERBS - {"all"}):
        at -= 1
    begun = context.harm_ending.get(at + 1)
    if begun is not None:
        harm = context.harm_at[begun]
        for form in ("active", "past"):
            if form in harm.forms and not (form == "past" and _passive(context, begun)):
                return Relation(
                    what=harm.forms[form], at=(begun, at + 1), rule="object", negated=_negated(context, begun),
                    irrealis=form == "active" and context.word(begun - 1) in _INTENDED,
                )  # fmt: skip
    word = context.word(at)
    if word == "of" or (word == "in" and context.word(at - 1) in ("resulted", "resulting", "ended")):
        begun = context.harm_ending.get(at)
        if begun is not None and "nominal" in context.harm_at[begun].forms:
            if context.word(begun - 1) in ("every", "any", "each", "no"):
                return None
            attempted = any(context.word(i) in _ATTEMPTED for i in range(max(context.start, begun - 3), begun))
            return Relation(
                what=context.harm_at[begun].forms["nominal"], at=(begun, at), rule="nominal", negated=attempted
            )
    if word in _TOTALLED or (word == "in" and context.word(at - 1) in _TOTALLED):
        found = _victims(context, at if word != "in" else at - 1)
        return None if found is None else Relation(what=found.what, at=found.at, rule="toll")
    if word in _TOLL_LINKS and (found := _toll(context, at)) is not None:
        return found
    if word in _VICTIM_LINKS and (found := _victims(context, at)) is not None:
        return found
    return None


def beyond_names(context: Context, first: int) -> Relation | None:
    """The harm word before names that "and" joins to what begins at ``first``: "killed Dara Venn and two others"."""
    if context.word(first - 1) not in ("and", "with"):
        return None
    at = first - 2
    named = False
    while at >= context.start and first - at < 16:
        if context.harm_ending.get(at + 1) is not None or context.word(at) == "of":
            found = before(context, at + 1)
            return found if named and found is not None and found.rule in ("object", "nominal") else None
        token = context.tokens[at].text
        named = named or token[0].isupper()
        word = context.word(at)
        noun = nouns().get(word)
        if not (
            token[0].isupper() or word in _NAME_PARTS or word.isdigit() or (noun is not None and noun.kind == "person")
        ):
            return None
        at -= 1
    return None


def _toll(context: Context, at: int) -> Relation | None:
    """ "the death toll rose to N", "a toll of N", "bringing to N the number killed"."""
    for back in range(at - 1, max(context.start, at - _TOLL_REACH) - 1, -1):
        word = context.word(back)
        if word in (";", "said") or word in _AMONG:
            break
        harm = context.harm_at.get(back)
        if harm is not None and "toll" in harm.forms:
            return Relation(what=harm.forms["toll"], at=(back, back + harm.length), rule="toll")
    if context.word(at) == "to" and context.word(at - 1) in (
        "brought",
        "bringing",
        "brings",
        "raised",
        "raising",
        "took",
    ):
        for ahead in range(at + 1, min(context.end, at + 9)):
            harm = context.harm_at.get(ahead)
            if harm is not None and ("toll" in harm.forms):
                return Relation(what=harm.forms["toll"], at=(ahead, ahead + harm.length), rule="toll")
    return None


def _victims(context: Context, at: int) -> Relation | None:
    """ "among the dead were N", "the wounded included N", "those killed were N"."""
    back = at - 1
    while (
        back > context.start
        and back not in context.harm_at
        and context.word(back) in ("also", "were", "was", "in", "now")
    ):
        back -= 1
    for start in range(back, max(context.start - 1, back - 5), -1):
        harm = context.harm_at.get(start)
        if harm is None or start + harm.length != back + 1:
            continue
        form = next((f for f in ("victim", "past", "adjective") if f in harm.forms), None)
        lead = context.word(start - 1)
        if form == "past" and start == context.start:
            return Relation(what=harm.forms[form], at=(start, back + 1), rule="inverted")
        if form is not None and lead in ("the", "those", "people"):
            return Relation(what=harm.forms[form], at=(start, back + 1), rule="victims")
    if context.word(back) in ("victims", "victim", "casualties") and context.word(back - 1) in ("the", "other"):
        return Relation(what=CountWhat.CASUALTIES, at=(back, back + 1), rule="victims")
    return None


def _passive(context: Context, begun: int) -> bool:
    """Whether the participle at ``begun`` follows a form of "be", so that nothing after it is its object."""
    at = begun - 1
    while at >= context.start and (context.word(at) in ADVERBS or context.word(at).endswith("ly")):
        at -= 1
    return context.word(at) in BE


def _negated(context: Context, begun: int) -> bool:
    return any(context.word(at) in NEGATIONS for at in range(max(context.start, begun - 3), begun))


def after(context: Context, end: int, *, bare: bool = False, article: bool = False) -> Relation | None:
    """The harm word whose subject is what ends before token ``end``."""
    at = end
    saw_be = saw_have = saw_report = negated = irrealis = False
    skipping = False
    limit = min(context.end, end + (_REACH if not bare else 12))
    while at < limit:
        word = context.word(at)
        harm = context.harm_at.get(at)
        if harm is not None:
            found = _subject_of(context, at, end, saw_be, saw_have, saw_report, skipping)
            if found is not None:
                return Relation(
                    what=found,
                    at=(at, at + harm.length),
                    rule="subject" if saw_be else "reduced",
                    negated=negated,
                    irrealis=irrealis,
                )
            if word in PREPOSITIONS:
                skipping = True
            elif not skipping or saw_be or "past" in harm.forms or "die" in harm.forms:
                return None
            at += harm.length
            continue
        if word in BE:
            saw_be = True
        elif word in HAVE or word in MODALS or word == "to":
            saw_have = saw_have or word in HAVE
            irrealis = irrealis or word in ("would", "could", "should")
            if word == "to" and not (saw_be or saw_report or saw_have):
                skipping = True
        elif word in NEGATIONS:
            negated = True
        elif word in ("suffering", "suffered", "sustained", "sustaining"):
            return _condition(context, at)
        elif word in REPORTED and (saw_be or (not skipping and _reports_harm(context, at))):
            saw_report = True
        elif word in REPORTED and not skipping:
            return None
        elif word in ADVERBS or (word.endswith("ly") and len(word) > 4):
            pass
        elif saw_be or saw_have:
            # Another verb stands here: "were attacked and killed", "was treated for a gunshot wound".
            return _joined(context, at, limit, saw_be) or _condition(context, at)
        elif word in ("who", "which", "that"):
            if skipping and not (context.word(at - 1) == "," or word == "who"):
                return None
            skipping = False
        elif word in PREPOSITIONS and not (bare and word in ("of",)):
            skipping = True
        elif word == "," and not bare and at == end and context.word(at + 1) in BE:
            pass  # the end of an apposition: "her driver, a young man, was wounded"
        elif word in (",", "(", "--") and not bare:
            closing = {",": ",", "(": ")", "--": "--"}[word]
            close = next((i for i in range(at + 1, min(limit, at + 18)) if context.word(i) == closing), -1)
            if close < 0:
                return None
            inner = context.word(at + 1)
            if inner in ("and", "but") or inner in REPORTING:
                return None
            if inner in ("who",):
                at += 1
                continue
            at = close
            skipping = False
            if context.word(at + 1) in ("and", "but"):
                return None
        elif (
            skipping
            and word not in REPORTING
            and word not in (";", ":", '"', "but", "when", "while", "as", "if", "where")
        ):
            if word == "," or (word in ("he", "she", "they", "it")):
                return None
        else:
            return None
        at += 1
    return None


def _reports_harm(context: Context, at: int) -> bool:
    """Whether the word at ``at`` is a participle that hands on to a harm word: "12 feared dead", not "12 said"."""
    for ahead in (at + 1, at + 2):
        if ahead in context.harm_at or context.word(ahead) == "to":
            return True
        if context.word(ahead) not in ADVERBS and not context.word(ahead).endswith("ly"):
            return False
    return False


def _condition(context: Context, at: int) -> Relation | None:
    """ "(was) taken to hospital in critical condition", "(was) treated for a gunshot wound"."""
    for ahead in range(at, min(context.end, at + 16)):
        harm = context.harm_at.get(ahead)
        if harm is not None:
            for form in ("condition", "wounds"):
                if form in harm.forms:
                    return Relation(what=harm.forms[form], at=(ahead, ahead + harm.length), rule="condition")
            if "wounds" not in harm.forms and "noun" not in harm.forms:
                return None
        if context.word(ahead) in (";", "and", "but", "who", "after", "when"):
            return None
    return None


def _joined(context: Context, at: int, limit: int, saw_be: bool) -> Relation | None:
    """ "were attacked and killed", "was shot at and wounded": a second participle of the same passive."""
    if not saw_be:
        return None
    for ahead in range(at, min(limit, at + 5)):
        if context.word(ahead) in ("and", "or") and (harm := context.harm_at.get(ahead + 1)) is not None:
            form = next((f for f in ("past", "die") if f in harm.forms), None)
            if form == "past" and context.opens_phrase(ahead + 1 + harm.length):
                return None
            if form is not None:
                return Relation(what=harm.forms[form], at=(ahead + 1, ahead + 1 + harm.length), rule="subject")
    return None


def _subject_of(
    context: Context, at: int, end: int, saw_be: bool, saw_have: bool, saw_report: bool, skipping: bool
) -> CountWhat | None:
    """What the harm word at ``at`` says of its subject, or ``None`` where it says nothing."""
    harm = context.harm_at[at]
    stop = at + harm.length
    if "die" in harm.forms and _noun_use(context, at, end):
        return None
    if "die" in harm.forms and not (saw_be and "past" not in harm.forms and not context.word(at).endswith("ing")):
        return harm.forms["die"]
    if "adjective" in harm.forms and (saw_be or saw_report or at == end or context.word(at - 1) in (",", "more")):
        return harm.forms["adjective"]
    if "past" in harm.forms:
        if saw_be:
            return harm.forms["past"]
        if saw_have:
            return None
        if context.opens_phrase(stop):
            return None
        if context.word(at) == "shot" and context.word(stop) in ("at", "into", "toward", "towards", "back", "twice"):
            return None
        if skipping and context.word(at - 1) in ("the", "a", "an"):
            return None
        joined = context.word(stop) in ("and", "or", ",") and (nxt := context.harm_at.get(stop + 1)) is not None
        if joined and nxt is not None and "past" in nxt.forms and context.opens_phrase(stop + 1 + nxt.length):
            return None
        return harm.forms["past"]
    if "condition" in harm.forms and (saw_be or saw_report or at == end):
        return harm.forms["condition"]
    if "wounds" in harm.forms and context.word(end) in _WOUND_LINKS and at - end < 7:
        return harm.forms["wounds"]
    if at == end and "victim" in harm.forms:
        return harm.forms["victim"]
    return None


def _noun_use(context: Context, at: int, end: int) -> bool:
    """Whether a verb form that is also a noun ("rally", "march") stands as one at ``at``."""
    word = context.word(at)
    if word.endswith(("ed", "ing")) or context.harm_at[at].length > 1:
        return False
    lead = context.word(at - 1)
    return at != end and lead not in MODALS and lead not in ADVERBS and lead not in ("to", "who", "that", "and")


def worse(context: Context, relation: Relation, end: int = 0) -> Relation:
    """``relation`` of the phrase ending before ``end``, or the death its clause goes on to tell ("shot, and died")."""
    if relation.what not in (CountWhat.CASUALTIES, CountWhat.INJURED):
        return relation
    begun = max(relation.at[1], end)
    for at in range(begun, min(context.end, begun + 25)):
        word = context.word(at)
        harm = context.harm_at.get(at)
        if harm is not None and CountWhat.KILLED in (harm.forms.get("die"), harm.forms.get("past")):
            fatal = "die" in harm.forms or context.word(at + harm.length - 1) == "dead"
            if fatal and context.word(at - 1) not in _OTHERS:
                return replace(relation, what=CountWhat.KILLED, at=(at, at + harm.length), rule="worse")
            return relation
        noun = nouns().get(word)
        if word in (";",) or (noun is not None and noun.kind == "person" and word not in ("victim", "suspect")):
            return relation
    return relation
