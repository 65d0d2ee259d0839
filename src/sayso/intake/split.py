"""Where stories begin on a page: title and byline, repeated section labels, datelines, post footers, end marks.

Works on classified lines alone, so dumps and markup share it. One story with subheadings has titles without
bylines, labels that do not come back, and no footers between its parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sayso.intake.printed import is_name
from sayso.intake.shapes import Line, Shape, names_outlet

SMALLEST = 12
"""Words of prose that make a story of what stands between two beginnings; less is a teaser or a link."""
UNTITLED = 40
"""Words of prose before the first beginning that make a story of their own."""
STANDFIRST = 60
"""A standfirst between title and byline is no longer than this many words."""
BODY = frozenset({Shape.PROSE, Shape.INTRO, Shape.CAPTION, Shape.ITEM})
SILENT = frozenset({Shape.FURNITURE, Shape.CREDIT, Shape.RULE})
_NO_DATE = r"(?!(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d)"
AROUND = frozenset({Shape.FOOTER, Shape.COMMENTS, Shape.DATE, Shape.BYLINE, Shape.END})
"""May stand between the foot of one story and the title of the next."""
INLINE_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30}(?:,\s+"
    + _NO_DATE
    + r"[A-ZÀ-Þ][\w. ]{1,25})?(?:/[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30})?)"
    r"(?:,\s+(?P<date>(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?))?"
    r"\s*(?P<agency>\([A-Z][\w .&-]{1,40}\))?\s*(?:—|–|--?|�|:)\s*(?=[\"“‘'A-Z0-9])"
)
BRACKET_DATELINE = re.compile(
    r"^[\"“]?\((?P<place>[A-Z][\w.'’-]+(?:[ /][A-Z][\w.'’-]+){0,3})(?:,\s+(?P<date>[A-Z][a-z]{2,8}\.?\s+\d{1,2}"
    r"(?:,?\s+\d{4})?))?\)\s*(?P<agency>)(?:—|–|--?)\s*(?=[\"“‘'A-Z0-9])"
)
"""As organisations date their news: "(Marn, May 4, 2029) – The ..."."""
CLOSED_DATELINE = re.compile(
    r"^(?P<place>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2}),\s+(?P<date>[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+(?:19|20)\d\d)"
    r"(?P<agency>)\.\s+(?=[\"“‘'A-Z0-9])"
)
UNDASHED_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30})(?P<date>)\s+(?P<agency>\([A-Z][\w .,&/–-]{1,60}\))\s+(?=[\"“‘'A-Z0-9])"
)
COLON_DATELINE = re.compile(
    r"^(?P<place>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2}),\s+(?P<date>(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)"
    r"(?:,?\s+\d{4})?)(?P<agency>)\s*:\s*(?=[\"“‘'A-Z0-9])"
)
NO_PLACES = frozenset(
    "REPORT UPDATE EXCLUSIVE BREAKING VIDEO WATCH OPINION ANALYSIS COMMENT EDITORIAL NEWS PHOTOS NOTE INTERVIEW "
    "CORRECTION FACTBOX TIMELINE EXPLAINER PROFILE SUMMARY BACKGROUND TRANSCRIPT STATEMENT WARNING READ ALERT "
    "URGENT".split()
)
"""Labels printed where a dateline stands: "REPORT: At least two ..."."""
MIXED_DATELINE = re.compile(
    r"^(?P<place>[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,3}(?:,\s+" + _NO_DATE + r"[A-Z][\w. ]{1,25}?)?)"
    r"(?:,\s+(?P<date>(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?))?"
    r"\s*(?P<agency>\([A-Z][\w .&-]{1,40}\))?\s*(?:—|–|--|-|�)\s*(?=[\"“‘'A-Z0-9])"
)


def inline_dateline(text: str) -> re.Match[str] | None:
    """Dateline at a paragraph's start: "MARN, Oct 3 (Agency) — ...". Mixed-case places need a date or an agency."""
    match = INLINE_DATELINE.match(text)
    if match and match.group("place").split()[-1] in NO_PLACES:
        return None
    if match:
        return match
    for shape in (BRACKET_DATELINE, CLOSED_DATELINE, UNDASHED_DATELINE, COLON_DATELINE):
        if match := shape.match(text):
            return match
    match = MIXED_DATELINE.match(text)
    return match if match and (match.group("date") or match.group("agency")) else None


