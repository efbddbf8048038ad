"""An input file → its messages and gaps, by whichever reader knows its content; the name decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from evidence.hashing import sha256_hex
from evidence.model import AttachedMail, Gap, InputFile, Message, Skipped
from evidence.readers import (
    csv_export,
    documents,
    emlx,
    mbox,
    nih_json,
    outlook,
    pdf,
    pictures,
    printed,
    pst,
    rfc822,
    tarred,
    wide,
    zipped,
)
from evidence.readers.gaps import ARCHIVE, NOT_READ, whole_gap, with_gaps
from evidence.readers.limits import attached_too_deep, member_name, skipped
from evidence.readers.sparing import allowance, packed_allowance, refusal, spared


class Member(NamedTuple):
    """The bytes that offsets count in: a file's (name None) or a container member's; `size` counts them."""

    name: str | None
    sha256: str
    size: int


class Reader(NamedTuple):
    """One format: does it know the file, and what does it yield; messages in the order of their bytes.

    An attached message stands right after the one that carries it. `between` names what the format has between mails;
    `members` are files that it carries inside; `seconds` is the processor time that so many bytes may take.
    """

    matches: Callable[[InputFile], bool]
    read: Callable[[InputFile], Iterator[Message | AttachedMail | Skipped]]
    between: str = "in no message"
    members: Callable[[InputFile], Iterator[InputFile | Skipped]] | None = None
    seconds: Callable[[int], float] = allowance


READERS = (
    Reader(pdf.matches, pdf.read, members=pdf.members, seconds=packed_allowance),
    Reader(pictures.matches, pictures.read),
    Reader(outlook.is_msg, outlook.read_msg),
    Reader(outlook.is_winmail, outlook.read_winmail),
    Reader(outlook.is_item, outlook.read_item),
    Reader(mbox.matches, mbox.read),
    Reader(nih_json.matches, nih_json.read, nih_json.BETWEEN),
    Reader(rfc822.matches, rfc822.read),
    Reader(wide.matches, wide.read),
    Reader(emlx.matches, emlx.read, emlx.BETWEEN),
    Reader(csv_export.matches, csv_export.read, csv_export.BETWEEN),
    Reader(documents.matches, documents.read),
    Reader(printed.matches, printed.read),
)
BINARY = {
    b"\xd0\xcf\x11\xe0": "an old Office document or a damaged Outlook .msg",
    b"GIF8": "a GIF picture",
}


def read_any(file: InputFile) -> Iterator[tuple[Member, Message | Skipped]]:
    """Everything in a file but the gaps."""
    for member, item in read_with_gaps(file):
        if not isinstance(item, Gap):
            yield member, item


def read_with_gaps(file: InputFile) -> Iterator[tuple[Member, Message | Skipped | Gap]]:
    """Everything in a file, containers opened, each with the member that its offsets count in.

    The messages and gaps of a member (or of a file that is no container) leave none of its bytes out. A member that
    breaks its reader, or takes it too long, costs itself alone.
    """
    here = Member(file.member, file.sha256, len(file.data))

    def refused(skipped: Skipped) -> Iterator[tuple[Member, Skipped]]:
        yield here, skipped.model_copy(update={"member": file.member})

    yield from spared(_read(file, here), None, refused)


def _read(file: InputFile, here: Member) -> Iterator[tuple[Member, Message | Skipped | Gap]]:
    container = next((c for c in (zipped, tarred, pst) if c.matches(file) and not documents.is_package(file)), None)
    if container:
        yield here, whole_gap(file.data, ARCHIVE)
        yield from _members(here, file, container.members(file))
        return
    binary = file.data.startswith(tuple(BINARY)) and not outlook.is_msg(file)
    reader = None if binary else next((r for r in READERS if r.matches(file)), None)
    if reader is None:
        yield here, unread(file)
        if file.data:
            yield here, whole_gap(file.data, NOT_READ)
        return
    items = spared(reader.read(file), reader.seconds(len(file.data)), refusal)
    for item in with_gaps(file.data, items, reader.between):
        if isinstance(item, AttachedMail):
            yield from _attached(file, here, item)
        else:
            yield here, item.model_copy(update={"member": file.member}) if isinstance(item, Skipped) else item
    if reader.members:
        yield from _members(here, file, reader.members(file))


def _members(
    here: Member, file: InputFile, found: Iterator[InputFile | Skipped]
) -> Iterator[tuple[Member, Message | Skipped | Gap]]:
    """Everything in the files that a file holds."""
    for item in spared(found, packed_allowance(len(file.data)), refusal):
        if isinstance(item, Skipped):
            yield here, item if item.member else item.model_copy(update={"member": file.member})
        else:
            yield from read_with_gaps(item.model_copy(update={"ocr": file.ocr, "columns": file.columns}))


def _attached(file: InputFile, here: Member, mail: AttachedMail) -> Iterator[tuple[Member, Message | Skipped | Gap]]:
    """A mail that is a file of its own inside another; it says whose attachment it is."""
    name = member_name(file, mail.name)
    if attached_too_deep(name):
        remedy = "save it as a file of its own and ingest that"
        yield here, skipped(name, "refused", "mails are attached to each other too deep", remedy)
        return
    inner = InputFile(file=file.file, member=name, data=mail.data, sha256=sha256_hex(mail.data), ocr=file.ocr)
    for member, item in read_with_gaps(inner):
        if isinstance(item, Message) and not any(f.startswith("attached-to:") for f in item.flags):
            yield member, item.model_copy(update={"flags": (f"attached-to:{mail.parent}", *item.flags)})
        else:
            yield member, item


def unread(file: InputFile) -> Skipped:
    """Why no reader takes the file, and what to do about it."""
    data = file.data
    reason, remedy = "it is no mail that this version reads", "export it as .eml, mbox or text, then ingest that"
    if not re.search(rb"\S", data):
        reason, remedy = "the file is empty", "ask for the file again"
    elif kind := next((name for magic, name in BINARY.items() if data.startswith(magic)), None):
        reason = f"it is {kind}, which this version does not read"
    elif b"\x00" in data[:4096]:
        reason = "it is a binary file, not mail"
    return Skipped(member=file.member, status="refused", reason=reason, remedy=remedy)
