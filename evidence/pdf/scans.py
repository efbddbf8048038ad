"""Words recognised on a picture → glyphs and the flags of their page, to be laid out as any other text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from pypdfium2 import PdfPage

from evidence.pdf.geometry import Box
from evidence.pdf.glyphs import Glyph
from evidence.pdf.ocr import Recogniser, Word, mean_confidence
from evidence.pdf.pixels import Pixels, as_pgm, drawn_page

# 300 dots an inch, which Tesseract is trained for; a page of many square feet gets fewer.
DOTS_A_POINT, MOST_DOTS = 300 / 72, 40_000_000
# Below this mean, in percent, a reader should look at the page before quoting it.
LOW_CONFIDENCE = 85
# Below this the page is tried on its head and on its sides.
TURNED_CONFIDENCE, TURNS, LONG_WORD = 60, (2, 1, 3), 4
# A speck that was taken for a sign: no letter or digit, and hardly believed.
SPECK_CONFIDENCE = 40


class Scanned(NamedTuple):
    """What was recognised on a page: glyphs in points, a word each; flags for every quote from it."""

    glyphs: tuple[Glyph, ...]
    flags: tuple[str, ...]


def read_scan(page: PdfPage, beside: Sequence[Glyph], recognise: Recogniser) -> Scanned:
    """The words that the drawn page shows and its text layer (`beside`) lacks, joined to those that it has.

    Raises:
        Unreadable: the recogniser failed or took too long.
    """
    pixels, scale = drawn_page(page, DOTS_A_POINT, MOST_DOTS)
    turn, words = _turned(pixels, recognise)
    found = word_glyphs(words, scale, turn)
    new = [g for g in found if turn or not any(_over(g.box, other.on_page) for other in beside)]
    return Scanned((*beside, *new), ocr_flags(words))


def _turned(pixels: Pixels, recognise: Recogniser) -> tuple[int, Sequence[Word]]:
    """How many quarters clockwise the page lies turned, and its words: where they make no sense it is on its head."""
    words = recognise(as_pgm(pixels))
    best = (_sense(words), 0, words)
    for turn in TURNS:
        if not 0 < best[0] < TURNED_CONFIDENCE:
            break
        words = recognise(as_pgm(np.rot90(pixels, turn)))
        best = max(best, (_sense(words), turn, words), key=lambda read: read[0])
    return best[1], best[2]


def _sense(words: Sequence[Word]) -> float:
    """The mean confidence; half of it where the words stand upright, for their lines could not be told then."""
    long = [word.box for word in words if len(word.text) >= LONG_WORD]
    upright = sum(box.height > box.right - box.left for box in long)
    return (mean_confidence(words) or 0.0) / (2 if upright * 2 > len(long) else 1)


def word_glyphs(words: Sequence[Word], scale: float, turn: int = 0) -> tuple[Glyph, ...]:
    """Each word as one glyph; `scale` is how many pixels a point has, `turn` how the picture was turned for it."""
    found = []
    for word in words:
        if word.confidence < SPECK_CONFIDENCE and not any(c.isalnum() for c in word.text):
            continue
        box = Box(*(edge / scale for edge in word.box))
        found.append(Glyph(word.text, box, box, turn, True, -1))
    return tuple(found)


def ocr_flags(words: Sequence[Word]) -> tuple[str, ...]:
    """`ocr`, and with it the mean confidence where that is low."""
    mean = mean_confidence(words)
    return ("ocr",) if mean is None or mean >= LOW_CONFIDENCE else ("ocr", f"ocr-confidence:{round(mean)}")


def _over(box: Box, other: Box) -> bool:
    return box.left < other.right and other.left < box.right and box.top < other.bottom and other.top < box.bottom
