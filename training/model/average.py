"""The mean of the weights of two stages: what each learned later without what it forgot.

    python -m training.model.average RUN/own.pt RUN/finish.pt --out RUN/released.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main(arguments: list[str] | None = None) -> None:
    """The command. The notes kept are those of the second file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    first, second = torch.load(options.first), torch.load(options.second)
    network = {
        name: (value + second["network"][name]) / 2 if value.dtype.is_floating_point else value
        for name, value in first["network"].items()
    }
    torch.save({"network": network, "card": second["card"]}, options.out)


if __name__ == "__main__":
    main()
