"""Dates of accounts: a time that only bounds or compares is not the event's own."""

from __future__ import annotations

import pytest

from sayso.reader import read
from sayso.reader.plain import plain_story
from sayso.resolve import resolve
from sayso.resolve.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("It was the first attack near Tarrow since May.", "", ""),
        ("Five miners were killed by a landmine before Monday.", "", ""),
        ("The crossing has been closed since 26 August.", "2010-08-26", "2010-09-22"),
        ("An estimated 400 people have been killed in the war since 2008.", "2008", "2010-09-22"),
        ("The talks will go on until Friday.", "", "2010-09-24"),
        ("Gunmen attacked a post near Tarrow on Monday.", "2010-09-20", "2010-09-20"),
    ],
)
def test_only_own_times_date_an_account(text: str, start: str, end: str) -> None:
    gazetteer = Gazetteer.default()
    story = plain_story(text, published="2010-09-22", outlet="Tarrow Times")
    reading = resolve(story, read(story, gazetteer), gazetteer)
    assert [(a.date_start, a.date_end) for a in reading.accounts] == [(start, end)]
