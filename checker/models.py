"""Settings → the encoder and the judge that a run uses: the packaged ones on their fast engine, or any other."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from checker.encoder import Encoder, Floats
from checker.nli import Judge
from checker.packaged import adapter_folder, adapter_labels, base_folder, packaged_embedding, packaged_entailment
from checker.run import ModelUsed
from checker.settings import Settings

EMBEDDING_TOKENS = 256
ENTAILMENT_TOKENS = 320


def open_encoder(settings: Settings) -> Encoder:
    """The embedding model that `settings` name.

    Raises:
        NoSuchModel: it is not there or cannot be loaded.
    """
    if settings.embedding_model is None and settings.device in (None, "cpu"):
        return PackagedEncoder()
    name = settings.embedding_model or str(base_folder())
    # torch is imported only where a model other than the packaged ones is asked for.
    return cast(Encoder, import_module("checker.torch_engine").TorchEncoder(name, settings.device))


def open_judge(settings: Settings) -> Judge:
    """The entailment model that `settings` name.

    Raises:
        NoSuchModel: it is not there or cannot be loaded.
    """
    if settings.nli_model is None and settings.device in (None, "cpu"):
        return PackagedJudge()
    engine = import_module("checker.torch_engine")
    if settings.nli_model is None:
        adapter = (adapter_folder(), ENTAILMENT_TOKENS)
        return cast(Judge, engine.TorchJudge(str(base_folder()), settings.device, adapter))
    return cast(Judge, engine.TorchJudge(settings.nli_model, settings.device))


class PackagedEncoder:
    """all-MiniLM-L6-v2 as an ONNX graph."""

    def __init__(self) -> None:
        model = packaged_embedding()
        self._engine = import_module("checker.onnx_engine").OnnxEngine(model.graph, model.tokenizer, EMBEDDING_TOKENS)
        self.used = ModelUsed(
            role="embedding", name=model.name, sha256=model.sha256, engine="onnxruntime", precision="fp32"
        )

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), 384)."""
        return cast(Floats, self._engine.run(texts))

    def exceeds(self, texts: Sequence[str]) -> list[bool]:
        """Which texts are longer than the model reads."""
        return cast(list[bool], self._engine.exceeds(texts))


class PackagedJudge:
    """An entailment adapter, the shipped one if no other is given, merged into its base, as an ONNX graph."""

    def __init__(self, adapter: Path | None = None) -> None:
        adapter = adapter or adapter_folder()
        model = packaged_entailment(adapter)
        self._engine = import_module("checker.onnx_engine").OnnxEngine(model.graph, model.tokenizer, ENTAILMENT_TOKENS)
        labels = adapter_labels(adapter)
        self._columns = [labels.index(label) for label in ("contradiction", "entailment", "neutral")]
        self.used = ModelUsed(
            role="entailment", name=model.name, sha256=model.sha256, engine="onnxruntime", precision="fp32"
        )

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Probabilities of contradiction, entailment, neutral; shape (len(pairs), 3)."""
        found = cast(Floats, self._engine.run(pairs))
        return found[:, self._columns] if len(pairs) else found.reshape(0, 3)

    def exceeds(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Which pairs are longer than the model reads."""
        return cast(list[bool], self._engine.exceeds(pairs))
