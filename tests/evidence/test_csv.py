from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import Gap, InputFile, Message, Skipped
from evidence.readers.cells import cell_date, day_order
from evidence.readers.csv_export import matches
from evidence.readers.delimited import Dialect, records
from evidence.readers.detect import read_with_gaps
from tests.evidence.mails import eml, input_file, messages, multipart, pieces, read, texts
from tests.evidence.test_offsets import check_offsets

COMMA = Dialect(b",", b'"')
HEAD = "From,To,Date,Subject,Body\r\n"
ROW = 'ada@vendor.example,bram@agency.example,2019-03-05 10:00,Pilot,"We use it, daily."\r\n'


def only_row(data: bytes) -> Message:
    """The one message of a table of one row."""
    (found,) = messages(data)
    check_offsets(found)
    return found


def seen(message: Message) -> tuple[object, ...]:
    """What a test compares of a message."""
    sender = message.sender.address if message.sender else None
    return sender, tuple(a.address for a in message.to), message.date, message.subject, *texts(message)


def refusal(data: bytes, name: str = "mail") -> Skipped:
    """Why a file is refused."""
    (found,) = read(data, name)
    assert isinstance(found, Skipped)
    return found


@pytest.mark.parametrize(
    ("head", "delimiter"),
    [
        ("From,To,Date,Subject,Body", ","),
        ("Von;An;Gesendet;Betreff;Inhalt", ";"),
        ("De\tPara\tEnviado el\tAsunto\tCuerpo", "\t"),
        ("De|À|Envoyé|Objet|Texte", "|"),
        ("Da;A;Inviato;Oggetto;Testo", ";"),
        ("Van;Aan;Verzonden;Onderwerp;Bericht", ";"),
        ("SENDER,RECIPIENTS,DATE_SENT,EMAIL_SUBJECT,EXTRACTED_TEXT", ","),
        ('"From: (Address)","To: (Address)","Sent","Subject","Body"', ","),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_heads_in_several_languages_and_charsets(head: str, delimiter: str, charset: str) -> None:
    """Columns are known by their names in the main languages, whatever parts and encodes the fields."""
    row = ["ada@vendor.example", "bram@agency.example", "2019-03-05 10:00", "Größe", f'Café{delimiter} "yes".\nBye.']
    line = delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row)
    data = f"{head}\r\n{line}\r\n".encode(charset)
    found = only_row(data)
    assert seen(found) == (
        "ada@vendor.example", ("bram@agency.example",), "2019-03-05T10:00:00", "Größe",
        f"Café{delimiter} \"yes\".\nBye.",
    )  # fmt: skip
    assert data[slice(*found.raw)] == f"{line}\r\n".encode(
        "utf-16-le" if charset == "utf-16" else charset.removesuffix("-sig")
    )


def test_an_outlook_export_is_read() -> None:
    """Names and addresses in columns of their own are joined; entries of an Exchange directory are no addresses."""
    data = (
        b'"Subject","Body","From: (Name)","From: (Address)","From: (Type)","To: (Name)","To: (Address)","To: (Type)",'
        b'"CC: (Name)","CC: (Address)","CC: (Type)","Importance"\r\n'
        b'"Pilot","We use it.\r\nDaily.","Ada Quill","ada@vendor.example","SMTP","Otter, Bram;Cleo Marsh",'
        b'"/o=ExchangeLabs/cn=bram;cleo@agency.example","EX;SMTP","","","","Normal"\r\n'
    )
    found = only_row(data)
    assert found.sender is not None
    assert (found.sender.name, found.sender.address) == ("Ada Quill", "ada@vendor.example")
    assert [(a.name, a.address) for a in found.to] == [("Otter, Bram", None), ("Cleo Marsh", "cleo@agency.example")]
    assert (found.date, found.date_flags, texts(found)) == (None, ("date-missing",), ["We use it.\nDaily."])


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
def test_a_concordance_load_file_is_read(charset: str) -> None:
    """Fields between thorns with their own mark between; the sign for a line break in a field becomes one."""
    rows = [
        ["BEGDOC", "ENDDOC", "FROM", "TO", "DATESENT", "TIMESENT", "EMAILSUBJECT", "EXTRACTEDTEXT"],
        ["AGY000001", "AGY000002", "Ada Quill <ada@vendor.example>", "bram@agency.example; cleo@agency.example",
         "03/15/2019", "10:00 AM", "Pilot", "We use it.®Daily."],
    ]  # fmt: skip
    data = "".join("\x14".join(f"þ{cell}þ" for cell in row) + "\r\n" for row in rows).encode(charset)
    found = only_row(data)
    assert seen(found) == (
        "ada@vendor.example", ("bram@agency.example", "cleo@agency.example"), "2019-03-15T10:00:00", "Pilot",
        "We use it.\nDaily.",
    )  # fmt: skip
    assert (found.bates, found.bates_end) == ("AGY000001", "AGY000002")


def test_a_list_of_page_images_is_refused_as_such() -> None:
    """An Opticon file names pictures; it is not taken for mail nor for printed words."""
    data = b"AGY000001,VOL1,IMAGES\\001\\AGY000001.tif,Y,,,2\r\nAGY000002,VOL1,IMAGES\\001\\AGY000002.tif,,,,\r\n"
    assert "image load file" in refusal(data, "load.opt").reason


def test_a_column_of_raw_mails_yields_mails() -> None:
    """Where a column holds raw mails each is read as one, its id that of the same mail in a file of its own."""
    inner = eml("We use it daily.", subject="Inner")
    outer = multipart(
        "mixed", "Content-Type: text/plain\r\n\r\nSee it.", b"Content-Type: message/rfc822\r\n\r\n" + inner
    )
    packed = io.StringIO(newline="")
    writer = csv.writer(packed)
    writer.writerows([["file", "message"], ["a/1.", eml('It "works".').decode()], ["a/2.", outer.decode()]])
    found = messages(packed.getvalue().encode())
    assert [m.subject for m in found] == ["Pilot", "Pilot", "Inner"]
    assert texts(found[0]) == ['It "works".']
    assert found[0].id == messages(eml('It "works".'))[0].id
    assert f"attached-to:{found[1].id}" in found[2].flags
    assert all("raw-in-column:message" in m.flags for m in found)


def test_a_table_of_something_else_is_refused_with_its_columns() -> None:
    """A table that is no mail is not read as anybody's words; the reason names the columns, the remedy the option."""
    found = refusal(b"Name,Badge,Rank\nAda,12,Chief\nBram,13,Officer\nCleo,14,Officer\n")
    assert "columns Name, Badge, Rank" in found.reason
    assert "--columns" in found.remedy


def test_a_person_can_name_the_columns() -> None:
    """Named columns are taken as named and nothing is guessed; a name that the table lacks is an error that says so."""
    data = b"wer,wann,was\nada@vendor.example,2019-03-05,We use it.\n"
    assert "wer, wann, was" in refusal(data, "mail.csv").reason
    file = input_file(data, "mail.csv")
    told = file.model_copy(update={"columns": (("sender", "Wer"), ("date", "wann"), ("body", "was"))})
    found = [m for _, m in read_with_gaps(told) if isinstance(m, Message)]
    assert [seen(m)[0] for m in found] == ["ada@vendor.example"]
    assert found[0].flags == ("columns-named:sender=wer,date=wann,body=was",)
    assert found[0].bodies[0].text.flags == ()
    wrong = file.model_copy(update={"columns": (("body", "wo"),)})
    (refused,) = [m for _, m in read_with_gaps(wrong) if isinstance(m, Skipped)]
    assert "no column wo" in refused.reason


def test_guessed_columns_are_flagged() -> None:
    """What each column was taken for stands at each message, and that it was guessed beside each text."""
    found = only_row((HEAD + ROW).encode())
    assert found.flags == ("columns-guessed:sender=From,to=To,date=Date,subject=Subject,body=Body",)
    assert found.bodies[0].text.flags == ("columns-guessed",)
    assert found.bodies[0].text.part == "row 1, column Body"


def test_quoted_mail_in_a_row_is_not_the_senders() -> None:
    """A row's words are cut into segments as any mail's."""
    body = (
        "Yes.\n\n-----Original Message-----\nFrom: Cleo Marsh <cleo@agency.example>\n"
        "Sent: Monday, March 4, 2019 9:00 AM\nTo: Ada\nSubject: x\n\nDo you use it?"
    )
    row = f'ada@vendor.example,bram@agency.example,2019-03-05,Re: x,"{body}"\n'
    assert [(p.kind, p.author) for p in pieces(only_row((HEAD + row).encode()))] == [
        ("own", "ada@vendor.example"),
        ("quoted", "cleo@agency.example"),
    ]


def test_html_in_a_cell_is_read_as_text() -> None:
    """A body that is a page of HTML shows what a reader sees."""
    row = 'a@vendor.example,b@agency.example,2019-03-05,x,"<html><body><p>We <b>use</b> it.</p></body></html>"\n'
    assert texts(only_row((HEAD + row).encode())) == ["We use it."]


def test_broken_rows_are_named_and_the_others_read() -> None:
    """A row with too many fields or an open quotation mark is skipped with its line; no byte is left out."""
    good = [ROW.replace("Pilot", f"Good {n}") for n in range(4)]
    many = "a,b,c,d,e,f\r\n"
    unclosed = 'a@vendor.example,b,2019-03-05,x,"never ends\r\n'
    data = (HEAD + good[0] + many + good[1] + unclosed + good[2] + good[3]).encode()
    items = [item for _, item in read_with_gaps(input_file(data))]
    found = [m for m in items if isinstance(m, Message)]
    assert [m.subject for m in found] == ["Good 0", "Good 1", "Good 2", "Good 3"]
    skipped = [s.reason for s in items if isinstance(s, Skipped)]
    assert [reason.partition(", bytes")[0] for reason in skipped] == ["row 2 (line 3", "row 4 (line 5"]
    held = sorted([m.raw for m in found] + [(g.start, g.end) for g in items if isinstance(g, Gap)])
    assert held[0][0] == 0
    assert held[-1][1] == len(data)
    assert all(before[1] == after[0] for before, after in pairwise(held))


def test_no_size_and_no_nul_breaks_a_table() -> None:
    """A field beyond the standard library's limit and a NUL are read; the NUL is flagged."""
    long = "word " * 60_000
    found = messages((HEAD + ROW.replace("We use it, daily.", long) + ROW.replace("daily", "da\x00ily")).encode())
    assert [len(texts(m)[0]) for m in found] == [len(long), 18]
    assert "nul-characters" in found[1].bodies[0].text.flags


def test_an_open_quotation_mark_costs_no_more_than_its_line() -> None:
    """Where no quotation mark ever closes, the rest of the table is read all the same."""
    data = (HEAD + 'a,b,c,d,"open\r\n' + ROW.replace('"', "").replace(", daily", "") * 3).encode()
    assert len(messages(data)) == 3


@pytest.mark.parametrize(
    "text", ["Dear Bram, thank you, Ada.\nWe met, we talked, we left.\n", "Subject, in short\nBody\n"]
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    """Plain text stays printed text."""
    assert not matches(input_file(text.encode()))


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=2, max_size=5), max_size=8
    )
)
def test_records_are_what_the_library_reads(rows: list[list[str]]) -> None:
    """Every table that the standard library writes is read back field by field, and its records leave no byte out."""
    packed = io.StringIO(newline="")
    csv.writer(packed, quoting=csv.QUOTE_ALL).writerows(rows)
    data = packed.getvalue().encode()
    found = list(records(data, COMMA))
    assert [[f.decode() for f in r.fields] for r in found] == rows
    assert b"".join(data[r.start : r.end] for r in found) == data


