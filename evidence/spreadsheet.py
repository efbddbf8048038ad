"""Bytes of an Excel workbook (.xlsx) → the text of its sheets: a row a line, cells parted by tabs, below their name.

An own walk over ECMA-376, part 1, chapter 18. A formula is shown by its stored result, a day as ISO 8601. What is
hidden is left out.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from evidence.errors import Unreadable
from evidence.packages import DocumentText, attribute, local_name, opened_package, part_bytes, xml_root

MOST_SHEETS, MOST_COLUMNS, MOST_CELLS = 200, 200, 1_000_000
# Formats of days and times that every Excel knows by number (18.8.30).
_DAYS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DAY_LETTERS = re.compile(r"[dyhs]", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|General", re.IGNORECASE)
_COLUMN = re.compile(r"[A-Z]{1,3}")
_COMMENTS = re.compile(r"xl/(?:comments|threadedComments/threadedComment)\d*\.xml$")
# Excel counts days from here; it takes 1900 for a leap year, so that days before March 1900 are one off.
EPOCH, EPOCH_1904 = dt.datetime.fromisoformat("1899-12-30"), dt.datetime.fromisoformat("1904-01-01")


class _Book(NamedTuple):
    """What the cells of all sheets refer to."""

    strings: Sequence[str]
    days: frozenset[int]
    epoch: dt.datetime


def spreadsheet_text(data: bytes) -> DocumentText:
    """Read a workbook.

    Raises:
        Unreadable: damaged, encrypted, or larger than 20 MiB a part once unpacked.
    """
    with opened_package(data) as archive:
        workbook = _part(archive, "xl/workbook.xml")
        if workbook is None:
            raise Unreadable("damaged", "ask for the file again")
        book = _Book(_strings(_part(archive, "xl/sharedStrings.xml")), _day_styles(_part(archive, "xl/styles.xml")),
                     EPOCH_1904 if _uses_1904(workbook) else EPOCH)  # fmt: skip
        lines, flags, left = list[str](), list[str](), MOST_CELLS
        for name, part, hidden in list(_sheets(archive, workbook))[:MOST_SHEETS]:
            if hidden:
                flags.append("hidden-text-left-out")
                continue
            rows, some_hidden = _rows(xml_root(part_bytes(archive, part)), book, left)
            left -= sum(row.count("\t") + 1 for row in rows)
            flags += ["hidden-text-left-out"] if some_hidden else []
            lines += ["", name, *rows]
        for name in sorted(filter(_COMMENTS.match, archive.namelist()))[:MOST_SHEETS]:
            lines += _comments(xml_root(part_bytes(archive, name)))
    return DocumentText("\n".join(lines).strip("\n"), tuple(dict.fromkeys(flags)))


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    return xml_root(part_bytes(archive, name)) if name in archive.namelist() else None


def _uses_1904(workbook: etree._Element) -> bool:
    return any(attribute(e, "date1904") in ("1", "true") for e in workbook if local_name(e) == "workbookPr")


def _sheets(archive: zipfile.ZipFile, workbook: etree._Element) -> Iterator[tuple[str, str, bool]]:
    """Name, part and whether it is hidden, of each sheet in the order of its tabs."""
    relations = _part(archive, "xl/_rels/workbook.xml.rels")
    parts = {attribute(e, "Id"): attribute(e, "Target") for e in relations} if relations is not None else {}
    for sheet in (e for e in workbook.iter() if local_name(e) == "sheet"):
        target = parts.get(attribute(sheet, "id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist():
            yield attribute(sheet, "name"), part, attribute(sheet, "state") in ("hidden", "veryHidden")


def _strings(root: etree._Element | None) -> list[str]:
    return [_text(item) for item in root if local_name(item) == "si"] if root is not None else []


def _text(element: etree._Element) -> str:
    """The words of a string, without how they are pronounced."""
    if local_name(element) in ("rPh", "phoneticPr"):
        return ""
    own = (element.text or "") if local_name(element) == "t" else ""
    return own + "".join(_text(child) for child in element)


def _day_styles(root: etree._Element | None) -> frozenset[int]:
    """The numbers of the cell styles that show a day or a time."""
    if root is None:
        return frozenset()
    own = {attribute(e, "numFmtId"): attribute(e, "formatCode") for e in root.iter() if local_name(e) == "numFmt"}
    styles = next((e for e in root if local_name(e) == "cellXfs"), ())
    return frozenset(n for n, style in enumerate(styles) if _shows_day(attribute(style, "numFmtId"), own))


def _shows_day(number: str, own: Mapping[str, str]) -> bool:
    if number in own:
        return bool(_DAY_LETTERS.search(_NOT_LETTERS.sub("", own[number])))
    return number.isdecimal() and int(number) in _DAYS


def _rows(root: etree._Element, book: _Book, most: int) -> tuple[list[str], bool]:
    """The rows that show something, and whether some are hidden."""
    found, hidden = [], False
    for row in (e for e in root.iter() if local_name(e) == "row"):
        cells: dict[int, str] = {}
        for place, cell in enumerate(e for e in row if local_name(e) == "c"):
            column = _column(attribute(cell, "r"), place)
            if column < MOST_COLUMNS:
                cells[column] = " ".join(_value(cell, book).split())
        line = "\t".join(cells.get(n, "") for n in range(max(cells, default=-1) + 1)).rstrip("\t")
        if attribute(row, "hidden") in ("1", "true"):
            hidden = hidden or bool(line)
        elif line and most > 0:
            most -= len(cells)
            found.append(line)
    return found, hidden


def _column(reference: str, place: int) -> int:
    """The number of a cell's column, from 0; the cell's place in its row where it is not stated."""
    letters = _COLUMN.match(reference)
    if letters is None:
        return place
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: etree._Element, book: _Book) -> str:
    kind, inline = attribute(cell, "t"), next((e for e in cell if local_name(e) == "is"), None)
    if inline is not None:
        return _text(inline)
    stored = next((e.text or "" for e in cell if local_name(e) == "v"), "")
    if kind == "s":
        return book.strings[int(stored)] if stored.isdecimal() and int(stored) < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(stored, stored)
    style = attribute(cell, "s")
    return _day(stored, book.epoch) if not kind.strip("n") and style.isdecimal() and int(style) in book.days else stored


def _day(stored: str, epoch: dt.datetime) -> str:
    """A number of days as a day, with its time where it has one; a time alone as that; else as it is stored."""
    try:
        number = float(stored)
        moment = epoch + dt.timedelta(seconds=round(number * 86_400))
    except (ValueError, OverflowError):
        return stored
    if 0 <= number < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if number == int(number) else moment.isoformat(" ")


def _comments(root: etree._Element) -> Iterator[str]:
    for comment in (e for e in root.iter() if local_name(e) in ("comment", "threadedComment")):
        words = next((e for e in comment if local_name(e) == "text"), None)
        if words is not None:
            yield " ".join((_text(words) or words.text or "").split())
