"""Time expressions resolved: intervals by class, with and without the story's date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import edtf
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.reader.times import find_times
from sayso.resolve.times import TimeValue, resolve_expression, resolve_times
from sayso.vocabulary import DateKind, DatePrecision, How

WEDNESDAY = "2010-09-22"


def resolved(text: str, published: str = WEDNESDAY) -> list[tuple[str, TimeValue]]:
    """(words, value) of each expression of a text."""
    story = plain_story(text, published=published)
    tokens, sentences = segment(story)
    times = find_times(story, tokens, sentences)
    values = resolve_times(story, tokens, sentences, times)
    return [
        (story.text[t.start : t.end], v if v is not None else TimeValue()) for t, v in zip(times, values, strict=True)
    ]


def value(text: str, words: str, published: str = WEDNESDAY) -> TimeValue:
    return dict(resolved(text, published))[words]


# sentence in a story of Wednesday 22 September 2010, words, first, last, precision, TIMEX3
CASES: list[tuple[str, str, str, str, str, str]] = [
    ("It began on 17 March 2011.", "17 March 2011", "2011-03-17", "2011-03-17", "day", "2011-03-17"),
    ("It began in September 2009.", "September 2009", "2009-09", "2009-09", "month", "2009-09"),
    ("It began in 2009.", "2009", "2009", "2009", "year", "2009"),
    ("It began in the 1990s.", "the 1990s", "1990", "1999", "decade", "199"),
    # Weekdays: tense decides, the day of publication is itself.
    ("Five died on Friday.", "Friday", "2010-09-17", "2010-09-17", "day", "2010-09-17"),
    ("Five died on Wednesday.", "Wednesday", "2010-09-22", "2010-09-22", "day", "2010-09-22"),
    ("Five died on Thursday.", "Thursday", "2010-09-16", "2010-09-16", "day", "2010-09-16"),
    ("The council will meet on Friday.", "Friday", "2010-09-24", "2010-09-24", "day", "2010-09-24"),
    ("The council will meet on Wednesday.", "Wednesday", "2010-09-22", "2010-09-22", "day", "2010-09-22"),
    ("The talks are to be held on Monday.", "Monday", "2010-09-27", "2010-09-27", "day", "2010-09-27"),
    ("He plans to fly home on Monday.", "Monday", "2010-09-27", "2010-09-27", "day", "2010-09-27"),
    ("He said the talks would open on Monday.", "Monday", "2010-09-27", "2010-09-27", "day", "2010-09-27"),
    ("The talks may be held on Monday.", "Monday", "2010-09-27", "2010-09-27", "day", "2010-09-27"),
    ("The envoy, who will leave soon, arrived on Monday.", "Monday", "2010-09-20", "2010-09-20", "day", "2010-09-20"),
    ("She invited them to talks beginning on October 2.", "October 2", "2010-10-02", "2010-10-02", "day", "2010-10-02"),
    ("They met last Wednesday.", "last Wednesday", "2010-09-15", "2010-09-15", "day", "2010-09-15"),
    ("They meet next Wednesday.", "next Wednesday", "2010-09-29", "2010-09-29", "day", "2010-09-29"),
    ("They met this Monday.", "this Monday", "2010-09-20", "2010-09-20", "day", "2010-09-20"),
    ("They met on Friday of last week.", "Friday of last week", "2010-09-17", "2010-09-17", "day", "2010-09-17"),
    # A date without its year.
    ("Five died on March 17.", "March 17", "2010-03-17", "2010-03-17", "day", "2010-03-17"),
    ("Five died on December 17.", "December 17", "2009-12-17", "2009-12-17", "day", "2009-12-17"),
    ("The council will meet on March 17.", "March 17", "2011-03-17", "2011-03-17", "day", "2011-03-17"),
    ("The council will meet on December 17.", "December 17", "2010-12-17", "2010-12-17", "day", "2010-12-17"),
    ("It began in November.", "November", "2009-11", "2009-11", "month", "2009-11"),
    ("It began in September.", "September", "2010-09", "2010-09", "month", "2010-09"),
    ("It should be finished in October.", "October", "2010-10", "2010-10", "month", "2010-10"),
    ("It ends in March of next year.", "March of next year", "2011-03", "2011-03", "month", "2011-03"),
    ("They met last August.", "last August", "2010-08", "2010-08", "month", "2010-08"),
    ("They met last September.", "last September", "2009-09", "2009-09", "month", "2009-09"),
    ("They meet next March.", "next March", "2011-03", "2011-03", "month", "2011-03"),
    # No tense: back, unless the date is long past and soon comes again.
    ("The March 17 raid.", "March 17", "2010-03-17", "2010-03-17", "day", "2010-03-17"),
    ("The February 12 raid.", "February 12", "2010-02-12", "2010-02-12", "day", "2010-02-12"),
    ("The November 6 election.", "November 6", "2010-11-06", "2010-11-06", "day", "2010-11-06"),
    ("Reports that readers may have seen on Monday.", "Monday", "2010-09-20", "2010-09-20", "day", "2010-09-20"),
    # Deictic.
    ("They met today.", "today", "2010-09-22", "2010-09-22", "day", "2010-09-22"),
    ("They met yesterday.", "yesterday", "2010-09-21", "2010-09-21", "day", "2010-09-21"),
    ("They meet tomorrow.", "tomorrow", "2010-09-23", "2010-09-23", "day", "2010-09-23"),
    ("They met the day before yesterday.", "the day before yesterday", "2010-09-20", "2010-09-20", "day", "2010-09-20"),
    ("They met last night.", "last night", "2010-09-21", "2010-09-21", "day", "2010-09-21TNI"),
    ("They met this week.", "this week", "2010-09-20", "2010-09-26", "week", "2010-W38"),
    ("They met last week.", "last week", "2010-09-13", "2010-09-19", "week", "2010-W37"),
    ("They met over the weekend.", "the weekend", "2010-09-18", "2010-09-19", "week", "2010-W37-WE"),
    ("They will meet over the weekend.", "the weekend", "2010-09-25", "2010-09-26", "week", "2010-W38-WE"),
    ("They met last month.", "last month", "2010-08", "2010-08", "month", "2010-08"),
    ("They meet next year.", "next year", "2011", "2011", "year", "2011"),
    ("They met earlier this month.", "earlier this month", "2010-09", "2010-09-22", "month", "2010-09"),
    ("They meet later this year.", "later this year", "2010-09-22", "2010", "year", "2010"),
    ("They met two days ago.", "two days ago", "2010-09-20", "2010-09-20", "day", "2010-09-20"),
    ("They met two weeks ago.", "two weeks ago", "2010-09-05", "2010-09-11", "week", "2010-09-08"),
    ("They met three months ago.", "three months ago", "2010-06", "2010-06", "month", "2010-06"),
    ("They met ten years ago.", "ten years ago", "2000", "2000", "year", "2000"),
    ("They meet three days from now.", "three days from now", "2010-09-25", "2010-09-25", "day", "2010-09-25"),
    ("They met several months ago.", "several months ago", "", "", "", "PAST_REF"),
    # Parts of periods.
    ("It began in late 2009.", "late 2009", "2009-09~", "2009-12~", "season", "2009"),
    ("It began in early 2009.", "early 2009", "2009-01~", "2009-04~", "season", "2009"),
    ("It began in mid-2009.", "mid-2009", "2009-05~", "2009-08~", "season", "2009"),
    ("It began in early June.", "early June", "2010-06-01~", "2010-06-10~", "week", "2010-06"),
    ("It began in late June.", "late June", "2010-06-21~", "2010-06-30~", "week", "2010-06"),
    ("It began at the end of last year.", "the end of last year", "2009-10~", "2009-12~", "season", "2009"),
    (
        "Sales fell in the third quarter of 2009.",
        "the third quarter of 2009",
        "2009-07",
        "2009-09",
        "season",
        "2009-Q3",
    ),
    ("It began in the first half of 2009.", "the first half of 2009", "2009-01", "2009-06", "season", "2009-H1"),
    ("It began in the last week of March.", "the last week of March", "2010-03-25", "2010-03-31", "week", "2010-W12"),
    ("It began in the summer of 2009.", "the summer of 2009", "2009-06", "2009-08", "season", "2009-SU"),
    ("It began in the winter of 2009.", "the winter of 2009", "2009-12", "2010-02", "season", "2009-WI"),
    ("It began last spring.", "last spring", "2010-03", "2010-05", "season", "2010-SP"),
    # Durations and sets.
    ("The siege lasted three weeks.", "three weeks", "", "", "", "P3W"),
    ("The curfew lasted half an hour.", "half an hour", "", "", "", "PT30M"),
    ("They waited for two decades.", "two decades", "", "", "", "P20Y"),
    ("Ten died in the past five days.", "the past five days", "2010-09-17", "2010-09-22", "day", "P5D"),
    ("They struck weekly.", "weekly", "", "", "", "P1W"),
    ("He spoke a day after his release.", "a day", "", "", "", "P1D"),
    (
        "It came three weeks after March 17.",
        "three weeks after March 17",
        "2010-04-04",
        "2010-04-10",
        "week",
        "2010-04-07",
    ),
    # Limits and ranges.
    ("It has been shut since Friday.", "Friday", "2010-09-17", "2010-09-22", "day", "2010-09-17"),
    ("It has been shut since the March 17 raid.", "March 17", "2010-03-17", "2010-09-22", "day", "2010-03-17"),
    ("Thirty died between the raids on May 3 and May 9.", "May 3", "2010-05-03", "2010-05-09", "day", "2010-05-03"),
    ("It is shut until Friday.", "Friday", "", "2010-09-24", "day", "2010-09-24"),
    ("It was shut until Friday.", "Friday", "", "2010-09-17", "day", "2010-09-17"),
    ("It must be signed by Friday.", "Friday", "", "2010-09-24", "day", "2010-09-24"),
    ("It happened before June 3.", "June 3", "", "2010-06-02", "day", "2010-06-03"),
    ("It happened after June 3.", "June 3", "2010-06-03", "", "day", "2010-06-03"),
    ("They talked March 3-5.", "March 3-5", "2010-03-03", "2010-03-05", "day", "P3D"),
    ("Thirty died between January 23 and February 21.", "January 23", "2010-01-23", "2010-02-21", "day", "2010-01-23"),
    ("Thirty died between January 23 and February 21.", "February 21", "2010-01-23", "2010-02-21", "day", "2010-02-21"),
    ("They talked from November 2008 to March.", "November 2008", "2008-11", "2009-03", "month", "2008-11"),
    (
        "They fought from December 30 to January 2, 2009.",
        "December 30",
        "2008-12-30",
        "2009-01-02",
        "day",
        "2008-12-30",
    ),
    ("They talked from Monday to Friday.", "Monday", "2010-09-13", "2010-09-17", "day", "2010-09-13"),
]


@pytest.mark.parametrize(("text", "words", "start", "end", "precision", "timex"), CASES, ids=[c[0] for c in CASES])
def test_value(text: str, words: str, start: str, end: str, precision: str, timex: str) -> None:
    got = value(text, words)
    assert (got.date_start, got.date_end, got.precision, got.timex) == (start, end, precision, timex)


# Without a date of publication nothing may stand in for it.
UNDATED: list[tuple[str, str, str, str]] = [
    ("Five died on March 17.", "March 17", "XXXX-03-17", "XXXX-03-17"),
    ("Five died in March.", "March", "XXXX-03", "XXXX-03"),
    ("Five died on 17 March 2011.", "17 March 2011", "2011-03-17", "2011-03-17"),
    ("Five died on Friday.", "Friday", "", "XXXX-WXX-5"),
    ("Five died last Friday.", "last Friday", "", "XXXX-WXX-5"),
    ("Five died yesterday.", "yesterday", "", "XXXX-XX-XX"),
    ("Five died last week.", "last week", "", "XXXX-WXX"),
    ("Five died two weeks ago.", "two weeks ago", "", "XXXX-XX-XX"),
    ("Five died over the weekend.", "the weekend", "", "XXXX-WXX-WE"),
    ("Five died last summer.", "last summer", "", "XXXX-SU"),
]


@pytest.mark.parametrize(("text", "words", "start", "timex"), UNDATED)
def test_a_story_without_a_date_keeps_what_is_known(text: str, words: str, start: str, timex: str) -> None:
    got = value(text, words, published="")
    assert (got.date_start, got.date_end, got.timex) == (start, start, timex)


MONTH_ONLY: list[tuple[str, str, str, str]] = [
    ("Five died on Friday.", "Friday", "", ""),
    ("Five died today.", "today", "2010-09", "2010-09"),
    ("Five died last month.", "last month", "2010-08", "2010-08"),
    ("Five died last year.", "last year", "2009", "2009"),
    ("Five died on March 17.", "March 17", "2010-03-17", "2010-03-17"),
    ("Five died two months ago.", "two months ago", "2010-07", "2010-07"),
]


@pytest.mark.parametrize(("text", "words", "start", "end"), MONTH_ONLY)
def test_a_story_of_which_only_the_month_is_known(text: str, words: str, start: str, end: str) -> None:
    got = value(text, words, published="2010-09")
    assert (got.date_start, got.date_end) == (start, end)


def test_the_previous_day_counts_from_the_last_date_named() -> None:
    text = "The camp was raided on September 3. Guards had fled the previous day. Two days later it burned."
    assert [v.date_start for _, v in resolved(text)] == ["2010-09-03", "2010-09-02", "2010-09-04"]


def test_counting_from_a_date_without_a_year() -> None:
    text = "The camp was raided on March 17. Guards had fled the previous day."
    assert [v.date_start for _, v in resolved(text, published="")] == ["XXXX-03-17", "XXXX-03-16"]


def test_a_clock_time_takes_the_day_it_stands_with_and_gives_it_the_hour() -> None:
    for text in ("It hit at 5:44 am on Friday.", "On Friday at 5:44 am it hit."):
        for _, got in resolved(text):
            assert (got.date_start, got.time_of_day, got.precision) == ("2010-09-17", "05:44", DatePrecision.MINUTE)


def test_a_clock_time_alone_takes_the_last_day_named() -> None:
    got = value("Troops came on Friday. Shots fell at 5:44 am local time.", "5:44 am local time")
    assert (got.date_start, got.zone, got.timex) == ("2010-09-17", "local", "2010-09-17T05:44")


def test_a_time_in_utc_says_so() -> None:
    got = value("It hit at 18:00 UTC today.", "18:00 UTC today")
    assert (got.zone, got.timex) == ("UTC", "2010-09-22T18:00Z")


def test_headlines_look_ahead() -> None:
    story = plain_story("Nothing else.", published=WEDNESDAY, title="Ministers to meet Friday")
    tokens, sentences = segment(story)
    times = find_times(story, tokens, sentences)
    (got,) = resolve_times(story, tokens, sentences, times)
    assert got is not None
    assert got.date_start == "2010-09-24"


def test_within_and_throughout() -> None:
    assert value("Five died on Friday.", "Friday").kind == DateKind.WITHIN
    assert value("It has been shut since Friday.", "Friday").kind == DateKind.THROUGHOUT
    assert value("It lasted three weeks.", "three weeks").kind == DateKind.THROUGHOUT
    assert value("Ten died between May 3 and May 9.", "May 3").kind == DateKind.WITHIN
    assert value("They talked from May 3 to May 9.", "May 3").kind == DateKind.THROUGHOUT


def test_what_was_inferred_says_from_what() -> None:
    stated = value("Five died on 17 March 2010.", "17 March 2010")
    assert (stated.how, stated.reason) == (How.TEXT, "")
    inferred = value("Five died on Friday.", "Friday")
    assert inferred.how == How.INFERRED
    assert WEDNESDAY in inferred.reason


def test_a_date_given_later_resolves_the_same_form() -> None:
    form = "date XXXX-WXX-5"
    undated = resolve_expression(form)
    assert undated is not None
    assert undated.date_start == ""
    dated = resolve_expression(form, reference=WEDNESDAY, tense="past")
    assert dated is not None
    assert dated.date_start == "2010-09-17"


def test_a_date_of_publication_that_is_no_date_counts_as_none() -> None:
    assert value("Five died on March 17.", "March 17", published="last week").date_start == "XXXX-03-17"


def test_leap_day_is_never_made_up() -> None:
    got = value("Five died on February 29.", "February 29", published="2011-03-05")
    assert got.date_start == "" or edtf.is_edtf(got.date_start)


FORMS = [
    "date XXXX-03-17", "date XXXX-09",
    "date XXXX-02-29", "date XXXX-WXX-5", "date XXXX-XX-31", "date XXXX-SU; dir=last",
    "unit -1 W", "unit 0 WE; ref=near", "unit 1 M", "unit -1 Q", "unit 0 H", "unit -1 DE", "unit -1 CE", "shift -2 W",
    "shift -3 M", "shift 2..3 D; ref=last", "shift -500 Y", "shift 1.5 Y", "past 5 D", "past 3 DE", "coming 2 W",
    "past 9000 Y", "nth -1 W; of=date XXXX-03", "nth 3 Q; of=unit -1 Y", "unit 0 Y; mod=late", "unit 0 M; mod=earlier",
    "date 199X; mod=early", "range date XXXX-03-03 / date XXXX-03-05", "unit 0 D; time=05:44; zone=UTC",
    "shift 3 W; of=date XXXX-03-17", "date XXXX-10; of=unit 1 Y", "same M; ref=near; of=unit -1 Y", "vague past",
    "shift 40000 W", "shift -40000 D", "unit 1 D; rel=since", "shift 99999999999 D", "unit -1 D; ref=last; rel=before",
]  # fmt: skip


@given(
    st.sampled_from(FORMS),
    st.one_of(st.just(""), st.dates().map(lambda d: d.isoformat()), st.dates().map(lambda d: d.isoformat()[:7])),
    st.sampled_from(["", "2010-09-17", "XXXX-03-17", "2010-02", "1999", "XXXX-12-31", "XXXX-02-29"]),
    st.sampled_from(["", "past", "future"]),
)
def test_every_form_gives_readable_dates_in_order(form: str, reference: str, last: str, tense: str) -> None:
    got = resolve_expression(form, reference=reference, last=last, tense=tense)
    if got is None:
        return
    for text in (got.date_start, got.date_end):
        assert text == "" or edtf.is_edtf(text)
    low, _ = edtf.bounds(got.date_start)
    _, high = edtf.bounds(got.date_end)
    if low is not None and high is not None:
        assert low <= high


def test_a_date_that_only_compares_is_not_counted_from() -> None:
    text = (
        "Two bridges burned on Saturday, the worst day since the fire at Kelm on September 4. "
        "A third fell the same day."
    )
    assert value(text, "the same day").date_start == "2010-09-18"
