"""A scan as a picture file (PNG, JPEG, TIFF) → the printed mail on it, where OCR was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.errors import Unreadable
from evidence.model import InputFile, Message, Skipped
from evidence.pdf.lines import page_pieces
from evidence.pdf.ocr import OCR_REMEDY, recognise
from evidence.pdf.scans import ocr_flags, word_glyphs
from evidence.pdf.text import PdfPageText, PdfText
from evidence.readers.limits import skipped
from evidence.readers.pages import messages_on

KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"II*\x00": "TIFF", b"MM\x00*": "TIFF"}
# A picture has no size in inches that could be relied on: as of a page scanned at 300 dots an inch.
DOTS_A_POINT = 300 / 72


def matches(file: InputFile) -> bool:
    """Whether the file is a picture that Tesseract reads."""
    return file.data.startswith(tuple(KINDS))


def read(file: InputFile) -> Iterator[Message | Skipped]:
    """Each message on its pages (a TIFF can have several)."""
    kind = next(name for magic, name in KINDS.items() if file.data.startswith(magic))
    if not file.ocr:
        reason = f"it is a {kind} picture: no text: needs OCR"
        yield skipped(None, "refused", reason, OCR_REMEDY).model_copy(update={"no_text_pages": 1})
        return
    try:
        words = recognise(file.data)
    except Unreadable as error:
        yield skipped(None, "refused", error.what, error.remedy).model_copy(update={"no_text_pages": 1})
        return
    pages = []
    for number in range(1, max((word.page for word in words), default=0) + 1):
        here = [word for word in words if word.page == number]
        text = "".join(piece.text for piece in page_pieces(word_glyphs(here, DOTS_A_POINT)))
        pages.append(PdfPageText(number, text, flags=ocr_flags(here)))
    found = list(messages_on(PdfText(tuple(pages)), file.data))
    yield from found
    if not found:
        reason, remedy = "OCR found no text", "look at the picture: it may hold no words"
        yield skipped(None, "refused", reason, remedy).model_copy(update={"no_text_pages": 1})
