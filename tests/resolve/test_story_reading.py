"""Whole readings of made-up stories: claims, their voices and chains, accounts, counts, and the evidence for each."""

from __future__ import annotations

import msgspec
import pytest

from sayso.reader import read
from sayso.reader.plain import plain_story
from sayso.records import Block, Claim, Reading, Story
from sayso.resolve import resolve
from sayso.resolve.gazetteer import Gazetteer
from sayso.vocabulary import (
    BlockKind,
    ClaimRelation,
    EventType,
    How,
    Naming,
    PublishedFrom,
    SpeakerKind,
    Stance,
    Status,
)


def reading(text: str, published: str = "2031-03-14", outlet: str = "Harbour Post") -> Reading:
    story = plain_story(text, published=published, outlet=outlet)
    gazetteer = Gazetteer.default()
    return resolve(story, read(story, gazetteer), gazetteer)


def claim(text: str) -> Claim:
    return reading(text).claims[0]


@pytest.mark.parametrize(
    ("text", "speaker", "kind"),
    [
        ("Dara Venn said the road was open.", "Dara Venn", SpeakerKind.NAMED),
        ("The army chief said the road was open.", "army chief", SpeakerKind.ROLE),
        ("A senior official said the road was open.", "senior official", SpeakerKind.ANONYMOUS),
        ("Two intelligence officials said the road was open.", "intelligence officials", SpeakerKind.ANONYMOUS),
        ("The road was open, according to experts.", "experts", SpeakerKind.ANONYMOUS),
        ("The foreign ministry said the road was open.", "foreign ministry", SpeakerKind.ORGANISATION),
        ("A hospital said nine people had died.", "hospital", SpeakerKind.ORGANISATION),
        ("A report by the ministry said the road was open.", "report", SpeakerKind.DOCUMENT),
        ("The Harbour Times reported that the road was open.", "Harbour Times", SpeakerKind.OUTLET),
        ("A local news agency reported that the road was open.", "local news agency", SpeakerKind.OUTLET),
    ],
)
def test_kind_of_voice(text: str, speaker: str, kind: SpeakerKind) -> None:
    found = claim(text)
    assert speaker in found.speaker
    assert found.speaker_kind == kind


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Dara Venn, the mayor, was late. “The road is open,” he said.", "Dara Venn"),
        ("Dara Venn said it was over. “The road is open,” he said.", "Dara Venn"),
        ("Mayor Dara Venn told reporters so. Venn said the road was open.", "Dara Venn"),
        ("The Vesh Front claimed responsibility. “It was us,” the group said.", "Vesh Front"),
        ("A man calling himself Commander Orr said nobody had died.", "Commander Orr"),
        ("Two analysts who worked on the file said it was guesswork.", "analysts"),
        ("The foreign ministry issued a condemnation. “It is a crime,” the statement said.", "foreign ministry"),
    ],
)
def test_who_speaks_last(text: str, speaker: str) -> None:
    assert speaker in reading(text).claims[-1].speaker


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Dara Venn told Radio Marn that the road was open.", "Radio Marn"),
        ("Contacted by The Lantern, a military source denied the report.", "The Lantern"),
        ("“It is open,” Dara Venn wrote in a Harbour Times article.", "Harbour Times"),
        ("Radio Marn, citing an aide, said the road was open.", "Radio Marn"),
        ("Radio Marn reported that officials said the road was open.", "Radio Marn"),
        ("Dara Venn said the road was open.", ""),
    ],
)
def test_chain(text: str, via: str) -> None:
    assert reading(text).claims[-1].via == via


def test_positions_of_a_chain_run_outwards() -> None:
    made = reading("Radio Marn reported that officials said the road was open.")
    inner = made.claims[-1]
    names = {v.voice_id: v.name for v in made.voices}
    chain = sorted((m.position, names[m.voice_id]) for m in made.claim_voices if m.claim_id == inner.claim_id)
    assert chain == [(0, "officials"), (1, "Radio Marn")]


