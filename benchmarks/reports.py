"""How well the reader reads our own annotated reports (``training/annotated``): their test split.

``--data FOLDER`` measures another folder of report files, all of them. Reports that mark another one a second time are
no items; where there are any, the same figures of the second marker beside the first are printed as the agreement of
two people (``voices_f1_agreement``). What is counted, and when it is right: ``benchmarks.reading_scores``.

The countries of the reports are invented. As a user would for a country that the gazetteer does not have, the reader
is given a table of them and of their adjectives, as the header of each report names them. Sort and naming of a voice
are what ``sayso.resolve`` makes of a source. ``items`` are the sentences of the reports.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from training.annotated.format import Report
from training.annotated.validate import REPORTS, load

from benchmarks.reading_scores import Label, Tally, marked_voices, score
from benchmarks.scores import Result
from sayso.errors import UsageError
from sayso.reader import read
from sayso.reader.marks import Marks
from sayso.records import Story
from sayso.resolve.actors import resolve_cast
from sayso.resolve.gazetteer import Gazetteer
from sayso.resolve.speakers import Speakers

GOAL = 85
HELD_TO_GOAL = ("voices", "chains", "sort", "naming", "stance", "certainty", "status", "grain", "figures")
EXAMPLES = 12
"""Errors of one cause that ``--errors`` shows."""


def chosen(data: Path | None) -> tuple[list[Report], list[Report]]:
    """(reports to measure, second markings whose first is among all reports there).

    Raises UsageError if there are none to measure, if one cannot be parsed, or if a second marking has no first or
    other text.
    """
    folder = data or REPORTS
    if not folder.is_dir():
        raise UsageError(f"no reports at {folder}: give --data the folder that holds their .txt files")
    paths = sorted(folder.rglob("*.txt"))
    if data is None:
        paths = [path for path in paths if _is_test(path)]
    loaded, findings = load(paths) if paths else ([], [])
    if findings:
        raise UsageError(f"{len(findings)} reports in {folder} cannot be read; mend them: {'; '.join(findings[:3])}")
    reports = [report for _, report in loaded]
    first = [r for r in reports if not r.meta.double_marked_of]
    if not first:
        raise UsageError(f"no reports to measure in {folder}: give --data the folder that holds their .txt files")
    texts = {r.meta.id: r.story.text for r in first}
    second = [r for r in reports if r.meta.double_marked_of]
    for report in second:
        of = report.meta.double_marked_of
        if texts.get(of) != report.story.text:
            trouble = "has other text" if of in texts else f"is not in {folder}"
            raise UsageError(f"{report.meta.id}: the report that it marks again, {of}, {trouble}; put it right")
    return first, second


def _is_test(path: Path) -> bool:
    header = path.read_text(encoding="utf-8", errors="replace").partition("\n\n")[0]
    return any(line.split() == ["#", "split:", "test"] for line in header.splitlines())


def gazetteer_for(reports: Iterable[Report], folder: Path) -> Gazetteer:
    """The package's gazetteer with the reports' own countries laid over it; its tables are written to ``folder``."""
    named = sorted({pair.strip() for r in reports for pair in r.meta.countries.split(",") if pair.strip()})
    places, demonyms = folder / "countries.csv", folder / "demonyms.csv"
    with places.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("name", "kind"), *((pair.partition("/")[0], "country") for pair in named)])
    with demonyms.open("w", encoding="utf-8", newline="") as out:
        rows = [(pair.partition("/")[2], pair.partition("/")[0]) for pair in named if "/" in pair]
        csv.writer(out).writerows([("demonym", "country"), *rows])
    return Gazetteer.with_tables([places, demonyms])


def resolved_voices(story: Story, marks: Marks, gazetteer: Gazetteer) -> dict[tuple[int, int], Label]:
    """Sort and naming of the sources of a reading, as ``sayso.resolve`` makes voices of them, in text order."""
    cast = resolve_cast(story, marks.tokens, marks.sentences, marks.mentions, gazetteer)
    speakers = Speakers(story, marks, cast)
    found: dict[tuple[int, int], Label] = {}
    for attribution in marks.attributions:
        for span in attribution.sources:
            for speaker in speakers.of_span(span)[:1]:
                found.setdefault((span.start, span.end), Label(sort=speaker.voice.sort, naming=speaker.voice.naming))
        speakers.of(attribution)  # who spoke last is what the next pronoun may mean
    return found


def _measured(reports: Sequence[Report]) -> tuple[Tally, list[tuple[str, Tally]]]:
    """All reports together, and each by its id."""
    whole, each = Tally(), []
    with tempfile.TemporaryDirectory() as scratch:
        gazetteer = gazetteer_for(reports, Path(scratch))
        for report in reports:
            marks = read(report.story, gazetteer)
            tally = score(report, marks, resolved_voices(report.story, marks, gazetteer))
            whole.update(tally)
            each.append((report.meta.id, tally))
    return whole, each


def run(data: Path | None = None, errors: bool = False) -> Result:
    """Figures of the whole reader; with ``errors`` the errors by cause are printed as well, examples under each."""
    reports, again = chosen(data)
    tally, each = _measured(reports)
    if errors:
        _print_errors(each)
    result: dict[str, float | int | str] = {
        "items": sum(len(r.marks.sentences) for r in reports),
        "reports": len(reports),
        **tally.figures(),
    }
    result |= {f"anchor_{measure}_f1": f"goal {GOAL}" for measure in HELD_TO_GOAL}
    if again:
        result["items_agreement"] = sum(len(r.marks.sentences) for r in again)
        by_id = {r.meta.id: r for r in reports}
        both = Tally()
        for second in again:
            both.update(score(by_id[second.meta.double_marked_of], second.marks, marked_voices(second)))
        for key, value in both.figures().items():
            if key.endswith("_f1"):
                result[f"{key}_agreement"] = value
                goal = f"; goal {GOAL}" if key.removesuffix("_f1") in HELD_TO_GOAL else ""
                result[f"anchor_{key}"] = f"two markers {value}{goal}"
    return result


def _print_errors(each: Sequence[tuple[str, Tally]]) -> None:
    causes = Counter(slip.cause for _, tally in each for slip in tally.slips)
    for cause, number in causes.most_common():
        print(f"{number:6d} {cause}")
        shown = [f"{name}: {slip.where}" for name, tally in each for slip in tally.slips if slip.cause == cause]
        for line in shown[:EXAMPLES]:
            print(f"           {line[:200]}")
