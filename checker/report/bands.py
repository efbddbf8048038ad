"""Weights' measured bands, a report's models → how often passages of each band held where that was measured.

The counts are data (checker/weights/bands.json, written by bench/bands.py) and belong to one network: a report that was
made with another shows none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from checker.model import Band, Relation
from checker.report.words import BAND_WORDS, RELATION_WORDS
from checker.run import JudgeUsed, ModelUsed


class MeasuredOn(BaseModel):
    """What bands were measured on; by relation and band, how many passages were right, out of how many said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: str
    held: Mapping[Relation, Mapping[Band, tuple[int, int]]]


class Bands(BaseModel):
    """The measurements that belong to one entailment network, by the hash of its weights."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entailment_sha256: str
    measured: tuple[MeasuredOn, ...]


class BandsTold(NamedTuple):
    """A table: what was measured on, and for each relation and band one cell a measurement."""

    on: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def shipped_bands() -> Bands:
    """The measurements that ship with the program."""
    text = files("checker").joinpath("weights", "bands.json").read_text(encoding="utf-8")
    return Bands.model_validate(json.loads(text))


def bands_told(models: Sequence[ModelUsed | JudgeUsed], bands: Bands) -> BandsTold | None:
    """The table for a run with `models`; None where its network is not the one that was measured."""
    if bands.entailment_sha256 not in {m.sha256 for m in models if m.role == "entailment"}:
        return None
    rows = []
    for relation in dict.fromkeys(r for m in bands.measured for r in m.held):
        for band in BAND_WORDS:
            cells = tuple(_cell(m.held.get(relation, {}).get(band)) for m in bands.measured)
            rows.append((f"{RELATION_WORDS[relation]}, {BAND_WORDS[band]}", cells))
    return BandsTold(tuple(m.on for m in bands.measured), tuple(rows))


def _cell(held: tuple[int, int] | None) -> str:
    if held is None or not held[1]:
        return "none"
    right, said = held
    return f"{right} of {said} ({right / said:.0%})"
