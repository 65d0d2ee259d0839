"""One section of a page's lines to one story: header, body, captions, subheadings; furniture left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sayso.intake.draft import Draft
from sayso.intake.printed import is_name
from sayso.intake.setoff import set_off
from sayso.intake.shapes import Line, Shape, attributed_quote, caption_cues, is_sentence
from sayso.intake.split import SILENT, STANDFIRST, UNTITLED, inline_dateline, starts, told
from sayso.tables import load_rows
from sayso.vocabulary import BlockKind, PublishedFrom

HEADER_PROSE = 130
"""Words of standfirst and captions a header may hold before its byline, date or dateline."""
_PLACE = re.compile(
    r"^(?:in\s+)?[A-ZÀ-Þ][\w.'’-]+(?:[ -][A-ZÀ-Þ][\w.'’-]+){0,3}"
    r"(?:,\s+[A-ZÀ-Þ][\w.'’-]+(?:[ -][A-ZÀ-Þ][\w.'’-]+){0,3}){0,2}$"
)
_THREAD = re.compile(
    r"^.{2,60}\b(?:says|said|wrote|writes|replied)\s*:?$|^(?:reply|report abuse|flag|like)$"
    r"|\bat \d{1,2}[:.]\d\d\s*[ap]\.?m",
    re.I,
)
MARKERS = frozenset({Shape.BYLINE, Shape.DATE, Shape.CREDIT})


@cache
def common() -> frozenset[str]:
    """Common words of English, lower case."""
    return frozenset(row["word"] for row in load_rows("common_words.csv"))


def drafts(lines: Sequence[Line], *, whole: bool = False, infer_passages: bool = True) -> list[Draft]:
    """Stories of a page, in order. ``whole`` keeps it one story; ``infer_passages`` marks set-off text in dumps."""
    lines = _once(lines)
    begins = [] if whole else starts(lines)
    if not begins:
        return [d for d in [_story(lines, None, infer_passages)] if d.blocks or d.title]
    out: list[Draft] = []
    head = lines[: begins[0]]
    if sum(x.words for x in head if x.shape in (Shape.PROSE, Shape.INTRO)) >= UNTITLED:
        out.append(_story(head, None, infer_passages))
    for start, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        section = list(lines[start:end])
        if start == begins[0] and not out:
            # a date printed over the first title belongs to it
            over = next((x for x in reversed(head[-2:]) if x.shape is Shape.DATE and x.date), None)
            section = [over, *section] if over else section
        out.append(_story(section, _title(section), infer_passages))
    return [d for d in out if d.blocks]


def _once(lines: Sequence[Line]) -> list[Line]:
    """Lines without those printed twice running: a headline again, a caption before the caption with its credit."""
    kept: list[Line] = []
    for line in lines:
        above = kept[-1] if kept else None
        title_like = line.shape in (Shape.SHORT, Shape.CAPTION)
        if above is not None and title_like and line.words >= 4 and not (line.hint or above.hint or above.level):
            if above.text.lower() == line.text.lower():
                continue
            if line.shape is Shape.CAPTION and above.words >= 6 and line.text.startswith(above.text.rstrip(".")):
                kept.pop()
        kept.append(line)
    return kept


def _title(section: Sequence[Line]) -> int | None:
    """Index of the title among the first lines of a section that is known to begin a story."""
    short: list[int] = []
    for at, line in enumerate(section[:8]):
        if line.shape is Shape.SHORT:
            short.append(at)
        elif line.shape in (Shape.PROSE, Shape.INTRO, Shape.ITEM, Shape.BYLINE):
            break
    return _best_title(section, short)


def _best_title(lines: Sequence[Line], short: Sequence[int]) -> int | None:
    """The title among title-like lines: markup's highest heading, else the last of four words or more, else of two."""
    if not short:
        return None
    levels = [i for i in short if lines[i].level]
    if levels:
        return min(levels, key=lambda i: (lines[i].level, -i))
    body = " ".join(x.text for x in [x for x in lines[short[0] :] if x.shape is Shape.PROSE][:3]).lower()
    for least in (4, 2):
        longer = [i for i in short if lines[i].words >= least and not _place(lines[i].text)]
        if longer:
            # what the first paragraphs tell of is the story's title, not a link to another
            best = max(longer, key=lambda i: (told(lines[i].text, body), i))
            above = best - 1
            # a long line without a full stop under a title of its own is the standfirst
            under = above in longer and lines[best].words >= 12 and lines[best].words > lines[above].words
            return above if under and least == 4 else best
    return None


