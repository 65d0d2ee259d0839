"""re3d, GUM, ECB+, MEANTIME and places, on made-up text."""

from __future__ import annotations

import json
from pathlib import Path

from tests.training.loaded import lay, linked, marked
from training.data import half
from training.loaders import LOADERS, documents
from training.loaders.documents import Document, Licence


def named(stem: str, split: str) -> str:
    """A name of the split's half."""
    return next(f"{stem}{n}" for n in range(99) if half(f"{stem}{n}") == split)


def test_re3d(tmp_path: Path) -> None:
    key, other = named("D", "train"), named("D", "dev")
    text = "Tersk leads the Zhelvask Guard in Norway."
    rows = [
        (0, 5, "Person", "Tersk"), (12, 30, "Organisation", "the Zhelvask Guard"), (34, 40, "Location", "Norway"),
        (6, 11, "Mood", "leads"), (1, 6, "Person", "Tersk"),
    ]  # fmt: skip
    relation = {"documentId": key, "type": "InChargeOf", "sourceBegin": 0, "sourceEnd": 5, "targetBegin": 12,
                "targetEnd": 30}  # fmt: skip
    lost = relation | {"targetBegin": 13}
    data = lay(tmp_path, {
        "Folder/documents.json": "\n".join(json.dumps({"_id": k, "text": text}) for k in (key, other)),
        "Folder/entities.json": "\n".join(
            json.dumps({"documentId": key, "begin": a, "end": b, "type": t, "value": v}) for a, b, t, v in rows
        ),
        "Folder/relations.json": json.dumps(relation) + "\n" + json.dumps(lost),
    })  # fmt: skip
    (document,) = LOADERS["re3d"].load("train", data)
    assert marked(document, "entities") == [
        ("person", "Tersk"), ("", "leads"), ("organisation", "the Zhelvask Guard"), ("country", "Norway"),
    ]  # fmt: skip
    assert linked(document) == [("Tersk", "role_in", "the Zhelvask Guard")]
    assert dict(document.faults) == {
        "entities: words are not at their offsets": 1, "relations: an end is no entity": 1,
    }  # fmt: skip
    assert document.group == "Folder"
    assert [d.name for d in LOADERS["re3d"].load("dev", data)] == [other]


GUM = """# newdoc id = GUM_speech_quay
# meta::dateCreated = 2031-03-05
# newpar
# sent_id = 1
# text = Tersk's guard slept.
1-2\tTersk's\t_\t_\t_\t_\t_\t_\t_\t_
1\tTersk\tTersk\tPROPN\tNNP\t_\t3\tx\t_\tEntity=(1-person-new-sssss-cf1-2-coref(2-person-new-sssss-cf1-1-coref-Tersk)
2\t's\t's\tPART\tPOS\t_\t1\tx\t_\t_
3\tguard\tguard\tNOUN\tNN\t_\t4\tx\t_\tEntity=1)
4\tslept\tsleep\tVERB\tVBD\t_\t0\tx\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tx\t_\t_

# newpar
# sent_id = 2
1\tHe\the\tPRON\tPRP\t_\t2\tx\t_\tEntity=(1-person-giv:act-sssss-cf1-1-ana)
2\twoke\twake\tVERB\tVBD\t_\t0\tx\t_\t_

"""
SPLITS = "## dev\n\n  * GUM_news_pier\n\n## test\n\n  * GUM_news_hidden\n\n## train\n\n  * GUM_speech_quay\n"


def test_gum(tmp_path: Path) -> None:
    data = lay(tmp_path, {
        "splits.md": SPLITS, "dep/GUM_speech_quay.conllu": GUM, "dep/GUM_news_pier.conllu": GUM,
        "dep/GUM_news_hidden.conllu": "not to be read",
    })  # fmt: skip
    (document,) = LOADERS["gum"].load("train", data)
    assert document.text == "Tersk's guard slept.\n\nHe woke"
    assert marked(document, "sentences") == [("sentence", "Tersk's guard slept."), ("sentence", "He woke")]
    entities = [m for m in document.marks if m.task == "entities"]
    assert marked(document, "entities") == [("person", "Tersk's"), ("person", "Tersk's guard"), ("", "He")]
    assert [m.chain for m in entities] == ["2", "1", "1"]
    assert document.licence == "unstated" and document.published == "2031-03-05"
    assert [d.licence for d in LOADERS["gum"].load("dev", data)] == ["open"]
    assert list(documents("gum", "train", data, licences={Licence.OPEN})) == []


def tokens(*sentences: str) -> str:
    """XML of tokens, numbered from 1 over the sentences."""
    found, number = [], 0
    for at, sentence in enumerate(sentences):
        for word in sentence.split():
            number += 1
            found.append(f'<token t_id="{number}" sentence="{at}" number="{number - 1}">{word}</token>')
    return "".join(found)


def anchored(tag: str, m_id: str, *numbers: int, **more: str) -> str:
    """XML of one markable."""
    attributes = "".join(f' {k}="{v}"' for k, v in more.items())
    inside = "".join(f'<token_anchor t_id="{n}"/>' for n in numbers)
    return f'<{tag} m_id="{m_id}"{attributes}>{inside}</{tag}>'


