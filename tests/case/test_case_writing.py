from __future__ import annotations

import msgspec
import pytest

from made_up import SENTENCES, make_page, make_reading, make_story
from sayso import contract, ids
from sayso.case import Case
from sayso.errors import UsageError
from sayso.records import Account, Actor, Evidence, Incident, Issue, Link, Origin, Reading, Story, Toll
from sayso.vocabulary import CountWhat, CountWho, EventType, How

STORED_TABLES = [table for table in contract.TABLES if table not in ("gaps", "rates", "relations")]


def add(case: Case, *, address: str = "news/one.html", content: bytes = b"<p>one</p>", **options: object) -> Reading:
    page = make_page(address, content)
    reading = make_reading(make_story(page, **options))  # type: ignore[arg-type]
    case.add_page(page, content, f"/home/kept/{address}", [reading.story], [reading])
    return reading


def everything(case: Case) -> dict[str, list[tuple[object, ...]]]:
    return {table: list(case.rows(table, with_text=table == "stories").tuples()) for table in STORED_TABLES}


def test_what_is_added_comes_back_whole(case: Case) -> None:
    reading = add(case)
    story = reading.story
    assert case.story(story.story_id) == story
    assert case.reading(story.story_id) == reading
    assert list(case.readings()) == [reading]
    assert case.page_content(story.page_id) == b"<p>one</p>"
    assert case.has_page("news/one.html", ids.sha256(b"<p>one</p>"))
    assert not case.has_page("news/one.html", ids.sha256(b"other"))
    claim = next(iter(case.claims(where={"claim_id": reading.claims[1].claim_id})))
    assert claim["text"] == SENTENCES[1]
    assert len(case.evidence()) == len(reading.evidence)


def test_adding_again_changes_nothing(case: Case) -> None:
    add(case)
    before = everything(case)
    add(case)
    assert everything(case) == before


def test_changed_page_is_a_new_version_and_the_old_story_is_no_longer_current(case: Case) -> None:
    old = add(case)
    new = add(case, content=b"<p>two</p>", sentences=SENTENCES[:2])
    versions = case.find_page_versions("news/one.html")
    assert [(page.version, page.version_of) for page in versions] == [(1, ""), (2, versions[0].page_id)]
    assert case.find_page_versions("/home/kept/news/one.html") == versions
    assert [reading.story.story_id for reading in case.readings()] == [new.story.story_id]
    assert len(list(case.readings(current_only=False))) == 2
    assert {row["story_id"] for row in case.stories()} == {old.story.story_id, new.story.story_id}
    assert [row["story_id"] for row in case.stories(where={"current": 0})] == [old.story.story_id]
    assert not case.has_page("news/one.html", ids.sha256(b"<p>one</p>"))
    add(case)
    assert [reading.story.story_id for reading in case.readings()] == [old.story.story_id]


def test_a_story_that_both_versions_hold_stays_current(case: Case) -> None:
    reading = add(case)
    page = make_page(content=b"<p>new menu</p>")
    story = msgspec.structs.replace(reading.story, page_id=page.page_id)
    case.add_page(page, b"<p>new menu</p>", "/home/kept/news/one.html", [story], [make_reading(story)])
    assert len(case.pages()) == 2
    assert [(row["story_id"], row["page_id"]) for row in case.stories(where={"current": 1})] == [
        (story.story_id, reading.story.page_id)
    ]


def test_pages_of_one_name_in_two_folders_are_not_versions_of_each_other(case: Case) -> None:
    for content in (b"january", b"february"):
        page = make_page("index.html", content)
        story = make_story(page, [content.decode()])
        case.add_page(page, content, f"/home/{content.decode()}/index.html", [story])
    assert [page.version for page in case.find_page_versions("index.html")] == [1, 1]
    assert len(case.stories(where={"current": 1})) == 2


def test_a_reading_for_a_story_not_given_leaves_no_page(case: Case) -> None:
    page = make_page()
    story = make_story(page)
    with pytest.raises(UsageError, match=story.story_id):
        case.add_page(page, b"", "", [], [make_reading(story)])
    assert len(case.pages()) == 0


def test_a_page_that_fails_in_a_batch_leaves_the_others(case: Case) -> None:
    page = make_page("bad.html", b"bad")
    with pytest.raises(UsageError), case.batch(pages=10, seconds=60):
        add(case)
        assert case.has_page("news/one.html", ids.sha256(b"<p>one</p>"))
        case.add_page(page, b"bad", "", [make_story(page)], [make_reading(make_story(make_page("c.html", b"c")))])
    assert [row["address"] for row in case.pages()] == ["news/one.html"]
    assert len(case.stories()) == 1


