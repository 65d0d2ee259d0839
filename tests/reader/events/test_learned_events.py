"""Events with a model: what it says of triggers, classes, links and figures, beside the votes of the rules."""

from __future__ import annotations

from collections.abc import Callable

from fake_reading import SURE, FakeReading

from sayso.reader.events import EventLayer, find_events
from sayso.reader.figures import find_figures
from sayso.reader.marks import Argument, Event
from sayso.reader.mentions import NoPlaceNames, find_mentions
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.reader.times import find_times
from sayso.vocabulary import EventType, Grain, ParticipantCertainty, Status

Said = Callable[[FakeReading], object]


def read(text: str, says: Said | None) -> EventLayer:
    """The event layer of a text; without ``says`` there is no model."""
    story = plain_story(text)
    tokens, sentences = segment(story)
    times = find_times(story, tokens, sentences)
    mentions = find_mentions(story, tokens, sentences, NoPlaceNames())
    figures = find_figures(story, tokens, sentences, mentions, times)
    reading = None
    if says is not None:
        fake = FakeReading(tokens, sentences)
        says(fake)
        reading = fake.made()
    return find_events(story, tokens, sentences, mentions, times, figures, reading)


def words(text: str, one: Event | Argument) -> str:
    return text[one.start : one.end]


def test_a_trigger_that_no_table_has_is_an_event_of_the_models_kind() -> None:
    text = "Envoys of both sides put their heads together in Tarrow."
    assert not read(text, None).events

    layer = read(text, lambda f: f.trigger("put their heads together", "CONSULT", "third-party", "planned"))
    (event,) = layer.events
    assert words(text, event) == "put their heads together"
    assert (event.type, event.mode, event.status) == (EventType.CONSULT, "third-party", Status.PLANNED)
    assert 0.9 < event.confidence <= 1.0


def test_confidence_is_low_where_the_model_is_torn_between_types() -> None:
    def torn(fake: FakeReading) -> None:
        at = fake.trigger("put their heads together", "CONSULT")
        fake.classify("type", at, "COOPERATE", SURE - 0.2)

    (event,) = read("Envoys put their heads together in Tarrow.", torn).events
    assert event.type is EventType.CONSULT
    assert 0.4 < event.confidence < 0.65


def test_a_trigger_of_the_rules_alone_goes_where_the_model_rules_it_out_and_stays_where_it_wavers() -> None:
    text = "Gunmen attacked an army base in Kelm."
    assert len(read(text, None).events) == 1
    assert not read(text, lambda fake: None).events

    def wavers(fake: FakeReading) -> None:
        fake.trigger("attacked", "ASSAULT", logit=SURE - 0.4)

    (event,) = read(text, wavers).events
    assert event.type is EventType.ASSAULT
    assert event.confidence < 0.5


def test_the_rules_vote_decides_where_the_model_does_not() -> None:
    text = "Gunmen attacked an army base in Kelm."

    def torn(fake: FakeReading) -> None:
        at = fake.trigger("attacked", "ACCUSE")
        fake.classify("type", at, "ASSAULT", SURE - 0.1)

    assert read(text, torn).events[0].type is EventType.ASSAULT
    assert read(text, lambda f: f.trigger("attacked", "ACCUSE")).events[0].type is EventType.ACCUSE


def test_the_archives_settings_say_how_much_the_rules_count() -> None:
    text = "Gunmen attacked an army base in Kelm."

    def torn(fake: FakeReading) -> None:
        at = fake.trigger("attacked", "ACCUSE")
        fake.classify("type", at, "ASSAULT", SURE - 0.1)
        fake.model.settings["events"] = {"type": 0.0}

    assert read(text, torn).events[0].type is EventType.ACCUSE


def test_a_mode_is_one_of_its_type() -> None:
    def says(fake: FakeReading) -> None:
        at = fake.trigger("hailed", "SUPPORT", "")
        fake.classify("mode", at, "ACCUSE/disapprove", 2 * SURE)

    (event,) = read("The council hailed the plan.", says).events
    assert (event.type, event.mode) == (EventType.SUPPORT, "")


