"""An Outlook mailbox (.pst, .ost) → its items, each as a record of its properties; names of folders are labels only.

An item's bytes lie scattered over the mailbox, so what is read, hashed and named as a member is the record that
`evidence/mapi/record.py` makes of its properties: the same for the same mailbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

from evidence.hashing import sha256_hex
from evidence.mapi import record
from evidence.mapi.objects import (
    ATTACH_DATA,
    ATTACH_METHOD,
    EMBEDDED_MESSAGE,
    FIRST_NAMED,
    MapiAttachment,
    MapiItem,
    Properties,
    Property,
    number,
)
from evidence.model import InputFile, Skipped
from evidence.readers.extras import OUTLOOK, installed, remedy
from evidence.readers.libpff import embedded_item
from evidence.readers.limits import DEEPEST_ATTACHED, LARGEST_MEMBER, member_name, skipped

MAGIC = b"!BDN"
DEEPEST = 200
ORPHANS = "items without a folder"
# What libpff raises for a damaged mailbox, and what its values raise where they are not what they should be.
_BROKEN = (OSError, ValueError, TypeError, AttributeError, LookupError, MemoryError, OverflowError, RuntimeError)


def matches(file: InputFile) -> bool:
    """Whether the file begins as an Outlook mailbox does."""
    return file.data.startswith(MAGIC)


def members(file: InputFile) -> Iterator[InputFile | Skipped]:
    """Each item of each folder, in the mailbox's order, then items without a folder; what is broken with its reason."""
    if not installed(OUTLOOK):
        reason = "an Outlook mailbox (.pst, .ost) needs libpff, which is not installed"
        yield skipped(file.member, "refused", reason, remedy(OUTLOOK, file.member))
        return
    library = import_module(OUTLOOK)
    mailbox = library.file()
    try:
        mailbox.open_file_object(_Stream(file.data))
        root = mailbox.get_root_folder()
    except _BROKEN as error:
        reason = f"the Outlook mailbox is damaged or cut off: {_words(error)}"
        yield skipped(file.member, "refused", reason, "ask for the file again")
        return
    empty = True
    for found in _Walk(file, library).mailbox(mailbox, root):
        empty = False
        yield found
    mailbox.close()
    if empty:
        reason = "the Outlook mailbox is empty or damaged: no item can be found in it"
        yield skipped(file.member, "refused", reason, "open it in Outlook and look, or ask for the file again")


