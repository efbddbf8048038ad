"""Messages of a file in the order of their bytes → the same with the gaps between them, so that no byte is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evidence.model import Gap, Message, Skipped

ARCHIVE = "an archive's own bytes: its members are accounted for one by one"
NOT_READ = "not read: the ledger says why"
_BLANK = re.compile(rb"(?:\xef\xbb\xbf|\s)*")
_ENVELOPES = re.compile(rb"(?:\xef\xbb\xbf|\s)*(?:>?From [^\r\n]*(?:\s+|\Z))+")
# Longer gaps are not looked through: what stands there is more than envelopes.
LONGEST_KNOWN = 100_000


def with_gaps(
    data: bytes, items: Iterable[Message | Skipped], between: str = "in no message"
) -> Iterator[Message | Skipped | Gap]:
    """Each item, before a message the bytes since the one before it, after the last message the rest.

    Args:
        data: the bytes that raw ranges count in.
        items: what a reader yields, messages in the order of their bytes.
        between: what the format has between its mails.
    """
    at, any_message = 0, False
    for item in items:
        if isinstance(item, Message):
            any_message = True
            if item.raw[0] > at:
                yield Gap(start=at, end=item.raw[0], why=_what(data[at : item.raw[0]], between))
            at = max(at, item.raw[1])
        yield item
    if at < len(data):
        yield Gap(start=at, end=len(data), why=_what(data[at:], between) if any_message else NOT_READ)


def whole_gap(data: bytes, why: str) -> Gap:
    """All of a file or member as one gap."""
    return Gap(start=0, end=len(data), why=why)


def _what(data: bytes, between: str) -> str:
    if len(data) > LONGEST_KNOWN:
        return between
    if _BLANK.fullmatch(data):
        return "blank"
    return "mbox envelope" if _ENVELOPES.fullmatch(data) else between
