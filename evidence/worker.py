"""Requests on standard input → what is in the files asked for, on standard output: the reading process.

It reads whatever it is given within the limits that it is started with. It knows no database: when it is ended in the
middle of a file, nothing is half written. It ends by itself when the process that started it is gone.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from evidence.clock import CLOCK
from evidence.model import InputFile, Skipped
from evidence.readers.files import FoundFile
from evidence.readers.sparing import MB, SECONDS_PER_MB, UNPACKED_PER_BYTE
from evidence.reading import Item, ReadMessage, read_file

if sys.platform != "win32":
    import resource

# An answer is sent when it holds so much text or so many items, or when so much time has gone by since the last.
BATCH_CHARACTERS, BATCH_ITEMS, BATCH_SECONDS = 2_000_000, 2_000, 0.2
# More than any file is allowed by itself, packed or not.
HARD_SECONDS_PER_MB = 2 * SECONDS_PER_MB * UNPACKED_PER_BYTE
PROTOCOL = pickle.HIGHEST_PROTOCOL


class Loaded(NamedTuple):
    """A file is in the reading process's hands: its hash and size in bytes."""

    sha256: str
    size: int


class Read(NamedTuple):
    """Request: read the file that was loaded last."""


class Ready(NamedTuple):
    """Answer: the process has started."""


class Done(NamedTuple):
    """Answer: that file is read."""


Request = FoundFile | Read
Answer = Ready | Loaded | Skipped | list[Item] | Done


def main(memory_bytes: int, seconds: float) -> None:
    """Serve standard input and output.

    Args:
        memory_bytes: of its own that it may take.
        seconds: of processor time that it may take for a file beyond what is allowed there, before the system ends it.
    """
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A library that prints must not print into the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    # Ctrl-C reaches every process of a terminal; the one that asks decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(memory_bytes)
    CLOCK.start()
    with contextlib.suppress(BrokenPipeError):
        limit = SecondsLimit()
        CLOCK.on_more(limit.add)
        serve(requests, answers, lambda size: limit.begin(seconds + HARD_SECONDS_PER_MB * size / MB))


class SecondsLimit:
    """The processor time after which the system ends this process. Not on Windows."""

    def __init__(self) -> None:
        self._until = math.inf

    def begin(self, seconds: float) -> None:
        """So much more from now on."""
        self._set(time.process_time() + seconds)

    def add(self, seconds: float) -> None:
        """So much more than was allowed."""
        self._set(self._until + seconds)

    def _set(self, until: float) -> None:
        self._until = until
        if sys.platform != "win32" and until != math.inf:
            whole = math.ceil(until)
            _, most = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(
                resource.RLIMIT_CPU, (whole if most == resource.RLIM_INFINITY else min(whole, most), most)
            )


def limit_memory(size: int) -> bool:
    """Let this process take at most `size` bytes of memory for data; False on systems that cannot limit that."""
    if not sys.platform.startswith("linux"):
        return False
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (size if most == resource.RLIM_INFINITY else min(size, most), most))
    return True


def serve(requests: BinaryIO, answers: BinaryIO, limit: Callable[[int], None]) -> None:
    """Answer each request until there are no more: a file with `Loaded` or why not, `Read` with lists of items.

    `limit` is told the size of each file before it is loaded.
    """
    _send(answers, Ready())
    # An answer without items says that work goes on.
    CLOCK.on_beat(lambda: _send(answers, []))
    file: InputFile | None = None
    while (request := _next(requests)) is not None:
        if isinstance(request, Read):
            _send_all(answers, file)
            _send(answers, Done())
            continue
        file = None
        limit(request.size)
        loaded = _load(request)
        if isinstance(loaded, InputFile):
            file = loaded
            _send(answers, Loaded(file.sha256, len(file.data)))
        else:
            _send(answers, loaded)


def _send_all(answers: BinaryIO, file: InputFile | None) -> None:
    """Everything in a file; what was sent is let go of, for the other side holds it now."""
    for batch in _batches(read_file(file)) if file else ():
        _send(answers, batch)
        batch.clear()


def _next(requests: BinaryIO) -> Request | None:
    try:
        found: Request = pickle.load(requests)
    except EOFError:
        return None
    return found


def _load(entry: FoundFile) -> InputFile | Skipped:
    try:
        return entry.load()
    except MemoryError:
        reason = f"its {entry.size:,} bytes are more than the memory that reading is allowed"
        return Skipped(member=None, status="refused", reason=reason, remedy="take it apart and ingest the pieces")


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    """Lists of items: texts that several items share, as the messages of a printout do, are sent once a list.

    A list's first text does not count towards its size: a long printout would be sent once a message.
    """
    batch: list[Item] = []
    begun, characters, last = time.monotonic(), 0, ""
    while (item := _item(items)) is not None:
        batch.append(item)
        if isinstance(item[1], ReadMessage):
            for body in item[1].message.bodies:
                characters += len(body.text.text) if last and body.text.text is not last else 0
                last = body.text.text
        item = None
        full = characters >= BATCH_CHARACTERS or len(batch) >= BATCH_ITEMS
        if full or time.monotonic() - begun >= BATCH_SECONDS:
            last = ""
            yield batch
            batch, begun, characters = [], time.monotonic(), 0
    if batch:
        yield batch


def _item(items: Iterator[Item]) -> Item | None:
    with CLOCK.running():
        return next(items, None)


def _send(answers: BinaryIO, answer: Answer) -> None:
    pickle.dump(answer, answers, PROTOCOL)
    answers.flush()
