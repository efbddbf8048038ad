"""Items of a file, a member or one mail → the same items; a fault, or too much time, ends them with what was not read.

Where a clock ticks (`CLOCK.start`, in the reading process), what takes more processor time than its size allows is
given up, and the next goes on. Without a clock only faults are caught.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from evidence.errors import TooLong
from evidence.model import Skipped, SkipStatus

T = TypeVar("T")
# Processor seconds: twenty for anything, and more as it is bigger. Mail is read at one to three megabytes a second.
SECONDS, SECONDS_PER_MB, MB = 20.0, 1.0, 1_000_000
# Mail packs to a tenth or twentieth.
UNPACKED_PER_BYTE = 20
TICK_SECONDS, BEAT_SECONDS = 0.5, 1.0
_LOOK = "look at it with another program; what stands in it was not searched"
_REPORT = "this is a fault of the program, not of the file: report it; the rest is read"


class Clock:
    """Allowances of processor time, one inside the other; they hold where `start` was called, while `running`."""

    def __init__(self) -> None:
        self._allowed: list[tuple[float, float]] = []
        self._running = False
        self._parent = 0
        self._beat: Callable[[], None] | None = None
        self._beaten = 0.0

    def start(self) -> None:
        """Tick in this process's main thread, and end the process once its parent is gone. Not on Windows."""
        if sys.platform != "win32":
            self._parent = os.getppid()
            signal.signal(signal.SIGALRM, self._tick)
            signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)

    @property
    def level(self) -> int:
        """How many allowances lie around this place."""
        return len(self._allowed)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Allowances count in here; elsewhere, as where an answer is sent, nothing is cut off."""
        self._running = True
        try:
            yield
        finally:
            self._running = False

    def on_beat(self, tell: Callable[[], None]) -> None:
        """Have `tell` called, now and then, while a reader is at work on something that yields nothing for long."""
        self._beat = tell

    def beat(self) -> None:
        """Say that work goes on: a reader calls this after each piece of it."""
        now = time.monotonic()
        if self._beat is None or now - self._beaten < BEAT_SECONDS:
            return
        running, self._running, self._beaten = self._running, False, now
        try:
            self._beat()
        finally:
            self._running = running

    @contextmanager
    def allowing(self, seconds: float) -> Iterator[None]:
        """At most so much processor time from here on."""
        level = self.level
        self._allowed.append((time.process_time() + seconds, seconds))
        try:
            yield
        finally:
            del self._allowed[level:]

    def _tick(self, _signal: int, _frame: FrameType | None) -> None:
        if os.getppid() != self._parent:
            os._exit(1)
        now = time.process_time()
        for level, (until, seconds) in reversed([*enumerate(self._allowed)] if self._running else []):
            if now > until:
                raise TooLong(level, seconds)


CLOCK = Clock()


def allowance(size: int) -> float:
    """Processor seconds for so many bytes."""
    return SECONDS + SECONDS_PER_MB * size / MB


def packed_allowance(size: int) -> float:
    """Processor seconds for so many bytes of an archive and all that it holds."""
    return SECONDS + SECONDS_PER_MB * UNPACKED_PER_BYTE * size / MB


def refusal(skipped: Skipped) -> Iterator[Skipped]:
    """What was not read, as it is."""
    yield skipped


def spared(
    items: Iterator[T], seconds: float | None, refused: Callable[[Skipped], Iterable[T]], what: str = ""
) -> Iterator[T]:
    """Items as they come; once one cannot be had the rest is given up.

    Args:
        items: from a reader.
        seconds: of processor time for all of them; None sets no limit of their own.
        refused: makes the last items of what was not read, and why.
        what: which of the file's parts they are ("bytes 0 to 312"), for the reason.
    """
    level, status = CLOCK.level, "refused"
    try:
        with CLOCK.allowing(math.inf if seconds is None else seconds):
            for item in items:
                yield item
                status = "partial"
    except TooLong as error:
        if error.level < level:
            raise
        yield from refused(_skipped(status, what, str(error), _LOOK))
    except MemoryError:
        yield from refused(_skipped(status, what, "reading it takes more memory than is allowed", _LOOK))
    except Exception as error:  # noqa: BLE001 - whatever a reader or its library raises costs what it read, no more
        yield from refused(_skipped(status, what, f"reading it failed: {type(error).__name__}: {error}", _REPORT))


def _skipped(status: SkipStatus | str, what: str, reason: str, remedy: str) -> Skipped:
    told = {"partial": "the rest was left off: "}.get(status, "")
    shown = f"{what}: {told}{reason}" if what else f"{told}{reason}"
    # What an error quotes of the mail may hold anything.
    safe = shown.encode("utf-8", "replace").decode("utf-8")
    return Skipped.model_validate({"member": None, "status": status, "reason": safe, "remedy": remedy})
