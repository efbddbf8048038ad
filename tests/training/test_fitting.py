"""Rows → a fitted network: every row is read, the recipe's pace holds, a low rank is kept."""

from __future__ import annotations

import itertools

import pytest

from training.nli_rows import LABELS, Row

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model
HIDDEN = 16
CPU = torch.device("cpu")


def _tiny(seed: int = 1) -> object:
    from transformers import BertConfig, BertForSequenceClassification

    from training.network import LEARNS

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=40,
        hidden_size=HIDDEN,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=len(LABELS),
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model = BertForSequenceClassification(config)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = LEARNS.search(name) is not None
    return model


def _rows(count: int = 48) -> object:
    """Token 5, 6 or 7 tells the label; the rows have from 3 to 9 tokens."""
    from training.network import Encoded

    ids = torch.zeros(count, 9, dtype=torch.int32)
    lengths = torch.tensor([3 + n % 7 for n in range(count)])
    for n in range(count):
        ids[n, : lengths[n]] = 5 + n % 3
    targets = torch.nn.functional.one_hot(torch.arange(count) % 3, 3).float()
    return Encoded(ids, torch.zeros_like(ids), lengths, targets)


def test_each_pass_reads_every_row_once() -> None:
    """Batches by length leave out no row and take none twice."""
    from training.fitting import batches

    lengths = torch.tensor([n % 11 + 1 for n in range(1003)])
    taken = torch.cat(list(batches(lengths, 8, torch.Generator().manual_seed(3))))
    assert sorted(taken.tolist()) == list(range(1003))


def test_batches_pad_less_than_a_random_order() -> None:
    """Rows of like length stand together."""
    from training.fitting import batches

    lengths = torch.tensor([n % 100 + 1 for n in range(1000)])
    padded = sum(int(lengths[b].max()) * len(b) for b in batches(lengths, 10, torch.Generator().manual_seed(3)))
    assert padded < 1.3 * int(lengths.sum())


def test_the_rate_rises_and_falls_to_nothing() -> None:
    """The peak comes after the warm-up, and the last step is the smallest."""
    from training.fitting import share_of_rate

    shares = [share_of_rate(step, 100) for step in range(100)]
    assert max(shares) == 1.0 == shares[5]
    assert all(a <= b for a, b in itertools.pairwise(shares[:6]))
    assert all(a > b for a, b in itertools.pairwise(shares[6:]))
    assert shares[-1] < 0.02


def test_a_network_learns_what_the_rows_show() -> None:
    """After fitting, the likeliest label is each row's own."""
    from training.fitting import Recipe, fit
    from training.network import probabilities

    model, rows = _tiny(), _rows()
    fit(model, lambda _: rows, Recipe(rate=1e-2, passes=25, batch=8, seed=1), CPU)
    assert (probabilities(model, rows).argmax(-1) == rows.targets.argmax(-1)).all()


def test_what_is_packaged_stays_as_packaged() -> None:
    """Embeddings, norms and biases of the encoder are not touched by fitting."""
    from training.fitting import Recipe, fit

    model, before = _tiny(), _tiny().state_dict()
    fit(model, lambda _: _rows(), Recipe(rate=1e-2, passes=2, batch=8, seed=1), CPU)
    changed = {name for name, weight in model.state_dict().items() if not torch.equal(weight, before[name])}
    assert changed
    assert not [n for n in changed if "embeddings" in n or "LayerNorm" in n or ("encoder" in n and "bias" in n)]


def test_a_held_network_keeps_its_rank_while_it_learns() -> None:
    """After hold, fit and release, each layer's change has the rank that an adapter can carry."""
    from training.fitting import Recipe, fit
    from training.low_rank import hold, release

    model, rows = _tiny(), _rows()
    packaged = {name: weight.clone() for name, weight in model.state_dict().items()}
    fit(model, lambda _: rows, Recipe(rate=1e-2, passes=3, batch=8, seed=1), CPU)
    hold(model, packaged, rank=2)
    cut = model.bert.encoder.layer[0].attention.self.query.weight.detach().clone()
    fit(model, lambda _: rows, Recipe(rate=1e-2, passes=3, batch=8, seed=2), CPU)
    release(model)
    assert set(model.state_dict()) == set(packaged)
    for name, weight in model.state_dict().items():
        if "encoder" in name and weight.dim() == 2:
            assert torch.linalg.matrix_rank(weight - packaged[name], atol=1e-4) <= 2, name
    assert not torch.allclose(cut, model.bert.encoder.layer[0].attention.self.query.weight)


def test_holding_takes_the_nearest_change_of_the_rank() -> None:
    """Before any further step, a held layer is the packaged one plus the greatest singular values of its change."""
    from training.low_rank import hold

    model = _tiny()
    packaged = {name: weight.clone() for name, weight in model.state_dict().items()}
    layer = model.bert.encoder.layer[0].intermediate.dense
    change = torch.randn(layer.weight.shape)
    with torch.no_grad():
        layer.weight.add_(change)
    hold(model, packaged, rank=3)
    left, values, right = torch.linalg.svd(change, full_matrices=False)
    nearest = (left[:, :3] * values[:3]) @ right[:3]
    kept = layer.weight - packaged["bert.encoder.layer.0.intermediate.dense.weight"]
    assert torch.allclose(kept, nearest, atol=1e-4)


def test_rows_as_token_ids_keep_premise_and_hypothesis_apart() -> None:
    """Premise and hypothesis carry different token types, padding lies beyond the stated length."""
    from checker.packaged import base_folder
    from training.network import encoded, tokenizer_of

    rows = encoded(
        [Row("A cat sat.", "A dog sat.", 0), Row("It rained all day.", "No.", 2)], tokenizer_of(base_folder())
    )
    assert rows.targets.tolist() == [[1, 0, 0], [0, 0, 1]]
    for n, length in enumerate(rows.lengths.tolist()):
        assert set(rows.types[n, :length].tolist()) == {0, 1}
        assert rows.ids[n, length:].eq(0).all()
        assert rows.ids[n, :length].ne(0).all()


def test_a_share_of_the_words_is_masked_and_no_separator() -> None:
    """Each pass masks other words of the same share; separators and padding are never masked."""
    from types import SimpleNamespace

    from training.network import masked

    tokenizer: object = SimpleNamespace(all_special_ids=[0, 5], mask_token_id=39)
    rows = _rows(600)
    first, second = (masked(rows, 0.25, tokenizer, seed) for seed in (1, 2))
    words = (rows.ids != 0) & (rows.ids != 5)
    assert abs(float((first.ids == 39)[words].float().mean()) - 0.25) < 0.05
    assert not (first.ids == 39)[~words].any()
    assert (first.ids != second.ids).any()
    assert masked(rows, 0.0, tokenizer, 1) is rows
