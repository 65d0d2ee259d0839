"""The released model, loaded once a process, and its numbers for one story."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.reader.marks import Sentence, Token
from sayso.reader.model.layout import Layout
from sayso.reader.model.pieces import Pieces, batch, windows
from sayso.reader.model.scoring import bucket_of
from sayso.records import Record

Floats = NDArray[np.float32]

RELEASED = Path(__file__).with_name("reader.zip")
"""The model in the package."""
OVERLAP = 0
"""Word pieces that a window reads again of the one before."""


class Numbers(Record, frozen=True, kw_only=True):
    """What the model says of the tokens of one story."""

    logits: Floats
    """Tokens x ``Layout.width``."""
    anchors: Floats
    """Tokens x pairings * dimension."""
    targets: Floats


class Links(Record, frozen=True, kw_only=True):
    """Weights of the links of one kind of anchors."""

    weights: Floats
    """Tags x dimension + 1 x dimension."""
    near: Floats
    """Tags x buckets of distance."""
    apart: Floats
    """Tags: added where anchor and token are in different sentences."""


class Model:
    """A model out of its archive. Thread-safe; equal input gives equal output, whatever is read before or beside it."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        import onnxruntime

        try:
            with zipfile.ZipFile(path) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
            self.layout = msgspec.json.decode(files["layout.json"], type=Layout)
            arrays = np.load(io.BytesIO(files["links.npz"]))
            self.links = {
                p.anchor: Links(
                    weights=arrays[f"{p.anchor}.weights"].astype(np.float32), near=arrays[f"{p.anchor}.near"],
                    apart=arrays[f"{p.anchor}.apart"],
                )
                for p in self.layout.pairings
            }  # fmt: skip
            self.pieces = Pieces(files["tokenizer.json"])
            self.settings: dict[str, Any] = json.loads(files["settings.json"])
            self.card = files["card.md"].decode("utf-8")
        except (OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError, ValueError) as why:
            raise ModelError(f"model {path}: it cannot be read ({why}); install Sayso again") from why
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Windows are small and of every length: an arena would keep the most that any of them ever took.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            files["model.onnx"], sess_options=options, providers=["CPUExecutionProvider"]
        )

    def read(self, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Numbers:
        """Numbers of a story's tokens.

        A window goes through alone: int8 scales are set by what goes through together, and what is read beside a story
        must not change it.
        """
        kinds = len(self.layout.pairings) * self.layout.dimension
        logits = np.zeros((len(tokens), self.layout.width), dtype=np.float32)
        anchors, targets = (np.zeros((len(tokens), kinds), dtype=np.float32) for _ in range(2))
        words = self.pieces.words(tokens, sentences)
        for window in windows(words, sentences, overlap=OVERLAP):
            one = batch([(words, window.first, window.last)])
            found = self._session.run(None, one.inputs())
            skip = window.keep_first - window.first
            for held, numbers in zip((logits, anchors, targets), found, strict=True):
                held[window.keep_first : window.keep_last] = numbers[0, skip:]
        return Numbers(logits=logits, anchors=anchors, targets=targets)

    def scores(
        self, kind: str, numbers: Numbers, spans: Sequence[tuple[int, int]], at: NDArray[np.int64], apart: Floats
    ) -> Floats:
        """Scores (anchors x tags x width) of anchors ``spans`` with the tokens ``at`` (anchors x width).

        ``apart`` is 1.0 where anchor and token stand in different sentences.
        """
        links = self.links[kind]
        n = [p.anchor for p in self.layout.pairings].index(kind)
        own = slice(n * self.layout.dimension, (n + 1) * self.layout.dimension)
        said = np.stack([numbers.anchors[a:b, own].mean(axis=0) for a, b in spans])
        said = np.concatenate([said, np.ones((len(spans), 1), dtype=np.float32)], axis=1)
        asked = np.einsum("ad,lde->ale", said, links.weights, optimize=True)
        scored = asked @ np.ascontiguousarray(numbers.targets[:, own])[at].transpose(0, 2, 1)
        first = np.asarray([a for a, _ in spans], dtype=np.int64)[:, None]
        near = links.near[:, bucket_of(at - first, self.layout.distances)].transpose(1, 0, 2)
        return np.asarray(scored + near + links.apart[None, :, None] * apart[:, None, :], dtype=np.float32)


def threads() -> int:
    """Threads of the model: SAYSO_THREADS, else one, since stories are read side by side."""
    given = os.environ.get("SAYSO_THREADS", "")
    return int(given) if given.isdigit() and int(given) > 0 else 1


@cache
def _loaded(path: Path) -> Model:
    return Model(path, threads())


def load() -> Model:
    """The released model, or that named by SAYSO_MODEL; loaded once a process. Raises ModelError."""
    given = os.environ.get("SAYSO_MODEL", "")
    return _loaded(Path(given) if given else RELEASED)
