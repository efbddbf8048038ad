"""Pieces of work → an end to each that takes too long: allowances of processor time, watched by a ticking signal.

Where no clock ticks (`Clock.start`, in the reading process), nothing is cut off.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from evidence.errors import TooLong

TICK_SECONDS, BEAT_SECONDS = 0.5, 1.0
# Processor seconds that each page read adds to what is left: a dense one takes a tenth of that, one that is drawn more.
SECONDS_A_PAGE = 0.5


class Clock:
    """Allowances of processor time, one inside the other; they hold where `start` was called, while `running`."""

    def __init__(self) -> None:
        self._allowed: list[tuple[float, float]] = []
        self._running = False
        self._parent = 0
        self._beat: Callable[[], None] | None = None
        self._more: Callable[[float], None] | None = None
        self._beaten = 0.0

    def start(self) -> None:
        """Tick in this process's main thread, and end the process once its parent is gone. Not on Windows."""
        if sys.platform != "win32":
            self._parent = os.getppid()
            signal.signal(signal.SIGALRM, self._tick)
            signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)
            # Once Python has put the handler away a tick would end the process, whatever it was ending of.
            atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)

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

    def on_more(self, tell: Callable[[float], None]) -> None:
        """Have `tell` called with the seconds whenever more are allowed."""
        self._more = tell

    def allow_more(self, seconds: float) -> None:
        """Add so many seconds to every allowance that lies around this place."""
        self._allowed = [(until + seconds, allowed + seconds) for until, allowed in self._allowed]
        if self._more is not None:
            self._more(seconds)

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


def page_read() -> None:
    """Say that a page of many is read: whoever reads on may take longer for them."""
    CLOCK.allow_more(SECONDS_A_PAGE)
    CLOCK.beat()
