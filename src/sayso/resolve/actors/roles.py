"""Offices that a story says people hold or held, with the dates for which that is evidence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sayso.ids import anchored
from sayso.reader.marks import Mention, Sentence, Span, Token
from sayso.reader.mentions import lexicon
from sayso.records import Role, Story
from sayso.version import READER_VERSION
from sayso.vocabulary import BlockKind, MentionKind

if TYPE_CHECKING:
    from sayso.resolve.actors.members import Member

_GONE = "former|formerly|one-time|onetime|erstwhile|ousted|deposed|late|retired|previous"
_FORMER = re.compile(rf"^(?:(?:the|a|an|his|her|its|their|one|{_GONE})\s+|ex-|then[\s-])+", re.IGNORECASE)
_PAST = re.compile(rf"\b(?:{_GONE})\b|\bex-", re.IGNORECASE)
_THEN = re.compile(r"\bthen[\s-]", re.IGNORECASE)
_NOT_YET = re.compile(r"-(?:designate|elect)\b|\bincoming\b|\bnominee\b|\bcandidate\b", re.IGNORECASE)
_ORGANISATIONS = (MentionKind.ORGANISATION, MentionKind.GROUP, MentionKind.OUTLET, MentionKind.FACILITY)
_COUNTRIES = (MentionKind.COUNTRY, MentionKind.NATIONALITY, MentionKind.PLACE)
_HOLDS = {
    "commands": "commander", "heads": "head", "leads": "leader", "chairs": "chairman", "directs": "director",
    "runs": "head", "governs": "governor", "edits": "editor", "founded": "founder", "owns": "owner",
}  # fmt: skip
_HELD = {
    "commanded": "commander", "headed": "head", "led": "leader", "chaired": "chairman", "directed": "director",
    "ran": "head", "governed": "governor", "edited": "editor",
}  # fmt: skip
_LINKS = ("who", "that", "has", "had", "now", "currently", "once", "previously", "also", ",", "then", "long")


_CLAUSE = re.compile(r"\s*,?\s(?:who|whose|whom|which|that)\b")
"""Where a clause begins that is no part of an office: "governor whose term ended"."""


def office_text(text: str) -> str:
    """The office in a title or apposition, without article, "former", rank or honorific; empty if it has none."""
    text = _CLAUSE.split(_FORMER.sub("", " ".join(text.split())))[0]
    words = text.split(" ")
    if not any(_office_word(w) for w in words):
        return ""
    if len(words) == 1 and words[0].lower() in lexicon.titles():
        # A rank is an office of a kind; "Mr." is none.
        row = lexicon.titles()[words[0].lower()]
        return lexicon.RANKS.get(words[0].lower(), words[0].lower()) if row["kind"] in ("rank", "office") else ""
    offices = [k for k, w in enumerate(words) if _office_word(w)]
    while len(words) > 1 and _rank_only(words[-1]) and len(offices) > 1:
        words.pop()
        offices = [k for k, w in enumerate(words) if _office_word(w)]
        while words and words[-1] in (",", "and"):
            words.pop()
    return " ".join(words).strip(" ,")


def _office_word(word: str) -> bool:
    row = lexicon.offices().get(word.lower().strip(",.'’"))
    return row is not None or _rank_only(word)


def _rank_only(word: str) -> bool:
    row = lexicon.titles().get(word.lower().strip(","))
    return row is not None and row["kind"] in ("rank", "honorific") and word.lower().strip(",") not in (
        "king", "queen", "sultan", "emir",
    )  # fmt: skip


def find_roles(
    story: Story, tokens: Sequence[Token], sentences: Sequence[Sentence], mentions: Sequence[Mention],
    people: Mapping[int, Member],
) -> tuple[Role, ...]:
    """Roles in text order, one for each person, office and organisation."""
    found: dict[tuple[str, str, str], Role] = {}
    for i, member in people.items():
        m = mentions[i]
        for span in (m.title, m.role):
            if span is not None:
                _keep(found, _from_span(story, mentions, member, span))
        role = _from_verb(story, tokens, sentences, mentions, i, member)
        if role is not None:
            _keep(found, role)
    return tuple(sorted(found.values(), key=lambda r: (r.start or 0, r.end or 0)))


def _keep(found: dict[tuple[str, str, str], Role], role: Role | None) -> None:
    if role is not None:
        found.setdefault((role.actor_id, role.role.lower(), role.organisation.lower()), role)


def _from_span(story: Story, mentions: Sequence[Mention], member: Member, span: Span) -> Role | None:
    """The role that a title or apposition gives."""
    text = " ".join(story.text[span.start : span.end].split())
    office = office_text(text)
    if not office or not any(_office_word(w) and not _rank_only(w) for w in office.split()):
        return None
    head, organisation = _parted(story, mentions, span, office)
    start, end = _dates(story, text)
    return Role(
        role_id=anchored("role", story.story_id, span.start, span.end), actor_id=member.actor_id, name=member.name,
        role=head, organisation=organisation, date_start=start, date_end=end, story_id=story.story_id,
        start=span.start, end=span.end, version=READER_VERSION,
    )  # fmt: skip


def _parted(story: Story, mentions: Sequence[Mention], span: Span, office: str) -> tuple[str, str]:
    """Office without its body, and the body: "CIA Director" gives ("Director", "CIA")."""
    inside = [m for m in mentions if m.named and span.start <= m.start and m.end <= span.end]
    bodies = [m for m in inside if m.kind in _ORGANISATIONS] or [m for m in inside if m.kind in _COUNTRIES]
    after = re.match(r"(.*?)\s+(?:of|at|for|with|to|in)\s+(?:the\s+)?(.+)$", office)
    body = ""
    if bodies:
        named = bodies[0].name or Span(start=bodies[0].start, end=bodies[0].end)
        body = " ".join(story.text[named.start : named.end].split())
    owner = re.match(r"(.+)['’]s\s+(.+)$", after.group(1) if after else office)
    if owner and bodies and any(_office_word(w) for w in owner.group(2).split()):
        # "the refugee agency's spokeswoman in Keshtal": what owns the office is its body.
        return owner.group(2), owner.group(1)
    if after and any(_office_word(w) for w in after.group(1).split()):
        # A body in the phrase after the office is the body; one before it ("US ambassador to Marn") goes with it.
        head = after.group(1)
        tail = [m for m in bodies if _text(story, m) in after.group(2)]
        if tail:
            return _less(head, ""), _text(story, tail[0])
        # "Secretary of State", "chief of staff": no body is named, the phrase is the office.
        return (_less(office, body), body) if body else (office, "")
    return _less(office, body), body


def _text(story: Story, m: Mention) -> str:
    span = m.name or Span(start=m.start, end=m.end)
    return " ".join(story.text[span.start : span.end].split())


def _less(office: str, body: str) -> str:
    """The office without the body that stands before it."""
    if body and office.startswith(body):
        rest = office[len(body) :].lstrip(" '’")
        rest = rest.removeprefix("s ").strip()
        if any(_office_word(w) for w in rest.split()):
            return rest
    return office


def _dates(story: Story, text: str) -> tuple[str, str]:
    """First and last day for which the words are evidence, given the story's date; empty where they say nothing."""
    if not story.published or _NOT_YET.search(text) or _THEN.search(text):
        return "", ""
    if _PAST.search(text):
        return "", story.published
    return story.published, story.published


