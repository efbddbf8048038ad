"""Premise, hypothesis, label → figures of the entailment network alone; premises are read as given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from checker.evaluate import measures
from checker.evaluate.figures import NLI_LABELS, LabelFigures, NliFigures, Prediction
from checker.evaluate.inputs import NliRow
from checker.nli import Judge, read_pairs
from checker.readings import MemoryReadings
from checker.score import log_odds


def judge_rows(rows: Sequence[NliRow], judge: Judge, progress: Callable[[int], None]) -> list[Prediction]:
    """What the network says of each row: the likeliest label, its log-odds, and all three probabilities."""
    found = []
    for reading in read_pairs(judge, MemoryReadings(), [(r.premise, r.hypothesis) for r in rows], progress):
        p = reading._asdict()
        label = max(NLI_LABELS, key=lambda name: p[name])
        found.append(Prediction(label, log_odds(p[label]), p))
    return found


def nli_figures(rows: Sequence[NliRow], said: Sequence[Prediction]) -> NliFigures:
    """The figures of `evaluate nli`; `rows` holds one at least."""
    counts = measures.confusion([r.label for r in rows], [s.label for s in said], NLI_LABELS)
    return NliFigures(
        n=len(rows),
        accuracy=measures.accuracy(counts) or 0.0,
        macro_f1=measures.macro_f1(counts) or 0.0,
        labels={
            label: LabelFigures(**m._asdict()) for label, m in zip(NLI_LABELS, measures.by_label(counts), strict=True)
        },
    )
