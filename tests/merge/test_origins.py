"""How many origins an incident has, at least and at most."""

from __future__ import annotations

from made_readings import Desk

from sayso.merge import merge_readings


def told(name: str, outlet: str, speaker: str = "", *, named: bool = True, via: str = "", group: str = "") -> Desk:
    desk = Desk(name, outlet=outlet, group=group)
    claim = desk.claim(speaker, named=named, via=via) if speaker else ""
    desk.tell(
        "A strike hit the mill of Ardun.", "strike", day="2031-05-03", place="Ardun", recipient="mill", claim=claim
    )
    return desk


def bounds(*desks: Desk) -> tuple[int, int]:
    (incident,) = merge_readings([d.reading() for d in desks]).incidents
    return incident.number_of_origins_min, incident.number_of_origins_max


def test_copies_of_one_text_are_one_origin() -> None:
    assert bounds(told("one", "A", group="g"), told("two", "B", group="g"), told("three", "C", group="g")) == (1, 1)


def test_outlets_that_each_tell_it_may_be_one_or_several() -> None:
    assert bounds(told("one", "A"), told("two", "B")) == (1, 2)


def test_a_named_voice_is_one_origin_wherever_it_speaks() -> None:
    assert bounds(told("one", "A", "Edda Marsh"), told("two", "B", "Edda Marsh")) == (1, 1)
    assert bounds(told("one", "A", "Edda Marsh"), told("two", "B", "Orla Dunn")) == (2, 2)


def test_unnamed_voices_of_two_texts_may_be_the_same_officials() -> None:
    assert bounds(told("one", "A", "an official", named=False), told("two", "B", "an official", named=False)) == (1, 2)


def test_unnamed_voices_carried_by_one_agency_are_one_origin() -> None:
    one = told("one", "A", "an official", named=False, via="River Agency")
    two = told("two", "B", "an official", named=False, via="Vale Post > River Agency")
    assert bounds(one, two) == (1, 1)


def test_unnamed_voices_and_narration_may_lean_on_a_named_one() -> None:
    desks = (told("one", "A", "Edda Marsh"), told("two", "B", "an official", named=False), told("three", "C"))
    assert bounds(*desks) == (1, 3)


def test_every_claim_and_account_has_an_origin_that_is_listed() -> None:
    desks = [told("one", "A", "Edda Marsh"), told("two", "B", "an official", named=False), told("three", "C")]
    merged = merge_readings([d.reading() for d in desks])
    listed = {o.origin_id for o in merged.origins}
    assert set(merged.claim_origin.values()) | set(merged.account_origin.values()) == listed
    assert set(merged.claim_origin) == {c.claim_id for d in desks for c in d.claims}
    assert set(merged.account_origin) == {a.account_id for d in desks for a in d.accounts}
