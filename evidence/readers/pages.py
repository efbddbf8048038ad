"""Pages of text, of a PDF or of scans → the printed mail on them, with page numbers and stamps."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Message, PageMark, Text
from evidence.page_furniture import read_pages, trusted_prefixes
from evidence.pdf.text import PdfText
from evidence.readers.printed import Source, messages_in


def messages_on(pages: PdfText, data: bytes) -> Iterator[Message]:
    """Each message on the pages; none where nobody wrote anything on them. `data` is the file that holds them."""
    whole = pages.text()
    prefixes = trusted_prefixes(whole.text)
    text = whole.model_copy(update={"pages": tuple(_stamped(whole, prefixes))})
    printed = read_pages(whole.text, prefixes)._replace(pages=text.pages)
    if any(line.text.strip() for line in printed.lines):
        yield from messages_in(Source(text, printed, data))


def _stamped(whole: Text, prefixes: frozenset[str]) -> Iterator[PageMark]:
    """Each page with the number that was stamped on it; of two the lower, which the last producer put there."""
    ends = [mark.start for mark in whole.pages[1:]] + [len(whole.text)]
    for mark, end in zip(whole.pages, ends, strict=True):
        stamps = [p.bates for p in read_pages(whole.text[mark.start : end], prefixes).pages if p.bates]
        yield mark.model_copy(update={"bates": stamps[-1] if stamps else None})
