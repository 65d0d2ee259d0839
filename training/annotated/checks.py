"""What can be wrong with a report that parses, and with a set of reports. Findings name the remedy."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from sayso.reader.marks import Span
from sayso.tables import load_rows, load_words
from sayso.vocabulary import Qualifier, Stance, VoiceSort
from training.annotated.format import Report, statement
from training.annotated.layers import bounds, modes

STYLES = frozenset(
    "agency broadsheet tabloid blog wire_corrections broadcast statement liveblog".split()
)
REGIONS = frozenset(
    "south_asia africa middle_east latin_america eastern_europe southeast_asia east_asia western_europe north_america"
    .split()
)
COPY = 6
"""Words in a row that train and test may share only now and then."""
SHARED = 0.03
"""Share of a test report's runs of ``COPY`` words that may stand in one train report."""

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_CAPITAL = re.compile(r"[A-Z]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def real_names() -> frozenset[str]:
    """Names of real countries, their people and capitals, outlets and armed groups, that no report may hold.

    Capitals that are common words ("Male"), and demonyms that are, are left out.
    """
    common = load_words("common_words.csv")
    names: set[str] = set()
    for row in load_rows("countries.csv"):
        names |= {row["name"], row["capital"], *row["aliases"].split(";")}
    names |= {row["demonym"] for row in load_rows("demonyms.csv") if row["trap"] != "1"}
    for table in ("outlets.csv", "groups.csv"):
        names |= {row["name"] for row in load_rows(table) if " " in row["name"] or row["name"].lower() not in common}
    return frozenset(n for n in names if len(n) > 2 and _CAPITAL.search(n) and n.lower() not in common)


@cache
def _real_pattern() -> re.Pattern[str]:
    joined = "|".join(sorted(map(re.escape, real_names()), key=len, reverse=True))
    return re.compile(rf"(?<![\w’'-])(?:{joined})(?![\w-])")


def check_report(report: Report) -> list[str]:
    """Findings about one report; none where all is well."""
    found = [*_header(report), *_used(report), *_attributions(report), *_figures(report), *_events(report)]
    for match in _real_pattern().finditer(report.story.text):
        found.append(f"{match[0]!r} is (also) a real name; invent another")
    for voice in report.voices:
        if voice.sort is VoiceSort.UNKNOWN:
            found.append(f"{voice.id}: the sort of voice is not known; say it, '% {voice.id} person unnamed'")
    return found


def _header(report: Report) -> Iterable[str]:
    meta = report.meta
    for key, value, known in (
        ("style", meta.style, STYLES), ("region", meta.region, REGIONS), ("split", meta.split, {"train", "test"})
    ):  # fmt: skip
        if value not in known:
            yield f"header {key}: {value!r} is not one of {', '.join(sorted(known))}"
    if not _DATE.fullmatch(meta.published):
        yield f"header published: {meta.published!r} is no day, YYYY-MM-DD"


def _used(report: Report) -> Iterable[str]:
    """Spans that no statement takes up, and sources whose voice hangs in the air."""
    used: set[str] = set()
    for block in report.markup.blocks:
        for source in block.statements:
            said = statement(source)
            taken = [said.head, *said.words, *(v for _, value in said.options for v in value.split(","))]
            used |= {word.partition(":")[0].removeprefix("=") for word in taken}
    pronouns = {"he", "she", "it", "they"}
    for id_ in sorted({p.id for b in report.markup.blocks for p in b.pieces}):
        if id_[0] in "scqexfhwv" and id_ not in used:
            yield f"span {id_} is used by no statement; write one or take the braces away"
    chained = {m for chain in _chains(report) for m in chain}
    for voice in report.voices:
        words = report.story.text[voice.spans[0].start : voice.spans[-1].end].lower()
        said_of = any(statement(s).head == voice.id and statement(s).words for b in report.markup.blocks
                      for s in b.statements)  # fmt: skip
        mention = report.ids.mentions[voice.mention]
        if words in pronouns and not {voice.id, mention} & chained and not said_of:
            yield f"{voice.id} is {words!r}: chain it to who speaks, '% =name n1 {voice.id}'"


def _chains(report: Report) -> Iterable[tuple[str, ...]]:
    for block in report.markup.blocks:
        for source in block.statements:
            if source.startswith("="):
                yield statement(source).words


def _attributions(report: Report) -> Iterable[str]:
    empty = {
        statement(s).head for b in report.markup.blocks for s in b.statements if statement(s).option("empty")
    }  # fmt: skip
    for id_, one in zip(report.ids.attributions, report.marks.attributions, strict=True):
        if not one.contents and one.stance is not Stance.DECLINES and id_ not in empty:
            yield f"{id_}: a cue without content; give it one, or say why: empty=\"...\""
        cue = [one.cue] if one.cue else []
        for a, b in combinations([*((s, "source") for s in one.sources), *((s, "content") for s in one.contents),
                                  *((s, "cue") for s in cue)], 2):  # fmt: skip
            if a[1] != b[1] and _overlap(a[0], b[0]):
                yield f"{id_}: {a[1]} and {b[1]} overlap: {_words(report, a[0])!r}, {_words(report, b[0])!r}"
        if one.certainty_span and one.certainty == "unstated":
            yield f"{id_}: a hedge without a certainty; add certain, probable or possible"
        if one.certainty != "unstated" and not one.certainty_span:
            yield f"{id_}: {one.certainty} without the words that say so; mark them {{h1:...}} and add h1"
        if not one.sources and one.cue is not None and not _passive(report, one.cue):
            yield f"{id_}: a cue without a source; give it one (pronouns are sources too)"


def _passive(report: Report, cue: Span) -> bool:
    """Whether a cue can do without a source: passives and impersonal words ("was reported", "reportedly")."""
    words = _words(report, cue).lower().split()
    passive = words[0] in ("was", "were", "is", "are", "been", "be", "being")
    return passive or words[-1].endswith(("ly", "ed", "id", "t"))


def _figures(report: Report) -> Iterable[str]:
    for id_, figure in zip(report.ids.figures, report.marks.figures, strict=True):
        read = bounds(_words(report, Span(start=figure.start, end=figure.end)))
        if figure.min is not None and figure.max is not None and figure.min > figure.max:
            yield f"{id_}: least {figure.min} above most {figure.max}"
        plain = figure.qualifier not in (Qualifier.ALL, Qualifier.NONE, Qualifier.SOME)
        if read is not None and plain and (figure.min, figure.max) != read[:2]:
            words = _words(report, Span(start=figure.start, end=figure.end))
            yield f"{id_}: {words!r} says {read[0]}..{read[1]}, marked {figure.min}..{figure.max}"
        if read is None and figure.qualifier is Qualifier.EXACTLY and figure.min != figure.max:
            yield f"{id_}: exactly, but {figure.min}..{figure.max}; say the qualifier"


def _events(report: Report) -> Iterable[str]:
    for id_, event in zip(report.ids.events, report.marks.events, strict=True):
        if event.mode and (str(event.type), event.mode) not in modes():
            known = ", ".join(sorted(m for t, m in modes() if t == str(event.type)))
            yield f"{id_}: {event.type} has no mode {event.mode!r}; use one of {known or 'none'}"
        if event.same_as >= 0 and report.marks.events[event.same_as].type != event.type:
            yield f"{id_}: the same as an event of another type"
        if event.same_as >= 0 and report.ids.events[event.same_as] == id_:
            yield f"{id_}: the same as itself"


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _words(report: Report, span: Span) -> str:
    return report.story.text[span.start : span.end]


def check_set(reports: Sequence[Report]) -> list[str]:
    """Findings about reports together: ids, template families and near copies across the border of the split."""
    found = []
    for id_, times in Counter(r.meta.id for r in reports).items():
        if times > 1:
            found.append(f"id {id_!r} is given to {times} reports; ids are unique")
    known = {r.meta.id for r in reports}
    families: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        families[report.meta.family].add(report.meta.split)
        if report.meta.double_marked_of and report.meta.double_marked_of not in known:
            found.append(f"{report.meta.id}: double_marked_of names no report: {report.meta.double_marked_of!r}")
    for family, splits in sorted(families.items()):
        if len(splits) > 1:
            found.append(f"template family {family!r} stands in train and in test; test reports share none with train")
    runs = {r.meta.id: _runs(r) for r in reports}
    for test in (r for r in reports if r.meta.split == "test"):
        for train in (r for r in reports if r.meta.split == "train"):
            shared = runs[test.meta.id] & runs[train.meta.id]
            if len(shared) > max(2, SHARED * len(runs[test.meta.id])):
                example = " ".join(min(shared))
                found.append(
                    f"{test.meta.id} (test) shares {len(shared)} runs of {COPY} words with {train.meta.id} (train), "
                    f"as {example!r}; write it anew"
                )
    return found


def _runs(report: Report) -> frozenset[tuple[str, ...]]:
    words = [w.lower() for w in _WORD.findall(report.story.text)]
    return frozenset(tuple(words[i : i + COPY]) for i in range(len(words) - COPY + 1))
