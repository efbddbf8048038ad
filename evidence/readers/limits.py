"""How far an archive is followed; beyond that it is refused or left off, with its reason, never silently."""

from __future__ import annotations

from typing import Literal

from evidence.model import InputFile, Skipped
from evidence.readers.mapped import Readable, drained, input_file

DEEPEST = 5
DEEPEST_ATTACHED = 20
MOST_MEMBERS = 100_000
MOST_BYTES = 4 * 1024**3
LARGEST_MEMBER = 1024**3
STEEPEST_RATIO = 1_000
RATIO_FROM_BYTES = 50 * 1024**2


def too_deep(file: InputFile) -> bool:
    """Whether the archive lies in as many others as are opened."""
    return file.member is not None and file.member.count("!/") >= DEEPEST - 1


def attached_too_deep(member: str) -> bool:
    """Whether a mail lies in as many others as are opened."""
    return member.count("attachments/") > DEEPEST_ATTACHED


def member_name(file: InputFile, name: str) -> str:
    """A label for what lies in an archive: "outer.zip!/inner.zip!/mail.eml" without the first; never a path."""
    return name if file.member is None else f"{file.member}!/{name}"


def skipped(member: str | None, status: Literal["partial", "refused"], reason: str, remedy: str) -> Skipped:
    """A member, or the rest of an archive, that was not read."""
    return Skipped(member=member, status=status, reason=reason, remedy=remedy)


def unpacked(file: InputFile, name: str, stream: Readable) -> InputFile:
    """A member of `file` as a file of its own, with at most one byte more than the largest may have."""
    data = drained(stream, LARGEST_MEMBER + 1)
    return input_file(file.file, name, data)
