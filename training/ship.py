"""A trained adapter → checker/weights/minilm-l6-claims-nli, as the program loads it.

python -m training.ship runs/pairs/model
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from checker.packaged import adapter_folder
from training.nli_rows import LABELS

BASE = "sentence-transformers/all-MiniLM-L6-v2"


def ship(trained: Path, target: Path) -> None:
    """Copy the weights, and write configuration and labels without what differs from run to run."""
    config = json.loads((trained / "adapter_config.json").read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = BASE
    config["target_modules"] = sorted(config["target_modules"])
    target.mkdir(parents=True, exist_ok=True)
    (target / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (target / "labels.json").write_text(json.dumps(LABELS) + "\n", encoding="utf-8")
    shutil.copyfile(trained / "adapter_model.safetensors", target / "adapter_model.safetensors")


def main() -> None:
    """Ship the adapter that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path, help="folder of a finished stage")
    ship(parser.parse_args().trained, adapter_folder())


if __name__ == "__main__":
    main()
