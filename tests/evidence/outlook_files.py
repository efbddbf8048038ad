"""Invented Outlook files for the tests of `evidence`: compound files, .msg, TNEF, compressed RTF, written by hand."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evidence.mapi.objects import BINARY, FIXED_SIZES, INTEGER32, STRING8, TIME, UNICODE

FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096
Tree = Mapping[str, "bytes | Tree"]
Values = Mapping[int, str | bytes | int | dt.datetime]


class Item(NamedTuple):
    """An item to write: strings are written as Unicode, bytes as 8-bit strings or, for HTML and RTF, as binary."""

    values: Values
    recipients: Sequence[Values] = ()
    attachments: Sequence[tuple[Values, bytes | Item | None]] = ()


SENT = dt.datetime(2019, 3, 5, 15, 0, tzinfo=dt.UTC)
BINARY_TAGS = frozenset([0x1009, 0x1013, 0x3701, 0x7FFF])


def ada_to_bram(**changes: object) -> dict[int, str | bytes | int | dt.datetime]:
    """The values of a plain mail from Ada Quill to Bram Otter; `t1000=None` leaves out the value with tag 0x1000."""
    values: dict[int, object] = {
        0x001A: "IPM.Note",
        0x0037: "Pilot",
        0x0039: SENT,
        0x0C1A: "Ada Quill",
        0x0C1E: "SMTP",
        0x0C1F: "ada@vendor.example",
        0x1000: "The trial went well.",
        0x1035: "<one@vendor.example>",
    }
    values |= {int(name[1:], 16): value for name, value in changes.items()}
    return {tag: value for tag, value in values.items() if value is not None}  # type: ignore[misc]


BRAM: Values = {0x0C15: 1, 0x3001: "Bram Otter", 0x3002: "SMTP", 0x3003: "bram@agency.example"}


def encoded(tag: int, value: str | bytes | int | dt.datetime) -> tuple[int, bytes]:
    """Type and bytes of a value."""
    if isinstance(value, str):
        return UNICODE, value.encode("utf-16-le")
    if isinstance(value, bytes):
        return (BINARY if tag in BINARY_TAGS else STRING8), value
    if isinstance(value, dt.datetime):
        return TIME, int((value - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)).total_seconds() * 10_000_000).to_bytes(
            8, "little"
        )
    return INTEGER32, value.to_bytes(4, "little")


def msg(item: Item) -> bytes:
    """A .msg file."""
    return compound_file(_storage(item, 32))


def _storage(item: Item, head: int) -> dict[str, bytes | Tree]:
    tree = _properties(item.values, head)
    for number, recipient in enumerate(item.recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = _properties(recipient, 8)
    for number, (values, held) in enumerate(item.attachments):
        below = _properties(values | ({0x3701: held} if isinstance(held, bytes) else {}), 8)  # type: ignore[operator]
        if isinstance(held, Item):
            below["__substg1.0_3701000D"] = _storage(held, 24)
        tree[f"__attach_version1.0_#{number:08X}"] = below
    return tree


def _properties(values: Values, head: int) -> dict[str, bytes | Tree]:
    tree: dict[str, bytes | Tree] = {}
    table = bytes(head)
    for tag, value in values.items():
        kind, data = encoded(tag, value)
        if kind in FIXED_SIZES:
            table += struct.pack("<HHI", kind, tag, 6) + data.ljust(8, b"\x00")
        else:
            table += struct.pack("<HHIII", kind, tag, 6, len(data), 0)
            tree[f"__substg1.0_{tag:04X}{kind:04X}"] = data
    return {"__properties_version1.0": table, **tree}


class _Entry(NamedTuple):
    """A directory entry to write."""

    name: str
    kind: int
    child: int
    right: int
    data: bytes


def compound_file(tree: Tree) -> bytes:
    """A compound file with 512-byte sectors that holds `tree`: streams as bytes, storages as trees."""
    entries = [_Entry("Root Entry", 5, FREE, FREE, b"")]
    _add(entries, 0, tree)
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = bytearray(), []
    starts = []
    for entry in entries:
        if entry.kind != 2 or len(entry.data) >= CUTOFF:
            starts.append(_chain(sectors, fat, entry.data) if entry.data else END)
        else:
            first, count = len(mini) // MINI, -(-len(entry.data) // MINI)
            starts.append(first if count else END)
            mini += entry.data.ljust(count * MINI, b"\x00")
            mini_fat += [*range(first + 1, first + count), END][:count]
    starts[0] = _chain(sectors, fat, bytes(mini)) if mini else END
    packed = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_start = _chain(sectors, fat, packed.ljust(-(-len(packed) // SECTOR) * SECTOR, b"\xff")) if mini_fat else END
    directory = b"".join(_directory_entry(e, s, len(mini)) for e, s in zip(entries, starts, strict=True))
    directory_start = _chain(sectors, fat, directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\x00"))
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    first_fat = len(sectors)
    fat += [FAT_SECTOR] * fat_sectors
    fat += [FREE] * (fat_sectors * SECTOR // 4 - len(fat))
    places = (fat_sectors, directory_start, 0, CUTOFF, mini_start, len(packed) // SECTOR + 1, END, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16xHHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, *places)
    numbers = [*range(first_fat, first_fat + fat_sectors)]
    head += struct.pack("<109I", *numbers, *([FREE] * (109 - fat_sectors)))
    return head + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    before = None
    for name, held in tree.items():
        number = len(entries)
        data = held if isinstance(held, bytes) else b""
        entries.append(_Entry(name, 2 if isinstance(held, bytes) else 1, FREE, FREE, data))
        if before is None:
            entries[parent] = entries[parent]._replace(child=number)
        else:
            entries[before] = entries[before]._replace(right=number)
        before = number
        if not isinstance(held, bytes):
            _add(entries, number, held)


def _chain(sectors: list[bytes], fat: list[int], data: bytes) -> int:
    first, count = len(sectors), -(-len(data) // SECTOR)
    sectors += [data[i * SECTOR : (i + 1) * SECTOR].ljust(SECTOR, b"\x00") for i in range(count)]
    fat += [*range(first + 1, first + count), END]
    return first


def _directory_entry(entry: _Entry, start: int, mini_bytes: int) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\x00\x00"
    size = mini_bytes if entry.kind == 5 else len(entry.data)
    tail = struct.pack("<HBBIII36xIQ", len(name), entry.kind, 1, FREE, entry.right, entry.child, start, size)
    return name.ljust(64, b"\x00") + tail


def tnef(item: Item, *attributes: tuple[int, int, bytes]) -> bytes:
    """A TNEF stream; `attributes` (level, number, data) come before the properties."""
    out = b"\x78\x9f\x3e\x22\x01\x00"
    for level, number, data in [(1, 0x00069007, struct.pack("<II", 1252, 0)), *attributes]:
        out += attribute(level, number, data)
    out += attribute(1, 0x00069003, tnef_properties(item.values))
    if item.recipients:
        rows = struct.pack("<I", len(item.recipients)) + b"".join(map(tnef_properties, item.recipients))
        out += attribute(1, 0x00069004, rows)
    for values, held in item.attachments:
        out += attribute(2, 0x00069002, bytes(14))
        extra = b""
        if isinstance(held, Item):
            inner = bytes(16) + tnef(held)
            extra = struct.pack("<HHII", 0x0D, 0x3701, 1, len(inner)) + inner.ljust(-(-len(inner) // 4) * 4, b"\x00")
        elif held is not None:
            out += attribute(2, 0x0006800F, held)
        packed = tnef_properties(values)
        count = struct.unpack_from("<I", packed)[0] + bool(extra)
        out += attribute(2, 0x00069005, struct.pack("<I", count) + packed[4:] + extra)
    return out


def attribute(level: int, number: int, data: bytes) -> bytes:
    """One attribute of a TNEF stream, with its checksum."""
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def tnef_properties(values: Values) -> bytes:
    """Properties as TNEF writes them."""
    out = struct.pack("<I", len(values))
    for tag, value in values.items():
        kind, data = encoded(tag, value)
        out += struct.pack("<HH", kind, tag)
        if kind not in FIXED_SIZES:
            out += struct.pack("<II", 1, len(data))
        out += data.ljust(-(-len(data) // 4) * 4, b"\x00")
    return out


def packed_rtf(rtf: bytes, checksum: int | None = None) -> bytes:
    """PidTagRtfCompressed with literal bytes only: every control byte is 0, the last run says that it ends."""
    body, write = b"", 207
    for at in range(0, len(rtf), 8):
        run = rtf[at : at + 8]
        write = (write + len(run)) % 4096
        if len(run) < 8:
            body += bytes([1 << len(run)]) + run + struct.pack(">H", write << 4)
            break
        body += b"\x00" + run
    else:
        body += b"\x01" + struct.pack(">H", write << 4)
    crc = (zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF) if checksum is None else checksum
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", crc) + body
