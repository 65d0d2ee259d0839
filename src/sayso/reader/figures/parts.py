"""Parts of a whole ("including four children", "30 of them militants") and statements about all of it."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.figures.lexicon import BE, PREPOSITIONS, nouns
from sayso.reader.figures.phrases import Context, Counted
from sayso.reader.figures.relations import Relation, after
from sayso.reader.marks import Figure, Span
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier

Part = tuple[CountWhat, CountWho, int, tuple[int, int] | None, str, Basis]

_PEOPLE = frozenset(what for what in CountWhat if what not in (CountWhat.EVENTS, CountWhat.UNKNOWN))
_SEVERITY = {
    "seriously": CountWhat.INJURED, "critically": CountWhat.INJURED, "badly": CountWhat.INJURED,
    "gravely": CountWhat.INJURED, "severely": CountWhat.INJURED, "lightly": CountWhat.INJURED,
    "slightly": CountWhat.INJURED, "fatally": CountWhat.KILLED,
}  # fmt: skip
_SHARES = {"all": "all", "most": "most", "some": "some", "many": "some", "half": "half", "both": "all"}


def last_whole(figures: Sequence[Figure], begun: int, sentence: int) -> int:
    """Index of the figure that a part belongs to: the last of people in this sentence or the one before."""
    for at in range(len(figures) - 1, -1, -1):
        figure = figures[at]
        if figure.sentence < sentence - 1:
            break
        if figure.what in _PEOPLE and figure.basis is not Basis.SUBTOTAL and figure.qualifier is not Qualifier.NONE:
            return at
    return -1


def part_relation(
    context: Context, counted: Counted, relation: Relation | None, figures: Sequence[Figure], begun: int
) -> Part | None:
    """What, who, whole, harm, rule and basis of a phrase that counts a part of an earlier figure."""
    first = counted.first
    severity = _SEVERITY.get(context.word(counted.end))
    if severity is not None and relation is None and counted.kind == "bare" and len(figures) > begun:
        whole = last_whole(figures, begun, context.index)
        if whole >= 0:
            return severity, counted.who, whole, None, "severity", Basis.SUBTOTAL
    if counted.of_them and counted.part is None and counted.what_at is None:
        whole = last_whole(figures, begun, context.index)
        who = _who_after(context, counted.end)
        if relation is not None:
            return relation.what, who or counted.who, whole, relation.at, "of_them", Basis.SUBTOTAL
        if whole >= 0 and (who is not None or context.word(counted.end) in PREPOSITIONS):
            return figures[whole].what, who or figures[whole].who, whole, None, "of_them", Basis.SUBTOTAL
        return None
    if counted.what_at is not None and counted.of_them:
        # "nineteen of the people killed were civilians"
        whole = last_whole(figures, begun, context.index)
        assert counted.what is not None
        who = _who_after(context, counted.end) if context.word(counted.end) in BE else None
        return counted.what, who or counted.who, whole, counted.what_at, "of_those", Basis.SUBTOTAL
    lead = first - 1
    while lead > context.start and context.word(lead) in ("the", "also", ":", "at", "were"):
        lead -= 1
    word = context.word(lead)
    if word == "them" and context.word(lead - 1) in ("among", "amongst"):
        word = "including"
    included = word in ("including", "include", "includes", "included")
    tail = context.word(counted.end) in ("among", "amongst") and context.word(counted.end + 1) == "them"
    if (included or tail) and counted.kind in ("person", "unknown", "bare") and relation is None:
        whole = last_whole(figures, begun, context.index)
        if whole >= 0 and figures[whole].sentence == context.index:
            return figures[whole].what, counted.who, whole, None, "including", Basis.SUBTOTAL
    # "including four children and a policeman": the second part.
    if relation is None and figures and len(figures) > begun and figures[-1].rule == "including":
        gap = [context.word(at) for at in range(first - 1, max(context.start, first - 3), -1)]
        if gap and gap[0] in ("and", ",") and context.tokens[first - 1].start - _phrase_end(figures[-1]) <= 2:
            return figures[-1].what, counted.who, figures[-1].part_of, None, "including", Basis.SUBTOTAL
    if included and relation is not None and relation.rule in ("subject", "reduced", "shared"):
        whole = last_whole(figures, begun, context.index)
        if whole >= 0 and figures[whole].sentence == context.index:
            return figures[whole].what, counted.who, whole, None, "including", Basis.SUBTOTAL
    return None


def _phrase_end(figure: Figure) -> int:
    return figure.who_span.end if figure.who_span is not None else figure.end


def _who_after(context: Context, at: int) -> CountWho | None:
    """Who the people are said to be at ``at``: "(30 of them) suspected militants", "(two of them) were children"."""
    while context.word(at) in BE or context.word(at) in ("believed", "to", "thought", "suspected", ","):
        at += 1
    for ahead in range(at, at + 4):
        noun = nouns().get(context.word(ahead))
        if noun is None:
            word = context.word(ahead)
            if not word or not word[0].isalpha() or word in ("in", "at", "on", "and", "or", "by"):
                return None
            continue
        if noun.kind == "person":
            return noun.who
        if noun.kind == "modifier":
            following = nouns().get(context.word(ahead + 1))
            return (
                following.who
                if following is not None and following.who is not CountWho.TOTAL and following.kind == "person"
                else noun.who
            )
        return None
    return None


def universal(context: Context, figures: Sequence[Figure], begun: int) -> list[Figure]:
    """ "all of them militants", "most of them children", "all the people killed were insurgents"."""
    made: list[Figure] = []
    for at in range(context.start, context.end):
        share = _SHARES.get(context.word(at))
        if share is None:
            continue
        found = _of_them(context, at, share, figures, begun) or _all_those(context, at, share)
        if found is not None:
            made.append(found)
    return made


def _of_them(context: Context, at: int, share: str, figures: Sequence[Figure], begun: int) -> Figure | None:
    nxt = context.word(at + 1)
    if not (
        (nxt == "of" and context.word(at + 2) in ("them", "whom", "those"))
        or (share == "all" and context.word(at - 1) == ",")
    ):
        return None
    begin = at + 3 if nxt == "of" else at + 1
    whole = last_whole(figures, begun, context.index)
    if whole < 0:
        return None
    relation = after(context, begin, bare=True)
    who = _who_after(context, begin)
    if relation is None and who is None:
        return None
    if figures[whole].end > context.tokens[at].start:
        return None
    low, high, qualifier = _share(share, figures[whole])
    end = begin if nxt == "of" else at + 1
    return Figure(
        start=context.tokens[at].start, end=context.tokens[end - 1].end, sentence=context.index,
        what=relation.what if relation is not None else figures[whole].what,
        what_span=_span(context, relation.at) if relation is not None else None,
        who=who or figures[whole].who, min=low, max=high, qualifier=qualifier, basis=Basis.SUBTOTAL, part_of=whole,
        rule="share", confidence=0.8,
    )  # fmt: skip


def _share(share: str, whole: Figure) -> tuple[int | None, int | None, Qualifier]:
    low, high = whole.min, whole.max
    if share == "all":
        return low, high, Qualifier.ALL
    if share == "most":
        return (low // 2 + 1 if low is not None else None), high, Qualifier.VAGUE
    if share == "half":
        return (low // 2 if low is not None else None), (-(-high // 2) if high is not None else None), Qualifier.ABOUT
    return 1, high, Qualifier.SOME


def _all_those(context: Context, at: int, share: str) -> Figure | None:
    """ "all (of) the people killed were insurgents": who, with no number."""
    words = [context.word(i) for i in range(at + 1, at + 7)]
    begin = at + 1 + (words[:1] == ["of"])
    if context.word(begin) not in ("the", "those"):
        return None
    for ahead in range(begin + 1, min(begin + 4, context.end)):
        harm = context.harm_at.get(ahead)
        if harm is None:
            continue
        form = next((f for f in ("past", "adjective", "victim") if f in harm.forms), None)
        stop = ahead + harm.length
        if form is None or context.word(stop) not in BE:
            return None
        who = _who_after(context, stop)
        if who is None:
            return None
        return Figure(
            start=context.tokens[at].start, end=context.tokens[stop - 1].end, sentence=context.index,
            what=harm.forms[form], what_span=_span(context, (ahead, stop)), who=who,
            qualifier=Qualifier.ALL if share == "all" else Qualifier.SOME,
            basis=Basis.TOTAL if share == "all" else Basis.SUBTOTAL, rule="all_those", confidence=0.8,
        )  # fmt: skip
    return None


def _span(context: Context, at: tuple[int, int]) -> Span:
    return Span(start=context.tokens[at[0]].start, end=context.tokens[at[1] - 1].end)
