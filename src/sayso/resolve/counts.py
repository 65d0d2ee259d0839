"""From figures to counts, and from persons harmed to victims."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.ids import anchored
from sayso.reader.marks import Marks, Span
from sayso.records import Account, Count, Story, Victim
from sayso.resolve.evidence import Ledger
from sayso.vocabulary import CountWhat, How


class Tellers:
    """Which claim tells what stands at a character: the innermost whose content holds it."""

    def __init__(self, marks: Marks, of_attribution: Mapping[int, str]) -> None:
        self._spans = sorted(
            (a.contents[-1].end - a.contents[0].start, s.start, s.end, of_attribution[n])
            for n, a in enumerate(marks.attributions) if n in of_attribution for s in a.contents
        )  # fmt: skip

    def at(self, position: int) -> str:
        """claim_id, or empty where the story's own narration tells it."""
        return next((claim for _, start, end, claim in self._spans if start <= position < end), "")


def make_counts(
    story: Story, marks: Marks, of_event: Mapping[int, str], accounts: Mapping[str, Account], tellers: Tellers,
    ledger: Ledger, version: str,
) -> tuple[Count, ...]:  # fmt: skip
    """Counts of a story, one a figure, in text order."""
    ids = [anchored("count", story.story_id, f.start, f.end) for f in marks.figures]
    made: dict[str, Count] = {}
    for n, figure in enumerate(marks.figures):
        if ids[n] in made:
            continue
        account = accounts.get(of_event.get(figure.event, ""))
        made[ids[n]] = Count(
            count_id=ids[n],
            account_id=account.account_id if account else "",
            claim_id=tellers.at(figure.start),
            story_id=story.story_id,
            what=figure.what,
            who=figure.who,
            min=figure.min,
            max=figure.max,
            qualifier=figure.qualifier,
            basis=figure.basis,
            part_of_count_id=ids[figure.part_of] if 0 <= figure.part_of < len(ids) else "",
            date_start=account.date_start if account else "",
            date_end=account.date_end if account else "",
            place=account.place if account else "",
            per=figure.per,
            text=story.text[figure.start : figure.end],
            start=figure.start,
            end=figure.end,
            confidence=figure.confidence,
            version=version,
        )
        ledger.words("counts", ids[n], "min", Span(start=figure.start, end=figure.end))
        ledger.words("counts", ids[n], "who", figure.who_span)
        if figure.who_span is None:
            ledger.other("counts", ids[n], "who", How.INFERRED, "no group is named beside the figure")
        if account is not None:
            for field in ("date_start", "place"):
                ledger.other("counts", ids[n], field, How.INFERRED, f"of {account.account_id}")
    return tuple(made.values())


def make_victims(
    story: Story, marks: Marks, of_event: Mapping[int, str], tellers: Tellers, ledger: Ledger, version: str
) -> tuple[Victim, ...]:
    """Single persons harmed, in text order."""
    made: dict[str, Victim] = {}
    for victim in marks.victims:
        victim_id = anchored("victim", story.story_id, victim.start, victim.end)
        made[victim_id] = Victim(
            victim_id=victim_id,
            account_id=of_event.get(victim.event, ""),
            claim_id=tellers.at(victim.start),
            name=story.text[victim.name.start : victim.name.end] if victim.name else "",
            age_min=victim.age_min,
            age_max=victim.age_max,
            sex=victim.sex,
            group=victim.group,
            harm=victim.harm or str(CountWhat.UNKNOWN),
            story_id=story.story_id,
            start=victim.start,
            end=victim.end,
            version=version,
        )
        ledger.words("victims", victim_id, "harm", Span(start=victim.start, end=victim.end))
    return tuple(made.values())
