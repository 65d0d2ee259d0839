"""One story: its text with everything that was read in it marked, and the record of a mark beside it."""

from __future__ import annotations

from starlette.datastructures import QueryParams

from sayso.case import Case
from sayso.desk import lookup, words
from sayso.desk.errors import DeskError
from sayso.desk.marks import LAYERS, Stretch, marks_of, stretches
from sayso.desk.pages.common import Page
from sayso.desk.records import RecordView, near, record_view
from sayso.errors import UsageError
from sayso.records import Reading, Record, Story
from sayso.vocabulary import BlockKind

_FIND = "Search for it, or list the stories with: sayso show stories"


class BlockView(Record, frozen=True, kw_only=True):
    """One block of the text."""

    kind: str
    """heading, standfirst, paragraph, quoted, caption, list."""
    stretches: tuple[Stretch, ...]


class Layer(Record, frozen=True, kw_only=True):
    """One kind of marks."""

    name: str
    label: str
    records: int


class Copy(Record, frozen=True, kw_only=True):
    """Another story of the same text."""

    story_id: str
    title: str
    outlet: str
    published: str


class Note(Record, frozen=True, kw_only=True):
    """What could not be read or resolved in this story."""

    why: str
    remedy: str


class StoryPage(Page, frozen=True, kw_only=True):
    """A story with its marks."""

    story: Story
    """Without its text, which ``blocks`` have."""
    address: str
    """The page's address as a link, if it is one that is safe to follow; else empty."""
    published_how: str
    heading: tuple[Stretch, ...]
    """The printed title with its marks, where the text begins with it; else empty."""
    blocks: tuple[BlockView, ...]
    """The rest of the text."""
    layers: tuple[Layer, ...]
    record: RecordView | None
    """The record that was asked for, if one was."""
    copies: tuple[Copy, ...]
    notes: tuple[Note, ...]
    read: bool
    """Whether the story was read; only English ones are."""
    version: str


def build(case: Case, story_id: str, query: QueryParams) -> StoryPage:
    """The page of a story. Raises DeskError (404) for a story or record that is not there."""
    try:
        story = case.story(story_id)
    except UsageError as error:
        raise DeskError(404, f"story {story_id[:80]}: not in the case", _FIND) from error
    try:
        reading = case.reading(story_id)
    except UsageError:
        reading = None
    wanted = query.get("record", "")[:80]
    marks = marks_of(reading) if reading else []
    record = _record(reading, wanted, [(m.start, m.end, m.record_id) for m in marks]) if wanted else None
    seen: set[str] = set()
    blocks = []
    for block in story.blocks:
        inside = [m for m in marks if m.start < block.end and m.end > block.start]
        parts = stretches(story.text, block.start, block.end, inside, chosen=wanted, seen=seen)
        blocks.append(BlockView(kind=block.kind, stretches=parts))
    printed = story.text[story.blocks[0].start : story.blocks[0].end] if story.blocks else ""
    titled = bool(printed) and story.blocks[0].kind == BlockKind.HEADING and _same(printed, story.title)
    counted = {name: len({m.record_id for m in marks if m.layer == name}) for name in LAYERS}
    issues = case.rows("issues", where={"story_id": story_id})
    return StoryPage(
        title=story.title or "Untitled story",
        story=_without_text(story),
        address=story.page if story.page.startswith(("http://", "https://")) else "",
        published_how=words.spoken(story.published_from, words.PUBLISHED),
        heading=blocks[0].stretches if titled else (),
        blocks=tuple(blocks[1:] if titled else blocks),
        layers=tuple(Layer(name=name, label=label, records=counted[name]) for name, label in LAYERS.items()),
        record=record,
        copies=tuple(Copy(**row) for row in lookup.copies(case, story.origin_group, story_id)),
        notes=tuple(Note(why=str(row["why"]), remedy=str(row["remedy"])) for row in issues),
        read=reading is not None,
        version=reading.version if reading else "",
    )


def _record(reading: Reading | None, wanted: str, spans: list[tuple[int, int, str]]) -> RecordView:
    view = record_view(reading, wanted) if reading is not None else None
    if view is None or reading is None:
        what = f"record {wanted!r}: not in this story"
        raise DeskError(404, what, "It may have been read anew. Choose a mark in the text.")
    return RecordView(**{name: getattr(view, name) for name in view.__struct_fields__ if name != "near"},
                      near=near(reading, wanted, spans))  # fmt: skip


def _same(printed: str, title: str) -> bool:
    return " ".join(printed.split()).casefold() == " ".join(title.split()).casefold()


def _without_text(story: Story) -> Story:
    fields = {name: getattr(story, name) for name in story.__struct_fields__ if name not in ("text", "blocks")}
    return Story(**fields)
