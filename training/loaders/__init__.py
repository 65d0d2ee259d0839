"""Loaders of the public data sets that the reader is trained on, one module an archive.

``LOADERS`` is the registry: ``LOADERS["polnear"].load("train", None)`` gives documents (``training.loaders.documents``)
in our labels; the tables in ``maps/`` say how theirs become ours. ``documents`` filters by licence, document by
document, since some sets are of several. No loader opens a test split. Tables of names are in
``training.loaders.knowledge``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from sayso.errors import UsageError
from training.loaders import (
    arguments,
    ecbplus,
    factuality,
    gum,
    gun_violence,
    meantime,
    muc34,
    places,
    plover,
    polnear,
    re3d,
)
from training.loaders.documents import Document, Licence, Loader

__all__ = ["LOADERS", "Document", "Licence", "Loader", "documents"]

_ALL = (
    polnear.LOADER, muc34.LOADER, muc34.PROCESSED, plover.LOADER, plover.ACTORS, plover.RECORDS, gun_violence.LOADER,
    arguments.WIKIEVENTS, arguments.RAMS, re3d.LOADER, gum.LOADER, ecbplus.LOADER, meantime.LOADER,
    *factuality.LOADERS, places.LGL, places.GEOWEBNEWS, places.GEOVIRUS,
)  # fmt: skip
LOADERS: dict[str, Loader] = {loader.name: loader for loader in _ALL}


def documents(
    name: str, split: str, data: Path | None = None, *, licences: Collection[Licence] | None = None
) -> Iterator[Document]:
    """Documents of one set; with ``licences`` only those under one of them. Raises UsageError for an unknown set."""
    if name not in LOADERS:
        raise UsageError(f"data set {name!r}: there is no loader for it; there are {', '.join(sorted(LOADERS))}")
    for document in LOADERS[name].load(split, data):
        if licences is None or document.licence in licences:
            yield document
