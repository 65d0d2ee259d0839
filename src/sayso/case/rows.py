"""Rows of a table as users get them: contract columns, plain values, read anew each time they are gone through."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, or_

from sayso.case.schema import Id
from sayso.errors import UsageError

if TYPE_CHECKING:
    import pandas

Value = str | int | float | None
SHOWN = 20
"""Rows of a notebook display."""


class Rows:
    """Rows of one table. Going through them gives a dict a row; ``tuples()`` gives tuples in ``columns`` order.

    Texts are strings ('' where not stated), booleans 0 or 1, numbers int or float, None where not stated.
    """

    def __init__(
        self,
        table: str,
        columns: Sequence[str],
        produce: Callable[[], Iterator[tuple[Value, ...]]],
        count: Callable[[], int],
        kinds: Mapping[str, str],
    ) -> None:
        self.table = table
        self.columns = tuple(columns)
        self.kinds = dict(kinds)
        self._produce = produce
        self._count = count
        self._length: int | None = None

    def tuples(self) -> Iterator[tuple[Value, ...]]:
        """Rows as tuples, in the order of ``columns``."""
        return self._produce()

    def __iter__(self) -> Iterator[dict[str, Value]]:
        for row in self._produce():
            yield dict(zip(self.columns, row, strict=True))

    def __len__(self) -> int:
        if self._length is None:
            self._length = self._count()
        return self._length

    def first(self) -> dict[str, Value] | None:
        """The first row, or None if there is none."""
        return next(iter(self), None)

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows as a pandas data frame: strings, ``Int64`` and ``Float64``, which know "not stated" from 0.

        Raises UsageError if pandas is not installed.
        """
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise UsageError("to_dataframe needs the pandas package: pip install 'sayso[pandas]'") from error
        frame = pandas.DataFrame(list(self._produce()), columns=list(self.columns), dtype=object)
        types = {"int": "Int64", "bool": "Int64", "real": "Float64", "text": "str"}
        return frame.astype({name: types[self.kinds[name]] for name in self.columns})

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {self.table}: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = []
        for number, row in enumerate(self._produce()):
            if number == SHOWN:
                break
            cells = "".join(f"<td>{html.escape('' if cell is None else str(cell))}</td>" for cell in row)
            body.append(f"<tr>{cells}</tr>")
        note = f"<p>{html.escape(self.table)}: {len(self)} rows, {min(SHOWN, len(self))} shown</p>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>{note}"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition of a ``where``: a column, one of ``= != < <= > >= ~`` (contains), and the value or values."""

    column: str
    operator: str
    values: tuple[Value, ...]

    def expression(self, column: ColumnElement[Any], kind: str) -> ColumnElement[bool]:
        """The condition in SQL."""
        if self.operator in ("=", "!="):
            given = tuple(_fitting(value, kind, self.column) for value in self.values)
            stated = [value for value in given if value is not None]
            equal: ColumnElement[bool] = column.in_(stated)
            if len(stated) < len(given):
                equal = or_(equal, column.is_(None))
            return equal if self.operator == "=" else ~equal
        value = self.values[0]
        if self.operator == "~":
            text = str(value or "")
            if isinstance(column.type, Id):
                raise UsageError(f"{self.column}: an id is matched whole, with =")
            return func.replace(column, text, "") != column if text else column == column
        value = _fitting(value, kind, self.column)
        compared: dict[str, ColumnElement[bool]] = {
            "<": column < value,
            "<=": column <= value,
            ">": column > value,
            ">=": column >= value,
        }
        return compared[self.operator]

    def holds(self, value: Value, kind: str) -> bool:
        """Whether a row's value meets the condition, the same as in SQL."""
        given = tuple(_fitting(option, kind, self.column) for option in self.values)
        if self.operator in ("=", "!="):
            if value is None and self.operator == "!=" and None not in given:
                return False
            return (value in given) == (self.operator == "=")
        if self.operator == "~":
            return str(given[0] or "") in str(value or "")
        if value is None or given[0] is None:
            return False
        one: Any = value
        other: Any = given[0]
        return bool({"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[self.operator])


def _fitting(value: object, kind: str, column: str) -> Value:
    """A condition's value as the column holds it; '' and None both mean not stated."""
    if kind == "text":
        return "" if value is None else str(value)
    if value is None or value == "":
        return None
    if not isinstance(value, (str, int, float)):
        raise UsageError(f"{column}: {value!r} is not a value. Give text or a number")
    try:
        return float(value) if kind == "real" else int(value)
    except ValueError as error:
        raise UsageError(f"{column}: {value!r} is not a number") from error


def conditions(where: Mapping[str, object] | None) -> list[Condition]:
    """Conditions from a mapping of ``column`` or ``column OPERATOR`` to a value, or several, any of which may hold.

    ``{"country": "XA", "date_start >=": "2031-02", "status": ["happened", "contested"], "actor ~": "Front"}``
    """
    found = []
    for name, value in (where or {}).items():
        match = re.fullmatch(r"(\w+)\s*(=|!=|<=|>=|<|>|~)?", name)
        if match is None:
            raise UsageError(f"condition {name!r}: not a column, or a column and one of = != < <= > >= ~")
        values = tuple(value) if isinstance(value, (list, tuple, set, frozenset)) else (value,)
        operator = match.group(2) or "="
        if operator not in ("=", "!=") and len(values) != 1:
            raise UsageError(f"condition {name!r}: takes one value, not {len(values)}")
        found.append(Condition(column=match.group(1), operator=operator, values=values))
    return found


def ordering(order: str | Sequence[str] | None) -> list[tuple[str, bool]]:
    """Columns to order by, and whether downwards: ``"-published"`` or ``["country", "-date_start"]``."""
    names = [order] if isinstance(order, str) else list(order or ())
    return [(name.removeprefix("-"), name.startswith("-")) for name in names]
