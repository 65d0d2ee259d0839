"""Time expressions by class: what is found, and its form."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.reader.times import find_times
from sayso.reader.times.words import lexicon
from sayso.resolve.times import resolve_times
from sayso.resolve.times.values import parse_form


def found(text: str) -> list[tuple[str, str, str]]:
    """(words, kind, form) of each expression of a text."""
    story = plain_story(text)
    tokens, sentences = segment(story)
    return [(story.text[t.start : t.end], t.kind, t.form) for t in find_times(story, tokens, sentences)]


# class, sentence, words, kind, form
CASES: list[tuple[str, str, str, str, str]] = [
    ("absolute", "It began on March 17, 2011.", "March 17, 2011", "DATE", "date 2011-03-17"),
    ("absolute", "It began on 17 March 2011.", "17 March 2011", "DATE", "date 2011-03-17"),
    ("absolute", "It began on the 17th of March, 2011.", "the 17th of March, 2011", "DATE", "date 2011-03-17"),
    ("absolute", "It began on March 17th, 2011.", "March 17th, 2011", "DATE", "date 2011-03-17"),
    ("absolute", "It began on Sept. 3, 2010.", "Sept. 3, 2010", "DATE", "date 2010-09-03"),
    ("absolute", "It began on Friday, September 17, 2010.", "Friday, September 17, 2010", "DATE", "date 2010-09-17"),
    ("absolute", "Filed 2010-09-17 in Velm.", "2010-09-17", "DATE", "date 2010-09-17"),
    ("absolute", "Filed 7/8/07 in Velm.", "7/8/07", "DATE", "date 2007-07-08"),
    ("absolute", "Filed 27/8/2007 in Velm.", "27/8/2007", "DATE", "date 2007-08-27"),
    ("absolute", "It began on May 5, 2009.", "May 5, 2009", "DATE", "date 2009-05-05"),
    ("month", "It began in September 2010.", "September 2010", "DATE", "date 2010-09"),
    ("month", "It began in September, 2010.", "September, 2010", "DATE", "date 2010-09"),
    ("month", "It began in May of 2010.", "May of 2010", "DATE", "date 2010-05"),
    ("month", "It began in September.", "September", "DATE", "date XXXX-09"),
    ("month", "It began in May.", "May", "DATE", "date XXXX-05"),
    ("month", "It began in March.", "March", "DATE", "date XXXX-03"),
    ("month", "The May elections were quiet.", "May", "DATE", "date XXXX-05"),
    ("month", "December’s strategy review was long.", "December", "DATE", "date XXXX-12"),
    ("month", "It ends in October of next year.", "October of next year", "DATE", "date XXXX-10; of=unit 1 Y"),
    ("month", "It began in March last year.", "March last year", "DATE", "date XXXX-03; of=unit -1 Y"),
    ("day and month", "The March 17 attack killed two.", "March 17", "DATE", "date XXXX-03-17"),
    ("day and month", "They met on 3 May.", "3 May", "DATE", "date XXXX-05-03"),
    ("day and month", "They met on the 3rd of May.", "the 3rd of May", "DATE", "date XXXX-05-03"),
    ("day and month", "They met on Monday, 3 May.", "Monday, 3 May", "DATE", "date XXXX-05-03"),
    ("day of month", "They met on the 17th.", "the 17th", "DATE", "date XXXX-XX-17"),
    ("year", "It began in 2010.", "2010", "DATE", "date 2010"),
    ("year", "The 2008 recession bit.", "2008", "DATE", "date 2008"),
    ("year", "The minister (1999) resigned.", "1999", "DATE", "date 1999"),
    ("year", "Prices have risen since '82.", "'82", "DATE", "date 1982; rel=since"),
    ("decade", "It began in the 1990s.", "the 1990s", "DATE", "date 199X"),
    ("decade", "It began in the early 1990s.", "the early 1990s", "DATE", "date 199X; mod=early"),
    ("decade", "It began in the mid-1990s.", "the mid-1990s", "DATE", "date 199X; mod=mid"),
    ("decade", "It began in the '80s.", "the '80s", "DATE", "date 198X"),
    ("decade", "It began in the nineties.", "the nineties", "DATE", "date 199X"),
    ("weekday", "They met on Friday.", "Friday", "DATE", "date XXXX-WXX-5"),
    ("weekday", "They met last Friday.", "last Friday", "DATE", "date XXXX-WXX-5; dir=last"),
    ("weekday", "They met this past Friday.", "this past Friday", "DATE", "date XXXX-WXX-5; dir=last"),
    ("month", "She looked past November.", "November", "DATE", "date XXXX-11"),
    ("weekday", "They meet next Friday.", "next Friday", "DATE", "date XXXX-WXX-5; dir=next"),
    ("weekday", "They met this Friday.", "this Friday", "DATE", "date XXXX-WXX-5; dir=this"),
    ("weekday", "Friday's raid was the third.", "Friday", "DATE", "date XXXX-WXX-5"),
    ("weekday", "They met on Friday of last week.", "Friday of last week", "DATE", "date XXXX-WXX-5; of=unit -1 W"),
    ("weekday", "They met the following Friday.",
     "the following Friday", "DATE", "date XXXX-WXX-5; dir=next; ref=last"),
    ("deictic", "They met today.", "today", "DATE", "unit 0 D"),
    ("deictic", "They met yesterday.", "yesterday", "DATE", "unit -1 D"),
    ("deictic", "They meet tomorrow.", "tomorrow", "DATE", "unit 1 D"),
    ("deictic", "They met earlier today.", "earlier today", "DATE", "unit 0 D; mod=earlier"),
    ("deictic", "They met the day before yesterday.", "the day before yesterday", "DATE", "unit -2 D"),
    ("deictic", "They meet the day after tomorrow.", "the day after tomorrow", "DATE", "unit 2 D"),
    ("deictic", "They met yesterday morning.", "yesterday morning", "TIME", "unit -1 D; time=MO"),
    ("deictic", "They meet tonight.", "tonight", "TIME", "unit 0 D; time=NI"),
    ("deictic", "They met last night.", "last night", "TIME", "unit -1 D; time=NI"),
    ("deictic", "They met this morning.", "this morning", "TIME", "unit 0 D; time=MO"),
    ("relative", "They met last week.", "last week", "DATE", "unit -1 W"),
    ("relative", "They met this week.", "this week", "DATE", "unit 0 W"),
    ("relative", "They meet next month.", "next month", "DATE", "unit 1 M"),
    ("relative", "They met this year.", "this year", "DATE", "unit 0 Y"),
    ("relative", "They met last August.", "last August", "DATE", "date XXXX-08; dir=last"),
    ("relative", "They meet next March.", "next March", "DATE", "date XXXX-03; dir=next"),
    ("relative", "They met last summer.", "last summer", "DATE", "date XXXX-SU; dir=last"),
    ("relative", "They met two weeks ago.", "two weeks ago", "DATE", "shift -2 W"),
    ("relative", "They met a year ago.", "a year ago", "DATE", "shift -1 Y"),
    ("relative", "They met about 10 years ago.", "about 10 years ago", "DATE", "shift -10 Y"),
    ("relative", "They met a couple of days ago.", "a couple of days ago", "DATE", "shift -2 D"),
    ("relative", "They met several months ago.", "several months ago", "DATE", "shift -X M"),
    ("relative", "They met two hours ago.", "two hours ago", "TIME", "shift -2 TH"),
    ("relative", "They meet three weeks from now.", "three weeks from now", "DATE", "shift 3 W"),
    ("relative", "They met over the weekend.", "the weekend", "DATE", "unit 0 WE; ref=near"),
    ("relative", "They met last weekend.", "last weekend", "DATE", "unit -1 WE"),
    ("relative", "They met earlier this month.", "earlier this month", "DATE", "unit 0 M; mod=earlier"),
    ("relative", "They meet later this year.", "later this year", "DATE", "unit 0 Y; mod=later"),
    ("relative", "They met late last year.", "late last year", "DATE", "unit -1 Y; mod=late"),
    ("relative", "They met early last month.", "early last month", "DATE", "unit -1 M; mod=early"),
    ("relative", "They met earlier in the week.", "earlier in the week", "DATE", "unit 0 W; ref=near; mod=earlier"),
    ("anaphoric", "They met the previous day.", "the previous day", "DATE", "unit -1 D; ref=last"),
    ("anaphoric", "They met the next day.", "the next day", "DATE", "unit 1 D; ref=last"),
    ("anaphoric", "They met the following week.", "the following week", "DATE", "unit 1 W; ref=last"),
    ("anaphoric", "They met the same day.", "the same day", "DATE", "unit 0 D; ref=last"),
    ("anaphoric", "They met that evening.", "that evening", "TIME", "unit 0 D; ref=last; time=EV"),
    ("anaphoric", "They met two days earlier.", "two days earlier", "DATE", "shift -2 D; ref=last"),
    ("anaphoric", "They met a week later.", "a week later", "DATE", "shift 1 W; ref=last"),
    ("anaphoric", "They met the day before.", "the day before", "DATE", "shift -1 D; ref=last"),
    ("anaphoric", "They met days later.", "days later", "DATE", "shift X D; ref=last"),
    ("anaphoric", "It fell against the same month a year ago.", "the same month a year ago", "DATE",
     "same M; ref=near; of=unit -1 Y"),
    ("event", "He spoke a day after his release.", "a day", "DATE", "shift 1 D; ref=event"),
    ("event", "He spoke the day before the raid.", "the day before", "DATE", "shift -1 D; ref=event"),
    ("event", "He spoke two weeks before the vote.", "two weeks", "DATE", "shift -2 W; ref=event"),
    ("event", "He spoke the night before the raid.", "the night before", "TIME", "shift -1 D; ref=event; time=NI"),
    ("event", "It came three weeks after March 17.",
     "three weeks after March 17", "DATE", "shift 3 W; of=date XXXX-03-17"),
    ("duration", "The siege lasted three weeks.", "three weeks", "DURATION", "span 3 W"),
    ("duration", "A month-long siege ended.", "month-long", "DURATION", "span 1 M"),
    ("duration", "A decades-long dispute ended.", "decades-long", "DURATION", "span X DE"),
    ("duration", "The two-week truce ended.", "two-week", "DURATION", "span 2 W"),
    ("duration", "The 12-hour curfew ended.", "12-hour", "DURATION", "span 12 TH"),
    ("duration", "They waited for hours.", "hours", "DURATION", "span X TH"),
    ("duration", "They waited for several days.", "several days", "DURATION", "span X D"),
    ("duration", "They waited for half an hour.", "half an hour", "DURATION", "span 0.5 TH"),
    ("duration", "They waited almost two and a half years.", "almost two and a half years", "DURATION", "span 2.5 Y"),
    ("duration", "They waited two to three weeks.", "two to three weeks", "DURATION", "span 2..3 W"),
    ("duration", "They waited more than a year.", "more than a year", "DURATION", "span 1 Y"),
    ("duration", "They waited for twenty five days.", "twenty five days", "DURATION", "span 25 D"),
    ("duration", "It rained for six straight days.", "six straight days", "DURATION", "span 6 D"),
    ("duration", "Ten died in the past five days.", "the past five days", "DURATION", "past 5 D"),
    ("duration", "Ten died in the last two weeks.", "the last two weeks", "DURATION", "past 2 W"),
    ("duration", "Ten died in the past week.", "the past week", "DURATION", "past 1 W"),
    ("duration", "It will take the next four years.", "the next four years", "DURATION", "coming 4 Y"),
    ("duration", "It will come in the coming weeks.", "the coming weeks", "DURATION", "coming X W"),
    ("set", "They struck weekly.", "weekly", "SET", "set P1W"),
    ("set", "They meet once a week.", "a week", "SET", "set P1W"),
    ("set", "Five strikes a week are flown.", "a week", "SET", "set P1W"),
    ("set", "Five strikes per day are flown.", "per day", "SET", "set P1D"),
    ("set", "They meet every Friday.", "every Friday", "SET", "set XXXX-WXX-5"),
    ("set", "They meet on Fridays.", "Fridays", "SET", "set XXXX-WXX-5"),
    ("set", "They meet every two weeks.", "every two weeks", "SET", "set P2W"),
    ("set", "They meet every other day.", "every other day", "SET", "set P2D"),
    ("set", "They meet each year.", "each year", "SET", "set P1Y"),
    ("clock", "It hit at 5:44 am.", "5:44 am", "TIME", "unit 0 D; ref=near; time=05:44"),
    ("clock", "It hit at 5:44am.", "5:44am", "TIME", "unit 0 D; ref=near; time=05:44"),
    ("clock", "It hit at 12:10 a.m. local time.", "12:10 a.m. local time", "TIME",
     "unit 0 D; ref=near; time=00:10; zone=local"),
    ("clock", "It hit at 6 p.m. on the road.", "6 p.m.", "TIME", "unit 0 D; ref=near; time=18:00"),
    ("clock", "It hit at 18:00 UTC.", "18:00 UTC", "TIME", "unit 0 D; ref=near; time=18:00; zone=UTC"),
    ("clock", "It hit at 0800 GMT.", "0800 GMT", "TIME", "unit 0 D; ref=near; time=08:00; zone=UTC"),
    ("clock", "It hit at 06:15 (GMT+8).", "06:15 (GMT+8)", "TIME", "unit 0 D; ref=near; time=06:15; zone=+08:00"),
    ("clock", "It hit at 12:00 UTC Monday.", "12:00 UTC Monday", "TIME", "date XXXX-WXX-1; time=12:00; zone=UTC"),
    ("clock", "It hit at midnight.", "midnight", "TIME", "unit 0 D; ref=near; time=24:00"),
    ("clock", "It hit at seven o'clock.", "seven o'clock", "TIME", "unit 0 D; ref=near; time=07:00"),
    ("part of day", "It hit on Saturday night.", "Saturday night", "TIME", "date XXXX-WXX-6; time=NI"),
    ("part of day", "It hit late Friday.", "late Friday", "TIME", "date XXXX-WXX-5; time=NI"),
    ("part of day", "It hit early Friday.", "early Friday", "TIME", "date XXXX-WXX-5; time=MO"),
    ("part of day", "It hit in the early hours of Monday.",
     "the early hours of Monday", "TIME", "date XXXX-WXX-1; time=MO"),
    ("part of day", "It hit in the early morning.", "the early morning", "TIME", "unit 0 D; ref=near; time=MO"),
    ("part of day", "It hit overnight.", "overnight", "TIME", "unit 0 D; ref=near; time=NI"),
    ("part of day", "It hit at dawn.", "dawn", "TIME", "unit 0 D; ref=near; time=MO"),
    ("range", "From March 3-5 they talked.", "March 3-5", "DATE", "range date XXXX-03-03 / date XXXX-03-05"),
    ("range", "They talked March 3–5, 2011.", "March 3–5, 2011", "DATE", "range date 2011-03-03 / date 2011-03-05"),
    ("range", "They talked on 3 to 5 March.", "3 to 5 March", "DATE", "range date XXXX-03-03 / date XXXX-03-05"),
    ("season", "It began in spring 2009.", "spring 2009", "DATE", "date 2009-SP"),
    ("season", "It began in the summer of 2010.", "the summer of 2010", "DATE", "date 2010-SU"),
    ("season", "It began in the winter.", "the winter", "DATE", "date XXXX-WI"),
    ("holiday", "It began on Christmas Eve.", "Christmas Eve", "DATE", "date XXXX-12-24"),
    ("holiday", "It began on New Year's Day 2010.", "New Year's Day 2010", "DATE", "date 2010-01-01"),
    ("vague end", "It began in late 2010.", "late 2010", "DATE", "date 2010; mod=late"),
    ("vague end", "It began in early June.", "early June", "DATE", "date XXXX-06; mod=early"),
    ("vague end", "It began in mid-March.", "mid-March", "DATE", "date XXXX-03; mod=mid"),
    ("vague end", "It began in mid-2011.", "mid-2011", "DATE", "date 2011; mod=mid"),
    ("vague end", "It began at the end of last year.", "the end of last year", "DATE", "unit -1 Y; mod=end"),
    ("vague end", "It began at the start of 2009.", "the start of 2009", "DATE", "date 2009; mod=start"),
    ("nth", "Sales fell in the third quarter of 2009.", "the third quarter of 2009", "DATE", "nth 3 Q; of=date 2009"),
    ("nth", "Sales fell in the fourth quarter.", "the fourth quarter", "DATE", "date XXXX-Q4"),
    ("nth", "It began in the last week of March.", "the last week of March", "DATE", "nth -1 W; of=date XXXX-03"),
    ("nth", "It began in the first half of 2010.", "the first half of 2010", "DATE", "nth 1 H; of=date 2010"),
    ("vague", "It recently ended.", "recently", "DATE", "vague past"),
    ("vague", "It ended in recent years.", "recent years", "DATE", "vague past"),
    ("vague", "The base is currently closed.", "currently", "DATE", "vague present"),
    ("limit", "It has been shut since Friday.", "Friday", "DATE", "date XXXX-WXX-5; rel=since"),
    ("limit", "It must end by Friday.", "Friday", "DATE", "date XXXX-WXX-5; rel=by"),
    ("limit", "It is shut until June 3.", "June 3", "DATE", "date XXXX-06-03; rel=until"),
]  # fmt: skip


@pytest.mark.parametrize(("group", "text", "words", "kind", "form"), CASES, ids=[f"{c[0]}: {c[2]}" for c in CASES])
def test_what_is_found(group: str, text: str, words: str, kind: str, form: str) -> None:
    assert found(text) == [(words, kind, form)]


def test_table_is_as_large_as_promised() -> None:
    assert len(CASES) >= 150
    assert len({(case[1], case[2]) for case in CASES}) == len(CASES)


# Nothing in these is a time.
NOT_TIMES = [
    "They may march on the capital.",
    "May the best side win.",
    "The March on Velm was banned.",
    "Theresa May spoke.",
    "Colonel May and Major August Tarn spoke.",
    "The Velm Sun sat on the story.",
    "The second man came second.",
    "It is a second, smaller quarter of the city.",
    "The quarter final was lost.",
    "A 12-year-old boy and a man of 42 were hurt.",
    "She was 42 years old.",
    "They counted 2010 soldiers and 1,999 shells.",
    "More than 2000 people fled.",
    "The fall of the city shocked many.",
    "They spring from one family.",
    "Black Friday sales rose.",
    "He was named the Man of Velm.",
    "The present government fell.",
    "The last of them left.",
    "The vote was 12-10 in favour.",
    "Dec and Jan are brothers.",
    "Now that he is gone, they rest.",
    "The Daily Record and the Velm Weekly closed.",
    "It was in this Dawn Herald article and the Evening Ledger.",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_what_is_no_time(text: str) -> None:
    assert found(text) == []


def test_two_ends_of_a_range_are_marked_as_such() -> None:
    assert found("Between January 23 and February 21 thirty men died.") == [
        ("January 23", "DATE", "date XXXX-01-23; rel=between; part=from"),
        ("February 21", "DATE", "date XXXX-02-21; part=to"),
    ]
    assert found("In May 2013 - four months after the vote - he left.")[0][2] == "date 2013-05"
    assert [form for _, _, form in found("They talked from Monday to Friday.")] == [
        "date XXXX-WXX-1; part=from",
        "date XXXX-WXX-5; part=to",
    ]


def test_expressions_do_not_overlap_and_stand_where_they_say() -> None:
    text = (
        "At 5:44 am on Friday, September 17, two weeks after the 2009 vote, five died. It was the third raid this week."
    )
    story = plain_story(text)
    tokens, sentences = segment(story)
    times = find_times(story, tokens, sentences)
    assert [story.text[t.start : t.end] for t in times] == [
        "5:44 am", "Friday, September 17", "two weeks", "2009", "this week",
    ]  # fmt: skip
    assert all(a.end <= b.start for a, b in pairwise(times))
    assert [t.sentence for t in times] == [0, 0, 0, 0, 1]


@pytest.mark.parametrize("form", sorted({case[4] for case in CASES}))
def test_forms_can_be_read_back(form: str) -> None:
    parsed = parse_form(form)
    keys = "".join(f"; {key}={value}" for key, value in parsed.keys.items())
    arguments = " / ".join(parsed.args) if parsed.head == "range" else " ".join(parsed.args)
    assert f"{parsed.head} {arguments}{keys}" + (f"; of={parsed.of}" if parsed.of else "") == form


WORDS = (
    sorted(lexicon())
    + "the a an of in on at by to from between and 's - -- / , . ' ( ) 5 17 31 2010 5:44 99:99 ² ٣ 3rd".split()
)


@given(st.lists(st.sampled_from(WORDS).flatmap(lambda w: st.sampled_from([w, w.capitalize(), w.upper()])), max_size=12))
def test_any_heap_of_such_words_is_read_and_resolved(words: list[str]) -> None:
    story = plain_story(" ".join(words), published="2010-09-22")
    tokens, sentences = segment(story)
    times = find_times(story, tokens, sentences)
    values = resolve_times(story, tokens, sentences, times)
    assert len(values) == len(times)
    assert all(a.end <= b.start for a, b in pairwise(times))
