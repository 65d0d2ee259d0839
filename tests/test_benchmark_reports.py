"""The benchmark of whole reports on a made-up one: what is right, what each error costs, how two markers agree."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks import reports
from benchmarks.__main__ import main
from benchmarks.reading_scores import (
    MEASURES,
    Label,
    Tally,
    chain,
    half,
    marked_voices,
    pairs,
    score,
    turning_word,
)
from benchmarks.reports import chosen, gazetteer_for, resolved_voices, run
from click.testing import CliRunner
from msgspec.structs import replace
from training.annotated.format import Report, parse

from sayso.errors import UsageError
from sayso.reader import read
from sayso.reader.marks import Marks, Span
from sayso.vocabulary import (
    Certainty,
    CountWho,
    EventType,
    Grain,
    MentionKind,
    Naming,
    ParticipantRole,
    Stance,
    Status,
    VoiceSort,
)

HEADER = """# id: {id}
# style: agency
# region: south_asia
# published: 2031-03-05
# split: {split}
# family: ferry-denial
# writer: z
# countries: Zhelva/Zhelvan
"""
BODY = """
{u1 s1:The Harbour Lamp} {c1:reported} {q1:that {s2:a senior officer} {c2:denied} {q2:that {a1:Zhelvan} gunmen had
{e1 w1:killed} {f1:four} {w2:fishermen} in {p1:Tersk} on {t1:Monday}}}.
{s3:{n1:Mina Orlu}, head of the port authority,} {c3:said} {q3:{f2:a dozen} people were {h1:probably} {e2 w3:hurt}}.
{s4:She} {c4:said} {q4:the {e3:visit} {x1:will} go on, as {e4:visits} do every year}.
% c1 s1 -> q1 ; c2 s2 -> q2 denies ; s2 person unnamed ; c3 s3 -> q3 probable h1 ; c4 s4 -> q4 ; =orlu n1 s4
% e1 ASSAULT/firearms denied victim=f1 at=p1 when=t1 ; f1 killed/civilians w1 who=w2 e1 ; e2 OTHER/accident victim=f2
% f2 injured w3 e2 ; e3 CONSULT/visit planned x1 ; e4 CONSULT/visit habitual
"""


def report(id_: str = "ferry-denial", split: str = "test", more: str = "", body: str = BODY) -> Report:
    return parse(HEADER.format(id=id_, split=split) + more + body)


def scored(marks: Marks, voices: dict[tuple[int, int], Label] | None = None) -> Tally:
    mine = report()
    return score(mine, marks, marked_voices(mine) if voices is None else voices)


def altered(marks: Marks, layer: str, number: int, **fields: Any) -> Marks:
    """Marks with fields of one of them changed."""
    items = list(getattr(marks, layer))
    items[number] = replace(items[number], **fields)
    return replace(marks, **{layer: tuple(items)})


def words(marks_of: Report, *spans: Span) -> list[str]:
    return [marks_of.story.text[s.start : s.end] for s in spans]


def test_a_report_beside_itself_is_all_right() -> None:
    mine = report()
    tally = score(mine, mine.marks, marked_voices(mine))
    assert {key: value for key, value in tally.figures().items() if value != 100.0} == {}
    assert tally.slips == []
    assert (tally.gold["voices"], tally.gold["claims"], tally.gold["long_chains"], tally.gold["stance"]) == (4, 4, 1, 1)
    assert (tally.gold["events"], tally.gold["status"], tally.gold["grain"], tally.gold["certainty"]) == (4, 2, 1, 1)


def test_nothing_found_is_nothing_right() -> None:
    tally = scored(Marks(), {})
    assert set(tally.figures().values()) == {0.0}
    assert sum(tally.right.values()) == sum(tally.found.values()) == 0
    assert tally.gold["mentions"] == len(report().marks.mentions)


def _without_denial(marks: Marks) -> Marks:
    return altered(marks, "attributions", 1, stance=Stance.ASSERTS)


def _argument(marks: Marks) -> Marks:
    changed = replace(marks.events[0].arguments[0], role=ParticipantRole.ACTOR)
    return altered(marks, "events", 0, arguments=(changed, *marks.events[0].arguments[1:]))


def _shorter_source(marks: Marks) -> Marks:
    """Only the name of "Mina Orlu, head of the port authority,": less than half, but the word it turns on."""
    name = Span(start=marks.attributions[2].sources[0].start, end=marks.attributions[2].sources[0].start + 9)
    return altered(marks, "attributions", 2, sources=(name,))


VOICE_MEASURES = {"voices", "voices_exact", "sort", "naming"}


@pytest.mark.parametrize(
    ("change", "hurt", "cause"),
    [
        (_without_denial, {"stance"}, "stance: denies read as asserts"),
        (lambda m: altered(m, "attributions", 0, stance=Stance.DOUBTS), {"stance"}, "stance: asserts read as doubts"),
        (lambda m: altered(m, "attributions", 2, certainty=Certainty.POSSIBLE), {"certainty"},
         "certainty: probable read as possible"),
        (lambda m: altered(m, "attributions", 1, parent=-1), {"chains", "long_chains"}, "chain: 2 voices read as 1"),
        (lambda m: altered(m, "attributions", 0, cue=None), {"claims"}, "claim: cue wrong"),
        (_shorter_source, VOICE_MEASURES | {"claims"}, "claim: source wrong"),
        (lambda m: altered(m, "events", 0, type=EventType.COERCE), {"type", "mode"}, "type: ASSAULT read as COERCE"),
        (lambda m: altered(m, "events", 0, mode="drone"), {"mode"}, "mode: ASSAULT/firearms read as drone"),
        (lambda m: altered(m, "events", 0, status=Status.HAPPENED), {"status"}, "status: denied read as happened"),
        (lambda m: altered(m, "events", 3, grain=Grain.SINGLE), {"grain"}, "grain: habitual read as single"),
        (lambda m: altered(m, "figures", 0, min=3), {"figures"}, "figure: min wrong"),
        (lambda m: altered(m, "figures", 0, who=CountWho.TOTAL), {"figures"}, "figure: who wrong"),
        (_argument, {"arguments"}, "argument: victim missed"),
        (lambda m: altered(m, "mentions", 0, kind=MentionKind.WEAPON), {"mentions"}, "mention: outlet read as weapon"),
    ],
)  # fmt: skip
def test_an_error_costs_its_own_measures(change: Callable[[Marks], Marks], hurt: set[str], cause: str) -> None:
    tally = scored(change(report().marks))
    assert {m for m in MEASURES if tally.f1(m) < 100} == hurt
    assert cause in {slip.cause for slip in tally.slips}


def test_a_missed_event_costs_recall_and_an_invented_one_precision() -> None:
    marks = report().marks
    missed = scored(replace(marks, events=marks.events[1:])).figures()
    assert (missed["events_precision"], missed["events_recall"]) == (100.0, 75.0)
    assert missed["status_recall"] == 50.0 and missed["arguments_f1"] == 100.0
    extra = replace(marks.events[0], start=0, end=3, arguments=())
    invented = scored(replace(marks, events=(extra, *marks.events))).figures()
    assert (invented["events_precision"], invented["events_recall"]) == (80.0, 100.0)
    assert (invented["status_precision"], invented["status_recall"]) == (66.7, 100.0)


def test_sort_and_naming_are_two_things() -> None:
    mine = report()
    officer = mine.marks.attributions[1].sources[0]
    voices = dict(marked_voices(mine))
    voices[officer.start, officer.end] = Label(sort=VoiceSort.PERSON, naming=Naming.ROLE)
    tally = score(mine, mine.marks, voices)
    assert (tally.f1("voices"), tally.f1("sort"), tally.f1("naming")) == (100.0, 100.0, 75.0)
    assert [slip.cause for slip in tally.slips] == ["naming: unnamed read as role"]


def test_spans_agree_by_half_of_the_longer() -> None:
    ten, five, four = ([Span(start=0, end=n)] for n in (10, 5, 4))
    assert half(ten, five) and half(five, ten) and not half(ten, four)
    assert half([], []) and not half(ten, [])
    assert half(ten, [Span(start=0, end=3), Span(start=6, end=8)])


def test_pairs_are_one_to_one_and_the_most_alike_first() -> None:
    assert pairs([10, 20], [19, 11, 12], lambda a, b: max(0.0, 5.0 - abs(a - b))) == [(0, 1), (1, 0)]
    assert pairs([10], [10, 10], lambda a, b: float(a == b)) == [(0, 0)]
    assert pairs([1], [2], lambda a, b: 0.0) == []


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("Mina Orlu, head of the port authority,", "Orlu"),
        ("the deputy minister of the town", "minister"),
        ("two officers who asked for no name", "officers"),
        ("they", "they"),
        ("…", "…"),
    ],
)
def test_the_word_a_phrase_turns_on(phrase: str, word: str) -> None:
    start, end = turning_word(f"xx {phrase}", Span(start=3, end=3 + len(phrase)))
    assert f"xx {phrase}"[start:end] == word


def test_chain_runs_outwards() -> None:
    mine = report()
    assert words(mine, *chain(mine.marks, 1)) == ["a senior officer", "The Harbour Lamp"]
    outlet = mine.marks.attributions[0].sources[0]
    carried = altered(altered(mine.marks, "attributions", 1, parent=-1), "attributions", 1, carriers=(outlet,))
    assert chain(carried, 1) == chain(mine.marks, 1)


def write(folder: Path, id_: str, split: str = "test", more: str = "", body: str = BODY) -> None:
    (folder / f"{id_}.txt").write_text(HEADER.format(id=id_, split=split) + more + body, encoding="utf-8")


def test_run_measures_every_report_of_a_folder_but_second_markings(tmp_path: Path) -> None:
    write(tmp_path, "one")
    write(tmp_path, "two", split="train")
    alone = run(tmp_path)
    assert (alone["reports"], alone["items"]) == (2, 6)
    assert not [key for key in alone if "agreement" in key]
    write(tmp_path, "one-again", more="# double_marked_of: one\n", body=BODY.replace("-> q2 denies", "-> q2"))
    both = run(tmp_path)
    assert (both["reports"], both["items"], both["items_agreement"]) == (2, 6, 3)
    assert {key: both[key] for key in alone if not key.startswith("anchor_")} == {
        key: value for key, value in alone.items() if not key.startswith("anchor_")
    }
    assert (both["stance_f1_agreement"], both["claims_f1_agreement"], both["sort_f1_agreement"]) == (0.0, 100.0, 100.0)
    assert both["anchor_claims_f1"] == "two markers 100.0"
    assert both["anchor_stance_f1"] == "two markers 0.0; goal 85"


def test_every_measure_has_its_three_figures(tmp_path: Path) -> None:
    write(tmp_path, "one")
    result = run(tmp_path)
    for measure in MEASURES:
        for kind in ("precision", "recall", "f1"):
            assert 0 <= float(result[f"{measure}_{kind}"]) <= 100


@pytest.mark.parametrize(
    ("more", "body", "says"),
    [
        ("# double_marked_of: gone\n", BODY, "is not in"),
        ("# double_marked_of: one\n", BODY.replace("Monday", "Tuesday"), "has other text"),
        ("", BODY.replace("% c1 s1", "% c1 s9"), "cannot be read"),
    ],
)
def test_reports_that_cannot_be_measured_are_named(tmp_path: Path, more: str, body: str, says: str) -> None:
    write(tmp_path, "one")
    write(tmp_path, "other", more=more, body=body)
    with pytest.raises(UsageError, match=says) as caught:
        chosen(tmp_path)
    assert "other" in str(caught.value)


@pytest.mark.parametrize("folder", ["", "gone"])
def test_no_reports_is_an_error(tmp_path: Path, folder: str) -> None:
    with pytest.raises(UsageError, match="give --data"):
        chosen(tmp_path / folder)


def test_of_our_own_reports_only_the_test_split_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "REPORTS", tmp_path)
    write(tmp_path, "one")
    write(tmp_path, "two", split="train")
    write(tmp_path, "one-again", more="# double_marked_of: one\n")
    (tmp_path / "broken.txt").write_text(HEADER.format(id="broken", split="train") + "\n{s1:Nobody\n")
    first, second = chosen(None)
    assert [r.meta.id for r in first] == ["one"]
    assert [r.meta.id for r in second] == ["one-again"]
    assert run()["items"] == 3


def test_the_reader_knows_the_countries_of_the_header(tmp_path: Path) -> None:
    mine = report()
    gazetteer = gazetteer_for([mine], tmp_path)
    kinds = {
        mine.story.text[m.start : m.end]: m.kind for m in read(mine.story, gazetteer).mentions
        if mine.story.text[m.start : m.end] == "Zhelvan"
    }  # fmt: skip
    assert kinds == {"Zhelvan": MentionKind.NATIONALITY}


def test_voices_are_those_that_resolve_makes(tmp_path: Path) -> None:
    mine = report()
    gazetteer = gazetteer_for([mine], tmp_path)
    voices = resolved_voices(mine.story, mine.marks, gazetteer)
    named = [voices[s.start, s.end] for a in mine.marks.attributions for s in a.sources]
    assert len(voices) == 4
    assert named[1] == Label(sort=VoiceSort.PERSON, naming=Naming.UNNAMED)
    assert named[2] == named[3] == Label(sort=VoiceSort.PERSON, naming=Naming.NAMED)


def test_command_prints_one_flat_object_and_errors_by_cause(tmp_path: Path) -> None:
    write(tmp_path, "one")
    done = CliRunner().invoke(main, ["reports", "--data", str(tmp_path), "--json"])
    assert done.exit_code == 0
    assert json.loads(done.output)["items"] == 3
    done = CliRunner().invoke(main, ["reports", "--data", str(tmp_path), "--json", "--errors"])
    assert "one: " in done.output
