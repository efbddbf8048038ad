"""A file that came with a mail → its text as a body of that mail, or why it was not read; the mail is never lost by it.

Content decides what it is, not its name. Who wrote an attachment is not known, and least of all that the sender did.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from evidence.calendars import calendar_text, is_calendar
from evidence.charsets import decode
from evidence.clock import page_read
from evidence.docx import docx_text
from evidence.errors import Unreadable
from evidence.hashing import sha256_hex
from evidence.htmltext import html_to_text
from evidence.model import Body, Text
from evidence.opendocument import opendocument_text
from evidence.packages import DocumentText
from evidence.page_furniture import joined, read_pages
from evidence.pdf.text import pdf_text
from evidence.presentation import presentation_text
from evidence.rtf import rtf_text
from evidence.spreadsheet import spreadsheet_text

LARGEST_BYTES = 100 * 1024**2
LONGEST_TEXT = 10_000_000
LONGEST_LABEL = 200
# Of these nobody expects words: they are named and counted, and the file that holds them is not called partly read.
WITHOUT_WORDS = frozenset(["picture", "sound", "video", "font", "signature", "contact card", "not in the table"])
ONE_CONTROL_IN, FEW_CONTROLS = 200, 5
LEAST_ASCII = 0.7
_MAGIC: Mapping[bytes, str] = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "old Office document, or one with a password",
    b"{\\rtf": "rich text",
    **dict.fromkeys((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"), "archive"),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*"), "picture"),
    b"MZ": "program",
    b"\x7fELF": "program",
}
_OPENED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_FAMILIES = {"image": "picture", "audio": "sound", "video": "video", "font": "font"}
_KINDS = {
    "application/pgp-signature": "signature",
    "application/pkcs7-signature": "signature",
    "application/x-pkcs7-signature": "signature",
    "application/pgp-encrypted": "encrypted",
    "application/pkcs7-mime": "encrypted",
    "application/x-pkcs7-mime": "encrypted",
    "application/mac-binhex40": "BinHex file",
    "text/x-vcard": "contact card",
    "text/vcard": "contact card",
    "text/css": "style sheet",
}
_INSIDE = {"xl/": "spreadsheet", "ppt/": "presentation", "content.xml": "OpenDocument file"}
# What says that it is one of these and holds text is a broken transfer, not a text.
_NEVER_TEXT = re.compile(
    r"application/(?:pdf|msword|rtf|zip|x-zip|gzip|x-gzip|x-tar|x-msdownload|vnd\.(?:ms-|openxml|oasis))"
)
_NEVER_TEXT_NAMES = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip|gz|7z|rar|jpe?g|png|gif|tiff?|exe|dll|msg|pst|mp[34])$", re.IGNORECASE
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = re.compile(rb"\xff\xfe|\xfe\xff")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b"
)
_META = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_FAULTS = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError, OSError)


class Attachment(NamedTuple):
    """A file that came with a mail.

    `name` is as stated (a label, never a path), `kind` its media type in lower case, `part` its place in the mail (a
    MIME section number), `charset` as stated.
    """

    name: str | None
    kind: str
    data: bytes
    part: str
    charset: str | None = None

    @property
    def label(self) -> str:
        """What the attachment is called here: its name on one line, else its media type."""
        return (" ".join((self.name or "").split()) or self.kind)[:LONGEST_LABEL]


class Unread(NamedTuple):
    """An attachment whose words were not read, and why, in a few words."""

    label: str
    reason: str

    @property
    def flag(self) -> str:
        """The flag of the mail that says so; its last colon parts name and reason."""
        return f"attachment-unread:{self.label}:{self.reason.replace(':', ',')}"


def unread_words(flags: Iterable[str]) -> Counter[str]:
    """Of a mail's flags: how many attachments that may hold words were not read, by reason."""
    reasons = (flag.rpartition(":")[2] for flag in flags if flag.startswith("attachment-unread:"))
    return Counter(reason for reason in reasons if reason not in WITHOUT_WORDS)


def read_attachment(file: Attachment) -> Body | Unread:
    """The text of an attachment as a body of its mail (`Body.attachment` is its label), or why there is none."""
    try:
        found = _words(file)
    except Unreadable as error:
        return Unread(file.label, error.what)
    except _FAULTS as error:
        return Unread(file.label, f"reading it failed ({type(error).__name__})")
    # Offsets of pages and spans count in the text as it is.
    text = found.text if found.pages else found.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return Unread(file.label, "no text")
    if len(text) > LONGEST_TEXT:
        return Unread(file.label, f"more than {LONGEST_TEXT:,} characters")
    flags = (*found.flags, *(("nul-characters",) if "\x00" in text else ()))
    made = Text(part=file.part, text=text, sha256=sha256_hex(text), flags=flags, pages=found.pages)
    return Body(text=made, spans=found.spans or ((0, len(text)),), attachment=file.label)


