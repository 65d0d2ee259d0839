"""People and groups of one story: canonical names, kinds, sectors, and the offices they are said to hold.

A chain of mentions is one member of the cast. Sort (person, group, organisation, ...) and naming (named, by role,
unnamed) are two different things. Only named members, and offices named with their body ("the army chief of Marn"),
get an actor_id; an unnamed official is never the same one across stories, and a lone surname never reaches beyond its
story.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reader.marks import Mention, Sentence, Token
from sayso.reader.mentions.lexicon import PlaceNames
from sayso.records import Actor, Name, Record, Role, Story
from sayso.resolve.actors.members import Member, Members
from sayso.resolve.actors.roles import find_roles
from sayso.vocabulary import ActorKind

__all__ = ["Cast", "Member", "resolve_cast"]


class Cast(Record, frozen=True, kw_only=True):
    """Who takes part in a story."""

    members: tuple[Member, ...] = ()
    """One for each mention, in the order of ``Marks.mentions``; mentions of one chain share theirs."""
    actors: tuple[Actor, ...] = ()
    names: tuple[Name, ...] = ()
    roles: tuple[Role, ...] = ()

    def member(self, mention: int) -> Member:
        """The member that the mention with this index stands for."""
        return self.members[mention]


def resolve_cast(
    story: Story,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    gazetteer: PlaceNames,
) -> Cast:
    """The cast of one story, with the rows of the tables actors, names and roles it gives."""
    resolved = Members(story, mentions, gazetteer)
    members = tuple(resolved.of(i) for i in range(len(mentions)))
    actors: dict[str, Actor] = {}
    names: dict[tuple[str, str], Name] = {}
    for i, member in enumerate(members):
        if not member.actor_id:
            continue
        actors.setdefault(
            member.actor_id,
            Actor(
                actor_id=member.actor_id, name=member.name, kind=member.kind, country=member.country,
                sector=member.sector,
            ),
        )  # fmt: skip
        for spelling, kind in resolved.spellings(i):
            names.setdefault(
                (member.actor_id, spelling),
                Name(id=member.actor_id, name=spelling, kind=kind, story_id=story.story_id),
            )
    people = {i: m for i, m in enumerate(members) if m.actor_id and m.kind is ActorKind.PERSON}
    roles = find_roles(story, tokens, sentences, mentions, people)
    return Cast(members=members, actors=tuple(actors.values()), names=tuple(names.values()), roles=roles)
