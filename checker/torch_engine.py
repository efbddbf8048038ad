"""Any sentence-transformers model, by folder or hub name → the encoder and entailment ports."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import CrossEncoder, SentenceTransformer

from checker.errors import NoSuchModel
from checker.packaged import adapter_labels
from checker.run import ModelUsed

Floats = NDArray[np.float32]
ORDER = ("contradiction", "entailment", "neutral")


class TorchEncoder:
    """A SentenceTransformer as the encoder port."""

    def __init__(self, name: str, device: str | None) -> None:
        _must_exist(name, "--embedding-model")
        try:
            self._model = SentenceTransformer(name, device=device)
        except (OSError, ValueError) as error:
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


class TorchJudge:
    """A three-way CrossEncoder as the entailment port; its labels are read from its configuration.

    Args:
        name: folder or hub name of a model, or of the base where `adapter` is given.
        device: where it runs; None lets the library choose.
        adapter: a PEFT folder with its `labels.json`, laid over the base.
    """

    def __init__(self, name: str, device: str | None, adapter: Path | None = None) -> None:
        _must_exist(name, "--nli-model")
        try:
            self._model = CrossEncoder(name, device=device, **({"num_labels": len(ORDER)} if adapter else {}))
            if adapter:
                self._model.load_adapter(str(adapter))
        except (OSError, ValueError) as error:
            raise _unloadable(name, "--nli-model", error) from error
        if adapter:
            labels = {label: i for i, label in enumerate(adapter_labels(adapter))}
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
