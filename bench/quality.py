"""Labelled pairs → BM25 alone, cosine alone, one entailment question, the full pipeline, side by side.

    python -m bench.quality [--set set5] [--plain NLI_MODEL] [--json]

The pairs are of topic areas that nothing was fitted on. BM25 and cosine rank by topic and know no direction: each calls
"contradicts", the commoner relation, whatever lies above the cut that does best on set 4. One entailment question is
the statement as hypothesis, answered by the shipped network, and by `--plain`, a classifier with the labels
contradiction, entailment and neutral that was trained on public rows alone (training leaves one in runs/base).
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from checker.evaluate import measures
from checker.evaluate.figures import PAIR_LABELS, Prediction
from checker.evaluate.inputs import PairRow
from checker.evaluate.judge import PairJudge, as_pair
from checker.evaluate.pairs import pairs_figures
from checker.models import open_encoder, open_judge
from checker.nli import Judge
from checker.score import shipped_weights
from checker.settings import Settings
from training.pair_rows import as_premise, read_pairs

PAIRS = Path(__file__).parents[2] / "shared" / "data" / "claim-pairs"
TUNED_ON = "set4"
Rows = Sequence[Mapping[str, Any]]


def main() -> None:
    """Print one table, or JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--set", default="set5")
    options.add_argument("--plain", help="name or folder of an entailment model trained on public rows alone")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    rows, tuning = read_pairs(PAIRS, [given.set]), read_pairs(PAIRS, [TUNED_ON])
    encoder, judge = open_encoder(Settings()), open_judge(Settings())
    said = {
        "BM25 alone": by_topic(bm25(rows), bm25(tuning), tuning),
        "cosine alone": by_topic(cosines(rows, encoder), cosines(tuning, encoder), tuning),
        "statement as hypothesis, shipped network": one_question(rows, judge),
        "full pipeline": PairJudge((encoder, judge), shipped_weights(), lambda _: None)(
            [as_pair(r) for r in parsed(rows)]
        ),
    }
    if given.plain:
        said["statement as hypothesis, public rows alone"] = one_question(
            rows, open_judge(Settings(nli_model=given.plain))
        )
    table = {name: figures(rows, predictions) for name, predictions in said.items()}
    if given.json:
        print(json.dumps(table, indent=1))
        return
    print(f"{given.set}, {len(rows)} pairs")
    print(f"{'':46}{'macro-F1':>10}{'AP contra':>11}{'AP supp':>9}{'false contra':>14}")
    for name, told in table.items():
        shown = [told[key] for key in ("macro_f1", "ap_contradicts", "ap_supports", "hard_neutral_false_contradicts")]
        print(f"{name:46}{shown[0]:10.3f}{shown[1]:11.3f}{shown[2]:9.3f}{shown[3]:14.3f}")


def parsed(rows: Rows) -> list[PairRow]:
    """The rows as `checker evaluate pairs` reads them."""
    return [PairRow.model_validate(row) for row in rows]


def figures(rows: Rows, said: Sequence[Prediction]) -> dict[str, float | None]:
    """What `checker evaluate pairs` would say of some predictions."""
    told = pairs_figures(parsed(rows), said, 0, None)
    return {
        "macro_f1": told.macro_f1,
        "ap_contradicts": told.average_precision.contradicts,
        "ap_supports": told.average_precision.supports,
        "hard_neutral_false_contradicts": told.hard_neutral_false_contradicts,
    }


def bm25(rows: Rows) -> list[float]:
    """The BM25 score of each pair's passage for its statement, among the passages of all pairs; FTS5's, sign turned."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize = 'porter unicode61')")
    database.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", enumerate(as_premise(r) for r in rows))
    found = []
    for number, row in enumerate(rows):
        words = " OR ".join(f'"{w}"' for w in re.findall(r"\w{3,}", row["claim"]["statement"]))
        hit = database.execute(
            "SELECT bm25(passages) FROM passages WHERE passages MATCH ? AND rowid = ?", (words, number)
        ).fetchone()
        found.append(-hit[0] if hit else 0.0)
    return found


def cosines(rows: Rows, encoder: Any) -> list[float]:
    """The cosine of each statement with its passage under its header line."""
    statements = encoder.encode([r["claim"]["statement"] for r in rows])
    return [float(x) for x in (statements * encoder.encode([as_premise(r) for r in rows])).sum(axis=1)]


def by_topic(scores: Sequence[float], tuning: Sequence[float], tuning_rows: Rows) -> list[Prediction]:
    """What lies above the cut with the best macro-F1 on the tuning rows contradicts, what lies below is neutral."""
    gold = [row["label"] for row in tuning_rows]
    cuts = np.quantile(tuning, np.linspace(0, 1, 41))
    best = max(cuts, key=lambda cut: _macro_f1(gold, ["contradicts" if s >= cut else "neutral" for s in tuning]))
    low, high = min(*scores, *tuning), max(*scores, *tuning)
    found = []
    for score in scores:
        share = (score - low) / (high - low)
        p = {"contradicts": share / 2, "supports": share / 2, "neutral": 1 - share}
        found.append(Prediction("contradicts" if score >= best else "neutral", score, p))
    return found


def _macro_f1(gold: Sequence[str], said: Sequence[str]) -> float:
    return measures.macro_f1(measures.confusion(gold, said, PAIR_LABELS)) or 0.0


def one_question(rows: Rows, judge: Judge) -> list[Prediction]:
    """The network's most probable label for the passage and the statement as they stand."""
    found = []
    for contradiction, entailment, neutral in judge.entailment(
        [(as_premise(r), r["claim"]["statement"]) for r in rows]
    ):
        p = {"contradicts": float(contradiction), "supports": float(entailment), "neutral": float(neutral)}
        label = max(PAIR_LABELS, key=lambda name: p[name])
        found.append(Prediction(label, p[label], p))
    return found


if __name__ == "__main__":
    main()
