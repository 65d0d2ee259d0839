"""What documents and reports teach, and how it is laid out in batches."""

from random import Random

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace
from training.annotated.format import parse
from training.loaders.documents import Document, Judgement, Licence, Link, Mark, Scope, Task
from training.model.examples import of_document, of_report
from training.model.lessons import NONE, Crop, batches, crops, lesson, without_marks

from sayso.reader.model.layout import make_layout
from sayso.reader.model.pieces import Pieces

LAYOUT = make_layout()
TEXT = "The mill burned, officials said. They denied that anyone had died."

REPORT = """# id: made-up
# style: agency
# region: africa
# published: 2011-03-18
# split: train
# family: made-up
# writer: a

{s1:Officials} {c1:said} {q1:{f1:four} {w1:traders} were {e1 w2:killed} in {p1:Kelm}}.
% c1 s1 -> q1 ; s1 group unnamed several
% e1 ASSAULT victim=f1 at=p1 ; f1 killed/civilians w2 who=w1 e1
"""


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    tokenizer = Tokenizer(WordPiece({"[PAD]": 0, "[UNK]": 100}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return Pieces(tokenizer.to_str().encode())


def attribution() -> Document:
    def mark(label: str, *words: str) -> Mark:
        parts = tuple((TEXT.index(w), TEXT.index(w) + len(w)) for w in words)
        return Mark(task=Task.ATTRIBUTION, label=label, theirs=label, parts=parts)

    said, denied = mark("cue", "said"), mark("cue", "denied")
    marks = (mark("source", "officials"), said, mark("content", "The mill burned"), denied)
    links = tuple(
        Link(task=Task.ATTRIBUTION, label=marks[n].label, theirs="", source=1, target=n) for n in (0, 2)
    )
    return Document(
        dataset="made", name="one", split="train", licence=Licence.OPEN, text=TEXT, marks=marks, links=links,
        scopes=(Scope(task=Task.ATTRIBUTION),),
    )  # fmt: skip


def tags(row: np.ndarray) -> list[int]:
    return [int(x) for x in row if x != NONE]


def test_an_attribution_becomes_tags_and_an_anchor(pieces: Pieces) -> None:
    example = of_document(attribution(), pieces, LAYOUT)
    made = lesson(list(crops(example, Random(1), pieces, worn=False)), LAYOUT)
    assert tags(made.tags["source"][0])[:8] == [0, 0, 0, 0, 4, 0, 0, 0]
    assert tags(made.tags["content"][0])[:4] == [1, 2, 3, 0]
    assert tags(made.tags["cue"][0]) == [0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0, 0, 0, 0]
    assert set(made.tags["trigger"][0].tolist()) == {NONE}
    spans, target, _, apart = made.anchors[0]
    rows = dict(zip(LAYOUT.pairing("cue").tags, target[0], strict=True))
    assert spans.tolist() == [[0, 5, 6]]
    assert rows["source:S"][4] == rows["content:B"][0] == rows["content:I"][1] == rows["content:E"][2] == 1
    assert set(rows["carrier"].tolist()) == {NONE}
    assert apart[0, 6] == 0 and apart[0, 7] == 1


def test_a_sentence_teaches_what_is_said_in_it_and_not_where(pieces: Pieces) -> None:
    judged = Judgement(task=Task.EVENT_TYPE, label="CONCEDE|RETREAT", theirs="YIELD", start=0, end=len(TEXT))
    document = Document(
        dataset="made", name="two", split="train", licence=Licence.OPEN, text=TEXT, judgements=(judged,)
    )
    made = lesson(list(crops(of_document(document, pieces, LAYOUT), Random(1), pieces, worn=False)), LAYOUT)
    spans, flags = made.sayings["type"]
    assert spans.tolist() == [[0, 0, 14]]
    named = {label for label, flag in zip(LAYOUT.layer("type").labels, flags[0], strict=True) if flag}
    assert named == {"CONCEDE", "RETREAT"}
    assert all(set(row.ravel().tolist()) == {NONE} for row in made.tags.values())


def test_a_report_teaches_events_figures_and_voices(pieces: Pieces) -> None:
    example = of_report(parse(REPORT), pieces)
    found = {(name, label) for name, _, _, label in example.classes}
    assert {("type", "ASSAULT"), ("status", "happened"), ("who", "civilians"), ("naming", "unnamed")} <= found
    anchors = {a.kind: a.linked for a in example.anchors}
    assert anchors["trigger"]["victim"] == [(2, 3)]
    assert anchors["figure"]["trigger"] == [(5, 6)]
    assert "muc" not in example.complete
    assert "trigger" in example.complete


def test_marks_left_out_take_their_tags_along(pieces: Pieces) -> None:
    example = of_document(attribution(), pieces, LAYOUT)
    (crop,) = crops(example, Random(1), pieces, worn=False)
    bare = next(c for c in (without_marks(crop, Random(n)) for n in range(50)) if len(c.chosen) == len(crop.chosen) - 3)
    made = lesson([bare], LAYOUT)
    assert tags(made.tags["cue"][0]) == [0, 0, 0, 0, 4, 0, 4, 0, 0, 0, 0]


def test_batches_hold_every_window_once_and_keep_their_budget(pieces: Pieces) -> None:
    example = of_document(attribution(), pieces, LAYOUT)
    (crop,) = crops(example, Random(1), pieces, worn=False)
    many = [Crop(example=example, chosen=crop.chosen, words=crop.words) for _ in range(50)]
    made = list(batches(many, 60, Random(1)))
    assert sorted(id(c) for row in made for c in row) == sorted(map(id, many))
    assert all(max(c.pieces for c in row) * len(row) <= 60 for row in made)
