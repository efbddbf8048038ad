"""Texts → unit vectors, behind a small port; the adapters that carry a network stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from checker.run import ModelUsed

Floats = NDArray[np.float32]


class Encoder(Protocol):
    """What matching needs of an embedding model."""

    @property
    def used(self) -> ModelUsed:
        """The model's name, hash, engine and precision."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), dimensions)."""

    def exceeds(self, texts: Sequence[str]) -> list[bool]:
        """Which texts are longer than the model reads, so that their ends do not count."""


def model_key(used: ModelUsed) -> str:
    """What vectors of one model are stored under; vectors of different keys never mix."""
    return f"{used.engine}/{used.precision}/{used.sha256}"
