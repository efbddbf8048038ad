"""A page of an open PDF → its glyphs, upright as a reader sees it, in the order in which the engine reads them."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pypdfium2 import raw

from evidence.errors import Unreadable
from evidence.pdf.geometry import QUARTERS, Box, Frame

MOST_GLYPHS = 250_000
UNKNOWN = "\ufffd"
# Text within this angle of a quarter turn, in degrees, runs along it.
SLACK_DEGREES = 5.0
_HYPHENS = ("\x02", "\x03", "\xad", "\ufffe")


class Glyph(NamedTuple):
    """One letter as drawn, or one ligature: its text, its box in the direction of reading, whether a blank precedes.

    `turn` is how many quarter turns clockwise its line runs against the page; None where it runs aslant. `box` is in
    the frame turned so that the line runs to the right; `on_page` is where it stands on the upright page. `number`
    is the engine's own number of it.
    """

    text: str
    box: Box
    on_page: Box
    turn: int | None
    spaced: bool
    number: int


def page_glyphs(textpage: Any, frame: Frame) -> tuple[Glyph, ...]:
    """Every glyph of the page that shows something.

    Args:
        textpage: the engine's text page (`PdfTextPage`).
        frame: of the page.

    Raises:
        Unreadable: the page has more glyphs than any page that a person reads.
    """
    count = max(0, raw.FPDFText_CountChars(textpage))
    if count > MOST_GLYPHS:
        raise Unreadable(f"a page holds {count:,} letters", "look at it by hand: no page to be read has as many")
    return tuple(_glyphs(textpage, frame, count))


def upright_turn(glyphs: tuple[Glyph, ...]) -> int:
    """The turn of most of a page's letters: scans are often stored lying on their side."""
    turns = Counter(g.turn for g in glyphs if g.turn is not None)
    return min(turns, key=lambda turn: (-turns[turn], turn)) if turns else 0


def _glyphs(textpage: Any, frame: Frame, count: int) -> Iterator[Glyph]:
    rect, spaced = raw.FS_RECTF(), False
    skip = False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if skip:
            skip = False
            continue
        if 0xD800 <= code < 0xDC00 and index + 1 < count:
            low = raw.FPDFText_GetUnicode(textpage, index + 1)
            if 0xDC00 <= low < 0xE000:
                code, skip = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), True
        text = _text(code, raw.FPDFText_HasUnicodeMapError(textpage, index) == 1)
        if text.isspace() or not text:
            spaced = spaced or bool(text)
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, index, rect):
            continue
        turn = _turn(raw.FPDFText_GetCharAngle(textpage, index), frame.turn)
        on_page = frame.upright(rect)
        yield Glyph(text, frame.along(on_page, turn or 0), on_page, turn, spaced, index)
        spaced = False


@lru_cache(maxsize=1000)
def _turn(angle: float, page_turn: int) -> int | None:
    """Quarter turns clockwise; the engine's angle is in radians clockwise against the page's own coordinates."""
    quarters = math.degrees(angle) / 90
    nearest = round(quarters)
    return (nearest + page_turn) % QUARTERS if abs(quarters - nearest) * 90 <= SLACK_DEGREES else None


@lru_cache(maxsize=10_000)
def _text(code: int, unmapped: bool) -> str:
    """The letters of a code: ligatures spelled out, the engine's marks for hyphens put back, controls left out."""
    char = chr(code) if code < 0x110000 else UNKNOWN
    if char in _HYPHENS:
        return "-"
    if unmapped or "\ud800" <= char <= "\udfff" or char in "\uffff\0" or unicodedata.category(char) == "Co":
        return UNKNOWN
    if "\ufb00" <= char <= "\ufb06":
        return unicodedata.normalize("NFKC", char)
    if unicodedata.category(char) in ("Cc", "Cf") and not char.isspace():
        return ""
    return " " if char.isspace() else char
