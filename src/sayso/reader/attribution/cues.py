"""Cue words: which word forms may carry a claim, and what each says of stance and certainty."""

from __future__ import annotations

from functools import cache

from sayso.records import Record
from sayso.tables import load_rows
from sayso.vocabulary import Certainty, Stance


class Cue(Record, frozen=True, kw_only=True):
    """One form of a cue verb. ``form``: base, third, past, participle, gerund, or past/participle alike."""

    base: str
    form: str
    kind: str
    stance: Stance
    certainty: Certainty
    frames: frozenset[str]
    words: tuple[str, ...]
    not_objects: frozenset[str] = frozenset()
    """First nouns of an object that make it another verb ("denied entry")."""


@cache
def verb_forms() -> dict[str, tuple[Cue, ...]]:
    """First word of each form to the cues that begin with it, longest first."""
    found: dict[str, list[Cue]] = {}
    for row in load_rows("cue_verbs.csv"):
        seen: dict[str, str] = {}
        for form in ("base", "third", "past", "participle", "gerund"):
            seen[row[form]] = form if row[form] not in seen else "past/participle"
        for text, form in seen.items():
            words = tuple(text.split())
            found.setdefault(words[0], []).append(
                Cue(
                    base=row["base"], form=form, kind=row["kind"], stance=Stance(row["stance"]),
                    certainty=Certainty(row["certainty"] or "unstated"), frames=frozenset(row["frames"]), words=words,
                    not_objects=frozenset(row["not_objects"].split()),
                )
            )  # fmt: skip
    return {k: tuple(sorted(v, key=lambda c: -len(c.words))) for k, v in found.items()}


@cache
def nouns() -> dict[str, tuple[Stance, Certainty]]:
    """Cue nouns to the stance and certainty of their that-clause."""
    return {
        row["word"]: (Stance(row["stance"]), Certainty(row["certainty"] or "unstated"))
        for row in load_rows("cue_nouns.csv")
    }
