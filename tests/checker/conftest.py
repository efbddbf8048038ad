"""Models small enough to be made in a test: two layers of BERT over a list of words, with fixed random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checker.small_case import BODIES, CLAIMS

LABELS = ("contradiction", "entailment", "neutral")


@pytest.fixture(scope="session")
def tiny_embedding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a SentenceTransformer of 16 dimensions that reads 32 tokens."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    folder = tmp_path_factory.mktemp("tiny-embedding")
    body = Transformer(str(_tiny_bert(tmp_path_factory.mktemp("bert"))), max_seq_length=32)
    SentenceTransformer(modules=[body, Pooling(body.get_embedding_dimension())], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def tiny_nli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a CrossEncoder with the three labels of entailment, in an order that is not the product's."""
    return _tiny_classifier(tmp_path_factory, ("entailment", "neutral", "contradiction"))


@pytest.fixture(scope="session")
def tiny_regressor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a CrossEncoder of the wrong kind: two labels that are none of entailment's."""
    return _tiny_classifier(tmp_path_factory, ("no", "yes"))


def _tiny_classifier(factory: pytest.TempPathFactory, labels: tuple[str, ...]) -> Path:
    import torch
    from sentence_transformers import CrossEncoder

    bert = _tiny_bert(factory.mktemp("bert"))
    torch.manual_seed(7)
    config = {"id2label": dict(enumerate(labels)), "label2id": {label: i for i, label in enumerate(labels)}}
    model = CrossEncoder(str(bert), num_labels=len(labels), max_length=48, device="cpu", config_kwargs=config)
    # Random weights say nearly the same of every pair; a larger head makes the labels differ.
    with torch.no_grad():
        for parameter in model.model.classifier.parameters():
            parameter.mul_(60)
    folder = factory.mktemp("tiny-nli")
    model.save_pretrained(str(folder))
    return folder


def _tiny_bert(folder: Path) -> Path:
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    words = sorted({w.strip('.,:;"()').lower() for text in (*BODIES, CLAIMS) for w in text.split()} - {""})
    letters = [f"{mark}{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789-.,:@" for mark in ("", "##")]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys((*letters, *words))]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(str(folder))
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(str(folder))
    return folder
