"""Same event across documents: ECB+ development topics, with gold and with predicted mentions; and speed of merging.

Data: ``ecbplus`` (archive or folder): ``ECB+/TOPIC/*.xml`` and ``ECBplus_coreference_sentences.csv``. Without
``--data`` the eight topics 2, 5, 12, 18, 21, 23, 34 and 35; with ``--data`` every topic in what is given.

Choices.

- Only the sentences that the corpus lists as checked count (Cybulska and Vossen's advice); documents are read whole.
- Mentions are the ``ACTION_*`` and ``NEG_ACTION_*`` markables that have words. Those of one CROSS_DOC_COREF instance
  are one cluster, as are those of one INTRA_DOC_COREF relation; all others are single, and single clusters count.
- Documents are merged topic by topic (both sub-topics of a topic together), as in most published work on gold topics.
- A document's tokens are put back into text, each sentence a paragraph; it has no title and no date of publication.
- Gold mentions: an event of the reader whose trigger overlaps a gold mention lends it type, mode, status and arguments
  (the longest overlap). To the rest, which our types mostly do not cover (being, saying, hosting), an event of type
  OTHER without mode is given, with the nearest mention before it as actor and after it as recipient, and the times and
  places of its sentence. All are taken as single events. The rest is ``sayso.resolve`` and ``sayso.merge`` as they are.
- Predicted mentions: accounts of single events in the listed sentences. One stands for the gold mention that it
  overlaps (each for one at most); the others are of no gold cluster and count against precision, and what is not found
  against recall. Most events of ECB+ are of no type of ours, so recall is low by design of the types.
- CoNLL F1 is the mean of MUC, B-cubed and CEAF-e F1. The headline ``conll_f1`` and ``b3_f1`` are with gold mentions.

Speed: merging alone, of made-up accounts of which five tell of each event; accounts a second at two sizes. The key
``seconds_growth`` is how many times longer ten times as many took (10 is linear).
"""

from __future__ import annotations

import random
import time
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from training.loaders.ecbplus import DEV_TOPICS, clusters_of, listed_sentences, text_of

from benchmarks.coreference import Cluster, Sums
from benchmarks.data import Data
from benchmarks.scores import Result
from sayso.ids import digest
from sayso.merge import Merged, merge_readings
from sayso.merge.words import content_words
from sayso.reader import read
from sayso.reader.marks import Argument, Event, Marks
from sayso.reader.plain import plain_story
from sayso.records import Account, Participant, Reading, Story
from sayso.resolve import resolve
from sayso.resolve.gazetteer import Gazetteer
from sayso.vocabulary import EventType, GeoPrecision, Grain, MentionKind, ParticipantRole, Status

