"""What can go wrong in the second half of the journey; each error says what, what to do, and carries its exit code."""

from __future__ import annotations


class CheckerError(Exception):
    """Base of this package's errors."""

    exit_code = 1

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n  → {remedy}")
        self.what = what
        self.remedy = remedy


class BadUsage(CheckerError):
    """The command cannot be carried out as given."""

    exit_code = 2


class NoSuchCase(BadUsage):
    """The folder is no case."""


class NoSuchModel(BadUsage):
    """A model that was named is not there, or is not of the kind asked for."""


class ModelDamaged(CheckerError):
    """A model's weights are not those that this program was measured with."""


class NothingIngested(CheckerError):
    """The case holds no message yet."""


class JudgeSilent(CheckerError):
    """The judge that was asked for gave no usable answer at all."""


class SourcesDiffer(CheckerError):
    """The files are not what was read, or a report says something else than they do."""


class NotFound(CheckerError):
    """What was asked for is not in the case."""
