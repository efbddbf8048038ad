from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.attachments import LARGEST_BYTES, LONGEST_LABEL, Attachment, Unread, read_attachment
from evidence.docx import docx_text
from evidence.errors import Unreadable
from evidence.model import Body, Message
from evidence.packages import LARGEST_PART_BYTES
from tests.evidence.mails import eml, messages, multipart, only, pieces, texts
from tests.evidence.office_files import attached, docx, paragraph, zipped
from tests.evidence.pdfs import Page, pdf
from tests.evidence.test_offsets import check_offsets

PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\nSee the attached file."
CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nDTSTART:16010101T000000\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n"
    'ORGANIZER;CN="Cleo Marsh":mailto:cleo@agency.example\r\nSUMMARY:Demo of the app\\, second floor\r\n'
    "DESCRIPTION:Bring the li\r\n st.\\nWe begin at nine.\r\nUID:123\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


PRINTED = "From: Bram Otter\nSent: Friday, March 1, 2019 8:15 AM\nTo: Ada Quill\nSubject: Pilot\nWe use it daily."


def read(name: str, data: bytes, kind: str = "application/octet-stream") -> Body | Unread:
    """What is made of an attached file."""
    return read_attachment(Attachment(name, kind, data, "2"))


def words(name: str, data: bytes, kind: str = "application/octet-stream") -> str:
    """The text of an attached file that can be read."""
    found = read(name, data, kind)
    assert isinstance(found, Body), found
    return found.text.text


def reason(name: str, data: bytes, kind: str = "application/octet-stream") -> str:
    """Why an attached file is not read."""
    found = read(name, data, kind)
    assert isinstance(found, Unread), found
    return found.reason


def from_mail(*parts: str) -> Message:
    """A mail that says something and carries `parts`."""
    return only(multipart("mixed", PLAIN, *parts))


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("notes.txt", b"We signed.\r\nOn Monday.\r\n", "We signed.\nOn Monday.\n"),
        ("NOTES", b"We signed.", "We signed."),
        ("log.md", "# Prüfung\n- ja".encode(), "# Prüfung\n- ja"),
        ("wide.txt", "Größe\r\n".encode("utf-16"), "Größe\n"),
        ("list.csv", b"name,count\nAda,3\n", "name,count\nAda,3\n"),
        ("page.html", b"<html><body><p>We <b>signed</b>.</p><script>no()</script></body></html>", "We signed."),
        ("page.txt", b"<!DOCTYPE html><p>We signed.", "We signed."),
        ("letter.docx", docx(paragraph("We signed.") + paragraph("On Monday.")), "We signed.\nOn Monday."),
        ("letter.bin", docx(paragraph("The name is wrong.")), "The name is wrong."),
        (
            "invite.ics",
            CALENDAR.encode(),
            "Organizer: Cleo Marsh mailto:cleo@agency.example\nSummary: Demo of the app, second floor\n"
            "Description: Bring the list.\nWe begin at nine.",
        ),
    ],
)
def test_text_files_are_read_by_their_content(name: str, data: bytes, text: str) -> None:
    """Text, tables, HTML, calendars and Word documents yield their words, whatever their name says."""
    assert words(name, data) == text


LOCKED = zipped(**{"content__xml": b"<x/>", "META-INF/manifest__xml": b"<m><manifest:encryption-data/></m>"})


@pytest.mark.parametrize(
    ("name", "data", "kind", "why"),
    [
        ("a.png", b"\x89PNG\r\n", "image/png", "picture"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "application/msword", "old Office document, or one with a password"),
        ("a.pptx", zipped(**{"ppt/slides__xml": b"<x/>"}), "application/octet-stream", "no text"),
        ("a.xlsx", zipped(**{"xl/workbook__xml": b"<x/>"}), "application/octet-stream", "no text"),
        ("a.xlsx", zipped(**{"xl/other__xml": b"<x/>"}), "application/octet-stream", "damaged"),
        ("a.odt", zipped(**{"content__xml": b"<x"}), "application/octet-stream", "damaged"),
        ("a.odt", LOCKED, "application/octet-stream", "encrypted"),
        ("a.zip", zipped(a__bin=b"\x00\x01"), "application/zip", "archive"),
        ("a.docx", docx(paragraph("x"))[:200], "application/octet-stream", "damaged"),
        ("a.docx", zipped(**{"word/document__xml": b"<w:p"}), "application/octet-stream", "damaged"),
        ("a.docx", zipped(**{"word/other__xml": b"<x/>"}), "application/octet-stream", "damaged"),
        ("a.docx", docx(""), "application/octet-stream", "no text"),
        ("a.txt", b"  \r\n ", "text/plain", "empty"),
        ("a.pdf", b"SGVsbG8gd29ybGQ=", "application/pdf", "not what it says it is"),
        ("a.exe", b"MZ\x90\x00\x03", "application/octet-stream", "program"),
        ("a.bin", bytes(range(256)), "application/octet-stream", "binary file"),
        ("a.bin", bytes(range(128, 256)) * 2, "application/octet-stream", "binary file"),
        ("a.vcf", b"BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD", "text/x-vcard", "contact card"),
        ("a.p7m", b"\x30\x82", "application/pkcs7-mime", "encrypted"),
    ],
)
def test_what_is_not_read_says_why(name: str, data: bytes, kind: str, why: str) -> None:
    """An attachment without readable words ends as a reason, never as an error or as rubbish in the text."""
    assert reason(name, data, kind) == why


