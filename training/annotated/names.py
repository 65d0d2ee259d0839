"""Names swapped: the same report with other people, places, outlets, groups and countries, and the same marks.

A model trained on invented names should learn their shape and surroundings, not the names. Each name of a report gets
one other name wherever it stands, marked or not; offsets are recomputed, and the report is read anew from its markup.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from msgspec.structs import replace

from sayso.reader.marks import Mention
from sayso.tables import load_rows, load_words
from sayso.vocabulary import MentionKind
from training.annotated.format import Report, interpret
from training.annotated.markup import MarkedBlock, Markup, Piece

TABLE = Path(__file__).with_name("names.csv")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_GIVEN = re.compile(r'"[^"]*"')
_VOWELS = frozenset("AEIOUaeiou")
_HEADERS = ("outlet", "byline", "countries")
_SMALL = frozenset("the of and for in al bin de van la".split())


@cache
def names(kind: str) -> tuple[str, ...]:
    """Names of one kind in ``names.csv``: given, family, place, outlet."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple(row["name"] for row in csv.DictReader(lines) if row["kind"] == kind)


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Country and adjective, of countries with names of one word."""
    adjectives: dict[str, str] = {}
    for row in load_rows("demonyms.csv"):
        if row["sort"] == "adjective" and not row["place"] and " " not in row["demonym"]:
            adjectives.setdefault(row["country"], row["demonym"])
    return tuple(
        (row["name"], adjectives[row["code"]])
        for row in load_rows("countries.csv")
        if row["code"] in adjectives and row["name"].isalpha()
    )


def swap(report: Report, random: Random) -> Report:
    """The report under other names, drawn with ``random``. Marks, ids and statements stay; only words change."""
    mapping = _mapping(report, random)
    if not mapping:
        return report
    pattern = re.compile(
        r"(?<!\w)(?<![^\W\d]-)(?:" + "|".join(sorted(map(re.escape, mapping), key=len, reverse=True)) + r")(?![\w])",
    )
    header = tuple(
        (key, pattern.sub(lambda m: mapping[m[0]], value) if key in _HEADERS else value)
        for key, value in report.markup.header
    )
    blocks = tuple(_swapped(block, pattern, mapping) for block in report.markup.blocks)
    return interpret(Markup(header=header, blocks=blocks))


def _mapping(report: Report, random: Random) -> dict[str, str]:
    """Old word to new word; upper-case forms too."""
    taken: set[str] = {m[0] for m in _WORD.finditer(report.story.text)}
    mapping: dict[str, str] = {}

    def draw(old: str, kind: str) -> None:
        if old in mapping or len(old) < 3:
            return
        free = [name for name in names(kind) if name not in taken]
        if free:
            mapping[old] = random.choice(free)
            taken.add(mapping[old])

    declared = [pair.strip().partition("/") for pair in report.meta.countries.split(",") if "/" in pair]
    for (name, _, adjective), (new, new_adjective) in zip(
        declared, random.sample(countries(), len(declared)), strict=True
    ):
        mapping |= {name: new, adjective: new_adjective}
        if not new_adjective.endswith(("s", "ese", "sh", "ch", "i")):
            mapping[adjective + "s"] = new_adjective + "s"
    for mention in sorted(report.marks.mentions, key=lambda m: m.start - m.end):
        if mention.named and mention.name is not None:
            _draw_for(mention, report.story.text[mention.name.start : mention.name.end], mapping, draw)
    for old, new in list(mapping.items()):
        mapping.setdefault(old.upper(), new.upper())
    for old in [old for old in mapping if not _fits(old, report.markup)]:
        del mapping[old]
    return mapping


def _draw_for(mention: Mention, name: str, mapping: dict[str, str], draw: Callable[[str, str], None]) -> None:
    """Draw for the words of one name: the first of a person's is given, the others family names."""
    words = [w for w in _WORD.findall(re.sub(r"['’]s?$", "", name)) if w[0].isupper() and w.lower() not in _SMALL]
    common = load_words("common_words.csv")
    if mention.kind is MentionKind.PERSON:
        for n, word in enumerate(words):
            draw(word, "given" if n == 0 and len(words) > 1 else "family")
    elif mention.kind is MentionKind.OUTLET:
        papers = {*names("outlet"), "Lantern", "Post", "Times", "Gazette", "Daily", "News", "Press", "Agency", "Radio"}
        for word in words:
            if word not in papers and word.lower() not in common:
                draw(word, "place")
        if len(words) == 1:
            mapping.pop(words[0], None)
            draw(words[0], "outlet")
    elif mention.kind in (MentionKind.PLACE, MentionKind.FACILITY, MentionKind.GROUP, MentionKind.ORGANISATION):
        general = mention.kind in (MentionKind.GROUP, MentionKind.ORGANISATION)
        for word in words:
            # A body's words mostly say what it is; only a place's name in it, drawn for already, changes.
            alone = mention.kind is MentionKind.GROUP and len(words) == 1
            if word.lower() not in common and (alone or not general):
                draw(word, "place")


def _fits(old: str, markup: Markup) -> bool:
    """Whether no span begins or ends within the word, wherever it stands."""
    for block in markup.blocks:
        borders = {p.start for p in block.pieces} | {p.end for p in block.pieces}
        for match in re.finditer(rf"(?<!\w)(?<![^\W\d]-){re.escape(old)}(?!\w)", block.text):
            if any(match.start() < b < match.end() for b in borders):
                return False
    return True


def _swapped(block: MarkedBlock, pattern: re.Pattern[str], mapping: dict[str, str]) -> MarkedBlock:
    """One block with its names swapped, articles made to agree, pieces moved."""
    edits: list[tuple[int, int, str]] = []
    for match in pattern.finditer(block.text):
        new = mapping[match[0]]
        article = re.search(r"\b([Aa]n?)\s$", block.text[: match.start()])
        if article is not None and (new[0] in _VOWELS) != (match[0][0] in _VOWELS):
            agreed = article[1][0] + ("n" if new[0] in _VOWELS else "")
            edits.append((article.start(1), article.end(1), agreed))
        edits.append((match.start(), match.end(), new))
    parts = [block.text[: edits[0][0]] if edits else block.text]
    for (_, end, new), (following, _, _) in pairwise([*edits, (len(block.text), len(block.text), "")]):
        parts += [new, block.text[end:following]]

    def moved(offset: int) -> int:
        return offset + sum(len(new) - (end - start) for start, end, new in edits if end <= offset)

    pieces = tuple(Piece(id=p.id, start=moved(p.start), end=moved(p.end)) for p in block.pieces)
    # Options quote words of the text, that of other blocks too ('name="Dara Venn"'), which change with it.
    statements = tuple(
        _GIVEN.sub(lambda m: pattern.sub(lambda n: mapping[n[0]], m[0]), said) for said in block.statements
    )
    return replace(block, text="".join(parts), pieces=pieces, statements=statements)
