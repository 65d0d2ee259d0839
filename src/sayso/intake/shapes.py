"""What a line of a page is, by its words and shape: prose, title-like, byline, credit, furniture...

Furniture is told by the reviewed table ``intake_furniture.csv`` and by shape; a sentence is furniture only where
the table's ``opening`` and ``end`` rows say that sites, not stories, speak so.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

import msgspec

from sayso.intake.printed import Byline, byline, dated_imprint, find_date, is_date_line
from sayso.tables import load_rows


class Shape(StrEnum):
    """What a line is on its own, before its neighbours are looked at."""

    PROSE = "prose"
    SHORT = "short"
    """Title-like: begins upper case, no full stop at its end."""
    INTRO = "intro"
    """Ends with a colon."""
    ITEM = "item"
    BYLINE = "byline"
    DATE = "date"
    CREDIT = "credit"
    CAPTION = "caption"
    RULE = "rule"
    FURNITURE = "furniture"
    FOOTER = "footer"
    COMMENTS = "comments"
    END = "end"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line or paragraph of a page with what is known of it."""

    text: str
    shape: Shape
    words: int
    byline: Byline | None = None
    date: str = ""
    hint: str = ""
    """Block kind where markup said it (heading, quoted, caption, standfirst, list); empty in dumps."""
    level: int = 0
    """Heading level in markup, 1 to 6; 0 is none."""


TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
SENTENCE_END = re.compile(r"(?:\.|[!?…])[\"'”’»)\]]*$")
RULE = re.compile(r"^[\s*=_~•·#—–+.-]{3,}$")
BULLET = re.compile(r"^(?:[•●▪■◦‣·*]|[-–—](?=\s)|\(?\d{1,2}[.)](?=\s)|\(?[a-z]\)(?=\s))\s*(?=\S)")
PHOTO_TAIL = re.compile(
    r"(?:[(\[](?:[^()\[\]]*\b(?:photo(?:graph)?s?|image|picture|courtesy|handout|credit|flickr)\b[^()\[\]]*)[)\]]"
    r"|\b(?:photo(?:graph)?|credit|picture|image)(?:\s+by)?\s*:\s*[^.:]{2,60}"
    r"|(?:^|[.!?]\s+)(?:\w+\s+)?(?:photo(?:graph)?|picture|image)s?\s+by\s+[^.:]{2,60}"
    r"|(?:^|[./|—–-]\s*|\s)(?:file|handout|archive|undated)\s+(?:photo|picture|image|photograph))\.?\s*$",
    re.I,
)
PHOTO_HEAD = re.compile(
    r"^\(?(?:(?:photo|caption|image|picture|photograph)\s*[:–—-]\s|in this (?:\w+[\s,]+){0,6}(?:photo|picture|image)|"
    r"(?:a |an )?(?:file|undated|handout) (?:photo|picture|image)\b|file\s*[–—-]\s|pictured\s*:)",
    re.I,
)
CREDIT_HEAD = re.compile(
    r"^\(?(?:photo(?:graph)?s?|image|picture|pictures)?\s*(?:(?:credit|courtesy(?: of)?|source)s?\s*[:/]?|"
    r"(?:photo(?:graph)?s?|image|picture|pictures)\s*(?:by|:|/|courtesy))\s+\S.{1,70}$",
    re.I,
)
COUNT_LINE = re.compile(
    r"^\(?(?:\d[\d,.]*k?|no|one|two|three)\s+(?:(?:reader|user)\s+)?"
    r"(comments?|responses?|replies|shares?|likes?|views?|retweets?|tweets?|notes|votes?|points?|recommendations?)\b.{0,40}$"
    r"|^(?:comments?|responses?|replies|shares?|views)\s*[(:\[]\s*\d[\d,]*\s*[)\]]?.{0,20}$",
    re.I,
)
THREAD_COUNT = re.compile(
    r"^\(?(?:\d[\d,]*|one|two|three)\s+(?:comments?|responses?|thoughts?|replies)\b.{0,30}\b(?:to|on)\b", re.I
)
PAGES = re.compile(r"^page \d+(?: of \d+)?$|^\d+ of \d+$|^(?:\d+ ?[|·]? ?){3,}(?:next|>+|»)?$", re.I)
LABELS_ALONE = re.compile(r"^(?:(?:published|posted|updated|modified|created)\s*:?\s*){1,3}$", re.I)
LABELLED = re.compile(
    r"^(?:source|editor|author|written by|by|reporter|section|category|published|updated|posted)\s*:", re.I
)
_LINK_TAIL = re.compile(
    r"^(?P<text>.{20,}?)\s*[(\[](?:link|source|via|here|hat tip|more|ht|h/t)\b[^()\[\]]{0,30}[)\]]$", re.I
)
"""A weblog's pointer after a sentence: "... were killed. (link)"."""
_BRACKET_TAIL = re.compile(r"\((?P<credit>[^()]{2,60})\)\s*(?:\|[^|]{2,30})?$")
_INNER_STOP = re.compile(r"[a-z]{3}[.!?] [A-Z][a-z]*\s+\w+\s+\w+")
_FOR_OUTLET = re.compile(r"^(?:[A-Z][\w.'’-]+\s+){2,3}for\s+(?:The\s+[A-Z]|.*\b(?:News|Times|Press|Post)$)")
_AGENCY_TAIL = re.compile(
    r"^[A-ZÀ-Þ][\w.'’\- ]{1,40}?(?:\s*[/|]\s*|(?<=\S)[—–](?=\S))(?P<agency>[A-Z][\w.'’\- ]{1,40}(?:/[\w.'’\- ]+)?)$"
)


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in load_rows("intake_words.csv") if row["list"] == name)