def test_attached_words_are_nobodys_that_we_know() -> None:
    """A segment of kind attachment has no author and no date: least of all the sender's."""
    found = from_mail(attached("letter.docx", docx(paragraph("We have an agreement."))))
    assert [(p.kind, p.author, p.date, p.text) for p in pieces(found)] == [
        ("own", "ada@vendor.example", "2019-03-05T10:00:00-05:00", "See the attached file."),
        ("attachment", None, None, "We have an agreement."),
    ]
    body = found.bodies[1]
    assert (body.attachment, body.text.part) == ("letter.docx", "2")
    check_offsets(found)


def test_header_blocks_in_an_attached_file_name_nobody() -> None:
    """What looks like a mail inside an attached file does not turn its words into somebody's mail."""
    text = "From: Bram Otter <bram@agency.example>\nSent: Monday, March 4, 2019 9:00 AM\nTo: Ada\n\nWe use it."
    found = pieces(from_mail(attached("thread.txt", text.encode())))
    assert [(p.kind, p.author) for p in found] == [("own", "ada@vendor.example"), ("attachment", None)]


def test_a_broken_document_does_not_lose_its_mail() -> None:
    """A damaged attachment is flagged with its name and reason; the mail and its other files are read."""
    broken = docx(paragraph("lost"))[:150]
    found = from_mail(attached("broken.docx", broken), attached("notes.txt", b"We signed."))
    assert [b.text.text for b in found.bodies] == ["See the attached file.", "We signed."]
    assert found.flags == (
        "attachment:broken.docx",
        "attachment-unread:broken.docx:damaged",
        "attachment:notes.txt",
    )


def test_a_named_text_behind_the_mails_words_is_a_file() -> None:
    """Some programs mark a text file as inline: with a name and behind the mail's own words it is an attached file."""
    found = from_mail(attached("notes.txt", b"We signed.", "text/plain", "inline"))
    assert [(p.kind, p.text) for p in pieces(found)] == [
        ("own", "See the attached file."),
        ("attachment", "We signed."),
    ]


def test_a_name_on_the_mails_only_text_is_listed() -> None:
    """A name on the text of the mail itself leaves it the sender's, and is listed."""
    extra = 'Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: inline; filename="note.txt"\r\n'
    found = only(eml("We use it daily.", extra=extra))
    assert [(p.kind, p.text) for p in pieces(found)] == [("own", "We use it daily.")]
    assert found.flags == ("inline:note.txt",)


def test_a_mail_attached_as_a_file_is_a_message() -> None:
    """A file named .eml is a mail of its own, whatever its media type says."""
    inner = eml("We use it daily.", subject="Inner")
    outer, found = messages(multipart("mixed", PLAIN, attached("old.eml", inner)))
    assert found.subject == "Inner"
    assert f"attached-to:{outer.id}" in found.flags


def test_a_document_shows_what_a_reader_sees() -> None:
    """Cells stand in one line; notes and comments follow; hidden and deleted words are left out and flagged."""
    row = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Officer", "Searches"))
    body = (
        paragraph("Before.")
        + f"<w:tbl><w:tr>{row}</w:tr><w:tr><w:tc>{paragraph('Two') + paragraph('lines')}</w:tc>"
        + f"<w:tc>{paragraph('60')}</w:tc></w:tr></w:tbl>"
        + paragraph("secret", "<w:rPr><w:vanish/></w:rPr>")
        + paragraph("seen", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
        + "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>added</w:t></w:r></w:ins>"
        + "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>end</w:t></w:r></w:p>"
    )
    found = docx_text(docx(body, footnotes=paragraph("A note."), comments=paragraph("Really?")))
    assert found.text == "Before.\nOfficer\tSearches\nTwo\nlines\n60\n\nseen\nadded\tend\nA note.\nReally?"
    assert found.flags == ("hidden-text-left-out", "deleted-text-left-out")


def test_an_attached_pdf_is_read_with_its_pages() -> None:
    """The text layer of a PDF is read page by page, so that a quote names its page; a scan is named as unread."""
    body = read("letter.pdf", pdf(Page(["We have an agreement."]), Page(["It began in May.", "", "2"])))
    assert isinstance(body, Body)
    assert [p.number for p in body.text.pages] == [1, 2]
    found = from_mail(attached("letter.pdf", pdf(Page(["We have an agreement."]), Page(["It began in May."]))))
    assert [(p.kind, p.author) for p in pieces(found)] == [("own", "ada@vendor.example"), ("attachment", None)]
    assert "We have an agreement." in found.bodies[1].text.text
    check_offsets(found)
    assert reason("scan.pdf", pdf(Page([]))) == "PDF without text"
    assert reason("scan.pdf", b"%PDF-1.4\ncut off").startswith("the PDF is broken")


def test_the_last_colon_of_a_flag_parts_name_and_reason() -> None:
    """Names may hold colons, reasons do not: so both can be told from the flag."""
    assert Unread("a: b.pdf", "broken: cut off").flag == "attachment-unread:a: b.pdf:broken, cut off"


def test_a_document_that_unpacks_to_too_much_is_not_read() -> None:
    """A zip bomb meets a cap on what is unpacked, whatever its directory states."""
    bomb = zipped(**{"word/document__xml": b"<a>" + b" " * LARGEST_PART_BYTES + b"</a>"})
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable, match="unpacks to more than"):
        docx_text(bomb)


