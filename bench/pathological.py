"""Mails built to hang or swell a parser → seconds, peak memory and how each ends in the ledger.

    python -m bench pathological [--library] [NAME…]

Each is a file of its own, read by `ingest` into a case of its own, by a process of its own. Seconds are processor
seconds of all of that, start included; memory is the peak of what the processes hold together. With --library the
standard library's `email` with `policy.default` reads the same bytes, with the same memory, stopped after a minute.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.big_mbox import MB, Ran, watched
from bench.hostile_mails import HOSTILE, bombs
from bench.kills import RUN

LIBRARY = (
    "import sys, email, email.policy\n"
    "held = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)\n"
    "[str(held[n]) for n in ('from', 'to', 'cc', 'date', 'subject')]\n"
    "[p.get_content() for p in held.walk() if p.get_content_maintype() == 'text']"
)
LIBRARY_SECONDS = 60


def main() -> None:
    """Print one table."""
    options = argparse.ArgumentParser(prog="bench pathological", description=__doc__.partition("\n")[0])
    options.add_argument("names", nargs="*", help="these alone")
    options.add_argument("--library", action="store_true")
    given = options.parse_args()
    print("| file | CPU s | peak MB | ledger | `policy.default` |\n| --- | --- | --- | --- | --- |")
    for name, data in (HOSTILE | bombs()).items():
        if given.names and name not in given.names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "hostile"
            file.write_bytes(data)
            ran = ended(subprocess_of(RUN, [f"{folder}/case.sqlite", str(file)]))
            cells = [name, f"{ran.seconds:.1f}", f"{ran.peak_bytes / MB:.0f}", ledger(Path(folder) / "case.sqlite")]
            cells.append(with_library(file) if given.library else "")
            print(f"| {' | '.join(cells)} |", flush=True)


def subprocess_of(code: str, arguments: Sequence[str]) -> subprocess.Popen[str]:
    """A Python process that runs `code`."""
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> Ran:
    """Processor seconds and peak memory of a process and its children, once they have ended."""
    before = spent()
    peak = watched(process)
    return Ran(0, spent() - before, peak)


def spent() -> float:
    """Processor seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ledger(database: Path) -> str:
    """The one row of the ledger, and how many messages were read."""
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute("SELECT status, reason FROM sources").fetchall()
        messages = connection.execute("SELECT count(*) FROM messages").fetchone()[0]
    finally:
        connection.close()
    status, reason = rows[0] if len(rows) == 1 else ("NOT RECORDED", None)
    return f"{status}, {messages} read" + (f": {reason[:110]}" if reason else "")


def with_library(file: Path) -> str:
    """How the standard library fares."""
    code = f"import resource; resource.setrlimit(resource.RLIMIT_DATA, (10**9, 10**9))\n{LIBRARY}"
    before = spent()
    try:
        ran = subprocess.run(
            [sys.executable, "-c", code, str(file)],
            capture_output=True,
            text=True,
            timeout=LIBRARY_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"more than {LIBRARY_SECONDS} s by the clock"
    if ran.returncode:
        return ran.stderr.strip().splitlines()[-1][:60] if ran.stderr.strip() else f"exit code {ran.returncode}"
    return f"{spent() - before:.1f} s"


if __name__ == "__main__":
    main()