def _words(file: Attachment) -> DocumentText:
    if not file.data.strip():
        raise Unreadable("empty", "ask for the file again")
    if len(file.data) > LARGEST_BYTES:
        raise Unreadable(f"more than {LARGEST_BYTES:,} bytes", "open the file itself")
    what = what_it_is(file)
    reader = READERS.get(what)
    if reader is None:
        raise Unreadable(what, "save it as text or .docx if its words matter")
    return reader(file)


def what_it_is(file: Attachment) -> str:
    """The kind of file in a few words; a key of `READERS` where its text can be read."""
    data = file.data
    if file.kind in _KINDS:
        return _KINDS[file.kind]
    magic = next((word for mark, word in _MAGIC.items() if data.startswith(mark)), None)
    if b"%PDF-" in data[:1024]:
        magic = "PDF"
    if data.startswith(b"PK\x03\x04"):
        magic = _zipped(data)
    if magic and not (magic in ("picture", "program", "archive") and _is_text(data)):
        return magic
    if family := _FAMILIES.get(file.kind.partition("/")[0]):
        return family
    if not _is_text(data) or not (file.kind.startswith("text/") or _is_likely_text(data)):
        return "binary file"
    if _NEVER_TEXT.match(file.kind) or _NEVER_TEXT_NAMES.search(file.label):
        return "not what it says it is"
    return "HTML" if looks_like_html(data) or file.kind == "text/html" else "text"


def is_archive(file: Attachment) -> bool:
    """Whether an attachment is an archive that ingest opens (zip, tar, gzip, bzip2, xz)."""
    return file.data.startswith(_OPENED) and what_it_is(file) == "archive"


def looks_like_html(data: bytes) -> bool:
    """Whether bytes begin as a page in HTML does."""
    return bool(_HTML.match(data[:2000].lower()))


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "damaged"
    if any(n.startswith("word/") for n in names):
        return "Word document"
    return next((word for inside, word in _INSIDE.items() if any(n.startswith(inside) for n in names)), "archive")


def _is_text(data: bytes) -> bool:
    if _WIDE.match(data):
        return True
    head = data[:65_536]
    return b"\x00" not in head and len(_CONTROL.findall(head)) <= len(head) // ONE_CONTROL_IN + FEW_CONTROLS


def _is_likely_text(data: bytes) -> bool:
    """Whether bytes that are not said to be text are UTF-8, or mostly ASCII."""
    head = data[:65_536]
    if _WIDE.match(head):
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return sum(byte < 128 for byte in head) >= LEAST_ASCII * len(head)
    return True


def _plain(file: Attachment) -> DocumentText:
    text, flags = decode(file.data, file.charset)
    folded = text.replace("\r\n", "\n").replace("\r", "\n")
    return DocumentText(calendar_text(folded) if is_calendar(folded) else folded, flags)


def _html(file: Attachment) -> DocumentText:
    stated = _META.search(file.data[:4096])
    text, flags = decode(file.data, file.charset or (stated[1].decode("ascii", "replace") if stated else None))
    return DocumentText(html_to_text(text), flags)


def _rich(file: Attachment) -> DocumentText:
    read = rtf_text(file.data)
    return DocumentText(html_to_text(read.text) if read.is_html else read.text, read.flags)


def _pdf(file: Attachment) -> DocumentText:
    read = pdf_text(file.data, after_page=page_read)
    whole = read.text(notes=True)
    printed = read_pages(whole.text)
    spans = joined(((line.start, line.end) for line in printed.lines), whole.text)
    if not re.search(r"\w", whole.text):
        raise Unreadable("PDF without text", "run it through text recognition and ingest that")
    silent = sum(page.trouble is not None for page in read.pages)
    flags = [f"pages-without-text:{silent}"] if silent else []
    flags += ["pdf-notes-unread"] if any(page.left_out for page in read.pages) else []
    return DocumentText(whole.text, tuple(flags), whole.pages, spans)


READERS: Mapping[str, Callable[[Attachment], DocumentText]] = {
    "text": _plain,
    "HTML": _html,
    "rich text": _rich,
    "PDF": _pdf,
    "Word document": lambda file: docx_text(file.data),
    "presentation": lambda file: presentation_text(file.data),
    "spreadsheet": lambda file: spreadsheet_text(file.data),
    "OpenDocument file": lambda file: opendocument_text(file.data),
}
