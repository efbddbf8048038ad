"""Labelled pairs that the entailment model has not seen → checker/weights/score.json.

    python -m training.fit_score --real OKLAHOMA.jsonl --out checker/weights/score.json

The rows are the groups of the topic areas that are kept for it (training/pair_rows.py), and labelled real passages of
a release that the model was not trained on. Two logistic regressions (contradicts against the rest, supports against
the rest) over the product's own terms. Figures are cross-validated by domain; the shipped numbers are fitted on all.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from checker.evaluate.inputs import PairRow
from checker.evaluate.judge import as_pair
from checker.models import open_encoder, open_judge
from checker.pair_reading import PairEvidence, pair_evidence
from checker.readings import MemoryReadings
from checker.run import ModelUsed
from checker.settings import Settings
from training.pair_rows import group_pairs, read_lines

NETWORK = ("counter_entailed", "counter_refuted", "assertion_refuted", "assertion_entailed", "bearing", "similarity")
# The sign that a term must have for a relation: what argues for it may not count against it.
SIGNS = {
    "contradicts": {
        "counter_entailed": 1,
        "counter_refuted": -1,
        "assertion_refuted": 1,
        "assertion_entailed": -1,
        "bearing": 1,
        "similarity": 1,
    },
    "supports": {
        "counter_entailed": -1,
        "counter_refuted": 1,
        "assertion_refuted": -1,
        "assertion_entailed": 1,
        "bearing": 1,
        "similarity": 1,
    },
}
# Categories whose weight the pairs can tell; the rest is set by rule in RULES.
FITTED = {
    "parties": ("both", "neither"),
    "side": ("speaker", "other", "unknown"),
    "time": (
        "inside",
        "before_period",
        "after_period",
        "unstated",
        "undated",
        "after_end",
        "before_end",
        "before_knowledge",
        "after_knowledge",
    ),
    "quantity": ("breaks", "meets", "within"),
    "speech_act": ("question", "proposal", "hypothetical", "instruction", "marketing", "press"),
}
# A time that is told (checker/when.py) weighs as one that is written, and what score_rules.json adds to it.
LIKE = {
    "told_inside": "inside",
    "told_outside": "inside",
    "told_before_end": "after_end",
    "told_before_knowledge": "before_knowledge",
}
PENALTY = 2.0
# What a category may take off or add: a rule helps or hinders what the network reads, and finds nothing by itself.
RULE_BOUNDS = (-1.25, 0.75)


def main() -> None:
    """Fit, print the cross-validated figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="labelled real passages (bench.labelled.join)")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    real = read_lines(given.real)
    rows = [*group_pairs(held_out=True), *real]
    encoder, judge = open_encoder(Settings()), open_judge(Settings())
    found = pair_evidence(
        [as_pair(PairRow.model_validate(r)) for r in rows], (encoder, judge), MemoryReadings(), lambda _: None
    )
    print(json.dumps(cross_validated(found, rows), indent=1))
    weights = fitted_weights(found, rows, (f"held-out groups and {len(real)} passages of running mail", judge.used))
    given.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def columns(found: Sequence[PairEvidence], running: Sequence[bool]) -> NDArray[np.float64]:
    """One row a pair: the network's terms, one column a fitted category, running mail.

    The last column takes up how much rarer a relation is among passages of running mail than among labelled pairs, so
    that the prior is that of pairs.
    """
    rows = []
    for f, runs in zip(found, running, strict=True):
        now = {c.name: c.category for c in f.compared}
        told = [float(now[name] == c) for name, categories in FITTED.items() for c in categories]
        rows.append([*(getattr(f.evidence, n) for n in NETWORK), *told, float(runs)])
    return np.array(rows)


def fit(x: NDArray[np.float64], y: NDArray[np.float64], relation: str) -> NDArray[np.float64]:
    """Ridge logistic regression with signs for the network's terms and bounds for the rules; intercept first."""
    signs = [(0, None) if SIGNS[relation][n] > 0 else (None, 0) for n in NETWORK]
    bounds = [(None, None), *signs, *[RULE_BOUNDS] * (x.shape[1] - len(NETWORK) - 1), (None, None)]

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = w[0] + x @ w[1:]
        p = 1 / (1 + np.exp(-z))
        value = np.logaddexp(0, z).sum() - (y * z).sum() + PENALTY / 2 * (w[1:] ** 2).sum()
        return value, np.concatenate([[(p - y).sum()], x.T @ (p - y) + PENALTY * w[1:]])

    return minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x


