"""Messages of a file in the order of their bytes → the same with the gaps between them, so that no byte is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from evidence.model import AttachedMail, Gap, Message, Skipped, Span

M = TypeVar("M", bound=Hashable)
T = TypeVar("T")

ARCHIVE = "an archive's own bytes: its members are accounted for one by one"
NOT_READ = "not read: the ledger says why"
_BLANK = re.compile(rb"(?:\xef\xbb\xbf|\s)*")
_ENVELOPES = re.compile(rb"(?:\xef\xbb\xbf|\s)*(?:>?From [^\r\n]*(?:\s+|\Z))+")
# Longer gaps are not looked through: what stands there is more than envelopes.
LONGEST_KNOWN = 100_000


def with_gaps(
    data: bytes, items: Iterable[Message | AttachedMail | Skipped], between: str = "in no message"
) -> Iterator[Message | AttachedMail | Skipped | Gap]:
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


def filled(
    items: Iterable[tuple[M, T]], range_of: Callable[[T], Span | None], size_of: Callable[[M], int]
) -> Iterator[tuple[M, T | Gap]]:
    """The stream of a whole file, with a gap wherever reading failed and left bytes of a member out.

    Args:
        items: members and what was found in them, gaps too, each member's in the order of its bytes.
        range_of: the bytes that an item stands for; None where it stands for none.
        size_of: how many bytes a member has.
    """
    reached: dict[M, int] = {}
    for member, item in items:
        at = reached.setdefault(member, 0)
        if (here := range_of(item)) is not None:
            if here[0] > at:
                yield member, Gap(start=at, end=here[0], why=NOT_READ)
            reached[member] = max(at, here[1])
        yield member, item
    for member, at in reached.items():
        if at < size_of(member):
            yield member, Gap(start=at, end=size_of(member), why=NOT_READ)


def range_of(item: Message | Skipped | Gap) -> Span | None:
    """The bytes that an item of a reader stands for."""
    if isinstance(item, Message):
        return item.raw
    return (item.start, item.end) if isinstance(item, Gap) else None


def whole_gap(data: bytes, why: str) -> Gap:
    """All of a file or member as one gap."""
    return Gap(start=0, end=len(data), why=why)


def _what(data: bytes, between: str) -> str:
    if len(data) > LONGEST_KNOWN:
        return between
    if _BLANK.fullmatch(data):
        return "blank"
    return "mbox envelope" if _ENVELOPES.fullmatch(data) else between
