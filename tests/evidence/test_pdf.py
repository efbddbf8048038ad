"""Printed mail released as PDF: pages, stamps, bars. Every word is invented."""

import pytest

from evidence.model import Skipped
from evidence.pdf.engine import opened
from evidence.pdf.geometry import Box, Frame
from evidence.pdf.glyphs import page_glyphs
from evidence.pdf.page import BAR
from evidence.pdf.pixels import drawn_page
from evidence.pdf.text import boxes, pdf_text
from evidence.reading import cut
from tests.evidence.mails import eml, messages, only, pieces, read
from tests.evidence.pdfs import HEIGHT, LEADING, LEFT, TOP, Page, bar, pdf, stream

HEADER = (
    "From: Bram Otter <bram@agency.example>",
    "Sent: Monday, March 4, 2019 4:53 PM",
    "To: Ada Quill <ada@vendor.example>",
    "Subject: RE: Pilot",
    "",
)
OLDER = (
    "From: Ada Quill <ada@vendor.example>",
    "Sent: Friday, March 1, 2019 9:12 AM",
    "To: Bram Otter <bram@agency.example>",
    "Subject: Pilot",
    "",
)
# Where "Cleo Marsh" stands in "The account of Cleo Marsh was closed today.", in points.
NAME, WIDE = LEFT + 74, 58
ONE = Page((*HEADER, "It works well for us. Could we extend the trial by a month?"))


def skips(data: bytes) -> list[Skipped]:
    """What the reader could not read."""
    return [item for item in read(data) if isinstance(item, Skipped)]


def test_printed_mail_in_a_pdf_is_read() -> None:
    """The mail on a PDF's page has its sender, people, date, subject and words; its raw bytes are the whole file."""
    data = pdf(ONE)
    found = only(data)
    assert found.sender is not None
    assert (found.sender.address, found.date, found.subject) == (
        "bram@agency.example",
        "2019-03-04T16:53:00",
        "RE: Pilot",
    )
    assert [a.address for a in found.to] == ["ada@vendor.example"]
    assert found.raw == (0, len(data))
    assert [p.text for p in pieces(found)] == ["It works well for us. Could we extend the trial by a month?"]


def test_a_sentence_over_a_page_break_is_one_passage_with_both_pages() -> None:
    """A sentence that a page break and its stamps cut in two is one passage; page numbers and stamps say where."""
    first = (*HEADER, "We gave access to nine of our detectives, who have been using it for", "", "OTTER-000041")
    second = ("some weeks now without any trouble.", "", "OTTER-000042")
    found = only(pdf(Page(first), Page(second)))
    (passage,) = [p for _, passages in cut(found) for p in passages]
    assert passage.quote == (
        "We gave access to nine of our detectives, who have been using it for\nsome weeks now without any trouble."
    )
    assert len(passage.spans) == 2
    assert [(p.number, p.bates) for p in found.bodies[0].text.pages] == [(1, "OTTER-000041"), (2, "OTTER-000042")]
    assert (found.bates, found.bates_end) == ("OTTER-000041", "OTTER-000042")


def test_each_mail_of_a_printed_thread_is_a_message() -> None:
    """A thread printed newest first yields each mail with its own author and an id of its own."""
    found = messages(pdf(Page((*ONE.lines, "", *OLDER, "Shall we meet on Tuesday?"))))
    assert [m.sender.address for m in found if m.sender] == ["bram@agency.example", "ada@vendor.example"]
    assert len({m.id for m in found}) == 2


def test_words_under_a_bar_are_withheld() -> None:
    """Text that lies under a black bar is replaced by a bar, counted in the ledger, and flagged on its page."""
    line = "The account of Cleo Marsh was closed today."
    open_page = Page(("Nothing is hidden here, as everybody can see.",))
    data = pdf(Page((*HEADER, line), over=bar(NAME, 5, WIDE)), open_page)
    text = pdf_text(data)
    assert text.pages[0].text.endswith(f"The account of {BAR} was closed today.")
    assert [p.withheld for p in text.pages] == [1, 0]
    assert [mark.flags for mark in text.text().pages] == [("redacted-by-box",), ()]
    (skipped,) = skips(data)
    assert (skipped.status, skipped.no_text_pages) == ("partial", 0)
    assert skipped.reason.startswith("page 1: words under a box that hides them are withheld (1 place)")


