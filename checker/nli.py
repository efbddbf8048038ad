"""Premise and hypothesis → probabilities of contradiction, entailment and neutral, behind a small port.

What a network said of a pair is a pure function of model and texts, so it is kept in the case and never asked twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from checker.run import ModelUsed
from evidence.hashing import sha256_hex

Floats = NDArray[np.float32]
BLOCK = 256


class Reading(NamedTuple):
    """Probabilities that sum to one."""

    contradiction: float
    entailment: float
    neutral: float


class Judge(Protocol):
    """What linking needs of an entailment model."""

    @property
    def used(self) -> ModelUsed:
        """The model's name, hash, engine and precision."""

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Probabilities of contradiction, entailment, neutral; shape (len(pairs), 3)."""

    def exceeds(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Which pairs are longer than the model reads, so that their ends do not count."""


class ReadingStore(Protocol):
    """Where readings are kept between runs."""

    def get(self, keys: Sequence[str]) -> dict[str, Reading]:
        """The readings that are known."""

    def put(self, found: dict[str, Reading]) -> None:
        """Keep new readings."""


def read_pairs(
    judge: Judge, store: ReadingStore, pairs: Sequence[tuple[str, str]], progress: Callable[[int], None]
) -> list[Reading]:
    """What the network says of each (premise, hypothesis), asking only for pairs that the store lacks.

    `progress` is told how many pairs each step answered. Probabilities are rounded to six decimals, so that a reading
    is the same whether fresh or stored.
    """
    keys = [store_key(judge.used, pair) for pair in pairs]
    known = store.get(keys)
    progress(sum(key in known for key in keys))
    missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
    items = list(missing.items())
    for start in range(0, len(items), BLOCK):
        block = items[start : start + BLOCK]
        rows = judge.entailment([pair for _, pair in block])
        fresh = {key: Reading(*(round(float(x), 6) for x in row)) for (key, _), row in zip(block, rows, strict=True)}
        store.put(fresh)
        known |= fresh
        progress(len(block))
    return [known[key] for key in keys]


def store_key(used: ModelUsed, pair: tuple[str, str]) -> str:
    """The key of a pair under one model."""
    return sha256_hex("\x1f".join((used.engine, used.precision, used.sha256, *pair)))
