"""A zip archive → its members as input files, within limits; names are labels and never become paths."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator

from evidence.model import InputFile, Skipped
from evidence.readers.limits import (
    LARGEST_MEMBER,
    MOST_BYTES,
    MOST_MEMBERS,
    RATIO_FROM_BYTES,
    STEEPEST_RATIO,
    member_name,
    skipped,
    too_deep,
    unpacked,
)
from evidence.readers.mapped import stream_of

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def matches(file: InputFile) -> bool:
    """Whether the file begins as a zip archive does."""
    return file.data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def members(file: InputFile) -> Iterator[InputFile | Skipped]:
    """Each member in the archive's order; those that break a limit or cannot be read are skipped with their reason."""
    if too_deep(file):
        yield skipped(file.member, "refused", "archives are nested too deep", "unpack it by hand")
        return
    try:
        archive = zipfile.ZipFile(stream_of(file.data))
        entries = [e for e in archive.infolist() if not e.is_dir()]
    except _BROKEN as error:
        reason = f"the zip archive is damaged or cut off: {error}"
        yield skipped(file.member, "refused", reason, "ask for the file again")
        return
    total = 0
    for count, entry in enumerate(entries):
        total += entry.file_size
        if count >= MOST_MEMBERS or total > MOST_BYTES:
            limits = f"more than {MOST_MEMBERS:,} members or {MOST_BYTES:,} bytes; the rest was left off"
            yield skipped(file.member, "partial", limits, "unpack it by hand")
            return
        yield _member(file, archive, entry)


def _member(file: InputFile, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> InputFile | Skipped:
    name = member_name(file, entry.filename)
    if entry.flag_bits & 1:
        remedy = "unpack it with its password, then ingest the files"
        return skipped(name, "refused", "the member is encrypted", remedy)
    steep = entry.file_size > RATIO_FROM_BYTES and entry.file_size > STEEPEST_RATIO * max(1, entry.compress_size)
    if entry.file_size > LARGEST_MEMBER or steep:
        reason = f"the member unpacks to {entry.file_size:,} bytes"
        return skipped(name, "refused", reason, "unpack it by hand and look at it")
    try:
        with archive.open(entry) as stream:
            # The directory may state less than the member holds; what is over its size is not read.
            return unpacked(file, name, stream)
    except _BROKEN as error:
        return skipped(name, "refused", f"the member cannot be unpacked: {error}", "ask for the file again")
