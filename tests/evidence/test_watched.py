"""Reading in a process of its own: what it may take, and what a file costs that breaks it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence.errors import ReaderMissing
from evidence.index import counts, open_index
from evidence.ingest import ingest_file
from evidence.readers.files import FoundFile, input_files
from evidence.reading import Opened, open_here
from evidence.watched import Limits, WatchedReading
from tests.evidence import bad_files
from tests.evidence.mails import eml
from tests.evidence.records import everything, ingested, ledger

STRICT = Limits(memory_bytes=300_000_000, seconds=1)
IMPATIENT = Limits(silent_seconds=20, silent_seconds_per_mb=0)
SPINNING = """
import re
from evidence.clock import CLOCK
from evidence.readers.sparing import spared
def items():
    yield "first"
    re.match("(?:a+)+b", "a" * 40)
def outer():
    yield from spared(items(), 0.5, lambda skipped: [skipped], "bytes 0 to 9")
    yield "next"
CLOCK.start()
with CLOCK.running():
    found = list(spared(outer(), 60, lambda skipped: [skipped]))
print(found[0], found[1].status, found[1].reason, found[2], len(found), sep="|")
"""
PAGES = """
import itertools, time
from evidence.clock import CLOCK, page_read
from evidence.readers.sparing import spared
from evidence.worker import SecondsLimit
limit = SecondsLimit()
limit.begin(1)
CLOCK.on_more(limit.add)
def pages(after):
    for number in range(8):
        until = time.process_time() + 0.3
        while time.process_time() < until:
            pass
        after()
        yield number
CLOCK.start()
with CLOCK.running():
    for after in (page_read, CLOCK.beat):
        print(*(found if isinstance(found, int) else "cut" for found in spared(pages(after), 0.8, lambda row: [row])))
"""
BUSY = """
import sys, time
from evidence.clock import CLOCK
CLOCK.start()
print("up", flush=True)
while True:
    pass
"""


@pytest.fixture
def three(tmp_path: Path) -> list[FoundFile]:
    """Three mails."""
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.eml").write_bytes(eml(f"Mail {name} works.", subject=name))
    return list(input_files([tmp_path / f"{name}.eml" for name in ("a", "b", "c")]))


def ingested_with(kind: type[FoundFile], files: list[FoundFile], database: Path) -> dict[str, tuple[object, object]]:
    """The ledger after the second of three files was read as one of `kind`."""
    first, second, third = files
    limits = IMPATIENT if kind is bad_files.Hanging else STRICT
    with open_index(database) as connection, WatchedReading(limits) as reading:
        for entry in (first, kind(*second), third):
            assert ingest_file(connection, entry, reading.open)
        assert counts(connection)["messages"] == 2
    return ledger(database)


ENDING_SLOWLY = """
import time
from evidence.clock import CLOCK, TICK_SECONDS
class Slow:
    def __del__(self, sleep=time.sleep, seconds=3 * TICK_SECONDS): sleep(seconds)
