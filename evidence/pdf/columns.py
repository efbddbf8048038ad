"""Runs of letters on a page → the same in blocks to be read one after the other: text set in columns is read by column.

Only running text counts as set in columns: lines that go on from the line above begin with a small letter. Tables, and
labels with their values, stay side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evidence.pdf.geometry import Box
from evidence.pdf.glyphs import Glyph

FEWEST_LETTERS, FEWEST_LINES = 14, 5
GOES_ON_SHARE = 0.4
# Points: how far the first letters of a column's lines may stand from each other.
SAME_EDGE = 4.0
MOST_COLUMNS = 6


class Run(NamedTuple):
    """Glyphs that follow each other on one line without a wide gap."""

    glyphs: tuple[Glyph, ...]
    box: Box


class _Set(NamedTuple):
    """Text set in columns: where the leftmost ends, and the height of the page that the columns take."""

    gutter: float
    top: float
    bottom: float

    def crossed_by(self, run: Run) -> bool:
        """Whether a run stands across the columns, or above or below them."""
        across = run.box.left < self.gutter - SAME_EDGE and run.box.right > self.gutter + SAME_EDGE
        return across or not self.top <= run.box.middle <= self.bottom


def in_columns(runs: Sequence[Run], most: int = MOST_COLUMNS) -> list[list[Run]]:
    """Blocks in the order of reading: what runs across all columns, then each column down to the next such line."""
    found = _set(runs) if most > 1 else None
    if found is None:
        return [list(runs)] if runs else []
    across = sorted((r for r in runs if found.crossed_by(r)), key=lambda r: r.box.middle)
    rest = [r for r in runs if not found.crossed_by(r)]
    blocks: list[list[Run]] = []
    heading: list[Run] = []
    for wide in (*across, None):
        above = [r for r in rest if wide is None or r.box.middle < wide.box.middle]
        if above:
            rest = [r for r in rest if wide is not None and r.box.middle >= wide.box.middle]
            left, right = (
                [r for r in above if r.box.right <= found.gutter],
                [r for r in above if r.box.right > found.gutter],
            )
            blocks += [block for block in (heading, left, *in_columns(right, most - 1)) if block]
            heading = []
        heading += [wide] if wide is not None else []
    return [*blocks, heading] if heading else blocks


def _set(runs: Sequence[Run]) -> _Set | None:
    """How the text is set in columns; None where it is not."""
    lines = sorted((r for r in runs if sum(len(g.text) for g in r.glyphs) >= FEWEST_LETTERS), key=lambda r: r.box.left)
    edges = [r.box.left for r in lines]
    for n in range(FEWEST_LINES, len(lines) - FEWEST_LINES + 1):
        # A column begins where several lines do.
        if edges[n] - edges[n - 1] < SAME_EDGE or edges[n + FEWEST_LINES - 1] - edges[n] > SAME_EDGE:
            continue
        left, right = [r for r in lines[:n] if r.box.right <= edges[n]], lines[n:]
        if len(left) >= FEWEST_LINES and _goes_on(left) and _goes_on(right) and _side_by_side(left, right):
            both = [r.box for r in (*left, *right)]
            return _Set(edges[n] - 1, min(b.top for b in both), max(b.bottom for b in both))
    return None


def _goes_on(lines: Sequence[Run]) -> bool:
    small = sum(run.glyphs[0].text[:1].islower() for run in lines)
    return small >= GOES_ON_SHARE * len(lines)


def _side_by_side(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Whether several lines of one column have a line of the other at their height."""
    beside = sum(any(abs(a.box.middle - b.box.middle) < a.box.height for b in right) for a in left)
    return beside >= FEWEST_LINES
