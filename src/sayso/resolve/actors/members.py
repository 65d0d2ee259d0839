"""Members of a cast: what all mentions of one chain say together."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from sayso.ids import digest
from sayso.reader.marks import Mention, Span
from sayso.reader.mentions import lexicon
from sayso.reader.mentions.lexicon import PlaceNames
from sayso.records import Record, Story
from sayso.resolve.actors.roles import office_text
from sayso.tables import load_rows
from sayso.vocabulary import ActorKind, MentionKind, Naming, VoiceSort


class Member(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Who or what a mention stands for."""

    name: str
    """Full name where the story gives it; else the description as first printed, without its article."""
    kind: ActorKind = ActorKind.UNKNOWN
    naming: Naming = Naming.UNNAMED
    sort: VoiceSort = VoiceSort.UNKNOWN
    number: str = "one"
    """``one`` or ``several``."""
    actor_id: str = ""
    """Empty where the mention names nobody that could be met again."""
    role: str = ""
    """Office as the story gives it ("embassy spokesman")."""
    country: str = ""
    """ISO 3166-1 alpha-2 (or the code of a user's table)."""
    sector: str = ""
    """PLOVER sector: GOV, MIL, SPY, REB, ..."""


_KINDS = {
    MentionKind.PERSON: ActorKind.PERSON, MentionKind.ROLE: ActorKind.PERSON,
    MentionKind.COUNTRY: ActorKind.COUNTRY, MentionKind.NATIONALITY: ActorKind.COUNTRY,
    MentionKind.GROUP: ActorKind.GROUP, MentionKind.OUTLET: ActorKind.OUTLET,
    MentionKind.ORGANISATION: ActorKind.ORGANISATION,
}  # fmt: skip
_SORTS = {
    MentionKind.PERSON: VoiceSort.PERSON, MentionKind.ROLE: VoiceSort.PERSON,
    MentionKind.COUNTRY: VoiceSort.ORGANISATION, MentionKind.NATIONALITY: VoiceSort.GROUP,
    MentionKind.GROUP: VoiceSort.GROUP, MentionKind.OUTLET: VoiceSort.OUTLET,
    MentionKind.ORGANISATION: VoiceSort.ORGANISATION, MentionKind.DOCUMENT: VoiceSort.DOCUMENT,
    MentionKind.FACILITY: VoiceSort.ORGANISATION,
}  # fmt: skip
_ARTICLES = ("the ", "a ", "an ", "this ", "that ", "these ", "those ")
_RANKS_OF_KIND = (MentionKind.PERSON, MentionKind.ROLE)


@cache
def country_names() -> dict[str, str]:
    """Country code to name."""
    return {row["code"]: row["name"] for row in load_rows("countries.csv")}