@given(st.binary(max_size=300), st.sampled_from([b"", HEAD.encode(), b"\xff\xfe", b"\xfeFROM\xfe\x14\xfeBODY\xfe\n"]))
def test_any_bytes_are_accounted_for(data: bytes, prefix: bytes) -> None:
    """Whatever stands below a head, nothing raises and every byte is in a message or a gap."""
    whole = prefix + data
    file = InputFile(file="x.csv", member=None, data=whole, sha256="0")
    spans = sorted(
        item.raw if isinstance(item, Message) else (item.start, item.end)
        for _, item in read_with_gaps(file)
        if not isinstance(item, Skipped)
    )
    assert not whole or (spans[0][0], max(e for _, e in spans)) == (0, len(whole))
    assert all(after[0] <= before[1] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("value", "order", "date", "flags"),
    [
        ("5/3/2019 10:00", "day-first", "2019-03-05T10:00:00", ("date-order-inferred",)),
        ("3/5/2019 10:00:00 AM", "unknown", "2019-03-05T10:00:00", ()),
        ("3/15/2019", "unknown", "2019-03-15", ()),
        ("15-03-2019", "day-first", "2019-03-15", ()),
        ("2019-03-05T10:00:00Z", "unknown", "2019-03-05T10:00:00+00:00", ()),
        ("20190305", "unknown", "2019-03-05", ()),
        ("2019/3/5 9:05", "unknown", "2019-03-05T09:05:00", ()),
        ("Tue, 05 Mar 2019 10:00:00 -0500", "unknown", "2019-03-05T10:00:00-05:00", ()),
        ("1551798000", "unknown", "2019-03-05T15:00:00+00:00", ("date-guessed",)),
        ("3/4/2019", "unknown", "2019-03-04", ("date-order-assumed",)),
        ("soon", "unknown", None, ("date-unparsable",)),
        ("", "unknown", None, ("date-missing",)),
    ],
)
def test_dates_of_cells(value: str, order: str, date: str | None, flags: tuple[str, ...]) -> None:
    """Dates as exports write them; an order that other rows tell, or that is assumed, is flagged."""
    assert cell_date(value, order) == (date, flags)  # type: ignore[arg-type]


