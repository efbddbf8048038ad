"""A network after training → the same with each layer's change held to a low rank, trainable within that rank.

What ships is an adapter of rank RANK. Cutting the change to it costs a few points; a last pass within the rank gets
most of them back.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize
from transformers import BertForSequenceClassification

RANK = 112


class Change(nn.Module):
    """A frozen weight (out × in) with a change of rank r on top: left (out × r) @ right (r × in)."""

    def __init__(self, left: Tensor, right: Tensor) -> None:
        """Take the two factors to start from."""
        super().__init__()
        self.left, self.right = nn.Parameter(left), nn.Parameter(right)

    def forward(self, packaged: Tensor) -> Tensor:
        """The changed weight."""
        return packaged + self.left @ self.right


def factors(change: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    """The two factors of the best approximation of a matrix at a rank (Eckart and Young 1936), evenly scaled."""
    left, values, right = torch.linalg.svd(change, full_matrices=False)
    root = values[:rank].sqrt()
    return (left[:, :rank] * root).contiguous(), (root[:, None] * right[:rank]).contiguous()


def hold(model: BertForSequenceClassification, packaged: Mapping[str, Tensor], rank: int = RANK) -> None:
    """Cut each learning layer of the encoder to packaged weight + change of rank `rank`; its factors learn from now on.

    Args:
        model: a trained network.
        packaged: the weights that training started from, by the names of the network.
        rank: of the change that is kept.
    """
    for name, module in list(model.bert.encoder.named_modules()):
        if not isinstance(module, nn.Linear) or not module.weight.requires_grad:
            continue
        frozen = packaged[f"bert.encoder.{name}.weight"].to(module.weight)
        left, right = factors(module.weight.detach() - frozen, rank)
        with torch.no_grad():
            module.weight.copy_(frozen)
        module.weight.requires_grad = False
        parametrize.register_parametrization(module, "weight", Change(left, right))


def release(model: BertForSequenceClassification) -> None:
    """Write the changes into the weights: an ordinary network again."""
    for module in list(model.modules()):
        if parametrize.is_parametrized(module):
            parametrize.remove_parametrizations(module, "weight")
