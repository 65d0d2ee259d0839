"""Single persons harmed: named ("Dara Venn, 34, was killed") or described ("a 12-year-old boy was wounded")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.reader.figures import relations
from sayso.reader.figures.lexicon import BE, HAVE, STOPS, TIME_WORDS, nouns
from sayso.reader.figures.phrases import Context, article_quantity, read_counted
from sayso.reader.figures.relations import Relation
from sayso.reader.marks import Mention, Sentence, Span, Token, Victimhood
from sayso.records import Story
from sayso.vocabulary import CountWhat, MentionKind

HARMS = frozenset(
    {
        CountWhat.KILLED,
        CountWhat.INJURED,
        CountWhat.CASUALTIES,
        CountWhat.DETAINED,
        CountWhat.ABDUCTED,
        CountWhat.MISSING,
    }
)
_AGE = re.compile(r"(\d{1,3})-?(?:year|yr|yo)")
_PARTICLES = frozenset("al el bin ibn abu de la van von der da di du ul ur".split())
_NOT_NAMES = frozenset(
    "police deputies officers photo image video copyright read share advertisement north south east west county city "
    "department street avenue road drive hospital center centre university school park army ministry government news "
    "court district state states united loop parkway boulevard lane place highway terrace circle trail way square "
    "plaza mall bridge river lake creek beach island medical clinic mosque church province region valley airport "
    "apartments hotel restaurant station blvd ave rd st".split()
)
_SKIPPED_TITLES = frozenset(
    "mr mrs ms miss dr sgt lt capt col gen maj cpl pvt officer deputy detective sheriff".split()
)
_PRONOUNS = {"he": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}
_BROAD_AGES = {"baby": (0, 2), "infant": (0, 2), "toddler": (1, 3), "teenager": (13, 19), "teen": (13, 19)}


class _Person:
    """A candidate phrase for one person: token span, and what the words say of them."""

    __slots__ = ("age", "end", "first", "head", "name", "sex")

    def __init__(self, first: int, end: int, head: str, name: tuple[int, int] | None) -> None:
        self.first, self.end, self.head, self.name = first, end, head, name
        self.age: tuple[int, int] | None = None
        noun = nouns().get(head)
        self.sex = noun.sex if noun is not None else ""


def find_victims(
    story: Story,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    *,
    pronouns: bool = False,
) -> tuple[Victimhood, ...]:
    """Every telling that one person was harmed, in text order. The same person may be told of more than once.

    ``harm`` is a ``CountWhat`` value, ``group`` a ``CountWho`` value or empty, ``sex`` "f", "m" or empty, ages
    in years. With ``pronouns``, "he was shot" is a telling too (of whom, the caller must know).
    """
    words = [token.lower for token in tokens]
    people = {m.start: m for m in mentions if m.named and m.kind is MentionKind.PERSON and not m.plural}
    surnames: set[str] = set()
    found: list[Victimhood] = []
    for index, sentence in enumerate(sentences):
        context = Context(tokens, words, sentence, index)
        persons = _persons(context, people, bool(mentions), surnames)
        if pronouns:
            persons += _pronouns(context)
        if not context.harm_at:
            continue
        for person in persons:
            relation = relate(context, person.first, person.end)
            if relation is None or relation.what not in HARMS or relation.negated or relation.irrealis:
                continue
            found.append(_victim(context, person, relation))
    return tuple(found)


def relate(context: Context, first: int, end: int) -> Relation | None:
    """What befell the one person at tokens ``first:end``."""
    at = end
    # ", 34," and ", of Dorn," stand between a name and its verb.
    found = relations.before(context, first)
    if found is None or found.what not in HARMS:
        found = relations.after(context, at)
    if found is None and context.word(end) in ("and", "along"):
        found = _joint(context, end)
    return relations.worse(context, found, end) if found is not None else None


def _joint(context: Context, end: int) -> Relation | None:
    """The harm of a coordination that goes on after ``end``: "Dara Venn and two guards were killed"."""
    for at in range(end + 1, min(context.end, end + 9)):
        word = context.word(at)
        if word in BE or word in HAVE or at in context.harm_at:
            return relations.after(context, at)
        if word in STOPS and word not in ("and", "with", "his", "her", "their", "the", "a", "an", "of", "another"):
            return None
    return None


def _persons(context: Context, people: dict[int, Mention], mentioned: bool, surnames: set[str]) -> list[_Person]:
    """Singular descriptions and names of people in the sentence."""
    found: list[_Person] = []
    at = context.start
    while at < context.end:
        word = context.word(at)
        if word in ("a", "an", "another", "the", "one", "his", "her", "their", "its"):
            counted = read_counted(context, article_quantity(context, at))
            if counted is not None and counted.kind == "person" and counted.head >= 0:
                head = context.word(counted.head)
                noun = nouns()[head]
                if not noun.plural and head not in ("family", "couple", "police") and context.word(counted.end) != "'s":
                    person = _Person(at, counted.end, head, None)
                    person.age = _age_inside(context, at, counted.end)
                    name = _name_at(context, counted.end, people, mentioned, surnames)
                    if name is not None and context.word(counted.end) not in TIME_WORDS:
                        person.name, person.end = name, name[1]
                    found.append(person)
                    at = person.end
                    continue
        name = _name_at(context, at, people, mentioned, surnames)
        if name is not None:
            person = _Person(at, name[1], "", name)
            person.age = _age_inside(context, at - 2, at)
            found.append(person)
            at = name[1]
            continue
        at += 1
    for person in found:
        if person.age is None:
            person.age = _age_after(context, person.end)
    return found


def _pronouns(context: Context) -> list[_Person]:
    """He and she as subjects, him and her as objects."""
    found = []
    for at in range(context.start, context.end):
        sex = _PRONOUNS.get(context.word(at))
        following = context.word(at + 1)
        if sex is None or (context.word(at) == "her" and (following in nouns() or context.capital(at + 1))):
            continue
        person = _Person(at, at + 1, "", None)
        person.sex = sex
        found.append(person)
    return found


def _name_at(
    context: Context, at: int, people: dict[int, Mention], mentioned: bool, surnames: set[str]
) -> tuple[int, int] | None:
    """Tokens of a person's name beginning at ``at``: a marked mention, else capitalised words that look like one."""
    if at >= context.end:
        return None
    mention = people.get(context.tokens[at].start)
    if mention is not None:
        end = at + 1
        while end < context.end and context.tokens[end].end <= mention.end:
            end += 1
        surnames.add(context.word(end - 1))
        begun = at
        while mention.name is not None and begun < end - 1 and context.tokens[begun].start < mention.name.start:
            begun += 1
        return begun, end
    if mentioned or not context.capital(at):
        return None
    end = at
    while end < context.end and end - at < 5:
        word = context.word(end)
        text = context.tokens[end].text
        if not (context.capital(end) and text[0].isalpha()) and not (word in _PARTICLES and context.capital(end + 1)):
            break
        if (
            word in STOPS
            or (word in nouns() and end == at)
            or word in TIME_WORDS
            or word in _NOT_NAMES
            or end in context.harm_at
        ):
            break
        end += 1
    if end - at >= 2 and end < context.end + 1:
        following = context.word(end)
        if following in _NOT_NAMES or following == "'s" or (context.word(at) in _SKIPPED_TITLES and end - at < 2):
            return None
        if context.capital(end) and following in nouns():
            return None
        surnames.add(context.word(end - 1))
        return at, end
    if end - at == 1 and context.word(at) in surnames and context.word(end) != "'s":
        return at, end
    return None


