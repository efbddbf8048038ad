"""A table of mail (Outlook, Gmail and eDiscovery exports, any CSV with such columns) → its messages, one a row.

`raw` is the byte range of the row with its line end, so that rows and recorded gaps leave no byte out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from evidence.attachments import Attachment, looks_like_html
from evidence.hashing import message_id, sha256_hex
from evidence.htmltext import html_to_text
from evidence.messages import messages_from_bytes
from evidence.model import Address, AttachedMail, Body, InputFile, Message, Skipped, Span, Text
from evidence.readers.cells import DayOrder, cell_date, cell_people, cell_person, day_order, paired
from evidence.readers.columns import in_other_language, missing
from evidence.readers.delimited import Record, records
from evidence.readers.tables import Table, is_image_list, table_of

BETWEEN = "no mail's row: the head of the columns, a title above it, blank lines, or a row that the ledger names"
SAMPLED_DATES = 2_000
LINES_TO_RESUME, LONGEST_TO_RESUME = 200, 1024**2
FEWEST_TO_RESUME = 4
_NAMED = "name its columns: checker ingest CASE FILE --columns sender=…,date=…,subject=…,body=…"


class _Row(NamedTuple):
    """A row: its place among the rows (from 1), its record, its bytes in the file."""

    number: int
    record: Record
    raw: Span


def matches(file: InputFile) -> bool:
    """Whether the file is a table, of mail or of something else."""
    return is_image_list(file.data) or table_of(file) is not None


def read(file: InputFile) -> Iterator[Message | AttachedMail | Skipped]:
    """Each row as a message; what a row cannot yield is skipped with its line."""
    table = None if is_image_list(file.data) else table_of(file)
    refused = _refusal(file, table)
    if refused or table is None:
        yield refused or _skipped(
            "it is an image load file: it names pictures of pages and holds no words", "nothing to do"
        )
        return
    width = len(table.columns.heads)
    order = _day_order(table)
    for row in _rows(table):
        fields = row.record.fields
        if row.record.broken or (len(fields) > width and any(f.strip() for f in fields[width:])):
            yield _unreadable(row, width)
        else:
            yield from _messages(table, row, order)


def _refusal(file: InputFile, table: Table | None) -> Skipped | None:
    if table is None:
        return None
    heads = table.columns.heads
    lacking = missing(heads, file.columns)
    shown = f"it has the columns {', '.join(heads)}"
    if lacking:
        return _skipped(f"the table has no column {', '.join(lacking)}: {shown}", _NAMED)
    if not table.columns.hold_mail:
        return _skipped(
            f"the table is no mail export that can be told by its columns: {shown}", f"if it is one, {_NAMED}"
        )
    return None


def _skipped(reason: str, remedy: str) -> Skipped:
    return Skipped(member=None, status="refused", reason=reason, remedy=remedy)


def _unreadable(row: _Row, width: int) -> Skipped:
    fields = len(row.record.fields)
    why = "its quotation marks never end" if row.record.broken else f"it has {fields} fields, the head has {width}"
    place = f"bytes {row.raw[0]} to {row.raw[1]}"
    return Skipped(
        member=None,
        status="partial",
        reason=f"row {row.number} (line {row.record.line}, {place}) cannot be read: {why}",
        remedy="look at that line; ask for the export again, or mend a copy and ingest that",
    )


def _rows(table: Table) -> Iterator[_Row]:
    """The rows below the head with their bytes in the file; after stray quotes, reading resumes at the next row."""
    source = table.source
    at = table.head.end
    begins = source.lead + source.size(0, at)
    number = 0
    waiting = records(source.data, table.dialect, at, table.head.line + source.data.count(b"\n", table.head.start, at))
    while (record := next(waiting, None)) is not None:
        cut = _astray(table, record)
        if cut is not None:
            record = record._replace(end=cut, broken=True)
            line = record.line + source.data.count(b"\n", record.start, cut)
            waiting = records(source.data, table.dialect, cut, line)
        begins += source.size(at, record.start)
        ends = begins + source.size(record.start, record.end)
        number += 1
        yield _Row(number, record, (begins, ends))
        at, begins = record.end, ends


def _astray(table: Table, record: Record) -> int | None:
    """Where a whole row begins inside a record with stray quotes or a wrong number of fields; None where none does."""
    width = len(table.columns.heads)
    if record.broken or width < FEWEST_TO_RESUME or (len(record.fields) == width and not record.loose):
        return None
    inside = table.source.data[record.start : min(record.end, record.start + LONGEST_TO_RESUME)]
    for found in islice(re.finditer(rb"\n(?=.)", inside, re.DOTALL), LINES_TO_RESUME):
        following = next(records(inside, table.dialect, found.end()), None)
        if following and not (following.broken or following.loose) and len(following.fields) == width:
            return record.start + found.end()
    return None


def _day_order(table: Table) -> DayOrder:
    at = table.columns.places.get("date")
    if at is None:
        return "unknown"
    rows = islice(_rows(table), SAMPLED_DATES)
    told = day_order(table.cell(r.record.fields[at])[0] for r in rows if at < len(r.record.fields))
    # Where no row tells: whoever does not write English does not write the month first.
    return "day-first-assumed" if told == "unknown" and in_other_language(table.columns.heads) else told


class _Cells:
    """One row's cells by what they say, decoded."""

    def __init__(self, table: Table, fields: Sequence[bytes]) -> None:
        self._table, self._fields = table, fields
        self.flags: list[str] = []

    def content(self, role: str) -> bytes:
        at = self._table.columns.places.get(role)
        return self._fields[at] if at is not None and at < len(self._fields) else b""

    def text(self, role: str) -> str:
        text, flags = self._table.cell(self.content(role))
        self.flags += [f"{role}:{f}" for f in flags]
        return text.strip()

    def people(self, role: str) -> tuple[Address, ...]:
        plain, name, address = self.text(role), self.text(f"{role}-name"), self.text(f"{role}-address")
        return cell_people(plain) if plain and not address else paired(name or plain, address)

    def sender(self) -> Address | None:
        plain, name, address = self.text("sender"), self.text("sender-name"), self.text("sender-address")
        if plain and not address:
            return cell_person(plain)
        return next(iter(paired(name or plain, address)), None)


