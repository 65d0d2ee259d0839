"""Templates: perpetrators, targets, victims and weapons of MUC-3/4 messages, by CEAF-REE; and the full slots.

Data: the archive's ``processed/dev.json`` (tst1 + tst2, 200 messages, one JSON object a line), or with ``--data`` the
one ``processed/*.json`` (not train) of a folder of that layout. A role's gold entities are those of all templates of
the message, each a set of interchangeable names. CEAF-REE (Du and others, 2021): entities predicted and gold are
aligned one to one per role; a pair scores 1 if every predicted name is among the gold entity's names.

Fillers are those of the model (``sayso.reader.model.templates``), which learned on messages in one case as these are.
Without a model they are the arguments of the violent events that the rules find: nothing is left there that names are
told by, so words are given back capitals where they are no common ones and no triggers. The other slots are scored
against the raw keys that lie beside ``processed/``, as ``benchmarks.template_slots`` says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.loaders.muc34 import ROLES, processed

from benchmarks.data import Data
from benchmarks.scores import Result, percent
from benchmarks.template_slots import Slots, keyed, pairs
from sayso.reader import read
from sayso.reader.events.view import PRONOUNS
from sayso.reader.marks import Argument, Event, Marks
from sayso.reader.mentions import find_mentions
from sayso.reader.model import read_numbers
from sayso.reader.model.templates import Filler, find_fillers
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment
from sayso.resolve import resolve
from sayso.resolve.gazetteer import Gazetteer
from sayso.tables import load_rows
from sayso.vocabulary import EventType, Grain, MentionKind, ParticipantRole, Status

ANCHORS = {"anchor_role_f1": "in the 50s: span-only systems on BERT-base and larger, on tst3 + tst4; goal 58"}
_KNOWN = (
    ("common_words.csv", "word"), ("event_triggers.csv", "pattern"), ("event_nouns.csv", "pattern"),
    ("count_nouns.csv", "word"), ("count_nouns.csv", "plural"), ("harm_words.csv", "pattern"), ("offices.csv", "word"),
    ("titles.csv", "word"), ("weapons.csv", "word"), ("groups.csv", "word"), ("org_words.csv", "word"),
)  # fmt: skip

_OPENING = re.compile(
    r"^(?:(?:the|a|an|this|that|these|those|its|his|her|their|some|several|many|at least|about|another|\d+|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|other|unidentified|suspected|alleged)\s+)+"
)
_ORGANISED = frozenset({MentionKind.ORGANISATION, MentionKind.COUNTRY, MentionKind.NATIONALITY})
_WEAPONS = re.compile(
    r"\b(car[- ]bombs?|bombs?|dynamite|grenades?|mines?|rockets?|machine ?guns?|rifles?|explosives?|mortars?|missiles?"
    r"|pistols?|submachineguns?|firearms?|guns?|dynamite charges?|explosive charges?|explosive devices?)\b"
)


_ORDINARY = re.compile(
    r"(?:ed|ing|ly|ous|ive|able|ible|ment|tion|sion|tional|ness|ity|ical|ism|ists?|ful|less|ance|ence|ship|ings|ments|tions)$"
)


def plain_name(text: str) -> str:
    """A filler as it is compared: lower case, without opening determiners and numbers."""
    words = " ".join(re.sub(r"[\[\]\"]", " ", text.lower()).split())
    return _OPENING.sub("", words).strip(" ,.;:'")


def messages(data: Data) -> Iterator[tuple[str, dict[str, list[frozenset[str]]]]]:
    """(text, gold fillers) of each message."""
    for message in processed(data):
        gold: dict[str, list[frozenset[str]]] = {role: [] for role in ROLES}
        for template in message["templates"]:
            for role in ROLES:
                for entity in template[role]:
                    known = frozenset(plain_name(mention[0]) for mention in entity)
                    if known not in gold[role]:
                        gold[role].append(known)
        yield message["doctext"], gold


def recase(text: str) -> str:
    """Capitals for words that are neither common nor known to the tables, and for the heads of sentences."""
    known = _known_words()

    def cased(match: re.Match[str]) -> str:
        word = match.group()
        stem = re.sub(r"(?:'s|ies|es|s|ed|ing|ly|er)$", "", word)
        ordinary = word in known or stem in known or stem + "e" in known or len(word) < 3 or _ORDINARY.search(word)
        return word if ordinary else word.capitalize()

    text = re.sub(r"[^\W\d_]+", cased, text)
    return re.sub(r"(^|[.?!]\s+)([a-z])", lambda m: m.group(1) + m.group(2).upper(), text)


def _known_words() -> frozenset[str]:
    words: set[str] = set()
    for name, column in _KNOWN:
        for row in load_rows(name):
            value = row.get(column) or next(iter(row.values()))
            words.update(re.findall(r"[a-z]+", value.lower()))
    return frozenset(words)


def fillers(marks: Marks, text: str) -> dict[str, list[frozenset[str]]]:
    """Entities by role from the violent events of one message; names that lie in one chain are one entity."""
    found: dict[str, list[frozenset[str]]] = {role: [] for role in ROLES}
    seen: set[tuple[str, str]] = set()

    def add(role: str, name: str) -> None:
        name = plain_name(name)
        if len(name) > 2 and (role, name) not in seen and len(name.split()) <= 7:
            seen.add((role, name))
            found[role].append(frozenset({name}))

    for event in marks.events:
        if not _violent(event):
            continue
        sentence = marks.sentences[event.sentence]
        for argument in event.arguments:
            start, end = _named(argument, marks)
            role = _role(argument, marks, text[start:end])
            if role:
                add(role, text[start:end])
        for weapon in _WEAPONS.finditer(text[sentence.start : sentence.end].lower()):
            add("Weapon", weapon.group())
    return found


def _violent(event: Event) -> bool:
    told = event.status not in (Status.HYPOTHETICAL, Status.DENIED)
    fighting = event.rule.split(" /")[0] in ("fighting", "battle", "hostilities", "offensive", "clash", "casualties")
    return told and event.type is EventType.ASSAULT and event.grain is Grain.SINGLE and not fighting


def _named(argument: Argument, marks: Marks) -> tuple[int, int]:
    """Where the participant is named: a pronoun's or description's own chain may hold a name, and the bare name is
    what the keys give.
    """
    own = next((m for m in marks.mentions if (m.start, m.end) == (argument.start, argument.end)), None)
    if own is None:
        return argument.start, argument.end
    best = own
    if not own.named and own.chain >= 0:
        best = next((m for m in marks.mentions if m.chain == own.chain and m.named), own)
    span = best.name or best
    return span.start, span.end


def _role(argument: Argument, marks: Marks, name: str) -> str:
    kinds = [m.kind for m in marks.mentions if m.start < argument.end and argument.start < m.end]
    kind = kinds[0] if kinds else None
    person = _person(name)
    if name.lower() in PRONOUNS:
        return ""
    if argument.role is ParticipantRole.ACTOR:
        return "PerpOrg" if kind in _ORGANISED and not person else "PerpInd"
    if argument.role is ParticipantRole.MEANS:
        return "Weapon"
    if argument.role in (ParticipantRole.VICTIM, ParticipantRole.RECIPIENT):
        return "Victim" if person or kind in (MentionKind.PERSON, MentionKind.ROLE, MentionKind.GROUP) else "Target"
    return ""


def _person(name: str) -> bool:
    words = name.lower().split()
    people = {row[c] for row in load_rows("count_nouns.csv") if row["kind"] == "person" for c in ("word", "plural")}
    return bool(words) and words[-1] in people


def aligned(found: Sequence[frozenset[str]], gold: Sequence[frozenset[str]]) -> int:
    """Size of the best one-to-one alignment of entities."""
    return pairs(found, [[names <= entity for entity in gold] for names in found])


def entities(found: Sequence[Filler], text: str) -> dict[str, list[frozenset[str]]]:
    """The model's fillers by role, each a set of its one name; a name stands once in a role."""
    made: dict[str, list[frozenset[str]]] = {role: [] for role in ROLES}
    for filler in found:
        name = frozenset({plain_name(text[filler.start : filler.end])})
        if name not in made[filler.role] and "" not in name:
            made[filler.role].append(name)
    return made


