"""The syntax of annotated reports: a header, blocks with inline spans, statements. What ids mean is ``format``'s work.

A report is plain text::

    # id: kelm-strike                      header lines, "# key: value"
    # split: train

    @heading                               kind tag of a block (default paragraph)
    {e1:Strike} kills {f1:forty}           spans: "{id words}", they nest; an id met again adds a stretch
    % e1 ASSAULT/drone victim=f1           statements, one a line or parted by " ; "
    % f1 killed e1

Blocks are parted by blank lines; the lines of a block are joined by blanks, so a sentence can have a line of its own.
Literal ``{``, ``}`` and ``\\`` are written with a backslash before them, and so are ``%``, ``@`` and ``#`` at the
beginning of a line.
"""

from __future__ import annotations

import re

from sayso.errors import UsageError
from sayso.records import Record
from sayso.vocabulary import BlockKind

_OPENS = re.compile(r"\{([a-z]\d+(?: [a-z]\d+)*):")
_ESCAPED = frozenset("{}\\%@#")
_LINE_MARKS = frozenset("%@#")
_HEADER = re.compile(r"#\s*([a-z_]+):\s*(.*)")


class MarkupError(UsageError):
    """A report that cannot be parsed; names the line and what to write instead."""


class Piece(Record, frozen=True, kw_only=True):
    """One stretch of a span: code points into its block's text."""

    id: str
    start: int
    end: int


class MarkedBlock(Record, frozen=True, kw_only=True):
    """A block: its text (line ends as ``\\n``), its pieces in order of opening, outer first, and its statements."""

    kind: BlockKind = BlockKind.PARAGRAPH
    text: str
    pieces: tuple[Piece, ...] = ()
    statements: tuple[str, ...] = ()


class Markup(Record, frozen=True, kw_only=True):
    """A report as written, before its ids mean anything."""

    header: tuple[tuple[str, str], ...] = ()
    blocks: tuple[MarkedBlock, ...] = ()


def parse_markup(source: str) -> Markup:
    """Header and blocks of a report's source. Raises ``MarkupError`` naming the line."""
    header: list[tuple[str, str]] = []
    blocks: list[MarkedBlock] = []
    chunk: list[tuple[int, str]] = []
    for number, line in enumerate([*source.replace("\r\n", "\n").split("\n"), ""], 1):
        if line.strip() and not (line.startswith("#") and not chunk):
            chunk.append((number, line.strip()))
            continue
        if line.startswith("#"):
            match = _HEADER.fullmatch(line.strip())
            if match is None or blocks:
                raise MarkupError(
                    f"line {number}: {line.strip()!r} is no header line; headers are '# key: value' before the first "
                    "block; in text write \\# at the beginning of a line"
                )
            header.append((match[1], match[2].strip()))
        elif chunk:
            _close(chunk, blocks)
            chunk = []
    return Markup(header=tuple(header), blocks=tuple(blocks))


def _close(chunk: list[tuple[int, str]], blocks: list[MarkedBlock]) -> None:
    """Add the block of ``chunk``, or its statements to the block before if it has no text."""
    kind = BlockKind.PARAGRAPH
    number, first = chunk[0]
    if first.startswith("@"):
        try:
            kind = BlockKind(first[1:].strip())
        except ValueError:
            raise MarkupError(f"line {number}: {first!r} is no kind of block; use one of {[*BlockKind]}") from None
        chunk = chunk[1:]
    lines = [(n, line) for n, line in chunk if not line.startswith("%")]
    statements = tuple(
        part.strip() for _, line in chunk if line.startswith("%") for part in line[1:].split(" ; ") if part.strip()
    )
    if not lines and first.startswith("@"):
        raise MarkupError(f"line {number}: a block of kind {kind} without text; write its text below the tag")
    if not lines:
        if not blocks:
            raise MarkupError(f"line {number}: statements before any text; put them below the block they are about")
        last = blocks[-1]
        blocks[-1] = MarkedBlock(
            kind=last.kind, text=last.text, pieces=last.pieces, statements=last.statements + statements
        )
        return
    text, pieces = _parse_text(lines)
    blocks.append(MarkedBlock(kind=kind, text=text, pieces=pieces, statements=statements))


def _parse_text(lines: list[tuple[int, str]]) -> tuple[str, tuple[Piece, ...]]:
    """Plain text and pieces of the text lines of one block."""
    out: list[str] = []
    pieces: list[tuple[str, int, int]] = []
    stack: list[tuple[int, list[int]]] = []
    for k, (number, line) in enumerate(lines):
        if k:
            out.append("\n")
        i = 0
        while i < len(line):
            character = line[i]
            if character == "\\" and line[i + 1 : i + 2] in _ESCAPED and i + 1 < len(line):
                out.append(line[i + 1])
                i += 2
            elif character == "{":
                match = _OPENS.match(line, i)
                if match is None:
                    raise MarkupError(
                        f"line {number}: {line[i : i + 16]!r} opens no span; write {{id:words}}, or \\{{ for a brace"
                    )
                ids = match[1].split(" ")
                stack.append((number, list(range(len(pieces), len(pieces) + len(ids)))))
                pieces += [(id_, len(out), -1) for id_ in ids]
                i = match.end()
            elif character == "}":
                if not stack:
                    raise MarkupError(f"line {number}: a closing brace too many; write \\}} for a brace")
                _, opened = stack.pop()
                for p in opened:
                    pieces[p] = (pieces[p][0], pieces[p][1], len(out))
                i += 1
            elif character == "\\":
                raise MarkupError(f"line {number}: a lone backslash; write \\\\ for one")
            else:
                out.append(character)
                i += 1
    if stack:
        names = " ".join(pieces[p][0] for p in stack[-1][1])
        raise MarkupError(f"line {stack[-1][0]}: span {names} is not closed in its block; close it and open it again")
    text = "".join(out)
    for id_, start, end in pieces:
        if not text[start:end].strip() or text[start:end] != text[start:end].strip():
            raise MarkupError(
                f"line {lines[0][0]}: span {id_} is {text[start:end]!r}; spans hold words and neither begin nor end "
                "in a blank"
            )
    return text, tuple(Piece(id=i, start=a, end=b) for i, a, b in pieces)


def render_markup(markup: Markup) -> str:
    """The source of a report; ``parse_markup`` of it gives ``markup`` again."""
    parts = ["\n".join(f"# {key}: {value}".rstrip() for key, value in markup.header)] if markup.header else []
    for block in markup.blocks:
        lines = [f"@{block.kind}"] if block.kind is not BlockKind.PARAGRAPH else []
        lines.append(_render_text(block))
        lines += [f"% {statement}" for statement in block.statements]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _render_text(block: MarkedBlock) -> str:
    out: list[str] = []
    open_ends: list[int] = []
    waiting = list(reversed(block.pieces))
    for i in range(len(block.text) + 1):
        while open_ends and open_ends[-1] == i:
            out.append("}")
            open_ends.pop()
        if i == len(block.text):
            break
        while waiting and waiting[-1].start == i:
            first = waiting.pop()
            ids = [first.id]
            while waiting and (waiting[-1].start, waiting[-1].end) == (i, first.end):
                ids.append(waiting.pop().id)
            out.append("{" + " ".join(ids) + ":")
            open_ends.append(first.end)
        character = block.text[i]
        at_line = i == 0 or block.text[i - 1] == "\n"
        unmarked = not out or out[-1] == "\n"
        if character in "{}\\" or (at_line and unmarked and character in _LINE_MARKS):
            out.append("\\")
        out.append(character)
    return "".join(out)
