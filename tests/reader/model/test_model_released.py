"""The released archive: small, whole, and the same whatever is read before it."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from sayso.errors import ModelError
from sayso.reader import read
from sayso.reader.model.layout import Layout
from sayso.reader.model.session import RELEASED, Model
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment

STORY = (
    "Two security officials said on Thursday that at least forty people had been killed in Kelm.\n\n"
    "“We did not fire,” the army's spokesman, Colonel Oskar Vell, told reporters. “Nobody was in that house.”"
)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(RELEASED)


def test_it_is_under_thirty_megabytes_and_brings_its_card() -> None:
    assert RELEASED.stat().st_size < 30_000_000
    with zipfile.ZipFile(RELEASED) as archive:
        assert {"model.onnx", "tokenizer.json", "layout.json", "links.npz", "settings.json", "card.md"} == set(
            archive.namelist()
        )
        card = archive.read("card.md").decode()
    assert "licence" in card
    assert card == (Path(__file__).parents[3] / "docs" / "model-card.md").read_text(encoding="utf-8")


def test_its_layout_is_one_the_reader_knows(model: Model) -> None:
    assert isinstance(model.layout, Layout)
    assert {"source", "cue", "content", "mention", "trigger", "type", "status"} <= {x.name for x in model.layout.layers}


def test_a_story_reads_alike_alone_and_after_another(model: Model) -> None:
    tokens, sentences = segment(plain_story(STORY))
    alone = model.read(tokens, sentences)
    model.read(*segment(plain_story("Something else entirely, and rather longer, was read between the two. " * 40)))
    again = Model(RELEASED).read(tokens, sentences)
    for one, two in ((alone, model.read(tokens, sentences)), (alone, again)):
        assert np.array_equal(one.logits, two.logits)
        assert np.array_equal(one.anchors, two.anchors)


def test_it_reads_voices_and_what_they_say() -> None:
    story = plain_story(STORY)
    found = read(story).attributions
    said = {tuple(story.text[s.start : s.end] for s in a.sources): a for a in found}
    (officials,) = (a for sources, a in said.items() if "Two security officials" in sources)
    assert "forty people had been killed" in story.text[officials.contents[0].start : officials.contents[-1].end]
    assert 0.0 < officials.confidence <= 1.0
    assert any("Vell" in " ".join(sources) for sources in said)


@pytest.mark.parametrize("text", ["", "!!!", "a" * 5000, "\u202e \u200f — — —", "word " * 3000, "МОСКВА сказал"])
def test_any_text_can_be_read(text: str) -> None:
    assert read(plain_story(text)) == read(plain_story(text))


def test_what_is_no_archive_is_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"no archive")
    with pytest.raises(ModelError, match=r"broken\.zip"):
        Model(broken)
