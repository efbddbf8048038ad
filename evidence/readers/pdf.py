"""A PDF → the printed mail on its pages, with page numbers and stamps; what it carries inside as input files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.clock import page_read
from evidence.errors import Unreadable
from evidence.hashing import sha256_hex
from evidence.model import InputFile, Message, Skipped
from evidence.pdf.embedded import embedded_files
from evidence.pdf.engine import is_pdf
from evidence.pdf.ocr import recognise
from evidence.pdf.text import PdfPageText, pdf_text
from evidence.readers.limits import member_name, skipped, too_deep
from evidence.readers.pages import messages_on


def matches(file: InputFile) -> bool:
    """Whether the file is a PDF."""
    return is_pdf(file.data)


def read(file: InputFile) -> Iterator[Message | Skipped]:
    """Each message on its pages; what has no text, and what was withheld, with its pages."""
    try:
        found = pdf_text(file.data, recognise if file.ocr else None, page_read)
    except Unreadable as error:
        yield skipped(None, "refused", error.what, error.remedy)
        return
    any_message = False
    for message in messages_on(found, file.data):
        any_message = True
        yield message
    left = list(troubles(found.pages))
    if not any_message and not left:
        left = [skipped(None, "refused", "its pages hold no words", "look at it: it may be blank, or only fields")]
    for row in left:
        yield row if any_message else row.model_copy(update={"status": "refused"})


def members(file: InputFile) -> Iterator[InputFile | Skipped]:
    """Each file that the PDF carries inside."""
    try:
        inside = embedded_files(file.data)
    except Unreadable:
        # `read` has said so.
        return
    if inside and too_deep(file):
        yield skipped(file.member, "partial", "files inside files are nested too deep", "unpack it by hand")
        return
    for name, data in inside:
        label = member_name(file, name)
        if isinstance(data, bytes):
            yield InputFile(file=file.file, member=label, data=data, sha256=sha256_hex(data))
        else:
            yield skipped(label, "refused", data.what, data.remedy)


def troubles(pages: Sequence[PdfPageText]) -> Iterator[Skipped]:
    """What of the pages could not be read, and what was withheld from their text: a row each kind of trouble."""
    silent, kinds = dict[tuple[str, str], list[int]](), dict[tuple[str, str], list[int]]()
    for page in pages:
        if page.trouble:
            silent.setdefault(page.trouble, []).append(page.number)
        for left_out in page.left_out:
            kinds.setdefault(left_out, []).append(page.number)
    for (reason, remedy), numbers in silent.items():
        yield _row(numbers, reason, remedy).model_copy(update={"no_text_pages": len(numbers)})
    for (reason, remedy), numbers in kinds.items():
        yield _row(numbers, reason, remedy)
    covered = [page.number for page in pages if page.withheld]
    if covered:
        count = sum(page.withheld for page in pages)
        places = "1 place" if count == 1 else f"{count} places"
        yield _row(
            covered,
            f"words under a box that hides them are withheld ({places})",
            "nothing to do: they were meant to be removed; the file still holds them, so handle it with care",
        )


def _row(pages: Sequence[int], reason: str, remedy: str) -> Skipped:
    return Skipped(member=None, status="partial", reason=f"{page_list(pages)}: {reason}", remedy=remedy)


def page_list(numbers: Sequence[int]) -> str:
    """Pages as people write them: "page 3", "pages 3, 7–9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}"