SIZES = (1000, 10000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A gold mention of an event: where it stands in the story's text, and its cluster."""

    name: str
    start: int
    end: int
    cluster: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One document of ECB+ as a story."""

    name: str
    topic: str
    story: Story
    mentions: tuple[Mention, ...]
    listed: tuple[tuple[int, int], ...]
    """Stretches of the sentences that count."""


def run(data: Path | None = None, errors: bool = False) -> Result:
    """Measure merging; with ``errors`` the largest wrong joins and splits of the gold mentions are printed."""
    archive = Data("ecbplus", data)
    documents = load(archive, None if data else DEV_TOPICS)
    gold, shown = measure(documents, gold=True)
    predicted, _ = measure(documents, gold=False)
    if errors:
        for line in shown:
            print(line)
    lemma = same_words(documents)
    result: dict[str, float | int | str] = {
        "items": sum(len(d.mentions) for d in documents), "documents": len(documents),
        "conll_f1": round(100 * gold.conll(), 1), "b3_f1": _percent(gold, "b3")[2],
        "b3_recall": _percent(gold, "b3")[0], "b3_precision": _percent(gold, "b3")[1],
        "muc_f1": _percent(gold, "muc")[2], "ceafe_f1": _percent(gold, "ceafe")[2],
        "predicted_conll_f1": round(100 * predicted.conll(), 1), "predicted_b3_f1": _percent(predicted, "b3")[2],
        "predicted_b3_recall": _percent(predicted, "b3")[0], "predicted_b3_precision": _percent(predicted, "b3")[1],
        "anchor_conll_f1": f"same head stem, this run: {100 * lemma.conll():.1f}",
        **speed(),
    }  # fmt: skip
    return result


def _percent(sums: Sums, name: str) -> tuple[float, float, float]:
    recall, precision, f1 = sums.scores(name)
    return round(100 * recall, 1), round(100 * precision, 1), round(100 * f1, 1)


# -- documents


def load(archive: Data, topics: Iterable[str] | None) -> list[Document]:
    """Documents of the topics (all for None), in order of name."""
    listed = listed_sentences(archive)
    wanted = set(topics) if topics is not None else None
    documents = []
    for name in archive.names(suffix=".xml"):
        stem = name.rsplit("/", 1)[-1].removesuffix(".xml")
        topic = stem.split("_")[0]
        if (wanted is None or topic in wanted) and stem in listed:
            documents.append(_document(stem, topic, archive.read(name), listed[stem]))
    return documents


def _document(name: str, topic: str, content: bytes, listed: set[int]) -> Document:
    root = ET.fromstring(content)
    text, spans, lines = text_of(root)
    story = plain_story(text, page=name)
    clusters = clusters_of(root, name)
    mentions = []
    seen: set[tuple[int, int]] = set()
    for markable in root.find("Markables") or ():
        anchors = [a.get("t_id", "") for a in markable.findall("token_anchor")]
        if not anchors or not markable.tag.startswith(("ACTION", "NEG_ACTION")):
            continue
        if spans[anchors[0]][2] not in listed:
            continue
        start, end = spans[anchors[0]][0], spans[anchors[-1]][1]
        if (start, end) in seen:
            continue
        seen.add((start, end))
        m_id = markable.get("m_id", "")
        mentions.append(
            Mention(name=f"{name} {m_id}", start=start, end=end, cluster=clusters.get(m_id, f"{name} {m_id}"))
        )
    return Document(
        name=name, topic=topic, story=story, mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end))),
        listed=tuple(lines[n] for n in sorted(listed) if n in lines),
    )  # fmt: skip


# -- clusters


def measure(documents: list[Document], *, gold: bool) -> tuple[Sums, list[str]]:
    """Sums over topics, and the worst errors in words."""
    gazetteer = Gazetteer.default()
    topics: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        topics[document.topic].append(document)
    sums, shown = Sums(), list[str]()
    for of_topic in topics.values():
        readings, named = [], dict[str, str]()
        for document in of_topic:
            reading, names = _gold_reading(document, gazetteer) if gold else _own_reading(document, gazetteer)
            readings.append(reading)
            named |= names
        merged = merge_readings(readings)
        by_key: dict[str, set[str]] = defaultdict(set)
        for document in of_topic:
            for mention in document.mentions:
                by_key[mention.cluster].add(mention.name)
        by_response: dict[str, set[str]] = defaultdict(set)
        for account_id, mention_name in named.items():
            by_response[merged.account_incident[account_id]].add(mention_name)
        key: list[Cluster] = [frozenset(c) for c in by_key.values()]
        response: list[Cluster] = [frozenset(c) for c in by_response.values()]
        sums.add(key, response)
        shown += _errors(of_topic, key, response)
    return sums, shown


def _own_reading(document: Document, gazetteer: Gazetteer) -> tuple[Reading, dict[str, str]]:
    """The reading as it is, and account_id to mention for what stands in the listed sentences."""
    reading = resolve(document.story, read(document.story, gazetteer), gazetteer)
    free = list(document.mentions)
    named: dict[str, str] = {}
    for account in reading.accounts:
        inside = any(start <= account.trigger_start < end for start, end in document.listed)
        if account.grain != Grain.SINGLE or not inside:
            continue
        match = max(free, key=lambda m: _overlap(m, account.trigger_start, account.trigger_end), default=None)
        if match is not None and _overlap(match, account.trigger_start, account.trigger_end):
            free.remove(match)
            named[account.account_id] = match.name
        else:
            named[account.account_id] = account.account_id
    return reading, named


def _gold_reading(document: Document, gazetteer: Gazetteer) -> tuple[Reading, dict[str, str]]:
    """A reading with an account at each gold mention and nowhere else."""
    marks = read(document.story, gazetteer)
    events, places = [], {}
    for mention in document.mentions:
        event = _event_at(mention, marks)
        if event is not None:
            events.append(event)
            places[mention.start, mention.end] = mention.name
    figures = tuple(replace(f, event=-1, part_of=-1) for f in marks.figures)
    marks = replace(marks, events=tuple(events), figures=figures, victims=())
    reading = resolve(document.story, marks, gazetteer)
    return reading, {a.account_id: places[a.trigger_start, a.trigger_end] for a in reading.accounts}


def _event_at(mention: Mention, marks: Marks) -> Event | None:
    near = [e for e in marks.events if _overlap(mention, e.start, e.end)]
    if near:
        best = max(near, key=lambda e: (_overlap(mention, e.start, e.end), -e.start))
        return replace(best, start=mention.start, end=mention.end, grain=Grain.SINGLE, same_as=-1)
    number = next((n for n, s in enumerate(marks.sentences) if s.start <= mention.start < s.end), None)
    if number is None:
        return None
    sentence = marks.sentences[number]
    around = [m for m in marks.mentions if sentence.start <= m.start and m.end <= sentence.end]
    kinds = (MentionKind.PLACE, MentionKind.FACILITY)
    people = [m for m in around if m.kind not in (*kinds, MentionKind.NATIONALITY)]
    arguments = [Argument(role="place", start=m.start, end=m.end) for m in around if m.kind in kinds]
    arguments += [Argument(role="time", start=t.start, end=t.end) for t in marks.times if t.sentence == number]
    before = [m for m in people if m.end <= mention.start]
    after = [m for m in people if m.start >= mention.end]
    if before:
        arguments.append(Argument(role=ParticipantRole.ACTOR, start=before[-1].start, end=before[-1].end))
    if after:
        arguments.append(Argument(role=ParticipantRole.RECIPIENT, start=after[0].start, end=after[0].end))
    return Event(
        start=mention.start, end=mention.end, sentence=number, type=EventType.OTHER, arguments=tuple(arguments),
        status=Status.HAPPENED,
    )  # fmt: skip


def _overlap(mention: Mention, start: int, end: int) -> int:
    return max(0, min(mention.end, end) - max(mention.start, start))


def _errors(documents: list[Document], key: list[Cluster], response: list[Cluster]) -> list[str]:
    """The five largest wrong joins and splits of a topic, each mention as its words."""
    words = {m.name: d.story.text[m.start : m.end] for d in documents for m in d.mentions}
    of_key = {m: n for n, cluster in enumerate(key) for m in cluster}
    of_response = {m: n for n, cluster in enumerate(response) for m in cluster}
    lines = []
    for cause, clusters, other in (("joined", response, of_key), ("split", key, of_response)):
        parts = [(Counter(other.get(m, -1) for m in cluster), cluster) for cluster in clusters]
        parts.sort(key=lambda p: (-(sum(p[0].values()) - max(p[0].values())), sorted(map(str, p[1]))))
        for counted, cluster in parts[:5]:
            if len(counted) > 1:
                told = Counter(words.get(str(m), "?") for m in cluster)
                shown = ", ".join(f"{w} x{n}" for w, n in sorted(told.items(), key=lambda p: (-p[1], p[0]))[:8])
                lines.append(f"{cause}: topic {documents[0].topic}: {len(cluster)} mentions of {len(counted)}: {shown}")
    return lines


def same_words(documents: list[Document]) -> Sums:
    """The baseline: gold mentions of a topic whose words have the same stems are one event."""
    sums = Sums()
    for topic in sorted({d.topic for d in documents}):
        by_key: dict[str, set[str]] = defaultdict(set)
        by_stem: dict[str, set[str]] = defaultdict(set)
        for document in (d for d in documents if d.topic == topic):
            for mention in document.mentions:
                by_key[mention.cluster].add(mention.name)
                words = document.story.text[mention.start : mention.end]
                by_stem[" ".join(sorted(content_words(words))) or words.lower()].add(mention.name)
        sums.add([frozenset(c) for c in by_key.values()], [frozenset(c) for c in by_stem.values()])
    return sums


# -- speed


def speed(sizes: tuple[int, int] = SIZES, clock: Callable[[], float] = time.perf_counter) -> Result:
    """Accounts merged a second at two sizes, and the growth of the time from the one to the other."""
    taken = []
    for size in sizes:
        readings = made_up(size)
        started = clock()
        merged: Merged = merge_readings(readings)
        taken.append(clock() - started)
        assert len(merged.account_incident) == size
    return {
        **{f"accounts_per_second_{size}": round(size / s) for size, s in zip(sizes, taken, strict=True)},
        "seconds_growth": round(taken[1] / taken[0], 1),
    }  # fmt: skip


def made_up(size: int, told: int = 5) -> list[Reading]:
    """Readings with ``size`` accounts in all: each event told in ``told`` stories, half of them without its day."""
    chance = random.Random(size)
    kinds = (
        EventType.ASSAULT,
        EventType.PROTEST,
        EventType.CONSULT,
        EventType.COERCE,
        EventType.ACCUSE,
        EventType.OTHER,
    )
    readings = []
    for n in range(size):
        event = random.Random(n // told)
        day = f"2031-{event.randint(1, 12):02d}-{event.randint(1, 27):02d}"
        number, type_ = event.randint(0, 400), event.choice(kinds)
        who, whom = event.randint(0, 200), event.randint(0, 2000)
        text = f"Group {who} did thing {number} to village {whom} as word{chance.randint(0, 5000)} said."
        story = plain_story(
            text, published=f"{day[:8]}{int(day[8:]) + 1:02d}", outlet=f"Outlet {n % told}", page=str(n)
        )
        account = Account(
            account_id=digest("account", str(n)), story_id=story.story_id, event_type=type_,
            date_start=day if chance.random() < 0.5 else "", place=f"Place {number}", place_id=f"p{number}",
            country="XA", latitude=number / 10, longitude=number % 20, geo_precision=GeoPrecision.TOWN, text=text,
            start=0, end=len(text), trigger_start=text.find("did"), trigger_end=text.find(" to"),
        )  # fmt: skip
        people = (
            Participant(
                account_id=account.account_id, role=ParticipantRole.ACTOR, actor_id=f"g{who}", name=f"Group {who}"
            ),
            Participant(account_id=account.account_id, role=ParticipantRole.RECIPIENT, name=f"village {whom}"),
        )
        readings.append(Reading(story=story, accounts=(account,), participants=people))
    return readings
