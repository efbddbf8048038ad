"""Folder of a packaged encoder, rows → a three-way classifier over (premise, hypothesis), rows as token ids, logits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import AutoTokenizer, BertForSequenceClassification, PreTrainedTokenizerBase

from training.nli_rows import LABELS, Row

MAX_TOKENS = 256
# The matrices of the encoder's linear layers and the head learn; embeddings, norms and biases stay as packaged, so that
# what was learned can ship as a low-rank adapter.
LEARNS = re.compile(r"(encoder\..*(query|key|value|dense)\.weight|pooler\..*|classifier\..*)$")


class Encoded(NamedTuple):
    """Rows as token ids: `ids` and `types` (n × longest, int32, padded with 0), `lengths` (n), `targets` (n × 3)."""

    ids: Tensor
    types: Tensor
    lengths: Tensor
    targets: Tensor


def new_model(base: Path, seed: int, dropout: float = 0.0) -> BertForSequenceClassification:
    """The packaged encoder under a fresh three-way head; what LEARNS does not name is frozen."""
    torch.manual_seed(seed)
    model = BertForSequenceClassification.from_pretrained(
        str(base),
        num_labels=len(LABELS),
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        id2label=dict(enumerate(LABELS)),
        label2id={label: n for n, label in enumerate(LABELS)},
        # On a CPU the fused attention takes twice as long to train.
        attn_implementation="sdpa" if torch.cuda.is_available() else "eager",
        dtype=torch.float32,
    )
    for name, parameter in model.named_parameters():
        parameter.requires_grad = LEARNS.search(name) is not None
    return model


def load_weights(model: BertForSequenceClassification, folder: Path) -> None:
    """Put the weights that a stage saved into a model that `new_model` made.

    Raises:
        RuntimeError: the folder's weights are another network's.
    """
    model.load_state_dict(load_file(folder / "model.safetensors"))


def tokenizer_of(base: Path) -> PreTrainedTokenizerBase:
    """The tokenizer of a packaged encoder."""
    return AutoTokenizer.from_pretrained(str(base))


def encoded(rows: Sequence[Row], tokenizer: PreTrainedTokenizerBase) -> Encoded:
    """The rows as the network reads them, at most MAX_TOKENS each; a label becomes a row of three shares."""
    read = tokenizer(
        [r.premise for r in rows], [r.hypothesis for r in rows], truncation="longest_first", max_length=MAX_TOKENS
    )
    lengths = torch.tensor([len(ids) for ids in read["input_ids"]])
    filled = torch.arange(int(lengths.max()))[None] < lengths[:, None]
    ids, types = torch.zeros(2, *filled.shape, dtype=torch.int32)
    ids[filled] = torch.tensor(list(chain.from_iterable(read["input_ids"])), dtype=torch.int32)
    types[filled] = torch.tensor(list(chain.from_iterable(read["token_type_ids"])), dtype=torch.int32)
    targets = torch.nn.functional.one_hot(torch.tensor([r.label for r in rows]), len(LABELS)).float()
    return Encoded(ids, types, lengths, targets)


def masked(rows: Encoded, share: float, tokenizer: PreTrainedTokenizerBase, seed: int) -> Encoded:
    """The rows with a share of their tokens behind [MASK], drawn with `seed`; separators and padding stay.

    What is read again in each pass is then never quite the same, as with dropout of whole words (Iyyer et al. 2015).
    """
    if not share:
        return rows
    drawn = torch.rand(rows.ids.shape, generator=torch.Generator().manual_seed(seed)) < share
    words = ~torch.isin(rows.ids, torch.tensor(tokenizer.all_special_ids, dtype=rows.ids.dtype))
    return rows._replace(ids=rows.ids.masked_fill(drawn & words, int(tokenizer.mask_token_id)))


def answers(model: BertForSequenceClassification, rows: Encoded, chosen: Tensor, longest: int) -> Tensor:
    """Logits (len(chosen) × 3, float32) of some rows, cut to `longest` tokens."""
    ids, types = rows.ids[chosen, :longest].long(), rows.types[chosen, :longest].long()
    mask = torch.arange(longest, device=ids.device)[None] < rows.lengths[chosen, None]
    with torch.autocast(ids.device.type, dtype=torch.bfloat16):
        return model(input_ids=ids, token_type_ids=types, attention_mask=mask.long()).logits.float()


@torch.no_grad()
def probabilities(model: BertForSequenceClassification, rows: Encoded, batch: int = 256) -> Tensor:
    """What the network says of each row (n × 3, on the CPU), in the order of LABELS."""
    model.eval()
    rows = Encoded(*(t.to(model.device) for t in rows))
    order = rows.lengths.argsort()
    said = torch.zeros(len(order), len(LABELS))
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        longest = int(rows.lengths[chosen].max())
        said[chosen.cpu()] = answers(model, rows, chosen, longest).softmax(-1).cpu()
    return said
