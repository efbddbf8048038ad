"""Bytes of a .docx → the text that it shows: body, tables, notes, comments, heads and feet; what is hidden is left out.

An own walk over ECMA-376 (transitional, strict): nothing is unpacked to disk, fetched or run, no entity resolved.
"""

from __future__ import annotations

import re
import zipfile

from lxml import etree

from evidence.packages import DocumentText, local_name, opened_package, part_bytes, xml_root

MOST_PARTS = 60
# Beside the body, in the order in which they are read.
_BESIDE = re.compile(r"^word/(footnotes|endnotes|comments|header\d*|footer\d*)\.xml$")
_ORDER = ("footnotes", "endnotes", "comments", "header", "footer")
_MAIN = re.compile(rb'Target="/?([^"]+)"[^>]*officeDocument"|officeDocument"[^>]*Target="/?([^"]+)"')
# Deleted or moved away, codes of fields, a second spelling for old programs.
_UNSHOWN = frozenset(["del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rPr", "pPr"])
_DELETED = frozenset(["del", "moveFrom"])


def docx_text(data: bytes) -> DocumentText:
    """Read a .docx.

    Raises:
        Unreadable: damaged, encrypted, or larger than 20 MiB a part once unpacked.
    """
    with opened_package(data) as archive:
        names = archive.namelist()
        roots = [xml_root(part_bytes(archive, name)) for name in (_main(archive, names), *_beside(names))]
    walk = _Walk()
    for root in roots:
        walk.through(root)
    return DocumentText(walk.text(), tuple(walk.flags))


def _main(archive: zipfile.ZipFile, names: list[str]) -> str:
    """The body's part: what the package's relations name, else where every writer puts it."""
    stated = _MAIN.search(part_bytes(archive, "_rels/.rels")) if "_rels/.rels" in names else None
    name = (stated[1] or stated[2]).decode("utf-8", "replace") if stated else "word/document.xml"
    return name if name in names else "word/document.xml"


def _beside(names: list[str]) -> list[str]:
    found = sorted({n for n in names if _BESIDE.match(n)})
    return sorted(found, key=lambda n: next(i for i, k in enumerate(_ORDER) if k in n))[:MOST_PARTS]


class _Walk:
    """Text under construction: a line a paragraph, cells of a row parted by tabs."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.now = ""
        self.flags: list[str] = []
        self.cells: list[int] = []

    def through(self, root: etree._Element) -> None:
        """Everything shown below `root`; a stack of our own, for no document sets our depth."""
        stack: list[tuple[etree._Element, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            tag = local_name(element)
            if leaving:
                self._leave(tag)
            elif not self._skips(element, tag):
                self._enter(element, tag)
                stack.append((element, True))
                stack.extend((child, False) for child in reversed(element))
        self._end()

    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    def _skips(self, element: etree._Element, tag: str) -> bool:
        if tag == "r" and any(_is_hidden(p) for p in element if local_name(p) == "rPr"):
            self._flag("hidden-text-left-out")
            return True
        if tag in _DELETED and any(local_name(e) in ("delText", "t") for e in element.iter()):
            self._flag("deleted-text-left-out")
        return tag in _UNSHOWN or not tag

    def _flag(self, flag: str) -> None:
        if flag not in self.flags:
            self.flags.append(flag)

    def _enter(self, element: etree._Element, tag: str) -> None:
        if tag == "t":
            self.now += element.text or ""
        elif tag in ("tab", "ptab"):
            self.now += "\t"
        elif tag == "noBreakHyphen":
            self.now += "-"
        elif tag in ("br", "cr"):
            self._end(force=True)
        elif tag == "tr":
            self.cells.append(-1)
        elif tag == "tc" and self.cells:
            self._next_cell()

    def _next_cell(self) -> None:
        before = self.cells[-1]
        if before >= 0 and len(self.lines) - before == 1:
            # The cell before held one paragraph: this one goes on in its line.
            self.now = self.lines.pop() + "\t"
        self.cells[-1] = len(self.lines)

    def _leave(self, tag: str) -> None:
        if tag == "p":
            self._end(force=True)
        elif tag == "tr" and self.cells:
            self.cells.pop()

    def _end(self, *, force: bool = False) -> None:
        if self.now or force:
            self.lines.append(self.now.rstrip())
        self.now = ""


def _is_hidden(properties: etree._Element) -> bool:
    for item in properties:
        if local_name(item) in ("vanish", "webHidden"):
            value = next((str(v) for k, v in item.attrib.items() if str(k).endswith("val")), "true")
            return value not in ("0", "false", "off")
    return False
