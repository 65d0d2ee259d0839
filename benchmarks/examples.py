"""A read of the example crisis (``examples/pages``) against its answer key (``examples/key``).

``--data FOLDER`` takes another folder with ``pages/`` and ``key/`` (and ``gazetteer.csv``, ``demonyms.csv``). The pages
are read into a new case as ``sayso read`` does. Quotes of the key are sought in the stored text of the story they name.

Accounts and mentions. An account matches a mention of the key when its text overlaps the quote in that story and its
event type is one of the key's. If it overlaps quotes of several incidents, those that hold its trigger are taken, where
there are such.

``incidents_found_merged``: share of the key's incidents, of whatever status, that one incident of the case answers.
That is: of its mentions that any account with an incident matches, at least 2/3 are matched by accounts in that one;
these are at least half of all its mentions in body text; and of all mentions matched in that one at most 1 in 5 belong
to other incidents of the key. ``main_found_merged`` is the same over those the key calls main.

``spurious``: share of the case's incidents none of whose accounts overlaps a mention of the key, whatever the type.
``incident_precision``, the strict counterpart: share of the case's incidents that answer an incident of the key, so
that one of another type, or half of one of the key's, counts against it.

Over the key's incidents found: ``tolls_right``, share of the key's ranges (what, who) that the case has with the same
min and max; ``statuses_right``; ``dates_right`` (start, and end where the key gives one). ``tolls_right_of_all`` is the
share of all ranges of the key, incidents not found included.

``sets_right``: share of the key's sets that an account of the same grain and type answers, at the quote, with the same
number of events, the same start and end, and all the counts, each with its min and max. ``sets_found`` asks for grain
and type alone.

``claims_right_voice``: share of the key's claims half of whose text a claim of the case overlaps that has the right
speaker (``benchmarks.key.same_speaker``) and, where the key has a ``via``, names its voices in their order. Of these
``kinds_right``, ``stances_right``, ``certainties_right`` and ``quoted_right``. ``claims_found`` asks for the text
alone. ``claim_precision``: share of the case's claims that share half of the shorter text with a claim of the key
which has the same speaker (and via).

``stories_right``: share of the key's stories with the title, outlet and date that the key gives; ``stories_more``:
stories of the case beyond the number of the key's. ``copies_right``: share of the key's copies in the origin group of
what they copy.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.key import Key, Place, load_key, locate, same_speaker, types_agree, words
from benchmarks.scores import Result, percent
from sayso.case import Case, open_case
from sayso.errors import UsageError

EXAMPLES = Path(__file__).parent.parent / "examples"
Row = dict[str, Any]


@dataclass(kw_only=True)
class Found:
    """What a case holds, as far as it is scored."""

    stories: list[Row]
    incidents: dict[str, Row]
    accounts: list[Row]
    claims: list[Row]
    counts: dict[str, list[Row]]
    """By account_id."""
    tolls: dict[str, list[Row]]
    """By incident_id."""
    triggers: dict[str, tuple[int, int]]


def run(data: Path | None = None, errors: bool = False) -> Result:
    """Read the pages and score the case; with ``errors`` each miss is printed."""
    folder = data or EXAMPLES
    pages = folder / "pages"
    if not pages.is_dir():
        raise UsageError(f"{folder}: there is no folder 'pages' in it. Give a folder with pages/ and key/")
    key = load_key(folder / "key")
    with tempfile.TemporaryDirectory() as scratch, open_case(Path(scratch, "case.db")) as case:
        tables = {name: folder / f"{name}.csv" for name in ("gazetteer", "demonyms")}
        given: dict[str, Any] = {name: (path,) for name, path in tables.items() if path.exists()}
        case.read(pages, **given)
        return score(case, key, errors)


def score(case: Case, key: Key, errors: bool = False) -> Result:
    """Figures of a case that is already read."""
    locate(key, case.each_story(current_only=True))
    found = _load(case)
    misses: list[str] = []
    result: dict[str, float | int | str] = {
        "items": len(key.incidents),
        **_incidents(key, found, misses),
        **_sets(key, found, misses),
        **_claims(key, found, misses),
        **_stories(key, found, misses),
        "anchor_incidents_found_merged": "goal 90",
        "anchor_claims_right_voice": "goal 85",
        "anchor_tolls_right": "goal 100",
        "anchor_spurious": "goal at most 10",
    }
    if errors:
        for miss in misses:
            print(miss)
    return result


def _load(case: Case) -> Found:
    counts: dict[str, list[Row]] = defaultdict(list)
    for row in case.counts():
        counts[str(row["account_id"])].append(row)
    tolls: dict[str, list[Row]] = defaultdict(list)
    for row in case.tolls():
        tolls[str(row["incident_id"])].append(row)
    triggers = {
        account.account_id: (account.trigger_start, account.trigger_end)
        for reading in case.readings()
        for account in reading.accounts
    }
    return Found(
        stories=[dict(row) for row in case.stories(where={"current": 1})],
        incidents={str(row["incident_id"]): row for row in case.incidents()},
        accounts=list(case.accounts(where={"current": 1})),
        claims=list(case.claims(where={"current": 1})),
        counts=counts,
        tolls=tolls,
        triggers=triggers,
    )


# -- incidents


def _incidents(key: Key, found: Found, misses: list[str]) -> dict[str, float]:
    matched, near = _matches(key, found)
    of_incident: dict[str, Counter[int]] = defaultdict(Counter)
    """Matched mentions of each key incident in each incident of the case."""
    for (n, _), incidents in matched.items():
        for incident_id in incidents:
            of_incident[incident_id][n] += 1
    answers = [_answer(key, n, matched, of_incident, misses) for n in range(len(key.incidents))]
    main = [n for n, incident in enumerate(key.incidents) if incident["main"]]
    spurious = [row for incident_id, row in found.incidents.items() if incident_id not in near]
    for row in spurious:
        text = next(a["text"] for a in found.accounts if a["incident_id"] == row["incident_id"])
        shown = " ".join(str(text).split())[:160]
        misses.append(f"spurious: {row['event_type']} {row['status']} {row['date_start']} {row['place']}: {shown}")
    tolls = statuses = dates = ranges = answered = 0
    for wanted, incident_id in zip(key.incidents, answers, strict=True):
        if not incident_id:
            continue
        answered += 1
        row = found.incidents[incident_id]
        have = {(str(t["what"]), str(t["who"])): (t["min"], t["max"]) for t in found.tolls[incident_id]}
        for toll in wanted["tolls"]:
            ranges += 1
            right = have.get((toll["what"], toll["who"]))
            tolls += right == (toll["min"], toll["max"])
            if right != (toll["min"], toll["max"]):
                misses.append(
                    f"toll: {wanted['id']}: {toll['what']} {toll['who']} {toll['min']}..{toll['max']}, found {right}"
                )
        statuses += row["status"] == wanted["status"]
        if row["status"] != wanted["status"]:
            misses.append(f"status: {wanted['id']}: {wanted['status']}, found {row['status']}")
        right_date = row["date_start"] == wanted["date"] and wanted["date_end"] in ("", row["date_end"])
        dates += right_date
        if not right_date:
            misses.append(
                f"date: {wanted['id']}: {wanted['date']}/{wanted['date_end']}, "
                f"found {row['date_start']}/{row['date_end']}"
            )
    return {
        "incidents_found_merged": percent(answered, len(answers)),
        "main_found_merged": percent(sum(bool(answers[n]) for n in main), len(main)),
        "mentions_found": percent(len(matched), sum(len(places) for places in key.mentions)),
        "spurious": percent(len(spurious), len(found.incidents)),
        "incident_precision": percent(len({answer for answer in answers if answer}), len(found.incidents)),
        "incidents_in_case": len(found.incidents),
        "tolls_right": percent(tolls, ranges),
        "tolls_right_of_all": percent(tolls, sum(len(wanted["tolls"]) for wanted in key.incidents)),
        "tolls": ranges,
        "statuses_right": percent(statuses, answered),
        "dates_right": percent(dates, answered),
    }


def _matches(key: Key, found: Found) -> tuple[dict[tuple[int, int], set[str]], set[str]]:
    """Incidents of the case by (key incident, mention); and the incidents near any mention of the key."""
    at_story: dict[str, list[tuple[int, int, Place]]] = defaultdict(list)
    for n, places in enumerate(key.mentions):
        for m, place in enumerate(places):
            if place.story_id:
                at_story[place.story_id].append((n, m, place))
    matched: dict[tuple[int, int], set[str]] = defaultdict(set)
    near: set[str] = set()
    for account in found.accounts:
        incident_id = str(account["incident_id"])
        if not incident_id:
            continue
        over = [x for x in at_story[account["story_id"]] if x[2].overlap(account["start"], account["end"])]
        if over:
            near.add(incident_id)
        agreeing = [x for x in over if types_agree(key.incidents[x[0]]["event_type"], account["event_type"])]
        start, end = found.triggers[account["account_id"]]
        holding = [x for x in agreeing if x[2].start <= start and end <= x[2].end]
        for n, m, _ in holding or agreeing:
            matched[n, m].add(incident_id)
    return matched, near


def _answer(
    key: Key,
    n: int,
    matched: dict[tuple[int, int], set[str]],
    of_incident: dict[str, Counter[int]],
    misses: list[str],
) -> str:
    """The incident of the case that answers incident ``n`` of the key, or ''."""
    places = key.mentions[n]
    seen = [m for m in range(len(places)) if (n, m) in matched]
    body = [m for m, place in enumerate(places) if place.body]
    held = Counter(incident_id for m in seen for incident_id in matched[n, m])
    say = f"{key.incidents[n]['id']} ({key.incidents[n]['event_type']})"
    why = f"not found: {say}: none of {len(places)} mentions; {places[0].page}: {places[0].quote[:120]}"
    for incident_id, number in sorted(held.items(), key=lambda pair: (-pair[1], pair[0])):
        in_body = sum(incident_id in matched.get((n, m), ()) for m in body)
        total = sum(of_incident[incident_id].values())
        others = total - of_incident[incident_id][n]
        if number < Fraction(2, 3) * len(seen):
            why = f"split: {say}: {number} of {len(seen)} mentions found are in {incident_id}, of {len(held)}"
        elif in_body < Fraction(1, 2) * len(body):
            why = f"half: {say}: {in_body} of {len(body)} mentions in body text are in {incident_id}"
        elif others > Fraction(1, 5) * total:
            names = [key.incidents[other]["id"] for other in of_incident[incident_id] if other != n]
            why = f"lumped: {say}: {incident_id} also holds {', '.join(sorted(names)[:5])}"
        else:
            return incident_id
        break
    misses.append(why)
    return ""


# -- sets


def _sets(key: Key, found: Found, misses: list[str]) -> dict[str, float]:
    right = seen = 0
    for wanted in key.sets:
        place: Place = wanted["place"]
        accounts = [
            a
            for a in found.accounts
            if a["story_id"] == place.story_id
            and place.overlap(a["start"], a["end"])
            and a["grain"] == wanted["grain"]
            and types_agree(wanted["event_type"], a["event_type"])
        ]
        seen += bool(accounts)
        if any(_set_right(wanted, account, found.counts[account["account_id"]]) for account in accounts):
            right += 1
            continue
        have = [(a["events_min"], a["events_max"], a["date_start"], a["date_end"]) for a in accounts]
        misses.append(f"set: {wanted['page']}: {wanted['quote'][:120]}: found {have}")
    return {"sets_right": percent(right, len(key.sets)), "sets_found": percent(seen, len(key.sets))}


def _set_right(wanted: Row, account: Row, counts: list[Row]) -> bool:
    have = {(str(c["what"]), str(c["who"]), c["min"], c["max"]) for c in counts}
    return (
        (account["events_min"], account["events_max"]) == (wanted["events_min"], wanted["events_max"])
        and (account["date_start"], account["date_end"]) == (wanted["date"], wanted["date_end"])
        and all((c["what"], c["who"], c["min"], c["max"]) in have for c in wanted["counts"])
    )


# -- claims


def _voice_right(wanted: Row, claim: Row) -> bool:
    if not same_speaker(wanted["speaker"], claim["speaker"], claim["speaker_role"]):
        return False
    have = words(claim["via"].replace(" > ", " \u2192 "))
    at = 0
    for name in filter(None, wanted["via"].split(" > ")):
        at = have.find(words(name), at)
        if at < 0:
            return False
        at += len(words(name))
    return True


def _claims(key: Key, found: Found, misses: list[str]) -> dict[str, float]:
    of_story: dict[str, list[Row]] = defaultdict(list)
    for claim in found.claims:
        of_story[claim["story_id"]].append(claim)
    wanted_in: dict[str, list[Row]] = defaultdict(list)
    tally: Counter[str] = Counter()
    for wanted in key.claims:
        place: Place = wanted["place"]
        wanted_in[place.story_id].append(wanted)
        size = place.end - place.start
        over = [c for c in of_story[place.story_id] if size and 2 * place.overlap(c["start"], c["end"]) >= size]
        tally["found"] += bool(over)
        voiced = [c for c in over if _voice_right(wanted, c)]
        if not voiced:
            have = "; ".join(f"{c['speaker']} (via {c['via']})" if c["via"] else c["speaker"] for c in over)
            asked = f"{wanted['speaker']} (via {wanted['via']})" if wanted["via"] else wanted["speaker"]
            misses.append(f"claim: {place.page}: {wanted['text'][:80]!r} by {asked}, found by {have or 'no one'}")
            continue
        tally["right"] += 1
        for name, column in (("kinds", "speaker_kind"), ("stances", "stance"), ("certainties", "certainty"),
                             ("quoted", "quoted")):  # fmt: skip
            best = any(c[column] == wanted[column] for c in voiced)
            tally[name] += best
            if not best:
                misses.append(f"{column}: {place.page}: {wanted['text'][:60]!r}: {wanted[column]}, "
                              f"found {voiced[0][column]}")  # fmt: skip
    precise = 0
    for claim in found.claims:
        near = [
            w
            for w in wanted_in[claim["story_id"]]
            if 2 * w["place"].overlap(claim["start"], claim["end"])
            >= max(1, min(claim["end"] - claim["start"], w["place"].end - w["place"].start))
        ]
        fits = any(_voice_right(w, claim) for w in near)
        precise += fits
        if not near:
            misses.append(f"extra claim: {claim['speaker']}: {' '.join(claim['text'].split())[:120]}")
    return {
        "claims": len(key.claims),
        "claims_right_voice": percent(tally["right"], len(key.claims)),
        "claims_found": percent(tally["found"], len(key.claims)),
        "claim_precision": percent(precise, len(found.claims)),
        "kinds_right": percent(tally["kinds"], tally["right"]),
        "stances_right": percent(tally["stances"], tally["right"]),
        "certainties_right": percent(tally["certainties"], tally["right"]),
        "quoted_right": percent(tally["quoted"], tally["right"]),
    }


# -- stories


def _stories(key: Key, found: Found, misses: list[str]) -> dict[str, float]:
    right = copies = copies_right = 0
    of_page: dict[str, list[Row]] = defaultdict(list)
    for story in found.stories:
        of_page[story["page"]].append(story)
    groups = {(s["page"], words(s["title"])): s["origin_group"] for s in found.stories}
    titles: dict[tuple[str, str], str] = {}
    for wanted in key.stories:
        titles[wanted["page"], words(wanted["title"])] = wanted["page"]
        same = [s for s in of_page[wanted["page"]] if words(s["title"]) == words(wanted["title"])]
        good = [s for s in same if (s["outlet"], s["published"]) == (wanted["outlet"], wanted["published"])]
        right += bool(good)
        if not good:
            have = [(s["title"], s["outlet"], s["published"]) for s in of_page[wanted["page"]]]
            misses.append(f"story: {wanted['page']}: {wanted['title']!r}, {wanted['outlet']}, {wanted['published']}, "
                          f"found {have}")  # fmt: skip
        if wanted["copy_of"]:
            copies += 1
            page, _, rest = wanted["copy_of"].partition("#")
            sought = words(rest.replace("-", " "))
            group = groups.get((wanted["page"], words(wanted["title"])), "")
            others = [g for (p, title), g in groups.items() if p == page and sought in title]
            hit = bool(group) and group in others
            copies_right += hit
            if not hit:
                misses.append(f"copy: {wanted['page']} of {wanted['copy_of']}")
    return {
        "stories_right": percent(right, len(key.stories)),
        "stories_more": len(found.stories) - len(key.stories),
        "copies_right": percent(copies_right, copies),
    }
