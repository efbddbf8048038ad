import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.model import Message
from evidence.passages import passages
from evidence.segments import segments
from tests.evidence.mails import eml, messages, only, pieces, read, texts

SECONDS = 20  # of one busy core; each of these takes well under two on an idle one


def everything(data: bytes) -> list[Message]:
    """Read some bytes to the last passage."""
    found = messages(data)
    for message in found:
        for segment in segments(message):
            passages(message, segment)
    return found


def nested(depth: int) -> bytes:
    """Multiparts, each inside the one before."""
    body = b"Content-Type: text/plain\r\n\r\ninnermost\r\n"
    for level in range(depth):
        mark = f"b{level}".encode()
        body = (
            b'Content-Type: multipart/mixed; boundary="'
            + mark
            + b'"\r\n\r\n--'
            + mark
            + b"\r\n"
            + body
            + b"\r\n--"
            + mark
            + b"--\r\n"
        )
    return b"From: ada@vendor.example\r\nMIME-Version: 1.0\r\n" + body


HOSTILE = {
    "a 50 KB To header": eml("x").replace(b"To: Bram Otter <bram@agency.example>", b"To: " + b'"(,;<' * 10_000),
    "nested comments in To": eml("x").replace(b"To: Bram Otter", b"To: " + b"(" * 50_000),
    "200,000 recipients": eml("x").replace(
        b"To: Bram Otter <bram@agency.example>", b"To: " + b"a@b.example, " * 200_000
    ),
    "100,000 encoded words": eml("x").replace(b"Subject: Pilot", b"Subject: " + b"=?utf-8?q?a?= " * 100_000),
    "10 MB of one line": eml(b"word " * 2_000_000),
    "10 MB of one word": eml(b"a" * 10_000_000),
    "10 MB of quote marks": eml(b"> " * 5_000_000),
    "10 MB of header": b"From: ada@vendor.example\r\nSubject: " + b"a" * 10_000_000 + b"\r\n\r\nx\r\n",
    "0.1 MB of nested multiparts": nested(1_500),
    "100,000 empty parts": eml(b"--cut\r\n\r\n" * 100_000, extra='Content-Type: multipart/mixed; boundary="cut"\r\n'),
    "100,000 blank lines": eml(b"x\r\n" + b"\r\n" * 100_000 + b"y\r\n"),
    "20,000 header-like lines": eml(b"From: a\r\nTo: b\r\n" * 10_000),
    "20,000 attribution-like lines": eml(b"On 5 March 2019 at 10:00, somebody\r\n" * 20_000),
    "20,000 dates": eml(b"3/5/2019 10:00 AM\r\n" * 20_000),
    "deep HTML": eml(b"<div>" * 50_000 + b"x", extra="Content-Type: text/html\r\n"),
    "printed, 20,000 labels": b"From:\nTo:\nCc:\nSubject:\n" * 5_000,
    "printed, 2 MB of one line": b"From: a\nSent: Friday, March 1, 2019 8:15 AM\nTo: b\n\n"
    + b"From: x Sent: " * 150_000,
    "printed, 1 MB of capitals": b"From: a\nSent: Friday, March 1, 2019 8:15 AM\nTo: b\n\n" + b"Ab Cd\n" * 170_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_costs_neither_minutes_nor_the_mail(name: str) -> None:
    """A mail built to hang a parser is read in seconds, and it is still a message."""
    begun = time.process_time()
    found = everything(HOSTILE[name])
    assert time.process_time() - begun < SECONDS
    assert found


def test_words_in_html_too_deep_for_the_parser_are_kept_as_nobodys() -> None:
    """HTML nested beyond the parser's limit still yields its words; whose they are is unknown."""
    found = only(eml(b"<p>above</p>" + b"<blockquote>" * 50_000 + b"inside", extra="Content-Type: text/html\r\n"))
    assert [(p.author, p.text) for p in pieces(found)] == [(None, "above\ninside")]


def test_too_deep_is_flagged() -> None:
    """What lies deeper than the limit is not read, and the message says so."""
    assert "mime-too-deep" in only(nested(1_500)).flags


def test_recipients_beyond_the_limit_are_flagged() -> None:
    """Recipients that were left off are never left off silently."""
    found = only(HOSTILE["200,000 recipients"])
    assert len(found.to) == 10_000
    assert "too-many-recipients" in found.flags


def test_nul_characters_are_kept_and_flagged() -> None:
    """A NUL in a text shifts no offset, and the text is flagged."""
    found = only(eml(b"before\x00after the NUL. It works."))
    assert texts(found) == ["before\x00after the NUL. It works."]
    assert "nul-characters" in found.bodies[0].text.flags


def test_lone_surrogates_become_replacement_characters() -> None:
    """Half a surrogate pair, which no database takes, is replaced and flagged."""
    found = only(eml(b"half \xed\xa0\x80 pair", charset="utf-8"))
    found.model_dump_json()
    texts(found)[0].encode("utf-8")
    assert any(f.startswith("charset") or f == "replacement-characters" for f in found.bodies[0].text.flags)


@given(st.binary(max_size=2000))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes whatever raise; they end as messages or as refusals with reason and remedy."""
    for item in read(data):
        if not isinstance(item, Message):
            assert item.reason
            assert item.remedy


@given(st.binary(max_size=300), st.integers(5, 400), st.binary(max_size=8))
def test_a_damaged_mail_is_still_read(noise: bytes, at: int, patch: bytes) -> None:
    """Bytes put in anywhere behind the first label, NULs included, cost no mail: it is read to the last passage."""
    whole = eml(
        b"--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nwords\r\n--cut--\r\n" + noise,
        extra='Content-Type: multipart/mixed; boundary="cut"\r\n',
    )
    assert everything(whole[:at] + patch + whole[at:])