def test_a_new_reading_keeps_ids_where_records_overlap_by_half(case: Case) -> None:
    old = add(case)
    account = old.accounts[0]
    case.replace_incidents(
        [Incident(incident_id="i1", event_type=EventType.ASSAULT)],
        account_incident={account.account_id: "i1"},
        claim_origin={old.claims[0].claim_id: "o1"},
    )
    new = make_reading(old.story, version="2", shift=3)
    dropped = msgspec.structs.replace(
        new,
        claims=new.claims[:-1],
        claim_voices=new.claim_voices[:-1],
        claim_accounts=new.claim_accounts[:-1],
    )
    stored = case.replace_reading(dropped)
    assert [claim.claim_id for claim in stored.claims] == [claim.claim_id for claim in old.claims[:-1]]
    assert [record.account_id for record in stored.accounts] == [record.account_id for record in old.accounts]
    assert stored.counts[0].account_id == account.account_id
    assert stored.evidence[0].record_id == old.counts[0].count_id
    assert stored.claims[0].start == old.claims[0].start + 3
    row = case.accounts(where={"account_id": account.account_id}).first()
    assert row is not None
    assert (row["incident_id"], row["origin_id"], row["version"]) == ("i1", "o1", "2")
    assert case.resolve_id(old.claims[-1].claim_id) == old.story.story_id
    assert list(case.stories_to_read("2")) == []


def test_records_far_from_the_old_ones_get_their_own_ids(case: Case) -> None:
    old = add(case)
    new = case.replace_reading(make_reading(old.story, version="2", shift=15))
    assert not {count.count_id for count in new.counts} & {count.count_id for count in old.counts}
    assert case.resolve_id(old.counts[0].count_id) == old.story.story_id
    case.replace_reading(make_reading(old.story, version="3"))
    assert case.resolve_id(old.counts[0].count_id) == old.counts[0].count_id


def test_two_records_of_one_anchor_leave_the_first_and_an_issue(case: Case) -> None:
    page = make_page()
    reading = make_reading(make_story(page))
    double = msgspec.structs.replace(reading.accounts[0], event_type=EventType.AID)
    reading = msgspec.structs.replace(reading, accounts=(*reading.accounts, double))
    case.add_page(page, b"", "", [reading.story], [reading])
    assert len(case.accounts()) == len(reading.accounts) - 1
    assert case.accounts(where={"account_id": double.account_id}).first()["event_type"] == "ASSAULT"  # type: ignore[index]
    assert double.account_id in str(case.issues(where={"kind": "double"}).first())


def test_changed_metadata_makes_the_reading_stale_and_moves_the_title_in_the_index(case: Case) -> None:
    story = add(case).story
    assert list(case.stories_to_read("1")) == []
    assert case.update_story_metadata(story.story_id, origin_group="g1")
    assert list(case.stories_to_read("1")) == []
    assert case.update_story_metadata(story.story_id, title="Quandary at the bridge", published="2031-03-01")
    assert not case.update_story_metadata(story.story_id, published="2031-03-01")
    assert [found.story_id for found in case.stories_to_read("1")] == [story.story_id]
    assert case.count_hits("quandary") == 1
    case.update_story_metadata(story.story_id, title=story.title)
    assert (case.count_hits("quandary"), case.count_hits("killed ardun")) == (0, 1)
    with pytest.raises(UsageError, match="text"):
        case.update_story_metadata(story.story_id, text="another")
    with pytest.raises(UsageError, match="s0"):
        case.update_story_metadata("s0", title="x")


def test_incidents_are_replaced_as_a_whole_and_old_ids_resolve(case: Case) -> None:
    reading = add(case)
    a, b, c, d = (account.account_id for account in reading.accounts)
    first = {"i1": (a, b), "i2": (c,), "i3": (d,)}
    second = {"i4": (a, b, c), "i3": (d,)}
    for groups in (first, second):
        case.replace_incidents(
            [Incident(incident_id=incident, event_type=EventType.ASSAULT, contested=True) for incident in groups],
            [Toll(incident_id=incident, what=CountWhat.KILLED, who=CountWho.TOTAL, min=1) for incident in groups],
            [Link(account_a=a, account_b=b, judgement="same", score=0.5)],
            [Origin(origin_id="o1", kind="agency", name="River Agency")],
            account_incident={account: incident for incident, members in groups.items() for account in members},
            claim_origin={reading.claims[0].claim_id: "o1"},
            evidence=[Evidence(table="incidents", record_id=next(iter(groups)), field="place", how=How.INFERRED)],
        )
    assert [row["incident_id"] for row in case.incidents()] == ["i3", "i4"]
    assert [row["contested"] for row in case.incidents()] == [1, 1]
    assert [case.resolve_id(old) for old in ("i1", "i2", "i3")] == ["i4", "i4", "i3"]
    assert {row["account_id"] for row in case.accounts(where={"incident_id": "i4"})} == {a, b, c}
    assert case.victims().first()["incident_id"] == "i4"  # type: ignore[index]
    assert [row["origin_id"] for row in case.claims(order="-origin_id", limit=2)] == ["o1", ""]
    assert len(case.evidence(where={"table": "incidents", "field": "place"})) == 1
    assert len(case.evidence()) == len(reading.evidence) + 1 + 4
    assert (len(case.tolls()), len(case.links()), len(case.origins())) == (2, 1, 1)
    assert case.reading(reading.story.story_id).accounts[0].incident_id == "i4"


