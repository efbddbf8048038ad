"""PDF bytes → its text, page by page: what lies under a box withheld, what has no text named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pypdfium2 import PdfDocument

from evidence.errors import Unreadable
from evidence.hashing import sha256_hex
from evidence.model import PageMark, Text
from evidence.pdf.annotations import form_of, is_xfa
from evidence.pdf.engine import opened
from evidence.pdf.geometry import Box, around
from evidence.pdf.lines import Piece
from evidence.pdf.notes import FLAGS, XFA_LEFT, Note
from evidence.pdf.ocr import Recogniser
from evidence.pdf.page import read_page

# A page break stands at the head of a line, as in text that other programs make of a PDF.
PAGE_BREAK = "\n\f"
MOST_CHARACTERS = 50_000_000


class PdfPageText(NamedTuple):
    """One page, `number` counted from 1.

    `trouble` says why a reader sees more than this text, and what to do; `withheld` counts the places where words lie
    under a box; `flags` are what a quote from the page must carry. `notes` are the words that lie on the page, each
    with the place in `text` beside which it stands; `left_out` says what of them was not read, and what to do.
    """

    number: int
    text: str
    trouble: tuple[str, str] | None = None
    withheld: int = 0
    flags: tuple[str, ...] = ()
    notes: tuple[tuple[int, Note], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


class PdfText(NamedTuple):
    """A PDF's pages in order."""

    pages: tuple[PdfPageText, ...]

    def text(self, *, notes: bool = False) -> Text:
        """All pages as one text, each after the first behind a line break and a form feed; a mark for each page.

        With `notes` the words that lie on the pages follow in the same way, each with a mark of its own.
        """
        pieces = [(page.number, page.text, page.flags) for page in self.pages]
        if notes:
            pieces += [(p.number, note.text, (FLAGS[note.kind],)) for p in self.pages for _, note in p.notes]
        whole = PAGE_BREAK.join(text for _, text, _ in pieces)
        marks, at = [], 0
        for number, text, flags in pieces:
            marks.append(PageMark(start=at, number=number, flags=flags))
            at += len(text) + len(PAGE_BREAK)
        return Text(part=None, text=whole, sha256=sha256_hex(whole), pages=tuple(marks))


def pdf_text(
    data: bytes, recognise: Recogniser | None = None, after_page: Callable[[], None] = lambda: None
) -> PdfText:
    """Read a PDF's text; `recognise` reads the pages that have none; `after_page` is called after each page.

    Raises:
        Unreadable: it is encrypted, broken, or beyond the limits.
    """
    with opened(data) as document:
        return PdfText(tuple(_pages(document, recognise, after_page)))


def boxes(data: bytes, number: int, start: int, end: int) -> tuple[Box, ...]:
    """Where a stretch of a page's text layer stands on it: a box a line, in points from the upright page's upper left.

    Args:
        data: the PDF.
        number: the page, from 1.
        start: first character, counted in the page's own text.
        end: behind the last one.
    """
    with opened(data) as document:
        # The pages before it are read as well: what an earlier one draws can move a letter of a later one by a hair.
        pieces = [read_page(document, index).pieces for index in range(number)][-1]
    found: list[Box] = []
    at = 0
    for piece in pieces:
        if piece.glyph and start < at + len(piece.text) and at < end:
            here = piece.glyph.on_page
            if found and abs(found[-1].middle - here.middle) < here.height / 2:
                found[-1] = around([found[-1], here])
            else:
                found.append(here)
        at += len(piece.text)
    return tuple(found)


def _pages(
    document: PdfDocument, recognise: Recogniser | None, after_page: Callable[[], None]
) -> Iterator[PdfPageText]:
    total = 0
    with form_of(document) as form:
        for index in range(len(document)):
            read = read_page(document, index, recognise, form)
            notes = tuple((_place(note, read.pieces), note) for note in read.notes.found)
            total += len(read.text) + sum(len(note.text) for _, note in notes)
            if total > MOST_CHARACTERS:
                raise Unreadable(f"its text has more than {MOST_CHARACTERS:,} characters", "split it, then ingest that")
            after_page()
            left_out = (*read.notes.left_out, *((XFA_LEFT,) if index == 0 and is_xfa(document) else ()))
            yield PdfPageText(index + 1, read.text, read.trouble, read.withheld, read.flags, notes, left_out)


def _place(note: Note, pieces: Sequence[Piece]) -> int:
    """Where in the page's text the first letter stands that is not above the note."""
    at = 0
    for piece in pieces:
        if piece.glyph is not None and piece.glyph.on_page.bottom > note.box.top:
            return at
        at += len(piece.text)
    return at
