"""Public NLI files → shuffled (premise, hypothesis, label) rows, without what the evaluation files hold."""

from __future__ import annotations

import gzip
import json
import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LABELS = ("contradiction", "entailment", "neutral")

# How often each row of a file is seen in one pass over the mixture.
MIXTURE = {
    "train-snli": 1,
    "train-mnli": 2,
    "train-cad": 2,
    "train-conjnli": 1,
    "train-infotabs": 1,
    "train-fever": 1,
    "train-scifact": 2,
}
HELD_OUT_BY_PREMISE = ("dev-breaking-nli", "dev-negation-nli")
HELD_OUT_BY_HYPOTHESIS = ("dev-scifact",)


class Row(NamedTuple):
    """One labelled pair; `label` indexes LABELS."""

    premise: str
    hypothesis: str
    label: int


def read_jsonl(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def base_rows(folder: Path, seed: int) -> list[Row]:
    """The mixture for the base stage, shuffled with `seed`."""
    rng = random.Random(seed)
    premises = {r["premise"] for name in HELD_OUT_BY_PREMISE for r in read_jsonl(folder / f"{name}.jsonl.gz")}
    hypotheses = {r["hypothesis"] for name in HELD_OUT_BY_HYPOTHESIS for r in read_jsonl(folder / f"{name}.jsonl.gz")}
    rows: list[Row] = []
    for name, times in MIXTURE.items():
        rows += times * [
            Row(r["premise"], r["hypothesis"], LABELS.index(r["label"]))
            for r in read_jsonl(folder / f"{name}.jsonl.gz")
            if r["premise"] not in premises and r["hypothesis"] not in hypotheses
        ]
    rows += near_miss_neutrals(folder)
    rng.shuffle(rows)
    return rows


def near_miss_neutrals(folder: Path) -> list[Row]:
    """FEVER claims without evidence, each paired with the BM25-nearest passage of another claim, as neutrals."""
    passages = sorted({r["premise"] for r in read_jsonl(folder / "train-fever.jsonl.gz")})
    claims = (folder / "train-fever-nei-claims.txt").read_text(encoding="utf-8").splitlines()
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(text)")
    database.executemany("INSERT INTO passages VALUES (?)", ((p,) for p in passages))
    rows = []
    for claim in claims:
        words = " OR ".join(f'"{w}"' for w in re.findall(r"\w{3,}", claim))
        found = database.execute(
            "SELECT text FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT 1", (words,)
        ).fetchone()
        if found:
            rows.append(Row(found[0], claim, LABELS.index("neutral")))
    return rows
