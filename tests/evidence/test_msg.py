import base64
from pathlib import Path

import pytest

from evidence.hashing import message_id, sha256_hex
from evidence.mapi import record
from evidence.mapi.msg import item_of
from evidence.model import Message, Skipped
from evidence.readers.detect import read_any
from tests.evidence.mails import eml, input_file, messages, multipart, only, pieces, read, texts
from tests.evidence.outlook_files import BRAM, CUTOFF, Item, Values, ada_to_bram, compound_file, msg, packed_rtf
from tests.evidence.records import ingested, ledger
from tests.evidence.test_archives import zip_of

EXCHANGE = "/o=Agency/ou=Administrative Group/cn=Recipients/cn=bram"
SAID = "Content-Type: text/plain\r\n\r\nSee attached."
HEADERS = (
    "Microsoft Mail Internet Headers Version 2.0\r\n"
    "Received: from a.example by b.example; Tue, 5 Mar 2019 15:00:02 +0000\r\n"
    "From: =?utf-8?q?Ada_Quill?= <ada@vendor.example>\r\nTo: bram@agency.example\r\n"
    "Date: Tue, 5 Mar 2019 10:00:00 -0500\r\nSubject: As sent\r\nMessage-ID: <sent@vendor.example>\r\n"
    "In-Reply-To: <before@agency.example>\r\n\r\n"
)


def changed(**changes: object) -> Message:
    """The mail from Ada to Bram with some values changed, as read from a .msg file."""
    return only(msg(Item(ada_to_bram(**changes), [BRAM])))


def test_a_msg_file_is_a_message() -> None:
    """A .msg file yields sender, recipients, date, subject, Message-ID and text, and takes all bytes of the file."""
    data = msg(Item(ada_to_bram(), [BRAM]))
    found = only(data)
    assert found.sender
    assert (found.sender.name, found.sender.address) == ("Ada Quill", "ada@vendor.example")
    assert [(a.name, a.address) for a in found.to] == [("Bram Otter", "bram@agency.example")]
    assert (found.date, found.date_flags) == ("2019-03-05T15:00:00+00:00", ())
    assert (found.subject, found.message_id) == ("Pilot", "one@vendor.example")
    assert texts(found) == ["The trial went well."]
    assert (found.id, found.raw) == (message_id(data), (0, len(data)))
    assert pieces(found)[0].author == "ada@vendor.example"


def test_headers_as_sent_come_first() -> None:
    """Where the headers that were sent are stored, they are read; properties fill in what they lack."""
    found = changed(t007D=HEADERS)
    assert (found.subject, found.message_id) == ("As sent", "sent@vendor.example")
    assert found.date == "2019-03-05T10:00:00-05:00"
    assert found.in_reply_to == "before@agency.example"
    assert [a.raw for a in found.to] == ["bram@agency.example"]
    lacking = changed(t007D="Received: from a.example\r\nX-Mailer: none\r\n\r\n")
    assert (lacking.subject, lacking.date) == ("Pilot", "2019-03-05T15:00:00+00:00")


def test_recipients_have_their_roles() -> None:
    """Recipients are told apart by To, Cc and Bcc, and the SMTP address is taken before another kind."""
    carol: Values = {0x0C15: 2, 0x3001: "Wren, Carol", 0x3002: "EX", 0x3003: EXCHANGE, 0x39FE: "carol@agency.example"}
    dan: Values = {0x0C15: 3, 0x3001: "dan@agency.example", 0x3002: "SMTP", 0x3003: "dan@agency.example"}
    found = only(msg(Item(ada_to_bram(), [BRAM, carol, dan])))
    assert [a.address for a in found.to] == ["bram@agency.example"]
    assert [(a.name, a.address) for a in found.cc] == [
        ("Wren, Carol", "carol@agency.example"),
        (None, "dan@agency.example"),
    ]


def test_names_alone_are_recipients() -> None:
    """Where no recipient is stored, the names that were shown are the recipients."""
    found = only(msg(Item(ada_to_bram(t0E04="Bram Otter; Wren, Carol", t0E03=""))))
    assert [(a.name, a.address) for a in found.to] == [("Bram Otter", None), ("Wren, Carol", None)]


def test_an_exchange_name_stays_raw() -> None:
    """A sender known by an X.500 name alone has no mail address; the name stays in the raw mailbox, flagged."""
    found = changed(t0C1E="EX", t0C1F=EXCHANGE)
    assert found.sender
    assert (found.sender.name, found.sender.address) == ("Ada Quill", None)
    assert EXCHANGE in found.sender.raw
    assert "x500-address" in found.flags


def test_who_sent_for_whom_is_flagged() -> None:
    """A mail sent on somebody's behalf is from that person, and the flag says that another sent it."""
    found = changed(t0042="Chief Elk", t0064="SMTP", t0065="chief@vendor.example")
    assert found.sender
    assert found.sender.address == "chief@vendor.example"
    assert "ambiguous-from:sender-differs" in found.flags


