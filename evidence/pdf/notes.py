"""Annotations of a page → words that lie on it and are no part of its text: form fields, text typed onto it, notes.

Who filled a form in, typed onto a page or commented it is never known from the mail on it: these words stand apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from pypdfium2 import PdfDocument, raw

from evidence.folding import fold
from evidence.pdf.annotations import MOST_ANNOTATIONS, Annotation
from evidence.pdf.geometry import Box, Frame, holds
from evidence.pdf.glyphs import Glyph, page_glyphs
from evidence.pdf.lines import page_pieces

NoteKind = Literal["field", "typed", "note"]
HIDDEN = ("form fields or notes that are hidden hold words, which are left out", "open the PDF with an editor for PDF")
DRAWN = ("a note, stamp or signature shows something that is not stored as text", "look at the page")
OF_REDACTION = ("words in the note of a redaction are left out", "nothing to do: they may be what was removed")
TOO_MANY = (f"form fields and notes beyond {MOST_ANNOTATIONS:,} were left off", "look at the page")
XFA_LEFT = (
    "what the form holds and its pages do not show (XFA) is not read",
    "open it with Adobe Reader and print it as PDF",
)
FLAGS = {"field": "pdf-form-field", "typed": "pdf-typed-on", "note": "pdf-note"}
_MARKUP = frozenset(
    {raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STRIKEOUT}
)
# A pop-up shows the words of the note that it belongs to.
_WORDLESS = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})
# What is part of how the page looks, and what draws words on it besides.
ON_THE_PAGE = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP})
_KINDS: Mapping[int, NoteKind] = {
    raw.FPDF_ANNOT_WIDGET: "field",
    raw.FPDF_ANNOT_FREETEXT: "typed",
    raw.FPDF_ANNOT_STAMP: "typed",
}


class Note(NamedTuple):
    """Words on a page. `label` is a field's name, or whoever a note says made it; "" where that is not stated."""

    kind: NoteKind
    label: str
    words: str
    box: Box

    @property
    def text(self) -> str:
        """What a quote is cut from: a field's value behind its name, else the words."""
        return f"{self.label}: {self.words}" if self.kind == "field" and self.label else self.words

    def place(self, page: int) -> str:
        """Page and box, for a reader who looks for it."""
        left, top, right, bottom = (round(edge) for edge in self.box)
        named = {"field": "form field", "typed": "text typed on", "note": "note"}[self.kind]
        return f"page {page}, {named} at {left},{top}–{right},{bottom} pt"

    def title(self, page: int) -> str:
        """What a reader calls it."""
        if self.kind == "field":
            return f"form field on page {page}"
        if self.kind == "typed":
            return f"text typed onto page {page}"
        return f"note by {self.label} on page {page}" if self.label else f"note on page {page}"


class Notes(NamedTuple):
    """What was read; why a reader sees more than that, as pairs of reason and remedy; boxes of what is only drawn.

    `apart` are the boxes of all others on the page, whatever became of their words. `withheld` counts fields and typed
    words that stand where words are marked for redaction.
    """

    found: tuple[Note, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    drawn: tuple[Box, ...] = ()
    apart: tuple[Box, ...] = ()
    withheld: int = 0


def notes_in(annotations: Iterable[Annotation], marked: Sequence[Box], text: str) -> Notes:
    """The notes among the annotations of a page.

    Args:
        annotations: of the page.
        marked: its places that are marked for redaction.
        text: of the page; what a highlight copies of it is no note.
    """
    found, left_out, drawn, apart = list[Note](), list[tuple[str, str]](), list[Box](), list[Box]()
    withheld, page = 0, fold(text)
    for one in annotations:
        if one.kind in _WORDLESS or (one.kind in _MARKUP and fold(one.words) in page):
            continue
        kind = _KINDS.get(one.kind, "note")
        is_marked = kind != "note" or one.draws_words
        is_marked = is_marked and any(holds(box, one.box) for box in marked)
        if one.draws_words and not one.is_hidden and not is_marked:
            drawn.append(one.box)
            continue
        apart += [one.box] if one.kind in ON_THE_PAGE else []
        if not one.words and not (one.draws_words and is_marked):
            continue
        if one.kind == raw.FPDF_ANNOT_REDACT or one.is_hidden:
            left_out.append(HIDDEN if one.is_hidden else OF_REDACTION)
        elif is_marked:
            withheld += 1
        else:
            found.append(Note(kind, one.name, one.words, one.box))
    return Notes(tuple(found), tuple(dict.fromkeys(left_out)), tuple(drawn), tuple(apart), withheld)


def drawn_words(document: PdfDocument, index: int, before: Sequence[Glyph], notes: Notes) -> list[Note]:
    """The words that annotations draw and do not store: no letters of the page itself (`before`), nor of others.

    The page's annotations are made part of its content for that, in memory; it is read no more after this.
    """
    page = document[index]
    done = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    if done != raw.FLATTEN_SUCCESS:
        return []
    page = document[index]
    textpage = page.get_textpage()
    try:
        own = Counter(map(_seen, before))
        glyphs = []
        for glyph in page_glyphs(textpage, Frame(page)):
            if own[_seen(glyph)]:
                own[_seen(glyph)] -= 1
            else:
                glyphs.append(glyph)
    finally:
        textpage.close()
        page.close()
    glyphs = [g for g in glyphs if not any(holds(box, g.on_page) for box in notes.apart)]
    within = [(box, [g for g in glyphs if holds(box, g.on_page)]) for box in notes.drawn]
    return [Note("typed", "", "".join(p.text for p in page_pieces(some)), box) for box, some in within if some]


def _seen(glyph: Glyph) -> tuple[str, float, float]:
    return glyph.text, round(glyph.on_page.left, 1), round(glyph.on_page.middle, 1)
