"""Figures of a story: number phrases joined to what they count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from sayso.reader.figures import relations
from sayso.reader.figures.lexicon import ARTICLES, POSSESSIVES, PREPOSITIONS, amounts, bounds, harms, nouns, numbers
from sayso.reader.figures.parts import part_relation, universal
from sayso.reader.figures.phrases import Context, Counted, article_quantity, noun_at, read_counted
from sayso.reader.figures.quantities import Quantity
from sayso.reader.figures.relations import Relation
from sayso.reader.marks import Figure, Mention, Sentence, Span, TimeExpression, Token
from sayso.records import Record, Story
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier

_COLLECTIVES = frozenset("group crowd gang band convoy column family total force contingent unit party mob array".split())
_CONJUNCTIONS = frozenset({"and", ",", "or", "&", "plus", "well", "as", "along", "with", "together"})
_PERIODS = {
    "day": "day", "night": "day", "week": "week", "month": "month", "year": "year", "daily": "day", "weekly": "week",
    "monthly": "month", "yearly": "year", "annually": "year",
}  # fmt: skip
_OPEN_CLASS = frozenset(
    {CountWhat.KILLED, CountWhat.INJURED, CountWhat.CASUALTIES, CountWhat.DETAINED, CountWhat.ABDUCTED, CountWhat.DISPLACED}
)
_ANAPHORS = frozenset({"figure", "number", "total", "count", "estimate", "tally"})
_DEPLOYED = frozenset({CountWho.SECURITY_FORCES, CountWho.AID_WORKERS, CountWho.MILITANTS})
_INCLUDING = frozenset({"including", "include", "includes", "included"})


class Found(Record, frozen=True, kw_only=True):
    """A phrase with its relation, before figures are numbered. ``whole`` is the index of the figure it is a part of."""

    counted: Counted
    relation: Relation | None = None
    rule: str = ""


@cache
def _openers() -> frozenset[str]:
    """Words that can begin a number phrase, besides digits."""
    return frozenset(numbers()) | frozenset(amounts()) | {"half", "half-a-dozen", "half-a"}


def find_figures(
    story: Story,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    times: Sequence[TimeExpression],
) -> tuple[Figure, ...]:
    """Every figure that counts people or events, in text order; ``part_of`` indexes the tuple returned.

    ``event`` is left at -1 for the event layer. Mentions are not needed; numbers inside ``times`` are no figures.
    """
    words = [token.lower for token in tokens]
    timed = [(t.start, t.end) for t in times if t.kind in ("DATE", "TIME")]
    figures: list[Figure] = []
    for index, sentence in enumerate(sentences):
        if not _worth(words, sentence):
            continue
        context = Context(tokens, words, sentence, index)
        _read_sentence(context, timed, figures)
    return tuple(figures)


def _worth(words: Sequence[str], sentence: Sentence) -> bool:
    """Whether the sentence holds anything that could be a figure at all."""
    openers = _openers()
    known = harms()
    harm = number = False
    for at in range(sentence.first, sentence.last):
        word = words[at]
        if word[0].isdigit() or word in openers or "-" in word:
            number = True
        elif word in known:
            harm = True
        if word in ("strikes", "attacks"):
            harm = True
    return number or harm


def harm_anchor(figure: Figure) -> tuple[int, int] | None:
    """Where the harm word of ``figure`` stands in the story, or ``None`` where it inherits it."""
    return (figure.what_span.start, figure.what_span.end) if figure.what_span is not None else None


def candidates(context: Context, timed: Sequence[tuple[int, int]] = ()) -> list[Counted]:
    """All counted phrases of one sentence, in order, before it is known whether anything befell them."""
    found: list[Counted] = []
    openers = _openers()
    at = context.start
    while at < context.end:
        word = context.word(at)
        quantity: Quantity | None = None
        if word == "all" and context.word(at + 1) == "but":
            quantity = _all_but(context, at)
        elif word in ("both", "none", "nobody", "no-one") or (word == "no" and context.word(at + 1) != "longer"):
            quantity = _special(context, at)
        elif word[0].isdigit() or word in openers or "-" in word:
            quantity = context.reader.read(at, context.start, context.end)
        if quantity is None and word in ("a", "an", "another", "her", "his", "their"):
            counted = _single(context, at, found)
            if counted is not None:
                found.append(counted)
                at = counted.end
                continue
        if quantity is None or _inside(context, quantity, timed):
            at = max(at + 1, quantity.last if quantity is not None else 0)
            continue
        counted = read_counted(context, quantity)
        if counted is not None:
            counted = _bounded_after(context, _without(context, counted))
        if counted is not None and not _unsuitable(context, counted):
            found.append(counted)
            at = max(counted.end, quantity.last)
        else:
            at = quantity.last
    return found


def _all_but(context: Context, at: int) -> Quantity | None:
    """"all but two": how many is known only once the whole is."""
    number = context.reader.read(at + 2, at + 2, context.end) if at + 2 < context.end else None
    if number is None or number.min is None:
        return None
    return replace(number, first=at, core=at, qualifier=Qualifier.ALL)


def _without(context: Context, counted: Counted) -> Counted:
    """"all but two of the 12 passengers": ten; with no whole told, no number."""
    quantity = counted.quantity
    if quantity.qualifier is not Qualifier.ALL or context.word(quantity.first + 1) != "but":
        return counted
    whole = context.reader.read(counted.part[0], counted.part[0], context.end) if counted.part is not None else None
    low = high = None
    if whole is not None and whole.min is not None and quantity.max is not None:
        low = whole.min - quantity.max
        high = whole.max - (quantity.min or 0) if whole.max is not None else None
    return replace(counted, quantity=replace(quantity, min=low, max=high), of_them=False)


def _bounded_after(context: Context, counted: Counted) -> Counted:
    """"twenty people or more": a bound that stands after the noun."""
    quantity = counted.quantity
    if counted.head < 0 or quantity.qualifier is not Qualifier.EXACTLY or quantity.min is None or context.word(counted.end) != "or":
        return counted
    for phrase, bound in bounds("after").get("or", ()):
        stop = counted.end + len(phrase)
        if stop <= context.end and tuple(context.words[counted.end : stop]) == phrase:
            low, high = bound.apply(quantity.min)
            return replace(counted, end=stop, quantity=replace(quantity, min=low, max=high, qualifier=bound.qualifier))
    return counted


def _inside(context: Context, quantity: Quantity, timed: Sequence[tuple[int, int]]) -> bool:
    start, end = context.tokens[quantity.core].start, context.tokens[quantity.core_end - 1].end
    return any(a <= start and end <= b for a, b in timed)


def _special(context: Context, at: int) -> Quantity | None:
    """"both", "no", "no one", "nobody", "none"."""
    word = context.word(at)
    if word == "both":
        following = nouns().get(context.word(at + 1))
        usable = context.word(at + 1) in ("were", "are", "of", "have", "had", "was", "died", "survived", "men", "women") or (
            following is not None and following.kind == "person" and following.plural
        )
        low, qualifier, last = 2, Qualifier.ALL, at + 1
        if not usable and context.word(at - 1) not in ("killing", "killed", "wounding", "injuring"):
            return None
    else:
        low, qualifier, last = 0, Qualifier.NONE, at + 1
        if word == "no" and context.word(at + 1) in ("one", "body"):
            last = at + 2
        elif word == "no" and context.reader.read(at + 1, at + 1, context.end) is not None:
            return None
        if context.word(last) in ("else", "other", "further", "more", "additional"):
            last += 1
        elif context.word(last) in ("immediate", "known", "serious", "major"):
            # "no serious injuries" leaves room for slight ones.
            last += 1 if context.word(last) != "serious" and context.word(last) != "major" else 0
    more = context.word(last - 1) in ("else", "other", "further", "more", "additional")
    return Quantity(
        first=at, last=last, core=at, core_end=at + 1, min=low, max=low, qualifier=qualifier, more=more
    )


def _single(context: Context, at: int, found: Sequence[Counted]) -> Counted | None:
    """"a policeman", "another woman"; "his son" where it follows a counted phrase and "and"."""
    word = context.word(at)
    possessive = word in POSSESSIVES
    if word == "another" and (context.harm_ending.get(at) is not None or at + 1 in context.harm_at):
        alone = noun_at(context, at + 1) is None and context.word(at + 1) not in ("of", "-") and not context.word(at + 1)[:1].isdigit()
        if at + 1 in context.harm_at or (alone and not context.word(at + 1).isalpha()) or context.word(at + 1) in PREPOSITIONS | {"and"}:
            return Counted(quantity=article_quantity(context, at), first=at, end=at + 1)
    if possessive:
        if not found or context.word(at - 1) not in ("and", ",") or found[-1].end < at - 2 or found[-1].kind != "person":
            return None
    counted = read_counted(context, article_quantity(context, at, word == "another"))
    if counted is None or counted.kind not in ("person",) or counted.head < 0:
        return None
    head = context.word(counted.head)
    noun = nouns()[head]
    if noun.plural or head in ("family", "couple", "police", "personnel", "troops", "dead"):
        return None
    if context.word(counted.end) in ("'s", "of") and head in ("family", "group"):
        return None
    return None if context.word(counted.end) == "'s" else counted


def _unsuitable(context: Context, counted: Counted) -> bool:
    """Bare numbers that are ages, numbered things or pronouns."""
    quantity = counted.quantity
    first, last = quantity.first, quantity.last
    previous, following = context.word(first - 1), context.word(last)
    if counted.kind in ("bare", "unknown") and quantity.core == first:
        if quantity.plain and previous == "," and following in (",", ";", ")", ".", "") and counted.head < 0:
            return True
        if quantity.plain and previous == "(" and following == ")":
            return True
        if context.word(first) == "one" and previous in ("the", "this", "that", "no", "every", "each", "which", "any"):
            return True
    if previous in ("fire", "fired", "firing", "fires"):
        return True
    if counted.kind == "bare" and quantity.plain and context.capital(first - 1) and first - 1 > context.start:
        return (first - 1) not in context.harm_at and context.harm_ending.get(first) is None and previous != "i"
    return False


def opening(context: Context, counted: Counted) -> int:
    """First token of the phrase with what may stand before its number: "the", "all the", "a group of"."""
    first = counted.first
    while first - 1 > context.start:
        word = context.word(first - 1)
        if word == "of" and context.word(first - 2) in _COLLECTIVES and first - 3 >= context.start:
            first -= 2
        elif word in ("the", "all", "these", "those", "its", "their", "his", "her", "a", "an", "some", "other", "the"):
            first -= 1
        else:
            break
    return first


def _relate(context: Context, counted: Counted) -> Relation | None:
    """The harm that befell ``counted``: before it, after it, or in its own words."""
    quantity = counted.quantity
    found = None
    if not counted.of_them or counted.part is not None:
        found = relations.before(context, opening(context, counted))
    if counted.kind == "harm":
        return found if found is not None and found.rule in ("toll", "victims") else _own(counted)
    if found is not None and found.rule == "toll" and counted.kind == "person" and counted.end in context.harm_at:
        # "a toll of one person wounded": the words after it are nearer.
        found = relations.after(context, counted.end) or found
    if found is None or found.rule == "victims":
        after = relations.after(
            context, counted.end, bare=counted.kind == "bare" and not counted.of_them, article=quantity.article
        )
        if found is None:
            found = after
    if found is not None and found.what is CountWhat.DEPLOYED and found.rule == "object":
        sent = [context.word(i) for i in range(counted.end, counted.end + 3)]
        if "hospital" in sent and sent[0] == "to":
            found = replace(found, what=CountWhat.INJURED)
    if found is None:
        found = _own(counted) or relations.beyond_names(context, opening(context, counted))
    return relations.worse(context, found, counted.end) if found is not None and quantity.max == 1 else found


def _own(counted: Counted) -> Relation | None:
    if counted.what is None or counted.what_at is None:
        return None
    return Relation(what=counted.what, at=counted.what_at, rule="own")


def relate_all(context: Context, phrases: Sequence[Counted]) -> list[Found]:
    """Relations of all phrases of a sentence, shared within coordinations ("two soldiers and a civilian died")."""
    found = [
        Found(counted=c, relation=_relate(context, c) if c.kind != "event" else None, rule="") for c in phrases
    ]
    # Objects hand their relation on ("killed two soldiers and a civilian"); subjects hand it back.
    for at in range(1, len(found)):
        left, right = found[at - 1], found[at]
        if right.relation is None and left.relation is not None and left.relation.rule in ("object", "nominal", "victims", "inverted", "shared"):
            if _joined(context, left.counted, right.counted) and _same_kind(left.counted, right.counted):
                found[at] = Found(counted=right.counted, relation=_shared(left.relation), rule="coordination")
    for at in range(len(found) - 2, -1, -1):
        left, right = found[at], found[at + 1]
        if left.relation is None and right.relation is not None and right.relation.rule in ("subject", "reduced", "shared", "worse"):
            if _joined(context, left.counted, right.counted) and _same_kind(left.counted, right.counted):
                found[at] = Found(counted=left.counted, relation=_shared(right.relation), rule="coordination")
    return found


def _same_kind(left: Counted, right: Counted) -> bool:
    return left.kind != "event" and right.kind != "event"


def _shared(relation: Relation) -> Relation:
    rule = relation.rule if relation.rule == "victims" else "shared"
    return replace(relation, rule=rule)


def _joined(context: Context, left: Counted, right: Counted) -> bool:
    """Whether only conjunctions (and determiners) stand between two phrases."""
    between = [context.word(at) for at in range(left.end, opening_number(context, right))]
    while between and between[-1] in POSSESSIVES | {"the", "other", "all"}:
        between.pop()
    return 0 < len(between) <= 3 and all(word in _CONJUNCTIONS for word in between)


def opening_number(context: Context, counted: Counted) -> int:
    """First token of the phrase without determiners that belong to its coordination."""
    first = counted.first
    return first - 2 if context.word(first - 1) == "of" and context.word(first - 2) in _COLLECTIVES else first


def _read_sentence(context: Context, timed: Sequence[tuple[int, int]], figures: list[Figure]) -> None:
    """Append the figures of one sentence to ``figures``."""
    begun = len(figures)
    phrases = candidates(context, timed)
    found = relate_all(context, phrases)
    for item in found:
        figure = _figure(context, item, figures, begun)
        if figure is not None:
            figures.append(figure)
    figures.extend(universal(context, figures, begun))


def _figure(context: Context, item: Found, figures: Sequence[Figure], begun: int) -> Figure | None:
    """The figure of one phrase, or ``None`` where it counts neither people nor events."""
    counted, relation, rule = item.counted, item.relation, item.rule
    quantity = counted.quantity
    per = _per(context, counted.end)
    basis = Basis.ADDITIONAL if quantity.more else Basis.TOTAL
    if counted.kind == "event":
        if quantity.article or (quantity.min == quantity.max == 1):
            return None
        return _make(context, counted, CountWhat.EVENTS, None, CountWho.TOTAL, basis, -1, per, "events")
    part = part_relation(context, counted, relation, figures, begun)
    if part is not None:
        what, who, part_of, at, rule, part_basis = part
        if part_basis is Basis.SUBTOTAL:
            basis = part_basis
        return _make(context, counted, what, at, who, basis, part_of, per, rule)
    if relation is None:
        return _inherited(context, counted, figures, begun, per, basis)
    if not _plausible(context, counted, relation):
        return None
    if relation.negated and quantity.qualifier is not Qualifier.NONE:
        return None
    if relation.rule == "victims":
        basis = Basis.SUBTOTAL
    part_of = _whole(figures, begun, relation.what) if basis is Basis.SUBTOTAL else -1
    rule = "irrealis" if relation.irrealis else rule or relation.rule
    return _make(context, counted, relation.what, relation.at, counted.who, basis, part_of, per, rule)


def _plausible(context: Context, counted: Counted, relation: Relation) -> bool:
    """Whether the phrase can be people who underwent ``relation``."""
    what = relation.what
    if counted.kind == "unknown":
        if what not in _OPEN_CLASS or context.word(relation.at[0]) == "held":
            return False
        word = context.word(counted.head)
        return word not in nouns() or nouns()[word].kind not in ("thing", "unit", "animal")
    if what is CountWhat.PARTICIPANTS and counted.quantity.max == 1:
        return False
    if what is CountWhat.DEPLOYED:
        return counted.kind == "person" and counted.who in _DEPLOYED
    if counted.kind == "bare":
        return what not in (CountWhat.OTHER, CountWhat.UNKNOWN, CountWhat.RELEASED) or relation.rule != "object"
    return True


def _inherited(
    context: Context, counted: Counted, figures: Sequence[Figure], begun: int, per: str, basis: Basis
) -> Figure | None:
    """A bare number whose subject was told before: "three in the second raid", "the figure is 100", "two a week"."""
    if counted.quantity.article or counted.quantity.qualifier is Qualifier.NONE or counted.kind != "bare":
        return None
    if counted.of_them:
        return None
    first = opening(context, counted)
    previous = context.word(first - 1)
    if per and len(figures) > begun and figures[-1].what is CountWhat.EVENTS:
        return _make(context, counted, CountWhat.EVENTS, None, CountWho.TOTAL, basis, -1, per, "gapped")
    if figures and previous in ("is", "was", "at", "to", "be", "of"):
        named = any(context.word(at) in _ANAPHORS for at in range(max(context.start, first - 7), first))
        recent = figures[-1].sentence >= context.index - 1
        if named and recent:
            last = figures[-1]
            return _make(context, counted, last.what, None, last.who, basis, -1, last.per, "anaphoric")
    if len(figures) > begun and previous in ("and", ",", ";", "plus") and context.word(counted.end) in PREPOSITIONS:
        last = figures[-1]
        if last.what is not CountWhat.EVENTS and context.word(counted.end) in ("in", "at", "near", "on", "from", "outside"):
            return _make(context, counted, last.what, None, last.who, basis, -1, "", "gapped")
    return None


def _whole(figures: Sequence[Figure], begun: int, what: CountWhat) -> int:
    """Index of the latest total of the sentence, or of the story's last few figures, that a part belongs to."""
    for at in range(len(figures) - 1, max(-1, begun - 4), -1):
        if figures[at].what is what and figures[at].basis is not Basis.SUBTOTAL:
            return at
    return -1


