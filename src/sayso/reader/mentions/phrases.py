"""Edges of noun phrases without a parser: how far a description runs left and right of its head."""

from __future__ import annotations

from functools import cache

from sayso.reader.mentions import lexicon
from sayso.reader.mentions.scan import COMPOUNDS, Scan

_ADJECTIVE_ENDINGS = (
    "al", "ic", "ian", "ern", "ary", "ese", "ive", "ous", "ful", "ist", "ish", "-based", "-led", "-backed", "-style",
    "-held", "-run", "-born", "-old", "-linked", "-trained", "-speaking", "-ranking", "-level", "-funded", "-owned",
    "-allied", "-affiliated",
)  # fmt: skip
_SAFE_PARTICIPLES = frozenset(
    "armed suspected alleged unnamed unidentified masked retired unarmed veiled hooded so-called wanted disgraced "
    "ousted exiled jailed elected appointed".split()
)
_PARTITIVE = frozenset(
    "one two three four five six several some many most all none both few dozens scores hundreds thousands number "
    "handful group half".split()
)
_SPANS_OF_TIME = frozenset(
    "year years month months week weeks day days decade decades hour hours minutes time times century".split()
)
_RIGHT = frozenset({"of", "for", "with", "from", "at", "in", "near", "inside"})
_SENT = frozenset(
    "ambassador envoy adviser advisor aide representative delegate emissary consul attaché counsel".split()
)
"""Offices that take "to": the ambassador to Marn."""
_ORDINALS = frozenset("second third fourth fifth".split())


@cache
def _modifiers() -> frozenset[str]:
    words = lexicon.words_of("modifier") | lexicon.words_of("adjective")
    nouns = frozenset(w for w, row in lexicon.org_words().items() if row.generic)
    return words | nouns | _SAFE_PARTICIPLES


@cache
def _determiners() -> frozenset[str]:
    return lexicon.words_of("determiner") | lexicon.words_of("possessive")


def is_determiner(scan: Scan, i: int) -> bool:
    """Whether token ``i`` is an article, possessive, quantifier or number."""
    return scan.lowers[i] in _determiners() or scan.words[i][0].isdigit()


def modifies(scan: Scan, i: int) -> bool:
    """Whether token ``i`` can stand between a determiner and a noun for people or bodies."""
    low = scan.lowers[i]
    if scan.proper[i] or low in _ORDINALS:
        return True
    if not low[0].isalpha() or low in lexicon.function_words():
        return False
    if low in _modifiers():
        return True
    if low in lexicon.words_of("say") or low in lexicon.words_of("verb"):
        return False
    return low.endswith(_ADJECTIVE_ENDINGS)


def left_edge(scan: Scan, head: int) -> tuple[int, int]:
    """First token of the phrase whose head noun is ``head``, and first token after its determiner or possessor."""
    k = head
    while scan.same_sentence(k - 1, head) and head - k < 7:
        j = k - 1
        if modifies(scan, j):
            k = j
        elif (
            scan.lowers[j] == "-" and scan.same_sentence(j - 1, head) and scan.proper[j - 1]
            and scan.tokens[j].end == scan.tokens[k].start
        ):  # fmt: skip
            k = j - 1
        elif scan.lowers[j] in COMPOUNDS and scan.lower(j - 1, head) == "-" and scan.lower(j - 2, head)[-1:] == ".":
            # "U.S.-led": the full stop keeps the tokeniser from joining it.
            k = j - 2
        else:
            break
    if k == head or not _determined(scan, k):
        # A free word or two between determiner and head: "the badly shaken commander".
        for j in range(k - 1, max(k - 3, -1), -1):
            if not scan.same_sentence(j, head):
                break
            low = scan.lowers[j]
            if is_determiner(scan, j) and j < k - 1:
                k = j + 1
                break
            if j == k - 2 and modifies(scan, j) and scan.lowers[j] not in lexicon.words_of("noun"):
                # "Tolvan lorry drivers": one noun that no table holds, held between a modifier and the head.
                return left_edge_from(scan, head, j)
            if not low[0].isalpha() or low in lexicon.function_words() or low in lexicon.words_of("say"):
                break
            if low in lexicon.offices() or low in lexicon.weapons() or low in lexicon.words_of("verb"):
                break
    core = k
    if _determined(scan, k):
        k -= 1
        if scan.lowers[k] == "'s" or scan.words[k] in ("'", "’"):
            return _possessor(scan, k), core
        while scan.same_sentence(k - 1, head) and _stacks(scan, k - 1):
            k -= 1
        if scan.lower(k - 1, head) == "of" and scan.lower(k - 2, head) in _PARTITIVE:
            k -= 2
            while scan.same_sentence(k - 1, head) and (is_determiner(scan, k - 1) or scan.lowers[k - 1] == "least"):
                k -= 1
        return k, core
    if scan.lower(k - 1, head) == "of" and scan.lower(k - 2, head) in ("dozens", "scores", "hundreds", "thousands"):
        return k - 2, core
    return k, core


def left_edge_from(scan: Scan, head: int, k: int) -> tuple[int, int]:
    """The left edge of a phrase already known to reach back to token ``k``."""
    while scan.same_sentence(k - 1, head) and modifies(scan, k - 1):
        k -= 1
    return (k - 1 if _determined(scan, k) and is_determiner(scan, k - 1) else k), k


