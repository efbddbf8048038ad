"""PDF bytes → the files that it carries inside: names and bytes, or why they cannot be had."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice

import pypdfium2
from pypdfium2 import raw

from evidence.errors import Unreadable
from evidence.pdf.engine import opened

MOST_FILES = 10_000
MOST_BYTES = 1024**3


def embedded_files(data: bytes) -> list[tuple[str, bytes | Unreadable]]:
    """Files of a portfolio, attached to the PDF or to a note on a page, in its order (ISO 32000-1, 7.11.4, 12.5.6.15).

    Raises:
        Unreadable: the PDF cannot be opened.
    """
    if b"/EmbeddedFile" not in data and b"/ObjStm" not in data:
        return []
    with opened(data) as document:
        found: list[tuple[str, bytes | Unreadable]] = []
        total = 0
        for index, attachment in enumerate(islice(_attachments(document, data), MOST_FILES)):
            name = _name(attachment, index)
            content = _content(attachment, MOST_BYTES - total)
            total += len(content) if isinstance(content, bytes) else 0
            found.append((name, content))
        return found


def _attachments(document: pypdfium2.PdfDocument, data: bytes) -> Iterator[pypdfium2.PdfAttachment]:
    yield from map(document.get_attachment, range(max(0, document.count_attachments())))
    if b"/FileAttachment" not in data and b"/ObjStm" not in data:
        return
    for number in range(len(document)):
        page = raw.FPDF_LoadPage(document, number)
        for index in range(max(0, raw.FPDFPage_GetAnnotCount(page)) if page else 0):
            note = raw.FPDFPage_GetAnnot(page, index)
            if note and raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FILEATTACHMENT:
                held = raw.FPDFAnnot_GetFileAttachment(note)
                if held:
                    yield pypdfium2.PdfAttachment(held, document)
            raw.FPDFPage_CloseAnnot(note)
        raw.FPDF_ClosePage(page)


def _name(attachment: pypdfium2.PdfAttachment, index: int) -> str:
    try:
        return str(attachment.get_name()) or f"file {index + 1}"
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return f"file {index + 1}"


def _content(attachment: pypdfium2.PdfAttachment, room: int) -> bytes | Unreadable:
    size = ctypes.c_ulong()
    raw.FPDFAttachment_GetFile(attachment, None, 0, size)
    if size.value > room:
        return Unreadable(f"the file inside unpacks to {size.value:,} bytes", "take it out by hand and look at it")
    try:
        return bytes(attachment.get_data())
    except pypdfium2.PdfiumError:
        return Unreadable("the file inside cannot be taken out", "open the PDF and save the file by hand")
