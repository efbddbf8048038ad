"""Labelled pairs and what the product said of them → figures over the pairs that training has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from checker.evaluate import measures
from checker.evaluate.figures import (
    PAIR_LABELS,
    AveragePrecision,
    Intervals,
    LabelFigures,
    PairsFigures,
    PhenomenonFigures,
    Prediction,
    Probes,
)
from checker.evaluate.inputs import PairRow
from checker.evaluate.measures import Counts
from checker.evaluate.rows import Problem, read_rows, refuse
from checker.evaluate.seen import seen_hash

HARD_NEUTRALS = frozenset(
    {"entity-mismatch", "out-of-period", "question", "proposal", "hypothetical", "marketing", "quoted-press"}
)
# Rows of the counts that intervals are drawn over: the confusion, then what is needed of hard neutrals.
_HARD = len(PAIR_LABELS)


class Labelled(NamedTuple):
    """A pair with its id: its own, or the number of its line."""

    id: str
    row: PairRow


def read_pairs_file(path: Path) -> list[Labelled]:
    """The pairs of a claim-pairs file, plain or gzipped.

    Raises:
        BadUsage: with every bad line; two lines of one id are bad, too.
    """
    found: list[Labelled] = []
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for number, row in read_rows(path, PairRow):
        key = row.id if row.id is not None else str(number)
        if key in lines:
            problems.append(Problem(number, f"id {key} stands on line {lines[key]}, too", "give each pair its own id"))
        lines.setdefault(key, number)
        found.append(Labelled(key, row))
    refuse(path, problems)
    return found


def is_seen(row: PairRow, seen: frozenset[str]) -> bool:
    """Whether training has seen a pair."""
    return seen_hash(row.claim.statement, row.passage) in seen


def pairs_figures(
    rows: Sequence[PairRow], said: Sequence[Prediction], seen_in_training: int, probes: Probes | None
) -> PairsFigures:
    """The figures of `evaluate pairs`.

    Args:
        rows: the pairs that training has not seen.
        said: what the product says of each.
        seen_in_training: how many more there were.
        probes: where they were asked for.
    """
    gold, labels = [r.label for r in rows], [s.label for s in said]
    counts = measures.confusion(gold, labels, PAIR_LABELS)
    return PairsFigures(
        n=len(rows),
        macro_f1=measures.macro_f1(counts),
        accuracy=measures.accuracy(counts),
        labels={
            label: LabelFigures(**m._asdict()) for label, m in zip(PAIR_LABELS, measures.by_label(counts), strict=True)
        },
        confusion={
            g: dict(zip(PAIR_LABELS, line, strict=True)) for g, line in zip(PAIR_LABELS, counts.tolist(), strict=True)
        },
        ece=measures.calibration_error([s.p[s.label] for s in said], _right(gold, labels)),
        average_precision=AveragePrecision(
            contradicts=_average_precision(gold, said, "contradicts"),
            supports=_average_precision(gold, said, "supports"),
        ),
        hard_neutral_false_contradicts=_false_contradicts(_counts(rows, labels)),
        phenomena=_phenomena(rows, labels),
        intervals=_intervals(rows, labels),
        seen_in_training=seen_in_training,
        probes=probes,
    )


def pairs_macro_f1(rows: Sequence[PairRow], said: Sequence[Prediction]) -> float | None:
    """Macro-F1 over the three labels; None where there are no rows."""
    return measures.macro_f1(measures.confusion([r.label for r in rows], [s.label for s in said], PAIR_LABELS))


def _right(gold: Sequence[str], labels: Sequence[str]) -> list[bool]:
    return [g == s for g, s in zip(gold, labels, strict=True)]


def _average_precision(gold: Sequence[str], said: Sequence[Prediction], label: str) -> float | None:
    return measures.average_precision([s.p[label] for s in said], [g == label for g in gold])


def _phenomena(rows: Sequence[PairRow], labels: Sequence[str]) -> dict[str, PhenomenonFigures]:
    right: dict[str, list[bool]] = {}
    for row, label in zip(rows, labels, strict=True):
        for tag in sorted(set(row.phenomena or ())):
            right.setdefault(tag, []).append(label == row.label)
    return {tag: PhenomenonFigures(n=len(r), accuracy=sum(r) / len(r)) for tag, r in sorted(right.items())}


def _intervals(rows: Sequence[PairRow], labels: Sequence[str]) -> Intervals:
    claims: dict[tuple[str, str], list[int]] = {}
    for i, row in enumerate(rows):
        claims.setdefault((row.claim.speaker, row.claim.statement), []).append(i)
    # In the order of the claims' words, so that the order of the file does not matter.
    groups = [_counts([rows[i] for i in held], [labels[i] for i in held]) for _, held in sorted(claims.items())]
    drawn = measures.intervals(
        groups,
        {
            "macro_f1": lambda c: measures.macro_f1(c[:_HARD]),
            "accuracy": lambda c: measures.accuracy(c[:_HARD]),
            "hard_neutral_false_contradicts": _false_contradicts,
        },
    )
    return Intervals(**drawn)


def _counts(rows: Sequence[PairRow], labels: Sequence[str]) -> Counts:
    """The confusion, and below it the hard neutral rows by predicted label."""
    hard = [
        label
        for row, label in zip(rows, labels, strict=True)
        if row.label == "neutral" and HARD_NEUTRALS & set(row.phenomena or ())
    ]
    last = [[hard.count(label) for label in PAIR_LABELS]]
    return np.concatenate([measures.confusion([r.label for r in rows], labels, PAIR_LABELS), np.array(last)])


def _false_contradicts(counts: Counts) -> float | None:
    hard = counts[_HARD]
    return float(hard[PAIR_LABELS.index("contradicts")] / hard.sum()) if hard.sum() else None
