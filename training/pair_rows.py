"""Labelled claim pairs → (premise, hypothesis, label) rows with contrast: every passage under claims that part labels.

A passage stands under its own statement and propositions, under the opposite statement where one was written, and
under a statement and a counter-proposition of another claim of its domain, so that "guilty-sounding" alone predicts
nothing.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evidence.premise import header_line, premise
from training.nli_rows import LABELS, Row

RELATION_LABELS = {"contradicts": "contradiction", "supports": "entailment", "neutral": "neutral"}
FLIPPED = {"contradicts": "supports", "supports": "contradicts", "neutral": "neutral"}
PROPOSITION_LABELS = {"entailed": "entailment", "refuted": "contradiction", "neutral": "neutral"}


class Opposite(NamedTuple):
    """A statement of the reverse meaning, and the pairs whose label it does not flip."""

    statement: str
    not_flipped: frozenset[str]


def read_pairs(folder: Path, sets: Sequence[str]) -> list[dict[str, Any]]:
    """The lines of claim-pairs files, in order."""
    return [json.loads(line) for name in sets for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


def read_opposites(folder: Path) -> dict[str, Opposite]:
    """For each statement its opposite, where one was written."""
    found = {}
    for path in sorted(folder.glob("opposites*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            found[row["statement"]] = Opposite(row["opposite"], frozenset(row["not_flipped"]))
    return found


def pair_rows(folder: Path, sets: Sequence[str], seed: int) -> list[Row]:
    """Every row that the pairs of `sets` give, shuffled with `seed`."""
    rng = random.Random(seed)
    pairs, opposites = read_pairs(folder, sets), read_opposites(folder)
    by_domain: dict[str, list[dict[str, Any]]] = {}
    for pair in pairs:
        by_domain.setdefault(pair["domain"], []).append(pair)
    rows = [row for pair in pairs for row in _rows(pair, opposites, by_domain[pair["domain"]], rng)]
    rng.shuffle(rows)
    return rows


def _rows(
    pair: Mapping[str, Any], opposites: Mapping[str, Opposite], domain: Sequence[Mapping[str, Any]], rng: random.Random
) -> Iterator[Row]:
    read, statement = as_premise(pair), pair["claim"]["statement"]
    yield _row(read, statement, RELATION_LABELS[pair["label"]])
    propositions = pair.get("propositions") or {}
    for kind in ("asserts", "counter"):
        texts, labels = propositions.get(kind) or (), pair.get(f"{kind}_labels") or ()
        for text, label in zip(texts, labels, strict=False):
            yield _row(read, text, PROPOSITION_LABELS[label])
    opposite = opposites.get(statement)
    if opposite and pair["id"] not in opposite.not_flipped:
        yield _row(read, opposite.statement, RELATION_LABELS[FLIPPED[pair["label"]]])
    others = [p for p in domain if p["claim"]["statement"] != statement]
    if others:
        other = rng.choice(others)
        yield _row(read, other["claim"]["statement"], "neutral")
        for text in (other.get("propositions") or {}).get("counter", ())[:1]:
            yield _row(read, text, "neutral")


def as_premise(pair: Mapping[str, Any]) -> str:
    """Header line and passage as the product reads them."""
    message = pair["message"]
    to = message.get("to") or []
    header = header_line(
        message.get("from"), [to] if isinstance(to, str) else to, message.get("date"), message.get("subject")
    )
    return premise(header, pair["passage"])


def _row(read: str, hypothesis: str, label: str) -> Row:
    return Row(read, hypothesis, LABELS.index(label))


def seen_hashes(folder: Path, sets: Sequence[str]) -> list[str]:
    """Hashes by which `evaluate pairs` knows rows that the shipped weights were fitted on."""
    keys = {f"{p['claim']['statement']}\x1f{p['passage']}" for p in read_pairs(folder, sets)}
    return sorted(hashlib.sha256(key.encode("utf-8")).hexdigest()[:16] for key in keys)
