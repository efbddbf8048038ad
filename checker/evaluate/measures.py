"""Gold and predicted labels, probabilities, rankings → figures; no figure here knows what its rows are about."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

RESAMPLES = 1000
SEED = 20240501
CALIBRATION_BINS = 10


class LabelMeasures(NamedTuple):
    """Precision, recall and F1 of one label (None: nothing to divide by), and how many rows bear it."""

    precision: float | None
    recall: float | None
    f1: float | None
    support: int


def confusion(gold: Sequence[str], said: Sequence[str], labels: Sequence[str]) -> Counts:
    """Rows by gold label (first axis) and predicted label, shape (len(labels), len(labels))."""
    place = {label: i for i, label in enumerate(labels)}
    found = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for one, other in zip(gold, said, strict=True):
        found[place[one], place[other]] += 1
    return found


def by_label(counts: Counts) -> list[LabelMeasures]:
    """Each label's measures; F1 is 0 for a label that was neither there nor said, None where there are no rows."""
    found = []
    for i in range(len(counts)):
        right, said, support = int(counts[i, i]), int(counts[:, i].sum()), int(counts[i].sum())
        f1 = 2 * right / (said + support) if said + support else 0.0
        found.append(
            LabelMeasures(
                right / said if said else None,
                right / support if support else None,
                f1 if counts.sum() else None,
                support,
            )
        )
    return found


def macro_f1(counts: Counts) -> float | None:
    """The unweighted mean of F1 over all labels; None where there are no rows."""
    if not counts.sum():
        return None
    return sum(m.f1 or 0.0 for m in by_label(counts)) / len(counts)


def accuracy(counts: Counts) -> float | None:
    """Share of rows said right; None where there are no rows."""
    total = int(counts.sum())
    return int(np.trace(counts)) / total if total else None


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Expected calibration error: |confidence - accuracy| by bin, weighted by rows (Guo et al. 2017).

    Args:
        confidences: probability of the label that was said, a row.
        right: whether it was the gold label.
    """
    if not confidences:
        return None
    bins: dict[int, list[int]] = {}
    for i, confidence in enumerate(confidences):
        bins.setdefault(min(int(confidence * CALIBRATION_BINS), CALIBRATION_BINS - 1), []).append(i)
    gaps = [abs(sum(confidences[i] for i in rows) - sum(right[i] for i in rows)) for _, rows in sorted(bins.items())]
    return sum(gaps) / len(confidences)


def average_precision(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """Precision at each score weighted by the recall that it adds; rows of one score count together.

    None where no row is positive.
    """
    total = sum(positive)
    if not total:
        return None
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    hits, gained, area = 0, 0, 0.0
    for rank, i in enumerate(order, 1):
        hits += positive[i]
        gained += positive[i]
        if rank == len(order) or scores[order[rank]] != scores[i]:
            area += gained / total * hits / rank
            gained = 0
    return area


def intervals(
    groups: Sequence[Counts], figures: Mapping[str, Callable[[Counts], float | None]]
) -> dict[str, tuple[float, float] | None]:
    """95 % percentile intervals of figures over whole groups drawn with replacement, the same draws for all.

    Args:
        groups: counts of each group, all of one shape; they add up to the counts of the whole.
        figures: what to compute from counts; draws for which a figure is None do not count for it.
    """
    if not groups:
        return dict.fromkeys(figures)
    stacked = np.stack(groups)
    draws = random.Random(SEED)
    found: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(RESAMPLES):
        counts = stacked[draws.choices(range(len(groups)), k=len(groups))].sum(axis=0)
        for name, figure in figures.items():
            value = figure(counts)
            if value is not None:
                found[name].append(value)
    return {name: _middle(values) for name, values in found.items()}


def _middle(values: Sequence[float]) -> tuple[float, float] | None:
    if not values:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def ndcg(ranked: Sequence[str], gains: Mapping[str, int], depth: int) -> float:
    """Normalised discounted cumulative gain of the first `depth`, gain = the judged grade (as trec_eval has it)."""
    best = sorted((g for g in gains.values() if g > 0), reverse=True)[:depth]
    ideal = sum(g / math.log2(rank + 1) for rank, g in enumerate(best, 1))
    got = sum(max(gains.get(d, 0), 0) / math.log2(rank + 1) for rank, d in enumerate(ranked[:depth], 1))
    return got / ideal if ideal else 0.0


def recall(ranked: Sequence[str], gains: Mapping[str, int], depth: int) -> float:
    """Share of the relevant that stand among the first `depth`."""
    relevant = {d for d, g in gains.items() if g > 0}
    return len(relevant & set(ranked[:depth])) / len(relevant) if relevant else 0.0
