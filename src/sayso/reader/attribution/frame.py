"""A working view of one story for finding attributions: tokens with what covers each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sayso.reader.marks import Mention, Sentence, Span, Token
from sayso.reader.quotes import Quote, find_quotes
from sayso.records import Story

DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some any every each no another one two three four "
    "five six several many few most all both".split()
)
PREPOSITIONS = frozenset(
    "of for in at from with on near to by under within inside outside close about familiar".split()
)
AUXILIARIES = frozenset(
    "has have had was is are were be been being did does do will wo would could can may might must should ca "
    "'d 've 'll 're 'm".split()
)
BE = frozenset("was is are were be been being 're 'm".split())
NEGATIONS = frozenset("not n't never neither nor no".split())
ADVERBS = frozenset(
    "also later then earlier previously again already recently now still even just once twice often ever further soon "
    "first long always meanwhile instead".split()
)
SUBORDINATORS = frozenset(
    "that which who whom whose when while as because if although though since after before where whether but and or so "
    "until unless than despite what how why".split()
)
RELATIVES = frozenset("who which that whose whom where".split())
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow morning "
    "afternoon evening night week month year late early last this on in january february march april may june july "
    "august september october november december".split()
)
NOT_NOUN_PHRASE = (
    AUXILIARIES | SUBORDINATORS | NEGATIONS | frozenset({",", ";", ":", "--", "-", '"', "(", ")", ".", "?", "!"})
)


def is_adverb(word: str) -> bool:
    """Whether a lower-case word may stand between a subject and its verb."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in ("family", "assembly", "italy"))


class Frame:
    """Tokens of a story with the quotation and the mention that cover each.

    ``quote[i]`` and ``mention[i]`` index ``quotes`` and ``mentions``; -1 where nothing covers token ``i``. Of nested
    mentions the longest counts.
    """

    def __init__(
        self, story: Story, tokens: Sequence[Token], sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> None:
        self.story, self.tokens, self.sentences, self.mentions = story, tokens, sentences, mentions
        self.lower = [t.lower for t in tokens]
        self.quotes: list[Quote] = find_quotes(tokens, sentences)
        self.quote = [-1] * len(tokens)
        for number, quote in enumerate(self.quotes):
            for i in range(quote.first, quote.last):
                self.quote[i] = number
        self.mention = [-1] * len(tokens)
        self._mention_starts = [m.start for m in mentions]
        self._token_starts = [t.start for t in tokens]
        self._cover()

    def _cover(self) -> None:
        """Fill ``mention``."""
        starts = {t.start: i for i, t in enumerate(self.tokens)}
        order = sorted(range(len(self.mentions)), key=lambda m: self.mentions[m].end - self.mentions[m].start)
        for number in order:
            mention = self.mentions[number]
            i = starts.get(mention.start, -1)
            while 0 <= i < len(self.tokens) and self.tokens[i].end <= mention.end:
                self.mention[i] = number
                i += 1

    def mentions_between(self, start: int, end: int) -> Iterator[Mention]:
        """Mentions, nested ones too, that lie within characters ``start:end``."""
        i = bisect_left(self._mention_starts, start)
        while i < len(self.mentions) and self.mentions[i].start < end:
            if self.mentions[i].end <= end:
                yield self.mentions[i]
            i += 1

    def tokens_of(self, mention: Mention) -> tuple[int, int]:
        """First and one past last token of a mention."""
        first = bisect_left(self._token_starts, mention.start)
        return first, max(first + 1, bisect_left(self._token_starts, mention.end))

    def span(self, first: int, last: int) -> Span:
        """Characters of tokens ``first:last``."""
        return Span(start=self.tokens[first].start, end=self.tokens[last - 1].end)

    def bounds(self, i: int) -> tuple[int, int]:
        """First and one past last token of the sentence of token ``i``."""
        sentence = self.sentences[self.tokens[i].sentence]
        return sentence.first, sentence.last

    def mention_start(self, i: int) -> int:
        """First token of the mention that covers token ``i``, or ``i``."""
        number = self.mention[i]
        while i > 0 and number >= 0 and self.mention[i - 1] == number:
            i -= 1
        return i

    def mention_end(self, i: int) -> int:
        """One past the last token of the mention that covers token ``i``, or ``i + 1``."""
        number = self.mention[i]
        i += 1
        while number >= 0 and i < len(self.tokens) and self.mention[i] == number:
            i += 1
        return i
