"""The packaged models → ONNX graphs, made once and kept by the hash of their weights.

The graph holds pooling and normalisation (embedding) or the softmax (entailment), so that running it needs only
onnxruntime and tokenizers: 0.4 s to start instead of 6 s, and at least twice the speed on a CPU (docs/benchmarks.md).
"""

from __future__ import annotations

import warnings
from pathlib import Path

import torch
from peft import PeftModel
from torch import Tensor, nn
from transformers import AutoModel, AutoModelForSequenceClassification
from transformers.utils import logging as loading

# Loading prints a bar and a report of the head that the adapter is about to fill.
loading.set_verbosity_error()
loading.disable_progress_bar()

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class _Embedding(nn.Module):
    """Encoder, mean pooling over the attended tokens, unit length."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)[0]
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled = (states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return nn.functional.normalize(pooled, dim=-1)


class _Entailment(nn.Module):
    """Classifier and softmax over its labels."""

    def __init__(self, classifier: nn.Module) -> None:
        super().__init__()
        self.classifier = classifier

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        found = self.classifier(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return torch.softmax(found[0], dim=-1)


def export_embedding(base: Path, target: Path) -> None:
    """Write the embedding graph of the model in folder `base`."""
    _export(_Embedding(AutoModel.from_pretrained(str(base), attn_implementation="eager")), target)


def export_entailment(base: Path, adapter: Path, labels: int, target: Path) -> None:
    """Write the graph of the classifier that `adapter` (PEFT) makes of the model in folder `base`."""
    model = AutoModelForSequenceClassification.from_pretrained(
        str(base), num_labels=labels, attn_implementation="eager"
    )
    merged = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    _export(_Entailment(merged), target)


def _export(model: nn.Module, target: Path) -> None:
    model.eval()
    example = tuple(torch.ones(2, 8, dtype=torch.long) for _ in INPUTS)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer warns about constant branches of BERT's mask code
        torch.onnx.export(
            model,
            example,
            str(target),
            input_names=list(INPUTS),
            output_names=["output"],
            dynamic_axes={name: {0: "rows", 1: "tokens"} for name in INPUTS} | {"output": {0: "rows"}},
            opset_version=17,
            dynamo=False,
        )