def _place(text: str) -> bool:
    return "," in text and len(text.split()) <= 6 and _PLACE.match(text) is not None


def _leading_title(lines: Sequence[Line]) -> int | None:
    """Title of a page without a byline under its title: the best of the short lines before the first prose."""
    short: list[int] = []
    for at, line in enumerate(lines):
        if line.shape is Shape.SHORT:
            short.append(at)
        elif line.shape in (Shape.PROSE, Shape.INTRO) and line.words >= 8:
            break
    return _best_title(lines, short)


def _story(lines: Sequence[Line], title_at: int | None, infer_passages: bool) -> Draft:
    if title_at is None:
        title_at = _leading_title(lines)
    author = ""
    if title_at is not None and _signs(lines, title_at):
        # a page whose headline was lost: the name over the text is its author's
        author, lines, title_at = lines[title_at].text, [*lines[:title_at], *lines[title_at + 1 :]], None
    before = lines[:title_at] if title_at is not None else ()
    after = list(lines[title_at + 1 :]) if title_at is not None else list(lines)
    body_at = _body(after)
    header = after[:body_at]
    byline = next((x.byline.name for x in [*header, *before] if x.byline and x.byline.name), author)
    dates = [x.date for x in [*header, *reversed(before)] if x.date and (x in header or x.shape in MARKERS)]
    name_at = None if byline else _bare_name(after)
    if name_at is not None:
        byline = after[name_at].text
        after = [*after[:name_at], *after[name_at + 1 :]]
        body_at -= name_at < body_at
        header = after[:body_at]
    blocks, dateline = _header_blocks(header, after[body_at:])
    body, foot = _cut_thread(after[body_at:])
    for line in foot:
        if line.byline and not byline and line.shape is Shape.BYLINE:
            byline = line.byline.name
        if line.date:
            dates.append(line.date)
    if not dateline:
        first = next((x for x in body if x.shape in (Shape.PROSE, Shape.INTRO)), None)
        match = inline_dateline(first.text) if first else None
        dateline = match.group("place").strip() if match else ""
    blocks += _body_blocks(body, infer_passages)
    return Draft(
        title=lines[title_at].text if title_at is not None else "",
        byline=byline,
        dateline=dateline,
        published=dates[0] if dates else "",
        published_from=PublishedFrom.PAGE if dates else PublishedFrom.UNKNOWN,
        blocks=tuple(blocks),
    )


def _signs(lines: Sequence[Line], at: int) -> bool:
    """Whether the only title-like line is a person's name: no common word in it, and the text is not about it."""
    line = lines[at]
    if line.level or line.words > 3 or not is_name(line.text) or any(w.lower() in common() for w in line.text.split()):
        return False
    body = " ".join(x.text for x in lines[at + 1 :] if x.shape is Shape.PROSE).lower()
    following = next((x for x in lines[at + 1 :] if x.shape not in SILENT), None)
    dated = following is not None and inline_dateline(following.text) is not None
    return dated and told(line.text, body) == 0


def _bare_name(lines: Sequence[Line]) -> int | None:
    """A name alone under the title that the page repeats as its author's ("A B is a fellow at ...", "More by A B")."""
    for at, line in enumerate(lines[:6]):
        if line.shape in (Shape.PROSE, Shape.INTRO) and line.words > 30:
            break
        if line.shape is Shape.SHORT and is_name(line.text):
            told = re.compile(
                rf"^{re.escape(line.text)} (?:is|was|writes|covers|reports)\b|\bby {re.escape(line.text)}\b", re.I
            )
            if any(told.search(other.text) for other in lines[at + 1 :]):
                return at
    return None


