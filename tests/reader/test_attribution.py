"""Attributions by rule: a table of made-up sentences with who speaks and what is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader import read
from sayso.reader.plain import plain_story
from sayso.reader.quotes import find_quotes
from sayso.reader.segment import segment
from sayso.records import Block, Story
from sayso.vocabulary import BlockKind, Certainty, Quoted, Stance


@pytest.fixture(autouse=True)
def by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules alone, as they read where no model is installed."""
    monkeypatch.setattr("sayso.reader.read_numbers", lambda tokens, sentences: None)


Found = tuple[str, str, str]
"""Source, cue, content (stretches joined by " ... ")."""


def found(text: str) -> list[Found]:
    story = plain_story(text)

    def words(*spans: object) -> str:
        return " ... ".join(story.text[s.start : s.end] for s in spans if s is not None)  # type: ignore[attr-defined]

    return [(words(*a.sources), words(a.cue), words(*a.contents)) for a in read(story).attributions]


CASES: list[tuple[str, Found]] = [
    # direct
    ("“We were asleep,” said Dara Venn.", ("Dara Venn", "said", "“We were asleep,”")),
    ('"We were asleep," Dara Venn said.', ("Dara Venn", "said", '"We were asleep,"')),
    ("'We were asleep,' Dara Venn said.", ("Dara Venn", "said", "'We were asleep,'")),
    ("Dara Venn said: “We were asleep.”", ("Dara Venn", "said", "“We were asleep.”")),
    ("“Who did it?” asked Dara Venn.", ("Dara Venn", "asked", "“Who did it?”")),
    ("“It is late,” said baker Dara Venn, 58.", ("baker Dara Venn", "said", "“It is late,”")),
    (
        "“Go home,” Orr said. “There is nothing here.”",
        ("Orr", "said", "“Go home,” ... “There is nothing here.”"),
    ),
    # indirect
    ("Officials said the bridge had been shelled.", ("Officials", "said", "the bridge had been shelled")),
    ("The ministry said that nobody was hurt.", ("The ministry", "said", "that nobody was hurt")),
    ("The bridge had been shelled, officials said.", ("officials", "said", "The bridge had been shelled")),
    ("On Monday the army said the road was open.", ("the army", "said", "the road was open")),
    (
        "The governor has admitted that the count was wrong.",
        ("The governor", "has admitted", "that the count was wrong"),
    ),
    ("Police in Lirenne say a bomb went off at noon.", ("Police in Lirenne", "say", "a bomb went off at noon")),
    (
        "The mill, officials said, had been empty for years.",
        ("officials", "said", "The mill ... had been empty for years"),
    ),
    (
        "If the talks fail, officials say, the army has plans ready.",
        ("officials", "say", "If the talks fail ... the army has plans ready"),
    ),
    # addressee
    ("Dara Venn told Radio Marn that the men had left.", ("Dara Venn", "told", "that the men had left")),
    ("He told her he had a load of insulin.", ("He", "told", "he had a load of insulin")),
    (
        "Two officials have confirmed to The Lantern that the visit will go ahead.",
        ("Two officials", "have confirmed", "that the visit will go ahead"),
    ),
    ("The Lantern was told by an aide that the visit is off.", ("an aide", "was told", "that the visit is off")),
    # according to, nouns, adjectives
    ("According to witnesses, nine houses burned.", ("witnesses", "According to", "nine houses burned")),
    ("Nine houses burned, according to the mayor.", ("the mayor", "according to", "Nine houses burned")),
    (
        "According to the official, the minister wanted to go.",
        ("the official", "According to", "the minister wanted to go"),
    ),
    (
        "The army rejected local press reports that it had fired first.",
        ("local press", "reports", "that it had fired first"),
    ),
    ("Dara Venn is convinced that the count is wrong.", ("Dara Venn", "is convinced", "that the count is wrong")),
    # apposition and relative clauses
    (
        "Dara Venn, head of the mission, said the road was open.",
        ("Dara Venn, head of the mission,", "said", "the road was open"),
    ),
    (
        "Two analysts who worked on the file said targets were guessed.",
        ("Two analysts who worked on the file", "said", "targets were guessed"),
    ),
    (
        "A shepherd who came first, Emmet Lorn, said he had heard it.",
        ("Emmet Lorn", "said", "he had heard it"),
    ),
    # gerunds and coordination
    (
        "American officials disputed the account, contending that all were fighters.",
        ("American officials", "contending", "that all were fighters"),
    ),
    (
        "The spokesman confirmed the raid and said nine men were held.",
        ("The spokesman", "said", "nine men were held"),
    ),
    # quoted as saying
    (
        "Radio Marn quoted the minister as saying the border was shut.",
        ("the minister", "saying", "the border was shut"),
    ),
    (
        "The minister was quoted by Radio Marn as saying the border was shut.",
        ("The minister", "saying", "the border was shut"),
    ),
    (
        "Radio Marn, citing an aide, said the border was shut.",
        ("an aide", "said", "the border was shut"),
    ),
    (
        "The road is shut, Radio Marn has reported, citing its sources in the ministry.",
        ("its sources in the ministry", "has reported", "The road is shut"),
    ),
    (
        "According to Marn Hour, a paper considered close to the palace, the road is shut.",
        ("Marn Hour, a paper considered close to the palace", "According to", "the road is shut"),
    ),
    ("Police officials both refused to comment.", ("Police officials", "refused", "to comment")),
    (
        "At least 12 people died when a bomb exploded, police said.",
        ("police", "said", "At least 12 people died when a bomb exploded"),
    ),
    ("After the raid the men fled, police said.", ("police", "said", "After the raid the men fled")),
    (
        "A doctor at a mortuary where bodies were kept told Radio Marn the toll was nine.",
        ("A doctor", "told", "the toll was nine"),
    ),
    ("He said Thursday's clashes were the worst.", ("He", "said", "Thursday's clashes were the worst")),
    ("Nine people died in the south he said.", ("he", "said", "Nine people died in the south")),
    # stance
    ("The army denied that it had fired.", ("The army", "denied", "that it had fired")),
    ("A spokesman declined to comment.", ("A spokesman", "declined", "to comment")),
    (
        "The opposition condemned the closure of the bridge.",
        ("The opposition", "condemned", "the closure of the bridge"),
    ),
    # a dateline is nobody's words
    (
        "LIRENNE, June 4 (Meridian) - Nine people were killed, an official said.",
        ("an official", "said", "Nine people were killed"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:40] for c in CASES])
