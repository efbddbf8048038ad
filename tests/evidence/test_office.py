"""Workbooks, slides, OpenDocument files: their words are read, what is hidden or deleted is not. All is invented."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import Unreadable
from evidence.opendocument import opendocument_text
from evidence.presentation import presentation_text
from evidence.segments import segments
from evidence.spreadsheet import spreadsheet_text
from tests.evidence.mails import only
from tests.evidence.office_files import attached, opendocument, workbook, zipped
from tests.evidence.test_attachments import from_mail

STRINGS = "<si><t>Vendor</t></si><si><r><t>Toll</t></r><r><t>cam</t></r><rPh><t>TOLL</t></rPh></si>"
DAYS = (
    '<numFmts><numFmt numFmtId="164" formatCode="[$-409]d mmm yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0.0 &quot;days&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
)


def cell(place: str, value: str, kind: str = "n", style: int = 0) -> str:
    """A cell with a stored value."""
    return f'<c r="{place}" t="{kind}" s="{style}"><v>{value}</v></c>'


def test_the_cells_of_a_workbook_are_read() -> None:
    """Each sheet's rows stand below its name, cells parted by tabs: strings, numbers, results, truths, empty cells."""
    inline = '<c r="B2" t="inlineStr"><is><t>officers</t></is></c>'
    result = '<c r="D2" t="str"><f>A2*2</f><v>18 in all</v></c>'
    first = cell("A1", "0", "s") + cell("C1", "1", "s")
    second = cell("A2", "9") + inline + cell("C2", "1", "b") + result
    rows = f"<row>{first}</row><row>{second}</row>"
    found = spreadsheet_text(workbook({"Accounts": rows, "Empty": ""}, STRINGS))
    assert found.text == "Accounts\nVendor\t\tTollcam\n9\tofficers\tTRUE\t18 in all\n\nEmpty"
    assert found.flags == ()


def test_a_day_in_a_workbook_is_a_day() -> None:
    """A number that is shown as a day or time is that day; other numbers stay as they are stored."""
    stored = (("43529", 1), ("43529.5", 2), ("0.25", 1), ("43529", 3), ("43529", 0), ("x", 1))
    row = (
        f"<row>{''.join(cell(f'{chr(65 + n)}1', value, style=style) for n, (value, style) in enumerate(stored))}</row>"
    )
    assert spreadsheet_text(workbook({"S": row}, formats=DAYS)).text == (
        "S\n2019-03-05\t2019-03-05 12:00:00\t06:00:00\t43529\t43529\tx"
    )
    later = workbook({"S": row}, formats=DAYS, more='<workbookPr date1904="1"/>')
    assert spreadsheet_text(later).text.startswith("S\n2023-03-06\t")


def test_what_a_workbook_hides_is_left_out() -> None:
    """Hidden sheets and rows are not shown and the text says so; comments are read after the sheets."""
    rows = f'<row hidden="1">{cell("A1", "7")}</row><row>{cell("A2", "8")}</row>'
    note = "<comments><commentList><comment><text><t>Really?</t></text></comment></commentList></comments>"
    found = spreadsheet_text(workbook({"Seen": rows, "!Unseen": rows}, **{"xl/comments1__xml": note}))
    assert (found.text, found.flags) == ("Seen\n8\nReally?", ("hidden-text-left-out",))


def test_an_opendocument_text_is_read() -> None:
    """Headings, paragraphs, blanks, tables, lists, comments, heads and feet are read; what was deleted is not."""
    body = (
        "<text:tracked-changes><text:deletion><text:p>Never.</text:p></text:deletion></text:tracked-changes>"
        '<text:h>Terms</text:h><text:p>We <text:span>signed</text:span><text:s text:c="2"/>it.<office:annotation>'
        "<text:p>When?</text:p></office:annotation><text:line-break/>Today.</text:p>"
        "<text:list><text:list-item><text:p>One</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Cam</text:p><text:p>era</text:p></table:table-cell>"
        "<table:table-cell><text:p>9</text:p></table:table-cell></table:table-row></table:table>"
        '<text:section text:display="none"><text:p>Unseen.</text:p></text:section>'
    )
    found = opendocument_text(opendocument("text", body, "<style:footer><text:p>Page foot</text:p></style:footer>"))
    assert found.text == "Terms\nWe signed  it.\nToday.\nWhen?\nOne\nCam era\t9\nPage foot"
    assert found.flags == ("deleted-text-left-out", "hidden-text-left-out")


