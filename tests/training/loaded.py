"""Helpers of the tests of loaders: archives of a few made-up lines."""

from __future__ import annotations

from pathlib import Path

from training.loaders.documents import Document, Link, Mark


def lay(root: Path, files: dict[str, str]) -> Path:
    """Write files below ``root``, as an unpacked archive has them."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8"))
    return root


def words(document: Document, mark: Mark) -> str:
    """The words of a mark, stretches joined by `` ... ``."""
    return " ... ".join(document.text[a:b] for a, b in mark.parts)


def marked(document: Document, task: str) -> list[tuple[str, str]]:
    """(label, words) of a task's marks."""
    return [(m.label, words(document, m)) for m in document.marks if m.task == task]


def linked(document: Document) -> list[tuple[str, str, str]]:
    """(words of the source, label, words of the target) of all links."""

    def show(link: Link) -> tuple[str, str, str]:
        return words(document, document.marks[link.source]), link.label, words(document, document.marks[link.target])

    return [show(link) for link in document.links]