def _stacks(scan: Scan, j: int) -> bool:
    """Whether the determiner at ``j`` goes with the determiner after it ("the two", "all the", "its many")."""
    if not is_determiner(scan, j) or scan.lowers[j] == "that":
        return False
    following = scan.lowers[j + 1]
    articles = ("the", "these", "those", "this", "that")
    if scan.lowers[j] in ("all", "both", "half", "such"):
        return following in articles or following in lexicon.words_of("possessive")
    return following not in (*articles, "a", "an") and following not in lexicon.words_of("possessive")


def _determined(scan: Scan, k: int) -> bool:
    """Whether a determiner or possessor stands right before token ``k``."""
    if not scan.same_sentence(k - 1, k):
        return False
    if scan.lowers[k - 1] == "'s" or (scan.words[k - 1] in ("'", "’") and scan.lowers[k - 2].endswith("s")):
        return scan.same_sentence(k - 2, k) and scan.lowers[k - 2][0].isalpha()
    if scan.lowers[k - 1] == "that":
        # "said that officials": a conjunction far more often than a pointer.
        return scan.lower(k - 2, k) in lexicon.words_of("preposition")
    return is_determiner(scan, k - 1)


def _possessor(scan: Scan, mark: int) -> int:
    """First token of the possessor whose 's stands at ``mark``."""
    k = mark - 1
    while scan.same_sentence(k - 1, mark) and scan.proper[k]:
        if scan.proper[k - 1]:
            k -= 1
        elif scan.words[k - 1] == "of" and scan.same_sentence(k - 2, mark) and scan.proper[k - 2]:
            k -= 2
        else:
            break
    if not scan.proper[k]:
        while scan.same_sentence(k - 1, mark) and modifies(scan, k - 1):
            k -= 1
    if scan.same_sentence(k - 1, mark) and is_determiner(scan, k - 1):
        k -= 1
    return k


def right_edge(scan: Scan, head: int) -> int:
    """One past the last token of the phrase whose head noun is ``head``: a prepositional phrase is taken along."""
    end = head + 1
    for _ in range(2):
        preposition = scan.lower(end, head)
        sent = preposition == "to" and end == head + 1 and scan.lowers[head].removesuffix("s") in _SENT
        if preposition not in _RIGHT and not sent:
            return end
        k = end + 1
        while scan.same_sentence(k, head) and is_determiner(scan, k):
            k += 1
        first = k
        while scan.same_sentence(k, head) and k - first < 7 and _fills(scan, k, first):
            k += 1
        if k == first:
            return end
        if scan.lower(k, head) == "and" and scan.same_sentence(k + 1, head) and scan.proper[k - 1]:
            # "special envoy for Tolva and Marn": two places share one preposition.
            pair = (scan.words[k - 1], scan.words[k + 1])
            if scan.proper[k + 1] and all(scan.place_kind(word) for word in pair):
                k += 2
        if scan.lowers[k - 1] in _SPANS_OF_TIME:
            return end
        following = scan.lower(k, head)
        tells = following in lexicon.words_of("say") or following in lexicon.words_of("auxiliary")
        named = following == "," and scan.proper[k - 1]
        if sent or preposition in ("of", "for") or tells or following == "who" or named:
            end = k
            if not scan.proper[k - 1]:
                return end
        elif following in _RIGHT:
            # "a source in Tolva with knowledge of": decided by what closes the second phrase.
            end_after = right_edge_from(scan, k, head)
            return end_after if end_after else end
        else:
            return end
    return end


def right_edge_from(scan: Scan, k: int, head: int) -> int:
    """One past a further prepositional phrase at ``k`` if a verb follows it, else 0."""
    j = k + 1
    while scan.same_sentence(j, head) and is_determiner(scan, j):
        j += 1
    first = j
    while scan.same_sentence(j, head) and j - first < 7 and _fills(scan, j, first):
        j += 1
    following = scan.lower(j, head)
    tells = following in lexicon.words_of("say") or following in lexicon.words_of("auxiliary")
    return j if j > first and tells else 0


def _fills(scan: Scan, k: int, first: int) -> bool:
    """Whether token ``k`` goes on a noun phrase begun at ``first``."""
    low = scan.lowers[k]
    row = lexicon.titles().get(low)
    if k > first and row is not None and row["kind"] in ("rank", "honorific") and scan.capital[k]:
        return False
    if scan.proper[k]:
        return True
    led = scan.lower(k + 1, k) if low == "-" else low if scan.lowers[k - 1] == "-" else ""
    if k > first and led in COMPOUNDS:
        return True  # "the U.S.-led coalition", which the full stop keeps apart
    if k == first and low.endswith("ing"):
        return False
    if low == "'s" or (low in ("of", "-") and k > first and scan.same_sentence(k + 1, k) and scan.proper[k + 1]):
        return k > first
    if not low[0].isalpha() or low in lexicon.function_words():
        return False
    if k > first and low.endswith("ed"):
        return False
    if low in _modifiers() or low in lexicon.offices() or low in lexicon.org_words():
        return True
    if k > first and scan.proper[k - 1] and low not in lexicon.words_of("noun"):
        # After a name, a word that no table holds is the verb sooner than a noun.
        return False
    if low in lexicon.words_of("say") or low in lexicon.words_of("verb"):
        return low in lexicon.words_of("noun") and k == first
    return True
