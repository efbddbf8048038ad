"""Distinct texts × encoder → vectors kept in the case; queries × vectors → the nearest texts, exactly.

Vectors are stored as float16 (recall ≥ .999 of float32) in blocks, under engine, precision and hash of the model;
blocks of another model are never read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from checker.encoder import Encoder, Floats, model_key
from evidence.index import transaction
from evidence.lookup import Lookup, blocks

BLOCK_ROWS = 4096
# Sorting by length within a step costs next to nothing in padding, and a person sees that something happens.
STEP_ROWS = 512


class Nearest(NamedTuple):
    """A text and its cosine to the query."""

    distinct: int
    cosine: float


def missing_vectors(connection: sqlite3.Connection, encoder: Encoder) -> int:
    """How many distinct texts the model has not seen yet."""
    total = connection.execute("SELECT count(*) FROM distinct_texts").fetchone()[0]
    row = connection.execute("SELECT sum(count) FROM vectors WHERE model = ?", (model_key(encoder.used),)).fetchone()
    return int(total) - int(row[0] or 0)


def encode_missing(connection: sqlite3.Connection, encoder: Encoder, progress: Callable[[int], None]) -> None:
    """Compute and store the vectors that are missing, a transaction a block; `progress` is told of each step in it."""
    lookup, key = Lookup(connection), model_key(encoder.used)
    last = connection.execute("SELECT max(first + count - 1) FROM vectors WHERE model = ?", (key,)).fetchone()[0] or 0
    while rows := lookup.distinct_after(last, BLOCK_ROWS):
        parts = []
        for step in blocks(rows, STEP_ROWS):
            parts.append(encoder.encode([text for _, text in step]).astype(np.float16))
            progress(len(step))
        vectors = np.concatenate(parts)
        first, last = rows[0][0], rows[-1][0]
        with transaction(connection):
            connection.execute(
                "INSERT INTO vectors VALUES (?, ?, ?, ?, ?)",
                (key, first, last - first + 1, vectors.shape[1], vectors.tobytes()),
            )


def stored_blocks(connection: sqlite3.Connection, key: str) -> Iterator[tuple[int, Floats]]:
    """Key of the first text, and the vectors of each block, in order."""
    rows = connection.execute("SELECT first, dimensions, data FROM vectors WHERE model = ? ORDER BY first", (key,))
    for first, dimensions, data in rows:
        yield first, np.frombuffer(data, dtype=np.float16).reshape(-1, dimensions).astype(np.float32)


def nearest(
    connection: sqlite3.Connection, key: str, queries: Floats, top: int, among: frozenset[int] | None = None
) -> list[list[Nearest]]:
    """For each query, the `top` nearest texts, best first; ties by key.

    Args:
        connection: an open index.
        key: `model_key` of the model that made `queries`.
        queries: unit vectors, shape (n, dimensions).
        top: how many.
        among: search these texts alone.
    """
    best: list[list[Nearest]] = [[] for _ in range(len(queries))]
    wanted = np.fromiter(sorted(among), dtype=np.int64) if among is not None else None
    for first, vectors in stored_blocks(connection, key):
        rows = _rows(first, len(vectors), wanted)
        if not len(rows):
            continue
        cosines = queries @ vectors[rows].T
        for q, scores in enumerate(cosines):
            best[q] = _merge(best[q], rows + first, scores, top)
    return best


def _rows(first: int, count: int, wanted: NDArray[np.int64] | None) -> NDArray[np.int64]:
    if wanted is None:
        return np.arange(count)
    return wanted[(wanted >= first) & (wanted < first + count)] - first


def _merge(best: list[Nearest], keys: NDArray[np.int64], scores: Floats, top: int) -> list[Nearest]:
    chosen = np.argpartition(-scores, top)[:top] if len(scores) > top else np.arange(len(scores))
    found = best + [Nearest(int(keys[i]), round(float(scores[i]), 6)) for i in chosen]
    return sorted(found, key=lambda n: (-n.cosine, n.distinct))[:top]


def cosines_of(connection: sqlite3.Connection, key: str, queries: Floats, texts: Sequence[int]) -> Floats:
    """Cosine of each of `texts` with each query, shape (len(texts), len(queries))."""
    place = {pk: i for i, pk in enumerate(texts)}
    wanted = np.fromiter(sorted(place), dtype=np.int64)
    found = np.zeros((len(texts), len(queries)), dtype=np.float32)
    for first, vectors in stored_blocks(connection, key):
        rows = _rows(first, len(vectors), wanted)
        if len(rows):
            found[[place[int(r) + first] for r in rows]] = vectors[rows] @ queries.T
    return found
