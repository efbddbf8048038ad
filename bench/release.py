"""A release and its claims file → a case, and what it took: counts, seconds a stage, peak memory, size, shares found.

    python -m bench.release CASE --claims bench/claims/state-foia.yaml PATH…

CASE must be absent; it is left behind, so that its links can be judged (bench/first_ten.py).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

KILOBYTES_A_UNIT = 1 if sys.platform != "darwin" else 1 / 1024


class Ran(NamedTuple):
    """One command: wall-clock seconds, processor seconds, peak resident memory in MB."""

    wall: float
    cpu: float
    peak_mb: float


def run(*arguments: str) -> Ran:
    """Run `checker` with these arguments in a process of its own.

    Raises:
        SystemExit: it failed.
    """
    start = time.perf_counter()
    command = [sys.executable, "-c", "from checker.cli import main; main()", *arguments]
    process = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"checker {' '.join(arguments)} failed")
    peak = usage.ru_maxrss * KILOBYTES_A_UNIT / 1024
    return Ran(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, peak)


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
    run("new", str(case))
    shutil.copyfile(claims, case / "claims.yaml")
    ingest = run("ingest", str(case), *paths, "--quiet")
    first = run("check", str(case), "--quiet")
    second = run("check", str(case), "--quiet")
    report = json.loads((case / "reports" / "report.json").read_text(encoding="utf-8"))
    counts = report["run"]["counts"]
    rows: dict[str, Any] = {name: f"{counts[name]:,}" for name in counts}
    rows |= shares(case / "case.sqlite")
    for name, ran in {"ingest": ingest, "first check": first, "second check, nothing changed": second}.items():
        rows[name] = f"{ran.wall:.0f} s ({ran.cpu:.0f} CPU-s), peak {ran.peak_mb:,.0f} MB"
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
