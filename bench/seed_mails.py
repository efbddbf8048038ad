"""The invented mails that mutants are made of, by name; no person, office or event in them is real."""

from __future__ import annotations

import base64

_HEAD = (
    b"From: Ada Quill <ada@vendor.example>\r\n"
    b"To: Bram Otter <bram@agency.example>, Cleo Marsh <cleo@agency.example>\r\n"
    b"Cc: =?utf-8?q?Edda_R=C3=A9ed?= <edda@agency.example>\r\n"
    b"Date: Tue, 05 Mar 2019 10:00:00 -0500\r\n"
    b"Subject: =?iso-8859-1?q?Harbour_pilot=E9?= trial\r\n"
    b"Message-ID: <one@vendor.example>\r\nMIME-Version: 1.0\r\n"
)
_WORDS = (
    "The pilot went well, Bram. We read 40 records on Monday; the crane stood still.\r\n\r\nCould you send the tide "
    "tables before Friday? Thanks,\r\nAda\r\n\r\n-- \r\nAda Quill | Vendor | 555-010-2000 | www.vendor.example\r\n"
)
_QUOTED = (
    "On Mon, Mar 4, 2019 at 9:05 AM, Bram Otter <bram@agency.example> wrote:\r\n> Is the pilot on?\r\n> > It was.\r\n"
    "> Sent from my phone\r\n"
)
_OUTLOOK = (
    "-----Original Message-----\r\nFrom: Bram Otter\r\nSent: Monday, March 4, 2019 9:05 AM\r\nTo: Ada Quill\r\n"
    "Subject: RE: Pilot\r\n\r\nIs the pilot on?\r\n\r\nThis e-mail is confidential and "
    "intended only for the addressee.\r\n"
)
_HTML = (
    "<html><head><style>p{}</style></head><body><p>The pilot &amp; the crane.</p><blockquote><div>Is it "
    "on?</div></blockquote><p style='display:none'>hidden</p><table><tr><td>a</td><td>b</td></tr></table></body></html>"
)


def _plain(text: str, charset: str = "utf-8", encoding: bytes = b"8bit") -> bytes:
    kind = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: ".encode()
    return kind + encoding + b"\r\n\r\n" + text.encode(charset)


def _parts(kind: str, *parts: bytes, boundary: str = "=_cut") -> bytes:
    inner = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
        + inner
        + f"--{boundary}--\r\n".encode()
    )


_CODED = base64.encodebytes(_WORDS.encode())
_MAIL = _HEAD + _plain(_WORDS + _QUOTED + _OUTLOOK)
_ATTACHED = b"Content-Type: message/rfc822\r\n\r\n" + _HEAD + _plain("Attached words. They stand alone.")
_FILE = b'Content-Type: text/csv\r\nContent-Disposition: attachment; filename="t.csv"\r\n\r\nday,crane\r\n1,still\r\n'
_ENVELOPE = b"From ada@vendor.example Tue Mar  5 10:00:00 2019\n"

SEEDS = {
    "plain": _MAIL,
    "latin-1": _HEAD + _plain(_WORDS.replace("well", "très bien"), "iso-8859-1"),
    "quoted-printable": _HEAD + _plain("caf=C3=A9 is o=\r\npen. It works=2E", encoding=b"quoted-printable"),
    "base64": _HEAD + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + _CODED,
    "japanese": _HEAD + _plain("港の記録は月曜日に読みました。", "iso-2022-jp", b"7bit"),
    "alternative": _HEAD + _parts("alternative", _plain(_WORDS), b"Content-Type: text/html\r\n\r\n" + _HTML.encode()),
    "html": _HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + _HTML.encode(),
    "mixed": _HEAD + _parts("mixed", _parts("related", _plain(_WORDS), boundary="in"), _FILE, _ATTACHED),
    "mbox": b"".join(_ENVELOPE + _MAIL.replace(b"\r\n", b"\n") + b"\n" for _ in range(3)),
    "printed": (
        b"UNCLASSIFIED\nRELEASE IN PART B6\n\nFrom: Bram Otter\nSent: Friday, March 1, 2019 8:15 AM\nTo: Ada Quill\n"
        b"Subject: Pilot\n\nWe have the records. They\n\n"
        b"NYPD-CV-000123\n\x0cwere read on Monday.\n\nFrom: Ada\nSent: 3/1/2019\n"
        b"To: Bram\n\nIs the pilot on?\n\nNYPD-CV-000124\n"
    ),
    "json": (
        b'{"names": ["Ada Quill", "Bram Otter"], "emails": [[{"sender": 0, "recipients": [1], "cc": [], "subject": "P",'
        b' "time": "2019-03-05T10:00:00", "body": "The pilot \\u00e9 went well.\\nAda"}]]}'
    ),
}
NO_MAILS = frozenset(["mbox", "printed", "json"])