def test_no_voice_is_there_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    # By the rules alone: with the model "he" is not yet chained to a name given in passing.
    monkeypatch.setattr("sayso.reader.read_numbers", lambda tokens, sentences: None)
    made = reading(
        "One farmer, who gave only his first name, Torben, told her he had lost a field. “It feeds us. After that "
        "I am a guest of my cousin,” he said."
    )
    assert [v.name for v in made.voices] == ["Torben"]


def test_every_derived_row_says_which_version_made_it() -> None:
    made = reading(f"{TEXT}\n\nDara Venn, the mayor of Senn, said the road was open.")
    rows = (*made.voices, *made.claims, *made.accounts, *made.counts, *made.roles)
    assert made.roles and {row.version for row in rows} == {made.version}


def test_a_date_printed_on_the_page_is_not_evidence_in_the_text() -> None:
    story = msgspec.structs.replace(plain_story(TEXT, published="2031-03-14"), published_from=PublishedFrom.PAGE)
    (known,) = [e for e in resolve(story, read(story)).evidence if (e.table, e.field) == ("stories", "published")]
    assert (known.how, known.ref) == (How.METADATA, "page")


def test_unnamed_voices_have_no_actor() -> None:
    made = reading("A senior official said the road was open. Dara Venn said it was shut.")
    by_naming = {v.naming: v.actor_id for v in made.voices}
    assert by_naming[Naming.UNNAMED] == ""
    assert by_naming[Naming.NAMED] != ""


def test_a_denial_is_tied_to_what_it_denies() -> None:
    made = reading(
        "A local news agency reported that General Orr had apologised for the raid. "
        "A military source denied the report."
    )
    first, denial = made.claims
    assert denial.stance == Stance.DENIES
    assert denial.denies_claim_id == first.claim_id


def test_a_denial_of_what_nobody_claims_is_tied_to_nothing() -> None:
    made = reading("Dara Venn said rain had fallen in the valley. The army denied that it had fired on the bridge.")
    assert made.claims[-1].denies_claim_id == ""


def test_nothing_denied_is_filed_as_happened() -> None:
    made = reading("The army denied that it had attacked the village.")
    assert [a.status for a in made.accounts if a.event_type == EventType.ASSAULT] == [Status.DENIED]


def test_a_negated_content_denies_only_what_it_negates() -> None:
    made = reading("“We did not shell the village. The Front attacked the bridge,” the army said.")
    statuses = {a.text[:14]: a.status for a in made.accounts if a.event_type == EventType.ASSAULT}
    assert statuses.get("The Front atta") == Status.HAPPENED


def test_accounts_hang_on_the_innermost_claim_and_outer_ones_report_it_too() -> None:
    made = reading("Radio Marn reported that officials said soldiers had attacked the village.")
    (account,) = [a for a in made.accounts if a.event_type == EventType.ASSAULT]
    assert account.claim_id == made.claims[-1].claim_id
    relations = {link.claim_id: link.relation for link in made.claim_accounts if link.account_id == account.account_id}
    assert set(relations.values()) == {ClaimRelation.REPORTS}
    assert len(relations) == 2


def test_a_headline_adds_no_account_where_the_body_tells_the_event() -> None:
    title, body = "Rebels attack Senn bridge", "Rebels attacked the Senn bridge on Monday, killing nine people."
    text = f"{title}\n\n{body}"
    story = Story(
        story_id="s1", page_id="p1", title=title, published="2031-03-14", text=text,
        blocks=(
            Block(kind=BlockKind.HEADING, start=0, end=len(title)),
            Block(kind=BlockKind.PARAGRAPH, start=len(title) + 2, end=len(text)),
        ),
    )  # fmt: skip
    made = resolve(story, read(story))
    assert {a.block for a in made.accounts if a.event_type == EventType.ASSAULT} == {"body"}


