"""Annotated reports: the format read and written, what the validator finds, names swapped."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.annotated.checks import check_report, check_set
from training.annotated.format import Report, parse, render
from training.annotated.layers import bounds
from training.annotated.markup import MarkedBlock, Markup, MarkupError, Piece, parse_markup, render_markup
from training.annotated.names import swap
from training.annotated.validate import load, main

from sayso.vocabulary import BlockKind, Certainty, MentionKind, Naming, Qualifier, Quoted, Stance, Status, VoiceSort

HEADER = """# id: {id}
# style: agency
# region: africa
# published: 2011-03-18
# split: {split}
# family: {family}
# writer: a
# countries: Orrin/Orrinian
"""
BODY = """
@heading
{e1:Strike} kills dozens in {p1:Kelm}
% e1 ASSAULT at=p1

{s1:{n1:Gen. Oskar Vell}, head of {o1:the army},} {c1:told} {u1:The Lantern} on {t1:Thursday}:
{q1:“We did not fire.”}
% c1 s1 -> q1 denies to=u1 via=u1 said=t1 ; n1 title="Gen."

{q1:“It was {h1:perhaps} somebody else,”} {s2:he} {c2:added}, {q2:that {f1:between 20 and 30} were {w1:killed}}.
% c2 s2 -> q2 possible h1 ; f1 killed w1 e1 ; =vell n1 s2

