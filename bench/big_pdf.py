"""An invented PDF of many dense pages, read whole by `checker ingest` → processor seconds and peak memory.

    python -m bench big_pdf [--pages N] [--scanned] [--keep FILE]

The same PDF comes out for the same number of pages: printed mail, 48 lines and a stamp a page, streams packed, so that
its bytes are few for what they hold. With `--scanned` each page is a picture with its text laid under it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from bench.big_mbox import MB, NAMES, ingested, prose

LINES, LINE_WORDS, MAIL_PAGES = 48, 13, 3
WIDTH, HEIGHT = 1700, 2200


def main() -> None:
    """Print one table."""
    options = argparse.ArgumentParser(prog="bench big_pdf", description=__doc__.partition("\n")[0])
    options.add_argument("--pages", type=int, default=2000)
    options.add_argument("--scanned", action="store_true")
    options.add_argument("--keep", type=Path, help="write the PDF here and leave it")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.keep or Path(folder) / "big.pdf"
        file.write_bytes(written(given.pages, scanned=given.scanned))
        size = file.stat().st_size
        ran = ingested(Path(folder), file)
    print(f"{given.pages:,} pages, {size / MB:.1f} MB{', scanned, with text' if given.scanned else ''}; one core\n")
    print("| messages | CPU s | pages per CPU s | peak memory |\n| --- | --- | --- | --- |")
    print(f"| {ran.messages} | {ran.seconds:.0f} | {given.pages / ran.seconds:.0f} | {ran.peak_bytes / MB:.0f} MB |")


def written(pages: int, *, scanned: bool) -> bytes:
    """The PDF: catalog, pages, font and then for each page its dictionary, its content and, of a scan, its picture."""
    source, each = random.Random(3), 3 if scanned else 2
    kids = " ".join(f"{4 + each * n} 0 R" for n in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n in range(pages):
        at = 4 + each * n
        picture = f"/XObject << /Im {at + 2} 0 R >>" if scanned else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {at + 1} 0 R"
            f" /Resources << /Font << /F 3 0 R >> {picture} >> >>".encode()
        )
        shown = "".join(f"1 0 0 1 60 {750 - 14 * k} Tm ({line}) Tj\n" for k, line in enumerate(page(source, n)))
        laid = f"BT /F 10 Tf {'3 Tr' if scanned else ''}\n{shown}ET\n"
        objects.append(packed(laid.encode() + (b"q 612 0 0 792 0 0 cm /Im Do Q\n" if scanned else b"")))
        if scanned:
            about = f"/Type /XObject /Subtype /Image /Width {WIDTH} /Height {HEIGHT} /BitsPerComponent 8"
            speckled = bytes(source.choices((255, 255, 255, 240), k=WIDTH)) * HEIGHT
            objects.append(packed(speckled, f"{about} /ColorSpace /DeviceGray"))
    return whole(objects)


def page(source: random.Random, number: int) -> Iterator[str]:
    """The lines of a page; a mail begins on every third."""
    head = []
    if number % MAIL_PAGES == 0:
        one, other = source.sample(NAMES, 2)
        head = [
            f"From: {one} <{one.split()[0].lower()}@harbour.example>",
            f"Sent: Tuesday, March 5, 2019 {1 + number % 12}:{number % 60:02} PM",
            f"To: {other}",
            f"Subject: {prose(source, 4)}",
            "",
        ]
    yield from head
    for _ in range(LINES - len(head)):
        yield prose(source, LINE_WORDS)
    yield f"HARBOUR-{number + 1:06}"


def packed(data: bytes, about: str = "") -> bytes:
    """A stream object."""
    small = zlib.compress(data)
    return f"<< /Length {len(small)} /Filter /FlateDecode {about} >>\nstream\n".encode() + small + b"\nendstream"


def whole(objects: list[bytes]) -> bytes:
    """The file that holds these objects."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + one + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


if __name__ == "__main__":
    main()