def test_attribution(text: str, expected: Found) -> None:
    assert expected in found(text)


NOT_CUES = [
    "Recent estimates have grown.",
    "He was denied entry at the airport.",
    "A number of soldiers denied exit from the country waited.",
    "The toll reported for May was lower.",
    "She is the only declared candidate in the election.",
    "The militants claimed the lives of nine.",
    "Nobody thinks that is likely.",
    "The policy threatened to violate the treaty.",
    "Authorities should retract the ordinance.",
    "Attacks continue at their old pace.",
    "The first pages of his state papers were lost.",
]


@pytest.mark.parametrize("text", NOT_CUES)
def test_what_is_not_a_cue(text: str) -> None:
    assert found(text) == []


def attribution(text: str) -> object:
    return read(plain_story(text)).attributions[0]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army denied that it had fired.", Stance.DENIES),
        ("The army confirmed that it had fired.", Stance.CONFIRMS),
        ("The ministry would not confirm that she is coming.", Stance.DECLINES),
        ("Experts doubt that it can work.", Stance.DOUBTS),
        ("He does not believe that it can work.", Stance.DOUBTS),
        ("A spokesman declined to comment.", Stance.DECLINES),
        ("The army rejected the report.", Stance.DENIES),
        ("The army said it had fired.", Stance.ASSERTS),
        ("The army admitted that it had fired.", Stance.CONFIRMS),
        ("“There were no civilians at the site,” the army said.", Stance.DENIES),
        ("A source said no such call had taken place.", Stance.DENIES),
        ("The source said that he had not been in contact with Marn.", Stance.DENIES),
        ("The group said it held no prisoners.", Stance.DENIES),
        ("Venn said he did not know who was inside.", Stance.ASSERTS),
        ("Venn said it was not extraordinary.", Stance.ASSERTS),
        ("Venn said they would not wait.", Stance.ASSERTS),
        ("“No comment,” Venn said.", Stance.DECLINES),
    ],
)
def test_stance(text: str, stance: Stance) -> None:
    assert attribution(text).stance == stance  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "certainty", "words"),
    [
        ("The minister said he was 98 percent sure that the man was dead.", Certainty.PROBABLE, "98 percent sure"),
        ("The minister said he was 100 percent sure that the man was dead.", Certainty.CERTAIN, "100 percent sure"),
        ("Officials said the man was probably dead.", Certainty.PROBABLE, "probably"),
        ("Officials said the man may be dead.", Certainty.POSSIBLE, "may"),
        ("Officials said in May the man was dead.", Certainty.UNSTATED, ""),
        ("Officials said the man was dead.", Certainty.UNSTATED, ""),
    ],
)
def test_certainty(text: str, certainty: Certainty, words: str) -> None:
    story = plain_story(text)
    one = read(story).attributions[0]
    span = one.certainty_span
    assert (one.certainty, story.text[span.start : span.end] if span else "") == (certainty, words)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We were asleep,” said Dara Venn.", Quoted.YES),
        ("Dara Venn said they were asleep.", Quoted.NO),
        ("Dara Venn said they were “sound asleep” by ten.", Quoted.MIXED),
    ],
)
def test_quoted(text: str, quoted: Quoted) -> None:
    assert attribution(text).quoted == quoted  # type: ignore[attr-defined]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    story = plain_story("“We were asleep,” said Dara Venn. “Then it came.\n\n“We ran.”")
    (one,) = read(story).attributions
    assert [story.text[s.start : s.end] for s in one.contents] == ["“We were asleep,”", "“Then it came.", "“We ran.”"]


