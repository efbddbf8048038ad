"""Found files → their items, read in a process of its own within limits of time and memory, begun anew once lost."""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import IO, NamedTuple

from evidence.errors import ReaderMissing, ReadingLost
from evidence.model import Skipped
from evidence.readers.files import FoundFile
from evidence.readers.sparing import MB
from evidence.reading import Item, Opened
from evidence.worker import PROTOCOL, Loaded, Read, Ready, Request

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from evidence.worker import main;"
    " main(int(sys.argv[2]), float(sys.argv[3]))"
)
WATCH_SECONDS = 0.5
# Of what a process that broke down wrote, so much of the end is looked through for the error's name.
LAST_BYTES = 10_000
_ERROR = re.compile(r"(?:\w+\.)*(\w*(?:Error|Exception|TooLong|Exit|Interrupt))\b(?::|$)")


class Limits(NamedTuple):
    """What reading may take: memory in bytes, processor seconds, seconds by the clock without a word from it.

    The reading process itself gives up one mail or member that takes too long (`readers/sparing.py`). The processor
    seconds here are for when it cannot, and the system counts them; the clock is for what waits for ever, and leaves
    room for a busy machine.
    """

    memory_bytes: int = 900_000_000
    seconds: float = 60.0
    silent_seconds: float = 900.0
    silent_seconds_per_mb: float = 60.0
    start_seconds: float = 900.0


DEFAULT_LIMITS = Limits()


class WatchedReading:
    """Opens files in a reading process; a context manager, at whose end that process is gone."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._process: _Process | None = None

    def __enter__(self) -> WatchedReading:
        self._process = _Process(self._limits)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def open(self, entry: FoundFile) -> Opened | Skipped:
        """Have a file loaded and hashed.

        Raises:
            ReaderMissing: no reading process can be started here.
        """
        if self._process is None:
            self._process = _Process(self._limits)
        seconds = self._limits.silent_seconds + self._limits.silent_seconds_per_mb * entry.size / MB
        try:
            answer = self._process.asked(entry, seconds)
        except ReadingLost as lost:
            self._stop()
            return Skipped(member=None, status="refused", reason=lost.what, remedy=lost.remedy)
        if isinstance(answer, Loaded):
            return Opened(answer.sha256, answer.size, lambda: self._items(seconds))
        assert isinstance(answer, Skipped)
        return answer

    def _items(self, seconds: float) -> Iterator[Item]:
        process, whole = self._process, False
        assert process is not None
        try:
            answer = process.asked(Read(), seconds)
            while isinstance(answer, list):
                yield from answer
                answer = process.heard(seconds)
            whole = True
        finally:
            if not whole:
                # What is still on its way belongs to a file that nobody wants any more.
                self._stop()

    def _stop(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """One reading process and the thread that ends it when it is silent for too long."""

    def __init__(self, limits: Limits) -> None:
        command = [sys.executable, "-c", _START, json.dumps(sys.path), str(limits.memory_bytes), str(limits.seconds)]
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        # Where in it begins what it says of the request that it is at.
        self._silent_until = 0
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=self._complaints)
        self._start_seconds = limits.start_seconds
        self._started = False
        self._until: float | None = None
        self._expired = False
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def asked(self, request: Request, seconds: float) -> object:
        """The answer to a request.

        Raises:
            ReadingLost: the process ended, or was ended after so many silent seconds.
            ReaderMissing: it never started.
        """
        if not self._started:
            self._greeted()
        self._silent_until = os.fstat(self._complaints.fileno()).st_size
        try:
            pickle.dump(request, self._stream(self._child.stdin), PROTOCOL)
            self._stream(self._child.stdin).flush()
        except OSError as error:
            raise self._lost(seconds) from error
        return self.heard(seconds)

    def heard(self, seconds: float) -> object:
        """The next answer, within so many seconds."""
        self._until = time.monotonic() + seconds
        try:
            return pickle.load(self._stream(self._child.stdout))
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise self._lost(seconds) from error
        finally:
            self._until = None

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self._ended.set()
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout, self._complaints):
            try:
                self._stream(stream).close()
            except OSError:  # what was not sent any more
                continue

    def _greeted(self) -> None:
        try:
            self._started = isinstance(self.heard(self._start_seconds), Ready)
        except ReadingLost as lost:
            raise ReaderMissing(
                f"the process that reads files could not be started: {lost.what}",
                "run `checker doctor`; if the installation is damaged, install it again",
            ) from lost

    def _watch(self) -> None:
        while not self._ended.wait(WATCH_SECONDS):
            if self._until is not None and time.monotonic() > self._until:
                self._expired = True
                self._child.kill()

    def _lost(self, seconds: float) -> ReadingLost:
        code = self._child.wait()
        if self._expired:
            what = f"took more than {seconds:.0f} s without a result"
        elif sys.platform != "win32" and code == -signal.SIGXCPU:
            what = "took too much processor time"
        elif code == -signal.SIGKILL:
            what = "was killed, for want of memory or by somebody"
        else:
            what = f"broke down ({_ending(code)}{self._last_words()})"
        return ReadingLost(
            f"the process that read it {what}",
            "take it apart, or look at it with another program; nothing of it was searched",
        )

    def _last_words(self) -> str:
        """What it said of why it ended: the name of the error, without what the error may quote of the mail."""
        self._complaints.seek(max(self._silent_until, self._complaints.seek(0, os.SEEK_END) - LAST_BYTES))
        lines = self._complaints.read().decode("utf-8", "replace").split("\n")
        errors = [found[1] for line in lines if (found := _ERROR.match(line))]
        return f", {errors[-1]}" if errors else ""

    @staticmethod
    def _stream(stream: IO[bytes] | None) -> IO[bytes]:
        assert stream is not None
        return stream


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
