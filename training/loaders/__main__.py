"""``python -m training.loaders [NAME...] [--licences open]``: what each set holds, as a table."""

from __future__ import annotations

from collections import Counter

import click
from rich.console import Console
from rich.table import Table

from sayso.errors import SaysoError
from training.data import SPLITS
from training.loaders import LOADERS, documents
from training.loaders.documents import Document, Licence


def counted(document: Document, labels: Counter[str]) -> None:
    """Add a document's labels, by task; what ours has no label for under the set's own in round brackets."""
    for mark in document.marks:
        labels[f"{mark.task.value}: {mark.label or f'({mark.theirs})'}"] += 1
    for link in document.links:
        labels[f"{link.task.value} links: {link.label or f'({link.theirs})'}"] += 1
    for judgement in document.judgements:
        labels[f"{judgement.task.value}: {judgement.label or f'({judgement.theirs})'}"] += 1
    for template in document.templates:
        labels[f"templates: {template.label or f'({template.theirs})'}"] += 1
    for cause, number in document.faults:
        labels[f"left out: {cause}"] += number


def shown(labels: Counter[str]) -> str:
    """Counts by task on a line each."""
    by_task: dict[str, list[str]] = {}
    for key, number in sorted(labels.items(), key=lambda item: (-item[1], item[0])):
        task, _, label = key.partition(": ")
        by_task.setdefault(task, []).append(f"{label} {number}")
    return "\n".join(f"{task}: {', '.join(of_task)}" for task, of_task in sorted(by_task.items()))


@click.command()
@click.argument("names", nargs=-1)
@click.option("--licences", multiple=True, type=click.Choice([x.value for x in Licence]), help="Only these licences.")
def main(names: tuple[str, ...], licences: tuple[str, ...]) -> None:
    """Print set, split, documents, spans by label and licence. Labels in round brackets have none of ours."""
    table = Table("set", "split", "documents", "spans by label", "licence", show_lines=True)
    chosen = [Licence(x) for x in licences] or None
    try:
        for name in names or tuple(LOADERS):
            for split in SPLITS:
                labels: Counter[str] = Counter()
                of: Counter[str] = Counter()
                for document in documents(name, split, licences=chosen):
                    of[document.licence.value] += 1
                    counted(document, labels)
                if of:
                    licence = ", ".join(f"{x} {n}" if len(of) > 1 else x for x, n in sorted(of.items()))
                    table.add_row(name, split, str(sum(of.values())), shown(labels), licence)
    except SaysoError as error:
        raise click.ClickException(str(error)) from error
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
