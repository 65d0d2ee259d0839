"""PolNeAR and gun-violence counts, on made-up articles."""

from __future__ import annotations

import json
from pathlib import Path

from tests.training.loaded import lay, linked, marked
from training.loaders import LOADERS

TEXT = "Harbour news\n\n\nThe pier, said Mina Tersk, will close. Rates rise, a memo says.\n"


def span(words: str) -> str:
    at = TEXT.index(words)
    return f"{at} {at + len(words)}"


def test_contents_in_two_stretches_and_sources_named_once(tmp_path: Path) -> None:
    annotation = "\n".join([
        f"T1\tSource {span('Mina Tersk')}\tMina Tersk",
        f"T2\tCue {span('said')}\tsaid",
        f"T3\tContent {span('The pier')};{span('will close')}\tThe pier will close",
        f"T4\tAttribution {span('said')}\tsaid",
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
        f"T5\tContent {span('Rates rise')}\tRates rise",
        f"T6\tCue {span('says')}\tsays",
        "E2\tAttribution:T6 Cue:T6 Content:T5",
        f"T7\tDiscuss {span('a memo')}\ta memo",
    ])  # fmt: skip
    data = lay(tmp_path, {"train/attributions/pier_0a1f.ann": annotation, "train/text/pier.txt": TEXT})
    (document,) = LOADERS["polnear"].load("train", data)
    assert document.text.startswith("Harbour news\n\nThe pier")
    assert marked(document, "attribution") == [
        ("source", "Mina Tersk"), ("cue", "said"), ("content", "The pier ... will close"),
        ("cue", "says"), ("content", "Rates rise"),
    ]  # fmt: skip
    assert linked(document) == [
        ("said", "source", "Mina Tersk"), ("said", "content", "The pier ... will close"),
        ("says", "content", "Rates rise"),
    ]  # fmt: skip
    assert document.group == "pier" and document.licence == "unstated"
    assert list(LOADERS["polnear"].load("dev", data)) == []


def test_tolls_are_of_the_whole_article(tmp_path: Path) -> None:
    data = lay(tmp_path, {
        "data-train/X_train.json": json.dumps([{"text": "Two fell.", "publish_date": "2031-03-05"}, {"text": " "}]),
        "data-train/y_train.json": json.dumps([
            {"n_killed": 2, "n_injured": 1, "shooting_date": "2031-03-04", "address": ""},
            {"n_killed": 0, "n_injured": 0, "shooting_date": "", "address": ""},
        ]),
        "data-dev/X_val.json": "[]", "data-dev/y_val.json": "[]",
    })  # fmt: skip
    (document,) = LOADERS["gun_violence_counts"].load("train", data)
    assert [(j.label, j.score, j.value) for j in document.judgements] == [
        ("killed", 2.0, ""), ("injured", 1.0, ""), ("date", None, "2031-03-04"),
    ]  # fmt: skip
    assert document.published == "2031-03-05"
    assert list(LOADERS["gun_violence_counts"].load("dev", data)) == []
