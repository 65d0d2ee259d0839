"""Annotated reports as stories with marks: ``parse`` and ``render``.

Statements, one a line after ``%`` or parted by `` ; `` (README.md has the guidelines; defaults in brackets)::

    c1 s1 s2 -> q1 q2 [asserts] [unstated] h1 to=u1 via=u1,u2 said=t1 quoted=mixed empty="why no content"
    - s3 -> q4                         an attribution without a cue
    s1 person unnamed several role="governor" is=n2      [read off the source's mention or its chain]
    e1 ASSAULT/drone [happened] [single] 2..3 x1 by=g1:accused on=n2 victim=f1 with=m1 other=n3 at=p1 when=t1 context=..
    e2 =e1                             the same event again; type and mode are those of e1
    f1 killed/civilians 41.. more_than w1 who=w2 e1 part=f0 additional per=week    [bounds read off the words]
    v1 killed name=n3 age=12 sex=m group=children e1
    t1 DURATION                        [DATE]
    n1 desc plural head="chief" title="Gen." name="Venn" ; y1 of=n1
    =korr n1 s2 n4                     mentions of one and the same
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.ids import digest, text_sha256
from sayso.reader.marks import Marks, Span
from sayso.records import Block, Record, Story
from sayso.vocabulary import BlockKind, Naming, PublishedFrom, VoiceSort
from training.annotated.markup import Markup, MarkupError, parse_markup, render_markup

HEADER = (
    "id", "style", "region", "published", "split", "family", "writer", "double_marked_of", "outlet", "byline",
    "countries",
)  # fmt: skip
"""Header keys in their order. Required: id, style, region, published, split, family, writer."""
REQUIRED = HEADER[:7]


class Meta(Record, frozen=True, kw_only=True, omit_defaults=True):
    """The header of a report."""

    id: str
    style: str
    region: str
    published: str
    """EDTF date (day) of publication."""
    split: str
    """``train`` or ``test``."""
    family: str
    """The template family: reports that share their build. Train and test share none."""
    writer: str
    double_marked_of: str = ""
    """Id of the report that this one marks a second time."""
    outlet: str = ""
    byline: str = ""
    countries: str = ""
    """Invented countries with their adjective: ``Orrin/Orrinian, Varda/Vardan``."""


class Voiced(Record, frozen=True, kw_only=True):
    """What a source says of its voice: sort and naming are two things."""

    id: str
    spans: tuple[Span, ...]
    mention: int
    """Index into ``Marks.mentions``."""
    sort: VoiceSort
    naming: Naming
    number: str
    role: str = ""


class Ids(Record, frozen=True, kw_only=True):
    """Ids as written, parallel to the tuples of ``Marks``. Attributions without a cue are named by their content."""

    mentions: tuple[str, ...]
    attributions: tuple[str, ...]
    events: tuple[str, ...]
    figures: tuple[str, ...]
    times: tuple[str, ...]
    victims: tuple[str, ...]


class Report(Record, frozen=True, kw_only=True):
    """One annotated report. ``marks`` has offsets into ``story.text``; ``markup`` is what was written."""

    meta: Meta
    markup: Markup
    story: Story
    marks: Marks
    voices: tuple[Voiced, ...]
    ids: Ids
    notes: tuple[str, ...] = ()
    """What the validator adds to its findings: labels that could not be read off and were guessed."""


class Statement(Record, frozen=True, kw_only=True):
    """One statement: what it is about, bare words and ``key=value`` options."""

    head: str
    words: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    source: str

    def option(self, key: str) -> str:
        """The value of ``key``, or ""."""
        return dict(self.options).get(key, "")


_PART = re.compile(r'([a-z_]+)=(?:"([^"]*)"|(\S+))|(\S+)')


def statement(source: str) -> Statement:
    """A statement taken apart."""
    words: list[str] = []
    options: list[tuple[str, str]] = []
    for match in _PART.finditer(source):
        if match[1]:
            options.append((match[1], match[2] if match[2] is not None else match[3]))
        else:
            words.append(match[4])
    if not words:
        raise MarkupError(f"{source!r}: a statement begins with what it is about, an id, '-' or '=name'")
    return Statement(head=words[0], words=tuple(words[1:]), options=tuple(options), source=source)


def story_of(markup: Markup, meta: Meta) -> tuple[Story, tuple[int, ...]]:
    """The story without its marks, and where each block begins in its text."""
    blocks: list[Block] = []
    position = 0
    for block in markup.blocks:
        blocks.append(Block(kind=block.kind, start=position, end=position + len(block.text)))
        position += len(block.text) + 2
    text = "\n\n".join(block.text.replace("\n", " ") for block in markup.blocks)
    sha = text_sha256(text)
    title = next((b.text for b in markup.blocks if b.kind is BlockKind.HEADING), "")
    story = Story(
        story_id=digest("story", meta.id, sha), page_id=digest("page", meta.id, sha), page=meta.id,
        title=title.replace("\n", " "), byline=meta.byline, outlet=meta.outlet, published=meta.published,
        published_from=PublishedFrom.GIVEN if meta.published else PublishedFrom.UNKNOWN, words=len(text.split()),
        text_sha256=sha, text=text, blocks=tuple(blocks),
    )  # fmt: skip
    return story, tuple(b.start for b in blocks)


def meta_of(header: Sequence[tuple[str, str]]) -> Meta:
    """The header as a record; raises ``MarkupError`` for keys that are missing, unknown or given twice."""
    values = dict(header)
    for key in values:
        if key not in HEADER:
            raise MarkupError(f"header key {key!r} is not known; use {', '.join(HEADER)}")
    if len(values) != len(header):
        raise MarkupError("a header key is given twice; keep one of them")
    if missing := [key for key in REQUIRED if not values.get(key)]:
        raise MarkupError(f"header without {', '.join(missing)}; add '# {missing[0]}: ...'")
    return Meta(**values)


def interpret(markup: Markup) -> Report:
    """Marks of a parsed report. Raises ``MarkupError`` naming the statement that cannot be understood."""
    from training.annotated.interpret import Interpreter

    meta = meta_of(markup.header)
    story, offsets = story_of(markup, meta)
    return Interpreter(markup, meta, story, offsets).report()


def parse(text: str) -> Report:
    """A report from its source: story, marks, voices. Raises ``MarkupError`` with line or statement and remedy."""
    return interpret(parse_markup(text))


def render(report: Report) -> str:
    """The source of a report, in canonical form; ``parse`` of it gives an equal report."""
    return render_markup(report.markup)