@pytest.mark.parametrize(
    "over",
    [
        bar(NAME, 0, WIDE, "0.2 0.2 0.25 rg"),
        bar(NAME, 0, WIDE, "1 g"),
        f"q {WIDE} 0 0 13 {NAME} {TOP - 3} cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x01 EI Q\n",
    ],
    ids=["tinted", "white", "picture"],
)
def test_a_box_of_any_kind_hides(over: str) -> None:
    """A tinted bar, a white box and a picture hide words as a black bar does."""
    (page,) = pdf_text(pdf(Page(("The account of Cleo Marsh was closed today.",), over=over))).pages
    assert page.text == f"The account of {BAR} was closed today."


@pytest.mark.parametrize(
    "page",
    [
        Page(("Total illness will still fill it all.",), under=bar(LEFT - 5, 0, 300, "0.85 g")),
        Page(("Read on the screen of a dark theme.",), under=bar(LEFT - 5, 0, 300, "0 g") + "1 g\n"),
        Page(("There is a line below this sentence.",), over=f"0 g {LEFT} {TOP - 2} 190 1 re f\n"),
        Page(("A bar that hides nothing stands below.",), over=bar(LEFT, 3, 200)),
        Page(("Outlined as a table's cell may be.",), over=f"{LEFT - 4} {TOP - 4} 200 16 re S\n"),
    ],
    ids=["shaded", "light-on-dark", "underlined", "empty-bar", "outlined"],
)
def test_what_can_be_seen_is_kept(page: Page) -> None:
    """Shaded, light on dark, underlined and framed words are seen, so they are not withheld."""
    (read_page,) = pdf_text(pdf(page)).pages
    assert (read_page.text, read_page.withheld) == (page.lines[0], 0)


def test_a_place_marked_for_redaction_is_withheld() -> None:
    """A redaction that was marked and never applied hides its words, although the page still shows them."""
    note = f"<< /Type /Annot /Subtype /Redact /Rect [{NAME} {TOP - 3} {NAME + WIDE} {TOP + 10}] >>".encode()
    page = Page(("The account of Cleo Marsh was closed today.",), extra="/Annots [4 0 R]")
    assert pdf_text(pdf(page, objects=(note,))).pages[0].text == f"The account of {BAR} was closed today."


PICTURE = stream(
    b"\xff" * 64, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray"
)
SCAN = f"q {LEFT * 7} 0 0 700 {LEFT} 40 cm /Im4 Do Q\n"


def test_pages_without_text_are_counted() -> None:
    """Pages that show something and have no text are named with their numbers and the remedy; blank pages are not."""
    scan, blank = Page((), over=SCAN), Page(())
    data = pdf(ONE, scan, blank, scan, scan, objects=(PICTURE,))
    (skipped,) = skips(data)
    assert skipped.reason == "pages 2, 4–5: no text: needs OCR"
    assert "--ocr" in skipped.remedy
    assert skipped.no_text_pages == 3


def test_a_pdf_without_any_words_is_refused() -> None:
    """A PDF of which nothing was read is refused with its reason, whether it is blank or scanned."""
    (blank,) = skips(pdf(Page(())))
    assert (blank.status, blank.reason) == ("refused", "its pages hold no words")
    (scan,) = skips(pdf(Page((), over=SCAN), objects=(PICTURE,)))
    assert (scan.status, scan.no_text_pages) == ("refused", 1)


def test_what_stands_before_the_mark_does_not_matter() -> None:
    """A PDF behind a program's chatter is a PDF; a mail that carries one is a mail."""
    assert only(b"Some Printer 10.02 (2019)\nAll rights reserved.\n" + pdf(ONE)).subject == "RE: Pilot"
    assert only(b"Subject: Pilot\nFrom: Ada Quill <ada@vendor.example>\n\n%PDF-1.7 is what it says.").subject == "Pilot"


def test_a_scan_with_only_a_stamp_needs_ocr() -> None:
    """A scanned page whose only text is its Bates stamp is a page without text."""
    (skipped,) = skips(pdf(Page(("OTTER-000041",), over=SCAN), objects=(PICTURE,)))
    assert skipped.no_text_pages == 1


def test_a_pdf_without_a_header_is_not_lost() -> None:
    """A memo or letter released as PDF is one message whose header is unknown, as a text file is."""
    found = only(pdf(Page(("Memorandum for the file", "", "The trial was ended by the department in March."))))
    assert (found.sender, found.flags) == (None, ("no-header",))


def test_a_stretch_of_text_is_found_on_its_page() -> None:
    """The boxes of a quote are where it was printed, measured from the page's upper left corner."""
    data = pdf(Page(("First line.", "The second line is here.")))
    start = pdf_text(data).pages[0].text.index("second")
    (box,) = boxes(data, 1, start, start + len("second"))
    assert LEFT < box.left < box.right < LEFT + 80
    assert box.top < HEIGHT - TOP + LEADING < box.bottom


