"""Big files are read where they lie: the same result as from memory, and little memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from evidence.hashing import sha256_hex
from evidence.model import InputFile, Skipped
from evidence.readers import files, limits, mapped
from evidence.readers.detect import read_any
from evidence.readers.files import input_files
from tests.evidence.mails import eml, input_file

BOX = b"".join(
    b"From x@y.example Tue Mar  5 10:00:00 2019\n" + eml(f"Message {n}.", subject=f"S{n}") + b"\n" for n in range(40)
)


def zip_of(data: bytes) -> bytes:
    """A zip archive with the bytes as its one member."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("box", data)
    return held.getvalue()


@pytest.fixture
def everything_is_big(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first byte on a file counts as big, and what was looked at is let go of at once."""
    monkeypatch.setattr(mapped, "MAPPED_FROM", 1)
    monkeypatch.setattr(files, "MAPPED_FROM", 1)
    monkeypatch.setattr(mapped, "WINDOW", 64)


def loaded(data: bytes, folder: Path) -> InputFile:
    """The bytes as a file of a folder."""
    (folder / "mail").write_bytes(data)
    (entry,) = input_files([folder / "mail"])
    found = entry.load()
    assert not isinstance(found, Skipped)
    return found


@pytest.mark.usefixtures("everything_is_big")
@pytest.mark.parametrize(
    "data",
    [BOX, eml("One mail."), b"From: Ada\nSent: Friday, March 1, 2019 8:15 AM\nTo: Bram\n\nPrinted.\n", zip_of(BOX)],
    ids=["mbox", "mail", "printed", "zip"],
)
def test_a_big_file_is_read_as_a_small_one(data: bytes, tmp_path: Path) -> None:
    """Hash, messages, gaps and members are those of the same bytes in memory."""
    found = loaded(data, tmp_path)
    assert isinstance(found.data, mapped.Mapped)
    assert found.sha256 == sha256_hex(data)
    assert list(read_any(found)) == list(read_any(input_file(data)))


@pytest.mark.usefixtures("everything_is_big")
def test_mapped_bytes_do_what_bytes_do(tmp_path: Path) -> None:
    """What readers ask of bytes they get from a mapped file too."""
    data = loaded(BOX, tmp_path).data
    assert [b"Message 39" in data, b"Message 40" in data] == [True, False]
    assert data.startswith((b"x", b"From "))
    assert data.count(b"From x@") == 40
    assert data.decode() == BOX.decode()


@pytest.mark.usefixtures("everything_is_big")
def test_what_unpacks_to_much_lies_in_no_named_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A big member is kept outside memory, in a file that no listing shows, and up to the limit alone."""
    monkeypatch.setattr(mapped.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(limits, "LARGEST_MEMBER", 1000)
    found = limits.unpacked(input_file(b""), "member", io.BytesIO(BOX))
    assert found.data[:] == BOX[:1001]
    assert list(tmp_path.iterdir()) == []
