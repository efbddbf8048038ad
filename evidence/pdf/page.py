"""A page of an open PDF → its text as laid out, what lies on it as notes, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pypdfium2 import PdfDocument, PdfiumError, PdfPage, raw

from evidence.errors import Unreadable
from evidence.pdf.annotations import MOST_ANNOTATIONS, annotations_of
from evidence.pdf.covered import covered, in_the_dark
from evidence.pdf.drawn import Drawn, drawn_on
from evidence.pdf.geometry import Box, Frame, holds
from evidence.pdf.glyphs import UNKNOWN, Glyph, page_glyphs
from evidence.pdf.lines import Piece, page_pieces
from evidence.pdf.notes import DRAWN, ON_THE_PAGE, TOO_MANY, Notes, drawn_words, notes_in
from evidence.pdf.ocr import OCR_REMEDY, Recogniser
from evidence.pdf.scans import read_scan

# A page of which more letters than this are unknown says nothing: its font does not tell which letters it draws.
UNREADABLE_SHARE = 0.5
# A scan with fewer words beside it bears a stamp, not its text.
FEWEST_WORDS_ON_A_SCAN = 8
BAR = "█████"
NO_TEXT = ("no text: needs OCR", OCR_REMEDY)
NO_LETTERS = ("no text, for its font does not say which letters it draws: needs OCR", OCR_REMEDY)
STAMP_ONLY = ("a picture with hardly any text beside it: needs OCR", OCR_REMEDY)
NOTHING_RECOGNISED = ("OCR found no text", "look at the page: it may be blank, or a picture")


class PageRead(NamedTuple):
    """A page as laid out, what is wrong with it, and the words that lie on it beside its text."""

    pieces: Sequence[Piece]
    trouble: tuple[str, str] | None = None
    withheld: int = 0
    flags: tuple[str, ...] = ()
    notes: Notes = Notes()

    @property
    def text(self) -> str:
        """Of the page itself."""
        return "".join(piece.text for piece in self.pieces)


def read_page(document: PdfDocument, index: int, recognise: Recogniser | None = None, form: Any = None) -> PageRead:
    """Read one page.

    Args:
        document: open.
        index: of the page, from 0.
        recognise: reads the page where it has no text; None leaves it without.
        form: what `form_of` gives for the document.
    """
    try:
        page = document[index]
    except PdfiumError:
        return PageRead((), ("the page is broken and cannot be loaded", "ask for the file again"))
    textpage = page.get_textpage()
    try:
        frame = Frame(page)
        glyphs, drawn = page_glyphs(textpage, frame), drawn_on(page, frame)
        hidden = {id(glyphs[n]) for n in covered(page, textpage, glyphs, drawn)}
        beside = list(annotations_of(page, frame, form))
        read = _laid_out(glyphs, drawn, hidden)
        if recognise and read.trouble and read.trouble[1] == OCR_REMEDY:
            known = [g for g in glyphs if g.text != UNKNOWN and id(g) not in hidden]
            apart = [one.box for one in beside if one.kind in ON_THE_PAGE and (one.words or one.draws_words)]
            read = _scanned(page, (known, apart), recognise)
        read = _with_notes(page, notes_in(beside, drawn.marked, read.text), read, drawn)
    finally:
        textpage.close()
        page.close()
    return read._replace(notes=_with_drawn(read.notes, document, index, glyphs))


def _laid_out(glyphs: Sequence[Glyph], drawn: Drawn, hidden: set[int]) -> PageRead:
    """The page's own text."""
    trouble = _trouble(glyphs, drawn)
    if trouble == NO_LETTERS:
        return PageRead((), trouble)
    pieces, withheld = _withheld(page_pieces(glyphs), hidden)
    unknown = any(g.text == UNKNOWN for g in glyphs)
    flags = (*(("letters-unknown",) if unknown else ()), *(("redacted-by-box",) if withheld else ()))
    return PageRead(pieces, trouble, withheld, flags)


def _with_notes(page: PdfPage, notes: Notes, read: PageRead, drawn: Drawn) -> PageRead:
    """The page with its notes; what was filled in, typed or drawn and lies under a bar now is withheld."""
    places = [n for n, note in enumerate(notes.found) if note.kind != "note"] if drawn.can_cover else []
    dark = in_the_dark(page, [*(notes.found[n].box for n in places), *(notes.drawn if drawn.can_cover else ())])
    hidden = {places[n] for n in dark if n < len(places)}
    unseen = {notes.drawn[n - len(places)] for n in dark if n >= len(places)}
    notes = notes._replace(
        found=tuple(note for n, note in enumerate(notes.found) if n not in hidden),
        left_out=(*notes.left_out, *((TOO_MANY,) if raw.FPDFPage_GetAnnotCount(page) > MOST_ANNOTATIONS else ())),
        drawn=tuple(box for box in notes.drawn if box not in unseen),
        apart=(*notes.apart, *unseen),
    )
    return read._replace(notes=notes, withheld=read.withheld + notes.withheld + len(dark))


def _with_drawn(notes: Notes, document: PdfDocument, index: int, glyphs: Sequence[Glyph]) -> Notes:
    """The notes, with what others draw and do not store; a picture of words remains a picture."""
    if not notes.drawn:
        return notes
    found = drawn_words(document, index, glyphs, notes)
    left_out = notes.left_out if len(found) == len(notes.drawn) else (*notes.left_out, DRAWN)
    return notes._replace(found=(*notes.found, *found), left_out=left_out)


def _trouble(glyphs: Sequence[Glyph], drawn: Drawn) -> tuple[str, str] | None:
    """Why the page shows more than its text layer says."""
    if not glyphs:
        return None if drawn.blank else NO_TEXT
    if sum(g.text == UNKNOWN for g in glyphs) > UNREADABLE_SHARE * len(glyphs):
        return NO_LETTERS
    return STAMP_ONLY if drawn.scanned and _words(glyphs) < FEWEST_WORDS_ON_A_SCAN else None


def _scanned(page: PdfPage, known: tuple[Sequence[Glyph], Sequence[Box]], recognise: Recogniser) -> PageRead:
    """The page by OCR; what its text layer has (a stamp) stays, what stands in a note's box is read from the note."""
    beside, apart = known
    try:
        found = read_scan(page, beside, recognise)
    except Unreadable as error:
        return PageRead(page_pieces(beside), (f"no text: {error.what}", error.remedy))
    new = [g for g in found.glyphs[len(beside) :] if not any(holds(box, g.on_page) for box in apart)]
    if not new:
        return PageRead(page_pieces(beside), NOTHING_RECOGNISED)
    return PageRead(page_pieces([*beside, *new]), None, 0, found.flags)


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
