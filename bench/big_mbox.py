"""An invented mbox of a given size, read whole → peak memory, and messages per second beside `mailbox` and `email`.

    python -m bench big_mbox [--megabytes N] [--keep FILE]

The same mbox comes out for the same size: plain mails with quoted mail under them, mails in two alternatives, mails
with attachments. `checker ingest` reads it into a new case with no model; then `mailbox.mbox` iterates over it as it
stands, and with `email.policy.default` reads the same headers and the body of each mail, the least that a program does
that wants the words. All processes of a reading share one core, and seconds are processor seconds, so that what else
runs counts for little. Peak memory is the sum over a reading's processes, pages of the mbox in memory included.
"""

from __future__ import annotations

import argparse
import base64
import email
import email.policy
import mailbox
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

WORDS = (
    "harbour pilot record dredge quay office contract permit survey crane tide ledger berth clerk channel review draft"
    " meeting invoice schedule morning report answer number question please before after Monday March budget council"
    " the the the of of and and to to in a is for that on with as was we you it be are by this have"
)
NAMES = ("Ada Quill", "Bram Otter", "Cleo Marsh", "Dirk Sand", "Edda Reed", "Finn Heron", "Gale Wren", "Hugo Pike")
MB = 1_000_000
POLL_SECONDS = 0.1


class Ran(NamedTuple):
    """One reading of the whole mbox; processor seconds."""

    messages: int
    seconds: float
    peak_bytes: int


def main() -> None:
    """Print one table."""
    options = argparse.ArgumentParser(prog="bench big_mbox", description=__doc__.partition("\n")[0])
    options.add_argument("--megabytes", type=int, default=1000)
    options.add_argument("--keep", type=Path, help="write the mbox here and leave it")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        box = given.keep or Path(folder) / "big.mbox"
        count = write_mbox(box, given.megabytes * MB)
        ours = ingested(Path(folder), box)
        bare = in_a_process(lambda: sum(1 for _ in mailbox.mbox(box)))
        words = in_a_process(lambda: read_with_library(box))
    print(f"{box.name}: {given.megabytes} MB, {count} messages; one core\n")
    print("| | messages | CPU s | messages per CPU s | peak memory |\n| --- | --- | --- | --- | --- |")
    told = {
        "`checker ingest`: all headers, all text, segments, passages, stored": ours,
        "`mailbox`, iterated": bare,
        "`mailbox` and `email.policy.default`: five headers, one body": words,
    }
    for what, ran in told.items():
        speed = ran.messages / ran.seconds
        print(f"| {what} | {ran.messages} | {ran.seconds:.0f} | {speed:.0f} | {ran.peak_bytes / MB:.0f} MB |")
    for what, ran in (("iterating", bare), ("reading headers and body", words)):
        print(f"\nratio to {what}: {(ours.messages / ours.seconds) / (ran.messages / ran.seconds):.2f}")


def write_mbox(path: Path, size: int) -> int:
    """Write mails until `size` bytes are reached; how many they are."""
    source = random.Random(3)
    count = 0
    with path.open("wb") as file:
        while file.tell() < size:
            count += 1
            file.write(b"From x@harbour.example Tue Mar  5 10:00:00 2019\n" + mail(source, count) + b"\n")
    return count


def mail(source: random.Random, number: int) -> bytes:
    """One mail: seven in ten plain, two in two alternatives, one with attachments."""
    people = [f"{n} <{n.split()[0].lower()}@harbour.example>" for n in source.sample(NAMES, 4)]
    head = (
        f"From: {people[0]}\nTo: {people[1]}, {people[2]}\nCc: {people[3]}\nSubject: {prose(source, 6)}\n"
        f"Date: Tue, 05 Mar 2019 {number % 24:02}:{number % 60:02}:00 -0500\nMessage-ID: <{number}@harbour.example>\n"
        "Received: from a.example by b.example; Tue, 05 Mar 2019 10:00:00 -0500\nMIME-Version: 1.0\n"
    )
    kind = source.random()
    text = "\n".join(body(source))
    if kind < 0.7:
        return f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    html = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n")) + "</body></html>"
    if kind < 0.9:
        parts = [f"Content-Type: text/plain; charset=utf-8\n\n{text}\n", f"Content-Type: text/html\n\n{html}\n"]
        return _multipart(head, "alternative", parts)
    coded = base64.encodebytes(source.randbytes(source.randint(20_000, 300_000))).decode()
    name = 'Content-Disposition: attachment; filename="a.bin"'
    file = f"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n{name}\n\n{coded}"
    return _multipart(head, "mixed", [f"Content-Type: text/plain; charset=utf-8\n\n{text}\n", file])


