"""An exception → one message and an exit code: the one place where errors of other libraries are put into words."""

from __future__ import annotations

import errno
import sys
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from checker.errors import CheckerError
from claims.errors import ClaimsError
from evidence.errors import EvidenceError

STOPPED = 130
_OWN = (CheckerError, ClaimsError, EvidenceError)
# What to do about an error of the operating system, by its number.
_REMEDIES = {
    errno.ENOSPC: "free some space, then run the same command again: it resumes",
    errno.EDQUOT: "free some space, then run the same command again: it resumes",
    errno.EACCES: "check the permissions, or choose another folder",
    errno.EPERM: "check the permissions, or choose another folder",
    errno.EROFS: "choose a folder that can be written",
    errno.ENOENT: "check the path",
    errno.ENAMETOOLONG: "choose a shorter name",
}


class Failure(NamedTuple):
    """How a failed command ends."""

    message: str
    exit_code: int


class GuardedGroup(TyperGroup):
    """A command line that ends every known failure in its message, and Ctrl-C in 130."""

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.stderr.write("checker: stopped; run the same command again to go on\n")
            raise typer.Exit(STOPPED) from None
        except Exception as error:
            failure = explained(error)
            if failure is None:
                raise
            sys.stderr.write(f"checker: {failure.message}\n")
            raise typer.Exit(failure.exit_code) from error


def explained(error: Exception) -> Failure | None:
    """What to say of an error; None for one that is no failure of the command: a mistake of the program, a closed pipe.

    The message says what, where and what to do. Errors of SQLite have been put into words where the index is opened.
    """
    if isinstance(error, _OWN):
        return Failure(str(error), error.exit_code)
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        where = f"{error.filename}: " if error.filename is not None else ""
        remedy = _REMEDIES.get(error.errno or 0, "check the path, the disk and the permissions")
        return Failure(f"{where}{error.strerror or error}\n  → {remedy}", 1)
    if isinstance(error, MemoryError):
        return Failure("out of memory\n  → close other programs, or run on a machine with more memory", 1)
    return None
