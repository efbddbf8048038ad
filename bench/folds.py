"""Networks of `training.trials fold-N` → figures of the whole product on topic areas that nothing of it has seen.

    python -m training.trials --start runs/base --out runs/trials fold-0 fold-1 fold-2 fold-3 fold-4
    python -m bench.folds --trials runs/trials [--real OKLAHOMA.jsonl] [--out folds.json]

Each fold holds out a fifth of the domains of claim-pairs sets 1 to 5. Its score is fitted on the groups that no network
is trained on and on real passages of a release that none is trained on, with the fold's own network. Figures are pooled
over the folds, intervals resampled by claim.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from checker.evaluate.figures import Prediction
from checker.evaluate.inputs import PairRow
from checker.evaluate.judge import PairJudge, as_pair
from checker.evaluate.pairs import pairs_figures
from checker.evaluate.probes import probes, without_claim
from checker.model import Band
from checker.models import PackagedJudge, open_encoder
from checker.pair_reading import pair_evidence
from checker.readings import MemoryReadings
from checker.score import Weights, band_of
from checker.settings import Settings
from training import fit_score
from training.pair_rows import group_pairs, read_lines, read_pairs
from training.trials import ALL_SETS, FOLDS, fold_domains

PAIRS = Path(__file__).parents[2] / "shared" / "data" / "claim-pairs"
BINS = 10
RESAMPLES = 1000
RECALL = 0.6


class Fold(NamedTuple):
    """What the product says of the pairs of one fold, with and without the claim, and the probes of the fold."""

    rows: list[PairRow]
    said: list[Prediction]
    no_claim: list[Prediction]
    bands: list[Band | None]
    swapped: float | None
    opposite: float | None


def main() -> None:
    """Print the pooled figures as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--trials", type=Path, required=True)
    options.add_argument("--real", type=Path, nargs="*", default=[])
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    fitting = [*group_pairs(held_out=True), *read_lines(given.real)]
    folds = [one_fold(given.trials / f"fold-{n}", n, fitting) for n in range(FOLDS)]
    told = json.dumps(pooled(folds), indent=1)
    print(told)
    if given.out:
        given.out.write_text(told + "\n", encoding="utf-8")


def one_fold(adapter: Path, number: int, fitting: Sequence[dict[str, Any]]) -> Fold:
    """Fit the score on `fitting` with the fold's network, then ask the product about the domains held out."""
    models = (open_encoder(Settings()), PackagedJudge(adapter))
    pairs = [as_pair(PairRow.model_validate(r)) for r in fitting]
    found = pair_evidence(pairs, models, MemoryReadings(), lambda _: None)
    weights = Weights.model_validate(fit_score.fitted_weights(found, fitting, ("held-out groups", models[1].used)))
    everything = read_pairs(PAIRS, ALL_SETS)
    held = fold_domains(everything, number)
    lines = [line for line in everything if line["domain"] in held]
    rows, ids = [PairRow.model_validate(line) for line in lines], [line["id"] for line in lines]
    read = PairJudge(models, weights, lambda _: None)
    pairs = [as_pair(row) for row in rows]
    said, no_claim = read(pairs), read([without_claim(p) for p in pairs])
    probed = probes(rows, ids, said, read)
    print(f"fold {number}: {len(rows)} pairs, {probed}", flush=True)
    bands = bands_of(said, weights)
    return Fold(rows, said, no_claim, bands, probed.swapped_claim_contradicts, probed.opposite_right)


def bands_of(said: Sequence[Prediction], weights: Weights) -> list[Band | None]:
    """The band of each passage that is said to bear on its statement."""
    by_label = {"contradicts": weights.contradicts, "supports": weights.supports}
    return [band_of(one.score, by_label[one.label]) if one.label in by_label else None for one in said]


def held_by_band(
    rows: Sequence[PairRow], said: Sequence[Prediction], bands: Sequence[Band | None]
) -> dict[str, dict[str, tuple[int, int]]]:
    """By relation and band, how many were right, out of how many said."""
    told = zip(rows, said, bands, strict=True)
    return tally((one.label, band, row.label == one.label) for row, one, band in told if band is not None)


def tally(told: Iterable[tuple[str, Band, bool]]) -> dict[str, dict[str, tuple[int, int]]]:
    """Relation, band and whether it holds → by relation and band, how many hold, out of how many."""
    found = {label: dict.fromkeys(("strong", "moderate", "weak"), (0, 0)) for label in ("contradicts", "supports")}
    for label, band, holds in told:
        right, of = found[label][band]
        found[label][band] = (right + holds, of + 1)
    return found


def pooled(folds: Sequence[Fold]) -> dict[str, Any]:
    """The figures over the pairs of all folds; the probes of single folds weighted by their pairs."""
    rows = [row for fold in folds for row in fold.rows]
    said = [one for fold in folds for one in fold.said]
    told = pairs_figures(rows, said, 0, None).model_dump(mode="json", exclude={"probes", "seen_in_training"})
    blind = pairs_figures(rows, [one for fold in folds for one in fold.no_claim], 0, None)
    sizes = [len(fold.rows) for fold in folds]
    confidence = np.array([one.p[one.label] for one in said])
    right = np.array([one.label == row.label for one, row in zip(said, rows, strict=True)])
    claims = np.array([f"{row.claim.speaker}|{row.claim.statement}" for row in rows])
    return told | {
        "no_claim_macro_f1": blind.macro_f1,
        "swapped_claim_contradicts": float(np.average([fold.swapped or 0 for fold in folds], weights=sizes)),
        "opposite_right": float(np.average([fold.opposite or 0 for fold in folds], weights=sizes)),
        "macro_f1_by_fold": [pairs_figures(fold.rows, fold.said, 0, None).macro_f1 for fold in folds],
        "contradicts_precision_at_recall": precision_at_recall(rows, said),
        "reliability": reliability(confidence, right),
        "ece_equal_mass": calibration_error(confidence, right),
        "ece_interval": interval(confidence, right, claims),
        "bands": held_by_band(rows, said, [band for fold in folds for band in fold.bands]),
    }


def precision_at_recall(rows: Sequence[PairRow], said: Sequence[Prediction]) -> float:
    """Precision of `contradicts` by its probability, at the cut where RECALL of all contradictions are found."""
    relevant = np.array([row.label == "contradicts" for row in rows])
    hits = relevant[np.argsort([-one.p["contradicts"] for one in said], kind="stable")].cumsum()
    cut = int(np.searchsorted(hits, RECALL * relevant.sum()))
    return float(hits[cut] / (cut + 1))


def reliability(confidence: np.ndarray, right: np.ndarray) -> list[dict[str, float]]:
    """Ten bins of equal mass: mean confidence, share right, rows."""
    bins = np.array_split(np.argsort(confidence, kind="stable"), BINS)
    return [{"confidence": float(confidence[b].mean()), "right": float(right[b].mean()), "rows": len(b)} for b in bins]


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over the bins of `reliability` (Naeini et al. 2015)."""
    bins = np.array_split(np.argsort(confidence, kind="stable"), BINS)
    return float(sum(abs(confidence[b].sum() - right[b].sum()) for b in bins) / len(confidence))


def interval(confidence: np.ndarray, right: np.ndarray, claims: np.ndarray) -> tuple[float, float]:
    """95 % percentile interval of the calibration error, claims drawn with replacement."""
    rng = np.random.default_rng(1)
    members = [np.flatnonzero(claims == name) for name in sorted(set(claims))]
    found = []
    for _ in range(RESAMPLES):
        drawn = np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])
        found.append(calibration_error(confidence[drawn], right[drawn]))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


if __name__ == "__main__":
    main()
