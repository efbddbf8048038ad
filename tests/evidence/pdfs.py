"""A small PDF writer for tests: pages of lines, bars and pictures, written by hand; every word is invented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, TOP, LEADING = 612, 792, 72, 720, 14


class Page(NamedTuple):
    """What stands on a page: lines from the top, and drawing commands after (`over`) or before (`under`) them."""

    lines: Sequence[str]
    over: str = ""
    under: str = ""
    extra: str = ""


HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(*pages: Page, trailer: str = "", objects: Sequence[bytes] = (), font: bytes = HELVETICA) -> bytes:
    """A PDF of these pages; `objects` get the numbers from 4 on, `extra` goes into a page's dictionary."""
    first = 4 + len(objects)
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    made = [
        b"<< /Type /Catalog /Pages 2 0 R " + trailer.encode() + b" >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
        *objects,
    ]
    for n, page in enumerate(pages):
        made.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {first + 2 * n + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {_pictures(objects)} >> {page.extra} >>".encode()
        )
        made.append(stream(_content(page)))
    return _file(made)


def stream(data: bytes, head: str = "") -> bytes:
    """A stream object."""
    return f"<< /Length {len(data)} {head} >>\nstream\n".encode() + data + b"\nendstream"


def bar(left: float, line: int, width: float, ink: str = "0 g") -> str:
    """A filled box over a stretch of a line (counted from 0)."""
    return f"{ink} {left} {TOP - line * LEADING - 3} {width} 13 re f 0 g\n"


def _pictures(objects: Sequence[bytes]) -> str:
    named = [f"/Im{4 + n} {4 + n} 0 R" for n, one in enumerate(objects) if b"/Subtype /Image" in one[:200]]
    return f"/XObject << {' '.join(named)} >>" if named else ""


def _content(page: Page) -> bytes:
    shown = []
    for n, line in enumerate(page.lines):
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(f"BT /F1 11 Tf {LEFT} {TOP - n * LEADING} Td ({escaped}) Tj ET\n" if line else "")
    return (page.under + "".join(shown) + page.over).encode("cp1252")


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def text_at(left: float, line: float, words: str) -> str:
    """Words that begin anywhere on a line."""
    return f"BT /F1 11 Tf {left} {TOP - line * LEADING} Td ({words}) Tj ET\n"
