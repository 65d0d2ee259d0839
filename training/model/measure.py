"""Dev figures of a model archive straight from its spans, before the reader's checks: PolNeAR's exact spans and links.

    python -m training.model.measure ARCHIVE [--part 4]
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.scores import f1

from sayso.reader.model.claims import find_said, spans_of
from sayso.reader.model.session import Model
from training.loaders import documents
from training.loaders.documents import Task
from training.model.examples import _Places


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--part", type=int, default=1, help="every so manyth document")
    parser.add_argument("--cues", type=float, default=0.0)
    parser.add_argument("--parts", type=float, default=0.0)
    options = parser.parse_args()
    model = Model(options.archive, 2)
    counts: Counter[str] = Counter()
    for n, document in enumerate(documents("polnear", "dev")):
        if n % options.part:
            continue
        tokens, sentences = document.segmented()
        places = _Places(tokens)
        gold: dict[str, set[object]] = {"source": set(), "cue": set(), "content": set(), "attribution": set()}
        for mark in document.marks:
            if mark.task is Task.ATTRIBUTION:
                gold[mark.label].add(tuple(places.phrases(mark.parts)))
        linked: dict[int, dict[str, list[tuple[int, int]]]] = {}
        for link in document.links:
            if link.task is Task.ATTRIBUTION:
                linked.setdefault(link.source, {}).setdefault(link.label, []).extend(
                    places.phrases(document.marks[link.target].parts)
                )
        for cue, parts in linked.items():
            whole = (tuple(places.phrases(document.marks[cue].parts)), *(tuple(sorted(parts.get(p, []))) for p in ("source", "content")))
            gold["attribution"].add(whole)
        numbers = model.read(tokens, sentences)
        found: dict[str, set[object]] = {"source": set(), "cue": set(), "content": set(), "attribution": set()}
        for said in find_said(model, numbers, tokens, sentences, more_cues=options.cues, more_parts=options.parts):
            source, content = (tuple((a, b) for a, b, _ in spans) for spans in (said.sources, said.contents))
            found["cue"].add((said.cue,))
            for name, spans in (("source", source), ("content", content)):
                if spans:
                    found[name].add(spans)
            found["attribution"].add(((said.cue,), source, content))
        alone = {name: {((a, b),) for a, b, _, _ in spans_of(model, numbers, sentences, name)} for name in ("source", "content")}
        for name in gold:
            counts.update({f"{name} right": len(gold[name] & found[name]), f"{name} found": len(found[name]), f"{name} gold": len(gold[name])})
        for name in alone:
            counts.update({f"{name} alone right": len(gold[name] & alone[name]), f"{name} alone found": len(alone[name]), f"{name} alone gold": len(gold[name])})
    for name in ("source", "source alone", "cue", "content", "content alone", "attribution"):
        r, p, g = (counts[f"{name} {k}"] for k in ("right", "found", "gold"))
        print(f"{name:15} f1 {f1(r, p, g):5.1f}  precision {100 * r / max(p, 1):5.1f}  recall {100 * r / max(g, 1):5.1f}  ({g})")


if __name__ == "__main__":
    main()
