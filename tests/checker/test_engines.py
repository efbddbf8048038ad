"""The engines that carry a network: they agree, batch mates do not matter, and what they do not read is told."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from checker.errors import BadUsage, ModelDamaged, NoSuchModel
from checker.models import EMBEDDING_TOKENS, PackagedEncoder, PackagedJudge, open_encoder, open_judge
from checker.packaged import adapter_folder, base_folder, cached_graph
from checker.settings import Settings

TEXTS = (
    "From Kim Vale (tollcam.example) to Dana Reed (harbour.example), 2019-03-05, subject: pier. The cameras run.",
    "Lunch is at noon.",
    "",
    "The contract between the Harbour Board and Tollcam was signed today; the first invoice follows. " * 6,
    "Ünïcode → and 北京 stay what they are.",
    "A word " * 400,
)
PAIRS = (
    ("A man sleeps on a bench.", "A person is asleep."),
    ("A man sleeps on a bench.", "Nobody is asleep."),
    (TEXTS[0], "The Board has no cameras."),
    (TEXTS[3], "They have a contract."),
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of graphs."""
    monkeypatch.setenv("CHECKER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.model
def test_the_graph_encodes_as_the_library_does() -> None:
    """ONNX and torch agree on the packaged embedding model: cosine ≥ 0.9999 for every text, the empty one included."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(base_folder()), device="cpu").encode(list(TEXTS), normalize_embeddings=True)
    fast = PackagedEncoder().encode(TEXTS)
    assert np.linalg.norm(fast, axis=1) == pytest.approx(1, abs=1e-5)
    assert (plain * fast).sum(axis=1).min() >= 0.9999


@pytest.mark.model
def test_the_graph_judges_as_the_library_does() -> None:
    """ONNX and torch agree on the shipped entailment adapter, columns in the product's order."""
    from checker.torch_engine import TorchJudge

    plain = TorchJudge(str(base_folder()), "cpu", (adapter_folder(), 320)).entailment(PAIRS)
    fast = PackagedJudge().entailment(PAIRS)
    assert fast.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert np.abs(plain - fast).max() < 1e-3


@pytest.mark.model
def test_batch_mates_and_order_do_not_change_a_vector() -> None:
    """A text encoded alone, among others and in another order has one vector."""
    encoder = PackagedEncoder()
    among = encoder.encode(TEXTS)
    assert np.abs(encoder.encode(TEXTS[::-1])[::-1] - among).max() < 1e-5
    for text, vector in zip(TEXTS, among, strict=True):
        assert np.abs(encoder.encode([text])[0] - vector).max() < 1e-5


@pytest.mark.model
def test_nothing_to_do_is_nothing_done() -> None:
    """No texts give no rows, and no pairs none of three columns."""
    assert len(PackagedEncoder().encode([])) == 0
    assert PackagedJudge().entailment([]).shape == (0, 3)


@pytest.mark.model
def test_what_the_packaged_models_do_not_read_is_told() -> None:
    """Up to the limit a text is whole; one token more and its end is not read."""
    encoder, judge = PackagedEncoder(), PackagedJudge()
    fits, over = "word " * (EMBEDDING_TOKENS - 2), "word " * (EMBEDDING_TOKENS - 1)
    assert encoder.exceeds([fits, over]) == [False, True]
    assert np.abs(encoder.encode([fits])[0] - encoder.encode([over])[0]).max() < 1e-5
    assert judge.exceeds([("short", "short"), ("word " * 400, "short")]) == [False, True]


@pytest.mark.model
def test_the_other_engine_tells_the_same(tiny_embedding: Path, tiny_nli: Path) -> None:
    """Limits are those of the model that was named: 32 and 48 tokens here."""
    encoder = open_encoder(Settings(embedding_model=str(tiny_embedding)))
    assert encoder.exceeds(["lunch " * 30, "lunch " * 31]) == [False, True]
    judge = open_judge(Settings(nli_model=str(tiny_nli)))
    assert judge.exceeds([("lunch " * 40, "noon " * 5), ("lunch " * 40, "noon " * 6)]) == [False, True]
    assert (encoder.exceeds([]), judge.exceeds([])) == ([], [])


@pytest.mark.model
def test_labels_are_read_from_the_model_whatever_their_order(tiny_nli: Path) -> None:
    """Columns come as contradiction, entailment, neutral; the library's own order is another."""
    from sentence_transformers import CrossEncoder

    plain = CrossEncoder(str(tiny_nli), device="cpu").predict(list(PAIRS), apply_softmax=True)
    found = open_judge(Settings(nli_model=str(tiny_nli))).entailment(PAIRS)
    assert np.abs(found - plain[:, [2, 0, 1]]).max() < 1e-6
    assert np.ptp(found, axis=1).min() > 0.01, "labels that hardly differ would hide a mix-up"


@pytest.mark.model
def test_a_model_of_the_wrong_kind_is_refused(tiny_regressor: Path) -> None:
    """A cross-encoder without the three labels of entailment cannot judge."""
    with pytest.raises(NoSuchModel, match="labels") as refused:
        open_judge(Settings(nli_model=str(tiny_regressor)))
    assert "natural language inference" in refused.value.remedy


@pytest.mark.model
@pytest.mark.parametrize("name", ["/none/such", "./none", "no-such-model-here"])
def test_a_model_that_is_not_there_is_bad_usage(name: str) -> None:
    """A folder or a hub name that leads nowhere: exit 2, and the option is named."""
    for opened, option in ((open_encoder, "--embedding-model"), (open_judge, "--nli-model")):
        settings = Settings(embedding_model=name, nli_model=name)
        with pytest.raises(NoSuchModel, match=option) as refused:
            opened(settings)
        assert refused.value.exit_code == 2
        assert name in str(refused.value)


@pytest.mark.model
def test_a_folder_that_holds_no_model_is_bad_usage(tmp_path: Path, tiny_embedding: Path) -> None:
    """Empty, or with weights that are cut off."""
    with pytest.raises(NoSuchModel):
        open_encoder(Settings(embedding_model=str(tmp_path)))
    for file in tiny_embedding.rglob("*"):
        if file.is_file():
            copy = tmp_path / "cut" / file.relative_to(tiny_embedding)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes()[: 200 if file.suffix == ".safetensors" else None])
    with pytest.raises(NoSuchModel, match="cannot be loaded"):
        open_encoder(Settings(embedding_model=str(tmp_path / "cut")))


