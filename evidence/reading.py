"""A found file → its hash and, where wanted, everything in it, ready to be stored; pure, in whichever process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from evidence.headers import MOST_MAILBOXES
from evidence.message_rows import SegmentPassages
from evidence.messages import DEEPEST_PART
from evidence.mime import MOST_PARTS
from evidence.model import Gap, InputFile, Message, Skipped, Span
from evidence.passages import passages
from evidence.readers.detect import Member, read_with_gaps
from evidence.readers.files import FoundFile
from evidence.readers.gaps import range_of
from evidence.readers.sparing import allowance, spared
from evidence.segments import MOST_SEGMENTS, segments


class ReadMessage(NamedTuple):
    """A message and what it was cut into."""

    message: Message
    cut: tuple[SegmentPassages, ...]


# What a mail's flag says was not read stands in the ledger too.
LEFT_OFF = {
    "mime-too-deep": f"parts beyond {MOST_PARTS:,}, or nested deeper than {DEEPEST_PART}",
    "too-many-recipients": f"recipients beyond {MOST_MAILBOXES:,}",
}
Item = tuple[Member, Skipped | Gap | ReadMessage]


class Opened(NamedTuple):
    """A file that can be read: its hash, its size in bytes, and what reads it."""

    sha256: str
    size: int
    items: Callable[[], Iterator[Item]]


Opener = Callable[[FoundFile], Opened | Skipped]


def open_here(entry: FoundFile) -> Opened | Skipped:
    """Read in this process, without limits of time and memory: for tests and for comparing."""
    loaded = entry.load()
    if isinstance(loaded, Skipped):
        return loaded
    return Opened(loaded.sha256, len(loaded.data), partial(read_file, loaded))


def read_file(file: InputFile) -> Iterator[Item]:
    """Everything in a file, in order; what cannot be read is an item too, and nothing raises."""
    for member, found in read_with_gaps(file):
        if isinstance(found, Message):
            yield from _ready(member, found)
        else:
            yield member, found


def _ready(member: Member, message: Message) -> Iterator[Item]:
    """The one message, cut; or that it could not be."""
    first, last = message.raw
    # A PDF's words are packed.
    size = max(last - first, sum(end - start for body in message.bodies for start, end in body.spans))

    def refused(skipped: Skipped) -> Iterator[Item]:
        yield member, skipped.model_copy(update={"member": member.name})

    yield from spared(_cut(member, message), allowance(size), refused, f"bytes {first} to {last}")


def _cut(member: Member, message: Message) -> Iterator[Item]:
    """The message with its segments and passages."""
    found = ReadMessage(message, cut(message))
    segments_found = len(found.cut)
    yield member, found
    del found
    first, last = message.raw
    if segments_found > MOST_SEGMENTS:
        reason = f"bytes {first} to {last}: its author changes more than {MOST_SEGMENTS:,} times; the rest is nobody's"
        remedy = "look at the mail with another program: who wrote the rest is not known here"
        yield member, Skipped(member=member.name, status="partial", reason=reason, remedy=remedy)
    for flag, what in LEFT_OFF.items():
        if flag in message.flags:
            reason, remedy = f"bytes {first} to {last}: {what} were left off", "look at the mail with another program"
            yield member, Skipped(member=member.name, status="partial", reason=reason, remedy=remedy)


def bytes_of(found: Skipped | Gap | ReadMessage) -> Span | None:
    """The bytes that an item stands for."""
    return range_of(found.message if isinstance(found, ReadMessage) else found)


def cut(message: Message) -> tuple[SegmentPassages, ...]:
    """A message's segments, each with its passages."""
    return tuple(SegmentPassages(segment, passages(message, segment)) for segment in segments(message))