def test_arguments_are_the_mentions_and_times_that_the_model_ties_to_the_trigger() -> None:
    text = "On Tuesday the envoys of Varda put their heads together with Oskar Vell."

    def says(fake: FakeReading) -> None:
        at = fake.trigger("put their heads together", "CONSULT")
        fake.link("trigger", at, "recipient", fake.find("Oskar Vell"))
        fake.link("trigger", at, "time", fake.find("Tuesday"))

    (event,) = read(text, says).events
    assert {(str(a.role), words(text, a)) for a in event.arguments} == {
        ("recipient", "Oskar Vell"), ("time", "Tuesday"),
    }  # fmt: skip


def test_words_that_are_no_mention_can_take_part_too() -> None:
    text = "A lorry full of bricks ploughed into a queue of shoppers."

    def says(fake: FakeReading) -> None:
        at = fake.trigger("ploughed", "OTHER", "accident")
        fake.link("trigger", at, "victim", fake.find("a queue of shoppers"))

    (event,) = read(text, says).events
    (victim,) = event.arguments
    assert str(victim.role) == "victim"
    assert "queue" in words(text, victim)


def test_the_words_before_an_actor_say_how_sure_it_is() -> None:
    text = "Suspected rebels ploughed a lorry into the gate."

    def says(fake: FakeReading) -> None:
        at = fake.trigger("ploughed", "ASSAULT")
        fake.link("trigger", at, "actor", fake.find("Suspected rebels"))

    (event,) = read(text, says).events
    assert event.arguments[0].certainty is ParticipantCertainty.SUSPECTED


def test_the_deciding_words_nearest_before_the_trigger_are_the_status_span() -> None:
    text = "Varda shelved the handshake and may yet stage the jamboree."

    def says(fake: FakeReading) -> None:
        fake.trigger("handshake", "CONSULT", status="called_off")
        fake.trigger("jamboree", "PROTEST", status="hypothetical")
        fake.mark("deciding", fake.find("shelved"))
        fake.mark("deciding", fake.find("may yet"))

    layer = read(text, says)
    spans = [e.status_span for e in layer.events]
    assert [text[s.start : s.end] for s in spans if s is not None] == ["shelved", "may yet"]


def test_what_is_told_again_points_to_its_first_telling() -> None:
    text = "A lorry ploughed into a gate.\n\nThe ramming shook the town.\n\nNobody expected the ramming."

    def says(fake: FakeReading) -> None:
        first = fake.trigger("ploughed", "ASSAULT")
        second = fake.trigger("ramming", "ASSAULT")
        third = fake.trigger("ramming", "ASSAULT", after=second[1])
        fake.link("trigger", second, "same", first)
        fake.link("trigger", third, "same", second)

    assert [e.same_as for e in read(text, says).events] == [-1, 0, 0]


def test_nothing_is_told_again_as_another_type() -> None:
    text = "A lorry ploughed into a gate. The ramming shook the town."

    def says(fake: FakeReading) -> None:
        first = fake.trigger("ploughed", "OTHER", "accident")
        fake.link("trigger", fake.trigger("ramming", "ASSAULT"), "same", first)

    assert [e.same_as for e in read(text, says).events] == [-1, -1]


def test_a_figure_goes_to_the_event_that_the_model_ties_it_to() -> None:
    text = "A lorry ploughed into a gate.\n\nIt was the week of the jamboree.\n\nFour people were killed."

    def says(fake: FakeReading) -> None:
        first = fake.trigger("ploughed", "ASSAULT")
        fake.trigger("jamboree", "PROTEST")
        four = fake.find("Four")
        fake.mark("figure", four)
        fake.classify("what", four, "killed")
        fake.link("figure", four, "trigger", first)

    layer = read(text, says)
    (figure,) = layer.figures
    assert words(text, layer.events[figure.event]) == "ploughed"
    assert figure.confidence > 0.9


def test_several_events_take_their_number_from_the_figure_before_them() -> None:
    text = "Varda staged three jamborees in a day."
    (event,) = read(text, lambda f: f.trigger("jamborees", "PROTEST", grain="several")).events
    assert (event.grain, event.events_min, event.events_max) == (Grain.SEVERAL, 3, 3)


def test_a_story_without_words_has_no_events() -> None:
    assert read("", lambda fake: None) == EventLayer()
