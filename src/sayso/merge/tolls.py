"""Ranges derived from named claims: which figures stand, which are superseded, which contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.merge.gather import Teller, Told
from sayso.records import Count, Record, Toll
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier, Stance, Status

_GROUPS = (
    CountWho.CIVILIANS, CountWho.MILITANTS, CountWho.SECURITY_FORCES, CountWho.OFFICIALS, CountWho.JOURNALISTS,
    CountWho.AID_WORKERS, CountWho.PRISONERS, CountWho.PROTESTERS, CountWho.FOREIGNERS, CountWho.OTHER,
)  # fmt: skip
_BY_AGE_OR_SEX = (CountWho.CHILDREN, CountWho.WOMEN, CountWho.MEN)
_TOLLED = frozenset(
    (CountWhat.KILLED, CountWhat.INJURED, CountWhat.CASUALTIES, CountWhat.MISSING, CountWhat.DETAINED,
     CountWhat.ABDUCTED, CountWhat.RELEASED, CountWhat.DISPLACED, CountWhat.BARRED, CountWhat.PARTICIPANTS,
     CountWhat.DEPLOYED)
)  # fmt: skip


_SIDES = (CountWho.CIVILIANS, CountWho.MILITANTS)


class Standing(Record, frozen=True, kw_only=True):
    """A figure that stands: whose, when, and the count it is (the first of those it was summed from)."""

    voice: str
    published: str
    order: tuple[str, int]
    what: CountWhat
    who: CountWho
    min: int | None
    max: int | None
    part: bool = False
    """Of a larger figure."""
    count_id: str


def standing_figures(members: Sequence[Told]) -> list[Standing]:
    """Figures of an incident that still stand, one a voice, kind and group where the voice's stories have dates.

    Additional figures and parts without a group of their own are left out. A later figure of the same voice supersedes
    its earlier one, and one that says so the figure it names. A voice that counts groups but gives no total has the sum
    of its groups. What a voice denies or doubts is not its figure, but "none" is, however it is put.
    """
    found: dict[tuple[str, CountWhat, CountWho], list[Standing]] = {}
    superseded = {c.supersedes_count_id for t in members for c in t.counts if c.supersedes_count_id}
    ordered = sorted(
        ((t, c, v) for t in members for c, v in zip(t.counts, t.tellers, strict=True)),
        key=lambda p: (p[0].published, p[0].story_id, p[1].start),
    )
    for told, count, teller in ordered:
        if not _tolled(told, count, teller) or count.count_id in superseded:
            continue
        figure = Standing(
            voice=teller.voice, published=told.published, order=(told.story_id, count.start), what=count.what,
            who=count.who, min=count.min, max=count.max, part=count.basis == Basis.SUBTOTAL, count_id=count.count_id,
        )  # fmt: skip
        mine = found.setdefault((teller.voice, count.what, count.who), [])
        mine[:] = [f for f in mine if not _supersedes(figure, f)]
        if not any(_supersedes(f, figure) for f in mine):
            mine.append(figure)
    figures = [f for mine in found.values() for f in mine]
    return sorted([*figures, *_sums(figures)], key=lambda f: (f.what, f.who, f.published, f.order))


def _tolled(told: Told, count: Count, teller: Teller) -> bool:
    if count.what not in _TOLLED or count.per or count.basis == Basis.ADDITIONAL:
        return False
    if told.account.status in (Status.HYPOTHETICAL, Status.PLANNED, Status.THREATENED):
        return False
    if teller.stance in (Stance.DENIES, Stance.DOUBTS) and count.max != 0:
        return False
    if count.basis == Basis.SUBTOTAL and count.who == CountWho.TOTAL:
        return False
    if _one_of_more(told, count):
        return False
    return count.min is not None or count.max is not None


def _one_of_more(told: Told, count: Count) -> bool:
    """Whether a figure is a single person told of ("a miller") beside a larger figure of the same account."""
    single = count.min == count.max == 1 and count.text.lower().startswith(("a ", "an "))
    return single and any(c.what == count.what and (c.min or 0) > 1 for c in told.counts)


def _supersedes(new: Standing, old: Standing) -> bool:
    """Whether a figure takes the place of another of its voice: a later day, or the same and more exact or later in it.

    Of stories without a date neither does, unless they say the same or are one.
    """
    if (new.min, new.max) == (old.min, old.max):
        return new.order >= old.order
    if new.published != old.published:
        return bool(new.published and old.published) and new.published > old.published
    if not new.published and new.order[0] != old.order[0]:
        return False
    exact_new = new.min is not None and new.min == new.max
    exact_old = old.min is not None and old.min == old.max
    return exact_new if exact_new != exact_old else new.order > old.order


def _sums(figures: list[Standing]) -> list[Standing]:
    """Totals of voices that count groups without giving a total."""
    made: list[Standing] = []
    keys = {(f.voice, f.what) for f in figures}
    for voice, what in sorted(keys):
        mine = [f for f in figures if f.voice == voice and f.what == what]
        if any(f.who == CountWho.TOTAL for f in mine):
            continue
        whole = [f for f in mine if not f.part]
        groups = [f for f in whole if f.who in _GROUPS] or [f for f in whole if f.who in _BY_AGE_OR_SEX]
        lone = {f.who for f in groups} in ({CountWho.CHILDREN}, {CountWho.WOMEN})
        if not groups or lone or all(f.max == 0 for f in groups):
            continue
        low = sum(f.min or 0 for f in groups)
        highs = [f.max for f in groups]
        first = min(groups, key=lambda f: f.order)
        made.append(
            Standing(
                voice=voice, published=max(f.published for f in groups), order=first.order, what=what,
                who=CountWho.TOTAL,
                min=low, max=None if None in highs else sum(h for h in highs if h is not None), count_id=first.count_id,
            )
        )  # fmt: skip
    return made


def _contradict(a: Standing, b: Standing) -> bool:
    """Whether two voices' figures cannot both be right: their intervals do not meet."""
    if a.voice == b.voice:
        return False
    low_a, low_b = a.min or 0, b.min or 0
    return (a.max is not None and a.max < low_b) or (b.max is not None and b.max < low_a)


