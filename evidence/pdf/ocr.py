"""A picture of text → the words on it with their places and how sure the recogniser is, by Tesseract as a process."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import NamedTuple

from evidence.errors import OcrMissing, Unreadable
from evidence.pdf.geometry import Box

PROGRAM = "tesseract"
# What the ledger says of pages that OCR can help; a file with this remedy is read again when OCR is asked for.
OCR_REMEDY = "run checker ingest again with --ocr"
# A page that takes longer is left without text, with this reason.
SECONDS_A_PAGE = 60
# A line's box holds its words unless the line is skewed; then each word's own box says where it stands.
TALLEST_LINE = 2.5
_LINE, _WORD = 4, 5


class Word(NamedTuple):
    """A word as recognised: its box in pixels, `confidence` from 0 to 100, the page of the picture (from 1)."""

    text: str
    box: Box
    confidence: float
    page: int


Recogniser = Callable[[bytes], tuple[Word, ...]]


def require_ocr() -> None:
    """Make sure that OCR can run.

    Raises:
        OcrMissing: Tesseract is not installed.
    """
    if shutil.which(PROGRAM) is None:
        raise OcrMissing(
            f"--ocr needs the program {PROGRAM}, which is not installed; nothing was ingested",
            "install it (Debian: apt install tesseract-ocr), or leave --ocr out",
        )


def recognise(picture: bytes) -> tuple[Word, ...]:
    """The words on a picture (PNM, PNG, JPEG, TIFF), in Tesseract's order, one thread, English.

    Raises:
        Unreadable: it took too long, or Tesseract could not read the picture.
    """
    command = [PROGRAM, "stdin", "stdout", "-l", "eng", "--psm", "3", "tsv"]
    # One thread: so that two runs give the same words, and a page has a processor's time and no more.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=SECONDS_A_PAGE, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"OCR took longer than {SECONDS_A_PAGE} seconds", "look at the page") from error
    except OSError as error:
        raise Unreadable(
            f"OCR could not be run: {error.strerror or error}", "run checker ingest --ocr again"
        ) from error
    if done.returncode:
        raise Unreadable("OCR could not read the picture", "look at the page")
    return words_of(done.stdout.decode("utf-8", "replace"))


def words_of(table: str) -> tuple[Word, ...]:
    """Tesseract's TSV output → its words; a word has the height of its line, so that words of one line stand level."""
    found: list[Word] = []
    line = Box(0, 0, 0, 0)
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        left, top, wide, high = (float(row[name] or 0) for name in ("left", "top", "width", "height"))
        box = Box(left, top, left + wide, top + high)
        if int(row["level"]) == _LINE:
            line = box
        elif int(row["level"]) == _WORD and (row["text"] or "").strip():
            if 0 < line.height <= TALLEST_LINE * max(1.0, box.height):
                box = Box(box.left, line.top, box.right, line.bottom)
            found.append(Word(str(row["text"]).strip(), box, float(row["conf"]), int(row["page_num"])))
    return tuple(found)


def mean_confidence(words: Sequence[Word]) -> float | None:
    """Over all letters, 0 to 100; None without any."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else None
