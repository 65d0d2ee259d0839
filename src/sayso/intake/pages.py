"""HTML pages to stories: which elements hold an article each, and which blocks of an article are its own.

trafilatura decides what is main text; our own walk over the markup keeps the structure (headings, set-off
passages, captions, lists) and what trafilatura leaves out though it stands among what it keeps.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence

import msgspec
import trafilatura

from sayso.intake.assemble import drafts as draft_lines
from sayso.intake.decode import one_line
from sayso.intake.draft import Draft
from sayso.intake.markup import Element, Found, blocks, parse, story_like
from sayso.intake.metadata import About, address_date, guess_date, read_metadata
from sayso.intake.printed import Byline, find_date, is_date_line, iso_day
from sayso.intake.shapes import Line, Shape, furniture, is_sentence, line
from sayso.vocabulary import BlockKind, PublishedFrom

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
LARGEST = 3_000_000
"""Characters of markup handed to trafilatura; larger pages are read by our own walk alone."""
ARTICLE_WORDS = 25
"""Words of running text that make an element one article of several."""
LINKED = 0.6
"""Share of a block's characters in links from which on it is a link, not text."""
PARTS = frozenset({"heading", "caption", "credit", "quoted", "byline", "date", "dateline", "standfirst"})
HOME = frozenset({"/", "", ".", "..", "index.html", "/index.html"})
"""Addresses, less a slash at their end, that lead to a site's front page."""
_LETTER = re.compile(r"\w")


def html_drafts(text: str, *, address: str, retrieved: str, whole: bool = False) -> list[Draft]:
    """Stories of one page of markup, in order of the page; empty where it holds no running text."""
    tree = parse(text)
    if tree is None:
        return []
    about = read_metadata(tree)
    found = [b for b in blocks(tree) if _LETTER.search(b.text)]
    groups = [] if whole else _articles(tree, found)
    if len(groups) >= 2:
        out = [(d, group) for group in groups for d in draft_lines(_lines(group), whole=True, infer_passages=False)]
    else:
        main = _main_text(text) if len(text) <= LARGEST else ""
        kept = _kept(groups[0] if groups else found, main)
        out = [(d, kept) for d in draft_lines(_lines(kept), whole=whole, infer_passages=False)]
        if len(out) == 1:
            draft = _filled(_titled(out[0][0], found, about.page), about.page, _marked_date(kept), address)
            out = [(_searched(draft, tree, found, address, retrieved), kept)]
    several = len(out) > 1
    titles = [draft.title for draft, _ in out if draft.title]
    outlet = about.page.outlet or _site_name(tree, found, titles)
    issued = _issue_date(found, titles, retrieved) if several else ""
    stories = []
    for draft, group in out:
        if several:
            own = next((a for a in about.articles if a.title and _same(a.title, draft.title)), About())
            apart = len(groups) >= 2
            href = next((b.href for b in group if b.kind == "heading" and b.href), "") if apart else ""
            draft = _filled(draft, own, _marked_date(group) if apart else "", href)
            if issued and not draft.published:
                draft = msgspec.structs.replace(draft, published=issued, published_from=PublishedFrom.PAGE)
        if draft.words >= 5 or not several:
            stories.append(msgspec.structs.replace(draft, outlet=draft.outlet or outlet))
    return stories


def _searched(draft: Draft, tree: Element, found: Sequence[Found], address: str, retrieved: str) -> Draft:
    """A draft with the date that a search of the whole page finds, if it has none."""
    if draft.published:
        return draft
    day, known_from = guess_date(tree, address, retrieved)
    if not day or day > retrieved[:10]:
        # A date that the page prints as its own is believed even ahead of the clock: weeklies are dated ahead.
        day, known_from = _issue_date(found, [draft.title], retrieved), PublishedFrom.PAGE
    if not day:
        return draft
    return msgspec.structs.replace(draft, published=day, published_from=known_from)


def _same(one: str, other: str) -> bool:
    """Whether two titles are the same but for a site's name, case and punctuation."""
    a, b = (re.sub(r"\W+", " ", t.lower()).strip() for t in (one, other))
    return bool(a and b) and (
        a == b or (min(len(a), len(b)) >= 12 and (a.startswith(b) or b.startswith(a) or b in a or a in b))
    )


