"""The toll chart of an incident: its ranges, and under each the figure of every claim, standing or not."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sayso.desk import words
from sayso.desk.charts import Axis, ClaimBar, axis
from sayso.desk.records import record_href
from sayso.merge.gather import gather
from sayso.merge.tolls import standing_figures
from sayso.records import Account, Count, Reading, Record, Toll
from sayso.vocabulary import Basis, Stance, Status


class AccountRead(Record, frozen=True, kw_only=True):
    """An account with the reading it is in."""

    account: Account
    reading: Reading


class FigureLine(Record, frozen=True, kw_only=True):
    """One claim's figure."""

    count_id: str
    toll: str
    """What it counts, as in ``TollView.key``."""
    words: str
    printed: str
    who_says: str
    story: str
    """Outlet and day of the story."""
    href: str
    bar: ClaimBar | None
    stands: bool
    why_not: str
    """Why it does not count towards the range, if it does not."""


class TollView(Record, frozen=True, kw_only=True):
    """The range of one toll, and every figure given for it."""

    key: str
    label: str
    words: str
    toll: Toll | None
    band: ClaimBar | None
    axis: Axis
    figures: tuple[FigureLine, ...]


def who_says(one: AccountRead, claim_id: str) -> str:
    """Whose a claim of a story is, in words: its voice with those that carried it, or the story itself."""
    claim = next((c for c in one.reading.claims if c.claim_id == claim_id), None)
    if claim is None:
        return f"{one.reading.story.outlet or 'the story'}, in its own words"
    return f"{claim.speaker} (via {claim.via.replace(' > ', ' › ')})" if claim.via else claim.speaker


def figures_of(one: AccountRead) -> list[Count]:
    """Figures of one account."""
    return [c for c in one.reading.counts if c.account_id == one.account.account_id]


def toll_views(tolls: Sequence[Toll], told: Sequence[AccountRead]) -> tuple[TollView, ...]:
    """A chart for each toll of an incident, those with a range that stands first.

    ``tolls`` are its ranges, ``told`` its accounts. A total that no range counts has a chart without a band.
    """
    shown = {one.account.account_id for one in told}
    readings = {one.reading.story.story_id: one.reading for one in told}
    members = [member for member in gather(readings.values()) if member.account.account_id in shown]
    standing = {figure.count_id for figure in standing_figures(members)}
    by_key: dict[str, list[tuple[AccountRead, Count]]] = {}
    for one in told:
        for count in figures_of(one):
            if not count.per and (count.min is not None or count.max is not None):
                by_key.setdefault(f"{count.what}_{count.who}", []).append((one, count))
    known = {f"{toll.what}_{toll.who}": toll for toll in tolls}
    made = []
    for key in sorted(known | by_key.keys(), key=lambda k: (k not in known, toll_rank(k), k)):
        toll, figures = known.get(key), by_key.get(key, [])
        if toll is None and not any(count.basis == Basis.TOTAL for _, count in figures):
            continue
        ends = [v for _, c in figures for v in (c.min, c.max) if v is not None]
        ends += [v for v in ((toll.min, toll.max) if toll else ()) if v is not None]
        on = axis(ends)
        what, who = (toll.what, toll.who) if toll else (figures[0][1].what, figures[0][1].who)
        made.append(
            TollView(
                key=key,
                label=words.toll_words(what, who).capitalize(),
                words=words.figure_words(toll.min, toll.max) if toll else "no figure stands",
                toll=toll,
                band=on.bar(toll.min, toll.max) if toll else None,
                axis=on,
                figures=_lines([_figure(one, count, on, key, count.count_id in standing) for one, count in figures]),
            )
        )
    return tuple(made)


def _lines(lines: Sequence[FigureLine]) -> tuple[FigureLine, ...]:
    """Figures that stand first; the same figure of the same voice in several stories as one line."""
    stands = {(line.who_says, line.words) for line in lines if line.stands}
    found: dict[tuple[str, str, bool, str], FigureLine] = {}
    for line in lines:
        again = not line.stands and (line.who_says, line.words) in stands
        why_not = "the same figure of the same voice again" if again else line.why_not
        key = (line.who_says, line.words, line.stands, why_not)
        old = found.get(key)
        stories = [*(old.story.split("; ") if old else ()), line.story]
        story = "; ".join(dict.fromkeys(stories))
        found[key] = msgspec.structs.replace(old or line, story=story, why_not=why_not)
    return tuple(sorted(found.values(), key=lambda line: not line.stands))


def toll_rank(key: str) -> int:
    """Where a toll stands in a list: deaths first, then injuries, then the rest."""
    order = ("killed_total", "killed_civilians", "killed_militants", "killed_", "injured_total", "injured_")
    return next((i for i, start in enumerate(order) if key.startswith(start)), len(order))


def _figure(one: AccountRead, count: Count, on: Axis, key: str, stands: bool) -> FigureLine:
    story = one.reading.story
    outlet = story.outlet or "outlet not stated"
    return FigureLine(
        count_id=count.count_id,
        toll=key,
        words=words.figure_words(count.min, count.max),
        printed=count.text,
        who_says=who_says(one, count.claim_id),
        story=f"{outlet}, {words.date_words(story.published)}" if story.published else outlet,
        href=record_href(story.story_id, count.count_id),
        bar=on.bar(count.min, count.max),
        stands=stands,
        why_not="" if stands else _why_not(one, count),
    )


def _why_not(one: AccountRead, count: Count) -> str:
    claim = next((c for c in one.reading.claims if c.claim_id == one.account.claim_id), None)
    if count.basis == Basis.ADDITIONAL:
        return "comes on top of another figure"
    if one.account.status in (Status.HYPOTHETICAL, Status.PLANNED, Status.THREATENED):
        return "told as supposed or planned"
    if claim is not None and claim.stance in (Stance.DENIES, Stance.DOUBTS):
        return "the voice denies or doubts it"
    if count.basis == Basis.SUBTOTAL:
        return "a part of another figure"
    return "superseded: another figure of the same voice stands"