def starts(lines: Sequence[Line]) -> list[int]:
    """Index of the line that begins each story found beyond doubt, ascending. Empty where nothing says so."""
    found: dict[int, int] = {}
    """Line where a story begins -> index of its title."""
    for at, line in enumerate(lines):
        if line.shape in (Shape.BYLINE, Shape.DATE) and (title := _title_above(lines, at)) is not None:
            found.setdefault(title, title)
    footers = [
        i
        for i, line in enumerate(lines)
        if line.shape in (Shape.FOOTER, Shape.COMMENTS) or _foot_byline(lines, i, found)
    ]
    after_footer = [t for i in footers if (t := _title_after(lines, i)) is not None and _prose_before(lines, i)]
    if len(after_footer) >= 2 or (after_footer and len(footers) >= 2):
        found.update((t, t) for t in after_footer)
    for at, line in enumerate(lines):
        if line.shape is Shape.END and (title := _title_after(lines, at)) is not None:
            found.setdefault(title, title)
    found.update(_labelled(lines))
    datelined = [
        at - 1
        for at in range(1, len(lines))
        if lines[at].shape is Shape.PROSE and lines[at - 1].shape is Shape.SHORT and inline_dateline(lines[at].text)
    ]
    headed = [t for t in datelined if not any(_prose_words(lines, s, t) == 0 for s in found if t - 4 <= s < t)]
    found.update((t, t) for t in headed)
    for date, title in _dated_headers(lines).items():
        # a site's name over the first date is no title
        found = {start: t for start, t in found.items() if not date - 3 <= start < date}
        found[date] = title
    begins = sorted(found)
    merged: list[int] = []
    for start in begins:
        if (
            merged
            and _prose_words(lines, merged[-1], start) < SMALLEST
            and not _whole_story_between(lines, merged[-1], start)
        ):
            if _same_header(lines, merged[-1], start):
                continue
            merged[-1] = start  # a title with next to nothing under it is a link or a label
            continue
        merged.append(start)
    while merged and _prose_words(lines, merged[-1], len(lines)) < SMALLEST:
        merged.pop()
    return merged


def _prose_words(lines: Sequence[Line], start: int, end: int) -> int:
    return sum(line.words for line in lines[start:end] if line.shape in BODY and line.shape is not Shape.CAPTION)


def _whole_story_between(lines: Sequence[Line], start: int, end: int) -> bool:
    return any(line.shape in BODY and line.words >= SMALLEST for line in lines[start:end])


def _same_header(lines: Sequence[Line], first: int, second: int) -> bool:
    """Whether two beginnings belong to one header: nothing but short lines and dates between them, close by."""
    return second - first <= 3 and not any(line.shape is Shape.BYLINE for line in lines[first:second])


def _title_above(lines: Sequence[Line], at: int) -> int | None:
    """Title of the story whose byline or date stands at ``at``: straight above, or above its standfirst."""
    prose = 0
    for back in range(at - 1, max(-1, at - 6), -1):
        line = lines[back]
        if line.shape is Shape.SHORT and not (line.words <= 1 and line.hint != "heading"):
            if is_name(line.text) and lines[at].shape is Shape.DATE and _thread_above(lines, back):
                return None  # somebody's comment, not a story
            return _over_standfirst(lines, back) if _prose_follows(lines, at) else None
        if line.shape in SILENT or line.shape in (Shape.DATE, Shape.BYLINE, Shape.CAPTION, Shape.SHORT, Shape.FOOTER):
            if line.shape is Shape.FOOTER and prose:
                return None
            continue
        if line.shape is Shape.PROSE and not prose and line.words <= STANDFIRST:
            prose = 1
            continue
        return None
    return None


def told(title: str, body: str) -> int:
    """How many of a title's longer words ``body`` (lower case) has, by their first five letters."""
    return sum(word[:5].lower() in body for word in set(re.findall(r"\w{4,}", title)))