@pytest.mark.parametrize(
    ("changes", "date", "flags"),
    [
        ({"t0039": None, "t0E06": ada_to_bram()[0x39]}, "2019-03-05T15:00:00+00:00", ("date-guessed:delivery-time",)),
        ({"t0039": None, "t3007": ada_to_bram()[0x39]}, "2019-03-05T15:00:00+00:00", ("date-guessed:creation-time",)),
        ({"t0039": None}, None, ("date-missing",)),
    ],
)
def test_a_date_that_is_not_the_sending_is_flagged(
    changes: dict[str, object], date: str | None, flags: tuple[str, ...]
) -> None:
    """When it was delivered or made stands in for when it was sent, and says so."""
    found = changed(**changes)
    assert (found.date, found.date_flags) == (date, flags)


def test_the_first_body_that_holds_words_is_shown() -> None:
    """Plain text comes before HTML, HTML before RTF, and a body without words is passed over."""
    html, rtf = b"<p>The trial <b>went well</b>.</p>", packed_rtf(rb"{\rtf1 In RTF}")
    assert texts(changed(t1013=html, t1009=rtf)) == ["The trial went well."]
    assert texts(changed(t1000=" \r\n", t1013=html, t1009=rtf)) == ["The trial went well."]
    assert changed(t1000=" \r\n", t1013=html, t1009=rtf).bodies[0].text.part == "PidTagHtml"
    only_rtf = changed(t1000=None, t1009=rtf)
    assert [(b.text.part, b.text.text) for b in only_rtf.bodies] == [("PidTagRtfCompressed", "In RTF")]


def test_html_in_rtf_is_read_as_html() -> None:
    """Where only RTF is stored and HTML is wrapped in it, the HTML is read."""
    tags = rb"{\*\htmltag64 <p>}Caf\'e9{\*\htmltag84 &amp;}\htmlrtf \par\htmlrtf0 co{\*\htmltag72 </p>}"
    rtf = rb"{\rtf1\ansi\fromhtml1 " + tags + b"}"
    assert texts(changed(t1000=None, t1009=packed_rtf(rtf))) == ["Café&co"]


@pytest.mark.parametrize(
    ("page", "text", "charset"),
    [(1251, "Отчёт готов", "cp1251"), (932, "会議は火曜日", "cp932"), (65001, "żółw", "utf-8")],
)
def test_code_pages_are_obeyed(page: int, text: str, charset: str) -> None:
    """Eight-bit strings are decoded with the code page that the message states, without a guess."""
    found = changed(t3FFD=page, t1000=text.encode(charset), t0037=text.encode(charset))
    assert (texts(found), found.subject) == ([text], text)
    assert found.bodies[0].text.flags == ()


def test_a_wrong_code_page_is_flagged() -> None:
    """Text that its stated code page cannot hold is read as UTF-8 or guessed, and says which."""
    found = changed(t3FFD=20127, t1000="Grüße".encode())
    assert texts(found) == ["Grüße"]
    assert found.bodies[0].text.flags == ("charset-wrong:us-ascii", "charset-guessed:utf-8")
    unknown = changed(t3FFD=4711, t1000="Grüße".encode())
    assert unknown.bodies[0].text.flags == ("charset-unknown:code-page-4711", "charset-guessed:utf-8")


def test_attached_messages_are_messages() -> None:
    """A message embedded in a .msg is a message of its own, in a member of its own, and says whose attachment it is."""
    innermost = Item(ada_to_bram(t0037="Third", t1000="Deep down."), [BRAM])
    inner = Item(ada_to_bram(t0037="Second", t1000="Further down."), [BRAM], [({0x3001: "Third"}, innermost)])
    data = msg(Item(ada_to_bram(), [BRAM], [({0x3707: "notes.txt"}, b"Minutes."), ({0x3001: "Second"}, inner)]))
    found = [(m.name, i) for m, i in read_any(input_file(data)) if isinstance(i, Message)]
    assert [(name, i.subject) for name, i in found] == [
        (None, "Pilot"),
        ("attachments/2/Second", "Second"),
        ("attachments/2/Second!/attachments/1/Third", "Third"),
    ]
    outer, second, third = (i for _, i in found)
    assert f"attached-to:{outer.id}" in second.flags
    assert f"attached-to:{second.id}" in third.flags
    assert "attachment:notes.txt" in outer.flags
    assert texts(second) == ["Further down."]


def test_an_attached_message_is_known_by_its_record() -> None:
    """The id and hash of an embedded message are those of the record of its properties."""
    data = msg(Item(ada_to_bram(), [BRAM], [({0x3001: "Second"}, Item(ada_to_bram(t0037="Second")))]))
    embedded = item_of(data).attachments[0].item
    assert embedded
    member, found = list(read_any(input_file(data)))[1]
    assert isinstance(found, Message)
    assert member.sha256 == sha256_hex(record.to_bytes(embedded))
    assert found.id == member.sha256[:12]
    assert found.raw == (0, member.size)


def test_mail_files_attached_to_a_msg_are_read() -> None:
    """A .msg or .eml file that is attached to a .msg is read as that file is."""
    files = [
        ({0x3707: "a.msg"}, msg(Item(ada_to_bram(t0037="As msg")))),
        ({0x3707: "b.eml"}, eml("Text.", subject="As eml")),
    ]
    assert [m.subject for m in messages(msg(Item(ada_to_bram(), [BRAM], files)))] == ["Pilot", "As msg", "As eml"]


