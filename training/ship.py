"""A trained adapter → checker/weights/minilm-l6-claims-nli, as the program loads it.

python -m training.ship runs/pairs/model
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from checker.packaged import adapter_folder
from training.nli_rows import LABELS

SHARE = 0.7
BASE = "sentence-transformers/all-MiniLM-L6-v2"


def between(first: Path, second: Path, share: float) -> dict[str, torch.Tensor]:
    """Every weight, `share` of the way from the first adapter to the second.

    Raises:
        ValueError: the adapters have not the same weights.
    """
    one, other = (load_file(folder / "adapter_model.safetensors") for folder in (first, second))
    if one.keys() != other.keys():
        raise ValueError(f"{first} and {second} are adapters of different shape")
    return {name: torch.lerp(one[name], other[name], share).contiguous() for name in one}


def ship(first: Path, second: Path, target: Path) -> None:
    """Write weights, labels, and the configuration without what differs from run to run."""
    config = json.loads((second / "adapter_config.json").read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = BASE
    config["target_modules"] = sorted(config["target_modules"])
    target.mkdir(parents=True, exist_ok=True)
    (target / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (target / "labels.json").write_text(json.dumps(LABELS) + "\n", encoding="utf-8")
    save_file(between(first, second, SHARE), target / "adapter_model.safetensors")


def main() -> None:
    """Ship the adapters that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path, help="folder of the finished base stage")
    parser.add_argument("pairs", type=Path, help="folder of the finished second stage")
    given = parser.parse_args()
    ship(given.base, given.pairs, adapter_folder())


if __name__ == "__main__":
    main()
