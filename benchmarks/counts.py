"""Figures: killed and injured of an article's main incident, on the gun-violence counts data (dev unless ``--data``).

An article is right when the number killed (injured) equals the annotated one. The annotation is of the one incident an
article was filed under; ``sayso.reader.figures.article`` decides it from the figures and victims that the reader finds.
Baselines in the same run: the commonest value of the articles measured, and the first number beside a kill word.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from training.loaders.gun_violence import articles

from benchmarks.data import Data
from benchmarks.scores import Result, percent
from sayso.reader.figures import find_figures, find_victims
from sayso.reader.figures.article import Toll, article_toll
from sayso.reader.figures.quantities import read_number
from sayso.reader.plain import plain_story
from sayso.reader.segment import segment

ANCHORS = {
    "anchor_killed_exact": "none published; goal 92",
    "anchor_injured_exact": "none published; goal 88",
}
_NEAR = 4
"""Tokens between a kill word and the baseline's number."""


def predict(text: str) -> Toll:
    """Our killed and injured of one article."""
    story = plain_story(text)
    tokens, sentences = segment(story)
    figures = find_figures(story, tokens, sentences, (), ())
    victims = find_victims(story, tokens, sentences, (), pronouns=True)
    return article_toll(story.text, tokens, sentences, figures, victims)


def nearest_number(text: str, stems: tuple[str, ...]) -> int:
    """Baseline: the first number within four words of a word beginning with one of ``stems``; 0 if there is none."""
    words = [word.strip(".,;:()\"'").lower() for word in text.split()]
    for at, word in enumerate(words):
        if word.startswith(stems):
            for near in sorted(range(max(0, at - _NEAR), min(len(words), at + _NEAR + 1)), key=lambda i: abs(i - at)):
                if words[near] and (number := read_number(words, near, len(words))) is not None and number[0] <= 100:
                    return number[0]
    return 0


def run(path: Path | None, errors: bool = False) -> Result:
    """Exact match of killed and injured, in percent, with baselines; ``errors`` prints each wrong article's start."""
    rows = [(a.text, a.killed, a.injured) for a in articles(Data("gun_violence_counts", path))]
    found = [predict(text) for text, _, _ in rows]
    gold = [(killed, injured) for _, killed, injured in rows]
    pairs = list(zip(found, gold, strict=True))
    if errors:
        _print_errors([text for text, _, _ in rows], pairs)
    total = len(rows)
    near_killed = sum(nearest_number(t, ("kill", "dead", "died", "fatal")) == k for t, k, _ in rows)
    near_injured = sum(nearest_number(t, ("injur", "wound", "hurt")) == i for t, _, i in rows)
    return {
        "items": total,
        "killed_exact": percent(sum(f.killed == k for f, (k, _) in pairs), total),
        "injured_exact": percent(sum(f.injured == i for f, (_, i) in pairs), total),
        "both_exact": percent(sum((f.killed, f.injured) == g for f, g in pairs), total),
        "killed_exact_commonest": percent(Counter(k for k, _ in gold).most_common(1)[0][1] if gold else 0, total),
        "injured_exact_commonest": percent(Counter(i for _, i in gold).most_common(1)[0][1] if gold else 0, total),
        "killed_exact_nearest_number": percent(near_killed, total),
        "injured_exact_nearest_number": percent(near_injured, total),
        **ANCHORS,
    }


def _print_errors(texts: list[str], pairs: list[tuple[Toll, tuple[int, int]]]) -> None:
    """Wrong articles, grouped by which way the number is wrong."""
    groups: dict[str, list[str]] = {}
    for number, (text, (found, (killed, injured))) in enumerate(zip(texts, pairs, strict=True)):
        for name, ours, theirs in (("killed", found.killed, killed), ("injured", found.injured, injured)):
            if ours != theirs:
                cause = f"{name}: {'missed' if ours == 0 else 'invented' if theirs == 0 else 'other number'}"
                groups.setdefault(cause, []).append(f"{number}: found {ours}, is {theirs}: {text[:300]!r}")
    for cause, lines in sorted(groups.items(), key=lambda item: -len(item[1])):
        print(f"== {cause}: {len(lines)}")
        print("\n".join(lines))
