"""The invented mails that are built to hang, swell or break a parser, by name."""

from __future__ import annotations

import gzip
import io
import zipfile

_HEAD = (
    b"From: Ada Quill <ada@vendor.example>\r\nTo: Bram Otter <bram@agency.example>\r\n"
    b"Date: Tue, 05 Mar 2019 10:00:00 -0500\r\nSubject: Pilot\r\nMessage-ID: <one@vendor.example>\r\n"
    b"MIME-Version: 1.0\r\n"
)
_PRINTED = b"From: a\nSent: Friday, March 1, 2019 8:15 AM\nTo: b\n\n"


def eml(body: bytes, extra: str = "Content-Type: text/plain; charset=utf-8\r\n") -> bytes:
    """One mail with this body."""
    return _HEAD + extra.encode() + b"\r\n" + body


def with_field(name: bytes, value: bytes) -> bytes:
    """One mail with this header field in the place of its own."""
    kept = [line for line in _HEAD.splitlines(keepends=True) if not line.startswith(name)]
    return b"".join(kept) + name + b" " + value + b"\r\n\r\nx"


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
    "a 50 KB To header": with_field(b"To:", b'"(,;<' * 10_000),
    "nested comments in To": with_field(b"To:", b"(" * 50_000 + b" <bram@agency.example>"),
    "200,000 recipients": with_field(b"To:", b"a@b.example, " * 200_000),
    "100,000 encoded words": with_field(b"Subject:", b"=?utf-8?q?a?= " * 100_000),
    "10 MB of one line": eml(b"word " * 2_000_000),
    "10 MB of one word": eml(b"a" * 10_000_000),
    "10 MB of quote marks": eml(b"> " * 5_000_000),
    "10 MB of header": b"From: ada@vendor.example\r\nSubject: " + b"a" * 10_000_000 + b"\r\n\r\nx\r\n",
    "2,000 nested parts": nested(2_000),
    "100,000 empty parts": eml(b"--cut\r\n\r\n" * 100_000, 'Content-Type: multipart/mixed; boundary="cut"\r\n'),
    "100,000 blank lines": eml(b"x\r\n" + b"\r\n" * 100_000 + b"y\r\n"),
    "20,000 header-like lines": eml(b"From: a\r\nTo: b\r\n" * 10_000),
    "20,000 attribution-like lines": eml(b"On 5 March 2019 at 10:00, somebody\r\n" * 20_000),
    "20,000 dates": eml(b"3/5/2019 10:00 AM\r\n" * 20_000),
    "deep HTML": eml(b"<div>" * 50_000 + b"x", "Content-Type: text/html\r\n"),
    "printed, 20,000 labels": b"From:\nTo:\nCc:\nSubject:\n" * 5_000,
    "printed, 2 MB of one line": b"From: a\nSent: Friday, March 1, 2019 8:15 AM\nTo: b\n\n"
    + b"From: x Sent: " * 150_000,
    "printed, 1 MB of capitals": b"From: a\nSent: Friday, March 1, 2019 8:15 AM\nTo: b\n\n" + b"Ab Cd\n" * 170_000,
    "1 MB of one character": eml(b"a" * 1_000_000),
    "1 MB of spaces": eml(b" " * 1_000_000 + b"x"),
    "1 MB of digits": eml(b"1" * 1_000_000),
    "1 MB of On": eml(b"On " * 333_000),
    "1 MB of closings": eml(b"Thanks, Ann\r\n" * 77_000),
    "1 MB of dashes": eml(b"---\r\n" * 200_000),
    "1 MB of From lines": eml(b"From: x\r\n" * 111_000),
    "1 MB of From alone": eml(b"From:\r\n" * 140_000),
    "1 MB of To lines": eml(b"To: x;\r\n" * 125_000),
    "1 MB of columns": eml(b"From:\r\nTo:\r\nSubject:\r\nDate:\r\n" * 33_000),
    "1 MB of inline headers": eml(b"From: a Sent: Monday 10:00 To: b\r\n" * 30_000),
    "1 MB of addresses without @": with_field(b"To:", b"a" * 1_000_000),
    "1 MB of mailto": with_field(b"To:", b"[mailto:" * 125_000),
    "1 MB of a date": with_field(b"Date:", b"March 5 " * 125_000),
    "1 MB of quotes in quotes": eml(b"> a\r\nb\r\n>> c\r\n" * 77_000),
    "100,000 header fields": _HEAD + b"".join(b"X-%d: b\r\n" % n for n in range(100_000)) + b"\r\nx",
    "100,000 attached mails": eml(
        b"--cut\r\nContent-Type: message/rfc822\r\n\r\nFrom: a\r\nTo: b\r\n\r\nx\r\n" * 100_000,
        'Content-Type: multipart/mixed; boundary="cut"\r\n',
    ),
    "base64 of spaces": eml(b"A " * 1_000_000, "Content-Transfer-Encoding: base64\r\n"),
    "quoted-printable of equals signs": eml(b"=" * 2_000_000, "Content-Transfer-Encoding: quoted-printable\r\n"),
    "deep quotations in HTML": eml(b"<blockquote>a" * 20_000, "Content-Type: text/html\r\n"),
    "1 MB of opened tags": eml(b"<" * 1_000_000, "Content-Type: text/html\r\n"),
    "an mbox of envelopes": b"From x Tue Mar  5 10:00:00 2019\n" * 100_000,
    "printed, 1 MB of To lines": _PRINTED + b"To: x;\n" * 140_000,
}


def _zipped(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return held.getvalue()


def _nested_zips(depth: int, width: int) -> bytes:
    data = eml(b"innermost")
    for _ in range(depth):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(width):
                archive.writestr(f"{number}.zip", data)
        data = held.getvalue()
    return data


def bombs() -> dict[str, bytes]:
    """Files that unpack to very much, or are very long; made when asked for."""
    zeros = bytes(200_000_000)
    return {
        "a zip of 200 MB of zeros": _zipped("a", zeros),
        "a zip of 100 MB of one letter": _zipped("a.eml", eml(b"a" * 100_000_000)),
        "a gzip of 200 MB of zeros": gzip.compress(zeros),
        "zips in zips, 8 wide and 6 deep": _nested_zips(6, 8),
        "a line of 100 MB": eml(b"word " * 20_000_000),
        "100 MB of short lines": eml(b"some words here.\r\n" * 5_500_000),
        "10 MB of quote marks and words": eml(b"> a b c\r\n" * 1_100_000),
    }
