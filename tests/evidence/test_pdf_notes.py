"""Form fields, words typed onto a page and notes in a PDF. Every word is invented."""

from collections.abc import Sequence

import pytest

from evidence.model import Message
from evidence.pdf.page import BAR
from evidence.pdf.text import pdf_text
from evidence.segments import segments
from tests.evidence.mails import messages, only
from tests.evidence.pdfs import LEADING, LEFT, TOP, Page, pdf, stream
from tests.evidence.test_pdf import HEADER, NAME, OLDER, ONE, WIDE, skips

PLACE = f"{LEFT} {TOP - 20 * LEADING} {LEFT + 200} {TOP - 19 * LEADING}"


def annotation(kind: str, about: str, place: str = PLACE) -> bytes:
    """One annotation as an object."""
    return f"<< /Type /Annot /Subtype /{kind} /Rect [{place}] /F 4 {about} >>".encode()


def field(about: str, place: str = PLACE) -> bytes:
    """One form field that is its own widget."""
    return annotation("Widget", about, place)


def noted(page: Page, *notes: bytes, form: bool = False, beside: Sequence[bytes] = ()) -> bytes:
    """A PDF of a page with these annotations, which are its fields with `form`; `beside` are further objects."""
    kids = " ".join(f"{4 + n} 0 R" for n in range(len(notes)))
    trailer = f"/AcroForm << /Fields [{kids}] /DA (/F1 0 Tf 0 g) >>" if form else ""
    return pdf(page._replace(extra=f"/Annots [{kids}]"), objects=(*notes, *beside), trailer=trailer)


def attached(message: Message) -> list[tuple[str, str]]:
    """Title and text of what stands on a message's pages beside its text."""
    return [(b.attachment, b.text.text) for b in message.bodies if b.attachment]