def _body(lines: Sequence[Line]) -> int:
    """Index of the body's first line: after the last byline, date, credit or dateline that stands near the title."""
    body = 0
    words = prose = 0
    for at, line in enumerate(lines):
        if line.shape in (Shape.PROSE, Shape.CAPTION) and line.hint not in ("quoted",):
            if inline_dateline(line.text):
                return at
            words, prose = words + line.words, prose + (line.shape is Shape.PROSE and line.hint != "standfirst")
            if prose > 2 or words > HEADER_PROSE:
                break
        elif line.shape in MARKERS:
            if prose >= 1 and line.shape is Shape.CREDIT and body and not _captionable(_above(lines, at)):
                continue
            if prose >= 2 and line.shape is not Shape.CREDIT:
                break  # signed at the foot
            body = at + 1
        elif line.shape is Shape.SHORT:
            if at == 0 and line.words >= 10 and not line.level:
                body = 1  # a standfirst without a full stop
            elif _PLACE.match(line.text) and line.words <= 5 and body and _next_is_prose(lines, at):
                return at + 1
            elif prose:
                break
        elif line.shape is Shape.ITEM and not prose and line.words < 8 and not is_sentence(line.text):
            continue
        elif line.shape in (Shape.INTRO, Shape.ITEM, Shape.FOOTER, Shape.COMMENTS, Shape.END) or line.hint == "quoted":
            break
    # captions and furniture straight after the header are the header's
    while body < len(lines) and lines[body].shape in SILENT:
        body += 1
    return body


def _above(lines: Sequence[Line], at: int) -> Line | None:
    return next((x for x in reversed(lines[:at]) if x.shape not in SILENT), None)


def _captionable(line: Line | None) -> bool:
    return (
        line is not None
        and line.shape in (Shape.PROSE, Shape.CAPTION)
        and line.words <= 80
        and not attributed_quote(line.text)
    )


def _next_is_prose(lines: Sequence[Line], at: int) -> bool:
    following = next((x for x in lines[at + 1 :] if x.shape not in SILENT), None)
    return following is not None and following.shape in (Shape.PROSE, Shape.INTRO)


def _header_blocks(header: Sequence[Line], rest: Sequence[Line]) -> tuple[list[tuple[BlockKind, str]], str]:
    """Standfirst and captions of a header, and the dateline that stands alone in it."""
    blocks: list[tuple[BlockKind, str]] = []
    dateline = ""
    signed = False
    for at, line in enumerate(header):
        if line.shape is Shape.CAPTION:
            blocks.append((BlockKind.CAPTION, line.text))
        elif line.shape is Shape.PROSE or (line.shape is Shape.SHORT and at == 0 and line.words >= 10):
            following = next((x for x in header[at + 1 :] if x.shape is not Shape.FURNITURE), None)
            credited = following is not None and following.shape is Shape.CREDIT
            first = not any(kind is BlockKind.STANDFIRST for kind, _ in blocks)
            if line.hint == "quoted":
                kind = BlockKind.QUOTED
            elif line.hint == "standfirst":
                kind = BlockKind.STANDFIRST
            elif (credited or signed or not first or caption_cues(line.text)) and _captionable(line):
                kind = BlockKind.CAPTION
            else:
                kind = BlockKind.STANDFIRST if first and line.words <= STANDFIRST else BlockKind.PARAGRAPH
            blocks.append((kind, line.text))
        elif line.shape in (Shape.BYLINE, Shape.DATE):
            signed = True
        elif line.shape is Shape.SHORT:
            last = not any(x.shape in (Shape.SHORT, Shape.PROSE) for x in header[at + 1 :])
            named = _PLACE.match(line.text) and line.words <= 5 and not (rest and inline_dateline(rest[0].text))
            if last and named and signed and rest:
                dateline = line.text.removeprefix("In ").removeprefix("in ")
    return blocks, dateline


