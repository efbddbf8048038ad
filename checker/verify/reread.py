"""Bytes of a file → everything in it, read anew by the readers; nothing of the case's database is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from operator import attrgetter

from evidence.model import Gap, InputFile, Message, Skipped
from evidence.readers import tarred, zipped
from evidence.readers.detect import Member, read_with_gaps
from evidence.readers.gaps import filled, range_of

Item = tuple[Member, Message | Skipped | Gap]


def reread(file: InputFile) -> Iterator[Item]:
    """Everything in `file`, with gaps wherever nothing was read.

    Options of `ingest` that change the text that a reader gives (`ocr`, `columns`) stand in `file`.
    """
    yield from filled(read_with_gaps(file), range_of, attrgetter("size"))


def member_data(file: InputFile, names: Set[str]) -> Mapping[str, bytes]:
    """The bytes of the members named, of zip and tar archives at any depth; others are left out."""
    container = next((c for c in (zipped, tarred) if c.matches(file)), None)
    found: dict[str, bytes] = {}
    for member in container.members(file) if container and names else ():
        if isinstance(member, InputFile) and member.member is not None:
            if member.member in names:
                found[member.member] = member.data
            if any(name.startswith(f"{member.member}!/") for name in names):
                found |= member_data(member, names)
    return found
