"""Compound file (OLE, [MS-CFB]) → its storages and streams, as far as they go where it is cut off or circular."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_NO_ENTRY = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY_BYTES = 128
_HEAD_SECTORS = 109


class _Entry(NamedTuple):
    """An entry of the directory."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Storage(NamedTuple):
    """A storage: its streams (number of the entry) and storages, by name."""

    streams: Mapping[str, int]
    storages: Mapping[str, int]


class CompoundFile:
    """A compound file over its bytes; streams are read when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError where the header is no compound file's."""
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise ValueError("it has no header of a compound file")
        shift, self._mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or self._mini_shift != 6:
            raise ValueError(f"its sectors have a size that no compound file has (2^{shift} bytes)")
        self._data = data
        self._sector_bytes = 1 << shift
        self.cut_off = False
        self._fat = self._sector_numbers(self._fat_sectors())
        self._entries = tuple(self._directory(struct.unpack_from("<I", data, 48)[0]))
        if not self._entries:
            raise ValueError("its directory cannot be found")

    @property
    def root(self) -> int:
        """The entry of the root storage."""
        return next((i for i, e in enumerate(self._entries) if e.kind == _ROOT), 0)

    def storage(self, entry: int) -> Storage:
        """What a storage holds; of several of one name the first, in the order of the directory's tree."""
        streams: dict[str, int] = {}
        storages: dict[str, int] = {}
        for number in self._children(entry):
            found = self._entries[number]
            if found.kind == _STREAM:
                streams.setdefault(found.name, number)
            elif found.kind == _STORAGE:
                storages.setdefault(found.name, number)
        return Storage(streams, storages)

    def read(self, entry: int) -> bytes:
        """A stream's bytes, as far as they are there."""
        found = self._entries[entry]
        if found.size >= struct.unpack_from("<I", self._data, 56)[0]:
            data = self._chain(found.start)[: found.size]
        else:
            data = self._mini_chain(found.start, found.size)
        self.cut_off = self.cut_off or len(data) < found.size
        return data

    def _children(self, entry: int) -> list[int]:
        found: list[int] = []
        seen: set[int] = set()
        waiting = [self._entries[entry].child]
        passed: list[int] = []
        # In the order of the tree, left to right, without recursion: the tree may be a list, or a circle.
        while waiting or passed:
            number = waiting.pop() if waiting else _NO_ENTRY
            while number < len(self._entries) and number not in seen:
                seen.add(number)
                passed.append(number)
                number = self._entries[number].left
            if passed:
                found.append(passed.pop())
                waiting.append(self._entries[found[-1]].right)
        return found

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        sector = self._data[start : start + self._sector_bytes]
        self.cut_off = self.cut_off or not sector
        return sector

    def _fat_sectors(self) -> Iterator[int]:
        yield from struct.unpack_from(f"<{_HEAD_SECTORS}I", self._data, 76)
        number, seen = struct.unpack_from("<I", self._data, 68)[0], set()
        while number < _LAST_SECTOR and number not in seen and (sector := self._sector(number)):
            seen.add(number)
            *numbers, number = struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
            yield from numbers

    def _sector_numbers(self, sectors: Iterator[int]) -> list[int]:
        numbers: list[int] = []
        most = len(self._data) // self._sector_bytes + 1
        for number in sectors:
            if number < _LAST_SECTOR and len(numbers) <= most:
                sector = self._sector(number).ljust(self._sector_bytes, b"\xff")
                numbers += struct.unpack(f"<{len(sector) // 4}I", sector)
        return numbers

    def _numbers(self, start: int, table: list[int]) -> Iterator[int]:
        """The sectors of a chain; one that comes back to itself ends there."""
        seen = set()
        while start < len(table) and start not in seen:
            seen.add(start)
            yield start
            start = table[start]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._numbers(start, self._fat))

    @cached_property
    def _mini_fat(self) -> list[int]:
        return self._sector_numbers(self._numbers(struct.unpack_from("<I", self._data, 60)[0], self._fat))

    @cached_property
    def _mini_stream(self) -> bytes:
        return self._chain(self._entries[self.root].start)

    def _mini_chain(self, start: int, size: int) -> bytes:
        width = 1 << self._mini_shift
        numbers = self._numbers(start, self._mini_fat)
        return b"".join(self._mini_stream[n * width : (n + 1) * width] for n in numbers)[:size]

    def _directory(self, start: int) -> Iterator[_Entry]:
        data = self._chain(start)
        for at in range(0, len(data) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            name_bytes, kind, _, left, right, child = struct.unpack_from("<HBBIII", data, at + 64)
            first, size = struct.unpack_from("<IQ", data, at + 116)
            name = data[at : at + max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
            # Sectors of 512 bytes: the upper half of the size may hold anything.
            yield _Entry(
                name, kind, left, right, child, first, size & 0xFFFFFFFF if self._sector_bytes == 512 else size
            )