class _Stream:
    """A mailbox's bytes as libpff reads them; of bytes that lie on the disk only what is asked for is taken up."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def read(self, size: int = -1) -> bytes:
        end = len(self.data) if size < 0 else min(self.at + size, len(self.data))
        start, self.at = self.at, max(self.at, end)
        return self.data[start:end]

    def seek(self, place: int, whence: int = 0) -> int:
        self.at = max(0, place + (0, self.at, len(self.data))[whence])
        return self.at

    def tell(self) -> int:
        return self.at

    def get_size(self) -> int:
        return len(self.data)


class _Walk:
    """A walk over one mailbox; each item is given once, and what cannot be listed is told."""

    def __init__(self, file: InputFile, library: Any) -> None:
        self.file = file
        self.library = library
        self.seen: set[int] = set()
        self.unlisted: list[Skipped] = []

    def mailbox(self, mailbox: Any, root: Any) -> Iterator[InputFile | Skipped]:
        yield from self._folders(root, "")
        for place in self._places(mailbox, "number_of_orphan_items", ORPHANS):
            yield from self._one(partial(mailbox.get_orphan_item, place), f"{ORPHANS}/", place)
        yield from self.unlisted

    def _folders(self, root: Any, path: str) -> Iterator[InputFile | Skipped]:
        # A stack of our own: folders can be nested deeper than Python recurses.
        waiting = [(root, path, 0)]
        while waiting:
            folder, path, depth = waiting.pop()
            for place in self._places(folder, "number_of_sub_messages", path):
                yield from self._one(partial(folder.get_sub_message, place), path, place)
            below = []
            for place in self._places(folder, "number_of_sub_folders", path) if depth < DEEPEST else ():
                try:
                    inner = folder.get_sub_folder(place)
                    below.append((inner, f"{path}{_folder_name(inner)}/", depth + 1))
                except _BROKEN as error:
                    yield self._skipped(f"{path}folder {place + 1}", error)
            waiting += reversed(below)

    def _places(self, holder: Any, counted: str, path: str) -> range:
        try:
            return range(getattr(holder, counted) or 0)
        except _BROKEN as error:
            self.unlisted.append(self._skipped(path or "the folders", error))
            return range(0)

    def _one(self, get: Callable[[], Any], path: str, place: int) -> Iterator[InputFile | Skipped]:
        name = f"{path}item {place + 1}"
        try:
            found = get()
            name = f"{path}{found.identifier}"
            if found.identifier in self.seen:
                return
            self.seen.add(found.identifier)
            if isinstance(found, self.library.folder):
                yield from self._folders(found, f"{path}{_folder_name(found)}/")
                return
            data = record.to_bytes(_item(self.library, found, 0))
        except _BROKEN as error:
            yield self._skipped(name, error)
            return
        yield InputFile(file=self.file.file, member=member_name(self.file, name), data=data, sha256=sha256_hex(data))

    def _skipped(self, name: str, error: BaseException) -> Skipped:
        reason = f"this part of the Outlook mailbox cannot be read: {_words(error)}"
        return skipped(member_name(self.file, name), "refused", reason, "open the mailbox in Outlook and export it")


def _folder_name(folder: Any) -> str:
    return " ".join(str(folder.name or f"folder {folder.identifier}").replace("/", "%2F").split())


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _item(library: Any, found: Any, depth: int) -> MapiItem:
    flags: list[str] = []
    sets = list(found.record_sets)
    properties = _properties(sets[0], flags) if sets else {}
    recipients: list[Properties] = []
    attachments: list[MapiAttachment] = []
    try:
        held = getattr(found, "recipients", None)
        recipients = [_properties(one, flags) for one in held.record_sets] if held is not None else []
    except _BROKEN:
        flags.append("recipients-unreadable")
    try:
        attachments = [_attachment(library, one, depth, flags) for one in getattr(found, "attachments", ())]
    except _BROKEN:
        flags.append("attachments-unreadable")
    return MapiItem(properties, tuple(recipients), tuple(attachments), tuple(dict.fromkeys(flags)))


def _properties(entries: Any, flags: list[str]) -> dict[int, Property]:
    found: dict[int, Property] = {}
    for entry in entries.entries:
        try:
            tag, kind = entry.entry_type, entry.value_type
            if tag is not None and 0 < tag < FIRST_NAMED and tag not in found:
                found[tag] = Property(kind or 0, bytes(entry.data or b""))
        except _BROKEN:
            flags.append("property-unreadable")
    return found


def _attachment(library: Any, found: Any, depth: int, flags: list[str]) -> MapiAttachment:
    sets = list(found.record_sets)
    properties = _properties(sets[0], flags) if sets else {}
    properties.pop(ATTACH_DATA, None)
    if number(properties, ATTACH_METHOD) == EMBEDDED_MESSAGE:
        inner = embedded_item(library, found) if depth < DEEPEST_ATTACHED else None
        if inner is not None:
            return MapiAttachment(properties, None, _item(library, inner, depth + 1))
        flags.append("attached-message-unread")
        return MapiAttachment(properties, None)
    try:
        size = found.get_size()
        if size > LARGEST_MEMBER:
            raise ValueError(f"{size:,} bytes")
        found.seek_offset(0)
        return MapiAttachment(properties, found.read_buffer(size) if size else b"")
    except _BROKEN:
        flags.append("attachment-unreadable")
        return MapiAttachment(properties, None)
