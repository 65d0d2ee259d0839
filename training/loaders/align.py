"""Offsets between a text as a set has it and as ``plain_story`` stores it: they differ in white space only."""

from __future__ import annotations


def to_original(original: str, stored: str) -> list[int]:
    """For each character of the stored text, its offset in the original."""
    shift: list[int] = []
    j = 0
    for char in stored:
        if char.isspace():
            shift.append(min(j, len(original) - 1))
            continue
        while original[j] != char:
            j += 1
        shift.append(j)
        j += 1
    return shift


def to_stored(original: str, stored: str) -> list[int]:
    """For each character of the original, and for its end, the offset in the stored text."""
    if original == stored:
        return list(range(len(stored) + 1))
    place: list[int] = []
    j = 0
    for char in original:
        while j < len(stored) and stored[j].isspace() and not char.isspace():
            j += 1
        place.append(min(j, len(stored)))
        if j < len(stored) and stored[j] == char:
            j += 1
    place.append(len(stored))
    return place