kept = Slow()
CLOCK.start()
"""


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (bad_files.Crashing, "the process that read it broke down (SIGSEGV)"),
        (bad_files.CrashingWithin, "the process that read it broke down (SIGSEGV)"),
        (bad_files.Ending, "the process that read it broke down (exit code 1, LookupError)"),
        (bad_files.Hanging, "the process that read it took more than 20 s without a result"),
        (bad_files.Spinning, "the process that read it took too much processor time"),
        (bad_files.Faulty, "reading it failed: RecursionError: too deep"),
        pytest.param(
            bad_files.Swelling,
            "reading it takes more memory than is allowed",
            marks=pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux alone"),
        ),
    ],
)
def test_a_file_that_breaks_its_reader_is_refused_and_the_next_is_read(
    kind: type[FoundFile], reason: str, three: list[FoundFile], tmp_path: Path
) -> None:
    """Whatever a file does to its reader, its ledger row says what, nothing of it stays, and the others are read."""
    found = ingested_with(kind, three, tmp_path / "case.sqlite")
    assert found == {"a.eml": ("ok", None), "b.eml": ("refused", reason), "c.eml": ("ok", None)}


def test_a_file_whose_reading_broke_down_is_tried_again(three: list[FoundFile], tmp_path: Path) -> None:
    """What another run may manage is read by it, and the refusal is struck out."""
    ingested_with(bad_files.CrashingWithin, three, tmp_path / "case.sqlite")
    assert ingested(tmp_path / "case.sqlite", *(entry.path for entry in three)) == 1
    assert ledger(tmp_path / "case.sqlite") == dict.fromkeys(("a.eml", "b.eml", "c.eml"), ("ok", None))


def test_the_reading_process_gives_what_this_process_gives(three: list[FoundFile], tmp_path: Path) -> None:
    """Read in another process or in this one: the same rows, keys included."""
    ingested(tmp_path / "there.sqlite", *(entry.path for entry in three))
    with open_index(tmp_path / "here.sqlite") as connection:
        for entry in three:
            ingest_file(connection, entry, open_here)
    assert everything(tmp_path / "there.sqlite") == everything(tmp_path / "here.sqlite")


def test_a_file_that_nobody_wants_read_is_let_go(three: list[FoundFile]) -> None:
    """A file can be opened and not read, or read in part, and the next is read whole."""
    with WatchedReading() as reading:
        opened = [reading.open(entry) for entry in three[:2]]
        half = opened[1].items()
        next(half)
        half.close()
        last = reading.open(three[2])
        assert isinstance(last, Opened)
        assert [item.message.subject for _, item in last.items()] == ["c"]


def test_no_reading_process_outlives_the_reading(three: list[FoundFile]) -> None:
    """At the end of reading, and after an error in the midst of it, the process is gone."""
    processes = []

    def read_and_stop() -> None:
        with WatchedReading() as reading:
            reading.open(three[0])
            processes.append(reading._process._child)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_and_stop()
    assert [process.poll() is not None for process in processes] == [True]


def test_too_long_a_part_is_given_up_and_the_next_is_read() -> None:
    """What takes more processor time than allowed ends with what it yielded so far; what lies around it goes on."""
    ran = subprocess.run(
        [sys.executable, "-c", SPINNING], capture_output=True, text=True, check=True, env=environment()
    )
    told = "bytes 0 to 9: the rest was left off: it took more than 0 s of processor time"
    assert ran.stdout == f"first|partial|{told}|next|3\n"


def test_each_page_read_allows_more_time() -> None:
    """A file of many pages may take as long as its pages do, also by the system's limit; without that it is cut off."""
    ran = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True, env=environment())
    first, second = ran.stdout.splitlines()
    assert first == "0 1 2 3 4 5 6 7"
    assert second.endswith("cut")


def test_a_busy_reading_process_ends_with_its_parent() -> None:
    """When the process that started it is killed, the reading process ends, even where it is at work."""
    start = f"p = subprocess.Popen([sys.executable, '-c', {BUSY!r}])"
    code = f"import subprocess, sys; {start}; print(p.pid, flush=True); p.wait()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment()) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert parent.stdout.readline() == "up\n"
        parent.kill()
    assert gone(child)


def test_a_reading_process_that_cannot_start_is_no_fault_of_the_files(
    three: list[FoundFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no reading process starts the run ends and says so; no file is blamed."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with WatchedReading() as reading, pytest.raises(ReaderMissing, match="could not be started"):
        reading.open(three[0])


def test_a_reading_process_that_ends_slowly_is_not_ended_by_its_clock() -> None:
    """A tick that comes while Python puts its modules away would end the process with a signal, not with its status."""
    assert subprocess.run([sys.executable, "-c", ENDING_SLOWLY], env=environment(), check=False).returncode == 0


def environment() -> dict[str, str]:
    """This process's environment, with its search path."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def gone(process: int) -> bool:
    """Whether a process that is no child of this one ends within ten seconds."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.kill(process, signal.SIGKILL)
    return False
