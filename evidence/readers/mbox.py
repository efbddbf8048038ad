"""An mbox file (mboxo, mboxrd, with BOM, LF or CRLF) → its messages; every byte is in one of them or in a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from evidence.messages import messages_from_bytes
from evidence.mime import FEWEST_FIELDS, STANDARD, read_head
from evidence.model import AttachedMail, InputFile, Message, Skipped
from evidence.readers.sparing import allowance, refusal, spared

BOM = b"\xef\xbb\xbf"
# "From " first, then the look back to the line's start: so the search runs at the speed of a plain one.
# A NUL ends a line too: a disk that lost power leaves runs of them between mails.
_FROM = rb"From (?:(?<![^\r\n\x00]From )|(?<=\xef\xbb\xbfFrom ))"
_BREAK = rb"(?:\r*\n|\r)"
_ANY = re.compile(_FROM)
# "From addr Tue Mar  5 10:00:00 2019": one word, then the date, for prose begins lines with "From " too.
_STRICT = re.compile(
    _FROM + rb"[^\s]{0,200}[ \t]+(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\r\n]{0,60}\d{1,2}:\d{2}"
    rb"|[^\r\n]{0,30}\d{1,2}:\d{2}(?::\d{2})?[^\r\n]{0,30}\d{4})[^\r\n]*(?:" + _BREAK + rb"|\Z)"
)
# Some write a name with blanks, or nothing but an address; then a header must follow.
_LOOSE = re.compile(
    _FROM + rb"(?:[^\s]*[ \t]*|[^\r\n]{1,300}\d{1,2}:\d{2}[^\r\n]*)" + _BREAK + rb"(?=[!-9;-~]+[ \t]*:)"
)
_NOTHING = b" \t\n\r\x0b\x0c\x00"
LONGEST_PART_HEADER = 600
_PART_HEADER = re.compile(
    rb"^content-type:[ \t]*message/rfc822[^\n]*\n(?:(?:[!-9;-~]+:|[ \t])[^\n]*\n)*\r?\n\Z", re.IGNORECASE | re.MULTILINE
)
MOST_LINES_BEFORE = 10
_FIELD = re.compile(rb"^[!-9;-~]+:", re.MULTILINE)
_OTHER_FORMATS = (b"{", b"[", b"<", b'"', b"%")
_HEADER_NEXT = re.compile(rb"(?:[!-9;-~]+[ \t]*:|>From )")


def matches(file: InputFile) -> bool:
    """Whether the file begins with an envelope line."""
    head = file.data[:4096].removeprefix(BOM).lstrip(b"\r\n\x00")
    return bool(_STRICT.match(head) or _LOOSE.match(head)) or _begins_late(head)


def _begins_late(head: bytes) -> bool:
    """Whether a few lines that are no header and no quoted cell stand before the first mail of an mbox."""
    first = next((line for line in _STRICT.finditer(head) if _HEADER_NEXT.match(head, line.end())), None)
    if first is None or head.count(b"\n", 0, first.start()) > MOST_LINES_BEFORE:
        return False
    before = head[: first.start()]
    if b"\x00" in before or before.lstrip()[:1] in _OTHER_FORMATS or re.search(_FIELD, before):
        return False
    return len(STANDARD & read_head(head, first.end(), len(head))[0].keys()) >= FEWEST_FIELDS


def read(file: InputFile) -> Iterator[Message | AttachedMail | Skipped]:
    """Each message; `raw` runs from after its envelope line to the next one."""
    data = file.data
    first = next(boundaries(data), (0, 0))[0]
    if data[:first].removeprefix(BOM).strip(_NOTHING):
        yield Skipped(
            member=None,
            status="partial",
            reason=f"bytes 0 to {first} stand before the first mail and are no mail",
            remedy="look at them in an editor; what stands there was not searched",
        )
    for (_, start), (end, _) in pairwise(chain(boundaries(data), [(len(data), len(data))])):
        if data[start:end].strip(_NOTHING):
            raw = data[start:end]
            raw = raw.rstrip(b"\x00") if raw.endswith(b"\x00") else raw
            parsed: Iterator[Message | AttachedMail | Skipped] = messages_from_bytes(raw, start)
            yield from spared(parsed, allowance(end - start), refusal, f"bytes {start} to {end}")
        else:
            yield Skipped(
                member=None,
                status="partial",
                reason=f"bytes {start} to {end} are an empty message",
                remedy="nothing to do: there are no words to read",
            )


def boundaries(data: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of every envelope line that begins a message, in order, each found when it is asked for."""
    for place in _ANY.finditer(data):
        strict = _STRICT.match(data, place.start())
        loose = _LOOSE.match(data, place.start())
        if (loose or strict) and _in_a_part(data, place.start()):
            continue
        if loose and _after_blank(data, loose.start()):
            yield loose.span()
        elif strict and _begins_message(data, strict):
            yield strict.span()


def _begins_message(data: bytes, line: re.Match[bytes]) -> bool:
    return _after_blank(data, line.start()) or _HEADER_NEXT.match(data, line.end()) is not None


def _in_a_part(data: bytes, at: int) -> bool:
    """Whether the line is the envelope of an attached mail: the header of a part that is one ends right above it."""
    before = data[max(0, at - LONGEST_PART_HEADER) : at]
    return b"message/rfc822" in before.lower() and _PART_HEADER.search(before) is not None


def _after_blank(data: bytes, at: int) -> bool:
    before = data[max(0, at - 6) : at]
    if at < len(BOM) + 4 and not data[:at].removeprefix(BOM).strip():
        return True
    return before.endswith((b"\x00", b"\r\r")) or before.replace(b"\r", b"").endswith(b"\n\n")
