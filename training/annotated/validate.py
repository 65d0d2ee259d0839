"""``python -m training.annotated.validate [FILE...]``: check annotated reports and count what there is of them.

Without files, all of ``training/annotated/reports``. Exits 1 if anything is found. ``--show`` lists what was marked.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from sayso.errors import SaysoError
from training.annotated.checks import check_report, check_set
from training.annotated.format import Report, parse

REPORTS = Path(__file__).parent / "reports"


def load(paths: Sequence[Path] = ()) -> tuple[list[tuple[Path, Report]], list[str]]:
    """Reports in the order of their paths, and what kept others from being parsed."""
    reports, findings = [], []
    for path in paths or sorted(REPORTS.rglob("*.txt")):
        try:
            reports.append((path, parse(path.read_text(encoding="utf-8"))))
        except (SaysoError, UnicodeDecodeError) as error:
            findings.append(f"{path.name}: {error}")
    return reports, findings


def table(reports: Sequence[Report]) -> Iterator[str]:
    """Sentences by style, region and split, and the share of the test set; double-marked reports count apart."""
    counts: Counter[tuple[str, str, str]] = Counter()
    marks: Counter[str] = Counter()
    for report in reports:
        sentences = len(report.marks.sentences)
        if report.meta.double_marked_of:
            counts["double-marked", "", report.meta.split] += sentences
            continue
        for key in (("style", report.meta.style), ("region", report.meta.region), ("all", "")):
            counts[*key, report.meta.split] += sentences
        for layer in ("mentions", "attributions", "events", "figures", "times", "victims"):
            marks[layer] += len(getattr(report.marks, layer))
    yield f"{'':32}{'train':>8}{'test':>8}"
    for name, value in sorted({key[:2] for key in counts}):
        train, test = counts[name, value, "train"], counts[name, value, "test"]
        yield f"{(name + ' ' + value).strip():32}{train:>8}{test:>8}"
    train, test = counts["all", "", "train"], counts["all", "", "test"]
    yield f"test share {test / max(1, train + test):.0%} of {train + test} sentences in {len(reports)} reports"
    yield ", ".join(f"{n} {layer}" for layer, n in marks.items())


def shown(report: Report) -> Iterator[str]:
    """What a report's marks say, one line a mark, for reading through."""
    text = report.story.text

    def words(*spans: object) -> str:
        return " / ".join(text[s.start : s.end] for s in spans if s is not None)  # type: ignore[attr-defined]

    marks, ids = report.marks, report.ids
    voices = {v.spans[0].start: v for v in report.voices}
    for id_, a in zip(ids.attributions, marks.attributions, strict=True):
        who = "; ".join(
            f"{words(s)} ({v.sort} {v.naming} {v.number}{' ' + v.role if v.role else ''})"
            for s in a.sources if (v := voices.get(s.start))
        )  # fmt: skip
        more = [f"in {ids.attributions[a.parent]}"] if a.parent >= 0 else []
        more += [f"via {words(*a.carriers)}"] if a.carriers else []
        more += [f"to {words(*a.addressees)}"] if a.addressees else []
        sure = f"{a.certainty} {words(a.certainty_span)!r}" if a.certainty_span else ""
        what = f"{words(a.cue)!r} {a.stance} {sure} quoted={a.quoted} {' '.join(more)}"
        yield f"{id_} [{who}] {what} -> {words(*a.contents)}"
    for id_, e in zip(ids.events, marks.events, strict=True):
        arguments = ", ".join(f"{x.role}={words(x)}" for x in e.arguments)
        same = f"= {ids.events[e.same_as]}" if e.same_as >= 0 else ""
        yield f"{id_} {words(e)!r} {e.type}/{e.mode} {e.status} {e.grain} {same} {arguments}"
    for id_, f in zip(ids.figures, marks.figures, strict=True):
        event = ids.events[f.event] if f.event >= 0 else ""
        yield f"{id_} {words(f)!r} {f.what}/{f.who} {f.min}..{f.max} {f.qualifier} {f.basis} {event} {f.per}"
    for id_, m in zip(ids.mentions, marks.mentions, strict=True):
        yield (f"{id_} {words(m)!r} {m.kind} {'named' if m.named else 'desc'} {'plural' if m.plural else ''} "
               f"chain {m.chain} name={words(m.name)!r} title={words(m.title)!r} role={words(m.role)!r}")  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print findings and counts; 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="list what was marked, one line a mark")
    options = parser.parse_args(arguments)
    loaded, findings = load(options.files)
    for path, report in loaded:
        findings += [f"{path.name}: {finding}" for finding in check_report(report)]
    findings += check_set([report for _, report in loaded])
    out = sys.stdout.write
    if options.show:
        for path, report in loaded:
            out("\n".join([f"== {path.name}", *shown(report), ""]))
    for finding in findings:
        out(finding + "\n")
    out("\n".join([*table([r for _, r in loaded]), f"{len(findings)} findings", ""]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
