"""Outlook .msg ([MS-OXMSG], a compound file) → its MapiItem, with the messages embedded in it."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from evidence.mapi.compound_file import CompoundFile, Storage
from evidence.mapi.objects import (
    ATTACH_DATA,
    ATTACH_METHOD,
    BINARY,
    EMBEDDED_MESSAGE,
    FIRST_NAMED,
    FIXED_SIZES,
    MapiAttachment,
    MapiItem,
    Properties,
    Property,
    number,
)

PROPERTIES = "__properties_version1.0"
DEEPEST = 20
MOST_RECIPIENTS = 100_000
_ROOT_HEAD, _EMBEDDED_HEAD, _OTHER_HEAD = 32, 24, 8
_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})", re.IGNORECASE)


def is_msg(data: bytes) -> bool:
    """Whether some bytes are a compound file with a message's properties in its root."""
    try:
        whole = CompoundFile(data)
        return PROPERTIES in whole.storage(whole.root).streams
    except (ValueError, struct.error):
        return False


def item_of(data: bytes) -> MapiItem:
    """The message in a .msg file.

    Raises:
        ValueError: `data` is no compound file.
    """
    whole = CompoundFile(data)
    found = _item(whole, whole.root, _ROOT_HEAD, 0)
    return found._replace(flags=(*found.flags, "msg-cut-off")) if whole.cut_off else found


def _item(whole: CompoundFile, entry: int, head: int, depth: int) -> MapiItem:
    here = whole.storage(entry)
    recipients = [_properties(whole, whole.storage(e), _OTHER_HEAD) for e in _numbered(here, "__recip_version1.0_#")]
    flags: list[str] = []
    attached = [_attachment(whole, e, depth, flags) for e in _numbered(here, "__attach_version1.0_#")]
    return MapiItem(_properties(whole, here, head), tuple(recipients), tuple(attached), tuple(dict.fromkeys(flags)))


def _numbered(here: Storage, beginning: str) -> Iterator[int]:
    """The storages of recipients or attachments, in the order of their numbers."""
    names = [name for name in here.storages if name.lower().startswith(beginning)]
    for name in sorted(names, key=lambda n: n[len(beginning) :].lower().zfill(8))[:MOST_RECIPIENTS]:
        yield here.storages[name]


def _attachment(whole: CompoundFile, entry: int, depth: int, flags: list[str]) -> MapiAttachment:
    here = whole.storage(entry)
    properties = dict(_properties(whole, here, _OTHER_HEAD))
    data = properties.pop(ATTACH_DATA, None)
    inner = here.storages.get(f"__substg1.0_{ATTACH_DATA:04X}000D")
    if inner is not None and PROPERTIES in whole.storage(inner).streams:
        if depth < DEEPEST:
            return MapiAttachment(properties, None, _item(whole, inner, _EMBEDDED_HEAD, depth + 1))
        flags.append("attached-too-deep")
    elif number(properties, ATTACH_METHOD) == EMBEDDED_MESSAGE:
        flags.append("attached-message-broken")
    return MapiAttachment(properties, data.data if data and data.kind == BINARY else None)


def _properties(whole: CompoundFile, here: Storage, head: int) -> Properties:
    """Those without a name: values of fixed size from the properties stream, others from streams of their own."""
    found: dict[int, Property] = {}
    table = whole.read(here.streams[PROPERTIES]) if PROPERTIES in here.streams else b""
    for at in range(head, len(table) - 15, 16):
        kind, tag = struct.unpack_from("<HH", table, at)
        if tag < FIRST_NAMED and FIXED_SIZES.get(kind, 16) <= 8:
            found.setdefault(tag, Property(kind, table[at + 8 : at + 8 + FIXED_SIZES[kind]]))
    for name, entry in here.streams.items():
        if (stream := _STREAM.fullmatch(name)) and int(stream[1], 16) < FIRST_NAMED:
            found[int(stream[1], 16)] = Property(int(stream[2], 16), whole.read(entry))
    return found
