"""A trained network, labelled pairs it has not seen → how well it reads the statement alone as hypothesis, with probes.

These figures choose between recipes; those of the whole product come from `checker evaluate pairs --probes`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from training.network import encoded, probabilities
from training.nli_rows import LABELS, Row
from training.pair_groups import FLIPPED
from training.pair_rows import RELATION_LABELS, as_premise

CONTRADICTION = LABELS.index("contradiction")


def pair_figures(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    pairs: Sequence[Mapping[str, Any]],
    premise: Callable[[Mapping[str, Any]], str] = as_premise,
) -> dict[str, float]:
    """Macro-F1; average precision of contradiction; shares under another claim's statement and the opposite one.

    `premise` writes a pair's premise as the network was trained to read it.
    """
    own = [Row(premise(p), p["claim"]["statement"], _label(p["label"])) for p in pairs]
    said = probabilities(model, encoded(own, tokenizer))
    gold = torch.tensor([r.label for r in own])
    swapped = probabilities(model, encoded(list(_swapped(pairs, premise)), tokenizer)).argmax(-1)
    turned = [Row(premise(p), p["claim"]["opposite"]["opposite"], _label(FLIPPED[p["label"]])) for p in _turning(pairs)]
    right = probabilities(model, encoded(turned, tokenizer)).argmax(-1) == torch.tensor([r.label for r in turned])
    decided = torch.tensor([r.label != LABELS.index("neutral") for r in turned])
    return {
        "macro_f1": macro_f1(gold, said.argmax(-1)),
        "ap_contradiction": average_precision(said[:, CONTRADICTION], gold == CONTRADICTION),
        "contradiction_if_swapped": float((swapped == CONTRADICTION).float().mean()),
        "right_if_opposite": float(right[decided].float().mean()),
    }


def accuracy(model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerBase, rows: Sequence[Row]) -> float:
    """Share of rows whose likeliest label is the right one."""
    said = probabilities(model, encoded(rows, tokenizer)).argmax(-1)
    return float((said == torch.tensor([r.label for r in rows])).float().mean())


def macro_f1(gold: torch.Tensor, said: torch.Tensor) -> float:
    """The mean of the labels' F1."""
    scores = []
    for label in range(len(LABELS)):
        both = int(((gold == label) & (said == label)).sum())
        either = int((gold == label).sum() + (said == label).sum())
        scores.append(2 * both / either if either else 0.0)
    return sum(scores) / len(scores)


def average_precision(scores: torch.Tensor, relevant: torch.Tensor) -> float:
    """Mean of the precision at each relevant row, by falling score."""
    hits = relevant[scores.argsort(descending=True)].float()
    precision = hits.cumsum(0) / torch.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / hits.sum())


def _label(relation: str) -> int:
    return LABELS.index(RELATION_LABELS[relation])


def _turning(pairs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The pairs whose label changes sides under the opposite statement."""
    return [p for p in pairs if p["claim"].get("opposite") and p["id"] not in p["claim"]["opposite"]["not_flipped"]]


def _swapped(pairs: Sequence[Mapping[str, Any]], premise: Callable[[Mapping[str, Any]], str]) -> list[Row]:
    """Each passage under another statement of its domain, neither its own nor the opposite."""
    rng, rows = random.Random(0), []
    for pair in pairs:
        own = {pair["claim"]["statement"], (pair["claim"].get("opposite") or {}).get("opposite")}
        others = [p for p in pairs if p["domain"] == pair["domain"] and p["claim"]["statement"] not in own]
        if others:
            rows.append(Row(premise(pair), rng.choice(others)["claim"]["statement"], LABELS.index("neutral")))
    return rows
