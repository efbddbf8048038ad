"""Any sentence-transformers model, by folder or hub name → the encoder and entailment ports."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers.utils import logging as loading

from checker.errors import BadUsage, NoSuchModel
from checker.packaged import adapter_labels
from checker.run import ModelUsed

# Loading prints a bar and a report of the head that an adapter is about to fill.
loading.set_verbosity_error()
loading.disable_progress_bar()

Floats = NDArray[np.float32]
Inputs = Sequence[str] | Sequence[tuple[str, str]]
ORDER = ("contradiction", "entailment", "neutral")
# What loading a folder that holds something else, or half of a model, ends in.
_LOADING = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError)


class TorchEncoder:
    """A SentenceTransformer as the encoder port."""

    def __init__(self, name: str, device: str | None) -> None:
        _must_exist(name, "--embedding-model")
        _must_run(device)
        try:
            self._model = SentenceTransformer(name, device=device)
        except _LOADING as error:
            raise _unloadable(name, "--embedding-model", error) from error
        self.used = ModelUsed(
            role="embedding", name=name, sha256=_digest(self._model), engine="torch", precision="fp32"
        )

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), dimensions)."""
        found: Floats = self._model.encode(
            list(texts), batch_size=16, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return found

    def exceeds(self, texts: Sequence[str]) -> list[bool]:
        """Which texts are longer than the model reads."""
        return _exceed(self._model.tokenizer, texts, self._model.max_seq_length)


class TorchJudge:
    """A three-way CrossEncoder as the entailment port; its labels are read from its configuration.

    Args:
        name: folder or hub name of a model, or of the base where `adapter` is given.
        device: where it runs; None lets the library choose.
        adapter: a PEFT folder with its `labels.json`, laid over the base, and the tokens of a pair that it reads.
    """

    def __init__(self, name: str, device: str | None, adapter: tuple[Path, int] | None = None) -> None:
        _must_exist(name, "--nli-model")
        _must_run(device)
        try:
            if adapter:
                self._model = CrossEncoder(name, device=device, num_labels=len(ORDER), max_length=adapter[1])
                self._model.load_adapter(str(adapter[0]))
            else:
                self._model = CrossEncoder(name, device=device)
        except _LOADING as error:
            raise _unloadable(name, "--nli-model", error) from error
        if adapter:
            labels = {label: i for i, label in enumerate(adapter_labels(adapter[0]))}
        else:
            labels = {str(v).lower(): int(k) for k, v in (self._model.config.id2label or {}).items()}
        if set(labels) != set(ORDER):
            raise NoSuchModel(
                f"{name} has the labels {sorted(labels)}, not {sorted(ORDER)}",
                "name a cross-encoder trained on natural language inference, such as cross-encoder/nli-deberta-v3-base",
            )
        self._columns = [labels[label] for label in ORDER]
        self.used = ModelUsed(
            role="entailment", name=name, sha256=_digest(self._model), engine="torch", precision="fp32"
        )

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Probabilities of contradiction, entailment, neutral; shape (len(pairs), 3)."""
        if not pairs:
            return np.zeros((0, 3), dtype=np.float32)
        found = self._model.predict(
            list(pairs), batch_size=16, apply_softmax=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)[:, self._columns]

    def exceeds(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Which pairs are longer than the model reads."""
        return _exceed(self._model.tokenizer, pairs, self._model.max_seq_length)


def _exceed(tokenizer: Any, inputs: Inputs, limit: float | None) -> list[bool]:
    # Static embeddings read any length and say None or infinity.
    if limit is None or limit == float("inf") or not inputs:
        return [False] * len(inputs)
    found = tokenizer(list(inputs), truncation=False, verbose=False)["input_ids"]
    return [len(ids) > limit for ids in found]


def _must_run(device: str | None) -> None:
    try:
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        first = str(error).splitlines()[0]
        raise BadUsage(f"--device {device} cannot be used: {first}", "name another, or leave the option out") from error


def _must_exist(name: str, option: str) -> None:
    # "owner/model" is a hub name; anything that looks like a path must be there.
    looks_local = name.startswith((".", "/", "~")) or name.count("/") > 1
    if looks_local and not Path(name).expanduser().is_dir():
        raise NoSuchModel(f"{option}: no such model folder: {name}", "check the path, or leave the option out")


def _unloadable(name: str, option: str, error: Exception) -> NoSuchModel:
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return NoSuchModel(
        f"{option}: {name} cannot be loaded: {first}", "name a folder that holds the model, or leave the option out"
    )


def _digest(model: torch.nn.Module) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()
