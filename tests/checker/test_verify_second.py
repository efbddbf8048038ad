"""The second derivation: what the standard library alone makes of plain kinds, and where it declines to judge."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.verify.second import Header, header_again, text_again
from evidence.model import InputFile, Message
from evidence.readers.detect import read_any
from tests.evidence.mails import eml, input_file, multipart
from tests.evidence.test_offsets import BODIES, SPELLINGS


def derived_twice(file: InputFile) -> int:
    """How many texts of a file both derivations give; a text on which they differ fails."""
    agreed = 0
    for _, item in read_any(file):
        for body in item.bodies if isinstance(item, Message) else ():
            again = text_again(file.data, item.raw, body.text.part)
            assert again is None or again == body.text.text
            agreed += again is not None
    return agreed


@given(BODIES, SPELLINGS, st.sampled_from(["utf-8", "iso-8859-1", "windows-1252", "us-ascii", "koi8-r"]))
def test_mail_in_any_charset_is_read_alike(body: str, newline: str, charset: str) -> None:
    """Where the standard library judges a mail, it gives the text that the readers give."""
    raw = eml(body.replace("\n", newline).encode(charset, "replace"), charset=charset)
    assert derived_twice(input_file(raw)) <= 1


@given(BODIES, SPELLINGS)
def test_printed_text_is_read_alike(body: str, newline: str) -> None:
    """A printed text in UTF-8 is judged, and read alike."""
    page = f"Release of 2020\nFrom: Bram Otter\nSent: Friday, March 1, 2019 8:15 AM\nTo: Ada Quill\n\n{body}"
    assert derived_twice(input_file(page.replace("\n", newline).encode("utf-8", "replace"))) >= 1


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (eml("Plain."), 1),
        (eml("aGlkZGVu", extra="Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n"), 1),
        (
            eml(
                "=48ello=\r\n you", extra="Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/plain\r\n"
            ),
            1,
        ),
        (multipart("mixed", "Content-Type: text/plain\r\n\r\nOne.", "Content-Type: text/plain\r\n\r\nTwo."), 2),
        (json.dumps({"emails": [[{"sender": "x", "subject": "y", "body": "Caf\u00e9\r\nopen"}]]}).encode(), 1),
        (eml("<p>Shown.</p>", extra="Content-Type: text/html\r\n"), 0),
        (eml(b"caf\xe9", charset="utf-8"), 0),
        (eml(b"the board\x92s \x96 caf\xe9", charset="iso-8859-1"), 1),
        (eml("the board\u2019s".encode(), charset="iso-8859-1"), 0),
        (eml(b"\x93evet\x94", charset="iso-8859-9"), 0),
        (eml("x", extra="Content-Type: text/plain; charset=unicode_escape\r\n"), 0),
        (multipart("mixed", "Content-Type: text/plain\r\n\r\nOne.").replace(b"--cut--", b""), 0),
    ],
)
def test_it_judges_plain_kinds_alone(data: bytes, texts: int) -> None:
    """Plain text that parses without a defect is judged; HTML, guesses and what is broken are left to the readers."""
    assert derived_twice(input_file(data)) == texts


def test_a_year_of_three_digits_is_left_to_the_reader() -> None:
    """Where the standard library does not count three digits from 1900, it is no judge of the date."""
    raw = eml("x").replace(b"Mar 2019", b"Mar 119")
    assert header_again(raw, (0, len(raw))).date is None


def test_the_header_is_judged_where_it_is_plain() -> None:
    """Sender and date are given where each is stated once in plain ASCII; else None."""
    raw = eml("x")
    assert header_again(raw, (0, len(raw))) == Header("ada@vendor.example", "2019-03-05T10:00:00-05:00")
    for doubtful in (
        raw.replace(b"From: Ada", b"From: =?utf-8?q?Ada?="),
        b"From: Other <other@vendor.example>\r\n" + raw,
        raw.replace(b"<ada@vendor.example>", b"<ada@vendor.example>, <b@vendor.example>"),
    ):
        assert header_again(doubtful, (0, len(doubtful))).address is None
    zoneless = raw.replace(b" -0500", b"")
    assert header_again(zoneless, (0, len(zoneless))).date is None


@pytest.mark.parametrize("part", ["2", "1.1", "9.9.9", "/emails/0/0/body", "sheet-1", "0"])
def test_a_part_that_is_not_there_is_no_judgement(part: str) -> None:
    """A part that the standard library does not find is left to the readers."""
    raw = multipart("alternative", "Content-Type: text/plain\r\n\r\nOne.")
    assert text_again(raw, (0, len(raw)), part) is None


@pytest.mark.parametrize(
    "date",
    ["Tue, 05 Mar 2019 2:05:00 PM -0500", "Tue, 05 Mar 2019 10:00:00 GMT-0500", "Tue, 05 Mar 2019 10:00:00 --0500"],
)
def test_dates_that_the_library_misreads_are_not_judged(date: str) -> None:
    """Of a half-day clock and of a zone that touches other signs the standard library is no judge."""
    raw = f"From: ada@v.example\r\nDate: {date}\r\n\r\nHi.\r\n".encode()
    assert header_again(raw, (0, len(raw))).date is None


def test_soft_line_breaks_with_blanks_behind_them_are_not_judged() -> None:
    """The standard library keeps blanks behind a soft line break, against RFC 2045: it is no judge there."""
    head = "From: ada@v.example\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    raw = f"{head}The cam=  \r\neras.\r\n".encode()
    assert text_again(raw, (0, len(raw)), "1") is None
