"""What the network is told of its answers: one sum over all layers a batch annotates."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from sayso.reader.model.layout import Layout, Scheme
from training.model.lessons import NONE, Array, Lesson
from training.model.network import Network

WEIGHTS = {
    "span": 1.0, "class": 2.0, "number": 0.5, "saying": 2.0, "linked span": 0.4, "linked": 0.3, "muc": 1.5,
}  # fmt: skip
"""Weight of one span's class, one anchor's token and so on beside that of one tag of one token."""


@dataclass(slots=True)
class Taught:
    """A lesson as tensors."""

    inputs: dict[str, Tensor]
    tags: dict[str, Tensor]
    classes: dict[str, tuple[Tensor, ...]]
    numbers: dict[str, tuple[Tensor, ...]]
    sayings: dict[str, tuple[Tensor, ...]]
    anchors: list[tuple[Tensor, ...]]
    tokens: int


def taught(lesson: Lesson) -> Taught:
    """A lesson's arrays as tensors that share their memory."""

    def pairs(of: dict[str, tuple[Array, Array]]) -> dict[str, tuple[Tensor, ...]]:
        return {name: tuple(map(torch.from_numpy, arrays)) for name, arrays in of.items()}

    return Taught(
        inputs={name: torch.from_numpy(array) for name, array in lesson.inputs.items()},
        tags={name: torch.from_numpy(array) for name, array in lesson.tags.items()},
        classes=pairs(lesson.classes), numbers=pairs(lesson.numbers), sayings=pairs(lesson.sayings),
        anchors=[tuple(map(torch.from_numpy, arrays)) for arrays in lesson.anchors], tokens=lesson.tokens,
    )  # fmt: skip


def loss(network: Network, lesson: Taught, layout: Layout) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch, and its parts by layer for the log."""
    logits, anchors, targets = network(**lesson.inputs)
    logits, anchors, targets = logits.float(), anchors.float(), targets.float()
    scale = 1.0 / lesson.tokens
    parts: dict[str, Tensor] = {}
    for layer in layout.layers:
        rows = logits[..., layer.columns]
        if layer.scheme is Scheme.BIOES:
            wanted = lesson.tags[layer.name]
            if bool((wanted != NONE).any()):
                weight = WEIGHTS.get(layer.name, WEIGHTS["span"])
                parts[layer.name] = weight * scale * F.cross_entropy(
                    rows.flatten(0, 1), wanted.flatten(), ignore_index=NONE, reduction="sum"
                )
        elif layer.name in lesson.classes:
            spans, labels = lesson.classes[layer.name]
            parts[layer.name] = WEIGHTS["class"] * scale * F.cross_entropy(means(rows, spans), labels, reduction="sum")
        elif layer.name in lesson.numbers:
            spans, values = lesson.numbers[layer.name]
            found = means(rows, spans)[:, 0]
            parts[layer.name] = WEIGHTS["number"] * scale * F.smooth_l1_loss(found, values, reduction="sum")
    for name, (spans, flags) in lesson.sayings.items():
        parts[name + " said"] = WEIGHTS["saying"] * scale * _sayings(name, logits, spans, flags, layout)
    for kind, pairing in enumerate(layout.pairings):
        spans, wanted, buckets, apart = lesson.anchors[kind]
        if len(spans) == 0:
            continue
        own = slice(kind * layout.dimension, (kind + 1) * layout.dimension)
        told = means(anchors[..., own], spans)
        scores = network.pair_scores(kind, told, targets[spans[:, 0]][..., own], buckets, apart)
        tagged = [n for n, tag in enumerate(pairing.tags) if ":" in tag]
        if tagged:
            count = len(tagged)
            scores = torch.cat([scores[:, :count] + of_layers(logits, spans[:, 0], layout), scores[:, count:]], dim=1)
            chosen = wanted[:, :count]
            known = chosen[:, 0] != NONE
            labels = torch.where(known, torch.where(chosen.amax(1) > 0, chosen.argmax(1) + 1, 0), NONE)
            free = torch.zeros_like(scores[:, :1])
            parts[pairing.anchor + " tags"] = WEIGHTS["linked span"] * scale * F.cross_entropy(
                torch.cat([free, scores[:, :count]], dim=1), labels, ignore_index=NONE, reduction="sum"
            )
        else:
            count = 0
        rest, asked = scores[:, count:], wanted[:, count:]
        known = asked != NONE
        wrong = F.binary_cross_entropy_with_logits(rest, asked.clamp(min=0.0), reduction="none")
        parts[pairing.anchor + " links"] = WEIGHTS["linked"] * scale * (wrong * known).sum()
    total = torch.stack(list(parts.values())).sum()
    return total, {name: float(part.detach()) for name, part in parts.items()}


def means(rows: Tensor, spans: Tensor) -> Tensor:
    """Mean over the tokens of each span (n x 3: window, first, last) of ``rows`` (windows x tokens x columns)."""
    place = torch.arange(rows.shape[1])[None, :]
    inside = ((place >= spans[:, 1:2]) & (place < spans[:, 2:3])).to(rows.dtype)
    return torch.einsum("nt,ntc->nc", inside / inside.sum(1, keepdim=True), rows[spans[:, 0]])


def of_layers(logits: Tensor, rows: Tensor, layout: Layout) -> Tensor:
    """What the layers of sources and contents say of each tag of a linked span (anchors x 8 x tokens), "O" being 0."""
    found = []
    for name in ("source", "content"):
        own = logits[..., layout.layer(name).columns]
        found.append(own[..., 1:] - own[..., :1])
    return torch.cat(found, dim=-1)[rows].transpose(1, 2)


def _sayings(name: str, logits: Tensor, spans: Tensor, flags: Tensor, layout: Layout) -> Tensor:
    """Of a stretch it is known what is said in it, not where."""
    place = torch.arange(logits.shape[1])[None, :]
    inside = (place >= spans[:, 1:2]) & (place < spans[:, 2:3])
    own = logits[..., layout.layer(name).columns][spans[:, 0]]
    if name == "type":
        trigger = logits[..., layout.layer("trigger").columns][spans[:, 0]]
        # How much each token is a trigger, and what a trigger there would be.
        at = torch.logsumexp(trigger[..., 1:], -1) - trigger[..., 0]
        share = torch.log_softmax(at.masked_fill(~inside, -30.0), dim=-1)
        said = torch.logsumexp(share.unsqueeze(-1) + F.log_softmax(own, dim=-1), dim=1)
        return -torch.logsumexp(said.masked_fill(flags == 0, -30.0), dim=-1).sum()
    highest = torch.logsumexp(own[..., 0].masked_fill(~inside, -30.0), dim=-1)
    return F.binary_cross_entropy_with_logits(highest, flags[:, 0], reduction="sum")
