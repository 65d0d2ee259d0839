"""The toll chart of an incident, on records made by hand."""

from __future__ import annotations

from sayso.desk.pages.tollchart import AccountRead, toll_rank, toll_views
from sayso.records import Account, Claim, Count, Reading, Story, Toll
from sayso.vocabulary import Basis, CountWhat, CountWho, EventType, Qualifier, SpeakerKind, Stance

TEXT = "Edda Marsh said three people were killed."


def told(name: str, least: int, *, stance: Stance = Stance.ASSERTS, basis: Basis = Basis.TOTAL) -> AccountRead:
    """A story in which one voice gives one number of killed."""
    story_id, account_id, claim_id = f"s{name}", f"a{name}", f"c{name}"
    claim = Claim(
        claim_id=claim_id, story_id=story_id, speaker="Edda Marsh", speaker_kind=SpeakerKind.NAMED, stance=stance,
        text=TEXT, start=0, end=len(TEXT),
    )  # fmt: skip
    account = Account(
        account_id=account_id, story_id=story_id, claim_id=claim_id, event_type=EventType.ASSAULT, trigger_start=33,
        trigger_end=39, text=TEXT, start=0, end=len(TEXT),
    )  # fmt: skip
    count = Count(
        count_id=f"n{name}", story_id=story_id, account_id=account_id, claim_id=claim_id, what=CountWhat.KILLED,
        who=CountWho.TOTAL, min=least, max=least, qualifier=Qualifier.EXACTLY, basis=basis, text="three", start=16,
        end=21,
    )  # fmt: skip
    story = Story(story_id=story_id, page_id="p1", outlet=f"Outlet {name}", published=f"2031-05-0{name}", text=TEXT)
    reading = Reading(story=story, claims=(claim,), accounts=(account,), counts=(count,))
    return AccountRead(account=account, reading=reading)


def toll(least: int, most: int) -> Toll:
    """The range of killed."""
    return Toll(incident_id="i1", what="killed", who="total", min=least, max=most)


def test_a_figure_that_a_later_one_of_its_voice_took_over_does_not_stand() -> None:
    (view,) = toll_views([toll(5, 5)], [told("1", 3), told("2", 5)])
    assert [(line.words, line.stands) for line in view.figures] == [("5", True), ("3", False)]
    assert view.figures[1].why_not == "superseded: another figure of the same voice stands"
    assert view.band is not None and view.figures[0].bar is not None


def test_the_same_figure_of_one_voice_in_several_stories_is_one_line() -> None:
    (view,) = toll_views([toll(3, 3)], [told("1", 3), told("2", 3)])
    assert [line.words for line in view.figures if line.stands] == ["3"]
    assert all(line.why_not == "the same figure of the same voice again" for line in view.figures if not line.stands)


def test_a_doubted_total_has_a_chart_without_a_band_and_a_part_has_none() -> None:
    (view,) = toll_views([], [told("1", 3, stance=Stance.DOUBTS)])
    assert (view.words, view.band) == ("no figure stands", None)
    assert view.figures[0].why_not == "the voice denies or doubts it"
    assert toll_views([], [told("1", 3, basis=Basis.ADDITIONAL)]) == ()


def test_deaths_come_before_injuries_and_the_rest() -> None:
    keys = ["displaced_total", "injured_total", "killed_children", "killed_total"]
    assert sorted(keys, key=toll_rank) == ["killed_total", "killed_children", "injured_total", "displaced_total"]