def _per(context: Context, at: int) -> str:
    """The period of a rate told at ``at``: "a week", "per day", "every month"."""
    word = context.word(at)
    if word in ("a", "per", "each", "every", "an") and context.word(at + 1) in _PERIODS:
        return _PERIODS[context.word(at + 1)]
    return _PERIODS.get(word, "") if word in ("daily", "weekly", "monthly", "yearly", "annually") else ""


def _make(
    context: Context, counted: Counted, what: CountWhat, at: tuple[int, int] | None, who: CountWho, basis: Basis,
    part_of: int, per: str, rule: str,
) -> Figure:  # fmt: skip
    """The record, with token indices turned into offsets."""
    tokens = context.tokens
    quantity = counted.quantity
    last = counted.end if quantity.article else max(quantity.last, quantity.first + 1)
    who_span = None
    if counted.head >= 0:
        begun = quantity.last
        while begun < counted.head and context.word(begun) in ("of", "the", "more"):
            begun += 1
        who_span = Span(start=tokens[begun].start, end=tokens[counted.end - 1].end)
    return Figure(
        start=tokens[quantity.first].start,
        end=tokens[last - 1].end,
        sentence=context.index,
        what=what,
        what_span=Span(start=tokens[at[0]].start, end=tokens[at[1] - 1].end) if at is not None else None,
        who=who,
        who_span=who_span,
        min=quantity.min,
        max=quantity.max,
        qualifier=quantity.qualifier,
        basis=basis,
        part_of=part_of,
        per=per,
        rule=rule,
        confidence=0.9 if at is not None else 0.7,
    )


def is_single(counted: Counted, context: Context) -> bool:
    """Whether the phrase is one person: "a policeman", "one man"."""
    return counted.quantity.article or (context.word(counted.quantity.first) in ARTICLES and counted.quantity.max == 1)
