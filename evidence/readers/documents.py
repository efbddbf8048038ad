"""A document (of Office or OpenDocument, RTF, HTML) → the printed mail in its text, read as a text file is."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.attachments import Attachment, Unread, read_attachment, what_it_is
from evidence.model import InputFile, Message, Skipped
from evidence.page_furniture import read_pages
from evidence.readers.limits import skipped
from evidence.readers.printed import Source, messages_in

PACKAGES = frozenset(["Word document", "spreadsheet", "presentation", "OpenDocument file"])
READ_HERE = PACKAGES | {"rich text", "HTML"}


def is_package(file: InputFile) -> bool:
    """Whether the file is a document that is a zip archive and no folder of files."""
    return file.data.startswith(b"PK\x03\x04") and what_it_is(_document(file)) in PACKAGES


def matches(file: InputFile) -> bool:
    """Whether the file is a document of these kinds."""
    return what_it_is(_document(file)) in READ_HERE


def read(file: InputFile) -> Iterator[Message | Skipped]:
    """Each message in the document's text; one without a header block is a message whose header is unknown."""
    found = read_attachment(_document(file))
    if isinstance(found, Unread):
        yield skipped(None, "refused", f"the document cannot be read: {found.reason}", "ask for the file again")
        return
    printed = read_pages(found.text.text)
    text = found.text.model_copy(update={"part": None, "pages": printed.pages})
    yield from messages_in(Source(text, printed, file.data))


def _document(file: InputFile) -> Attachment:
    return Attachment(file.member or file.file, "", file.data, "")
