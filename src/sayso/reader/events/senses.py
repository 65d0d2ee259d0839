"""Which sense of a verb its object or subject shows: hitting, going somewhere, addressing a people."""

from __future__ import annotations

from sayso.reader.events.lexicon import word_list
from sayso.reader.events.view import ADVERBS, CONJUNCTIONS, PREPOSITIONS, PRONOUNS, PUNCTUATION, View
from sayso.vocabulary import MentionKind

_NATURE = word_list("natural_force")


def by_weapon(view: View, i: int, helped: str) -> bool:
    """Whether what hits is a weapon: "missiles hit a mill", "was hit by a shell"; prices and storms hit as well."""
    a, b = view.clause(i)
    span = range(i + 1, min(b, i + 7)) if helped == "be" else range(max(a, i - 12), i)
    kinds = {view.mentions[n].kind for k in span if (n := view.mention_at[k]) >= 0}
    if helped == "be" and view.lower[i + 1] != "by":  # "the mill was hit on Monday"
        earlier = {view.mentions[n].kind for k in range(max(a, i - 5), i) if (n := view.mention_at[k]) >= 0}
        return bool(earlier & {MentionKind.FACILITY, MentionKind.PLACE}) and view.lower[i + 1] in PREPOSITIONS
    return MentionKind.WEAPON in kinds and (helped != "be" or view.lower[i + 1] == "by")


def to_place(view: View, i: int) -> bool:
    """Whether the mention at ``i`` is a named place, so that going there is a journey."""
    mention = view.mentions[view.mention_at[i]]
    return mention.named and mention.kind in (MentionKind.PLACE, MentionKind.COUNTRY)


def by_nature(view: View, i: int) -> bool:
    """Whether a force of nature or a misfortune is what strikes: "a quake struck the port", "disaster struck"."""
    a, _ = view.clause(i)
    return any(view.lower[k] in _NATURE for k in range(max(a, i - 3), i))


def someone(view: View, i: int) -> bool:
    """Whether the mention at ``i`` is a person or an office, so that it can be dismissed."""
    return view.mentions[view.mention_at[i]].kind in (MentionKind.PERSON, MentionKind.ROLE)


def people_named(view: View, i: int) -> bool:
    """Whether the mention at ``i`` is a people, a group or a body that can be spoken to."""
    mention = view.mentions[view.mention_at[i]]
    return view.lower[i] not in PRONOUNS and mention.kind in (
        MentionKind.NATIONALITY, MentionKind.COUNTRY, MentionKind.GROUP, MentionKind.ORGANISATION
    )  # fmt: skip


def bare_object(view: View, i: int) -> bool:
    """Whether a mention is the whole object ("called Orrin to ...", not "called Orrin a liar")."""
    _, b = view.mention_range(view.mention_at[i])
    if b >= len(view.lower):
        return True
    word = view.lower[b]
    return (
        word in PUNCTUATION or word in PREPOSITIONS or word in CONJUNCTIONS or word in ADVERBS or view.time_at[b] >= 0
    )
