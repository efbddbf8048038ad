"""A page of an open PDF and its glyphs → which of them a reader does not see, because a box lies over them.

A redaction done badly paints a bar and leaves the words below it, where every extractor finds them. The page is drawn
and looked at: where a letter should show and one even dark tone stands, there is a bar, however it came there (a shape,
a picture, a note, a bar burnt into a scan whose recognised text was kept). Light boxes count where a shape lies over
ink of another tone. Places that are marked for redaction count whether the bar is drawn or not.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
from pypdfium2 import PdfPage, raw

from evidence.pdf.drawn import Drawn
from evidence.pdf.geometry import Box, holds
from evidence.pdf.glyphs import Glyph
from evidence.pdf.pixels import Pixels, drawn_page

PIXELS_A_POINT, MOST_PIXELS = 2.0, 8_000_000
# A letter's box shrunk by these shares, across its line and along it, so that a bar may end a little short of it.
CROSS, ALONG = 0.2, 0.08
# Of 255: what counts as dark, and how far the tones of an even place may differ.
DARKEST_LIGHT, EVEN, CONTRAST = 150, 24, 60
FEWEST_PIXELS = 5
BROAD = 0.36
ALL_DARK = 0.98
_SHOWS = frozenset({raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE})


def covered(page: PdfPage, textpage: Any, glyphs: Sequence[Glyph], drawn: Drawn) -> frozenset[int]:
    """Places in `glyphs` of those that are covered; `drawn` is what the page shows besides its text."""
    marked = frozenset(n for n, g in enumerate(glyphs) if any(holds(box, g.on_page) for box in drawn.marked))
    if not glyphs or not drawn.can_cover:
        return marked
    pixels, scale = drawn_page(page, PIXELS_A_POINT, MOST_PIXELS)
    dark, light = set(), set()
    for place, glyph in enumerate(glyphs):
        tone = _even_tone(pixels, glyph, scale)
        if tone is None:
            continue
        if tone < DARKEST_LIGHT:
            dark.add(place)
        elif any(holds(box, glyph.on_page) for box in drawn.shapes) and _has_ink(textpage, glyph.number, tone):
            light.add(place)
    sure = {n for n in dark if _is_broad(glyphs[n])} | {
        n for n in light if _is_broad(glyphs[n]) and ({n - 1, n + 1} & light)
    }
    return marked | _with_neighbours(sure, dark | light, len(glyphs))


def in_the_dark(page: PdfPage, boxes: Sequence[Box]) -> frozenset[int]:
    """Places in `boxes` of those that show one dark tone: whatever stands in them, a bar lies over it."""
    if not boxes:
        return frozenset()
    pixels, scale = drawn_page(page, PIXELS_A_POINT, MOST_PIXELS)
    found = set()
    for place, box in enumerate(boxes):
        edges = [max(0, round(edge * scale)) for edge in (box.top + 1, box.bottom - 1, box.left + 1, box.right - 1)]
        shown = pixels[edges[0] : edges[1], edges[2] : edges[3]]
        if shown.size and float((shown < DARKEST_LIGHT).mean()) >= ALL_DARK:
            found.add(place)
    return frozenset(found)


def _is_broad(glyph: Glyph) -> bool:
    """Whether a letter is broad enough to leave white in its box: an l, a dot or a stroke may fill theirs."""
    return glyph.text[:1].isalnum() and glyph.box.right - glyph.box.left >= BROAD * glyph.box.height


def _with_neighbours(sure: set[int], even: set[int], count: int) -> frozenset[int]:
    """The sure ones, and what else stands on an even tone right beside them."""
    found = set(sure)
    for order in (range(count), range(count - 1, -1, -1)):
        for n in order:
            if n in even and ({n - 1, n + 1} & found):
                found.add(n)
    return frozenset(found)


def _even_tone(pixels: Pixels, glyph: Glyph, scale: float) -> float | None:
    """The tone of the place where a letter stands, if it has but one."""
    box, lying = glyph.on_page, glyph.turn in (1, 3)
    width, height = box.right - box.left, box.height
    if min(box.height, glyph.box.height) * scale < FEWEST_PIXELS:
        # Drawn too small to tell, on a page of many square feet.
        return None
    x, y = width * (CROSS if lying else ALONG), height * (ALONG if lying else CROSS)
    top, bottom = round((box.top + y) * scale), round((box.bottom - y) * scale)
    left, right = round((box.left + x) * scale), round((box.right - x) * scale)
    place = pixels[max(0, top) : max(bottom, top + 1), max(0, left) : max(right, left + 1)]
    if not place.size:
        return None
    mean = float(place.mean())
    tones = np.sort(place, axis=None)
    # A few pixels may be off: the edge of a bar, a speck of a scan.
    spare = place.size // 20
    return mean if int(tones[-1 - spare]) - int(tones[spare]) <= EVEN else None


def _has_ink(textpage: Any, index: int, tone: float) -> bool:
    """Whether the letter was painted in a tone that would be seen on this one."""
    thing = raw.FPDFText_GetTextObject(textpage, index)
    if not thing or raw.FPDFTextObj_GetTextRenderMode(thing) not in _SHOWS:
        return False
    colour = _colour(raw.FPDFText_GetFillColor, textpage, index)
    return colour is not None and abs(colour - tone) >= CONTRAST


def _colour(ask: Any, *about: Any) -> float | None:
    """A fill colour's luminance (ITU-R BT.601), 0 to 255; None where it is see-through or not known."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not ask(*about, red, green, blue, alpha) or alpha.value < 128:
        return None
    return float(0.299 * red.value + 0.587 * green.value + 0.114 * blue.value)
