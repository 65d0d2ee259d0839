"""Passages set off from the author's text: whose words they are."""

from __future__ import annotations

from sayso.reader.attribution.frame import Frame
from sayso.records import Record
from sayso.vocabulary import BlockKind, MentionKind

Phrase = tuple[int, int]


class Passage(Record, frozen=True, kw_only=True):
    """A run of quoted blocks with the words that introduce it. Token indexes."""

    content: Phrase
    source: Phrase | None
    cue: Phrase | None


_AGAIN = frozenset("same article story report piece again later further".split())


def find_passages(frame: Frame) -> list[Passage]:
    """Runs of ``quoted`` blocks whose introduction names an outlet, document, person or organisation.

    "From the same article:" and an introduction that names nobody keep the source of the passage before.
    """
    blocks: dict[int, tuple[int, int, BlockKind]] = {}
    for s in frame.sentences:
        first, _, kind = blocks.get(s.block, (s.first, s.last, s.kind))
        blocks[s.block] = (first, s.last, kind)
    order = sorted(blocks)
    found: list[Passage] = []
    k = 0
    while k < len(order):
        first, last, kind = blocks[order[k]]
        if kind != BlockKind.QUOTED:
            k += 1
            continue
        run_end = k
        while run_end + 1 < len(order) and blocks[order[run_end + 1]][2] == BlockKind.QUOTED:
            run_end += 1
        last = blocks[order[run_end]][1]
        source = _introduced(frame, blocks, order, k, found)
        if source is not None:
            found.append(Passage(content=(first, last), source=source, cue=None))
        k = run_end + 1
    return found


def _introduced(
    frame: Frame, blocks: dict[int, tuple[int, int, BlockKind]], order: list[int], k: int, found: list[Passage]
) -> Phrase | None:
    """The source that the paragraph before a passage names."""
    if k == 0 or blocks[order[k - 1]][2] in (BlockKind.HEADING, BlockKind.CAPTION):
        return None
    first, last, _ = blocks[order[k - 1]]
    sentence = frame.sentences[frame.tokens[last - 1].sentence]
    same = any(frame.lower[i] in _AGAIN for i in range(sentence.first, sentence.last))
    for start, end in ((sentence.first, sentence.last), (first, last)):
        source = _pick(frame, start, end, (MentionKind.OUTLET,))
        if source is not None:
            return source
        if same and found:
            return found[-1].source
    source = _pick(frame, sentence.first, sentence.last, (MentionKind.DOCUMENT,))
    if source is None and found:
        return found[-1].source
    return source


def _pick(frame: Frame, first: int, last: int, kinds: tuple[MentionKind, ...]) -> Phrase | None:
    """The last mention of one of ``kinds`` in the stretch."""
    i = last - 1
    while i >= first:
        number = frame.mention[i]
        if number >= 0:
            start = frame.mention_start(i)
            if frame.mentions[number].kind in kinds and start >= first:
                return start, i + 1
            i = start
        i -= 1
    return None
