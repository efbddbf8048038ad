import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.mapi import record
from evidence.mapi.objects import Property
from evidence.mapi.tnef import item_of
from evidence.model import Message, Skipped
from tests.evidence.mails import messages, multipart, only, read, texts
from tests.evidence.outlook_files import BRAM, Item, ada_to_bram, packed_rtf, tnef

SAID = "Content-Type: text/plain\r\n\r\nSee below."


def carried(stream: bytes, kind: str = "application/ms-tnef", said: str = SAID) -> bytes:
    """A mail that carries winmail.dat."""
    coded = base64.encodebytes(stream).decode()
    return multipart(
        "mixed", said, f"Content-Type: {kind}; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}"
    )


def test_winmail_alone_is_a_message() -> None:
    """A TNEF stream by itself yields people, date, subject, text and the names of its attachments."""
    found = only(tnef(Item(ada_to_bram(), [BRAM], [({0x3707: "plan.txt"}, b"Step one.")])))
    assert found.sender
    assert (found.sender.address, [a.address for a in found.to]) == ("ada@vendor.example", ["bram@agency.example"])
    assert (found.date, found.subject) == ("2019-03-05T15:00:00+00:00", "Pilot")
    assert texts(found) == ["The trial went well.", "Step one."]
    assert "attachment:plan.txt" in found.flags


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"])
def test_what_winmail_holds_belongs_to_its_mail(kind: str) -> None:
    """Text and attachments of winmail.dat are those of the mail that carries it, whatever type it was sent under."""
    held = Item(ada_to_bram(t1000=None, t1009=packed_rtf(rb"{\rtf1 In RTF.}")), (), [({0x3707: "plan.txt"}, b"One.")])
    found = only(carried(tnef(held), kind))
    assert [(b.text.part, b.text.text, b.attachment) for b in found.bodies] == [
        ("1", "See below.", None),
        ("2/PidTagRtfCompressed", "In RTF.", None),
        ("2/attachments/1/plan.txt", "One.", "plan.txt"),
    ]
    assert {"attachment:winmail.dat", "attachment:plan.txt"} <= set(found.flags)


def test_words_are_not_said_twice() -> None:
    """Where the mail says in plain text what winmail.dat says again, the words stand there once."""
    found = only(carried(tnef(Item(ada_to_bram(t1000="See\r\nbelow."))), said=SAID))
    assert texts(found) == ["See below."]


def test_a_message_inside_winmail_is_a_message() -> None:
    """A message embedded in winmail.dat is a message of its own that says whose attachment it is."""
    inner = Item(ada_to_bram(t0037="Carried", t1000="Inside."))
    outer, found = messages(carried(tnef(Item(ada_to_bram(), (), [({0x3001: "Carried"}, inner)]))))
    assert (outer.subject, found.subject, texts(found)) == ("Pilot", "Carried", ["Inside."])
    assert f"attached-to:{outer.id}" in found.flags


def test_old_attributes_are_read() -> None:
    """What only TNEF's own attributes say is read: subject, text, sender, and the date as local time without a zone."""
    sender = struct.pack("<4H", 4, 20, 10, 24) + b"Ada Quill\x00" + b"SMTP:ada@vendor.example\x00"
    stream = tnef(
        Item({0x001A: "IPM.Note"}),
        (1, 0x00018004, b"Caf\xe9\x00"),
        (1, 0x0002800C, b"All \x93well\x94.\x00"),
        (1, 0x00038005, struct.pack("<7H", 2019, 3, 5, 10, 0, 0, 2)),
        (1, 0x00008000, sender),
    )
    found = only(stream)
    assert (found.subject, texts(found)) == ("Café", ["All “well”."])
    assert found.date == "2019-03-05T10:00:00"
    assert found.sender
    assert (found.sender.name, found.sender.address) == ("Ada Quill", "ada@vendor.example")


def test_a_wrong_checksum_is_flagged() -> None:
    """A stream whose checksum does not fit is read, and says so."""
    stream = bytearray(tnef(Item(ada_to_bram())))
    stream[-1] ^= 0xFF
    assert "tnef-checksum-wrong" in only(bytes(stream)).flags


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_cut_off_stream_is_accounted_for(share: float) -> None:
    """Of a stream that was cut off, what came before is read and flagged."""
    stream = tnef(Item(ada_to_bram(t1000="The trial went well. " * 50), [BRAM]))
    (found,) = read(stream[: int(len(stream) * share)])
    assert isinstance(found, Skipped) or "tnef-cut-off" in found.flags


def test_winmail_without_words_says_so() -> None:
    """A winmail.dat in which nothing can be read is named as unread, and the mail is kept."""
    found = only(carried(b"\x78\x9f\x3e\x22\x01\x00"))
    assert texts(found) == ["See below."]
    assert "attachment-unread:winmail.dat:no text" in found.flags


@given(st.binary(max_size=300))
def test_any_stream_is_an_item(data: bytes) -> None:
    """Whatever follows the signature, reading it ends with an item."""
    assert item_of(b"\x78\x9f\x3e\x22\x01\x00" + data).recipients is not None


@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_changed_byte_loses_no_mail(at: int, value: int) -> None:
    """A stream with any byte changed behind its signature is still a message or refused with its reason."""
    stream = bytearray(tnef(Item(ada_to_bram(), [BRAM], [({0x3707: "plan.txt"}, b"Step one.")])))
    stream[6 + at % (len(stream) - 6)] = value
    assert all(isinstance(item, Message | Skipped) for item in read(bytes(stream)))
    assert read(bytes(stream))


def test_a_record_gives_its_item_back() -> None:
    """The record of an item holds everything that was read of it, and is the same each time."""
    inner = Item(ada_to_bram(t0037="Inner"), [BRAM])
    item = item_of(tnef(Item(ada_to_bram(), [BRAM], [({0x3707: "a"}, b"1"), ({0x3001: "b"}, inner), ({}, None)])))
    data = record.to_bytes(item)
    assert record.from_bytes(data) == item
    assert record.to_bytes(item._replace(properties=dict(reversed(item.properties.items())))) == data
    assert record.to_bytes(item._replace(properties={**item.properties, 0x37: Property(30, b"x")})) != data


@given(st.integers(0, 400))
def test_a_cut_off_record_is_refused(size: int) -> None:
    """A record that ends too early is refused, never read as a shorter message."""
    data = record.to_bytes(item_of(tnef(Item(ada_to_bram(), [BRAM]))))
    with pytest.raises(ValueError, match=r"cut off|no MAPI record"):
        record.from_bytes(data[: min(size, len(data) - 1)])