def test_an_opendocument_table_is_read() -> None:
    """A sheet's rows stand below its name; cells and rows that are repeated are, without end not."""
    row = (
        "<table:table-row><table:table-cell><text:p>Vendor</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2"><text:p>9</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    found = opendocument_text(opendocument("spreadsheet", f'<table:table table:name="May">{row}</table:table>'))
    assert (found.text, found.flags) == ("May\nVendor\t9\t9", ("hidden-text-left-out",))


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def slide(*paragraphs: str, table: str = "", about: str = "") -> bytes:
    """A slide, or the notes of one."""
    shown = "".join(f"<a:p>{text}</a:p>" for text in paragraphs)
    return f'<p:sld xmlns:p="p" xmlns:a="{DRAWING}" {about}><p:txBody>{shown}</p:txBody>{table}</p:sld>'.encode()


def test_the_slides_of_a_presentation_are_read() -> None:
    """Slides come in the order of their numbers, each with its notes; tables row by row; hidden slides are left out."""
    words, number = "<a:r><a:t>{}</a:t></a:r>", "<a:fld><a:t>7</a:t></a:fld>"
    row = f"<a:tr><a:tc><a:p>{words.format('Cam')}</a:p></a:tc><a:tc><a:p>{words.format('9')}</a:p></a:tc></a:tr>"
    parts = {
        "ppt/slides/slide10__xml": slide(words.format("Last")),
        "ppt/slides/slide2__xml": slide(words.format("The ") + words.format("pilot") + number, table=row),
        "ppt/slides/slide3__xml": slide(words.format("Unseen"), about='show="0"'),
        "ppt/slides/_rels/slide2__xml__rels": b'<R><R Target="../notesSlides/notesSlide1.xml"/></R>',
        "ppt/notesSlides/notesSlide1__xml": slide(words.format("Say less."), number),
    }
    found = presentation_text(zipped(**parts))
    assert (found.text, found.flags) == ("The pilot\nCam\t9\nSay less.\n\nLast", ("hidden-text-left-out",))


def test_an_attached_workbook_is_a_segment_of_nobodys() -> None:
    """The cells of a workbook that came with a mail are an attachment's words, and never the sender's."""
    mail = from_mail(attached("accounts.xlsx", workbook({"S": f"<row>{cell('A1', '9')}</row>"})))
    segment = segments(mail)[-1]
    assert (segment.kind, segment.author) == ("attachment", None)
    assert mail.bodies[segment.body].attachment == "accounts.xlsx"


def test_a_letter_released_as_opendocument_is_a_message() -> None:
    """A printed mail saved as .odt is read as printed mail, not opened as an archive."""
    lines = ("From: Ada Quill", "Sent: Monday, March 4, 2019 3:17 PM", "To: Bram Otter", "Subject: Pilot", "", "Daily.")
    found = only(opendocument("text", "".join(f"<text:p>{line}</text:p>" for line in lines)))
    assert (found.subject, found.date) == ("Pilot", "2019-03-04T15:17:00")


@given(st.integers(0, 1500), st.integers(1, 255))
def test_a_damaged_office_file_is_read_or_refused(place: int, bits: int) -> None:
    """A workbook, a presentation or an OpenDocument file that was damaged is read, or refused with a reason."""
    row = f"<row>{cell('A1', '0', 's')}</row>"
    for data, read in (
        (workbook({"S": row}, STRINGS), spreadsheet_text),
        (opendocument("text", "<text:p>x</text:p>"), opendocument_text),
        (zipped(**{"ppt/slides/slide1__xml": slide("<a:r><a:t>x</a:t></a:r>")}), presentation_text),
    ):
        damaged = bytearray(data)
        damaged[place % len(data)] ^= bits
        with suppress(Unreadable):
            assert isinstance(read(bytes(damaged)).text, str)
