"""A page's glyphs → its text: lines from top to bottom, blanks for gaps, blank lines between paragraphs.

What stands far right stays far right, in columns of the page's usual letter width, so that codes in a margin can be
told from words. Text that runs in another direction than most of the page (a stamp on its edge, a mark across it)
comes after the rest, for it interrupts no sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from evidence.pdf.columns import SAME_EDGE, Run, in_columns
from evidence.pdf.geometry import Box, around
from evidence.pdf.glyphs import Glyph, upright_turn

# In glyph heights (ascent to descent, a little more than the type size).
WORD_GAP, RUN_GAP, BACKWARDS = 0.16, 0.9, 0.35
SAME_ROW = 0.5
# In usual letter widths: a wider gap is a column's.
COLUMN_GAP, FEWEST_COLUMN_BLANKS = 2.6, 3
PARAGRAPH_PITCH, LOOSEST_PITCH, LONG_LINE = 1.4, 1.5, 0.72


class Piece(NamedTuple):
    """A stretch of a page's text and the glyph that shows it; None for what the layout adds."""

    text: str
    glyph: Glyph | None


class _Row(NamedTuple):
    """A line of the page: its runs from left to right."""

    runs: tuple[Run, ...]
    box: Box


def page_pieces(glyphs: Sequence[Glyph]) -> list[Piece]:
    """The page's text, piece by piece, without a line break at its end."""
    main = upright_turn(tuple(glyphs))
    letter, pieces, bottom = _letter_width(glyphs), list[Piece](), 0.0
    for block in in_columns(_runs(g for g in glyphs if g.turn == main)):
        rows = _rows(block)
        if pieces:
            # A sentence can go on atop the next column.
            goes_on = rows[0].box.top < bottom and not _is_stopped(pieces[-1])
            pieces.append(Piece("\n" if goes_on else "\n\n", None))
        pieces += _written(rows, letter)
        bottom = rows[-1].box.bottom
    for run in _runs(g for g in glyphs if g.turn != main):
        pieces.append(Piece("\n\n" if pieces else "", None))
        pieces += _run_pieces(run)
    return pieces


def _runs(glyphs: Iterator[Glyph]) -> list[Run]:
    found: list[list[Glyph]] = []
    for glyph in glyphs:
        if found and _follows(found[-1][-1], glyph):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [Run(tuple(run), around([g.box for g in run])) for run in found]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    if last.turn != glyph.turn:
        return False
    size = max(min(last.box.height, glyph.box.height), 0.1)
    if glyph.turn is None:
        return abs(glyph.box.left - last.box.right) < size and abs(glyph.box.middle - last.box.middle) < size
    if abs(last.box.middle - glyph.box.middle) > SAME_ROW * size:
        return False
    gap = glyph.box.left - last.box.right
    if _is_rtl(glyph.text) or _is_rtl(last.text):
        gap = max(gap, last.box.left - glyph.box.right)
    return -BACKWARDS * size <= gap <= RUN_GAP * size


def _rows(runs: Sequence[Run]) -> list[_Row]:
    """Runs whose middles stand at one height are one line."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.box.middle, r.box.left)):
        if rows and _beside(rows[-1], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    found = []
    for row in rows:
        letters = "".join(g.text for run in row for g in run.glyphs)
        rtl = sum(map(_is_rtl, letters)) * 2 > sum(c.isalpha() for c in letters)
        ordered = sorted(row, key=lambda r: -r.box.right if rtl else r.box.left)
        found.append(_Row(tuple(ordered), around([r.box for r in row])))
    return found


def _beside(row: Sequence[Run], run: Run) -> bool:
    tallest = max(row, key=lambda r: r.box.height)
    size = min(tallest.box.height, run.box.height)
    return abs(tallest.box.middle - run.box.middle) <= SAME_ROW * max(size, 0.1)


def _letter_width(glyphs: Sequence[Glyph]) -> float:
    widths = [(g.box.right - g.box.left) / len(g.text) for g in glyphs if g.turn is not None and g.text[:1].isalnum()]
    return max(median(widths), 0.5) if widths else 5.0


def _written(rows: Sequence[_Row], letter: float) -> Iterator[Piece]:
    if not rows:
        return
    edge = _left_edge(rows)
    far = max(row.box.right for row in rows)
    usual = _usual_pitch(rows)
    above: _Row | None = None
    for row in rows:
        if above is not None:
            yield Piece("\n\n" if _parted(above, row, usual, (edge, far)) else "\n", None)
        indent = round((row.box.left - edge) / letter)
        if indent > 0:
            yield Piece(" " * indent, None)
        last: Run | None = None
        for run in row.runs:
            if last is not None:
                yield from _between(last, run, letter)
            yield from _run_pieces(run)
            last = run
        above = row


def _left_edge(rows: Sequence[_Row]) -> float:
    """Where the lines begin; a few that stand further left (a browser's head and foot) do not count."""
    edges = sorted(row.box.left for row in rows)
    enough = max(2, len(rows) // 8)
    for edge in edges:
        if sum(abs(other - edge) <= SAME_EDGE for other in edges) >= enough:
            return edge
    return edges[0]


def _usual_pitch(rows: Sequence[_Row]) -> float:
    """From line to line inside a paragraph, in points."""
    pitches = sorted(b.box.middle - a.box.middle for a, b in pairwise(rows))
    height = median(row.box.height for row in rows)
    apart = [p for p in pitches if p >= 0.5 * height]
    return apart[len(apart) // 4] if apart else height


def _parted(above: _Row, row: _Row, usual: float, edges: tuple[float, float]) -> bool:
    """Whether a paragraph ends between two lines; in a page set wide, a full line goes on in the next."""
    pitch, height = row.box.middle - above.box.middle, min(above.box.height, row.box.height)
    if pitch > PARAGRAPH_PITCH * max(usual, height):
        return True
    wide = pitch > PARAGRAPH_PITCH * min(usual, LOOSEST_PITCH * height)
    full = above.box.right - edges[0] >= LONG_LINE * (edges[1] - edges[0])
    return wide and not full


def _between(last: Run, run: Run, letter: float) -> Iterator[Piece]:
    gap = max(run.box.left - last.box.right, last.box.left - run.box.right)
    if gap >= COLUMN_GAP * letter:
        yield Piece(" " * max(FEWEST_COLUMN_BLANKS, round(gap / letter)), None)
    elif gap > WORD_GAP * min(last.box.height, run.box.height) or run.glyphs[0].spaced:
        yield Piece(" ", None)


def _run_pieces(run: Run) -> Iterator[Piece]:
    last: Glyph | None = None
    for glyph in run.glyphs:
        if last is not None and glyph.spaced:
            yield Piece(" ", None)
        yield Piece(glyph.text, glyph)
        last = glyph


def _is_stopped(piece: Piece) -> bool:
    """Whether a sentence seems to end here: what stands atop the next column is then a paragraph of its own."""
    return not (piece.text[-1:].isalnum() or piece.text[-1:] in ",-–—")


@lru_cache(maxsize=10_000)
def _is_rtl(text: str) -> bool:
    return unicodedata.bidirectional(text[:1]) in ("R", "AL")
