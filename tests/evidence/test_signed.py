"""What was signed inside an S/MIME signature is the words of the mail; what is encrypted is named as unread."""

from __future__ import annotations

import base64

import pytest

from evidence.signed_content import signed_content
from tests.evidence.mails import eml, messages, multipart, only, texts
from tests.evidence.outlook_files import Item, ada_to_bram, msg

ENTITY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe deal was signed.\r\n"
SMIME = "application/pkcs7-mime"
SIGNED, DATA, ENVELOPED = (bytes.fromhex(f"06092a864886f70d01070{n}") for n in (2, 1, 3))


def ber(tag: int, *content: bytes, endless: bool = False) -> bytes:
    """A value in BER; `endless` has its end told by a mark."""
    whole = b"".join(content)
    if endless:
        return bytes([tag, 0x80]) + whole + b"\x00\x00"
    size = len(whole).to_bytes(4, "big")
    return bytes([tag, 0x84]) + size + whole


def cms(octets: bytes, *, kind: bytes = SIGNED, endless: bool = False) -> bytes:
    """CMS SignedData around octets, without signers."""
    held = ber(0x30, DATA, ber(0xA0, octets, endless=endless), endless=endless)
    signed = ber(0x30, b"\x02\x01\x01", ber(0x31), held, ber(0x31), endless=endless)
    return ber(0x30, kind, ber(0xA0, signed, endless=endless), endless=endless)


def signed_mail(entity: bytes) -> bytes:
    """A mail that is nothing but a signed entity."""
    head = f"Content-Type: {SMIME}; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n"
    return eml(base64.encodebytes(cms(ber(4, entity))), extra=head)


@pytest.mark.parametrize(
    "data",
    [
        cms(ber(4, ENTITY)),
        cms(ber(0x24, ber(4, ENTITY[:30]), ber(4, ENTITY[30:]))),
        cms(ber(0x24, ber(4, ENTITY[:30]), ber(4, ENTITY[30:]), endless=True), endless=True),
    ],
)
def test_signed_content_is_found_in_every_form_of_ber(data: bytes) -> None:
    """Whole or in pieces, with its length stated or its end marked, the content is the entity to the byte."""
    assert signed_content(data, SMIME) == ENTITY


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_damaged_signatures_hold_nothing_and_break_nothing(cut: int) -> None:
    """A signature that is cut off, encrypted or of another type has no content that can be read."""
    data = cms(ber(4, ENTITY))
    assert signed_content(data[:cut], SMIME) is None
    assert signed_content(cms(ber(4, ENTITY), kind=ENVELOPED), SMIME) is None
    assert signed_content(data, "application/octet-stream") is None


def test_what_was_signed_is_the_senders_words() -> None:
    """The words, files and mails of an opaque signature are those of the mail, in .eml and in .msg."""
    found = only(signed_mail(ENTITY))
    assert [(b.text.part, b.text.text) for b in found.bodies] == [("1/1", "The deal was signed.\n")]
    assert not any(f.startswith("attachment-unread") for f in found.flags)
    files = [({0x3707: "smime.p7m", 0x370E: SMIME}, cms(ber(4, ENTITY)))]
    (outlook,) = messages(msg(Item(ada_to_bram(t001A="IPM.Note.SMIME", t1000=None), attachments=files)))
    assert texts(outlook) == ["The deal was signed.\n"]


def test_a_mail_inside_a_signature_is_a_mail_of_its_own() -> None:
    """An attached mail that was signed along is a message with a parent."""
    carried = b"Content-Type: message/rfc822\r\n\r\n" + eml("Older.", subject="Carried")
    found, inner = messages(signed_mail(multipart("mixed", "Content-Type: text/plain\r\n\r\nSee it.", carried)))
    assert (texts(found), inner.subject, texts(inner)) == (["See it."], "Carried", ["Older."])


def test_signatures_inside_signatures_come_to_an_end() -> None:
    """A mail signed fifty times over is read to a limit, which is flagged."""
    entity = ENTITY
    for _ in range(50):
        entity = f"Content-Type: {SMIME}\r\n\r\n".encode() + cms(ber(4, entity))
    found = only(signed_mail(entity))
    assert "mime-too-deep" in found.flags


def test_plain_text_and_html_of_a_msg_that_differ_are_both_read() -> None:
    """Where the HTML of an Outlook item says more than its plain text, both are shown and the doubt is kept."""
    html = b"<p>The Board signed the contract with the vendor on Friday.</p>"
    (found,) = messages(msg(Item(ada_to_bram(t1000="Nothing was signed so far.", t1013=html))))
    assert [b.text.part for b in found.bodies] == ["PidTagBody", "PidTagHtml"]
    assert "alternatives-differ" in found.flags
