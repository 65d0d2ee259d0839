"""Counts: every figure in a story, what it counts and of whom, and the single persons harmed.

``find_figures`` is table-driven (``number_words``, ``vague_numbers``, ``count_nouns``, ``harm_words``): number phrases
are read first, then the noun phrase each one opens, then the harm word that governs it. What counts neither people
nor events (money, ages, distances, dates, scores) yields nothing.
"""

from sayso.reader.figures.find import find_figures, harm_anchor
from sayso.reader.figures.victims import find_victims

__all__ = ["find_figures", "find_victims", "harm_anchor"]
