"""A big file → its bytes, read from the disk where they are looked at, so that memory stays small."""

from __future__ import annotations

import hashlib
import io
import mmap
import tempfile
from typing import IO, Any, Protocol, cast

from evidence.model import InputFile

# Smaller files are simply read.
MAPPED_FROM = 32 * 1024**2
WINDOW = 8 * 1024**2


class Mapped(mmap.mmap):
    """Stands where bytes are expected, and can be read as a stream.

    What has been looked at is let go of every so often. A method of bytes that works on all of them at once (`decode`)
    works on a copy, which the limit of memory may not allow: then the file is refused for it.
    """

    _looked = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self._let_go(len(found) if isinstance(found, bytes) else 1)
        return found

    def __contains__(self, part: object) -> bool:
        assert isinstance(part, bytes)
        for start in range(0, len(self), WINDOW):
            if self.find(part, start, start + WINDOW + len(part)) >= 0:
                return True
            self._let_go(WINDOW)
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self[:] if len(self) else b"", name)

    def startswith(self, prefix: bytes | tuple[bytes, ...]) -> bool:
        """As of bytes."""
        longest = max(map(len, prefix), default=0) if isinstance(prefix, tuple) else len(prefix)
        return bool(self[:longest].startswith(prefix))

    def read(self, size: int | None = -1) -> bytes:
        """As of a stream."""
        found = super().read(size)
        self._let_go(len(found))
        return found

    def seek(self, place: int, whence: int = 0) -> int:  # type: ignore[override]
        """As of a stream: the new place is returned."""
        super().seek(place, whence)  # type: ignore[arg-type]
        return self.tell()

    def seekable(self) -> bool:
        """As of a stream."""
        return True

    readable = seekable

    def _let_go(self, size: int) -> None:
        self._looked += size
        if self._looked > WINDOW and hasattr(mmap, "MADV_DONTNEED"):
            self.madvise(mmap.MADV_DONTNEED)
            self._looked = 0


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""


def mapped(stream: IO[bytes]) -> bytes:
    """All bytes of an open file that is not empty; the file may be closed and removed then."""
    return cast("bytes", Mapped(stream.fileno(), 0, access=mmap.ACCESS_READ))


def stream_of(data: bytes) -> IO[bytes]:
    """Bytes as a stream, without copying big ones."""
    return cast("IO[bytes]", data) if isinstance(data, Mapped) else io.BytesIO(data)


def input_file(file: str, member: str | None, data: bytes) -> InputFile:
    """Bytes under their name, hashed."""
    # Mapped bytes are no bytes to pydantic, which has nothing to check here.
    return InputFile.model_construct(file=file, member=member, data=data, sha256=digest(data))


def digest(data: bytes) -> str:
    """SHA-256 in hex, a piece at a time."""
    found = hashlib.sha256()
    for start in range(0, len(data), WINDOW):
        found.update(data[start : start + WINDOW])
    return found.hexdigest()


def drained(stream: Readable, most: int) -> bytes:
    """What a stream holds, up to `most` bytes; much of it lies in a file without a name, not in memory."""
    held = bytearray()
    while len(held) < MAPPED_FROM and (piece := stream.read(min(WINDOW, most - len(held)))):
        held += piece
    if len(held) < MAPPED_FROM:
        return bytes(held)
    with tempfile.TemporaryFile() as file:
        file.write(held)
        size = len(held)
        held.clear()
        while size < most and (piece := stream.read(min(WINDOW, most - size))):
            file.write(piece)
            size += len(piece)
        file.flush()
        return mapped(file)
