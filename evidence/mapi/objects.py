"""The nouns of Outlook's files: property, attachment, item; and the numbers of the properties that are read.

Names and numbers are those of [MS-OXPROPS]; types those of [MS-OXCDATA] 2.11.1.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Mapping
from typing import NamedTuple

INTEGER32, LOCAL_TIME, BOOLEAN, OBJECT, STRING8, UNICODE, TIME, BINARY = 0x03, 0x07, 0x0B, 0x0D, 0x1E, 0x1F, 0x40, 0x102
MULTIPLE = 0x1000
UTC_EPOCH, LOCAL_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC), dt.datetime(1899, 12, 30, tzinfo=dt.UTC)
FIXED_SIZES = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}
FIRST_NAMED = 0x8000

MESSAGE_CLASS, SUBJECT = 0x001A, 0x0037
CLIENT_SUBMIT_TIME, DELIVERY_TIME, CREATION_TIME = 0x0039, 0x0E06, 0x3007
TRANSPORT_HEADERS = 0x007D
REPRESENTING_NAME, REPRESENTING_TYPE, REPRESENTING_ADDRESS, REPRESENTING_SMTP = 0x0042, 0x0064, 0x0065, 0x5D02
SENDER_NAME, SENDER_TYPE, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1E, 0x0C1F, 0x5D01
DISPLAY_BCC, DISPLAY_CC, DISPLAY_TO = 0x0E02, 0x0E03, 0x0E04
RECIPIENT_TYPE, DISPLAY_NAME, ADDRESS_TYPE, EMAIL_ADDRESS, SMTP_ADDRESS = 0x0C15, 0x3001, 0x3002, 0x3003, 0x39FE
BODY, REPORT_TEXT, RTF_COMPRESSED, HTML = 0x1000, 0x1001, 0x1009, 0x1013
INTERNET_MESSAGE_ID, INTERNET_REFERENCES, IN_REPLY_TO = 0x1035, 0x1039, 0x1042
ATTACH_DATA, ATTACH_FILE_NAME, ATTACH_METHOD, ATTACH_LONG_FILE_NAME = 0x3701, 0x3704, 0x3705, 0x3707
ATTACH_MIME_TAG = 0x370E
INTERNET_CODE_PAGE, MESSAGE_CODE_PAGE = 0x3FDE, 0x3FFD
EMBEDDED_MESSAGE = 5


class Property(NamedTuple):
    """A value as it is stored: its type, and its bytes (little-endian; strings without a final NUL are the rule)."""

    kind: int
    data: bytes


Properties = Mapping[int, Property]


class MapiItem(NamedTuple):
    """A message, appointment or the like. `flags` say what was broken in what it was read from."""

    properties: Properties
    recipients: tuple[Properties, ...] = ()
    attachments: tuple[MapiAttachment, ...] = ()
    flags: tuple[str, ...] = ()


class MapiAttachment(NamedTuple):
    """A file, or another item, that is attached to an item; `data` is None where its bytes are not there."""

    properties: Properties
    data: bytes | None
    item: MapiItem | None = None


def moment_of(found: Property | None) -> tuple[dt.datetime, bool] | None:
    """A time property to the second, and whether it is UTC (else somebody's local time); None where it states none."""
    try:
        if found and found.kind == TIME and (ticks := int.from_bytes(found.data[:8], "little")):
            return UTC_EPOCH + dt.timedelta(seconds=ticks // 10_000_000), True
        if found and found.kind == LOCAL_TIME and len(found.data) == 8:
            days = struct.unpack("<d", found.data)[0]
            return LOCAL_EPOCH + dt.timedelta(seconds=round(days * 86_400)), False
    except (OverflowError, ValueError):
        return None
    return None


def number(properties: Properties, tag: int) -> int | None:
    """An integer property; None where it is not stated."""
    found = properties.get(tag)
    return int.from_bytes(found.data[:4], "little") if found and found.kind in (INTEGER32, 0x02, BOOLEAN) else None