def _main_text(text: str) -> str:
    try:
        return (
            trafilatura.extract(
                text, include_comments=False, include_tables=True, favor_recall=True, output_format="txt"
            )
            or ""
        )
    except Exception:  # a third party's parser over anybody's markup; our own walk still reads the page
        return ""


def _running(block: Found) -> bool:
    """Whether a block is running text: a sentence, not mostly links."""
    return (
        block.kind in ("para", "quoted", "list", "standfirst")
        and is_sentence(block.text)
        and block.linked < LINKED * len(block.text)
        and not furniture(block.text)
    )


def _ancestors(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


def _articles(tree: Element, found: Sequence[Found]) -> list[list[Found]]:
    """Blocks of each article element, where the page has such; several where it holds several articles."""
    holders = {e: n for n, e in enumerate(e for e in tree.iter() if isinstance(e.tag, str) and story_like(e))}
    if not holders:
        holders = _repeated(found)
    if not holders:
        return []
    words: Counter[Element] = Counter()
    own: Counter[Element] = Counter()
    """Words that stand in no story element further in."""
    headed: set[Element] = set()
    inside: dict[Element, list[Found]] = {}
    for block in found:
        if block.kind in ("skip", "comments"):
            continue
        over = [e for e in _ancestors(block.element) if e in holders]
        for depth, element in enumerate(over):
            inside.setdefault(element, []).append(block)
            if _running(block):
                words[element] += block.text.count(" ") + 1
                own[element] += block.text.count(" ") + 1 if depth == 0 else 0
            elif block.kind == "heading":
                headed.add(element)
    fit = [e for e in holders if words[e] >= ARTICLE_WORDS and e in headed]
    chosen: list[Element] = []
    for element in fit:
        parts = [e for e in fit if e is not element and element in e.iterancestors()]
        if len(parts) >= 2 and own[element] < 0.5 * words[element]:
            continue
        if len(parts) == 1 and own[element] < 0.1 * words[element]:
            continue
        if any(outer in chosen for outer in element.iterancestors()):
            continue
        chosen.append(element)
    loose = sum(
        b.text.count(" ") + 1 for b in found
        if _running(b) and not any(e in chosen for e in _ancestors(b.element))
    )  # fmt: skip
    largest = max((words[e] for e in chosen), default=0)
    if len(chosen) == 1 and loose > largest:
        return []
    # one long article with teasers of others beside it: the teasers have no more than a sentence or two
    body = [e for e in chosen if words[e] >= 80]
    if len(body) == 1 and len(chosen) > 1 and all(words[e] * 4 < largest for e in chosen if e is not body[0]):
        chosen = body
    return [inside[e] for e in chosen]


def _repeated(found: Sequence[Found]) -> dict[Element, int]:
    """Sibling elements of one tag, each with a top heading of one level and a byline, date or address of its own."""
    tops = [b for b in found if b.kind == "heading" and b.level <= 3]
    levels = Counter(b.level for b in tops)
    for level in sorted(n for n, times in levels.items() if times >= 2):
        heads = [b for b in tops if b.level == level]
        if (
            level > 1
            and any(b.level < level for b in tops)
            and not all(b.href and not b.href.startswith("#") for b in heads)
        ):
            signed = {
                b.order
                for b in heads
                if any(
                    x.kind in ("byline", "date") or line(x.text).shape in (Shape.BYLINE, Shape.DATE)
                    for x in found
                    if b.order < x.order <= b.order + 2
                )
            }
            if len(signed) < 2:
                continue
            heads = [b for b in heads if b.order in signed]
        chains = [list(reversed(_ancestors(b.element))) for b in heads]
        depth = 0
        while all(len(c) > depth for c in chains) and len({c[depth] for c in chains}) == 1:
            depth += 1
        if not all(len(c) > depth for c in chains):
            continue
        parts = [c[depth] for c in chains]
        if len(set(parts)) == len(parts) and all(p.tag not in ("h1", "h2", "h3", "a") for p in parts):
            return {part: n for n, part in enumerate(parts)}
    return {}


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _kept(found: Sequence[Found], main: str) -> list[Found]:
    """Blocks of the main text: what trafilatura keeps, and prose, headings, captions and bylines among it."""
    wanted = _squeezed(main)
    told = [b for b in found if b.kind not in ("skip", "comments")]
    sure = [b for b in told if len(b.text) >= 25 and _squeezed(b.text)[:200] in wanted] if wanted else []
    running = [b for b in sure if _running(b)]
    if not running:
        running = [b for b in told if _running(b)]
        if not running:
            return told
    room = _room(running)
    if room is not None:
        told = [b for b in told if b.order < running[0].order or room in _ancestors(b.element)]
        sure = [b for b in sure if room in _ancestors(b.element)]
        running = [b for b in running if room in _ancestors(b.element)]
    direct = {b.element.getparent() for b in running}
    outer = {e for b in running for e in _ancestors(b.element)[2:3] if e.tag not in ("body", "html")}
    first, last = running[0].order, running[-1].order
    head = first
    for block in reversed([b for b in told if b.order < first]):
        if block.kind == "heading" and block.level <= 2 and not block.href:
            head = block.order
            break
    else:
        titled = [b.order for b in told if b.order < first and b.kind == "heading"]
        head = titled[-1] if titled else first
    chosen = {b.order for b in sure}
    kept = []
    for block in told:
        over = _ancestors(block.element)[1:3]
        beside = bool(over) and (over[0] in direct or over[0] in outer or over[-1] in outer)
        if head <= block.order <= last:
            wanted_here = block.order in chosen or block.kind in PARTS or block.order < first or beside
        elif last < block.order <= last + 4:
            wanted_here = block.kind in ("byline", "date", "caption", "credit") or (_running(block) and beside)
        else:
            wanted_here = block.order in chosen and _running(block)
        if wanted_here:
            kept.append(block)
    return kept


def _room(running: Sequence[Found]) -> Element | None:
    """The innermost element that holds four fifths of the running text: what stands outside is not the article's."""
    words: Counter[Element] = Counter()
    depth: dict[Element, int] = {}
    for block in running:
        over = _ancestors(block.element)
        for height, element in enumerate(over):
            words[element] += block.text.count(" ") + 1
            depth[element] = len(over) - height
    total = sum(block.text.count(" ") + 1 for block in running)
    holding = [e for e in words if words[e] >= 0.8 * total and e.tag not in ("p", "blockquote", "li", "ul", "ol")]
    return max(holding, key=lambda e: depth[e], default=None)


def _site_name(tree: Element, found: Sequence[Found], titles: Sequence[str]) -> str:
    """The outlet's name: the part of the page's <title> that is not the story's, where the page shows it too."""
    heading = tree.find(".//title")
    if heading is None:
        return ""
    printed = one_line(heading.text_content())
    parts = [p for p in re.split(r"\s*[|»·]\s*|\s+[-–—]+\s+|:\s+", printed) if 1 <= len(p.split()) <= 7]
    shown = {_squeezed(b.text) for b in found[:12]} | {_squeezed(b.text) for b in found[-6:]}
    for link in tree.iter("a"):
        if link.get("href") is not None and link.get("href").rstrip("/") in HOME:
            shown.add(_squeezed(link.text_content()))
    for image in tree.iter("img"):
        shown.add(_squeezed(image.get("alt") or ""))
    names = [p for p in reversed(parts) if _squeezed(p) and not any(_squeezed(p) in _squeezed(t) for t in titles)]
    for name in names:
        if any(_squeezed(name) == text or text.startswith(_squeezed(name)) for text in shown):
            return name
    rest = {_squeezed(t) for t in titles}
    return names[0] if len(names) == 1 and any(_squeezed(printed).startswith(t) for t in rest if t) else ""


_STAMPED = re.compile(r"\b(?:broadcast|aired|published|posted|issued)(?:\son)?:?\s(?P<rest>.{6,40})", re.IGNORECASE)


def _issue_date(found: Sequence[Found], titles: Sequence[str], retrieved: str) -> str:
    """Date that the page prints as its own: after "published" or the like, else the only one in the masthead.

    The masthead is what stands over the first story; the day the page was saved is not taken from it.
    """
    for block in found[:60]:
        stamp = _STAMPED.search(block.text) if len(block.text) <= 200 else None
        if stamp and (day := find_date(stamp.group("rest"))):
            return day
    dates = set()
    for block in found[:40]:
        if block.kind == "heading" and block.text in titles:
            break
        if not is_sentence(block.text) and (day := find_date(block.text)):
            dates.add(day)
    return dates.pop() if len(dates) == 1 and retrieved[:10] not in dates else ""


def _lines(found: Sequence[Found]) -> list[Line]:
    """Blocks as classified lines, with what markup says of them."""
    out: list[Line] = []
    for block in found:
        if block.kind in ("skip", "comments"):
            continue
        if block.kind == "heading":
            if not furniture(block.text) and not (out and out[-1].level and out[-1].text == block.text):
                out.append(line(block.text, hint="heading", level=block.level))
            continue
        if block.kind in ("quoted", "standfirst"):
            out.append(line(block.text, hint=block.kind))
            continue
        if block.kind in ("caption", "credit"):
            made = line(block.text, hint="caption")
            out.append(msgspec.structs.replace(made, shape=Shape.CREDIT) if block.kind == "credit" else made)
            continue
        if block.kind == "list" and block.linked >= LINKED * len(block.text):
            continue
        if block.linked >= 0.9 * len(block.text) and block.kind == "para" and not is_sentence(block.text):
            made = line(block.text)
            if made.shape not in (Shape.BYLINE, Shape.DATE):
                continue
        made = line(block.text, hint="list" if block.kind == "list" else "para")
        if block.kind == "byline" and made.shape is Shape.SHORT and made.words <= 8 and not find_date(made.text):
            made = msgspec.structs.replace(
                made, shape=Shape.BYLINE, byline=Byline(name=re.sub(r"^by:?\s+", "", made.text, flags=re.I))
            )
        elif block.kind == "date" and made.words <= 14 and (find_date(made.text) or is_date_line(made.text)):
            made = msgspec.structs.replace(made, shape=Shape.DATE, date=find_date(made.text))
        out.append(made)
    return out


def _marked_date(group: Sequence[Found]) -> str:
    """Date in the markup of the first ``<time>`` of an article."""
    for block in group:
        for element in (block.element, *block.element.iter("time")):
            if element.tag == "time" and (day := iso_day(element.get("datetime") or element.get("content") or "")):
                return day
    return ""


def _titled(draft: Draft, found: Sequence[Found], page: About) -> Draft:
    """The title of a page with one story: the printed heading that its metadata repeats, else what metadata says."""
    heads = [b for b in found if b.kind == "heading" and b.level <= 2 and not furniture(b.text)]
    title = draft.title
    own = [
        b.text
        for b in heads
        if page.title and not (b.href and b.href.rstrip("/") in HOME) and _same(page.title, b.text)
    ]
    matched = max(own, key=len, default="")
    if matched:
        title = matched
    elif not title or (heads and title not in {b.text for b in heads} and len([b for b in heads if b.level == 1]) == 1):
        ones = [b.text for b in heads if b.level == 1]
        title = ones[0] if len(ones) == 1 else title or page.title
    if title == draft.title:
        return draft
    rest = [(kind, text) for kind, text in draft.blocks if not (kind is BlockKind.HEADING and text == title)]
    if draft.title and draft.title != title:
        rest = [(BlockKind.STANDFIRST if is_sentence(draft.title) else BlockKind.HEADING, draft.title), *rest]
    return msgspec.structs.replace(draft, title=title, blocks=tuple(rest))


def _filled(draft: Draft, about: About, marked: str, address: str) -> Draft:
    """A draft with what metadata adds: date by metadata first, then as printed, then from the address."""
    published, known_from = draft.published, draft.published_from
    if about.published:
        published, known_from = about.published, PublishedFrom.METADATA
    elif marked:
        published, known_from = marked, PublishedFrom.METADATA
    elif not published and (day := address_date(address)):
        published, known_from = day, PublishedFrom.ADDRESS
    return msgspec.structs.replace(
        draft,
        title=draft.title or about.title,
        byline=draft.byline or about.byline,
        outlet=draft.outlet or about.outlet,
        published=published,
        published_from=known_from,
    )