@cache
def _words_of(name: str) -> frozenset[str]:
    return frozenset(_words(name))


@cache
def _agencies() -> frozenset[str]:
    return frozenset(row["name"].lower() for row in load_rows("intake_agencies.csv"))


@cache
def _furniture() -> tuple[dict[str, str], dict[str, str], dict[str, list[tuple[str, str, str]]]]:
    """Whole lines, line ends, and beginnings by first word."""
    whole: dict[str, str] = {}
    ends: dict[str, str] = {}
    starts: dict[str, list[tuple[str, str, str]]] = {}
    for row in load_rows("intake_furniture.csv"):
        match row["match"]:
            case "whole":
                whole[row["text"]] = row["kind"]
            case "end":
                ends[row["text"]] = row["kind"]
            case how:
                starts.setdefault(row["text"].split()[0], []).append((row["text"], how, row["kind"]))
    return whole, ends, starts


@cache
def _outlets() -> frozenset[str]:
    """Names of outlets and of organisations that publish, lower case: alone on a line they say whose text it is."""
    names = {row["name"].lower() for row in load_rows("outlets.csv") if row["kind"] != "platform"}
    names |= {a for row in load_rows("outlets.csv") if row["kind"] != "platform" for a in row["alias"].split(";") if a}
    return frozenset(names | {row["name"].lower() for row in load_rows("agencies.csv") if row["sector"] == "NGO"})


def names_outlet(text: str) -> bool:
    """Whether a line is the name of a known outlet or publishing organisation, and nothing else."""
    bare = text.strip(" .|-–—").lower().removeprefix("the ")
    known = _outlets()
    return bare in known or f"the {bare}" in known or re.sub(r"\s+(?:news|online|english)$|\.com$", "", bare) in known


def labelled_date(text: str) -> str:
    """Date of a line of labelled parts ("Source: Marn Daily | 2029-05-04 10:12 | Editor: ada"), or empty."""
    parts = [p.strip() for p in re.split(r"\s*[|•·]\s*", text) if p.strip()]
    if len(parts) < 2 or len(text) > 160:
        return ""
    dated = [p for p in parts if is_date_line(p)]
    return find_date(dated[0]) if dated and all(p in dated or LABELLED.match(p) for p in parts) else ""


