"""A tar archive (plain, gz, bz2, xz), or one file compressed by itself → its members as input files, within limits."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BufferedIOBase
from typing import IO

from evidence.model import InputFile, Skipped
from evidence.readers.limits import LARGEST_MEMBER, MOST_BYTES, MOST_MEMBERS, member_name, skipped, too_deep, unpacked
from evidence.readers.mapped import stream_of

_BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)
_COMPRESSED: Mapping[bytes, Callable[[IO[bytes]], BufferedIOBase]] = {
    b"\x1f\x8b": lambda data: gzip.GzipFile(fileobj=data),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}


def matches(file: InputFile) -> bool:
    """Whether the file is a tar archive or compressed as those are."""
    return file.data[257:262] == b"ustar" or file.data.startswith(tuple(_COMPRESSED))


def members(file: InputFile) -> Iterator[InputFile | Skipped]:
    """Each member in the archive's order; links, devices and what breaks a limit are skipped with their reason."""
    if too_deep(file):
        yield skipped(file.member, "refused", "archives are nested too deep", "unpack it by hand")
        return
    try:
        archive = tarfile.open(fileobj=stream_of(file.data), mode="r:*")  # noqa: SIM115 - closed with its bytes
    except _BROKEN:
        yield _single(file)
        return
    try:
        yield from _each(file, archive)
    except _BROKEN as error:
        yield skipped(file.member, "partial", f"the tar archive is damaged or cut off: {error}", "ask for it again")


def _each(file: InputFile, archive: tarfile.TarFile) -> Iterator[InputFile | Skipped]:
    total = 0
    for count, entry in enumerate(archive):
        total += max(0, entry.size)
        if count >= MOST_MEMBERS or total > MOST_BYTES or entry.size > LARGEST_MEMBER:
            # To pass over a member, a compressed archive must be unpacked all the same: so reading ends here.
            limits = f"more than {MOST_MEMBERS:,} members, {LARGEST_MEMBER:,} bytes in one or {MOST_BYTES:,} in all"
            yield skipped(file.member, "partial", limits, "unpack it by hand")
            return
        name = member_name(file, entry.name)
        stream = archive.extractfile(entry) if entry.isreg() else None
        if stream is not None:
            yield unpacked(file, name, stream)
        elif not entry.isdir():
            yield skipped(name, "refused", "it is a link or device, not a file", "nothing to do: it holds no bytes")


def _single(file: InputFile) -> InputFile | Skipped:
    """What a file compressed by itself holds."""
    opener = next((o for magic, o in _COMPRESSED.items() if file.data.startswith(magic)), None)
    if opener is None:
        return skipped(file.member, "refused", "the tar archive is damaged", "ask for the file again")
    try:
        with opener(stream_of(file.data)) as stream:
            held = unpacked(file, member_name(file, "unpacked"), stream)
    except _BROKEN as error:
        return skipped(file.member, "refused", f"it cannot be unpacked: {error}", "ask for the file again")
    if len(held.data) > LARGEST_MEMBER:
        return skipped(file.member, "refused", f"it unpacks to more than {LARGEST_MEMBER:,} bytes", "unpack it by hand")
    return held
