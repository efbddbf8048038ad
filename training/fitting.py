"""Rows as token ids → a network fitted to them, by a recipe."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import torch
from torch import Tensor
from transformers import BertForSequenceClassification

from training.network import Encoded, answers

# So many batches are cut from rows sorted by length: half the padding of random batches.
WINDOW = 50
WARM_UP = 0.06
WEIGHT_DECAY = 0.01
LARGEST_GRADIENT = 1.0


class Recipe(NamedTuple):
    """How to fit: peak learning rate, passes over the rows, rows a step, the seed of their order, dropout."""

    rate: float
    passes: int
    batch: int
    seed: int
    dropout: float = 0.1


def batches(lengths: Tensor, batch: int, generator: torch.Generator) -> Iterator[Tensor]:
    """Row numbers by batches of similar length, in random order; the remainder of each window is a batch of its own."""
    order = torch.randperm(len(lengths), generator=generator)
    cut: list[Tensor] = []
    for window in order.split(batch * WINDOW):
        cut += window[lengths[window].argsort()].split(batch)
    for n in torch.randperm(len(cut), generator=generator).tolist():
        yield cut[n]


def fit(
    model: BertForSequenceClassification, rows_of: Callable[[int], Encoded], recipe: Recipe, device: torch.device
) -> None:
    """Fit the weights that learn; `rows_of` gives the rows of each pass, which may be drawn anew.

    AdamW with a linear warm-up and a linear decline (Loshchilov and Hutter 2019), products in bfloat16.
    """
    model.to(device).train()
    learning = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=recipe.rate, weight_decay=WEIGHT_DECAY, fused=device.type == "cuda")
    generator = torch.Generator().manual_seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    steps, step, begun = 0, 0, time.monotonic()
    for number in range(recipe.passes):
        rows = Encoded(*(t.to(device) for t in rows_of(number)))
        lengths, total = rows.lengths.cpu(), torch.zeros((), device=device)
        taken = list(batches(lengths, recipe.batch, generator))
        steps = steps or len(taken) * recipe.passes
        for numbers in taken:
            for group in optimizer.param_groups:
                group["lr"] = recipe.rate * share_of_rate(step, steps)
            chosen = numbers.to(device)
            said = answers(model, rows, chosen, int(lengths[numbers].max()))
            loss = torch.nn.functional.cross_entropy(said, rows.targets[chosen])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, LARGEST_GRADIENT)
            optimizer.step()
            optimizer.zero_grad()
            total, step = total + loss.detach(), step + 1
        print(f"pass {number + 1}: loss {total.item() / len(taken):.4f}, {time.monotonic() - begun:.0f} s", flush=True)


def share_of_rate(step: int, steps: int) -> float:
    """Of the peak rate, what a step gets."""
    warm = max(1, math.ceil(steps * WARM_UP))
    return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
