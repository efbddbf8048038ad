"""One mail in UTF-16 or UTF-32 with a byte order mark → its message, read as UTF-8; its range is the whole file."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.charsets import wide_charset
from evidence.messages import attached_mails, contents_of, message_of
from evidence.mime import part_at
from evidence.model import AttachedMail, InputFile, Message, Skipped
from evidence.readers import rfc822


def matches(file: InputFile) -> bool:
    """Whether the file is such a mail."""
    data = _narrow(file)
    return data is not None and rfc822.matches(file.model_copy(update={"data": data}))


def read(file: InputFile) -> Iterator[Message | AttachedMail | Skipped]:
    """The one mail; those attached to it are files of their own, for their bytes do not stand in this one."""
    data = _narrow(file)
    if data is None:
        return
    contents = contents_of(data)
    contents.flags.append(f"raw-is-wide:{wide_charset(file.data[:4])}")
    headers = part_at(data, "", 0, len(data)).headers
    message = message_of(file.data[:], (0, len(file.data)), headers, contents)
    yield message
    yield from attached_mails(message, contents.mails)


def _narrow(file: InputFile) -> bytes | None:
    """The file in UTF-8; None where it is not in UTF-16 or UTF-32, as its mark would say, or broken."""
    wide = wide_charset(file.data[:4])
    if wide is None:
        return None
    try:
        return file.data[:].decode(wide).encode("utf-8")
    except UnicodeError:
        return None
