"""What the case's index holds, as its readers get it: messages, passages, segments."""

from __future__ import annotations

from typing import NamedTuple

from evidence.model import Address, PageMark, Span


class MessageRow(NamedTuple):
    """A message as stored, with its mailboxes."""

    pk: int
    id: str
    file: str
    source_sha256: str
    member: str | None
    raw: Span
    message_id: str | None
    bates: str | None
    bates_end: str | None
    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: str | None
    date_flags: tuple[str, ...]
    flags: tuple[str, ...]
    subject: str | None
    mailboxes: tuple[tuple[str, int], ...]


class PassageRow(NamedTuple):
    """A passage as stored: `quote` is cut from the source's text just now."""

    pk: int
    distinct: int
    message: int
    segment: int
    kind: str
    author: Address | None
    author_pk: int | None
    date: str | None
    attributed: str
    part: str | None
    text_flags: tuple[str, ...]
    text_sha256: str
    spans: tuple[Span, ...]
    quote: str
    pages: tuple[PageMark, ...]
    attachment: str | None = None


class SegmentRow(NamedTuple):
    """A segment as `show` prints it."""

    kind: str
    author: str | None
    date: str | None
    attributed: str
    text: str
    attachment: str | None = None
