"""Bytes of a file → the table that it is: marks between fields, head, columns, charset; None where it is no table."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from evidence.charsets import decode
from evidence.hashing import sha256_hex
from evidence.model import InputFile
from evidence.readers import rfc822
from evidence.readers.columns import Columns, guessed, is_head, named
from evidence.readers.delimited import Dialect, Record, records

HEAD_BYTES = 1024**2
SAMPLED_ROWS = 20
FEWEST_ROWS, FEWEST_COLUMNS = 3, 3
FEWEST_TO_GUESS = 40
MOST_TITLE_LINES, FEWEST_ROLES = 5, 3
DIALECTS = tuple(Dialect(mark, b'"') for mark in (b",", b";", b"\t", b"|"))
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SEP = re.compile(rb"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)
_TABLE_NAME = re.compile(r"\.(?:csv|tsv|tab|dat|psv)$", re.IGNORECASE)
_IMAGE_LINE = re.compile(
    rb"[^,\r\n]+,[^,\r\n]*,[^,\r\n]+\.(?:tiff?|jpe?g|pdf|png),[Y]?,[^,\r\n]*,[^,\r\n]*,\d*\s*$", re.I
)


class Source(NamedTuple):
    """The bytes in which records are sought, where they begin, and how they stand in the file.

    UTF-16 is searched as UTF-8: `wide` names its codec, `lead` counts the bytes of its mark in the file.
    """

    data: bytes
    start: int
    wide: str | None
    lead: int

    def size(self, start: int, end: int) -> int:
        """How many bytes of the file a stretch of `data` takes."""
        return len(self.data[start:end].decode("utf-8").encode(self.wide)) if self.wide else end - start


class Table(NamedTuple):
    """A table, opened: its head is a record; `charset` is the guess where the file is not UTF-8."""

    source: Source
    dialect: Dialect
    columns: Columns
    head: Record
    charset: str | None

    def cell(self, content: bytes) -> tuple[str, tuple[str, ...]]:
        """A cell's text with LF line ends, and what was guessed."""
        text, flags = (
            decode(content, None) if self.charset is None or _is_utf8(content) else _guessed(content, self.charset)
        )
        if self.dialect.quote != b'"':
            # A load file writes a line break within a field as this sign.
            text = text.replace("\u00ae", "\n")
        return text.replace("\r\n", "\n").replace("\r", "\n"), flags


def table_of(file: InputFile) -> Table | None:
    """The table that a file is; its name counts only where its rows are few."""
    source = _source(file.data)
    if source is None:
        return None
    options = [t for d, start in _dialects(source) if (t := _opened(file, source, d, start))]
    best = max(options, key=lambda t: (t.columns.hold_mail, len(t.columns.places), len(t.columns.heads)), default=None)
    if (best is None or not best.columns.hold_mail) and (late := _below_a_title(file, source)):
        return late
    if best is None or best.columns.hold_mail or file.columns or best.dialect.quote != b'"':
        return best
    rows = list(_sample(best))
    width = len(best.columns.heads)
    even = bool(rows) and all(len(r.fields) == width and not r.broken for r in rows)
    sure = _TABLE_NAME.search(file.member or file.file) or (len(rows) >= FEWEST_ROWS and width >= FEWEST_COLUMNS)
    return best if even and sure else None


def _below_a_title(file: InputFile, source: Source) -> Table | None:
    """The table whose head stands below a few lines that say what it is, as reports begin; only where it holds mail."""
    if not _TABLE_NAME.search(file.member or file.file):
        return None
    begin = source.start
    for _ in range(MOST_TITLE_LINES):
        begin = source.data.find(b"\n", begin, source.start + HEAD_BYTES) + 1
        if not begin:
            return None
        for dialect in DIALECTS:
            table = _opened(file, source, dialect, begin)
            if table and table.columns.hold_mail and len(table.columns.places) >= FEWEST_ROLES:
                return table
    return None


