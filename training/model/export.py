"""The released file: the network as int8 ONNX with its tokenizer, layout, links and card, in one archive.

    python -m training.model.export RUN/own.pt --out src/sayso/reader/model/reader.zip --run RUN
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import tempfile
import zipfile
from pathlib import Path

import msgspec
import numpy as np
import torch

from sayso.reader.model.layout import Layout, make_layout
from training.model.network import Network, load_encoder, released_base

log = logging.getLogger("sayso.training")

INPUTS = ("ids", "shapes", "quotation", "blocks", "first", "last")
OUTPUTS = ("logits", "anchors", "targets")
STAMP = (1980, 1, 1, 0, 0, 0)
"""Time of every file in the archive, so that the same run gives the same bytes."""


def as_onnx(network: Network, folder: Path, *, quantised: bool = True) -> bytes:
    """The network as ONNX; int8 in its products and its table of word pieces."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    network.padded = False
    raw, small = folder / "raw.onnx", folder / "small.onnx"
    example = tuple(torch.ones(2, n, dtype=torch.long) for n in (9, 9, 9, 9, 5, 5))
    with torch.no_grad():
        torch.onnx.export(
            network, example, str(raw), input_names=list(INPUTS), output_names=list(OUTPUTS), dynamo=False,
            opset_version=17, do_constant_folding=True,
            dynamic_axes={
                **{name: {0: "windows", 1: "tokens" if name in ("first", "last") else "pieces"} for name in INPUTS},
                **{name: {0: "windows", 1: "tokens"} for name in OUTPUTS},
            },
        )  # fmt: skip
    if not quantised:
        return raw.read_bytes()
    quantize_dynamic(
        str(raw), str(small), weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"], per_channel=True,
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    return small.read_bytes()


def links(network: Network, layout: Layout) -> bytes:
    """The weights of the links, by anchor, as an .npz."""
    arrays: dict[str, np.ndarray] = {}
    for kind, pairing in enumerate(layout.pairings):
        arrays[f"{pairing.anchor}.weights"] = network.weights[kind].detach().numpy().astype(np.float16)
        arrays[f"{pairing.anchor}.near"] = network.near[kind].detach().numpy().astype(np.float32)
        arrays[f"{pairing.anchor}.apart"] = network.other_sentence[kind].detach().numpy().astype(np.float32)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.save(one, array)
            archive.writestr(zipfile.ZipInfo(name + ".npy", STAMP), one.getvalue())
    return held.getvalue()


def write(
    network: Network, layout: Layout, out: Path, *, base: Path, settings: dict[str, object], card: str,
    quantised: bool = True,
) -> None:  # fmt: skip
    """Write the archive."""
    with tempfile.TemporaryDirectory() as folder:
        model = as_onnx(network, Path(folder), quantised=quantised)
    files = {
        "model.onnx": model,
        "tokenizer.json": (base / "tokenizer.json").read_bytes(),
        "layout.json": msgspec.json.encode(layout),
        "links.npz": links(network, layout),
        "settings.json": json.dumps(settings, indent=1, sort_keys=True).encode(),
        "card.md": card.encode(),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    log.info("%s: %.1f MB", out, out.stat().st_size / 1e6)


def load_network(path: Path, layout: Layout, base: Path) -> tuple[Network, dict[str, object]]:
    """A network as ``train`` wrote it (or its running average out of a checkpoint), and the notes of its run."""
    state = torch.load(path)
    network = Network(load_encoder(base), layout)
    network.load_state_dict(state["kept"] if "kept" in state else state["network"])
    return network.eval(), json.loads(state.get("card", "{}"))


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--settings", type=Path, help="JSON of thresholds and calibration (training.model.calibrate)")
    parser.add_argument("--card", type=Path, help="the model card")
    parser.add_argument("--float", action="store_true", help="do not quantise")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    base = options.base or released_base()
    layout = make_layout()
    network, _ = load_network(options.weights, layout, base)
    settings = json.loads(options.settings.read_text()) if options.settings else {}
    card = options.card.read_text(encoding="utf-8") if options.card else ""
    write(network, layout, options.out, base=base, settings=settings, card=card, quantised=not options.float)


if __name__ == "__main__":
    main()
