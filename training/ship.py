"""Trained weights → checker/weights/minilm-l6-claims-nli: what was learned, as an adapter on the packaged model.

    python -m training.ship runs/settled

Each linear layer's change against the packaged weights is cut to its RANK greatest singular values (the best
approximation of that rank in the Frobenius norm: Eckart and Young 1936) and written in half precision under the names
that PEFT reads.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from peft import LoraConfig, TaskType
from safetensors.torch import load_file, save_file
from torch import Tensor

from checker.packaged import adapter_folder, base_folder
from training.low_rank import RANK, factors
from training.nli_rows import LABELS

BASE = "sentence-transformers/all-MiniLM-L6-v2"
LINEAR = ["attention.output.dense", "intermediate.dense", "key", "output.dense", "query", "value"]
HEAD = ["classifier", "pooler"]
_LOW_RANK = re.compile(r"\.encoder\.layer\.\d+\..*(query|key|value|dense)\.weight$")
_WHOLE = re.compile(r"(^|\.)(pooler|classifier)\.")


def ship(trained: Path, base: Path, target: Path, rank: int = RANK) -> float:
    """Write the adapter that makes the model in folder `trained` of the one in folder `base`.

    Returns:
        The share of the squared change that the adapter keeps, over all linear layers.

    Raises:
        ValueError: something other than linear layers and head was trained, which an adapter cannot carry.
    """
    after, before = load_file(trained / "model.safetensors"), load_file(base / "model.safetensors")
    tensors: dict[str, Tensor] = {}
    lost = total = 0.0
    for name, weight in sorted(after.items()):
        if _WHOLE.search(name):
            tensors[f"base_model.model.{name}"] = weight.half().contiguous()
            continue
        change = weight.float() - before[name.removeprefix("bert.")].float()
        if not _LOW_RANK.search(name):
            if change.abs().max() > 0:
                raise ValueError(f"{name} was trained; an adapter of linear layers cannot carry it")
            continue
        left, right = factors(change, rank)
        key = f"base_model.model.{name.removesuffix('.weight')}"
        tensors[f"{key}.lora_A.weight"], tensors[f"{key}.lora_B.weight"] = right.half(), left.half()
        lost, total = lost + float((change - left @ right).square().sum()), total + float(change.square().sum())
    target.mkdir(parents=True, exist_ok=True)
    weights = target / "adapter_model.safetensors"
    save_file(tensors, weights, metadata={"format": "pt"})
    weights.chmod(0o644)
    _write_configuration(target, rank)
    return 1 - lost / total if total else 1.0


def _write_configuration(target: Path, rank: int) -> None:
    """PEFT's configuration with a scale of one, and the order of the labels."""
    config = LoraConfig(
        task_type=TaskType.SEQ_CLS,
        r=rank,
        lora_alpha=rank,
        target_modules=LINEAR,
        modules_to_save=HEAD,
        inference_mode=True,
        base_model_name_or_path=BASE,
    )
    config.save_pretrained(str(target))
    path = target / "adapter_config.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["target_modules"] = sorted(told["target_modules"])
    path.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (target / "labels.json").write_text(json.dumps(LABELS) + "\n", encoding="utf-8")


def main() -> None:
    """Ship the weights that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path, help="folder of a finished stage")
    parser.add_argument("--rank", type=int, default=RANK)
    parser.add_argument("--out", type=Path, help="default: the folder that the program loads")
    given = parser.parse_args()
    share = ship(given.trained, base_folder(), given.out or adapter_folder(), given.rank)
    print(f"rank {given.rank} keeps {share:.4f} of the squared change")


if __name__ == "__main__":
    main()
