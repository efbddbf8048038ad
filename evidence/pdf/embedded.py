"""PDF bytes → the files that it carries inside: names and bytes, or why they cannot be had."""

from __future__ import annotations

import ctypes

import pypdfium2
from pypdfium2 import raw

from evidence.errors import Unreadable
from evidence.pdf.engine import opened

MOST_FILES = 10_000
MOST_BYTES = 1024**3


def embedded_files(data: bytes) -> list[tuple[str, bytes | Unreadable]]:
    """Files of a portfolio or attached to the PDF, in its order (ISO 32000-1, 7.11.4).

    Raises:
        Unreadable: the PDF cannot be opened.
    """
    if b"/EmbeddedFile" not in data and b"/ObjStm" not in data:
        return []
    with opened(data) as document:
        found: list[tuple[str, bytes | Unreadable]] = []
        total = 0
        for index in range(min(max(0, document.count_attachments()), MOST_FILES)):
            attachment = document.get_attachment(index)
            name = _name(attachment, index)
            content = _content(attachment, MOST_BYTES - total)
            total += len(content) if isinstance(content, bytes) else 0
            found.append((name, content))
        return found


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
