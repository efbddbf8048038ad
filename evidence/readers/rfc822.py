"""One raw RFC 822 mail under any name → one message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.messages import messages_from_bytes
from evidence.mime import read_head
from evidence.model import AttachedMail, InputFile, Message, Skipped

_FIRST_LINE = re.compile(rb"(?:From [^\n]*\r?\n|>From [^\n]*\r?\n)?[!-9;-~]+[ \t]*:")
_BARE_LABEL = re.compile(rb"(?:From|To)[ \t]*:[ \t]*\r?\n(?![ \t])", re.IGNORECASE)
KNOWN = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "date",
        "subject",
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "sender",
        "reply-to",
        "delivered-to",
        "x-mailer",
        "x-from",
        "x-to",
        "in-reply-to",
        "references",
        "resent-from",
        "resent-date",
        "organization",
        "content-transfer-encoding",
        "content-disposition",
        "content-id",
        "x-reconstruction",
    ]
)
# A mail can hold a stray NUL; a binary file is full of them.
FEW_NULS = 10
TRANSPORT = frozenset(
    [
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "delivered-to",
        "x-mailer",
    ]
)
_STAMP = re.compile(
    rb"^(?:[A-Z][A-Z&]+(?:[-_ ][A-Z]{1,12}){0,4}[-_ ]?\d{4,10}|[A-Z][a-z]{2}-\d{2}-\d{4} \d{5,8})[ \t]*\r?$",
    re.MULTILINE,
)


def matches(file: InputFile) -> bool:
    """Whether the file begins with a header block of at least two known fields."""
    head = file.data[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _FIRST_LINE.match(head) or head[:200].count(b"\x00") > FEW_NULS:
        return False
    names = read_head(head, 0, len(head))[0].keys()
    if TRANSPORT & names:
        return len(KNOWN & names) >= 2
    # A printed page can begin with From, To and Subject as well; "Sent", page breaks, stamps and a bare label tell it.
    if _BARE_LABEL.match(head):
        return False
    return len(KNOWN & names) >= 2 and "sent" not in names and b"\f" not in file.data and not _STAMP.search(file.data)


def read(file: InputFile) -> Iterator[Message | AttachedMail | Skipped]:
    """The one mail. A leading mbox envelope line is a recorded gap, not part of the mail."""
    start = 0
    if envelope := re.match(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\n]*\n)?", file.data):
        start = envelope.end()
    yield from messages_from_bytes(file.data[start:], start)
