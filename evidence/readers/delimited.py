"""Bytes of a delimited table → its records with their byte ranges (RFC 4180, read leniently; Concordance).

Split by hand, for the standard library keeps no offsets, stops at 131,072 characters and at NUL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

LONGEST_RECORD = 64 * 1024**2
SHORTEST_LOOK = 1024**2


class Dialect(NamedTuple):
    """What parts two fields, and what stands round one that holds such a mark or a line break."""

    delimiter: bytes
    quote: bytes


class Record(NamedTuple):
    """A row: its bytes [start, end) with the line end, the line on which it begins (from 1), its fields unquoted.

    `loose`: a quotation mark inside a field is not doubled. `broken`: its quotes never end; then it is one line and its
    fields are not to be relied on.
    """

    start: int
    end: int
    line: int
    fields: tuple[bytes, ...]
    loose: bool = False
    broken: bool = False


class _Field(NamedTuple):
    """A field's content, where the mark behind it begins, whether a quotation mark in it is not doubled."""

    content: bytes
    end: int
    loose: bool = False


def records(data: bytes, dialect: Dialect, start: int = 0, line: int = 1) -> Iterator[Record]:
    """Every row that is not blank, from byte `start` on, which lies in line `line`."""
    at, look = start, LONGEST_RECORD
    stop = _stop(dialect)
    while at < len(data):
        found = _record(data, at, line, dialect, look)
        if found is None:
            # No end of its quotes in sight: one line is given up, and the next such search looks less far.
            look = max(SHORTEST_LOOK, look // 2)
            end = _line_end(data, at)
            found = Record(at, end, line, tuple(stop.split(data[at:end])), broken=True)
        if found.fields != (b"",) or found.broken:
            yield found
        line += _breaks(data, at, found.end)
        at = found.end


def _record(data: bytes, start: int, line: int, dialect: Dialect, look: int) -> Record | None:
    fields: list[bytes] = []
    at, stop, loose = start, _stop(dialect), False
    while True:
        field = _field(data, at, dialect, min(len(data), start + look))
        if field is None:
            return None
        fields.append(field.content)
        loose = loose or field.loose
        mark = stop.match(data, field.end)
        if mark is None:
            return Record(start, len(data), line, tuple(fields), loose)
        if mark[0] != dialect.delimiter:
            return Record(start, mark.end(), line, tuple(fields), loose)
        at = mark.end()


def _field(data: bytes, at: int, dialect: Dialect, limit: int) -> _Field | None:
    opened = _opening(dialect).match(data, at)
    if opened is None:
        found = _stop(dialect).search(data, at)
        end = found.start() if found else len(data)
        return _Field(data[at:end], end)
    begins = place = opened.end()
    quote, closing, loose = dialect.quote, _closing(dialect), False
    while (place := data.find(quote, place, limit)) >= 0:
        if data.startswith(quote, place + len(quote)):
            place += 2 * len(quote)
        elif closed := closing.match(data, place):
            return _Field(data[begins:place].replace(quote + quote, quote), closed.end(), loose)
        else:
            # A quotation mark inside the words, not doubled as it should be.
            loose = True
            place += len(quote)
    return None


@cache
def _stop(dialect: Dialect) -> re.Pattern[bytes]:
    return re.compile(re.escape(dialect.delimiter) + rb"|\r\n|\n|\r")


@cache
def _opening(dialect: Dialect) -> re.Pattern[bytes]:
    return re.compile(rb" *" + re.escape(dialect.quote))


@cache
def _closing(dialect: Dialect) -> re.Pattern[bytes]:
    return re.compile(re.escape(dialect.quote) + rb" *(?=" + re.escape(dialect.delimiter) + rb"|[\r\n]|\Z)")


def _line_end(data: bytes, at: int) -> int:
    found = re.compile(rb"\r\n|\n|\r").search(data, at)
    return found.end() if found else len(data)


def _breaks(data: bytes, start: int, end: int) -> int:
    return data.count(b"\n", start, end) or data.count(b"\r", start, end)