def tolls_of(incident_id: str, members: Sequence[Told]) -> list[Toll]:
    """One range a kind and group: the lowest and highest figures that stand, and the counts that give them."""
    figures = standing_figures(members)
    made: list[Toll] = []
    for what, who in sorted({(f.what, f.who) for f in figures}):
        mine = [f for f in figures if f.what == what and f.who == who]
        lows = [f for f in mine if f.min is not None]
        highs = [f for f in mine if f.max is not None]
        low = min(lows, key=lambda f: (f.min or 0, f.order), default=None)
        high = max(highs, key=lambda f: (f.max or 0, f.order), default=None)
        if high is not None and any((f.min or 0) > (high.max or 0) for f in lows):
            high = None  # "at least fifty" beside "44": no figure bounds it above
        dates = sorted(f.published for f in mine if f.published)
        made.append(
            Toll(
                incident_id=incident_id, what=what, who=who, min=low.min if low else None,
                max=high.max if high else None,
                min_count_id=low.count_id if low else "", max_count_id=high.count_id if high else "",
                contested=any(_contradict(a, b) for i, a in enumerate(mine) for b in mine[i + 1 :]),
                first_date=dates[0] if dates else "", last_date=dates[-1] if dates else "",
            )
        )  # fmt: skip
    return made


def who_was_killed_contested(members: Sequence[Told]) -> bool:
    """Whether one voice says all the dead were of a group and another counts dead of a group that excludes it."""
    only: dict[str, set[CountWho]] = {}
    named: dict[str, set[CountWho]] = {}
    for told in members:
        for count, teller in zip(told.counts, told.tellers, strict=True):
            if count.what != CountWhat.KILLED or not (count.max == 0 or _tolled(told, count, teller) or _all(count)):
                continue
            if _all(count) and count.who in _SIDES:
                only.setdefault(teller.voice, set()).add(count.who)
            elif count.who in _SIDES or count.who in (CountWho.CHILDREN, CountWho.WOMEN):
                side = CountWho.CIVILIANS if count.who not in _SIDES else count.who
                if count.max == 0:
                    rest = CountWho.MILITANTS if side == CountWho.CIVILIANS else CountWho.CIVILIANS
                    if count.who in _SIDES:
                        only.setdefault(teller.voice, set()).add(rest)
                else:
                    named.setdefault(teller.voice, set()).add(side)
    for voice, sides_said in only.items():
        for other, groups in [*named.items(), *only.items()]:
            if other != voice and groups - sides_said:
                return True
    return False


def _all(count: Count) -> bool:
    return count.qualifier == Qualifier.ALL
