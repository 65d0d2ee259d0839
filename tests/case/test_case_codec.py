from __future__ import annotations

from collections.abc import Callable
from itertools import count

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_up import make_page, make_reading, make_story
from sayso.case import Case, codec
from sayso.case.keeping import joined, keep_ids
from sayso.records import Account, Claim, Count, Evidence, Issue, Reading, Story
from sayso.vocabulary import CountWhat, EventType, How, Stance

TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
FRESH = count()
NUMBER = st.none() | st.integers(0, 10**12)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    sentences = draw(st.lists(TEXT.filter(bool), min_size=1, max_size=4))
    page = make_page(content=draw(st.binary(max_size=30)))
    story = make_story(page, sentences, title=draw(TEXT))

    def spans(number: int) -> list[tuple[int, int]]:
        places = st.tuples(st.integers(0, len(story.text)), st.integers(0, len(story.text)))
        return [(min(pair), max(pair)) for pair in draw(st.lists(places, max_size=number, unique=True))]

    def words(start: int, end: int) -> str:
        return story.text[start:end] if draw(st.booleans()) else draw(TEXT)

    sid = story.story_id
    claims = tuple(
        Claim(
            claim_id=f"c{number}", story_id=sid, speaker=draw(TEXT), stance=draw(st.sampled_from(Stance)),
            confidence=draw(st.floats(0, 1)), text=words(*span), start=span[0], end=span[1],
        )
        for number, span in enumerate(spans(4))
    )  # fmt: skip
    accounts = tuple(
        Account(
            account_id=f"a{number}", story_id=sid, event_type=draw(st.sampled_from(EventType)), place=draw(TEXT),
            latitude=draw(st.none() | st.floats(-90, 90)), text=words(*span), start=span[0], end=span[1],
        )
        for number, span in enumerate(spans(4))
    )  # fmt: skip
    counts = tuple(
        Count(
            count_id=f"n{number}", story_id=sid, what=draw(st.sampled_from(CountWhat)), min=draw(NUMBER),
            max=draw(NUMBER), text=words(*span), start=span[0], end=span[1],
        )
        for number, span in enumerate(spans(4))
    )  # fmt: skip
    evidence = tuple(
        Evidence(table="counts", record_id=count.count_id, field=draw(TEXT), how=draw(st.sampled_from(How)))
        for count in counts
    )
    issues = tuple(Issue(what=what, why="why", remedy="") for what in draw(st.lists(TEXT, max_size=2, unique=True)))
    return Reading(
        story=story, claims=claims, accounts=accounts, counts=counts, evidence=evidence, issues=issues,
        version=draw(TEXT),
    )  # fmt: skip


@given(readings())
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    assert codec.unpack_reading(codec.pack_reading(reading), reading.story) == reading


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(readings(), max_size=4))
def test_adding_anything_again_changes_nothing(make_case: Callable[..., Case], given_readings: list[Reading]) -> None:
    case = make_case(f"{next(FRESH)}.db")
    tables = ("pages", "stories", "claims", "accounts", "counts", "evidence", "issues", "aliases")
    stories: dict[str, Reading] = {}
    for number, reading in enumerate(given_readings):
        page = make_page(f"{number}.html", str(number).encode())
        story = msgspec.structs.replace(reading.story, page_id=page.page_id, page=page.address, story_id=f"s{number}")
        stories[page.address] = msgspec.structs.replace(reading, story=story)
    seen = []
    for _ in range(2):
        for number, (address, reading) in enumerate(stories.items()):
            page = make_page(address, str(number).encode())
            case.add_page(page, b"", address, [reading.story], [reading])
        seen.append({table: list(case.rows(table).tuples()) for table in tables})
        assert {found.story.story_id: found for found in case.readings()} == {
            reading.story.story_id: reading for reading in stories.values()
        }
    assert seen[0] == seen[1]
    case.close()


@given(readings())
def test_a_reading_keeps_its_own_ids(reading: Reading) -> None:
    assert keep_ids(reading, reading) == (reading, [])


def test_ids_go_to_the_best_overlap_first() -> None:
    story = make_story(make_page())
    old = make_reading(story)

    def counted(*spans: tuple[str, int, int]) -> Reading:
        return Reading(
            story=story,
            counts=tuple(
                Count(count_id=name, story_id=story.story_id, what=CountWhat.KILLED, start=start, end=end)
                for name, start, end in spans
            ),
        )

    new, lost = keep_ids(counted(("n1", 0, 10), ("n2", 10, 20)), counted(("x1", 4, 12), ("x2", 9, 20), ("x3", 2, 10)))
    assert [count.count_id for count in new.counts] == ["x1", "n2", "n1"]
    assert lost == []
    _, lost = keep_ids(old, Reading(story=story, version="2"))
    assert {alias.old_id for alias in lost} >= {claim.claim_id for claim in old.claims}
    assert {alias.new_id for alias in lost} == {story.story_id}


ROWS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Ada", "Ada Lind", "Ada Lund", "Bo"]),
        "kind": st.sampled_from(["unknown", "person", "group"]),
        "country": st.sampled_from(["", "XA", "XB"]),
        "latitude": st.sampled_from([None, 0.0, 1.5]),
    }
)


@given(ROWS, ROWS, ROWS)
def test_joining_does_not_depend_on_the_order(one: dict[str, object], two: dict[str, object], three: object) -> None:
    assert joined(one, one) == one
    assert joined(one, two) == joined(two, one)
    assert joined(joined(one, two), three) == joined(one, joined(two, three))  # type: ignore[arg-type]


@given(st.text())
def test_cleaning_keeps_the_length_and_what_is_clean(text: str) -> None:
    cleaned = codec.clean(text)
    assert len(cleaned) == len(text)
    cleaned.encode("utf-8")
    assert codec.clean(cleaned) == cleaned
    assert all(
        old == new or old == "\x00" or "\ud800" <= old <= "\udfff" for old, new in zip(text, cleaned, strict=True)
    )


@given(st.binary())
def test_page_bytes_come_back(content: bytes) -> None:
    assert codec.unpack_bytes(codec.pack_bytes(content)) == content


def test_a_story_without_text_is_stored_as_it_is(make_case: Callable[..., Case]) -> None:
    case = make_case()
    page = make_page()
    story = Story(story_id="s1", page_id=page.page_id, page=page.address)
    case.add_page(page, b"", "", [story])
    assert case.story("s1") == story
