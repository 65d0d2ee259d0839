"""One story's tokens with what the other layers marked on them, and the clauses of its sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from sayso.reader.events.lexicon import verb_forms, word_list
from sayso.reader.marks import Figure, Mention, Sentence, Span, TimeExpression, Token
from sayso.vocabulary import MentionKind

BE = frozenset("be is are am was were been being 's 're get gets got getting".split())
HAVE = frozenset("have has had having 've".split())
MODALS = frozenset("will would can could may might shall should must 'll 'd wo ca ought".split())
DO = frozenset("do does did".split())
NOT = frozenset("not n't never nor".split())
AUXILIARIES = BE | HAVE | MODALS | DO
ADVERBS = word_list("adverb")
DETERMINERS = word_list("determiner")
DEFINITE = frozenset("the this that these those its his her their our such".split())
PREPOSITIONS = word_list("preposition")
PLACE_PREPOSITIONS = word_list("place_preposition")
PRONOUNS = word_list("pronoun")
SUBORDINATORS = word_list("subordinator")
PUNCTUATION = frozenset([*".,;:?!()[]\"'", "--", "...", "…"])
CONJUNCTIONS = frozenset({"and", "or", "but", "nor", "then"})
NUMBERS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
ACTING = frozenset({
    MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.COUNTRY, MentionKind.NATIONALITY, MentionKind.GROUP,
    MentionKind.ROLE, MentionKind.OUTLET,
})  # fmt: skip
SITED = frozenset({MentionKind.PLACE, MentionKind.FACILITY, MentionKind.COUNTRY})
_NOT_NOUNS = word_list("not_noun")
_SAYING = word_list("saying")


class View:
    """Tokens, and by token index the mention, time and figure they lie in (-1 for none)."""

    def __init__(
        self, tokens: Sequence[Token], sentences: Sequence[Sentence], mentions: Sequence[Mention],
        times: Sequence[TimeExpression], figures: Sequence[Figure],
    ) -> None:  # fmt: skip
        self.tokens, self.sentences = tokens, sentences
        self.mentions, self.times, self.figures = mentions, times, figures
        self.lower = [token.lower for token in tokens]
        self.starts = [token.start for token in tokens]
        self.mention_at = self._cover((m.start, m.end) for m in mentions)
        self.time_at = self._cover((t.start, t.end) for t in times)
        self.figure_at = self._cover((f.start, f.end) for f in figures)
        forms = verb_forms()
        self.verbs = [forms.get(word) for word in self.lower]
        self.nested: dict[int, list[int]] = {}
        """Mentions by the token they begin at, those inside longer ones too."""
        for number, mention in enumerate(mentions):
            self.nested.setdefault(self.token(mention.start), []).append(number)
        self.begins = [self._after_dateline(sentence) for sentence in sentences]
        """First token of each sentence that is not its dateline ("KELM, Varda, March 4 (Wire) -")."""
        self.cut = self._cuts()

    def _cover(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        """Index of the longest span over each token."""
        found = [-1] * len(self.tokens)
        size = [0] * len(self.tokens)
        for number, (start, end) in enumerate(spans):
            for i in range(self.token(start), bisect_left(self.starts, end)):
                if end - start > size[i]:
                    found[i], size[i] = number, end - start
        return found

    def _after_dateline(self, sentence: Sentence) -> int:
        """Index of the first token after a dateline, or the sentence's first."""
        opening = self.tokens[sentence.first].text
        if len(opening) < 3 or not opening.isupper():
            return sentence.first
        for i in range(sentence.first + 1, min(sentence.last - 1, sentence.first + 16)):
            if self.lower[i] in ("-", "--"):
                return i + 1
            if self.lower[i] in AUXILIARIES or self.lower[i] in (".", ":"):
                break
        return sentence.first

    def token(self, offset: int) -> int:
        """Index of the token at or after an offset."""
        return max(0, bisect_right(self.starts, offset) - 1) if self.starts else 0

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """Token range of a stretch of text."""
        return self.token(start), bisect_left(self.starts, end)

    def span(self, first: int, last: int) -> Span:
        """Text span of tokens first..last (one past)."""
        return Span(start=self.tokens[first].start, end=self.tokens[last - 1].end)

    def is_mention(self, i: int) -> bool:
        """Whether a mention begins at token ``i``."""
        m = self.mention_at[i]
        return m >= 0 and (i == 0 or self.mention_at[i - 1] != m)

    def mention_end(self, i: int) -> int:
        """One past the mention that begins at token ``i``; 0 if none does."""
        return self.mention_range(self.mention_at[i])[1] if self.is_mention(i) else 0

    def mention_range(self, number: int) -> tuple[int, int]:
        """Token range of a mention."""
        mention = self.mentions[number]
        return self.tokens_of(mention.start, mention.end)

    def is_past(self, i: int) -> bool:
        """Whether token ``i`` can be the past form of a verb of the tables."""
        verb = self.verbs[i]
        return verb is not None and "past" in verb.features

    def is_saying(self, i: int) -> bool:
        """Whether token ``i`` is a verb of saying (it takes times of its own, but makes no event)."""
        return self.lower[i] in _SAYING

    def _cuts(self) -> list[bool]:
        """True where a token begins a new clause."""
        lower, n = self.lower, len(self.lower)
        cut = [False] * (n + 1)
        for sentence in self.sentences:
            cut[sentence.first] = True
            for i in range(sentence.first + 1, sentence.last):
                word = lower[i]
                before = lower[i - 1]
                if before in (";", ":", "--", "(", ")", '"', "...") or word in ("--", "(", '"'):
                    cut[i] = True
                elif before == ",":
                    # A comma inside a list of names or a date does not end a clause.
                    inside = (
                        i + 1 < n
                        and i >= 2
                        and (
                            (self.mention_at[i - 2] >= 0 and self.mention_at[i] >= 0)
                            or (self.time_at[i - 2] >= 0 and self.time_at[i] == self.time_at[i - 2])
                        )
                    )
                    cut[i] = not inside
                elif word in SUBORDINATORS and self.time_at[i] < 0 and self.time_at[min(i + 1, n - 1)] < 0:
                    # "that" after a preposition or as a determiner opens nothing; "before" within a date neither.
                    cut[i] = not (word == "that" and before in PREPOSITIONS) and not (word == "as" and before == "such")
                elif word in ("and", "but", "or") and self._verb_follows(i, sentence.last):
                    cut[i] = True
        return cut

    def _verb_follows(self, i: int, end: int) -> bool:
        """Whether a conjunction joins clauses: a finite verb stands right after it, or after a subject."""
        for j in range(i + 1, min(i + 7, end)):
            word = self.lower[j]
            if word in PUNCTUATION or word in PREPOSITIONS:
                return False
            if word in AUXILIARIES or word in _SAYING:
                return True
            verb = self.verbs[j]
            if verb is not None and ("past" in verb.features or (j == i + 1 and "base" not in verb.features)):
                return True
        return False

    def loose(self, i: int) -> bool:
        """A word of the same phrase before a mention ("the remote [town of ...]")."""
        word = self.lower[i]
        return (
            word.isalpha() and self.mention_at[i] < 0 and word not in PREPOSITIONS and word not in AUXILIARIES
            and word not in CONJUNCTIONS and word not in SUBORDINATORS and word not in PRONOUNS and self.time_at[i] < 0
        )  # fmt: skip

    def clause(self, i: int) -> tuple[int, int]:
        """Token range of the clause that token ``i`` stands in."""
        sentence = self.sentences[self.tokens[i].sentence]
        a = i
        while a > sentence.first and not self.cut[a]:
            a -= 1
        b = i + 1
        while b < sentence.last and not self.cut[b]:
            b += 1
        return a, b

    def phrase_after(self, i: int, end: int) -> tuple[int, int] | None:
        """A plain noun phrase that begins at ``i``: the words up to the next word that cannot be in one."""
        j = i
        while j < end and j - i < 8:
            word = self.lower[j]
            ended = word in PUNCTUATION or word in PREPOSITIONS or word in AUXILIARIES or word in CONJUNCTIONS
            if word == '"' and j == i:  # a quoted name opens the phrase
                j += 1
                continue
            if ended or word in SUBORDINATORS or self.time_at[j] >= 0 or (word in PRONOUNS and word not in DETERMINERS):
                break
            if j > i and word.endswith("ing") and self.lower[j - 1] not in DETERMINERS and self.mention_at[j] < 0:
                break
            verb = self.verbs[j]
            told = j + 1 < end and (self.figure_at[j + 1] >= 0 or self.lower[j + 1] in DETERMINERS)
            if verb is not None and j > i and verb.features == {"s"} and told:
                break
            verb = self.verbs[j]
            if (
                verb is not None
                and j > i
                and verb.features == {"past", "participle"}
                and self.lower[j - 1] not in DETERMINERS
            ):
                break
            j += 1
        return (i, j) if j > i and self._nominal_end(j - 1) else None

    def phrase_before(self, i: int, begin: int) -> tuple[int, int] | None:
        """A plain noun phrase that ends before ``i``."""
        j = i
        while j > begin and i - j < 8:
            word = self.lower[j - 1]
            if word in PUNCTUATION or word in PREPOSITIONS or word in AUXILIARIES or word in CONJUNCTIONS:
                break
            if word in SUBORDINATORS or self.time_at[j - 1] >= 0 or word in NOT:
                break
            j -= 1
            if word in DETERMINERS:
                break
        return (j, i) if i > j and self._nominal_end(i - 1) else None

    def _nominal_end(self, i: int) -> bool:
        """Whether a phrase can end in the word: no determiner, adverb, participle or bare number."""
        word = self.lower[i]
        if word in DETERMINERS or word in ADVERBS or word in NUMBERS or word in _NOT_NOUNS:
            return False
        return not word.endswith(("ly", "ed")) and any(c.isalpha() for c in word)
