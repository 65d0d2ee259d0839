"""MUC, PLOVER, WikiEvents and RAMS, on made-up messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.training.loaded import lay, linked, marked
from training.loaders import LOADERS, muckeys

MESSAGE = """DEV-MUC3-9001 (MADE UP)

   PORT ZHELVA, 7 MAR 31 (RADIO) -- [TEXT] THE RED TIDE FRONT
KIDNAPPED MINISTER TERSK AND WOUNDED SIX GUARDS WITH A RIFLE.

   THE FRONT SAID SO.
"""
KEY = """;;; made up
0.  MESSAGE: ID                     DEV-MUC3-9001 (MADE UP)
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  - 06 MAR 31
3.  INCIDENT: LOCATION              ZHELVASK: NORTH (DEPARTMENT): PORT ZHELVA (CITY)
4.  INCIDENT: TYPE                  KIDNAPPING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
6.  INCIDENT: INSTRUMENT ID         ? "RIFLE"
7.  INCIDENT: INSTRUMENT TYPE       ? RIFLE: "RIFLE"
8.  PERP: INCIDENT CATEGORY         TERRORIST ACT
9.  PERP: INDIVIDUAL ID             -
10. PERP: ORGANIZATION ID           "RED TIDE FRONT" /
                                    "THE FRONT"
11. PERP: ORGANIZATION CONFIDENCE   CLAIMED OR ADMITTED: "RED TIDE FRONT" / "THE FRONT"
12. PHYS TGT: ID                    *
18. HUM TGT: NAME                   "TERSK"
19. HUM TGT: DESCRIPTION            "MINISTER": "TERSK"
                                    "GUARDS"
20. HUM TGT: TYPE                   GOVERNMENT OFFICIAL: "TERSK"
                                    SECURITY GUARD: "GUARDS"
21. HUM TGT: NUMBER                 1: "TERSK"
                                    6: "GUARDS"
23. HUM TGT: EFFECT OF INCIDENT     INJURY: "GUARDS"

