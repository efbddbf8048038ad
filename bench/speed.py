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
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers.utils import logging as loading

from checker.case import Case
from checker.match import hypotheses
from checker.models import ENTAILMENT_TOKENS, PackagedEncoder, PackagedJudge
from checker.packaged import adapter_folder, adapter_labels, base_folder
from evidence.index import counts, open_index

T = TypeVar("T")
Floats = NDArray[np.float32]
QUERIES = 100
TOP = 20
HELP_RUNS = 10
CHECKER = (sys.executable, "-c", "from checker.cli import main; main()")
# The kernel's figure for a child counts the parent that it was forked from; its own status at its end does not.
WATCHED = (
    "import atexit, pathlib, sys\n"
    "status, kept = pathlib.Path('/proc/self/status'), pathlib.Path(sys.argv.pop(1))\n"
    "atexit.register(lambda: kept.write_text(status.read_text()))\n"
    "from checker.cli import main\nmain()\n"
)


class Spent(NamedTuple):
    """Seconds of all threads together, and seconds on the clock."""

    cpu: float
    wall: float


class Ended(NamedTuple):
    """A command that ran: its time, its peak memory in MB, the seconds of its stages."""

    spent: Spent
    peak: float
    stages: dict[str, float]


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


def help_rows() -> list[tuple[str, str]]:
    """How long `checker --help` takes, from nothing."""
    seconds = sorted(ran([*CHECKER, "--help"]).wall for _ in range(HELP_RUNS))
    return [
        (f"`checker --help`, {HELP_RUNS} runs: best, median", f"{seconds[0]:.2f} s, {statistics.median(seconds):.2f} s")
    ]


def check_rows(case: Case) -> list[tuple[str, str]]:
    """`checker check` on a copy: as the case stands, again, and again after one claim was edited."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(case, Path(folder))
        first, second = ran_check(copy), ran_check(copy)
        edit_first_claim(copy)
        edited = ran_check(copy)
    return [
        (name, f"{e.spent.wall:.1f} s, {e.spent.cpu:.1f} CPU s, peak {e.peak:,.0f} MB{stage_words(e.stages)}")
        for name, e in (
            ("`checker check`", first),
            ("the same again", second),
            ("after one statement was edited", edited),
        )
    ]


def copied(case: Case, folder: Path) -> Case:
    """The case in another folder; the database as of its last transaction."""
    copy = Case(folder)
    shutil.copy(case.claims_file, folder / case.claims_file.name)
    with sqlite3.connect(f"file:{case.database}?mode=ro", uri=True) as source, sqlite3.connect(copy.database) as target:
        source.backup(target)
    source.close()
    target.close()
    return copy


def edit_first_claim(case: Case) -> None:
    """Reword the first statement; the file becomes JSON, which is the same tree."""
    claims: dict[str, Any] = case.claims_as_written().model_dump(mode="json", by_alias=True, exclude_unset=True)
    claims["claims"][0]["statement"] += " This has been so throughout."
    case.claims_file.unlink()
    (case.folder / "claims.json").write_text(json.dumps(claims), encoding="utf-8")


def ran_check(case: Case) -> Ended:
    """`checker check` on a case, to its end."""
    kept = case.folder / "status.txt"
    spent = ran([sys.executable, "-c", WATCHED, str(kept), "check", str(case.folder), "--quiet"])
    peak = next(line.split()[1] for line in kept.read_text().splitlines() if line.startswith("VmHWM"))
    report = json.loads((case.reports / "report.json").read_text(encoding="utf-8"))
    return Ended(spent, int(peak) / 1024, report["run"]["times"]["seconds"])


def ran(command: Sequence[str]) -> Spent:
    """Run a command to its end.

    Raises:
        SystemExit: it failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Spent(used.ru_utime + used.ru_stime, time.perf_counter() - start)


def spent_words(spent: Spent, number: int, unit: str) -> str:
    """Seconds and speed."""
    return f"{spent.cpu:.1f} CPU s, {spent.wall:.1f} s on the clock: {number / spent.cpu:.0f} {unit} per CPU s"


def ratio_words(plain: Spent, engine: Spent) -> str:
    """How many times as fast."""
    return f"× {plain.cpu / engine.cpu:.2f} per CPU s (× {plain.wall / engine.wall:.2f} on the clock)"


def stage_words(stages: dict[str, float]) -> str:
    """Seconds by stage."""
    return "".join(f"; {name} {seconds:.1f} s" for name, seconds in stages.items())


if __name__ == "__main__":
    main()
