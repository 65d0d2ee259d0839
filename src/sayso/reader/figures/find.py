"""Figures of a story: number phrases joined to what they count."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sayso.reader.figures import relations
from sayso.reader.figures.candidates import COLLECTIVES, candidates, number_openers, opening
from sayso.reader.figures.lexicon import POSSESSIVES, PREPOSITIONS, harms, nouns
from sayso.reader.figures.parts import part_relation, universal
from sayso.reader.figures.phrases import Context, Counted
from sayso.reader.figures.relations import Relation
from sayso.reader.marks import Figure, Mention, Sentence, Span, TimeExpression, Token
from sayso.records import Record, Story
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier

_CONJUNCTIONS = frozenset({"and", ",", "or", "&", "plus", "well", "as", "along", "with", "together"})
_PERIODS = {
    "day": "day", "night": "day", "week": "week", "month": "month", "year": "year", "daily": "day", "weekly": "week",
    "monthly": "month", "yearly": "year", "annually": "year",
}  # fmt: skip
_OPEN_CLASS = frozenset(
    {
        CountWhat.KILLED,
        CountWhat.INJURED,
        CountWhat.CASUALTIES,
        CountWhat.DETAINED,
        CountWhat.ABDUCTED,
        CountWhat.DISPLACED,
    }
)
_HANDED_ON = frozenset({"object", "nominal", "victims", "inverted", "shared"})
_HANDED_BACK = frozenset({"subject", "reduced", "shared", "worse"})
_WHERE = frozenset({"in", "at", "near", "on", "from", "outside"})
_ANAPHORS = frozenset({"figure", "number", "total", "count", "estimate", "tally"})
_DEPLOYED = frozenset({CountWho.SECURITY_FORCES, CountWho.AID_WORKERS, CountWho.MILITANTS})


class Found(Record, frozen=True, kw_only=True):
    """A phrase with its relation, before figures are numbered. ``whole`` is the index of the figure it is a part of."""

    counted: Counted
    relation: Relation | None = None
    rule: str = ""


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
    openers = number_openers()
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
    found = [Found(counted=c, relation=_relate(context, c) if c.kind != "event" else None, rule="") for c in phrases]
    # Objects hand their relation on ("killed two soldiers and a civilian"); subjects hand it back.
    for at in range(1, len(found)):
        left, right = found[at - 1], found[at]
        if right.relation is None and left.relation is not None and left.relation.rule in _HANDED_ON:
            if not _joined(context, left.counted, right.counted):
                continue
            found[at] = Found(counted=right.counted, relation=_shared(left.relation), rule="coordination")
    for at in range(len(found) - 2, -1, -1):
        left, right = found[at], found[at + 1]
        if left.relation is None and right.relation is not None and right.relation.rule in _HANDED_BACK:
            if not _joined(context, left.counted, right.counted):
                continue
            found[at] = Found(counted=left.counted, relation=_shared(right.relation), rule="coordination")
    return found


def _shared(relation: Relation) -> Relation:
    rule = relation.rule if relation.rule == "victims" else "shared"
    return replace(relation, rule=rule)


def _joined(context: Context, left: Counted, right: Counted) -> bool:
    """Whether only conjunctions (and determiners) stand between two phrases of people."""
    if "event" in (left.kind, right.kind):
        return False
    between = [context.word(at) for at in range(left.end, opening_number(context, right))]
    while between and between[-1] in POSSESSIVES | {"the", "other", "all"}:
        between.pop()
    return 0 < len(between) <= 3 and all(word in _CONJUNCTIONS for word in between)


def opening_number(context: Context, counted: Counted) -> int:
    """First token of the phrase without determiners that belong to its coordination."""
    first = counted.first
    return first - 2 if context.word(first - 1) == "of" and context.word(first - 2) in COLLECTIVES else first


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
        dated = context.word(counted.end + 1)[:1].isdigit()
        if last.what is not CountWhat.EVENTS and context.word(counted.end) in _WHERE and not dated:
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
