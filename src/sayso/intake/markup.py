"""HTML to a flat list of blocks: what each says, what it is by its tags and classes, and where it stands.

One pass without recursion, so markup may be nested as deep as the parser lets it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec
from lxml import etree, html

from sayso.intake.decode import one_line
from sayso.intake.shapes import is_sentence
from sayso.tables import load_rows

Element = Any
"""An ``lxml`` element; lxml ships no types."""

SKIPPED = frozenset(
    "script style noscript template svg nav form button select textarea iframe object embed canvas audio video "
    "dialog map head title math datalist menu option input".split()
)
BLOCKS = frozenset(
    "p div section article main aside header footer h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th blockquote pre "
    "figure figcaption hr address details summary body html center fieldset caption tbody thead q-block".split()
)
HEADINGS = {f"h{n}": n for n in range(1, 7)}
ROLES = ("skip", "comments", "credit", "caption", "byline", "dateline", "date", "standfirst")
"""Roles an element hands down to what it holds, strongest first."""
BREAK = "\x0b"
"""Stands for ``<br>`` while a block is put together."""
PLAIN = frozenset({"html", "body", "main", "article"})
"""Elements whose class names describe the page, not what part of it they are."""


class Found(msgspec.Struct, kw_only=True, eq=False):
    """One block of a page."""

    text: str
    kind: str
    """heading, para, quoted, caption, list, or a role: byline, date, dateline, credit, standfirst, skip, comments."""
    level: int
    linked: int
    """Characters that stand in links."""
    href: str
    """Where a linked heading leads."""
    element: Element
    """The block element that holds the text."""
    order: int


def parse(text: str) -> Element | None:
    """Tree of a page, or ``None`` where there is none. The text is already decoded, so declarations are cut."""
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", errors="ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree


@cache
def _class_roles() -> dict[str, str]:
    return {row["token"]: row["role"] for row in load_rows("intake_classes.csv")}


def tokens(element: Element) -> list[str]:
    """Words of an element's class and id, whole and in parts: ``entry-date`` gives entry-date, entry, date."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    if not names.strip() or len(names) > 400:
        return []
    out = []
    for name in names.split():
        out.append(name)
        parts = re.split(r"[-_:]+", name)
        if len(parts) > 1:
            out.extend(parts)
    return out


def role(element: Element) -> str:
    """What an element's tag, class, id and schema.org marks say it is; empty if nothing."""
    tag = element.tag
    if tag in ("figcaption", "caption"):
        return "caption"
    if tag == "time":
        return "date"
    if tag == "footer" and element.getparent() is not None and element.getparent().tag == "body":
        return "skip"
    if element.get("itemprop") == "author" or element.get("rel") == "author":
        return "byline"
    if element.get("aria-hidden") == "true" and tag != "p":
        return "skip"
    if tag in PLAIN:
        return ""
    found = {_class_roles().get(token, "") for token in tokens(element)}
    for name in ROLES:
        if name in found and not (name == "skip" and tag in HEADINGS):
            return name
    return ""


def story_like(element: Element) -> bool:
    """Whether an element says that it holds one article."""
    if element.tag == "article":
        return True
    if element.tag not in ("div", "section", "li", "td"):
        return False
    kind = element.get("itemtype") or ""
    if kind.endswith(("Article", "BlogPosting", "NewsArticle", "ReportageNewsArticle")):
        return True
    if element.get("role") == "article":
        return True
    names = (element.get("class") or "").lower().split()
    return any(
        _class_roles().get(name) == "story" or re.fullmatch(r"(?:blog)?(?:post|story|article)-?\d+", name)
        for name in names
    )


def blocks(root: Element) -> list[Found]:
    """Blocks of a tree in order, furniture among them (kind skip or comments), empty ones left out."""
    out: list[Found] = []
    text: list[str] = []
    linked = breaks = 0
    href = ""
    stack: list[tuple[Element, str]] = []
    """Open block elements with the role each hands down."""

    def flush() -> None:
        nonlocal linked, href, breaks
        said = "".join(text)
        text.clear()
        if stack:
            out.extend(_block(part, stack, linked, href, len(out) + n) for n, part in enumerate(_parts(said)))
        linked, href, breaks = 0, "", 0

    links = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag in SKIPPED:
                walk.skip_subtree()
                continue
            if tag in BLOCKS:
                flush()
                stack.append((element, role(element)))
            elif tag == "br":
                breaks += 1
                text.append(BREAK)
                if breaks >= 2:
                    flush()
            else:
                given = role(element)
                breaking = given in ("credit", "skip", "caption")
                opening = given in ("byline", "date", "comments", "dateline") and not "".join(text).strip()
                if stack and (breaking or opening):
                    flush()
                    stack.append((element, given))
                if tag == "a":
                    links += 1
                    href = element.get("href") or href
            if element.text:
                text.append(element.text)
                linked += len(element.text) if links else 0
                breaks = 0 if element.text.strip() else breaks
        else:
            if tag in SKIPPED or tag == "br":
                pass
            elif stack and stack[-1][0] is element:
                flush()
                stack.pop()
            elif tag == "a" and links:
                links -= 1
        if event == "end" and element is not root and element.tail:
            text.append(element.tail)
            linked += len(element.tail) if links else 0
            breaks = 0 if element.tail.strip() else breaks
    flush()
    return out


def _parts(said: str) -> list[str]:
    """Text of one block; where lines are broken by hand and none is a sentence, each line is one by itself."""
    lines = [one for part in said.split(BREAK) if (one := one_line(part))]
    if len(lines) > 1 and (all(len(one.split()) <= 12 for one in lines) or all(is_sentence(one) for one in lines)):
        return lines
    return [" ".join(lines)] if lines else []


def _block(said: str, stack: list[tuple[Element, str]], linked: int, href: str, order: int) -> Found:
    kind, level = "para", 0
    element = stack[-1][0]
    roles = [given for _, given in stack if given]
    names = [open_.tag for open_, _ in stack[-8:]]
    if any(given in ("skip", "comments") for given in roles):
        kind = next(given for given in roles if given in ("skip", "comments"))
    elif heading := next((HEADINGS[name] for name in reversed(names) if name in HEADINGS), 0):
        kind, level = "heading", heading
        if "standfirst" in roles and heading > 1:
            kind, level = "standfirst", 0
    elif "caption" in roles or "credit" in roles:
        kind = "credit" if roles[-1] == "credit" else "caption"
    elif any(given in ("byline", "date", "dateline", "standfirst") for given in roles):
        kind = roles[-1]
    elif "blockquote" in names:
        kind = "quoted"
    elif "li" in names or "dd" in names:
        kind = "list"
    elif "aside" in names:
        kind = "skip"
    return Found(text=said, kind=kind, level=level, linked=linked, href=href, element=element, order=order)