def test_the_order_of_day_and_month_is_told_by_other_rows() -> None:
    """One date with a number over twelve tells for the whole table; two that contradict each other tell nothing."""
    assert day_order(["3/4/2019", "25/4/2019"]) == "day-first"
    assert day_order(["3/4/2019", "4/25/2019"]) == "month-first"
    assert day_order(["25/4/2019", "4/25/2019"]) == "unknown"


@pytest.mark.parametrize(
    ("head", "written", "date", "flags"),
    [
        ("Absender;Empf\u00e4nger;Datum;Betreff;Text", "10.06.2020 14:05", "2020-06-10T14:05:00", ()),
        ("De;Para;Fecha;Asunto;Mensaje", "10/06/2020 14:05", "2020-06-10T14:05:00", ("date-order-assumed",)),
        ("From;To;Date;Subject;Body", "10/06/2020 14:05", "2020-10-06T14:05:00", ("date-order-assumed",)),
        ("From;To;Date;Subject;Body", "10.06.2020 14:05", "2020-06-10T14:05:00", ()),
    ],
)
def test_the_day_comes_first_with_stops_and_in_other_languages(
    head: str, written: str, date: str, flags: tuple[str, ...]
) -> None:
    """Where no row tells which number is the day, the stops between them or the language of the table do."""
    found = only_row(f"{head}\nada@v.example;bram@a.example;{written};x;We paid.\n".encode())
    assert (found.date, found.date_flags) == (date, flags)


def test_recipients_parted_by_bars_are_people() -> None:
    """A list of addresses parted by "|" is that many recipients."""
    found = only_row(HEAD.encode() + b"ada@v.example,b@a.example|c@a.example,2019-03-05,x,We paid.\r\n")
    assert [a.address for a in found.to] == ["b@a.example", "c@a.example"]


def test_a_title_above_the_head_of_a_table_does_not_hide_its_mails() -> None:
    """A few lines that say what a table is may stand above its head; they are a recorded gap."""
    data = f"Mailbox report,,,,\r\nMade on 1 July 2020,,,,\r\n\r\n{HEAD}{ROW}".encode()
    items = [item for _, item in read_with_gaps(input_file(data, "report.csv"))]
    assert [item.raw for item in items if isinstance(item, Message)] == [(len(data) - len(ROW), len(data))]
    assert [(item.start, item.end) for item in items if isinstance(item, Gap)] == [(0, len(data) - len(ROW))]