def test_a_code_in_the_margin_is_no_part_of_the_words() -> None:
    """An exemption code at the right edge of a line is furniture, wherever the type's widths put it."""
    code = f"BT /F1 11 Tf 560 {TOP - 5 * LEADING} Td (B6) Tj ET\n"
    found = only(pdf(Page((*HEADER, "Please send it to the", "detectives in Queens."), over=code)))
    assert pieces(found)[0].text == "Please send it to the\ndetectives in Queens."


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_any_other(turn: int) -> None:
    """A page stored on its side is read as the reader sees it once it is turned."""
    lines = ("First come the words at the top,", "then the words below them.")
    matrix = {90: f"0 1 -1 0 {HEIGHT - 100} 0", 180: f"-1 0 0 -1 {HEIGHT} {HEIGHT}", 270: f"0 -1 1 0 0 {HEIGHT - 100}"}
    page = Page(lines, extra=f"/Rotate {turn}", under=f"q {matrix[turn]} cm\n", over="Q\n")
    assert pdf_text(pdf(page)).pages[0].text == "\n".join(lines)


def test_broken_and_encrypted_files_are_refused_with_their_reason() -> None:
    """A PDF that cannot be opened is refused, and the reason says why."""
    (broken,) = skips(b"%PDF-1.7\nnothing of a PDF follows")
    assert (broken.status, broken.reason) == ("refused", "the PDF is broken: its structure cannot be read")
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> /P -4 >>"
    locked = pdf(ONE, objects=(lock,)).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 4 0 R /ID [<41><41>]")
    (encrypted,) = skips(locked)
    assert encrypted.reason == "the PDF is encrypted: it takes a password to open it"


def test_files_inside_a_pdf_are_read() -> None:
    """A mail attached to a PDF is read as a member of it."""
    mail = stream(eml("We signed the agreement."), "/Type /EmbeddedFile")
    names = (
        "/Names << /EmbeddedFiles << /Names [(mail.eml) << /F (mail.eml) /UF (mail.eml) /EF << /F 4 0 R >> >>] >> >>"
    )
    found = messages(pdf(ONE, trailer=names, objects=(mail,)))
    assert [m.subject for m in found] == ["RE: Pilot", "Pilot"]


def test_a_file_attached_to_a_note_is_read() -> None:
    """A mail that hangs on a page as an attached file's pin is read as a member of the PDF."""
    mail = stream(eml("We signed the agreement."), "/Type /EmbeddedFile")
    pin = b"<< /Type /Annot /Subtype /FileAttachment /Rect [9 9 20 20] /FS << /F (mail.eml) /EF << /F 4 0 R >> >> >>"
    found = messages(pdf(ONE._replace(extra="/Annots [5 0 R]"), objects=(mail, pin)))
    assert [m.subject for m in found] == ["RE: Pilot", "Pilot"]


def absent_font(width: int) -> bytes:
    """A font that no PDF of these tests carries and no reader has, all of its letters of one width."""
    about = "/Type /FontDescriptor /FontName /Otter-Serif /Flags 34 /ItalicAngle 0 /Ascent 900 /Descent -200 /StemV 80"
    return (
        "<< /Type /Font /Subtype /TrueType /BaseFont /Otter-Serif /Encoding /WinAnsiEncoding /FirstChar 32"
        f" /LastChar 126 /Widths [{' '.join([str(width)] * 95)}] /FontDescriptor"
        f" << {about} /CapHeight 700 /FontBBox [0 -200 1000 900] >> >>"
    ).encode()


def places(data: bytes) -> list[Box]:
    """Where each letter of the first page stands; the page is drawn after that."""
    with opened(data) as document:
        page = document[0]
        textpage = page.get_textpage()
        found = [glyph.on_page for glyph in page_glyphs(textpage, Frame(page))]
        drawn_page(page, 1.0, 1_000_000)
        textpage.close()
        page.close()
    return found


def test_the_same_pdf_reads_the_same_whatever_was_read_before() -> None:
    """A PDF gives the same text, ids and places, also after another one has drawn the same font in another width."""
    page = Page(("The strange round red error, sorry for it.",), over=bar(300, 4, 40))
    data, other = pdf(page, font=absent_font(450)), pdf(page, font=absent_font(700))
    first = (places(data), read(data))
    assert places(other) != first[0]
    assert (places(data), read(data)) == first
