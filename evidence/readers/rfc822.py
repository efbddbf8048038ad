"""One raw RFC 822 mail under any name → one message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.messages import message_from_bytes, read_headers
from evidence.model import InputFile, Message, Skipped

_FIRST_LINE = re.compile(rb"(?:From [^\n]*\r?\n|>From [^\n]*\r?\n)?[!-9;-~]+[ \t]*:")
KNOWN = frozenset(
    "from to cc bcc date subject message-id received return-path mime-version content-type sender reply-to delivered-to"
    " x-mailer x-from x-to in-reply-to references resent-from resent-date organization x-reconstruction".split()
)


def matches(file: InputFile) -> bool:
    """Whether the file begins with a header block of at least two known fields."""
    head = file.data[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _FIRST_LINE.match(head) or b"\x00" in head[:200]:
        return False
    return len(KNOWN & read_headers(head).keys()) >= 2


def read(file: InputFile) -> Iterator[Message | Skipped]:
    """The one mail. A leading mbox envelope line is a recorded gap, not part of the mail."""
    start = 0
    if envelope := re.match(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\n]*\n)?", file.data):
        start = envelope.end()
    yield message_from_bytes(file.data[start:], start)
