"""TNEF ([MS-OXTNEF]: winmail.dat, application/ms-tnef) → its MapiItem; what is broken is left out and flagged."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from evidence.mapi.objects import (
    ATTACH_DATA,
    ATTACH_LONG_FILE_NAME,
    BINARY,
    BODY,
    CLIENT_SUBMIT_TIME,
    DELIVERY_TIME,
    FIRST_NAMED,
    FIXED_SIZES,
    INTEGER32,
    LOCAL_EPOCH,
    LOCAL_TIME,
    MESSAGE_CLASS,
    MESSAGE_CODE_PAGE,
    MULTIPLE,
    OBJECT,
    SENDER_ADDRESS,
    SENDER_NAME,
    SENDER_TYPE,
    STRING8,
    SUBJECT,
    UNICODE,
    MapiAttachment,
    MapiItem,
    Properties,
    Property,
)

SIGNATURE = b"\x78\x9f\x3e\x22"
DEEPEST = 20
_OBJECT_ID_BYTES = 16
# Attributes by number: of the message, and of the attachment that began last.
_FROM, _SUBJECT, _BODY, _SENT, _RECEIVED, _CLASS = 0x8000, 0x8004, 0x800C, 0x8005, 0x8006, 0x8008
_CODE_PAGE, _PROPERTIES, _RECIPIENTS = 0x9007, 0x9003, 0x9004
_ATTACHMENT_BEGINS, _ATTACHMENT_PROPERTIES, _ATTACHMENT_DATA, _ATTACHMENT_TITLE = 0x9002, 0x9005, 0x800F, 0x8010


class _Attribute(NamedTuple):
    number: int
    data: bytes


class _Attached(NamedTuple):
    """An attachment under construction."""

    properties: dict[int, Property]
    plain: dict[int, Property]
    data: list[bytes]


def item_of(data: bytes, depth: int = 0) -> MapiItem:
    """The message in a TNEF stream; never raises for what stands in `data`."""
    flags: list[str] = []
    properties: dict[int, Property] = {}
    plain: dict[int, Property] = {}
    recipients: tuple[Properties, ...] = ()
    attached: list[_Attached] = []
    for number, value in _attributes(data, flags):
        if number == _ATTACHMENT_BEGINS:
            attached.append(_Attached({}, {}, []))
        elif number in (_ATTACHMENT_PROPERTIES, _ATTACHMENT_DATA, _ATTACHMENT_TITLE):
            attached = attached or [_Attached({}, {}, [])]
            _take_attached(number, value, attached[-1], flags)
        elif number == _PROPERTIES:
            properties |= _Values(value, 0).properties(flags)
        elif number == _RECIPIENTS:
            recipients += tuple(_rows(value, flags))
        else:
            plain |= _plain_property(number, value)
    held = tuple(_attachment(a, depth, flags) for a in attached)
    return MapiItem(plain | properties, recipients, held, tuple(dict.fromkeys(flags)))


def _attributes(data: bytes, flags: list[str]) -> Iterator[_Attribute]:
    at = 6
    while at + 9 <= len(data):
        level, number, _, size = struct.unpack_from("<BHHI", data, at)
        if level not in (1, 2):
            flags.append("tnef-broken")
            return
        value = data[at + 9 : at + 9 + size]
        check = data[at + 9 + size : at + 11 + size]
        if len(value) < size:
            flags.append("tnef-cut-off")
        elif len(check) == 2 and sum(value) & 0xFFFF != int.from_bytes(check, "little"):
            flags.append("tnef-checksum-wrong")
        yield _Attribute(number, value)
        at += 11 + size
    if data[at:].strip(b"\x00\r\n "):
        flags.append("tnef-cut-off")


def _take_attached(number: int, value: bytes, attached: _Attached, flags: list[str]) -> None:
    if number == _ATTACHMENT_PROPERTIES:
        attached.properties.update(_Values(value, 0).properties(flags))
    elif number == _ATTACHMENT_DATA:
        attached.data.append(value)
    else:
        attached.plain[ATTACH_LONG_FILE_NAME] = Property(STRING8, value)


def _attachment(attached: _Attached, depth: int, flags: list[str]) -> MapiAttachment:
    properties = dict(attached.plain | attached.properties)
    data = attached.data[0] if attached.data else None
    found = properties.pop(ATTACH_DATA, None)
    if found is not None and found.kind == OBJECT:
        inner = found.data[_OBJECT_ID_BYTES:]
        if inner.startswith(SIGNATURE):
            if depth < DEEPEST:
                return MapiAttachment(properties, None, item_of(inner, depth + 1))
            flags.append("attached-too-deep")
        data = data or inner
    elif found is not None and found.kind == BINARY:
        data = data or found.data
    return MapiAttachment(properties, data)


def _plain_property(number: int, value: bytes) -> Mapping[int, Property]:
    """An attribute of TNEF's own as the property that says the same; nothing where none does."""
    strings = {_SUBJECT: SUBJECT, _BODY: BODY, _CLASS: MESSAGE_CLASS}
    times = {_SENT: CLIENT_SUBMIT_TIME, _RECEIVED: DELIVERY_TIME}
    if number in strings:
        return {strings[number]: Property(STRING8, value)}
    if number in times and len(value) >= 12:
        days = _days(struct.unpack_from("<6H", value))
        return {times[number]: Property(LOCAL_TIME, struct.pack("<d", days))} if days else {}
    if number == _CODE_PAGE and len(value) >= 4:
        return {MESSAGE_CODE_PAGE: Property(INTEGER32, value[:4])}
    if number == _FROM and len(value) >= 8:
        _, _, name_size, address_size = struct.unpack_from("<4H", value)
        kind, _, address = value[8 + name_size : 8 + name_size + address_size].rstrip(b"\x00").partition(b":")
        texts = {SENDER_NAME: value[8 : 8 + name_size], SENDER_TYPE: kind, SENDER_ADDRESS: address}
        return {tag: Property(STRING8, text) for tag, text in texts.items()}
    return {}


