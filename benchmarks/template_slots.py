"""The full slots of MUC-3/4 keys beside the roles: date, place, stage, certainty of perpetrators, numbers.

Data: the raw messages and keys that lie beside ``processed/`` (upper case, with their datelines), of those messages
only that ``processed/`` holds. Optional templates and fillers ask nothing and cost nothing. Ours are the accounts of
violent events that the reader and its resolving give for the message, and the fillers of ``benchmarks.templates``.

``date_f1``: the dates of a message, each once, put side by side with the keys' one to one. Ours is right if it lies
within theirs; "by that day" (no date told) reaches back a month from the message's.
``place_f1``: likewise; ours is right if it has the name of theirs (city, town) or of what lies around it short of the
country, or of the country where they give no more.
``stage_accuracy``: threatened or carried out, the message's first template and our first account, where both are.
``confidence_accuracy``: how sure the organisations are that did it (stated, admitted, accused, suspected, possible), of
those that are found. ``numbers_f1``: how many a target or victim is; found numbers of fillers found against all.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from training.loaders import muckeys
from training.loaders.documents import Document, Template
from training.loaders.muc34 import document, messages

from benchmarks.data import Data
from benchmarks.scores import f1, percent
from sayso.edtf import bounds
from sayso.reader.figures.quantities import read_number
from sayso.reader.marks import Marks, Token
from sayso.reader.model.templates import Filler, bare, head
from sayso.records import Account, Reading
from sayso.vocabulary import EventType, Grain, Status

REACH = timedelta(days=31)
"""How far "by that day" reaches back."""
_NUMBERED = ("Target", "Victim")
Span = tuple[date, date]
Numbers = tuple[int | None, int | None]
"""Least and most; ``None`` where there is none."""


def keyed(source: Data, wanted: Sequence[str]) -> Iterator[Document]:
    """The raw messages of these ids with their keys, in the order of the files; none where the data has no keys."""
    names = [n for n in source.names() if not n.startswith(("dev/", "TASKDOC/", "TEST/", "processed/"))]
    by_message: dict[str, list[muckeys.Slots]] = defaultdict(list)
    for name in (n for n in names if "key-" in n):
        for message, slots in muckeys.keys(source.read(name).decode("latin-1")):
            by_message[message].append(slots)
    chosen = set(wanted)
    for name in (n for n in names if re.search(r"-muc\d", n) and "key-" not in n):
        for message, text in messages(source.read(name).decode("latin-1")):
            if message in chosen and message in by_message:
                yield document(message, "dev", text, by_message[message])


def told(reading: Reading) -> list[Account]:
    """Accounts of single violent events that are not denied or merely supposed, in text order."""
    return [
        a for a in sorted(reading.accounts, key=lambda a: a.trigger_start)
        if a.event_type is EventType.ASSAULT and a.grain is Grain.SINGLE
        and a.status not in (Status.DENIED, Status.HYPOTHETICAL, Status.CALLED_OFF)
    ]  # fmt: skip


def span(value: str) -> Span | None:
    """First and last day of an EDTF date or interval; an open start reaches back a month. ``None`` if not known."""
    first, last = bounds(value)
    if last is not None and value.startswith("../"):
        first = last - REACH
    return (first, last) if first is not None and last is not None else None


def date_of(account: Account, published: str) -> Span | None:
    """First and last day of an account's date; of what is told without a date, as the keys have it, "by that day"."""
    if account.date_start and account.date_start != "..":
        return span(f"{account.date_start}/{account.date_end or account.date_start}")
    return span(f"../{account.date_end or published}") if account.date_end or published else None


def pairs(found: Sequence[object], right: Sequence[Sequence[bool]]) -> int:
    """Size of the best one-to-one alignment (augmenting paths); ``right[i][j]``: found i may stand for gold j."""
    partner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j, fits in enumerate(right[i]):
            if fits and j not in tried:
                tried.add(j)
                if j not in partner or place(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(found)))


def dates(accounts: Sequence[Account], templates: Sequence[Template], published: str) -> tuple[int, int, int]:
    """(right, found, gold) of the dates of a message."""
    gold = sorted({s for t in templates if (s := span(t.date)) is not None})
    found = sorted({s for a in accounts if (s := date_of(a, published)) is not None})
    right = [[g[0] <= f[0] and f[1] <= g[1] for g in gold] for f in found]
    return pairs(found, right), len(found), len(gold)


