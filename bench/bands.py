"""Figures of bench.folds, labelled real passages → checker/weights/bands.json, which reports show.

    python -m bench.cases --held-out --keep reports
    python -m bench.bands --folds folds.json --real enron-and-state.jsonl --cases reports --out bands.json

Three measurements: invented pairs of topic areas that neither network nor score had seen (networks trained like the
shipped one); the shipped product on labelled passages of real releases that nothing was fitted on; and every link of
its reports on invented cases that nobody had read.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench.cases import HELD_OUT, links_held
from bench.folds import bands_of, held_by_band, tally
from checker.evaluate.inputs import PairRow
from checker.evaluate.judge import PairJudge, as_pair
from checker.models import PackagedJudge, open_encoder
from checker.report.as_json import load_report
from checker.score import shipped_weights
from checker.settings import Settings


def main() -> None:
    """Measure and write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folds", type=Path, required=True)
    options.add_argument("--real", type=Path, required=True)
    options.add_argument("--cases", type=Path, required=True, help="folder of the reports of the held-out cases")
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    judge, weights = PackagedJudge(), shipped_weights()
    rows = [PairRow.model_validate_json(line) for line in given.real.read_text(encoding="utf-8").splitlines()]
    said = PairJudge((open_encoder(Settings()), judge), weights, lambda _: None)([as_pair(row) for row in rows])
    folds = json.loads(given.folds.read_text(encoding="utf-8"))
    told = {
        "entailment_sha256": judge.used.sha256,
        "measured": [
            {"on": f"{folds['n']:,} invented pairs, topic areas not seen in training", "held": folds["bands"]},
            {
                "on": f"{len(rows):,} passages of real releases, near misses by words",
                "held": held_by_band(rows, said, bands_of(said, weights)),
            },
            {"on": f"every link of {len(HELD_OUT)} invented cases that nobody had read", "held": of_cases(given.cases)},
        ],
    }
    given.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(given.out.read_text(encoding="utf-8"))


def of_cases(folder: Path) -> dict[str, dict[str, tuple[int, int]]]:
    """By relation and band, how many links of the reports of the held-out cases hold, out of how many."""
    reports = {name: load_report((folder / f"{name}.json").read_text(encoding="utf-8")) for name in sorted(HELD_OUT)}
    return tally(told for name, report in reports.items() for told in links_held(name, report))


if __name__ == "__main__":
    main()
