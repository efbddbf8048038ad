"""Third-party PDF files → letters and words lost against the engine's own text, pages without text, speed.

Run: python -m bench.pdf [--json] [DIR]   (DIR: mail-hard.tar.xz unpacked; default: that archive in ../shared)

The engine's own text has the order of drawing and no layout: it says which letters and words there are, and no more. A
word that is not found again was cut or joined by the layout, or is withheld. Each file is read twice and must give the
same text.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench.mail_hard import unpack
from evidence.errors import Unreadable
from evidence.pdf.engine import opened
from evidence.pdf.text import PdfText, pdf_text


class FileFigures(NamedTuple):
    """What came of one file; `refused` says why it was not read."""

    file: str
    refused: str | None = None
    pages: int = 0
    no_text: int = 0
    withheld: int = 0
    letters: int = 0
    letters_lost: int = 0
    words: int = 0
    words_lost: int = 0
    cpu_seconds: float = 0.0
    same_twice: bool = True


def main() -> None:
    """Print the sums and the files that fall short, or JSON."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as unpacked:
        if given.folder is None:
            unpack(Path(unpacked))
        folder = given.folder or Path(unpacked)
        found = [figures(path, folder) for path in sorted(folder.rglob("*.pdf"))]
    if given.json:
        print(json.dumps([each._asdict() for each in found], indent=1))
        return
    report(found)


def figures(path: Path, folder: Path) -> FileFigures:
    """Read one file twice and compare it with what the engine says."""
    name, data = path.relative_to(folder).as_posix(), path.read_bytes()
    start = time.process_time()
    try:
        text = pdf_text(data)
    except Unreadable as error:
        return FileFigures(name, refused=error.what)
    seconds = time.process_time() - start
    ours, theirs = "\n".join(page.text for page in text.pages), engine_text(data)
    letters, words = counted(r"[^\W_]", theirs), counted(r"[^\W_]+", theirs)
    return FileFigures(
        file=name,
        pages=len(text.pages),
        no_text=sum(page.trouble is not None for page in text.pages),
        withheld=sum(page.withheld for page in text.pages),
        letters=letters.total(),
        letters_lost=(letters - counted(r"[^\W_]", ours)).total(),
        words=words.total(),
        words_lost=(words - counted(r"[^\W_]+", ours)).total(),
        cpu_seconds=round(seconds, 3),
        same_twice=same(text, data),
    )


def same(text: PdfText, data: bytes) -> bool:
    """Whether reading it again gives the same."""
    return pdf_text(data) == text


def engine_text(data: bytes) -> str:
    """Each page's text as the engine gives it, in the order of drawing."""
    with opened(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def counted(pattern: str, text: str) -> Counter[str]:
    """How often each match stands in the text."""
    return Counter(re.findall(pattern, text))


def report(found: list[FileFigures]) -> None:
    """The sums, then the files behind each."""
    read = [f for f in found if f.refused is None]
    pages, seconds = sum(f.pages for f in read), sum(f.cpu_seconds for f in read)
    print(f"files: {len(found)}, refused: {len(found) - len(read)}")
    print(f"pages: {pages}, without text: {sum(f.no_text for f in read)}")
    print(f"pages a CPU-second: {pages / seconds:.0f}")
    print(f"letters lost: {sum(f.letters_lost for f in read)} of {sum(f.letters for f in read)}")
    print(f"words cut or joined: {sum(f.words_lost for f in read)} of {sum(f.words for f in read)}")
    print(f"places withheld: {sum(f.withheld for f in read)}")
    print(f"not the same twice: {[f.file for f in read if not f.same_twice]}")
    for each in found:
        if each.refused:
            print(f"refused: {each.file}: {each.refused}")
        elif each.letters_lost or each.words_lost or each.withheld:
            lost = f"{each.letters_lost} letters, {each.words_lost} words, {each.withheld} places withheld"
            print(f"falls short: {each.file}: {lost}")


if __name__ == "__main__":
    main()
