"""Raw bytes × locator → the text that a quote is cut from, by the standard library alone; None where it is no judge.

It shares no code with the readers. It judges plain kinds alone: a text part of a mail that `email` parses without a
defect and whose charset is the stated one or UTF-8, a printed text in UTF-8, a string of a JSON file in UTF-8.
"""

from __future__ import annotations

import codecs
import datetime as dt
import email
import email.utils
import json
import re
from email.message import Message
from typing import NamedTuple

from evidence.model import Span

_SECTION = re.compile(r"\d+(?:\.\d+)*")
_PLAIN_ENCODINGS = frozenset(["", "7bit", "8bit", "binary", "base64", "quoted-printable"])
# Charsets in which a mistake cannot hide: what the codec of that name reads strictly is what was sent.
_CHARSETS = re.compile(r"us-ascii|utf-8|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]", re.IGNORECASE)
_WINDOWS = re.compile(rb"[\x80-\x9f]")
_HALF = re.compile(r"\d\s*[AP]\.?M\b", re.IGNORECASE)
EARLIEST = 1900
# Blanks behind a soft line break, a zone that touches other signs, a half-day clock: `email` reads them otherwise.
_BLANK_BREAK = re.compile(r"=[ \t]+(?:\r?\n|\Z)")
_ZONE = re.compile(r"\d\s+[+-]\d{4}(?:\s*\([^()]*\))?\s*$")


class Header(NamedTuple):
    """What `email` says of a mail's sender and date; None where it is no judge."""

    address: str | None
    date: str | None


def text_again(data: bytes, raw: Span, part: str | None) -> str | None:
    """The decoded text of a part.

    Args:
        data: the file's or member's bytes; a slice of them is bytes, also where the file is mapped.
        raw: the message's range in them.
        part: a MIME section number, a JSON pointer, or None for the whole of a printed text.
    """
    if part is None:
        return None if b"%PDF-" in data[:1024] else _strict(data[:].removeprefix(codecs.BOM_UTF8), "utf-8")
    if part.startswith("/"):
        return _string_of_json(data, part)
    if _SECTION.fullmatch(part) is None:
        return None
    mail = _parsed(data[slice(*raw)])
    return _text_of(mail, part) if mail is not None else None


def header_again(data: bytes, raw: Span) -> Header:
    """Sender's address and date of a mail whose header is plain ASCII and states each once."""
    mail = _parsed(data[slice(*raw)])
    if mail is None:
        return Header(None, None)
    return Header(_address(mail), _date(mail))


def _parsed(raw: bytes) -> Message | None:
    # What stands before the first field (a mark, an envelope) is read differently by different programs.
    if not re.match(rb"[!-9;-~]+:", raw):
        return None
    mail = email.message_from_bytes(raw)
    return None if mail.defects else mail


def _text_of(mail: Message, part: str) -> str | None:
    here = mail
    for number in part.split(".") if mail.is_multipart() else []:
        below = here.get_payload()
        if here.defects or not isinstance(below, list) or here.get_content_maintype() != "multipart":
            return None
        child = below[int(number) - 1] if 1 <= int(number) <= len(below) else None
        if not isinstance(child, Message):
            return None
        here = child
    stated = str(here.get("Content-Transfer-Encoding", "")).strip().lower()
    if here.defects or here.is_multipart() or here.get_content_type() != "text/plain" or stated not in _PLAIN_ENCODINGS:
        return None
    if stated == "quoted-printable" and _BLANK_BREAK.search(str(here.get_payload())):
        return None
    payload = here.get_payload(decode=True)
    charset = here.get_param("charset", "utf-8")
    if not isinstance(payload, bytes) or here.defects or not isinstance(charset, str):
        return None
    return _strict(payload, charset) if _CHARSETS.fullmatch(charset) else None


def _strict(data: bytes, charset: str) -> str | None:
    if re.match(r"iso-8859-", charset, re.IGNORECASE) and _WINDOWS.search(data):
        # WHATWG Encoding: Latin-1 with bytes at 80-9F is windows-1252, unless it is UTF-8; of others this is no judge.
        if charset.lower() != "iso-8859-1" or _strict(data, "utf-8") is not None:
            return None
        charset = "windows-1252"
    try:
        text = data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _string_of_json(data: bytes, pointer: str) -> str | None:
    try:
        value = json.loads(data[:].decode("utf-8-sig"))
        for key in pointer.removeprefix("/").split("/"):
            value = value[int(key)] if isinstance(value, list) else value[key]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if not isinstance(value, str):
        return None
    return re.sub(r"[\ud800-\udfff]", "\ufffd", value).replace("\r\n", "\n").replace("\r", "\n")


def _once(mail: Message, name: str) -> str | None:
    values = [str(value) for value in mail.get_all(name, [])]
    plain = len(values) == 1 and values[0].isascii() and values[0].isprintable() and "=?" not in values[0]
    return values[0] if plain else None


def _address(mail: Message) -> str | None:
    stated = _once(mail, "From")
    if stated is None or not re.fullmatch(
        r"(?:[\w ,.'-]+|\"[\w ,.'-]*\")?\s*<\w[\w.+-]*@[\w.-]+>|\w[\w.+-]*@[\w.-]+", stated
    ):
        return None
    return email.utils.parseaddr(stated)[1].lower() or None


def _date(mail: Message) -> str | None:
    stated = _once(mail, "Date")
    if stated is None or not _ZONE.search(stated) or "-0000" in stated or _HALF.search(stated):
        return None
    try:
        moment = email.utils.parsedate_to_datetime(stated)
    except (ValueError, TypeError, IndexError):
        return None
    # A year of three digits is read here as it stands, not as RFC 5322 says.
    known = isinstance(moment, dt.datetime) and moment.tzinfo and moment.year >= EARLIEST
    return moment.isoformat() if known else None
