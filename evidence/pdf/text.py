"""PDF bytes → its text, page by page: what lies under a box withheld, what has no text named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from evidence.errors import Unreadable
from evidence.hashing import sha256_hex
from evidence.model import PageMark, Text
from evidence.pdf.covered import covered
from evidence.pdf.drawn import Drawn, drawn_on
from evidence.pdf.engine import opened
from evidence.pdf.geometry import Box, Frame, around
from evidence.pdf.glyphs import UNKNOWN, Glyph, page_glyphs
from evidence.pdf.lines import Piece, page_pieces
from evidence.pdf.ocr import OCR_REMEDY, Recogniser
from evidence.pdf.scans import read_scan

# A page break stands at the head of a line, as in text that other programs make of a PDF.
PAGE_BREAK = "\n\f"
MOST_CHARACTERS = 50_000_000
# A page of which more letters than this are unknown says nothing: its font does not tell which letters it draws.
UNREADABLE_SHARE = 0.5
# A scan with fewer words beside it bears a stamp, not its text.
FEWEST_WORDS_ON_A_SCAN = 8
BAR = "█████"
NO_TEXT = ("no text: needs OCR", OCR_REMEDY)
NO_LETTERS = ("no text, for its font does not say which letters it draws: needs OCR", OCR_REMEDY)
STAMP_ONLY = ("a picture with hardly any text beside it: needs OCR", OCR_REMEDY)
NOTHING_RECOGNISED = ("OCR found no text", "look at the page: it may be blank, or a picture")


class PdfPageText(NamedTuple):
    """One page, `number` counted from 1.

    `trouble` says why a reader sees more than this text, and what to do; `withheld` counts the places where words lie
    under a box; `flags` are what a quote from the page must carry.
    """

    number: int
    text: str
    trouble: tuple[str, str] | None = None
    withheld: int = 0
    flags: tuple[str, ...] = ()


class PdfText(NamedTuple):
    """A PDF's pages in order."""

    pages: tuple[PdfPageText, ...]

    def text(self, part: str | None = None) -> Text:
        """All pages as one text, each after the first behind a line break and a form feed; a mark for each page."""
        whole = PAGE_BREAK.join(page.text for page in self.pages)
        marks, at = [], 0
        for page in self.pages:
            marks.append(PageMark(start=at, number=page.number, flags=page.flags))
            at += len(page.text) + len(PAGE_BREAK)
        return Text(part=part, text=whole, sha256=sha256_hex(whole), pages=tuple(marks))


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
        pieces = [_read_page(document, index, None).pieces for index in range(number)][-1]
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


class _Read(NamedTuple):
    """A page as laid out, and what is wrong with it."""

    pieces: Sequence[Piece]
    trouble: tuple[str, str] | None = None
    withheld: int = 0
    flags: tuple[str, ...] = ()


def _pages(
    document: PdfDocument, recognise: Recogniser | None, after_page: Callable[[], None]
) -> Iterator[PdfPageText]:
    total = 0
    for index in range(len(document)):
        read = _read_page(document, index, recognise)
        text = "".join(piece.text for piece in read.pieces)
        total += len(text)
        if total > MOST_CHARACTERS:
            raise Unreadable(f"its text has more than {MOST_CHARACTERS:,} characters", "split it, then ingest that")
        after_page()
        yield PdfPageText(index + 1, text, read.trouble, read.withheld, read.flags)


def _read_page(document: PdfDocument, index: int, recognise: Recogniser | None) -> _Read:
    try:
        page = document[index]
    except PdfiumError:
        return _Read((), ("the page is broken and cannot be loaded", "ask for the file again"))
    textpage = page.get_textpage()
    try:
        frame = Frame(page)
        glyphs, drawn = page_glyphs(textpage, frame), drawn_on(page, frame)
        hidden = {id(glyphs[n]) for n in covered(page, textpage, glyphs, drawn)}
        trouble = _trouble(glyphs, drawn)
        if trouble and trouble[1] == OCR_REMEDY and recognise:
            return _scanned(page, [g for g in glyphs if g.text != UNKNOWN and id(g) not in hidden], recognise)
    finally:
        textpage.close()
        page.close()
    if trouble == NO_LETTERS:
        return _Read((), trouble)
    pieces, withheld = _withheld(page_pieces(glyphs), hidden)
    unknown = any(g.text == UNKNOWN for g in glyphs)
    flags = (*(("letters-unknown",) if unknown else ()), *(("redacted-by-box",) if withheld else ()))
    return _Read(pieces, trouble, withheld, flags)


def _trouble(glyphs: Sequence[Glyph], drawn: Drawn) -> tuple[str, str] | None:
    """Why the page shows more than its text layer says."""
    if not glyphs:
        return None if drawn.blank else NO_TEXT
    if sum(g.text == UNKNOWN for g in glyphs) > UNREADABLE_SHARE * len(glyphs):
        return NO_LETTERS
    return STAMP_ONLY if drawn.scanned and _words(glyphs) < FEWEST_WORDS_ON_A_SCAN else None


def _scanned(page: PdfPage, beside: Sequence[Glyph], recognise: Recogniser) -> _Read:
    """The page by OCR; what its text layer has (a stamp) stays."""
    try:
        found = read_scan(page, beside, recognise)
    except Unreadable as error:
        return _Read(page_pieces(beside), (f"no text: {error.what}", error.remedy))
    if len(found.glyphs) == len(beside):
        return _Read(page_pieces(beside), NOTHING_RECOGNISED)
    return _Read(page_pieces(found.glyphs), None, 0, found.flags)


def _words(glyphs: Sequence[Glyph]) -> int:
    return sum(1 for n, g in enumerate(glyphs) if n == 0 or g.spaced)


def _withheld(pieces: Sequence[Piece], hidden: set[int]) -> tuple[list[Piece], int]:
    """The pieces with a bar for each run of hidden glyphs and the blanks between them, and how many bars."""
    if not hidden:
        return list(pieces), 0
    found: list[Piece] = []
    waiting: list[Piece] = []
    bars, in_bar = 0, False
    for piece in pieces:
        if piece.glyph is not None and id(piece.glyph) in hidden:
            if not in_bar:
                found.append(Piece(BAR, piece.glyph))
                bars += 1
            waiting, in_bar = [], True
        elif piece.glyph is None and in_bar and "\n" not in piece.text:
            waiting.append(piece)
        else:
            found += [*waiting, piece]
            waiting, in_bar = [], False
    return found + waiting, bars