def fold(name: str) -> str:
    """A name as it is compared: no case, accents, stops or doubled blanks; apostrophes and dashes plain."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‘", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace(".", "").replace("-", " ").split())


class Members:
    """Members of one story's cast, made chain by chain."""

    def __init__(self, story: Story, mentions: Sequence[Mention], gazetteer: PlaceNames) -> None:
        self.story, self.mentions, self.gazetteer = story, mentions, gazetteer
        self._chains: dict[int, list[int]] = defaultdict(list)
        for i, m in enumerate(mentions):
            if m.chain >= 0:
                self._chains[m.chain].append(i)
        self._nested = self._inside()
        self._made: dict[int, Member] = {}

    def of(self, i: int) -> Member:
        """The member of mention ``i``; mentions of a chain give the same object."""
        chain = self.mentions[i].chain
        first = self._chains[chain][0] if chain >= 0 else i
        if first not in self._made:
            self._made[first] = self._make(self._chains[chain] if chain >= 0 else [i])
        return self._made[first]

    def spellings(self, i: int) -> Iterator[tuple[str, str]]:
        """Spellings that mention ``i`` gives of its member, with their kind (full, short, title, acronym)."""
        m, member = self.mentions[i], self.of(i)
        if not m.named:
            if member.naming is Naming.ROLE:
                yield member.name, "description"
            return
        bare = self.text(m.name) if m.name else _bare(self.words(m))
        if fold(bare) == fold(member.name):
            kind = "full"
        elif bare.isupper() and " " not in bare and m.kind is not MentionKind.PERSON:
            kind = "acronym"
        else:
            kind = "short"
        yield bare, kind
        if m.title:
            yield self.text(Span(start=m.title.start, end=m.end)), "title"

    def text(self, span: Span) -> str:
        """Words of a span, white space folded."""
        return " ".join(self.story.text[span.start : span.end].split())

    def words(self, m: Mention) -> str:
        """Words of a mention, white space folded."""
        return " ".join(self.story.text[m.start : m.end].split())

    def _inside(self) -> dict[int, list[int]]:
        """Countries and bodies named inside each mention, its title or its role."""
        found: dict[int, list[int]] = defaultdict(list)
        kinds = (MentionKind.COUNTRY, MentionKind.NATIONALITY, MentionKind.ORGANISATION, MentionKind.GROUP,
                 MentionKind.OUTLET, MentionKind.PLACE)  # fmt: skip
        inner = [i for i, m in enumerate(self.mentions) if m.named and m.kind in kinds]
        for i, m in enumerate(self.mentions):
            if m.named and m.kind not in (*_RANKS_OF_KIND, MentionKind.ORGANISATION):
                continue
            last = m.role.end if m.role and m.role.start >= m.end else m.end
            start = min(m.start, m.role.start) if m.role else m.start
            for k in inner:
                other = self.mentions[k]
                if other.start > last:
                    break
                same = m.chain >= 0 and other.chain == m.chain
                if k != i and not same and start <= other.start and other.end <= last:
                    found[i].append(k)
        return found

    def _make(self, chain: list[int]) -> Member:
        mentions = [self.mentions[i] for i in chain]
        named = [m for m in mentions if m.named]
        lead = self._lead(named) if named else self._described(mentions)
        kind = _KINDS.get(lead.kind, ActorKind.UNKNOWN)
        plural = lead.plural and not lead.named
        sort = _SORTS.get(lead.kind, VoiceSort.UNKNOWN)
        if plural and kind is ActorKind.PERSON:
            kind, sort = ActorKind.GROUP, VoiceSort.GROUP
        role = self._role(mentions)
        country = self._country(chain, lead)
        sector = self._sector(mentions, lead) or self._sector_of_body(chain)
        if not named:
            return self._unnamed(chain, lead, kind, sort, role, country, sector)
        name = self._name(named, lead, country)
        if lead.kind is MentionKind.NATIONALITY and not country:
            name = self._country_of_people(name)
            kind = ActorKind.COUNTRY if name else ActorKind.UNKNOWN
            name = name or _bare(self.words(lead))
        return Member(
            name=name, kind=kind, naming=Naming.NAMED, sort=sort, role=role, country=country, sector=sector,
            number="several" if lead.kind is MentionKind.NATIONALITY and name.endswith("s") else "one",
            actor_id=self._actor_id(kind, name),
        )  # fmt: skip

    def _actor_id(self, kind: ActorKind, name: str) -> str:
        if kind is ActorKind.UNKNOWN or not name:
            return ""
        folded = fold(name)
        if kind is ActorKind.PERSON and " " not in folded:
            # A surname alone says too little to be the same person in another story.
            return digest("actor", kind, folded, self.story.story_id)
        return digest("actor", kind, folded)

    def _lead(self, named: list[Mention]) -> Mention:
        """The mention with the fullest name; capitals throughout and acronyms yield to words."""

        def fullness(m: Mention) -> tuple[int, int]:
            bare = self.text(m.name) if m.name else _bare(self.words(m))
            return (0 if bare.isupper() else 1, len(bare.split()))

        return max(named, key=fullness)

    def _described(self, mentions: list[Mention]) -> Mention:
        """The fullest description of a chain without a name."""
        pronouns = ("he", "she", "they")
        described = [m for m in mentions if self.words(m).lower() not in pronouns]
        return max(described or mentions, key=lambda m: m.end - m.start)

    def _name(self, named: list[Mention], lead: Mention, country: str) -> str:
        bare = self.text(lead.name) if lead.name else _bare(self.words(lead))
        if lead.kind in (MentionKind.COUNTRY, MentionKind.NATIONALITY):
            return country_names().get(country, bare)
        known = _known(bare)
        if known is not None and known.kind is lead.kind:
            return known.name
        return bare

    def _country_of_people(self, demonym: str) -> str:
        """The country of the story whose people a word names, where no table knows either; empty if none."""
        for m in self.mentions:
            if m.named and m.kind is MentionKind.COUNTRY:
                name = self.text(m.name) if m.name else _bare(self.words(m))
                if lexicon.same_people(demonym, name):
                    return name
        return ""

    def _unnamed(
        self, chain: list[int], lead: Mention, kind: ActorKind, sort: VoiceSort, role: str, country: str, sector: str
    ) -> Member:
        """A member that no mention names: an office or body of its own, or somebody."""
        text = _bare(self.words(lead))
        number = "several" if lead.plural else "one"
        bodies = (MentionKind.ORGANISATION, MentionKind.OUTLET)
        definite = self._definite(lead)
        if self._is_office(lead):
            # An office is the same one across stories only where the words say of what country or body.
            key = self._body_key(chain, lead)
            actor_id = digest("actor", "office", key) if key and definite else ""
            return Member(
                name=text, kind=ActorKind.PERSON, naming=Naming.ROLE, sort=sort, number=number, actor_id=actor_id,
                role=role or text, country=country, sector=sector,
            )  # fmt: skip
        naming = Naming.ROLE if lead.kind in bodies and definite and not lead.plural else Naming.UNNAMED
        key = self._body_key(chain, lead) if naming is Naming.ROLE and lead.kind is MentionKind.ORGANISATION else ""
        return Member(
            name=text, kind=kind, naming=naming, sort=sort, number=number, role=role, country=country, sector=sector,
            actor_id=digest("actor", "body", key) if key else "",
        )  # fmt: skip

    def _body_key(self, chain: list[int], lead: Mention) -> str:
        """What tells a state's body or office apart, however it is put ("Marn's army", "the Marnese army").

        The country and the remaining words, folded; empty where no country or body is named with it.
        """
        inside = self._nested.get(next(i for i in chain if self.mentions[i] is lead), [])
        owners = [self.mentions[k] for k in inside if self.mentions[k].kind is not MentionKind.PLACE]
        if not owners:
            return ""
        kept, position = "", lead.start
        for owner in owners:
            if owner.start >= position:
                kept += self.story.text[position : owner.start] + " "
                position = owner.end
        kept += self.story.text[position : lead.end]
        words = [w for w in fold(kept).split() if w not in ("the", "of", "'s", "'", "a", "in", "for", "s")]
        if not words:
            return ""
        member = self.of(next(k for k in inside if self.mentions[k] is owners[0]))
        return f"{fold(member.name)}|{' '.join(words)}"

    def _definite(self, m: Mention) -> bool:
        first = self.words(m).lower().split(" ", 1)[0]
        return first not in ("a", "an", "one", "another", "some", "any", "several", "many", "two", "three", "few")

    def _is_office(self, m: Mention) -> bool:
        """Whether a description is of one office that could be looked up, whatever kind it was given."""
        if m.kind is not MentionKind.PERSON or m.named or m.plural or m.head < 0:
            return m.kind is MentionKind.ROLE
        head = self.story.text[m.head : m.end].split()[0].strip(",.;:").lower()
        office = lexicon.offices().get(head)
        return office is not None and office.sort == "office" and not office.plural and self._definite(m)

    def _role(self, mentions: list[Mention]) -> str:
        """Office text of the chain: what stands beside or before the name, else the description of the office."""
        for m in mentions:
            for span in (m.role, m.title):
                if span is not None:
                    text = office_text(self.text(span))
                    if text:
                        return text
        for m in mentions:
            if self._is_office(m):
                return office_text(self.words(m)) or _bare(self.words(m))
        return ""

    def _country(self, chain: list[int], lead: Mention) -> str:
        if lead.kind in (MentionKind.COUNTRY, MentionKind.NATIONALITY):
            return self._code(lead)
        if lead.named and lead.kind is not MentionKind.PERSON:
            bare = self.text(lead.name) if lead.name else _bare(self.words(lead))
            known = _known(bare)
            if known is not None:
                return known.country
            for word in bare.split():
                code = self.gazetteer.demonym(word) or self.gazetteer.country_of(word)
                if code and not (word.isupper() and len(word) > 3):
                    return code
        for i in chain:
            for k in self._nested.get(i, ()):
                other = self.mentions[k]
                if other.kind in (MentionKind.COUNTRY, MentionKind.NATIONALITY):
                    code = self._code(other)
                    if code:
                        return code
                known = _known(_bare(self.words(other)))
                if known is not None and known.country:
                    return known.country
        return ""

    def _code(self, m: Mention) -> str:
        name = self.text(m.name) if m.name else _bare(self.words(m))
        return self.gazetteer.country_of(name) or self.gazetteer.demonym(name)

    def _sector(self, mentions: list[Mention], lead: Mention) -> str:
        """PLOVER sector by the listed name, the office, the rank or the closing noun; empty if nothing says."""
        if lead.kind in (MentionKind.COUNTRY,):
            return "GOV"
        if lead.kind is MentionKind.OUTLET:
            return "MED"
        if lead.named and lead.kind is not MentionKind.PERSON:
            bare = (self.text(lead.name) if lead.name else _bare(self.words(lead))).lower().replace("’", "'")
            known = _known(bare)
            if known is not None:
                return known.sector
            words = bare.split()
            if lead.kind is MentionKind.GROUP and words[-1] in ("army", "forces", "movement", "brigade"):
                return "REB"
            for word in (*reversed(words), words[0]):
                row = lexicon.org_words().get(word)
                if row is not None and row.sector:
                    return row.sector
            return ""
        for m in mentions:
            for span in (m.role, m.title, None if m.named else Span(start=m.start, end=m.end)):
                if span is None:
                    continue
                found = _sector_of(self.text(span))
                if found:
                    return found
        return ""

    def _sector_of_body(self, chain: list[int]) -> str:
        """Sector of a listed body in the title or role ("CIA director")."""
        for i in chain:
            for k in self._nested.get(i, ()):
                known = _known(_bare(self.words(self.mentions[k])))
                if known is not None and known.sector:
                    return known.sector
        return ""


