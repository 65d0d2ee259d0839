"""Forms of time expressions, parsed, and what they are read against."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from sayso import edtf


class Form(NamedTuple):
    """A parsed form: head word, arguments, keys, and the form it is counted in."""

    head: str
    args: tuple[str, ...]
    keys: dict[str, str]
    of: str


@cache
def parse_form(form: str) -> Form:
    """Parse a form (grammar in ``sayso.reader.times``)."""
    own, _, of = form.partition("; of=")
    core, *pairs = own.split("; ")
    head, _, rest = core.partition(" ")
    args = tuple(rest.split(" / ")) if head == "range" else tuple(rest.split(" "))
    return Form(head, args, dict(pair.split("=", 1) for pair in pairs), of)


def single_day(text: str) -> date | None:
    low, high = edtf.bounds(text)
    return low if low is not None and low == high else None


class Anchor(NamedTuple):
    """What a form is read against."""

    reference: str
    """EDTF of the story's publication, or nothing."""
    last: str
    """EDTF of the last date named, or nothing."""
    tense: str
    """past, future, or nothing."""

    def base(self, ref: str) -> tuple[str, str]:
        """EDTF that a form with this "ref" counts from, and what to call it."""
        if ref == "last" or (ref == "near" and self.last):
            return (self.last, "the date named before") if self.last else (self.reference, "the story's date")
        return self.reference, "the story's date"
