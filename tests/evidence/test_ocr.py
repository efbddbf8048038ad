"""Scanned pages, read by text recognition where it was asked for. Every word is invented."""

import shutil
from pathlib import Path

import pytest

from evidence.errors import OcrMissing, Unreadable
from evidence.index import open_index
from evidence.ingest import ingest
from evidence.model import Message, Skipped
from evidence.pdf.engine import opened
from evidence.pdf.geometry import Box
from evidence.pdf.ocr import PROGRAM, SECONDS_A_PAGE, Word, words_of
from evidence.pdf.pixels import as_pgm, drawn_page
from evidence.pdf.text import pdf_text
from evidence.readers.detect import read_any
from tests.evidence.mails import input_file, pieces
from tests.evidence.pdfs import Page, pdf, stream
from tests.evidence.records import everything, ingested, rows, silent
from tests.evidence.test_pdf import ONE

needs_tesseract = pytest.mark.skipif(shutil.which(PROGRAM) is None, reason=f"{PROGRAM} is not installed")
STAMPED = Page(("OTTER-000002",))


def pixels_of(page: Page) -> tuple[bytes, int, int]:
    """A page as tones at 200 dots an inch: bytes, width, height."""
    with opened(pdf(page)) as document:
        drawn, _ = drawn_page(document[0], 200 / 72, 100_000_000)
    return drawn.tobytes(), drawn.shape[1], drawn.shape[0]


def scanned(*pages: Page) -> bytes:
    """A PDF of a page with text, and of the last given one as a picture, with the lines of the others laid over it."""
    data, width, height = pixels_of(pages[-1])
    size = f"/Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace /DeviceGray"
    picture = stream(data, f"/Type /XObject /Subtype /Image {size}")
    over = [*pages[:-1], Page(())][0]
    return pdf(ONE, over._replace(under="q 612 0 0 792 0 0 cm /Im4 Do Q\n"), objects=(picture,))


def word(text: str, line: int, left: float, confidence: float = 95.0) -> Word:
    """A recognised word, 100 pixels wide, on a line of 60 pixels."""
    return Word(text, Box(left, 100 + 60 * line, left + 100, 140 + 60 * line), confidence, 1)


SHEET = Page(("From: Cleo Marsh <cleo@agency.example>", "Sent: Tuesday, March 5, 2019 8:30 AM", "Subject: Cameras", "",
              "We have signed the agreement with the vendor."))  # fmt: skip


@needs_tesseract
def test_a_scanned_page_is_read_where_ocr_is_asked_for() -> None:
    """The mail on a scanned page is read, and its page says that it was recognised; the other page does not."""
    found = [item for _, item in read_any(input_file(scanned(SHEET)).model_copy(update={"ocr": True}))]
    assert not [item for item in found if isinstance(item, Skipped)]
    first, second = (item for item in found if isinstance(item, Message))
    assert second.sender is not None
    assert (second.sender.name, second.subject, second.date) == ("Cleo Marsh", "Cameras", "2019-03-05T08:30:00")
    assert pieces(second)[0].text == "We have signed the agreement with the vendor."
    assert [mark.flags for mark in first.bodies[0].text.pages] == [(), ("ocr",)]


@needs_tesseract
def test_a_picture_file_is_read_where_ocr_is_asked_for() -> None:
    """A scan that is a picture file is read as a page is; without OCR the ledger says what to do."""
    data = b"".join([b"II*\x00\x08\x00\x00\x00", _tiff_directory(*pixels_of(SHEET)[1:]), pixels_of(SHEET)[0]])
    (without,) = [item for _, item in read_any(input_file(data))]
    assert isinstance(without, Skipped)
    assert (without.no_text_pages, "--ocr" in without.remedy) == (1, True)
    (found,) = [item for _, item in read_any(input_file(data).model_copy(update={"ocr": True}))]
    assert isinstance(found, Message)
    assert pieces(found)[0].text == "We have signed the agreement with the vendor."


def _tiff_directory(width: int, height: int) -> bytes:
    """The directory of an uncompressed grey TIFF whose tones follow it (TIFF 6.0, section 4)."""
    entries = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8 + 2 + 8 * 12 + 4), (278, height)]
    entries.append((279, width * height))
    made = b"".join(
        tag.to_bytes(2, "little") + (4).to_bytes(2, "little") + (1).to_bytes(4, "little") + value.to_bytes(4, "little")
        for tag, value in entries
    )
    return len(entries).to_bytes(2, "little") + made + bytes(4)