def is_sentence(text: str) -> bool:
    """Whether a line reads as a sentence: five words or more and an end mark (or more than thirty words)."""
    count = text.count(" ") + 1
    return count > 30 or (count >= 5 and TERMINAL.search(text) is not None)


def furniture(text: str) -> str:
    """Kind of furniture a line is by the table (line, footer, comments, end), or empty."""
    if len(text) > 400:
        return ""
    whole, ends, starts = _furniture()
    if not any(c.isalpha() for c in text) and (len(text) < 3 or text.strip("()[] ").isdecimal()):
        return "line"
    if LABELS_ALONE.match(text) or (text.endswith((" -", " –", " |")) and 4 <= text.count(" ") <= 24):
        return "line"  # labels whose values were lost; a list of headlines run together with its separators
    lowered = text.lower().replace("’", "'")
    bare = lowered.strip(" \t:.!?»›>«‹<→←|•·*()[]+-–—…▼▲►")
    if kind := whole.get(bare) or whole.get(lowered.strip()):
        return kind
    sentence = is_sentence(text)
    words = lowered.strip(" .!*").split()
    if words and len(words) <= 20 and words[0] in _words("imperative") and _words_of("platform") & set(words[1:]):
        return "line"
    lead = lowered.lstrip(" |•·*»›>([")
    for opening, how, kind in starts.get(lead.split(" ", 1)[0], ()) if lead else ():
        if lead.startswith(opening) and not lead[len(opening) :][:1].isalpha() and (how == "opening" or not sentence):
            return kind
    for ending, kind in ends.items():
        if bare.endswith(ending) and (not sentence or ending == "all rights reserved"):
            return kind
    if not sentence and len(text) < 90:
        if PAGES.match(text):
            return "line"
        if THREAD_COUNT.match(text):
            return "comments"
        if match := COUNT_LINE.match(text):
            return "comments" if re.search(r"comment|response|repl", match.group(0), re.I) else "footer"
        parts = [p.strip() for p in re.split(r"\s*[|•·»›]\s*", text) if p.strip()]
        if len(parts) >= 3 and all(len(p.split()) <= 4 for p in parts) and not find_date(text):
            return "line"
        if len(parts) == 2 and len(text.split()) <= 12 and any(furniture(p) for p in parts):
            return next(k for p in parts if (k := furniture(p)))
    return ""


def is_credit(text: str) -> bool:
    """Whether a line names who made or supplied a picture and says nothing else: "Ada Marsh/AP", "Photo: Ada Marsh"."""
    words = text.split()
    if not 1 <= len(words) <= 12 or is_sentence(text):
        return False
    bare = text.strip("()[] .")
    agencies = _agencies()
    if bare.lower() in agencies and bare.lower() not in ("file", "staff", "pool", "press"):
        return True
    if CREDIT_HEAD.match(text) and len(words) <= 10:
        return True
    if re.fullmatch(r"(?:file|handout|archive|undated)\s+(?:photo|picture|image|photograph)", bare, re.I):
        return True
    if len(words) <= 8 and _FOR_OUTLET.match(bare):
        return True
    parts = [p.strip() for p in re.split(r"/|(?<=\S)[—–](?=\S)", bare)]
    if len(parts) >= 2 and all(parts):
        if all(p.lower() in agencies for p in parts):
            return True
        if (parts[0].lower() in agencies or parts[0].lower().removesuffix(" photo") in agencies) and len(words) <= 7:
            return True
    if len(words) <= 7 and not re.search(r"[a-z]\.\s", bare) and (match := _AGENCY_TAIL.match(bare)):
        agency = match.group("agency").strip()
        last = agency.split()[-1].lower()
        return agency.lower() in agencies or last in _words("credit") or (agency.isupper() and 2 <= len(agency) <= 6)
    return bool(re.match(r"^(?:©|\(c\)|copyright)\s*(?:(?:19|20)\d\d)?\s*\S", text, re.I)) and "/" in text


