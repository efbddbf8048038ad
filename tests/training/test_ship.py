"""What training leaves → what the package ships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.nli_rows import LABELS

torch = pytest.importorskip("torch")

HIDDEN, RANK = 16, 16
LAYER = "encoder.layer.0.attention.self.query.weight"


@pytest.fixture(name="folders")
def _folders(tmp_path: Path) -> tuple[Path, Path]:
    """A tiny encoder as packaged, and the same with a head after training."""
    from transformers import BertConfig, BertForSequenceClassification, BertModel

    config = BertConfig(
        vocab_size=40,
        hidden_size=HIDDEN,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=3,
    )
    torch.manual_seed(1)
    base = BertModel(config)
    trained = BertForSequenceClassification(config)
    trained.bert.load_state_dict(base.state_dict())
    with torch.no_grad():
        trained.bert.get_parameter(LAYER).add_(0.1 * torch.randn(HIDDEN, HIDDEN))
    base.save_pretrained(tmp_path / "base")
    trained.save_pretrained(tmp_path / "trained")
    return tmp_path / "base", tmp_path / "trained"


@pytest.mark.model
def test_an_adapter_of_full_rank_is_the_trained_network(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """What ships, put on the packaged model as the program does, answers as the trained network did."""
    from peft import PeftModel
    from transformers import BertForSequenceClassification

    from training.ship import ship

    base, trained = folders
    assert ship(trained, base, tmp_path / "shipped", RANK) == pytest.approx(1.0, abs=1e-6)
    plain = BertForSequenceClassification.from_pretrained(base, num_labels=3)
    merged = PeftModel.from_pretrained(plain, str(tmp_path / "shipped")).merge_and_unload().eval()
    expected = BertForSequenceClassification.from_pretrained(trained).eval()
    ids = torch.arange(2, 14).reshape(2, 6)
    with torch.no_grad():
        assert torch.allclose(merged(ids).logits, expected(ids).logits, atol=2e-3)


@pytest.mark.model
def test_what_ships_names_no_machine_and_tells_the_order_of_labels(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """PEFT writes the folder of the base and its modules in an order of the run; neither may ship."""
    from training.ship import BASE, LINEAR, ship

    base, trained = folders
    assert ship(trained, base, tmp_path / "shipped", 2) < 1
    told = json.loads((tmp_path / "shipped" / "adapter_config.json").read_text(encoding="utf-8"))
    assert (told["base_model_name_or_path"], told["target_modules"], told["r"]) == (BASE, sorted(LINEAR), 2)
    assert json.loads((tmp_path / "shipped" / "labels.json").read_text(encoding="utf-8")) == list(LABELS)


@pytest.mark.model
def test_weights_that_an_adapter_cannot_carry_are_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """An embedding or norm that was trained would be lost in silence."""
    from safetensors.torch import load_file, save_file

    from training.ship import ship

    base, trained = folders
    weights = load_file(trained / "model.safetensors")
    weights["bert.embeddings.LayerNorm.bias"] = weights["bert.embeddings.LayerNorm.bias"] + 1
    save_file(weights, trained / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ValueError, match=r"embeddings\.LayerNorm\.bias"):
        ship(trained, base, tmp_path / "shipped", RANK)
