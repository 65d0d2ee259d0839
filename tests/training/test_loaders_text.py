"""Offsets, joining of tokens, label tables, splits."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.data import fold, half, tenth
from training.loaders import LOADERS, documents
from training.loaders.align import to_original, to_stored
from training.loaders.documents import Licence, Mark, Task
from training.loaders.draft import Draft, found, joined
from training.loaders.labels import MAPS, organised, ours, political, table

from sayso.errors import UsageError
from sayso.reader.plain import plain_story


def test_offsets_move_both_ways_over_what_is_not_stored() -> None:
    original = "  Tersk fell.\r\n \r\n\r\nHalvey left. "
    stored = plain_story(original).text
    there, back = to_stored(original, stored), to_original(original, stored)
    at = original.index("Halvey")
    assert stored[there[at] : there[at + 5] + 1] == "Halvey"
    assert original[back[stored.index("Halvey")]] == "H"


def test_tokens_are_joined_as_news_prints_them() -> None:
    text, spans = joined([["He", "did", "n't", "say", "``", "yes", ",", "''", "(", "once", ")", "."], ["Go", "."]])
    assert text == 'He didn\'t say "yes," (once). Go.'
    assert [text[a:b] for a, b in spans][4:6] == ['"', "yes"]
    assert joined([["say", '"', "no", '"', "now"]])[0] == 'say "no" now'


def test_a_span_off_the_text_is_counted_and_takes_its_links_along() -> None:
    draft = Draft("made_up", "1", "train", Licence.OPEN, "Halvey spoke.")
    good = draft.mark(Mark(task=Task.EVENTS, label="event", theirs="x", parts=((7, 13),)))
    bad = draft.mark(Mark(task=Task.ENTITIES, label="person", theirs="x", parts=((0, 60),)))
    draft.link(Task.ARGUMENTS, "actor", "x", good, bad)
    document = draft.finish()
    assert len(document.marks) == 1 and not document.links
    assert dict(document.faults) == {
        "arguments: link to a span off the text": 1, "entities: span off the text": 1,
    }  # fmt: skip


def test_words_are_found_whole_and_over_line_ends() -> None:
    assert found("THE MINE\nWORKERS; MINEWORKERS", "MINE WORKERS") == [(4, 16)]
    assert found("anything", " ") == []


def test_labels_fall_back_on_shorter_types_and_unknown_ones_say_so() -> None:
    assert ours("rams", "events", "conflict.attack.bombing")[:2] == ("ASSAULT", "explosives")
    assert ours("rams", "events", "conflict.attack.brawl") == ("ASSAULT", "", True)
    assert ours("rams", "events", "weather.rain") == ("", "", False)
    assert ours("re3d", "entities", "Vehicle") == ("", "", True)


@pytest.mark.parametrize("path", sorted(MAPS.glob("*.csv")), ids=lambda p: p.stem)
def test_tables_name_their_source_and_are_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")][1:]
    assert text.startswith("# ")
    assert len(table(path.stem)) == len(rows), "a label stands twice"


def test_states_and_their_people_are_told_from_other_places() -> None:
    assert political("Norway") == "country"
    assert political("Norwegian") == "nationality"
    assert political("Zhelvaskany") == "place"
    assert organised("the Zhelvask Front") == "organisation"


def test_splits_by_hash_are_whole_and_stable() -> None:
    names = [f"document {n}" for n in range(400)]
    assert {half(n) for n in names} == {"train", "dev"}
    assert 20 < sum(tenth(n) == "dev" for n in names) < 60
    assert {fold(n) for n in names} == {0, 1, 2, 3, 4}
    assert fold("the same") == fold("the same")


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_a_missing_archive_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=LOADERS[name].archive):
        list(LOADERS[name].load("train", tmp_path / "nowhere"))
    monkeypatch.setenv("SAYSO_DATA", str(tmp_path))
    with pytest.raises(UsageError, match=LOADERS[name].archive):
        list(LOADERS[name].load("train", None))


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_there_is_no_test_split(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="test splits are never read"):
        list(LOADERS[name].load("test", tmp_path))


def test_an_unknown_set_is_named() -> None:
    with pytest.raises(UsageError, match="'zhelvask'"):
        list(documents("zhelvask", "train"))