def _over_standfirst(lines: Sequence[Line], at: int) -> int:
    """The title over a long line without a full stop that stands where titles do; else ``at`` itself."""
    above = at - 1
    if at < 1 or lines[at].words < 12 or lines[above].shape is not Shape.SHORT or lines[at].level:
        return at
    body = next((x.text.lower() for x in lines[at + 1 : at + 8] if x.shape is Shape.PROSE), "")
    title = 4 <= lines[above].words < lines[at].words and told(lines[above].text, body) >= 2
    return above if title else at


def _thread_above(lines: Sequence[Line], at: int) -> bool:
    return any(line.shape is Shape.COMMENTS for line in lines[:at])


def _prose_follows(lines: Sequence[Line], at: int, within: int = 7) -> bool:
    """Whether prose comes before the next byline, within a few lines."""
    for line in lines[at + 1 : at + 1 + within]:
        if line.shape in (Shape.PROSE, Shape.INTRO) and line.words >= 5:
            return True
        if line.shape is Shape.FOOTER and line.words > 3:
            return False
    return False


def _title_after(lines: Sequence[Line], at: int) -> int | None:
    """Title that follows ``at`` with nothing but furniture between, itself followed by prose."""
    for ahead in range(at + 1, min(len(lines), at + 6)):
        line = lines[ahead]
        if line.shape is Shape.SHORT and line.words >= 2:
            following = next((x for x in lines[ahead + 1 : ahead + 6] if x.shape not in SILENT), None)
            if following is None or following.shape in (Shape.FOOTER, Shape.COMMENTS):
                return None
            if following.shape is Shape.SHORT:
                continue
            return ahead
        if line.shape in SILENT or line.shape in AROUND:
            continue
        return None
    return None


def _prose_before(lines: Sequence[Line], at: int) -> bool:
    return any(line.shape in BODY and line.words >= 8 for line in lines[max(0, at - 6) : at])


def _foot_byline(lines: Sequence[Line], at: int, found: dict[int, int]) -> bool:
    """A byline under the prose it signs ("Posted by A B at 5:03 PM"), not over it."""
    if lines[at].shape is not Shape.BYLINE or at == 0 or lines[at - 1].shape not in BODY:
        return False
    title = _title_above(lines, at)
    return title is None or title not in found


def _is_label(line: Line) -> bool:
    """Whether a line can be a section's label: a few words, an outlet's name among them."""
    outlet = line.shape is Shape.FURNITURE and names_outlet(line.text)
    return line.words <= 6 and (line.shape is Shape.SHORT or outlet)


def _labelled(lines: Sequence[Line]) -> dict[int, int]:
    """Stories under a section label that comes back ("The Column" / title / text / "The Column" / title / text)."""
    at_label: dict[str, list[tuple[int, int]]] = {}
    counts = Counter(line.text for line in lines if _is_label(line))
    for at, line in enumerate(lines[:-1]):
        if counts.get(line.text, 0) < 2 or not _is_label(line):
            continue
        title = next((i for i in range(at + 1, min(len(lines), at + 4)) if lines[i].shape not in SILENT), None)
        if (
            title is None
            or lines[title].shape is not Shape.SHORT
            or lines[title].text == line.text
            or lines[title].words < 3
        ):
            continue
        if _prose_follows(lines, title, within=4):
            at_label.setdefault(line.text, []).append((at, title))
    return {start: title for pairs in at_label.values() if len(pairs) >= 2 for start, title in pairs}


def _dated_headers(lines: Sequence[Line]) -> dict[int, int]:
    """Stories under a date, title and text in turn, as old weblogs print them; only where it happens twice."""
    pairs: dict[int, int] = {}
    sure = 0
    for at in range(len(lines) - 2):
        title = lines[at + 1]
        if lines[at].shape is Shape.DATE and lines[at].date and title.shape is Shape.SHORT and title.words >= 2:
            above = next((x for x in reversed(lines[:at]) if x.shape not in SILENT), None)
            if lines[at + 2].shape in (Shape.PROSE, Shape.INTRO):
                pairs[at] = at + 1
                # under a short line the date may be that line's, and what follows a subheading
                sure += above is not None and above.shape is not Shape.SHORT
    return pairs if len(pairs) >= 2 and sure else {}
