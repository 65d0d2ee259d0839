"""Speed and memory: 1,000 made-up stories averaging 600 words, read end to end into a case on two cores.

The pages (``benchmarks.made_up_news``: markup, navigation, one story each, about the same made-up events so that there
is something to merge) are written to a folder and read as ``sayso read`` does, copies and merging included.
``--data FOLDER`` reads another folder of pages.

``stories_per_second`` and ``words_per_second`` are of the whole run. ``peak_mb`` is the largest resident size of this
process plus that of the largest reading process times their number, so at most too high. ``seconds_*`` say where the
time goes: one process reads a tenth of the pages (100 at least) with a clock around each layer; milliseconds a story.
``encoder_alone_stories_per_second`` is what both cores would read if they did nothing but run the model (``ms_model``).
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.made_up_news import News
from benchmarks.scores import Result
from sayso.case import Case, open_case
from sayso.errors import UsageError

STORIES = 1000
CORES = 2
LAYERS: tuple[tuple[str, str, str], ...] = (
    ("intake", "sayso.engine.work", "extract"),
    ("signature", "sayso.engine.work", "signature"),
    ("segment", "sayso.reader", "segment"),
    ("model", "sayso.reader", "read_numbers"),
    ("times", "sayso.reader", "find_times"),
    ("mentions", "sayso.reader", "find_mentions"),
    ("figures", "sayso.reader", "find_figures"),
    ("events", "sayso.reader", "find_events"),
    ("attribution", "sayso.reader", "find_attributions"),
    ("resolve", "sayso.engine.work", "resolve"),
    ("copies", "sayso.engine.run", "group_copies"),
    ("merge", "sayso.engine.run", "merge_accounts"),
)
"""Layer, and the function it is, where it is called."""


def run(data: Path | None = None, errors: bool = False) -> Result:
    """Measure. ``errors`` prints nothing more: speed has none."""
    with tempfile.TemporaryDirectory() as scratch, _cores(CORES):
        folder = data or _write(Path(scratch, "pages"), STORIES)
        if not folder.is_dir():
            raise UsageError(f"{folder}: this is no folder. Give a folder of pages")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with open_case(Path(scratch, "case.db")) as case:
            began = time.perf_counter()
            summary = case.read(folder, jobs=CORES)
            seconds = time.perf_counter() - began
            words = sum(row["words"] for row in case.stories())  # type: ignore[misc]
        size = Path(scratch, "case.db").stat().st_size
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        result: dict[str, float | int | str] = {
            "items": summary.stories,
            "words_a_story": round(words / max(1, summary.stories)),
            "seconds": round(seconds, 1),
            "stories_per_second": round(summary.stories / seconds, 1),
            "anchor_stories_per_second": "goal 15; Citron 2-3 articles/s",
            "words_per_second": round(words / seconds),
            "anchor_words_per_second": "the encoder alone 16,000-27,000 word pieces/s",
            "peak_mb": round(_megabytes(own) + CORES * _megabytes(child)),
            "peak_mb_main": round(_megabytes(own)),
            "peak_mb_before": round(_megabytes(before)),
            "case_bytes_a_story": round(size / max(1, summary.stories)),
            "incidents": summary.incidents,
            "not_read": len(summary.issues),
        }
        sample = folder if data else _write(Path(scratch, "sample"), max(100, STORIES // 10))
        result.update(_where_it_goes(sample, Path(scratch, "sample.db")))
        if result["ms_model"]:
            result["encoder_alone_stories_per_second"] = round(CORES * 1000 / float(result["ms_model"]), 1)
        return result


def _write(folder: Path, number: int) -> Path:
    folder.mkdir()
    for name, page in News().pages(number):
        (folder / name).write_text(page, encoding="utf-8")
    return folder


def _megabytes(size: int) -> float:
    return size / 1e6 if sys.platform == "darwin" else size * 1024 / 1e6


@contextmanager
def _cores(number: int) -> Iterator[None]:
    """Keep this process and those it starts to so many cores, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:number])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def _where_it_goes(folder: Path, name: Path) -> dict[str, float]:
    """Milliseconds a story that each layer takes, all in one process."""
    spent: dict[str, float] = defaultdict(float)
    with open_case(name) as case, _clocks(spent):
        began = time.perf_counter()
        summary = case.read(folder, jobs=1)
        total = time.perf_counter() - began
    a_story = 1000 / max(1, summary.stories)
    named = {f"ms_{layer}": round(spent[layer] * a_story, 2) for layer in [x[0] for x in LAYERS] + ["store"]}
    rest = (total - sum(spent.values())) * a_story
    return {**named, "ms_rest": round(rest, 2), "ms_in_all": round(total * a_story, 2)}


@contextmanager
def _clocks(spent: dict[str, float]) -> Iterator[None]:
    """Put a clock around each layer, for as long as the block runs."""
    places: list[tuple[Any, str, Any]] = []

    def clocked(layer: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                spent[layer] += time.perf_counter() - began

        return measured

    wanted: list[tuple[str, Any, str]] = [(x, importlib.import_module(module), name) for x, module, name in LAYERS]
    wanted += [("store", Case, "add_page"), ("store", Case, "store_signatures")]
    try:
        for layer, owner, name in wanted:
            function = getattr(owner, name)
            places.append((owner, name, function))
            setattr(owner, name, clocked(layer, function))
        yield
    finally:
        for owner, name, function in places:
            setattr(owner, name, function)
