"""An input file → its messages, by whichever reader knows its content; the name decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from evidence.model import InputFile, Message, Skipped
from evidence.readers import mbox, nih_json, printed, rfc822, tarred, zipped


class Member(NamedTuple):
    """The bytes that offsets count in: a file's (name None) or a container member's."""

    name: str | None
    sha256: str


class Reader(NamedTuple):
    """One format: does it know the file, and what does it yield."""

    matches: Callable[[InputFile], bool]
    read: Callable[[InputFile], Iterator[Message | Skipped]]


READERS = (
    Reader(mbox.matches, mbox.read),
    Reader(nih_json.matches, nih_json.read),
    Reader(rfc822.matches, rfc822.read),
    Reader(printed.matches, printed.read),
)
BINARY = {
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an Outlook .msg or old Office document",
    b"!BDN": "an Outlook .pst mailbox",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
}


def read_any(file: InputFile) -> Iterator[tuple[Member, Message | Skipped]]:
    """Everything in a file, containers opened, each with the member that its offsets count in."""
    here = Member(file.member, file.sha256)
    container = next((c for c in (zipped, tarred) if c.matches(file)), None)
    if container:
        for found in container.members(file):
            if isinstance(found, Skipped):
                yield here, found
            else:
                yield from read_any(found)
        return
    binary = file.data.startswith(tuple(BINARY))
    reader = None if binary else next((r for r in READERS if r.matches(file)), None)
    if reader is None:
        yield here, unread(file)
        return
    for item in reader.read(file):
        yield here, item.model_copy(update={"member": file.member}) if isinstance(item, Skipped) else item


def unread(file: InputFile) -> Skipped:
    """Why no reader takes the file, and what to do about it."""
    data = file.data
    reason, remedy = "it is no mail that this version reads", "export it as .eml, mbox or text, then ingest that"
    if not data.strip():
        reason, remedy = "the file is empty", "ask for the file again"
    elif kind := next((name for magic, name in BINARY.items() if data.startswith(magic)), None):
        reason = f"it is {kind}, which this version does not read"
    elif b"\x00" in data[:4096]:
        reason = "it is a binary file, not mail"
    return Skipped(member=file.member, status="refused", reason=reason, remedy=remedy)
