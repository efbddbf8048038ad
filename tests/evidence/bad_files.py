"""Found files that crash, hang or swell where they are read; the reading process loads them by their class."""

from __future__ import annotations

import itertools
import os
import signal
import time

from evidence.model import InputFile, Skipped
from evidence.readers.files import FoundFile


class Crashing(FoundFile):
    """Its reader breaks down as a fault in a C library does."""

    def load(self) -> InputFile | Skipped:
        """End the process."""
        os.kill(os.getpid(), signal.SIGSEGV)
        return super().load()


class Ending(FoundFile):
    """Its reader ends with an error that nobody expected."""

    def load(self) -> InputFile | Skipped:
        """Raise."""
        raise LookupError("words of the mail")


class Hanging(FoundFile):
    """Its reader waits for ever."""

    def load(self) -> InputFile | Skipped:
        """Sleep."""
        while True:
            time.sleep(60)


class Spinning(FoundFile):
    """Its reader works for ever where no signal is looked at, as a C library may."""

    def load(self) -> InputFile | Skipped:
        """Add up."""
        sum(itertools.repeat(1))
        return super().load()


class CrashingBytes(bytes):
    """Bytes that break their reader down once they are looked at."""

    def startswith(self, *_: object) -> bool:
        """End the process."""
        os.kill(os.getpid(), signal.SIGSEGV)
        return False


class SwellingBytes(bytes):
    """Bytes that take all memory once they are looked at."""

    def startswith(self, *_: object) -> bool:
        """Fill a list until memory runs out."""
        held = [bytearray(10_000_000)]
        while held:
            held.append(bytearray(10_000_000))
        return False


class FaultyBytes(bytes):
    """Bytes that break their reader once they are looked at."""

    def startswith(self, *_: object) -> bool:
        """Raise."""
        raise RecursionError("too deep")


class _Replaced(FoundFile):
    kind: type[bytes] = bytes

    def load(self) -> InputFile | Skipped:
        """The file with bytes of this class."""
        loaded = super().load()
        return loaded.model_copy(update={"data": self.kind(loaded.data)}) if isinstance(loaded, InputFile) else loaded


class CrashingWithin(_Replaced):
    """It loads, and reading it breaks the process down."""

    kind = CrashingBytes


class Swelling(_Replaced):
    """Reading it takes all memory."""

    kind = SwellingBytes


class Faulty(_Replaced):
    """Reading it raises."""

    kind = FaultyBytes
