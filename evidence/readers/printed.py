"""Text of printed mail → its messages: documents of a release, Bates-stamped productions, any text with header blocks.

Every unquoted header block begins a message of its own; offsets count in the whole decoded text. A text without a
header block is one message whose header is unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evidence.charsets import decode, wide_charset
from evidence.hashing import message_id, sha256_hex
from evidence.header_blocks import HeaderBlock, header_blocks
from evidence.header_memo import memo_head
from evidence.model import Body, InputFile, Message, PageMark, Skipped, Span, Text
from evidence.page_furniture import Line, Printed, joined, read_pages
from evidence.printed_dates import printed_date
from evidence.printed_people import people, person

FEWEST_LEAD_WORDS, RIGHT_EDGE = 4, 60
ONE_CONTROL_IN, FEW_CONTROLS = 200, 5
LAYOUTS = {"columns": "header-columns", "memorandum": "memorandum"}
_SENTENCE = re.compile(r"\s*[A-Z][a-z]+,? (?:[\w'\u2019]+,? ){0,2}[a-z]{2,}[.!?]\s*$")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Source(NamedTuple):
    """The source as text, with what is needed to find bytes and pages again.

    Where text and bytes have no lines in common (a PDF) there are no starts of lines: the whole file is the range of
    every message, and a message is named by the hash of its printed block's text. `beside` is what stands beside a
    place in the text and is none of it.
    """

    text: Text
    printed: Printed
    data: bytes
    line_starts: tuple[int, ...] = ()
    byte_starts: tuple[int, ...] = ()
    beside: tuple[tuple[int, Body], ...] = ()


def matches(file: InputFile) -> bool:
    """Whether the file is text: some words, hardly any control characters, and of those no NUL in a small file."""
    head = file.data[:65_536]
    if wide := wide_charset(head):
        # UTF-16 with its mark: what counts are the signs, not the bytes.
        head = head.decode(wide, "replace").encode("utf-8")
    allowed = len(head) // ONE_CONTROL_IN + (0 if b"\x00" in head else FEW_CONTROLS)
    return bool(re.search(rb"\w", head)) and len(_CONTROL.findall(head)) <= allowed


def read(file: InputFile) -> Iterator[Message | Skipped]:
    """Each message of the text; `raw` runs from its first line to the next one's."""
    yield from messages_in(_whole(file))


def messages_in(whole: Source) -> Iterator[Message]:
    """Each message of a printed source, in order."""
    lines = whole.printed.lines
    blocks = header_blocks(lines)
    if blocks:
        blocks[0] = _addressed(blocks[0], lines)
    if not blocks or _says_something(lines[: blocks[0].first]):
        end = blocks[0].first if blocks else len(lines)
        yield _message(whole, _memorandum(lines[:end]), end, first=True)
        first = False
    else:
        first = True
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        yield _message(whole, block, following.first if following else len(lines), first=first)
        first = False


def _memorandum(lines: Sequence[Line]) -> HeaderBlock:
    """The head of a text that is no mail: a memorandum's, or none."""
    memo = memo_head(lines)
    return HeaderBlock(0, memo.end, 0, {**memo.fields, "layout": "memorandum"}) if memo else HeaderBlock(0, 0, 0, {})


def _addressed(block: HeaderBlock, lines: Sequence[Line]) -> HeaderBlock:
    """A text's first header; for whom it is may stand above as a memorandum has it ("MEMORANDUM FOR")."""
    memo = memo_head(lines[: block.body_line]) if "to" not in block.fields else None
    if memo is None or memo.first > block.first or memo.fields["from"] != block.fields.get("from"):
        return block
    return block._replace(first=memo.first, fields={**block.fields, **memo.fields, "layout": "memorandum"})


def _whole(file: InputFile) -> Source:
    decoded = decode(file.data, None)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    printed = read_pages(text)
    made = Text(part=None, text=text, sha256=sha256_hex(text), flags=decoded.flags, pages=printed.pages)
    line_starts = (0, *(m.end() for m in re.finditer("\n", text)))
    byte_starts = _byte_starts(file.data)
    # Where lines of bytes and of text differ, the whole file is the range.
    same = len(line_starts) == len(byte_starts)
    return Source(made, printed, file.data, line_starts if same else (0,), byte_starts if same else (0,))


