"""An ingest killed at random points and run again → whether the case equals one that was never interrupted.

    python -m bench kills [--kills N] [--mails N]

The records are invented: single mails, two mailboxes, a printed page, a broken file. Each trial starts an ingest into a
new case, kills it with SIGKILL, checks that no reading process is left, runs the same ingest again to its end and
compares every table, keys included, with the uninterrupted run. Of five kills four fall while files are read: after a
number of files drawn evenly (fixed seed), and from there a drawn part of the time that a file takes. The fifth falls at
a moment drawn evenly over the whole run, its start and end included. Prints one line, and the trials that differ.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.big_mbox import mail

RUN = (
    "import sys; from pathlib import Path; from evidence.index import open_index; from evidence.ingest import ingest\n"
    "with open_index(Path(sys.argv[1])) as connection:\n"
    "    ingest(connection, [Path(sys.argv[2])], lambda done, found: None)"
)
# The same, with a line for each file that is done.
TELLING = RUN.replace("None)", "print(done, flush=True))")
EVERYWHERE = 5
ORPHAN_SECONDS = 10.0


class Moment(NamedTuple):
    """When to kill: once so many files are done, and so many seconds later."""

    after_files: int
    seconds: float


def main() -> None:
    """Print what came of the trials."""
    options = argparse.ArgumentParser(prog="bench kills", description=__doc__.partition("\n")[0])
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--mails", type=int, default=60)
    given = options.parse_args()
    source = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_records(folder / "records", given.mails)
        begun = time.perf_counter()
        run(folder / "whole.sqlite", folder / "records")
        lasted = time.perf_counter() - begun
        whole = tables(folder / "whole.sqlite")
        files = len(whole["sources"])
        trials = []
        for number in range(given.kills):
            anywhere = number % EVERYWHERE == 0
            moment = Moment(
                after_files=0 if anywhere else source.randrange(1, files),
                seconds=source.uniform(0, lasted if anywhere else lasted / files),
            )
            trials.append(trial(folder, number, moment, whole))
            if not trials[-1][1] or (number + 1) % 10 == 0:
                print(
                    f"kill {number + 1}: {'equal so far' if all(e for _, e, _ in trials) else 'a case differs'}",
                    flush=True,
                )
    different = [number for number, (_, equal, _) in enumerate(trials) if not equal]
    midway = sum(midst for midst, _, _ in trials)
    orphans = sum(left for _, _, left in trials)
    rows = sum(map(len, whole.values()))
    print(
        f"{len(trials)} kills over {lasted:.1f} s, {midway} of them with some files read and some not; {rows} rows"
        f" compared: {len(different)} cases differ {different or ''}; {orphans} reading processes left behind"
    )


def write_records(folder: Path, count: int) -> None:
    """Invented records."""
    source = random.Random(5)
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:04}.eml").write_bytes(mail(source, number))
    for box in ("a", "b"):
        mails = (b"From x@y.example Tue Mar  5 10:00:00 2019\n" + mail(source, 1000 + n) + b"\n" for n in range(count))
        (folder / f"{box}.mbox").write_bytes(b"".join(mails))
    (folder / "page.txt").write_text(
        "From: Bram Otter\nSent: Friday, March 1, 2019 8:15 AM\nTo: Ada\n\nPrinted words.\n"
    )
    (folder / "broken.eml").write_bytes(bytes(range(256)) * 20)


def trial(
    folder: Path, number: int, moment: Moment, whole: dict[str, Sequence[tuple[object, ...]]]
) -> tuple[bool, bool, int]:
    """One kill: whether it struck midway, whether the case is equal after resuming, reading processes left."""
    database = folder / f"{number}.sqlite"
    command = [sys.executable, "-c", TELLING, str(database), str(folder / "records")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        for _ in range(moment.after_files):
            killed.stdout.readline()
        time.sleep(moment.seconds)
        below = _children(killed.pid)
        killed.kill()
    left = len(psutil.wait_procs(below, timeout=ORPHAN_SECONDS)[1])
    read = len(tables(database).get("sources", ())) if database.exists() else 0
    run(database, folder / "records")
    equal = tables(database) == whole
    for file in folder.glob(f"{number}.sqlite*"):
        file.unlink()
    return 0 < read < len(whole["sources"]), equal, left


def _children(process: int) -> list[psutil.Process]:
    try:
        return list(psutil.Process(process).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def run(database: Path, records: Path) -> None:
    """One ingest to its end."""
    subprocess.run([sys.executable, "-c", RUN, str(database), str(records)], check=True)


def tables(database: Path) -> dict[str, Sequence[tuple[object, ...]]]:
    """Every row of every table, in order of the keys."""
    connection = sqlite3.connect(database)
    try:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    finally:
        connection.close()


if __name__ == "__main__":
    main()
