"""The record in plain words: dates, figures and the closed vocabularies, as the desk says them."""

from __future__ import annotations

from sayso import edtf
from sayso.edtf import Date, Interval
from sayso.errors import UsageError
from sayso.vocabulary import (
    ActorKind,
    BlockColumn,
    Certainty,
    CountWhat,
    CountWho,
    EventType,
    How,
    PublishedFrom,
    Qualifier,
    SpeakerKind,
    Stance,
    Status,
)

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_GROUPS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter", "33": "first quarter of", "34": "second quarter of",
    "35": "third quarter of", "36": "fourth quarter of", "40": "first half of", "41": "second half of",
}  # fmt: skip
_DOUBT = {"?": "perhaps ", "~": "about ", "%": "perhaps about "}

TYPES: dict[str, str] = {
    EventType.AGREE: "Agreement",
    EventType.CONSULT: "Talks or visit",
    EventType.SUPPORT: "Support",
    EventType.COOPERATE: "Cooperation",
    EventType.AID: "Aid",
    EventType.CONCEDE: "Concession",
    EventType.RETREAT: "Retreat",
    EventType.ACCUSE: "Accusation",
    EventType.REJECT: "Rejection",
    EventType.THREATEN: "Threat",
    EventType.REQUEST: "Request",
    EventType.PROTEST: "Protest",
    EventType.SANCTION: "Sanction or closure",
    EventType.MOBILIZE: "Mobilisation",
    EventType.COERCE: "Coercion",
    EventType.ASSAULT: "Assault",
    EventType.OTHER: "Other",
}
STATUSES: dict[str, str] = {
    Status.HAPPENED: "Happened",
    Status.CONTESTED: "Contested",
    Status.ONGOING: "Ongoing",
    Status.PLANNED: "Planned",
    Status.THREATENED: "Threatened",
    Status.CALLED_OFF: "Called off",
    Status.DENIED: "Denied",
    Status.HYPOTHETICAL: "Supposed",
    Status.UNKNOWN: "Not known",
}
STATUS_MEANS: dict[str, str] = {
    Status.HAPPENED: "told as having happened, and no voice denies it",
    Status.CONTESTED: "some voices assert it and others deny it",
    Status.ONGOING: "told as going on",
    Status.PLANNED: "announced or planned, not told as having happened",
    Status.THREATENED: "threatened, not told as having happened",
    Status.CALLED_OFF: "planned, and called off",
    Status.DENIED: "denied, and no voice in the case asserts it",
    Status.HYPOTHETICAL: "supposed, feared or imagined",
    Status.UNKNOWN: "the accounts do not tell whether it happened",
}
SPEAKERS: dict[str, str] = {
    SpeakerKind.NAMED: "named person",
    SpeakerKind.ROLE: "known by office",
    SpeakerKind.ANONYMOUS: "unnamed",
    SpeakerKind.ORGANISATION: "organisation",
    SpeakerKind.DOCUMENT: "document",
    SpeakerKind.OUTLET: "outlet",
    SpeakerKind.AUTHOR: "the author",
    SpeakerKind.UNKNOWN: "kind not known",
}
STANCES: dict[str, str] = {
    Stance.ASSERTS: "says",
    Stance.DENIES: "denies",
    Stance.CONFIRMS: "confirms",
    Stance.DOUBTS: "doubts",
    Stance.DECLINES: "declines to say",
    Stance.CORRECTS: "corrects",
    Stance.RETRACTS: "takes back",
    Stance.UNKNOWN: "speaks of",
}
CERTAINTIES: dict[str, str] = {
    Certainty.CERTAIN: "certain",
    Certainty.PROBABLE: "probable",
    Certainty.POSSIBLE: "possible",
    Certainty.UNSTATED: "not stated",
}
WHATS: dict[str, str] = {str(what): str(what).replace("_", " ") for what in CountWhat} | {
    CountWhat.PARTICIPANTS: "taking part",
    CountWhat.BARRED: "kept out",
    CountWhat.OTHER: "of another kind",
    CountWhat.UNKNOWN: "of a kind not stated",
}
WHOS: dict[str, str] = {str(who): str(who).replace("_", " ") for who in CountWho} | {
    CountWho.TOTAL: "in all",
    CountWho.OTHER: "others",
    CountWho.UNKNOWN: "of whom is not stated",
}
QUALIFIERS: dict[str, str] = {str(one): str(one).replace("_", " ") for one in Qualifier} | {
    Qualifier.EXACTLY: "a plain figure",
    Qualifier.SOME: "“some”",
    Qualifier.VAGUE: "a vague word",
}
KINDS: dict[str, str] = {kind: str(kind) for kind in ActorKind}
HOWS: dict[str, str] = {
    How.TEXT: "words of the story",
    How.METADATA: "the page’s own metadata",
    How.MANIFEST: "the manifest",
    How.GAZETTEER: "the gazetteer",
    How.TABLE: "a table of Sayso",
    How.INFERRED: "worked out from other records",
    How.DECISION: "a human’s decision",
}
PUBLISHED: dict[str, str] = {
    PublishedFrom.PAGE: "printed on the page",
    PublishedFrom.METADATA: "from the page’s metadata",
    PublishedFrom.ADDRESS: "from the page’s address",
    PublishedFrom.MANIFEST: "from the manifest",
    PublishedFrom.GIVEN: "given when it was read",
    PublishedFrom.INFERRED: "worked out from the text",
    PublishedFrom.UNKNOWN: "not known",
}
BLOCKS: dict[str, str] = {
    BlockColumn.HEADING: "headline",
    BlockColumn.CAPTION: "caption",
    BlockColumn.BODY: "body text",
    BlockColumn.QUOTED: "quoted passage",
}
DISPUTES = {
    "occurrence": "whether it happened",
    "killed": "how many were killed",
    "injured": "how many were hurt",
    "who_was_killed": "who was killed",
    "actor": "who did it",
    "place": "where it was",
    "date": "when it was",
}
_PARTS_OF_DAY = {
    "MO": "in the morning", "MI": "at midday", "AF": "in the afternoon", "EV": "in the evening", "NI": "at night",
    "DT": "by day",
}  # fmt: skip


