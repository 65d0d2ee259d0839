"""Sort and naming of voices where a model says something of their sources."""

from __future__ import annotations

from sayso.reader.marks import SPEAKING_SORTS, Attribution, Marks, Span, Speaking
from sayso.reader.mentions import NoPlaceNames, find_mentions
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.records import Voice
from sayso.resolve.actors import resolve_cast
from sayso.resolve.speakers import Speakers
from sayso.vocabulary import Naming, Quoted, VoiceSort

Says = tuple[str, VoiceSort, Naming, float]
"""Source, what the model says of it, and with what probability."""


def voices(text: str, *says: Says, contents: dict[str, str] | None = None) -> list[Voice]:
    """The voices of a text's sources, in the order given."""
    story = plain_story(text)
    tokens, sentences = segment(story)
    mentions = find_mentions(story, tokens, sentences, NoPlaceNames())

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start=start, end=start + len(words))

    attributions = []
    for n, (words, *_) in enumerate(says):
        said = tuple(span(c) for w, c in (contents or {}).items() if w == words)
        parent = next((k for k, a in enumerate(attributions) for c in a.contents
                       if c.start <= span(words).start < c.end), -1)  # fmt: skip
        attributions.append(Attribution(sources=(span(words),), contents=said, quoted=Quoted.YES, parent=parent))
        assert parent < n
    speaking = tuple(
        Speaking(
            start=span(words).start, end=span(words).end,
            sorts=tuple(p if s is sort else (1 - p) / 5 for s in SPEAKING_SORTS),
            namings=tuple(p if n is naming else (1 - p) / 2 for n in Naming),
        )
        for words, sort, naming, p in says
    )  # fmt: skip
    marks = Marks(
        tokens=tokens, sentences=sentences, mentions=mentions, attributions=tuple(attributions), speaking=speaking
    )
    speakers = Speakers(story, marks, resolve_cast(story, tokens, sentences, mentions, NoPlaceNames()))
    return [speakers.of(a)[0].voice for a in attributions]


def test_a_sure_model_says_what_sort_an_unlisted_name_is() -> None:
    (one,) = voices("Orrum Vale said no.", ("Orrum Vale", VoiceSort.OUTLET, Naming.NAMED, 0.95))
    assert (one.sort, one.naming) == (VoiceSort.OUTLET, Naming.NAMED)
    assert 0.5 < one.confidence < 1.0


def test_rules_decide_where_the_model_is_in_two_minds() -> None:
    (one,) = voices("The ministry said no.", ("The ministry", VoiceSort.GROUP, Naming.UNNAMED, 0.4))
    assert (one.sort, one.naming) == (VoiceSort.ORGANISATION, Naming.ROLE)


def test_all_sources_of_a_voice_have_their_say() -> None:
    text = "Dostan Reel said no. Then Reel said yes."
    first, second = voices(
        text,
        ("Dostan Reel", VoiceSort.PERSON, Naming.NAMED, 0.97),
        ("Then Reel"[5:], VoiceSort.ORGANISATION, Naming.NAMED, 0.5),
    )
    assert first == second
    assert first.sort is VoiceSort.PERSON


def test_several_persons_are_a_group() -> None:
    (one,) = voices("Two officials said no.", ("Two officials", VoiceSort.PERSON, Naming.UNNAMED, 0.95))
    assert one.sort is VoiceSort.GROUP


def test_an_unnamed_voice_is_no_actor() -> None:
    (named,) = voices("Dostan Reel said no.", ("Dostan Reel", VoiceSort.PERSON, Naming.NAMED, 0.9))
    assert named.actor_id
    (unnamed,) = voices("Dostan Reel said no.", ("Dostan Reel", VoiceSort.PERSON, Naming.UNNAMED, 0.999))
    assert not unnamed.actor_id


def test_i_in_somebodys_own_words_is_who_speaks_them() -> None:
    text = 'Dostan Reel said: "I said no to all of them."'
    outer, own = voices(
        text,
        ("Dostan Reel", VoiceSort.PERSON, Naming.NAMED, 0.9),
        ("I", VoiceSort.PERSON, Naming.NAMED, 0.9),
        contents={"Dostan Reel": '"I said no to all of them."'},
    )
    assert own.voice_id == outer.voice_id
