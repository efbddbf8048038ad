"""Public NLI rows and labelled pairs → everything under checker/weights, in one command (hours on a CPU).

    python -m training [--work runs]

Each step is a process of its own and leaves its files under `--work`; a run that was cut off goes on where it stood.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from training.pair_rows import TRAINING_SETS

SCORE_SET = "set4"
# The pairs are passed twice, each time with propositions, other claims and base rows drawn anew.
SECOND_DRAW = "20261125"


def main() -> None:
    """Train both stages, ship the adapter, fit the score, list the rows that were seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    work = parser.parse_args().work
    base, pairs, again = work / "base", work / "pairs", work / "pairs2"
    steps: list[list[str | Path]] = [
        ["train_nli", "base", "--out", base],
        ["train_nli", "pairs", "--start", base / "model", "--out", pairs],
        ["train_nli", "pairs", "--start", pairs / "model", "--out", again, "--seed", SECOND_DRAW],
        ["ship", again / "model"],
        ["fit_score", "--set", SCORE_SET, "--out", "checker/weights/score.json"],
        ["seen", "--sets", *TRAINING_SETS, SCORE_SET, "--out", "checker/weights/seen.txt"],
    ]
    for name, *arguments in steps:
        subprocess.run([sys.executable, "-m", f"training.{name}", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