def spoken(value: str, words: dict[str, str]) -> str:
    """A vocabulary's value in words; the value itself if it has none."""
    return words.get(value, value.replace("_", " "))


def _one(item: Date) -> str:
    doubt = _DOUBT.get(item.mark, "")
    known_year = "X" not in item.year
    year = item.year.lstrip("0") if known_year else ""
    if not known_year and item.year[:3].isdigit():
        year = f"{item.year[:3]}0s"
    if item.month in _GROUPS:
        return f"{doubt}{_GROUPS[item.month]} {year}".rstrip()
    month = MONTHS[int(item.month) - 1] if item.month.isdigit() and 1 <= int(item.month) <= 12 else ""
    day = item.day.lstrip("0") if item.day.isdigit() else ""
    words = " ".join(part for part in (day, month, year) if part)
    if not words:
        return "not known"
    return f"{doubt}{words}" + ("" if year else ", year not stated")


def date_words(value: str) -> str:
    """An EDTF date as people write it: ``3 June 2011``, ``September 2010``, ``17 March, year not stated``."""
    if not value:
        return ""
    try:
        item = edtf.parse(value)
    except UsageError:
        return value
    if isinstance(item, Interval):
        left = _one(item.start) if item.start else "an open beginning" if item.open_start else "not known"
        right = _one(item.end) if item.end else "now" if item.open_end else "not known"
        return f"{left} to {right}"
    return _one(item)


def span_words(start: str, end: str) -> str:
    """Two EDTF dates as one phrase: ``2–4 March 2031``; empty if neither is stated."""
    if not start and not end:
        return ""
    if not start:
        return f"by {date_words(end)}"
    if not end or start == end:
        return date_words(start)
    if len(start) == len(end) == 10 and start[:7] == end[:7] and "X" not in start + end:
        return f"{int(start[8:])}–{date_words(end)}"
    return f"{date_words(start)} to {date_words(end)}"


def time_words(time_of_day: str, zone: str) -> str:
    """The time of day of an account in words."""
    if not time_of_day:
        return ""
    words = _PARTS_OF_DAY.get(time_of_day, time_of_day)
    return f"{words} ({zone})" if zone and words == time_of_day else words


def figure_words(low: int | None, high: int | None) -> str:
    """A range of figures: ``12``, ``4–11``, ``41 or more``, ``up to 99``, ``not stated``."""
    if low is None and high is None:
        return "not stated"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def type_words(event_type: str, mode: str) -> str:
    """What kind of event: ``Assault, heavy weapons``; of OTHER its mode alone."""
    if event_type == EventType.OTHER and mode:
        return mode.replace("-", " ").replace("_", " ").capitalize()
    words = spoken(event_type, TYPES)
    return f"{words}, {mode.replace('-', ' ').replace('_', ' ')}" if mode else words


def toll_words(what: str, who: str) -> str:
    """What a toll counts: ``killed``, ``civilians killed``."""
    return spoken(what, WHATS) if who == CountWho.TOTAL else f"{spoken(who, WHOS)} {spoken(what, WHATS)}"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 story``, ``1,200 stories``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