def caption_cues(text: str) -> int:
    """How much a paragraph reads as the description of a picture: 2 and more is a caption by itself."""
    lowered = text.lower()
    score = sum(cue in lowered for cue in _words("caption"))
    if len(text) < 600 and (PHOTO_TAIL.search(text) or PHOTO_HEAD.match(text)):
        score += 2
    elif len(text) < 600 and (tail := _BRACKET_TAIL.search(text)) and is_credit(tail.group("credit")):
        score += 2 if "/" in tail.group("credit") else 1
    return score


def attributed_quote(text: str) -> bool:
    """Whether a paragraph quotes somebody, which captions hardly do."""
    return any(c in text for c in '"“”«') and any(f" {verb} " in f" {text.lower()} " for verb in _words("attribution"))


def line(text: str, *, hint: str = "", level: int = 0) -> Line:
    """Classify one line (white space already single). ``hint`` and ``level`` come from markup."""
    words = text.count(" ") + 1

    def made(shape: Shape, **more: object) -> Line:
        return Line(text=text, shape=shape, words=words, hint=hint, level=level, **more)  # type: ignore[arg-type]

    if hint in ("quoted", "standfirst"):
        return made(Shape.PROSE)
    if hint == "caption":
        return made(Shape.CREDIT if is_credit(text) else Shape.CAPTION)
    if words <= 24 and not level and (day := labelled_date(text)):
        return made(Shape.DATE, date=day)
    if RULE.match(text):
        return made(Shape.END if text.replace(" ", "") == "###" else Shape.RULE)
    if kind := furniture(text):
        if kind == "links":
            return Line(text=text, shape=Shape.FURNITURE, words=words, hint="links", level=level)
        shape = {"line": Shape.FURNITURE, "footer": Shape.FOOTER, "comments": Shape.COMMENTS, "end": Shape.END}[kind]
        return made(shape)
    if words <= 24 and not level:
        if is_date_line(text):
            return made(Shape.DATE, date=find_date(text))
        if (by := byline(text)) is not None:
            return made(Shape.BYLINE, byline=by, date=by.date)
        if (day := find_date(text)) and dated_imprint(text):
            return made(Shape.DATE, date=day)
        if is_credit(text):
            return made(Shape.CREDIT)
        if names_outlet(text):
            return made(Shape.FURNITURE)
    if not level and (bullet := BULLET.match(text)):
        bare = line(text[bullet.end() :])
        header = bare.shape in (Shape.DATE, Shape.BYLINE, Shape.FURNITURE, Shape.FOOTER, Shape.CREDIT)
        return msgspec.structs.replace(bare, text=text) if header else made(Shape.ITEM)
    if hint == "list":
        return made(Shape.ITEM)
    if not level and words <= 120 and caption_cues(text) >= 2 and not attributed_quote(text):
        return made(Shape.CAPTION)
    if level:
        return made(Shape.SHORT)
    if text.endswith(":"):
        return made(Shape.INTRO)
    if words <= 40 and not TERMINAL.search(text) and _INNER_STOP.search(text) and '"' not in text:
        # "Smoke over Marn. The town was shelled on Sunday": sentences, the last without its full stop
        return made(Shape.CAPTION)
    first = text.lstrip("\"'“‘«([¿¡")[:1]
    told = _LINK_TAIL.match(text)
    stop = SENTENCE_END.search(told.group("text") if told else text)
    abbreviated = re.search(r"\b(?:[A-Z]|[A-Z]\.[A-Z]|Inc|Co|Jr|Sr|St)\.[\"'”’)]*$", text)
    if (
        words <= 30
        and (first.isupper() or first.isdigit())
        and text[-1] not in ";,"
        and (not stop or abbreviated or (text.rstrip("\"'”’)")[-1] in "?!" and words <= 20))
    ):
        return made(Shape.SHORT)
    return made(Shape.PROSE)