def test_values_of_a_form_are_read() -> None:
    """A form's filled fields are read with their names; ticked boxes and choices as what they stand for."""
    found = only(
        noted(
            Page(("Request for access",)),
            field("/FT /Tx /T (form.agency) /V (Harbour Board)"),
            field("/FT /Tx /T (f1_2) /TU (Name of the vendor) /V (Tollcam)"),
            field("/FT /Tx /T (empty)"),
            field("/FT /Btn /T (trial) /V /Agreed /AS /Agreed /AP << /N << /Agreed 10 0 R /Off 10 0 R >> >>"),
            field("/FT /Btn /T (other) /V /Off /AS /Off /AP << /N << /Agreed 10 0 R /Off 10 0 R >> >>"),
            field("/FT /Ch /T (unit) /Ff 131072 /Opt [[(a) (Traffic unit)] [(b) (Night desk)]] /V (b)"),
            form=True,
            beside=[stream(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")],
        )
    )
    title = "form field on page 1"
    assert attached(found) == [
        (title, "agency: Harbour Board"),
        (title, "Name of the vendor: Tollcam"),
        (title, "trial: Agreed"),
        (title, "unit: Night desk"),
    ]


def test_words_on_a_page_are_nobodys() -> None:
    """What was typed onto the page of a mail is a segment of its own, without author, flagged, with page and place."""
    found = only(noted(ONE, annotation("FreeText", "/Contents (Approved for nine officers.)")))
    segment = segments(found)[-1]
    text = found.bodies[segment.body].text
    assert (segment.kind, segment.author, segment.date, segment.attributed) == ("attachment", None, None, "unknown")
    assert (text.text, text.flags, [p.number for p in text.pages]) == (
        "Approved for nine officers.",
        ("pdf-typed-on",),
        [1],
    )
    assert text.part == f"page 1, text typed on at {LEFT},338–272,352 pt"
    assert "Approved" not in found.bodies[0].text.text


def test_a_readers_note_is_no_part_of_a_mail() -> None:
    """The note of whoever read the pages stands in a message of its own, with the name that it states."""
    mail, notes = messages(noted(ONE, annotation("Text", "/T (Cleo Marsh) /Contents (Ask them about this.)")))
    assert attached(mail) == []
    assert attached(notes) == [("note by Cleo Marsh on page 1", "Ask them about this.")]
    assert (notes.sender, notes.date, notes.flags) == (None, None, ("no-header", "notes-on-pages"))
    assert [s.author for s in segments(notes)] == [None]
    assert notes.bodies[0].text.flags == ("pdf-note",)


def test_words_on_a_page_go_with_the_mail_beside_which_they_stand() -> None:
    """Of two mails on a page the one beside it has what was typed there."""
    page = Page((*ONE.lines, "", *OLDER, "Shall we meet on Tuesday?"))
    line = TOP - 12 * LEADING
    high = annotation("FreeText", "/Contents (above)", f"400 {TOP - 5 * LEADING} 500 {TOP - 4 * LEADING}")
    low = annotation("FreeText", "/Contents (below)", f"400 {line} 500 {line + 12}")
    first, second = messages(noted(page, high, low))
    assert [words for _, words in attached(first)] == ["above"]
    assert [words for _, words in attached(second)] == ["below"]


def test_a_form_with_nothing_printed_is_read() -> None:
    """Fields alone on a page are a message without a header, not a blank file."""
    found = only(noted(Page(()), field("/FT /Tx /T (vendor) /V (Tollcam)"), form=True))
    assert attached(found) == [("form field on page 1", "vendor: Tollcam")]
    other = only(noted(Page(()), field("/FT /Tx /T (vendor) /V (Otter)"), form=True))
    assert found.id != other.id


APPEARANCE = stream(
    b"BT /F1 11 Tf 2 3 Td (Signed by Bram Otter) Tj ET",
    "/Type /XObject /Subtype /Form /BBox [0 0 200 14] /Resources << /Font << /F1 3 0 R >> >>",
)


@pytest.mark.parametrize(
    ("note", "form"),
    [("/Subtype /Stamp", False), ("/Subtype /FreeText", False), ("/Subtype /Widget /FT /Sig /T (sign)", True)],
    ids=["stamp", "free text", "signature"],
)
def test_words_that_are_only_drawn_are_read(note: str, form: bool) -> None:
    """A stamp or signature that draws its words and stores none is read, apart from the page's own text."""
    kind, _, about = note.removeprefix("/Subtype /").partition(" ")
    data = noted(ONE, annotation(kind, f"{about} /AP << /N 5 0 R >>"), form=form, beside=[APPEARANCE])
    found = only(data)
    assert attached(found) == [("text typed onto page 1", "Signed by Bram Otter")]
    assert skips(data) == []


def test_what_is_not_read_of_notes_stands_in_the_ledger() -> None:
    """A hidden field, a stamp that is a picture and the note of a redaction are named with their page and reason."""
    data = noted(
        ONE,
        field("/FT /Tx /T (secret) /V (Not to be seen)").replace(b"/F 4", b"/F 2"),
        annotation("Stamp", "/AP << /N 3 0 R >>"),
        annotation("Redact", "/Contents (Cleo Marsh)", f"{LEFT} 40 200 60"),
        form=True,
    )
    reasons = [(item.status, item.reason) for item in skips(data)]
    assert reasons == [
        ("partial", "page 1: form fields or notes that are hidden hold words, which are left out"),
        ("partial", "page 1: words in the note of a redaction are left out"),
        ("partial", "page 1: a note, stamp or signature shows something that is not stored as text"),
    ]
    assert not [m for m in messages(data) if attached(m)]


@pytest.mark.parametrize("lid", ["Redact", "Square"])
def test_a_value_under_a_bar_is_withheld(lid: str) -> None:
    """A filled field that a bar or a mark for redaction covers is withheld and counted, as other words are."""
    bar = annotation(lid, "/IC [0 0 0] /C [0 0 0] /AP << /N 6 0 R >>")
    black = stream(b"0 g 0 0 200 14 re f", "/Type /XObject /Subtype /Form /BBox [0 0 200 14]")
    data = noted(ONE, field("/FT /Tx /T (name) /V (Cleo Marsh)"), bar, form=True, beside=[black])
    (skipped,) = skips(data)
    assert skipped.reason == "page 1: words under a box that hides them are withheld (1 place)"
    assert [m for m in messages(data) if attached(m)] == []


@pytest.mark.parametrize("lid", ["Redact", "Square"])
def test_drawn_words_under_a_bar_are_withheld(lid: str) -> None:
    """A stamp that only draws its words, under a bar or a mark for redaction, gives none of them away."""
    black = stream(b"0 g 0 0 200 14 re f", "/Type /XObject /Subtype /Form /BBox [0 0 200 14]")
    stamp = annotation("Stamp", "/AP << /N 7 0 R >>")
    typed = annotation("FreeText", "/Contents (Cleo Marsh) /AP << /N 7 0 R >>")
    data = noted(ONE, stamp, typed, annotation(lid, "/AP << /N 8 0 R >>"), beside=[APPEARANCE, black])
    assert [m for m in messages(data) if attached(m)] == []
    (skipped,) = skips(data)
    assert skipped.reason == "page 1: words under a box that hides them are withheld (2 places)"


def test_a_number_or_mark_stamped_on_as_a_note_is_furniture() -> None:
    """A Bates number and a release mark that lie on the page as notes locate a quote and are nobody's words."""
    number = annotation("FreeText", "/Contents (OTTER-000041)", f"{LEFT} 20 200 40")
    mark = annotation("Stamp", "/Contents (RELEASE IN PART) /AP << /N 3 0 R >>", f"{LEFT} 760 200 780")
    found = only(noted(ONE, number, mark, annotation("FreeText", "/Contents (B6)", "500 400 530 420")))
    assert attached(found) == []
    assert (found.bates, [page.bates for page in found.bodies[0].text.pages]) == ("OTTER-000041", ["OTTER-000041"])


def test_a_highlight_that_copies_the_page_is_no_note() -> None:
    """A highlight whose contents are the words that it marks adds none; its own comment is a note."""
    copied = noted(ONE, annotation("Highlight", "/Contents (It works well for us.)"))
    assert len(messages(copied)) == 1
    commented = noted(ONE, annotation("Highlight", "/Contents (Who is us?)"))
    assert [attached(m) for m in messages(commented)][1] == [("note on page 1", "Who is us?")]


def test_a_page_with_a_form_reads_as_without() -> None:
    """The text of a page is the same whether a form and notes lie on it or not."""
    line = "The account of Cleo Marsh was closed today."
    page = Page((*HEADER, line), over=f"0 g {NAME} {TOP - 5 * LEADING - 3} {WIDE} 13 re f\n")
    data = noted(page, field("/FT /Tx /T (vendor) /V (Tollcam)"), form=True)
    (found,) = pdf_text(data).pages
    assert (found.text, found.withheld) == (pdf_text(pdf(page)).pages[0].text, 1)
    assert BAR in found.text
