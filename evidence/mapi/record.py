"""MapiItem ⇄ bytes that depend on nothing but its properties: what an item without bytes of its own is hashed by.

Layout, integers little-endian with 32 bits: the mark; the properties; the number of recipients and the properties of
each; the number of attachments and, for each, its properties, a byte (0 nothing, 1 data, 2 item), a length and that
many bytes, an item in this layout again; the number of flags, each a length and ASCII. Properties are their number and,
in the order of their tags, for each: tag (16 bits), type (16 bits), length, bytes. Named properties are left out.
"""

from __future__ import annotations

import struct

from evidence.mapi.objects import FIRST_NAMED, MapiAttachment, MapiItem, Properties, Property

MARK = b"\x89MAPI record 1\r\n\x1a"


def to_bytes(item: MapiItem) -> bytes:
    """The item with all that is attached to it, as bytes."""
    parts = [MARK, _packed(item.properties), struct.pack("<I", len(item.recipients))]
    parts += [_packed(recipient) for recipient in item.recipients]
    parts.append(struct.pack("<I", len(item.attachments)))
    for attachment in item.attachments:
        held = attachment.data or b""
        if attachment.item is not None:
            held = to_bytes(attachment.item)
        kind = 2 if attachment.item is not None else 0 if attachment.data is None else 1
        parts += [_packed(attachment.properties), struct.pack("<BI", kind, len(held)), held]
    parts.append(struct.pack("<I", len(item.flags)))
    for flag in item.flags:
        name = flag.encode("ascii", "replace")
        parts += [struct.pack("<I", len(name)), name]
    return b"".join(parts)


def _packed(properties: Properties) -> bytes:
    kept = sorted((tag, found) for tag, found in properties.items() if tag < FIRST_NAMED)
    parts = [struct.pack("<I", len(kept))]
    for tag, found in kept:
        parts += [struct.pack("<HHI", tag, found.kind, len(found.data)), found.data]
    return b"".join(parts)


def from_bytes(data: bytes) -> MapiItem:
    """The item in `data`.

    Raises:
        ValueError: `data` is no such record, or is cut off.
    """
    if not data.startswith(MARK):
        raise ValueError("no MAPI record")
    reading = _Reading(data, len(MARK))
    try:
        properties = reading.properties()
        recipients = tuple(reading.properties() for _ in range(reading.count()))
        attachments = tuple(reading.attachment() for _ in range(reading.count()))
        flags = tuple(reading.take(reading.count()).decode("ascii") for _ in range(reading.count()))
    except struct.error as error:
        raise ValueError(f"the MAPI record is cut off: {error}") from error
    return MapiItem(properties, recipients, attachments, flags)


class _Reading:
    """Bytes and how far they are read."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def count(self) -> int:
        (found,) = struct.unpack_from("<I", self.data, self.at)
        self.at += 4
        return int(found)

    def take(self, size: int) -> bytes:
        if self.at + size > len(self.data):
            raise struct.error(f"{size} bytes expected at {self.at}")
        self.at += size
        return self.data[self.at - size : self.at]

    def properties(self) -> Properties:
        found = {}
        for _ in range(self.count()):
            tag, kind, size = struct.unpack_from("<HHI", self.data, self.at)
            self.at += 8
            found[tag] = Property(kind, self.take(size))
        return found

    def attachment(self) -> MapiAttachment:
        properties = self.properties()
        kind, size = struct.unpack_from("<BI", self.data, self.at)
        self.at += 5
        held = self.take(size)
        if kind == 2:
            return MapiAttachment(properties, None, from_bytes(held))
        return MapiAttachment(properties, held if kind else None)