def test_counts_know_their_account_and_their_claim() -> None:
    made = reading("An air strike killed nine civilians in Quetta on Monday, officials said.", published="2011-03-16")
    (count,) = made.counts
    (account,) = [a for a in made.accounts if a.event_type == EventType.ASSAULT]
    assert (count.account_id, count.claim_id) == (account.account_id, made.claims[0].claim_id)
    assert (account.date_start, account.country) == ("2011-03-14", "PK")


def test_participants_know_the_figure_that_counts_them() -> None:
    made = reading("An air strike killed nine civilians in Quetta on Monday, officials said.", published="2011-03-16")
    counted = {p.name: p.count_id for p in made.participants if p.count_id}
    assert set(counted.values()) == {made.counts[0].count_id}
    assert any("civilians" in name for name in counted)


TEXT = """General Dara Venn, commander of the northern army, told Radio Marn on Monday that an air strike had killed
nine civilians near Quetta.

A senior official, quoted by the Harbour Times, denied that soldiers had attacked the village. “We were probably
asleep,”
she said. According to experts, the army will meet tribal leaders in Kabul next week.

“At least twelve people died,” the statement said."""


NO_VALUES = {
    # keys, links to other rows, text and offsets, and what says how far a row is to be trusted
    "claims": {
        "claim_id", "story_id", "speaker_id", "origin_id", "block", "start", "end", "certainty", "confidence",
    },
    "accounts": {
        "account_id", "story_id", "incident_id", "claim_id", "origin_id", "block", "text", "start", "end",
        "trigger_start", "trigger_end", "refers_to", "confidence",
    },
    "counts": {
        "count_id", "account_id", "claim_id", "story_id", "part_of_count_id", "text", "start", "end", "confidence",
    },
    "voices": {"voice_id", "story_id", "actor_id", "confidence"},
    "actors": {"actor_id"},
    "roles": {"role_id", "actor_id", "story_id", "start", "end", "confidence"},
    "places": {"place_id"},
}  # fmt: skip


@pytest.mark.parametrize("table", sorted(NO_VALUES))
def test_no_value_without_evidence(table: str) -> None:
    made = reading(TEXT)
    known = {(e.record_id, e.field) for e in made.evidence if e.table == table}
    rows = getattr(made, table)
    assert rows
    for row in rows:
        fields = set(row.__struct_fields__) - NO_VALUES[table] - {"reviewed", "version"}
        filled = {f for f in fields if getattr(row, f) not in ("", None)}
        missing = {f for f in filled if (_key(row), f) not in known}
        assert not missing, (row, missing)


def _key(row: object) -> str:
    """The row's own id: the field that ends in "_id" and comes first among its own fields."""
    return str(next(getattr(row, f) for f in row.__struct_fields__ if f.endswith("_id")))  # type: ignore[attr-defined]


def test_a_story_s_own_fields_have_evidence() -> None:
    made = reading(TEXT)
    known = {e.field for e in made.evidence if e.table == "stories"}
    assert {"published", "outlet"} <= known


def test_evidence_from_words_stands_in_the_text() -> None:
    made = reading(TEXT)
    for e in made.evidence:
        if e.how == How.TEXT:
            assert e.start is not None and e.end is not None
            assert 0 <= e.start < e.end <= len(made.story.text)


def test_reading_twice_gives_the_same_rows() -> None:
    assert reading(TEXT) == reading(TEXT)


def test_text_is_what_the_story_says() -> None:
    made = reading(TEXT)
    for row in (*made.claims, *made.accounts, *made.counts):
        assert made.story.text[row.start : row.end] == row.text


def test_another_language_gives_nothing() -> None:
    story = plain_story("El ejército dijo que nueve personas murieron.")
    spanish = msgspec.structs.replace(story, language="es")
    made = resolve(spanish, read(spanish))
    assert (made.claims, made.accounts, made.counts) == ((), (), ())
