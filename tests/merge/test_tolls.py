"""Ranges of figures, what is contested, and status."""

from __future__ import annotations

import pytest
from made_readings import Desk

from sayso.merge import Merged, merge_readings
from sayso.records import Incident, Toll
from sayso.vocabulary import Basis, CountWhat, CountWho, Qualifier, Stance, Status

CIVILIANS, MILITANTS, TOTAL = CountWho.CIVILIANS, CountWho.MILITANTS, CountWho.TOTAL


def strike(desk: Desk, claim: str = "", status: Status = Status.HAPPENED) -> str:
    return desk.tell(
        "A strike hit the mill of Ardun.", "strike", day="2031-05-03", place="Ardun", recipient="mill", claim=claim,
        status=status,
    )  # fmt: skip


def only(*desks: Desk) -> tuple[Incident, dict[tuple[CountWhat, CountWho], Toll]]:
    merged: Merged = merge_readings([d.reading() for d in desks])
    assert len(merged.incidents) == 1, [i.status for i in merged.incidents]
    return merged.incidents[0], {(t.what, t.who): t for t in merged.tolls}


def killed(*desks: Desk) -> Toll:
    return only(*desks)[1][CountWhat.KILLED, TOTAL]


def test_the_ends_of_a_range_name_their_counts() -> None:
    one, two, three = (Desk(n, outlet=f"{n} Post") for n in ("one", "two", "three"))
    ids = [d.count(strike(d), n, n) for d, n in ((one, 12), (two, 21), (three, 14))]
    toll = killed(one, two, three)
    assert (toll.min, toll.max, toll.min_count_id, toll.max_count_id) == (12, 21, ids[0], ids[1])
    assert toll.contested
    incident, _ = only(one, two, three)
    assert (incident.killed_min, incident.killed_max, incident.contested_about) == (12, 21, "killed")


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([(40, None)], (40, None, False)),
        ([(41, None)], (41, None, False)),
        ([(40, None), (44, 44)], (40, 44, False)),
        ([(50, None), (44, 44)], (44, None, True)),
        ([(None, 99), (44, 44)], (44, 99, False)),
        ([(20, 30), (100, 100)], (20, 100, True)),
        ([(20, 30), (24, 24)], (20, 30, False)),
    ],
)
def test_open_and_closed_figures_of_several_outlets(
    figures: list[tuple[int | None, int | None]], expected: tuple[int | None, int | None, bool]
) -> None:
    desks = [Desk(f"d{n}", outlet=f"Outlet {n}") for n in range(len(figures))]
    for desk, (low, high) in zip(desks, figures, strict=True):
        desk.count(strike(desk), low, high)
    toll = killed(*desks)
    assert (toll.min, toll.max, toll.contested) == expected


def test_a_figure_is_superseded_by_the_same_voice_only() -> None:
    one, two = Desk("one", "2031-05-04", outlet="A"), Desk("two", "2031-05-06", outlet="B")
    for desk, low in ((one, 12), (two, 17)):
        doctor = desk.claim("Dr Mira Lund")
        desk.count(strike(desk, doctor), low, low, claim=doctor)
    assert (killed(one, two).min, killed(one, two).max) == (17, 17)
    elder = two.claim("Tam Orr")
    two.count(strike(two, elder), 14, 14, claim=elder)
    assert (killed(one, two).min, killed(one, two).max) == (14, 17)


def test_an_unnamed_official_of_another_story_supersedes_nobody() -> None:
    one, two = Desk("one", "2031-05-04"), Desk("two", "2031-05-06")
    for desk, low in ((one, 12), (two, 17)):
        official = desk.claim("an official", named=False)
        desk.count(strike(desk, official), low, low, claim=official)
    assert (killed(one, two).min, killed(one, two).max) == (12, 17)


def test_an_undated_story_neither_supersedes_nor_is_superseded() -> None:
    one, two = Desk("one", "2031-05-04"), Desk("two", "")
    for desk, low in ((one, 12), (two, 17)):
        doctor = desk.claim("Dr Mira Lund")
        desk.count(strike(desk, doctor), low, low, claim=doctor)
    assert (killed(one, two).min, killed(one, two).max) == (12, 17)


def test_words_that_say_so_supersede_whoever_said_it() -> None:
    one, two = Desk("one", outlet="A"), Desk("two", outlet="B")
    earlier = one.count(strike(one), 12, 12)
    two.count(strike(two), 15, 15, supersedes=earlier)
    assert (killed(one, two).min, killed(one, two).max) == (15, 15)


def test_parts_and_additions_stay_out_and_groups_are_summed() -> None:
    desk = Desk("one")
    account = strike(desk)
    desk.count(account, 3, 3, basis=Basis.SUBTOTAL)
    desk.count(account, 2, 2, basis=Basis.ADDITIONAL)
    desk.count(account, 8, 8, who=CIVILIANS)
    desk.count(account, 3, None, who=MILITANTS)
    toll = killed(desk)
    assert (toll.min, toll.max) == (11, None)
    desk.count(account, 12, 12)
    assert (killed(desk).min, killed(desk).max) == (12, 12)