def _messages(table: Table, row: _Row, order: DayOrder) -> Iterator[Message | AttachedMail]:
    cells = _Cells(table, row.record.fields)
    if "raw" in table.columns.places:
        head = table.columns.heads[table.columns.places["raw"]]
        for found in messages_from_bytes(cells.content("raw")):
            if isinstance(found, AttachedMail):
                yield found
                continue
            flags = (*found.flags, f"raw-in-column:{head}", table.columns.flag)
            yield found.model_copy(update={"raw": row.raw, "flags": flags})
        return
    sender = cells.sender()
    to, cc = cells.people("to"), (*cells.people("cc"), *cells.people("bcc"))
    dated = cell_date(f"{cells.text('date')} {cells.text('time')}", order)
    subject, files = cells.text("subject"), cells.text("attachments")
    stamps = cells.text("bates"), cells.text("bates-end")
    idents = [_idents(cells.text(role)) for role in ("message-id", "in-reply-to", "references")]
    doubts = [] if sender else ["sender-not-shown"]
    doubts += [*cells.flags, *_named_files(files), table.columns.flag]
    yield Message(
        id=message_id(_bytes(table, row)),
        raw=row.raw,
        message_id=idents[0][0] if idents[0] else None,
        bates=stamps[0] or None,
        bates_end=stamps[1] or stamps[0] or None,
        sender=sender,
        to=to,
        cc=cc,
        date=dated.date,
        subject=subject or None,
        bodies=_bodies(table, row),
        date_flags=dated.flags,
        flags=tuple(dict.fromkeys(doubts)),
        in_reply_to=idents[1][0] if idents[1] else None,
        references=tuple(idents[2]),
    )


def _bytes(table: Table, row: _Row) -> bytes:
    """The row's bytes as they stand in the file."""
    data = table.source.data[row.record.start : row.record.end]
    return data.decode("utf-8").encode(table.source.wide) if table.source.wide else data


def _bodies(table: Table, row: _Row) -> tuple[Body, ...]:
    """The words of a row: the plain column, else the one that holds HTML."""
    for role in ("body", "html"):
        at = table.columns.places.get(role)
        if at is None or at >= len(row.record.fields):
            continue
        content = row.record.fields[at]
        text, flags = table.cell(content)
        if role == "html" or looks_like_html(content):
            text = html_to_text(text)
        if text.strip():
            guessed = ("columns-guessed",) if table.columns.guessed else ()
            doubts = (*flags, *(("nul-characters",) if "\x00" in text else ()), *guessed)
            part = f"row {row.number}, column {table.columns.heads[at]}"
            made = Text(part=part, text=text, sha256=sha256_hex(text), flags=doubts)
            return (Body(text=made, spans=((0, len(text)),)),)
    return ()


def _named_files(listed: str) -> Iterator[str]:
    """Flags for the files that a row names: a table holds none of them."""
    for name in re.split(r"[;\n|]", listed):
        if name.strip():
            label = Attachment(name, "", b"", "").label
            yield f"attachment:{label}"
            yield f"attachment-unread:{label}:not in the table"


def _idents(text: str) -> list[str]:
    return re.findall(r"<([^<>\s]+)>", text) or text.split()