def test_entities_of_a_document_are_not_resolved() -> None:
    """Neither a file of this machine nor a billion laughs comes out of a document's entities."""
    sly = (
        '<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:p><w:r><w:t>We signed.&f;&b;</w:t></w:r></w:p></w:document>"
    )
    assert docx_text(zipped(**{"word/document__xml": sly.encode()})).text == "We signed."


def test_limits_of_size_and_name() -> None:
    """An attachment over the limit of bytes is not read; a long name is cut to a label on one line."""
    assert reason("big.txt", b"a" * (LARGEST_BYTES + 1)) == f"more than {LARGEST_BYTES:,} bytes"
    label = Attachment("../../a\r\nb" + "x" * 5000, "text/plain", b"", "2").label
    assert len(label) == LONGEST_LABEL
    assert "\n" not in label


@given(st.binary(max_size=400), st.sampled_from(["a.docx", "a.txt", "a.html", "a.ics", "a"]))
def test_any_bytes_are_text_or_a_reason(data: bytes, name: str) -> None:
    """No content of an attachment raises, and what is read hangs together with its hash."""
    for prefix in (b"", b"PK\x03\x04", b"BEGIN:VCALENDAR\n", b"<html>"):
        found = read(name, prefix + data)
        assert isinstance(found, Unread) or found.spans == ((0, len(found.text.text)),)


@given(st.integers(0, 1200), st.integers(0, 255))
def test_a_document_with_one_byte_changed_is_text_or_a_reason(place: int, value: int) -> None:
    """A .docx that was damaged anywhere never raises."""
    data = bytearray(docx(paragraph("We signed."), footnotes=paragraph("A note.")))
    data[place % len(data)] = value
    assert read("a.docx", bytes(data))


def test_an_encrypted_document_says_so() -> None:
    """A member that needs a password is named as such."""
    packed = bytearray(docx(paragraph("x")))
    for entry in zipfile.ZipFile(io.BytesIO(bytes(packed))).infolist():
        packed[entry.header_offset + 6] |= 1
    at = packed.find(b"PK\x01\x02")
    while at >= 0:
        packed[at + 8] |= 1
        at = packed.find(b"PK\x01\x02", at + 4)
    assert reason("a.docx", bytes(packed)) == "encrypted"


def test_an_attached_archive_is_opened_like_any_archive() -> None:
    """Mails in an attached archive are messages that say whose attachment they are; documents in it are read too."""
    inner = eml("We use it daily.", subject="Inner")
    nested = zipped(letter__docx=docx(paragraph("We have an agreement.")))
    outer, *found = messages(
        multipart("mixed", PLAIN, attached("docs.zip", zipped(old__eml=inner, more__zip=nested), "application/zip"))
    )
    assert outer.flags == ("attachment:docs.zip",)
    assert [(m.subject, m.bodies[0].text.text) for m in found] == [
        ("Inner", "We use it daily."),
        (None, "We have an agreement."),
    ]
    assert all(f"attached-to:{outer.id}" in m.flags for m in found)
    assert found[1].sender is None


def test_an_attached_archive_that_is_broken_loses_nothing_else() -> None:
    """A damaged archive is flagged as unread; the mail is read."""
    found = from_mail(attached("docs.zip", zipped(a__txt=b"words")[:40], "application/zip"))
    assert texts(found) == ["See the attached file."]
    assert found.flags == ("attachment:docs.zip", "attachment-unread:docs.zip:damaged")


@pytest.mark.parametrize(
    "data",
    [
        docx("".join(map(paragraph, PRINTED.split("\n")))),
        ("<html><body>" + "".join(f"<p>{line}</p>" for line in PRINTED.split("\n")) + "</body></html>").encode(),
        ("{\\rtf1\\ansi " + PRINTED.replace("\n", "\\par ") + "}").encode(),
    ],
)
def test_printed_mail_in_a_document_is_read(data: bytes) -> None:
    """A release of printed mail as Word, HTML or RTF yields its messages with sender and date, as text does."""
    (found,) = messages(data)
    assert found.sender is not None
    assert (found.sender.name, found.date) == ("Bram Otter", "2019-03-01T08:15:00")
    assert pieces(found)[0].text == "We use it daily."
    check_offsets(found)
