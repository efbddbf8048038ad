"""Items of a file, a member or one mail → the same items; a fault, or too much time, ends them with what was not read.

Where a clock ticks (`CLOCK.start`, in the reading process), what takes more processor time than its size allows is
given up, and the next goes on. Without a clock only faults are caught.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from evidence.clock import CLOCK
from evidence.errors import TooLong
from evidence.model import Skipped, SkipStatus

T = TypeVar("T")
# Processor seconds: twenty for anything, and more as it is bigger. Mail is read at one to three megabytes a second.
SECONDS, SECONDS_PER_MB, MB = 20.0, 1.0, 1_000_000
# Mail packs to a tenth or twentieth.
UNPACKED_PER_BYTE = 20
_LOOK = "look at it with another program; what stands in it was not searched"
_REPORT = "this is a fault of the program, not of the file: report it; the rest is read"


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