@needs_tesseract
def test_a_file_that_lacked_ocr_is_read_again(tmp_path: Path) -> None:
    """A file in the ledger with pages without text is read again with OCR, as if it had been read so at once."""
    folder, late, at_once = tmp_path / "mail", tmp_path / "late.sqlite", tmp_path / "once.sqlite"
    folder.mkdir()
    (folder / "release.pdf").write_bytes(scanned(SHEET))
    ingested(late, folder)
    assert rows(late, "SELECT status, no_text_pages FROM skips") == [("partial", 1)]
    for database in (late, at_once):
        with open_index(database) as connection:
            assert ingest(connection, [folder], silent, ocr=True) == 1
            assert ingest(connection, [folder], silent, ocr=True) == 0
    for table in ("messages", "skips", "gaps", "sources"):
        assert everything(late)[table] == everything(at_once)[table]
    found = (
        "SELECT text FROM distinct_texts WHERE pk IN (SELECT rowid FROM distinct_fts WHERE distinct_fts MATCH 'signed')"
    )
    assert rows(late, found) == rows(at_once, found) != []


def test_ocr_without_the_program_says_so_and_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the recogniser is not installed, asking for it is an error with its remedy, never a silent fallback."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "release.pdf").write_bytes(pdf(ONE))
    with open_index(tmp_path / "case.sqlite") as connection, pytest.raises(OcrMissing, match="apt install"):
        ingest(connection, [tmp_path], silent, ocr=True)
    assert rows(tmp_path / "case.sqlite", "SELECT * FROM sources") == []


def test_what_was_hardly_recognised_is_flagged() -> None:
    """A page of low mean confidence carries it as a flag; a speck that was taken for a sign is left out."""
    words = (word("Cameras", 0, 100, 60.0), word("work.", 0, 210, 70.0), word("~", 0, 900, 12.0))
    page = pdf_text(scanned(SHEET), lambda _: words).pages[1]
    assert (page.text, page.trouble) == ("Cameras work.", None)
    assert page.flags == ("ocr", "ocr-confidence:60")


def test_a_page_on_its_head_is_turned() -> None:
    """Where the words of a page make no sense it is turned, and what reads best is taken."""
    tried = []

    def recognise(picture: bytes) -> tuple[Word, ...]:
        tried.append(picture)
        return (word("Cameras", 0, 100, 92.0),) if len(tried) == 2 else (word("seJawe)", 0, 100, 21.0),)

    page = pdf_text(scanned(SHEET), recognise).pages[1]
    assert (page.text, page.flags, len(tried)) == ("Cameras", ("ocr",), 2)
    head, _, dots = tried[0].partition(b"255\n")
    assert tried[1] == head + b"255\n" + dots[::-1]


def test_a_stamp_beside_a_scan_stays_once() -> None:
    """What the text layer of a scanned page has is kept as it is, and what was recognised in its place is not added."""
    stamp = word("0TTER-OOOOO2", 0, 0)._replace(box=Box(300, 250, 600, 310))
    page = pdf_text(scanned(STAMPED, SHEET), lambda _: (stamp, word("Cameras", 8, 300))).pages[1]
    assert page.text.split() == ["OTTER-000002", "Cameras"]


def test_a_recogniser_that_fails_leaves_the_page_without_text() -> None:
    """A page on which OCR takes too long is named with that reason; the other pages are read."""

    def slow(_: bytes) -> tuple[Word, ...]:
        raise Unreadable(f"OCR took longer than {SECONDS_A_PAGE} seconds", "look at the page")

    first, second = pdf_text(scanned(SHEET), slow).pages
    assert first.text.startswith("From: Bram Otter")
    assert second.trouble == ("no text: OCR took longer than 60 seconds", "look at the page")


def test_nothing_recognised_is_said() -> None:
    """A page on which OCR finds nothing is still a page without text."""
    assert pdf_text(scanned(SHEET), lambda _: ()).pages[1].trouble == (
        "OCR found no text",
        "look at the page: it may be blank, or a picture",
    )


def test_words_of_one_line_stand_level() -> None:
    """Words take the height of their line, so that short and tall ones are read as one line."""
    table = (
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        "4\t1\t1\t1\t1\t0\t10\t100\t200\t40\t-1\t\n5\t1\t1\t1\t1\t1\t10\t100\t90\t40\t96.5\tBy\n"
        '5\t1\t1\t1\t1\t2\t120\t115\t90\t20\t91.0\tus"\n'
    )
    assert [(w.text, w.box.top, w.box.bottom) for w in words_of(table)] == [("By", 100, 140), ('us"', 100, 140)]


def test_a_drawn_page_is_a_picture_that_programs_read() -> None:
    """A page is handed over as a PGM file with its size and one byte a dot."""
    with opened(pdf(ONE)) as document:
        pixels, scale = drawn_page(document[0], 1.0, 100_000)
    height, width = pixels.shape
    assert height * width <= 101_000
    assert scale < 1
    assert as_pgm(pixels).startswith(f"P5 {width} {height} 255\n".encode())
