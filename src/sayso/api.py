"""Reading one text without a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sayso.errors import UsageError
from sayso.reader import read
from sayso.reader.plain import plain_story
from sayso.records import Reading
from sayso.resolve import resolve
from sayso.resolve.gazetteer import Gazetteer


def read_story(
    text: str,
    *,
    published: str = "",
    outlet: str = "",
    title: str = "",
    gazetteer: Sequence[str | Path] = (),
) -> Reading:
    """Everything one story can give on its own: voices, claims, accounts, counts, roles, places, evidence.

    Args:
        text: the story's text in English, paragraphs separated by blank lines.
        published: EDTF date of publication ("2031-03-05"), against which "on Tuesday" is resolved.
        outlet: who published it.
        title: becomes a heading before the text.
        gazetteer: tables (CSV) of places and demonyms of yours, laid over the gazetteer.

    Offsets (``start``, ``end``) count code points of ``reading.story.text``, which is the title and the paragraphs
    joined by blank lines. Raises UsageError for a date that is none or a table that cannot be read.
    """
    from sayso.edtf import is_edtf

    if published and not is_edtf(published):
        raise UsageError(f"published: {published!r} is not a date. Write it as 2031-03-05, 2031-03 or 2031")
    places = Gazetteer.with_tables(list(gazetteer)) if gazetteer else Gazetteer.default()
    story = plain_story(text, published=published, outlet=outlet, title=title)
    return resolve(story, read(story, places), places)