@pytest.mark.model
@pytest.mark.parametrize("device", ["nonsense", "cuda:99"])
def test_a_device_that_is_not_there_is_bad_usage(device: str) -> None:
    """Said before a model is loaded."""
    with pytest.raises(BadUsage, match=f"--device {device}"):
        open_encoder(Settings(device=device))


def test_two_first_uses_of_a_graph_at_once_do_not_meet(cache: Path) -> None:
    """Each run writes a file of its own and moves it into place: no run sees half a graph."""
    seen: list[bytes] = []

    def export(target: Path) -> None:
        with target.open("wb") as stream:
            stream.write(b"half ")
            stream.flush()
            time.sleep(0.05)
            stream.write(b"whole")

    threads = [threading.Thread(target=lambda: seen.append(cached_graph("g", export).read_bytes())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [b"half whole"] * 8
    assert [p.read_bytes() for p in cache.iterdir()] == [b"half whole"]


def test_a_graph_is_made_once(cache: Path) -> None:
    """The second use finds what the first left."""
    made: list[Path] = []

    def export(target: Path) -> None:
        made.append(target)
        target.write_bytes(b"graph")

    assert cached_graph("g", export) == cached_graph("g", export)
    assert len(made) == 1
    assert list(cache.rglob("*.tmp")) == []


def test_an_export_that_fails_leaves_nothing_behind(cache: Path) -> None:
    """A half-made graph would be taken for a whole one at the next start."""

    def export(target: Path) -> None:
        target.write_bytes(b"half")
        raise RuntimeError("out of room in the middle")

    with pytest.raises(RuntimeError):
        cached_graph("g", export)
    assert list(cache.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_said_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The graph is made for this run alone; the line names the folder and the way out."""
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("CHECKER_CACHE", str(tmp_path / "file" / "cache"))
    graph = cached_graph("g", lambda target: target.write_bytes(b"graph") and None)
    assert graph.read_bytes() == b"graph"
    assert str(tmp_path / "file" / "cache") in caplog.text
    assert "CHECKER_CACHE" in caplog.text


@pytest.mark.model
@pytest.mark.parametrize("content", [b"", b"no graph at all" * 20])
def test_a_damaged_graph_is_named(content: bytes, tmp_path: Path) -> None:
    """The message says which file to delete."""
    from checker.onnx_engine import OnnxEngine

    (tmp_path / "graph.onnx").write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"graph\.onnx is damaged") as damaged:
        OnnxEngine(tmp_path / "graph.onnx", base_folder() / "tokenizer.json", 8)
    assert "delete" in damaged.value.remedy
