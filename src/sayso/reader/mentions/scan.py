"""Which tokens are parts of names: capitals weighed by where they stand.

A capital in the middle of a sentence speaks for a name; at its head, in a title-case headline or in capitals
throughout, the rest of the story, the tables and what follows have to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.reader.marks import Sentence, Token
from sayso.reader.mentions import lexicon
from sayso.reader.mentions.lexicon import Known, PlaceNames
from sayso.vocabulary import BlockKind, MentionKind

_OPENING = frozenset({'"', "'", "(", "[", ":", "--", "-", "*", "/"})
COMPOUNDS = frozenset(
    "based led held born backed speaking style funded run linked trained controlled allied owned made era occupied "
    "affiliated".split()
)
_COMMON_ENDINGS = ("ing", "ly", "ness", "ment", "tion", "ions", "ed")


_CALENDAR_NAMES = frozenset("jan april june august eid ramadan".split())
"""Words of the calendar that people bear as given names."""
_BEFORE_TIMES = frozenset(
    "in on since until till by during from to last next this early late mid- of before after through for and".split()
)
FACES = frozenset({"lake", "mount", "camp", "port", "fort", "radio", "cape"})
"""Common nouns that open a name ("Radio Lirenne", "Port Amery")."""


class Scan:
    """Tokens of one story with what is known of each. Indices are token indices."""

    def __init__(self, tokens: Sequence[Token], sentences: Sequence[Sentence], gazetteer: PlaceNames) -> None:
        self.tokens = tokens
        self.sentences = sentences
        self.gazetteer = gazetteer
        self._kinds: dict[str, MentionKind | None] = {}
        self.words = [t.text for t in tokens]
        self.lowers = [t.lower for t in tokens]
        self.sentence = [t.sentence for t in tokens]
        self.capital = [_capital(t.text) for t in tokens]
        self.head = self._heads()
        self.mode = self._modes()
        self.middle: Counter[str] = Counter()
        self.lower_seen: set[str] = set()
        self._census()
        self.known: dict[int, tuple[int, Known]] = {}
        self.proper = [False] * len(tokens)
        self._match_known()
        for i in range(len(tokens)):
            if self.capital[i]:
                self.proper[i] = self._is_proper(i)
        self._mend_heads()

    def place_kind(self, name: str) -> MentionKind | None:
        """Country, nationality or place, if the gazetteer knows the name."""
        if name not in self._kinds:
            kind = None
            if self.gazetteer.demonym(name):
                kind = MentionKind.NATIONALITY
            elif self.gazetteer.country_of(name):
                kind = MentionKind.COUNTRY
            elif self.gazetteer.is_place(name):
                kind = MentionKind.PLACE
            self._kinds[name] = kind
        return self._kinds[name]

    def common(self, i: int) -> bool:
        """Whether token ``i`` is a common word, and not the acronym of a country ("US")."""
        return self.lowers[i] in lexicon.word_classes() and not self.acronym_of_country(i)

    def acronym_of_country(self, i: int) -> bool:
        """Whether token ``i`` is a country's acronym, in text that is not all in capitals."""
        word = self.words[i]
        return word.isupper() and len(word) > 1 and self.place_kind(word) is MentionKind.COUNTRY

    def same_sentence(self, i: int, j: int) -> bool:
        """Whether two token indices are valid and in one sentence."""
        return 0 <= i < len(self.words) and 0 <= j < len(self.words) and self.sentence[i] == self.sentence[j]

    def lower(self, i: int, near: int) -> str:
        """Lower-case token ``i`` if it stands in the sentence of ``near``, else the empty string."""
        return self.lowers[i] if self.same_sentence(i, near) else ""

    def has(self, i: int, sort: str) -> bool:
        """Whether token ``i`` is a common word of the class."""
        return sort in lexicon.word_classes().get(self.lowers[i], ())

    def text(self, first: int, last: int) -> str:
        """Tokens ``first:last`` joined by blanks, as looked up in tables."""
        return " ".join(self.words[first:last])

    def _heads(self) -> list[bool]:
        """Whether a token stands where any word would have a capital: first in its sentence or quotation."""
        heads = [False] * len(self.tokens)
        for s in self.sentences:
            fresh = True
            for i in range(s.first, s.last):
                word = self.lowers[i]
                if fresh and (word[0].isalnum()):
                    heads[i] = True
                    fresh = False
                elif word == '"' or (i == s.first) or (word == ":" and i + 1 < s.last):
                    fresh = word in _OPENING
                elif word in ("?", "!", ".", "..."):
                    fresh = True
        return heads

    def _modes(self) -> list[str]:
        """Per sentence: ``plain``, ``title`` (most words have capitals) or ``upper`` (all letters are capitals)."""
        modes = []
        function = lexicon.function_words()
        for s in self.sentences:
            content = [
                self.words[i]
                for i in range(s.first, s.last)
                if self.words[i][0].isalpha() and len(self.words[i]) > 2 and self.lowers[i] not in function
            ]
            if len(content) >= 2 and all(w.isupper() for w in content):
                modes.append("upper")
            elif len(content) >= 3 and sum(w[0].isupper() for w in content) >= 0.8 * len(content):
                heading = s.kind is BlockKind.HEADING or not self.words[s.last - 1].startswith((".", "!", '"', "”"))
                lower = any(self.lowers[i] in lexicon.words_of("say") for i in range(s.first, s.last))
                heading = heading or (len(content) >= 6 and all(w[0].isupper() for w in content[1:]))
                modes.append("title" if heading and (len(content) >= 4 or not lower) else "plain")
            else:
                modes.append("plain")
        return modes

    def _census(self) -> None:
        """Count capitals where only names have them, and note words seen in lower case."""
        for i, word in enumerate(self.words):
            if word[0].islower():
                self.lower_seen.add(word)
            elif self.capital[i] and not self.head[i] and self.mode[self.sentence[i]] == "plain":
                self.middle[self.lowers[i]] += 1

    def _match_known(self) -> None:
        """Find listed names, longest first."""
        table = lexicon.known_names()
        i = 0
        while i < len(self.words):
            rows = table.get(self.lowers[i])
            length = 0
            if rows and (self.capital[i] or self.words[i] == "the"):
                for words, spelling, entry in rows:
                    n = len(words)
                    if tuple(self.lowers[i : i + n]) != words or not self.same_sentence(i, i + n - 1):
                        continue
                    if words[0] == "the" and self._longer_at(i + 1, n - 1):
                        continue
                    if self._spelled(i, n, spelling, entry):
                        self.known[i] = (i + n, entry)
                        length = n
                        break
            i += length or 1

    def _longer_at(self, i: int, n: int) -> bool:
        """Whether a listed name of more than ``n`` words begins at ``i``."""
        rows = lexicon.known_names().get(self.lowers[i], ()) if i < len(self.words) else ()
        return any(len(words) > n and tuple(self.lowers[i : i + len(words)]) == words for words, _, _ in rows)

    def _spelled(self, i: int, n: int, spelling: str, entry: Known) -> bool:
        """Whether tokens ``i:i+n`` have the capitals that the listed name needs."""
        words = self.words[i : i + n]
        plain = self.mode[self.sentence[i]] == "plain"
        if n > 1 and self.lowers[i] == "the":
            rest = words[1:]
            if not all(w[0].isupper() for w in rest if w[0].isalpha() and len(w) > 3):
                return False
            common = all(self.lowers[k] in lexicon.word_classes() for k in range(i + 1, i + n))
            if not common:
                return True
            # "The News", "The Nation": ordinary words unless the article itself has its capital mid-sentence.
            following = self.lower(i + n, i)
            return plain and words[0] == "The" and (not self.head[i] or following in lexicon.words_of("say"))
        if n > 1:
            return all(w[0].isupper() for w in words if w[0].isalpha() and w.lower() not in lexicon.function_words())
        word = words[0]
        acronym = entry.name.isupper() or spelling != entry.name
        if acronym and len(word.replace(".", "")) <= 5:
            if word.isupper() or word == entry.name:
                return self.mode[self.sentence[i]] != "upper" or word == entry.name
            return len(word) > 3 and self.lowers[i] not in lexicon.word_classes() and not self._given(i)
        if self.lowers[i] in lexicon.word_classes():
            return plain and (not self.head[i] or self.lower(i + 1, i) in lexicon.words_of("say"))
        return True

    def _given(self, i: int) -> bool:
        row = lexicon.name_words().get(self.lowers[i])
        return row is not None and row["kind"] == "given"

    def _is_proper(self, i: int) -> bool:
        """Whether the capitalised token ``i`` is part of a name, so far as it can be told alone."""
        low = self.lowers[i]
        if self.mode[self.sentence[i]] != "upper" and self.acronym_of_country(i):
            return True
        if low in lexicon.function_words() or low in ("i", "o"):
            # "Will", "May", "An", "In" are names only where nothing but a name has a capital.
            if low in _CALENDAR_NAMES and self._first_of_name(i):
                return True
            return low == "will" and not self.head[i] and self.mode[self.sentence[i]] == "plain"
        if low in lexicon.weapons() and self.words[i].isupper():
            return False
        before, hyphen, after = low.rpartition("-")
        if hyphen and after in COMPOUNDS and before not in lexicon.particles():
            # "Tolva-based", "front-held": an adjective with a name in it.
            return False
        mode = self.mode[self.sentence[i]]
        if mode == "plain" and not self.head[i]:
            return True
        if self.middle[low] and (low not in lexicon.word_classes() or low not in self.lower_seen):
            return True
        classes = lexicon.word_classes().get(low)
        if low in lexicon.titles() and low not in ("major", "general", "private", "rear", "petty", "father"):
            return True
        if classes is None and low not in lexicon.offices() and low not in lexicon.org_words():
            if self._given(i) or self.place_kind(self.words[i]):
                return True
            if low in self.lower_seen:
                return False
            if mode == "title":
                return not low.endswith(_COMMON_ENDINGS) and low not in lexicon.weapons()
            if mode == "upper":
                return False
            return self._head_name(i)
        return False

    def _first_of_name(self, i: int) -> bool:
        """Whether a word of the calendar stands as a given name: before a name, and after nothing that tells a time."""
        if not self.same_sentence(i, i + 1) or not self.capital[i + 1] or self.words[i + 1].isupper():
            return False
        following, before = self.lowers[i + 1], self.lower(i - 1, i)
        if before[:1].isdigit() or before in _BEFORE_TIMES or self.mode[self.sentence[i]] == "upper":
            return False
        if following in lexicon.word_classes() or following in lexicon.offices() or following in lexicon.titles():
            return False
        return self.place_kind(self.words[i + 1]) not in (MentionKind.NATIONALITY, MentionKind.COUNTRY)

    def _head_name(self, i: int) -> bool:
        """Whether an unlisted word at the head of a sentence is a name, by what follows it."""
        low = self.lowers[i]
        if not self.same_sentence(i, i + 1):
            return False
        following = self.lowers[i + 1]
        if self.capital[i + 1] and following not in lexicon.function_words():
            return not low.endswith(("ing", "ly"))
        if low.endswith(_COMMON_ENDINGS):
            return following == "'s" or following in lexicon.words_of("say")
        if self.words[i].isupper() and len(low) > 1:
            return True
        if following in lexicon.weapons() or following in lexicon.offices() or following in lexicon.org_words():
            return not low.endswith("s") or low.endswith(("ese", "ss"))
        verbs = following in lexicon.words_of("say") or following in lexicon.words_of("verb")
        auxiliary = following in lexicon.words_of("auxiliary")
        return verbs or auxiliary or following in ("'s", ",", "(", "and", "who", "--", "also", "later") or "-" in low

    def _mend_heads(self) -> None:
        """Let a common first word join the name that it opens ("Senior Minister Orla Venn", "Green Alliance")."""
        for start, (end, _) in self.known.items():
            for k in range(start, end):
                self.proper[k] = self.capital[k] and self.lowers[k] != "the"
        offices, bodies = lexicon.offices(), lexicon.org_words()
        for i in range(len(self.words) - 2, -1, -1):
            if self.proper[i] or not self.capital[i] or self.lowers[i] in lexicon.function_words():
                continue
            if self.lowers[i] in offices and self.lowers[i + 1] == "of" and self.same_sentence(i, i + 3):
                # "Secretary of State Ada Venn" at a sentence's start
                self.proper[i] = self.capital[i + 2] and self.capital[i + 3]
                continue
            if not self.same_sentence(i, i + 1) or not self.capital[i + 1]:
                continue
            low, mode = self.lowers[i], self.mode[self.sentence[i]]
            if mode == "upper":
                continue
            if low in FACES and self.proper[i + 1]:
                self.proper[i] = True
                continue
            title = low in offices or low in lexicon.titles() or self.has(i, "modifier") or self.has(i, "adjective")
            if title and self.proper[i + 1]:
                self.proper[i] = self._opens_title(i) or self._closes_body(i)
            elif low in bodies:
                self.proper[i] = self.proper[i + 1] or (self.proper[i - 1] and mode == "title")
        for i in range(1, len(self.words)):
            if self.capital[i] and not self.proper[i] and self.proper[i - 1] and self.same_sentence(i, i - 1):
                closes = self.lowers[i] in bodies or self.lowers[i] in offices
                self.proper[i] = closes and self.mode[self.sentence[i]] != "upper"

    def _opens_title(self, i: int) -> bool:
        """Whether a run of capitals from ``i`` holds an office or title and then a name."""
        k, office = i, False
        while self.same_sentence(i, k) and self.capital[k]:
            office = office or self.lowers[k] in lexicon.offices() or self.lowers[k] in lexicon.titles()
            k += 1
        return office

    def _closes_body(self, i: int) -> bool:
        """Whether a run of capitals from ``i`` closes with the noun of a body."""
        k = i
        while self.same_sentence(i, k) and self.capital[k]:
            k += 1
        return self.lowers[k - 1] in lexicon.org_words()


def _capital(word: str) -> bool:
    """Whether a word is written as a name: a capital first, or after a particle and hyphen ("al-Orran")."""
    if word[0].isupper():
        return True
    if not word[0].isalpha() or len(word) < 4:
        return False
    for mark in ("-", "'", "’"):
        before, found, after = word.partition(mark)
        if found and len(before) <= 4 and after[:1].isupper() and before not in ("anti", "pro", "non", "pre", "post"):
            return True
    return False
