"""Ranges derived from named claims: which figures stand, which are superseded, which contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.merge.gather import Told
from sayso.records import Count, Record, Toll
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier, Stance, Status

_GROUPS = (
    CountWho.CIVILIANS, CountWho.MILITANTS, CountWho.SECURITY_FORCES, CountWho.OFFICIALS, CountWho.JOURNALISTS,
    CountWho.AID_WORKERS, CountWho.PRISONERS, CountWho.PROTESTERS, CountWho.FOREIGNERS, CountWho.OTHER,
)  # fmt: skip
_BY_AGE_OR_SEX = (CountWho.CHILDREN, CountWho.WOMEN, CountWho.MEN)
_TOLLED = frozenset(
    (CountWhat.KILLED, CountWhat.INJURED, CountWhat.CASUALTIES, CountWhat.MISSING, CountWhat.DETAINED, CountWhat.ABDUCTED,
     CountWhat.RELEASED, CountWhat.DISPLACED, CountWhat.BARRED, CountWhat.PARTICIPANTS, CountWhat.DEPLOYED)
)  # fmt: skip


class Standing(Record, frozen=True, kw_only=True):
    """A figure that stands: whose, when, and the count it is (the first of those it was summed from)."""

    voice: str
    published: str
    order: tuple[str, int]
    what: CountWhat
    who: CountWho
    min: int | None
    max: int | None
    count_id: str


def _voice(told: Told, count: Count) -> str:
    """Whose figure it is: an actor wherever it speaks, an unnamed voice within its text, else the outlet."""
    claim = told.claim if told.claim is not None and told.claim.claim_id == count.claim_id else None
    if count.claim_id and claim is None:
        return f"claim {count.claim_id}"
    if claim is None:
        return f"outlet {told.outlet.lower() or told.story_id}"
    if claim.speaker_kind in ("named", "organisation", "document", "outlet", "role"):
        return f"voice {claim.speaker.lower()}"
    return f"unnamed {claim.speaker.lower()} {told.origin_group}"


def standing_figures(members: Sequence[Told]) -> list[Standing]:
    """Figures of an incident that still stand, one a voice, kind and group.

    Additional figures and parts without a group of their own are left out; a later figure of the same voice supersedes
    its earlier one; a voice that counts groups but gives no total is given the sum of its groups.
    """
    found: dict[tuple[str, CountWhat, CountWho], Standing] = {}
    ordered = sorted(
        ((t, c) for t in members for c in t.counts), key=lambda p: (p[0].published, p[0].story_id, p[1].start)
    )
    for told, count in ordered:
        if count.what not in _TOLLED or count.per or count.basis == Basis.ADDITIONAL:
            continue
        if told.account.status in (Status.HYPOTHETICAL, Status.PLANNED, Status.THREATENED):
            continue
        if told.claim is not None and told.claim.stance in (Stance.DENIES, Stance.DOUBTS):
            continue
        if count.basis == Basis.SUBTOTAL and count.who == CountWho.TOTAL:
            continue
        if count.min is None and count.max is None:
            continue
        voice = _voice(told, count)
        key = (voice, count.what, count.who)
        figure = Standing(
            voice=voice, published=told.published, order=(told.story_id, count.start), what=count.what, who=count.who,
            min=count.min, max=count.max, count_id=count.count_id,
        )  # fmt: skip
        before = found.get(key)
        if before is None or before.published < told.published or _finer(figure, before):
            found[key] = figure
    totals = _sums(list(found.values()))
    return sorted([*found.values(), *totals], key=lambda f: (f.what, f.who, f.published, f.order))


def _finer(new: Standing, old: Standing) -> bool:
    """Of two figures of one voice on one day the later and more exact one stands."""
    if new.published != old.published:
        return False
    exact_new = new.min is not None and new.min == new.max
    exact_old = old.min is not None and old.min == old.max
    if exact_new != exact_old:
        return exact_new
    return new.order > old.order


def _sums(figures: list[Standing]) -> list[Standing]:
    """Totals of voices that count groups without giving a total."""
    made: list[Standing] = []
    keys = {(f.voice, f.what) for f in figures}
    for voice, what in sorted(keys):
        mine = [f for f in figures if f.voice == voice and f.what == what]
        if any(f.who == CountWho.TOTAL for f in mine):
            continue
        groups = [f for f in mine if f.who in _GROUPS] or [f for f in mine if f.who in _BY_AGE_OR_SEX]
        if not groups or all(f.max == 0 for f in groups):
            continue
        low = sum(f.min or 0 for f in groups)
        highs = [f.max for f in groups]
        first = min(groups, key=lambda f: f.order)
        made.append(
            Standing(
                voice=voice, published=max(f.published for f in groups), order=first.order, what=what, who=CountWho.TOTAL,
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
                incident_id=incident_id, what=what, who=who, min=low.min if low else None, max=high.max if high else None,
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
        for count in told.counts:
            if count.what != CountWhat.KILLED:
                continue
            voice = _voice(told, count)
            sides = (CountWho.CIVILIANS, CountWho.MILITANTS)
            if count.qualifier == Qualifier.ALL and count.who in sides:
                only.setdefault(voice, set()).add(count.who)
            elif count.who in sides or count.who in (CountWho.CHILDREN, CountWho.WOMEN):
                side = CountWho.CIVILIANS if count.who not in sides else count.who
                if count.max == 0 and count.min == 0:
                    rest = CountWho.MILITANTS if side == CountWho.CIVILIANS else CountWho.CIVILIANS
                    only.setdefault(voice, set()).add(rest)
                else:
                    named.setdefault(voice, set()).add(side)
    for voice, sides_said in only.items():
        for other, groups in [*named.items(), *only.items()]:
            if other != voice and groups - sides_said:
                return True
    return False