def test_archives_attached_to_a_msg_are_opened() -> None:
    """Mails in an archive that is attached to a .msg are read, each in a member that names the way to it."""
    packed = zip_of({"in/a.eml": eml("Text.", subject="Packed")})
    data = msg(Item(ada_to_bram(), [BRAM], [({0x3707: "all.zip"}, packed)]))
    found = [(m.name, i.subject) for m, i in read_any(input_file(data)) if isinstance(i, Message)]
    assert found == [(None, "Pilot"), ("attachments/1/all.zip!/in/a.eml", "Packed")]


def test_a_msg_attached_to_a_mail_is_a_message() -> None:
    """A .msg file attached to an RFC 822 mail is a message of its own, whatever type it was sent under."""
    coded = base64.encodebytes(msg(Item(ada_to_bram(t0037="Carried")))).decode()
    part = (
        "Content-Type: application/octet-stream; name=x.bin\r\nContent-Disposition: attachment\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{coded}"
    )
    data = multipart("mixed", SAID, part)
    outer, inner = messages(data)
    assert (outer.subject, inner.subject) == ("Pilot", "Carried")
    assert f"attached-to:{outer.id}" in inner.flags


def test_long_streams_and_short_ones_are_read() -> None:
    """Streams in sectors and in the short sectors of the mini stream are read to their last byte."""
    text = "The trial went well. " * 500
    assert texts(changed(t1000=text)) == [text]
    assert len(text.encode("utf-16-le")) > CUTOFF


def test_other_compound_files_are_refused() -> None:
    """A compound file without a message's properties is no mail, and the ledger says what it is."""
    (found,) = read(compound_file({"WordDocument": bytes(5000)}))
    assert isinstance(found, Skipped)
    assert (found.status, "Office" in found.reason) == ("refused", True)


def test_a_directory_in_circles_ends() -> None:
    """A directory tree that leads back to itself is read once round."""
    data = bytearray(msg(Item(ada_to_bram(), [BRAM])))
    start = int.from_bytes(data[48:52], "little")
    directory = (start + 1) * 512
    for entry in range(1, 4):
        data[directory + entry * 128 + 72 : directory + entry * 128 + 76] = (1).to_bytes(4, "little")
    assert read(bytes(data))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_cut_off_msg_is_accounted_for(share: float) -> None:
    """Of a .msg file that was cut off, what can be read is read and flagged, or the file is refused."""
    data = msg(Item(ada_to_bram(t1000="The trial went well. " * 500), [BRAM]))
    (found,) = read(data[: int(len(data) * share)])
    assert isinstance(found, Skipped) or {"msg-cut-off", "sender-not-shown"} & set(found.flags)


def test_a_signed_mail_shows_what_was_signed() -> None:
    """The words and files of a signed mail, which Outlook keeps as one MIME part, are those of the message."""
    carried = b"Content-Type: message/rfc822\r\n\r\n" + eml("Older.", subject="Carried")
    signed = multipart("signed", SAID, carried, "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMII")
    files = [({0x3707: "smime.p7m", 0x370E: "multipart/signed"}, signed)]
    item = Item(ada_to_bram(t001A="IPM.Note.SMIME.MultipartSigned", t1000=None), [BRAM], files)
    found, inner = messages(msg(item))
    assert (inner.subject, f"attached-to:{found.id}" in inner.flags) == ("Carried", True)
    assert [(b.text.part, b.text.text) for b in found.bodies] == [("signed/1", "See attached.")]
    assert "attachment:smime.p7s" in found.flags
    assert "attachment:smime.p7m" not in found.flags


def test_a_report_shows_its_text() -> None:
    """A delivery report, which has no body, shows the text of the report."""
    found = changed(t001A="REPORT.IPM.Note.NDR", t1000=None, t1001="Your message did not reach Bram.")
    assert texts(found) == ["Your message did not reach Bram."]


def test_items_that_are_no_mail_say_so() -> None:
    """An appointment is read as a message that says what it is."""
    assert "item-class:IPM.Appointment" in changed(t001A="IPM.Appointment").flags


def test_a_line_break_makes_no_header() -> None:
    """A name or subject with line breaks stays one line, and no header is made of it."""
    found = changed(t0037="Pilot\r\nFrom: chief@vendor.example", t0C1A='Ada "Q\r\nBcc: x@y.example')
    assert found.subject == "Pilot From: chief@vendor.example"
    assert found.sender
    assert found.sender.address == "ada@vendor.example"
    assert found.cc == ()


def test_msg_files_are_ingested(tmp_path: Path) -> None:
    """A .msg file ends in the ledger as read, under any name."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mail.bin").write_bytes(msg(Item(ada_to_bram(), [BRAM])))
    assert ingested(tmp_path / "case.sqlite", tmp_path / "in") == 1
    assert ledger(tmp_path / "case.sqlite") == {"mail.bin": ("ok", None)}
