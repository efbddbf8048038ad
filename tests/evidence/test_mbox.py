import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import Message, Skipped
from tests.evidence.mails import gaps, messages, only, pieces, read, texts

ENVELOPE = b"From ada@vendor.example Tue Mar  5 10:00:00 2019\n"
FIRST = b"From: Ada Quill <ada@vendor.example>\nDate: Tue, 5 Mar 2019 10:00:00 -0500\nSubject: One\n\nIt works.\n"
SECOND = b"From: Bram Otter <bram@agency.example>\nDate: Wed, 6 Mar 2019 10:00:00 -0500\nSubject: Two\n\nGood.\n"
STRETCHES = st.sampled_from(
    [ENVELOPE, FIRST, SECOND, b"\n", b"From here on it is prose at 10:30 on Tuesday.\n", b">From now on\n", b"words\n"]
)


@given(st.booleans(), st.lists(STRETCHES, max_size=12), st.booleans())
def test_every_byte_is_in_a_message_or_recorded(bom: bool, stretches: list[bytes], crlf: bool) -> None:
    """Every byte of an mbox is a message's, an envelope line's, a mark of order, or in a gap that the ledger names."""
    data = (b"\xef\xbb\xbf" if bom else b"") + ENVELOPE + b"".join(stretches)
    data = data.replace(b"\n", b"\r\n") if crlf else data
    covered = bytearray(len(data))
    for item in read(data):
        if isinstance(item, Message):
            start, end = item.raw
            assert not any(covered[start:end])
            covered[start:end] = b"\x01" * (end - start)
        else:
            gap = re.search(r"bytes (\d+) to (\d+)", item.reason)
            assert gap
            covered[int(gap[1]) : int(gap[2])] = b"\x01" * (int(gap[2]) - int(gap[1]))
    rest = bytes(b for b, seen in zip(data, covered, strict=True) if not seen)
    envelopes = [line for line in rest.removeprefix(b"\xef\xbb\xbf").splitlines() if line]
    assert all(line.startswith(b"From ") for line in envelopes)


def test_a_mark_before_the_first_envelope_costs_no_message() -> None:
    """A byte order mark before the first "From " line does not hide the first message."""
    found = messages(b"\xef\xbb\xbf" + ENVELOPE + FIRST + b"\n" + ENVELOPE + SECOND)
    assert [m.subject for m in found] == ["One", "Two"]


def test_no_blank_line_is_needed_before_an_envelope() -> None:
    """An envelope line followed by a header begins a message, with or without a blank line before it."""
    assert [m.subject for m in messages(ENVELOPE + FIRST + ENVELOPE + SECOND)] == ["One", "Two"]


def test_prose_that_begins_with_from_stays_in_its_message() -> None:
    """A sentence that begins with "From" cuts no message, even after a blank line and with a day and an hour in it."""
    body = b"Hello.\n\nFrom what I heard on Tue at 10:30 it works.\n\nFrom me\n"
    (found,) = messages(ENVELOPE + FIRST + body + b"\n")
    assert "From what I heard" in texts(found)[0]


def test_an_escaped_from_is_no_quotation() -> None:
    """Where an mbox writes ">From " for "From ", the line is the author's own and the mark no part of it."""
    (found,) = messages(ENVELOPE + FIRST + b"\n>From here on it is yours.\n")
    assert [(p.kind, p.author) for p in pieces(found)] == [("own", "ada@vendor.example")]
    assert pieces(found)[0].text.endswith("From here on it is yours.")
    assert ">From" not in pieces(found)[0].text


def test_the_raw_range_gives_the_message_back() -> None:
    """A message's byte range cuts its raw mail out of the mailbox, which then reads the same and has the same id."""
    data = ENVELOPE + FIRST + b"\n" + ENVELOPE + SECOND
    for message in messages(data):
        again = only(data[slice(*message.raw)])
        assert (again.id, again.subject, texts(again)) == (message.id, message.subject, texts(message))


def test_an_empty_message_is_recorded() -> None:
    """An envelope with nothing behind it is a gap that the ledger names."""
    skipped = [i for i in read(ENVELOPE + b"\n" + ENVELOPE + SECOND) if isinstance(i, Skipped)]
    assert [s.status for s in skipped] == ["partial"]
    assert skipped[0].remedy


def test_lines_before_the_first_mail_are_named() -> None:
    """An mbox after a stray line is read as one, and what stands before its first mail is told in the ledger."""
    data = b"kept by the clerk\n\n" + ENVELOPE + FIRST + b"\n" + ENVELOPE + SECOND
    told, *found = read(data)
    assert isinstance(told, Skipped)
    assert (told.status, told.reason) == ("partial", "bytes 0 to 19 stand before the first mail and are no mail")
    assert [m.subject for m in found if isinstance(m, Message)] == ["One", "Two"]


def test_a_mail_that_quotes_an_envelope_is_one_mail() -> None:
    """A mail with an envelope line in its first lines is not taken for an mbox that begins late."""
    (found,) = messages(FIRST.replace(b"It works.\n", b"See:\n" + ENVELOPE + b"From: x\nTo: y\nSubject: z\n\nw\n"))
    assert found.subject == "One"


def test_a_mail_kept_by_apple_mail_is_read() -> None:
    """Of an .emlx file the mail is read, also where the count is wrong; count and property list are a gap."""
    after = b'<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n'
    for count in (len(FIRST), len(FIRST) + 40):
        data = b"%d \n" % count + FIRST + after
        (found,) = messages(data)
        assert (data[slice(*found.raw)], texts(found)) == (FIRST, ["It works.\n"])
        assert [g.why for g in gaps(data)] == ["the count and the property list of Apple Mail"] * 2


@pytest.mark.parametrize("newline", [b"\r", b"\r\r\n"])
def test_other_line_ends_hide_no_message(newline: bytes) -> None:
    """An mbox whose lines end in CR alone, or in a doubled CR, has all its messages and no other."""
    found = messages((ENVELOPE + FIRST + b"\n" + ENVELOPE + SECOND).replace(b"\n", newline))
    assert [(m.subject, p.text) for m in found for p in pieces(m)] == [("One", "It works."), ("Two", "Good.")]


def test_the_envelope_of_an_attached_mail_begins_no_message() -> None:
    """Where the part of an attached mail begins with an envelope line, the mail stays in its carrier, as a message."""
    head = b"From: Ada Quill <ada@vendor.example>\nSubject: Both\nContent-Type: multipart/mixed; boundary=cut\n\n"
    parts = b"--cut\n\nSee below.\n--cut\nContent-Type: message/rfc822\n\n" + ENVELOPE + SECOND + b"--cut--\n"
    found = messages(ENVELOPE + head + parts + b"\n" + ENVELOPE + FIRST)
    assert [m.subject for m in found] == ["Both", "Two", "One"]
    assert f"attached-to:{found[0].id}" in found[1].flags
    assert [p.text for p in pieces(found[1])] == ["Good."]


def test_runs_of_nul_between_messages_are_no_words() -> None:
    """What a disk that lost power leaves between the mails of an mbox hides none and is a recorded gap."""
    data = b"\x00" * 64 + ENVELOPE + FIRST + b"\n" + b"\x00" * 32 + ENVELOPE + SECOND
    found = messages(data)
    assert [p.text for m in found for p in pieces(m)] == ["It works.", "Good."]
    assert sum(gap.end - gap.start for gap in gaps(data)) == 64 + 32 + 2 * len(ENVELOPE)
    assert not any("nul-characters" in m.bodies[0].text.flags for m in found)