def test_ecbplus(tmp_path: Path) -> None:
    xml = (
        f"<Document>{tokens('http : //x', 'Tersk did not flee Norway .', 'Rain fell .')}<Markables>"
        + anchored("HUMAN_PART_PER", "1", 4) + anchored("NEG_ACTION_OCCURRENCE", "2", 6, 7)
        + anchored("LOC_GEO", "3", 8) + anchored("ACTION_OCCURRENCE", "4", 11)
        + anchored("ACTION_OCCURRENCE", "9", TAG_DESCRIPTOR="flight")
        + '</Markables><Relations><CROSS_DOC_COREF r_id="1" note="ACT77"><source m_id="2"/><target m_id="9"/>'
        "</CROSS_DOC_COREF></Relations></Document>"
    )
    data = lay(tmp_path, {
        "ECB+/1/1_1ecb.xml": xml, "ECB+/2/2_1ecb.xml": xml, "ECB+/3/3_1ecb.xml": xml,
        "x/ECBplus_coreference_sentences.csv": "Topic,File,Sentence Number\n1,1ecb,1\n2,1ecb,1\n",
    })  # fmt: skip
    (document,) = LOADERS["ecbplus"].load("train", data)
    assert marked(document, "events") == [("event", "not flee")]
    assert marked(document, "entities") == [("person", "Tersk"), ("country", "Norway")]
    event = next(m for m in document.marks if m.task == "events")
    assert (event.status, event.chain) == ("denied", "ACT77")
    assert [document.text[a:b] for a, b in document.scopes[0].parts] == ["Tersk did not flee Norway."]
    assert document.faults == (("marked outside the listed sentences", 1),)
    assert [d.name for d in LOADERS["ecbplus"].load("dev", data)] == ["2_1ecb"]


def test_meantime(tmp_path: Path) -> None:
    sentences = ["Mine closes", "March 5 , 2031", "Tersk will meet Halvey on Friday .", "a", "b", "c", "late event"]
    xml = (
        f"<Document>{tokens(*sentences)}<Markables>"
        + anchored("TIMEX3", "9", 3, 4, 5, 6, type="DATE", value="2031-03-05", functionInDocument="CREATION_TIME")
        + anchored("TIMEX3", "8", 12, type="DATE", value="2031-03-07")
        + anchored("EVENT_MENTION", "1", 9, time="FUTURE", certainty="PROBABLE", polarity="POS")
        + anchored("ENTITY_MENTION", "2", 7, syntactic_type="NAM") + anchored("ENTITY_MENTION", "3", 10)
        + anchored("EVENT_MENTION", "4", 18, time="NON_FUTURE")
        + anchored("ENTITY", "50", ent_type="PER") + anchored("EVENT", "51", **{"class": "OTHER"})
        + '</Markables><Relations><REFERS_TO r_id="1"><source m_id="2"/><target m_id="50"/></REFERS_TO>'
        '<REFERS_TO r_id="2"><source m_id="1"/><target m_id="51"/></REFERS_TO>'
        '<HAS_PARTICIPANT r_id="3" sem_role="Arg0"><source m_id="1"/><target m_id="2"/></HAS_PARTICIPANT>'
        "</Relations></Document>"
    )
    name = named("m", "train") if half("m.xml") == "dev" else "m"
    path = next(f"{name}{n}.xml" for n in range(99) if half(f"{name}{n}.xml") == "train")
    data = lay(tmp_path, {f"corpus/{path}": xml})
    (document,) = LOADERS["meantime"].load("train", data)
    assert document.published == "2031-03-05"
    assert marked(document, "times") == [("DATE", "March 5, 2031"), ("DATE", "Friday")]
    assert ("person", "Tersk") in marked(document, "entities") and ("", "Halvey") in marked(document, "entities")
    event = next(m for m in document.marks if m.task == "events")
    assert (event.status, event.certainty, event.theirs) == ("planned", "probable", "OTHER")
    assert linked(document) == [("meet", "actor", "Tersk")]
    assert document.faults == (("marked outside the annotated sentences", 1),)
    assert list(LOADERS["meantime"].load("dev", data)) == []


def only(name: str, data: Path) -> Document:
    """The one document that a set holds for either split."""
    (document,) = [d for split in ("train", "dev") for d in LOADERS[name].load(split, data)]
    return document


def test_places(tmp_path: Path) -> None:
    text = "Rain in Port Zhelva and Norway."
    data = lay(tmp_path, {
        "lgl.xml": f'<articles><article docid="7"><domain>x.example</domain><text>{text}</text><toponyms><toponym>'
        "<start>8</start><end>19</end><phrase>Port Zhelva</phrase><gaztag geonameid='12'><lat>1.5</lat><lon>2</lon>"
        "</gaztag></toponym></toponyms></article></articles>",
        "GWN.xml": f'<articles><article file="3"><text>{text}</text><toponyms>'
        "<toponym><extractedName>Norway</extractedName><type>Metonymic</type><start>24</start><end>30</end>"
        "<geonamesID>34</geonamesID></toponym>"
        "<toponym><extractedName>Rain</extractedName><type>Homonym</type><start>0</start><end>4</end></toponym>"
        "<toponym><extractedName>Ostra</extractedName><type>Literal</type><start>0</start><end>4</end></toponym>"
        "</toponyms></article></articles>",
        "GeoVirus.xml": f"<articles><article><source>http://x.example/1</source><text>{text}</text><locations><location>"
        "<name>Port Zhelva</name><start>9</start><end>20</end><page>http://p.example/z</page></location></locations>"
        "</article></articles>",
    })  # fmt: skip
    lgl, gwn, virus = (only(name, data) for name in ("lgl", "geowebnews", "geovirus"))
    assert [(m.label, m.value) for m in lgl.marks] == [("place", "gn:12")]
    assert [(m.label, m.theirs, m.value) for m in gwn.marks] == [("", "Homonym", ""), ("country", "Metonymic", "gn:34")]
    assert gwn.faults == (("places: words are not at their offsets", 1),)
    assert marked(virus, "places") == [("place", "Port Zhelva")] and virus.marks[0].value == "http://p.example/z"
