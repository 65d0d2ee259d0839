"""Voices, cues and contents on PolNeAR (dev split unless ``--data`` names another folder of the same layout).

Exact-span F1 counts a span right when all its stretches agree to the character; whole attributions count strict
(source, cue and content exact) and relaxed (each pair shares at least half of the longer one). Discussed and discarded
spans of the annotators are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from training.loaders.align import to_original
from training.loaders.documents import Parts
from training.loaders.polnear import Whole, parse_brat

from benchmarks.data import Data
from benchmarks.scores import Result, f1
from sayso.reader import read
from sayso.reader.marks import Span
from sayso.reader.plain import plain_story

ANCHORS = {
    "anchor_source_exact_f1": "CofeNet BERT-base on test 83.2; two humans 78.6; goal 84",
    "anchor_cue_exact_f1": "CofeNet BERT-base on test 75.3; two humans 71.5; goal 76",
    "anchor_content_exact_f1": "CofeNet BERT-base on test 72.9; two humans 71.1; goal 74",
    "anchor_attribution_strict_f1": "two humans 58.6; goal 58",
    "anchor_attribution_relaxed_f1": "two humans 72.6; goal 73",
}


def predict(text: str) -> list[Whole]:
    """Our attributions of one article, offsets into ``text`` as given."""
    story = plain_story(text)
    shift = to_original(text, story.text)
    marks = read(story)

    def where(spans: tuple[Span, ...]) -> Parts:
        return tuple((shift[s.start], shift[s.end - 1] + 1) for s in spans)

    return [
        (where(a.sources), where((a.cue,)) if a.cue else (), where(a.contents))
        for a in marks.attributions
    ]  # fmt: skip


def _half(a: Parts, b: Parts) -> bool:
    if not a or not b:
        return not a and not b
    one = {i for s, e in a for i in range(s, e)}
    two = {i for s, e in b for i in range(s, e)}
    return 2 * len(one & two) >= max(len(one), len(two))


def run(data: Path | None = None, errors: bool = False) -> Result:
    """Figures of the attribution layer; with ``errors`` the misses by cause are printed as well."""
    source = Data("polnear", data)
    folder = "dev/" if source.names("dev/") else ""
    tally: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for name, annotation in source.texts(f"{folder}attributions/", ".ann"):
        stem = re.sub(r"_[0-9a-f]{4}\.ann$", "", name.rsplit("/", 1)[-1])
        text = source.read(f"{folder}text/{stem}.txt").decode("utf-8")
        gold, found = parse_brat(annotation), predict(text)
        tally["items"] += 1
        for n, layer in enumerate(("source", "cue", "content")):
            mine, theirs = {w[n] for w in found if w[n]}, {w[n] for w in gold if w[n]}
            tally[f"{layer}_right"] += len(mine & theirs)
            tally[f"{layer}_found"] += len(mine)
            tally[f"{layer}_gold"] += len(theirs)
        tally["found"] += len(found)
        tally["gold"] += len(gold)
        tally["strict"] += len(set(found) & set(gold))
        left = list(found)
        for whole in gold:
            match = next((w for w in left if all(_half(x, y) for x, y in zip(w, whole, strict=True))), None)
            if match is not None:
                left.remove(match)
                tally["relaxed"] += 1
                continue
            causes[_cause(whole, found)] += 1
            if errors:
                print(f"{name}: {_cause(whole, found)}: {_show(text, whole)}")
        if errors:
            for extra in left:
                print(f"{name}: spurious: {_show(text, extra)}")
    if errors:
        for cause, n in causes.most_common():
            print(f"{n:6d} {cause}")
    return {
        "items": tally["items"],
        "attributions": tally["gold"],
        **{f"{x}_exact_f1": f1(tally[f"{x}_right"], tally[f"{x}_found"], tally[f"{x}_gold"])
           for x in ("source", "cue", "content")},
        "attribution_strict_f1": f1(tally["strict"], tally["found"], tally["gold"]),
        "attribution_relaxed_f1": f1(tally["relaxed"], tally["found"], tally["gold"]),
        **ANCHORS,
    }  # fmt: skip


def _cause(whole: Whole, found: list[Whole]) -> str:
    """Why no attribution of ours matches one of theirs."""
    same_cue = [w for w in found if w[1] and whole[1] and w[1][0][0] < whole[1][-1][1] and whole[1][0][0] < w[1][-1][1]]
    if not same_cue:
        return "cue missed"
    best = same_cue[0]
    if not _half(best[0], whole[0]):
        return "source missing" if not best[0] else "source wrong" if whole[0] else "source where there is none"
    return "content wrong" if not _half(best[2], whole[2]) else "cue span wrong"


def _show(text: str, whole: Whole) -> str:
    return " | ".join(" ... ".join(text[a:b].replace("\n", " ") for a, b in part) for part in whole)
