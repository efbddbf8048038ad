"""Pages of text, of a PDF or of scans → the printed mail on them, with page numbers and stamps; and what lies on them.

Form fields and words typed onto a page go with the mail beside which they stand, as files go with a mail: nobody's. The
notes of whoever read the pages are no part of any mail: a message of their own, without a header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.hashing import message_id, sha256_hex
from evidence.model import Body, Message, PageMark, Text
from evidence.page_furniture import read_pages, trusted_prefixes
from evidence.pdf.notes import FLAGS, Note
from evidence.pdf.text import PdfText
from evidence.readers.printed import Source, messages_in


def messages_on(pages: PdfText, data: bytes) -> Iterator[Message]:
    """Each message on the pages; none where nobody wrote anything on them. `data` is the file that holds them."""
    whole = pages.text()
    typed = [note.text for page in pages.pages for _, note in page.notes if note.kind == "typed"]
    prefixes = trusted_prefixes(whole.text) | trusted_prefixes("\n".join(typed))
    marks = tuple(_stamped(whole, pages, prefixes))
    placed = [
        (mark.start + at, note, mark)
        for page, mark in zip(pages.pages, marks, strict=True)
        for at, note in page.notes
        if not _is_stamp(note, prefixes)
    ]
    beside = tuple((at, _body(note, mark)) for at, note, mark in placed if note.kind != "note")
    printed = read_pages(whole.text, prefixes)._replace(pages=marks)
    if beside or any(line.text.strip() for line in printed.lines):
        yield from messages_in(Source(whole.model_copy(update={"pages": marks}), printed, data, beside=beside))
    notes = [(note, mark) for _, note, mark in placed if note.kind == "note"]
    if notes:
        yield _of_notes([_body(note, mark) for note, mark in notes], len(data))


def _is_stamp(note: Note, prefixes: frozenset[str]) -> bool:
    """Whether what was typed or stamped onto a page is a number, a code or a mark of the release: nobody's words."""
    return note.kind == "typed" and not any(line.text.strip() for line in read_pages(note.text, prefixes).lines)


def _body(note: Note, page: PageMark) -> Body:
    """The words of a note, or of a field; its place on the page is the part."""
    mark = page.model_copy(update={"start": 0, "flags": ()})
    words = note.text
    text = Text(
        part=note.place(page.number), text=words, sha256=sha256_hex(words), flags=(FLAGS[note.kind],), pages=(mark,)
    )
    return Body(text=text, spans=((0, len(words)),), attachment=note.title(page.number))


def _of_notes(bodies: Sequence[Body], size: int) -> Message:
    """The notes of a file; who made them, and when, is at most what they say themselves."""
    said = "\n".join(f"{body.text.part}: {body.text.text}" for body in bodies)
    stamps = [page.bates for body in bodies for page in body.text.pages]
    return Message(
        id=message_id(said.encode()),
        raw=(0, size),
        message_id=None,
        bates=stamps[0],
        bates_end=stamps[-1],
        sender=None,
        to=(),
        cc=(),
        date=None,
        subject=None,
        bodies=tuple(bodies),
        flags=("no-header", "notes-on-pages"),
    )


def _stamped(whole: Text, pages: PdfText, prefixes: frozenset[str]) -> Iterator[PageMark]:
    """Each page with the number that was stamped on it; of two the lower, which the last producer put there."""
    ends = [mark.start for mark in whole.pages[1:]] + [len(whole.text)]
    for mark, end, page in zip(whole.pages, ends, pages.pages, strict=True):
        typed = [note for _, note in page.notes if note.kind == "typed"]
        texts = [whole.text[mark.start : end], *(note.text for note in sorted(typed, key=lambda n: n.box.top))]
        stamps = [p.bates for text in texts for p in read_pages(text, prefixes).pages if p.bates]
        yield mark.model_copy(update={"bates": stamps[-1] if stamps else None})
