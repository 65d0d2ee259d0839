"""Events: a typed table of made-up sentences, and what a single sentence cannot show."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from sayso.reader.events import EventLayer, find_events
from sayso.reader.events.lexicon import inflect, triggers
from sayso.reader.figures import find_figures
from sayso.reader.marks import Event
from sayso.reader.mentions import find_mentions
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.reader.times import find_times
from sayso.records import Story
from sayso.tables import load_rows
from sayso.vocabulary import CountWhat, EventType, Grain, ParticipantCertainty, ParticipantRole, Status

_PLACES = {"kelm", "tarrow", "vessin", "osk", "sarn", "varda", "orrin"}
_COUNTRIES = {"varda": "XV", "orrin": "XO"}
_DEMONYMS = {"vardan": "XV", "orrinian": "XO"}


class MadeUpPlaces:
    """A gazetteer of two invented countries."""

    def is_place(self, name: str) -> bool:
        return name.lower() in _PLACES

    def country_of(self, name: str) -> str:
        return _COUNTRIES.get(name.lower(), _DEMONYMS.get(name.lower(), ""))

    def demonym(self, word: str) -> str:
        return _DEMONYMS.get(word.lower(), "")


class Row(NamedTuple):
    text: str
    events: tuple[tuple[str, str, str, str], ...]
    """Type, status, grain, trigger text (a part of it); alternatives parted by "/"."""
    actor: str
    other: str
    place: str


def _rows() -> list[Row]:
    rows = []
    for line in Path(__file__).with_name("event_sentences.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, events, *more = [part.strip() for part in line.split("|")]
        more += [""] * (3 - len(more))
        told = []
        for event in [] if events == "-" else events.split(";;"):
            kind, status, grain, *trigger = event.split()
            told.append((kind, status, grain, " ".join(trigger)))
        rows.append(Row(text, tuple(told), *more[:3]))
    return rows


def read(text: str, title: str = "") -> tuple[Story, EventLayer]:
    story = plain_story(text, title=title)
    tokens, sentences = segment(story)
    times = find_times(story, tokens, sentences)
    mentions = find_mentions(story, tokens, sentences, MadeUpPlaces())
    figures = find_figures(story, tokens, sentences, mentions, times)
    return story, find_events(story, tokens, sentences, mentions, times, figures)


def words(story: Story, event: Event, *roles: str) -> list[str]:
    return [story.text[a.start : a.end] for a in event.arguments if a.role in roles]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row.text)
def test_sentence(row: Row) -> None:
    story, layer = read(row.text)
    found = [(e.type.value, e.status.value, e.grain.value, story.text[e.start : e.end]) for e in layer.events]
    assert len(found) == len(row.events), found
    for got, wanted in zip(found, row.events, strict=True):
        for value, allowed in zip(got[:3], wanted[:3], strict=True):
            assert value in allowed.split("/"), found
        assert wanted[3].lower() in got[3].lower()
    if not layer.events:
        return
    event = layer.events[0]
    for wanted_words, roles in ((row.actor, ("actor",)), (row.other, ("recipient", "victim")), (row.place, ("place",))):
        got_words = words(story, event, *roles)
        for wanted_one in filter(None, (w.strip() for w in wanted_words.split(";"))):
            assert any(wanted_one.lower() in w.lower() for w in got_words), (roles, got_words)


def test_table_is_long_enough() -> None:
    assert len(_rows()) >= 150


@pytest.mark.parametrize("name", ["event_triggers.csv", "event_nouns.csv"])
def test_table_uses_known_types(name: str) -> None:
    for row in load_rows(name):
        assert row["type"] in {*EventType, "NONE"}, row
        assert row["frame"] in {"", "ar", "av", "v", "m", "a"}, row
        assert row["rank"] in {"1", "2", "3", "9"}, row


def test_status_words_use_known_statuses() -> None:
    assert {row["status"] for row in load_rows("status_words.csv")} <= {*Status, ""}


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("strike", {"strike", "strikes", "striking", "struck", "stricken"}),
        ("bar", {"bar", "bars", "barring", "barred"}),
        ("visit", {"visit", "visits", "visiting", "visited"}),
        ("die", {"die", "dies", "dying", "died"}),
        ("deny", {"deny", "denies", "denying", "denied"}),
        ("agree", {"agree", "agrees", "agreeing", "agreed"}),
        ("expel", {"expel", "expels", "expelling", "expelled"}),
        ("test-fire", {"test-fire", "test-fires", "test-firing", "test-fired"}),
    ],
)
def test_inflections(lemma: str, forms: set[str]) -> None:
    assert set(inflect(lemma)) == forms


def test_every_pattern_begins_with_a_word() -> None:
    assert all(entry.weight >= 1 for entries in triggers().values() for entry in entries)


def test_longer_patterns_come_first() -> None:
    weights = [entry.weight for entry in triggers()["drone"]]
    assert weights == sorted(weights, reverse=True)


def test_time_belongs_to_its_own_clause() -> None:
    story, layer = read("Orrin closed the crossing on Monday, and Lena Hart met Oskar Vell on Friday.")
    assert [words(story, e, "time") for e in layer.events] == [["Monday"], ["Friday"]]


def test_time_of_saying_is_not_the_events() -> None:
    story, layer = read("The ministry said on Friday that Orrin had closed the crossing.")
    assert words(story, layer.events[0], "time") == []


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("The ministry said on Friday the raid had killed nine people.", [[]]),
        ("The army denied on Friday that it had shelled Kelm.", [[]]),
        ("The ministry said Friday's raid had killed nine people.", [["Friday"]]),
        ("Police arrested a clerk on Friday on suspicion of channelling money to rebels.", [["Friday"], []]),
        ("The truce seemed to hold on Friday despite the shelling of Kelm on Monday.", [["Friday"], ["Monday"]]),
    ],
)
def test_times_go_to_what_they_are_said_of(text: str, times: list[list[str]]) -> None:
    story, layer = read(text)
    assert [words(story, e, "time") for e in layer.events] == times


def test_opening_time_governs_the_main_clause() -> None:
    story, layer = read("On Tuesday, gunmen attacked a police post in Kelm.")
    assert words(story, layer.events[0], "time") == ["Tuesday"]


def test_figures_find_the_event_of_their_sentence() -> None:
    _, layer = read("An air strike on Osk killed 14 villagers and wounded nine on Monday.")
    assert len(layer.events) == 1
    assert {f.what: f.event for f in layer.figures} == {CountWhat.KILLED: 0, CountWhat.INJURED: 0}


def test_figures_of_the_next_sentence_find_the_event_before() -> None:
    _, layer = read("Gunmen attacked a police post in Kelm on Monday. Three others were wounded, doctors said.")
    first = [f for f in layer.figures if f.what is CountWhat.INJURED]
    assert first
    event = layer.events[first[0].event]
    assert first[0].event == 0 or event.same_as == 0


def test_number_of_events() -> None:
    _, layer = read("There were 21 attacks in September.")
    assert (layer.events[0].events_min, layer.events[0].events_max) == (21, 21)


def test_plain_back_reference() -> None:
    _, layer = read("A drone strike hit Osk on Monday. The strike killed 14 villagers.")
    assert [e.same_as for e in layer.events] == [-1, 0]


@pytest.mark.parametrize(
    "second", ["A second strike hit Tarrow.", "Another strike killed two men.", "Two strikes hit Kelm on Friday."]
)
def test_another_event_is_no_back_reference(second: str) -> None:
    _, layer = read(f"A drone strike hit Osk on Monday. {second}")
    assert layer.events[-1].same_as == -1


def test_back_reference_with_another_place_is_another_event() -> None:
    _, layer = read("A drone strike hit Osk on Monday. The strike in Tarrow on Friday killed a baker.")
    assert layer.events[-1].same_as == -1


def test_back_reference_means_what_the_story_leads_with() -> None:
    _, layer = read(
        "A drone strike hit Osk on Monday. Rebels ambushed a patrol near Tarrow on Sunday. "
        "The strike killed 14 villagers."
    )
    assert [e.same_as for e in layer.events] == [-1, -1, 0]


def test_a_confirmed_deed_is_the_one_just_told() -> None:
    _, layer = read("A drone strike hit Osk on Monday. The army confirmed that it had carried out a strike.")
    assert [e.same_as for e in layer.events] == [-1, 0]
    _, layer = read("A drone strike hit Osk on Monday. The army said that it had carried out a strike.")
    assert [e.same_as for e in layer.events] == [-1, -1]


def test_figures_of_a_war_are_not_of_one_attack() -> None:
    _, layer = read("A drone strike on Osk killed three people on Monday. There have been 4,000 dead in the war.")
    assert [f.event for f in layer.figures] == [0, -1]


def test_claimed_responsibility_is_admitted() -> None:
    _, layer = read("The Orrin Front claimed responsibility for the bombing.")
    actors = [a for a in layer.events[0].arguments if a.role is ParticipantRole.ACTOR]
    assert [a.certainty for a in actors] == [ParticipantCertainty.ADMITTED]


def test_suspected_actors() -> None:
    _, layer = read("Suspected militants attacked a police post in Kelm.")
    actors = [a for a in layer.events[0].arguments if a.role is ParticipantRole.ACTOR]
    assert actors
    assert {a.certainty for a in actors} == {ParticipantCertainty.SUSPECTED}


def test_delegation_gives_every_member() -> None:
    story, layer = read("Lena Hart, Ilse Korr and Oskar Vell met in Kelm.")
    assert words(story, layer.events[0], "actor") == ["Lena Hart", "Ilse Korr", "Oskar Vell"]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("A drone strike hit Osk.", "drone"),
        ("Helicopters attacked a convoy near Osk.", "aerial"),
        ("Gunmen with rifles attacked a convoy near Osk.", "firearms"),
        ("Orrin shelled Vessin.", "heavy-weapons"),
        ("A roadside bomb killed two soldiers.", "explosives"),
        ("A suicide bombing killed nine people.", "suicide-attack"),
        ("Masked men kidnapped an engineer.", "abduct"),
        ("Police fired tear gas at the crowd.", "crowd-control"),
    ],
)
def test_modes_of_assault(text: str, mode: str) -> None:
    _, layer = read(text)
    assert [e.mode for e in layer.events] == [mode]


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Six people were killed in a bus crash.", EventType.OTHER, "accident"),
        ("Police raided an apartment in Kelm.", EventType.COERCE, "seize"),
        ("Oskar Vell visited Kelm.", EventType.CONSULT, "visit"),
        ("Oskar Vell telephoned Lena Hart.", EventType.CONSULT, "phone"),
        ("Dockers went on strike.", EventType.PROTEST, "strike"),
        ("Ilse Korr stepped down.", EventType.RETREAT, "resign"),
        ("Varda recalled its ambassador.", EventType.SANCTION, "withdraw"),
    ],
)
def test_modes_of_other_types(text: str, kind: EventType, mode: str) -> None:
    _, layer = read(text)
    assert [(e.type, e.mode) for e in layer.events] == [(kind, mode)]


def test_headline_future() -> None:
    _, layer = read("The visit was confirmed by an aide.", title="Oskar Vell to visit Kelm")
    assert layer.events[0].status is Status.PLANNED


def test_status_span_is_the_words_that_decided() -> None:
    story, layer = read("Oskar Vell has not apologised.")
    span = layer.events[0].status_span
    assert span is not None
    assert story.text[span.start : span.end] == "not"


def test_one_person_harmed_is_a_victim_of_the_event() -> None:
    story, layer = read("Gunmen shot dead Dara Venn, 34, in Kelm on Monday.")
    assert [(story.text[v.start : v.end], v.age_min, v.event) for v in layer.victims] == [("Dara Venn", 34, 0)]


def test_no_tokens_no_events() -> None:
    _, layer = read("")
    assert layer == EventLayer()


def test_offsets_lie_in_the_text_and_links_are_good() -> None:
    text = "Orrin closed the Sarn crossing. Two strikes killed 18 people near Osk. The general denied the attack."
    story, layer = read(text)
    for event in layer.events:
        assert 0 <= event.start < event.end <= len(story.text)
        assert event.same_as < len(layer.events)
        for argument in event.arguments:
            assert story.text[argument.start : argument.end].strip()
    assert all(f.event < len(layer.events) for f in layer.figures)


def test_grain_of_bare_plural_is_no_single_event() -> None:
    _, layer = read("Drone strikes hit villages every week.")
    assert all(e.grain is Grain.HABITUAL for e in layer.events)


@pytest.mark.parametrize(
    ("text", "role", "stray"),
    [
        ("Varda rejected personal appeals.", "recipient", "personal appeals"),
        ("The general refused to release the footage.", "recipient", "release the footage"),
        ("The army denied that its men killed civilians.", "victim", "killed civilians"),
        ("The visit was condemned by Oskar Vell.", "actor", "Oskar Vell"),
        ("Oskar Vell begged for calm.", "recipient", "calm"),
        ("Six officers were hurt after a hard core stormed the gates.", "actor", "Six officers"),
    ],
)
def test_words_that_denote_no_one_are_no_participants(text: str, role: str, stray: str) -> None:
    story, layer = read(text)
    assert stray not in words(story, layer.events[0], role)


def test_both_and_the_strikes_point_back_to_the_numbered_set() -> None:
    _, layer = read("Two strikes hit Kelm on Friday. The army confirmed both strikes. The strikes ended a lull.")
    assert [(e.events_min, e.events_max, e.same_as) for e in layer.events] == [(2, 2, -1), (2, 2, 0), (2, 2, 0)]


def test_number_of_events_is_not_stated_by_a_plural() -> None:
    _, layer = read("Attacks hit Kelm on Friday.")
    assert (layer.events[0].grain, layer.events[0].events_min) == (Grain.SEVERAL, None)


def test_rate_gives_the_number() -> None:
    _, layer = read("They struck two or three times a week.")
    assert (layer.events[0].events_min, layer.events[0].events_max) == (2, 3)


def test_deaths_told_later_are_of_the_attack() -> None:
    _, layer = read("A strike on Kelm killed nine people on Monday. Doctors said five more had died of their wounds.")
    assert [(e.type, e.same_as) for e in layer.events] == [(EventType.ASSAULT, -1), (EventType.ASSAULT, 0)]


def test_deaths_after_two_attacks_are_left_alone() -> None:
    _, layer = read("A strike hit Kelm on Monday. Rebels shelled Osk on Friday. Five people died.")
    assert layer.events[-1].same_as == -1


def test_day_comes_before_part_of_day() -> None:
    story, layer = read("Rebels shelled Vessin before dawn on Tuesday.")
    assert words(story, layer.events[0], "time")[0] in ("Tuesday", "dawn on Tuesday")
