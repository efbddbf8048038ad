"""A page of an open PDF → what it looks like, in tones from black (0) to white (255)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfPage

Pixels = NDArray[np.uint8]


def drawn_page(page: PdfPage, pixels_a_point: float, most_pixels: int) -> tuple[Pixels, float]:
    """The upright page as drawn, notes included: shape (height, width), and how many pixels a point has.

    A page that would have more than `most_pixels` is drawn smaller.
    """
    scale = min(pixels_a_point, (most_pixels / max(1.0, page.get_width() * page.get_height())) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=True, may_draw_forms=False)
    try:
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width), scale
    finally:
        bitmap.close()


def as_pgm(pixels: Pixels) -> bytes:
    """The picture as a file that any program for pictures reads (Netpbm's PGM)."""
    height, width = pixels.shape
    return f"P5 {width} {height} 255\n".encode() + np.ascontiguousarray(pixels).tobytes()