def _name(text: str) -> str:
    """A place name as it is compared: lower case, without accents and marks."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def places(accounts: Sequence[Account], templates: Sequence[Template]) -> tuple[int, int, int]:
    """(right, found, gold) of the places of a message."""
    gold = []
    for template in templates:
        inner = [_name(name) for name, kind in template.place if kind != "COUNTRY"]
        names = inner or [_name(name) for name, _ in template.place]
        if names and tuple(names) not in gold:
            gold.append(tuple(names))
    found = sorted({_name(a.place) for a in accounts if a.place})
    return pairs(found, [[f in g for g in gold] for f in found]), len(found), len(gold)


def number_of(tokens: Sequence[Token], start: int, end: int) -> Numbers:
    """How many the phrase says: its own number or that just before it, one if it is singular, else several."""
    inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
    if not inside:
        return None, None
    words = [t.lower for t in tokens]
    for at in range(max(0, inside[0] - 3), inside[-1] + 1):
        number = read_number(words, at, inside[-1] + 1)
        if number is not None and number[1] >= inside[0] - 1:
            return number[0], number[0]
    main = head(bare(words[inside[0] : inside[-1] + 1]))
    return (2, None) if main.endswith("s") and not main.endswith("ss") else (1, 1)


def certainty_of(marks: Marks, spans: Sequence[tuple[int, int]]) -> str:
    """How sure it is that those named at ``spans`` did it: by the first violent event that has them as its actor."""
    for event in marks.events:
        for argument in event.arguments:
            acts = argument.role == "actor" and event.type is EventType.ASSAULT
            if acts and any(argument.start < b and a < argument.end for a, b in spans):
                return str(argument.certainty)
    return "stated"


class Slots:
    """The tally of all messages."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, name: str, right: int, found: int, gold: int) -> None:
        """Count items of one slot."""
        self.counts.update({f"{name} right": right, f"{name} found": found, f"{name} gold": gold})

    def message(self, gold: Document, reading: Reading, *, tells: bool) -> None:
        """Dates, places and stage of one message; ``tells``: whether we take it to tell of an incident at all."""
        asked = [t for t in gold.templates if not t.optional]
        accounts = told(reading) if tells else []
        self.add("date", *dates(accounts, asked, gold.published))
        self.add("place", *places(accounts, asked))
        if asked and asked[0].status and accounts:
            threatened = accounts[0].status in (Status.THREATENED, Status.PLANNED)
            same = threatened == (asked[0].status == "threatened")
            self.add("stage", int(same), 1, 1)

    def fillers(
        self, gold: Document, marks: Marks, found: Sequence[Filler], text: str, called: Callable[[str], str]
    ) -> None:
        """Certainty of perpetrators and numbers of one message; ``called`` makes a name comparable."""
        spans = [[(marks.tokens[n.first].start, marks.tokens[n.last - 1].end) for n in f.mentions] for f in found]
        names = [called(text[f.start : f.end]) for f in found]
        asked = {
            (f.theirs, frozenset(called(name) for name in f.names)): f
            for t in gold.templates if not t.optional for f in t.fillers if not f.optional
        }  # fmt: skip
        for filler, name, at in zip(found, names, spans, strict=True):
            same = [f for (role, known), f in asked.items() if role == filler.role == "PerpOrg" and name in known]
            if same and same[0].certainty:
                self.add("confidence", int(certainty_of(marks, at) == same[0].certainty), 1, 1)
        numbered = [
            (known, f) for (role, known), f in asked.items() if role in _NUMBERED and (f.min, f.max) != (None, None)
        ]
        ours = [
            (name, number_of(marks.tokens, f.start, f.end))
            for f, name in zip(found, names, strict=True) if f.role in _NUMBERED
        ]  # fmt: skip
        right = [[name in known and number == (f.min, f.max) for known, f in numbered] for name, number in ours]
        self.add("numbers", pairs(ours, right), len(ours), len(numbered))

    def figures(self) -> dict[str, float | int | str]:
        """The figures, in percent."""
        made: dict[str, float | int | str] = {}
        for name in ("date", "place", "numbers"):
            made[f"{name}_f1"] = f1(*(self.counts[f"{name} {k}"] for k in ("right", "found", "gold")))
        for name in ("stage", "confidence"):
            made[f"{name}_accuracy"] = percent(self.counts[f"{name} right"], self.counts[f"{name} found"])
            made[f"{name}_items"] = self.counts[f"{name} found"]
        return made
