"""Present tense, and times still to come, in the clause of a verb."""

from __future__ import annotations

from sayso.reader.events.triggers import Trigger
from sayso.reader.events.view import AUXILIARIES, View

_TO_COME = frozenset(
    "this in week month year today monday tuesday wednesday thursday friday saturday sunday days weeks".split()
)


def features(view: View, i: int) -> frozenset[str]:
    """What the verb form at ``i`` can be."""
    verb = view.verbs[i]
    return verb.features if verb is not None else frozenset()


def ahead(view: View, trigger: Trigger) -> int:
    """Token of a time in the trigger's clause that is still to come ("tomorrow", "later this week"); -1 if none."""
    a, b = view.clause(trigger.head)
    for j in range(a, min(len(view.lower) - 1, max(b, trigger.match.last))):
        word = view.lower[j]
        if view.time_at[j] >= 0 and word == "tomorrow":
            return j
        if view.time_at[j] >= 0 and word in ("next", "later", "coming") and view.lower[j + 1] in _TO_COME:
            return j
    return -1


def present(view: View, head: int, begin: int) -> bool:
    """Present progressive or simple present ("is leading", "leaves")."""
    words = set(view.lower[begin:head])
    forms = features(view, head)
    if "ing" in forms:
        return bool({"is", "are", "am", "'s", "'re"} & words) and "been" not in words
    return not words & AUXILIARIES and not forms & {"past", "participle"} and bool(forms & {"s", "base"})


def progressive(view: View, head: int, begin: int) -> bool:
    """Present progressive ("is meeting", "have been shelling")."""
    words = view.lower[begin:head]
    return "ing" in features(view, head) and bool(
        {"is", "are", "am", "'s", "'re"} & set(words) or {"have", "been"} <= set(words)
    )
