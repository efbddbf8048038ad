"""Labelled pairs that the shipped weights were fitted on → checker/weights/seen.txt, one hash a line.

    python -m training.seen --sets set1 set2 set3 set4 --out checker/weights/seen.txt

`checker evaluate pairs` leaves out of its figures whatever stands there. A pair counts under its own statement and
under the opposite one, for the second stage reads the passage under both; the groups of `pairs/` count whole, those
kept from the network too, because the score is fitted on them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from checker.evaluate.seen import seen_hash
from training.pair_groups import read_groups
from training.pair_rows import OWN_PAIRS, read_lines, read_pairs


def seen_lines(pairs: Iterable[Mapping[str, Any]]) -> list[str]:
    """The hashes of `pairs` under their statements and the opposite ones, sorted, each once."""
    return sorted({seen_hash(statement, pair["passage"]) for pair in pairs for statement in _statements(pair)})


def _statements(pair: Mapping[str, Any]) -> Iterator[str]:
    claim = pair["claim"]
    yield claim["statement"]
    opposite = claim.get("opposite")
    if opposite:
        yield opposite if isinstance(opposite, str) else opposite["opposite"]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/claim-pairs"))
    parser.add_argument("--sets", nargs="+", required=True, help="claim-pairs that network or score were fitted on")
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="labelled real passages (bench.labelled.join)")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    groups = read_groups(sorted(OWN_PAIRS.glob("pairs*.jsonl")))
    lines = seen_lines([*read_pairs(given.data, given.sets), *groups, *read_lines(given.real)])
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{given.out}: {len(lines)} pairs")


if __name__ == "__main__":
    main()
