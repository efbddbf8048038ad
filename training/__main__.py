"""Public NLI rows and labelled pairs → everything under checker/weights, in one command (hours without a GPU).

    python -m training [--work runs] --real-network NIH.jsonl --real-score OKLAHOMA.jsonl

Each step is a process of its own and leaves its files under `--work`. Labelled real passages are joined with the mail's
text by `bench.labelled.join`, one file a release.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from training.pair_rows import TRAINING_SETS


def main() -> None:
    """Train both stages, ship the adapter, fit the score, list the rows that were seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    parser.add_argument("--real-network", type=Path, nargs="*", default=[], help="labelled real passages to train on")
    parser.add_argument("--cases", type=Path, nargs="*", default=[], help="rows of whole cases for the last stage")
    parser.add_argument("--real-score", type=Path, nargs="*", default=[], help="others, to fit the score on")
    given = parser.parse_args()
    real = (*given.real_network, *given.cases, *given.real_score)
    base, pairs, settled = given.work / "base", given.work / "pairs", given.work / "settled"
    steps: list[list[str | Path]] = [
        ["train_nli", "base", "--out", base],
        ["train_nli", "pairs", "--start", base, "--out", pairs, "--real", *given.real_network],
        ["train_nli", "settle", "--start", pairs, "--out", settled, "--real", *given.real_network, *given.cases],
        ["ship", settled],
        ["fit_score", "--real", *given.real_score, "--out", "checker/weights/score.json"],
        ["seen", "--sets", *TRAINING_SETS, "--real", *real, "--out", "checker/weights/seen.txt"],
    ]
    for name, *arguments in steps:
        subprocess.run([sys.executable, "-m", f"training.{name}", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