def _age_inside(context: Context, first: int, end: int) -> tuple[int, int] | None:
    """An age told within the description: "a 12-year-old boy", "the 34 - year - old"."""
    for at in range(max(first, context.start), end):
        match = _AGE.match(context.word(at))
        if match is not None:
            return int(match[1]), int(match[1])
        if context.word(at).isdigit() and context.word(at + 1) == "-" and context.word(at + 2).startswith("year"):
            return int(context.word(at)), int(context.word(at))
        broad = _BROAD_AGES.get(context.word(at))
        if broad is not None:
            return broad
    return None


def _age_after(context: Context, end: int) -> tuple[int, int] | None:
    """An age told after it: ", 34,", "(34)", ", aged 34"."""
    if context.word(end) in (",", "("):
        at = end + 1 + (context.word(end + 1) in ("aged", "age"))
        word = context.word(at)
        if word.isdigit() and int(word) < 120 and context.word(at + 1) in (",", ")", ".", "", "and", "of", "was"):
            return int(word), int(word)
    return None


def _victim(context: Context, person: _Person, relation: Relation) -> Victimhood:
    noun = nouns().get(person.head)
    tokens = context.tokens
    age = person.age or (None, None)
    return Victimhood(
        start=tokens[person.first].start,
        end=tokens[person.end - 1].end,
        name=Span(start=tokens[person.name[0]].start, end=tokens[person.name[1] - 1].end) if person.name else None,
        age_min=age[0],
        age_max=age[1],
        sex=person.sex,
        group=noun.who.value if noun is not None and noun.who.value not in ("total", "men", "women") else "",
        harm=relation.what.value,
    )