def cross_validated(found: Sequence[PairEvidence], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Macro-F1 and precision by score over folds that hold whole domains out."""
    labels, domains = (np.array([row[key] for row in rows]) for key in ("label", "domain"))
    running = [in_running_mail(row) for row in rows]
    x, names = columns(found, running), sorted(set(domains))
    scores = {r: np.zeros(len(labels)) for r in SIGNS}
    for fold in range(7):
        held = np.isin(domains, names[fold::7])
        for relation in SIGNS:
            w = fit(x[~held], (labels[~held] == relation).astype(float), relation)
            scores[relation][held] = w[0] + x[held] @ w[1:]
    pairs = ~np.array(running)
    best = np.where(scores["contradicts"] >= scores["supports"], "contradicts", "supports")
    top = np.maximum(scores["contradicts"], scores["supports"])
    result: dict[str, Any] = {}
    for threshold in (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25):
        said = np.where(top >= threshold, best, "neutral")
        result[f"macro_f1 at {threshold}"] = round(
            float(np.mean([f1(said[pairs], labels[pairs], x) for x in ("contradicts", "supports", "neutral")])), 3
        )
    for relation, s in scores.items():
        for low in (0.0, 0.5, 1.0, 1.5, 2.0):
            chosen = (s >= low) & (best == relation)
            result[f"{relation} precision at {low}"] = (
                round(float((labels[chosen] == relation).mean()), 3) if chosen.any() else None,
                int(chosen.sum()),
            )
    return result


def f1(said: NDArray[np.str_], labels: NDArray[np.str_], label: str) -> float:
    """F1 of one label."""
    right = ((said == label) & (labels == label)).sum()
    total = (said == label).sum() + (labels == label).sum()
    return 2 * right / total if total else 0.0


RULES = json.loads(Path(__file__).with_name("score_rules.json").read_text(encoding="utf-8"))


def in_running_mail(row: Mapping[str, Any]) -> bool:
    """Whether a labelled row is a passage as a release holds it, and not one of the project's invented groups."""
    return "group" not in row or "release" in row


def fitted_weights(
    found: Sequence[PairEvidence], rows: Sequence[dict[str, Any]], source: tuple[str, ModelUsed]
) -> dict[str, Any]:
    """The weights file: fitted numbers, and those set by rule (training/score_rules.json)."""
    labels, running = np.array([row["label"] for row in rows]), [in_running_mail(row) for row in rows]
    weights: dict[str, Any] = {
        "provenance": {
            "name": "score-2",
            "fitted_on": f"{source[0]}, {len(rows)} rows that the entailment model has not seen",
            "entailment_sha256": source[1].sha256,
            "commit": subprocess.run(
                ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True
            ).stdout.strip(),
            "set_by_rule": "release_shift, thresholds, bands, caps, and the categories that labelled pairs do not hold",
        },
        "release_shift": RULES["release_shift"],
    }
    x = columns(found, running)
    for relation in SIGNS:
        w = fit(x, (labels == relation).astype(float), relation)
        names = [f"{n}={c}" for n, cs in FITTED.items() for c in cs]
        by_name = dict(zip(names, w[1 + len(NETWORK) : -1], strict=True))
        rules = {n: {c: round(by_name[f"{n}={c}"], 4) for c in cs} for n, cs in FITTED.items()}
        rules["time"] |= {c: round(rules["time"][LIKE[c]] + by, 4) for c, by in RULES[relation]["told"].items()}
        for name, categories in RULES[relation]["rules"].items():
            rules[name] = categories | rules.get(name, {}) if name not in FITTED else rules[name] | categories
        weights[relation] = {
            "prior": round(float(w[0]), 4),
            "threshold": RULES[relation]["threshold"],
            "release_threshold": RULES[relation]["release_threshold"],
            "network": {n: round(float(v), 4) for n, v in zip(NETWORK, w[1:], strict=False)}
            | {"placebo": RULES[relation]["placebo"]},
            "rules": rules,
            "caps": RULES[relation]["caps"],
            "release_caps": RULES[relation]["release_caps"],
            "bands": RULES["bands"],
        }
    return weights


if __name__ == "__main__":
    main()