def read_fillers(text: str, places: Gazetteer) -> tuple[Filler, ...] | None:
    """Fillers of one message (lower case) by the model; ``None`` where there is no model."""
    story, cased = plain_story(text), plain_story(recase(text))
    tokens, sentences = segment(story)
    reading = read_numbers(tokens, sentences)
    if reading is None:
        return None
    chained = find_mentions(cased, *segment(cased), places)
    return find_fillers(reading.model, reading.numbers, tokens, sentences, chained)


def found_in(text: str, places: Gazetteer) -> dict[str, list[frozenset[str]]]:
    """Entities by role of one message: the model's, or where there is none those of the rules."""
    by_model = read_fillers(text, places)
    if by_model is not None:
        return entities(by_model, plain_story(text).text)
    story = plain_story(recase(text))
    return fillers(read(story, places), story.text)


def run(data: Path | None, errors: bool) -> Result:
    """Measure; with ``errors`` print spurious and missed fillers by role."""
    places = Gazetteer.default()
    right: Counter[str] = Counter()
    guessed: Counter[str] = Counter()
    golds: Counter[str] = Counter()
    items = 0
    source = Data("muc34", data)
    for text, gold in messages(source):
        items += 1
        found = found_in(text, places)
        for role in ROLES:
            right[role] += aligned(found[role], gold[role])
            guessed[role] += len(found[role])
            golds[role] += len(gold[role])
            if errors:
                names = {name for entity in gold[role] for name in entity}
                spurious = [sorted(e)[0] for e in found[role] if not e <= names]
                missed = [sorted(e)[0] for e in gold[role] if not any(f <= e for f in found[role])]
                if spurious or missed:
                    print(f"{items:4} {role:8} spurious {spurious}  missed {missed}")
    result: dict[str, float | int | str] = {"items": items}
    total = (sum(right.values()), sum(guessed.values()), sum(golds.values()))
    for role, counts in [("role", total), *((r.lower(), (right[r], guessed[r], golds[r])) for r in ROLES)]:
        result[f"{role}_precision"] = percent(counts[0], counts[1])
        result[f"{role}_recall"] = percent(counts[0], counts[2])
        result[f"{role}_f1"] = percent(2 * counts[0], counts[1] + counts[2])
    return {**result, **full_slots(source, places), **ANCHORS}


def full_slots(source: Data, places: Gazetteer) -> dict[str, float | int | str]:
    """Figures of the other slots; none where the data has no raw messages with keys."""
    slots, items = Slots(), 0
    for document in keyed(source, [message["docid"] for message in processed(source)]):
        items += 1
        text = document.text.lower()
        story = plain_story(recase(text), published=document.published)
        marks = read(story, places)
        found = read_fillers(text, places)
        slots.message(document, resolve(story, marks, places), tells=found is None or bool(found))
        slots.fillers(document, marks, found or (), story.text, plain_name)
    return {"slot_items": items, **slots.figures()} if items else {}
