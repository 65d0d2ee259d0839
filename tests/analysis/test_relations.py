"""The relations index and its uncertainty."""

from __future__ import annotations

from collections import Counter

from sayso.analysis.relations import index, parties
from sayso.records import Actor
from sayso.vocabulary import ActorKind


def test_one_incident_says_little() -> None:
    assert index(Counter(material_conflict=1)) == (-1.0, -1.0, 1.0)


def test_the_interval_narrows_with_more_incidents() -> None:
    _, low_few, high_few = index(Counter(verbal_conflict=3))
    _, low_many, high_many = index(Counter(verbal_conflict=30))
    assert high_many - low_many < high_few - low_few


def test_cooperation_and_conflict_cancel() -> None:
    intensity, low, high = index(Counter(verbal_conflict=4, verbal_cooperation=4))
    assert intensity == 0.0
    assert low < 0 < high


def test_a_state_speaks_through_its_services() -> None:
    found = parties(
        [
            Actor(actor_id="r1", name="Marn", kind=ActorKind.COUNTRY, country="XM"),
            Actor(actor_id="r2", name="Marn army", kind=ActorKind.ORGANISATION, country="XM", sector="MIL"),
            Actor(actor_id="r3", name="Dara Venn", kind=ActorKind.PERSON, country="XM", sector="CVL"),
        ]
    )
    assert found == {"r1": "Marn", "r2": "Marn", "r3": "Dara Venn"}
