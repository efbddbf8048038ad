"""What can go wrong with the claims; each error says what, where and what to do, and carries its exit code."""

from __future__ import annotations

from typing import NamedTuple


class ClaimsError(Exception):
    """Base of this package's errors."""

    exit_code = 1

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n  → {remedy}")
        self.what = what
        self.remedy = remedy


class Problem(NamedTuple):
    """One mistake in a claims file: where, what, remedy. `line` is 1-based, None where the file has no such line."""

    line: int | None
    path: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """As in "12: claims[0].made_on: no date", and the remedy in a line below."""
        return f"{self.line or '?'}: {self.path}: {self.what}\n  → {self.remedy}"


class ClaimsInvalid(ClaimsError):
    """A claims file with mistakes: all of them at once."""

    exit_code = 2

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        Exception.__init__(self, "\n".join(f"{file}:{p}" for p in problems))
        self.file = file
        self.problems = problems
