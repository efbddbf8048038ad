"""Coordinates of a PDF page, which may be turned and begin anywhere → the page as a reader sees it, upright."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pypdfium2 import PdfPage

QUARTERS = 4


class Box(NamedTuple):
    """A rectangle on the upright page, in points (1/72 inch) from its upper left corner; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Of its height, from the page's top."""
        return (self.top + self.bottom) / 2


class Edges(NamedTuple):
    """A rectangle in the page's own coordinates, y upwards; named as the engine's `FS_RECTF`."""

    left: float
    bottom: float
    right: float
    top: float


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of them."""
    return Box(
        min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes)
    )


def holds(box: Box, other: Box) -> bool:
    """Whether the middle of another box lies in the box."""
    return box.left <= (other.left + other.right) / 2 <= box.right and box.top <= other.middle <= box.bottom


class Frame:
    """The way from the page's own coordinates, which may be turned and begin anywhere, to the upright page."""

    def __init__(self, page: PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self.turn = page.get_rotation() // 90 % QUARTERS
        self.width, self.height = page.get_size()

    def upright(self, box: Any) -> Box:
        """A box of the engine's (`FS_RECTF`) on the upright page."""
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if self.turn == 0 and left <= right and bottom <= top:
            # Nearly every page: a book has millions of letters.
            return Box(left - self._left, self._top - top, right - self._left, self._top - bottom)
        (ax, ay), (bx, by) = self._point(left, top), self._point(right, bottom)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return (
            (x - self._left, self._top - y),
            (y - self._bottom, x - self._left),
            (self._right - x, y - self._bottom),
            (self._top - y, self._right - x),
        )[self.turn]

    def along(self, box: Box, turn: int) -> Box:
        """A box of the upright page in the frame where a line turned by `turn` quarters clockwise runs to the right."""
        if turn == 1:
            return Box(box.top, self.width - box.right, box.bottom, self.width - box.left)
        if turn == 2:
            return Box(self.width - box.right, self.height - box.bottom, self.width - box.left, self.height - box.top)
        if turn == 3:
            return Box(self.height - box.bottom, box.left, self.height - box.top, box.right)
        return box
