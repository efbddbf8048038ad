"""A part of a mail → the bytes that were sent, and its text as a body: transfer encoding, charset and markup undone."""

from __future__ import annotations

import re

from evidence.charset_names import codec_of
from evidence.charsets import decode
from evidence.encoded_words import header_text
from evidence.enriched import enriched_to_text
from evidence.hashing import sha256_hex
from evidence.htmltext import html_to_text
from evidence.mime import MAIL_KINDS, Headers, Part, parameter
from evidence.model import Body, Text
from evidence.transfer import IDENTITY, transfer_decoded

_MARKUP = {"text/html": html_to_text, "text/enriched": enriched_to_text}
SEARCHED_FOR_CHARSET = 100_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE | re.ASCII)
_SHOWN, _NO_HELP = ("from", "to", "cc", "bcc", "sender", "subject"), frozenset(["us-ascii", "ascii", "utf-8", "utf8"])
# "Quoted-Printable ; x", "base64 (8 bit)": the word counts.
_ENCODING = re.compile(r"[\"'\s]*([^\s;(\"']*)")


def first(headers: Headers, name: str) -> bytes:
    """The raw value of a field's first occurrence; empty where it does not occur."""
    return next(iter(headers.get(name, ())), b"")


def sent(raw: bytes, part: Part) -> tuple[bytes, tuple[str, ...]]:
    """The part's bytes without their transfer encoding, and what was broken; multiparts and mails stand as they are."""
    stated = _ENCODING.match(header_text(first(part.headers, "content-transfer-encoding"))[0])
    encoding = stated[1].lower() if stated else ""
    if part.kind.startswith("multipart/") or (part.kind in MAIL_KINDS and encoding in IDENTITY):
        return raw[part.start : part.end], ()
    return transfer_decoded(raw[part.start : part.end], encoding)


def likely_charset(raw: bytes, headers: Headers) -> str | None:
    """The first charset beyond ASCII and UTF-8 that a mail names, where its own fields show raw 8-bit signs."""
    if all(value.isascii() for name in _SHOWN for value in headers.get(name, ())):
        return None
    named = (found[1].decode("ascii").lower() for found in _CHARSET.finditer(raw[:SEARCHED_FOR_CHARSET]))
    return next((name for name in named if codec_of(name) and name not in _NO_HELP), None)


def body_of(raw: bytes, part: Part, kind: str) -> Body:
    """The part's text, read as of the media type `kind`, with LF line ends."""
    data, doubts = sent(raw, part)
    text, guessed = decode(data, parameter(part, "content-type", "charset"))
    folded = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind in _MARKUP:
        folded = _MARKUP[kind](folded).replace("\r\n", "\n").replace("\r", "\n")
    flags = (*doubts, *guessed, *(("nul-characters",) if "\x00" in folded else ()))
    made = Text(part=part.number or "1", text=folded, sha256=sha256_hex(folded), flags=flags)
    return Body(text=made, spans=((0, len(folded)),))