def _cut_thread(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Body lines up to a comment thread or end mark, and the foot: what was cut, up to the thread, for its byline."""
    prose = 0
    for at, line in enumerate(lines):
        if line.shape in (Shape.PROSE, Shape.INTRO):
            prose += line.words
        if line.shape is Shape.END and prose:
            return list(lines[:at]), []
        if line.shape is Shape.COMMENTS and prose >= 20 and _is_thread(lines[at + 1 : at + 8]):
            return list(lines[:at]), _foot(lines[:at])
    return list(lines), _foot(lines)


def _is_thread(lines: Sequence[Line]) -> bool:
    if any(line.shape is Shape.DATE and re.search(r"\d[:.]\d\d", line.text) for line in lines):
        return True
    return any(_THREAD.search(line.text) and not is_sentence(line.text) for line in lines) or not any(
        line.shape is Shape.PROSE and line.words >= 8 for line in lines
    )


def _foot(lines: Sequence[Line]) -> list[Line]:
    """Bylines and dates after the last prose."""
    out: list[Line] = []
    for line in reversed(lines):
        if line.shape in (Shape.PROSE, Shape.INTRO, Shape.ITEM) and line.words >= 8:
            break
        if line.shape in (Shape.BYLINE, Shape.DATE) or (line.shape is Shape.FOOTER and line.date):
            out.insert(0, line)
    return out


def _body_blocks(lines: Sequence[Line], infer_passages: bool) -> list[tuple[BlockKind, str]]:
    kept: list[tuple[BlockKind, Line]] = []
    for at, line in enumerate(lines):
        match line.shape:
            case Shape.PROSE | Shape.INTRO:
                kept.append((_prose_kind(lines, at), line))
            case Shape.CAPTION:
                kept.append((BlockKind.CAPTION, line))
            case Shape.ITEM:
                if _listed(lines, at):
                    kept.append((BlockKind.LIST, line))
            case Shape.SHORT:
                if line.hint in ("quoted", "list"):
                    kept.append((BlockKind(line.hint), line))
                elif (
                    line.hint == "para"
                    and at > 0
                    and lines[at - 1].shape in (Shape.PROSE, Shape.INTRO)
                    and line.words >= 4
                ):
                    kept.append((BlockKind.PARAGRAPH, line))
                elif _subheading(lines, at):
                    kept.append((BlockKind.HEADING, line))
                elif line.text[-1] in '?!"”’' and line.words >= 4 and is_sentence(line.text):
                    kept.append((_prose_kind(lines, at), line))
            case _:
                pass
    if infer_passages:
        flat = [
            line.text if kind is BlockKind.PARAGRAPH else "" for kind, line in kept if kind is not BlockKind.CAPTION
        ]
        marks = iter(set_off(flat))
        kept = [
            (
                BlockKind.QUOTED
                if kind is not BlockKind.CAPTION and next(marks) and kind is BlockKind.PARAGRAPH
                else kind,
                line,
            )
            for kind, line in kept
        ]
    while kept and kept[-1][0] is BlockKind.HEADING:
        kept.pop()
    return [(kind, line.text) for kind, line in kept]


def _prose_kind(lines: Sequence[Line], at: int) -> BlockKind:
    line = lines[at]
    if line.hint in ("quoted", "standfirst", "list"):
        return BlockKind(line.hint)
    following = next((x for x in lines[at + 1 : at + 3] if x.shape is not Shape.FURNITURE), None)
    if following and following.shape is Shape.CREDIT and _captionable(line) and caption_cues(line.text):
        return BlockKind.CAPTION
    return BlockKind.PARAGRAPH


def _listed(lines: Sequence[Line], at: int) -> bool:
    """Whether a bulleted line belongs to the story: a long item, or one of a list that prose introduces."""
    if lines[at].words >= 8 or is_sentence(lines[at].text):
        return True
    first = at
    while first > 0 and lines[first - 1].shape is Shape.ITEM:
        first -= 1
    return first > 0 and lines[first - 1].shape is Shape.INTRO


def _subheading(lines: Sequence[Line], at: int) -> bool:
    """Whether a short line heads the prose after it; a run of three or more is a list of links."""
    if lines[at].level:
        return _heads_prose(lines, at)
    first = last = at
    while first > 0 and lines[first - 1].shape in (Shape.SHORT, Shape.FURNITURE):
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].shape in (Shape.SHORT, Shape.FURNITURE):
        last += 1
    run = [i for i in range(first, last + 1) if lines[i].shape is Shape.SHORT]
    if any(x.hint == "links" for x in lines[first:at]):
        return False
    return len(run) <= 2 and at == run[-1] and lines[at].words <= 16 and _heads_prose(lines, last)


def _heads_prose(lines: Sequence[Line], at: int) -> bool:
    following = next((x for x in lines[at + 1 :] if x.shape not in SILENT and x.shape is not Shape.CAPTION), None)
    return following is not None and following.shape in (Shape.PROSE, Shape.INTRO, Shape.ITEM)