def is_image_list(data: bytes) -> bool:
    """Whether a file is a load file of page images (.opt): names of pictures, no words."""
    lines = [line for line in data[:20_000].splitlines()[:20] if line.strip()]
    return bool(lines) and all(_IMAGE_LINE.match(line) for line in (lines[:-1] if len(lines) > 1 else lines))


def _source(data: bytes) -> Source | None:
    wide = next((codec for mark, codec in _WIDE.items() if data.startswith(mark)), None)
    if wide:
        try:
            return Source(data[2:].decode(wide).encode("utf-8"), 0, wide, 2)
        except UnicodeError:
            return None
    return Source(data, len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0, None, 0)


def _dialects(source: Source) -> Iterator[tuple[Dialect, int]]:
    """Each way in which the head may be parted, and where it begins."""
    head = source.data[source.start : source.start + 4096]
    for quote in (b"\xc3\xbe", b"\xfe"):
        if head.startswith(quote) and b"\x14" in head:
            yield Dialect(b"\x14", quote), source.start
            return
    stated = _SEP.match(head)
    for dialect in DIALECTS:
        if not stated or stated[1] == dialect.delimiter:
            yield dialect, source.start + (stated.end() if stated else 0)


def _opened(file: InputFile, source: Source, dialect: Dialect, start: int) -> Table | None:
    first = next(records(source.data[: start + HEAD_BYTES], dialect, start), None)
    if first is None or first.broken or len(first.fields) < 2:
        return None
    bare = Table(source, dialect, Columns((), {}, guessed=True), first, _charset(source.data))
    heads = [" ".join(bare.cell(f)[0].split()) for f in first.fields]
    if not is_head(heads):
        return None
    columns = named(heads, file.columns) if file.columns else guessed(heads)
    table = bare._replace(columns=columns)
    return table._replace(columns=_with_raw(table, list(_sample(table))))


def _sample(table: Table) -> Iterator[Record]:
    """The first rows; one that the sample cuts off is left out."""
    end = table.head.end + HEAD_BYTES
    found = records(table.source.data[:end], table.dialect, table.head.end)
    whole = (r for r in found if r.end < end or end >= len(table.source.data))
    return islice(whole, SAMPLED_ROWS)


def _with_raw(table: Table, rows: Sequence[Record]) -> Columns:
    """Where a column holds raw mails, it says all: the other columns are not read."""
    places = table.columns.places
    likely = [places[role] for role in ("raw", "body") if role in places]
    others = [at for at in range(len(table.columns.heads)) if at not in likely] if table.columns.guessed else []
    for at in [*likely, *(others if not table.columns.hold_mail else [])]:
        cells = [r.fields[at] for r in rows if at < len(r.fields) and r.fields[at].strip()]
        if cells and all(_is_mail(cell) for cell in cells):
            return table.columns._replace(places={"raw": at})
    if "raw" in places:
        kept = {role: at for role, at in places.items() if role != "raw"}
        return table.columns._replace(places={"body": places["raw"]} | kept)
    return table.columns


def _is_mail(cell: bytes) -> bool:
    return rfc822.matches(InputFile(file="cell", member=None, data=cell, sha256=sha256_hex(cell)))


def _charset(data: bytes) -> str | None:
    """The charset guessed from lines that are not ASCII; None for ASCII and UTF-8."""
    if data.isascii() or _is_utf8(data):
        return None
    if len(re.findall(rb"[\x80-\xff]", data[:HEAD_BYTES])) < FEWEST_TO_GUESS:
        # Too little to tell by: what Western mail programs write.
        return "cp1252"
    lines = b"\n".join(m[0] for m in islice(re.finditer(rb"[^\r\n]{0,500}[\x80-\xff][^\r\n]{0,500}", data), 100))
    flags = decode(lines, None).flags
    return next((f.partition(":")[2] for f in flags if f.startswith("charset-guessed:")), "cp1252")


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), HEAD_BYTES):
            decoder.decode(data[at : at + HEAD_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(content: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    text, flags = decode(content, charset)
    return text, flags or (f"charset-guessed:{charset}",)
