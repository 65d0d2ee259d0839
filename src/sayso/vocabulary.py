"""The closed vocabularies of the record. Values are the strings that exports carry."""

from __future__ import annotations

from enum import StrEnum


class BlockKind(StrEnum):
    """What part of a story a stretch of text is."""

    HEADING = "heading"
    STANDFIRST = "standfirst"
    PARAGRAPH = "paragraph"
    QUOTED = "quoted"
    CAPTION = "caption"
    LIST = "list"


class BlockColumn(StrEnum):
    """``block`` of claims and accounts: standfirsts, paragraphs and lists are all ``body``."""

    HEADING = "heading"
    CAPTION = "caption"
    BODY = "body"
    QUOTED = "quoted"


def block_column(kind: BlockKind) -> BlockColumn:
    """The ``block`` value of a claim or account that stands in a block of this kind."""
    match kind:
        case BlockKind.HEADING:
            return BlockColumn.HEADING
        case BlockKind.CAPTION:
            return BlockColumn.CAPTION
        case BlockKind.QUOTED:
            return BlockColumn.QUOTED
        case _:
            return BlockColumn.BODY


class PublishedFrom(StrEnum):
    """How a story's date of publication is known."""

    PAGE = "page"
    METADATA = "metadata"
    ADDRESS = "address"
    MANIFEST = "manifest"
    GIVEN = "given"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class MentionKind(StrEnum):
    """What a name or description in the text stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    NATIONALITY = "nationality"
    PLACE = "place"
    FACILITY = "facility"
    GROUP = "group"
    ROLE = "role"
    DOCUMENT = "document"
    OUTLET = "outlet"
    WEAPON = "weapon"


class VoiceSort(StrEnum):
    """Who or what speaks."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    OUTLET = "outlet"
    AUTHOR = "author"
    UNKNOWN = "unknown"


class Naming(StrEnum):
    """How a voice is identified, apart from what sort it is."""

    NAMED = "named"
    ROLE = "role"
    UNNAMED = "unnamed"


class SpeakerKind(StrEnum):
    """``claims.speaker_kind``: sort and naming of the speaker in one column."""

    NAMED = "named"
    ROLE = "role"
    ANONYMOUS = "anonymous"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    OUTLET = "outlet"
    AUTHOR = "author"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """What the speaker does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    CONFIRMS = "confirms"
    DOUBTS = "doubts"
    DECLINES = "declines"
    CORRECTS = "corrects"
    RETRACTS = "retracts"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure the speaker is said to be."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNSTATED = "unstated"


class Quoted(StrEnum):
    """Whether the content stands in quotation marks: not, wholly, in part."""

    NO = "0"
    YES = "1"
    MIXED = "mixed"


class EventType(StrEnum):
    """POLECAT's sixteen types of PLOVER, and OTHER with our own modes (never in relations)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    REQUEST = "REQUEST"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    OTHER = "OTHER"


class Status(StrEnum):
    """Whether an event came to pass, as its account tells it. ``contested`` is for incidents only."""

    HAPPENED = "happened"
    CONTESTED = "contested"
    ONGOING = "ongoing"
    PLANNED = "planned"
    THREATENED = "threatened"
    CALLED_OFF = "called_off"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    UNKNOWN = "unknown"


class Grain(StrEnum):
    """How many events an account tells of: one, a set, those of a period, a habit."""

    SINGLE = "single"
    SEVERAL = "several"
    PERIOD = "period"
    HABITUAL = "habitual"


class ParticipantRole(StrEnum):
    """The part someone or something has in an event."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    VICTIM = "victim"
    MEANS = "means"
    OTHER = "other"


class ParticipantCertainty(StrEnum):
    """How sure it is that they took part (MUC's perpetrator confidence, widened)."""

    STATED = "stated"
    ADMITTED = "admitted"
    ACCUSED = "accused"
    SUSPECTED = "suspected"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class CountWhat(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    MISSING = "missing"
    DETAINED = "detained"
    ABDUCTED = "abducted"
    RELEASED = "released"
    DISPLACED = "displaced"
    BARRED = "barred"
    PARTICIPANTS = "participants"
    DEPLOYED = "deployed"
    EVENTS = "events"
    OTHER = "other"
    UNKNOWN = "unknown"


class CountWho(StrEnum):
    """Of whom a figure counts."""

    TOTAL = "total"
    CIVILIANS = "civilians"
    MILITANTS = "militants"
    SECURITY_FORCES = "security_forces"
    CHILDREN = "children"
    WOMEN = "women"
    MEN = "men"
    FOREIGNERS = "foreigners"
    JOURNALISTS = "journalists"
    AID_WORKERS = "aid_workers"
    PRISONERS = "prisoners"
    PROTESTERS = "protesters"
    OFFICIALS = "officials"
    OTHER = "other"
    UNKNOWN = "unknown"


class Qualifier(StrEnum):
    """The words around a figure that bound it."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    FEWER_THAN = "fewer_than"
    RANGE = "range"
    ALL = "all"
    NONE = "none"
    SOME = "some"
    NEARLY = "nearly"
    VAGUE = "vague"


class Basis(StrEnum):
    """How a figure stands to others: the whole so far, more on top, a part."""

    TOTAL = "total"
    ADDITIONAL = "additional"
    SUBTOTAL = "subtotal"


class DatePrecision(StrEnum):
    """How fine a date is known."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    UNKNOWN = "unknown"


class DateKind(StrEnum):
    """An interval an event fell somewhere ``within``, or lasted ``throughout``."""

    WITHIN = "within"
    THROUGHOUT = "throughout"


class GeoPrecision(StrEnum):
    """How fine a place is known."""

    POINT = "point"
    TOWN = "town"
    AREA = "area"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    REGION = "region"
    UNKNOWN = "unknown"


class ActorKind(StrEnum):
    """What kind of actor."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    GROUP = "group"
    OUTLET = "outlet"
    UNKNOWN = "unknown"


class ClaimRelation(StrEnum):
    """How a claim stands to an account it tells of."""

    REPORTS = "reports"
    DENIES = "denies"
    CONFIRMS = "confirms"
    DOUBTS = "doubts"
    COMMENTS = "comments"


class How(StrEnum):
    """Where the value of one field came from."""

    TEXT = "text"
    METADATA = "metadata"
    MANIFEST = "manifest"
    GAZETTEER = "gazetteer"
    TABLE = "table"
    INFERRED = "inferred"
    DECISION = "decision"
