"""Bytes of a delimited table → its records with their byte ranges (RFC 4180, read leniently; Concordance).

Split by hand, for the standard library keeps no offsets, stops at 131,072 characters and at NUL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

LONGEST_RECORD = 64 * 1024**2


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
    splitter = _Splitter(data, dialect)
    at = start
    while at < len(data):
        found = splitter.record(at, line)
        if found.fields != (b"",) or found.broken:
            yield found
        line += _breaks(data, at, found.end)
        at = found.end


class _Splitter:
    """Cuts one record after the other; where a search for the end of quotes failed, it is not repeated."""

    def __init__(self, data: bytes, dialect: Dialect) -> None:
        self._data, self._quote = data, dialect.quote
        self._delimiter = dialect.delimiter
        self._stop, self._opening, self._closing = _stop(dialect), _opening(dialect), _closing(dialect)
        # Bytes in which no quotes end: hostile tables open them in every line.
        self._endless = (0, 0)

    def record(self, start: int, line: int) -> Record:
        fields: list[bytes] = []
        at, loose = start, False
        while True:
            field = self._field(at, min(len(self._data), start + LONGEST_RECORD))
            if field is None:
                end = _line_end(self._data, start)
                return Record(start, end, line, tuple(self._stop.split(self._data[start:end])), broken=True)
            fields.append(field.content)
            loose = loose or field.loose
            mark = self._stop.match(self._data, field.end)
            if mark is None or mark[0] != self._delimiter:
                return Record(start, mark.end() if mark else len(self._data), line, tuple(fields), loose)
            at = mark.end()

    def _field(self, at: int, limit: int) -> _Field | None:
        opened = self._opening.match(self._data, at)
        if opened is None:
            found = self._stop.search(self._data, at)
            end = found.start() if found else len(self._data)
            return _Field(self._data[at:end], end)
        begins = opened.end()
        known = self._endless[0] <= begins < self._endless[1]
        place, loose = (self._endless[1] if known else begins), known
        while (place := self._data.find(self._quote, place, limit)) >= 0:
            if self._data.startswith(self._quote, place + len(self._quote)):
                place += 2 * len(self._quote)
            elif closed := self._closing.match(self._data, place):
                content = self._data[begins:place].replace(self._quote * 2, self._quote)
                return _Field(content, closed.end(), loose)
            else:
                # A quotation mark inside the words, not doubled as it should be.
                loose = True
                place += len(self._quote)
        self._endless = (min(begins, self._endless[0]) if known else begins, limit)
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
