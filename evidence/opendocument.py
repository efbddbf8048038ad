"""Bytes of an OpenDocument file (.odt, .ods, .odp) → the text that it shows: paragraphs, tables, comments, heads, feet.

An own walk over ISO 26300. A row of a table is a line, its cells parted by tabs; above the rows of a sheet stands its
name. What is hidden or deleted is left out.
"""

from __future__ import annotations

from lxml import etree

from evidence.errors import Unreadable
from evidence.packages import DocumentText, attribute, local_name, opened_package, part_bytes, xml_root

MANIFEST = "META-INF/manifest.xml"
MOST_REPEATED = 64
# Numbers of lists, who made a comment and when, how fields are made: no words of the text.
_UNSHOWN = frozenset(
    ["tracked-changes", "forms", "sequence-decls", "variable-decls", "creator", "date", "event-listeners"]
)
_BESIDE = frozenset(["header", "footer", "header-left", "footer-left", "header-first", "footer-first"])
_APART = frozenset(["annotation", "note", "text-box"])
_CELLS = frozenset(["table-cell", "covered-table-cell"])


def opendocument_text(data: bytes) -> DocumentText:
    """Read a text, a table or slides.

    Raises:
        Unreadable: damaged, encrypted, or larger than 20 MiB a part once unpacked.
    """
    with opened_package(data) as archive:
        names = archive.namelist()
        if b"encryption-data" in (part_bytes(archive, MANIFEST) if MANIFEST in names else b""):
            raise Unreadable("encrypted", "save it without its password")
        body = xml_root(part_bytes(archive, "content.xml"))
        styles = xml_root(part_bytes(archive, "styles.xml")) if "styles.xml" in names else None
    shown = _Shown()
    shown.block(next((e for e in body if local_name(e) == "body"), body))
    for beside in (e for e in styles.iter() if local_name(e) in _BESIDE) if styles is not None else ():
        shown.block(beside)
    return DocumentText("\n".join(shown.lines).strip("\n"), tuple(dict.fromkeys(shown.flags)))


class _Shown:
    """Lines under construction; libxml2 nests no deeper than 256, so that it may be walked by itself."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.flags: list[str] = []

    def block(self, element: etree._Element) -> None:
        """Add what an element shows, a line a paragraph or row."""
        for child in element:
            tag = local_name(child)
            if self._is_left_out(child, tag):
                continue
            if tag in ("p", "h"):
                self._paragraph(child)
            elif tag == "table-row":
                self.lines += [self._row(child)] * _times(child, "number-rows-repeated")
            else:
                if tag == "table" and local_name(element) == "spreadsheet":
                    self.lines += ["", attribute(child, "name")]
                self.block(child)

    def _paragraph(self, element: etree._Element) -> None:
        apart: list[etree._Element] = []
        self.lines += _inline(element, apart).split("\n")
        for other in apart:
            self.block(other)

    def _row(self, row: etree._Element) -> str:
        cells: list[str] = []
        for cell in row:
            if local_name(cell) in _CELLS:
                inside = _Shown()
                inside.block(cell)
                self.flags += inside.flags
                cells += [" ".join(filter(None, inside.lines))] * _times(cell, "number-columns-repeated")
        return "\t".join(cells).rstrip("\t")

    def _is_left_out(self, element: etree._Element, tag: str) -> bool:
        if tag == "tracked-changes" and any(local_name(e) == "deletion" for e in element):
            self.flags.append("deleted-text-left-out")
        hidden = attribute(element, "display") == "none" or attribute(element, "visibility") in ("collapse", "filter")
        if hidden and "".join(str(text) for text in element.itertext()).strip():
            self.flags.append("hidden-text-left-out")
        return hidden or not tag or tag in _UNSHOWN


def _inline(element: etree._Element, apart: list[etree._Element]) -> str:
    """The text of a paragraph; what stands in it and is none of it (comments, notes, boxes) goes to `apart`."""
    text = element.text or ""
    for child in element:
        tag = local_name(child)
        if tag in _APART:
            apart.append(child)
        elif tag == "s":
            text += " " * _times(child, "c")
        elif tag in ("tab", "line-break"):
            text += "\t" if tag == "tab" else "\n"
        elif tag and tag not in _UNSHOWN:
            text += _inline(child, apart)
        text += child.tail or ""
    return text


def _times(element: etree._Element, name: str) -> int:
    """How often something is repeated, up to a limit: programs fill whole sheets with empty cells."""
    stated = attribute(element, name)
    return min(int(stated), MOST_REPEATED) if stated.isdecimal() and stated.isascii() else 1
