"""Tokens as word pieces, and their windows. The tokenizer is a small made-up one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace

from sayso.reader.model.pieces import CLS, QUOTATION, SEP, SHAPES, UNKNOWN, Pieces, Words, batch, shape_of, windows
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    vocabulary = {"[PAD]": 0, "[UNK]": UNKNOWN, "the": 5, "mill": 6, "burn": 7, "##ed": 8, '"': 9, ",": 10, ".": 11}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return Pieces(tokenizer.to_str().encode())


def test_a_token_is_cut_into_its_pieces(pieces: Pieces) -> None:
    assert pieces.of_word("burned") == (7, 8)
    assert pieces.of_word("zzz") == (UNKNOWN,)
    assert pieces.of_word(" ") == (UNKNOWN,)


def test_words_carry_shape_and_quotation(pieces: Pieces) -> None:
    tokens, sentences = segment(plain_story('The mill burned, "the mill burned," the BBC said.'))
    words = pieces.words(tokens, sentences)
    shapes = [SHAPES[s] for s in words.shapes]
    quotation = [QUOTATION[q] for q in words.quotation]
    assert (shapes[0], shapes[1], shapes[3], shapes[-3]) == ("opening", "lower", "mark", "upper")
    marks = [i for i, t in enumerate(tokens) if t.text == '"']
    assert [quotation[i] for i in marks] == ["mark", "mark"]
    assert set(quotation[marks[0] + 1 : marks[1]]) == {"inside"}
    assert quotation[1] == quotation[-1] == "outside"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("McRae", "mixed"), ("12-year-old", "number"), ("A", "initial"), ("—", "mark"), ("élan", "lower"),
        ("Élan", "title"),
    ],
)
def test_shapes(text: str, shape: str) -> None:
    assert SHAPES[shape_of(text, opens=False)] == shape


@given(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=30), min_size=1, max_size=12), st.integers(0, 20))
def test_windows_keep_every_token_once_and_never_grow_too_long(lengths: list[list[int]], overlap: int) -> None:
    from sayso.reader.marks import Sentence
    from sayso.vocabulary import BlockKind

    sentences, at = [], 0
    for of_sentence in lengths:
        last = at + len(of_sentence)
        sentences.append(Sentence(start=at, end=last, block=0, kind=BlockKind.PARAGRAPH, first=at, last=last))
        at = last
    counts = [n for of_sentence in lengths for n in of_sentence]
    flat = tuple(0 for _ in counts)
    words = Words(pieces=tuple((7,) * n for n in counts), shapes=flat, quotation=flat, blocks=flat)
    found = windows(words, sentences, size=42, overlap=overlap)
    kept = [i for w in found for i in range(w.keep_first, w.keep_last)]
    assert kept == list(range(len(counts)))
    for w in found:
        assert w.first <= w.keep_first < w.keep_last == w.last
        assert sum(counts[w.first : w.last]) <= 40


def test_a_batch_pads_and_says_where_tokens_are(pieces: Pieces) -> None:
    tokens, sentences = segment(plain_story("The mill burned."))
    words = pieces.words(tokens, sentences)
    made = batch([(words, 0, 4), (words, 0, 1)])
    assert made.ids.tolist() == [[CLS, 5, 6, 7, 8, 11, SEP], [CLS, 5, SEP, 0, 0, 0, 0]]
    assert made.first.tolist() == [[1, 2, 3, 5], [1, 0, 0, 0]]
    assert made.last.tolist() == [[1, 2, 4, 5], [1, 0, 0, 0]]
    assert np.all(made.shapes[1, 2:] == 0)
