"""MapiItem → its header fields as a mail would carry them, and what is doubtful about them.

The transport headers are the nearest to what was sent. What they lack, or where none are kept, comes from the item's
properties. An Exchange user is often known by an X.500 name alone ("/o=Org/cn=Recipients/cn=jdoe"): it stays in the raw
mailbox, for nobody can tell the mail address from it.
"""

from __future__ import annotations

import re
from email.utils import format_datetime
from typing import NamedTuple

from evidence.mapi.objects import (
    ADDRESS_TYPE,
    CLIENT_SUBMIT_TIME,
    CREATION_TIME,
    DELIVERY_TIME,
    DISPLAY_BCC,
    DISPLAY_CC,
    DISPLAY_NAME,
    DISPLAY_TO,
    EMAIL_ADDRESS,
    IN_REPLY_TO,
    INTERNET_MESSAGE_ID,
    INTERNET_REFERENCES,
    MESSAGE_CLASS,
    RECIPIENT_TYPE,
    REPRESENTING_ADDRESS,
    REPRESENTING_NAME,
    REPRESENTING_SMTP,
    REPRESENTING_TYPE,
    SENDER_ADDRESS,
    SENDER_NAME,
    SENDER_SMTP,
    SENDER_TYPE,
    SMTP_ADDRESS,
    SUBJECT,
    TRANSPORT_HEADERS,
    MapiItem,
    Properties,
    moment_of,
    number,
)
from evidence.mapi.strings import message_charset, string, text_of
from evidence.mime import Headers, read_head

_MAIL_CLASSES = ("IPM.NOTE", "IPM.MICROSOFT MAIL.NOTE")
_TEXTS = {
    "subject": SUBJECT,
    "message-id": INTERNET_MESSAGE_ID,
    "in-reply-to": IN_REPLY_TO,
    "references": INTERNET_REFERENCES,
}
_TIMES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (CLIENT_SUBMIT_TIME, ()),
    (DELIVERY_TIME, ("date-guessed:delivery-time",)),
    (CREATION_TIME, ("date-guessed:creation-time",)),
)
_PEOPLE = ("from", "sender", "to", "cc", "bcc")
_X500 = re.compile(rb"</o=", re.IGNORECASE)
_ROLES = {1: "to", 2: "cc", 3: "bcc"}
_SHOWN = {"to": DISPLAY_TO, "cc": DISPLAY_CC, "bcc": DISPLAY_BCC}


class Fields(NamedTuple):
    """Header fields by lower-case name, and flags for what was not taken from a header."""

    headers: Headers
    flags: tuple[str, ...]
    date_flags: tuple[str, ...]


class _Person(NamedTuple):
    """Where an item keeps one mailbox: numbers of the properties."""

    name: int
    kind: int
    address: int
    smtp: int


_SENDER = _Person(SENDER_NAME, SENDER_TYPE, SENDER_ADDRESS, SENDER_SMTP)
_REPRESENTED = _Person(REPRESENTING_NAME, REPRESENTING_TYPE, REPRESENTING_ADDRESS, REPRESENTING_SMTP)
_RECIPIENT = _Person(DISPLAY_NAME, ADDRESS_TYPE, EMAIL_ADDRESS, SMTP_ADDRESS)


def header_fields(item: MapiItem) -> Fields:
    """The item's header."""
    kept = text_of(item, TRANSPORT_HEADERS).lstrip().encode("utf-8", "replace")
    stored = read_head(kept, 0, len(kept))[0]
    moment, date_flags = _date(item)
    made = {name: (_line(text_of(item, tag)),) for name, tag in _TEXTS.items()} | {"date": (moment,)} | _people(item)
    missing = {name: v for name, v in made.items() if any(v) and not any(filter(None, stored.get(name, ())))}
    if stored.get("from"):
        missing.pop("sender", None)
    unknown = any(_X500.search(value) for name in _PEOPLE for value in missing.get(name, ()))
    flags = (*item.flags, *_class_flags(item), *(("x500-address",) if unknown else ()))
    return Fields({**stored, **missing}, flags, date_flags if "date" in missing else ())


def _line(text: str) -> bytes:
    """One line for a header; PidTagSubject can begin with a mark and the length of "RE: "."""
    bare = text[2:] if text.startswith("\x01") else text
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", bare).split()).encode("utf-8", "replace")


def _people(item: MapiItem) -> dict[str, tuple[bytes, ...]]:
    charset = message_charset(item.properties)
    sender = _mailbox(item.properties, _SENDER, charset)
    represented = _mailbox(item.properties, _REPRESENTED, charset)
    found: dict[str, list[bytes]] = {"from": [represented or sender], "sender": [sender], "to": [], "cc": [], "bcc": []}
    for recipient in item.recipients:
        role = _ROLES.get((number(recipient, RECIPIENT_TYPE) or 1) & 0xF)
        if role:
            found[role].append(_mailbox(recipient, _RECIPIENT, charset))
    for role, tag in _SHOWN.items():
        if not any(found[role]):
            found[role] = [_quoted(name) for name in text_of(item, tag).split(";")]
    return {name: (b", ".join(filter(None, values)),) for name, values in found.items()}


def _mailbox(properties: Properties, place: _Person, charset: str | None) -> bytes:
    """A mailbox as a header writes it, "Name" <address>; the SMTP address before one of another kind."""
    name = string(properties.get(place.name), charset).text
    address = _line(
        string(properties.get(place.smtp), charset).text or string(properties.get(place.address), charset).text
    )
    if not address or (b"@" not in address and address.lower() == _line(name).lower()):
        return _quoted(name)
    return b"<%s>" % address if address.lower() == _line(name).lower() else b"%s <%s>" % (_quoted(name), address)


def _quoted(name: str) -> bytes:
    text = _line(name)
    return b'"%s"' % re.sub(rb'(["\\\\])', rb"\\\1", text) if text else b""


def _date(item: MapiItem) -> tuple[bytes, tuple[str, ...]]:
    """When it was sent; else when it came, else when it was made, each flagged. Without a zone where none is known."""
    for tag, flags in _TIMES:
        if found := moment_of(item.properties.get(tag)):
            moment, is_utc = found
            # RFC 5322, 3.3: "-0000" says that the zone is not known.
            return format_datetime(moment if is_utc else moment.replace(tzinfo=None)).encode("ascii"), flags
    return b"", ()


def _class_flags(item: MapiItem) -> tuple[str, ...]:
    """What kind of item it is, where it is no plain mail."""
    name = _line(text_of(item, MESSAGE_CLASS)).decode("ascii", "replace")
    return () if not name or name.upper().startswith(_MAIL_CLASSES) else (f"item-class:{name[:60]}",)