def test_a_nested_attribution_has_a_parent() -> None:
    marks = read(plain_story("Dara Venn said that residents told him that the mill was empty."))
    assert [a.parent for a in marks.attributions] == [-1, 0]


def test_a_set_off_passage_belongs_to_the_outlet_that_introduces_it() -> None:
    intro, passage = "Here is how the Marn Herald describes it:", "Nine people died, officials said."
    text = f"{intro}\n\n{passage}"
    story = Story(
        story_id="s1", page_id="p1", text=text,
        blocks=(
            Block(kind=BlockKind.PARAGRAPH, start=0, end=len(intro)),
            Block(kind=BlockKind.QUOTED, start=len(intro) + 2, end=len(text)),
        ),
    )  # fmt: skip
    outer, inner = sorted(read(story).attributions, key=lambda a: a.parent)
    assert [text[s.start : s.end] for s in outer.sources] == ["the Marn Herald"]
    assert inner.parent >= 0
    assert [text[s.start : s.end] for s in inner.sources] == ["officials"]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('“One.” ‘Two.’ "Three."', ["“One.”", "‘Two.’", '"Three."']),
        ("The soldiers' guns and the men's boots.", []),
        ("He said 'the soldiers' guns were cold' and left.", ["'the soldiers' guns were cold'"]),
        ("It’s late, and they’re ‘gone’ now.", ["‘gone’"]),
    ],
)
def test_quotation_marks(text: str, quotes: list[str]) -> None:
    tokens, sentences = segment(plain_story(text))
    pairs = [(tokens[q.first].start, tokens[q.last - 1].end) for q in find_quotes(tokens, sentences)]
    assert [text[a:b] for a, b in pairs] == quotes


@given(st.text(alphabet=st.sampled_from("abc said told that “”\"'’., \n:;ABC he they 12"), max_size=200))
def test_no_text_breaks_it_and_spans_are_sound(text: str) -> None:
    story = plain_story(text)
    for a in read(story).attributions:
        assert a.contents
        spans = [*a.sources, *a.contents, *([a.cue] if a.cue else [])]
        assert all(0 <= s.start < s.end <= len(story.text) for s in spans)
        assert list(a.contents) == sorted(a.contents, key=lambda s: s.start)
