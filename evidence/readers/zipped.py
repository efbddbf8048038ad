"""A zip archive → its members as input files, within limits; names are labels and never become paths."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from evidence.hashing import sha256_hex
from evidence.model import InputFile, Skipped

DEEPEST = 5
MOST_MEMBERS = 100_000
MOST_BYTES = 4 * 1024**3
LARGEST_MEMBER = 1024**3
STEEPEST_RATIO = 1_000
RATIO_FROM_BYTES = 50 * 1024**2


def matches(file: InputFile) -> bool:
    """Whether the file begins as a zip archive does."""
    return file.data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def members(file: InputFile) -> Iterator[InputFile | Skipped]:
    """Each member in the archive's order; those that break a limit or cannot be read are skipped with their reason."""
    if (file.member or "").count("!/") >= DEEPEST - 1:
        yield _skipped(file.member, "refused", f"archives are nested deeper than {DEEPEST}", "unpack it by hand")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.data))
        entries = [e for e in archive.infolist() if not e.is_dir()]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
        yield _skipped(
            file.member, "refused", f"the zip archive is damaged or cut off: {error}", "ask for the file again"
        )
        return
    total = 0
    for count, entry in enumerate(entries):
        if count >= MOST_MEMBERS or total > MOST_BYTES:
            yield _skipped(
                file.member,
                "partial",
                f"more than {MOST_MEMBERS:,} members or {MOST_BYTES:,} bytes",
                "unpack it by hand",
            )
            return
        name = entry.filename if file.member is None else f"{file.member}!/{entry.filename}"
        found = _member(file, archive, entry, name)
        total += entry.file_size
        yield found


def _member(file: InputFile, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> InputFile | Skipped:
    if entry.flag_bits & 1:
        return _skipped(
            name, "refused", "the member is encrypted", "unpack it with its password, then ingest the files"
        )
    steep = entry.file_size > RATIO_FROM_BYTES and entry.file_size > STEEPEST_RATIO * max(1, entry.compress_size)
    if entry.file_size > LARGEST_MEMBER or steep:
        return _skipped(
            name, "refused", f"the member unpacks to {entry.file_size:,} bytes", "unpack it by hand and look at it"
        )
    try:
        with archive.open(entry) as stream:
            data = stream.read(LARGEST_MEMBER + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        return _skipped(name, "refused", f"the member cannot be unpacked: {error}", "ask for the file again")
    if len(data) > LARGEST_MEMBER:
        return _skipped(
            name, "refused", f"the member unpacks to more than {LARGEST_MEMBER:,} bytes", "unpack it by hand"
        )
    return InputFile(file=file.file, member=name, data=data, sha256=sha256_hex(data))


def _skipped(member: str | None, status: str, reason: str, remedy: str) -> Skipped:
    return Skipped.model_validate({"member": member, "status": status, "reason": reason, "remedy": remedy})
