"""What training leaves → what the package ships."""

from __future__ import annotations

import json
from pathlib import Path

from training.nli_rows import LABELS
from training.ship import BASE, ship


def test_what_ships_names_no_machine_and_tells_the_order_of_labels(tmp_path: Path) -> None:
    """PEFT writes the folder of the base and its modules in an order of the run; neither may ship."""
    trained, shipped = tmp_path / "trained", tmp_path / "shipped"
    trained.mkdir()
    (trained / "adapter_model.safetensors").write_bytes(b"weights")
    config = {"base_model_name_or_path": "/some/folder", "target_modules": ["value", "key"], "r": 32}
    (trained / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    ship(trained, shipped)
    told = json.loads((shipped / "adapter_config.json").read_text(encoding="utf-8"))
    assert told == {"base_model_name_or_path": BASE, "target_modules": ["key", "value"], "r": 32}
    assert json.loads((shipped / "labels.json").read_text(encoding="utf-8")) == list(LABELS)
    assert (shipped / "adapter_model.safetensors").read_bytes() == b"weights"
