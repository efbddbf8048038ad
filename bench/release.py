"""A release and its claims file → a case, and what it took: counts, seconds a stage, peak memory, size, shares found.

    python -m bench.release CASE --claims bench/claims/state-foia.yaml PATH…

CASE must be absent; it is left behind, so that its links can be judged (bench/first_ten.py).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.command_costs import watched


def shares(database: Path) -> dict[str, str]:
    """Share of messages with a date, a sender, a recipient."""
    connection = sqlite3.connect(database)
    total = connection.execute("SELECT count(*) FROM messages").fetchone()[0]
    queries = {
        "messages with a date": "SELECT count(*) FROM messages WHERE date IS NOT NULL",
        "messages with a sender": "SELECT count(DISTINCT message) FROM message_mailboxes WHERE role = 'from'",
        "messages with a recipient": "SELECT count(DISTINCT message) FROM message_mailboxes WHERE role IN ('to', 'cc')",
    }
    return {name: f"{connection.execute(query).fetchone()[0] / total:.1%}" for name, query in queries.items()}


def measure(case: Path, claims: Path, paths: Sequence[str]) -> dict[str, Any]:
    """Make the case, read the release, check it twice."""
    watched(["new", str(case)])
    shutil.copyfile(claims, case / "claims.yaml")
    ingest = watched(["ingest", str(case), *paths, "--quiet"])
    first = watched(["check", str(case), "--quiet"])
    second = watched(["check", str(case), "--quiet"])
    report = json.loads((case / "reports" / "report.json").read_text(encoding="utf-8"))
    counts = report["run"]["counts"]
    rows: dict[str, Any] = {name: f"{counts[name]:,}" for name in counts}
    rows |= shares(case / "case.sqlite")
    ran = {"ingest": ingest, "first check": first, "second check, nothing changed": second}
    for name, (spent, peak) in ran.items():
        rows[name] = f"{spent.wall:.0f} s ({spent.cpu:.0f} CPU-s), peak {peak:,.0f} MB"
    rows["size of the case"] = f"{(case / 'case.sqlite').stat().st_size / 1e6:,.0f} MB"
    return rows


def main() -> None:
    """Print the figures as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--claims", type=Path, required=True)
    given = parser.parse_args()
    print("| figure | value |\n| --- | --- |")
    for name, value in measure(given.case, given.claims, given.paths).items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