An {a1:Orrinian} official in {p2:Kelm} denied it. {s3:Villagers} {c3:said} {q3:{s4:a doctor} {c4:feared} {q4:more}}.
% c3 s3 -> q3 ; c4 s4 -> q4
"""


def report(body: str = BODY, id: str = "one", split: str = "train", family: str = "f") -> Report:
    return parse(HEADER.format(id=id, split=split, family=family) + body)


def said(found: Report, span: object) -> str:
    return found.story.text[span.start : span.end]  # type: ignore[attr-defined]


def test_text_is_what_readers_see() -> None:
    found = report()
    assert "{" not in found.story.text and "%" not in found.story.text
    assert found.story.blocks[0].kind is BlockKind.HEADING
    assert found.story.title == "Strike kills dozens in Kelm"
    for block in found.story.blocks:
        assert found.story.text[block.start : block.end].strip() == found.story.text[block.start : block.end]


def test_claims() -> None:
    found = report()
    first, second, outer, inner = found.marks.attributions
    assert [said(found, s) for s in first.sources] == ["Gen. Oskar Vell, head of the army,"]
    assert [said(found, s) for s in first.contents] == ["“We did not fire.”", "“It was perhaps somebody else,”"]
    assert first.stance is Stance.DENIES and first.quoted is Quoted.YES
    assert first.said is not None and said(found, first.said) == "Thursday"
    assert [said(found, s) for s in first.carriers] == ["The Lantern"]
    assert second.certainty is Certainty.POSSIBLE and second.certainty_span is not None
    assert second.quoted is Quoted.NO
    assert (outer.parent, inner.parent) == (-1, 2)


def test_voices() -> None:
    voices = {v.id: v for v in report().voices}
    assert (voices["s1"].sort, voices["s1"].naming, voices["s1"].role) == (VoiceSort.PERSON, Naming.NAMED, "Gen.")
    assert (voices["s2"].sort, voices["s2"].naming) == (VoiceSort.PERSON, Naming.NAMED)
    assert (voices["s3"].sort, voices["s3"].naming, voices["s3"].number) == (VoiceSort.GROUP, Naming.UNNAMED, "several")
    assert (voices["s4"].sort, voices["s4"].naming, voices["s4"].number) == (VoiceSort.PERSON, Naming.UNNAMED, "one")


def test_mentions() -> None:
    found = report()
    by_id = dict(zip(found.ids.mentions, found.marks.mentions, strict=True))
    assert said(found, by_id["n1"].name) == "Oskar Vell" and said(found, by_id["n1"].title) == "Gen."
    assert by_id["n1"].chain == by_id["s2"].chain >= 0
    assert by_id["o1"].kind is MentionKind.ORGANISATION and not by_id["o1"].named
    assert "s1" not in by_id, "a source that begins with a mention before a comma is that mention"


def test_figures_and_events() -> None:
    found = report()
    figure = found.marks.figures[0]
    assert (figure.min, figure.max, figure.qualifier, figure.event) == (20, 30, Qualifier.RANGE, 0)
    assert [str(a.role) for a in found.marks.events[0].arguments] == ["place"]
    assert found.marks.events[0].status is Status.HAPPENED


def test_render_gives_the_report_again() -> None:
    found = report()
    assert parse(render(found)) == found
    assert render(parse(render(found))) == render(found)


_LINE = st.text(st.sampled_from("ab {}\\%@#é“;:"), min_size=1, max_size=12).map(str.strip).filter(bool)
_KINDS = st.sampled_from([*BlockKind])


@st.composite
def _blocks(draw: st.DrawFn) -> MarkedBlock:
    text = "\n".join(draw(st.lists(_LINE, min_size=1, max_size=3)))
    pieces: list[Piece] = []

    def divide(start: int, end: int, depth: int) -> None:
        """Pieces in start:end, none crossing another, in order of opening."""
        position = start
        for _ in range(draw(st.integers(0, 2)) if depth < 3 else 0):
            a = draw(st.integers(position, end))
            b = draw(st.integers(a, end))
            if a < b and text[a:b].strip() == text[a:b]:
                pieces.append(Piece(id=draw(st.sampled_from(["s1", "q22", "e3"])), start=a, end=b))
                divide(a, b, depth + 1)
                position = b

    divide(0, len(text), 0)
    words = st.text(st.sampled_from("abc1->= "), min_size=1).map(lambda s: " ".join(s.split())).filter(bool)
    statements = draw(st.lists(words, max_size=2))
    return MarkedBlock(kind=draw(_KINDS), text=text, pieces=tuple(pieces), statements=tuple(statements))


@given(st.lists(_blocks(), min_size=1, max_size=3))
def test_any_markup_is_read_back_as_written(blocks: list[MarkedBlock]) -> None:
    markup = Markup(header=(("id", "x"),), blocks=tuple(blocks))
    assert parse_markup(render_markup(markup)) == markup


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{s1:He said", "s1 is not closed"),
        ("He} said", "closing brace"),
        ("{x:He} said", "opens no span"),
        ("{s1:He } said", "neither begin nor end"),
        ("{s1:He} said\n% c1 s1 -> q1", "no span c1"),
        ("{s1:He} {c1:said} {q1:so}\n% c1 q1 -> s1", "cannot stand here"),
        ("{e1:Strike}\n% e1 BOMBING", "no event type"),
        ("{e1:Strike}\n% e1 ASSAULT over=e1", "no option 'over'"),
        ("{f1:Plenty} died\n% f1 killed", "no plain number"),
        ("{f1:Six} died\n% f1 slain", "no CountWhat"),
        ("{e1:Strike}", "has no statement"),
        ("{j1:Strike}", "no layer"),
        ("{t1:now} and {t1:then}", "stands twice"),
        ("@verse\nText", "no kind of block"),
    ],
)
def test_errors_name_the_place_and_the_remedy(text: str, names: str) -> None:
    with pytest.raises(MarkupError, match=names):
        report("\n" + text + "\n")


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("{s1:Officials} {c1:said} {q1:so} and {q2:more}.\n% c1 s1 -> q1", "q2 is used by no statement"),
        ("{s1:Officials} {c1:said}.\n% c1 s1 ->", "a cue without content"),
        ("{s1:He} {c1:said} {q1:so}.\n% c1 s1 -> q1", "chain it to who speaks"),
        ("{q1:{s1:Officials} said} {c1:said}.\n% c1 s1 -> q1", "source and content overlap"),
        ("{s1:Officials} {c1:said} {q1:so}.\n% c1 s1 -> q1 possible", "without the words"),
        ("{f1:Six} {e1 w1:died}\n% e1 ASSAULT ; f1 killed 7 w1 e1", "says 6..6, marked 7..7"),
        ("{e1:Strike} here\n% e1 ASSAULT/phone", "no mode 'phone'"),
        ("It was in France.", "real name"),
        ("The Reuters agency.", "real name"),
    ],
)
def test_findings(text: str, finding: str) -> None:
    assert any(finding in f for f in check_report(report("\n" + text + "\n"))), check_report(report("\n" + text + "\n"))


def test_a_sound_report_has_no_findings() -> None:
    assert check_report(report()) == []


def test_train_and_test_share_neither_family_nor_text() -> None:
    train, test = report(), report(id="two", split="test")
    found = check_set([train, test])
    assert any("family 'f'" in f for f in found) and any("runs of 6 words" in f for f in found)
    text = "\nNothing at all of that kind was told by anyone here today.\n"
    other = report(text, id="three", split="test", family="g")
    assert check_set([train, other]) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("forty-four", (44, 44, Qualifier.EXACTLY)), ("1,200", (1200, 1200, Qualifier.EXACTLY)),
        ("at least two dozen", (24, None, Qualifier.AT_LEAST)), ("over forty", (41, None, Qualifier.MORE_THAN)),
        ("nearly a hundred", (None, 99, Qualifier.NEARLY)), ("20 to 30", (20, 30, Qualifier.RANGE)),
        ("another 33", (33, 33, Qualifier.EXACTLY)), ("six more", (6, 6, Qualifier.EXACTLY)),
        ("dozens", (24, 99, Qualifier.VAGUE)), ("30 or so", (30, 30, Qualifier.ABOUT)),
        ("A", (1, 1, Qualifier.EXACTLY)),
        ("two hundred and six", (206, 206, Qualifier.EXACTLY)),
    ],
)  # fmt: skip
def test_bounds(words: str, expected: tuple[int | None, int | None, Qualifier]) -> None:
    assert bounds(words) == expected


def test_swapped_names_are_consistent_and_marks_stay() -> None:
    found = report()
    other = swap(found, Random(3))
    text = other.story.text
    assert not any(old in text for old in ("Kelm", "Vell", "Oskar", "Orrinian"))
    by_id = dict(zip(other.ids.mentions, other.marks.mentions, strict=True))
    assert said(other, by_id["p1"]) == said(other, by_id["p2"])
    assert other.ids == found.ids
    assert [a.stance for a in other.marks.attributions] == [a.stance for a in found.marks.attributions]
    assert [said(other, s) for s in other.marks.attributions[0].contents] == [
        said(found, s) for s in found.marks.attributions[0].contents
    ]
    article, _, rest = text[text.index(said(other, by_id["a1"])) - 3 :].partition(" ")
    assert article.strip() == ("An" if rest[0] in "AEIOU" else "A")


def test_quoted_names_in_statements_are_swapped_with_the_text() -> None:
    body = "\n{s1:{n1:{y1:The envoy}, Lena Hart},} {c1:said} {q1:no}.\n% n1 name=\"Lena Hart\" ; c1 s1 -> q1\n"
    other = swap(parse(HEADER.format(id="envoy", split="train", family="envoy") + body), Random(3))
    name = other.marks.mentions[0].name
    assert name is not None and said(other, name).split()[0] != "Lena"


def test_the_same_draw_gives_the_same_names() -> None:
    assert swap(report(), Random(5)) == swap(report(), Random(5))


def test_the_reports_kept_here_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    loaded, findings = load()
    assert loaded and not findings
    assert main([]) == 0, capsys.readouterr().out
    for _, kept in loaded:
        assert parse(render(kept)) == kept
        assert len(swap(kept, Random(1)).marks.mentions) == len(kept.marks.mentions)


def test_names_quoted_below_another_block_are_swapped_too() -> None:
    body = "\n{n1:the host, {y1:President} Leonor Bacal}, left.\n\nNobody else did.\n% n1 name=\"Leonor Bacal\"\n"
    other = swap(parse(HEADER.format(id="host", split="train", family="host") + body), Random(3))
    (mention,) = other.marks.mentions
    assert mention.name is not None
    assert "Leonor" not in other.story.text