def test_voices_that_name_different_ones_contest_the_actor() -> None:
    one, two = Desk("one", outlet="A"), Desk("two", outlet="B")
    for desk, speaker, actor in ((one, "Edda Marsh", "Vale Front"), (two, "Orla Dunn", "Osk Guard")):
        claim = desk.claim(speaker)
        desk.tell("Shells hit the mill of Ardun.", "Shells", day="2031-05-03", place="Ardun", recipient="mill",
                  actor=actor, claim=claim)  # fmt: skip
    assert only(one, two)[0].contested_about == "actor"
    assert only(one)[0].contested_about == ""


def test_parts_of_an_unknown_whole_make_no_total() -> None:
    one, two = Desk("one", outlet="A"), Desk("two", outlet="B")
    one.count(strike(one), 12, 12)
    account = strike(two)
    two.count(account, 4, 4, who=CountWho.CHILDREN)
    two.count(account, 8, 8, who=CIVILIANS, basis=Basis.SUBTOTAL)
    assert (killed(one, two).min, killed(one, two).max) == (12, 12)
    assert only(one, two)[1][CountWhat.KILLED, CountWho.CHILDREN].max == 4


def test_a_denial_of_harm_alone_does_not_contest_that_it_happened() -> None:
    one, two = Desk("one", outlet="A"), Desk("two", outlet="B")
    strike(one)
    strike(two)
    army = two.claim("the army", Stance.DENIES)
    two.tell("The army denied that anyone was killed.", "killed", claim=army, status=Status.DENIED)
    incident, _ = only(one, two)
    assert (incident.status, incident.number_of_accounts) == (Status.HAPPENED, 3)


def test_a_denied_claim_contests_only_what_nobody_else_tells() -> None:
    one, two = Desk("one"), Desk("two")
    said = one.claim("the rebels")
    strike(one, said)
    strike(two)
    two.claim("the army", Stance.DENIES, denies=said)
    assert only(one, two)[0].status == Status.HAPPENED


def test_all_were_militants_beside_civilians_contests_who_was_killed() -> None:
    one, two = Desk("one", outlet="A"), Desk("two", outlet="B")
    general = one.claim("General Brand")
    account = strike(one, general)
    one.count(account, 11, 11, claim=general)
    one.count(account, 11, 11, who=MILITANTS, qualifier=Qualifier.ALL, claim=general)
    assert only(one)[0].contested_about == ""
    two.count(strike(two), 9, 9, who=CIVILIANS)
    assert "who_was_killed" in only(one, two)[0].contested_about


def test_one_voice_counting_both_groups_contests_nothing() -> None:
    desk = Desk("one")
    account = strike(desk)
    desk.count(account, 8, 8, who=CIVILIANS)
    desk.count(account, 3, 3, who=MILITANTS)
    assert not only(desk)[0].contested


@pytest.mark.parametrize("stance", [Stance.ASSERTS, Stance.DENIES])
def test_a_denial_that_says_none_lowers_the_minimum_to_zero(stance: Stance) -> None:
    one, two = Desk("one", outlet="A"), Desk("two", outlet="B")
    one.count(strike(one), 9, 9, who=CIVILIANS)
    army = two.claim("the army", stance)
    two.count(strike(two), 0, 0, who=CIVILIANS, qualifier=Qualifier.NONE, claim=army)
    toll = only(one, two)[1][CountWhat.KILLED, CIVILIANS]
    assert (toll.min, toll.max, toll.contested) == (0, 9, True)


def test_a_denied_figure_is_not_the_deniers() -> None:
    one, two = Desk("one", outlet="A"), Desk("two", outlet="B")
    one.count(strike(one), 9, 9)
    army = two.claim("the army", Stance.DENIES)
    two.count(strike(two), 44, 44, claim=army)
    assert (killed(one, two).min, killed(one, two).max) == (9, 9)


def test_asserted_by_some_and_denied_by_others_is_contested_and_keeps_its_toll() -> None:
    one, two = Desk("one", outlet="A"), Desk("two", outlet="B")
    one.count(strike(one), 9, 9)
    strike(two, two.claim("the army", Stance.DENIES), Status.DENIED)
    incident, tolls = only(one, two)
    assert (incident.status, incident.contested_about) == (Status.CONTESTED, "occurrence")
    assert tolls[CountWhat.KILLED, TOTAL].max == 9


def test_denied_only_where_nobody_asserts() -> None:
    desk = Desk("one")
    strike(desk, desk.claim("the army", Stance.DENIES), Status.DENIED)
    assert only(desk)[0].status == Status.DENIED


def test_a_claim_that_another_claim_denies_is_contested() -> None:
    one, two = Desk("one"), Desk("two")
    said = one.claim("the rebels")
    strike(one, said)
    two.claim("the army", Stance.DENIES, denies=said)
    assert only(one, two)[0].status == Status.CONTESTED


@pytest.mark.parametrize("status", [Status.PLANNED, Status.THREATENED, Status.HYPOTHETICAL, Status.CALLED_OFF])
def test_what_did_not_happen_is_never_filed_as_happened(status: Status) -> None:
    desk = Desk("one")
    desk.count(strike(desk, status=status), 9, 9)
    incident, tolls = only(desk)
    assert incident.status == status
    assert status == Status.CALLED_OFF or not tolls
