"""A mail as Apple Mail keeps it (.emlx: a count of bytes, the mail, a property list) → its message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.messages import messages_from_bytes
from evidence.model import AttachedMail, InputFile, Message, Skipped
from evidence.readers import rfc822

BETWEEN = "the count and the property list of Apple Mail"
_COUNT = re.compile(rb"[ \t]*(\d{1,12})[ \t]*\r?\n")
_LIST = b"<?xml"


def matches(file: InputFile) -> bool:
    """Whether the file begins with a number alone on its line, and a mail follows."""
    start, end = _range(file)
    return start < end and rfc822.matches(file.model_copy(update={"data": file.data[start:end]}))


def read(file: InputFile) -> Iterator[Message | AttachedMail | Skipped]:
    """The mail and those attached to it."""
    start, end = _range(file)
    yield from messages_from_bytes(file.data[start:end], start)


def _range(file: InputFile) -> tuple[int, int]:
    """Where the mail stands; empty where no count does. A wrong count yields to the place of the property list."""
    count = _COUNT.match(file.data[:64])
    if count is None:
        return 0, 0
    start = count.end()
    end = min(start + int(count[1]), len(file.data))
    if not file.data[end : end + 64].lstrip().startswith(_LIST):
        listed = file.data.rfind(b"\n" + _LIST, start)
        end = listed + 1 if listed >= 0 and b"<plist" in file.data[listed:] else end
    return start, end
