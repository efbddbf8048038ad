"""Labelled rows → all-MiniLM-L6-v2 trained to read (premise, hypothesis); `training.ship` makes an adapter of it.

Three stages, one command each (training/README.md):
    python -m training.train_nli base   --out runs/base
    python -m training.train_nli pairs  --start runs/base  --out runs/pairs
    python -m training.train_nli settle --start runs/pairs --out runs/settled
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from checker.packaged import base_folder
from training.fitting import Recipe, fit
from training.low_rank import hold, release
from training.network import Encoded, encoded, load_weights, masked, new_model, tokenizer_of
from training.nli_rows import Row, base_rows
from training.pair_rows import ALL_GROUPS, FULL, TRAINING_SETS, Contrast, pair_rows, training_pairs

SEED = 20261126
RECIPES = {
    "base": Recipe(rate=2e-4, passes=4, batch=128, seed=SEED),
    "pairs": Recipe(rate=2e-4, passes=8, batch=128, seed=SEED),
    "settle": Recipe(rate=8e-5, passes=1, batch=64, seed=SEED + 100, dropout=0.0),
}


class Mixture(NamedTuple):
    """What a pass draws: contrast and number of rows (None: all) of invented pairs, base rows again, masked tokens.

    Base rows keep the network from forgetting them. Other claims teach it to read the claim, and teach it to doubt:
    the last stage sees fewer, and all of the running mail, where nearly every passage is about something else.
    """

    contrast: Contrast
    rows: int | None
    rehearsed: int
    masked: float = 0.0


MIXTURES = {
    "pairs": Mixture(FULL, None, 15_000),
    "settle": Mixture(Contrast(propositions=0.25, others=0.6), 14_000, 2_000, 0.08),
}


class Data(NamedTuple):
    """What the stages read: folders of public rows and of claim-pairs, its sets, files of real passages, own groups."""

    nli: Path
    pairs: Path
    sets: Sequence[str] = TRAINING_SETS
    real: Sequence[Path] = ()
    groups: str = ALL_GROUPS
    rows: int | None = None


def rows_of_pass(
    stage: str, data: Data, tokenizer: PreTrainedTokenizerBase, recipe: Recipe
) -> Callable[[int], Encoded]:
    """Pass number → its rows as token ids. The base rows are the same in each pass, pairs are drawn anew."""
    public = base_rows(data.nli, recipe.seed)
    if stage == "base":
        once = encoded(public[: data.rows], tokenizer)
        return lambda _: once
    pairs = training_pairs(data.pairs, data.sets, data.real, data.groups)
    mixture = MIXTURES[stage]
    mixture = mixture._replace(rows=mixture.rows if data.rows is None else data.rows)

    def drawn(number: int) -> Encoded:
        rows = encoded(mixed(pairs, public, mixture, recipe.seed + number), tokenizer)
        return masked(rows, mixture.masked, tokenizer, recipe.seed + number)

    return drawn


def mixed(pairs: Sequence[Mapping[str, Any]], public: Sequence[Row], mixture: Mixture, seed: int) -> list[Row]:
    """The rows of one pass: those of the pairs and some of the base rows, all drawn with `seed`."""
    rehearsed = random.Random(seed).sample(public, mixture.rehearsed)
    if mixture.rows is None:
        return pair_rows(pairs, seed, mixture.contrast) + rehearsed
    invented, real = ([p for p in pairs if ("real" in p) == real] for real in (False, True))
    drawn = mixture.contrast
    # Whole cases hold what decides other claims, so that no other claim is drawn for a passage of running mail.
    every = drawn._replace(propositions=float(drawn.propositions > 0), others=0.0)
    running = pair_rows(real, seed, every)
    return pair_rows(invented, seed, mixture.contrast)[: mixture.rows] + running + rehearsed


def train(stage: str, start: Path | None, data: Data, recipe: Recipe) -> BertForSequenceClassification:
    """One stage from the weights in folder `start`, or from the packaged ones; on a GPU where there is one."""
    base = base_folder()
    model = new_model(base, recipe.seed, recipe.dropout)
    packaged = {name: weight.clone() for name, weight in model.state_dict().items()}
    if start:
        load_weights(model, start)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if stage == "settle":
        hold(model.to(device), packaged)
    fit(model, rows_of_pass(stage, data, tokenizer_of(base), recipe), recipe, device)
    release(model)
    return model


def main() -> None:
    """Run one stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=list(RECIPES))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--start", type=Path, help="folder of the stage before")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=list(TRAINING_SETS), help="claim-pairs of the later stages")
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="labelled real passages (bench.labelled.join)")
    parser.add_argument("--groups", default=ALL_GROUPS, help="files of training/pairs, as a pattern")
    parser.add_argument("--rows", type=int, help="of public or invented pairs a pass")
    parser.add_argument("--passes", type=int, help=f"default: { {name: r.passes for name, r in RECIPES.items()} }")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    recipe = RECIPES[given.stage]
    recipe = recipe._replace(passes=given.passes or recipe.passes)
    data = Data(given.data / "nli", given.data / "claim-pairs", given.sets, given.real, given.groups, given.rows)
    train(given.stage, given.start, data, recipe).cpu().save_pretrained(str(given.out))
    tokenizer_of(base_folder()).save_pretrained(str(given.out))


if __name__ == "__main__":
    main()
