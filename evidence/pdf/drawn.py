"""A page of an open PDF → what it shows besides its text: shapes, pictures, places marked for redaction."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

from pypdfium2 import PdfPage, raw

from evidence.pdf.geometry import Box, Edges, Frame

MOST_OBJECTS = 50_000
# Points: a thinner shape is a line, which covers no letter.
THINNEST_BAR = 3.0
# Of the page: a bigger shape is its ground; a bigger picture is a scan.
LARGEST_LID, SMALLEST_SCAN = 0.6, 0.4
_HARMLESS_NOTES = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT})

# These show words at most, and what was not read of them is told apart.
_WORDS_ALONE = _HARMLESS_NOTES | {raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}


class Drawn(NamedTuple):
    """What a page shows besides its text, in boxes on the upright page.

    `can_cover`: whether anything on it could lie over words. `marked`: places marked for redaction. `shapes`: filled
    shapes, pictures and notes that are not the page's ground. `scanned`: a picture covers much of it. `blank`: it shows
    nothing at all, text aside.
    """

    can_cover: bool
    marked: tuple[Box, ...]
    shapes: tuple[Box, ...]
    scanned: bool
    blank: bool


def drawn_on(page: PdfPage, frame: Frame) -> Drawn:
    """Look through the page's objects and notes; inside forms not, for the drawn page shows what comes of them."""
    area = max(1.0, frame.width * frame.height)
    shapes: list[Box] = []
    can_cover = scanned = False
    count = max(0, raw.FPDFPage_CountObjects(page))
    seen = 0
    for kind, box in _objects(page, frame, min(count, MOST_OBJECTS)):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        seen += 1
        share = (box.right - box.left) * box.height / area
        scanned = scanned or (kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) and share >= SMALLEST_SCAN)
        if min(box.right - box.left, box.height) >= THINNEST_BAR:
            can_cover = True
            if share <= LARGEST_LID:
                shapes.append(box)
    notes = list(_notes(page, frame))
    pictures = sum(kind not in _WORDS_ALONE for kind, _ in notes)
    marked = tuple(box for kind, box in notes if kind == raw.FPDF_ANNOT_REDACT)
    over = [box for kind, box in notes if kind not in _HARMLESS_NOTES]
    return Drawn(
        can_cover or bool(over) or count > MOST_OBJECTS, marked, (*shapes, *over), scanned, seen + pictures == 0
    )


def _objects(page: PdfPage, frame: Frame, count: int) -> Iterator[tuple[int, Box]]:
    """Kind and box of each object that paints; a path that only clips or strokes covers nothing."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    for index in range(count):
        thing = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        box = frame.upright(Edges(left.value, bottom.value, right.value, top.value))
        if kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_GetDrawMode(thing, mode, stroke) and not mode.value:
            # An outline: it shows, and covers nothing.
            box = Box(box.left, box.top, box.left, box.top)
        yield kind, box


def _notes(page: PdfPage, frame: Frame) -> Iterator[tuple[int, Box]]:
    """Kind and box of each note on the page; the engine gives no lines of one marked for redaction, but all of them."""
    rect = raw.FS_RECTF()
    for index in range(min(max(0, raw.FPDFPage_GetAnnotCount(page)), MOST_OBJECTS)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        if raw.FPDFAnnot_GetRect(note, rect):
            yield kind, frame.upright(rect)
        raw.FPDFPage_CloseAnnot(note)