def _multipart(head: str, kind: str, parts: list[str]) -> bytes:
    inner = "".join(f"--cut\n{part}\n" for part in parts)
    return f'{head}Content-Type: multipart/{kind}; boundary="cut"\n\n{inner}--cut--\n'.encode()


def body(source: random.Random) -> Iterator[str]:
    """Paragraphs, a name, and what was answered to."""
    for _ in range(source.randint(1, 6)):
        yield prose(source, source.randint(8, 60))
        yield ""
    yield from ("Ada", "Harbour Office | 555-010-2000 | www.harbour.example", "")
    for depth in range(1, source.randint(1, 4)):
        yield ">" * (depth - 1) + f" On Mon, 4 Mar 2019 at 09:0{depth}, {source.choice(NAMES)} wrote:"
        for _ in range(source.randint(1, 5)):
            yield ">" * depth + " " + prose(source, source.randint(8, 14))


def prose(source: random.Random, size: int) -> str:
    """So many words, in sentences."""
    words = source.choices(WORDS.split(), k=size)
    return " ".join(w + "." if n % 11 == 10 else w for n, w in enumerate(words)).capitalize() + "."


def read_with_library(box: Path) -> int:
    """How many mails the standard library reads headers and a body of."""
    count = 0
    for held in mailbox.mbox(
        box, factory=lambda file: email.message_from_binary_file(file, policy=email.policy.default)
    ):
        [held[name] for name in ("from", "to", "cc", "date", "subject")]
        found = held.get_body(("plain", "html"))  # type: ignore[attr-defined]
        if found is not None:
            found.get_content()
        count += 1
    return count


def ingested(folder: Path, box: Path) -> Ran:
    """`checker ingest` of the mbox into a new case."""
    start = "from checker.cli import main; main()"
    command = [sys.executable, "-c", start]
    case = folder / "case"
    subprocess.run([*command, "new", str(case)], check=True, capture_output=True)
    begun = _spent()
    with subprocess.Popen([*command, "ingest", str(case), str(box)], stderr=subprocess.PIPE, text=True) as run:
        _pinned(run.pid)
        peak = watched(run)
        told = run.stderr.read() if run.stderr else ""
    print(told)
    count = next(int(line.split()[0]) for line in told.splitlines() if " message" in line)
    return Ran(count, _spent() - begun, peak)


def in_a_process(work: Callable[[], int]) -> Ran:
    """What `work` counts, in a process forked for it."""
    read, write = os.pipe()
    begun = _spent()
    if (child := os.fork()) == 0:
        _pinned(0)
        os.write(write, str(work()).encode())
        os._exit(0)
    os.close(write)
    process = psutil.Process(child)
    peak = 0
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        peak = max(peak, _own(process))
        time.sleep(POLL_SECONDS)
    with os.fdopen(read) as told:
        return Ran(int(told.read()), _spent() - begun, peak)


def watched(run: subprocess.Popen[str]) -> int:
    """Peak memory of a process and those below it, until it ends."""
    peak, process = 0, psutil.Process(run.pid)
    while run.poll() is None:
        tree = [process, *_below(process)]
        peak = max(peak, sum(map(_own, tree)))
        time.sleep(POLL_SECONDS)
    return peak


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        found: list[psutil.Process] = process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return found


def _own(process: psutil.Process) -> int:
    """Resident memory, mapped pages of the mbox included."""
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _spent() -> float:
    """Processor seconds of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _pinned(process: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process, {0})


if __name__ == "__main__":
    main()
