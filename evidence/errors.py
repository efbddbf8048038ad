"""What can go wrong with the records; each error says what, where and what to do, and carries its exit code."""

from __future__ import annotations


class EvidenceError(Exception):
    """Base of this package's errors."""

    exit_code = 1

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n  → {remedy}")
        self.what = what
        self.remedy = remedy


class NoSuchPath(EvidenceError):
    """A path given to ingest does not exist."""

    exit_code = 2


class OcrMissing(EvidenceError):
    """OCR was asked for, and the program for it is not installed."""


class CaseMismatch(EvidenceError):
    """The case's database is of another version, or is no database."""


class CaseBusy(EvidenceError):
    """Another run is writing the case's database."""


class Unreadable(EvidenceError):
    """A file's words cannot be had: it is refused, or a flag of the mail that carries it, never the end of a run.

    `what` says why, briefly.
    """


class DiskFull(EvidenceError):
    """The case's database could not be written."""


class ReadingLost(EvidenceError):
    """The process that reads files ended in the middle of one, which is refused for it."""


class ReaderMissing(EvidenceError):
    """The process that reads files could not be started."""


class TooLong(BaseException):
    """More processor time than was allowed; not an `Exception`, lest a library catch it on its way."""

    def __init__(self, level: int, seconds: float) -> None:
        super().__init__(f"it took more than {seconds:.0f} s of processor time")
        self.level = level
