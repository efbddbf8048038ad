"""PDF bytes → an open document, closed again after use; the engine's errors in our words.

The engine (PDFium) is not thread-safe, and it is begun anew for each document: one at a time in a process.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw

from evidence.errors import Unreadable

MOST_PAGES = 20_000
# A list of paths that ends at once.
_NO_FONT_PATHS = (ctypes.POINTER(ctypes.c_char) * 1)()
_HEAD = re.compile(rb"%PDF-\d")
_MAIL_HEAD = re.compile(rb"\s*(?:From |[A-Za-z][A-Za-z0-9-]*:)")
_PASSWORD = frozenset({raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY})


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF; the standard lets up to 1,024 others stand before its mark (ISO 32000-1, H.3)."""
    found = _HEAD.search(data[:1032])
    # A mail that carries a PDF unencoded is no PDF.
    return found is not None and not _MAIL_HEAD.match(data[: found.start()])


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document.

    Raises:
        Unreadable: it is encrypted with a password that one needs for reading, broken, or too long.
    """
    _begin_anew()
    try:
        # Bytes that stand for a file on the disk are copied: the engine wants them in memory.
        document = pypdfium2.PdfDocument(data if type(data) is bytes else data[:])
    except pypdfium2.PdfiumError as error:
        raise _in_our_words(error) from error
    try:
        pages = len(document)
        if not pages:
            raise Unreadable("the PDF is broken: no page is found in it", "ask for the file again; it may be cut off")
        if pages > MOST_PAGES:
            raise Unreadable(f"the PDF has {pages:,} pages; {MOST_PAGES:,} is the limit", "split it, then ingest that")
        yield document
    finally:
        document.close()


def _begin_anew() -> None:
    """Have the engine forget earlier documents, and use its own fonts where a PDF carries none.

    Its fonts keep what was last drawn with them, and others would be this machine's: a page's boxes, and so its blanks,
    would depend on what was read before, and where.
    """
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=_NO_FONT_PATHS))


def _in_our_words(error: pypdfium2.PdfiumError) -> Unreadable:
    if error.err_code in _PASSWORD:
        return Unreadable(
            "the PDF is encrypted: it takes a password to open it",
            "save it without its password, then ingest that",
        )
    return Unreadable("the PDF is broken: its structure cannot be read", "ask for the file again; it may be cut off")
