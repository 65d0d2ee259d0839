"""Candidates: every number phrase of a sentence with the noun phrase it opens, before anything is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from sayso.reader.figures.lexicon import POSSESSIVES, PREPOSITIONS, amounts, bounds, nouns, numbers
from sayso.reader.figures.phrases import Context, Counted, article_quantity, read_counted
from sayso.reader.figures.quantities import Quantity
from sayso.vocabulary import Qualifier

COLLECTIVES = frozenset(
    "group crowd gang band convoy column family total force contingent unit party mob array".split()
)


@cache
def number_openers() -> frozenset[str]:
    """Words that can begin a number phrase, besides digits."""
    return frozenset(numbers()) | frozenset(amounts()) | {"half", "half-a-dozen"}


def candidates(context: Context, timed: Sequence[tuple[int, int]] = ()) -> list[Counted]:
    """All counted phrases of one sentence, in order, before it is known whether anything befell them."""
    found: list[Counted] = []
    openers = number_openers()
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
        if quantity is None and word in ("a", "an", "another", "her", "his", "their", "its"):
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
    """ "all but two": how many is known only once the whole is."""
    number = context.reader.read(at + 2, at + 2, context.end) if at + 2 < context.end else None
    if number is None or number.min is None:
        return None
    return replace(number, first=at, core=at, qualifier=Qualifier.ALL)


def _without(context: Context, counted: Counted) -> Counted:
    """ "all but two of the 12 passengers": ten; with no whole told, no number."""
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
    """ "twenty people or more": a bound that stands after the noun."""
    quantity = counted.quantity
    if (
        counted.head < 0
        or quantity.qualifier is not Qualifier.EXACTLY
        or quantity.min is None
        or context.word(counted.end) != "or"
    ):
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
    """ "both", "no", "no one", "nobody", "none"."""
    word = context.word(at)
    if word == "both":
        following = nouns().get(context.word(at + 1))
        usable = context.word(at + 1) in (
            "were",
            "are",
            "of",
            "have",
            "had",
            "was",
            "died",
            "survived",
            "men",
            "women",
        ) or (following is not None and following.kind == "person" and following.plural)
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
    return Quantity(first=at, last=last, core=at, core_end=at + 1, min=low, max=low, qualifier=qualifier, more=more)


def _single(context: Context, at: int, found: Sequence[Counted]) -> Counted | None:
    """ "a policeman", "another woman"; "his son" where it follows a counted phrase and "and"."""
    word = context.word(at)
    if word == "another" and _another_alone(context, at):
        return Counted(quantity=article_quantity(context, at), first=at, end=at + 1)
    if word in POSSESSIVES:
        follows = found and found[-1].kind == "person" and found[-1].end >= at - 2
        if not follows or context.word(at - 1) not in ("and", ","):
            return None
    counted = read_counted(context, article_quantity(context, at, word == "another"))
    if counted is None or counted.kind != "person" or counted.head < 0:
        return None
    head = context.word(counted.head)
    noun = nouns()[head]
    if noun.plural or head in ("family", "couple", "police", "personnel", "troops", "dead"):
        return None
    if context.word(counted.end) in ("'s", "of") and head in ("family", "group"):
        return None
    return None if context.word(counted.end) == "'s" else counted


def _another_alone(context: Context, at: int) -> bool:
    """Whether "another" at ``at`` stands for a person by itself: "and another wounded", "killing another"."""
    following = context.word(at + 1)
    if at + 1 in context.harm_at:
        return True
    if context.harm_ending.get(at) is None or following == "-" or following[:1].isdigit():
        return False
    return not following.isalpha() or following in PREPOSITIONS - {"of"} or following == "and"


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
    if previous == "of" and counted.kind == "bare" and quantity.plain and _one_person(context, first - 2):
        return True  # "a boy of 12"
    if counted.kind == "bare" and quantity.plain and context.capital(first - 1) and first - 1 > context.start:
        return (first - 1) not in context.harm_at and context.harm_ending.get(first) is None and previous != "i"
    return False


def _one_person(context: Context, at: int) -> bool:
    """Whether the word at ``at`` names a single person by sex or age: "a boy", "the widow"."""
    noun = nouns().get(context.word(at))
    return noun is not None and noun.kind == "person" and not noun.plural and bool(noun.sex or noun.who == "children")


def opening(context: Context, counted: Counted) -> int:
    """First token of the phrase with what may stand before its number: "the", "all the", "a group of"."""
    first = counted.first
    while first - 1 > context.start:
        word = context.word(first - 1)
        if word == "of" and context.word(first - 2) in COLLECTIVES and first - 3 >= context.start:
            first -= 2
        elif word in ("the", "all", "these", "those", "its", "their", "his", "her", "a", "an", "some", "other", "the"):
            first -= 1
        else:
            break
    return first
