"""A base stage and named trials → second stages on part of the pairs, and how each reads pairs that it has not seen.

    python -m training.trials --start runs/base --out runs/trials fold-0 half-of-areas no-header …

Folds give the networks for leave-domains-out figures of the whole product (`python -m bench.folds`); the rest are the
learning curve and the ablations of docs/benchmarks.md. Each trial appends one JSON object to OUT/trials.jsonl.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from checker.packaged import base_folder
from training.fitting import fit
from training.low_rank import RANK, hold, release
from training.measured import pair_figures
from training.network import Encoded, encoded, load_weights, new_model, tokenizer_of
from training.nli_rows import Row, base_rows
from training.pair_rows import OWN_PAIRS, Contrast, as_premise, group_pairs, read_pairs, training_pairs, without_header
from training.ship import ship
from training.train_nli import MIXTURES, RECIPES, SEED, Mixture, mixed

FOLDS = 5
ALL_SETS = ("set1", "set2", "set3", "set4", "set5")
UNSEEN = "set5"
PASSES = 4
# Areas of the groups next to one of claim-pairs: left out of every fold, so that none is held out in name alone.
NEIGHBOURS = frozenset((OWN_PAIRS / "neighbour-areas.txt").read_text("utf-8").splitlines())
Pairs = Sequence[Mapping[str, Any]]


class Trial(NamedTuple):
    """What a trial changes: the sets, which pairs of them, the contrast, the base rows seen again, rank and start."""

    sets: Sequence[str] = ALL_SETS[:4]
    kept: Callable[[Pairs], Pairs] = lambda pairs: pairs
    contrast: Contrast = Contrast()
    rehearsed: bool = True
    rank: int = RANK
    after_base: bool = True


def fold_domains(pairs: Pairs, fold: int) -> set[str]:
    """The domains of claim-pairs that a fold holds out: every fifth in a shuffled order that is the same each time."""
    domains = sorted({p["domain"] for p in pairs})
    random.Random(SEED).shuffle(domains)
    return set(domains[fold::FOLDS])


def share_of_areas(share: float) -> Callable[[Pairs], Pairs]:
    """All pairs of a share of the domains."""

    def kept(pairs: Pairs) -> Pairs:
        domains = sorted({p["domain"] for p in pairs})
        chosen = set(random.Random(SEED).sample(domains, round(share * len(domains))))
        return [p for p in pairs if p["domain"] in chosen]

    return kept


def share_of_pairs(share: float) -> Callable[[Pairs], Pairs]:
    """A share of the claims (statement and opposite stay together) in every domain."""

    def kept(pairs: Pairs) -> Pairs:
        names = sorted({_claim(p) for p in pairs})
        chosen = set(random.Random(SEED).sample(names, round(share * len(names))))
        return [p for p in pairs if _claim(p) in chosen]

    return kept


def _claim(pair: Mapping[str, Any]) -> str:
    return str(pair.get("group") or pair["claim"]["statement"])


def trial_named(name: str, folder: Path) -> Trial:
    """The trial of a name: `fold-N`, `share-of-areas-PERCENT`, `share-of-pairs-PERCENT`, or one of ABLATIONS."""
    what, _, number = name.rpartition("-")
    if what == "fold":
        held = fold_domains(read_pairs(folder, ALL_SETS), int(number)) | NEIGHBOURS
        return Trial(sets=ALL_SETS, kept=lambda pairs: [p for p in pairs if p["domain"] not in held])
    if what == "share-of-areas":
        return Trial(kept=share_of_areas(int(number) / 100))
    if what == "share-of-pairs":
        return Trial(kept=share_of_pairs(int(number) / 100))
    return ABLATIONS[name]


ABLATIONS = {
    "whole": Trial(),
    "no-header": Trial(contrast=Contrast(header=False)),
    "no-propositions": Trial(contrast=Contrast(propositions=0.0)),
    "no-opposite": Trial(contrast=Contrast(opposite=False)),
    "no-other-claims": Trial(contrast=Contrast(others=0.0)),
    "no-base-rows-again": Trial(rehearsed=False),
    "no-base-stage": Trial(after_base=False),
    "rank-48": Trial(rank=48),
}


def run(name: str, given: argparse.Namespace, public: Sequence[Row]) -> dict[str, Any]:
    """Train and measure one trial; a fold leaves an adapter in OUT/NAME."""
    base, folder = base_folder(), given.data / "claim-pairs"
    tokenizer, trial = tokenizer_of(base), trial_named(name, folder)
    pairs = trial.kept(training_pairs(folder, trial.sets, given.real))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    through, last = RECIPES["pairs"]._replace(passes=given.passes), RECIPES["settle"]
    model = new_model(base, SEED, through.dropout)
    packaged = {key: weight.clone() for key, weight in model.state_dict().items()}
    if trial.after_base:
        load_weights(model, given.start)

    def drawn(stage: str, seed: int) -> Callable[[int], Encoded]:
        mixture = MIXTURES[stage]
        rows = mixture.rows if given.rows is None else given.rows
        rehearsed = min(mixture.rehearsed, rows or mixture.rehearsed) if trial.rehearsed else 0
        mixture = Mixture(mixture.contrast.within(trial.contrast), rows, rehearsed)
        return lambda number: encoded(mixed(pairs, public, mixture, seed + number), tokenizer)

    fit(model, drawn("pairs", through.seed), through, device)
    before = _measured(model, tokenizer, folder, name, header=trial.contrast.header)
    hold(model, packaged, trial.rank)
    fit(model, drawn("settle", last.seed), last, device)
    release(model)
    if name.startswith("fold-"):
        model.cpu().save_pretrained(str(given.out / f"{name}-whole"))
        ship(given.out / f"{name}-whole", base, given.out / name)
    return {"trial": name, "pairs": len(pairs), "areas": len({p["domain"] for p in pairs}), "whole": before,
            "settled": _measured(model.to(device), tokenizer, folder, name, header=trial.contrast.header)}  # fmt: skip


def _measured(
    model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerBase, folder: Path, name: str, *, header: bool
) -> dict[str, Any]:
    """One question a pair, on the fold's domains, or on the set and the groups that no trial has seen."""
    parts = {UNSEEN: read_pairs(folder, [UNSEEN]), "groups": group_pairs(held_out=True)}
    if name.startswith("fold-"):
        pairs = read_pairs(folder, ALL_SETS)
        held = fold_domains(pairs, int(name.rpartition("-")[2]))
        parts = {"held out": [p for p in pairs if p["domain"] in held]}
    premise = as_premise if header else without_header
    return {part: pair_figures(model, tokenizer, pairs, premise) for part, pairs in parts.items()}


def main() -> None:
    """Run the trials that the command line names, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--start", type=Path, required=True, help="folder of a base stage")
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="labelled real passages (bench.labelled.join)")
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--rows", type=int, help="of invented pairs a pass, and as many base rows at most")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    public = base_rows(given.data / "nli", SEED)
    for name in given.names:
        found = json.dumps(run(name, given, public))
        print(found, flush=True)
        with (given.out / "trials.jsonl").open("a", encoding="utf-8") as kept:
            kept.write(found + "\n")


if __name__ == "__main__":
    main()