def _byte_starts(data: bytes) -> tuple[int, ...]:
    """Where each line begins in the bytes; a byte order mark belongs to the first."""
    wide = wide_charset(data[:4])
    if wide is None:
        return (0, *(m.end() for m in re.finditer(rb"\r\n|\n|\r", data)))
    text = data[:].decode(wide, "replace")
    starts, at, begins = [0], len("\ufeff".encode(f"{wide}-le")), 0
    for ends in (m.end() for m in re.finditer(r"\r\n|\n|\r", text)):
        at += len(text[begins:ends].encode(f"{wide}-le"))
        starts.append(at)
        begins = ends
    return tuple(starts)


def _says_something(lines: Sequence[Line]) -> bool:
    """Whether what stands above the first header is more than a speck or a mark: a few words, or a short sentence."""
    return _words(lines) >= FEWEST_LEAD_WORDS or any(_SENTENCE.match(line.text) for line in lines)


def _words(lines: Sequence[Line]) -> int:
    """Words before the first header, without what stands at the right edge: release marks that OCR spoiled."""
    written = (line.text for line in lines if len(line.text) - len(line.text.lstrip()) < RIGHT_EDGE)
    return sum(len(re.findall(r"\w{2,}", text)) for text in written)


def _message(whole: Source, block: HeaderBlock, end: int, *, first: bool) -> Message:
    lines = whole.printed.lines
    begins = 0 if first else lines[block.first].start
    ends = lines[end].start if end < len(lines) else len(whole.text.text)
    last = end >= len(lines)
    raw, block_bytes = _raw(whole, begins, ends, last=last)
    beside = tuple(body for at, body in whole.beside if begins <= at and (last or at < ends))
    sender = person(block.fields.get("from", ""))
    dated = printed_date(block.fields.get("date", ""))
    at = lines[block.first].start if lines else 0
    return Message(
        id=message_id(b"\n".join((block_bytes, *(body.text.text.encode() for body in beside)))),
        raw=raw,
        message_id=None,
        bates=_bates(whole.printed.pages, at),
        bates_end=_bates(whole.printed.pages, max(at, ends - 1)),
        sender=sender,
        to=people(block.fields.get("to", "")),
        cc=people("; ".join(filter(None, (block.fields.get("cc", ""), block.fields.get("bcc", ""))))),
        date=dated.date,
        subject=block.fields.get("subject") or None,
        bodies=(Body(text=whole.text, spans=_spans(whole, block, end)), *beside),
        date_flags=dated.flags,
        flags=_flags(block.fields),
    )


def _flags(fields: Mapping[str, str]) -> tuple[str, ...]:
    if not fields:
        return ("no-header",)
    found = [LAYOUTS[fields["layout"]]] if fields.get("layout") in LAYOUTS else []
    found += [f"bcc:{len(blind)}"] if (blind := people(fields.get("bcc", ""))) else []
    return (*found, *(() if fields.get("from") else ("sender-not-shown",)))


def _raw(whole: Source, begins: int, ends: int, *, last: bool) -> tuple[Span, bytes]:
    """The byte range of a message, and the bytes that its id is the hash of."""
    if not whole.byte_starts:
        return (0, len(whole.data)), whole.text.text[begins:ends].encode()
    raw = (_byte_at(whole, begins), len(whole.data) if last else _byte_at(whole, ends))
    return raw, whole.data[slice(*raw)]


def _byte_at(whole: Source, offset: int) -> int:
    return whole.byte_starts[bisect_right(whole.line_starts, offset) - 1]


def _bates(pages: Sequence[PageMark], offset: int) -> str | None:
    here = bisect_right([p.start for p in pages], offset) - 1
    return pages[max(here, 0)].bates if pages else None


def _spans(whole: Source, block: HeaderBlock, end: int) -> tuple[Span, ...]:
    """The lines from the body's first to `end`."""
    columns = {block.body_line: block.body_column}
    lines = whole.printed.lines
    places = ((lines[n].start + columns.get(n, 0), lines[n].end) for n in range(block.body_line, end))
    return joined(places, whole.text.text)
