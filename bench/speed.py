"""Speed and memory on an ingested case, as ratios to the plain libraries over the same texts in one run.

    python -m bench speed CASE [--texts N] [--pairs N] [--without-check]

Encoding is held against `SentenceTransformer.encode`, entailment against `CrossEncoder.predict`, each as a user would
call it. A ratio is of CPU seconds, so that what else runs on the machine counts for little; wall seconds stand beside
it. Threads that share a core slow each other down, the faster side most: for a figure per core run it as
`taskset -c 0 python -m bench speed …` on a machine that does nothing else. The case is read alone: `check` runs on a
copy. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers.utils import logging as loading

from bench.command_costs import Spent, check_rows, copied, help_rows
from checker.case import Case
from checker.match import hypotheses
from checker.models import ENTAILMENT_TOKENS, PackagedEncoder, PackagedJudge
from checker.packaged import adapter_folder, adapter_labels, base_folder
from evidence.index import counts, open_index

T = TypeVar("T")
Floats = NDArray[np.float32]
QUERIES = 100
TOP = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench speed", description=__doc__.partition("\n")[0])
    parser.add_argument("case", type=Path)
    parser.add_argument("--texts", type=int, default=5000, help="distinct texts to encode")
    parser.add_argument("--pairs", type=int, default=2000, help="pairs to read")
    parser.add_argument("--without-check", action="store_true", help="leave `checker check` out")
    given = parser.parse_args()
    case = Case(given.case)
    rows = [*distinct_rows(case), *encoding_rows(sample(case, given.texts))]
    rows += entailment_rows(sample_pairs(case, given.pairs))
    rows += help_rows()
    rows += [] if given.without_check else check_rows(case)
    print("| what | measured |\n| --- | --- |")
    for what, measured in rows:
        print(f"| {what} | {measured} |")


def sample(case: Case, size: int) -> list[str]:
    """`size` distinct texts of the case, evenly spread over it."""
    with sqlite3.connect(f"file:{case.database}?mode=ro", uri=True) as connection:
        texts = [t for (t,) in connection.execute("SELECT text FROM distinct_texts ORDER BY pk")]
    connection.close()
    return texts[:: max(1, len(texts) // size)][:size]


def sample_pairs(case: Case, size: int) -> list[tuple[str, str]]:
    """Distinct texts of the case, each with one sentence of its claims in turn."""
    sentences = [h.text for claim in case.claims().claims for h in hypotheses(claim)]
    return [(text, sentences[i % len(sentences)]) for i, text in enumerate(sample(case, size))]


def timed(work: Callable[[], T]) -> tuple[T, Spent]:
    """What `work` returns and what it spent in this process."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, Spent(time.process_time() - cpu, time.perf_counter() - wall)


def distinct_rows(case: Case) -> list[tuple[str, str]]:
    """What encoding each distinct text once saves."""
    with tempfile.TemporaryDirectory() as folder, open_index(copied(case, Path(folder)).database) as connection:
        held = counts(connection)
    gain = held["passages"] / held["distinct_texts"]
    return [
        ("passages, distinct texts", f"{held['passages']:,}, {held['distinct_texts']:,}"),
        ("gain from encoding each distinct text once", f"× {gain:.2f}"),
    ]


def encoding_rows(texts: Sequence[str]) -> list[tuple[str, str]]:
    """The engine against the plain call: time, cosine, ranking."""
    engine, plain = PackagedEncoder(), SentenceTransformer(str(base_folder()), device="cpu")
    engine.encode(texts[:16])
    plain.encode(list(texts[:16]), show_progress_bar=False)
    slow, plain_spent = timed(
        lambda: plain.encode(list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
    )
    fast, engine_spent = timed(lambda: engine.encode(texts))
    cosines = (slow * fast).sum(axis=1)
    common, equal = rankings(slow, fast)
    return [
        ("texts encoded", f"{len(texts):,}"),
        ("`SentenceTransformer.encode`", spent_words(plain_spent, len(texts), "texts")),
        ("ONNX engine", spent_words(engine_spent, len(texts), "texts")),
        ("encoding, ratio to the plain call", ratio_words(plain_spent, engine_spent)),
        ("cosine with the plain call, least and mean", f"{cosines.min():.6f}, {cosines.mean():.6f}"),
        (f"top {TOP} of {QUERIES} queries: in common, same order", f"{common:.2%}, {equal:.2%}"),
    ]


def rankings(one: Floats, other: Floats) -> tuple[float, float]:
    """Share of the top texts that two sets of vectors have in common, and of queries whose order is the same."""
    chosen = range(0, len(one), max(1, len(one) // QUERIES))
    first, second = (np.argsort(-(v[list(chosen)] @ v.T), axis=1, kind="stable")[:, :TOP] for v in (one, other))
    common = [len(set(a) & set(b)) / len(a) for a, b in zip(first, second, strict=True)]
    return statistics.mean(common), float((first == second).all(axis=1).mean())


def entailment_rows(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The engine against the plain call with the same adapter."""
    labels = adapter_labels(adapter_folder())
    # Loading prints that the head is new, which the adapter fills.
    loading.set_verbosity_error()
    plain = CrossEncoder(str(base_folder()), num_labels=len(labels), max_length=ENTAILMENT_TOKENS, device="cpu")
    plain.load_adapter(str(adapter_folder()))
    engine = PackagedJudge()
    engine.entailment(pairs[:16])
    plain.predict(list(pairs[:16]), show_progress_bar=False)
    slow, plain_spent = timed(
        lambda: plain.predict(list(pairs), apply_softmax=True, convert_to_numpy=True, show_progress_bar=False)
    )
    fast, engine_spent = timed(lambda: engine.entailment(pairs))
    columns = [labels.index(label) for label in ("contradiction", "entailment", "neutral")]
    apart = float(np.abs(slow[:, columns] - fast).max())
    return [
        ("pairs read", f"{len(pairs):,}"),
        ("`CrossEncoder.predict`", spent_words(plain_spent, len(pairs), "pairs")),
        ("ONNX engine", spent_words(engine_spent, len(pairs), "pairs")),
        ("entailment, ratio to the plain call", ratio_words(plain_spent, engine_spent)),
        ("greatest difference of a probability", f"{apart:.6f}"),
    ]


def spent_words(spent: Spent, number: int, unit: str) -> str:
    """Seconds and speed."""
    return f"{spent.cpu:.1f} CPU s, {spent.wall:.1f} s on the clock: {number / spent.cpu:.0f} {unit} per CPU s"


def ratio_words(plain: Spent, engine: Spent) -> str:
    """How many times as fast."""
    return f"× {plain.cpu / engine.cpu:.2f} per CPU s (× {plain.wall / engine.wall:.2f} on the clock)"


if __name__ == "__main__":
    main()