def _days(parts: tuple[int, ...]) -> float | None:
    """Days since the end of 1899, as a LOCAL_TIME counts: a date of TNEF's own is the sender's local time."""
    try:
        year, month, day, hour, minute, second = parts
        moment = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
    except ValueError:
        return None
    return (moment - LOCAL_EPOCH) / dt.timedelta(days=1)


def _rows(value: bytes, flags: list[str]) -> Iterator[Properties]:
    reading = _Values(value, 4)
    for _ in range(int.from_bytes(value[:4], "little")):
        if reading.at >= len(value):
            flags.append("tnef-cut-off")
            return
        yield reading.properties(flags)


class _Values:
    """Properties as TNEF writes them, read one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def properties(self, flags: list[str]) -> dict[int, Property]:
        """As many as can be read; of several values of one property the first."""
        found: dict[int, Property] = {}
        try:
            for _ in range(self._number()):
                kind, tag = struct.unpack_from("<HH", self.data, self.at)
                self.at += 4
                if tag >= FIRST_NAMED:
                    self._pass_over_name()
                values = self._values(kind)
                if tag < FIRST_NAMED and values and tag not in found:
                    found[tag] = Property(kind & ~MULTIPLE, values[0])
        except struct.error:
            flags.append("tnef-cut-off")
            self.at = len(self.data)
        return found

    def _number(self) -> int:
        (found,) = struct.unpack_from("<I", self.data, self.at)
        self.at += 4
        return int(found)

    def _take(self, size: int) -> bytes:
        if self.at + size > len(self.data):
            raise struct.error("cut off")
        value = self.data[self.at : self.at + size]
        self.at += (size + 3) // 4 * 4
        return value

    def _pass_over_name(self) -> None:
        self._take(16)
        if self._number() == 1:
            self._take(self._number())
        else:
            self._number()

    def _values(self, kind: int) -> list[bytes]:
        plain = kind & ~MULTIPLE
        if plain in (STRING8, UNICODE, BINARY, OBJECT):
            return [self._take(self._number()) for _ in range(self._number())]
        if plain not in FIXED_SIZES:
            raise struct.error(f"type {kind:#x} is not known")
        return [self._take(FIXED_SIZES[plain]) for _ in range(self._number() if kind & MULTIPLE else 1)]
