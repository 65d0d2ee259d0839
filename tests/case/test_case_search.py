from __future__ import annotations

import unicodedata
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_up import make_page, make_story
from sayso.case import Case, search

STORIES = {
    "a": ("2031-03-01", ["Shells hit the Café Ardun; the café's owner died.", "The bombing of Ardun was denied."]),
    "b": ("2031-03-03", ["Bombers flew over the old bridge.", "The market owner and a café"]),
    "c": ("2031-03-02", ["The bridge, old and narrow, stood. ΑΘΗΝΑ was silent.", "Straße der Brücke, № 5"]),
    "d": ("", ["Nobody hit the bridge."]),
}
QUERIES = {
    "cafe": "ba",
    "CAFÉ": "ba",
    "cafe\u0301 owner": "ba",
    '"cafe owner"': "",
    '"old bridge"': "b",
    "old bridge": "bc",
    "bomb*": "ba",
    '"the old bri"*': "b",
    '"the old bri*"': "b",
    "bomb": "",
    "αθηνα": "c",
    "αθη*": "c",
    "strasse": "c",
    "café's": "a",
    "hit the": "ad",
    '"hit the': "ad",
    "": "",
    '"" * -- !': "",
    "NOT bridge OR market": "",
    "title:bridge": "",
    "NEAR(old bridge)": "",
    "'; DROP TABLE stories; --": "",
    "bridge)": "bcd",
    "^bridge & market | {x} : * \\": "",
}
WORDS = st.sampled_from(["ardun", "café", "bridge", "old", "a", "ΑΘΗΝΑ", "fire", "ſ", "ǅ", "x1"])


def fill(case: Case) -> None:
    for name, (published, sentences) in STORIES.items():
        page = make_page(f"{name}.html", name.encode())
        case.add_page(page, b"", "", [make_story(page, sentences, title=f"Story {name}x", published=published)])


def found(case: Case, query: str) -> str:
    return "".join(hit.title[6] for hit in case.search(query))


def test_queries_find_the_stories_newest_first(case: Case) -> None:
    fill(case)
    assert {query: found(case, query) for query in QUERIES} == QUERIES
    for query, names in QUERIES.items():
        assert case.count_hits(query) == len(names)


def test_snippets_show_where(case: Case) -> None:
    fill(case)
    hit = case.search("café")[1]
    story = case.story(hit.story_id)
    assert hit.score == 2
    for snippet in hit.snippets:
        assert snippet.text == story.text[snippet.start : snippet.end]
        assert [story.text[start:end].casefold() for start, end in snippet.marks] == ["café", "café"]


def test_pages_of_hits_follow_each_other(case: Case) -> None:
    fill(case)
    whole = case.search("the")
    assert [case.search("the", limit=1, offset=i)[0] for i in range(len(whole))] == whole


def test_superseded_stories_are_found_only_when_asked_for(case: Case) -> None:
    for content in (b"1", b"2"):
        page = make_page("one.html", content)
        case.add_page(page, content, "/one.html", [make_story(page, [f"A fire in house {content.decode()}."])])
    assert (case.count_hits("fire"), case.count_hits("fire", current_only=False)) == (1, 2)
    assert len(case.search("fire", current_only=False)) == 2


def test_texts_too_long_for_a_tsvector_are_found_all_the_same(case: Case) -> None:
    many = " ".join(f"w{number} the" for number in range(10_000))
    page = make_page()
    case.add_page(page, b"", "", [make_story(page, [f"{many} quay bridge {many} quay house"])])
    queries = ['"quay house"', '"quay bridge"', '"quay the"', '"w9999 the quay"', '"w3 the w4 the"', "w9999 brid*"]
    assert [case.count_hits(query) for query in queries] == [1, 1, 0, 1, 1, 1]


@pytest.mark.postgres
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=4), phrase=st.lists(WORDS, max_size=3))
def test_both_databases_give_the_same_hits(
    both_cases: tuple[Case, Case], texts: list[list[str]], phrase: list[str]
) -> None:
    for case in both_cases:
        for words in texts:
            page = make_page(f"{'-'.join(words)}.html", b"")
            case.add_page(page, b"", "", [make_story(page, [" ".join(words)], title="t")])
    joined = " ".join(phrase)
    for query in (joined, f'"{joined}"', f"{joined}*", f'"{joined}"*'):
        one, other = (case.search(query, limit=100) for case in both_cases)
        assert one == other
        assert (len(one) > 0) <= bool(search.parse_query(query))


@given(st.text())
def test_tokens_stand_where_they_say_and_never_fail(text: str) -> None:
    end = 0
    for token, start, stop in search.tokens(text):
        assert token
        assert end <= start < stop <= len(text)
        assert search.fold(text[start:stop]) == token
        assert len(search.encoded(token).split()) == 1
        end = stop


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    terms = search.parse_query(text.replace('"', " "))
    if len(terms) < search.MOST_TERMS:
        assert search.holds(text, terms)


@given(st.text(alphabet="éàüño a", min_size=1))
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert [token for token, _, _ in search.tokens(apart)] == [token for token, _, _ in search.tokens(text)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], int]:
    from sayso.case import open_case

    case = open_case(tmp_path_factory.mktemp("search") / "case.db")
    fill(case)
    return case.count_hits


@settings(deadline=None)
@given(query=st.one_of(st.text(), st.text(alphabet="\"*()^:-+{}'\\ aANDORT")))
def test_no_query_fails(filled: Callable[[str], int], query: str) -> None:
    assert filled(query) >= 0


def test_outlet_and_time_choose_among_the_hits(case: Case) -> None:
    fill(case)
    other = make_page("e.html", b"e")
    story = make_story(other, ["The bridge again."], title="Story ex", published="2031-03-02T23:00:00Z")
    story = msgspec.structs.replace(story, outlet="Other")
    case.add_page(other, b"", "", [story])

    def chosen(**choice: str) -> str:
        hits = case.search("bridge", **choice)  # type: ignore[arg-type]
        assert case.count_hits("bridge", **choice) == len(hits)  # type: ignore[arg-type]
        return "".join(hit.title[6] for hit in hits)

    assert chosen() == "becd"
    assert chosen(outlet="Other") == "e"
    assert chosen(since="2031-03-02") == "bec"
    assert chosen(until="2031-03-02") == "ec"
    assert chosen(until="2031-03") == "bec"
    assert chosen(since="2031-03-03", until="2031-03-03") == "b"