def _from_verb(
    story: Story, tokens: Sequence[Token], sentences: Sequence[Sentence], mentions: Sequence[Mention], i: int,
    member: Member,
) -> Role | None:
    """The role in "X, who commanded Y", "X heads Y", "X served as director of Y"."""
    m = mentions[i]
    k = bisect_left(tokens, m.role.end if m.role and m.role.start >= m.end else m.end, key=lambda t: t.start)
    if k >= len(tokens) or k == 0:
        return None
    sentence = tokens[k - 1].sentence
    if sentences[sentence].kind is BlockKind.HEADING:
        return None
    last = sentences[sentence].last
    j = k
    while j < last and j - k < 4 and tokens[j].lower in _LINKS:
        j += 1
    if j >= last:
        return None
    verb = tokens[j].lower
    present, past = _HOLDS.get(verb), _HELD.get(verb)
    if present is None and past is None:
        return _from_as(story, tokens, mentions, i, member, j, last)
    body = next(
        (b for b in mentions if b.kind in _ORGANISATIONS and b.named and 0 <= b.start - tokens[j].end <= 5), None
    )
    if body is None:
        return None
    between = story.text[tokens[j].end : body.start].split()
    if between not in ([], ["the"], ["a"]):
        return None
    day = story.published if present else ""
    return Role(
        role_id=anchored("role", story.story_id, tokens[j].start, body.end), actor_id=member.actor_id, name=member.name,
        role=present or past or "", organisation=_text(story, body), date_start=day, date_end=day,
        story_id=story.story_id, start=tokens[j].start, end=body.end, version=READER_VERSION,
    )  # fmt: skip


_SERVES = frozenset("serves served serving worked works acted acts resigned appointed named sworn elected took".split())


def _from_as(
    story: Story, tokens: Sequence[Token], mentions: Sequence[Mention], i: int, member: Member, j: int, last: int
) -> Role | None:
    """The role in "X served as (the) director of Y": an office phrase after "as"."""
    verbs = range(j, min(j + 4, last))
    if not any(tokens[v].lower in _SERVES for v in verbs):
        return None
    at = next((v for v in range(j, min(j + 6, last)) if tokens[v].lower == "as"), None)
    if at is None or at + 1 >= last:
        return None
    start = tokens[at + 1].start
    described = next((d for d in mentions if not d.named and d.start == start), None)
    end = described.end if described is not None else 0
    if described is None:
        v = at + 1
        while v < last and v - at < 6 and tokens[v].lower not in lexicon.offices():
            if tokens[v].lower in lexicon.function_words() and tokens[v].lower not in ("the", "a", "an"):
                return None
            v += 1
        if v >= last or tokens[v].lower not in lexicon.offices():
            return None
        end = tokens[v].end
        kinds = _ORGANISATIONS + _COUNTRIES
        following = next((b for b in mentions if b.named and b.kind in kinds and b.start >= end), None)
        if following and v + 1 < last and tokens[v + 1].lower in ("of", "for") and following.start - end < 9:
            end = following.end
    role = _from_span(story, mentions, member, Span(start=start, end=end))
    present = any(tokens[v].lower in ("serves", "works", "acts", "serving") for v in verbs)
    if role is None or present:
        return role
    return Role(
        role_id=role.role_id, actor_id=role.actor_id, name=role.name, role=role.role, organisation=role.organisation,
        story_id=role.story_id, start=role.start, end=role.end,
    )  # fmt: skip
