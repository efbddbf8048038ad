"""Invented Outlook mailboxes for the tests of `evidence`: small Unicode .pst files ([MS-PST]), written by hand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evidence.mapi.objects import BOOLEAN, FIXED_SIZES, INTEGER32
from tests.evidence.outlook_files import Item, Values, encoded

PAGE, HEADER_BYTES = 512, 564
STORE, ROOT_FOLDER = 0x21, 0x122
FOLDER, MESSAGE, ATTACHMENT = 0x02, 0x04, 0x05
FOLDERS_TABLE, ITEMS_TABLE = 0x0D, 0x0E
ATTACHMENTS_TABLE, RECIPIENTS_TABLE = 0x671, 0x692
ROW_ID = 0x67F2
DATA_OBJECT = 0x3701


class Folder(NamedTuple):
    """A folder to write, with the items and folders in it."""

    name: str
    items: Sequence[Item] = ()
    folders: Sequence[Folder] = ()


class _Node(NamedTuple):
    number: int
    data: int
    below: int
    parent: int


class _Writer:
    """A mailbox under construction: blocks one after the other, then the two trees that find them."""

    def __init__(self) -> None:
        self.out = bytearray(PAGE * 2)
        self.blocks: list[tuple[int, int, int]] = []
        self.nodes: list[_Node] = []
        self.last_node = 0x400

    def block(self, data: bytes, *, internal: bool = False) -> int:
        """Write a block; its number."""
        number = (len(self.blocks) + 1) * 4 | (2 if internal else 0)
        place = len(self.out)
        self.blocks.append((number, place, len(data)))
        size = -(-(len(data) + 16) // 64) * 64
        trailer = struct.pack("<HHIQ", len(data), _signature(place, number), _crc(data), number)
        self.out += data.ljust(size - 16, b"\x00") + trailer
        return number

    def below(self, nodes: Sequence[_Node]) -> int:
        """Write the nodes that lie below another; the number of their block, 0 where there are none."""
        if not nodes:
            return 0
        entries = b"".join(struct.pack("<QQQ", n.number, n.data, n.below) for n in sorted(nodes))
        return self.block(struct.pack("<BBHI", 2, 0, len(nodes), 0) + entries, internal=True)

    def number(self, kind: int) -> int:
        """A new node number."""
        self.last_node += 1
        return self.last_node << 5 | kind

    def folder(self, folder: Folder, number: int, parent: int) -> None:
        """Write a folder with all that is in it, and the tables that list it."""
        self.nodes.append(_Node(number, self.block(property_context({0x3001: folder.name})), 0, parent))
        items = [self.item(item)._replace(parent=number) for item in folder.items]
        inner = [(self.number(FOLDER), one) for one in folder.folders]
        for place, listed in ((FOLDERS_TABLE, [n for n, _ in inner]), (ITEMS_TABLE, [n.number for n in items])):
            rows = [{ROW_ID: below, 0x0E0F: 1} for below in listed]
            self.nodes.append(_Node(number - FOLDER + place, self.block(table(rows)), 0, 0))
        self.nodes += items
        for below, one in inner:
            self.folder(one, below, number)

    def item(self, item: Item) -> _Node:
        """Write an item with its recipients and attachments."""
        below = []
        if item.recipients:
            below.append(_Node(RECIPIENTS_TABLE, self.block(table(item.recipients)), 0, 0))
        held = [self.attachment(values, data) for values, data in item.attachments]
        if held:
            rows = [{ROW_ID: node.number, 0x3705: 1} for node in held]
            below += [_Node(ATTACHMENTS_TABLE, self.block(table(rows)), 0, 0), *held]
        return _Node(self.number(MESSAGE), self.block(property_context(item.values)), self.below(below), 0)

    def attachment(self, values: Values, held: bytes | Item | None) -> _Node:
        """Write a file or an item that is attached."""
        number = self.number(ATTACHMENT)
        if not isinstance(held, Item):
            data = self.block(property_context({0x3705: 1, **values, DATA_OBJECT: held or b""}))
            return _Node(number, data, 0, 0)
        inner = self.item(held)
        reference = struct.pack("<II", inner.number, 1000)
        data = self.block(property_context({0x3705: 5, **values}, {DATA_OBJECT: reference}))
        return _Node(number, data, self.below([inner]), 0)

    def tree(self, kind: int, entries: Sequence[bytes]) -> tuple[int, int]:
        """Write the pages of a tree, entries in order of their numbers; number and place of its root."""
        room = 488 // len(entries[0])
        runs = [entries[at : at + room] for at in range(0, len(entries), room)]
        pages = [(run[0][:8], *self.page(kind, run, 0)) for run in runs]
        if len(pages) == 1:
            return pages[0][1:]
        assert len(pages) <= 20, "two levels hold no more: write fewer items"
        return self.page(kind, [first + struct.pack("<QQ", number, place) for first, number, place in pages], 1)

    def page(self, kind: int, entries: Sequence[bytes], level: int) -> tuple[int, int]:
        """Write one page of a tree; its number and place."""
        self.out += bytes(-len(self.out) % PAGE)
        place, number = len(self.out), 0x10000 + len(self.out) // PAGE * 4
        width = len(entries[0])
        page = b"".join(entries).ljust(488, b"\x00") + struct.pack(
            "<BBBBI", len(entries), 488 // width, width, level, 0
        )
        self.out += page + struct.pack("<BBHIQ", kind, kind, _signature(place, number), _crc(page), number)
        return number, place


def pst(*folders: Folder, orphans: Sequence[Item] = ()) -> bytes:
    """A mailbox with these folders, and items whose folder is gone; some dozens of items and folders at most."""
    writer = _Writer()
    writer.nodes.append(_Node(STORE, writer.block(property_context({0x3001: "Mailbox"})), 0, 0))
    writer.folder(Folder("Mailbox", (), folders), ROOT_FOLDER, ROOT_FOLDER)
    writer.nodes += [writer.item(item)._replace(parent=0x7FF0 << 5 | FOLDER) for item in orphans]
    nodes = [struct.pack("<QQQII", n.number, n.data, n.below, n.parent, 0) for n in sorted(writer.nodes)]
    node_tree = writer.tree(0x81, nodes)
    block_tree = writer.tree(0x80, [struct.pack("<QQHHI", n, place, size, 2, 0) for n, place, size in writer.blocks])
    writer.out += bytes(-len(writer.out) % PAGE)
    head = bytearray(HEADER_BYTES)
    head[8:24] = struct.pack("<2sHHBBII", b"SM", 23, 19, 1, 1, 0, 0)
    head[184:252] = struct.pack("<QQQQQQQQI", len(writer.out), 0x4400, 0, 0, *node_tree, *block_tree, 2)
    head[512:514] = b"\x80\x00"
    head[516:524] = struct.pack("<Q", (len(writer.blocks) + 1) * 4)
    head[:4] = b"!BDN"
    head[4:8] = struct.pack("<I", _crc(bytes(head[8:479])))
    head[524:528] = struct.pack("<I", _crc(bytes(head[8:524])))
    writer.out[:HEADER_BYTES] = head
    return bytes(writer.out)


def property_context(values: Values, objects: Mapping[int, bytes] | None = None) -> bytes:
    """Properties as a mailbox keeps them: a tree on a heap."""
    cells: list[bytes] = [struct.pack("<BBBBI", 0xB5, 2, 6, 0, 2 << 5), b""]
    rows = [(tag, *encoded(tag, value)) for tag, value in values.items()]
    rows += [(tag, 0x0D, data) for tag, data in (objects or {}).items()]
    records = b""
    for tag, kind, data in sorted(rows):
        if FIXED_SIZES.get(kind, 8) <= 4:
            records += struct.pack("<HH", tag, kind) + data.ljust(4, b"\x00")
        else:
            cells.append(data)
            records += struct.pack("<HHI", tag, kind, len(cells) << 5 if data else 0)
    cells[1] = records
    return _heap(0xBC, cells)


def table(rows: Sequence[Values]) -> bytes:
    """Rows of properties as a mailbox keeps them; `ROW_ID` of a row, where stated, is the node that it stands for."""
    tags = sorted({tag for row in rows for tag in row if tag != ROW_ID})
    kinds = {tag: next(encoded(tag, row[tag])[0] for row in rows if tag in row) for tag in tags}
    columns = [(ROW_ID, INTEGER32), (0x67F3, INTEGER32), *((tag, kinds[tag]) for tag in tags)]
    assert BOOLEAN not in kinds.values()
    width = len(columns) * 4
    bits = -(-len(columns) // 8)
    cells: list[bytes] = [b"", struct.pack("<BBBBI", 0xB5, 4, 4, 0, 3 << 5), b"", b""]
    index = matrix = b""
    for place, row in enumerate(rows):
        ident = row.get(ROW_ID, place)
        assert isinstance(ident, int)
        index += struct.pack("<II", ident, place)
        there = 0
        matrix += struct.pack("<II", ident, 1)
        for at, (tag, kind) in enumerate(columns):
            there |= (1 << 7 - at % 8) << (at // 8 * 8) if at < 2 or tag in row else 0
            if at >= 2:
                matrix += _cell(cells, kind, encoded(tag, row[tag])[1] if tag in row else b"")
        matrix += there.to_bytes(bits, "little")
    cells[2], cells[3] = index, matrix
    if not rows:
        cells[1] = struct.pack("<BBBBI", 0xB5, 4, 4, 0, 0)
    described = [struct.pack("<HHHBB", kind, tag, at * 4, 4, at) for at, (tag, kind) in enumerate(columns)]
    matrix_cell = 4 << 5 if rows else 0
    head = (0x7C, len(columns), width, width, width, width + bits, 2 << 5, matrix_cell, 0)
    cells[0] = struct.pack("<BBHHHHIII", *head) + b"".join(described)
    return _heap(0x7C, cells)


def _cell(cells: list[bytes], kind: int, data: bytes) -> bytes:
    if kind == INTEGER32:
        return data.ljust(4, b"\x00")
    if not data:
        return bytes(4)
    cells.append(data)
    return struct.pack("<I", len(cells) << 5)


def _heap(kind: int, cells: Sequence[bytes]) -> bytes:
    """A heap on one block; cell 1 is its root."""
    places, at = [12], 12
    for cell in cells:
        at += len(cell)
        places.append(at)
    body = b"".join(cells)
    body += bytes(len(body) % 2)
    head = struct.pack("<HBBII", 12 + len(body), 0xEC, kind, 1 << 5, 0)
    data = head + body + struct.pack(f"<HH{len(places)}H", len(cells), 0, *places)
    assert len(data) <= 8176, "one block holds no more: write less"
    return data


def _crc(data: bytes) -> int:
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _signature(place: int, number: int) -> int:
    mixed = (place ^ number) & 0xFFFFFFFF
    return (mixed >> 16 ^ mixed) & 0xFFFF