_BODIES_OF = {
    "military": "MIL", "army": "MIL", "navy": "MIL", "naval": "MIL", "air force": "MIL", "defense": "MIL",
    "defence": "MIL", "intelligence": "SPY", "police": "COP", "security": "MIL", "rebel": "REB", "militant": "REB",
    "taliban": "REB", "opposition": "OPP", "hospital": "HLH", "health": "HLH", "medical": "HLH", "aid": "NGO",
    "rescue": "NGO", "court": "JUD", "parliament": "LEG", "embassy": "GOV", "ministry": "GOV", "government": "GOV",
    "administration": "GOV", "white house": "GOV", "state department": "GOV", "pentagon": "MIL", "tribal": "CVL",
    "united nations": "IGO", "un": "IGO", "nato": "IGO",
}  # fmt: skip


def _sector_of(text: str) -> str:
    """Sector of an office phrase: the body it qualifies, else the office itself."""
    lower = " " + text.lower().replace(",", " ") + " "
    if " minister" in lower or "secretary of" in lower:
        return "GOV"
    for word, sector in _BODIES_OF.items():
        if f" {word} " in lower:
            return sector
    for word in reversed(lower.split()):
        office = lexicon.offices().get(word)
        if office is not None and office.sector:
            return office.sector
        row = lexicon.titles().get(word)
        if row is not None and row["sector"]:
            return row["sector"]
        org = lexicon.org_words().get(word)
        if org is not None and org.sector and org.sector != "BUS":
            return org.sector
    return ""


def _known(name: str) -> lexicon.Known | None:
    """The listed group, outlet or body of that name."""
    return lexicon.known_by_name().get(name.lower().replace("’", "'").removeprefix("the "))


def _bare(text: str) -> str:
    """Words without their article."""
    lower = text.lower()
    for article in _ARTICLES:
        if lower.startswith(article):
            return text[len(article) :]
    return text
