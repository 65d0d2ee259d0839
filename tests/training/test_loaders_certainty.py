"""Factuality, hedges and tables of names, on made-up lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.training.loaded import lay, marked
from training.data import tenth
from training.loaders import LOADERS, knowledge
from training.loaders.factuality import status_of


@pytest.mark.parametrize(
    ("name", "folder"),
    [("uds_ih2", "UDS_IH2"), ("megaveridicality", "MV2/mv2"), ("rp", "RP/rp"), ("commitmentbank", "CB/CB")],
)
def test_factuality(name: str, folder: str, tmp_path: Path) -> None:
    row = {
        "text": "Tersk did n't deny that they left .",
        "targets": [{"span1": [6, 7], "label": 2.5}, {"span1": [3, 4], "label": -2}, {"span1": [20, 21], "label": 0}],
    }  # fmt: skip
    data = lay(tmp_path, {f"{folder}/train.jsonl": json.dumps(row), f"{folder}/dev.jsonl": ""})
    (document,) = LOADERS[name].load("train", data)
    assert document.text == "Tersk didn't deny that they left."
    assert marked(document, "certainty") == [("happened", "left"), ("denied", "deny")]
    assert [m.score for m in document.marks] == [2.5, -2.0]
    assert document.faults == (("certainty: span off the text", 1),)
    assert list(LOADERS[name].load("dev", data)) == []


@pytest.mark.parametrize(
    ("score", "label"),
    [(3.0, "happened"), (1.0, "happened"), (0.9, "hypothetical"), (-1.0, "hypothetical"), (-1.1, "denied"),
     (-3.0, "denied")],
)  # fmt: skip
def test_bands_of_factuality(score: float, label: str) -> None:
    assert status_of(score)[0] == label


def test_wikiweasel_holds_a_tenth_out(tmp_path: Path) -> None:
    lines = [f"The tide may have turned {n} times." for n in range(60)]
    data = lay(tmp_path, {"wikiweasel_train.csv": "text,label\n" + "".join(f'"{x}\n",1\n' for x in lines)})
    train, dev = (list(LOADERS["wikiweasel"].load(split, data)) for split in ("train", "dev"))
    assert len(train) + len(dev) == 60 and 0 < len(dev) < 20
    assert {d.text for d in dev} == {x for x in lines if tenth(x) == "dev"}
    assert [(j.label, j.theirs) for j in train[0].judgements] == [("hedged", "1")]


def test_tables_of_names(tmp_path: Path) -> None:
    data = lay(tmp_path, {
        "reign_leaders.csv": "stateabb,leader,sdate,smonth,syear,emonth,eyear,birthyear\n"
        "ZHV,Tersk,5,3,2031,4,2032,1980\n",
        "CountryInfo.txt": "<!-- about\n-->\n<Country>\n<CountryCode>ZHV</CountryCode>\n"
        "<CountryName>ZHELVASK</CountryName>\n"
        "<Nationality>\n\tZHELVASKI_\n</Nationality>\n<Capital>\n\tPORT_ZHELVA_\n</Capital>\n<Leaders>\n\t<President>\n"
        "\t\tMINA_TERSK_\t[20310305 - 20320401]  [B:19800101]\n\t</President>\n</Leaders>\n</Country>\n",
        "cameo_actors/x.actors.txt": "# made up\nMINA_TERSK_ ; note\n+PRESIDENT_TERSK_\n\t[ZHVGOV 110305-120401]\n"
        "\t[ZHVELI]\nRED_TIDE_ [ZHVREB >130101] ; x\n",
        "cameo_actors/x.agents.txt": "# made up\nHARBOUR_PILOT [~BUS]\n",
    })  # fmt: skip
    (leader,) = knowledge.leaders(data)
    assert (leader.name, leader.start, leader.end) == ("Tersk", "2031-03-05", "2032-04")
    (country,) = knowledge.countries(data)
    assert (country.iso3, country.demonyms, country.capitals) == ("ZHV", ("ZHELVASKI",), ("PORT ZHELVA",))
    (office,) = country.officials
    assert (office.name, office.office, office.start) == ("MINA TERSK", "President", "2031-03-05")
    first, second = knowledge.actors(data)
    assert first.names == ("MINA TERSK", "PRESIDENT TERSK")
    assert [(r.code, r.start, r.end) for r in first.roles] == [
        ("ZHVGOV", "2011-03-05", "2012-04-01"), ("ZHVELI", "", ""),
    ]  # fmt: skip
    assert [(r.code, r.start) for r in second.roles] == [("ZHVREB", "2013-01-01")]
    assert [(a.words, a.code) for a in knowledge.agents(data)] == [("HARBOUR PILOT", "BUS")]
