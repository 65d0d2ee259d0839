"""Text of a page and splitting of pages into stories, on our own pages with known text, beside trafilatura's.

The pages are made here from the stories of ``intake_pages/stories.txt`` by templates of many kinds: single articles in
several site designs, pages of several stories (tag archives, blog fronts, columns), and text dumps with menus, captions
and comments run in. They are the development pages; what a page's text is, is known because we put it there.

``text_f1`` is the F1 of four-word shingles of the running text (titles and captions aside), averaged over pages, as in
ScrapingHub's article benchmark; ``html_text_f1`` the same on the HTML pages only, where trafilatura is run as it comes
(``trafilatura_text_f1``). ``stories_split_f1`` counts a story as right if its title is the known one and its text's F1
is at least 0.8. With ``--data``, a folder of pages with ``key.json``: a list of ``{"page", "title", "text"}``.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import msgspec
import trafilatura

from benchmarks.intake_pages import dumps, sites
from benchmarks.intake_pages.known import known_stories
from sayso.intake import RawPage, extract
from sayso.records import Story
from sayso.vocabulary import BlockKind

RETRIEVED = "2030-06-01T00:00:00Z"
RIGHT = 0.8
ANCHOR = "trafilatura .960 on ScrapingHub's pages (other data)"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A page and what is to be found on it."""

    name: str
    data: str
    expected: tuple[tuple[str, str], ...]
    """Title and running text of each story."""

    @property
    def html(self) -> bool:
        """Whether the page is markup."""
        return self.name.endswith(".html")


def run(data: Path | None, errors: bool) -> dict[str, object]:
    """Measure; ``items`` is the number of pages. ``errors`` adds what went wrong, page by page."""
    pages = _given(data) if data else made_pages()
    ours: list[float] = []
    html: list[float] = []
    theirs: list[float] = []
    right = found = known = their_right = 0
    wrong: list[str] = []
    for page in pages:
        stories = _read(page)
        gold = Counter(shingle for _, text in page.expected for shingle in _shingles(text))
        score = _f1(Counter(s for _, text in stories for s in _shingles(text)), gold)
        ours.append(score)
        matched = _matched(stories, page.expected)
        right, found, known = right + matched, found + len(stories), known + len(page.expected)
        if page.html:
            html.append(score)
            plain = trafilatura.extract(page.data, include_comments=False) or ""
            titles = {title for title, _ in page.expected}
            text = "\n".join(line for line in plain.splitlines() if line not in titles)
            theirs.append(_f1(_shingles(text), gold))
            their_right += len(page.expected) == 1 and theirs[-1] >= RIGHT
        if score < 0.97 or matched < len(page.expected) or len(stories) != len(page.expected):
            titles_found = " ; ".join(title for title, _ in stories)
            wrong.append(
                f"{page.name}: text {score:.3f}, {matched} of {len(page.expected)} stories right, found: {titles_found}"
            )
    of_html = sum(len(page.expected) for page in pages if page.html)
    result: dict[str, object] = {
        "items": len(pages),
        "stories": known,
        "text_f1": _percent(ours),
        "anchor_text_f1": ANCHOR,
        "html_text_f1": _percent(html),
        "trafilatura_text_f1": _percent(theirs),
        "stories_split_f1": round(100 * 2 * right / (found + known), 1) if found + known else 0.0,
        "trafilatura_split_f1": round(100 * 2 * their_right / (len(theirs) + of_html), 1) if theirs else 0.0,
    }
    if errors:
        result["errors"] = "\n".join(wrong)
    return result


def _percent(values: list[float]) -> float:
    return round(100 * sum(values) / len(values), 1) if values else 0.0


def _given(folder: Path) -> list[Made]:
    expected: dict[str, list[tuple[str, str]]] = {}
    for row in json.loads((folder / "key.json").read_text(encoding="utf-8")):
        expected.setdefault(row["page"], []).append((row["title"], row["text"]))
    return [
        Made(name=name, data=(folder / name).read_text(encoding="utf-8"), expected=tuple(stories))
        for name, stories in sorted(expected.items())
    ]


def _read(page: Made) -> list[tuple[str, str]]:
    media_type = "text/html" if page.html else "text/plain"
    made = extract(RawPage(name=page.name, data=page.data.encode(), media_type=media_type), retrieved=RETRIEVED)
    return [(story.title, _running(story)) for story in made.stories]


def _running(story: Story) -> str:
    skip = 1 if story.title else 0
    return "\n".join(story.text[b.start : b.end] for b in story.blocks[skip:] if b.kind is not BlockKind.CAPTION)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = [w.strip("\"'“”‘’.,:;!?()-•").lower() for w in text.split()]
    words = [w for w in words if w]
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def _f1(found: Counter[tuple[str, ...]], gold: Counter[tuple[str, ...]]) -> float:
    shared = (found & gold).total()
    return 2 * shared / (found.total() + gold.total()) if found or gold else 1.0


def _matched(stories: list[tuple[str, str]], expected: tuple[tuple[str, str], ...]) -> int:
    left = list(stories)
    matched = 0
    for title, text in expected:
        same = next((s for s in left if s[0] == title and _f1(_shingles(s[1]), _shingles(text)) >= RIGHT), None)
        if same:
            left.remove(same)
            matched += 1
    return matched


def made_pages() -> list[Made]:
    """The development pages: every template over several choices of the stories."""
    stories = known_stories()
    pages: list[Made] = []
    for suffix, templates in (("html", sites.TEMPLATES), ("txt", dumps.TEMPLATES)):
        for count, template in templates:
            for turn in range(2):
                start = (len(pages) * 3 + turn) % len(stories)
                chosen = [stories[(start + n) % len(stories)] for n in range(count)]
                data, expected = template(chosen)
                name = f"{template.__name__}-{turn}.{suffix}"
                pages.append(Made(name=name, data=data, expected=tuple(expected)))
    return pages