0.  MESSAGE: ID                     DEV-MUC3-9002 (MADE UP)
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *
"""


def test_muc_keys_become_templates_and_weak_marks(tmp_path: Path) -> None:
    quiet = "\nDEV-MUC3-9002 (MADE UP)\n\n   NOTHING HAPPENED.\n"
    data = lay(tmp_path, {"dev/dev-muc3-9001-9100": MESSAGE + quiet, "dev/key-dev-9001.muc4": KEY})
    told, nothing = LOADERS["muc34"].load("train", data)
    assert told.case == "upper" and told.published == "1931-03-07"
    assert "THE RED TIDE FRONT KIDNAPPED" in told.text and told.text.endswith("\n\nTHE FRONT SAID SO.")
    (template,) = told.templates
    assert (template.label, template.mode, template.status) == ("ASSAULT", "abduct", "happened")
    assert template.optional
    assert template.date == "../1931-03-06"
    assert template.place == (("ZHELVASK", "COUNTRY"), ("NORTH", "DEPARTMENT"), ("PORT ZHELVA", "CITY"))
    by_name = {f.names[0]: f for f in template.fillers}
    assert by_name["RED TIDE FRONT"].names == ("RED TIDE FRONT", "THE FRONT")
    assert by_name["RED TIDE FRONT"].certainty == "admitted"
    assert by_name["RIFLE"].optional and by_name["RIFLE"].kind == "firearm"
    assert (by_name["TERSK"].kind, by_name["TERSK"].effect, by_name["TERSK"].min) == ("officials", "", 1)
    guards = by_name["GUARDS"]
    assert (guards.kind, guards.effect, guards.min, guards.max) == ("security_forces", "injured", 6, 6)
    assert ("actor", "THE FRONT") in marked(told, "arguments")
    assert nothing.templates == () and any(s.task == "templates" for s in nothing.scopes)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("6", (6, 6)), ("~30", (30, 30)), ("3 - 5", (3, 5)), ("10-", (10, None)), ("-15", (None, 15)),
     ("PLURAL", (2, None)), ("A FEW", (None, None))],
)  # fmt: skip
def test_muc_numbers(value: str, expected: tuple[int | None, int | None]) -> None:
    assert muckeys.number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("03 JAN 31", "1931-01-03"), ("MAR 31", "1931-03"), ("01 MAR 31 - 04 APR 31", "1931-03-01/1931-04-04"),
     ("(02 MAY 31) / (- 09 MAY 31)", "1931-05-02"), ("11 Nov", "XXXX-11-11"), ("-", "")],
)  # fmt: skip
def test_muc_dates(value: str, expected: str) -> None:
    assert muckeys.date(value) == expected


@pytest.mark.parametrize(
    ("value", "names"),
    [("ZHELVASK: NORTH (DEPARTMENT) - SOUTH (DEPARTMENT)", ["ZHELVASK", "NORTH"]),
     ("(ZHELVASK: ORT (CITY)) / (ZHELVASK)", ["ZHELVASK", "ORT"]), ("(OSTRA) / (ZHELVASK)", ["OSTRA"]), ("-", [])],
)  # fmt: skip
def test_muc_places(value: str, names: list[str]) -> None:
    assert [name for name, _ in muckeys.place(value)] == names


def test_values_that_ours_has_not_are_counted(tmp_path: Path) -> None:
    key = KEY.replace("INJURY:", "NO INJURY:").replace("KIDNAPPING", "HEX")
    data = lay(tmp_path, {"dev/dev-muc3-9001-9100": MESSAGE, "dev/key-dev-9001.muc4": key})
    (document,) = LOADERS["muc34"].load("train", data)
    assert dict(document.faults) == {
        "templates: HUM TGT: EFFECT OF INCIDENT NO INJURY: no value of ours": 1,
        "templates: INCIDENT: TYPE HEX: no value of ours": 1,
    }  # fmt: skip
    assert document.templates[0].theirs == "HEX"


def test_muc_strings_with_quotes_in_them() -> None:
    entry = muckeys.entry(r'"\"ORCHARD\" MINE" / "MINE"')
    assert entry is not None and entry.names == ('"ORCHARD" MINE', "MINE")


def test_the_simplified_muc(tmp_path: Path) -> None:
    row = {
        "docid": "DEV-MUC3-9001", "doctext": "the front kidnapped tersk.",
        "templates": [{"incident_type": "kidnapping", "PerpInd": [], "PerpOrg": [[["front", 4]]], "Target": [],
                       "Victim": [[["tersk", 20], ["minister", 3]]], "Weapon": []}],
    }  # fmt: skip
    data = lay(tmp_path, {"processed/train.json": json.dumps(row), "processed/dev.json": ""})
    (document,) = LOADERS["muc34_processed"].load("train", data)
    assert marked(document, "arguments") == [("actor", "front"), ("victim", "tersk")]
    assert document.faults == (("arguments: words are not at their offsets", 1),)
    assert document.templates[0].mode == "abduct"


def test_plover_sentences(tmp_path: Path) -> None:
    table = "\tsentence\tmarked_sentence\tgold_root\tmodality_L2\n" \
        "\tZhelvask will free Ostran miners.\t<s>Zhelvask</s> will free <t>Ostran</t> miners.\tYIELD\ttodo\n"
    (document,) = LOADERS["plover"].load("train", lay(tmp_path, {"PLV_train.tsv": table}))
    assert marked(document, "arguments") == [("actor", "Zhelvask"), ("recipient", "Ostran")]
    assert [(j.task, j.label) for j in document.judgements] == [
        ("event_type", "CONCEDE|RETREAT"), ("status", "planned|threatened"),
    ]  # fmt: skip
    assert list(LOADERS["plover"].load("dev", tmp_path)) == []


def test_plover_actors_and_records(tmp_path: Path) -> None:
    record = {
        "id": "G-1", "event": "DISAPPROVE", "eventText": "denounced",
        "textInfo": {"markup": "(SRC/TAR: Zhelvask) (EVT: has ) again (EVT: denounced) (TAR: Ostra)."},
    }  # fmt: skip
    data = lay(tmp_path, {
        "cameo_ner.txt": "The O\nOstran B-S\nenvoy I-S\nmet O\nTersk B-R\n. O\n\nRain O\nfell O\n",
        "PLOVER_GSR.json": json.dumps([{"id": "G-0", "event": "DOCUMENT"}, record]),
    })  # fmt: skip
    first, second = LOADERS["plover_actors"].load("train", data)
    assert marked(first, "arguments") == [("actor", "Ostran envoy"), ("actor|recipient", "Tersk")]
    assert second.text == "Rain fell" and not second.marks
    (gold,) = LOADERS["plover_records"].load("train", data)
    assert gold.text == "Zhelvask has  again denounced Ostra."
    assert marked(gold, "events") == [("ACCUSE", "has ... denounced")]
    assert ("has ... denounced", "recipient", "Ostra") in linked(gold)
    assert gold.marks[0].mode == "disapprove"


def test_wikievents(tmp_path: Path) -> None:
    def tokens(text: str, base: int) -> list[list[object]]:
        found, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            found.append([word, base + start, base + start + len(word)])
            at = start + len(word)
        return found

    title, body = "Bomb kills Tersk", "Norwegian police came ."
    row = {
        "doc_id": "w1", "text": title + body,
        "sentences": [[tokens(title, 0), title], [tokens(body, len(title)), body]],
        "entity_mentions": [
            {"id": "T1", "start": 0, "end": 1, "entity_type": "WEA"},
            {"id": "T2", "start": 2, "end": 3, "entity_type": "PER"},
            {"id": "T3", "start": 3, "end": 4, "entity_type": "GPE"},
        ],
        "event_mentions": [
            {"event_type": "Life.Die.Unspecified", "trigger": {"start": 1, "end": 2},
             "arguments": [{"entity_id": "T2", "role": "Victim"}, {"entity_id": "T9", "role": "Place"}]},
        ],
    }  # fmt: skip
    data = lay(tmp_path, {
        "wikievents/dev.jsonl": json.dumps(row) + "\n",
        "wikievents/coref_dev.jsonlines": json.dumps({"doc_key": "w1", "clusters": [["T2", "T8"]]}) + "\n",
    })  # fmt: skip
    (document,) = LOADERS["wikievents"].load("train", data)
    assert document.text == "Bomb kills Tersk\n\nNorwegian police came ."
    assert marked(document, "entities") == [("weapon", "Bomb"), ("person", "Tersk"), ("nationality", "Norwegian")]
    assert linked(document) == [("kills", "victim", "Tersk")]
    assert document.faults == (("arguments: of no entity", 1),)
    assert document.marks[1].chain == "0"


def test_rams(tmp_path: Path) -> None:
    row = {
        "doc_key": "r1", "sentences": [["Rain", "."], ["Tersk", "met", "Halvey", "."]],
        "evt_triggers": [[3, 3, [["contact.discussion.meet", 1.0]]]],
        "gold_evt_links": [[[3, 3], [2, 2], "evt032arg01participant"], [[3, 3], [4, 4], "evt032arg02participant"]],
    }  # fmt: skip
    (document,) = LOADERS["rams"].load("train", lay(tmp_path, {"rams/dev.jsonlines": json.dumps(row)}))
    assert document.text == "Rain. Tersk met Halvey."
    assert linked(document) == [("met", "actor", "Tersk"), ("met", "recipient", "Halvey")]
    assert not any(scope.complete for scope in document.scopes)
