"""An mbox file (mboxo, mboxrd, with BOM, LF or CRLF) → its messages; every byte is in one of them or in a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.messages import messages_from_bytes
from evidence.model import InputFile, Message, Skipped

# "From addr Tue Mar  5 10:00:00 2019": the date decides, for prose begins lines with "From " too.
_ENVELOPE = re.compile(
    rb"^From [^\r\n]{0,300}?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\r\n]{0,60}\d{1,2}:\d{2}"
    rb"|\d{1,2}:\d{2}(?::\d{2})?[^\r\n]{0,30}\d{4})[^\r\n]*\r?\n",
    re.MULTILINE,
)
_BARE_ENVELOPE = re.compile(rb"^From [^\s]*[ \t]*\r?\n(?=[!-9;-~]+:)", re.MULTILINE)
_HEADER_NEXT = re.compile(rb"(?:[!-9;-~]+[ \t]*:|>From )")


def matches(file: InputFile) -> bool:
    """Whether the file begins with an envelope line."""
    head = file.data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return bool(_ENVELOPE.match(head) or _BARE_ENVELOPE.match(head))


def read(file: InputFile) -> Iterator[Message | Skipped]:
    """Each message; `raw` runs from after its envelope line to the next one."""
    data = file.data
    marks = list(_boundaries(data))
    lead = data[: marks[0][0]].removeprefix(b"\xef\xbb\xbf").strip() if marks else b""
    if lead:
        yield Skipped(
            member=None,
            status="partial",
            reason=f"bytes 0 to {marks[0][0]} stand before the first message",
            remedy="look at the file's beginning: it may be cut off",
        )
    ends = [start for start, _ in marks[1:]] + [len(data)]
    for (_, start), end in zip(marks, ends, strict=True):
        if data[start:end].strip():
            yield from messages_from_bytes(data[start:end], start)
        else:
            yield Skipped(
                member=None,
                status="partial",
                reason=f"the message at byte {start} is empty",
                remedy="nothing to do: there are no bytes to read",
            )


def _boundaries(data: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of every envelope line that begins a message."""
    bom = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    first = _BARE_ENVELOPE.match(data, bom)
    if first and not _ENVELOPE.match(data, bom):
        yield first.start(), first.end()
    at_start = _ENVELOPE.match(data, bom) if bom else None
    if at_start:
        yield at_start.start(), at_start.end()
    for match in _ENVELOPE.finditer(data, bom):
        if at_start and match.start() == at_start.start():
            continue
        before = data[max(0, match.start() - 4) : match.start()]
        after_blank = (not before.strip(b"\r\n") and before.count(b"\n") >= 2) or match.start() == bom
        if after_blank or _HEADER_NEXT.match(data, match.end()):
            yield match.start(), match.end()
