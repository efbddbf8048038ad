"""A case → how long `checker` takes from nothing, and what `checker check` costs in time and memory."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from checker.case import Case

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
    spent, peak = watched(["check", str(case.folder), "--quiet"])
    report = json.loads((case.reports / "report.json").read_text(encoding="utf-8"))
    return Ended(spent, peak, report["run"]["times"]["seconds"])


def watched(arguments: Sequence[str]) -> tuple[Spent, float]:
    """`checker` with these arguments, to its end: its time, and its peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "status.txt"
        spent = ran([sys.executable, "-c", WATCHED, str(kept), *arguments])
        peak = next(line.split()[1] for line in kept.read_text().splitlines() if line.startswith("VmHWM"))
    return spent, int(peak) / 1024


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


def stage_words(stages: dict[str, float]) -> str:
    """Seconds by stage."""
    return "".join(f"; {name} {seconds:.1f} s" for name, seconds in stages.items())