def test_an_issue_is_one_row_however_often_it_comes(case: Case) -> None:
    issue = Issue(what="a.html", why="it is empty", remedy="Fetch it again.")
    case.add_issue(issue)
    case.add_issue(msgspec.structs.replace(issue, remedy="Other words."))
    case.add_issue(Issue(what="a.html", why="it is cut short", remedy=""))
    assert [(row["why"], row["at"]) for row in case.issues()] == [
        ("it is cut short", "2031-03-05T12:00:00Z"),
        ("it is empty", "2031-03-05T12:00:00Z"),
    ]
    assert case.clear_issues("a.html") == 2
    assert len(case.issues()) == 0


def test_actors_do_not_depend_on_the_order_of_stories(make_case: object) -> None:
    known = [
        Actor(actor_id="r1", name="Marsh", country="XA"),
        Actor(actor_id="r1", name="Edda Marsh", sector="GOV"),
        Actor(actor_id="r1", name="Edda Marsj", country="XB"),
    ]
    found = []
    for name, order in (("a.db", (0, 1, 2)), ("b.db", (2, 0, 1)), ("c.db", (1, 2, 0))):
        case = make_case(name)  # type: ignore[operator]
        for number in order:
            page = make_page(f"{number}.html", b"")
            story = make_story(page)
            case.add_page(page, b"", "", [story], [Reading(story=story, actors=(known[number],))])
        found.append(list(case.actors()))
        case.refresh_shared()
        found.append(list(case.actors()))
    assert found == [found[0]] * 6
    assert found[0] == [{"actor_id": "r1", "name": "Edda Marsh", "kind": "unknown", "country": "XA", "sector": "GOV"}]


def test_nul_and_lone_surrogates_are_stored_as_replacement_characters(case: Case) -> None:
    page = msgspec.structs.replace(make_page(), address="n\x00me\udc80.html")
    case.add_page(page, b"", "", [make_story(make_page(), ["text"], title="a\x00b")])
    assert case.pages().first()["address"] == "n\ufffdme\ufffd.html"  # type: ignore[index]
    assert case.stories().first()["title"] == "a\ufffdb"  # type: ignore[index]


def test_a_figure_too_long_for_a_database_is_refused_by_name(case: Case) -> None:
    page = make_page()
    reading = make_reading(make_story(page))
    count = msgspec.structs.replace(reading.counts[0], min=10**30)
    with pytest.raises(UsageError, match=reading.story.story_id):
        case.add_page(page, b"", "", [reading.story], [msgspec.structs.replace(reading, counts=(count,))])
    assert len(case.pages()) == 0


def test_stories_without_a_reading_are_to_be_read(case: Case) -> None:
    page = make_page()
    story = make_story(page)
    case.add_page(page, b"", "", [story])
    assert list(case.stories_to_read("1")) == [story]
    assert list(case.each_story()) == [story]
    with pytest.raises(UsageError, match="not read"):
        case.reading(story.story_id)
    case.replace_reading(make_reading(story))
    assert list(case.stories_to_read("1")) == []


def test_reading_while_stories_are_read_in_a_batch(case: Case) -> None:
    for number in range(5):
        add(case, address=f"{number}.html", content=str(number).encode())
    with case.batch(pages=2, seconds=60):
        for story in case.stories_to_read("2"):
            assert isinstance(story, Story)
            for _ in case.claims(where={"story_id": story.story_id}):
                case.replace_reading(make_reading(story, version="2"))
                break
    assert case.info()["reader_versions"] == {"2": 5}


def test_accounts_of_one_trigger_keep_the_account_type(case: Case) -> None:
    reading = add(case)
    given = case.reading(reading.story.story_id).accounts[0]
    assert isinstance(given, Account)
    assert given.event_type is EventType.ASSAULT
