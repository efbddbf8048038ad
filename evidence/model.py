"""The nouns of released mail: Source, Text, Message, AttachedMail, Segment, Passage, Skipped, Gap.

Offsets count Unicode code points of a `Text`; byte ranges count bytes of the source. Both are half-open.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

Span = tuple[int, int]
SegmentKind = Literal["own", "quoted", "forwarded", "signature", "disclaimer", "attachment"]
Attributed = Literal["stated", "inferred", "unknown"]
SkipStatus = Literal["partial", "refused", "duplicate"]


class Noun(BaseModel):
    """Frozen, without input or output of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(NamedTuple):
    """ISO 8601 with the stated zone, or None; and what was guessed."""

    date: str | None
    flags: tuple[str, ...]


class Address(Noun):
    """One mailbox as the record shows it: `raw` to the letter, the rest parsed, None where not stated.

    `address` is lower-case. OCR slips ("state.goy") stay in `raw`; readers may mend them in `address`.
    """

    name: str | None
    address: str | None
    raw: str


class PageMark(Noun):
    """Where a page of a printed release begins in its text, the stamp that it carries, what a quote from it must say.

    `flags` are about that page alone ("ocr"), those of `Text` about all of it.
    """

    start: int
    number: int
    bates: str | None = None
    flags: tuple[str, ...] = ()


class Text(Noun):
    """A decoded text into which offsets count.

    For printed mail: the whole source's text, `part` None. For RFC 822: one MIME part (transfer and charset decoded,
    CRLF to LF, nothing else changed; HTML: the text that our walk yields), `part` its section number ("1.2").
    For an attached file: the text that its reader yields, `part` the section number of the attachment.
    For JSON: one string value, `part` its JSON pointer. For a
    table: one cell, unquoted, `part` "row 17, column Body". `flags` say what was guessed ("charset-guessed:cp1252").
    """

    part: str | None
    text: str
    sha256: str
    flags: tuple[str, ...] = ()
    pages: tuple[PageMark, ...] = ()


class Body(Noun):
    """A stretch of a message's text: the line ranges of `text` that belong to it, without page furniture.

    Each span is one line or a run of lines, without its last line break; spans are in order and do not overlap.
    `attachment` is what a file that came with the message is called; None for what the message itself says.
    """

    text: Text
    spans: tuple[Span, ...]
    attachment: str | None = None


class Message(Noun):
    """One e-mail. `id` is the first 12 hex digits of the SHA-256 of its raw bytes or printed block.

    `raw` is its byte range in the source (or in the container's member). `date` is ISO 8601 with the stated zone, or
    shorter; None where the record shows none. `bates` is the stamp of the page on which it begins.
    """

    id: str
    raw: Span
    message_id: str | None
    bates: str | None
    bates_end: str | None
    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: str | None
    subject: str | None
    bodies: tuple[Body, ...]
    date_flags: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


class Segment(Noun):
    """A stretch of one body by one author. `attributed` says how the author is known; None author means unknown.

    `flags` are what is doubtful about the date of words that are quoted.
    """

    body: int
    kind: SegmentKind
    spans: tuple[Span, ...]
    author: Address | None
    date: str | None
    attributed: Attributed
    flags: tuple[str, ...] = ()


class Passage(Noun):
    """One to three sentences of a segment; `spans` joined by one newline are `quote`, to the letter."""

    spans: tuple[Span, ...]
    quote: str


class AttachedMail(Noun):
    """A mail that came attached to another as a file of its own (.msg, winmail.dat), to be read like any other file.

    `parent` is the id of the message that carries it; `name` a label below that message's file, never a path.
    """

    parent: str
    name: str
    data: bytes


class Skipped(Noun):
    """Something that could not be read, or only in part, with its reason and what to do about it.

    `no_text_pages` counts the pages that show something and have no text that a program can read: OCR may help.
    """

    member: str | None
    status: SkipStatus
    reason: str
    remedy: str
    no_text_pages: int = 0


class Gap(Noun):
    """Bytes of a file or container member that stand in no message: half-open byte range, and what they are."""

    start: int
    end: int
    why: str


class InputFile(Noun):
    """A file as released. `file` is relative to the ingested path; `member` names it inside its container.

    `ocr` asks for the text of its pictures; `columns` says what the columns of a table are: pairs of role and head.
    """

    file: str
    member: str | None
    data: bytes
    sha256: str
    ocr: bool = False
    columns: tuple[tuple[str, str], ...] = ()
